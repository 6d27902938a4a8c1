//! A form as a test of QTI: its items in their order, and its result by outcome processing.
//!
//! Whoever runs the test by the standard gets the raw score, the scaled score and the decision that a sitting
//! of the form gets here: a scored item counts one where it got its whole score, pretest items do not count,
//! the scale is two straight lines through the cut (`assay_assessment::score::scaled`).

use std::collections::{BTreeMap, BTreeSet};

use assay_assessment::form::{Form, Purpose};
use assay_bank::BankItem;
use assay_programme::model::{ExamVersion, Outline};
use assay_qti::{
    package::EntryName, remark::Remarks, results::identifier, test::AssessmentTest, tree::XmlElement,
};

use super::facts::purpose;

pub(super) const SCORE: &str = "SCORE";
pub(super) const SCALED: &str = "SCALED";
pub(super) const PASSED: &str = "PASSED";

/// Sums of points are not exact: an item got its whole score if it lacks no more than this (`assay_bank`).
const SAME_SCORE: f64 = 1e-9;

/// What a test is made of.
pub(super) struct FormToTest<'a> {
    pub(super) form: &'a Form,
    pub(super) exam: &'a ExamVersion,
    pub(super) outline: Option<&'a Outline>,
    pub(super) bank: &'a BTreeMap<String, BankItem>,
    /// The files of the package that hold its items.
    pub(super) files: &'a BTreeMap<String, EntryName>,
}

