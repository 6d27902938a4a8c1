//! What a plan says, as programs read it.

use assay_kernel::{CertificationCode, Date, Period, Said};
use serde::{Deserialize, Serialize};

use super::Finding;

/// What a changed programme does: to itself, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactPlan {
    /// The day it looks from.
    pub today: Date,
    /// How many people were looked at.
    pub people: usize,
    /// How many of them something happens to.
    pub touched: usize,
    /// What is to be said about the change itself.
    pub programme: Vec<Finding>,
    /// What happens to people: the worst first, then in the programme's order.
    pub groups: Vec<ImpactGroup>,
    /// How many certifications end in each month, before and after.
    pub expiries: Expiries,
}

impl ImpactPlan {
    /// Whether nothing changes for anybody and nothing is to be said.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.programme.is_empty()
    }

    /// What happens to one person, in the order of the groups.
    pub fn impacts_of<'p>(&'p self, person: &'p str) -> impl Iterator<Item = (&'p ImpactGroup, &'p Impact)> {
        self.groups.iter().flat_map(move |group| {
            // Sorted by person: a page of one person costs no walk over a million.
            let first = group.people.partition_point(|impact| impact.person.as_str() < person);
            let rest = group.people.get(first..).unwrap_or_default();
            let own = rest.iter().take_while(move |impact| impact.person == person);
            own.map(move |impact| (group, impact))
        })
    }

    /// How many impacts there are of a kind.
    pub fn count(&self, kind: ImpactKind) -> usize {
        let groups = self.groups.iter().filter(|group| group.kind == kind);
        groups.map(|group| group.people.len()).sum()
    }
}

/// The same thing happening to some people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactGroup {
    /// What kind of thing.
    pub kind: ImpactKind,
    /// To which certification; none for exam versions nothing is known of.
    pub certification: Option<CertificationCode>,
    /// A headline as its title, and what it means.
    #[serde(flatten)]
    pub said: Said,
    /// To whom, by person.
    pub people: Vec<Impact>,
}

/// What happens to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// Who.
    pub person: String,
    /// The day this is about, under the current programme.
    ///
    /// A last valid day, where none means no end; or the last day on which a way to renew, a registration or
    /// a retake works, where none means that nothing ends it.
    pub before: Option<Date>,
    /// The same under the proposed programme.
    ///
    /// None also where there is nothing any more, and where the day of renewing decides it.
    pub after: Option<Date>,
    /// The later day from which it differs; none where it does at once.
    pub from: Option<Date>,
    /// What the person may be told.
    #[serde(flatten)]
    pub said: Said,
}

/// What can happen to people: the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImpactKind {
    /// No way to renew is left, though there was one.
    CannotRenew,
    /// The last valid day moves to an earlier one.
    EndsEarlier,
    /// The state on the day of the plan, or on a later day, is another.
    StatusChanges,
    /// A way to renew goes, or goes earlier.
    LosesRoute,
    /// Renewing now would end earlier than what is held (renewal-rules, trap a).
    EarlyRenewalShortens,
    /// A registration's days are cut short or gone.
    #[serde(rename = "booking_after_last_day")]
    RegistrationAfterLastDay,
    /// Who failed can no longer sit the same exam version again.
    RetakeCrossesCut,
    /// The last valid day moves to a later one.
    EndsLater,
    /// A way to renew comes, or stays longer.
    GainsRoute,
    /// Who failed can sit the same exam version again after all.
    GainsRetake,
}

impl ImpactKind {
    /// All of them, the worst first.
    pub const ALL: [ImpactKind; 10] = [
        ImpactKind::CannotRenew,
        ImpactKind::EndsEarlier,
        ImpactKind::StatusChanges,
        ImpactKind::LosesRoute,
        ImpactKind::EarlyRenewalShortens,
        ImpactKind::RegistrationAfterLastDay,
        ImpactKind::RetakeCrossesCut,
        ImpactKind::EndsLater,
        ImpactKind::GainsRoute,
        ImpactKind::GainsRetake,
    ];

    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ImpactKind::CannotRenew => "cannot_renew",
            ImpactKind::EndsEarlier => "ends_earlier",
            ImpactKind::StatusChanges => "status_changes",
            ImpactKind::LosesRoute => "loses_route",
            ImpactKind::EarlyRenewalShortens => "early_renewal_shortens",
            ImpactKind::RegistrationAfterLastDay => "booking_after_last_day",
            ImpactKind::RetakeCrossesCut => "retake_crosses_cut",
            ImpactKind::EndsLater => "ends_later",
            ImpactKind::GainsRoute => "gains_route",
            ImpactKind::GainsRetake => "gains_retake",
        }
    }

    /// Whether people are worse off.
    pub fn is_bad(self) -> bool {
        !matches!(self, ImpactKind::EndsLater | ImpactKind::GainsRoute | ImpactKind::GainsRetake)
    }
}

/// Months that are counted: the longest validity of the catalogue is four years.
const MONTHS: usize = 60;

/// How many certifications end in each month, under both programmes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiries {
    /// First day of the first month: that of the plan's day.
    pub first_month: Date,
    /// By month under the current programme.
    pub before: Vec<u32>,
    /// By month under the proposed one.
    pub after: Vec<u32>,
    /// After those months, or without end, under the current programme.
    pub later_before: u32,
    /// After those months, or without end, under the proposed one.
    pub later_after: u32,
}

impl Expiries {
    pub(super) fn starting(today: Date) -> Self {
        Expiries {
            first_month: today.first_of_month(),
            before: vec![0; MONTHS],
            after: vec![0; MONTHS],
            later_before: 0,
            later_after: 0,
        }
    }

    pub(super) fn count_before(&mut self, until: Option<Date>) {
        count(self.first_month, &mut self.before, &mut self.later_before, until);
    }

    pub(super) fn count_after(&mut self, until: Option<Date>) {
        count(self.first_month, &mut self.after, &mut self.later_after, until);
    }

    pub(super) fn add(&mut self, other: &Expiries) {
        let sum = |mine: &mut Vec<u32>, theirs: &[u32]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine = mine.saturating_add(*theirs);
            }
        };
        sum(&mut self.before, &other.before);
        sum(&mut self.after, &other.after);
        self.later_before = self.later_before.saturating_add(other.later_before);
        self.later_after = self.later_after.saturating_add(other.later_after);
    }

    /// The first day of each counted month.
    pub fn months(&self) -> impl Iterator<Item = Date> {
        let places = (0..).take(self.before.len());
        places.map(|months| Period::months(months).after(self.first_month))
    }
}

fn count(first_month: Date, months: &mut [u32], later: &mut u32, until: Option<Date>) {
    let month_of = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let place = until.map(|until| month_of(until) - month_of(first_month));
    if place.is_some_and(|place| place < 0) {
        return;
    }
    let month = place.and_then(|place| usize::try_from(place).ok()).and_then(|place| months.get_mut(place));
    let counter = month.unwrap_or(later);
    *counter = counter.saturating_add(1);
}
