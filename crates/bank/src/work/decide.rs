//! What may be done with an item as it stands, and what happens by it.

use std::collections::BTreeMap;

use assay_kernel::PersonId;

use super::{
    apply::apply,
    event::{By, Command, Event, Happened},
    refused::Refused,
    rubric::ReviewRules,
    state::{BlindAnswer, ContentMarks, Doer, ItemWork, Standing, Verdict, VersionWork, WorkState},
};

type Decided = Result<Vec<Event>, Refused>;

/// Decides what happens to an item by a command.
///
/// # Errors
/// Why not.
pub fn decide(work: &ItemWork, rules: &ReviewRules, command: Command, by: By) -> Decided {
    match (command, work.latest()) {
        (Command::Take { marks, state }, None) => match state.is_live() {
            true => Ok(vec![Event::Taken { marks, state }]),
            false => Err(Refused::NotLive),
        },
        (Command::Write { marks, from, .. }, None) => Ok(vec![Event::Begun { marks, from }]),
        (Command::Take { .. }, Some(_)) => Err(Refused::ThereAlready),
        (_, None) => Err(Refused::Nothing),
        (Command::Write { marks, why, .. }, Some(latest)) => write(work, latest, marks, why, by),
        (command, Some(latest)) => Asked { work, latest, rules, by }.decide(command),
    }
}

/// Does what a command asks: the item after it, and what happened.
///
/// # Errors
/// Why not.
pub fn act(
    mut work: ItemWork,
    rules: &ReviewRules,
    command: Command,
    by: By,
) -> Result<(ItemWork, Vec<Happened>), Refused> {
    let events = decide(&work, rules, command, by)?;
    let happened: Vec<Happened> =
        events.into_iter().map(|event| Happened { by: by.who, at: by.at, event }).collect();
    for one in &happened {
        work = apply(work, one);
    }
    Ok((work, happened))
}

fn write(work: &ItemWork, latest: &VersionWork, marks: ContentMarks, why: String, by: By) -> Decided {
    if !by.manages && latest.by != by.who && by.who.person().is_none_or(|person| !work.is_author(person)) {
        return Err(Refused::NotAuthor);
    }
    match latest.state {
        WorkState::InReview => return Err(Refused::InReview),
        WorkState::Retired => return Err(Refused::Retired),
        _ if latest.marks.mark == marks.mark => return Err(Refused::Unchanged),
        _ => {}
    }
    if !latest.is_sealed && latest.by == by.who {
        return Ok(vec![Event::Saved { marks }]);
    }
    // What is asked decides: another tag or note is no other question.
    let state = match (latest.marks.asked == marks.asked, latest.is_sealed) {
        (true, _) | (false, false) => latest.state,
        (false, true) => WorkState::Revised,
    };
    Ok(vec![Event::Versioned { number: latest.number + 1, marks, state, why }])
}

/// A command about an item that is there.
struct Asked<'w> {
    work: &'w ItemWork,
    latest: &'w VersionWork,
    rules: &'w ReviewRules,
    by: By,
}

