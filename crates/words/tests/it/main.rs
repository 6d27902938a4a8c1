//! What can be said, held against what there are words for.
#![cfg(test)]

mod args;
mod codes;
mod outline;
