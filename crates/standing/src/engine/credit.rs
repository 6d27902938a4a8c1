//! The ledger of credits, fees and activities of a cycle (renewal-rules 11 to 14).
//!
//! A credit counts once: what a renewal needed is spent, so that a credit earned in grace cannot save the old
//! cycle and then fill the new one. The same goes for activities and payments.

use std::collections::BTreeMap;

use assay_kernel::Date;
use assay_programme::model::{Carry, CreditRule, Route};

use super::days::day_after;

struct Credit<'a> {
    on: Date,
    category: &'a str,
    left: u32,
    spent: bool,
}

pub(super) struct Activity<'a> {
    on: Date,
    pub(super) name: &'a str,
    spent: bool,
}

/// Credits, payments and activities of a holder, and where the running cycle began.
pub(crate) struct Cycle<'a> {
    earned_on: Date,
    from: Date,
    /// Entries before this place belong to an earlier cycle, though they may be of the same day.
    credits_from: usize,
    fees_from: usize,
    activities_from: usize,
    /// Surplus from after this day counts as well, within its limits (13).
    carried: Option<(Date, &'a Carry)>,
    credits: Vec<Credit<'a>>,
    fees: Vec<(Date, u32)>,
    activities: Vec<Activity<'a>>,
}

/// A route being looked at on a day, by a holder whose last valid day is `until`.
#[derive(Clone, Copy)]
pub(crate) struct Look<'r> {
    pub(crate) route: &'r Route,
    pub(crate) until: Option<Date>,
    pub(crate) day: Date,
}

impl<'a> Cycle<'a> {
    pub(crate) fn starting(earned_on: Date) -> Self {
        Cycle {
            earned_on,
            from: earned_on,
            credits_from: 0,
            fees_from: 0,
            activities_from: 0,
            carried: None,
            credits: Vec::new(),
            fees: Vec::new(),
            activities: Vec::new(),
        }
    }

    pub(crate) fn add_credits(&mut self, on: Date, category: &'a str, left: u32) {
        self.credits.push(Credit { on, category, left, spent: false });
    }

    pub(crate) fn add_fees(&mut self, on: Date, left: u32) {
        self.fees.push((on, left));
    }

    pub(crate) fn add_activity(&mut self, on: Date, name: &'a str) {
        self.activities.push(Activity { on, name, spent: false });
    }

    /// The day on which the running cycle begins, where that is after a day: it was renewed early.
    pub(crate) fn begins_after(&self, day: Date) -> Option<Date> {
        Some(self.from).filter(|from| *from > day)
    }

    /// Surplus from before the running cycle that counts in it as well: after which day, and how much (13).
    pub(crate) fn carries(&self) -> Option<(Date, &'a Carry)> {
        self.carried
    }

    /// Whether a credit is the running cycle's own.
    fn is_own(&self, place: usize, credit: &Credit<'_>) -> bool {
        place >= self.credits_from && credit.on >= self.from
    }

    /// Whether a credit of an earlier cycle may be carried into this one (13).
    fn is_carried(&self, credit: &Credit<'_>) -> bool {
        self.carried.is_some_and(|(after, carry)| {
            let meant = carry.categories.is_empty() || carry.categories.iter().any(|c| c == credit.category);
            meant && credit.on > after
        })
    }

    /// What counts for a route on a day, by place: the cycle's own, and carried surplus up to its cap.
    pub(super) fn usable(&self, look: Look<'_>) -> Vec<(usize, u32)> {
        let Look { route, until, day } = look;
        // After expiry only as far as `credit_until` (12).
        let last = until.map_or(day, |until| credits_until(route, until).min(day));
        let mut carry = self.carried.map_or(0, |(_, carry)| carry.max);
        let mut usable = Vec::new();
        for (place, credit) in self.credits.iter().enumerate() {
            if credit.on > last || credit.left == 0 {
                continue;
            }
            if self.is_own(place, credit) {
                usable.push((place, credit.left));
            } else if carry > 0 && self.is_carried(credit) {
                let taken = credit.left.min(carry);
                carry -= taken;
                usable.push((place, taken));
            }
        }
        usable
    }

    pub(super) fn fees_paid(&self, day: Date) -> u32 {
        let running = self.fees.iter().skip(self.fees_from);
        let paid = running.filter(|(on, _)| *on >= self.from && *on <= day).map(|(_, n)| *n);
        paid.fold(0, u32::saturating_add)
    }

