//! Parts that many sentences share: ends, moves, counts.

use assay_kernel::{Arg, Date, Said};
use assay_programme::model::Route;

/// The day, or what stands for no end.
pub(crate) fn until(until: Option<Date>) -> Arg {
    until.map_or_else(|| Said::of("end.none").into(), Arg::from)
}

/// Where the last valid day went, as a sentence without its full stop.
pub(crate) fn moved(old: Option<Date>, new: Option<Date>) -> Said {
    match (old, new) {
        (Some(old), Some(new)) if old == new => Said::of("end.stays").with("day", new),
        (Some(old), Some(new)) => Said::of("end.moved").with("from", old).with("to", new),
        (Some(old), None) => Said::of("end.gone").with("from", old),
        (None, Some(new)) => Said::of("end.come").with("to", new),
        (None, None) => Said::of("end.stays-none"),
    }
}

/// Where the last valid day will go, as a sentence without its full stop.
pub(crate) fn moving(old: Option<Date>, new: Option<Date>) -> Said {
    match (old, new) {
        (_, None) => Said::of("end.will-be-gone"),
        (None, Some(new)) => Said::of("end.will-come").with("to", new),
        (Some(old), Some(new)) => Said::of("end.will-move").with("from", old).with("to", new),
    }
}

/// A route as people call it.
pub(crate) fn title(route: &Route) -> &str {
    if route.title.is_empty() { &route.id } else { &route.title }
}

/// `valid until …` or `valid without end`.
pub(crate) fn valid_until(until: Option<Date>) -> Said {
    match until {
        Some(until) => Said::of("end.valid-until").with("day", until),
        None => Said::of("end.valid-without"),
    }
}

/// `earn 6 more credits, among them 3 of A or B`; none where none are missing.
pub(crate) fn credits(more: u32, groups: &[(String, u32)]) -> Option<Said> {
    let by_group = |(group, n): &(String, u32)| {
        let group = Arg::list(group.split('|').map(Arg::text));
        Said::of("do.credits-of-group").with("n", *n).with("group", group)
    };
    let by_group = (!groups.is_empty()).then(|| Arg::list(groups.iter().map(by_group)));
    match (more, by_group) {
        (0, None) => None,
        (0, Some(groups)) => Some(Said::of("do.earn-credits-of").with("groups", groups)),
        (more, groups) => Some(Said::of("do.earn-credits").with("n", more).maybe("groups", groups)),
    }
}

/// A state as the middle of a sentence.
pub fn status_said(status: crate::Status) -> Said {
    use crate::Status;
    Said::of(match status {
        Status::Active => "status.active",
        Status::Grace => "status.grace",
        Status::Suspended => "status.suspended",
        Status::Expired => "status.expired",
        Status::Inactive => "status.inactive",
        Status::Revoked => "status.revoked",
        Status::Barred => "status.barred",
        Status::None => "status.none",
    })
}
