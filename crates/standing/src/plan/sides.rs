//! Both programmes made ready for one comparison, and the names of what is found.

use assay_kernel::{CertificationCode, Date, ExamCode, Period};
use assay_programme::model::Programme;

use super::{Group, Impact, ImpactKind};
use crate::{renew::By, rules::Rules, words};

/// Two programmes side by side.
pub(super) struct Sides<'p> {
    pub(super) current: Rules<'p>,
    pub(super) proposed: Rules<'p>,
    pub(super) today: Date,
    /// Every certification of either: the proposed ones in their order, then those that are gone.
    pub(super) pairs: Vec<Pair<'p>>,
    /// Later days on which dated facts or other versions begin, in order.
    pub(super) days: Vec<Date>,
    /// Exam versions that are taken out.
    pub(super) taken_out: Vec<&'p ExamCode>,
}

/// A certification in both programmes, by its place in each.
pub(super) struct Pair<'p> {
    pub(super) code: &'p CertificationCode,
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
    /// Whether both programmes say the same about renewing it: its rules and exams, and those above it.
    same: bool,
}

/// More days than this are not looked at one by one: no programme has as many changes ahead.
const DAYS_MAX: usize = 100;

impl<'p> Sides<'p> {
    pub(super) fn new(current: &'p Programme, proposed: &'p Programme, today: Date) -> Self {
        let (current, proposed) = (Rules::new(current), Rules::new(proposed));
        let after = proposed.subjects().iter().enumerate().map(|(after, subject)| Pair {
            code: subject.code,
            before: current.index(subject.code.as_str()),
            after: Some(after),
            same: false,
        });
        let gone = current.subjects().iter().enumerate();
        let gone = gone.filter(|(_, subject)| proposed.index(subject.code.as_str()).is_none());
        let gone = gone.map(|(before, subject)| Pair {
            code: subject.code,
            before: Some(before),
            after: None,
            same: false,
        });
        let mut pairs: Vec<Pair<'p>> = after.chain(gone).collect();
        for pair in &mut pairs {
            pair.same = is_renewed_the_same((&current, pair.before), (&proposed, pair.after));
        }
        let mut days: Vec<Date> = [&current, &proposed].into_iter().flat_map(starts).collect();
        days.retain(|day| *day > today);
        days.sort_unstable();
        days.dedup();
        days.truncate(DAYS_MAX);
        let exams = current.programme().exams.iter().map(|exam| &exam.code);
        let taken_out = exams.filter(|exam| proposed.exam(exam.as_str()).is_none()).collect();
        Sides { current, proposed, today, pairs, days, taken_out }
    }

    /// Whether both programmes offer the same ways to renew a certification.
    pub(super) fn offers_the_same(&self, place: usize) -> bool {
        self.pairs.get(place).is_some_and(|pair| pair.same)
    }

    /// A day that is yet to come; none for what is there at once, so that a plan says the same tomorrow.
    pub(super) fn ahead(&self, day: Date) -> Option<Date> {
        Some(day).filter(|day| *day > self.today)
    }

    /// A certification's title, as it will be.
    pub(super) fn title(&self, place: usize) -> &'p str {
        let Some(pair) = self.pairs.get(place) else { return "" };
        match (pair.after, pair.before) {
            (Some(after), _) => self.proposed.title(after),
            (None, Some(before)) => self.current.title(before),
            (None, None) => "",
        }
    }

    /// The place of a certification among the pairs.
    pub(super) fn place(&self, code: &str) -> Option<usize> {
        let gone = || self.pairs.iter().position(|pair| *pair.code == *code);
        self.proposed.index(code).or_else(gone)
    }

    /// The impacts of one key with their headline.
    pub(super) fn group(&self, key: Key<'_>, people: Vec<Impact>) -> Group {
        let code = key.place.and_then(|place| self.pairs.get(place)).map(|pair| pair.code.clone());
        let subject = match (key.place, key.what) {
            (_, What::Exam(exam)) => exam,
            (Some(place), _) => self.title(place),
            (None, _) => "",
        };
        let (headline, text) = headline(key);
        let from = key.from.map(|day| format!(" from {} on", words::day(day))).unwrap_or_default();
        let title = format!("{subject}: {headline}{from}");
        Group { kind: key.kind, certification: code, title, text: text.to_owned(), people }
    }
}

