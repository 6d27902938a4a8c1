//! What people are told about results, badges and their accounts.

pub(super) const TITLES: &[(&str, &str)] = &[
    ("notice.passed", "Your result of {exam}: you passed"),
    ("notice.failed", "Your result of {exam}: you did not pass"),
    ("notice.link-made", "A link to your account was made"),
    ("notice.account-edited", "Your account was changed"),
    ("notice.signed-out", "You were signed out everywhere"),
    ("notice.badge-revoked", "Revoked: {title}"),
    ("notice.badge-rests", "Not active: {title}"),
    ("notice.badge-names-holder", "A new file of your badge: {title}"),
    ("notice.badge-listed", "A new file of your badge: {title}"),
    ("notice.badge-active-again", "Active again: {title}, [until {until}|without end]"),
    ("notice.first-badge", "Your badge: {title}"),
    ("notice.renewed", "Renewed: {title}, [until {until}|without end]"),
    ("notice.new-date", "New date: {title}, [until {until}|without end]"),
    ("notice.still-active", "Still active: {title}"),
    ("notice.revoked", "Revoked: {title}"),
    ("notice.expired", "Expired: {title}"),
    ("notice.suspended", "Suspended: {title}"),
    ("notice.in-grace", "In grace: {title}"),
    ("notice.inactive", "Not active: {title}"),
];

const SCORED: &str = "{on}: you scored {scored} of {maximum}; {needed} was needed.";
const STATE: &str = "{today}: {state}";

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("notice.passed", SCORED),
    ("notice.failed", SCORED),
    (
        "notice.link-made",
        "[{by}|The operator of this site] made a link that confirms {address} and lets whoever uses it \
         choose the password of this account. If you did not ask for it, tell the team.",
    ),
    (
        "notice.account-edited",
        "The team changed your account.[ Your name is now {name}; before, it was {old_name}.][ Your address \
         is now {address}; before, it was {old}. It counts once you have confirmed it by a link.] If this is \
         wrong, tell the team.",
    ),
    (
        "notice.signed-out",
        "The team signed you out on every device. If you did not ask for it, tell the team.",
    ),
    (
        "notice.badge-revoked",
        "{title} was revoked on {on}.[ {why}] Anyone who verifies your badge is told that it was revoked.",
    ),
    (
        "notice.badge-rests",
        "{today}: {title} is not active, so your badge is not valid for the time being.[ {why}]",
    ),
    (
        "notice.badge-names-holder",
        "{today}: the badge of {title}, valid [until {until}|without end], has a new edition. With it, \
         others can check that the badge belongs to the owner of your address. Share the new file, or the \
         badge's link.",
    ),
    (
        "notice.badge-listed",
        "{today}: the badge of {title}, valid [until {until}|without end], has a new edition. With it, \
         others can see whether the badge was withdrawn. Nothing else changed. Share the new file, or the \
         badge's link.",
    ),
    (
        "notice.badge-active-again",
        "{today}: {title} is active again, [until {until}|without end].[ {why}] Share the new file, or the \
         badge's link: earlier files stay withdrawn.",
    ),
    ("notice.first-badge", STATE),
    ("notice.renewed", STATE),
    ("notice.new-date", STATE),
    ("notice.still-active", STATE),
    ("notice.revoked", STATE),
    ("notice.expired", STATE),
    ("notice.suspended", STATE),
    ("notice.in-grace", STATE),
    ("notice.inactive", STATE),
    ("badge.valid", "{title} is valid [until {until}|without end].[ {why}]"),
    ("badge.revoked", "{title} was revoked[ on {on}]."),
    ("badge.expired", "{title} has expired[: its last valid day was {until}]."),
    ("badge.suspended", "{title} is suspended[: its last valid day was {until}]."),
    ("badge.in-grace", "{title} is in grace[: its last valid day was {until}]."),
    ("badge.still-active", "{title} is active beyond its own last valid day."),
    ("badge.inactive", "{title} is not active."),
];
