//! Dated milestones of transitions and certifications, for timelines.

use std::collections::BTreeMap;

use assay_kernel::{CertificationCode, Date, ExamCode};
use serde::Serialize;

use super::{
    Change, changes, end_known_from, function_end_known_from, known_from, language::in_words, language_name,
    last_fail_to_retake, version_known_from,
};
use crate::model::{ExamVersion, Function, FunctionEnd, Policy, Programme, RuleChange, Transition};

/// What happens on a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// The public learns of a change.
    Announced,
    /// An exam guide is out.
    GuideReleased,
    /// Registration opens.
    RegistrationOpens,
    /// Whoever fails later cannot retake the same exam version.
    LastFailForRetake,
    /// Last day on which a registration is accepted, where it is not the last test day.
    #[serde(rename = "last_booking_day")]
    LastRegistrationDay,
    /// Last day of testing.
    LastTestDay,
    /// First day of testing.
    FirstTestDay,
    /// Last day of new awards.
    AwardEnds,
    /// A way to renew ends.
    RouteEnds,
    /// Last day on which others are renewed with it.
    CascadeEnds,
    /// Last day on which a prep plan is offered.
    PrepEnds,
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
    /// The day from which the public knows it; none for always.
    pub known_from: Option<Date>,
}

impl Milestone {
    fn new(on: Date, kind: MilestoneKind, text: String, known_from: Option<Date>) -> Self {
        Milestone { on, kind, exam: None, text, known_from }
    }

    fn of(self, exam: &ExamCode) -> Self {
        Milestone { exam: Some(exam.clone()), ..self }
    }

    /// Whether pages may show it on a day.
    pub fn is_known_on(&self, day: Date) -> bool {
        self.known_from.is_none_or(|known| known <= day)
    }
}

/// The milestones of a transition, earliest first.
pub fn milestones_of_transition(programme: &Programme, transition: &Transition) -> Vec<Milestone> {
    let Transition { from, to, .. } = transition;
    let mut found = Vec::new();
    found.extend(transition.announced_on.map(|on| {
        let text = format!("{to} is announced as the successor of {from}");
        Milestone::new(on, MilestoneKind::Announced, text, Some(on)).of(to)
    }));
    if let Some(exam) = programme.exam(from.as_str()) {
        let ends = |kind| matches!(kind, MilestoneKind::LastRegistrationDay | MilestoneKind::LastTestDay);
        found.extend(test_days(programme, exam).filter(|milestone| ends(milestone.kind)));
        found.extend(last_fail(programme, exam));
    }
    if let Some(exam) = programme.exam(to.as_str()) {
        found.extend(guide(programme, exam));
        let starts = |kind| matches!(kind, MilestoneKind::RegistrationOpens | MilestoneKind::FirstTestDay);
        found.extend(test_days(programme, exam).filter(|milestone| starts(milestone.kind)));
    }
    sorted(found)
}

/// The milestones of a change of any kind, earliest first.
pub fn milestones_of_change(programme: &Programme, change: Change<'_>) -> Vec<Milestone> {
    match change {
        Change::Transition(transition) => milestones_of_transition(programme, transition),
        Change::Retirement(retirement) => {
            let ends = retirement.ends.iter();
            let named = |end: &FunctionEnd| {
                let title = super::title_of(programme, end.certification.as_str());
                let milestone = function_end(programme, end);
                Milestone { text: format!("{}: {title}", milestone.text), ..milestone }
            };
            sorted(ends.map(named).chain(announced(change)).collect())
        }
        Change::Rules(rules) => sorted(announced(change).into_iter().chain([new_rules(rules)]).collect()),
    }
}

