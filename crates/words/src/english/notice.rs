//! What people are told about results, badges and their accounts.

pub(super) const TITLES: &[(&str, &str)] = &[
    ("notice.passed", "Your result of {exam}: you passed"),
    ("notice.failed", "Your result of {exam}: you did not pass"),
    ("notice.result-reviewed", "Your result of {exam} is being reviewed"),
    ("notice.sitting-voided", "Your sitting of {exam} was voided"),
    ("notice.link-made", "A link to your account was made"),
    ("notice.account-edited", "Your account was changed"),
    ("notice.signed-out", "You were signed out everywhere"),
    ("notice.registered", "You are registered for {exam}"),
    ("notice.registration-withdrawn", "Your registration for {exam} is withdrawn"),
    ("notice.registration-reopened", "Your registration for {exam} holds again"),
    ("notice.registration-moved", "Your registration for {old} is moved to {exam}"),
    ("notice.badge-revoked", "Revoked: {title}"),
    ("notice.badge-suspended", "Suspended by the body: {title}"),
    ("notice.badge-rests", "Not active: {title}"),
    ("notice.withdrawn", "Revoked: {title}"),
    ("notice.barred", "Suspended by the body: {title}"),
    ("notice.reinstated", "Reinstated: {title}"),
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
        "notice.result-reviewed",
        "{on}: the certification body looks at this result before it is given. You are told as soon as it \
         is; you have nothing to do.",
    ),
    (
        "notice.sitting-voided",
        "Your sitting of {exam} of {on} was voided on {today}. Its result does not stand, nor what followed \
         from it.[ {why}] It counts as no try: you may register again for as long as registration is open.",
    ),
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
        "notice.registered",
        "{today}: the team registered you for {exam}. Sit it from {from}[ until {until}].[ {why}]",
    ),
    (
        "notice.registration-withdrawn",
        "{today}: the team withdrew your registration for {exam}. You cannot take it up again or register \
         for {exam} yourself; the team can do both.[ {why}]",
    ),
    (
        "notice.registration-reopened",
        "{today}: the team took up your registration for {exam} again. Sit it from {from}[ until \
         {until}].[ {why}]",
    ),
    (
        "notice.registration-moved",
        "{today}: the team moved your registration for {old} to {exam}. Sit {exam} from {from}[ until \
         {until}]; the registration for {old} is withdrawn.[ {why}]",
    ),
    ("registration.because", "Reason: {why}"),
    (
        "notice.badge-revoked",
        "{title} was revoked on {on}.[ {why}] Anyone who verifies your badge is told that it was revoked.",
    ),
    (
        "notice.badge-suspended",
        "The body suspended {title} on {on}.[ {why}] Until it is reinstated it counts for nothing and \
         nothing renews it, and anyone who verifies your badge is told that it is not valid. Its days run on \
         meanwhile. If this is wrong, tell the team.",
    ),
    ("notice.withdrawn", "{title} was revoked on {on}.[ {why}]"),
    (
        "notice.barred",
        "The body suspended {title} on {on}.[ {why}] Until it is reinstated it counts for nothing and \
         nothing renews it. Its days run on meanwhile. If this is wrong, tell the team.",
    ),
    ("notice.reinstated", "The body reinstated {title} on {on}.[ {why}] It is {state} today."),
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
