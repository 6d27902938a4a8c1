//! What pages to print are made of: letters and packed bytes.

pub mod font;
pub mod packed;
