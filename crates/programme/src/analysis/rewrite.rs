//! An outline's file with the weights of a study.
//!
//! Everything else stays as its author wrote it.

use std::fmt::Write as _;

use assay_kernel::{
    Date,
    source::{SourceFile, quoted},
};

use super::weigh::ProposedBlueprint;
use crate::{model::Outline, syntax::read_outline};

/// A file that is laid out in a way that nobody but its author can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the outline's file cannot be rewritten: give each domain and each task a header of its own \
     (`[[domain]]`, `[[domain.task]]`), or enter the weights by hand"
)]
pub struct NotRewritable;

/// The part of the file that a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FilePart {
    Domain,
    Task,
    Study,
    Other,
}

/// The text of an outline's file with what a study proposes.
///
/// The weights, the mean ratings of each task, and what they rest on. Lines that say neither stay byte for
/// byte. What comes out is read again and must say what was proposed.
///
/// # Errors
/// The file's layout has no place for them.
pub fn rewritten(
    file: &SourceFile,
    proposal: &ProposedBlueprint,
    conducted_on: Date,
    source: &str,
) -> Result<String, NotRewritable> {
    let study = format!(
        "[practice_analysis]\nconducted_on = {conducted_on}\nrespondents = {}\nsource = {}\n\n",
        proposal.experts,
        quoted(source)
    );
    let mut domains = proposal.domains.iter();
    let mut tasks = proposal.tasks.iter();
    let (mut out, mut part, mut is_told) = (String::new(), FilePart::Other, false);
    for line in file.text.split_inclusive('\n') {
        if let Some(header) = line.trim_start().strip_prefix('[') {
            part = part_of(header);
            if part == FilePart::Domain && !is_told {
                out.push_str(&study);
                is_told = true;
            }
        }
        match (part, key_of(line)) {
            (FilePart::Study, _) => {}
            (FilePart::Task, Some("weight")) => {}
            (FilePart::Domain, Some("weight_pct")) => {
                let domain = domains.next().ok_or(NotRewritable)?;
                let rest =
                    line.trim_end().split_once('#').map_or(String::new(), |(_, said)| format!(" #{said}"));
                let _ = writeln!(out, "weight_pct = {}{rest}", domain.weight_pct);
            }
            (FilePart::Task, Some("id")) => {
                let weight = tasks.next().ok_or(NotRewritable)?.weight;
                out.push_str(line);
                if !line.ends_with('\n') {
                    out.push('\n');
                }
                let (often, matters) = (weight.frequency_hundredths, weight.importance_hundredths);
                let _ = writeln!(
                    out,
                    "weight = {{ frequency = {}, importance = {} }}",
                    points(often),
                    points(matters)
                );
            }
            _ => out.push_str(line),
        }
    }
    says(&SourceFile::new(file.path.clone(), out), proposal)
}

fn part_of(header: &str) -> FilePart {
    let name = header.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
    match name {
        "domain" => FilePart::Domain,
        "domain.task" => FilePart::Task,
        "practice_analysis" => FilePart::Study,
        _ => FilePart::Other,
    }
}

fn key_of(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.starts_with('#'))
}

/// `4.25`, as files have it.
fn points(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The text, where it says what was proposed.
fn says(file: &SourceFile, proposal: &ProposedBlueprint) -> Result<String, NotRewritable> {
    let (outline, found) = read_outline(file);
    let is_said = |outline: &Outline| {
        let domains = outline.domains.iter().map(|domain| (domain.id.as_str(), domain.weight_pct));
        let tasks = outline.tasks().map(|task| (task.id.as_str(), task.weight));
        let proposed = proposal.tasks.iter().map(|task| (task.task.as_str(), Some(task.weight)));
        domains.eq(proposal.domains.iter().map(|domain| (domain.domain.as_str(), domain.weight_pct)))
            && tasks.eq(proposed)
            && outline.practice_analysis.as_ref().is_some_and(|study| {
                usize::try_from(study.respondents).is_ok_and(|respondents| respondents == proposal.experts)
            })
    };
    if found.has_errors() || !is_said(&outline) {
        return Err(NotRewritable);
    }
    Ok(file.text.clone())
}
