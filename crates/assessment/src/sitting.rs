//! A sitting: one candidate's administration of one form.
//!
//! The server's clock is the only clock. Responses are steps with a sequence number each; the state is
//! derived from them. What may happen when is decided here, without a database, and alike for every occasion.

use assay_bank::{BankItem, ResponseError};
use assay_kernel::{Arg, ExamCode, Instant, Persons, Said, TypedId};
use jiff::SignedDuration;

use crate::occasion::Occasion;

/// How long after the deadline a save is still accepted.
///
/// One that arrives that late was on its way when time ran out. Nobody loses a last answer to the network;
/// nobody gains time worth having.
pub const TRANSIT_GRACE: SignedDuration = SignedDuration::from_secs(5);

/// A sequence number above this is no honest client's.
pub const SEQ_MAX: i64 = 1_000_000;

/// How far a number may lie above the stored one (F23).
///
/// One save must not use up an item's numbers. A number rises with each change on the device and only the
/// latest is sent, so a gap is what somebody changed while offline. One change of one item each second of a
/// whole exam of 130 minutes makes 7,800; to reach [`SEQ_MAX`] takes a hundred saves at this distance.
pub const SEQ_STEP_MAX: i64 = 10_000;

/// A time that a client measured is below a week.
pub const EVIDENCE_MS_MAX: i64 = 7 * 24 * 3_600_000;

/// Where a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Answers are accepted until the deadline.
    Open,
    /// Handed in, by the candidate or because time was over.
    Submitted {
        /// When.
        at: Instant,
        /// Time ran out before the candidate handed in.
        time_over: bool,
    },
}

/// What is fixed when a sitting starts, and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting<O: Occasion> {
    /// Id.
    pub id: TypedId<O::Ids>,
    /// The right under which it takes place.
    pub right: O::Right,
    /// Who sits.
    pub person: TypedId<Persons>,
    /// What.
    pub exam: ExamCode,
    /// Which form.
    pub form: String,
    /// Decides the order of options.
    pub seed: u64,
    /// When it started.
    pub started_at: Instant,
    /// When it ends, accommodations included.
    pub deadline_at: Instant,
    /// Open or submitted.
    pub state: State,
}

/// A change of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveResponse {
    /// Place on the form, from 1.
    pub position: u32,
    /// Rises with each change of this item on the client.
    pub seq: i64,
    /// Options chosen; none clears the answer.
    pub response: Vec<String>,
    /// Marked for review.
    pub flagged: bool,
    /// What the device measured.
    pub evidence: Evidence,
}

/// Times that the client measured: evidence, by which nothing is decided.
///
/// They come from the page's steady clock, in milliseconds since the page began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// When the item was first shown, in milliseconds since the page began.
    pub item_seen_ms: Option<i64>,
    /// How long the item was on screen so far.
    pub item_elapsed_ms: Option<i64>,
    /// When the change was made, in milliseconds since the page began.
    pub client_elapsed_ms: Option<i64>,
}

impl Evidence {
    /// Whether each time can be one: not negative, and not longer than a week.
    pub fn is_plausible(&self) -> bool {
        let times = [self.item_seen_ms, self.item_elapsed_ms, self.client_elapsed_ms];
        times.into_iter().flatten().all(|ms| (0..=EVIDENCE_MS_MAX).contains(&ms))
    }
}

/// Why a sitting is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The candidate says so.
    Candidate,
    /// The page believes that time is over; the server's clock decides whether it is (N4).
    Time,
}

/// A 'no' of the examination's rules, not a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Handed in already, or time is over.
    Closed,
    /// A newer change of this item is stored.
    StaleSeq {
        /// The stored change.
        current: i64,
    },
    /// The form has no such item.
    NoSuchItem,
    /// The response does not fit the item.
    Response(ResponseError),
    /// A sequence number outside 1 to a million.
    Seq,
    /// A sequence number too far above the stored one.
    SeqTooFar {
        /// The stored change; 0 before the first.
        current: i64,
    },
    /// Another device writes this sitting.
    WriterElsewhere,
    /// Handing in because time is over, while there is some left.
    TimeLeft {
        /// Milliseconds left.
        time_left_ms: i64,
    },
}

impl From<ResponseError> for Refused {
    fn from(error: ResponseError) -> Self {
        Refused::Response(error)
    }
}

