//! The whole site in one process: every door asked by every role, walks with what they leave in the store.
#![cfg(test)]

mod answer;
mod doors;
mod installation;
mod matrix;
mod objects;
mod place;
mod rows;
mod samples;
mod site;
mod story;
mod walks;
