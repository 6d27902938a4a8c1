//! Impact plans over small invented populations on the reference programme.
#![cfg(test)]

mod days;
mod exams;
mod findings;
mod golden;
mod properties;
mod stories;
mod support;
mod truth;
