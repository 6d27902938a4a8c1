//! What anybody may know of a programme: no item, no key, no rationale.

use std::{collections::BTreeMap, ops::Deref};

use assay_bank::lint::LintLists;
use assay_learning::{course::CourseOutline, job::JobRole};
use assay_programme::model::Programme;
use jiff::tz::TimeZone;

/// A version of the programme as pages may show it.
#[derive(Clone, Debug)]
pub struct Published {
    /// From 1.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// The programme.
    pub programme: Programme,
    /// The zone in which its days are days.
    pub time_zone: TimeZone,
    /// What its body adds to the rules of items.
    pub lists: LintLists,
    /// What may be known of its forms, by id.
    pub forms: BTreeMap<String, FormFacts>,
    /// How many items the practice pool has.
    pub practice_items: usize,
    /// Courses without their texts, by id.
    pub courses: BTreeMap<String, CourseOutline>,
    /// Job roles, by id.
    pub job_roles: BTreeMap<String, JobRole>,
    /// Badge pictures, by path.
    pub artwork: BTreeMap<String, Vec<u8>>,
}

/// What may be known of a form: how much it asks, never what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFacts {
    /// Id.
    pub id: String,
    /// Exam version.
    pub exam: String,
    /// A demonstration form: short, and its items are published.
    pub demonstration: bool,
    /// Items.
    pub items: usize,
    /// Items that count.
    pub scored: u32,
    /// Right answers that are needed.
    pub cut_raw: u32,
    /// How the cut was set.
    pub standard: String,
    /// Testing time in seconds; none where its exam version is not known.
    pub time_limit_s: Option<u32>,
    /// Whether it can be given: nothing of it is missing.
    pub is_whole: bool,
}

impl Published {
    /// What may be known of the form that is given for an exam version.
    pub fn form_of(&self, exam: &str) -> Option<&FormFacts> {
        self.forms.values().find(|form| form.exam == exam)
    }

    /// Whether an exam version can be sat: it has a form, and the form is whole.
    pub fn can_be_sat(&self, exam: &str) -> bool {
        self.programme.exam(exam).is_some() && self.form_of(exam).is_some_and(|form| form.is_whole)
    }
}

impl Deref for Published {
    type Target = Programme;

    fn deref(&self) -> &Programme {
        &self.programme
    }
}
