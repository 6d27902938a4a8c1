//! Where a person stands on a prep plan: derived from records, never stored.

use std::collections::BTreeSet;

use assay_programme::model::{PrepPlan, PrepStepKind};

/// The last step of a plan is done from this share of correct answers on.
///
/// No study links practice results to exam results, and the questions were seen before: it says what was
/// kept, and is never shown as a forecast.
pub const READY_PCT: u32 = 80;

/// What is known of a person's preparation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrepRecord {
    /// Finished runs through practice sets: set, correct, items.
    pub finished: Vec<(String, u32, u32)>,
    /// Steps the person ticked off.
    pub ticked: BTreeSet<String>,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// The one to do next.
    Next,
    /// Later.
    Later,
}

/// A step's state with its evidence in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepProgress {
    /// The step's id.
    pub step: String,
    /// Done, next, later.
    pub state: StepState,
    /// What shows it, e.g. `17 of 20 correct`.
    pub evidence: String,
}

/// Share of correct answers in whole percent.
pub fn readiness_pct(correct: u32, items: u32) -> u32 {
    (correct * 100).checked_div(items).unwrap_or_default()
}

/// What a run at the end of the plan shows: its questions were explained, this time or before.
fn of_explained(words: &str, pct: u32, done: bool) -> String {
    let (best, from) = match done {
        true => ("", String::new()),
        false => ("Best so far: ", format!(" This step is done from {READY_PCT} % on.")),
    };
    format!(
        "{best}{words} ({pct} %), on questions whose answers you have seen explained: it does not predict \
         your exam.{from}"
    )
}

/// The state of each step, in the plan's order.
pub fn progress(plan: &PrepPlan, record: &PrepRecord) -> Vec<StepProgress> {
    let mut next_given = false;
    plan.steps
        .iter()
        .map(|step| {
            let of_set = record.finished.iter().filter(|(set, ..)| Some(set) == step.practice_set.as_ref());
            let best =
                of_set.map(|(_, correct, items)| (readiness_pct(*correct, *items), *correct, *items)).max();
            let words =
                best.map_or(String::new(), |(_, correct, items)| format!("{correct} of {items} correct"));
            let done = match step.kind {
                PrepStepKind::Practice => best.is_some(),
                PrepStepKind::Review => record.ticked.contains(&step.id),
                PrepStepKind::Readiness => best.is_some_and(|(pct, ..)| pct >= READY_PCT),
            };
            let evidence = match (step.kind, done, words.is_empty()) {
                (PrepStepKind::Review, true, _) => "You marked this step as done".to_owned(),
                (PrepStepKind::Readiness, _, false) => {
                    of_explained(&words, best.map_or(0, |(pct, ..)| pct), done)
                }
                _ => words,
            };
            let state = match (done, next_given) {
                (true, _) => StepState::Done,
                (false, false) => StepState::Next,
                (false, true) => StepState::Later,
            };
            next_given |= state == StepState::Next;
            StepProgress { step: step.id.clone(), state, evidence }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use assay_kernel::ExamCode;
    use assay_programme::model::{Clause, PrepStep};

    use super::*;

    fn plan() -> PrepPlan {
        let step = |id: &str, kind, set: Option<&str>| PrepStep {
            id: id.into(),
            title: id.into(),
            description: String::new(),
            kind,
            practice_set: set.map(str::to_owned),
            resources: Vec::new(),
            clause: Clause::default(),
        };
        PrepPlan {
            exam: ExamCode::new("X"),
            title: String::new(),
            summary: String::new(),
            until: None,
            steps: vec![
                step("know", PrepStepKind::Practice, Some("set")),
                step("review", PrepStepKind::Review, None),
                step("ready", PrepStepKind::Readiness, Some("set")),
            ],
            clause: Clause::default(),
        }
    }

    #[test]
    fn steps_follow_from_what_was_done() {
        let states = |record: &PrepRecord| -> Vec<StepState> {
            progress(&plan(), record).into_iter().map(|step| step.state).collect()
        };
        use StepState::{Done, Later, Next};
        let mut record = PrepRecord::default();
        assert_eq!(states(&record), [Next, Later, Later]);
        record.finished.push(("set".into(), 15, 20));
        assert_eq!(states(&record), [Done, Next, Later]);
        record.ticked.insert("review".into());
        assert_eq!(states(&record), [Done, Done, Next]);
        record.finished.push(("set".into(), 16, 20));
        assert_eq!(states(&record), [Done, Done, Done]);
    }

    #[test]
    fn a_figure_of_questions_already_explained_is_called_so_and_forecasts_nothing() {
        let evidence = |finished: &[(&str, u32, u32)]| {
            let finished =
                finished.iter().map(|(set, correct, of)| ((*set).to_owned(), *correct, *of)).collect();
            let record = PrepRecord { finished, ticked: BTreeSet::new() };
            progress(&plan(), &record).pop().unwrap().evidence
        };
        assert_eq!(evidence(&[]), "");
        for (finished, figure) in [(15, "15 of 20 correct (75 %)"), (16, "16 of 20 correct (80 %)")] {
            let text = evidence(&[("set", finished, 20)]);
            assert!(text.contains(figure), "{text}");
            assert!(text.contains("explained") && text.contains("does not predict your exam"), "{text}");
            assert!(!text.contains("ready"), "{text}");
        }
    }
}