/// Whether two programmes say the same about renewing a certification.
///
/// Compares with the places of rules in files: one that moved costs a comparison of ways, nothing else.
fn is_renewed_the_same(
    (current, before): (&Rules<'_>, Option<usize>),
    (proposed, after): (&Rules<'_>, Option<usize>),
) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let says_the_same = |before: usize, after: usize| {
        let policies = [(current, before), (proposed, after)]
            .map(|(rules, index)| rules.subject(index).and_then(|subject| subject.policy));
        let [was, is] = policies;
        was == is && current.exams_of(before) == proposed.exams_of(after)
    };
    let uppers = (current.uppers_of(before), proposed.uppers_of(after));
    let same_uppers = uppers.0.len() == uppers.1.len()
        && uppers.0.iter().zip(uppers.1).all(|(before, after)| {
            let codes = (current.subject(*before), proposed.subject(*after));
            codes.0.map(|subject| subject.code) == codes.1.map(|subject| subject.code)
                && says_the_same(*before, *after)
        });
    same_uppers && says_the_same(before, after)
}

/// Days on which a programme's rules change.
fn starts<'r>(rules: &'r Rules<'_>) -> impl Iterator<Item = Date> + 'r {
    let versions = rules.programme().policies.iter().flat_map(|policy| &policy.versions);
    rules.fact_days().chain(versions.filter_map(|version| version.in_force_from))
}

/// The day after, as the first one on which something is gone.
pub(super) fn next_day(day: Date) -> Date {
    Period::days(1).after(day)
}

/// What makes impacts one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'s> {
    pub(super) kind: ImpactKind,
    /// The certification's place among the pairs.
    pub(super) place: Option<usize>,
    pub(super) what: What<'s>,
    /// The day from which it differs, where that is a later one for everybody in the group.
    pub(super) from: Option<Date>,
}

/// What in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What<'s> {
    Itself,
    Route { title: &'s str, id: &'s str },
    Upper { title: &'s str, code: &'s str, nth: usize },
    Exam(&'s str),
    States(&'static str, &'static str),
}

impl<'s> What<'s> {
    pub(super) fn of(rules: &'s Rules<'_>, by: &By<'s>) -> Self {
        match by {
            By::Route(route) => What::Route { title: words::title(route), id: &route.id },
            By::Cascade { upper, nth, .. } => {
                let code = rules.subject(*upper).map_or("", |subject| subject.code.as_str());
                What::Upper { title: rules.title(*upper), code, nth: *nth }
            }
            By::Earn { .. } => What::Itself,
        }
    }

    /// Whether both name the same way, whatever its title is.
    pub(super) fn is(&self, other: &What<'_>) -> bool {
        match (self, other) {
            (What::Route { id, .. }, What::Route { id: other, .. }) => id == other,
            (What::Upper { code, nth, .. }, What::Upper { code: other, nth: other_nth, .. }) => {
                (code, nth) == (other, other_nth)
            }
            _ => false,
        }
    }

    /// `the route “…”` or the upper one's title.
    pub(super) fn words(self) -> String {
        match self {
            What::Route { title, .. } => format!("the route “{title}”"),
            What::Upper { title, .. } => format!("the renewal by {title}"),
            What::Exam(exam) => exam.to_owned(),
            What::Itself | What::States(..) => String::new(),
        }
    }
}

/// What happens in this group, and what that means.
fn headline(key: Key<'_>) -> (String, &'static str) {
    let way = key.what.words();
    match key.kind {
        ImpactKind::CannotRenew => (
            "can no longer be renewed".to_owned(),
            "No way to renew is left: it ends with its last valid day, whatever the holder does.",
        ),
        ImpactKind::EndsEarlier => {
            ("ends earlier".to_owned(), "The last valid day moves to an earlier day than holders were told.")
        }
        ImpactKind::StatusChanges => match key.what {
            What::States(before, after) => {
                (format!("{after} instead of {before}"), "What verifiers see is another state than before.")
            }
            _ => ("is in another state".to_owned(), "What verifiers see is another state than before."),
        },
        ImpactKind::LosesRoute => {
            (format!("loses {way}"), "One way to renew goes, or works on fewer days; others may be left.")
        }
        ImpactKind::EarlyRenewalShortens => (
            format!("{way} would shorten what is held"),
            "Whoever takes it as soon as it works ends earlier than without it: warn them, or set \
             `never_shorten`.",
        ),
        ImpactKind::BookingAfterLastDay => (
            "booked for days on which it cannot be sat".to_owned(),
            "An open booking is cut short or cannot be used at all: offer another exam version or a refund.",
        ),
        ImpactKind::RetakeCrossesCut => (
            "no day is left for a retake".to_owned(),
            "The wait after their fail ends after the last test day: their next exam is another version.",
        ),
        ImpactKind::EndsLater => ("ends later".to_owned(), "The last valid day moves to a later day."),
        ImpactKind::GainsRoute => {
            (format!("gains {way}"), "One more way to renew comes, or one works on more days.")
        }
        ImpactKind::GainsRetake => (
            "can be retaken again".to_owned(),
            "The wait after their fail ends in time now: they can sit the same exam version once more.",
        ),
    }
}
