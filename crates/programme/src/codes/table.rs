//! What each code means and what to do about it, in the order of the codes.

use assay_kernel::source::codes as form;

use super::*;

const fn entry_of(code: &'static str, title: &'static str, explanation: &'static str) -> CodeEntry {
    CodeEntry { code, title, explanation }
}

/// The entry of a code.
pub fn entry(code: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

/// Every code, in order.
pub const CODES: &[CodeEntry] = &[
    entry_of(
        form::SYNTAX,
        "The file is not TOML",
        "The text breaks a rule of TOML at the place shown. What follows on the same line is often \
         the cause: a missing quote, a bracket that is not closed, a key that is there twice. The rest \
         of the file is read as far as it can be.",
    ),
    entry_of(
        form::MISSING,
        "A required key is missing",
        "The table at the place shown must have this key. Add it; the reference page of this kind of \
         file says what it means.",
    ),
    entry_of(
        form::UNKNOWN_KEY,
        "A key that nothing reads",
        "Either the key is misspelt, and then the hint names the nearest one, or it belongs to another \
         table. Keys that nothing reads are errors because a misspelt rule would otherwise be silently \
         missing.",
    ),
    entry_of(
        form::WRONG_TYPE,
        "A value of the wrong type",
        "The key takes another type of value: a text in quotes, a whole number, a date without quotes \
         such as 2025-09-30, true or false, or a list. The message says which.",
    ),
    entry_of(
        form::BAD_VALUE,
        "A value that means nothing here",
        "The type is right, but the value is not one of those the key takes. The hint lists them, or \
         says how a period is written: P3Y, P18M, P90D.",
    ),
    entry_of(
        form::TOO_LARGE,
        "A file that is too large",
        "A file of a programme has at most one mebibyte. Split it, or look for data that belongs \
         elsewhere.",
    ),
    entry_of(
        UNKNOWN_FILE,
        "A file of no known kind",
        "Every TOML file of a programme is in the folder of its kind, and its folder says how it \
         is read. Move or rename the file; the hint lists the kinds. Files with other endings are not read.",
    ),
    entry_of(
        FILE_NAME,
        "The file's name differs from the code in it",
        "A part is found by its file's name: exams/SOA-C03.toml holds the exam version SOA-C03. \
         Rename the file or correct the code.",
    ),
    entry_of(
        NO_FILE,
        "A file without which there is no programme",
        "Every programme has a programme.toml (who runs it, in which time zone) and an \
         examination.toml (retake waits).",
    ),
    entry_of(
        DUPLICATE,
        "Two parts have the same code",
        "Codes stand in addresses, on badges and in records, and are compared without regard to upper \
         and lower case. Give each part its own, or remove one of the two files.",
    ),
    entry_of(
        UNKNOWN_CERTIFICATION,
        "A certification that does not exist",
        "The code names no file in certifications/. The hint names the nearest code, or lists all.",
    ),
    entry_of(
        UNKNOWN_EXAM,
        "An exam version that does not exist",
        "The code names no file in exams/. The hint names the nearest code, or lists all.",
    ),
    entry_of(
        UNKNOWN_PUBLICATION,
        "An announcement or transition that does not exist",
        "A transition names its announcement by the file name in announcements/, and an announcement \
         the change it is about by that in transitions/. Correct the name or add the file.",
    ),
    entry_of(
        BAD_CODE,
        "A code that cannot stand in an address",
        "Codes are file names and parts of addresses: letters of the English alphabet, digits, \
         hyphen, underscore and full stop.",
    ),
    entry_of(
        NO_POLICY,
        "A certification without a policy",
        "Without a policy nobody can say until when an award is good or how it is renewed. Add \
         policies/<certification>.toml.",
    ),
    entry_of(
        LINEAGE,
        "A successor of another lineage",
        "`formerly` says that two certifications are one role under successive names; then they share \
         a `lineage`.",
    ),
    entry_of(
        EXAM_DATES,
        "Dates of an exam version out of order",
        "The order is: guide released, registration opens, first test day, last test day. Days may \
         coincide. One of the two dates in the message is wrong.",
    ),
    entry_of(
        CUT_OFF_SCALE,
        "A cut score that is not on the scale",
        "The cut score lies above the scale's minimum (at the minimum everybody would pass) and at or \
         below its maximum.",
    ),
    entry_of(
        ITEM_COUNTS,
        "More scored items than items",
        "A form has scored items and pretest items, which do not count. `items_total` counts both.",
    ),
    entry_of(
        CURRENCY,
        "A currency that is not a code",
        "A price names its currency by the three letters of ISO 4217, in capitals.",
    ),
    entry_of(
        EMPTY_FORM,
        "An exam version that nobody can sit",
        "It scores no items, allows no time, or is published in no language.",
    ),
    entry_of(
        REGISTRATION_AFTER_END,
        "Registrations after the last test day",
        "A registration accepted after the last test day could never be used, and its fee would have \
         to be returned. Close registration on the last test day or before.",
    ),
    entry_of(
        ZONE,
        "An unknown time zone",
        "Every date of a programme is a day in one zone, named as in the IANA database. UTC if the \
         body names none.",
    ),
    entry_of(
        LANGUAGE,
        "Dates of a language in which the exam is not published",
        "A `[[language]]` holds the dates that differ in one of the `languages` of the exam version. It \
         names one of them, each once, and at least one date.",
    ),
    entry_of(
        WEIGHT_SUM,
        "Weights that do not sum to 100",
        "A domain's weight is its share of the scored items in percent. Together they are all of \
         them.",
    ),
    entry_of(
        WEIGHT_ROUNDING,
        "Weights that do not divide the items, and no word on rounding",
        "Weight times scored items is not a whole number for the domains named, so a form can only come \
         near the published share. If the body publishes them so, say in `rounding` what a form does \
         then: whoever compares a form with the outline needs to know.",
    ),
    entry_of(
        OUTLINE_ID_TWICE,
        "An id used twice in an outline",
        "Items, reports and crosswalks name parts of an outline by id. Number each part once.",
    ),
    entry_of(
        OUTLINE_ID_ELSEWHERE,
        "An id that is not below its parent's",
        "Task statement 1.2 belongs to domain 1, skill 1.2.3 to task statement 1.2. Renumber the part \
         or move it.",
    ),
    entry_of(
        GUIDE_VERSION,
        "Outline and exam version name different guides",
        "One of the two was brought up to date without the other. A guide can change within the life \
         of an exam version; the outline shown must be the one that is examined.",
    ),
    entry_of(
        NO_OUTLINE,
        "An exam version without an outline",
        "Candidates have a right to know what is examined, and forms are assembled by the outline. \
         Add outlines/<CODE>.toml.",
    ),
    entry_of(
        WEIGHT_ANALYSIS,
        "A weight far from the practice analysis",
        "The share of a domain in the index of its tasks (frequency times importance) differs from its \
         weight by more than five points. Experts may have their reasons, and then they are part of the \
         validity argument; a slip of the keyboard is not.",
    ),
    entry_of(
        ANALYSIS_OPEN,
        "A practice analysis that is not complete",
        "Shares can only be compared when every task statement has its `weight`, and weights mean \
         something only when `[practice_analysis]` says who was asked.",
    ),
    entry_of(
        CROSSWALK_OLD_OPEN,
        "An old part of which the crosswalk says nothing",
        "A crosswalk is closed on its old side: every domain, task statement and skill has a row. \
         What nothing takes up is `removed` if the body says so, else `unplaced`.",
    ),
    entry_of(
        CROSSWALK_NEW_OPEN,
        "A new skill that comes from nowhere",
        "A crosswalk is closed on its new side: every new skill is reached by an old one or stands \
         under [[added]].",
    ),
    entry_of(
        CROSSWALK_UNKNOWN_PART,
        "A crosswalk names a part that no outline has",
        "Old ids are those of the outline of `from`, new ids those of `to`. Correct the id, or add \
         the part to its outline.",
    ),
    entry_of(
        CROSSWALK_RELATION,
        "A relation that cannot be",
        "What is removed or unplaced goes nowhere; what is split goes to two or more; everything else \
         goes somewhere; an old part is never added.",
    ),
    entry_of(
        CROSSWALK_TWICE,
        "A part of which a crosswalk says two things",
        "An old part has one row, which names all its new parts. A new skill is added or continues an \
         old one, not both.",
    ),
    entry_of(
        TRANSITION_DATES,
        "Dates of a transition out of order",
        "The order is: announced, guide released, registration opens, first test day of the new exam \
         version; and the old one ends after the announcement, as does whatever is retired.",
    ),
    entry_of(
        TRANSITION_RESTATED,
        "A transition and an exam version disagree",
        "A transition restates dates of its two exam versions, and what a pass earns, so that it can be \
         read alone. Both must say the same; correct the wrong one.",
    ),
    entry_of(
        RETAKE_CROSSES_CUT,
        "A retake wait that crosses the last test day",
        "Whoever fails after the day in the message waits until the exam version is gone and must \
         prepare for another outline. Nothing is wrong with the files, but candidates must be told \
         that day.",
    ),
    entry_of(
        TRANSITION_GAP,
        "Days on which neither exam version can be sat",
        "Between the last test day of the old and the first of the new nobody can earn the \
         certification. Start the new one on the next day unless the gap is intended.",
    ),
    entry_of(
        TRANSITION_OVERLAP,
        "Days on which both exam versions can be sat",
        "An overlap is a choice that some bodies make: write `cut = \"overlap\"` to say so. If a hard cut is \
         intended, the new exam version starts on the day after the old one's last.",
    ),
    entry_of(
        CLAIM_REFUTED,
        "An announced claim that the outlines refute",
        "What was announced about the content is not so by the crosswalk. Either the announcement \
         needs a revision or a row of the crosswalk is wrong.",
    ),
    entry_of(
        CLAIM_UNKNOWN,
        "A claim that no check can decide",
        "A claim names one of the checks and what it is about: ids of the outlines, `old -> new` for \
         a move, names for services.",
    ),
    entry_of(
        CLAIM_UNCHECKED,
        "Claims without a crosswalk to check them",
        "Claims about the content are compared with the crosswalk between the two outlines. Add what \
         the message names, or remove the claims.",
    ),
    entry_of(
        CUT_CONTRADICTED,
        "A cut that the test days contradict",
        "`cut = \"hard\"` says that the new exam version starts only when the old one has ended, in every \
         language; `cut = \"overlap\"` that both can be sat for a time. Correct the dates, or the word.",
    ),
    entry_of(
        END_RESTATED,
        "An end that the rules do not know",
        "An `[[end]]` restates the last day of a function so that the change can be read alone: of the \
         award (`award_until` of the policy, else the last test day, else the day before `retired_on`), \
         of a route or the cascades (their `until`), of the prep plan. Both must say the same day; \
         correct the wrong one, or give the rule its end.",
    ),
    entry_of(
        NO_RENEWAL,
        "Holders without a way to renew",
        "The certification runs out, and neither a lasting route of its own nor a cascade from another \
         one renews it: a route ends by `until`, by `retired_on`, or with the last exam to pass. Some \
         bodies retire certifications so; then there is nothing to do, except to say so.",
    ),
    entry_of(
        CASCADE_SELF,
        "A cascade to the same certification",
        "A cascade renews lower certifications. How a certification itself is renewed is a route.",
    ),
    entry_of(
        CASCADE_CYCLE,
        "Cascades in a circle",
        "If A renews B and B renews A, one exam keeps both for ever. A cascade goes from the upper \
         certification to the lower one.",
    ),
    entry_of(
        POLICY_VERSIONS,
        "Versions of a policy that do not follow one another",
        "A policy has one version or more, oldest first, each with its own name, and all but the \
         first with the day from which it is in force. Published versions are never edited.",
    ),
    entry_of(
        ROUTE_UNREACHABLE,
        "A route that nobody can take",
        "No event completes it, its version never reaches a state that allows it, its window closes \
         before it opens or before the award, it ends before its version starts, or it asks for a pass \
         when no exam of the certification is given. `opens` and `closes` count back from the last valid \
         day.",
    ),
    entry_of(
        POLICY_CONTRADICTION,
        "A rule that contradicts itself",
        "A cohort says either a validity or a fixed last day, and starts before it ends. A derived \
         certification needs at least one of its set and at most all of them. Awards end before the \
         certification is retired; a cascade renews somebody, and ends after its version starts. `carry` \
         and `credit_until` need credits, `fees_after` needs fees.",
    ),
    entry_of(
        RETIRED_BUT_SAT,
        "A retired certification whose exam is still sat",
        "From the day of retirement the certification's exam is gone. Give its exam versions a last \
         test day on or before that day.",
    ),
    entry_of(
        UNKNOWN_ROUTE,
        "A route that does not exist",
        "Routes are named by the `id` that they have in the policy of the certification. The hint names \
         the nearest one, or lists all.",
    ),
    entry_of(
        NEED_UNMET,
        "A need that cannot be met, or asks for nothing",
        "Credits ask for a total or for minima, and no minimum of a category or group is above what its \
         caps let count. `all_of` and `any_of` name at least one thing, `done` an activity, `fees` a \
         number from 1.",
    ),
    entry_of(
        CASCADE_ONE_END,
        "A cascade that only one of its two ends knows",
        "A cascade is written on the upper certification. A lower one may restate in `renewed_by` what \
         renews it; then both must name the same edges. Correct the one that is wrong.",
    ),
    entry_of(
        REVISIONS,
        "Revisions of an announcement out of order",
        "The first revision is the publication; later ones follow by date, at most one a day. A \
         published text is never edited: an edit is a further revision.",
    ),
    entry_of(
        REVISION_CHANGE,
        "A revision that does not say what changed",
        "Readers of the earlier text are shown `change`. Without it they must compare the two \
         themselves.",
    ),
    entry_of(
        PREP_STEP,
        "A step of a prep plan that cannot be kept or finished",
        "Progress is kept by the step's id, so each has its own. A step of kind pretest, practice \
         or final is finished by a practice set and names it; a course or lab step names its course or lab.",
    ),
    entry_of(
        LINK,
        "A link that no page may show",
        "Resources are https addresses, or paths on this site that start with a slash.",
    ),
    entry_of(
        PREP_END,
        "A prep plan that ends on another day than its exam",
        "Candidates prepare until the last test day. A plan that ends earlier leaves them alone; one that \
         goes on longer prepares for an exam that nobody can sit. Leave `until` out, or give the day that is \
         intended.",
    ),
    entry_of(
        ROUTE_REPEATS,
        "A route that can be taken again and again",
        "With `anchor = \"expiry\"` each renewal adds its length to the last valid day. A route without \
         `opens` that asks for no credits, fees or needs uses nothing up: three courses in a week add three \
         lengths. `opens` as long as a period lets it be taken once in each; `needs` asks for the activity \
         of each cycle anew.",
    ),
    entry_of(
        NO_FORM,
        "An exam version that can be registered for and has no form",
        "Registration for it is open or will be, and no file in forms/ is for it. Nobody can register or \
         start until a form is there with its items in bank/: the pages say that the exam is not ready. That \
         is right where the exam is given elsewhere and the programme only judges what follows from it.",
    ),
    entry_of(
        RULES_DAY,
        "A change of rules on a day on which no rule changes",
        "The day restates what the rules themselves say: the start of a version of a policy, of a cohort, \
         an amendment, or an outside event, for each certification named. Correct the day, or add the \
         rule that starts then.",
    ),
    entry_of(
        ROUTE_TWICE,
        "Two routes with the same name in a version",
        "Reasons, changes and `unless` name a route by its `id`. With two of the same name nobody can tell \
         which is meant: give each its own.",
    ),
    entry_of(
        COHORTS_OVERLAP,
        "Cohorts that share days",
        "An award belongs to the first cohort whose days take it in, so a later cohort that shares \
         days with it does not decide about them. End one the day before the other begins.",
    ),
    entry_of(
        OVER_BEFORE_IT_BEGINS,
        "A cohort that takes in awards after its own last day",
        "A cohort with a `fixed` last day takes in awards made after it: each would be over before it \
         begins, and is not an award. End the cohort with `to`, or new awards with `award_until`.",
    ),
    entry_of(
        NO_SUCH_EVENT,
        "An outside event that the programme does not state",
        "`expire_after` counts from an event in `[world]` of programme.toml. A name that is not there is a \
         slip, or an event of the future: its deadline never comes until the event is stated, but for those \
         whose own history names it.",
    ),
    entry_of(
        DEPENDS_ON_ITSELF,
        "A certification that depends on itself",
        "Whether it is active would follow from whether it is active. `derived` and `alive_while_any` \
         name other certifications.",
    ),
    entry_of(
        PREREQUISITE_CIRCLE,
        "A prerequisite that nobody can earn first",
        "Every exam version that earns the certification asks for it, or for something that leads \
         back to it, so nobody can begin. Remove the prerequisite, or add the exam by which people \
         begin.",
    ),
    entry_of(
        NEED_COMPLETES_NOTHING,
        "A need whose activity does not complete its route",
        "A route is complete when one of the events in `on` arrives and all it needs is there. An \
         activity that is needed but not in `on` is done in vain where it comes last. Correct a slip, \
         or add it to `on`.",
    ),
    entry_of(
        CARRY_CATEGORY,
        "A surplus of a category that no rule names",
        "`carry` names categories of credits; the credit rules of the version know others only, so \
         nothing of it is ever carried. Correct the name.",
    ),
    entry_of(
        CREDITS_COUNT_LATE,
        "Credits that count longer than the route is open",
        "Credits after the end count for `credit_until`, but the route is allowed in no state that \
         lasts so long. What comes later counts for nothing: shorten the one, or allow the route in \
         the later state.",
    ),
    entry_of(
        NO_TIME,
        "An award or renewal of no length",
        "A validity or length of nothing ends on the day it begins. Write how long it is good for.",
    ),
    entry_of(
        FAILED_SITS_SAME,
        "Whoever failed the old exam is sent back to it",
        "`failed_sits` names what those sit who failed the old exam version too late to retake it. It \
         must be another one; without the key it is the new one.",
    ),
    entry_of(
        LANGUAGE_TAG,
        "A language that is not a language tag",
        "Languages are written as BCP 47 tags: two or three letters, then subtags, such as `en`, `pt- \
         BR` or `zh-Hans`.",
    ),
    entry_of(
        LANDS_BEHIND,
        "A renewal that can be over before it is made",
        "With `anchor = \"expiry\"` the new period begins at the old last day. Where the route can \
         still be taken longer after that day than the period lasts, the new last day lies in the \
         past. Shorten `grace` or `suspension`, lengthen `length`, or count from the event.",
    ),
    entry_of(
        RETROACTIVE,
        "A new name for those who hold the old one",
        "Certifications are never renamed in the hands of their holders: who earned the old name \
         keeps it until its own last day (the announcement of a rename must say so). \
         `rename_is_retroactive = true` would promise otherwise; write `false` or leave it out.",
    ),
    entry_of(
        DEMO_WITHOUT_PEOPLE,
        "A demonstration with nobody in it",
        "demo.toml tells whom a visitor of the demonstration can be. Without anybody there is nothing to \
         show, and its data could not be told from those of a real body. Add a `[[person]]`, or remove the \
         file: a programme needs none.",
    ),
    entry_of(
        DEMO_ADDRESS_TWICE,
        "Two people of a demonstration with the same address",
        "An address belongs to one person, whatever its capital letters. Give each person of demo.toml \
         their own.",
    ),
    entry_of(
        DEMO_DAY,
        "A day of a story on which it cannot have happened",
        "The history of a person in demo.toml is what was on record when the demonstration begins, on \
         `begins_on`, and an exam version is passed or failed on a day on which it could be sat. Correct \
         the day, or the exam version.",
    ),
];
