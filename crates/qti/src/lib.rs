//! QTI: what is asked, how a response is processed, what may be delivered.
//!
//! Names are those of QTI 3.0 (1EdTech, Question and Test Interoperability, Assessment, Section and Item
//! Information Model). QTI 2.0 to 2.2 is read into the same model. Pure: no clock, no chance, no input or
//! output; seeds and the text of files are arguments.
//!
//! The way of a file through this crate:
//!
//! ```text
//! text -> tree::XmlElement (any version, names as in 3.0) -> typed model + Remarks on what is not in it
//! typed model -> tree::XmlElement -> text (3.0)
//! ```

pub mod declaration;
pub mod foreign;
pub mod interaction;
pub mod item;
pub mod normalise;
pub mod package;
pub mod process;
mod reading;
pub mod remark;
pub mod results;
pub mod test;
pub mod tree;
pub mod usage;
pub mod value;
pub mod view;
pub mod xml;
