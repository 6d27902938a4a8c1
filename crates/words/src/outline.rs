//! A comparison as plain text for a terminal.

use assay_programme::diff::{DiffRow, LevelCounts, OutlineDiff, Part};

use crate::InEnglish;

/// Renders a comparison as plain text, without colour, in lines of any width.
pub fn outline_diff_text(diff: &OutlineDiff) -> String {
    let mut lines = Vec::new();
    title(&mut lines, diff);
    section(&mut lines, "Domains", &diff.domains);
    section(&mut lines, "Task statements", &diff.tasks);
    section(&mut lines, "Skills", &diff.skills);
    counts(&mut lines, diff);
    claims(&mut lines, diff);
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn title(lines: &mut Vec<String>, diff: &OutlineDiff) {
    let (from, to) = (&diff.from, &diff.to);
    lines.push(format!("{} {} (guide {})", from.exam, from.title, from.guide_version));
    lines.push(format!("-> {} {} (guide {})", to.exam, to.title, to.guide_version));
    lines.push(String::new());
    lines.push(format!("{:<16} {:>8} {:>8}", "", from.exam, to.exam));
    let figures = [
        ("domains", from.domains, to.domains),
        ("task statements", from.tasks, to.tasks),
        ("skills", from.skills, to.skills),
    ];
    for (what, before, after) in figures {
        lines.push(format!("{what:<16} {before:>8} {after:>8}"));
    }
}

fn section(lines: &mut Vec<String>, name: &str, rows: &[DiffRow]) {
    lines.push(String::new());
    lines.push(name.to_owned());
    for row in rows {
        let from = row.from.as_ref().map_or("-", |part| part.id.as_str());
        let to: Vec<&str> = row.to.iter().map(|part| part.id.as_str()).collect();
        let to = if to.is_empty() { "-".to_owned() } else { to.join(", ") };
        let weights = weights(row);
        let text = row.to.first().or(row.from.as_ref()).map_or("", |part| part.text.as_str());
        let note = if row.note.is_empty() { String::new() } else { format!(" [{}]", row.note) };
        lines.push(format!(
            "  {from:<5} -> {to:<12} {:<8}  {:<7}  {weights}{text}{note}",
            row.relation, row.basis
        ));
    }
}

fn weights(row: &DiffRow) -> String {
    let weight = |part: Option<&Part>| part.and_then(|part| part.weight_pct);
    match (weight(row.from.as_ref()), weight(row.to.first())) {
        (Some(before), Some(after)) => format!("{before:>2} % -> {after:>2} %  "),
        (None, Some(after)) => format!("   - -> {after:>2} %  "),
        _ => String::new(),
    }
}

fn counts(lines: &mut Vec<String>, diff: &OutlineDiff) {
    lines.push(String::new());
    lines.push("Counts".to_owned());
    let levels = [
        ("domains", &diff.counts.domains),
        ("task statements", &diff.counts.tasks),
        ("skills", &diff.counts.skills),
    ];
    for (level, counts) in levels {
        lines.push(format!("  {level:<16} stated:  {}", relations(counts, true)));
        lines.push(format!("  {:<16} derived: {}", "", relations(counts, false)));
    }
}

fn relations(counts: &LevelCounts, stated: bool) -> String {
    let map = if stated { &counts.stated } else { &counts.derived };
    let mut pairs: Vec<(&&str, &usize)> = map.iter().collect();
    pairs.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), **word));
    let words: Vec<String> = pairs.iter().map(|(word, count)| format!("{count} {word}")).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn claims(lines: &mut Vec<String>, diff: &OutlineDiff) {
    if diff.claims.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push("Announced claims".to_owned());
    for claim in &diff.claims {
        lines.push(format!("  {}: {} ({})", claim.verdict.as_str(), claim.text, claim.source));
        lines.push(format!("      {}", claim.evidence.text()));
        if !claim.note.is_empty() {
            lines.push(format!("      {}", claim.note));
        }
    }
}
