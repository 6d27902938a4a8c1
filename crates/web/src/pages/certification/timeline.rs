//! A timeline of what the public knows today.

use std::collections::BTreeMap;

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{Certification, Policy, Programme},
    offer::{Milestone, MilestoneKind, offer_on},
};
use maud::{Markup, html};

use crate::{pages::catalogue::end_is_known, ui};

/// Milestones as a picture with today's marker; only what the public knows today.
pub(in crate::pages) fn picture(
    programme: &Programme,
    caption: &str,
    milestones: &[Milestone],
    of: Option<&Certification>,
    today: Date,
) -> Markup {
    let mut days: BTreeMap<Date, Vec<&Milestone>> = BTreeMap::new();
    for milestone in milestones.iter().filter(|milestone| is_known(programme, milestone, of, today)) {
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
        days.iter().map(|(on, found)| event(programme, *on, found, of.is_some(), today)).collect();
    ui::timeline(caption, &long(today), &events)
}

fn is_known(programme: &Programme, milestone: &Milestone, of: Option<&Certification>, today: Date) -> bool {
    let policy = of.and_then(|certification| programme.policy(certification.code.as_str()));
    match (milestone.kind, &milestone.exam) {
        (MilestoneKind::RulesChange, _) => milestone.on <= today,
        (MilestoneKind::RouteEnds, _) => policy.is_some_and(|policy| {
            let known = known_policy(policy, today);
            let mut routes = known.versions.iter().flat_map(|version| &version.routes);
            routes.any(|route| route.until == Some(milestone.on))
        }),
        (kind, Some(code)) => programme.exam(code.as_str()).is_some_and(|exam| {
            let end = matches!(
                kind,
                MilestoneKind::LastTestDay | MilestoneKind::LastBookingDay | MilestoneKind::LastFailForRetake
            );
            offer_on(programme, exam, today).is_public() && (!end || end_is_known(programme, exam, today))
        }),
        (_, None) => true,
    }
}

/// A policy as far as it is in force: later versions are not announced by their files.
pub(super) fn known_policy(policy: &Policy, today: Date) -> Policy {
    let mut known = policy.clone();
    known.versions.retain(|version| version.in_force_from.is_none_or(|from| from <= today));
    known
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
        MilestoneKind::LastBookingDay,
        MilestoneKind::LastFailForRetake,
        MilestoneKind::RouteEnds,
    ];
    let tone = if is(&ends) && on >= today {
        ui::Tone::Attention
    } else if is(&[MilestoneKind::RegistrationOpens, MilestoneKind::FirstTestDay]) {
        ui::Tone::Good
    } else {
        ui::Tone::Neutral
    };
    let title = found.first().map(|milestone| milestone.text.clone()).unwrap_or_default();
    // On its own page an announcement needs no link to itself.
    let told = |milestone: &&&Milestone| own_page || milestone.kind != MilestoneKind::Announced;
    let links = found.iter().filter(told).filter_map(|milestone| source(programme, milestone, today));
    ui::TimelineEvent::new(long(on), on.to_string(), title, past).tone(tone).note(html! {
        @for milestone in found.iter().skip(1) { p { (milestone.text) } }
        @for (label, href) in links { p { a href=(href) { (label) } } }
    })
}

/// Where a milestone is told in full.
fn source(programme: &Programme, milestone: &Milestone, today: Date) -> Option<(&'static str, String)> {
    let exam = milestone.exam.as_ref()?;
    if milestone.on > today {
        return None;
    }
    match milestone.kind {
        MilestoneKind::Announced => {
            let slug = programme.transition_to(exam.as_str())?.announcement.as_ref()?;
            Some(("Announcement", format!("/announcements/{slug}")))
        }
        MilestoneKind::GuideReleased => Some(("Exam guide", format!("/exams/{exam}/guide"))),
        _ => None,
    }
}
