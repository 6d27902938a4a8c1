//! What an event makes of an item. It refuses nothing: what happened has happened.

use super::{
    event::{Happened, ItemEvent},
    state::{
        CommentWork, ContentMarks, Doer, GivenAnswer, GivenDecision, ItemState, ItemWork, ReviewSeat,
        VersionWork,
    },
};

/// The item after an event.
#[must_use]
pub fn apply(mut work: ItemWork, happened: &Happened) -> ItemWork {
    work.seq += 1;
    match &happened.event {
        ItemEvent::Taken { marks, state } => add(&mut work, happened, 1, marks, *state),
        ItemEvent::Begun { marks, .. } => add(&mut work, happened, 1, marks, ItemState::Draft),
        ItemEvent::Versioned { number, marks, state, .. } => add(&mut work, happened, *number, marks, *state),
        ItemEvent::Saved { marks } => {
            if let Some(latest) = work.latest_mut() {
                latest.marks = marks.clone();
                latest.at = happened.at;
            }
        }
        ItemEvent::Submitted => {
            if let Some(latest) = work.latest_mut() {
                latest.is_sealed = true;
                latest.state = ItemState::InReview;
            }
        }
        ItemEvent::BackToDraft { .. } | ItemEvent::Rejected => stands(&mut work, ItemState::Draft),
        ItemEvent::Accepted => {
            stands(&mut work, ItemState::Accepted);
            work.live = work.latest().map(|latest| latest.number);
        }
        ItemEvent::Used { state } => {
            let live = work.live;
            if let Some(version) = work.versions.iter_mut().find(|version| Some(version.number) == live) {
                version.state = *state;
            }
        }
        ItemEvent::Retired { .. } => {
            stands(&mut work, ItemState::Retired);
            work.live = None;
            work.seats.clear();
        }
        ItemEvent::Undone { to } => {
            stands(&mut work, to.state);
            work.live = to.live.map(|(number, _)| number);
            for version in &mut work.versions {
                if let Some((_, state)) = to.live.filter(|(number, _)| *number == version.number) {
                    version.state = state;
                }
            }
        }
        ItemEvent::Assigned { reviewer, due } => {
            work.seats.insert(*reviewer, ReviewSeat { due: *due, until: None });
        }
        ItemEvent::Unassigned { reviewer } | ItemEvent::Lapsed { reviewer } => {
            _ = work.seats.remove(reviewer)
        }
        other => of_somebody(&mut work, happened, other),
    }
    work
}

/// What only people do.
fn of_somebody(work: &mut ItemWork, happened: &Happened, event: &ItemEvent) {
    let (by, at, person) = (happened.by, happened.at, happened.by.person());
    match event {
        ItemEvent::Commented { number, text } => {
            let version = work.latest().map_or(0, |latest| latest.number);
            let comment = CommentWork { number: *number, version, by, at, text: text.clone(), settled: None };
            work.comments.push(comment);
        }
        ItemEvent::CommentSettled { number, how } => {
            if let Some(comment) = work.comments.iter_mut().find(|comment| comment.number == *number) {
                comment.settled = Some((by, at, how.clone()));
            }
        }
        ItemEvent::AnswerSettled { reviewer, page } => {
            let answers = work.latest_mut().map(|latest| &mut latest.answers);
            if let Some(answer) = answers.and_then(|answers| answers.get_mut(reviewer)) {
                answer.settled_by = Some(page.clone());
            }
        }
        ItemEvent::Leased { until } => {
            if let Some(person) = person {
                work.seats.insert(person, ReviewSeat { due: None, until: Some(*until) });
            }
        }
        ItemEvent::GivenBack => {
            if let Some(person) = person {
                work.seats.remove(&person);
            }
        }
        ItemEvent::Answered { answer } => {
            if let (Some(person), Some(latest)) = (person, work.versions.last_mut()) {
                let given = GivenAnswer { at, answer: answer.clone(), settled_by: None };
                latest.answers.insert(person, given);
                // Whoever has answered keeps the place: nobody else can answer it blind for them.
                work.seats.entry(person).or_default().until = None;
            }
        }
        ItemEvent::Decided { verdict, rubric, why } => {
            if let (Some(person), Some(latest)) = (person, work.latest_mut()) {
                let (verdict, rubric, why) = (*verdict, rubric.clone(), why.clone());
                latest.decisions.insert(person, GivenDecision { at, verdict, rubric, why });
            }
        }
        _ => {}
    }
}

fn stands(work: &mut ItemWork, state: ItemState) {
    if let Some(latest) = work.latest_mut() {
        latest.state = state;
    }
}

fn add(work: &mut ItemWork, happened: &Happened, number: u32, marks: &ContentMarks, state: ItemState) {
    if let Doer::Person(author) = happened.by {
        work.seats.remove(&author);
    }
    work.versions.push(VersionWork {
        number,
        by: happened.by,
        at: happened.at,
        marks: marks.clone(),
        state,
        is_sealed: state.is_live(),
        answers: Default::default(),
        decisions: Default::default(),
    });
    if state.is_live() {
        work.live = Some(number);
    }
}
