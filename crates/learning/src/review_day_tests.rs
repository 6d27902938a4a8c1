use assay_kernel::date;
use proptest::prelude::*;

use super::*;
use crate::review::{ReviewAnswer, Reviewer};

const EXAM: Date = date(2025, 11, 30);

/// A learner with cards, who looks at what is due on each day and forgets as the curve says.
struct Learner {
    reviewer: Reviewer,
    answers: Vec<Vec<ReviewAnswer>>,
    cards: Vec<Card>,
    chance: u64,
}

impl Learner {
    /// With so many cards, made on the days from a first one on.
    fn with(cards: usize, first: Date, over_days: usize, chance: u64) -> Learner {
        let mut learner =
            Learner { reviewer: Reviewer::new().unwrap(), answers: Vec::new(), cards: Vec::new(), chance };
        for number in 0..cards {
            let on = days::after(first, u32::try_from(number % over_days.max(1)).unwrap());
            learner.answers.push(Vec::new());
            let wrong = ReviewAnswer { on, is_right: false, sure: None, seed: number as u64 };
            learner.answers[number].push(wrong);
            learner.cards.push(learner.reviewer.card(&[wrong]).unwrap().unwrap());
        }
        learner
    }

    fn looks_at(&mut self, place: usize, on: Date) {
        self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let known = f64::from(self.cards[place].retrievability(on));
        let is_right = (self.chance >> 11) as f64 / ((1_u64 << 53) as f64) < known;
        let given = ReviewAnswer { on, is_right, sure: None, seed: self.chance };
        self.answers[place].push(given);
        self.cards[place] = self.reviewer.card(&self.answers[place]).unwrap().unwrap();
    }

    fn days_looked_at(&self, place: usize) -> impl Iterator<Item = Date> {
        self.answers[place].iter().skip(1).map(|answer| answer.on)
    }

    fn had_a_turn(&self, place: usize) -> bool {
        self.answers[place].iter().any(|answer| answer.on >= days::before(EXAM, LAST_DAYS))
    }
}

/// Day by day until well after the exam; what was said to be out of reach on the first of the last days.
fn lived(learner: &mut Learner, mut today: Date) -> usize {
    let mut out_of_reach = 0;
    while today < date(2025, 12, 20) {
        let day = review_day(&learner.cards, today, Some(EXAM));
        assert!(day.due.len() <= A_DAY_MAX, "{today}: {}", day.due.len());
        if today == days::before(EXAM, LAST_DAYS) {
            out_of_reach = day.out_of_reach;
        }
        let once: BTreeSet<_> = day.due.iter().collect();
        assert_eq!(once.len(), day.due.len(), "no card twice on a day");
        for place in day.due {
            learner.looks_at(place, today);
        }
        today = days::after(today, 1);
    }
    out_of_reach
}

#[test]
fn a_thousand_cards_meet_the_date_or_are_said_to_be_too_many() {
    // Three learners with as many cards as the last ten days hold, and less.
    for (cards, chance) in [(400, 1), (350, 2), (250, 3)] {
        let mut learner = Learner::with(cards, date(2025, 9, 1), 50, chance);
        assert_eq!(lived(&mut learner, date(2025, 9, 2)), 0);
        for place in 0..cards {
            assert!(learner.had_a_turn(place), "card {place} of {cards} has its turn in the last ten days");
            assert!(learner.days_looked_at(place).all(|on| on < EXAM), "none on the day, none after");
        }
    }
    // One with all thousand: said long before, and no day has more than forty all the same.
    let mut learner = Learner::with(1_000, date(2025, 9, 1), 50, 4);
    assert_eq!(review_day(&learner.cards, date(2025, 10, 25), Some(EXAM)).out_of_reach, 600);
    assert_eq!(lived(&mut learner, date(2025, 10, 25)), 600);
    let without = (0..1_000).filter(|place| !learner.had_a_turn(*place)).count();
    assert_eq!(without, 600, "what was said to be out of reach, and no more");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whoever_comes_late_and_leaves_days_out_still_sees_every_card_or_is_told(
        cards in 1_usize..500,
        begins in 0_u32..60,
        chance: u64,
    ) {
        let mut learner = Learner::with(cards, date(2025, 9, 1), 30, chance);
        let out_of_reach = lived(&mut learner, days::after(date(2025, 9, 30), begins));
        let without = (0..cards).filter(|place| !learner.had_a_turn(*place)).count();
        let begins_on = days::after(date(2025, 9, 30), begins);
        if begins_on <= days::before(EXAM, LAST_DAYS) {
            prop_assert_eq!(without, out_of_reach);
        } else {
            let room = days::between(begins_on, EXAM) as usize * A_DAY_MAX;
            prop_assert_eq!(without, cards.saturating_sub(room));
        }
    }
}

