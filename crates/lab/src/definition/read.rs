//! From the text of a lab's files to a [`Lab`] and every fault.

use assay_kernel::{
    Diagnostic, Diagnostics, Location,
    source::{Reader, SourceFile},
};

use super::{
    BriefQuestion, GuidedStep, Lab, LabBrief, LabCheck, LabHint, LabPlan, LabScript, LabTask, PlanCard,
    PlanFault, check, probes,
};
use crate::{codes, limits};

/// The file with texts, tasks and checks.
const LAB_FILE: &str = "lab.toml";
/// The script that makes the broken state.
const SEED_FILE: &str = "seed.sh";

/// Reads a lab from the files of its folder, their paths relative to it.
///
/// What was understood comes with every fault; a lab with errors is never offered.
pub fn read(files: &[SourceFile]) -> (Lab, Diagnostics) {
    let mut found = Diagnostics::default();
    let named = |name: &str| files.iter().find(|file| file.path == name);
    let scripts = |folder: &str| {
        let mut own: Vec<&SourceFile> =
            files.iter().filter(|file| file.path.starts_with(folder) && file.path.ends_with(".sh")).collect();
        own.sort_by(|a, b| a.path.cmp(&b.path));
        own.into_iter().map(LabScript::of).collect::<Vec<_>>()
    };
    let Some(file) = named(LAB_FILE) else {
        found.push(missing(LAB_FILE));
        return (Lab::default(), found);
    };
    let mut mutants = scripts("mutants/");
    let (mut lab, own) = Reader::read(file, |table| {
        let lab = lab(table);
        let loses = table.maybe_table("tests", |tests| losses(tests, &mut mutants)).unwrap_or_default();
        Lab { mutants: loses, ..lab }
    });
    found.extend(own);
    for script in mutants {
        let message = format!("mutants/{} is a mistake of which nobody says what it loses", script.name);
        let hint = format!("write `\"{}\" = [\"task/check\"]` under `[tests.mutants]`", script.name);
        found.push(Diagnostic::error(codes::TESTS, file.locate(0..0), message).hint(hint));
    }
    match named(SEED_FILE) {
        Some(seed) => lab.seed = LabScript::of(seed),
        None => found.push(missing(SEED_FILE)),
    }
    lab.solutions = scripts("solutions/");
    lab.mark = mark(files);
    check::whole(&lab, files, file, &mut found);
    (lab, found)
}

fn missing(name: &str) -> Diagnostic {
    let at = Location { file: name.to_owned(), span: 0..0, line: 1, column: 1 };
    Diagnostic::error(codes::FILE, at, format!("the lab has no {name}"))
        .hint(format!("add a file {name} to its folder"))
}

