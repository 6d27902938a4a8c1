//! What ends within eighteen months, by month, of those who show what they hold: with what renews it.

use assay_kernel::{Date, PersonId};
use assay_standing::{CredentialStanding, RenewBy, Standing};
use assay_words::InEnglish;
use jiff::ToSpan;

use super::seen::is_held;

/// Months that are looked ahead, this one among them.
const MONTHS: i32 = 18;

/// A month ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AheadMonth {
    /// Its first day.
    pub first: Date,
    /// What ends in it, by day.
    pub endings: Vec<EndingAhead>,
}

/// A certification that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingAhead {
    /// Whose.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its last valid day.
    pub ends_on: Date,
    /// What renews it, as its holder is told.
    pub ways: Vec<WayAhead>,
}

/// A way to renew. How far somebody has come with it is their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayAhead {
    /// What to do.
    pub text: String,
    /// From which day on; none where it always could be.
    pub from: Option<Date>,
    /// Until which day; none where nothing ends it.
    pub until: Option<Date>,
}

/// The months ahead of a day, with what ends in each.
pub(super) fn months<'a>(
    people: impl Iterator<Item = (PersonId, &'a str, Standing)>,
    today: Date,
) -> Vec<AheadMonth> {
    let this = today.first_of_month();
    let month = |number: i32| AheadMonth { first: this.saturating_add(number.months()), endings: Vec::new() };
    let mut months: Vec<AheadMonth> = (0..MONTHS).map(month).collect();
    for (person, name, standing) in people {
        for held in standing.credentials.iter().filter(|held| is_held(held)) {
            let Some(ends_on) = held.valid_until.filter(|until| *until >= today) else { continue };
            let of = months.iter_mut().find(|month| month.first == ends_on.first_of_month());
            let Some(month) = of else { continue };
            let (name, title) = (name.to_owned(), held.title.clone());
            month.endings.push(EndingAhead { person, name, title, ends_on, ways: ways(held, today) });
        }
    }
    for month in &mut months {
        month.endings.sort_by(|one, other| (one.ends_on, &one.name).cmp(&(other.ends_on, &other.name)));
    }
    months
}

/// Ways that lengthen it, those that are open first.
fn ways(held: &CredentialStanding, today: Date) -> Vec<WayAhead> {
    let lengthens = |way: &&RenewBy| match (way.gives_until, held.valid_until) {
        (Some(new), Some(old)) => new > old,
        _ => true,
    };
    let mut ways: Vec<&RenewBy> = held.renew_by.iter().filter(lengthens).collect();
    ways.sort_by_key(|way| (!way.open_now, way.opens_on));
    let way = |way: &RenewBy| WayAhead {
        text: way.said.title(),
        from: way.opens_on.filter(|opens| *opens > today),
        until: way.closes_on,
    };
    ways.into_iter().map(way).collect()
}
