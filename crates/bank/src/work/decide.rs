//! What may be done with an item as it stands, and what happens by it.

use std::collections::BTreeMap;

use assay_kernel::PersonId;

use super::{
    apply::apply,
    event::{Happened, ItemBy, ItemCommand, ItemEvent},
    refused::ItemRefused,
    rubric::ReviewRules,
    state::{BlindAnswer, ContentMarks, Doer, ItemStanding, ItemState, ItemWork, ReviewVerdict, VersionWork},
};

/// Decides what happens to an item by a command.
///
/// # Errors
/// Why not.
pub fn decide(
    work: &ItemWork,
    rules: &ReviewRules,
    command: ItemCommand,
    by: ItemBy,
) -> Result<Vec<ItemEvent>, ItemRefused> {
    match (command, work.latest()) {
        (ItemCommand::Take { marks, state }, None) => match state.is_live() {
            true => Ok(vec![ItemEvent::Taken { marks, state }]),
            false => Err(ItemRefused::NotLive),
        },
        (ItemCommand::Write { marks, from, .. }, None) => Ok(vec![ItemEvent::Begun { marks, from }]),
        (ItemCommand::Take { .. }, Some(_)) => Err(ItemRefused::ThereAlready),
        (_, None) => Err(ItemRefused::Nothing),
        (ItemCommand::Write { marks, why, .. }, Some(latest)) => write(work, latest, marks, why, by),
        (command, Some(latest)) => AskedOfItem { work, latest, rules, by }.decide(command),
    }
}

/// Does what a command asks: the item after it, and what happened.
///
/// # Errors
/// Why not.
pub fn act(
    mut work: ItemWork,
    rules: &ReviewRules,
    command: ItemCommand,
    by: ItemBy,
) -> Result<(ItemWork, Vec<Happened>), ItemRefused> {
    let events = decide(&work, rules, command, by)?;
    let happened: Vec<Happened> =
        events.into_iter().map(|event| Happened { by: by.who, at: by.at, event }).collect();
    for one in &happened {
        work = apply(work, one);
    }
    Ok((work, happened))
}

fn write(
    work: &ItemWork,
    latest: &VersionWork,
    marks: ContentMarks,
    why: String,
    by: ItemBy,
) -> Result<Vec<ItemEvent>, ItemRefused> {
    if !by.manages && latest.by != by.who && by.who.person().is_none_or(|person| !work.is_author(person)) {
        return Err(ItemRefused::NotAuthor);
    }
    match latest.state {
        ItemState::InReview => return Err(ItemRefused::InReview),
        ItemState::Retired => return Err(ItemRefused::Retired),
        _ if latest.marks.mark == marks.mark => return Err(ItemRefused::Unchanged),
        _ => {}
    }
    if !latest.is_sealed && latest.by == by.who {
        return Ok(vec![ItemEvent::Saved { marks }]);
    }
    // What is asked decides: another tag or note is no other question.
    let state = match (latest.marks.asked == marks.asked, latest.is_sealed) {
        (true, _) | (false, false) => latest.state,
        (false, true) => ItemState::Revised,
    };
    Ok(vec![ItemEvent::Versioned { number: latest.number + 1, marks, state, why }])
}

/// A command about an item that is there.
struct AskedOfItem<'w> {
    work: &'w ItemWork,
    latest: &'w VersionWork,
    rules: &'w ReviewRules,
    by: ItemBy,
}

