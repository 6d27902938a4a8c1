//! A plan for terminals: what changes, for how many, and the first few of them.

use assay_kernel::Date;
use assay_standing::plan::{Expiries, Finding, ImpactGroup, ImpactKind, ImpactPlan};

use crate::{InEnglish, day};

/// Columns of a terminal that everybody has.
const COLUMNS: usize = 100;

/// The plan as text, with at most so many people a group.
pub fn plan_text(plan: &ImpactPlan, people_per_group: usize) -> String {
    let mut lines = vec![format!(
        "Plan as of {}: {} compared, {} affected.",
        day(plan.today),
        people(plan.people),
        if plan.touched == 0 { "nobody".to_owned() } else { thousands(plan.touched) },
    )];
    if plan.groups.is_empty() {
        lines.push("No date, state, way to renew, registration or retake changes for anybody.".to_owned());
    }
    let counts = ImpactKind::ALL.iter().map(|kind| (*kind, plan.count(*kind))).filter(|(_, n)| *n > 0);
    let counts: Vec<_> = counts.collect();
    if !counts.is_empty() {
        lines.push(String::new());
        let width = counts.iter().map(|(_, n)| thousands(*n).len()).max().unwrap_or_default();
        for (kind, n) in counts {
            lines.push(format!("  {:>width$}  {}", thousands(n), summary(kind)));
        }
    }
    if !plan.programme.is_empty() {
        lines.extend([String::new(), "The change itself".to_owned()]);
        plan.programme.iter().for_each(|finding| told(&mut lines, finding));
    }
    for group in &plan.groups {
        members(&mut lines, group, people_per_group);
    }
    expiries(&mut lines, &plan.expiries);
    lines.push(String::new());
    lines.join("\n")
}

fn people(n: usize) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{} people", thousands(n)) }
}

/// `1,234,567`.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn summary(kind: ImpactKind) -> &'static str {
    match kind {
        ImpactKind::CannotRenew => "certifications can no longer be renewed at all",
        ImpactKind::EndsEarlier => "last valid days move to an earlier day",
        ImpactKind::StatusChanges => "certifications change their state",
        ImpactKind::LosesRoute => "ways to renew are lost or cut",
        ImpactKind::EarlyRenewalShortens => "early renewals would shorten what is held",
        ImpactKind::RegistrationAfterLastDay => "registrations are cut short or gone",
        ImpactKind::RetakeCrossesCut => "retakes of the same exam version are no longer possible",
        ImpactKind::EndsLater => "last valid days move to a later day",
        ImpactKind::GainsRoute => "ways to renew are gained or last longer",
        ImpactKind::GainsRetake => "retakes of the same exam version become possible again",
    }
}

fn told(lines: &mut Vec<String>, finding: &Finding) {
    let mark = finding.severity.as_str();
    let place = finding.place.as_deref().map(|place| format!(" ({place})")).unwrap_or_default();
    wrap(lines, &format!("  {mark:<8}"), &format!("{}{place}", finding.said.title()));
    wrap(lines, &format!("  {:<8}", ""), &finding.said.text());
}

fn members(lines: &mut Vec<String>, group: &ImpactGroup, limit: usize) {
    lines.push(String::new());
    wrap(lines, "", &group.said.title());
    wrap(lines, "  ", &format!("{}. {}", people(group.people.len()), group.said.text()));
    let shown = group.people.get(..limit.min(group.people.len())).unwrap_or_default();
    let width = shown.iter().map(|impact| impact.person.chars().count()).max().unwrap_or_default();
    for impact in shown {
        wrap(lines, &format!("    {:<width$}  ", impact.person), &impact.said.text());
    }
    let more = group.people.len() - shown.len();
    if more > 0 && limit > 0 {
        lines.push(format!("    and {} more", thousands(more)));
    }
}

/// Months with at least one certification whose end moves, before and after.
fn expiries(lines: &mut Vec<String>, expiries: &Expiries) {
    let counted = expiries.before.iter().zip(&expiries.after);
    let months: Vec<(Date, u32, u32)> =
        expiries.months().zip(counted).map(|(month, (before, after))| (month, *before, *after)).collect();
    let moved = months.iter().filter(|(_, before, after)| before != after);
    if moved.clone().next().is_none() && expiries.later_before == expiries.later_after {
        return;
    }
    lines.extend([String::new(), "Certifications that end, by month (before, after)".to_owned()]);
    for (month, before, after) in moved {
        lines.push(format!("    {:<15}{before:>9}{after:>9}", month.strftime("%B %Y").to_string()));
    }
    if expiries.later_before != expiries.later_after {
        let (before, after) = (expiries.later_before, expiries.later_after);
        lines.push(format!("    {:<15}{before:>9}{after:>9}", "later or never"));
    }
}

/// A paragraph whose first line begins with a mark and whose others stand below it.
fn wrap(lines: &mut Vec<String>, mark: &str, text: &str) {
    let indent = " ".repeat(mark.chars().count());
    let (mut line, mut used) = (mark.to_owned(), mark.chars().count());
    let mut is_empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !is_empty && used + 1 + length > COLUMNS {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            (used, is_empty) = (indent.len(), true);
        }
        if !is_empty {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        (used, is_empty) = (used + length, false);
    }
    lines.push(line);
}
