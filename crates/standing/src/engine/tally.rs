//! How far a route has come, and what taking it uses up.

use assay_kernel::Date;
use assay_programme::model::{CreditRule, Route};

use super::{
    credit::{Cycle, Look, counted, missing, total},
    need,
};

/// How far a route has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Counted and needed.
    pub(crate) credits: (u32, u32),
    /// Paid and needed.
    pub(crate) fees: (u32, u32),
    /// Met and needed, of what else the route needs.
    pub(crate) parts: (u32, u32),
    /// What is missing in a category or `a|b` group.
    pub(crate) groups: Vec<(String, u32)>,
}

impl Tally {
    pub(crate) fn is_complete(&self) -> bool {
        let is_there = |(counted, needed): (u32, u32)| counted >= needed;
        is_there(self.credits) && is_there(self.fees) && is_there(self.parts) && self.groups.is_empty()
    }
}

impl Cycle<'_> {
    /// How far a route has come on a day.
    pub(crate) fn tally(&self, route: &Route, until: Option<Date>, day: Date) -> Tally {
        let look = Look { route, until, day };
        let fees = (self.fees_paid(day), self.fees_asked(look, route.fees));
        let mut tally = Tally { fees, ..Tally::default() };
        if let Some(rule) = &route.credits {
            let counted = counted(rule, &self.sums(look));
            tally.credits = (total(&counted), rule.total);
            tally.groups = missing(rule, &counted);
        }
        if route.needs.is_some() {
            tally.parts = need::parts_of_route(self, look);
        }
        tally
    }

    /// Marks what a renewal needed as spent: credits, payments and activities.
    pub(crate) fn spend(&mut self, route: &Route, until: Option<Date>, day: Date) {
        let look = Look { route, until, day };
        let (mut rules, mut fees): (Vec<&CreditRule>, u32) = (route.credits.iter().collect(), route.fees);
        if route.needs.is_some() {
            need::chosen(self, look, &mut rules, &mut fees);
        }
        let uses = |name: &str| route.needs.is_some() && need::route_names(route, name);
        self.take(look, (rules, fees), uses);
    }
}
