//! By what evidence an announced claim holds, or does not.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("evidence.about-nothing", "The files do not say what the claim is about."),
    ("evidence.tasks-gone", "No task statement takes up {tasks}."),
    (
        "evidence.tasks-continue",
        "Each of the {before} task statements continues in one of the {after} new ones[; {merges|; }].[ \
         Below them {n} of the skills {n?has:have} no place: {skills|; }.]",
    ),
    ("evidence.tasks-merge", "{from} merge into {to}"),
    ("evidence.skills-continue", "Every skill continues in the new outline."),
    ("evidence.skills-gone", "No place in the new outline: {skills|; }."),
    ("evidence.derived", "{ids} ({n} derived)"),
    ("evidence.stated", "{ids} ({n} stated)"),
    ("evidence.no-skills", "One of the outlines stops at task statements."),
    (
        "evidence.skills-counted",
        "{before} skills become {after}; {widened} of the old ones cover more now and {narrowed} cover less.",
    ),
    (
        "evidence.skills-say-more",
        "{before} skills become {after}; {widened} of the old ones cover more now and {narrowed} cover less: \
         there are not more skills, but each says more (derived).",
    ),
    ("evidence.no-services", "The new outline lists no services."),
    ("evidence.parts", "{parts|; }."),
    ("evidence.listed-anew", "{ids}: listed in the new outline, not in the old one"),
    ("evidence.listed-in-both", "{ids}: listed in both"),
    ("evidence.not-listed", "{ids}: not listed in the new outline"),
    ("evidence.goes-to", "{from} goes to [{to}|no place]"),
    ("evidence.skills-new", "New: {ids}"),
    ("evidence.skills-continuing", "continuing a skill of the old outline: {ids} (derived)"),
    ("evidence.skills-new-unsaid", "also new, though not stated: {ids} (derived)"),
    (
        "evidence.skills-removed",
        "[No place in the new outline: {gone}|Each of them continues in the new outline][; also without a \
         place, though not stated: {others}].",
    ),
];