impl AskedOfItem<'_> {
    fn decide(&self, command: ItemCommand) -> Result<Vec<ItemEvent>, ItemRefused> {
        match command {
            ItemCommand::Take { .. } | ItemCommand::Write { .. } => Err(ItemRefused::ThereAlready),
            ItemCommand::Submit => self.submit(),
            ItemCommand::BackToDraft(why) => self.back_to_draft(why),
            ItemCommand::Assign { reviewer, due } => {
                self.managed()?;
                self.not_retired()?;
                self.not_own(reviewer)?;
                Ok(vec![ItemEvent::Assigned { reviewer, due }])
            }
            ItemCommand::Unassign(reviewer) => {
                self.managed()?;
                self.work.seats.get(&reviewer).ok_or(ItemRefused::NoSeat)?;
                Ok(vec![ItemEvent::Unassigned { reviewer }])
            }
            ItemCommand::Lease(until) => self.lease(until),
            ItemCommand::GiveBack => {
                let person = self.person()?;
                self.work.seats.get(&person).ok_or(ItemRefused::NoSeat)?;
                Ok(vec![ItemEvent::GivenBack])
            }
            ItemCommand::Answer(answer) => self.answer(answer),
            ItemCommand::SettleAnswer { reviewer, page } => self.settle_answer(reviewer, page),
            ItemCommand::Comment(text) => match text.trim() {
                "" => Err(ItemRefused::WordsMissing),
                text => {
                    let number = self.work.comments.last().map_or(0, |comment| comment.number) + 1;
                    Ok(vec![ItemEvent::Commented { number, text: text.to_owned() }])
                }
            },
            ItemCommand::Settle { number, how } => self.settle(number, how),
            ItemCommand::Decide { verdict, rubric, why } => self.judge(verdict, rubric, why),
            ItemCommand::Use(state) => self.use_it(state),
            ItemCommand::Retire { why, into } => self.retire(why, into),
            ItemCommand::Undo(to) => self.undo(to),
        }
    }

    fn managed(&self) -> Result<(), ItemRefused> {
        if self.by.manages { Ok(()) } else { Err(ItemRefused::NotManager) }
    }

    fn not_retired(&self) -> Result<(), ItemRefused> {
        if self.latest.state == ItemState::Retired { Err(ItemRefused::Retired) } else { Ok(()) }
    }

    fn in_review(&self) -> Result<(), ItemRefused> {
        if self.latest.state == ItemState::InReview { Ok(()) } else { Err(ItemRefused::NotInReview) }
    }

    fn not_own(&self, reviewer: PersonId) -> Result<(), ItemRefused> {
        if self.work.is_author(reviewer) { Err(ItemRefused::OwnItem) } else { Ok(()) }
    }

    fn person(&self) -> Result<PersonId, ItemRefused> {
        self.by.who.person().ok_or(ItemRefused::NoPerson)
    }

    /// The author, or who looks after the bank.
    fn author(&self) -> Result<(), ItemRefused> {
        let is_author = self.by.who.person().is_some_and(|person| self.work.is_author(person));
        if self.by.manages || is_author { Ok(()) } else { Err(ItemRefused::NotAuthor) }
    }

    /// A reviewer of it, now.
    fn reviewer(&self) -> Result<PersonId, ItemRefused> {
        let person = self.person()?;
        self.not_own(person)?;
        self.in_review()?;
        if self.work.is_reviewer(person, self.by.at) { Ok(person) } else { Err(ItemRefused::NoSeat) }
    }

    fn submit(&self) -> Result<Vec<ItemEvent>, ItemRefused> {
        self.author()?;
        match self.latest.state {
            ItemState::Draft | ItemState::Revised => Ok(vec![ItemEvent::Submitted]),
            ItemState::InReview => Err(ItemRefused::AlreadySo),
            ItemState::Retired => Err(ItemRefused::Retired),
            _ => Err(ItemRefused::Live),
        }
    }

    fn back_to_draft(&self, why: String) -> Result<Vec<ItemEvent>, ItemRefused> {
        match self.latest.state {
            ItemState::InReview => self.author()?,
            ItemState::Retired => self.managed()?,
            ItemState::Draft | ItemState::Revised => return Err(ItemRefused::AlreadySo),
            _ => return Err(ItemRefused::Live),
        }
        Ok(vec![ItemEvent::BackToDraft { why }])
    }

    fn lease(&self, until: assay_kernel::Instant) -> Result<Vec<ItemEvent>, ItemRefused> {
        let (person, at) = (self.person()?, self.by.at);
        self.not_own(person)?;
        self.in_review()?;
        if self.work.seats.get(&person).is_some_and(|seat| seat.until.is_none()) {
            return Err(ItemRefused::SeatHeld);
        }
        let others = self.work.seats.iter().filter(|(reviewer, _)| **reviewer != person);
        let (held, lapsed): (Vec<_>, Vec<_>) = others.partition(|(_, seat)| seat.is_held(at));
        if held.len() >= self.rules.reviewers {
            return Err(ItemRefused::SeatsTaken);
        }
        let lapsed = lapsed.into_iter().map(|(reviewer, _)| ItemEvent::Lapsed { reviewer: *reviewer });
        Ok(lapsed.chain([ItemEvent::Leased { until }]).collect())
    }

    fn answer(&self, answer: BlindAnswer) -> Result<Vec<ItemEvent>, ItemRefused> {
        let person = self.reviewer()?;
        if self.latest.answers.contains_key(&person) {
            return Err(ItemRefused::Answered);
        }
        let is_percent = answer.expected.is_none_or(|percent| percent <= 100);
        if answer.answer.is_empty() || !(1..=4).contains(&answer.confidence) || !is_percent {
            return Err(ItemRefused::OutOfRange);
        }
        Ok(vec![ItemEvent::Answered { answer }])
    }

    fn settle_answer(&self, reviewer: PersonId, page: String) -> Result<Vec<ItemEvent>, ItemRefused> {
        self.in_review()?;
        let own = self.by.who == Doer::Person(reviewer);
        if !own {
            self.author()?;
        }
        let answer = self.latest.answers.get(&reviewer).filter(|answer| !answer.is_settled());
        answer.ok_or(ItemRefused::NothingToSettle)?;
        if !page.starts_with("https://") {
            return Err(ItemRefused::NoPage);
        }
        Ok(vec![ItemEvent::AnswerSettled { reviewer, page }])
    }

    /// Whoever wrote it says that it is settled, or who looks after the bank.
    fn settle(&self, number: u32, how: String) -> Result<Vec<ItemEvent>, ItemRefused> {
        let open = self.work.open_comments().find(|comment| comment.number == number);
        let comment = open.ok_or(ItemRefused::NothingToSettle)?;
        if comment.by != self.by.who && !self.by.manages {
            return Err(ItemRefused::NotManager);
        }
        Ok(vec![ItemEvent::CommentSettled { number, how }])
    }

    fn judge(
        &self,
        verdict: ReviewVerdict,
        rubric: BTreeMap<String, bool>,
        why: String,
    ) -> Result<Vec<ItemEvent>, ItemRefused> {
        let person = self.reviewer()?;
        if self.latest.decisions.contains_key(&person) {
            return Err(ItemRefused::Decided);
        }
        if !self.latest.answers.contains_key(&person) {
            return Err(ItemRefused::NotAnswered);
        }
        if verdict == ReviewVerdict::Reject {
            if why.trim().is_empty() {
                return Err(ItemRefused::WordsMissing);
            }
            return Ok(vec![ItemEvent::Decided { verdict, rubric, why }, ItemEvent::Rejected]);
        }
        for line in self.rules.rubric {
            match rubric.get(line.code) {
                None => return Err(ItemRefused::RubricOpen(line.says)),
                Some(false) => return Err(ItemRefused::RubricNo(line.says)),
                Some(true) => {}
            }
        }
        let open = self.work.open_comments().count();
        if open > 0 {
            return Err(ItemRefused::CommentsOpen(open as u64));
        }
        if !self.latest.answers.values().all(super::state::GivenAnswer::is_settled) {
            return Err(ItemRefused::AnswerDiffers);
        }
        // Whoever was a reviewer and wrote a version since does not count any more.
        let before = self.latest.decisions.iter().filter(|(reviewer, decision)| {
            decision.verdict == ReviewVerdict::Accept && !self.work.is_author(**reviewer)
        });
        let mut events = vec![ItemEvent::Decided { verdict, rubric, why }];
        if before.count() + 1 >= self.rules.reviewers {
            events.push(ItemEvent::Accepted);
        }
        Ok(events)
    }

    fn use_it(&self, state: ItemState) -> Result<Vec<ItemEvent>, ItemRefused> {
        self.managed()?;
        let live = self.work.live_version().ok_or(ItemRefused::NotLive)?;
        match state {
            state if !state.is_live() => Err(ItemRefused::NotLive),
            state if live.state == state => Err(ItemRefused::AlreadySo),
            state => Ok(vec![ItemEvent::Used { state }]),
        }
    }

    fn retire(&self, why: String, into: Option<String>) -> Result<Vec<ItemEvent>, ItemRefused> {
        self.not_retired()?;
        // A draft that was never live may be thrown away by whoever wrote it.
        if self.work.live.is_some() || self.latest.state == ItemState::InReview {
            self.managed()?;
        } else {
            self.author()?;
        }
        if why.trim().is_empty() {
            return Err(ItemRefused::WordsMissing);
        }
        Ok(vec![ItemEvent::Retired { why, into }])
    }

    fn undo(&self, to: ItemStanding) -> Result<Vec<ItemEvent>, ItemRefused> {
        self.managed()?;
        let knows = |(number, state): (u32, ItemState)| {
            state.is_live() && self.work.version(number).is_some_and(|version| version.is_sealed)
        };
        // What nobody handed in was not looked at by anybody, and is not given back to review.
        let was_handed_in = self.latest.is_sealed || to.state != ItemState::InReview;
        let fits = match to.live {
            None => !to.state.is_live(),
            Some(live) => {
                let latest = (self.latest.number, to.state);
                knows(live) && (!to.state.is_live() || live == latest) && to.state != ItemState::Retired
            }
        };
        match self.work.standing() {
            Some(now) if now == to => Err(ItemRefused::AlreadySo),
            _ if !(fits && was_handed_in) => Err(ItemRefused::NotLive),
            _ => Ok(vec![ItemEvent::Undone { to }]),
        }
    }
}
