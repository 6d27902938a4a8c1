//! Dated milestones of transitions and certifications, for timelines.

use std::collections::BTreeMap;

use assay_kernel::{Date, ExamCode};
use serde::Serialize;

use super::last_fail_to_retake;
use crate::model::{ExamVersion, Programme, Transition};

/// What happens on a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// The public learns of a transition.
    Announced,
    /// An exam guide is out.
    GuideReleased,
    /// Registration opens.
    RegistrationOpens,
    /// Whoever fails later cannot retake the same exam version.
    LastFailForRetake,
    /// Last day on which a registration is accepted, where it is not the last test day.
    LastBookingDay,
    /// Last day of testing.
    LastTestDay,
    /// First day of testing.
    FirstTestDay,
    /// A way to renew ends.
    RouteEnds,
    /// A new version of the renewal rules comes into force.
    RulesChange,
}

/// A day on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Milestone {
    /// The day.
    pub on: Date,
    /// What happens.
    pub kind: MilestoneKind,
    /// The exam version it is about.
    pub exam: Option<ExamCode>,
    /// The same in words.
    pub text: String,
}

impl Milestone {
    fn of_exam(on: Date, kind: MilestoneKind, exam: &ExamCode, text: String) -> Self {
        Milestone { on, kind, exam: Some(exam.clone()), text }
    }
}

/// The milestones of a transition, earliest first.
pub fn milestones_of_transition(programme: &Programme, transition: &Transition) -> Vec<Milestone> {
    let Transition { from, to, .. } = transition;
    let mut found =
        vec![last_day(from, transition.last_test_day_on), first_day(to, transition.first_test_day_on)];
    found.extend(transition.announced_on.map(|on| {
        let text = format!("{to} is announced as the successor of {from}");
        Milestone::of_exam(on, MilestoneKind::Announced, to, text)
    }));
    found.extend(transition.guide_released_on.map(|on| guide(to, on)));
    found.extend(transition.registration_opens_on.map(|on| registration(to, on)));
    if let Some(exam) = programme.exam(from.as_str()) {
        found.extend(last_fail(programme, exam));
        found.extend(last_booking(exam));
        let ends = |kind| matches!(kind, MilestoneKind::LastBookingDay | MilestoneKind::LastTestDay);
        found.extend(in_languages(exam).into_iter().filter(|milestone| ends(milestone.kind)));
    }
    if let Some(exam) = programme.exam(to.as_str()) {
        let starts = |kind| matches!(kind, MilestoneKind::RegistrationOpens | MilestoneKind::FirstTestDay);
        found.extend(in_languages(exam).into_iter().filter(|milestone| starts(milestone.kind)));
    }
    sorted(found)
}

/// The milestones of a certification, earliest first.
///
/// Those of its exam versions, of their transitions, and of its renewal rules.
pub fn milestones_of_certification(programme: &Programme, certification: &str) -> Vec<Milestone> {
    let mut found = Vec::new();
    for exam in programme.exams_of(certification) {
        let code = &exam.code;
        found.push(first_day(code, exam.first_test_day_on));
        found.push(registration(code, exam.registration_opens_on));
        found.extend(exam.guide_released_on.map(|on| guide(code, on)));
        found.extend(exam.last_test_day_on.map(|on| last_day(code, on)));
        found.extend(last_fail(programme, exam));
        found.extend(last_booking(exam));
        found.extend(in_languages(exam));
        let transitions = programme.transitions.iter().filter(|t| t.replaces(code.as_str()) || t.to == *code);
        found.extend(transitions.flat_map(|transition| milestones_of_transition(programme, transition)));
    }
    found.extend(renewal_rules(programme, certification));
    sorted(found)
}

/// Days on which what renews a certification changes.
fn renewal_rules(programme: &Programme, certification: &str) -> Vec<Milestone> {
    let Some(policy) = programme.policy(certification) else { return Vec::new() };
    let mut found = Vec::new();
    for version in &policy.versions {
        if let Some(on) = version.in_force_from {
            let text = format!("Renewal rules of version {} come into force", version.version);
            found.push(Milestone { on, kind: MilestoneKind::RulesChange, exam: None, text });
        }
        for route in &version.routes {
            if let Some(on) = route.until {
                let text = format!("Last day to renew by: {}", route.title);
                found.push(Milestone { on, kind: MilestoneKind::RouteEnds, exam: None, text });
            }
        }
    }
    found
}

fn guide(exam: &ExamCode, on: Date) -> Milestone {
    Milestone::of_exam(
        on,
        MilestoneKind::GuideReleased,
        exam,
        format!("The exam guide of {exam} is released"),
    )
}

fn registration(exam: &ExamCode, on: Date) -> Milestone {
    let text = format!("Registration for {exam} opens");
    Milestone::of_exam(on, MilestoneKind::RegistrationOpens, exam, text)
}

fn first_day(exam: &ExamCode, on: Date) -> Milestone {
    Milestone::of_exam(on, MilestoneKind::FirstTestDay, exam, format!("First test day of {exam}"))
}

fn last_day(exam: &ExamCode, on: Date) -> Milestone {
    Milestone::of_exam(on, MilestoneKind::LastTestDay, exam, format!("Last test day of {exam}"))
}

fn last_fail(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let on = last_fail_to_retake(programme, exam)?;
    let text = format!("Last day on which a fail leaves time to retake {}", exam.code);
    Some(Milestone::of_exam(on, MilestoneKind::LastFailForRetake, &exam.code, text))
}

fn last_booking(exam: &ExamVersion) -> Option<Milestone> {
    Some(last_day_to_register(&exam.code, exam.last_booking_day_on?))
}

fn last_day_to_register(exam: &ExamCode, on: Date) -> Milestone {
    let text = format!("Last day to register for {exam}");
    Milestone::of_exam(on, MilestoneKind::LastBookingDay, exam, text)
}

/// Days of single languages that differ from the exam version's; languages of one day stand together.
fn in_languages(exam: &ExamVersion) -> Vec<Milestone> {
    let opens = Some(exam.registration_opens_on);
    let first = Some(exam.first_test_day_on);
    let mut days: BTreeMap<(Date, MilestoneKind), Vec<&str>> = BTreeMap::new();
    for dates in &exam.by_language {
        let own = [
            (MilestoneKind::RegistrationOpens, dates.registration_opens_on, opens),
            (MilestoneKind::FirstTestDay, dates.first_test_day_on, first),
            (MilestoneKind::LastBookingDay, dates.last_booking_day_on, exam.last_booking_day_on),
            (MilestoneKind::LastTestDay, dates.last_test_day_on, exam.last_test_day_on),
        ];
        for (kind, on, others) in own {
            if let Some(on) = on.filter(|on| Some(*on) != others) {
                days.entry((on, kind)).or_default().push(&dates.language);
            }
        }
    }
    let milestone = |((on, kind), languages): ((Date, MilestoneKind), Vec<&str>)| {
        let all = match kind {
            MilestoneKind::RegistrationOpens => registration(&exam.code, on),
            MilestoneKind::FirstTestDay => first_day(&exam.code, on),
            MilestoneKind::LastBookingDay => last_day_to_register(&exam.code, on),
            _ => last_day(&exam.code, on),
        };
        Milestone { text: format!("{} in {}", all.text, languages.join(", ")), ..all }
    };
    days.into_iter().map(milestone).collect()
}

/// By day, then kind; what two sources say alike stands once.
fn sorted(mut milestones: Vec<Milestone>) -> Vec<Milestone> {
    milestones.sort();
    milestones.dedup();
    milestones
}