fn card(answers: &[(Date, bool)]) -> Card {
    let answers: Vec<ReviewAnswer> = answers
        .iter()
        .map(|(on, is_right)| ReviewAnswer { on: *on, is_right: *is_right, sure: None, seed: 1 })
        .collect();
    Reviewer::new().unwrap().card(&answers).unwrap().unwrap()
}

/// A card that FSRS would leave alone for months.
fn well_known(last_on: Date) -> Card {
    let days = [200, 195, 180, 140, 0];
    card(&days.map(|before| (days::before(last_on, before), before != 200)))
}

#[test]
fn the_date_presses_what_would_come_back_after_it() {
    let known = well_known(date(2025, 9, 1));
    assert!(known.interval_days > 60, "{}", known.interval_days);
    assert_eq!(due_on(&known, None), Some(days::after(date(2025, 9, 1), known.interval_days)));
    let exam = Some(date(2025, 9, 21));
    assert_eq!(due_on(&known, exam), Some(date(2025, 9, 18)), "three days before at the latest");
    // In the last ten days it had its turn: FSRS alone, and never on the day itself.
    assert_eq!(due_on(&well_known(date(2025, 9, 11)), exam), None);
    let wrong = card(&[(date(2025, 9, 19), false)]);
    assert_eq!(due_on(&wrong, exam), Some(date(2025, 9, 20)));
    assert_eq!(due_on(&card(&[(date(2025, 9, 20), false)]), exam), None);
}

#[test]
fn what_is_believed_and_wrong_comes_first_then_what_is_known_least() {
    let today = date(2025, 9, 20);
    let sure =
        ReviewAnswer { on: date(2025, 9, 19), is_right: false, sure: Some(crate::run::Sure::Sure), seed: 1 };
    let believed = Reviewer::new().unwrap().card(&[sure]).unwrap().unwrap();
    let cards = [card(&[(date(2025, 9, 18), false)]), card(&[(date(2025, 9, 2), false)]), believed];
    assert!(cards[1].retrievability(today) < cards[2].retrievability(today));
    let day = review_day(&cards, today, None);
    assert_eq!((day.due, day.waiting, day.next_on), (vec![2, 1, 0], 0, None));
    assert_eq!(all_in_order(&cards, today), [2, 1, 0]);
}

#[test]
fn a_day_that_is_full_says_so_and_a_day_without_says_when_it_goes_on() {
    let made = card(&[(date(2025, 9, 1), false)]);
    let mut cards = vec![made; 55];
    let day = review_day(&cards, date(2025, 9, 2), None);
    assert_eq!((day.due.len(), day.waiting, day.next_on), (40, 15, Some(date(2025, 9, 3))));
    let looked_at = card(&[(date(2025, 9, 1), false), (date(2025, 9, 2), true)]);
    cards[..30].fill(looked_at);
    let day = review_day(&cards, date(2025, 9, 2), None);
    assert_eq!((day.done, day.due.len(), day.waiting), (30, 10, 15));
    let rest = review_day(&cards[..30], date(2025, 9, 2), None);
    assert_eq!((rest.due.len(), rest.next_on), (0, Some(looked_at.due_on())));
    let over = review_day(&cards, date(2025, 9, 2), Some(date(2025, 9, 2)));
    assert_eq!((over.due.len(), over.next_on), (0, None), "the day of the exam is for the exam");
}
