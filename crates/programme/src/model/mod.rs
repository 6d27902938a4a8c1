//! What a programme consists of.
//!
//! Every part knows the place it was read from, so that a reason shown to a person can name the clause.

mod clause;
mod demo;
mod exam;
mod outline;
mod policy;
mod publication;
mod transition;

pub use clause::Clause;
pub use demo::{
    DemoAnalysis, DemoAsked, DemoCrew, DemoEvent, DemoExpert, DemoMember, DemoPerson, DemoPreparation,
    DemoResult, DemoRun, Demonstration,
};
pub use exam::{
    Certification, ExamVersion, ExaminationRules, LanguageDates, Level, Money, Retake, Scale, TryLimit,
};
pub use outline::{
    Addition, Basis, Claim, Crosswalk, Domain, DomainMap, Outline, PracticeAnalysis, Relation, Skill,
    SkillMap, TaskMap, TaskStatement, TaskWeight,
};
pub use policy::{
    Amendment, Anchor, Audit, Carry, Cascade, CascadeEnd, Cohort, CreditRule, Derived, EndRule, GoverningDay,
    Need, OutsideEnd, Policy, PolicyVersion, RenewedBy, Route, RouteState, Unless,
};
pub use publication::{Announcement, PrepPlan, PrepStep, PrepStepKind, Resource, Revision, StepCourse};
pub use transition::{Cut, Function, FunctionEnd, Retirement, RuleChange, Transition};

use assay_kernel::{CertificationCode, Date, ExamCode};

/// A whole certification programme, as its files say it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// Short code: the folder's name in most cases.
    pub id: String,
    /// What people call the programme.
    pub title: String,
    /// Who runs it.
    pub body: Body,
    /// IANA name of the zone in which every date of the programme is a day.
    pub zone: String,
    /// A sentence that every page shows when the programme is a demonstration.
    pub demonstration: Option<String>,
    /// Legal notice, e.g. whose trademarks the names are.
    pub notice: String,
    /// Sorted by level, then code.
    pub certifications: Vec<Certification>,
    /// Sorted by code.
    pub exams: Vec<ExamVersion>,
    /// One an exam version at most.
    pub outlines: Vec<Outline>,
    /// Between two outlines.
    pub crosswalks: Vec<Crosswalk>,
    /// Replacements of one exam version by another.
    pub transitions: Vec<Transition>,
    /// Ends without a successor.
    pub retirements: Vec<Retirement>,
    /// Changes of rules alone.
    pub rule_changes: Vec<RuleChange>,
    /// Retake waits and blocks.
    pub examination: ExaminationRules,
    /// One a certification.
    pub policies: Vec<Policy>,
    /// What policies of lower certifications restate of the cascades into them.
    pub renewed_by: Vec<RenewedBy>,
    /// Outside events by name and day (renewal-rules 17).
    pub world: Vec<(String, Date)>,
    /// Bulk changes of running certifications (renewal-rules 19).
    pub amendments: Vec<Amendment>,
    /// Newest first.
    pub announcements: Vec<Announcement>,
    /// How to prepare, an exam version each.
    pub prep_plans: Vec<PrepPlan>,
    /// Content mark of the whole, set by whoever read the files; else empty.
    pub revision: String,
}

/// The certification body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Its name on badges.
    pub name: String,
    /// Its public site.
    pub url: String,
    /// Where people write to.
    pub email: String,
    /// What it is, in a sentence or two.
    pub description: String,
}

impl Programme {
    /// The certification with this code.
    pub fn certification(&self, code: &str) -> Option<&Certification> {
        self.certifications.iter().find(|c| c.code == code)
    }

    /// The exam version with this code.
    pub fn exam(&self, code: &str) -> Option<&ExamVersion> {
        self.exams.iter().find(|e| e.code == code)
    }

    /// The outline of an exam version.
    pub fn outline(&self, exam: &str) -> Option<&Outline> {
        self.outlines.iter().find(|o| o.exam == exam)
    }

    /// The crosswalk between two exam versions.
    pub fn crosswalk(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        self.crosswalks.iter().find(|c| c.from == from && c.to == to)
    }

    /// The policy of a certification.
    pub fn policy(&self, certification: &str) -> Option<&Policy> {
        self.policies.iter().find(|p| p.certification == certification)
    }

    /// The transition that ends an exam version.
    pub fn transition_from(&self, exam: &str) -> Option<&Transition> {
        self.transitions.iter().find(|t| t.replaces(exam))
    }

    /// The transition that brought an exam version.
    pub fn transition_to(&self, exam: &str) -> Option<&Transition> {
        self.transitions.iter().find(|t| t.to == exam)
    }

    /// The announcement with this slug.
    pub fn announcement(&self, slug: &str) -> Option<&Announcement> {
        self.announcements.iter().find(|a| a.slug == slug)
    }

    /// The prep plan of an exam version.
    pub fn prep_plan(&self, exam: &str) -> Option<&PrepPlan> {
        self.prep_plans.iter().find(|p| p.exam == exam)
    }

    /// The exam versions of a certification, oldest first.
    pub fn exams_of(&self, certification: &str) -> Vec<&ExamVersion> {
        let mut exams: Vec<_> = self.exams.iter().filter(|e| e.certification == certification).collect();
        exams.sort_by_key(|e| (e.first_test_day_on, e.code.clone()));
        exams
    }
}

/// A code of an exam version or a certification: what an event may name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Earned {
    /// The exam version that was passed.
    Exam(ExamCode),
    /// The certification itself, where a record knows no exam version.
    Certification(CertificationCode),
}
