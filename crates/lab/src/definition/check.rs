//! What the parts of a lab mean together.

use std::collections::BTreeSet;

use assay_kernel::{Diagnostic, Diagnostics, source::SourceFile};

use super::{Lab, known};
use crate::{codes, limits, names, variant};

/// Tools that a lab may name; each is proved before it is offered.
const TOOLS: [&str; 3] = ["page", "cli", "terraform"];
/// Solutions of different shape that a lab brings at least.
const SOLUTIONS_MIN: usize = 3;

/// Faults with their place: where a file says it, or the beginning of `lab.toml`.
struct Faults<'a> {
    file: &'a SourceFile,
    found: &'a mut Diagnostics,
}

impl Faults<'_> {
    /// At the first place where this text stands.
    fn at(&mut self, text: &str, code: &'static str, message: String, hint: &str) {
        let start = if text.is_empty() { None } else { self.file.text.find(text) };
        let span = start.map_or(0..0, |start| start..start + text.len());
        self.found.push(Diagnostic::error(code, self.file.locate(span), message).hint(hint));
    }
}

/// Holds the parts of a lab against one another.
pub(super) fn whole(lab: &Lab, files: &[SourceFile], file: &SourceFile, found: &mut Diagnostics) {
    let mut faults = Faults { file, found };
    let known: [&str; 4] = ["lab.toml", "seed.sh", "solutions/", "mutants/"];
    for other in files.iter().filter(|other| !known.iter().any(|known| other.path.starts_with(known))) {
        let at = other.locate(0..0);
        let message = format!("{} is no file of a lab", other.path);
        let hint = "a lab has lab.toml, seed.sh, solutions/*.sh and mutants/*.sh";
        faults.found.push(Diagnostic::error(codes::FILE, at, message).hint(hint));
    }
    basics(lab, &mut faults);
    ids(lab, &mut faults);
    variants(lab, &mut faults);
    plan(lab, &mut faults);
    needs(lab, &mut faults);
    tests(lab, &mut faults);
    sizes(lab, &mut faults);
    names_in_texts(lab, files, &mut faults);
}

fn basics(lab: &Lab, faults: &mut Faults<'_>) {
    for tool in lab.tools.iter().filter(|tool| !TOOLS.contains(&tool.as_str())) {
        faults.at(tool, codes::NAME, format!("`{tool}` is no tool of a lab"), "write page, cli or terraform");
    }
    if lab.account.len() != 12 || !lab.account.bytes().all(|byte| byte.is_ascii_digit()) {
        faults.at(
            "account",
            codes::ID,
            "an account has twelve digits".into(),
            "write `account = \"111122223333\"`",
        );
    }
    for (what, missing) in [("skills", lab.skills.is_empty()), ("task", lab.tasks.is_empty())] {
        if missing {
            faults.at("", codes::TEXT, format!("the lab has no {what}"), "a lab shows skills by its tasks");
        }
    }
}

fn ids(lab: &Lab, faults: &mut Faults<'_>) {
    let plain = |id: &str| {
        !id.is_empty() && id.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
    };
    let mut seen = BTreeSet::new();
    let questions = lab.brief.questions.iter().map(|one| format!("question {}", one.id));
    let cards = lab.plan.cards.iter().map(|one| format!("card {}", one.id));
    let tasks = lab.tasks.iter().map(|one| format!("task {}", one.id));
    let checks = lab.checks().map(|(name, _, _)| format!("check {name}"));
    for whole in
        std::iter::once(format!("lab {}", lab.id)).chain(questions).chain(cards).chain(tasks).chain(checks)
    {
        let id = whole.split_once(' ').map_or("", |(_, id)| id);
        if !id.split('/').all(plain) {
            let message = format!("`{id}` is no id");
            faults.at(&format!("\"{id}\""), codes::ID, message, "write small letters, digits and hyphens");
        }
        if !seen.insert(whole.clone()) {
            faults.at(
                &format!("\"{id}\""),
                codes::ID,
                format!("{whole} stands twice"),
                "give each an id of its own",
            );
        }
    }
}

