//! What was known when: a standing as it was told at an instant.
//!
//! Two days play a part: the day a standing is about, and the instant of the knowledge it rests on. A result
//! that arrives late takes effect on the day of the sitting; until it was recorded, everybody was told
//! otherwise, and both are true (renewal-rules, trap f: `pending`, back-dated).
//!
//! ```
//! use assay_kernel::{Instant, date};
//! use assay_programme::model::Programme;
//! use assay_standing::known::Editions;
//! let programme = Programme::default();
//! let editions = Editions::new(&[(Instant::MIN, &programme)]);
//! assert!(editions.standing(&[], date(2026, 3, 12), None).credentials.is_empty());
//! ```

use assay_kernel::{Arg, CertificationCode, Date, Instant, Said};
use assay_programme::model::Programme;
use serde::Serialize;

use crate::{Event, PersonStanding, Rules, Standing, Status, reason, words};

/// What holds on a day, by what was known at an instant.
///
/// By all that is known where no instant is given. The programmes stand in the order in which they became
/// known. For many people compile [`Editions`] once.
pub fn standing_known(
    programmes: &[(Instant, &Programme)],
    history: &[Event],
    as_of: Date,
    known_at: Option<Instant>,
) -> Standing {
    Editions::new(programmes).standing(history, as_of, known_at)
}

/// A programme over time: its successive states, each known from an instant on.
pub struct Editions<'p> {
    editions: Vec<(Instant, Rules<'p>)>,
}

/// What one person was told at an instant, and is told now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindsight {
    /// The instant.
    pub known_at: Instant,
    /// By what was known then.
    pub then: PersonStanding,
    /// By what is known now.
    pub now: PersonStanding,
    /// What differs, certification by certification.
    pub differences: Vec<Difference>,
}

/// A certification that is told otherwise now than it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub certification: CertificationCode,
    /// As it was told then.
    pub then: ToldState,
    /// As it is told now.
    pub now: ToldState,
    /// For the holder and the auditor.
    pub said: Said,
}

/// A state as somebody was told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ToldState {
    /// On the day asked about; `none` where it was not held.
    pub status: Status,
    /// The last valid day; none without end.
    pub valid_until: Option<Date>,
}

impl ToldState {
    fn of(standing: &Standing, certification: &str) -> Self {
        let credential = standing.credential(certification);
        credential.map_or(ToldState { status: Status::None, valid_until: None }, |credential| ToldState {
            status: credential.status,
            valid_until: credential.valid_until,
        })
    }

    /// `expired, last valid day 10 March 2026`.
    fn said(self) -> Said {
        match (self.status, self.valid_until) {
            (Status::None, _) => Said::of("since.not-held"),
            (status, Some(day)) => {
                Said::of("since.until").with("status", words::status_said(status)).with("day", day)
            }
            (status, None) => Said::of("since.without-end").with("status", words::status_said(status)),
        }
    }
}

