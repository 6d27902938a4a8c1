//! What a form or a pool of items lacks.

use super::Sentences;

pub(super) const TEXTS: Sentences = &[
    ("form.short.scored", "It has {has} scored {has?item:items}; {wants} are asked for."),
    ("form.short.pretest", "It has {has} pretest {has?item:items}; {wants} are asked for."),
    (
        "form.short.domain",
        "Domain {domain} has {has} scored {has?item:items}; its weight asks for {low}[ to {high}].",
    ),
    ("form.short.enemies", "{one} and {other} give each other away."),
    ("form.short.unknown", "{item} is not among the items that can be given."),
    ("form.short.twice", "{item} stands on it more than once."),
    ("form.short.skills", "It reaches {has} skills, the goal is {goal}; not reached[: {missing}|: none more]."),
    (
        "form.short.several",
        "{has} {has?item has:items have} more than one right option; by the pool's share it would be {low}[ to {high}].",
    ),
    (
        "form.short.artefact",
        "{has} {has?stem has:stems have} something to read; by the pool's share it would be {low}[ to {high}].",
    ),
    (
        "form.short.tag",
        "{has} {has?item is:items are} tagged {tag}; by the pool's share it would be {low}[ to {high}].",
    ),
    ("form.short.letter", "{has} {has?key is:keys are} option {letter}; even would be {low}[ to {high}]."),
    (
        "form.short.expected",
        "Its scored items add up to {has} expected right answers; it should be near {target}.",
    ),
    (
        "form.short.time",
        "Its items are expected to take {has} {has?minute:minutes}; the exam gives {limit}.",
    ),
    ("form.short.pool", "The pool has {has} {has?item:items}; the forms need {wants}."),
    (
        "form.short.pool-domain",
        "Domain {domain} has {has} {has?item:items} in the pool; the forms need {wants} scored ones.",
    ),
    (
        "form.short.pool-skills",
        "The pool has no item of {n} {n?skill:skills} of the outline, {missing} among them.",
    ),
    ("form.short.together", "No form reaches {n} {n?skill:skills} of the pool, {missing} among them."),
];
