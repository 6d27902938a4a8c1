//! What the checks come to, for whoever reads one line only.

use super::check::{Cause, CheckName, Verdict};
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
        let failed = |name| self.verdict(name) == Verdict::Failed;
        if self.checks.iter().any(|check| check.cause == Some(Cause::NoBadge)) {
            return Conclusion::NoBadge;
        }
        if [Contexts, Schema, Proof, Issuer].into_iter().any(failed) {
            return Conclusion::False;
        }
        if self.verdict(Proof) != Verdict::Passed || self.verdict(Issuer) != Verdict::Passed {
            return match cause(Issuer) {
                Some(Cause::Unvouched) if self.verdict(Proof) == Verdict::Passed => Conclusion::Unvouched,
                _ => Conclusion::Unchecked,
            };
        }
        // Taken back comes before run out: it says more about the holder.
        match (self.verdict(Status), cause(Status)) {
            (Verdict::Failed, Some(Cause::Suspended)) => return Conclusion::Suspended,
            (Verdict::Failed, Some(Cause::Replaced)) => return Conclusion::Replaced,
            (Verdict::Failed, Some(Cause::Revoked)) => return Conclusion::Revoked,
            (Verdict::Failed, Some(Cause::Expired)) => return Conclusion::Expired,
            (Verdict::Failed, _) => return Conclusion::False,
            _ => {}
        }
        match (self.verdict(Dates), cause(Dates)) {
            (Verdict::Failed, Some(Cause::Expired)) => return Conclusion::Expired,
            (Verdict::Failed, Some(Cause::NotYet)) => return Conclusion::NotYet,
            (Verdict::Failed, _) => return Conclusion::False,
            _ => {}
        }
        match self.holds() {
            true => Conclusion::Holds,
            false if self.verdict(Status) == Verdict::Unknown => Conclusion::StatusUnknown,
            false => Conclusion::Unchecked,
        }
    }
}
