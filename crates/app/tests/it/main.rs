//! Use cases as stories: the reference programme on SQLite, a clock that is moved by hand, fixed chance.
#![cfg(test)]

mod accounts;
mod applied;
mod badges;
mod changes;
mod clock;
mod closing;
mod crashes;
mod dated;
mod decide;
mod doors;
mod exporting;
mod exporting_sittings;
mod forbidden;
mod full_disk;
mod grants;
mod holding;
mod kept;
mod listed;
mod mail;
mod mail_fails;
mod messages;
mod notes;
mod overview;
mod own_account;
mod paper;
mod permissions;
mod practising;
mod proposing;
mod records;
mod registering;
mod sittings;
mod staying;
mod withdrawn;
mod world;
mod writing;
