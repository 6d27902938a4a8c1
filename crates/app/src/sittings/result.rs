//! What came of sittings: a candidate's result, and the team's lists.

use super::{
    Sittings,
    rules::{ReadResult, SeeAll},
};
use crate::{AppError, Asking, FormBalance, FormFacts, view::report_of};
use assay_assessment::score::ScoreReport;
use assay_kernel::{Date, Diagnostic, SittingId};

/// A finished sitting with its report, once it is scored.
#[derive(Clone, Debug)]
pub struct ResultView {
    /// Id.
    pub id: SittingId,
    /// It is the sitting of the one who asks.
    pub own: bool,
    /// Exam version.
    pub exam: String,
    /// The programme's day on which it started.
    pub started_on: Date,
    /// What may be known of its form; none where the form is gone.
    pub form: Option<FormFacts>,
    /// The report.
    pub report: Option<ScoreReport>,
    /// Still open: no result yet.
    pub open: bool,
    /// Its form is not whole, so its scoring waits for the team.
    pub held: bool,
    /// The team keeps the result back; whoever sat sees no report meanwhile.
    pub on_hold: bool,
    /// The day on which it was voided; whoever sat sees no report any more.
    pub voided_on: Option<Date>,
}

/// What the team may know of the bank in force: how keys are spread, never which.
pub struct BankView {
    /// Forms, by id.
    pub forms: Vec<(FormFacts, FormBalance)>,
    /// Items in the bank.
    pub items: usize,
    /// What a review of the programme found suspicious.
    pub warnings: Vec<Diagnostic>,
}

impl Sittings {
    /// A sitting's result.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn result(&self, asking: &Asking, id: SittingId) -> Result<ResultView, AppError> {
        let (permit, sitting) = self.shelf.open::<ReadResult, _>(asking, |store| store.sitting(id)).await?;
        let own = asking.owns(sitting.person_id);
        let voided_on = sitting.voided_on.map(|day| day.0);
        let on_hold = voided_on.is_none() && sitting.result_held_at.is_some();
        // Kept back from whoever sat, and from nobody else who may read it.
        let report = report_of(&sitting)?.filter(|_| !own || (!on_hold && voided_on.is_none()));
        let open = sitting.submitted_at.is_none();
        // Files that are gone hold it as an item that is gone does (`held.rs`).
        let sealed = self.exams.of(sitting.tree.as_deref(), self.shelf.under(&permit)).await.ok();
        let whole = |sealed: &crate::vault::Sealed| {
            sealed.is_whole(sitting.exam.as_str(), Some(&sitting.form)).is_ok()
        };
        let held =
            report.is_none() && !on_hold && voided_on.is_none() && !sealed.as_deref().is_some_and(whole);
        let form = sealed.and_then(|sealed| sealed.published().forms.get(&sitting.form).cloned());
        Ok(ResultView {
            id,
            own,
            exam: sitting.exam.to_string(),
            started_on: sitting.started_on.0,
            form,
            report,
            open,
            held,
            on_hold,
            voided_on,
        })
    }

    /// What the team may know of the bank in force.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn bank(&self, asking: &Asking) -> Result<BankView, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let sealed = self.exams.of(Some(&asking.programme.tree), self.shelf.under(&permit)).await?;
        let facts = |balance: FormBalance| {
            asking.programme.forms.get(&balance.form).cloned().map(|facts| (facts, balance))
        };
        Ok(BankView {
            forms: sealed.balances().into_iter().filter_map(facts).collect(),
            items: sealed.item_count(),
            warnings: sealed.warnings().to_vec(),
        })
    }
}
