//! What somebody's first answers say of an examination: words and an interval, or why there are none.
//!
//! The numbers are `assay_psychometrics`'; here answers become its log. Whole days of the programme's zone
//! are the log's time, so that a reading stays the same for a day and anybody can compute it again from the
//! file.

use std::collections::BTreeMap;

use assay_kernel::{Date, Instant};
use assay_learning::{course::CourseOutline, event::PrepEvent};
use assay_programme::model::{ExamVersion, Outline};
use assay_psychometrics::readiness::{
    Ability, CONSTANTS, DomainShare, Model, Outlook, PassReading, ReportScale, Silence, most_missing, silence,
};
use assay_store::{Day, ReadingRecord, Reads, Unit, statement::prep};
use serde::Serialize;

use super::{
    AnswerLine, CountVerdict, Practice,
    carried::Carried,
    checked::{self, CheckedChance, CheckedReadings},
    evidence::{AllAnswers, LogEvidence, ReadinessLog},
    json,
    model::{model, unreadable},
    must_be_public,
    recorded::courses_of,
    reviews::Reviews,
    rules::Begin,
    seen::Seen,
    situation::Situation,
};
use crate::{AppError, Asking, permit::Permit, vault::Pool};

/// Reviews due from which on looking at them is worth more than most else.
const REVIEWS_MIN: usize = 10;
/// Actions that are named: more would be a list and no help.
const ACTIONS: usize = 3;
/// Readings of before that are shown: a year of one a day.
const READINGS_MAX: i64 = 400;

/// What is known of somebody's readiness for an exam version.
pub struct ReadinessView {
    /// The exam version.
    pub exam: String,
    /// Its title.
    pub title: String,
    /// The day it is about.
    pub on: Date,
    /// What is said, or why nothing is.
    pub told: ReadinessTold,
    /// By domain; without figures where nothing is said.
    pub domains: Vec<DomainLevel>,
    /// Every answer with whether it counts, the latest first.
    pub answers: Vec<AnswerLine>,
    /// The exam version before, where answers to it were carried over.
    pub carried_from: Option<String>,
    /// What was told on days before, the earliest first.
    pub before: Vec<ReadingOn>,
    /// The model's constants, as a version.
    pub model: String,
    /// How readings ended, of those who let it be counted; none where it is kept in a form of a later
    /// release.
    pub checked: Option<CheckedReadings>,
    /// Since when the results of whom it is about are counted; none where they are not, or it was not asked.
    pub shares_since: Option<Instant>,
    /// Answers to checks of lessons, the latest first; of a view in short none.
    pub checks: Vec<LessonCheckLine>,
    /// The log in the form that `assay readiness` reads, so that the reading can be computed elsewhere.
    log: ReadinessLog,
}

/// An answer to a check of a lesson: it never counts.
#[derive(Clone, Debug)]
pub struct LessonCheckLine {
    /// When it was given.
    pub at: Instant,
    /// The course of its lesson.
    pub course: String,
    /// Its lesson, and how that is called.
    pub lesson: (String, String),
    /// Which check.
    pub check: String,
    /// Whether it was right.
    pub is_right: bool,
}

/// What is said of a chance to pass.
pub enum ReadinessTold {
    /// About today.
    Today(SpokenReading),
    /// The last counted answer is too long ago: what was true on its day.
    Faded(Date, SpokenReading),
    /// Too few counted answers: so many more in all, so many in each domain.
    TooFew(u32, Vec<u32>),
}

/// A reading; a figure of the chance wants results of examinations first.
#[derive(Clone, Debug)]
pub struct SpokenReading {
    /// A sentence under 'if you sat today'.
    pub words: &'static str,
    /// How many with this reading pass; none before there are results enough.
    pub chance: Option<CheckedChance>,
    /// The interval of 80 % on the exam's scale.
    pub interval: (u32, u32),
    /// Lowest score of that scale, cut, and highest score.
    pub scale: (u32, u32, u32),
    /// What would help most, the most first.
    pub actions: Vec<Action>,
}

/// Something that would move a reading.
#[derive(Clone, Debug)]
pub enum Action {
    /// To practise a domain, by its place.
    Domain(usize),
    /// To look again at so many questions that are due.
    Reviews(usize),
}

/// What is known of a domain.
#[derive(Clone, Debug)]
pub struct DomainLevel {
    /// Its number in the outline.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Scored items in an exam.
    pub scored: u32,
    /// Counted answers.
    pub counted: u32,
    /// Right ones among them.
    pub right: u32,
    /// The share that would be right; none where nothing is said.
    pub share: Option<ShareSpan>,
    /// Points that it lacks of where one needs to be; none where nothing is said.
    pub missing: Option<f64>,
}

/// A share in thousandths, with the range in which it lies in 8 of 10 cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareSpan {
    /// The lower end.
    pub low: u16,
    /// What is expected.
    pub at: u16,
    /// The upper end.
    pub high: u16,
    /// What is needed.
    pub needed: u16,
}

