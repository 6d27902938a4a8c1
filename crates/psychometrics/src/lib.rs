//! Numbers about answers: what they say of a person, and of an item.
//!
//! How ready somebody is and how sure that is; how well an item tells people apart.
//!
//! Numbers go in and numbers come out: this crate knows no people, no items and no programme, and depends on
//! nothing of Assay. It has no clock and no chance, and adds in a fixed order: the same answers give the same
//! bits on the same machine.
//!
//! ```
//! use assay_psychometrics::readiness::{ItemAnswer, Model};
//!
//! let model = Model::current();
//! let mut ability = model.start(5)?;
//! model.answer(&mut ability, &ItemAnswer::whole(0, -0.2, 0.2, true))?;
//! let reading = model.reading(&ability, &[11, 11, 11, 8, 9])?;
//! assert!(reading.pass > 0.5 && reading.pass < 0.8);
//! # Ok::<(), assay_psychometrics::readiness::ReadinessError>(())
//! ```

pub mod classical;
mod numbers;
pub mod readiness;
