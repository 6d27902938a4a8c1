//! Worked cases, stories and properties of standing.
#![cfg(test)]

mod facts;
mod foresight;
mod governed;
mod known;
mod ledger;
mod properties;
mod rules;
mod stories;
mod support;
mod zoo;
