//! The room of practice analyses: experts say how much each task of an outline matters and how often it is
//! done, and a blueprint is proposed that rests on it.
//!
//! An expert needs no account: a link of their own lets them answer, and nothing else. What is proposed
//! becomes a change of the programme that somebody plans, proposes and somebody else applies, like every
//! other.

mod answer;
mod asked;
mod decide;
mod invented;
mod look;
mod rules;

pub use answer::{Questionnaire, QuestionnairePage, QuestionnaireTask, RatedTask};
pub use asked::{AskedDomain, AskedTask};
pub use look::{AnalysisLine, AnalysisView, ExpertLine, RemarkOnTask, SaidLine};
pub(crate) use rules::ACTS;
pub use rules::{CloseAnalysis, Invite, LeaveOut, MakeAnalysis, PrepareBlueprint, SeeAnalyses};

use crate::{Mint, shelf::Shelf};

/// Experts of one study: more are a survey, which wants another instrument.
pub const EXPERTS_MAX: usize = 500;
/// Letters of a title, a name, and what somebody does.
pub const LINE_CHARS_MAX: usize = 200;
/// Letters of a remark on a task.
pub const REMARK_CHARS_MAX: usize = 2_000;

/// Studies of the work that outlines rest on.
pub struct Analyses {
    shelf: Shelf,
    mint: Mint,
}

impl Analyses {
    pub(crate) fn new(shelf: Shelf, mint: Mint) -> Self {
        Analyses { shelf, mint }
    }
}
