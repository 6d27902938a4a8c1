//! Why somebody cannot register or sit, and what is possible instead.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("register.already", "You are already registered for {exam}. Use that registration."),
    (
        "register.withdrawn-by-body",
        "The team withdrew your registration for {exam}, so you cannot register for it yourself. Ask the \
         team: it can register you.",
    ),
    ("register.opens", "Registration for {exam} opens on {on}."),
    ("register.over", "{exam} could be taken until {last}.[ Register for {instead} instead.]"),
    ("register.prerequisite", "{exam} requires an active {title}. Earn or renew it first."),
    (
        "register.has-seen",
        "You have seen questions of {exam} at work in the bank, so you cannot sit it: the result would say \
         nothing. Ask the team if you think this is a mistake.",
    ),
    (
        "register.barred",
        "The body has suspended your {title}: until it is reinstated, a pass of {exam} would neither renew \
         nor earn it. Ask the body.",
    ),
    (
        "register.no-test-day",
        "A registration for {exam} made today[ is good until {until},] and its first test day is {first}. \
         Register later.",
    ),
    (
        "register.not-ready",
        "The exam is not ready to be taken yet: {exam} has no complete set of questions. The certification \
         body can see this too; check again later.",
    ),
    ("sit.not-before", "{exam} can be taken from {first}. Your registration is kept."),
    ("sit.registration-over", "This registration for {exam} was good until {last}."),
    ("sit.again-after-pass", "{told} The same exam version can be taken again from {next}."),
    ("sit.again-after-fail", "{told}: from {next}."),
    ("sit.again-after-limit", "{told}: the next one from {next}."),
    ("sit.never-after-pass", "{told} The same exam version could be taken again from {next}. {over}"),
    ("sit.never-after-fail", "{told}, on {next}. {over}"),
    ("sit.never-after-limit", "{told}, so the next one would be on {next}. {over}"),
    ("sit.after-the-last-day", "That is after the last day of {exam}, {last}.[ Sit {instead} instead.]"),
    ("tried.passed", "You passed {exam} on {on}."),
    ("tried.failed", "You did not pass {exam} on {on}. A retake is possible {wait} after a fail"),
    (
        "tried.often",
        "You have taken {exam} {times} since {first}. At most {max} {max?try:tries} in {within} are \
         possible",
    ),
    ("tried.once", "once"),
    ("tried.times", "{n} times"),
    // A save or a hand-in that the examination's rules do not accept.
    ("sitting.closed", "this sitting is closed; its answers can no longer change"),
    ("sitting.newer-is-stored", "a newer answer to this item is stored (change {current})"),
    ("sitting.no-such-item", "this form has no such item"),
    ("sitting.no-such-option", "'{option}' is not an option of this item"),
    ("sitting.chosen-twice", "option '{option}' is chosen twice"),
    ("sitting.one-answer", "this item takes one answer, {n} were sent"),
    ("sitting.too-long", "the text is too long: at most {max} characters are taken"),
    ("sitting.change-number", "the change number must be 1 to {max}"),
    (
        "sitting.change-number-too-far",
        "the change number may be at most {step} above the stored one, {current}",
    ),
    (
        "sitting.written-elsewhere",
        "This exam is being written on another device. Nothing from this one was stored; to go on here, \
         choose 'Continue here'.",
    ),
    (
        "sitting.time-left",
        "there is still time: {ms} ms are left on the server's clock, the only one that counts",
    ),
];
