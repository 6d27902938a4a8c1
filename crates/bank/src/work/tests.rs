//! Whatever is asked of an item in whatever order, what a body relies on holds.

use std::collections::BTreeMap;

use assay_kernel::{Instant, PersonId};
use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3_600;

fn person(number: u8) -> PersonId {
    PersonId::from_parts(1, [number; 10])
}

fn at(second: i64) -> Instant {
    Instant::from_second(second).unwrap()
}

fn by(number: u8, manages: bool) -> ItemBy {
    ItemBy { who: Doer::Person(person(number)), manages, at: at(0) }
}

fn marks(mark: u8, asked: u8) -> ContentMarks {
    ContentMarks { mark: format!("m{mark}"), asked: format!("a{asked}") }
}

fn write(mark: u8, asked: u8) -> ItemCommand {
    ItemCommand::Write { marks: marks(mark, asked), why: String::new(), from: None }
}

fn yes() -> BTreeMap<String, bool> {
    RUBRIC.iter().map(|line| (line.code.to_owned(), true)).collect()
}

fn answer(agrees: bool) -> ItemCommand {
    let answer = vec!["A".to_owned()];
    ItemCommand::Answer(BlindAnswer { answer, agrees, confidence: 3, ..BlindAnswer::default() })
}

fn decide_so(verdict: ReviewVerdict, rubric: BTreeMap<String, bool>) -> ItemCommand {
    ItemCommand::Decide { verdict, rubric, why: "So.".into() }
}

/// An item with those who work on it: 1 writes, 2 and 3 review, 9 looks after the bank.
struct Told(ItemWork);

impl Told {
    fn begin() -> Told {
        let mut told = Told(ItemWork::default());
        told.does(1, write(1, 1));
        told
    }

    fn asked(&mut self, number: u8, command: ItemCommand) -> Result<Vec<&'static str>, ItemRefused> {
        let rules = ReviewRules::of(ItemPool::Exam);
        let (after, happened) = act(self.0.clone(), &rules, command, by(number, number == 9))?;
        self.0 = after;
        Ok(happened.iter().map(|one| one.event.word()).collect())
    }

    fn does(&mut self, number: u8, command: ItemCommand) -> Vec<&'static str> {
        self.asked(number, command).unwrap()
    }

    fn refuses(&mut self, number: u8, command: ItemCommand) -> ItemRefused {
        self.asked(number, command).unwrap_err()
    }

    fn state(&self) -> (u32, ItemState, Option<u32>) {
        let latest = self.0.latest().unwrap();
        (latest.number, latest.state, self.0.live)
    }

    fn is_accepted_by(&mut self, reviewers: [u8; 2]) {
        self.does(1, ItemCommand::Submit);
        for reviewer in reviewers {
            self.does(9, ItemCommand::Assign { reviewer: person(reviewer), due: None });
            self.does(reviewer, answer(true));
            self.does(reviewer, decide_so(ReviewVerdict::Accept, yes()));
        }
    }
}

