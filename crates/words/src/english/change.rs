//! What is to be said about a change of the programme itself.

pub(super) const TITLES: &[(&str, &str)] = &[
    ("finding.policy-removed", "The policy of {policy} is in force and was removed"),
    ("finding.version-edited", "Version {version} of the policy of {policy} is in force and was edited"),
    ("finding.version-removed", "Version {version} of the policy of {policy} is in force and was removed"),
    (
        "finding.version-in-force-at-once",
        "Version {version} of the policy of {policy} is new and already in force",
    ),
    ("finding.amendment-edited", "The amendment of {on} was edited or removed"),
    ("finding.amendment-back", "A new amendment reaches back: it is of {on}"),
    ("finding.event-moved", "The event “{event}” of {on} was moved or removed"),
    ("finding.event-back", "The event “{event}” reaches back: it is of {on}"),
    ("finding.retirement-moved", "The retirement of {policy} moves from {from} to {to}"),
    ("finding.last-award-moved", "The last day of new awards of {policy} moves from {from} to {to}"),
    ("finding.governing-day", "Another day selects the policy version that governs {policy}"),
    ("finding.outline-gone", "The outline of {exam} is gone, and its guide is out"),
    ("finding.outline-edited", "The outline of {exam} was edited, and its guide is out"),
    ("finding.announcement-edited", "The announcement “{title}” of {on} was edited or removed"),
    ("finding.certification-removed", "{title} is no longer part of the programme"),
    ("finding.exam-withdrawn", "The exam version {exam} is withdrawn before its first day, {first}"),
    ("finding.exam-removed", "The exam version {exam} is no longer part of the programme"),
    ("finding.change-no-longer-told", "The change “{change}” is no longer described"),
    ("finding.change-taken-back", "The announced change “{change}” is taken back"),
    ("finding.change-dropped", "The change “{change}” is dropped before it was announced"),
    ("finding.exam-scores-edited", "{exam}: {what} changes from {was} to {is}"),
    ("finding.exam-edited", "{exam}: {what} changes from {was} to {is}"),
    ("finding.exam-day-rewritten", "{exam}: {what} moves from {from} to {to}"),
    ("finding.exam-day-moved", "{exam}: {what} moves from {from} to {to}"),
    ("finding.language-days-moved", "{exam}: dates of single languages move"),
    ("finding.examination", "{what} is {is} instead of {was}"),
    ("finding.skills-without-home", "{n} {n?skill:skills} of {from} {n?has:have} no home in {to}: {skills}"),
    ("finding.claim-changed", "Announced: “{claim}” Now: {is}; before: {was}"),
    ("finding.claim-new", "Announced: “{claim}” It is: {is}"),
    ("finding.form-given", "{exam}: {is} is given[ instead of {was}]"),
    ("finding.form-given-otherwise", "{exam}: {form} is given with other questions"),
    ("finding.no-form-given", "{exam}: no form is given any more"),
    ("finding.form-comes", "{exam}: the form {form} comes"),
    ("finding.form-goes", "{exam}: the form {form} goes"),
    ("finding.form-changes", "{exam}: the form {form} changes"),
    ("finding.item-changes", "Bank {exam}: item {item}[, version {from} → {to}] ({parts} changed)"),
    ("finding.items-come", "Bank {exam}: {n} {n?item comes:items come}"),
    ("finding.items-go", "Bank {exam}: {n} {n?item goes:items go}"),
    ("finding.zone", "The time zone of all dates is {is} instead of {was}"),
    ("finding.new-certification", "New certification: {title} ({code})"),
    ("finding.new-exam", "New exam version: {title} ({exam})"),
    ("finding.new-rules", "{policy}: new rules from {from} on"),
    ("finding.new-rules-the-same", "{policy}: new rules from {from} on"),
    ("finding.amended", "Running certifications are amended on {on}"),
];

const NEVER_EDITED: &str = "Rules in force are never edited, so that every decision can still be explained: \
                            put the old text back and add a version with `in_force_from` on a later day.";

const BACK: &str = "Everything shown or decided since that day is judged again, including what is already \
                    over: use a later day, or look at everybody below.";

const GIVEN: &str = "Whoever begins after this is applied gets it, whoever is registered already among \
                     them. A sitting that has begun keeps its questions and is scored by them.";

