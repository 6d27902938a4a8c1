//! `assay readiness`: logs of practice in, what they say of each person out.

use std::{fmt::Display, path::PathBuf};

use assay_psychometrics::readiness::{
    CONSTANTS, Constants, DOMAINS_MAX, GrowthFit, GrowthTried, ItemAnswer, LogEntry, Model, NoGrowthFit,
    ReadinessError,
};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    files::read_limited,
    outcome::{Failure, Found},
    rim,
};

/// Of the file: a million answers.
const FILE_BYTES_MAX: usize = 32 << 20;
/// Items: ten times the largest bank that is known.
const ITEMS_MAX: usize = 100_000;
/// Persons: what is written of them is kept until all are read.
const PERSONS_MAX: usize = 20_000;
/// Answers of one person: a hundred a day for a year.
const EVENTS_MAX: usize = 36_500;
/// A gain of so many standard errors is more than luck makes, in 19 of 20 cases.
const SURE_FROM: f64 = 2.0;
/// The quadrature that the model has.
const QUADRATURE: u32 = 15;

/// The arguments of `readiness`.
#[derive(Debug, Args)]
pub struct ReadinessArgs {
    /// JSON with `exam` (scored items a domain), `items` (domain, b, c; w where an answer counts less than
    /// whole) and `persons` (events of item, right, first, day; end); `config` is optional
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// Looks for what answering and time teach instead: of each pair of constants how well it foresees the
    /// next first answer, for whoever decides about them. It takes 200 learners; no constant is changed
    #[arg(long)]
    growth: bool,
}

/// The file. What a person has beside events and end is not read, so a file with answers is one, too.
#[derive(Debug, Deserialize)]
struct Logs {
    #[serde(default)]
    config: Config,
    #[serde(default)]
    quadrature: Option<u32>,
    exam: Vec<u32>,
    items: Vec<Item>,
    persons: Vec<PersonLog>,
}

/// Constants that are to be other than the model's. A name that is none would be believed to be in force.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    mu: Option<f64>,
    sg: Option<f64>,
    sd: Option<f64>,
    q_g: Option<f64>,
    q_d: Option<f64>,
    s_item: Option<f64>,
    s_skill: Option<f64>,
    credit: Option<f64>,
    day: Option<f64>,
    /// What an answer to a seen item would count.
    seen: Option<f64>,
    drift: Option<bool>,
    hier: Option<bool>,
    /// Whether the difficulties come from ratings; they stand in the file either way.
    #[serde(rename = "rating")]
    _rating: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Item {
    domain: usize,
    b: f64,
    c: f64,
    /// How much an answer to it says, 0 to 1: less than 1 where it was carried from another outline.
    #[serde(default = "whole")]
    w: f64,
}

fn whole() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
struct PersonLog {
    /// Item, right, first, day.
    events: Vec<(usize, YesNo, YesNo, f64)>,
    end: f64,
}

/// Yes or no, as JSON has it or as a number.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
enum YesNo {
    Word(bool),
    Number(f64),
}

/// What is said of one person.
#[derive(Debug, Serialize)]
struct LevelLine<'a> {
    mean: &'a [f64],
    cov: Vec<&'a [f64]>,
    p: f64,
}

impl ReadinessArgs {
    /// Reads all logs, then writes a line a person, in the file's order; nothing where one cannot be read.
    pub fn run(self) -> Result<Found, Failure> {
        let bytes = read_limited(&self.input, FILE_BYTES_MAX)?;
        let logs: Logs = serde_json::from_slice(&bytes).map_err(|error| wrong("the file", error))?;
        let model = logs.model()?;
        logs.check()?;
        if self.growth {
            rim::print(&logs.growth(&model)?)?;
            return Ok(Found::Nothing);
        }
        let mut lines = String::new();
        for (at, person) in logs.persons.iter().enumerate() {
            lines.push_str(&logs.line(&model, at, person)?);
            lines.push('\n');
        }
        rim::print(&lines)?;
        Ok(Found::Nothing)
    }
}

/// What cannot be used, and where it stands.
fn wrong(place: impl Display, what: impl Display) -> Failure {
    Failure::unusable(
        format!("{place} cannot be used: {what}"),
        "an item is {\"domain\":0,\"b\":-0.2,\"c\":0.2}, an event [item, right, first, day]; items, \
         domains and places count from 0",
    )
}

fn at_most(place: &str, found: usize, most: usize) -> Result<(), Failure> {
    if found > most {
        return Err(wrong(place, format_args!("there are {found}, and at most {most} are read")));
    }
    Ok(())
}

impl YesNo {
    fn read(self) -> Option<bool> {
        match self {
            YesNo::Word(word) => Some(word),
            YesNo::Number(0.0) => Some(false),
            YesNo::Number(1.0) => Some(true),
            YesNo::Number(_) => None,
        }
    }
}

impl Config {
    /// The model's constants with those of the file.
    fn constants(&self) -> Result<Constants, Failure> {
        if self.seen.is_some_and(|weight| weight != 0.0) {
            return Err(wrong("config.seen", "answers to seen items count nothing, so it is 0"));
        }
        if self.drift == Some(false) || self.hier == Some(false) {
            return Err(wrong(
                "config",
                "the model has domains and passes time: `drift` and `hier` are true",
            ));
        }
        let base = CONSTANTS;
        Ok(Constants {
            general_mean: self.mu.unwrap_or(base.general_mean),
            general_sd: self.sg.unwrap_or(base.general_sd),
            domain_sd: self.sd.unwrap_or(base.domain_sd),
            general_drift: self.q_g.unwrap_or(base.general_drift),
            domain_drift: self.q_d.unwrap_or(base.domain_drift),
            item_sd: self.s_item.unwrap_or(base.item_sd),
            skill_sd: self.s_skill.unwrap_or(base.skill_sd),
            growth: self.credit.unwrap_or(base.growth),
            growth_day: self.day.unwrap_or(base.growth_day),
            ..base
        })
    }
}

