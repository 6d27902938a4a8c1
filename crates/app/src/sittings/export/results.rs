//! The results: one `assessmentResult` of QTI 3.0 for each finished sitting, and what they say of each item.

use std::collections::BTreeMap;

use assay_qti::{
    package::{EntryName, PackageExport, PackageWriteError, ResourceKind},
    process::{GivenResponse, value_of},
    results::{
        AssessmentResult, ItemResult, ItemSessionStatus, KeyExport, ResultContext, ResultVariable,
        ResultVariableKind, TestResult,
    },
    usage::{UsageData, UsageNumber, UsageStatistic, UsageTarget},
    value::{BaseType, Cardinality, Scalar, Value},
};

use super::{
    bank::unwritable,
    facts::purpose,
    form::{PASSED, SCALED, SCORE, of_domain},
    item::shown_order,
    pipe::Pipe,
    sat::{Sat, SatPlace, SatReader},
};
use crate::{AppError, TeamState};

/// Sittings of one package: a plain zip holds 65,534 files, and its manifest is made in memory.
pub(super) const SITTINGS_MAX: usize = 50_000;
/// Statistics of use.
const USAGE: &str = "usage.xml";

/// The package, part by part.
pub(super) struct ResultParts {
    pub(super) reader: SatReader,
    /// The installation, as the system that named the sittings.
    system: String,
    package: Option<PackageExport<Pipe>>,
    pipe: Pipe,
    used: BTreeMap<(String, String), Used>,
    pub(super) sittings: usize,
}

/// How an item was used in an exam version.
#[derive(Default)]
struct Used {
    times: u32,
    right: u32,
    points: f64,
    timed: u32,
    seconds: f64,
}

impl ResultParts {
    pub(super) fn new(reader: SatReader, system: &str) -> Self {
        let pipe = Pipe::default();
        let package = Some(PackageExport::new(pipe.clone(), "assay-results"));
        ResultParts { reader, system: system.to_owned(), package, pipe, used: BTreeMap::new(), sittings: 0 }
    }

    /// How many items there are statistics of.
    pub(super) fn items(&self) -> usize {
        self.used.len()
    }

    /// The next bytes, and whether they are the last.
    pub(super) async fn next(&mut self) -> Result<(Vec<u8>, bool), AppError> {
        let part = self.reader.part().await?;
        let is_last = part.is_none();
        match part {
            Some(part) => part.iter().try_for_each(|sat| self.sat(sat)).map_err(unwritable)?,
            None => self.finish().map_err(unwritable)?,
        }
        Ok((self.pipe.take(), is_last))
    }

    fn sat(&mut self, sat: &Sat) -> Result<(), PackageWriteError> {
        let result = result_of(sat, &self.system).write(KeyExport::Without);
        let name = EntryName::new(&format!("results/{}.xml", sat.sitting.id))?;
        let Some(package) = &mut self.package else { return Ok(()) };
        package.beside(ResourceKind::Foreign, &name, &result)?;
        self.sittings += 1;
        // What is not told, or does not count, says nothing of an item either.
        if matches!(sat.state, TeamState::Passed | TeamState::NotPassed) {
            for place in &sat.places {
                self.use_of(sat, place);
            }
        }
        Ok(())
    }

    fn use_of(&mut self, sat: &Sat, place: &SatPlace) {
        let (Some(asked), Some((score, is_right))) = (&place.asked, place.outcome(sat)) else { return };
        let key = (sat.sitting.exam.to_string(), asked.entry.item.clone());
        let used = self.used.entry(key).or_default();
        used.times += 1;
        used.points += score;
        used.right += u32::from(is_right);
        if let Some(seconds) = place.seconds() {
            used.timed += 1;
            used.seconds += seconds;
        }
    }

    fn finish(&mut self) -> Result<(), PackageWriteError> {
        let Some(mut package) = self.package.take() else { return Ok(()) };
        if !self.used.is_empty() {
            let statistics = self.used.iter().flat_map(|((exam, item), used)| used.statistics(exam, item));
            let usage = UsageData { glossary: None, statistics: statistics.collect() };
            package.beside(ResourceKind::UsageData, &EntryName::new(USAGE)?, &usage.write())?;
        }
        package.finish()?;
        Ok(())
    }
}

impl Used {
    /// The share of right answers, the mean score, and the mean time.
    fn statistics(&self, exam: &str, item: &str) -> Vec<UsageStatistic> {
        let statistic = |name: &str, cases: u32, sum: f64| UsageStatistic {
            name: name.to_owned(),
            context: format!("urn:assay:exam:{exam}"),
            case_count: Some(u64::from(cases)),
            targets: vec![UsageTarget::item(item)],
            number: UsageNumber::Ordinary(sum / f64::from(cases)),
            ..UsageStatistic::default()
        };
        let mut statistics = vec![
            statistic("ShareRight", self.times, f64::from(self.right)),
            statistic("MeanScore", self.times, self.points),
        ];
        if self.timed > 0 {
            statistics.push(statistic("MeanSeconds", self.timed, self.seconds));
        }
        statistics
    }
}

impl SatPlace {
    /// How many seconds the item was on screen before its answer was changed last, by the client.
    fn seconds(&self) -> Option<f64> {
        self.answer.as_ref()?.item_elapsed_ms.map(|ms| ms as f64 / 1000.0)
    }
}

