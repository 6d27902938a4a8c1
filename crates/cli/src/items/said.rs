//! What `assay items check` reports, for people and for programs.

use std::fmt::Write;

use assay_bank::lint::{Agreement, GateVerdict, LintGate, QuotaCount, WantedCount};
use serde_json::{Value, json};

use super::checked::{CheckedItems, SourceCounts};
use crate::{
    report,
    rim::{count, harmless},
};

/// Names that a line shows; JSON has all of them.
const NAMED_MAX: usize = 8;

/// One line that says how it went.
pub fn tally(checked: &CheckedItems) -> String {
    let CheckedItems { exam, items: [bank, practice], figures, found, .. } = checked;
    let failed = figures.gates.iter().filter(|gate| gate.verdict == GateVerdict::Fail).count();
    format!(
        "{exam}: {} of the bank and {practice} of practice; {}; {failed} of {} fail",
        count(*bank, "item"),
        report::tally_in_words(found),
        count(figures.gates.len(), "gate")
    )
}

/// For people: findings line by line, then what was counted, then the gates.
pub fn text(checked: &CheckedItems) -> String {
    let mut text = String::new();
    for fault in &checked.found {
        let severity = match fault.severity {
            assay_kernel::Severity::Error => "error",
            assay_kernel::Severity::Warning => "warning",
        };
        let at = &fault.at;
        let place = format!("{}:{}:{}", harmless(&at.file), at.line.max(1), at.column.max(1));
        line(&mut text, &format!("{place}: {severity}[{}]: {}", fault.code, harmless(&fault.message)));
        if !fault.hint.is_empty() {
            line(&mut text, &format!("  {}", harmless(&fault.hint)));
        }
    }
    if !checked.unread.is_empty() {
        line(&mut text, &format!("not looked at, items of the standard: {}", checked.unread.join(", ")));
    }
    counts(&mut text, checked);
    line(&mut text, "\nGates");
    for gate in &checked.figures.gates {
        let LintGate { name, of, verdict, figures, named } = gate;
        line(&mut text, &format!("  {:<4} {name}, {of}: {figures}", verdict.as_str()));
        if *verdict != GateVerdict::Ok && !named.is_empty() {
            line(&mut text, &format!("       {}", some(named)));
        }
    }
    text
}

fn line(text: &mut String, words: &str) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "{words}");
}

fn some(named: &[String]) -> String {
    let shown: Vec<&str> = named.iter().take(NAMED_MAX).map(String::as_str).collect();
    let more = named.len().saturating_sub(NAMED_MAX);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    harmless(&format!("{}{rest}", shown.join(", ")))
}

fn counts(text: &mut String, checked: &CheckedItems) {
    let coverage = &checked.figures.coverage;
    line(text, "\nItems by domain, there and wanted: bank, practice");
    for domain in &coverage.domains {
        line(text, &format!("  {:<8} {}", domain.id, there(domain)));
    }
    line(text, "\nItems by skill");
    for skill in &coverage.skills {
        let is_short = skill.bank[0] < skill.bank[1] || skill.practice[0] < skill.practice[1];
        let mark = if is_short { "  short" } else { "" };
        line(text, &format!("  {:<8} {}{mark}", skill.id, there(skill)));
    }
    if !coverage.quotas.is_empty() {
        line(text, "\nQuotas of the bank, there and wanted");
    }
    for quota in &coverage.quotas {
        let domains = quota.by_domain.iter().map(|(id, [there, wanted])| format!("{id}: {there}/{wanted}"));
        let [there, wanted] = quota.total();
        let domains = domains.collect::<Vec<_>>().join("  ");
        line(text, &format!("  {:<18} {there:>3}/{wanted:<3}  {domains}", quota.of));
    }
    line(text, "\nSources");
    for (of, counts) in ["bank", "practice"].iter().zip(&checked.sources) {
        let SourceCounts { read, unread, unsaid } = counts;
        line(text, &format!("  {of:<8} {read} read, {unread} unread, {unsaid} without a word about it"));
    }
    answers(text, checked);
    let near: Vec<_> = checked.figures.alike.iter().filter(|pair| !pair.is_known).collect();
    if !near.is_empty() {
        line(text, "\nAlike, and neither enemies nor named in a note: a reviewer looks at them");
    }
    for pair in near {
        line(text, &format!("  {:.2} {}", pair.cosine, pair.items.join(", ")));
    }
}

fn there(count: &WantedCount) -> String {
    let [[bank, bank_wanted], [practice, practice_wanted]] = [count.bank, count.practice];
    format!("{bank:>3}/{bank_wanted:<3} {practice:>3}/{practice_wanted:<3}")
}

