//! What a form or a pool of items lacks.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("form.scored", "It has {has} scored {has?item:items}; {wants} are asked for."),
    ("form.pretest", "It has {has} pretest {has?item:items}; {wants} are asked for."),
    (
        "form.domain",
        "Domain {domain} has {has} scored {has?item:items}; its weight asks for {low}[ to {high}].",
    ),
    ("form.enemies", "{one} and {other} give each other away."),
    ("form.unknown", "{item} is not among the items that can be given."),
    ("form.twice", "{item} stands on it more than once."),
    ("form.skills", "It reaches {has} skills, the goal is {goal}; not reached[: {missing}|: none more]."),
    (
        "form.several",
        "{has} {has?item has:items have} more than one right option; by the pool's share it would be \
         {low}[ to {high}].",
    ),
    (
        "form.artefact",
        "{has} {has?stem has:stems have} something to read; by the pool's share it would be \
         {low}[ to {high}].",
    ),
    (
        "form.tag",
        "{has} {has?item is:items are} tagged {tag}; by the pool's share it would be {low}[ to {high}].",
    ),
    ("form.letter", "{has} {has?key is:keys are} option {letter}; even would be {low}[ to {high}]."),
    ("form.expected", "Its scored items add up to {has} expected right answers; it should be near {target}."),
    ("form.time", "Its items are expected to take {has} {has?minute:minutes}; the exam gives {limit}."),
    ("form.pool", "The pool has {has} {has?item:items}; the forms need {wants}."),
    (
        "form.pool-domain",
        "Domain {domain} has {has} {has?item:items} in the pool; the forms need {wants} scored ones.",
    ),
    (
        "form.pool-skills",
        "The pool has no item of {n} {n?skill:skills} of the outline, {missing} among them.",
    ),
    ("form.together", "No form reaches {n} {n?skill:skills} of the pool, {missing} among them."),
];