#[test]
fn a_draft_is_rejected_revised_accepted_and_edited_while_the_version_before_stays_live() {
    let mut item = Told::begin();
    assert_eq!(item.does(1, write(2, 2)), ["saved"], "nobody has seen it");
    item.does(1, ItemCommand::Submit);
    assert_eq!(item.refuses(1, write(3, 3)), ItemRefused::InReview);
    assert_eq!(item.does(2, ItemCommand::Lease(at(HOUR))), ["leased"]);
    assert_eq!(item.refuses(2, decide_so(ReviewVerdict::Accept, yes())), ItemRefused::NotAnswered);
    item.does(2, answer(false));
    assert_eq!(item.refuses(2, answer(true)), ItemRefused::Answered, "nothing is changed afterwards");
    item.does(2, ItemCommand::Comment("Two options are right.".into()));
    assert_eq!(item.does(2, decide_so(ReviewVerdict::Reject, BTreeMap::new())), ["decided", "rejected"]);
    assert_eq!(item.state(), (1, ItemState::Draft, None));

    assert_eq!(item.does(1, write(3, 3)), ["versioned"]);
    assert_eq!(item.state(), (2, ItemState::Revised, None));
    assert_eq!(item.does(1, write(4, 4)), ["saved"]);
    item.does(1, ItemCommand::Submit);
    item.does(2, answer(true));
    assert_eq!(item.refuses(2, decide_so(ReviewVerdict::Accept, yes())), ItemRefused::CommentsOpen(1));
    assert_eq!(
        item.refuses(1, ItemCommand::Settle { number: 1, how: "Done.".into() }),
        ItemRefused::NotManager
    );
    item.does(2, ItemCommand::Settle { number: 1, how: "It is one now.".into() });
    let mut one_no = yes();
    one_no.insert("cue".into(), false);
    assert!(matches!(item.refuses(2, decide_so(ReviewVerdict::Accept, one_no)), ItemRefused::RubricNo(_)));
    assert_eq!(item.does(2, decide_so(ReviewVerdict::Accept, yes())), ["decided"], "two are wanted");
    item.does(9, ItemCommand::Assign { reviewer: person(3), due: None });
    item.does(3, answer(false));
    assert_eq!(item.refuses(3, decide_so(ReviewVerdict::Accept, yes())), ItemRefused::AnswerDiffers);
    let page = "https://example.org/page".to_owned();
    item.does(1, ItemCommand::SettleAnswer { reviewer: person(3), page });
    assert_eq!(item.does(3, decide_so(ReviewVerdict::Accept, yes())), ["decided", "accepted"]);
    assert_eq!(item.does(9, ItemCommand::Use(ItemState::Pretest)), ["used"]);
    assert_eq!(item.state(), (2, ItemState::Pretest, Some(2)));

    assert_eq!(item.does(1, write(5, 4)), ["versioned"], "another tag");
    assert_eq!(item.state(), (3, ItemState::Pretest, Some(3)));
    assert_eq!(item.does(1, write(6, 6)), ["versioned"], "another question");
    assert_eq!(item.state(), (4, ItemState::Revised, Some(3)));
    assert_eq!(item.0.live_version().unwrap().state, ItemState::Pretest);
    item.is_accepted_by([2, 3]);
    assert_eq!(item.state(), (4, ItemState::Accepted, Some(4)));
}

#[test]
fn a_place_is_taken_for_a_while_given_back_and_free_again_when_the_time_is_over() {
    let mut item = Told::begin();
    item.does(1, ItemCommand::Submit);
    assert_eq!(item.refuses(1, ItemCommand::Lease(at(HOUR))), ItemRefused::OwnItem);
    let own = ItemCommand::Assign { reviewer: person(1), due: None };
    assert_eq!(item.refuses(9, own), ItemRefused::OwnItem);
    item.does(2, ItemCommand::Lease(at(HOUR)));
    item.does(3, ItemCommand::Lease(at(HOUR)));
    assert_eq!(item.refuses(4, ItemCommand::Lease(at(HOUR))), ItemRefused::SeatsTaken);
    item.does(3, ItemCommand::GiveBack);
    item.does(4, ItemCommand::Lease(at(HOUR)));
    let later = |number| ItemBy { at: at(HOUR), ..by(number, false) };
    let rules = ReviewRules::of(ItemPool::Exam);
    let late = decide(&item.0, &rules, answer(true), later(4));
    assert_eq!(late, Err(ItemRefused::NoSeat));
    let (after, happened) = act(item.0.clone(), &rules, ItemCommand::Lease(at(2 * HOUR)), later(5)).unwrap();
    assert_eq!(happened.len(), 3, "two that lapsed, and the new one");
    assert_eq!(after.seats.keys().copied().collect::<Vec<_>>(), [person(5)]);
}

