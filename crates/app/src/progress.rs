//! What somebody's preparation has come to: asked of the room that knows it by one that may show it.
//!
//! Whoever asks here has made sure before that it may be shown. What comes back holds what a crew's lead can
//! be shown at the most: no answer, no time of day, no number of runs, no figure of a chance to pass.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
};

use assay_kernel::PersonId;
use assay_learning::crew::DoneState;

use crate::{AppError, Asking};

/// What is wanted of somebody's progress: nothing else is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WantedProgress {
    /// Exam versions whose plans they were asked to go through.
    pub plans: BTreeSet<String>,
    /// Courses.
    pub courses: BTreeSet<String>,
    /// Job roles.
    pub roles: BTreeSet<String>,
    /// The plans that they have of their own accord.
    pub own_plans: bool,
    /// What is said of their chance to pass.
    pub readiness: bool,
    /// The skills of a job role that they have as it wants them.
    pub skills_of: Option<String>,
}

impl WantedProgress {
    /// Whether nothing is.
    pub(crate) fn is_empty(&self) -> bool {
        *self == WantedProgress::default()
    }
}

/// Steps of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlanSteps {
    /// Done.
    pub done: usize,
    /// Of how many there are.
    pub all: usize,
    /// How far that is.
    pub state: DoneState,
}

/// What somebody's preparation has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PersonProgress {
    /// By exam version.
    pub plans: BTreeMap<String, PlanSteps>,
    /// The exam versions for which they prepare of their own accord.
    pub own: BTreeSet<String>,
    /// By course.
    pub courses: BTreeMap<String, DoneState>,
    /// By job role.
    pub roles: BTreeMap<String, DoneState>,
    /// What is said of each exam version; none where there is too little to say anything.
    pub readiness: BTreeMap<String, Option<&'static str>>,
    /// Places of skills of the job role that was asked about.
    pub skills: BTreeSet<usize>,
}

/// What comes of looking.
pub(crate) type LookingAt<'a> = Pin<Box<dyn Future<Output = Result<PersonProgress, AppError>> + Send + 'a>>;

/// Who knows how far people are.
pub(crate) trait KnowsProgress: Send + Sync {
    /// How far somebody is.
    fn progress<'a>(
        &'a self,
        asking: &'a Asking,
        person: PersonId,
        wanted: &'a WantedProgress,
    ) -> LookingAt<'a>;
}