impl Logs {
    fn model(&self) -> Result<Model, Failure> {
        if self.quadrature.is_some_and(|points| points != QUADRATURE) {
            return Err(wrong("quadrature", format_args!("the model has {QUADRATURE} points")));
        }
        Model::with(self.config.constants()?).map_err(|error| wrong("config", error))
    }

    /// What holds for the file as a whole: counts, and every item, answered or not.
    fn check(&self) -> Result<(), Failure> {
        at_most("exam", self.exam.len(), DOMAINS_MAX)?;
        at_most("items", self.items.len(), ITEMS_MAX)?;
        at_most("persons", self.persons.len(), PERSONS_MAX)?;
        let model = Model::current();
        let start = model.start(self.exam.len()).map_err(|error| wrong("exam", error))?;
        model.reading(&start, &self.exam).map_err(|error| wrong("exam", error))?;
        for (at, item) in self.items.iter().enumerate() {
            let tried = model.answer(&mut start.clone(), &item.answered(true));
            tried.map_err(|error| wrong(format_args!("items[{at}]"), error))?;
        }
        Ok(())
    }

    /// The line of one person.
    fn line(&self, model: &Model, at: usize, person: &PersonLog) -> Result<String, Failure> {
        let here = |error: ReadinessError| wrong(format_args!("persons[{at}]"), error);
        let log = self.log(at, person)?;
        let (ability, reading) = model.read_log(&self.exam, &log, person.end).map_err(here)?;
        let said = LevelLine { mean: ability.mean(), cov: ability.covariance().collect(), p: reading.pass };
        Ok(serde_json::to_string(&said)?)
    }

    /// What answering teaches, as a table.
    fn growth(&self, model: &Model) -> Result<String, Failure> {
        let log = |(at, person)| self.log(at, person);
        let logs = self.persons.iter().enumerate().map(log).collect::<Result<Vec<_>, _>>()?;
        let fit = model.fit_growth(self.exam.len(), &logs).map_err(|error| match error {
            NoGrowthFit::Log(at, error) => wrong(format_args!("persons[{at}]"), error),
            few @ NoGrowthFit::TooFew(_) => Failure::unusable(
                format!("nothing can be said of growth: {few}"),
                "with fewer, what answering teaches is taken for nothing",
            ),
        })?;
        Ok(report(&fit))
    }

    /// The events of one person, each checked, counted or not.
    fn log(&self, at: usize, person: &PersonLog) -> Result<Vec<LogEntry>, Failure> {
        at_most(&format!("persons[{at}].events"), person.events.len(), EVENTS_MAX)?;
        let mut log = Vec::with_capacity(person.events.len());
        let mut last_day = 0.0;
        for (number, (item, right, first, day)) in person.events.iter().enumerate() {
            let here = |what: &str| wrong(format_args!("persons[{at}].events[{number}]"), what);
            let item = self.items.get(*item).ok_or_else(|| here("there is no such item"))?;
            let flags = right.read().zip(first.read());
            let (is_right, is_counted) = flags.ok_or_else(|| here("right and first are 0 or 1"))?;
            if *day < last_day {
                return Err(here("its day lies before the day of an event before it, or before 0"));
            }
            last_day = *day;
            log.push(LogEntry { day: *day, is_counted, answer: item.answered(is_right) });
        }
        if person.end < last_day {
            return Err(wrong(format_args!("persons[{at}].end"), "it lies before the last event"));
        }
        Ok(log)
    }
}

/// Each pair that was tried, and what is to be made of it.
fn report(fit: &GrowthFit) -> String {
    let mut text = format!(
        "{} learners, {} first answers foreseen, each before it was taken into account.\n\n\
         an answer   a day  log loss  less than with none  standard error\n",
        fit.learners, fit.answers
    );
    let line = |one: &GrowthTried| {
        let GrowthTried { growth, growth_day, loss, gain, gain_error } = one;
        format!("{growth:>9.3}  {growth_day:>6.3}  {loss:>8.5}  {gain:>19.5}  {gain_error:>14.5}\n")
    };
    text.extend(fit.tried.iter().map(line));
    if let Some(best) = fit.best() {
        let sure = match best.gain > SURE_FROM * best.gain_error {
            true => "more than luck makes",
            false => "no more than luck makes",
        };
        text.push_str(&format!(
            "\nBest: {:.3} an answer and {:.3} a day, {sure}. Logit of a domain, and of everything.\n\
             No constant is changed by this: they are one record with a version, and a change of it is a \
             decision\nwith a date. Practice alone shows less than is learned: on invented people .008 an \
             answer was found where\nit was more. Results of exams settle it.\n",
            best.growth, best.growth_day
        ));
    }
    text
}

impl Item {
    fn answered(&self, is_right: bool) -> ItemAnswer {
        ItemAnswer { weight: self.w, ..ItemAnswer::whole(self.domain, self.b, self.c, is_right) }
    }
}
