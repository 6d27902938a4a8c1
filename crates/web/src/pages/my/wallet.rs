//! What somebody holds, in the order in which it matters to them: what needs them, what goes on, what is
//! over.

use assay_assessment::registration::long;
use assay_kernel::{Date, Period};
use assay_standing::{CredentialStanding, RenewBy, Status};

use super::way::lengthens;

/// Days before the last chance from which a certification needs its holder: to prepare for an exam takes
/// weeks, and a failed one asks for a wait.
const NEEDS_DAYS: i32 = 90;

/// What somebody holds, sorted.
#[derive(Default)]
pub(super) struct Wallet<'a> {
    /// What is lost unless they act soon: by the day by which they must.
    pub(super) needs: Vec<NeedOfHolder<'a>>,
    /// What goes on: what ends first before what ends later.
    pub(super) held: Vec<&'a CredentialStanding>,
    /// What is over.
    pub(super) ended: Vec<&'a CredentialStanding>,
}

/// A certification that needs its holder.
pub(in crate::pages) struct NeedOfHolder<'a> {
    /// Which.
    pub(in crate::pages) held: &'a CredentialStanding,
    /// The last day on which something can be done.
    pub(in crate::pages) by: Date,
    /// The way to take.
    pub(in crate::pages) way: &'a RenewBy,
}

impl<'a> Wallet<'a> {
    /// Sorts what somebody holds, as it stands today.
    pub(super) fn of(credentials: &'a [CredentialStanding], today: Date) -> Self {
        let mut wallet = Wallet::default();
        for held in credentials {
            match need(held, today) {
                Some(need) => wallet.needs.push(need),
                None if is_over(held) => wallet.ended.push(held),
                None => wallet.held.push(held),
            }
        }
        wallet.needs.sort_by_key(|need| need.by);
        let end = |held: &&CredentialStanding| (held.valid_until.is_none(), held.valid_until);
        wallet.held.sort_by_key(end);
        wallet.ended.sort_by_key(|held| std::cmp::Reverse(ended_on(held)));
        wallet
    }

    /// `You hold 5; 1 needs you before 1 March 2026.`
    pub(super) fn summary(&self) -> String {
        let holds = |held: &CredentialStanding| matches!(held.status, Status::Active | Status::Grace);
        let needing = self.needs.iter().filter(|need| holds(need.held)).count();
        let going = self.held.iter().filter(|held| holds(held)).count();
        let (count, rest) = (needing + going, self.held.len() - going);
        let mut text = match count {
            0 => "You hold none today".to_owned(),
            count => format!("You hold {count}"),
        };
        if let Some(first) = self.needs.first() {
            let (n, verb) = (self.needs.len(), if self.needs.len() == 1 { "needs" } else { "need" });
            let before = long(Period::days(1).after(first.by));
            text += &match n {
                1 => format!("; 1 {verb} you before {before}"),
                n => format!("; {n} {verb} you, the first before {before}"),
            };
        }
        let quiet = self.held.iter().filter_map(|held| first_needed(held)).min();
        if let Some(first) = quiet.filter(|_| self.needs.is_empty()) {
            text += &format!("; nothing to do before {}", long(first));
        }
        if rest > 0 {
            text += &format!("; {rest} not active for now");
        }
        text += ".";
        match self.ended.len() {
            0 => text,
            1 => text + " 1 has ended.",
            n => text + &format!(" {n} have ended."),
        }
    }

    /// `1 revoked, 4 expired`.
    pub(super) fn ended_words(&self) -> String {
        let count = |of: &[Status]| self.ended.iter().filter(|held| of.contains(&held.status)).count();
        let words = [
            (count(&[Status::Revoked]), "revoked"),
            (count(&[Status::Expired]), "expired"),
            (count(&[Status::Suspended, Status::Inactive, Status::None]), "not active"),
        ];
        let said = words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
        said.collect::<Vec<_>>().join(", ")
    }
}

