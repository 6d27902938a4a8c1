//! Both programmes made ready for one comparison, and the names of what is found.

use assay_kernel::{Arg, CertificationCode, Date, ExamCode, Period, Said};
use assay_programme::model::{ExamVersion, Programme};

use super::{Impact, ImpactGroup, ImpactKind};
use crate::{renew::By, rules::Rules, words};

/// Two programmes side by side.
pub(super) struct Sides<'p> {
    pub(super) current: Rules<'p>,
    pub(super) proposed: Rules<'p>,
    pub(super) today: Date,
    /// Every certification of either: the proposed ones in their order, then those that are gone.
    pub(super) pairs: Vec<BothSides<'p>>,
    /// Later days on which dated facts or other versions begin, in order.
    pub(super) days: Vec<Date>,
    /// Exam versions that are taken out.
    pub(super) taken_out: Vec<&'p ExamCode>,
}

/// A certification in both programmes, by its place in each.
pub(super) struct BothSides<'p> {
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
        let after = proposed.subjects().iter().enumerate().map(|(after, subject)| BothSides {
            code: subject.code,
            before: current.index(subject.code.as_str()),
            after: Some(after),
            same: false,
        });
        let gone = current.subjects().iter().enumerate();
        let gone = gone.filter(|(_, subject)| proposed.index(subject.code.as_str()).is_none());
        let gone = gone.map(|(before, subject)| BothSides {
            code: subject.code,
            before: Some(before),
            after: None,
            same: false,
        });
        let mut pairs: Vec<BothSides<'p>> = after.chain(gone).collect();
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
    pub(super) fn group(&self, key: GroupKey<'_>, people: Vec<Impact>) -> ImpactGroup {
        let code = key.place.and_then(|place| self.pairs.get(place)).map(|pair| pair.code.clone());
        let subject = match (key.place, key.what) {
            (_, What::Exam(exam)) => Arg::Exam(ExamCode::new(exam)),
            (Some(place), _) => Arg::title(self.title(place)),
            (None, _) => Arg::title(""),
        };
        let headline = match key.what {
            What::Exam(exam) if key.kind == ImpactKind::RetakeCrossesCut && !self.is_followed(exam) => {
                Said::of("impact.no-retake-and-nothing-follows")
            }
            _ => headline(key),
        };
        let said = headline.with("subject", subject).maybe("from", key.from);
        ImpactGroup { kind: key.kind, certification: code, said, people }
    }
}

impl Sides<'_> {
    /// Whether another exam version, of the certification or of the one that follows it, goes on after one.
    fn is_followed(&self, exam: &str) -> bool {
        let programme = self.proposed.programme();
        let Some(ending) = self.proposed.exam(exam).or_else(|| self.current.exam(exam)) else { return false };
        let ends = self.proposed.exam(exam).and_then(ExamVersion::last_test_day_of_all);
        let ends = ends.unwrap_or(self.today).max(self.today);
        let heirs = programme.certifications.iter().filter(|certification| {
            certification.code == ending.certification
                || certification.formerly.as_ref() == Some(&ending.certification)
        });
        let of_heirs = heirs.flat_map(|heir| programme.exams_of(heir.code.as_str()));
        let named = programme.transitions.iter().filter(|transition| transition.from == *exam);
        let named = named.filter_map(|transition| programme.exam(transition.to.as_str()));
        let goes_on = |other: &ExamVersion| {
            other.code != *exam && other.last_test_day_of_all().is_none_or(|last| last > ends)
        };
        of_heirs.chain(named).any(goes_on)
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
pub(super) struct GroupKey<'s> {
    pub(super) kind: ImpactKind,
    /// The certification's place among the pairs.
    pub(super) place: Option<usize>,
    pub(super) what: What<'s>,
    /// Which way its first day moves, where that is all.
    pub(super) begins: Option<Begins>,
    /// The day from which it differs, where that is a later one for everybody in the group.
    pub(super) from: Option<Date>,
}

impl<'s> GroupKey<'s> {
    pub(super) fn new(kind: ImpactKind, place: usize, what: What<'s>) -> Self {
        GroupKey { kind, place: Some(place), what, begins: None, from: None }
    }
}

/// Where the first day of a way moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Begins {
    Sooner,
    Later,
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

    /// The way as the subject or object of a sentence; none where it is no way.
    pub(super) fn said(self) -> Option<Said> {
        match self {
            What::Route { title, .. } => Some(Said::of("what.route").with("title", Arg::title(title))),
            What::Upper { title, .. } => Some(Said::of("what.upper").with("title", Arg::title(title))),
            What::Exam(_) | What::Itself | What::States(..) => None,
        }
    }
}

/// What happens in this group.
fn headline(key: GroupKey<'_>) -> Said {
    let said = Said::of(match (key.begins, key.kind) {
        (Some(Begins::Later), _) => "impact.begins-later",
        (Some(Begins::Sooner), _) => "impact.begins-earlier",
        (None, ImpactKind::CannotRenew) => "impact.cannot-renew",
        (None, ImpactKind::EndsEarlier) => "impact.ends-earlier",
        (None, ImpactKind::StatusChanges) => "impact.status-changes",
        (None, ImpactKind::LosesRoute) => "impact.loses-route",
        (None, ImpactKind::EarlyRenewalShortens) => "impact.early-renewal-shortens",
        (None, ImpactKind::RegistrationAfterLastDay) => "impact.registration-after-last-day",
        (None, ImpactKind::RetakeCrossesCut) => "impact.no-retake",
        (None, ImpactKind::EndsLater) => "impact.ends-later",
        (None, ImpactKind::GainsRoute) => "impact.gains-route",
        (None, ImpactKind::GainsRetake) => "impact.retake-again",
    });
    match key.what {
        What::States(before, after) => said.with("before", Said::of(before)).with("after", Said::of(after)),
        what => said.maybe("way", what.said()),
    }
}