fn result_of(sat: &Sat, system: &str) -> AssessmentResult {
    let ended = sat.sitting.submitted_at.unwrap_or(sat.sitting.started_at).0.to_string();
    let sessions = vec![(system.to_owned(), sat.sitting.id.to_string())];
    AssessmentResult {
        context: ResultContext { sourced_id: Some(sat.person()), sessions },
        test: Some(TestResult {
            identifier: sat.sitting.form.clone(),
            datestamp: ended.clone(),
            variables: of_test(sat),
        }),
        items: sat.places.iter().map(|place| of_item(sat, place, &ended)).collect(),
    }
}

fn of_test(sat: &Sat) -> Vec<ResultVariable> {
    let sitting = &sat.sitting;
    let mut variables = Vec::new();
    if let Some(report) = &sat.report {
        let raw_max = f64::from(report.raw_max);
        variables.extend([
            variable(SCORE, Value::float(f64::from(report.raw)), outcome(Some(raw_max), None)),
            variable(
                SCALED,
                Value::integer(i64::from(report.scaled)),
                outcome(None, Some(f64::from(report.cut))),
            ),
            variable(PASSED, Value::boolean(report.passed), outcome(None, None)),
        ]);
        variables.extend(report.domains.iter().filter(|domain| domain.items > 0).map(|domain| {
            let points = Value::float(f64::from(domain.correct));
            variable(&of_domain(&domain.domain), points, outcome(Some(f64::from(domain.items)), None))
        }));
    }
    let known = |name: &str, text: &str| {
        variable(name, Value::Single(Scalar::String(text.to_owned())), ResultVariableKind::Context)
    };
    variables.extend([
        known("EXAM", sitting.exam.as_str()),
        known("STATE", sat.state.as_str()),
        known("STARTED_ON", &sitting.started_on.0.to_string()),
        known("STARTED_AT", &sitting.started_at.0.to_string()),
        variable("TIME_OVER", Value::boolean(sitting.time_over), ResultVariableKind::Context),
    ]);
    variables.extend(sat.name.iter().map(|name| known("NAME", name)));
    variables
}

fn of_item(sat: &Sat, place: &SatPlace, ended: &str) -> ItemResult {
    let saved = place.answer.as_ref().map(|answer| answer.saved_at.0.to_string());
    let mut variables = responses(sat, place);
    if let Some(seconds) = place.seconds() {
        let duration = Value::Single(Scalar::Duration(seconds));
        variables.push(variable("duration", duration, response(Vec::new())));
    }
    if let (Some((score, _)), Some(asked)) = (place.outcome(sat), &place.asked) {
        variables.push(variable("SCORE", Value::float(score), outcome(asked.item.0.full(), None)));
    }
    let known = |name: &str, value: Value| variable(name, value, ResultVariableKind::Context);
    if let Some(asked) = &place.asked {
        let word = |word: &str| Value::Single(Scalar::String(word.to_owned()));
        variables.push(known("VERSION", word(&asked.item.1.version)));
        variables.push(known("PURPOSE", word(purpose(asked.entry.purpose))));
    }
    if let Some(answer) = &place.answer {
        variables.push(known("FLAGGED", Value::boolean(answer.flagged)));
        variables.push(known("CHANGES", Value::integer(answer.steps)));
    }
    ItemResult {
        identifier: match &place.asked {
            Some(asked) => asked.entry.item.clone(),
            None => format!("position-{}", place.position),
        },
        sequence_index: Some(place.position),
        datestamp: saved.unwrap_or_else(|| ended.to_owned()),
        status: match sat.report {
            Some(_) => ItemSessionStatus::Final,
            None => ItemSessionStatus::PendingResponseProcessing,
        },
        variables,
        candidate_comment: None,
    }
}

/// The response of each variable of the item, as it declares it; of an item that is gone as texts.
fn responses(sat: &Sat, place: &SatPlace) -> Vec<ResultVariable> {
    let Some(asked) = &place.asked else {
        let texts = place.response.iter().map(|value| Scalar::String(value.clone())).collect();
        return vec![variable("RESPONSE", Value::multiple(texts), response(Vec::new()))];
    };
    let (known, exported) = &*asked.item;
    let declared = &exported.item.declarations.responses;
    let given = assay_bank::answer::to_responses(&known.variables(), &place.response).unwrap_or_default();
    let at = (sat.sitting.seed.0, place.position);
    let variables = declared.iter().map(|one| {
        let texts = given.get(&one.variable.identifier).cloned().unwrap_or_default();
        ResultVariable {
            identifier: one.variable.identifier.clone(),
            cardinality: one.variable.cardinality,
            base: one.variable.base,
            value: value_of(&one.variable, &GivenResponse::Texts(texts)).unwrap_or_default(),
            kind: response(shown_order(known, at, &one.variable.identifier)),
        }
    });
    variables.collect()
}

fn response(choice_sequence: Vec<String>) -> ResultVariableKind {
    ResultVariableKind::Response { correct: None, choice_sequence }
}

fn outcome(normal_maximum: Option<f64>, mastery_value: Option<f64>) -> ResultVariableKind {
    ResultVariableKind::Outcome { normal_minimum: None, normal_maximum, mastery_value, interpretation: None }
}

fn variable(name: &str, value: Value, kind: ResultVariableKind) -> ResultVariable {
    let base = value.scalars().first().map_or(BaseType::String, Scalar::base);
    let cardinality = value.cardinality().unwrap_or(Cardinality::Single);
    ResultVariable { identifier: name.to_owned(), cardinality, base: Some(base), value, kind }
}