#[test]
fn what_is_retired_is_written_on_only_by_who_looks_after_the_bank_and_an_undo_goes_back() {
    let mut item = Told::begin();
    item.is_accepted_by([2, 3]);
    let retire = || ItemCommand::Retire { why: "Old.".into(), into: None };
    assert_eq!(item.refuses(1, retire()), ItemRefused::NotManager);
    let before = item.0.standing().unwrap();
    item.does(9, retire());
    assert_eq!(item.state(), (1, ItemState::Retired, None));
    assert_eq!(item.refuses(1, write(8, 8)), ItemRefused::Retired);
    item.does(9, ItemCommand::Undo(before));
    assert_eq!(item.state(), (1, ItemState::Accepted, Some(1)));
    item.does(9, retire());
    item.does(9, ItemCommand::BackToDraft("Anew.".into()));
    assert_eq!(item.state(), (1, ItemState::Draft, None));
    let never = ItemStanding { state: ItemState::Scored, live: Some((7, ItemState::Scored)) };
    assert_eq!(item.refuses(9, ItemCommand::Undo(never)), ItemRefused::NotLive);
}

#[test]
fn a_draft_that_nobody_handed_in_is_not_put_into_review_by_an_undo() {
    let mut item = Told::begin();
    let in_review = ItemStanding { state: ItemState::InReview, live: None };
    assert_eq!(item.refuses(9, ItemCommand::Undo(in_review)), ItemRefused::NotLive);
    item.does(1, ItemCommand::Submit);
    item.does(1, ItemCommand::BackToDraft("Once more.".into()));
    item.does(9, ItemCommand::Undo(in_review));
    assert_eq!(item.state(), (1, ItemState::InReview, None));
}

#[test]
fn an_event_is_read_back_as_it_was_written() {
    let mut work = ItemWork::default();
    let mut lines = Vec::new();
    let rules = ReviewRules::of(ItemPool::Practice);
    let story = [
        (1, write(1, 1)),
        (1, ItemCommand::Submit),
        (2, ItemCommand::Lease(at(HOUR))),
        (2, answer(true)),
        (2, ItemCommand::Comment("Good.".into())),
        (2, ItemCommand::Settle { number: 1, how: "It is.".into() }),
        (2, decide_so(ReviewVerdict::Accept, yes())),
        (9, ItemCommand::Use(ItemState::Scored)),
        (9, ItemCommand::Retire { why: "Old.".into(), into: Some("itm_x".into()) }),
    ];
    for (number, command) in story {
        let (after, happened) = act(work, &rules, command, by(number, number == 9)).unwrap();
        lines.extend(happened.iter().map(|one| serde_json::to_string(one).unwrap()));
        work = after;
    }
    let read = lines.iter().map(|line| serde_json::from_str::<Happened>(line).unwrap());
    assert_eq!(read.fold(ItemWork::default(), |work, one| apply(work, &one)), work);
}

fn some_command() -> impl Strategy<Value = ItemCommand> {
    let state = prop::sample::select(ItemState::ALL.to_vec());
    let who = (1_u8..6).prop_map(person);
    prop_oneof![
        4 => (0_u8..9, 0_u8..5).prop_map(|(mark, asked)| write(mark, asked)),
        1 => (marks_of(), state.clone()).prop_map(|(marks, state)| ItemCommand::Take { marks, state }),
        4 => Just(ItemCommand::Submit),
        1 => Just(ItemCommand::BackToDraft("So.".into())),
        3 => who.clone().prop_map(|reviewer| ItemCommand::Assign { reviewer, due: None }),
        1 => who.clone().prop_map(ItemCommand::Unassign),
        3 => (0_i64..9).prop_map(|hours| ItemCommand::Lease(at(hours * HOUR))),
        1 => Just(ItemCommand::GiveBack),
        5 => prop::bool::weighted(0.8).prop_map(answer),
        1 => who.prop_map(|reviewer| ItemCommand::SettleAnswer { reviewer, page: "https://a".into() }),
        1 => Just(ItemCommand::Comment("A word.".into())),
        2 => (1_u32..4).prop_map(|number| ItemCommand::Settle { number, how: "Done.".into() }),
        6 => prop::bool::weighted(0.8).prop_map(|accepts| {
            decide_so(if accepts { ReviewVerdict::Accept } else { ReviewVerdict::Reject }, yes())
        }),
        1 => Just(decide_so(ReviewVerdict::Accept, BTreeMap::new())),
        1 => state.clone().prop_map(ItemCommand::Use),
        1 => Just(ItemCommand::Retire { why: "Old.".into(), into: None }),
        1 => (state.clone(), prop::option::of((1_u32..4, state)))
            .prop_map(|(state, live)| ItemCommand::Undo(ItemStanding { state, live })),
    ]
}