/// The milestones of a certification, earliest first.
///
/// Those of its exam versions, of the changes it takes part in, and of its renewal rules.
pub fn milestones_of_certification(programme: &Programme, certification: &str) -> Vec<Milestone> {
    let mut found = Vec::new();
    for exam in programme.exams_of(certification) {
        let code = &exam.code;
        found.extend(test_days(programme, exam));
        found.extend(guide(programme, exam));
        found.extend(last_fail(programme, exam));
        found.extend(prep_end(programme, exam));
        let transitions = programme.transitions.iter().filter(|t| t.replaces(code.as_str()) || t.to == *code);
        found.extend(transitions.flat_map(|transition| milestones_of_transition(programme, transition)));
    }
    for change in changes(programme).filter(|change| change.concerns(programme, certification)) {
        let own = change.ends().iter().filter(|end| end.certification == certification);
        found.extend(own.map(|end| function_end(programme, end)));
        // A transition's announcement names the exam versions and is there already.
        if !matches!(change, Change::Transition(_)) {
            found.extend(announced(change));
        }
        if let Change::Rules(rules) = change {
            found.push(new_rules(rules));
        }
    }
    if let Some(policy) = programme.policy(certification) {
        found.extend(renewal_rules(programme, policy));
    }
    sorted(found)
}

fn announced(change: Change<'_>) -> Option<Milestone> {
    let on = change.announced_on()?;
    let text = format!("Announced: {}", change.title());
    Some(Milestone::new(on, MilestoneKind::Announced, text, Some(on)))
}

fn new_rules(change: &RuleChange) -> Milestone {
    let text = format!("New rules: {}", change.title);
    Milestone::new(change.effective_on, MilestoneKind::RulesChange, text, change.announced_on)
}

fn function_end(programme: &Programme, end: &FunctionEnd) -> Milestone {
    let known = function_end_known_from(programme, &end.certification, &end.function);
    let (kind, text) = match &end.function {
        Function::Award => (MilestoneKind::AwardEnds, "Last day of new awards".to_owned()),
        Function::Route(id) => {
            let title = route_title(programme, &end.certification, id);
            (MilestoneKind::RouteEnds, format!("Last day to renew by: {title}"))
        }
        Function::Cascade => (MilestoneKind::CascadeEnds, "Last day on which it renews others".to_owned()),
        Function::Prep => (MilestoneKind::PrepEnds, "Last day of what prepares for it".to_owned()),
    };
    Milestone::new(end.on, kind, text, known)
}

/// What a route is called; its id where it has no title.
pub fn route_title<'a>(programme: &'a Programme, certification: &CertificationCode, id: &'a str) -> &'a str {
    let versions = programme.policy(certification.as_str()).into_iter().flat_map(|policy| &policy.versions);
    let mut titles = versions.flat_map(|version| &version.routes).filter(|route| route.id == id);
    let named = titles.rfind(|route| !route.title.is_empty());
    named.map_or(id, |route| route.title.as_str())
}

/// Days on which what renews a certification changes, and what of it ends without a change being told.
fn renewal_rules(programme: &Programme, policy: &Policy) -> Vec<Milestone> {
    let mut found = Vec::new();
    let code = &policy.certification;
    let ends = |function, on| {
        let clause = policy.versions.first().map(|version| version.clause.clone()).unwrap_or_default();
        function_end(programme, &FunctionEnd { certification: code.clone(), function, on, clause })
    };
    found.extend(policy.award_until.map(|on| ends(Function::Award, on)));
    for version in &policy.versions {
        let known = version_known_from(programme, policy, version);
        if let Some(on) = version.in_force_from.filter(|on| !is_told(programme, code, *on)) {
            let text = format!("Renewal rules of version {} come into force", version.version);
            found.push(Milestone::new(on, MilestoneKind::RulesChange, text, known));
        }
        let routes = version.routes.iter();
        let routes = routes.filter_map(|route| Some(ends(Function::Route(route.id.clone()), route.until?)));
        let cascades = version.cascades.iter();
        let cascades = cascades.filter_map(|cascade| Some(ends(Function::Cascade, cascade.until?)));
        // Of a version that nobody knows, nobody knows the ends.
        found.extend(
            routes.chain(cascades).map(|end| Milestone { known_from: end.known_from.max(known), ..end }),
        );
    }
    found
}