/// What was told on a day.
#[derive(Clone, Debug)]
pub struct ReadingOn {
    /// The day.
    pub on: Date,
    /// Counted answers it rested on.
    pub counted: u32,
    /// The interval on the exam's scale.
    pub interval: (u32, u32),
}

/// What is kept of a reading that was shown.
#[derive(Serialize, serde::Deserialize)]
pub(super) struct KeptReading {
    p: f64,
    low: u32,
    high: u32,
    counted: u32,
}

impl ReadinessView {
    /// The log as JSON.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn log(&self) -> Result<String, AppError> {
        json(&self.log)
    }

    /// Counted answers.
    pub fn counted(&self) -> usize {
        self.answers.iter().filter(|line| line.counts == CountVerdict::Yes).count()
    }
}

impl Practice {
    /// What the first answers of the person who asks say of an exam version. What is shown is kept, once a
    /// day.
    ///
    /// # Errors
    /// `NotFound` where there is no such exam version or it has no outline, not signed in, or the store
    /// failed.
    pub async fn readiness(&self, asking: &Asking, exam: &str) -> Result<ReadinessView, AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let known = asking.programme.exam(exam).zip(asking.programme.outline(exam));
        let (version, outline) = known.ok_or(AppError::NotFound)?;
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let seen = Seen::of(store, asking.person()?).await?;
        let situation = Situation::of(store, asking, exam).await?;
        let due = Reviews::of(asking, &pool, &seen, (exam, situation.day()))?.day.due.len();
        let carried = Carried::of(&asking.programme, &pool, &seen, (&situation, exam))?;
        let answers = AllAnswers::of(&pool, &seen, exam, carried)?;
        let shares_since = Practice::shares_results(store, asking).await?;
        let view = self.told(asking, (version, outline), permit, (&pool, answers, due)).await?;
        let checks = checks(&situation, &courses_of(asking, exam));
        Ok(ReadinessView { shares_since, checks, ..view })
    }

    /// The same of what was read already.
    pub(super) async fn told(
        &self,
        asking: &Asking,
        (version, outline): (&ExamVersion, &Outline),
        permit: Permit<Begin>,
        (pool, answers, reviews_due): (&Pool, AllAnswers, usize),
    ) -> Result<ReadinessView, AppError> {
        let (store, mut unit) = (self.shelf.under(&permit), Unit::new());
        let before = readings(store, asking, version.code.as_str()).await?;
        let found = checked::checked(store, asking, version.code.as_str()).await?;
        if let Some((checked, true)) = &found {
            unit.run(checked::kept(asking, version.code.as_str(), checked)?);
        }
        let known = (before, found.map(|(checked, _)| checked));
        let (view, kept) = view(asking, (version, outline), pool, (answers, reviews_due), known)?;
        let is_kept = view.before.last().is_some_and(|last| last.on == view.on);
        if let Some(kept) = kept.filter(|_| !is_kept) {
            let (exam, model, reading) = (view.exam.clone(), view.model.clone(), json(&kept)?);
            let record = ReadingRecord { exam, read_on: Day(view.on), model, reading };
            unit.run(prep::read(asking.person()?, &record));
        }
        if !unit.is_empty() {
            self.shelf.commit(permit, unit).await?;
        }
        Ok(view)
    }
}

/// Answers to checks of an exam version's lessons, the latest first.
fn checks(situation: &Situation, courses: &BTreeMap<String, CourseOutline>) -> Vec<LessonCheckLine> {
    let line = |(event, at): (&PrepEvent, &Instant)| {
        let PrepEvent::CheckAnswered { lesson, check, right, .. } = event else { return None };
        let (course, of) = courses.values().find_map(|course| Some((course, course.lesson(lesson)?)))?;
        let lesson = (lesson.clone(), of.title.clone());
        Some(LessonCheckLine {
            at: *at,
            course: course.id.clone(),
            lesson,
            check: check.clone(),
            is_right: *right,
        })
    };
    situation.events.iter().zip(&situation.at).rev().filter_map(line).collect()
}

async fn readings(store: &Reads, asking: &Asking, exam: &str) -> Result<Vec<ReadingOn>, AppError> {
    let kept = store.readings_of(asking.person()?, READINGS_MAX).await?;
    let of_exam = kept.into_iter().filter(|record| record.exam == exam);
    // What a later release kept in another form is passed over.
    let read = |record: ReadingRecord| {
        let kept: KeptReading = serde_json::from_str(&record.reading).ok()?;
        Some(ReadingOn { on: record.read_on.0, counted: kept.counted, interval: (kept.low, kept.high) })
    };
    Ok(of_exam.filter_map(read).collect())
}

