//! Certifications, exam versions, and the transition from one to the next.

use assay_kernel::{CertificationCode, Date, ExamCode, Period};

use super::clause::Clause;

/// The rung of the ladder a certification stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// First contact.
    Foundational,
    /// A year in the role.
    Associate,
    /// Two years and more.
    Professional,
    /// Depth in one field, outside the ladder.
    Specialty,
}

impl Level {
    /// The word in files and on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Foundational => "foundational",
            Level::Associate => "associate",
            Level::Professional => "professional",
            Level::Specialty => "specialty",
        }
    }
}

/// A certification scheme: `certifications/<code>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Certification {
    /// The file name; what histories and URLs say.
    pub code: CertificationCode,
    /// As on the badge, e.g. `CloudOps Engineer - Associate`.
    pub title: String,
    /// Rung.
    pub level: Level,
    /// Certifications of one lineage are one role under successive names.
    pub lineage: String,
    /// The certification this one follows in its lineage.
    pub formerly: Option<CertificationCode>,
    /// What the holder can do; on the page and the badge.
    pub description: String,
    /// Who it is for.
    pub audience: String,
    /// What one must do to earn it; the badge's criteria.
    pub criteria: String,
    /// Path of the badge's SVG below the programme's folder.
    pub badge: String,
    /// Where this stands.
    pub clause: Clause,
}

/// A published edition of an examination: `exams/<code>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamVersion {
    /// e.g. `SOA-C03`.
    pub code: ExamCode,
    /// The exam's name.
    pub title: String,
    /// What a pass earns.
    pub certification: CertificationCode,
    /// Version of the exam guide, e.g. `1.1`.
    pub guide_version: String,
    /// Day the guide was released.
    pub guide_released_on: Option<Date>,
    /// First day on which a registration is accepted.
    pub registration_opens_on: Date,
    /// First day of testing.
    pub first_test_day_on: Date,
    /// Last day of testing, inclusive; open where there is none.
    pub last_test_day_on: Option<Date>,
    /// Last day on which a registration is accepted; the last test day where not said.
    pub last_registration_day_on: Option<Date>,
    /// Dates of single languages, where they differ from those above.
    pub by_language: Vec<LanguageDates>,
    /// Items on a form, scored and pretest.
    pub items_total: u32,
    /// Items that count.
    pub items_scored: u32,
    /// Testing time in minutes.
    pub time_limit_min: u32,
    /// Fee.
    pub price: Money,
    /// BCP 47 codes of the published exam; a demonstration form is in the first.
    pub languages: Vec<String>,
    /// Reporting scale and cut score.
    pub scale: Scale,
    /// e.g. `multiple-choice`, `multiple-response`.
    pub item_kinds: Vec<String>,
    /// e.g. `test centre`, `online`.
    pub delivery: Vec<String>,
    /// Certifications that must be active when registering.
    pub prerequisites: Vec<CertificationCode>,
    /// Its forms are demonstration forms of fewer items than the guide says.
    pub demonstration_form: bool,
    /// Where this stands.
    pub clause: Clause,
}

impl ExamVersion {
    /// Whether the exam can be sat on this day in any of its languages.
    pub fn can_be_sat_on(&self, day: Date) -> bool {
        let runs = |first: Date, last: Option<Date>| day >= first && last.is_none_or(|last| day <= last);
        runs(self.first_test_day_on, self.last_test_day_on)
            || self.by_language.iter().any(|dates| runs(self.first_in(dates), self.last_in(dates)))
    }

    /// Whether the exam can be sat on this day in this language.
    pub fn can_be_sat_in(&self, language: &str, day: Date) -> bool {
        let (first, last) = self.test_days_in(language);
        day >= first && last.is_none_or(|last| day <= last)
    }

    /// First and last test day in a language.
    ///
    /// Those of the exam version where nothing else is said.
    pub fn test_days_in(&self, language: &str) -> (Date, Option<Date>) {
        match self.by_language.iter().find(|dates| dates.language == language) {
            Some(dates) => (self.first_in(dates), self.last_in(dates)),
            None => (self.first_test_day_on, self.last_test_day_on),
        }
    }

    /// The last day on which it can be sat in any language.
    ///
    /// None where one of them has no end.
    pub fn last_test_day_of_all(&self) -> Option<Date> {
        let own = self.last_test_day_on?;
        self.by_language.iter().try_fold(own, |latest, dates| Some(latest.max(self.last_in(dates)?)))
    }

    fn first_in(&self, dates: &LanguageDates) -> Date {
        dates.first_test_day_on.unwrap_or(self.first_test_day_on)
    }

    fn last_in(&self, dates: &LanguageDates) -> Option<Date> {
        dates.last_test_day_on.or(self.last_test_day_on)
    }
}

/// Dates of an exam version in one language; what is absent is as in the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageDates {
    /// BCP 47 code, one of the exam version's languages.
    pub language: String,
    /// First day on which a registration is accepted.
    pub registration_opens_on: Option<Date>,
    /// First day of testing.
    pub first_test_day_on: Option<Date>,
    /// Last day on which a registration is accepted.
    pub last_registration_day_on: Option<Date>,
    /// Last day of testing, inclusive.
    pub last_test_day_on: Option<Date>,
    /// Where this stands.
    pub clause: Clause,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Whole units.
    pub amount: u32,
    /// ISO 4217.
    pub currency: String,
}

/// The scale on which scores are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Lowest reported score.
    pub minimum: u32,
    /// Highest reported score.
    pub maximum: u32,
    /// The cut score: at or above it is a pass.
    pub cut: u32,
}

/// When one may sit again: `examination.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExaminationRules {
    /// How long after the nth fail; the last applies to all later ones.
    pub retake: Retake,
    /// How long after a pass the same exam version may not be sat again.
    pub block_after_pass: Option<Period>,
    /// How long a registration is good for.
    pub registration_good_for: Option<Period>,
    /// Where this stands.
    pub clause: Clause,
}

/// Waits after fails: a ladder whose last rung repeats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retake {
    /// Waits after the first, second, ... fail of one exam version.
    pub waits: Vec<Period>,
    /// The most tries at one exam version within a time; no limit where absent.
    pub tries: Option<TryLimit>,
}

/// The most tries within a time: '4 in 2 years'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TryLimit {
    /// Tries, passed or not.
    pub max: u32,
    /// Counted back from the day of the next one.
    pub within: Period,
}

impl Retake {
    /// The wait after this many fails (from 1).
    pub fn wait_after(&self, fails: usize) -> Option<Period> {
        let index = fails.checked_sub(1)?;
        self.waits.get(index).or_else(|| self.waits.last()).copied()
    }
}