    /// The payments a route asks for: none of those certified for less than `fees_after` (14).
    pub(super) fn fees_asked(&self, look: Look<'_>, fees: u32) -> u32 {
        let asks = look.route.fees_after.is_none_or(|period| look.day >= period.after(self.earned_on));
        if asks { fees } else { 0 }
    }

    /// The activities of the running cycle up to a day.
    pub(super) fn done(&self, day: Date) -> impl Iterator<Item = &Activity<'a>> {
        let running = self.activities.iter().skip(self.activities_from);
        running.filter(move |done| !done.spent && done.on >= self.from && done.on <= day)
    }

    /// The credits that count for a route, by category and before any cap.
    pub(super) fn sums(&self, look: Look<'_>) -> BTreeMap<&'a str, u32> {
        let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
        for (place, n) in self.usable(look) {
            if let Some(credit) = self.credits.get(place) {
                let sum = sums.entry(credit.category).or_default();
                *sum = sum.saturating_add(n);
            }
        }
        sums
    }

    /// Marks what a renewal needed as spent: credits, payments and the activities it uses.
    pub(super) fn take(
        &mut self,
        look: Look<'_>,
        (rules, fees): (Vec<&CreditRule>, u32),
        uses: impl Fn(&str) -> bool,
    ) {
        let day = look.day;
        for done in self.activities.iter_mut().skip(self.activities_from) {
            done.spent |= done.on >= self.from && done.on <= day && uses(done.name);
        }
        let mut fees = self.fees_asked(look, fees);
        for (on, left) in self.fees.iter_mut().skip(self.fees_from) {
            if *on >= self.from && *on <= day {
                let taken = fees.min(*left);
                fees -= taken;
                *left -= taken;
            }
        }
        if rules.is_empty() {
            return;
        }
        let usable = self.usable(look);
        // Conditions are judged each by itself, so a credit that stands in two of them is spent once.
        let mut spent: BTreeMap<usize, u32> = BTreeMap::new();
        for rule in rules {
            for (place, n) in self.needed(rule, &usable) {
                let most = spent.entry(place).or_default();
                *most = n.max(*most);
            }
        }
        for (place, n) in spent {
            if let Some(credit) = self.credits.get_mut(place) {
                credit.left = credit.left.saturating_sub(n);
                credit.spent |= n > 0;
            }
        }
    }

    /// What a rule needs of the usable credits.
    ///
    /// First the minima, narrowest first, then the rest, oldest first.
    fn needed(&self, rule: &CreditRule, usable: &[(usize, u32)]) -> Vec<(usize, u32)> {
        let mut taken: Vec<(usize, u32)> = usable.iter().map(|(place, _)| (*place, 0)).collect();
        let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
        let mut take = |mut open: u32, sums: &mut BTreeMap<&'a str, u32>, group: Option<&str>| {
            for ((place, n), (_, taken)) in usable.iter().zip(&mut taken) {
                let Some(credit) = self.credits.get(*place) else { continue };
                if group.is_none_or(|group| in_group(credit.category, group)) {
                    let room = room(rule, sums, credit.category);
                    let more = open.min(n.saturating_sub(*taken)).min(room);
                    open -= more;
                    *taken += more;
                    let sum = sums.entry(credit.category).or_default();
                    *sum = sum.saturating_add(more);
                }
            }
        };
        for (group, needed) in minima(rule) {
            take(needed.saturating_sub(sum_of(&sums, group)), &mut sums, Some(group));
        }
        take(rule.total.saturating_sub(total(&sums)), &mut sums, None);
        taken
    }

    /// Whether credits have renewed before.
    pub(crate) fn has_spent(&self) -> bool {
        self.credits.iter().any(|credit| credit.spent)
    }

    /// Takes credits back from the running cycle, latest first and its own before carried ones.
    ///
    /// Gives how many there were to take: what a renewal has used up is not there any more.
    pub(crate) fn strike(&mut self, day: Date, n: u32, category: Option<&str>) -> u32 {
        let mut left = n;
        for own in [true, false] {
            for place in (0..self.credits.len()).rev() {
                let Some(credit) = self.credits.get(place) else { continue };
                let counts = if own { self.is_own(place, credit) } else { self.is_carried(credit) };
                let meant = category.is_none_or(|category| category == credit.category);
                if counts && meant && credit.on <= day {
                    let taken = left.min(credit.left);
                    left -= taken;
                    if let Some(credit) = self.credits.get_mut(place) {
                        credit.left -= taken;
                    }
                }
            }
        }
        n - left
    }

    /// Begins the next cycle after a renewal by a route.
    ///
    /// Counted from the event, it begins with what comes after the event; counted from a last valid day, on
    /// the day after that, so that an early renewal keeps its rhythm.
    pub(crate) fn turn_over(&mut self, route: &'a Route, from: Option<Date>, on: Date) {
        let end = match from {
            Some(until) => {
                self.from = day_after(until);
                (self.credits_from, self.fees_from, self.activities_from) = (0, 0, 0);
                until
            }
            None => {
                self.restart(on);
                on
            }
        };
        self.carried = route.carry.as_ref().map(|carry| (carry.last.before(end), carry));
    }

    /// Begins a new cycle with what comes from now on.
    pub(crate) fn restart(&mut self, on: Date) {
        self.from = on;
        self.credits_from = self.credits.len();
        self.fees_from = self.fees.len();
        self.activities_from = self.activities.len();
        self.carried = None;
    }
}