fn marks_of() -> impl Strategy<Value = ContentMarks> {
    (0_u8..9, 0_u8..5).prop_map(|(mark, asked)| marks(mark, asked))
}

/// What acceptance wants, told once more from what happened.
fn deserves_acceptance(before: &ItemWork, deciding: &Happened, rules: &ReviewRules) -> bool {
    let latest = before.latest().unwrap();
    let ItemEvent::Decided { verdict, rubric, .. } = &deciding.event else { return false };
    let mut accepting: Vec<PersonId> = latest
        .decisions
        .iter()
        .filter(|(_, decision)| decision.verdict == ReviewVerdict::Accept && decision.rubric == yes())
        .map(|(reviewer, _)| *reviewer)
        .collect();
    accepting.extend(deciding.by.person());
    accepting.retain(|reviewer| before.versions.iter().all(|one| one.by != Doer::Person(*reviewer)));
    *verdict == ReviewVerdict::Accept
        && *rubric == yes()
        && latest.state == ItemState::InReview
        && accepting.len() >= rules.reviewers
        && accepting.iter().all(|reviewer| latest.answers.contains_key(reviewer))
        && latest.answers.values().all(|given| given.answer.agrees || given.settled_by.is_some())
        && before.comments.iter().all(|comment| comment.settled.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_what_a_body_relies_on_holds(
        asked in prop::collection::vec((1_u8..6, any::<bool>(), some_command()), 1..90),
        is_practice: bool,
    ) {
        let rules = ReviewRules::of(if is_practice { ItemPool::Practice } else { ItemPool::Exam });
        let mut work = ItemWork::default();
        for (hour, (number, manages, command)) in (0_i64..).zip(asked) {
            let by = ItemBy { at: at(hour * HOUR / 4), ..by(number, manages) };
            let is_retiring = matches!(command, ItemCommand::Retire { .. } | ItemCommand::Undo(_));
            let Ok((after, happened)) = act(work.clone(), &rules, command, by) else { continue };

            // Versions only grow, and what others have seen never changes.
            prop_assert!(after.versions.len() >= work.versions.len());
            prop_assert!(after.versions.iter().zip(1_u32..).all(|(version, n)| version.number == n));
            for (old, new) in work.versions.iter().zip(&after.versions) {
                prop_assert!(!old.is_sealed || (old.marks == new.marks && old.by == new.by && new.is_sealed));
                let keeps = |who: &PersonId| new.answers.get(who).map(|given| &given.answer);
                let kept = old.answers.iter().all(|(who, given)| keeps(who) == Some(&given.answer));
                prop_assert!(kept, "an answer was changed afterwards");
            }
            // The live version is lost by retiring alone, and is one that was accepted.
            prop_assert!(is_retiring || work.live.is_none() || after.live.is_some());
            if let Some(live) = after.live {
                let version = after.version(live).unwrap();
                prop_assert!(version.state.is_live() && version.is_sealed);
            }
            prop_assert!(after.seq as usize == work.seq as usize + happened.len());
            // Nobody reviews their own, and nothing is accepted without what that wants.
            let latest = after.latest().unwrap();
            for one in &happened {
                if matches!(one.event, ItemEvent::Answered { .. } | ItemEvent::Decided { .. }) {
                    prop_assert!(!work.is_author(one.by.person().unwrap()));
                }
                if one.event == ItemEvent::Accepted {
                    prop_assert!(deserves_acceptance(&work, &happened[0], &rules));
                    prop_assert_eq!(after.live, Some(latest.number));
                }
            }
            prop_assert!(latest.decisions.keys().all(|who| latest.answers.contains_key(who)));
            prop_assert!(after.seats.keys().all(|who| !after.is_author(*who)));
            work = after;
        }
    }
}
