//! What comes next: ways to renew, and what dated facts of the programme will do.

pub(super) const TITLES: &[(&str, &str)] = &[
    ("way.route", "{title}"),
    ("way.cascade", "{title} renews this one as well"),
    ("way.earn", "Earn it again"),
    ("way.earn-heir", "Earn it again"),
    ("way.members", "Renew {whose}"),
];

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "way.route",
        "{^task}[ from {from} on][ by {by}]: renews it, {valid} {when}[, {earlier}].[ {deadline}][ {counts}]",
    ),
    (
        "way.cascade",
        "{^task}[ from {from} on][ by {by}]: renews this one as well, {valid} {when}[, {earlier}].[ \
         {deadline}][ {counts}]",
    ),
    ("way.earn", "{over} {^task}[ from {from} on][ by {by}]: earns it, {valid} {when}."),
    (
        "way.earn-heir",
        "{over} {title} is no longer offered; {heir} follows it. {^task}[ from {from} on][ by {by}]: earns \
         it, {valid} {when}.",
    ),
    (
        "way.members",
        "It is held as long as {needed} of the certifications it is made of are active; {active} are. With \
         {whose}, which {n?ends:end} on {day}, it ends: renew what ends first.[ If that is done today, it is \
         {gives} as things stand.]",
    ),
    ("way.if-today", "if done today"),
    ("way.if-first-day", "if done on the first day"),
    ("way.earlier", "which is earlier than now"),
    ("way.ends-all-the-same", "It ends after {day} all the same."),
    ("way.ends-without-it", "Without it, it ends after {day}."),
    ("way.counts", "What is done for it counts from {from} on[; {carried}]."),
    (
        "way.carried",
        "of those earned from {first} on, up to {max} {max?credit:credits}[ of {categories| or }] as well",
    ),
    ("way.over", "It has expired and can no longer be renewed."),
    (
        "way.over-kept-alive",
        "Its own last valid day was {last}: it is active as long as {others| or } is, and nothing renews it.",
    ),
    // What is to be done.
    ("do.pass-the-exam", "pass the exam"),
    ("do.pass-exam-of", "pass the exam of {title}"),
    ("do.pass", "pass {title} ({exams|, or })"),
    ("do.exam", "{exam}[ until {last}][, in some languages only until {some}]"),
    ("do.exam-from", "{exam} from {first} on[, in some languages only until {some}]"),
    ("do.exam-between", "{exam} from {first} to {last}[, in some languages only until {some}]"),
    ("do.renew", "renew {title}"),
    ("do.complete", "complete “{activity}”"),
    ("do.earn-any-credits", "earn credits"),
    ("do.earn-credits", "earn {n} more {n?credit:credits}[, among them {groups}]"),
    ("do.earn-credits-of", "earn credits: {groups}"),
    ("do.credits-of-group", "{n} of {group| or }"),
    ("do.make-a-payment", "make a payment"),
    ("do.pay", "make {n} {n?payment:payments}"),
    ("do.any-event", "{events| or }"),
    ("do.all", "{parts}"),
    ("do.any", "{ways|, or }"),
    ("do.nothing-more", "everything is there; the next credit or payment completes it"),
    // What lies ahead.
    (
        "ahead.amended",
        "The rules for running certifications change on {on}. {moving}, if nothing else happens.[ Reason: \
         {why}]",
    ),
    ("ahead.ends", "Ends after {last}[ {unless}]: the event “{event}” of {on} ends it."),
    (
        "ahead.own-validity-ends",
        "Its own validity ends after {last}[ {unless}]: the event “{event}” of {on} ends it. It stays active \
         as long as {others| or } is active.",
    ),
    ("ahead.unless", "unless the route {routes| or } is taken [from {from} on ]by {last}"),
    ("route.quoted", "“{title}”"),
];
