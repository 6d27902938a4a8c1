//! A file of questions is read, what of it would be lost is said, and the rest is kept where that is wanted.

use std::{fmt::Write, time::Duration};

use assay_app::{
    App, AppError, Asking, ImportLine, ImportStanding, QuestionLine, QuestionVerdict, QuestionsWanted,
};
use assay_kernel::ImportId;
use serde_json::json;

use super::telling::Telling;
use crate::{
    outcome::{Failure, Found},
    rim::{Progress, count, harmless},
};

/// How often it is looked how far a file is.
const LOOKED_EVERY: Duration = Duration::from_millis(100);
/// The report of a file without a right line has megabytes; the page has the rest.
const REPORT_BYTES_MAX: usize = 8 << 20;

/// The whole errand beside a server, whose own line of jobs reads the file.
///
/// # Errors
/// It cannot be read, or the store failed.
pub async fn beside(
    app: &App,
    asking: &Asking,
    file: &str,
    bytes: &[u8],
    is_kept: bool,
    json: bool,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let id = hand_in(app, asking, file, bytes).await?;
    let import = read_through(app, asking, id, telling).await?;
    let to_keep = told(app, asking, &import, json, telling).await?;
    keep(app, asking, &import, to_keep, is_kept, telling).await
}

/// Hands a file in.
///
/// # Errors
/// It is not taken, or the store failed.
pub async fn hand_in(app: &App, asking: &Asking, file: &str, bytes: &[u8]) -> Result<ImportId, Failure> {
    match app.items.hand_in(asking, file, bytes).await {
        Err(AppError::Invalid(faults)) => {
            let texts: Vec<_> = faults.into_iter().map(|fault| fault.text).collect();
            Err(Failure::unusable(format!("{}: {}", harmless(file), texts.join(" ")), ""))
        }
        handed_in => Ok(handed_in?),
    }
}

/// Waits until a file is read, and shows how far it is.
///
/// # Errors
/// The store failed.
pub async fn read_through(
    app: &App,
    asking: &Asking,
    id: ImportId,
    telling: &Telling,
) -> Result<ImportLine, Failure> {
    let mut progress: Option<Progress> = None;
    loop {
        let import = app.items.import(asking, id).await?;
        if !matches!(import.standing, ImportStanding::Waiting | ImportStanding::Reading) {
            return Ok(import);
        }
        let number = |many: i64| usize::try_from(many).unwrap_or_default();
        if import.total > 0 {
            let shown = progress
                .get_or_insert_with(|| telling.progress("of the questions read", number(import.total)));
            shown.at(number(import.done));
        }
        tokio::time::sleep(LOOKED_EVERY).await;
    }
}

/// Says what would become of each question; of those of which nothing is lost only how many.
///
/// # Errors
/// The file could not be read, or the store failed.
pub async fn told(
    app: &App,
    asking: &Asking,
    import: &ImportLine,
    as_json: bool,
    telling: &mut Telling,
) -> Result<i64, Failure> {
    if let Some(fault) = &import.fault {
        return Err(Failure::unusable(format!("{}: {fault}", harmless(&import.file_name)), ""));
    }
    let view = app.items.loss_report(asking, import.id, &QuestionsWanted::default()).await?;
    let (mut text, mut lines, mut after) = (String::new(), Vec::new(), 0);
    for remark in &view.remarks {
        let _ = writeln!(text, "{}", harmless(&remark.message));
    }
    let mut is_cut = false;
    while text.len() < REPORT_BYTES_MAX {
        let page = app.items.questions_after(asking, import.id, after).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        for question in page.iter().filter(|question| !question.remarks.is_empty()) {
            question_told(question, &mut text);
            lines.push(document_of(question));
        }
        is_cut = text.len() >= REPORT_BYTES_MAX;
    }
    if as_json {
        let report = json!({
            "import": import.id,
            "file": import.file_name,
            "format": import.format,
            "counts": {
                "whole": import.whole, "with-loss": import.with_loss, "refused": import.refused,
                "already-here": view.here, "to-keep": view.to_keep,
            },
            "remarks": view.remarks,
            "questions": lines,
        });
        telling.print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        telling.print(&text)?;
    }
    if is_cut {
        telling.say(format_args!("note: the report is longer; the page of the import has all of it"));
    }
    let questions = count(usize::try_from(import.done).unwrap_or_default(), "question");
    telling.say(format_args!(
        "{questions}: {} whole, {} with loss, {} left out, {} here already",
        import.whole, import.with_loss, import.refused, view.here
    ));
    Ok(view.to_keep)
}

/// Keeps what can be used where that is wanted; else says how it is done.
///
/// # Errors
/// The store failed.
pub async fn keep(
    app: &App,
    asking: &Asking,
    import: &ImportLine,
    to_keep: i64,
    is_wanted: bool,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let found = Found::wrong_if(import.refused > 0);
    let questions = count(usize::try_from(to_keep).unwrap_or_default(), "question");
    if to_keep == 0 {
        app.items.discard(asking, import.id).await?;
        telling.say(format_args!("nothing of it can be kept, so nothing was"));
        return Ok(found);
    }
    if !is_wanted {
        telling.say(format_args!("nothing was kept yet: {questions} can be"));
        telling.say(format_args!(
            "hint: decide on the page /admin/questions/imports/{}, or run the same command with --keep",
            import.id
        ));
        return Ok(found);
    }
    app.items.keep(asking, import.id, to_keep).await?;
    telling.say(format_args!("{questions} kept as drafts"));
    Ok(found)
}

fn verdict(question: &QuestionLine) -> &'static str {
    match question.verdict {
        QuestionVerdict::Whole => "whole",
        QuestionVerdict::WithLoss => "with loss",
        QuestionVerdict::Refused => "left out",
    }
}

fn question_told(question: &QuestionLine, text: &mut String) {
    let title = harmless(&question.title);
    let _ = writeln!(text, "{} \"{title}\": {}", harmless(&question.identifier), verdict(question));
    for remark in &question.remarks {
        let weight = match remark.weight {
            assay_app::RemarkWeight::Lenient => "kept",
            assay_app::RemarkWeight::Loss => "loss",
            assay_app::RemarkWeight::Error => "error",
        };
        let construct = if remark.construct.is_empty() { &remark.code } else { &remark.construct };
        let line = format!("  {weight} {construct}, line {}: {}", remark.line, remark.message);
        let _ = writeln!(text, "{}", harmless(&line));
    }
}

fn document_of(question: &QuestionLine) -> serde_json::Value {
    json!({
        "number": question.number,
        "identifier": question.identifier,
        "title": question.title,
        "became": question.verdict.as_str(),
        "remarks": question.remarks,
    })
}
