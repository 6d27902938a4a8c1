//! Methods named after use cases that still say what follows from what, by the room that will say it.
//!
//! Each is a unit of the tables' statements and nothing else. A room that composes its units itself deletes
//! its methods here; the last one deletes the folder.

mod awards;
mod changes;
mod people;
mod practice;
mod sittings;

pub use people::NewAccess;