impl Refused {
    /// What the candidate is told.
    pub fn said(&self) -> Said {
        match self {
            Refused::Closed => Said::of("sitting.closed"),
            Refused::StaleSeq { current } => {
                Said::of("sitting.newer-is-stored").with("current", current.unsigned_abs())
            }
            Refused::NoSuchItem => Said::of("sitting.no-such-item"),
            Refused::Response(ResponseError::UnknownOption(id)) => {
                Said::of("sitting.no-such-option").with("option", Arg::text(id))
            }
            Refused::Response(ResponseError::Repeated(id)) => {
                Said::of("sitting.chosen-twice").with("option", Arg::text(id))
            }
            Refused::Response(ResponseError::TooMany(n)) => Said::of("sitting.one-answer").with("n", *n),
            Refused::Response(ResponseError::TooLong(max)) => Said::of("sitting.too-long").with("max", *max),
            Refused::Seq => Said::of("sitting.change-number").with("max", SEQ_MAX.unsigned_abs()),
            Refused::SeqTooFar { current } => Said::of("sitting.change-number-too-far")
                .with("step", SEQ_STEP_MAX.unsigned_abs())
                .with("current", current.unsigned_abs()),
            Refused::WriterElsewhere => Said::of("sitting.written-elsewhere"),
            Refused::TimeLeft { time_left_ms } => {
                Said::of("sitting.time-left").with("ms", time_left_ms.unsigned_abs())
            }
        }
    }
}

impl SaveResponse {
    /// Whether the change fits an item of the form, whatever is stored of it.
    ///
    /// # Errors
    /// An item not on the form; a number outside the limits; a response that does not fit.
    pub fn fits(&self, item: Option<&BankItem>) -> Result<(), Refused> {
        let item = item.ok_or(Refused::NoSuchItem)?;
        if !(1..=SEQ_MAX).contains(&self.seq) {
            return Err(Refused::Seq);
        }
        Ok(item.accepts(&self.response)?)
    }
}

impl<O: Occasion> Sitting<O> {
    /// Whether time is over, transit included.
    pub fn time_is_over(&self, now: Instant) -> bool {
        now > self.deadline_at.saturating_add(TRANSIT_GRACE).unwrap_or(self.deadline_at)
    }

    /// Milliseconds left, never below zero.
    pub fn time_left_ms(&self, now: Instant) -> i64 {
        let left = self.deadline_at.duration_since(now).as_millis();
        i64::try_from(left).unwrap_or(i64::MAX).max(0)
    }

    /// Whether a change of an answer is accepted.
    ///
    /// `stored_seq` is the latest stored change of that item; the same number again is a repeat of the same
    /// change and accepted (idempotent). The statement that appends asks the same of the stored row, under
    /// its lock; this says it in words.
    ///
    /// # Errors
    /// Closed or over; an item not on the form; an older change; a response that does not fit.
    pub fn accept(
        &self,
        item: Option<&BankItem>,
        stored_seq: Option<i64>,
        save: &SaveResponse,
        now: Instant,
    ) -> Result<(), Refused> {
        if self.state != State::Open || self.time_is_over(now) {
            return Err(Refused::Closed);
        }
        save.fits(item)?;
        let current = stored_seq.unwrap_or(0);
        match save.seq.saturating_sub(current) {
            above if above > SEQ_STEP_MAX => Err(Refused::SeqTooFar { current }),
            below if below < 0 => Err(Refused::StaleSeq { current }),
            _ => Ok(()),
        }
    }

    /// The state after handing in now for a reason.
    ///
    /// # Errors
    /// `TimeLeft` where time is given as the reason and is not over.
    pub fn handed_in(&self, because: Because, now: Instant) -> Result<State, Refused> {
        match (self.state, because) {
            (State::Open, Because::Time) if now < self.deadline_at => {
                Err(Refused::TimeLeft { time_left_ms: self.time_left_ms(now).max(1) })
            }
            (State::Open, Because::Time) => Ok(State::Submitted { at: self.deadline_at, time_over: true }),
            _ => Ok(self.submitted(now)),
        }
    }

    /// The state after handing in now.
    ///
    /// Handing in twice changes nothing. A sitting whose time is over counts as handed in at its deadline,
    /// never before it.
    pub fn submitted(&self, now: Instant) -> State {
        match self.state {
            done @ State::Submitted { .. } => done,
            State::Open if self.time_is_over(now) => {
                State::Submitted { at: self.deadline_at, time_over: true }
            }
            State::Open => State::Submitted { at: now, time_over: false },
        }
    }
}

