//! Readiness: what answers to new items say about an examination.
//!
//! A person's level is one general level with a deviation a domain, in logits; 0 is who just passes. Three
//! things change what is known of it: time makes it less sure, an answer to an item that the person had not
//! seen moves it, and answering teaches a little. What had been seen before says what is remembered and
//! counts nothing: counting it was the one fault that no later correction repaired (it lifted those who
//! repeat by .16 to .20 of a chance).
//!
//! From the level follow the score of an average form with as many items a domain as the outline has, its
//! interval of 80 %, and the chance to reach the cut. Not known here: the examination's items, their
//! difficulties, its cut. It is assumed that practice is as hard as the examination.
//!
//! Source: the benchmark of fifteen models on invented people; this is its model 14, and fifty of its logs
//! with their answers are a test.

mod ability;
mod calibration;
mod constants;
mod growth;
mod next_item;
mod reading;
mod recalibration;
mod silence;

pub use ability::{Ability, GUESSING_ONE, GUESSING_SEVERAL, ItemAnswer, LogEntry, Model, difficulties};
pub use calibration::{Calibration, CalibrationGroup};
pub use constants::{
    CONSTANTS, Constants, DAYS_MAX, DIFFICULTY_MAX, DOMAINS_MAX, GROWTH_MAX, GUESSING_MAX, ReadinessError,
    SCORED_MAX,
};
pub use growth::{GrowthFit, GrowthTried, LEARNERS_MIN, NoGrowthFit};
pub use next_item::OpenItem;
pub use reading::{DomainShare, Outlook, PassReading, ReportScale};
pub use recalibration::{NoRecalibration, OUTCOMES_MIN, OUTCOMES_TAKEN_OVER_MIN, ReadOutcome, Recalibration};
pub use silence::{
    COUNTED_DOMAIN_MIN, COUNTED_MIN, CountedAnswers, IDLE_DAYS_MAX, Silence, most_missing, silence,
};