/// The last day on which credits count for a route whose period ends on a day (12).
pub(crate) fn credits_until(route: &Route, until: Date) -> Date {
    route.credit_until.map_or(until, |period| period.after(until))
}

/// What counts of each category.
///
/// First for the minima, narrowest first, then whatever the caps leave room for.
/// Exact where the groups of minima and caps are apart or within one another, as in every sourced rule.
pub(super) fn counted<'s>(rule: &CreditRule, sums: &BTreeMap<&'s str, u32>) -> BTreeMap<&'s str, u32> {
    let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
    let take = |mut open: u32, counted: &mut BTreeMap<&'s str, u32>, group: Option<&str>| {
        for (category, n) in sums.iter().filter(|(c, _)| group.is_none_or(|group| in_group(c, group))) {
            let before = counted.get(category).copied().unwrap_or(0);
            let more = open.min(n.saturating_sub(before)).min(room(rule, counted, category));
            open -= more;
            counted.insert(category, before.saturating_add(more));
        }
    };
    // Without a cap that binds several categories together, none takes another's room.
    if rule.max.keys().any(|group| group.contains('|')) {
        for (group, needed) in minima(rule) {
            take(needed.saturating_sub(sum_of(&counted, group)), &mut counted, Some(group));
        }
    }
    take(u32::MAX, &mut counted, None);
    counted
}

/// What is missing in each category or group.
pub(super) fn missing(rule: &CreditRule, counted: &BTreeMap<&str, u32>) -> Vec<(String, u32)> {
    let short = rule.min.iter().map(|(group, needed)| (group, needed.saturating_sub(sum_of(counted, group))));
    short.filter(|(_, n)| *n > 0).map(|(group, n)| (group.clone(), n)).collect()
}

pub(super) fn total(sums: &BTreeMap<&str, u32>) -> u32 {
    sums.values().fold(0, |sum, n| sum.saturating_add(*n))
}

fn minima(rule: &CreditRule) -> Vec<(&str, u32)> {
    let mut minima: Vec<(&str, u32)> = rule.min.iter().map(|(group, n)| (group.as_str(), *n)).collect();
    minima.sort_by_key(|(group, _)| group.split('|').count());
    minima
}

/// How much more of a category counts under the caps of itself and of its groups.
fn room(rule: &CreditRule, counted: &BTreeMap<&str, u32>, category: &str) -> u32 {
    let caps = rule.max.iter().filter(|(group, _)| in_group(category, group));
    let rooms = caps.map(|(group, cap)| cap.saturating_sub(sum_of(counted, group)));
    rooms.min().unwrap_or(u32::MAX)
}

fn in_group(category: &str, group: &str) -> bool {
    group.split('|').any(|member| member == category)
}

fn sum_of(sums: &BTreeMap<&str, u32>, group: &str) -> u32 {
    group.split('|').filter_map(|member| sums.get(member)).fold(0, |sum, n| sum.saturating_add(*n))
}