/// What answers say, and what is kept of it where somebody looks at their own.
pub(super) fn view(
    asking: &Asking,
    (version, outline): (&ExamVersion, &Outline),
    pool: &Pool,
    (answers, reviews_due): (AllAnswers, usize),
    (before, checked): (Vec<ReadingOn>, Option<CheckedReadings>),
) -> Result<(ReadinessView, Option<KeptReading>), AppError> {
    let (exam, on) = (version.code.as_str(), asking.day_of(asking.at));
    let mut evidence = LogEvidence::of((version, outline), pool, &answers, |at| asking.day_of(at), on)?;
    let model = model()?;
    let spoken = silence(&evidence.counted);
    let day = if spoken.is_none() { evidence.today } else { evidence.last_day };
    let (ability, reading) = model.read_log(&evidence.scored, &evidence.log, day).map_err(unreadable)?;
    let is_silent = matches!(spoken, Some(Silence::TooFew { .. }));
    let domains = domains(&model, outline, &evidence, (!is_silent).then_some(&ability))?;
    let said = || said((version, &reading, checked.as_ref()), &domains, &evidence, reviews_due);
    let told = match spoken {
        None => ReadinessTold::Today(said()),
        Some(Silence::Faded { .. }) => ReadinessTold::Faded(evidence.last_on.unwrap_or(on), said()),
        Some(Silence::TooFew { answers, in_domains }) => ReadinessTold::TooFew(answers, in_domains),
    };
    let kept = match &told {
        ReadinessTold::Today(said) => Some(KeptReading {
            p: reading.pass,
            low: said.interval.0,
            high: said.interval.1,
            counted: evidence.counted.counted.iter().sum(),
        }),
        _ => None,
    };
    let [person] = &mut evidence.file.persons;
    person.end = day;
    person.p = (!is_silent).then_some(reading.pass);
    let view = ReadinessView {
        exam: exam.to_owned(),
        title: version.title.clone(),
        on,
        told,
        domains,
        carried_from: answers.carried.as_ref().map(|carried| carried.from.clone()),
        answers: answers.into_lines(),
        before,
        model: CONSTANTS.version.to_string(),
        checked,
        shares_since: None,
        checks: Vec::new(),
        log: evidence.file,
    };
    Ok((view, kept))
}

impl ShareSpan {
    fn of(share: &DomainShare) -> ShareSpan {
        // Shares lie between 0 and 1.
        let thousandths = |share: f64| (share * 1000.0).round().clamp(0.0, 1000.0) as u16;
        ShareSpan {
            low: thousandths(share.low),
            at: thousandths(share.at),
            high: thousandths(share.high),
            needed: thousandths(share.needed),
        }
    }
}

fn domains(
    model: &Model,
    outline: &Outline,
    evidence: &LogEvidence,
    ability: Option<&Ability>,
) -> Result<Vec<DomainLevel>, AppError> {
    let scored = &evidence.scored;
    let shares =
        ability.map(|ability| model.domain_shares(ability, scored)).transpose().map_err(unreadable)?;
    let missing =
        ability.map(|ability| model.missing_points(ability, scored)).transpose().map_err(unreadable)?;
    let level = |(place, domain): (usize, &assay_programme::model::Domain)| DomainLevel {
        id: domain.id.clone(),
        title: domain.title.clone(),
        scored: scored.get(place).copied().unwrap_or_default(),
        counted: evidence.counted.counted.get(place).copied().unwrap_or_default(),
        right: evidence.right.get(place).copied().unwrap_or_default(),
        share: shares.as_ref().and_then(|shares| shares.get(place).map(ShareSpan::of)),
        missing: missing.as_ref().and_then(|missing| missing.get(place).copied()),
    };
    Ok(outline.domains.iter().enumerate().map(level).collect())
}

fn said(
    (version, reading, checked): (&ExamVersion, &PassReading, Option<&CheckedReadings>),
    domains: &[DomainLevel],
    evidence: &LogEvidence,
    reviews_due: usize,
) -> SpokenReading {
    let scale = &version.scale;
    let on = ReportScale {
        minimum: f64::from(scale.minimum),
        cut: f64::from(scale.cut),
        maximum: f64::from(scale.maximum),
    };
    let (low, high) = reading.interval_on(&on);
    let missing: Vec<f64> = domains.iter().filter_map(|domain| domain.missing).collect();
    let mut actions: Vec<Action> =
        most_missing(&missing, &evidence.counted.counted).into_iter().map(Action::Domain).collect();
    if reviews_due >= REVIEWS_MIN {
        actions.truncate(ACTIONS - 1);
        actions.push(Action::Reviews(reviews_due));
    }
    actions.truncate(ACTIONS);
    let pass = checked.map_or(reading.pass, |checked| checked.corrected(reading.pass));
    SpokenReading {
        words: Outlook::of(pass).sentence(),
        chance: checked.and_then(|checked| checked.chance(reading.pass)),
        interval: (rounded(low), rounded(high)),
        scale: (scale.minimum, scale.cut, scale.maximum),
        actions,
    }
}

/// To steps of five: a scale of hundreds tells no more.
fn rounded(score: f64) -> u32 {
    // Within a scale of reported scores, checked when the programme was read.
    ((score / 5.0).round() * 5.0).max(0.0) as u32
}
