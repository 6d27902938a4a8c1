//! Use cases as stories: the reference programme on SQLite, a clock that is moved by hand, fixed chance.
#![cfg(test)]

mod badges;
mod changes;
mod crashes;
mod doors;
mod full_disk;
mod records;
mod sittings;
mod withdrawn;
mod world;
