//! Who holds what, until when, why, and what next.
//!
//! A standing is a pure function of a programme, a history and a day: nothing stores a status, so nothing
//! can disagree with the rules. Each answer names the event, the route and the clause it rests on.
//! Expiry is the last valid day, inclusive; months clamp; an award is judged by the policy version in force
//! on its day, what follows by the version that the policy's `governed_by` selects. The 21 primitives are
//! those of docs/concepts/renewal-rules.md.
//!
//! ```
//! use assay_kernel::{Period, Validity, date};
//! use assay_programme::model::{Clause, Policy, PolicyVersion, Programme};
//! use assay_standing::{Event, Happening, Status, standing};
//!
//! let three_years = PolicyVersion {
//!     version: "2025-07-15".into(),
//!     in_force_from: None,
//!     validity: Validity::For(Period::months(36)),
//!     end: Default::default(),
//!     cohorts: vec![],
//!     routes: vec![],
//!     grace: None,
//!     suspension: None,
//!     cascades: vec![],
//!     derived: None,
//!     expire_after: vec![],
//!     alive_while_any: vec![],
//!     never_shorten: false,
//!     clause: Clause { file: "policies/sysops.toml".into(), line: 3 },
//! };
//! let policy = Policy {
//!     certification: "sysops".into(),
//!     versions: vec![three_years],
//!     retired_on: None,
//!     award_until: None,
//!     governed_by: Default::default(),
//! };
//! let programme = Programme { policies: vec![policy], ..Programme::default() };
//! let earned = Event::new(date(2024, 3, 10), Happening::Earn { certification: "sysops".into() });
//!
//! let on_the_last_day = standing(&programme, &[earned], date(2027, 3, 10));
//! let sysops = &on_the_last_day.credentials[0];
//! assert_eq!(sysops.status, Status::Active);
//! assert_eq!(sysops.valid_until, Some(date(2027, 3, 10)));
//! assert_eq!(sysops.reasons[0].rule, "policies/sysops.toml:3 (version 2025-07-15)");
//! ```

mod ahead;
mod assemble;
pub mod conformance;
mod consequence;
pub mod due;
mod engine;
mod history;
mod judge;
pub mod known;
mod line;
mod output;
pub mod plan;
mod reason;
mod refusal;
mod renew;
mod rules;
mod state;
mod step;
mod words;

use assay_kernel::Date;
use assay_programme::model::Programme;

pub use consequence::{Consequence, HeldChange, consequence};
pub use engine::Holding;
pub use history::{Event, Happening, Histories, is_voided};
pub use line::{HistoryError, HistoryLine};
pub use output::{
    CredentialStanding, Decided, Decision, ExamDays, Foreseen, Missing, PersonStanding, Reason, RenewBy,
    Span, Standing, Status,
};
pub use rules::Rules;
pub use words::status_said;

/// What a person holds on a day, with reasons and what comes next.
///
/// For many people compile [`Rules`] once.
pub fn standing(programme: &Programme, history: &[Event], as_of: Date) -> Standing {
    Rules::new(programme).standing(history, as_of)
}

/// Every decision about a person over all dates, refusals and progress included.
pub fn decisions(programme: &Programme, history: &[Event]) -> Vec<Decision> {
    Rules::new(programme).decisions(history)
}
