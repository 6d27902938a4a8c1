//! Somebody's answers as the model of readiness takes them, and as the file that anybody can compute again.

use assay_kernel::{Date, Instant};
use assay_learning::days;
use assay_programme::{
    analysis::apportioned,
    model::{ExamVersion, Outline},
};
use assay_psychometrics::readiness::{CountedAnswers, ItemAnswer, LogEntry, difficulties};
use serde::Serialize;

use super::{
    AnswerLine, CountVerdict,
    answers::answers,
    carried::{Carried, CarriedLine},
    model::unreadable,
    seen::Seen,
};
use crate::{AppError, Asking, vault::Pool};

/// Of a whole answer; what is carried in part adds up to it.
const WHOLE: f64 = 1.0;
/// What adding shares of answers loses by rounding.
const ROUNDING: f64 = 1e-9;

/// The file of `assay readiness`.
#[derive(Serialize)]
pub(super) struct ReadinessLog {
    exam: Vec<u32>,
    config: LogConfig,
    items: Vec<LogItem>,
    pub(super) persons: [LogPerson; 1],
}

#[derive(Serialize)]
struct LogConfig {
    credit: f64,
}

#[derive(Serialize)]
struct LogItem {
    domain: usize,
    b: f64,
    c: f64,
    /// The weight of an answer to it; left out where it is whole.
    #[serde(skip_serializing_if = "is_whole")]
    w: f64,
}

#[derive(Serialize)]
pub(super) struct LogPerson {
    /// Item, right, first, day.
    events: Vec<(usize, u8, u8, f64)>,
    pub(super) end: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p: Option<f64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_whole(weight: &f64) -> bool {
    *weight >= WHOLE
}

/// What somebody answered for an exam version, and what is carried to it from the one before.
pub(super) struct AllAnswers {
    pub(super) own: Vec<(String, AnswerLine)>,
    pub(super) carried: Option<Carried>,
}

/// Somebody's answers as the model takes them.
pub(super) struct LogEvidence {
    /// Scored items of each domain.
    pub(super) scored: Vec<u32>,
    pub(super) log: Vec<LogEntry>,
    pub(super) file: ReadinessLog,
    pub(super) counted: CountedAnswers,
    pub(super) right: Vec<u32>,
    /// Days from the first answer to the last counted one, and to today.
    pub(super) last_day: f64,
    pub(super) today: f64,
    pub(super) last_on: Option<Date>,
}

/// An answer on its way into the log.
#[derive(Clone, Copy)]
struct AnswerOnItsWay<'a> {
    at: Instant,
    id: &'a str,
    /// Its place among the items of the file.
    item: usize,
    domain: usize,
    is_right: bool,
    is_counted: bool,
}

/// Whole answers, and those that are carried in part, domain by domain.
#[derive(Default)]
struct WholeAnswers {
    counted: Vec<f64>,
    right: Vec<f64>,
}

impl AllAnswers {
    pub(super) fn of(
        pool: &Pool,
        seen: &Seen,
        exam: &str,
        carried: Option<Carried>,
    ) -> Result<AllAnswers, AppError> {
        Ok(AllAnswers { own: answers(pool, seen, exam)?, carried })
    }

    fn lines(&self) -> impl Iterator<Item = &CarriedLine> {
        self.carried.iter().flat_map(|carried| &carried.lines)
    }

    fn first(&self) -> Option<Instant> {
        let carried = self.lines().map(|carried| carried.line.at);
        self.own.first().map(|(_, line)| line.at).into_iter().chain(carried).min()
    }

    /// All of them as they are shown, the latest first.
    pub(super) fn into_lines(self) -> Vec<AnswerLine> {
        let carried = self.carried.into_iter().flat_map(|carried| carried.lines).map(|one| one.line);
        let mut lines: Vec<AnswerLine> = self.own.into_iter().map(|(_, line)| line).chain(carried).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        lines
    }
}

impl LogEvidence {
    /// Of whoever asks, about today.
    pub(super) fn today(
        asking: &Asking,
        known: (&ExamVersion, &Outline),
        pool: &Pool,
        answers: &AllAnswers,
    ) -> Result<LogEvidence, AppError> {
        LogEvidence::of(known, pool, answers, |at| asking.day_of(at), asking.day_of(asking.at))
    }

