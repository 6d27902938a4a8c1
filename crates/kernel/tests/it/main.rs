//! What every context takes for granted of the words they share.
#![cfg(test)]

mod files;
mod identity;
mod ids;
mod periods;
mod said;