fn variants(lab: &Lab, faults: &mut Faults<'_>) {
    for (name, values) in &lab.choices {
        let different: BTreeSet<&String> = values.iter().collect();
        let hint = "list different choices, at most sixteen";
        if values.is_empty() || different.len() < values.len() || values.len() > limits::CHOICES_MAX {
            let message = format!("the variant's `{name}` has no choices, too many, or one twice");
            faults.at(name, codes::VARIANT, message, hint);
        }
        if !names::is_name(name) || known::FACTS.contains(&name.as_str()) {
            let message = format!("`{name}` cannot be a name of a variant");
            faults.at(
                name,
                codes::VARIANT,
                message,
                "write small letters, digits and _, and no fact of a probe",
            );
        }
    }
    let count = variant::count(&lab.choices);
    if count > limits::VARIANTS_MAX {
        let message = format!("{count} variants; at most {} are proved", limits::VARIANTS_MAX);
        faults.at("variant", codes::TOO_MANY, message, "take choices away");
    }
}

fn plan(lab: &Lab, faults: &mut Faults<'_>) {
    let plan = &lab.plan;
    let cards: BTreeSet<&String> = plan.cards.iter().map(|card| &card.id).collect();
    let named = plan.faults.iter().flat_map(|fault| fault.has.iter().chain(&fault.lacks).chain(&fault.order));
    for card in named.chain(plan.good.iter().flatten()).filter(|card| !cards.contains(card)) {
        faults.at(
            &format!("\"{card}\""),
            codes::PLAN,
            format!("the plan has no card `{card}`"),
            "name a card",
        );
    }
    for fault in plan.faults.iter().filter(|fault| !matches!(fault.order.len(), 0 | 2)) {
        let hint = "write `order = [\"acl\", \"nat\"]` for a plan that has acl after nat";
        faults.at(&fault.say, codes::PLAN, "an order names two cards".into(), hint);
    }
    for good in &plan.good {
        let chosen: Vec<&str> = good.iter().map(String::as_str).collect();
        let said = plan.judge(&chosen);
        if !said.holds {
            let message = format!("the plan {} does not hold: {}", chosen.join(", "), said.says.join(" "));
            faults.at("plan.good", codes::PLAN, message, "take a card or a fault away");
        }
    }
    if plan.good.len() < 2 {
        let hint = "add a second `[[plan.good]]`: there is more than one good plan";
        faults.at("plan", codes::PLAN, "the plan accepts one way alone".into(), hint);
    }
}

fn needs(lab: &Lab, faults: &mut Faults<'_>) {
    let mut before = BTreeSet::new();
    for (name, _, check) in lab.checks() {
        for needed in check.needs.iter().filter(|needed| !before.contains(*needed)) {
            let message = format!("{name} needs `{needed}`, which is no check before it");
            faults.at(
                &format!("\"{}\"", check.id),
                codes::NO_CHECK,
                message,
                "name a check that stands before",
            );
        }
        if check.probes.is_empty() {
            let hint = "add a `[[task.check.probe]]`";
            faults.at(&format!("\"{}\"", check.id), codes::PROBE, format!("{name} asks nothing"), hint);
        }
        before.insert(name);
    }
    for passes in lab.guided.iter().filter_map(|step| step.passes.as_ref()) {
        if !before.contains(passes) {
            let message = format!("a guided step ends with `{passes}`, which is no check");
            faults.at(passes, codes::NO_CHECK, message, "write task/check");
        }
    }
    for task in &lab.tasks {
        if task.checks.iter().all(|check| check.guard) {
            let message = format!("the task {} has no check but guards, so nothing scores", task.id);
            faults.at(&format!("\"{}\"", task.id), codes::NO_CHECK, message, "add a check that is no guard");
        }
    }
}