impl<'p> Editions<'p> {
    /// Compiles every state of a programme, in the order in which they became known.
    pub fn new(programmes: &[(Instant, &'p Programme)]) -> Self {
        let editions = programmes.iter().map(|(from, programme)| (*from, Rules::new(programme)));
        Editions { editions: editions.collect() }
    }

    /// What holds on a day, by what was known at an instant.
    ///
    /// Nothing where no programme was known by then.
    pub fn standing(&self, history: &[Event], as_of: Date, known_at: Option<Instant>) -> Standing {
        let rules = self.edition(known_at).map(|(_, rules)| rules);
        rules.map(|rules| rules.standing(&recorded_by(history, known_at), as_of)).unwrap_or_default()
    }

    /// What was told then and is told now about a day, with the differences.
    ///
    /// `day_of` says on which day of the programme's zone an instant falls.
    pub fn hindsight(
        &self,
        person: &str,
        history: &[Event],
        as_of: Date,
        known_at: Instant,
        day_of: impl Fn(Instant) -> Date,
    ) -> Hindsight {
        let view = |known_at| PersonStanding {
            person: person.to_owned(),
            standing: self.standing(history, as_of, known_at),
        };
        let (then, now) = (view(Some(known_at)), view(None));
        let cause = Causes::find(self, history, as_of, known_at);
        let codes = now.standing.credentials.iter().chain(&then.standing.credentials);
        let mut differences: Vec<Difference> = Vec::new();
        for certification in codes.map(|credential| &credential.credential) {
            let told = |view: &PersonStanding| ToldState::of(&view.standing, certification.as_str());
            let (told_then, told_now) = (told(&then), told(&now));
            let is_new = differences.iter().all(|known| known.certification != *certification);
            if told_then != told_now && is_new {
                differences.push(Difference {
                    certification: certification.clone(),
                    then: told_then,
                    now: told_now,
                    said: cause.said(certification.as_str(), told_then, told_now, &day_of),
                });
            }
        }
        Hindsight { known_at, then, now, differences }
    }

    fn edition(&self, known_at: Option<Instant>) -> Option<&(Instant, Rules<'p>)> {
        self.editions.iter().rev().find(|(from, _)| known_at.is_none_or(|at| *from <= at))
    }
}

/// The events that were recorded by an instant, in their order.
fn recorded_by(history: &[Event], known_at: Option<Instant>) -> Vec<Event> {
    let known = |event: &&Event| event.recorded_at.zip(known_at).is_none_or(|(recorded, at)| recorded <= at);
    history.iter().filter(known).cloned().collect()
}

/// What may explain a difference: events that were recorded later, and rules that became known later.
struct Causes<'e, 'p> {
    late: Vec<(&'e Event, Instant)>,
    /// What the late events decided, by certification.
    decided: Vec<(String, usize)>,
    /// Standings with only the events, or only the rules, of then.
    without_late: Standing,
    with_old_rules: Standing,
    now: Option<&'e (Instant, Rules<'p>)>,
}

impl<'e, 'p> Causes<'e, 'p> {
    fn find(editions: &'e Editions<'p>, history: &'e [Event], as_of: Date, known_at: Instant) -> Self {
        let late: Vec<(&Event, Instant)> = history
            .iter()
            .filter(|event| event.date <= as_of)
            .filter_map(|event| Some((event, event.recorded_at.filter(|at| *at > known_at)?)))
            .collect();
        let (then, now) = (editions.edition(Some(known_at)), editions.edition(None));
        let standing = |edition: Option<&(Instant, Rules<'_>)>, events: &[Event]| {
            edition.map(|(_, rules)| rules.standing(events, as_of)).unwrap_or_default()
        };
        let decided = now.map(|(_, rules)| rules.deciding(history, as_of)).unwrap_or_default();
        let decided = decided.into_iter().filter_map(|(code, place)| {
            let event = history.get(place)?;
            let place = late.iter().position(|(late, _)| std::ptr::eq(*late, event))?;
            Some((code.to_string(), place))
        });
        Causes {
            decided: decided.collect(),
            without_late: standing(now, &recorded_by(history, Some(known_at))),
            with_old_rules: standing(then, history),
            late,
            now,
        }
    }

    fn said(&self, code: &str, then: ToldState, now: ToldState, day_of: impl Fn(Instant) -> Date) -> Said {
        let by_events = ToldState::of(&self.without_late, code) != now;
        let by_rules = ToldState::of(&self.with_old_rules, code) != now;
        // Where either alone explains nothing, both do together.
        let (by_events, by_rules) = if by_events || by_rules { (by_events, by_rules) } else { (true, true) };
        let mut causes = Vec::new();
        if by_events {
            causes.extend(self.deciding(code).into_iter().map(|(event, at)| {
                let what = self.now.map(|(_, rules)| reason::happened(rules, Some(event), event.date));
                Said::of("since.recorded").maybe("what", what).with("on", day_of(at))
            }));
        }
        if let Some((from, _)) = self.now.filter(|_| by_rules) {
            causes.push(Said::of("since.rules").with("on", day_of(*from)));
        }
        Said::of(if causes.len() == 1 { "since.one-cause" } else { "since.causes" })
            .with("causes", Arg::list(causes))
            .with("then", then.said())
            .with("now", now.said())
    }

    /// The late events that decided about a certification; all where they did so through another one.
    fn deciding(&self, code: &str) -> Vec<(&'e Event, Instant)> {
        let own = |place: usize| self.decided.iter().any(|(decided, at)| decided == code && *at == place);
        let any = (0..self.late.len()).any(own);
        let chosen = self.late.iter().enumerate().filter(|(place, _)| !any || own(*place));
        chosen.map(|(_, late)| *late).collect()
    }
}
