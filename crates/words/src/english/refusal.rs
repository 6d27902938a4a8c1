//! Why somebody cannot register or sit, and what is possible instead.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("register.already", "You are already registered for {exam}. Use that registration."),
    ("register.opens", "Registration for {exam} opens on {on}."),
    ("register.over", "{exam} could be taken until {last}.[ Register for {instead} instead.]"),
    ("register.prerequisite", "{exam} asks for an active {title}. Earn or renew it first."),
    (
        "register.no-test-day",
        "A registration for {exam} made today[ is good until {until},] and its first test day is {first}. \
         Register later.",
    ),
    (
        "register.not-ready",
        "The exam is not ready to be taken yet: {exam} has no reviewed form that is whole. The certification \
         body sees this too; look here again later.",
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
];
