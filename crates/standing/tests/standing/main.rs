//! Worked cases, stories and properties of standing.
#![cfg(test)]

mod advised;
#[path = "../advice/asks.rs"]
mod asks;
mod barred;
mod facts;
mod foresight;
mod governed;
mod known;
mod ledger;
mod lines;
mod linked;
mod metamorphic;
mod moved;
mod next;
#[path = "../advice/play.rs"]
mod play;
mod promises;
mod properties;
mod random;
mod rules;
mod stories;
mod support;
mod truth;
mod voided;
mod zoo;
