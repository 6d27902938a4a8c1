//! A bank that a body works in leaves as files, and comes back from them.

use std::fmt::Write;

use assay_app::{App, AppError, Asking, FolderBecame, FolderImport, FolderImported, FolderOutcome, Why};
use assay_bank::folder::MANIFEST;
use serde_json::json;

use super::{
    export::{Outlet, unwanted},
    telling::Telling,
};
use crate::{
    outcome::{Failure, Found},
    rim::{count, harmless},
};

/// Names that are said; more are counted.
const SAID: usize = 10;

/// How files are brought back.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct BringingBack {
    /// Why, in the words of whoever does it.
    pub reason: Option<String>,
    /// Nothing is written.
    pub dry_run: bool,
    /// The report as JSON.
    pub json: bool,
}

/// Sends the files of a bank, in one archive.
///
/// # Errors
/// It cannot be had so, or the store or the file failed; what was written is no whole archive then.
pub async fn take_along(
    app: &App,
    asking: &Asking,
    exam: &str,
    outlet: &mut Outlet<'_>,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let mut parts = app.items.take_along(asking, exam).await.map_err(unwanted)?;
    let progress = telling.progress("items written", parts.count);
    let mut archive = tar::Builder::new(Vec::new());
    let unwritable = |error| Failure::world("the archive of the files", error);
    while let Some(files) = parts.next().await? {
        for file in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(file.bytes.len() as u64);
            header.set_mode(0o600);
            archive.append_data(&mut header, &file.path, file.bytes.as_slice()).map_err(unwritable)?;
        }
        outlet.take(&std::mem::take(archive.get_mut())).await?;
        progress.at(parts.done);
    }
    outlet.take(&archive.into_inner().map_err(unwritable)?).await?;
    drop(progress);
    telling.say(format_args!("{} of {}", count(parts.done, "item"), harmless(exam)));
    Ok(Found::Nothing)
}

/// Brings back what was changed in a folder, and says what became of each item.
///
/// # Errors
/// It cannot be done, or the store failed; nothing was written then.
pub async fn bring_back(
    app: &App,
    asking: &Asking,
    folder: &[u8],
    how: BringingBack,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let folder: FolderImport = serde_json::from_slice(folder).map_err(|_| {
        Failure::unusable("this is no folder of items", "ask with the command line of the same release")
    })?;
    let why = how.reason.as_deref().map(Why::parse).transpose().map_err(unwanted)?;
    let (exam, unchanged, missing) = (folder.exam.clone(), folder.unchanged, folder.missing.clone());
    let done = app.items.bring_back(asking, folder, why.as_ref(), how.dry_run).await;
    let done = match done {
        Err(AppError::Conflict) => {
            let hint = "run the same command again: it looks at what they wrote";
            return Err(Failure::unusable(
                "somebody wrote in this bank at the same moment; nothing was written",
                hint,
            ));
        }
        done => done.map_err(unwanted)?,
    };
    if how.json {
        let items: Vec<_> = done.items.iter().map(document).collect();
        let report = json!({
            "exam": exam, "dry_run": how.dry_run, "written": done.is_written,
            "items": items, "unchanged": unchanged, "missing": missing,
        });
        telling.print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        telling.print(&done.items.iter().map(line).collect::<String>())?;
    }
    if !missing.is_empty() {
        let named: Vec<String> = missing.iter().take(SAID).map(|name| harmless(name)).collect();
        let more = if missing.len() > SAID { ", …" } else { "" };
        telling.say(format_args!(
            "note: no file is here for {} of the manifest, and nothing is done with them: {}{more}",
            count(missing.len(), "item"),
            named.join(", ")
        ));
    }
    tally(&done, unchanged, how.dry_run, telling);
    Ok(Found::wrong_if(done.is_refused()))
}

fn tally(done: &FolderImported, unchanged: usize, is_dry: bool, telling: &mut Telling) {
    let of = |is_so: fn(&FolderBecame) -> bool| done.count(is_so);
    let drafts = of(|became| matches!(became, FolderBecame::Begun));
    let refused = of(|became| matches!(became, FolderBecame::Refused(_)));
    let (changes, here) = (done.changes(), of(|became| matches!(became, FolderBecame::Here)) + unchanged);
    let counted = format!("{} changed, {} new, {here} as they are", changes - drafts, drafts);
    match (refused, changes, is_dry) {
        (0, 0, _) => telling.say(format_args!("nothing to do: the data hold what stands in the folder")),
        (0, _, true) => telling.say(format_args!("{counted}; nothing was written, as this is a dry run")),
        (0, ..) => {
            telling.say(format_args!("{counted}; written in one commit"));
            telling.say(format_args!(
                "hint: `assay items export … --update` brings the folder up to date for the next change"
            ));
        }
        _ => telling.say(format_args!("{counted}, {refused} refused; nothing was written")),
    }
}

/// What became of an item, in a line.
fn line(item: &FolderOutcome) -> String {
    let mut line = format!("{}: ", harmless(&item.path));
    let _ = match &item.became {
        FolderBecame::Begun => write!(line, "new, a draft"),
        FolderBecame::Version { number, before, state, live } => {
            let _ = write!(line, "version {number}, {} (before: {})", state.as_str(), before.as_str());
            match live {
                Some(live) => write!(line, "; forms take version {live} until it is accepted"),
                None => Ok(()),
            }
        }
        FolderBecame::Saved { number, state } => {
            write!(line, "version {number}, {}, written over: nobody had seen it", state.as_str())
        }
        FolderBecame::Here => write!(line, "nothing to do, the data hold this already"),
        FolderBecame::Refused(why) => match item.line {
            Some(at) => write!(line, "refused, {MANIFEST}:{at}: {}", harmless(why)),
            None => write!(line, "refused: {}", harmless(why)),
        },
    };
    line + "\n"
}

fn document(item: &FolderOutcome) -> serde_json::Value {
    let (became, version, state, why) = match &item.became {
        FolderBecame::Begun => ("draft", Some(1), Some("draft"), None),
        FolderBecame::Version { number, state, .. } => ("version", Some(*number), Some(state.as_str()), None),
        FolderBecame::Saved { number, state } => ("saved", Some(*number), Some(state.as_str()), None),
        FolderBecame::Here => ("unchanged", None, None, None),
        FolderBecame::Refused(why) => ("refused", None, None, Some(why)),
    };
    json!({
        "pool": item.pool.as_str(), "name": item.name, "file": item.path, "manifest_line": item.line,
        "became": became, "version": version, "state": state, "why": why,
    })
}
