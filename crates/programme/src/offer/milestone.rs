//! Dated milestones of transitions and certifications, for timelines.

use std::collections::BTreeMap;

use assay_kernel::{Arg, CertificationCode, Date, ExamCode, Said};
use serde::Serialize;

use super::{
    Change, changes, end_known_from, function_end_known_from, known_from, language_name, last_fail_to_retake,
    title_of, version_known_from,
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
    /// What is said of it.
    pub said: Said,
    /// The day from which the public knows it; none for always.
    pub known_from: Option<Date>,
}

impl Milestone {
    fn new(on: Date, kind: MilestoneKind, said: Said, known_from: Option<Date>) -> Self {
        Milestone { on, kind, exam: None, said, known_from }
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
        let said = Said::of("milestone.successor").with("to", to).with("from", from);
        Milestone::new(on, MilestoneKind::Announced, said, Some(on)).of(to)
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
                let milestone = function_end(programme, end);
                let title = Arg::Title(title_of(programme, end.certification.as_str()));
                Milestone { said: milestone.said.with("whose", title), ..milestone }
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
    let said = Said::of("milestone.announced").with("title", Arg::title(change.title()));
    Some(Milestone::new(on, MilestoneKind::Announced, said, Some(on)))
}

fn new_rules(change: &RuleChange) -> Milestone {
    let said = Said::of("milestone.new-rules").with("title", Arg::title(&change.title));
    Milestone::new(change.effective_on, MilestoneKind::RulesChange, said, change.announced_on)
}

fn function_end(programme: &Programme, end: &FunctionEnd) -> Milestone {
    let known = function_end_known_from(programme, &end.certification, &end.function);
    let (kind, said) = match &end.function {
        Function::Award => (MilestoneKind::AwardEnds, Said::of("milestone.awards-end")),
        Function::Route(id) => {
            let title = Arg::title(route_title(programme, &end.certification, id));
            (MilestoneKind::RouteEnds, Said::of("milestone.route-ends").with("title", title))
        }
        Function::Cascade => (MilestoneKind::CascadeEnds, Said::of("milestone.cascade-ends")),
        Function::Prep => (MilestoneKind::PrepEnds, Said::of("milestone.preparation-ends")),
    };
    Milestone::new(end.on, kind, said, known)
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
            let said = Said::of("milestone.rules-start").with("version", Arg::text(&version.version));
            found.push(Milestone::new(on, MilestoneKind::RulesChange, said, known));
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
    let said = Said::of("milestone.prep-plan-ends").with("exam", &exam.code);
    Some(Milestone::new(on, MilestoneKind::PrepEnds, said, known_from(programme, exam)).of(&exam.code))
}

/// Whether a change of rules says more of a day than the number of a version.
fn is_told(programme: &Programme, certification: &CertificationCode, on: Date) -> bool {
    let mut changes = programme.rule_changes.iter();
    changes.any(|change| change.effective_on == on && change.certifications.contains(certification))
}

fn guide(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let said = Said::of("milestone.guide-released").with("exam", &exam.code);
    let known = known_from(programme, exam);
    Some(Milestone::new(exam.guide_released_on?, MilestoneKind::GuideReleased, said, known).of(&exam.code))
}

fn last_fail(programme: &Programme, exam: &ExamVersion) -> Option<Milestone> {
    let on = last_fail_to_retake(programme, exam)?;
    let alike = languages(exam).into_iter().filter(|code| exam.test_days_in(code).1 == exam.last_test_day_on);
    let said = in_languages(Said::of("milestone.last-fail"), exam, &alike.collect::<Vec<_>>());
    let known = known_from(programme, exam).max(end_known_from(programme, exam));
    Some(Milestone::new(on, MilestoneKind::LastFailForRetake, said, known).of(&exam.code))
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
        let (code, known) = match kind {
            MilestoneKind::RegistrationOpens => ("milestone.registration-opens", known),
            MilestoneKind::FirstTestDay => ("milestone.first-test-day", known),
            MilestoneKind::LastRegistrationDay => ("milestone.last-day-to-register", known.max(end_known)),
            _ => ("milestone.last-test-day", known.max(end_known)),
        };
        Milestone::new(on, kind, in_languages(Said::of(code), exam, &languages), known).of(&exam.code)
    })
}

/// Of an exam version, and in which languages where it is not so in every one.
fn in_languages(said: Said, exam: &ExamVersion, which: &[&str]) -> Said {
    let apart = which.len() < languages(exam).len();
    let names = || Arg::list(which.iter().map(|code| Arg::text(language_name(code))));
    said.with("exam", &exam.code).maybe("languages", apart.then(names))
}

/// By day, then kind; what two sources say alike stands once.
fn sorted(mut milestones: Vec<Milestone>) -> Vec<Milestone> {
    milestones.sort();
    milestones.dedup_by(|later, earlier| {
        later.on == earlier.on && later.kind == earlier.kind && later.said == earlier.said
    });
    milestones
}