fn tests(lab: &Lab, faults: &mut Faults<'_>) {
    if lab.solutions.len() < SOLUTIONS_MIN {
        let message =
            format!("{} solutions; a lab brings {SOLUTIONS_MIN} of different shape", lab.solutions.len());
        faults.at("", codes::TESTS, message, "add scripts to solutions/");
    }
    let checks: BTreeSet<String> = lab.checks().map(|(name, _, _)| name).collect();
    for (script, loses) in &lab.mutants {
        for lost in loses.iter().filter(|lost| !checks.contains(*lost)) {
            let message = format!("{} loses `{lost}`, which is no check", script.name);
            faults.at(&script.name, codes::NO_CHECK, message, "write task/check");
        }
        if loses.is_empty() {
            let message = format!("{} loses nothing", script.name);
            faults.at(&script.name, codes::TESTS, message, "a mistake loses a check, or it is a solution");
        }
    }
    for check in checks.iter().filter(|check| !lab.mutants.iter().any(|(_, loses)| loses.contains(check))) {
        let message = format!("no mistake loses {check}, so nobody knows whether it is needed");
        faults.at("", codes::TESTS, message, "add a script to mutants/ that gets just this wrong");
    }
}

fn sizes(lab: &Lab, faults: &mut Faults<'_>) {
    let scripts = lab.solutions.iter().chain(lab.mutants.iter().map(|(script, _)| script)).chain([&lab.seed]);
    let lines = scripts.map(|script| script.lines.len()).max().unwrap_or(0);
    let checks = lab.tasks.iter().map(|task| task.checks.len()).max().unwrap_or(0);
    let probes = lab.checks().map(|(_, _, check)| check.probes.len()).max().unwrap_or(0);
    let all = [
        ("tasks", lab.tasks.len(), limits::TASKS_MAX),
        ("checks of a task", checks, limits::CHECKS_MAX),
        ("probes of a check", probes, limits::PROBES_MAX),
        ("lines of a script", lines, limits::LINES_MAX),
    ];
    for (what, many, most) in all.into_iter().filter(|(_, many, most)| many > most) {
        let message = format!("{many} {what}; at most {most} are read");
        faults.at("", codes::TOO_MANY, message, "make two labs of it");
    }
    for (place, text, _) in known::texts(lab) {
        if text.trim().is_empty() && (place.starts_with("the task") || place.starts_with("brief")) {
            faults.at("", codes::TEXT, format!("{place} says nothing"), "write what is to be reached");
        }
        if text.len() > limits::TEXT_MAX {
            let message = format!("a text of {place} has {} bytes; at most {}", text.len(), limits::TEXT_MAX);
            faults.at(&text, codes::TEXT, message, "say it shorter");
        }
    }
}

fn names_in_texts(lab: &Lab, files: &[SourceFile], faults: &mut Faults<'_>) {
    let known = known::names(lab);
    let mut seed = Vec::new();
    known::of_script(&lab.seed, &mut seed);
    // A seed keeps its names itself, one after the other: it is filled from its variant alone.
    let own: BTreeSet<String> = lab.choices.keys().cloned().chain(known::ALWAYS.map(str::to_owned)).collect();
    let texts = known::texts(lab).into_iter().map(|(place, text, facts)| (place, text, facts, &known));
    for (place, text, facts, known) in texts.chain(seed.into_iter().map(|(p, t, f)| (p, t, f, &own))) {
        for name in names::names_of(&text) {
            if known.contains(name) || (facts && known::FACTS.contains(&name)) {
                continue;
            }
            let list: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = format!("names here: {}", list.join(", "));
            let file = files.iter().find(|file| file.text.contains(&text)).unwrap_or(faults.file);
            let start = file.text.find(&format!("{{{name}")).unwrap_or(0);
            let at = file.locate(start..start + name.len());
            let message = format!("nothing gives `{{{name}}}` in {place}");
            faults.found.push(Diagnostic::error(codes::NAME, at, message).hint(hint));
        }
    }
}
