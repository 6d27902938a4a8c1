//! A sitting: one candidate's administration of one form.
//!
//! The server's clock is the only clock. Responses are steps with a sequence number each; the state is
//! derived from them. What may happen when is decided here, without a database.

use assay_kernel::{ExamCode, Instant, Persons, Registrations, Sittings, TypedId};
use assay_qti::{Item, ResponseError};
use jiff::SignedDuration;

/// How long after the deadline a save is still accepted.
///
/// One that arrives that late was on its way when time ran out. Nobody loses a last answer to the network;
/// nobody gains time worth having.
pub const TRANSIT_GRACE: SignedDuration = SignedDuration::from_secs(5);

/// A sequence number above this is no honest client's.
pub const SEQ_MAX: i64 = 1_000_000;

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
pub struct Sitting {
    /// Id.
    pub id: TypedId<Sittings>,
    /// The right under which it takes place.
    pub registration: TypedId<Registrations>,
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
}

/// A 'no' of the examination's rules, not a failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Handed in already, or time is over.
    #[error("this sitting is closed; its answers can no longer change")]
    Closed,
    /// A newer change of this item is stored.
    #[error("a newer answer to this item is stored (change {current})")]
    StaleSeq {
        /// The stored change.
        current: i64,
    },
    /// The form has no such item.
    #[error("this form has no such item")]
    NoSuchItem,
    /// The response does not fit the item.
    #[error(transparent)]
    Response(#[from] ResponseError),
    /// A sequence number outside 1 to a million.
    #[error("the change number must be 1 to {SEQ_MAX}")]
    Seq,
}

impl Sitting {
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
    /// change and accepted (idempotent).
    ///
    /// # Errors
    /// Closed or over; an item not on the form; an older change; a response that does not fit.
    pub fn accept(
        &self,
        item: Option<&Item>,
        stored_seq: Option<i64>,
        save: &SaveResponse,
        now: Instant,
    ) -> Result<(), Refused> {
        if self.state != State::Open || self.time_is_over(now) {
            return Err(Refused::Closed);
        }
        let item = item.ok_or(Refused::NoSuchItem)?;
        if !(1..=SEQ_MAX).contains(&save.seq) {
            return Err(Refused::Seq);
        }
        item.accepts(&save.response)?;
        match stored_seq {
            Some(current) if current > save.seq => Err(Refused::StaleSeq { current }),
            _ => Ok(()),
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
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;

    fn item() -> Item {
        let text = "id = 'x'\nexam = 'X'\ntask = '1.1'\nkind = 'multiple-choice'\nstem = 'What?'\n\
            key = ['B']\nlevel = 'apply'\ndifficulty = 0.6\ntime_s = 60\nnote = ''\n\
            source = { title = 'T', url = 'https://example.org' }\n";
        let option =
            |id| format!("[[option]]\nid = '{id}'\ntext = '{id}'\nrationale = 'Because it is so.'\n");
        let text = ["A", "B", "C", "D"].iter().fold(text.to_owned(), |text, id| text + &option(id));
        assay_qti::parse_item(&SourceFile::new("bank/X/x.toml", text)).0
    }

    fn sitting(started_at: Instant, minutes: i64) -> Sitting {
        Sitting {
            id: TypedId::from_parts(1, [1; 10]),
            registration: TypedId::from_parts(1, [2; 10]),
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
        SaveResponse { position: 1, seq, response, flagged: false }
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