const PLANNED_BY: &str = "Candidates plan around these days: announce the change.";

const NEW_DAY: &str = "Holders below are compared with the new day.";

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "finding.policy-removed",
        "Holders were promised its last valid day and its ways to renew: put the file back. To end it, set \
         `retired_on`.",
    ),
    ("finding.version-edited", NEVER_EDITED),
    ("finding.version-removed", NEVER_EDITED),
    (
        "finding.version-in-force-at-once",
        "It judges events that have already been decided under another version: let it start on a later day.",
    ),
    ("finding.amendment-edited", NEVER_EDITED),
    ("finding.amendment-back", BACK),
    ("finding.event-moved", NEVER_EDITED),
    ("finding.event-back", BACK),
    ("finding.retirement-moved", NEW_DAY),
    ("finding.last-award-moved", NEW_DAY),
    (
        "finding.governing-day",
        "Which version judges what has already happened changes with it: look at every date below.",
    ),
    (
        "finding.outline-gone",
        "Candidates prepare by it: put it back. A new outline belongs to a new exam version.",
    ),
    (
        "finding.outline-edited",
        "Candidates prepare by it. A slip of the pen may be corrected; different content belongs to a new \
         exam version with its own crosswalk.",
    ),
    (
        "finding.announcement-edited",
        "People have read it: put the text back, and add a revision with a later date that says what \
         changes.",
    ),
    (
        "finding.certification-removed",
        "{holders}. A certification that was ever earned stays, so that badges can be verified: end it with \
         `retired_on` instead.",
    ),
    ("holders.none", "Nobody holds it"),
    ("holders.some", "{n} {n?person holds:people hold} it"),
    ("finding.exam-withdrawn", "{n} open {n?registration:registrations} for it; nobody has sat it."),
    (
        "finding.exam-removed",
        "{n} open {n?registration:registrations} for it. Past passes refer to it: end it with \
         `last_test_day_on` instead.",
    ),
    ("finding.change-no-longer-told", "It has begun: people look up what it meant for them. Put it back."),
    ("finding.change-taken-back", "People were told of it. Say so in a revision of its announcement."),
    ("finding.change-dropped", ""),
    (
        "finding.exam-scores-edited",
        "It has been sat. Scores before and after would not mean the same: make a new exam version instead.",
    ),
    (
        "finding.exam-edited",
        "Candidates have registered, or are preparing, for what was published: tell them first.",
    ),
    ("finding.exam-day-rewritten", "That day has passed, and what happened under it stands. Put it back."),
    ("finding.exam-day-moved", PLANNED_BY),
    ("finding.language-days-moved", PLANNED_BY),
    ("finding.examination", "Once applied it counts, also after earlier fails and passes."),
    (
        "finding.skills-without-home",
        "Nobody has said that they are dropped: place them, or say so in the crosswalk.",
    ),
    ("finding.claim-changed", "{evidence}"),
    ("finding.claim-new", "{evidence}"),
    ("finding.form-given", GIVEN),
    ("finding.form-given-otherwise", GIVEN),
    (
        "finding.no-form-given",
        "Nobody can register for it or begin it. Sittings that run are finished and scored.",
    ),
    ("finding.form-comes", "Its items: {added}."),
    ("finding.form-goes", "Its items: {removed}. Sittings that hold it keep it."),
    (
        "finding.form-changes",
        "[Comes: {added}. ][Goes: {removed}. ][In another version: {reworded}. ]Sittings that hold it keep \
         it as it was.",
    ),
    ("finding.item-changes", "[On {forms}.|On no form.]"),
    ("finding.items-come", "{items}."),
    ("finding.items-go", "{items}."),
    ("finding.item-at-version", "{item}[ (version {n})]"),
    (
        "plan.waiting",
        "{n} {n?person is:people are} registered for {exam} and {n?has:have} not begun: they get what is \
         given then.",
    ),
    (
        "plan.not-read",
        "Not read: {files}. {n?It belongs:They belong} to a bank that is in the data. Bring what differs in \
         with `assay items import`.",
    ),
    ("finding.zone", "No date changes, yet {moved}. The same goes for windows and test days: announce it."),
    ("finding.new-certification", "Nobody holds it yet."),
    ("finding.new-exam", "It can be sat from {first} on."),
    ("finding.new-rules", "{^changes|; }."),
    ("finding.new-rules-the-same", "Nothing differs from the version before."),
    ("finding.ever", "ever"),
    ("finding.no-day", "no day"),
    ("finding.amended", "{whose}[ awarded from {since} on][ {how}]. {reason}"),
    // Facts of an exam version, and of the rules of examination.
    ("fact.none", "none"),
    ("fact.cut-score", "the cut score"),
    ("fact.scale", "the scale"),
    ("fact.items-scored", "the number of scored questions"),
    ("fact.items", "the number of questions"),
    ("fact.time", "the time"),
    ("fact.price", "the price"),
    ("fact.languages", "the list of languages"),
    ("fact.item-kinds", "the list of question kinds"),
    ("fact.prerequisites", "the list of prerequisites"),
    ("fact.range", "{from}–{to}"),
    ("fact.money", "{n} {currency}"),
    ("fact.minutes", "{n} {n?minute:minutes}"),
    ("fact.registration-opens", "registration opens"),
    ("fact.first-test-day", "first test day"),
    ("fact.last-day-of-registration", "last day of registration"),
    ("fact.last-test-day", "last test day"),
    ("fact.wait", "The wait after a fail"),
    ("fact.wait-first", "The wait after the first fail"),
    ("fact.wait-after", "The wait after {n} fails"),
    ("fact.wait-and-more", "The wait after {n} fails and more"),
    ("fact.sittings", "The number of tries at one exam version"),
    ("fact.limit", "{n} in {within}"),
    ("fact.no-limit", "without limit"),
    ("fact.block", "The block after a pass"),
    ("fact.registration", "The time a registration is good for"),
    // How a version of a policy differs from the one before it.
    ("rule.validity", "validity {is} instead of {was}"),
    ("rule.last-valid-day", "last valid day is {is} instead of {was}"),
    ("rule.grace", "grace {is} instead of {was}"),
    ("rule.suspension", "suspension {is} instead of {was}"),
    ("rule.never-shortens", "never shortens: {is} instead of {was}"),
    ("rule.now", "now: {what}"),
    ("rule.no-longer", "no longer: {what}"),
    ("rule.made-of", "what it is made of, or what ends it from outside, changes"),
    ("rule.yes", "yes"),
    ("rule.no", "no"),
    ("rule.anniversary", "the anniversary"),
    ("rule.day-before", "the day before the anniversary"),
    ("rule.end-of-month", "the end of the anniversary's month"),
    ("rule.cohort", "validity {good} for awards[ from {from}][ until {to}]"),
    ("rule.until", "until {day}"),
    ("rule.as-usual", "as usual"),
    (
        "rule.route",
        "the route “{route}”[, from {opens} before the end on][, until {closes} before the end][, {anchor}], \
         for {length}[, {credits} {credits?credit:credits}][, {payments} {payments?payment:payments}][, \
         until {until}]",
    ),
    ("rule.from-the-old-end", "counted from the old last valid day"),
    ("rule.cascade", "it renews {to} {set}[, {retired}][, until {until}]"),
    ("rule.to-its-own-end", "to its own last valid day"),
    ("rule.for-their-validity", "for their own validity"),
    ("rule.retired-too", "retired ones too"),
    ("rule.everything-that-runs", "Everything that runs"),
    ("rule.ends-later", "ends {by} later"),
    ("rule.valid-for", "is valid for {validity}"),
    // By how much the last days move with the zone.
    ("zone.same", "the clock is a different one"),
    ("zone.earlier", "every last day moves by up to {n} {n?hour:hours}: it ends earlier"),
    ("zone.later", "every last day moves by up to {n} {n?hour:hours}: it ends later"),
    (
        "zone.both",
        "every last day moves by up to {most} {most?hour:hours}: up to {earlier} {earlier?hour:hours} \
         earlier or {later} {later?hour:hours} later",
    ),
    ("zone.unknown", "every last day moves by up to 26 hours"),
    // What the crosswalk says of an announced claim.
    ("verdict.holds", "holds"),
    ("verdict.holds-at-task-level", "holds at task level only"),
    ("verdict.holds-in-part", "holds in part"),
    ("verdict.holds-by-wording", "holds by wording only"),
    ("verdict.refuted", "refuted"),
    ("verdict.cannot-be-checked", "cannot be checked"),
];
