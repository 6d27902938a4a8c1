//! A timeline of what the public knows today.

use std::collections::BTreeMap;

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::Programme,
    offer::{Milestone, MilestoneKind},
};
use assay_words::InEnglish;
use maud::{Markup, html};

use crate::ui;

/// Milestones as a picture with today's marker; only what the public knows today.
///
/// On the page of what they are about an announcement links to its text.
pub(in crate::pages) fn picture(
    programme: &Programme,
    caption: &str,
    milestones: &[Milestone],
    own_page: bool,
    today: Date,
) -> Markup {
    let mut days: BTreeMap<Date, Vec<&Milestone>> = BTreeMap::new();
    for milestone in milestones.iter().filter(|milestone| milestone.is_known_on(today)) {
        let first_day = |other: &Milestone| {
            other.kind == MilestoneKind::FirstTestDay
                && other.exam == milestone.exam
                && other.on == milestone.on
        };
        // Where registration opened with testing, one line says enough.
        if milestone.kind != MilestoneKind::RegistrationOpens || !milestones.iter().any(first_day) {
            days.entry(milestone.on).or_default().push(milestone);
        }
    }
    let events: Vec<_> =
        days.iter().map(|(on, found)| event(programme, *on, found, own_page, today)).collect();
    ui::timeline(caption, &long(today), &events)
}

fn event(
    programme: &Programme,
    on: Date,
    found: &[&Milestone],
    own_page: bool,
    today: Date,
) -> ui::TimelineEvent {
    let past = on <= today;
    let is = |kinds: &[MilestoneKind]| found.iter().any(|milestone| kinds.contains(&milestone.kind));
    let ends = [
        MilestoneKind::LastTestDay,
        MilestoneKind::LastRegistrationDay,
        MilestoneKind::LastFailForRetake,
        MilestoneKind::AwardEnds,
        MilestoneKind::RouteEnds,
        MilestoneKind::CascadeEnds,
        MilestoneKind::PrepEnds,
    ];
    let tone = if is(&ends) && on >= today {
        ui::Tone::Attention
    } else if is(&[MilestoneKind::RegistrationOpens, MilestoneKind::FirstTestDay]) {
        ui::Tone::Good
    } else {
        ui::Tone::Neutral
    };
    let lines = lines(found);
    let title = lines.first().cloned().unwrap_or_default();
    // On its own page an announcement needs no link to itself.
    let told = |milestone: &&&Milestone| own_page || milestone.kind != MilestoneKind::Announced;
    let links = found.iter().filter(told).filter_map(|milestone| source(programme, milestone, today));
    ui::TimelineEvent::new(long(on), on.to_string(), title, past).tone(tone).note(html! {
        @for line in lines.iter().skip(1) { p { (line) } }
        @for (label, href) in links { p { a href=(href) { (label) } } }
    })
}

/// Exam versions of one kind of day that are named one by one; more of them are counted.
const NAMED_MAX: usize = 3;

/// What happens on a day, a line each; where it happens to many exam versions at once, one line for all.
fn lines(found: &[&Milestone]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for group in found.chunk_by(|one, next| one.kind == next.kind) {
        match group {
            [first, others @ ..] if group.len() > NAMED_MAX && first.exam.is_some() => {
                lines.push(format!("{} and {} others", first.said.text(), others.len()));
            }
            _ => lines.extend(group.iter().map(|milestone| milestone.said.text())),
        }
    }
    lines
}

/// Where a milestone is told in full.
fn source(programme: &Programme, milestone: &Milestone, today: Date) -> Option<(String, String)> {
    let exam = milestone.exam.as_ref()?;
    if milestone.on > today {
        return None;
    }
    match milestone.kind {
        MilestoneKind::Announced => {
            let slug = programme.transition_to(exam.as_str())?.announcement.as_ref()?;
            Some(("Announcement".to_owned(), format!("/announcements/{slug}")))
        }
        MilestoneKind::GuideReleased => Some((format!("Guide for {exam}"), format!("/exams/{exam}/guide"))),
        _ => None,
    }
}
