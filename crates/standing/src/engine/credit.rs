//! The ledger of credits and fees of a running cycle (renewal-zoo 11 to 14).
//!
//! A credit counts once: what a renewal needed is spent, so that a credit earned in grace cannot save the old
//! cycle and then fill the new one.

use std::collections::BTreeMap;

use assay_kernel::Date;
use assay_programme::model::{Anchor, CreditRule, Route};

use super::day_after;

struct Credit<'a> {
    on: Date,
    category: &'a str,
    left: u32,
}

/// Credits and payments of a holder, and where the running cycle began.
pub(crate) struct Cycle<'a> {
    from: Date,
    /// Entries before this place belong to an earlier cycle, though they may be of the same day.
    credits_from: usize,
    fees_from: usize,
    /// Surplus from after this day counts up to this many (13).
    carried: Option<(Date, u32)>,
    credits: Vec<Credit<'a>>,
    fees: Vec<(Date, u32)>,
}

/// How far a route's credits and fees have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Counted and needed.
    pub(crate) credits: (u32, u32),
    /// Paid and needed.
    pub(crate) fees: (u32, u32),
    /// What is missing in a category or `a|b` group.
    pub(crate) groups: Vec<(String, u32)>,
}

impl Tally {
    pub(crate) fn is_complete(&self) -> bool {
        self.credits.0 >= self.credits.1 && self.fees.0 >= self.fees.1 && self.groups.is_empty()
    }
}

impl<'a> Cycle<'a> {
    pub(crate) fn starting(from: Date) -> Self {
        let (credits, fees) = (Vec::new(), Vec::new());
        Cycle { from, credits_from: 0, fees_from: 0, carried: None, credits, fees }
    }

    pub(crate) fn add_credits(&mut self, on: Date, category: &'a str, left: u32) {
        self.credits.push(Credit { on, category, left });
    }

    pub(crate) fn add_fees(&mut self, on: Date, left: u32) {
        self.fees.push((on, left));
    }

    /// What counts for a route on a day, by place: the cycle's own, and carried surplus up to its cap.
    fn usable(&self, route: &Route, until: Option<Date>, day: Date) -> Vec<(usize, u32)> {
        // After expiry only as far as `credit_until` (12).
        let last = until
            .map_or(day, |until| route.credit_until.map_or(until, |period| period.after(until)).min(day));
        let (after, mut carry) = self.carried.unwrap_or((Date::MAX, 0));
        let mut usable = Vec::new();
        for (place, credit) in self.credits.iter().enumerate() {
            if credit.on > last || credit.left == 0 {
                continue;
            }
            if place >= self.credits_from && credit.on >= self.from {
                usable.push((place, credit.left));
            } else if credit.on > after && carry > 0 {
                let taken = credit.left.min(carry);
                carry -= taken;
                usable.push((place, taken));
            }
        }
        usable
    }

    fn fees_paid(&self, day: Date) -> u32 {
        let running = self.fees.iter().skip(self.fees_from);
        let paid = running.filter(|(on, _)| *on >= self.from && *on <= day).map(|(_, n)| *n);
        paid.fold(0, u32::saturating_add)
    }

    /// How far a route has come on a day.
    pub(crate) fn tally(&self, route: &Route, until: Option<Date>, day: Date) -> Tally {
        let mut tally = Tally { fees: (self.fees_paid(day), route.fees), ..Tally::default() };
        let Some(rule) = &route.credits else { return tally };
        let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
        for (place, n) in self.usable(route, until, day) {
            if let Some(credit) = self.credits.get(place) {
                let sum = sums.entry(credit.category).or_default();
                let cap = rule.max.get(credit.category).copied().unwrap_or(u32::MAX);
                *sum = sum.saturating_add(n).min(cap);
            }
        }
        tally.credits = (sums.values().fold(0, |sum, n| sum.saturating_add(*n)), rule.total);
        for (group, needed) in &rule.min {
            let counted = sum_of(&sums, group);
            if counted < *needed {
                tally.groups.push((group.clone(), *needed - counted));
            }
        }
        tally
    }

    /// Marks what a renewal needed as spent: first the minima, narrowest first, then the rest, oldest first.
    pub(crate) fn spend(&mut self, route: &Route, until: Option<Date>, day: Date) {
        let mut fees = route.fees;
        for (on, left) in self.fees.iter_mut().skip(self.fees_from) {
            if *on >= self.from && *on <= day {
                let taken = fees.min(*left);
                fees -= taken;
                *left -= taken;
            }
        }
        let Some(rule) = &route.credits else { return };
        let mut usable = self.usable(route, until, day);
        let mut spent: BTreeMap<&str, u32> = BTreeMap::new();
        let mut minima: Vec<(&str, u32)> = rule.min.iter().map(|(group, n)| (group.as_str(), *n)).collect();
        minima.sort_by_key(|(group, _)| group.split('|').count());
        for (group, needed) in minima {
            let needed = needed.saturating_sub(sum_of(&spent, group));
            self.spend_from(&mut usable, &mut spent, rule, needed, |category| in_group(category, group));
        }
        let rest = rule.total.saturating_sub(spent.values().fold(0, |sum, n| sum.saturating_add(*n)));
        self.spend_from(&mut usable, &mut spent, rule, rest, |_| true);
    }

    fn spend_from(
        &mut self,
        usable: &mut [(usize, u32)],
        spent: &mut BTreeMap<&'a str, u32>,
        rule: &CreditRule,
        mut needed: u32,
        meant: impl Fn(&str) -> bool,
    ) {
        for (place, n) in usable {
            let Some(credit) = self.credits.get_mut(*place).filter(|credit| meant(credit.category)) else {
                continue;
            };
            let sum = spent.entry(credit.category).or_default();
            let room = rule.max.get(credit.category).map_or(u32::MAX, |cap| cap.saturating_sub(*sum));
            let taken = needed.min(*n).min(room);
            needed -= taken;
            *n -= taken;
            *sum = sum.saturating_add(taken);
            credit.left = credit.left.saturating_sub(taken);
        }
    }

    /// Begins the next cycle after a renewal by a route.
    ///
    /// Counted from the event, it begins with what comes after the event; counted from expiry, on the day
    /// after the old last valid day, so that an early renewal keeps its rhythm.
    pub(crate) fn turn_over(&mut self, route: &Route, old_until: Option<Date>, on: Date) {
        let end = match (route.anchor, old_until) {
            (Anchor::Expiry, Some(until)) => {
                self.from = day_after(until);
                (self.credits_from, self.fees_from) = (0, 0);
                until
            }
            _ => {
                self.restart(on);
                on
            }
        };
        self.carried = route.carry.as_ref().map(|carry| (carry.last.before(end), carry.max));
    }

    /// Begins a new cycle with what comes from now on.
    pub(crate) fn restart(&mut self, on: Date) {
        self.from = on;
        (self.credits_from, self.fees_from) = (self.credits.len(), self.fees.len());
        self.carried = None;
    }
}

fn in_group(category: &str, group: &str) -> bool {
    group.split('|').any(|member| member == category)
}

fn sum_of(sums: &BTreeMap<&str, u32>, group: &str) -> u32 {
    group.split('|').filter_map(|member| sums.get(member)).fold(0, |sum, n| sum.saturating_add(*n))
}
