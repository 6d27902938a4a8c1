//! The whole site in one process: every door asked by every role, walks with what they leave in the store.
//!
//! - **A route** is served by `Routes` (`src/routes.rs`) and gets a line in `samples.rs`; one without a line
//!   fails the matrix. Then `UPDATE_MATRIX=1 cargo test -p assay-web --test site` writes `matrix.txt` anew:
//!   read the difference, and say in the commit why it is meant.
//! - **A state** of something is an object with a name of its own: `objects.rs` brings it about through the
//!   site's own forms and names it, `samples.rs` asks for it by that name.
//! - **A role** is a visitor: a variant of `Who` in `site.rs`, signed in by `objects.rs`.
//! - **A walk** is a `Story` in `walks.rs`, told on both databases against one snapshot.
//! - **The application** is called in `installation.rs` and nowhere else.
#![cfg(test)]

mod answer;
mod assets;
mod badges;
mod bank;
mod corrections;
mod counted;
mod courses;
mod crews;
mod crowd;
mod doors;
mod exports;
mod final_exam;
mod forms;
mod holder;
mod imported;
mod installation;
mod jobs;
mod kept_back;
mod matrix;
mod objects;
mod outcomes;
mod overview;
mod own;
mod pictured;
mod place;
mod queries;
mod registering;
mod roles;
mod rows;
mod samples;
mod site;
mod sittings;
mod slow;
mod story;
mod team;
mod told;
mod verdicts;
mod walks;
