//! Labs as they are: files, journals, grades, and the proof of the real ones.

mod labs;
mod real_labs;
