//! The tables: of each its rows, what reads it, and the statements that write it.
//!
//! No table knows another one's statements: what belongs together is put together in a unit.

pub(crate) mod address;
pub(crate) mod analysis;
pub(crate) mod audit;
pub(crate) mod credential;
pub(crate) mod exam_form;
pub(crate) mod grant;
pub(crate) mod history;
pub(crate) mod item;
pub(crate) mod item_desk;
pub(crate) mod item_import;
pub(crate) mod item_question;
pub(crate) mod item_use;
pub(crate) mod item_version;
pub(crate) mod key;
pub(crate) mod link;
pub(crate) mod listed;
pub(crate) mod listed_credentials;
pub(crate) mod listed_people;
pub(crate) mod listed_registrations;
pub(crate) mod listed_sittings;
pub(crate) mod listed_work;
pub(crate) mod message;
pub(crate) mod meta;
pub(crate) mod note;
pub(crate) mod own_data;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod population;
pub(crate) mod practice;
pub(crate) mod practice_run;
pub(crate) mod prep;
pub(crate) mod prepared;
pub(crate) mod programme;
pub(crate) mod proposal;
pub(crate) mod registration;
pub(crate) mod report;
pub(crate) mod response;
pub(crate) mod second_answer;
pub(crate) mod session;
pub(crate) mod sitting;
pub(crate) mod status;
pub(crate) mod team_note;
pub(crate) mod today;
pub(crate) mod work;
