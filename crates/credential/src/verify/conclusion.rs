//! What the checks come to, for whoever reads one line only.

use super::check::{CheckCause, CheckName, CheckOutcome};
use super::report::Report;
use serde::Serialize;

/// What the checks of a report come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Genuine, valid, not revoked.
    Holds,
    /// Genuine, and its time is over.
    Expired,
    /// Genuine, and its time has not come.
    NotYet,
    /// Genuine, and its issuer took it back.
    Revoked,
    /// Genuine, and its issuer holds it back for the time being.
    Suspended,
    /// Genuine, and a newer edition takes its place.
    Replaced,
    /// Genuine, and its list could not be asked.
    StatusUnknown,
    /// Intact, and nobody here vouches for who signed.
    Unvouched,
    /// The signature could not be checked.
    Unchecked,
    /// Not genuine, or not a badge as the standard has it.
    False,
    /// There is nothing to judge.
    NoBadge,
}

impl Report {
    /// What the checks come to;
    /// [`Conclusion::Holds`] exactly where [`Report::holds`] is true.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        use CheckName::{Contexts, Dates, Issuer, Proof, Schema, Status};
        let cause = |name| self.check(name).and_then(|check| check.cause);
        let failed = |name| self.verdict(name) == CheckOutcome::Failed;
        if self.checks.iter().any(|check| check.cause == Some(CheckCause::NoBadge)) {
            return Conclusion::NoBadge;
        }
        if [Contexts, Schema, Proof, Issuer].into_iter().any(failed) {
            return Conclusion::False;
        }
        if self.verdict(Proof) != CheckOutcome::Passed || self.verdict(Issuer) != CheckOutcome::Passed {
            return match cause(Issuer) {
                Some(CheckCause::Unvouched) if self.verdict(Proof) == CheckOutcome::Passed => {
                    Conclusion::Unvouched
                }
                _ => Conclusion::Unchecked,
            };
        }
        // Taken back comes before run out: it says more about the holder.
        match (self.verdict(Status), cause(Status)) {
            (CheckOutcome::Failed, Some(CheckCause::Suspended)) => return Conclusion::Suspended,
            (CheckOutcome::Failed, Some(CheckCause::Replaced)) => return Conclusion::Replaced,
            (CheckOutcome::Failed, Some(CheckCause::Revoked)) => return Conclusion::Revoked,
            (CheckOutcome::Failed, Some(CheckCause::Expired)) => return Conclusion::Expired,
            (CheckOutcome::Failed, _) => return Conclusion::False,
            _ => {}
        }
        match (self.verdict(Dates), cause(Dates)) {
            (CheckOutcome::Failed, Some(CheckCause::Expired)) => return Conclusion::Expired,
            (CheckOutcome::Failed, Some(CheckCause::NotYet)) => return Conclusion::NotYet,
            (CheckOutcome::Failed, _) => return Conclusion::False,
            _ => {}
        }
        match self.holds() {
            true => Conclusion::Holds,
            false if self.verdict(Status) == CheckOutcome::Unknown => Conclusion::StatusUnknown,
            false => Conclusion::Unchecked,
        }
    }
}
