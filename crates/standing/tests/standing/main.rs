//! Worked cases, stories and properties of standing.
#![cfg(test)]

mod foresight;
mod properties;
mod rules;
mod stories;
mod support;
mod zoo;