/// FNV-1a over paths and texts, the files in the order of their paths.
fn mark(files: &[SourceFile]) -> u64 {
    let mut sorted: Vec<&SourceFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let bytes =
        sorted.iter().flat_map(|file| file.path.bytes().chain([0]).chain(file.text.bytes()).chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
        (mark ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn lab(table: &Reader<'_>) -> Lab {
    let mut choices = std::collections::BTreeMap::new();
    table.maybe_table("variant", |variant| {
        variant.maybe_table("words", |words| {
            choices.extend(words.keys().into_iter().map(|name| (name.clone(), words.texts(&name))));
        });
        variant.maybe_table("numbers", |numbers| {
            choices.extend(numbers.keys().into_iter().map(|name| (name.clone(), steps(numbers, &name))));
        });
    });
    let starts_at = table.text("starts_at");
    let starts_at = assay_cloud::clock::parse(&starts_at).unwrap_or_else(|| {
        let hint = "write an instant in UTC: `2026-11-02T08:00:00Z`";
        table.bad("starts_at", "when the lab's clock begins is no instant", hint);
        0
    });
    Lab {
        id: table.text("id"),
        title: table.text("title"),
        summary: table.text("summary"),
        skills: table.texts("skills"),
        minutes: table.integer_in("minutes", 5..=180),
        tools: table.texts("tools"),
        account: table.text("account"),
        starts_at,
        region: table.text("region"),
        choices,
        brief: table.table("brief", brief).unwrap_or_default(),
        plan: table.table("plan", plan).unwrap_or_default(),
        scenario: table.tables("scenario", probes::scenario),
        guided: table.tables("guided", guided),
        tasks: table.tables("task", task),
        ..Lab::default()
    }
}

/// The numbers from one to another by steps.
fn steps(numbers: &Reader<'_>, name: &str) -> Vec<String> {
    let range = numbers.table(name, |range| {
        let from = range.integer("from");
        (from, range.integer("to"), range.integer_in("step", 1..=i64::MAX))
    });
    let (from, to, step) = range.unwrap_or((0, 0, 1));
    let step = usize::try_from(step).unwrap_or(1);
    (from..=to).step_by(step).take(limits::CHOICES_MAX + 1).map(|number| number.to_string()).collect()
}

fn brief(table: &Reader<'_>) -> LabBrief {
    LabBrief {
        who: table.text("who"),
        role: table.text("role"),
        opening: table.text("opening"),
        questions: table.tables("question", |question| BriefQuestion {
            id: question.text("id"),
            ask: question.text("ask"),
            answer: question.text("answer"),
            note: question.maybe_text("note").unwrap_or_default(),
        }),
    }
}

fn plan(table: &Reader<'_>) -> LabPlan {
    LabPlan {
        cards: table.tables("card", |card| PlanCard {
            id: card.text("id"),
            text: card.text("text"),
            about: card.text("about"),
        }),
        faults: table.tables("fault", |fault| PlanFault {
            has: fault.texts("has"),
            lacks: fault.texts("lacks"),
            order: fault.texts("order"),
            say: fault.text("say"),
            advice: fault.flag("advice", false),
        }),
        good: table.tables("good", |good| good.texts("cards")),
    }
}

fn guided(table: &Reader<'_>) -> GuidedStep {
    GuidedStep {
        text: table.text("text"),
        why: table.text("why"),
        commands: LabScript::of_text("guided", &table.text("commands")),
        effect: table.tables("probe", probes::probe).into_iter().flatten().collect(),
        passes: table.maybe_text("passes"),
        effect_text: table.maybe_text("effect").unwrap_or_default(),
    }
}

fn task(table: &Reader<'_>) -> LabTask {
    let id = table.text("id");
    LabTask {
        text: table.text("text"),
        hints: table.tables("hint", |hint| LabHint {
            after_m: hint.integer_in("after_m", 0..=180),
            cost_pct: hint.integer_in("cost_pct", 0..=limits::HINT_COST_PCT_MAX),
            text: hint.text("text"),
        }),
        checks: table.tables("check", |check| self::check(&id, check)),
        id,
    }
}

fn check(task: &str, table: &Reader<'_>) -> LabCheck {
    // A check of the same task is named by its own id alone.
    let needs = table.texts("needs").into_iter();
    let whole = |name: String| if name.contains('/') { name } else { format!("{task}/{name}") };
    LabCheck {
        id: table.text("id"),
        title: table.text("title"),
        weight: table.integer_in("weight", 1..=limits::WEIGHT_MAX),
        guard: table.flag("guard", false),
        needs: needs.map(whole).collect(),
        probes: table.tables("probe", probes::probe).into_iter().flatten().collect(),
        fail: table.text("fail"),
        pass: table.maybe_text("pass").unwrap_or_default(),
        diagnoses: table.tables("diagnose", probes::diagnosis),
    }
}

/// What each mistake loses; scripts that are named are taken out of the list.
fn losses(tests: &Reader<'_>, scripts: &mut Vec<LabScript>) -> Vec<(LabScript, Vec<String>)> {
    let loses = tests.maybe_table("mutants", |table| {
        let mut all = Vec::new();
        for name in table.keys() {
            let lost = table.texts(&name);
            match scripts.iter().position(|script| script.name == name) {
                Some(at) => all.push((scripts.remove(at), lost)),
                None => {
                    let message = format!("there is no mutants/{name}");
                    let hint = "add the script, or take the line away";
                    table.report(Diagnostic::error(codes::FILE, table.place(&name), message).hint(hint));
                }
            }
        }
        all
    });
    loses.unwrap_or_default()
}