    pub(super) fn of(
        (version, outline): (&ExamVersion, &Outline),
        pool: &Pool,
        answers: &AllAnswers,
        day_of: impl Fn(Instant) -> Date,
        today: Date,
    ) -> Result<LogEvidence, AppError> {
        let weights: Vec<f64> = outline.domains.iter().map(|domain| f64::from(domain.weight_pct)).collect();
        let scored = apportioned(&weights, version.items_scored);
        let (mut items, mut entries) = own(outline, pool, version.code.as_str(), answers)?;
        carried(answers, &mut items, &mut entries);
        entries.retain(|entry| entry.domain < scored.len());
        entries.sort_by(|one, other| (one.at, one.id, one.domain).cmp(&(other.at, other.id, other.domain)));
        let first = answers.first().map(&day_of);
        let day = |at| first.map_or(0, |first| days::between(first, day_of(at)));
        let (mut log, mut events) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        let mut tally = WholeAnswers { counted: vec![0.0; scored.len()], right: vec![0.0; scored.len()] };
        let mut last: Option<(u32, Date)> = None;
        for entry in &entries {
            let (AnswerOnItsWay { domain, is_right, is_counted, .. }, day) = (*entry, day(entry.at));
            let Some(item) = items.get(entry.item) else { continue };
            let whole = ItemAnswer::whole(domain, item.b, item.c, is_right);
            log.push(LogEntry {
                day: f64::from(day),
                is_counted,
                answer: ItemAnswer { weight: item.w, ..whole },
            });
            events.push((entry.item, u8::from(is_right), u8::from(is_counted), f64::from(day)));
            if is_counted {
                last = Some((day, day_of(entry.at)));
                tally.add(domain, is_right, item.w);
            }
        }
        let idle_days = last.map(|(_, on)| days::between(on, today));
        let last_day = f64::from(last.map_or(0, |(day, _)| day));
        let end = f64::from(first.map_or(0, |first| days::between(first, today))).max(last_day);
        // The file has only what was answered: whoever has it learns nothing of other questions.
        let file = ReadinessLog {
            exam: scored.clone(),
            config: LogConfig { credit: 0.0 },
            items,
            persons: [LogPerson { events, end, p: None }],
        };
        let (counted, right) = tally.whole();
        let counted = CountedAnswers { counted, idle_days };
        let last_on = last.map(|(_, on)| on);
        Ok(LogEvidence { scored, log, file: file.narrowed(), counted, right, last_day, today: end, last_on })
    }
}

/// Every item of the exam version's pools, and what was answered of them.
fn own<'a>(
    outline: &Outline,
    pool: &Pool,
    exam: &str,
    answers: &'a AllAnswers,
) -> Result<(Vec<LogItem>, Vec<AnswerOnItsWay<'a>>), AppError> {
    let domain_of =
        |task: &str| outline.domains.iter().position(|one| one.tasks.iter().any(|of| of.id == task));
    let rated: Vec<_> = pool.rated(exam).collect();
    let ratings: Vec<_> = rated.iter().map(|item| (item.rating, item.guessing())).collect();
    let mut items = Vec::with_capacity(rated.len());
    for (item, b) in rated.iter().zip(difficulties(&ratings).map_err(unreadable)?) {
        // A task that the outline lacks is an error of the programme; such an item says nothing.
        let domain = domain_of(item.task).unwrap_or(usize::MAX);
        items.push(LogItem { domain, b, c: item.guessing(), w: WHOLE });
    }
    let entry = |(id, line): &'a (String, AnswerLine)| {
        let item = rated.binary_search_by(|item| item.id.cmp(id)).ok()?;
        let is_counted = line.counts == CountVerdict::Yes;
        let (domain, is_right) = (items.get(item)?.domain, line.is_right?);
        Some(AnswerOnItsWay { at: line.at, id, item, domain, is_right, is_counted })
    };
    let entries = answers.own.iter().filter_map(entry).collect();
    Ok((items, entries))
}

/// What was answered for the version before, each with the weight that it carries, domain by domain.
fn carried<'a>(answers: &'a AllAnswers, items: &mut Vec<LogItem>, entries: &mut Vec<AnswerOnItsWay<'a>>) {
    for CarriedLine { item: id, line, difficulty, guessing, domains } in answers.lines() {
        let Some(is_right) = line.is_right else { continue };
        for (domain, weight) in domains {
            let (item, domain) = (items.len(), *domain);
            items.push(LogItem { domain, b: *difficulty, c: *guessing, w: *weight });
            entries.push(AnswerOnItsWay { at: line.at, id, item, domain, is_right, is_counted: true });
        }
    }
}

impl WholeAnswers {
    fn add(&mut self, domain: usize, is_right: bool, weight: f64) {
        self.counted.get_mut(domain).into_iter().for_each(|sum| *sum += weight);
        let right = if is_right { weight } else { 0.0 };
        self.right.get_mut(domain).into_iter().for_each(|sum| *sum += right);
    }

    /// Whole answers: two halves are one, and a half alone is none.
    fn whole(&self) -> (Vec<u32>, Vec<u32>) {
        // As many as one person answers in a lifetime fit.
        let whole = |sum: &f64| (sum + ROUNDING).floor() as u32;
        (self.counted.iter().map(whole).collect(), self.right.iter().map(whole).collect())
    }
}

impl ReadinessLog {
    /// Without items that no event names.
    fn narrowed(mut self) -> Self {
        let [person] = &mut self.persons;
        let mut named: Vec<usize> = person.events.iter().map(|(item, ..)| *item).collect();
        named.sort_unstable();
        named.dedup();
        for (item, ..) in &mut person.events {
            *item = named.binary_search(item).unwrap_or_default();
        }
        let mut place = 0;
        self.items.retain(|_| {
            place += 1;
            named.binary_search(&(place - 1)).is_ok()
        });
        self
    }
}
