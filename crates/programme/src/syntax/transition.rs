//! `transitions/<id>.toml`: a dated change of the programme, of one of three kinds.
//!
//! `kind = "exam"`, or no `kind`: one exam version gives way to another. `kind = "retirement"`:
//! certifications end without a successor. `kind = "rules"`: rules change on a day, and no exam version with
//! them. What ends is said function by function, each with its last day, since 'retired' is not one bit
//! (renewal-rules, trap c):
//!
//! ```toml
//! kind = "retirement"
//! id = "pilot-ends"
//! title = "Pilot is retired"
//! announced_on = 2025-01-15
//!
//! [[end]]
//! certification = "pilot"
//! function = "award" # or "route <id>", "cascade", "prep"
//! on = 2025-06-30
//! ```

use assay_kernel::{
    CertificationCode, Date, Diagnostic, ExamCode,
    source::{Reader, SourceFile, codes as form},
};

use super::keys::{clause, file_code};
use crate::model::{Basis, Claim, Cut, Function, FunctionEnd, Programme, Retirement, RuleChange, Transition};

/// The kinds of change, as `kind` writes them.
#[derive(Clone, Copy)]
enum ChangeKind {
    Exam,
    Retirement,
    Rules,
}

const KINDS: [(&str, ChangeKind); 3] =
    [("exam", ChangeKind::Exam), ("retirement", ChangeKind::Retirement), ("rules", ChangeKind::Rules)];

const CUTS: [(&str, Cut); 2] = [("hard", Cut::Hard), ("overlap", Cut::Overlap)];

/// Reads a change into the list of its kind.
pub(super) fn read(table: &Reader<'_>, file: &SourceFile, programme: &mut Programme) {
    match table.maybe_choice("kind", &KINDS).unwrap_or(ChangeKind::Exam) {
        ChangeKind::Exam => programme.transitions.push(exam(table, file)),
        ChangeKind::Retirement => programme.retirements.push(retirement(table, file)),
        ChangeKind::Rules => programme.rule_changes.push(rules(table, file)),
    }
}

fn exam(table: &Reader<'_>, file: &SourceFile) -> Transition {
    let day = |key: &str| -> Date { table.date(key).unwrap_or_default() };
    let to = table.text("to");
    let also_from: Vec<ExamCode> = table.texts("also_from").iter().map(|code| code.as_str().into()).collect();
    Transition {
        id: file_code(table, file, "id"),
        title: table.text("title"),
        from: table.text("from").as_str().into(),
        also_from,
        announced_on: table.maybe_date("announced_on"),
        guide_released_on: table.maybe_date("guide_released_on"),
        registration_opens_on: table.maybe_date("registration_opens_on"),
        last_registration_day_on: table.maybe_date("last_booking_day_on"),
        cut: table.maybe_choice("cut", &CUTS),
        earns: table.maybe_text("earns").map(|code| code.as_str().into()),
        ends: table.tables("end", end),
        last_test_day_on: day("last_test_day_on"),
        first_test_day_on: day("first_test_day_on"),
        rename_is_retroactive: table.flag("rename_is_retroactive", false),
        failed_sits: table.maybe_text("failed_sits").unwrap_or_else(|| to.clone()).as_str().into(),
        announcement: table.maybe_text("announcement"),
        claims: table.tables("claim", claim),
        consequences: table.texts("consequences"),
        to: to.as_str().into(),
        clause: clause(table),
    }
}

fn retirement(table: &Reader<'_>, file: &SourceFile) -> Retirement {
    let ends = table.tables("end", end);
    if ends.is_empty() {
        missing(table, "[[end]]", "add an `[[end]]` with `certification`, `function` and `on`");
    }
    Retirement {
        id: file_code(table, file, "id"),
        title: table.text("title"),
        announced_on: table.maybe_date("announced_on"),
        ends,
        announcement: table.maybe_text("announcement"),
        consequences: table.texts("consequences"),
        clause: clause(table),
    }
}

fn rules(table: &Reader<'_>, file: &SourceFile) -> RuleChange {
    let certifications: Vec<CertificationCode> =
        table.texts("certifications").iter().map(|code| code.as_str().into()).collect();
    if certifications.is_empty() {
        missing(table, "certifications", "add `certifications = [\"<code>\"]`: whose rules change");
    }
    RuleChange {
        id: file_code(table, file, "id"),
        title: table.text("title"),
        announced_on: table.maybe_date("announced_on"),
        effective_on: table.date("effective_on").unwrap_or_default(),
        certifications,
        announcement: table.maybe_text("announcement"),
        consequences: table.texts("consequences"),
        clause: clause(table),
    }
}

/// Reports a list without which the change says nothing.
fn missing(table: &Reader<'_>, key: &str, hint: &str) {
    let message = format!("`{key}` is missing in the file");
    table.report(Diagnostic::error(form::MISSING, table.here(), message).hint(hint));
}

fn end(table: &Reader<'_>) -> FunctionEnd {
    FunctionEnd {
        certification: table.text("certification").as_str().into(),
        function: function(table).unwrap_or(Function::Award),
        on: table.date("on").unwrap_or_default(),
        clause: clause(table),
    }
}

/// `award`, `cascade`, `prep`, or `route` with the id of one.
fn function(table: &Reader<'_>) -> Option<Function> {
    let text = table.text("function");
    let route = text.strip_prefix("route ").map(str::trim).filter(|id| !id.is_empty());
    match (text.as_str(), route) {
        ("award", _) => Some(Function::Award),
        ("cascade", _) => Some(Function::Cascade),
        ("prep", _) => Some(Function::Prep),
        (_, Some(id)) => Some(Function::Route(id.to_owned())),
        ("", None) => None,
        _ => {
            let hint = "write `award`, `cascade`, `prep` or `route <id>`, such as `route retake`";
            table.bad("function", format!("`{text}` is not a function of a certification"), hint);
            None
        }
    }
}

fn claim(table: &Reader<'_>) -> Claim {
    Claim {
        check: table.text("check"),
        subjects: table.texts("subjects"),
        text: table.text("text"),
        basis: table.choice("basis", &Basis::ALL).unwrap_or(Basis::Announcement),
        note: table.maybe_text("note").unwrap_or_default(),
        clause: clause(table),
    }
}
