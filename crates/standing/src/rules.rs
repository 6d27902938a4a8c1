//! A programme made ready for judging many histories.
//!
//! Codes are resolved once, facts about everyone sorted.

use std::collections::HashMap;

use assay_kernel::{CertificationCode, Date};
use assay_programme::model::{
    Amendment, Certification, Clause, ExamVersion, Policy, PolicyVersion, Programme,
};

/// A programme's rules, compiled once and used for any number of people.
///
/// ```
/// use assay_programme::model::Programme;
/// use assay_standing::Rules;
/// let programme = Programme::default();
/// assert!(Rules::new(&programme).outcome(&[], assay_kernel::date(2026, 1, 1)).is_empty());
/// ```
pub struct Rules<'p> {
    programme: &'p Programme,
    subjects: Vec<Certifiable<'p>>,
    by_code: HashMap<&'p str, usize>,
    exams: HashMap<&'p str, &'p ExamVersion>,
    exams_of: Vec<Vec<&'p ExamVersion>>,
    uppers_of: Vec<Vec<usize>>,
    facts: Vec<DatedFact<'p>>,
    linked: bool,
}

/// A certification as the engine knows it: something a person may hold.
pub(crate) struct Certifiable<'p> {
    pub(crate) code: &'p CertificationCode,
    pub(crate) certification: Option<&'p Certification>,
    pub(crate) policy: Option<&'p Policy>,
    /// Whether a route needs activities of the cycle: only then does the ledger keep them.
    pub(crate) has_needs: bool,
    /// Whether an outside end spares those who took a route: only then are routes taken kept.
    pub(crate) spares: bool,
}

impl<'p> Certifiable<'p> {
    pub(crate) fn title(&self) -> &'p str {
        self.certification.map_or(self.code.as_str(), |certification| &certification.title)
    }

    pub(crate) fn version_on(&self, day: Date) -> Option<&'p PolicyVersion> {
        self.policy.and_then(|policy| policy.in_force_on(day))
    }

    /// A rule's place as a reason names it: file, line and policy version.
    pub(crate) fn cite(&self, version: &PolicyVersion, clause: &Clause) -> String {
        let file = if clause.file.is_empty() { &version.clause.file } else { &clause.file };
        if file.is_empty() {
            return format!("policy of {} (version {})", self.code, version.version);
        }
        format!("{file}:{} (version {})", clause.line.max(1), version.version)
    }
}

/// A fact about everyone, from the programme's files.
#[derive(Clone, Copy)]
pub(crate) enum DatedFact<'p> {
    World {
        on: Date,
        name: &'p str,
    },
    Amend {
        on: Date,
        amendment: &'p Amendment,
    },
    /// Policies that make one depend on others begin another version: the count may be reached by that.
    Turn {
        on: Date,
    },
}

impl DatedFact<'_> {
    /// Within a day: outside events first, then what happens to the person, then amendments. So a renewal
    /// on the day of a deadline is still in time, and a bulk change reaches all that runs on its day.
    pub(crate) fn rank(&self) -> (Date, u8) {
        match self {
            DatedFact::World { on, .. } | DatedFact::Turn { on } => (*on, 0),
            DatedFact::Amend { on, .. } => (*on, 2),
        }
    }
}

