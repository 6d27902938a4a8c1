//! Worked cases, stories and properties of standing.
#![cfg(test)]

mod properties;
mod rules;
mod stories;
mod support;
mod zoo;
