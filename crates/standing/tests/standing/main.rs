//! Worked cases, stories and properties of standing.
#![cfg(test)]

mod facts;
mod foresight;
mod governed;
mod known;
mod ledger;
mod linked;
mod metamorphic;
mod moved;
mod next;
mod promises;
mod properties;
mod random;
mod rules;
mod stories;
mod support;
mod truth;
mod zoo;