/// The end of a prep plan, where no change tells the end of preparation.
fn prep_end(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let on = programme.prep_plan(exam.code.as_str())?.until?;
    let tells = |end: &FunctionEnd| end.function == Function::Prep && end.certification == exam.certification;
    if changes(programme).flat_map(Change::ends).any(tells) {
        return None;
    }
    let text = format!("Last day of the prep plan of {}", exam.code);
    Some(Milestone::new(on, MilestoneKind::PrepEnds, text, known_from(programme, exam)).of(&exam.code))
}

/// Whether a change of rules says more of a day than the number of a version.
fn is_told(programme: &Programme, certification: &CertificationCode, on: Date) -> bool {
    let mut changes = programme.rule_changes.iter();
    changes.any(|change| change.effective_on == on && change.certifications.contains(certification))
}

fn guide(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let text = format!("The exam guide of {} is released", exam.code);
    let known = known_from(programme, exam);
    Some(Milestone::new(exam.guide_released_on?, MilestoneKind::GuideReleased, text, known).of(&exam.code))
}

fn last_fail(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let on = last_fail_to_retake(programme, exam)?;
    let alike = languages(exam).into_iter().filter(|code| exam.test_days_in(code).1 == exam.last_test_day_on);
    let text = format!("Last day on which a fail leaves time to retake {}", exam.code);
    let text = text + &in_languages(exam, &alike.collect::<Vec<_>>());
    let known = known_from(programme, exam).max(end_known_from(programme, exam));
    Some(Milestone::new(on, MilestoneKind::LastFailForRetake, text, known).of(&exam.code))
}

/// Its languages; one without a name where a file says none.
fn languages(exam: &ExamVersion) -> Vec<&str> {
    if exam.languages.is_empty() { vec![""] } else { exam.languages.iter().map(String::as_str).collect() }
}

/// Registration and test days; languages of one day stand together, and are named where they are not all.
fn test_days<'a>(programme: &Programme, exam: &'a ExamVersion) -> impl Iterator<Item = Milestone> + use<'a> {
    let mut days: BTreeMap<(Date, MilestoneKind), Vec<&str>> = BTreeMap::new();
    for language in languages(exam) {
        let own = exam.by_language.iter().find(|dates| dates.language == language);
        let (first, last) = exam.test_days_in(language);
        let opens = own.and_then(|own| own.registration_opens_on).unwrap_or(exam.registration_opens_on);
        let closes = own.and_then(|own| own.last_registration_day_on).or(exam.last_registration_day_on);
        let of_it = [
            (MilestoneKind::RegistrationOpens, Some(opens)),
            (MilestoneKind::FirstTestDay, Some(first)),
            (MilestoneKind::LastRegistrationDay, closes),
            (MilestoneKind::LastTestDay, last),
        ];
        for (kind, on) in of_it {
            if let Some(on) = on {
                days.entry((on, kind)).or_default().push(language);
            }
        }
    }
    let (known, end_known) = (known_from(programme, exam), end_known_from(programme, exam));
    days.into_iter().map(move |((on, kind), languages)| {
        let code = &exam.code;
        let (text, known) = match kind {
            MilestoneKind::RegistrationOpens => (format!("Registration for {code} opens"), known),
            MilestoneKind::FirstTestDay => (format!("First test day of {code}"), known),
            MilestoneKind::LastRegistrationDay => {
                (format!("Last day to register for {code}"), known.max(end_known))
            }
            _ => (format!("Last test day of {code}"), known.max(end_known)),
        };
        Milestone::new(on, kind, text + &in_languages(exam, &languages), known).of(code)
    })
}

/// ` in Spanish and Thai`; nothing where it is so in every language.
fn in_languages(exam: &ExamVersion, which: &[&str]) -> String {
    if which.len() == languages(exam).len() {
        return String::new();
    }
    let names: Vec<&str> = which.iter().map(|code| language_name(code)).collect();
    format!(" in {}", in_words(&names))
}

/// By day, then kind; what two sources say alike stands once.
fn sorted(mut milestones: Vec<Milestone>) -> Vec<Milestone> {
    milestones.sort();
    milestones.dedup_by(|later, earlier| {
        later.on == earlier.on && later.kind == earlier.kind && later.text == earlier.text
    });
    milestones
}
