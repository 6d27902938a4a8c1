//! Texts that people rely on: outlines whose guide is out, and announcements.

use assay_kernel::{Arg, Date, Said};
use assay_programme::model::{Announcement, Clause, Outline, Programme};

use super::{
    finding::{Finding, FindingKind, FindingWeight, Lost, finding, place},
    withdrawn::is_withdrawn,
};

/// What was published is superseded, never edited (ARCHITECTURE.md, "published things are immutable").
pub(super) fn texts(
    current: &Programme,
    proposed: &Programme,
    lost: &Lost,
    today: Date,
    found: &mut Vec<Finding>,
) {
    // The outline of an exam version that is withdrawn goes with it; that is told there.
    let withdrawn = |outline: &&Outline| {
        let exam = current.exam(outline.exam.as_str());
        exam.is_some_and(|exam| is_withdrawn(exam, proposed, lost.sat(&exam.code), today))
    };
    let out = current.outlines.iter().filter(|outline| is_out(current, outline, today));
    for outline in out.filter(|outline| !withdrawn(outline)) {
        outline_edited(outline, proposed.outline(outline.exam.as_str()), found);
    }
    for announcement in current.announcements.iter().filter(|text| text.published_on <= today) {
        announcement_edited(announcement, proposed, today, found);
    }
}

/// Candidates prepare by a guide from the day it is out.
fn is_out(programme: &Programme, outline: &Outline, today: Date) -> bool {
    let exam = programme.exam(outline.exam.as_str());
    exam.is_some_and(|exam| exam.guide_released_on.unwrap_or(exam.first_test_day_on) <= today)
}

fn outline_edited(outline: &Outline, other: Option<&Outline>, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedTextEdited;
    let exam = &outline.exam;
    match other {
        None => {
            let said = Said::of("finding.outline-gone").with("exam", exam);
            found.push(finding(kind, FindingWeight::Error, said));
        }
        Some(other) if without_places(other) != without_places(outline) => {
            let said = Said::of("finding.outline-edited").with("exam", exam);
            let edited = finding(kind, FindingWeight::Warning, said);
            found.push(Finding { place: place(&other.clause), ..edited });
        }
        Some(_) => {}
    }
}

fn announcement_edited(old: &Announcement, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let new = proposed.announcement(&old.slug);
    for revision in old.revisions.iter().filter(|revision| revision.on <= today) {
        let same = |other: &Announcement| {
            other.revisions.iter().any(|now| (now.on, &now.body) == (revision.on, &revision.body))
        };
        if !new.is_some_and(same) {
            let said = Said::of("finding.announcement-edited")
                .with("title", Arg::title(&old.title))
                .with("on", revision.on);
            found.push(finding(FindingKind::PublishedTextEdited, FindingWeight::Error, said));
        }
    }
}

/// An outline without the lines it stands on.
fn without_places(outline: &Outline) -> Outline {
    let mut bare = outline.clone();
    bare.clause = Clause::default();
    if let Some(analysis) = &mut bare.practice_analysis {
        analysis.clause = Clause::default();
    }
    for domain in &mut bare.domains {
        domain.clause = Clause::default();
        for task in &mut domain.tasks {
            task.clause = Clause::default();
            task.skills.iter_mut().for_each(|skill| skill.clause = Clause::default());
        }
    }
    bare
}
