//! What a changed programme does to people.

pub(super) const TITLES: &[(&str, &str)] = &[
    ("impact.begins-later", "{subject}: [{way}] begins later[ from {from} on]"),
    ("impact.begins-earlier", "{subject}: [{way}] begins earlier[ from {from} on]"),
    ("impact.cannot-renew", "{subject}: can no longer be renewed[ from {from} on]"),
    ("impact.ends-earlier", "{subject}: ends earlier[ from {from} on]"),
    (
        "impact.status-changes",
        "{subject}: [{after} instead of {before}|is in another state][ from {from} on]",
    ),
    ("impact.loses-route", "{subject}: loses [{way}][ from {from} on]"),
    ("impact.early-renewal-shortens", "{subject}: [{way}] would shorten what is held[ from {from} on]"),
    (
        "impact.registration-after-last-day",
        "{subject}: registered for days on which it cannot be sat[ from {from} on]",
    ),
    ("impact.no-retake", "{subject}: no day is left for a retake[ from {from} on]"),
    ("impact.no-retake-and-nothing-follows", "{subject}: no day is left for a retake[ from {from} on]"),
    ("impact.ends-later", "{subject}: ends later[ from {from} on]"),
    ("impact.gains-route", "{subject}: gains [{way}][ from {from} on]"),
    ("impact.retake-again", "{subject}: can be retaken again[ from {from} on]"),
    // What plans of format 1 said, which kept their sentences.
    ("former.sentence", "{title}"),
    ("notice.plan-last", "[{first}][ and {more} more]: what you can still do changes"),
    ("notice.plan-worse", "[{first}][ and {more} more]: your dates or your ways to renew change"),
    ("notice.plan-better", "[{first}][ and {more} more]: a change in your favour"),
];

const NOTHING_FOLLOWS: &str = "The wait after their fail ends after the last test day, and no other exam \
                               version follows: they cannot earn it any more.";

const TOLD: &str = "The rules of the certification programme change. This is what it means for you.\n\n\
                    {paragraphs|\n\n}\n\n\
                    Your page always shows what you hold, until when, and how it is renewed.";

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "impact.begins-later",
        "Its first day moves to a later one, so it works on fewer days; others may be left.",
    ),
    ("impact.begins-earlier", "Its first day moves to an earlier one, so it works on more days."),
    (
        "impact.cannot-renew",
        "No way to renew is left: it ends with its last valid day, whatever the holder does.",
    ),
    ("impact.ends-earlier", "The last valid day moves to an earlier day than holders were told."),
    ("impact.status-changes", "What verifiers see is another state than before."),
    ("impact.loses-route", "One way to renew goes, or works on fewer days; others may be left."),
    (
        "impact.early-renewal-shortens",
        "Whoever takes it as soon as it works ends earlier than without it: warn them, or set \
         `never_shorten`.",
    ),
    (
        "impact.registration-after-last-day",
        "An open registration is cut short or cannot be used at all: offer another exam version or a refund.",
    ),
    (
        "impact.no-retake",
        "The wait after their fail ends after the last test day: their next exam is another version.",
    ),
    ("impact.no-retake-and-nothing-follows", NOTHING_FOLLOWS),
    ("impact.ends-later", "The last valid day moves to a later day."),
    ("impact.gains-route", "One more way to renew comes, or one works on more days."),
    (
        "impact.retake-again",
        "The wait after their fail ends in time now: they can sit the same exam version once more.",
    ),
    ("former.sentence", "{text}"),
    ("what.route", "the route “{title}”"),
    ("what.upper", "the renewal by {title}"),
    // What one person is told.
    ("detail.moves", "The last valid day moves from {from} to {to}."),
    ("detail.other-state", "{on} it is {is} instead of {was}."),
    ("detail.no-longer-part", "{on} it is no longer part of the programme; before, it was {was}."),
    ("detail.on-day", "On {day}"),
    ("detail.today", "Today"),
    ("detail.way-gone", "[{^way}] no longer renews it."),
    ("detail.way-comes", "[{^way}] renews it {days}."),
    ("detail.way-ends", "[{^way}] no longer renews it from {from} on."),
    ("detail.way-instead", "[{^way}] works {is} instead of {was}."),
    ("detail.shortens-on", "Renewing by [{way}] on {day} would give {gives} instead of {held}."),
    ("detail.shortens-now", "Renewing by [{way}] now would give less than is held: {held}."),
    ("detail.no-way-left", "No way to renew it is left."),
    ("detail.no-way-left-after", "No way to renew it is left after {last}."),
    ("detail.sat-only-from", "{exam} can be sat only from {first} on."),
    ("detail.sat-only-until", "{exam} can be sat only until {last}; the registration says {registered}."),
    ("detail.exam-gone", "{exam} is no longer part of the programme."),
    ("detail.exam-over", "{exam} was last sat on {last}."),
    ("detail.exam-on-none-of-the-days", "{exam} can be sat on none of its days."),
    (
        "detail.no-retake",
        "Failed {exam} on {on}: no day for a retake is left[, for {exam} is last sat on {last}].",
    ),
    (
        "detail.retake-again",
        "Failed {exam} on {on}: a retake is possible again[, from {from}][ until {until}].",
    ),
    ("days.until", "[from {from} ]until {until}"),
    ("days.without-end", "[from {from} ]without end"),
    ("state.active", "active"),
    ("state.in-grace", "in grace"),
    ("state.suspended", "suspended"),
    ("state.expired", "expired"),
    ("state.inactive", "inactive"),
    ("state.revoked", "revoked"),
    ("state.barred", "suspended by the body"),
    ("state.not-held", "not held"),
    ("notice.plan-last", TOLD),
    ("notice.plan-worse", TOLD),
    ("notice.plan-better", TOLD),
    ("notice.paragraph", "{subject}\n{sentences| }"),
];