impl FormToTest<'_> {
    /// The test.
    pub(super) fn test(&self) -> Option<AssessmentTest> {
        AssessmentTest::read(&self.tree(), &mut Remarks::default())
    }

    fn tree(&self) -> XmlElement {
        let FormToTest { form, exam, .. } = self;
        let seconds = form.time_limit_s(exam.items_total, exam.time_limit_min);
        element("qti-assessment-test")
            .with("identifier", identifier(&form.id))
            .with("title", format!("{}, form {}", exam.title, form.id))
            .with("tool-name", "Assay")
            .with("tool-version", env!("CARGO_PKG_VERSION"))
            .all(self.outcomes())
            .child(element("qti-time-limits").with("max-time", seconds.to_string()))
            .child(self.part())
            .child(self.processing())
    }

    /// Scored items by domain, in the outline's order.
    fn domains(&self) -> Vec<(String, usize)> {
        let domains = self.outline.map(|outline| outline.domains.as_slice()).unwrap_or_default();
        let scored = self.form.items.iter().filter(|entry| entry.purpose == Purpose::Scored);
        let of: Vec<_> = scored.filter_map(|entry| self.domain_of(&entry.item)).collect();
        let count = |id: &str| of.iter().filter(|domain| **domain == id).count();
        let counted = domains.iter().map(|domain| (domain.id.clone(), count(&domain.id)));
        counted.filter(|(_, items)| *items > 0).collect()
    }

    fn domain_of(&self, item: &str) -> Option<&str> {
        let item = self.bank.get(item)?;
        self.outline?.domain_of_task(&item.meta.task).map(|domain| domain.id.as_str())
    }

    fn outcomes(&self) -> Vec<XmlElement> {
        let outcome = |name: &str, base: &str| {
            element("qti-outcome-declaration")
                .with("identifier", name)
                .with("cardinality", "single")
                .with("base-type", base)
        };
        let points = |name: &str, most: String| {
            outcome(name, "float").with("normal-maximum", most).with("normal-minimum", "0")
        };
        let (form, scale) = (self.form, self.exam.scale);
        let mut outcomes = vec![
            points(SCORE, form.scored_count().to_string()).with("mastery-value", form.cut_raw.to_string()),
            outcome(SCALED, "integer")
                .with("normal-maximum", scale.maximum.to_string())
                .with("normal-minimum", scale.minimum.to_string())
                .with("mastery-value", scale.cut.to_string()),
            outcome(PASSED, "boolean"),
        ];
        outcomes.extend(
            self.domains().into_iter().map(|(domain, items)| points(&of_domain(&domain), items.to_string())),
        );
        outcomes
    }

    fn part(&self) -> XmlElement {
        let items: BTreeSet<&str> = self.form.items.iter().map(|entry| entry.item.as_str()).collect();
        // Names of parts, sections and items are one set.
        let free = |wanted: &str| {
            let mut name = wanted.to_owned();
            while items.contains(name.as_str()) {
                name.push('_');
            }
            name
        };
        let control = element("qti-item-session-control")
            .with("max-attempts", "1")
            .with("show-feedback", "false")
            .with("allow-review", "false")
            .with("show-solution", "false")
            .with("allow-comment", "false")
            .with("allow-skipping", "true");
        let section = element("qti-assessment-section")
            .with("identifier", free("QUESTIONS"))
            .with("title", "Questions")
            .with("visible", "true")
            .all(self.form.items.iter().filter_map(|entry| self.reference(&entry.item, entry.purpose)));
        element("qti-test-part")
            .with("identifier", free("EXAM"))
            .with("navigation-mode", "nonlinear")
            .with("submission-mode", "simultaneous")
            .child(control)
            .child(section)
    }

    fn reference(&self, item: &str, is_for: Purpose) -> Option<XmlElement> {
        let file = self.files.get(item)?;
        let mut categories = vec![purpose(is_for).to_owned()];
        categories.extend(self.domain_of(item).map(of_domain));
        let reference = element("qti-assessment-item-ref")
            .with("identifier", identifier(item))
            .with("href", file.to_address())
            .with("category", categories.join(" "));
        Some(reference)
    }

    fn processing(&self) -> XmlElement {
        let (form, scale) = (self.form, self.exam.scale);
        let raw_max = form.scored_count();
        let cut = form.cut_raw.min(raw_max);
        let is_passed = element("qti-gte").child(variable()).child(number("float", form.cut_raw));
        let above = element("qti-subtract").child(raw()).child(number("integer", cut));
        let passed = element("qti-outcome-if")
            .child(is_passed)
            .child(set(PASSED, element("qti-base-value").with("base-type", "boolean").text("true")))
            .child(set(SCALED, line(scale.cut, scale.maximum, above, raw_max - cut)));
        let failed = element("qti-outcome-else")
            .child(set(PASSED, element("qti-base-value").with("base-type", "boolean").text("false")))
            .child(set(SCALED, line(scale.minimum, scale.cut, raw(), cut)));
        let nothing = || number("float", 0);
        let domains = self.domains().into_iter().map(|(domain, _)| set(&of_domain(&domain), nothing()));
        let scored = form.items.iter().filter(|entry| entry.purpose == Purpose::Scored);
        element("qti-outcome-processing")
            .child(set(SCORE, nothing()))
            .all(domains)
            .all(scored.filter_map(|entry| self.counted(&entry.item)))
            .child(element("qti-outcome-condition").child(passed).child(failed))
    }

    /// One more where the item got its whole score: here an item counts all or nothing.
    fn counted(&self, item: &str) -> Option<XmlElement> {
        let full = self.bank.get(item)?.full()?;
        let one_more = |outcome: &str| {
            let variable = element("qti-variable").with("identifier", outcome);
            set(outcome, element("qti-sum").child(variable).child(number("float", 1)))
        };
        let score = element("qti-variable").with("identifier", format!("{}.{SCORE}", identifier(item)));
        let whole = element("qti-base-value").with("base-type", "float");
        let is_right = element("qti-gte").child(score).child(whole.text((full - SAME_SCORE).to_string()));
        let counted = element("qti-outcome-if").child(is_right).child(one_more(SCORE));
        let counted = counted.all(self.domain_of(item).map(|domain| one_more(&of_domain(domain))));
        Some(element("qti-outcome-condition").child(counted))
    }
}

/// The outcome that counts a domain, and the category of its items.
pub(super) fn of_domain(domain: &str) -> String {
    identifier(&format!("DOMAIN-{domain}"))
}

/// A straight line from `low` on: whole numbers, rounded down.
fn line(low: u32, high: u32, part: XmlElement, whole: u32) -> XmlElement {
    if whole == 0 {
        return number("integer", high);
    }
    let product = element("qti-product").child(number("integer", high.saturating_sub(low))).child(part);
    let share = element("qti-integer-divide").child(product).child(number("integer", whole));
    element("qti-sum").child(number("integer", low)).child(share)
}

/// The raw score as a whole number.
fn raw() -> XmlElement {
    element("qti-truncate").child(variable())
}

fn variable() -> XmlElement {
    element("qti-variable").with("identifier", SCORE)
}

fn number(base: &str, number: u32) -> XmlElement {
    element("qti-base-value").with("base-type", base).text(number.to_string())
}

fn set(outcome: &str, value: XmlElement) -> XmlElement {
    element("qti-set-outcome-value").with("identifier", outcome).child(value)
}

fn element(name: &str) -> XmlElement {
    XmlElement::new(name)
}
