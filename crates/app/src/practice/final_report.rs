//! What came of a final practice exam. Nothing follows from it but what is told.

use std::collections::BTreeMap;

use assay_assessment::score::DomainResult;
use assay_store::{PracticeResponseRecord, PracticeSittingRecord};
use serde::{Deserialize, Serialize};

use super::seat::PracticeSeat;
use crate::AppError;

/// The score report of a final practice exam.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalReport {
    /// Right answers.
    pub raw: u32,
    /// Questions.
    pub raw_max: u32,
    /// By domain, in the outline's order.
    pub domains: Vec<DomainResult>,
    /// On the exam's scale; none of a form that was seen before.
    pub scaled: Option<PracticeScaled>,
}

/// A score on the exam's scale, by a cut that is an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeScaled {
    /// The score.
    pub scaled: u32,
    /// The cut score on that scale.
    pub cut: u32,
    /// Right answers that the form's authors expect of whoever just passes.
    pub cut_raw: u32,
}

/// How a final practice exam was sat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalSat {
    /// Questions of it that were seen before it began.
    pub seen_before: u32,
    /// Whether time ran out before it was handed in.
    pub time_over: bool,
    /// What came of it, once it is handed in.
    pub report: Option<FinalReport>,
}

impl FinalSat {
    pub(super) fn of(row: &PracticeSittingRecord) -> Result<FinalSat, AppError> {
        let report = row.report.as_deref().map(serde_json::from_str).transpose();
        Ok(FinalSat {
            seen_before: u32::try_from(row.seen_before).unwrap_or(u32::MAX),
            time_over: row.time_over,
            report: report.map_err(|error| AppError::internal("reading a report", error))?,
        })
    }
}

impl FinalReport {
    /// Of the latest answers to each item; none where the form cannot be scored any more, which is told.
    pub(super) fn of(
        seat: &PracticeSeat,
        answers: &BTreeMap<String, PracticeResponseRecord>,
    ) -> Result<Option<FinalReport>, AppError> {
        let mut by_position = BTreeMap::new();
        for (position, id) in seat.places() {
            let Some(given) = answers.get(id) else { continue };
            let response: Vec<String> = serde_json::from_str(&given.response)
                .map_err(|error| AppError::internal("reading an answer", error))?;
            by_position.insert(position, response);
        }
        let ids = seat.places().map(|(_, id)| id);
        let (scored, cut_raw) = match seat.pool.final_score(&seat.sitting, ids, &by_position) {
            Ok(scored) => scored,
            Err(missing) => {
                tracing::error!(%missing, "a final practice exam is told without a score");
                return Ok(None);
            }
        };
        let scaled = PracticeScaled { scaled: scored.scaled, cut: scored.cut, cut_raw };
        Ok(Some(FinalReport {
            raw: scored.raw,
            raw_max: scored.raw_max,
            domains: scored.domains,
            scaled: (seat.row.seen_before == 0).then_some(scaled),
        }))
    }
}