fn answers(text: &mut String, checked: &CheckedItems) {
    line(text, "\nSecond answers");
    for (of, told) in &checked.agreement {
        if told.answers == 0 && told.stale.is_empty() {
            line(text, &format!("  {of:<9} none of {}", count(told.items, "item")));
            continue;
        }
        let kappa = told.kappa.map(|kappa| format!(", kappa {kappa:.2}")).unwrap_or_default();
        line(
            text,
            &format!(
                "  {of:<9} {} of {} answered, {} by people; {} of {} answers agree{kappa}; {} doubted, \
                 {} stale",
                told.answered,
                count(told.items, "item"),
                told.answered_by_people,
                told.agreeing,
                told.answers,
                told.doubts.len(),
                told.stale.len()
            ),
        );
        let is_pool = !of.starts_with("domain");
        for (word, named) in [("other", &told.disagreeing), ("doubt", &told.doubts), ("stale", &told.stale)] {
            if is_pool && !named.is_empty() {
                line(text, &format!("            {word}: {}", some(named)));
            }
        }
    }
    if !checked.astray.is_empty() {
        line(text, &format!("  about no item here: {}", some(&checked.astray)));
    }
}

/// For programs: one document.
pub fn document(checked: &CheckedItems) -> Value {
    let CheckedItems { exam, items: [bank, practice], found, figures, sources, .. } = checked;
    let coverage = &figures.coverage;
    let of_sources = |counts: &SourceCounts| {
        let SourceCounts { read, unread, unsaid } = counts;
        json!({ "read": read, "unread": unread, "unsaid": unsaid })
    };
    let mut document = json!({
        "exam": exam,
        "items": { "bank": bank, "practice": practice, "not_looked_at": checked.unread },
        "keys": { "bank": keys(&figures.bank), "practice": keys(&figures.practice) },
        "domains": coverage.domains.iter().map(wanted).collect::<Vec<_>>(),
        "skills": coverage.skills.iter().map(wanted).collect::<Vec<_>>(),
        "quotas": coverage.quotas.iter().map(quota).collect::<Vec<_>>(),
        "services": { "in_scope": coverage.services, "absent": coverage.services_absent },
        "sources": { "bank": of_sources(&sources[0]), "practice": of_sources(&sources[1]) },
        "alike": figures.alike.iter().map(|pair| json!({
            "items": pair.items, "cosine": hundredths(pair.cosine), "known": pair.is_known,
        })).collect::<Vec<_>>(),
        "second_answers": checked.agreement.iter().map(|(of, told)| agreement(of, told)).collect::<Vec<_>>(),
        "second_answers_about_no_item": checked.astray,
        "gates": figures.gates.iter().map(gate).collect::<Vec<_>>(),
    });
    let found = serde_json::to_value(report::document(found)).unwrap_or_default();
    if let (Some(into), Some(found)) = (document.as_object_mut(), found.as_object()) {
        into.extend(found.clone());
    }
    document
}

fn keys(counts: &assay_bank::lint::KeyCounts) -> Value {
    json!({
        "single": counts.single, "shortest": counts.shortest, "longest": counts.longest,
        "letters": counts.letters, "two_of_five": counts.pairs, "neighbours": counts.neighbours,
        "three_of_six": counts.triples,
    })
}

fn wanted(count: &WantedCount) -> Value {
    let of = |[there, wanted]: [usize; 2]| json!({ "there": there, "wanted": wanted });
    json!({ "id": count.id, "bank": of(count.bank), "practice": of(count.practice) })
}

fn quota(count: &QuotaCount) -> Value {
    let domains = count.by_domain.iter();
    let domains: serde_json::Map<String, Value> = domains
        .map(|(id, [there, wanted])| (id.clone(), json!({ "there": there, "wanted": wanted })))
        .collect();
    let [there, wanted] = count.total();
    json!({ "of": count.of, "there": there, "wanted": wanted, "domains": domains })
}

fn agreement(of: &str, told: &Agreement) -> Value {
    json!({
        "of": of, "items": told.items, "answered": told.answered,
        "answered_by_people": told.answered_by_people,
        "answers": told.answers, "agreeing": told.agreeing, "kappa": told.kappa.map(hundredths),
        "disagreeing": told.disagreeing, "doubts": told.doubts, "stale": told.stale,
    })
}

fn gate(gate: &LintGate) -> Value {
    let LintGate { name, of, verdict, figures, named } = gate;
    let verdict = verdict.as_str().to_lowercase();
    json!({ "name": name, "of": of, "verdict": verdict, "figures": figures, "named": named })
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
