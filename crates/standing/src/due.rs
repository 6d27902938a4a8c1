//! What has to happen to a badge, from what is held and what is published about it.
//!
//! A pure comparison: whoever carries it out asks again until there is [`Due::Nothing`]. It says one thing at
//! a time, the most urgent first: what was taken back is told before anything else is published.
//!
//! ```
//! use assay_kernel::date;
//! use assay_standing::due::{Due, OnPaper, Paper, RenewalReason, Worth, credential_due};
//! let today = date(2026, 3, 1);
//! let held = Worth::Good { until: Some(date(2028, 1, 1)), from: date(2025, 1, 1) };
//! assert_eq!(credential_due(Some(held), None, today), Due::Issue);
//! let renewed = Worth::Good { until: Some(date(2029, 1, 1)), from: date(2026, 1, 1) };
//! let until = Some(date(2028, 1, 1));
//! let paper = OnPaper { until, state: Paper::Good, unfinished: false, names_holder: true };
//! assert_eq!(credential_due(Some(renewed), Some(paper), today), Due::Renew(RenewalReason::Dates));
//! let revoked = Worth::Revoked { on: date(2026, 2, 1) };
//! assert_eq!(credential_due(Some(revoked), Some(paper), today), Due::Revoke(date(2026, 2, 1)));
//! ```

use assay_kernel::Date;

use crate::{CredentialStanding, Status};

/// What a certification is worth to a badge on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Held, or held once and run out: the dates say which.
    Good {
        /// The first day of its present period.
        from: Date,
        /// Its last valid day; none where there is no end.
        until: Option<Date>,
    },
    /// Not to be used although its last day has not come: a derived one below its count.
    Resting {
        /// Its last valid day.
        until: Option<Date>,
    },
    /// Withdrawn.
    Revoked {
        /// From which day on.
        on: Date,
    },
    /// Suspended by the body, whatever its dates say.
    Barred {
        /// From which day on.
        on: Date,
    },
}

impl Worth {
    /// What a standing is worth.
    pub fn of(held: &CredentialStanding, today: Date) -> Option<Self> {
        let over = held.valid_until.is_some_and(|until| until < today);
        match held.status {
            Status::None => None,
            Status::Revoked => Some(Worth::Revoked { on: held.revoked_on.unwrap_or(today) }),
            Status::Barred => Some(Worth::Barred { on: held.barred_on.unwrap_or(today) }),
            Status::Inactive | Status::Suspended if !over => Some(Worth::Resting { until: held.valid_until }),
            Status::Active | Status::Grace | Status::Expired | Status::Inactive | Status::Suspended => {
                Some(Worth::Good { from: held.valid_from, until: held.valid_until })
            }
        }
    }
}

/// What readers of a badge are told by its latest edition and its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnPaper {
    /// The last valid day it names.
    pub until: Option<Date>,
    /// What its place in a list says.
    pub state: Paper,
    /// Whether the edition is prepared and not published yet.
    pub unfinished: bool,
    /// Whether it names its holder as well as is known.
    pub names_holder: bool,
}

/// What a list says of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// It has no place in a list: nobody elsewhere can be told anything.
    Unlisted,
    /// It is good.
    Good,
    /// It is taken back, for good: such a bit is never lifted (Bitstring Status List 1.0, section 2.1).
    TakenBack,
}

/// Why a new edition is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RenewalReason {
    /// The dates moved.
    Dates,
    /// The edition has no place in a list.
    Unlisted,
    /// The holder has proved who they are since.
    Holder,
}

/// What has to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Paper and standing agree.
    Nothing,
    /// The first edition.
    Issue,
    /// A new edition.
    Renew(RenewalReason),
    /// The list says revoked; an edition without a place first gets one that is born revoked.
    Revoke(Date),
    /// The list says so of the present edition, until the next.
    Suspend,
    /// A new edition in a new place: what a list took back it never gives back.
    Restore,
    /// What was prepared is signed and published.
    Finish,
    /// Paper that nothing on record stands behind: told to the team, nothing is signed.
    Orphan,
}

