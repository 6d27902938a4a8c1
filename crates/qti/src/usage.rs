//! Statistics of use as QTI 3.0 reports them: `usageData`.
//!
//! ```
//! use assay_qti::{usage::{UsageData, UsageNumber, UsageStatistic, UsageTarget}, xml};
//!
//! let data = UsageData {
//!     glossary: None,
//!     statistics: vec![UsageStatistic {
//!         name: "Difficulty".into(),
//!         context: "urn:form:a".into(),
//!         case_count: Some(120),
//!         targets: vec![UsageTarget::item("Q-1")],
//!         number: UsageNumber::Ordinary(0.42),
//!         ..UsageStatistic::default()
//!     }],
//! };
//! assert!(xml::write(&data.write()).contains(r#"<value baseType="float">0.42</value>"#));
//! ```

use crate::{
    results::identifier,
    tree::{Space, XmlElement},
    value::Scalar,
};

/// The vocabulary of statistics.
const USAGE_3: &str = "http://www.imsglobal.org/xsd/imsqti_usagedata_v3p0";

/// Statistics of items and tests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UsageData {
    /// An address where the names of statistics are explained.
    pub glossary: Option<String>,
    /// Each number.
    pub statistics: Vec<UsageStatistic>,
}

/// One statistic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UsageStatistic {
    /// Its name in the glossary.
    pub name: String,
    /// Where its name is explained, if not where the others are.
    pub glossary: Option<String>,
    /// An address of the group of people that it is about.
    pub context: String,
    /// How many people.
    pub case_count: Option<u64>,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Its standard deviation.
    pub std_deviation: Option<f64>,
    /// A day, as `2026-03-12`.
    pub last_updated: Option<String>,
    /// What it is about.
    pub targets: Vec<UsageTarget>,
    /// The number, or a number for each category.
    pub number: UsageNumber,
}

/// A number, or a number for each category.
#[derive(Clone, Debug, PartialEq)]
pub enum UsageNumber {
    /// One number.
    Ordinary(f64),
    /// Category and number: how often each choice was chosen.
    Categorized(Vec<(String, f64)>),
}

impl Default for UsageNumber {
    fn default() -> Self {
        UsageNumber::Ordinary(0.0)
    }
}

/// What a statistic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageTarget {
    /// The item or the test.
    pub identifier: String,
    /// An outcome, an interaction or a choice in it.
    pub part: Option<String>,
    /// What is named.
    pub kind: UsageTargetKind,
}

impl UsageTarget {
    /// A whole item.
    pub fn item(identifier: &str) -> Self {
        UsageTarget { identifier: identifier.to_owned(), part: None, kind: UsageTargetKind::Item }
    }
}

/// What a statistic may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageTargetKind {
    /// A test.
    Test,
    /// A part of a test.
    TestPart,
    /// A section of a test.
    Section,
    /// An item.
    Item,
    /// An outcome variable.
    Outcome,
    /// An interaction, by its response variable.
    Interaction,
    /// A choice.
    Choice,
}

impl UsageTargetKind {
    fn word(self) -> &'static str {
        match self {
            UsageTargetKind::Test => "test",
            UsageTargetKind::TestPart => "testpart",
            UsageTargetKind::Section => "section",
            UsageTargetKind::Item => "item",
            UsageTargetKind::Outcome => "outcome",
            UsageTargetKind::Interaction => "interaction",
            UsageTargetKind::Choice => "choice",
        }
    }
}

impl UsageData {
    /// The statistics as QTI 3.0 has them.
    pub fn write(&self) -> XmlElement {
        element("usageData")
            .with_maybe("glossary", self.glossary.as_deref())
            .all(self.statistics.iter().map(UsageStatistic::write))
    }
}

impl UsageStatistic {
    fn write(&self) -> XmlElement {
        let number = |number: f64| Scalar::Float(number).lexical();
        let (name, content) = match &self.number {
            UsageNumber::Ordinary(value) => {
                ("ordinaryStatistic", element("value").with("baseType", "float").text(number(*value)))
            }
            UsageNumber::Categorized(entries) => {
                let entries = entries.iter().map(|(category, value)| {
                    element("mapEntry").with("mapKey", category.as_str()).with("mappedValue", number(*value))
                });
                ("categorizedStatistic", element("mapping").all(entries))
            }
        };
        let targets = self.targets.iter().map(|target| {
            element("targetObject")
                .with("identifier", target.identifier.as_str())
                .with_maybe("partIdentifier", target.part.as_deref().map(identifier))
                .with("objectType", target.kind.word())
        });
        element(name)
            .with("name", identifier(&self.name))
            .with_maybe("glossary", self.glossary.as_deref())
            .with("context", self.context.as_str())
            .with_maybe("caseCount", self.case_count.map(|count| count.to_string()))
            .with_maybe("stdError", self.std_error.map(number))
            .with_maybe("stdDeviation", self.std_deviation.map(number))
            .with_maybe("lastUpdated", self.last_updated.as_deref())
            .all(targets)
            .child(content)
    }
}

fn element(name: &str) -> XmlElement {
    XmlElement { space: Space::Other(USAGE_3.to_owned()), ..XmlElement::new(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_items_difficulty_and_its_choices_are_reported() {
        let statistic = |name: &str, target: UsageTarget, number| UsageStatistic {
            name: name.into(),
            context: "urn:assay:form:A".into(),
            case_count: Some(412),
            last_updated: Some("2026-03-12".into()),
            targets: vec![target],
            number,
            ..UsageStatistic::default()
        };
        let mut difficulty = statistic("P-Value", UsageTarget::item("Q-1"), UsageNumber::Ordinary(0.5));
        difficulty.std_error = Some(0.025);
        let interaction = UsageTarget {
            part: Some("RESPONSE".into()),
            kind: UsageTargetKind::Interaction,
            ..UsageTarget::item("Q-1")
        };
        let counts = UsageNumber::Categorized(vec![("A".into(), 300.0), ("B".into(), 112.0)]);
        let data = UsageData {
            glossary: Some("https://assay.example/statistics".into()),
            statistics: vec![difficulty, statistic("ChoiceCount", interaction, counts)],
        };
        let text = crate::xml::write_indented(&data.write(), |element| element.name != "value");
        assert_eq!(text, include_str!("../tests/fixtures/usage.xml"));
    }
}
