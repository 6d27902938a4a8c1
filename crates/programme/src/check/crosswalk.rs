//! A crosswalk is closed on both sides and says of each part one thing that can be.

use std::collections::BTreeSet;

use super::found::Findings;
use crate::{
    codes,
    model::{Clause, Crosswalk, Outline, Programme, Relation},
};

/// A row of a crosswalk on any of its three levels.
struct CrosswalkLine<'a> {
    from: &'a str,
    to: Vec<&'a str>,
    relation: Relation,
    clause: &'a Clause,
}

/// One level of a crosswalk.
struct CrosswalkLevel<'a> {
    what: &'static str,
    lines: Vec<CrosswalkLine<'a>>,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
}

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    for crosswalk in &programme.crosswalks {
        let old = programme.outline(crosswalk.from.as_str());
        let new = programme.outline(crosswalk.to.as_str());
        for (outline, exam, key) in [(old, &crosswalk.from, "from"), (new, &crosswalk.to, "to")] {
            if outline.is_none() && programme.exam(exam.as_str()).is_some() {
                let message = format!("{exam} has no outline, so nothing can be said about its parts");
                let hint = format!("add outlines/{exam}.toml");
                found.error(codes::CROSSWALK_UNKNOWN_PART, (&crosswalk.clause, key), message, hint);
            }
        }
        let (Some(old), Some(new)) = (old, new) else { continue };
        level(crosswalk, &domains(crosswalk, old, new), &[], found);
        level(crosswalk, &tasks(crosswalk, old, new), &[], found);
        let added: Vec<(&str, &Clause)> =
            crosswalk.added.iter().map(|addition| (addition.to.as_str(), &addition.clause)).collect();
        level(crosswalk, &skills(crosswalk, old, new), &added, found);
    }
}

fn domains<'a>(crosswalk: &'a Crosswalk, old: &'a Outline, new: &'a Outline) -> CrosswalkLevel<'a> {
    let lines = crosswalk.domains.iter().map(|map| CrosswalkLine {
        from: &map.from,
        to: vec![map.to.as_str()],
        relation: map.relation,
        clause: &map.clause,
    });
    let ids = |outline: &'a Outline| outline.domains.iter().map(|domain| domain.id.as_str()).collect();
    CrosswalkLevel { what: "domain", lines: lines.collect(), old: ids(old), new: ids(new) }
}

fn tasks<'a>(crosswalk: &'a Crosswalk, old: &'a Outline, new: &'a Outline) -> CrosswalkLevel<'a> {
    let lines = crosswalk.tasks.iter().map(|map| CrosswalkLine {
        from: &map.from,
        to: map.to.iter().map(String::as_str).collect(),
        relation: map.relation,
        clause: &map.clause,
    });
    let ids = |outline: &'a Outline| outline.tasks().map(|task| task.id.as_str()).collect();
    CrosswalkLevel { what: "task statement", lines: lines.collect(), old: ids(old), new: ids(new) }
}

fn skills<'a>(crosswalk: &'a Crosswalk, old: &'a Outline, new: &'a Outline) -> CrosswalkLevel<'a> {
    let lines = crosswalk.skills.iter().map(|map| CrosswalkLine {
        from: &map.from,
        to: map.to.iter().map(String::as_str).collect(),
        relation: map.relation,
        clause: &map.clause,
    });
    let ids = |outline: &'a Outline| outline.skills().map(|skill| skill.id.as_str()).collect();
    CrosswalkLevel { what: "skill", lines: lines.collect(), old: ids(old), new: ids(new) }
}

fn level(crosswalk: &Crosswalk, level: &CrosswalkLevel<'_>, added: &[(&str, &Clause)], found: &mut Findings) {
    let what = level.what;
    let mut mapped = BTreeSet::new();
    let mut reached = BTreeSet::new();
    for line in &level.lines {
        known(crosswalk, level, line, found);
        sense(what, line, found);
        reached.extend(line.to.iter().copied());
        if !line.from.is_empty() && !mapped.insert(line.from) {
            let message = format!("the {what} {} of {} is given twice", line.from, crosswalk.from);
            let hint = "write one row with all its new ids in `to`";
            found.error(codes::CROSSWALK_TWICE, (line.clause, "from"), message, hint);
        }
    }
    for (id, clause) in added {
        if !level.new.contains(id) && !id.is_empty() {
            unknown(found, (clause, "to"), what, id, crosswalk.to.as_str());
        } else if !reached.insert(id) {
            let message = format!("the {what} {id} is said to be new, but an old one continues in it");
            let hint = "remove it from `[[added]]`, or from the `to` of the old one";
            found.error(codes::CROSSWALK_TWICE, (clause, "to"), message, hint);
        }
    }
    let open = level.old.iter().filter(|id| !mapped.contains(*id)).copied();
    for id in open {
        let message = format!("the crosswalk does not say what became of {what} {id} of {}", crosswalk.from);
        let hint = "add its row; `unplaced` if nothing takes it up";
        found.error(codes::CROSSWALK_OLD_OPEN, (&crosswalk.clause, "from"), message, hint);
    }
    // A new task statement or domain that nothing reaches is an addition by itself; a skill must say so.
    let unreached = level.new.iter().filter(|id| what == "skill" && !reached.contains(*id));
    for id in unreached {
        let message =
            format!("nothing continues in {what} {id} of {}, and it is not said to be new", crosswalk.to);
        let hint = "add it under `[[added]]`, or to the `to` of the old one that it continues";
        found.error(codes::CROSSWALK_NEW_OPEN, (&crosswalk.clause, "to"), message, hint);
    }
}

fn unknown(found: &mut Findings, place: (&Clause, &'static str), what: &str, id: &str, exam: &str) {
    let message = format!("the outline of {exam} has no {what} `{id}`");
    found.error(codes::CROSSWALK_UNKNOWN_PART, place, message, format!("see outlines/{exam}.toml"));
}

fn known(crosswalk: &Crosswalk, level: &CrosswalkLevel<'_>, line: &CrosswalkLine<'_>, found: &mut Findings) {
    if !line.from.is_empty() && !level.old.contains(&line.from) {
        unknown(found, (line.clause, "from"), level.what, line.from, crosswalk.from.as_str());
    }
    for to in line.to.iter().filter(|to| !to.is_empty() && !level.new.contains(*to)) {
        unknown(found, (line.clause, "to"), level.what, to, crosswalk.to.as_str());
    }
}

/// Whether a relation can be true of so many new parts.
fn sense(what: &str, line: &CrosswalkLine<'_>, found: &mut Findings) {
    let count = line.to.len();
    let fits = match line.relation {
        Relation::Removed | Relation::Unplaced => count == 0 || what == "domain",
        Relation::Split => count >= 2 || what != "skill",
        Relation::Added => false,
        _ => count >= 1,
    };
    if fits {
        return;
    }
    let word = line.relation.as_str();
    let message = format!("{what} {} is `{word}` and names {count} new ones", line.from);
    let hint = match line.relation {
        Relation::Removed | Relation::Unplaced => "what is gone has no `to`: empty it, or write `moved`",
        Relation::Split => "name the two or more ids in `to`",
        Relation::Added => "an old part is not added: new ones stand under `[[added]]`",
        _ => "name the new id in `to`, or write `unplaced`",
    };
    found.error(codes::CROSSWALK_RELATION, (line.clause, "relation"), message, hint);
}