/// Compares what is held with what is published.
///
/// Total, and at rest after at most three steps; a revocation never leads to a renewal.
pub fn credential_due(held: Option<Worth>, paper: Option<OnPaper>, today: Date) -> Due {
    let over = |until: Option<Date>| until.is_some_and(|until| until < today);
    let Some(paper) = paper else {
        return match held {
            None | Some(Worth::Revoked { .. } | Worth::Barred { .. } | Worth::Resting { .. }) => Due::Nothing,
            Some(Worth::Good { .. }) => Due::Issue,
        };
    };
    let taken_back = paper.state == Paper::TakenBack;
    match held {
        // Taken back before it is published, where it has a place already.
        Some(Worth::Revoked { on }) if paper.state == Paper::Good => Due::Revoke(on),
        Some(Worth::Barred { .. }) if paper.state == Paper::Good => Due::Suspend,
        Some(Worth::Resting { .. }) if paper.state == Paper::Good && !over(paper.until) => Due::Suspend,
        None => Due::Orphan,
        _ if paper.unfinished => Due::Finish,
        Some(Worth::Revoked { on }) if paper.state == Paper::Unlisted && !over(paper.until) => {
            Due::Revoke(on)
        }
        Some(Worth::Barred { .. } | Worth::Resting { .. })
            if paper.state == Paper::Unlisted && !over(paper.until) =>
        {
            Due::Suspend
        }
        Some(Worth::Revoked { .. } | Worth::Barred { .. } | Worth::Resting { .. }) => Due::Nothing,
        // Run out and taken back tell a reader the same: not now.
        Some(Worth::Good { until, .. }) if taken_back && over(until) => Due::Nothing,
        Some(Worth::Good { .. }) if taken_back => Due::Restore,
        Some(Worth::Good { until, .. }) if until != paper.until => Due::Renew(RenewalReason::Dates),
        // What has run out needs no list to say so.
        Some(Worth::Good { until, .. }) if paper.state == Paper::Unlisted && !over(until) => {
            Due::Renew(RenewalReason::Unlisted)
        }
        Some(Worth::Good { until, .. }) if !paper.names_holder && !over(until) => {
            Due::Renew(RenewalReason::Holder)
        }
        Some(Worth::Good { .. }) => Due::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    const TODAY: Date = date(2026, 3, 1);
    /// More steps than any pair may take; `look` stops there too.
    const STEPS_MAX: usize = 4;

    fn days() -> [Option<Date>; 5] {
        let ends = [date(2024, 1, 1), TODAY, date(2027, 1, 1), date(2028, 1, 1)];
        [Some(ends[0]), Some(ends[1]), Some(ends[2]), Some(ends[3]), None]
    }

    /// Every kind of pair there is.
    fn all() -> Vec<(Option<Worth>, Option<OnPaper>)> {
        let on = date(2026, 2, 1);
        let mut held = vec![None, Some(Worth::Revoked { on }), Some(Worth::Barred { on })];
        let mut papers = vec![None];
        for until in days() {
            held.push(Some(Worth::Good { from: date(2023, 1, 1), until }));
            if until.is_none_or(|until| until >= TODAY) {
                held.push(Some(Worth::Resting { until }));
            }
            for state in [Paper::Unlisted, Paper::Good, Paper::TakenBack] {
                for names_holder in [false, true] {
                    let paper = |unfinished| Some(OnPaper { until, state, unfinished, names_holder });
                    papers.extend([false, true].map(paper));
                }
            }
        }
        let pairs = held.iter().flat_map(|held| papers.iter().map(|paper| (*held, *paper)));
        pairs.collect()
    }

    /// What readers see after a step was carried out.
    fn after(due: Due, held: Option<Worth>, paper: Option<OnPaper>) -> Option<OnPaper> {
        let edition = |until, state| Some(OnPaper { until, state, unfinished: false, names_holder: true });
        match (due, held, paper) {
            (Due::Issue | Due::Renew(_) | Due::Restore, Some(Worth::Good { until, .. }), _) => {
                edition(until, Paper::Good)
            }
            (Due::Revoke(_) | Due::Suspend, _, Some(paper)) if paper.state == Paper::Good => {
                Some(OnPaper { state: Paper::TakenBack, ..paper })
            }
            (Due::Revoke(_) | Due::Suspend, _, Some(paper)) => edition(paper.until, Paper::TakenBack),
            (Due::Finish, _, Some(paper)) => Some(OnPaper { unfinished: false, ..paper }),
            (Due::Nothing | Due::Orphan, _, paper) => paper,
            impossible => panic!("{impossible:?}"),
        }
    }

    fn is_rest(due: Due) -> bool {
        matches!(due, Due::Nothing | Due::Orphan)
    }

    #[test]
    fn it_comes_to_rest_and_a_second_look_changes_nothing() {
        for (held, start) in all() {
            let mut paper = start;
            let mut steps = 0;
            loop {
                let due = credential_due(held, paper, TODAY);
                assert_eq!(due, credential_due(held, paper, TODAY));
                if is_rest(due) {
                    break;
                }
                let next = after(due, held, paper);
                assert_ne!(next, paper, "{due:?} of {held:?} and {paper:?} does nothing");
                (paper, steps) = (next, steps + 1);
                assert!(steps < STEPS_MAX, "{held:?} and {start:?} do not come to rest");
            }
        }
    }

    #[test]
    fn what_was_withdrawn_or_suspended_by_the_body_is_never_published_as_good() {
        let taken_away =
            |held: &Option<Worth>| matches!(held, Some(Worth::Revoked { .. } | Worth::Barred { .. }));
        for (held, mut paper) in all().into_iter().filter(|(held, _)| taken_away(held)) {
            for _ in 0..STEPS_MAX {
                let due = credential_due(held, paper, TODAY);
                assert!(!matches!(due, Due::Issue | Due::Renew(_) | Due::Restore), "{due:?} of {paper:?}");
                paper = after(due, held, paper);
            }
            let told =
                paper.is_none_or(|p| p.state == Paper::TakenBack || p.until.is_some_and(|d| d < TODAY));
            assert!(told, "{paper:?} still tells a reader that it is good");
        }
    }

    #[test]
    fn at_rest_paper_and_standing_say_the_same() {
        for (held, mut paper) in all() {
            for _ in 0..STEPS_MAX {
                paper = after(credential_due(held, paper, TODAY), held, paper);
            }
            let usable = |until: Option<Date>| until.is_none_or(|until| until >= TODAY);
            let good = paper.is_some_and(|p| p.state != Paper::TakenBack && usable(p.until));
            assert!(held.is_none() || paper.is_none_or(|p| !p.unfinished), "{paper:?} is never published");
            match held {
                Some(Worth::Good { until, .. }) => {
                    assert_eq!(good, usable(until), "{paper:?}");
                    let listed = paper.is_some_and(|p| p.state == Paper::Good);
                    assert!(listed || !usable(until), "a badge in force has its place: {paper:?}");
                    let named = paper.is_some_and(|p| p.names_holder);
                    assert!(named || !usable(until), "a badge in force names its holder: {paper:?}");
                }
                Some(Worth::Resting { .. } | Worth::Revoked { .. } | Worth::Barred { .. }) => {
                    assert!(!good, "{paper:?}")
                }
                // Nothing on record: nothing is signed and nothing taken back until somebody has looked.
                None => {}
            }
        }
    }

    #[test]
    fn what_was_taken_back_and_has_run_out_is_not_published_anew() {
        let held = |until| Some(Worth::Good { from: date(2023, 1, 1), until });
        let [past, today, ..] = days();
        let paper = |until| OnPaper { until, state: Paper::TakenBack, unfinished: false, names_holder: true };
        assert_eq!(credential_due(held(past), Some(paper(past)), TODAY), Due::Nothing);
        assert_eq!(credential_due(held(today), Some(paper(past)), TODAY), Due::Restore);
    }

    #[test]
    fn nobody_standing_behind_it_nothing_is_signed() {
        for (_, paper) in all().into_iter().filter(|(held, _)| held.is_none()) {
            let due = credential_due(None, paper, TODAY);
            assert!(matches!(due, Due::Nothing | Due::Orphan), "{due:?}");
        }
    }

    #[test]
    fn a_badge_of_before_the_lists_gets_a_place_unless_it_has_run_out() {
        let held = |until| Some(Worth::Good { from: date(2023, 1, 1), until });
        let paper =
            |until| Some(OnPaper { until, state: Paper::Unlisted, unfinished: false, names_holder: true });
        let [past, today, later, ..] = days();
        assert_eq!(credential_due(held(past), paper(past), TODAY), Due::Nothing);
        assert_eq!(credential_due(held(today), paper(today), TODAY), Due::Renew(RenewalReason::Unlisted));
        assert_eq!(credential_due(held(None), paper(None), TODAY), Due::Renew(RenewalReason::Unlisted));
        let revoked = Some(Worth::Revoked { on: TODAY });
        assert_eq!(credential_due(revoked, paper(later), TODAY), Due::Revoke(TODAY));
    }

    /// A standing with a last valid day.
    fn held(status: Status, valid_until: Option<Date>) -> CredentialStanding {
        CredentialStanding {
            credential: "x".into(),
            title: String::new(),
            status,
            earned_on: date(2020, 1, 1),
            valid_from: date(2023, 1, 1),
            valid_until,
            grace_until: None,
            suspended_until: None,
            revoked_on: (status == Status::Revoked).then(|| date(2026, 2, 1)),
            barred_on: (status == Status::Barred).then(|| date(2026, 2, 1)),
            foreseen: Vec::new(),
            reasons: Vec::new(),
            renew_by: Vec::new(),
            timeline: Vec::new(),
        }
    }

    #[test]
    fn a_standing_is_worth_what_its_status_and_its_last_day_say() {
        let worth = |status, until| Worth::of(&held(status, until), TODAY);
        let yesterday = Some(date(2026, 2, 28));
        for until in [yesterday, Some(TODAY), None] {
            let good = Some(Worth::Good { from: date(2023, 1, 1), until });
            assert_eq!(worth(Status::None, until), None);
            assert_eq!(worth(Status::Revoked, until), Some(Worth::Revoked { on: date(2026, 2, 1) }));
            assert_eq!(worth(Status::Barred, until), Some(Worth::Barred { on: date(2026, 2, 1) }));
            for status in [Status::Active, Status::Grace, Status::Expired] {
                assert_eq!(worth(status, until), good, "{status:?}");
            }
            // What is over rests no more: it has run out, and its dates say so.
            let resting = if until == yesterday { good } else { Some(Worth::Resting { until }) };
            for status in [Status::Inactive, Status::Suspended] {
                assert_eq!(worth(status, until), resting, "{status:?}");
            }
        }
        let unknown = CredentialStanding { revoked_on: None, ..held(Status::Revoked, None) };
        assert_eq!(Worth::of(&unknown, TODAY), Some(Worth::Revoked { on: TODAY }));
    }
}