#[cfg(test)]
#[path = "refused_tests.rs"]
mod refused_tests;

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::occasion::{Examination, Practice};

    fn item() -> BankItem {
        let text = "id = 'x'\nexam = 'X'\ntask = '1.1'\nkind = 'multiple-choice'\nstem = 'What?'\n\
            key = ['B']\nlevel = 'apply'\ndifficulty = 0.6\ntime_s = 60\nnote = ''\n\
            source = { title = 'T', url = 'https://example.org' }\n";
        let option =
            |id| format!("[[option]]\nid = '{id}'\ntext = '{id}'\nrationale = 'Because it is so.'\n");
        let text = ["A", "B", "C", "D"].iter().fold(text.to_owned(), |text, id| text + &option(id));
        assay_bank::read_item(&SourceFile::new("bank/X/x.toml", text), &assay_bank::Alone).item
    }

    fn sitting(started_at: Instant, minutes: i64) -> Sitting<Examination> {
        Sitting {
            id: TypedId::from_parts(1, [1; 10]),
            right: TypedId::from_parts(1, [2; 10]),
            person: TypedId::from_parts(1, [3; 10]),
            exam: ExamCode::new("X"),
            form: "X-A".into(),
            seed: 7,
            started_at,
            deadline_at: started_at + SignedDuration::from_mins(minutes),
            state: State::Open,
        }
    }

    fn save(seq: i64, response: &[&str]) -> SaveResponse {
        let response = response.iter().map(|id| (*id).to_owned()).collect();
        SaveResponse { position: 1, seq, response, flagged: false, evidence: Evidence::default() }
    }

    #[test]
    fn an_answer_on_its_way_at_the_deadline_counts_and_a_later_one_does_not() {
        let start = Instant::UNIX_EPOCH;
        let sitting = sitting(start, 130);
        let item = item();
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        assert_eq!(sitting.accept(Some(&item), None, &save(1, &["B"]), at(130 * 60)), Ok(()));
        assert_eq!(sitting.accept(Some(&item), None, &save(1, &["B"]), at(130 * 60 + 5)), Ok(()));
        assert_eq!(
            sitting.accept(Some(&item), None, &save(1, &["B"]), at(130 * 60 + 6)),
            Err(Refused::Closed)
        );
        let over = State::Submitted { at: sitting.deadline_at, time_over: true };
        assert_eq!(sitting.submitted(at(200 * 60)), over, "handed in at the deadline, not when noticed");
    }

    #[test]
    fn practice_runs_by_the_same_rules() {
        let exam = sitting(Instant::UNIX_EPOCH, 130);
        let Sitting { person, exam: code, form, seed, started_at, deadline_at, state, .. } = exam.clone();
        let id = TypedId::from_parts(1, [1; 10]);
        let practice: Sitting<Practice> =
            Sitting { id, right: (), person, exam: code, form, seed, started_at, deadline_at, state };
        let item = item();
        for (stored, seq, seconds) in [(None, 1, 0), (Some(4), 3, 0), (None, 1, 130 * 60 + 6), (None, 0, 0)] {
            let now = started_at + SignedDuration::from_secs(seconds);
            let change = save(seq, &["B"]);
            let (one, other) = (
                exam.accept(Some(&item), stored, &change, now),
                practice.accept(Some(&item), stored, &change, now),
            );
            assert_eq!(one, other);
            assert_eq!(exam.submitted(now), practice.submitted(now));
            assert_eq!(exam.time_left_ms(now), practice.time_left_ms(now));
            for because in [Because::Candidate, Because::Time] {
                assert_eq!(exam.handed_in(because, now), practice.handed_in(because, now));
            }
        }
    }

    #[test]
    fn a_repeat_is_accepted_and_an_older_change_is_not() {
        let sitting = sitting(Instant::UNIX_EPOCH, 130);
        let now = Instant::UNIX_EPOCH;
        let item = item();
        assert_eq!(sitting.accept(Some(&item), Some(4), &save(4, &["A"]), now), Ok(()));
        assert_eq!(
            sitting.accept(Some(&item), Some(4), &save(3, &["A"]), now),
            Err(Refused::StaleSeq { current: 4 })
        );
        assert_eq!(sitting.accept(None, None, &save(1, &["A"]), now), Err(Refused::NoSuchItem));
        assert!(matches!(
            sitting.accept(Some(&item), None, &save(1, &["Z"]), now),
            Err(Refused::Response(_))
        ));
        assert_eq!(sitting.accept(Some(&item), None, &save(1, &[]), now), Ok(()), "clearing is an answer");
    }

    #[test]
    fn one_save_cannot_use_up_the_numbers_of_an_item() {
        let sitting = sitting(Instant::UNIX_EPOCH, 130);
        let (now, item) = (Instant::UNIX_EPOCH, item());
        let asked = |stored, seq| sitting.accept(Some(&item), stored, &save(seq, &["A"]), now);
        assert_eq!(asked(None, SEQ_MAX), Err(Refused::SeqTooFar { current: 0 }));
        assert_eq!(asked(None, SEQ_STEP_MAX), Ok(()), "a whole exam without a network");
        assert_eq!(asked(Some(7), 7 + SEQ_STEP_MAX), Ok(()));
        assert_eq!(asked(Some(7), 8 + SEQ_STEP_MAX), Err(Refused::SeqTooFar { current: 7 }));
        assert_eq!(asked(Some(7), i64::MAX), Err(Refused::Seq));
        assert_eq!(asked(Some(7), i64::MIN), Err(Refused::Seq));
    }

    #[test]
    fn only_the_servers_clock_ends_an_exam_by_time() {
        let sitting = sitting(Instant::UNIX_EPOCH, 130);
        let at = |ms| Instant::UNIX_EPOCH + SignedDuration::from_mins(130) + SignedDuration::from_millis(ms);
        let early = sitting.handed_in(Because::Time, at(-1));
        assert_eq!(early, Err(Refused::TimeLeft { time_left_ms: 1 }));
        let over = State::Submitted { at: at(0), time_over: true };
        assert_eq!(sitting.handed_in(Because::Time, at(0)), Ok(over));
        assert_eq!(sitting.handed_in(Because::Time, at(9000)), Ok(over));
        let own = State::Submitted { at: at(-1), time_over: false };
        assert_eq!(sitting.handed_in(Because::Candidate, at(-1)), Ok(own));
        let twice = Sitting { state: own, ..sitting };
        assert_eq!(twice.handed_in(Because::Time, at(-1)), Ok(own), "twice changes nothing");
    }

    #[test]
    fn what_is_left_is_counted_in_milliseconds_and_never_below_zero() {
        let sitting = sitting(Instant::UNIX_EPOCH, 130);
        let left = |ms| sitting.time_left_ms(Instant::UNIX_EPOCH + SignedDuration::from_millis(ms));
        assert_eq!([left(0), left(1), left(7_800_000), left(7_800_001)], [7_800_000, 7_799_999, 0, 0]);
        let early = sitting.handed_in(Because::Time, Instant::UNIX_EPOCH);
        assert_eq!(early, Err(Refused::TimeLeft { time_left_ms: 7_800_000 }));
    }

    #[test]
    fn a_measured_time_is_neither_negative_nor_longer_than_a_week() {
        let seen = |ms| Evidence { item_seen_ms: Some(ms), ..Evidence::default() };
        assert!(Evidence::default().is_plausible() && seen(0).is_plausible());
        let week = SignedDuration::from_hours(7 * 24).as_millis();
        assert_eq!(i128::from(EVIDENCE_MS_MAX), week);
        assert!(seen(EVIDENCE_MS_MAX).is_plausible() && !seen(EVIDENCE_MS_MAX + 1).is_plausible());
        let elapsed = Evidence { item_elapsed_ms: Some(-1), ..seen(5) };
        assert!(!elapsed.is_plausible());
    }

    proptest::proptest! {
        #[test]
        fn nothing_changes_once_handed_in(after_s in 0_i64..100_000, seq in 1_i64..1000) {
            let mut sitting = sitting(Instant::UNIX_EPOCH, 130);
            let handed_in = Instant::UNIX_EPOCH + SignedDuration::from_secs(60);
            sitting.state = sitting.submitted(handed_in);
            let now = handed_in + SignedDuration::from_secs(after_s);
            let accepted = sitting.accept(Some(&item()), None, &save(seq, &["A"]), now);
            proptest::prop_assert_eq!(accepted, Err(Refused::Closed));
            proptest::prop_assert_eq!(sitting.submitted(now), sitting.state);
        }
    }
}