/// What is to come for something that needs nobody today.
pub(in crate::pages) fn next_step(held: &CredentialStanding, today: Date) -> String {
    if is_over(held) {
        let earn = held.renew_by.first().filter(|_| held.status == Status::Expired);
        return match earn.and_then(|way| way.exam.as_ref()) {
            Some(exam) => format!("Earn it anew with {exam}"),
            None if earn.is_some() => "Can be earned anew".to_owned(),
            None => String::new(),
        };
    }
    if held.status == Status::Barred {
        return "Ask the certification body: it is suspended".to_owned();
    }
    if let Some(fact) = held.foreseen.first() {
        let then =
            fact.valid_until.map_or("without end".to_owned(), |until| format!("until {}", long(until)));
        return format!("From {} on: {then}", long(fact.on));
    }
    if let Some((way, last)) = falls_away(held, today) {
        return format!("{} renews it until {} only", way, long(last));
    }
    match (held.valid_until, first_needed(held)) {
        (None, _) => "Nothing to do: it has no end".to_owned(),
        (Some(until), _) if until < today => "Active as long as another one is".to_owned(),
        (Some(_), Some(first)) => format!("Nothing to do before {}", long(first)),
        (Some(_), None) if held.renew_by.is_empty() => "Nothing renews it".to_owned(),
        (Some(_), None) => "Nothing to gain yet".to_owned(),
    }
}

/// Whether it is over: nothing but earning it anew brings it back.
fn is_over(held: &CredentialStanding) -> bool {
    match held.status {
        Status::Revoked | Status::Expired | Status::None => true,
        Status::Active | Status::Grace | Status::Suspended | Status::Barred | Status::Inactive => false,
    }
}

/// The day with which it ended, for the order of what is over.
fn ended_on(held: &CredentialStanding) -> Option<Date> {
    held.revoked_on.filter(|_| held.status == Status::Revoked).or(held.valid_until)
}

/// The last day on which anything still keeps it; none where nothing does.
fn last_chance(held: &CredentialStanding) -> Option<Date> {
    let end = match held.status {
        Status::Active => held.valid_until,
        Status::Grace => held.suspended_until.or(held.grace_until),
        Status::Suspended => held.suspended_until,
        Status::Expired | Status::Inactive | Status::Revoked | Status::Barred | Status::None => None,
    }?;
    let ways = held.renew_by.iter().filter(|way| lengthens(held, way));
    ways.map(|way| way.closes_on.map_or(end, |closes| closes.min(end))).max()
}

/// The day from which it needs its holder.
fn first_needed(held: &CredentialStanding) -> Option<Date> {
    last_chance(held)
        .filter(|_| held.status == Status::Active)
        .map(|last| Period::days(NEEDS_DAYS).before(last))
}

/// The exam of its own that renews it for a short time only, while something else does so for longer.
fn falls_away(held: &CredentialStanding, today: Date) -> Option<(&str, Date)> {
    let last = last_chance(held)?;
    let ways = held.renew_by.iter().filter(|way| way.open_now && lengthens(held, way));
    let own = ways.filter(|way| !way.route.starts_with("cascade"));
    let closing = own.filter_map(|way| Some((way.exam.as_ref()?.as_str(), way.closes_on?)));
    let soon = closing.filter(|(_, closes)| *closes < last && (*closes - today).get_days() <= NEEDS_DAYS);
    soon.min_by_key(|(_, closes)| *closes)
}

/// Whether it needs its holder, until when, and what for.
pub(in crate::pages) fn need(held: &CredentialStanding, today: Date) -> Option<NeedOfHolder<'_>> {
    // Kept alive by another one: its own end is past, and nothing renews it.
    let past = held.status == Status::Active && held.valid_until.is_none_or(|until| until < today);
    let by = last_chance(held).filter(|_| !past)?;
    // In grace and suspended it is more than soon, however long that lasts.
    let soon = first_needed(held).is_none_or(|first| first <= today);
    let way = best(held, today).filter(|_| soon)?;
    Some(NeedOfHolder { held, by, way })
}

/// The way to name first: one that works today before one that opens, and by the day it gives.
pub(super) fn best(held: &CredentialStanding, today: Date) -> Option<&RenewBy> {
    let ways = held.renew_by.iter().filter(|way| lengthens(held, way));
    let opens = |way: &RenewBy| way.opens_on.filter(|opens| *opens > today);
    // With no last valid day it gives the longest.
    let given = |way: &RenewBy| (way.gives_until.is_none(), way.gives_until);
    ways.min_by_key(|way| (opens(way), std::cmp::Reverse(given(way))))
}