impl<'p> Rules<'p> {
    /// Compiles a programme.
    pub fn new(programme: &'p Programme) -> Self {
        let mut rules = Rules {
            programme,
            subjects: Vec::new(),
            by_code: HashMap::new(),
            exams: HashMap::new(),
            exams_of: Vec::new(),
            uppers_of: Vec::new(),
            facts: Vec::new(),
            linked: false,
        };
        for certification in &programme.certifications {
            rules.add(&certification.code, Some(certification));
        }
        for policy in &programme.policies {
            rules.add(&policy.certification, None);
            for version in &policy.versions {
                rules.linked |= version.derived.is_some() || !version.alive_while_any.is_empty();
            }
        }
        for exam in &programme.exams {
            rules.add(&exam.certification, None);
            rules.exams.insert(exam.code.as_str(), exam);
        }
        let codes: Vec<&str> = rules.subjects.iter().map(|subject| subject.code.as_str()).collect();
        rules.exams_of = codes.iter().map(|code| programme.exams_of(code)).collect();
        rules.uppers_of = (0..codes.len()).map(|lower| rules.uppers(lower)).collect();
        let world = programme.world.iter().map(|(name, on)| DatedFact::World { on: *on, name });
        let amend =
            programme.amendments.iter().map(|amendment| DatedFact::Amend { on: amendment.on, amendment });
        rules.facts = world.chain(amend).collect();
        if rules.linked {
            let versions = programme.policies.iter().flat_map(|policy| &policy.versions);
            rules
                .facts
                .extend(versions.filter_map(|version| Some(DatedFact::Turn { on: version.in_force_from? })));
        }
        rules.facts.sort_by_key(DatedFact::rank);
        rules
    }

    fn add(&mut self, code: &'p CertificationCode, certification: Option<&'p Certification>) {
        if !self.by_code.contains_key(code.as_str()) {
            self.by_code.insert(code.as_str(), self.subjects.len());
            let policy = self.programme.policy(code.as_str());
            let versions = || policy.into_iter().flat_map(|policy| &policy.versions);
            let has_needs = versions().flat_map(|version| &version.routes).any(|route| route.needs.is_some());
            let spares = versions().flat_map(|version| &version.expire_after).any(|end| end.unless.is_some());
            self.subjects.push(Certifiable { code, certification, policy, has_needs, spares });
        }
    }

    /// Those of whose cascades any version reaches a lower one.
    fn uppers(&self, lower: usize) -> Vec<usize> {
        let Some(code) = self.subject(lower).map(|subject| subject.code) else { return Vec::new() };
        let reaches =
            |version: &PolicyVersion| version.cascades.iter().any(|cascade| cascade.to.contains(code));
        let uppers = self.subjects.iter().enumerate().filter(|(upper, subject)| {
            *upper != lower && subject.policy.is_some_and(|policy| policy.versions.iter().any(reaches))
        });
        uppers.map(|(upper, _)| upper).collect()
    }

    /// The programme these rules were compiled from.
    pub fn programme(&self) -> &'p Programme {
        self.programme
    }

    pub(crate) fn index(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    pub(crate) fn subject(&self, index: usize) -> Option<&Certifiable<'p>> {
        self.subjects.get(index)
    }

    pub(crate) fn subjects(&self) -> &[Certifiable<'p>] {
        &self.subjects
    }

    pub(crate) fn title(&self, index: usize) -> &'p str {
        self.subject(index).map_or("", Certifiable::title)
    }

    pub(crate) fn exam(&self, code: &str) -> Option<&'p ExamVersion> {
        self.exams.get(code).copied()
    }

    /// The exam versions of a certification, oldest first.
    pub(crate) fn exams_of(&self, index: usize) -> &[&'p ExamVersion] {
        self.exams_of.get(index).map_or(&[], Vec::as_slice)
    }

    /// The certifications whose award or renewal renews a lower one.
    pub(crate) fn uppers_of(&self, lower: usize) -> &[usize] {
        self.uppers_of.get(lower).map_or(&[], Vec::as_slice)
    }

    /// The days of all facts about everyone, in order.
    ///
    /// Events of the world, amendments and, where one certification depends on others, the days on which
    /// versions begin: on them a state may change though nothing happens to the person. A day on which two
    /// of them come is there twice.
    pub fn fact_days(&self) -> impl Iterator<Item = Date> {
        self.facts.iter().map(|fact| fact.rank().0)
    }

    pub(crate) fn facts(&self) -> &[DatedFact<'p>] {
        &self.facts
    }

    /// Whether one certification's status depends on another's (renewal-rules 16 and 18).
    pub(crate) fn linked(&self) -> bool {
        self.linked
    }
}