impl Asked<'_> {
    fn decide(&self, command: Command) -> Decided {
        match command {
            Command::Take { .. } | Command::Write { .. } => Err(Refused::ThereAlready),
            Command::Submit => self.submit(),
            Command::BackToDraft(why) => self.back_to_draft(why),
            Command::Assign { reviewer, due } => {
                self.managed()?;
                self.not_retired()?;
                self.not_own(reviewer)?;
                Ok(vec![Event::Assigned { reviewer, due }])
            }
            Command::Unassign(reviewer) => {
                self.managed()?;
                self.work.seats.get(&reviewer).ok_or(Refused::NoSeat)?;
                Ok(vec![Event::Unassigned { reviewer }])
            }
            Command::Lease(until) => self.lease(until),
            Command::GiveBack => {
                let person = self.person()?;
                self.work.seats.get(&person).ok_or(Refused::NoSeat)?;
                Ok(vec![Event::GivenBack])
            }
            Command::Answer(answer) => self.answer(answer),
            Command::SettleAnswer { reviewer, page } => self.settle_answer(reviewer, page),
            Command::Comment(text) => match text.trim() {
                "" => Err(Refused::WordsMissing),
                text => {
                    let number = self.work.comments.last().map_or(0, |comment| comment.number) + 1;
                    Ok(vec![Event::Commented { number, text: text.to_owned() }])
                }
            },
            Command::Settle { number, how } => self.settle(number, how),
            Command::Decide { verdict, rubric, why } => self.judge(verdict, rubric, why),
            Command::Use(state) => self.use_it(state),
            Command::Retire { why, into } => self.retire(why, into),
            Command::Undo(to) => self.undo(to),
        }
    }

    fn managed(&self) -> Result<(), Refused> {
        if self.by.manages { Ok(()) } else { Err(Refused::NotManager) }
    }

    fn not_retired(&self) -> Result<(), Refused> {
        if self.latest.state == WorkState::Retired { Err(Refused::Retired) } else { Ok(()) }
    }

    fn in_review(&self) -> Result<(), Refused> {
        if self.latest.state == WorkState::InReview { Ok(()) } else { Err(Refused::NotInReview) }
    }

    fn not_own(&self, reviewer: PersonId) -> Result<(), Refused> {
        if self.work.is_author(reviewer) { Err(Refused::OwnItem) } else { Ok(()) }
    }

    fn person(&self) -> Result<PersonId, Refused> {
        self.by.who.person().ok_or(Refused::NoPerson)
    }

    /// The author, or who looks after the bank.
    fn author(&self) -> Result<(), Refused> {
        let is_author = self.by.who.person().is_some_and(|person| self.work.is_author(person));
        if self.by.manages || is_author { Ok(()) } else { Err(Refused::NotAuthor) }
    }

    /// A reviewer of it, now.
    fn reviewer(&self) -> Result<PersonId, Refused> {
        let person = self.person()?;
        self.not_own(person)?;
        self.in_review()?;
        if self.work.is_reviewer(person, self.by.at) { Ok(person) } else { Err(Refused::NoSeat) }
    }

    fn submit(&self) -> Decided {
        self.author()?;
        match self.latest.state {
            WorkState::Draft | WorkState::Revised => Ok(vec![Event::Submitted]),
            WorkState::InReview => Err(Refused::AlreadySo),
            WorkState::Retired => Err(Refused::Retired),
            _ => Err(Refused::Live),
        }
    }

    fn back_to_draft(&self, why: String) -> Decided {
        match self.latest.state {
            WorkState::InReview => self.author()?,
            WorkState::Retired => self.managed()?,
            WorkState::Draft | WorkState::Revised => return Err(Refused::AlreadySo),
            _ => return Err(Refused::Live),
        }
        Ok(vec![Event::BackToDraft { why }])
    }

    fn lease(&self, until: assay_kernel::Instant) -> Decided {
        let (person, at) = (self.person()?, self.by.at);
        self.not_own(person)?;
        self.in_review()?;
        if self.work.seats.get(&person).is_some_and(|seat| seat.until.is_none()) {
            return Err(Refused::SeatHeld);
        }
        let others = self.work.seats.iter().filter(|(reviewer, _)| **reviewer != person);
        let (held, lapsed): (Vec<_>, Vec<_>) = others.partition(|(_, seat)| seat.is_held(at));
        if held.len() >= self.rules.reviewers {
            return Err(Refused::SeatsTaken);
        }
        let lapsed = lapsed.into_iter().map(|(reviewer, _)| Event::Lapsed { reviewer: *reviewer });
        Ok(lapsed.chain([Event::Leased { until }]).collect())
    }

    fn answer(&self, answer: BlindAnswer) -> Decided {
        let person = self.reviewer()?;
        if self.latest.answers.contains_key(&person) {
            return Err(Refused::Answered);
        }
        let is_percent = answer.expected.is_none_or(|percent| percent <= 100);
        if answer.answer.is_empty() || !(1..=4).contains(&answer.confidence) || !is_percent {
            return Err(Refused::OutOfRange);
        }
        Ok(vec![Event::Answered { answer }])
    }

    fn settle_answer(&self, reviewer: PersonId, page: String) -> Decided {
        self.in_review()?;
        let own = self.by.who == Doer::Person(reviewer);
        if !own {
            self.author()?;
        }
        let answer = self.latest.answers.get(&reviewer).filter(|answer| !answer.is_settled());
        answer.ok_or(Refused::NothingToSettle)?;
        if !page.starts_with("https://") {
            return Err(Refused::NoPage);
        }
        Ok(vec![Event::AnswerSettled { reviewer, page }])
    }

    /// Whoever wrote it says that it is settled, or who looks after the bank.
    fn settle(&self, number: u32, how: String) -> Decided {
        let open = self.work.open_comments().find(|comment| comment.number == number);
        let comment = open.ok_or(Refused::NothingToSettle)?;
        if comment.by != self.by.who && !self.by.manages {
            return Err(Refused::NotManager);
        }
        Ok(vec![Event::CommentSettled { number, how }])
    }

    fn judge(&self, verdict: Verdict, rubric: BTreeMap<String, bool>, why: String) -> Decided {
        let person = self.reviewer()?;
        if self.latest.decisions.contains_key(&person) {
            return Err(Refused::Decided);
        }
        if !self.latest.answers.contains_key(&person) {
            return Err(Refused::NotAnswered);
        }
        if verdict == Verdict::Reject {
            if why.trim().is_empty() {
                return Err(Refused::WordsMissing);
            }
            return Ok(vec![Event::Decided { verdict, rubric, why }, Event::Rejected]);
        }
        for line in self.rules.rubric {
            match rubric.get(line.code) {
                None => return Err(Refused::RubricOpen(line.says)),
                Some(false) => return Err(Refused::RubricNo(line.says)),
                Some(true) => {}
            }
        }
        let open = self.work.open_comments().count();
        if open > 0 {
            return Err(Refused::CommentsOpen(open as u64));
        }
        if !self.latest.answers.values().all(super::state::GivenAnswer::is_settled) {
            return Err(Refused::AnswerDiffers);
        }
        // Whoever was a reviewer and wrote a version since does not count any more.
        let before = self.latest.decisions.iter().filter(|(reviewer, decision)| {
            decision.verdict == Verdict::Accept && !self.work.is_author(**reviewer)
        });
        let mut events = vec![Event::Decided { verdict, rubric, why }];
        if before.count() + 1 >= self.rules.reviewers {
            events.push(Event::Accepted);
        }
        Ok(events)
    }

    fn use_it(&self, state: WorkState) -> Decided {
        self.managed()?;
        let live = self.work.live_version().ok_or(Refused::NotLive)?;
        match state {
            state if !state.is_live() => Err(Refused::NotLive),
            state if live.state == state => Err(Refused::AlreadySo),
            state => Ok(vec![Event::Used { state }]),
        }
    }

    fn retire(&self, why: String, into: Option<String>) -> Decided {
        self.not_retired()?;
        // A draft that was never live may be thrown away by whoever wrote it.
        if self.work.live.is_some() || self.latest.state == WorkState::InReview {
            self.managed()?;
        } else {
            self.author()?;
        }
        if why.trim().is_empty() {
            return Err(Refused::WordsMissing);
        }
        Ok(vec![Event::Retired { why, into }])
    }

    fn undo(&self, to: Standing) -> Decided {
        self.managed()?;
        let knows = |(number, state): (u32, WorkState)| {
            state.is_live() && self.work.version(number).is_some_and(|version| version.is_sealed)
        };
        let fits = match to.live {
            None => !to.state.is_live(),
            Some(live) => {
                let latest = (self.latest.number, to.state);
                knows(live) && (!to.state.is_live() || live == latest) && to.state != WorkState::Retired
            }
        };
        match self.work.standing() {
            Some(now) if now == to => Err(Refused::AlreadySo),
            _ if !fits => Err(Refused::NotLive),
            _ => Ok(vec![Event::Undone { to }]),
        }
    }
}
