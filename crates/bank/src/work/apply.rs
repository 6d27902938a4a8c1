//! What an event makes of an item. It refuses nothing: what happened has happened.

use super::{
    event::{Event, Happened},
    state::{
        CommentWork, ContentMarks, Doer, GivenAnswer, GivenDecision, ItemWork, Seat, VersionWork, WorkState,
    },
};

/// The item after an event.
#[must_use]
pub fn apply(mut work: ItemWork, happened: &Happened) -> ItemWork {
    work.seq += 1;
    match &happened.event {
        Event::Taken { marks, state } => add(&mut work, happened, 1, marks, *state),
        Event::Begun { marks, .. } => add(&mut work, happened, 1, marks, WorkState::Draft),
        Event::Versioned { number, marks, state, .. } => add(&mut work, happened, *number, marks, *state),
        Event::Saved { marks } => {
            if let Some(latest) = work.latest_mut() {
                latest.marks = marks.clone();
                latest.at = happened.at;
            }
        }
        Event::Submitted => {
            if let Some(latest) = work.latest_mut() {
                latest.is_sealed = true;
                latest.state = WorkState::InReview;
            }
        }
        Event::BackToDraft { .. } | Event::Rejected => stands(&mut work, WorkState::Draft),
        Event::Accepted => {
            stands(&mut work, WorkState::Accepted);
            work.live = work.latest().map(|latest| latest.number);
        }
        Event::Used { state } => {
            let live = work.live;
            if let Some(version) = work.versions.iter_mut().find(|version| Some(version.number) == live) {
                version.state = *state;
            }
        }
        Event::Retired { .. } => {
            stands(&mut work, WorkState::Retired);
            work.live = None;
            work.seats.clear();
        }
        Event::Undone { to } => {
            stands(&mut work, to.state);
            work.live = to.live.map(|(number, _)| number);
            for version in &mut work.versions {
                if let Some((_, state)) = to.live.filter(|(number, _)| *number == version.number) {
                    version.state = state;
                }
            }
        }
        Event::Assigned { reviewer, due } => {
            work.seats.insert(*reviewer, Seat { due: *due, until: None });
        }
        Event::Unassigned { reviewer } | Event::Lapsed { reviewer } => _ = work.seats.remove(reviewer),
        other => of_somebody(&mut work, happened, other),
    }
    work
}

/// What only people do.
fn of_somebody(work: &mut ItemWork, happened: &Happened, event: &Event) {
    let (by, at, person) = (happened.by, happened.at, happened.by.person());
    match event {
        Event::Commented { number, text } => {
            let version = work.latest().map_or(0, |latest| latest.number);
            let comment = CommentWork { number: *number, version, by, at, text: text.clone(), settled: None };
            work.comments.push(comment);
        }
        Event::CommentSettled { number, how } => {
            if let Some(comment) = work.comments.iter_mut().find(|comment| comment.number == *number) {
                comment.settled = Some((by, at, how.clone()));
            }
        }
        Event::AnswerSettled { reviewer, page } => {
            let answers = work.latest_mut().map(|latest| &mut latest.answers);
            if let Some(answer) = answers.and_then(|answers| answers.get_mut(reviewer)) {
                answer.settled_by = Some(page.clone());
            }
        }
        Event::Leased { until } => {
            if let Some(person) = person {
                work.seats.insert(person, Seat { due: None, until: Some(*until) });
            }
        }
        Event::GivenBack => {
            if let Some(person) = person {
                work.seats.remove(&person);
            }
        }
        Event::Answered { answer } => {
            if let (Some(person), Some(latest)) = (person, work.versions.last_mut()) {
                let given = GivenAnswer { at, answer: answer.clone(), settled_by: None };
                latest.answers.insert(person, given);
                // Whoever has answered keeps the place: nobody else can answer it blind for them.
                work.seats.entry(person).or_default().until = None;
            }
        }
        Event::Decided { verdict, rubric, why } => {
            if let (Some(person), Some(latest)) = (person, work.latest_mut()) {
                let (verdict, rubric, why) = (*verdict, rubric.clone(), why.clone());
                latest.decisions.insert(person, GivenDecision { at, verdict, rubric, why });
            }
        }
        _ => {}
    }
}

fn stands(work: &mut ItemWork, state: WorkState) {
    if let Some(latest) = work.latest_mut() {
        latest.state = state;
    }
}

fn add(work: &mut ItemWork, happened: &Happened, number: u32, marks: &ContentMarks, state: WorkState) {
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
