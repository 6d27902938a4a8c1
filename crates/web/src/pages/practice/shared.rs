//! What the pages of practice share: how a run is called, and how a question of it is drawn.

use assay_app::{OpenRun, PracticeView, PractisedItem};
use assay_kernel::{Practices, TypedId};
use assay_learning::run::{RunMode, RunScope};
use assay_qti::view::ItemView;
use maud::Markup;

use crate::{fault::Fault, pages::picture_address, ui, visitor::Visitor};

pub(super) fn practice_id(text: &str, visitor: &Visitor) -> Result<TypedId<Practices>, Fault> {
    visitor.must_be_signed_in()?;
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

/// Whether a run is open in the exam's client: then it is there and nowhere else.
pub(super) fn is_sat(view: &PracticeView) -> bool {
    view.mode == RunMode::Final && !view.is_told
}

/// Where a run goes on that is open.
pub(in crate::pages) fn way_on(run: &OpenRun) -> String {
    match run.mode {
        RunMode::Final => format!("/practice/{}/exam", run.id),
        _ => format!("/practice/{}/{}", run.id, run.next),
    }
}

/// How a run is called.
pub(in crate::pages) fn run_title(set: Option<&str>, mode: RunMode, scope: &RunScope) -> String {
    if let Some(set) = set {
        return set.to_owned();
    }
    let what = match mode {
        RunMode::Set | RunMode::Pretest => "Practice set",
        RunMode::Learn => "New questions",
        RunMode::Timed => "Against the clock",
        RunMode::Final => "Final practice exam",
        RunMode::Custom => "Questions of your choice",
        RunMode::Wrong => "Questions you had wrong",
        RunMode::Review => "Reviews",
        RunMode::Cram => "Reviews outside the schedule",
    };
    match scope.part.as_deref() {
        None => what.to_owned(),
        Some(part) if part.contains('.') => format!("{what}, task {part}"),
        Some(part) => format!("{what}, domain {part}"),
    }
}

/// Before every id of a question's controls: an error's link goes to `#f-` and the field.
pub(super) const PREFIX: &str = "f";

/// What a question is drawn from; the key, where it is told, comes beside it.
pub(super) struct PracticeDrawn<'a> {
    pub(super) practiced: &'a PractisedItem,
    pub(super) view: &'a ItemView,
    pub(super) responses: &'a ui::Responses,
    pub(super) faults: &'a [ui::ResponseFault],
}

pub(super) fn drawn(asked: &PracticeDrawn<'_>, key: Option<&ui::ReleasedKey<'_>>) -> Markup {
    let address = address(asked.practiced);
    let shown = ui::QuestionShown {
        view: asked.view,
        prefix: PREFIX,
        responses: asked.responses,
        faults: asked.faults,
        is_locked: false,
        is_guarded: false,
        address: &address,
    };
    ui::question(&shown, key)
}

/// Where a picture of the question is.
pub(super) fn address(practiced: &PractisedItem) -> impl Fn(&str) -> String {
    let (page, position) = (format!("/practice/{}", practiced.view.id), practiced.position);
    move |name| picture_address(&page, position, name)
}
