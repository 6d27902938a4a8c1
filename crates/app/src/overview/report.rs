//! Reports over a span of days, for one exam version or for all.

use assay_assessment::share::Share;
use assay_kernel::{Date, PersonId, SittingId};
use assay_store::{Day, FunnelOfExam, ReportFilter, ResultPlace, ResultRecord};
use jiff::ToSpan;

use super::{Overview, rules::SeeReports};
use crate::{AppError, Asking, ListPart};

/// Months of a report without a span of its own, this one included.
const MONTHS: i64 = 12;
/// What ends is looked at for so many quarters from this one on, without a span of its own.
const QUARTERS: i64 = 8;
/// The longest span: a table of 120 months is the most that anybody reads.
const YEARS_MAX: i64 = 10;

/// What is asked of a report; none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportWanted {
    /// An exam version of the programme; empty for all.
    pub exam: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// The results of a month in an exam version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthLine {
    /// The month's first day.
    pub month: Date,
    /// The exam version; the certification where a record knows no version.
    pub exam: String,
    /// How many passed.
    pub passed: i64,
    /// Those of them who passed in a sitting here.
    pub passed_here: i64,
    /// How many failed.
    pub failed: i64,
}

/// First tries of an exam version.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstTries {
    /// The exam version.
    pub exam: String,
    /// How many were passed of how many, with the interval of the rate.
    pub share: Share,
}

/// How many of a certification end in a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingLine {
    /// The quarter's first day.
    pub quarter: Date,
    /// Which certification.
    pub certification: String,
    /// How many.
    pub ending: i64,
}

/// How far the registrations for an exam version came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelLine {
    /// The exam version.
    pub exam: String,
    /// Registrations.
    pub registered: i64,
    /// Those that were withdrawn.
    pub withdrawn: i64,
    /// Those that a sitting used.
    pub sat: i64,
    /// Those whose sitting was passed.
    pub passed: i64,
}

impl From<FunnelOfExam> for FunnelLine {
    fn from(row: FunnelOfExam) -> Self {
        let FunnelOfExam { exam, registered, withdrawn, sat, passed } = row;
        FunnelLine { exam: exam.to_string(), registered, withdrawn, sat, passed }
    }
}

/// One result on record.
#[derive(Clone, Debug)]
pub struct ResultLine {
    /// Its number in the history.
    pub id: i64,
    /// Whose.
    pub person: PersonId,
    /// On which day.
    pub on: Date,
    /// `pass` or `fail`.
    pub result: String,
    /// The exam version; empty where a record knows none.
    pub exam: String,
    /// The certification; empty where the exam version says it.
    pub certification: String,
    /// The sitting; none where it is from elsewhere.
    pub sitting: Option<SittingId>,
    /// Where it is recorded, if elsewhere.
    pub reference: String,
}

impl ReportWanted {
    /// The span of results and registrations: what is asked for, or the year until today.
    pub fn span(&self, today: Date) -> (Date, Date) {
        let year_until = |last: Date| last.first_of_month().saturating_sub((MONTHS - 1).months());
        match (self.from, self.until) {
            (Some(from), Some(until)) => limited(from.min(until), from.max(until)),
            (Some(from), None) => limited(from, from.max(today)),
            (None, until) => {
                let last = until.unwrap_or(today);
                (year_until(last), last)
            }
        }
    }

    /// The span of what ends: what is asked for, or two years from this quarter on.
    pub fn span_of_endings(&self, today: Date) -> (Date, Date) {
        if self.from.is_some() || self.until.is_some() {
            return self.span(today);
        }
        let first = quarter_of(today);
        (first, first.saturating_add((3 * QUARTERS).months()).saturating_sub(1.day()))
    }

    fn filter(&self, (first, last): (Date, Date)) -> ReportFilter {
        ReportFilter { first: Day(first), last: Day(last), code: self.exam.clone() }
    }
}

fn limited(first: Date, last: Date) -> (Date, Date) {
    (first.max(last.saturating_sub(YEARS_MAX.years())), last)
}

/// The first day of a quarter.
fn quarter_of(day: Date) -> Date {
    let months = i64::from((day.month() - 1) % 3);
    day.first_of_month().saturating_sub(months.months())
}

/// The first day of a month as it is grouped by: `2025-10`.
fn month_of(text: &str) -> Result<Date, AppError> {
    format!("{text}-01").parse().map_err(|error| AppError::internal("a month of a report", error))
}

impl Overview {
    /// Results by month and exam version, oldest month first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn results(&self, asking: &Asking, wanted: &ReportWanted) -> Result<Vec<MonthLine>, AppError> {
        let permit = asking.permit::<SeeReports>()?;
        let filter = wanted.filter(wanted.span(asking.today));
        let rows = self.shelf.under(&permit).results_by_month(&filter).await?;
        let line = |row: assay_store::ResultsOfMonth| {
            Ok(MonthLine {
                month: month_of(&row.month)?,
                exam: row.exam,
                passed: row.passed,
                passed_here: row.passed_here,
                failed: row.failed,
            })
        };
        rows.into_iter().map(line).collect()
    }

    /// First tries by exam version: of each person the first result in it, where it was a sitting here.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn first_tries(
        &self,
        asking: &Asking,
        wanted: &ReportWanted,
    ) -> Result<Vec<FirstTries>, AppError> {
        let permit = asking.permit::<SeeReports>()?;
        let filter = wanted.filter(wanted.span(asking.today));
        let rows = self.shelf.under(&permit).first_tries(&filter).await?;
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let line = |row: assay_store::FirstTriesOfExam| {
            let share = Share::of(count(row.passed), count(row.tries))?;
            Some(FirstTries { exam: row.exam.to_string(), share })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }

    /// What ends by quarter and certification, by the badges as they were published last; the certification
    /// of the exam version, where one is asked for.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn ending(&self, asking: &Asking, wanted: &ReportWanted) -> Result<Vec<EndingLine>, AppError> {
        let permit = asking.permit::<SeeReports>()?;
        let exam = asking.programme.exam(&wanted.exam);
        let code = exam.map_or_else(|| wanted.exam.clone(), |exam| exam.certification.to_string());
        let filter = ReportFilter { code, ..wanted.filter(wanted.span_of_endings(asking.today)) };
        let mut lines: Vec<EndingLine> = Vec::new();
        for row in self.shelf.under(&permit).ending_by_month(&filter).await? {
            let (quarter, certification) = (quarter_of(month_of(&row.month)?), row.certification.to_string());
            let same =
                |line: &&mut EndingLine| line.quarter == quarter && line.certification == certification;
            match lines.iter_mut().find(same) {
                Some(line) => line.ending += row.certifications,
                None => lines.push(EndingLine { quarter, certification, ending: row.certifications }),
            }
        }
        Ok(lines)
    }

    /// How far the registrations came that were made in the span, by exam version.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn funnel(&self, asking: &Asking, wanted: &ReportWanted) -> Result<Vec<FunnelLine>, AppError> {
        let permit = asking.permit::<SeeReports>()?;
        let filter = wanted.filter(wanted.span(asking.today));
        let rows = self.shelf.under(&permit).funnel(&filter).await?;
        Ok(rows.into_iter().map(FunnelLine::from).collect())
    }

    /// Every result of the span after a place, the oldest first, to be read to its end.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn each_result(
        &self,
        asking: &Asking,
        wanted: &ReportWanted,
        after: Option<ResultPlace>,
        limit: i64,
    ) -> Result<ListPart<ResultLine, ResultPlace>, AppError> {
        let permit = asking.permit::<SeeReports>()?;
        let filter = wanted.filter(wanted.span(asking.today));
        let rows = self.shelf.under(&permit).results_after(&filter, after, limit).await?;
        ListPart::of(rows, limit, ResultRecord::place, |row| {
            Ok(ResultLine {
                id: row.id,
                person: row.person_id,
                on: row.happened_on.0,
                result: row.kind,
                exam: row.exam.map(|code| code.to_string()).unwrap_or_default(),
                certification: row.certification.map(|code| code.to_string()).unwrap_or_default(),
                sitting: row.sitting_id,
                reference: row.reference.unwrap_or_default(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    #[test]
    fn a_report_without_days_is_of_the_year_until_today_and_of_two_years_to_come() {
        let (today, nothing) = (date(2025, 10, 17), ReportWanted::default());
        assert_eq!(nothing.span(today), (date(2024, 11, 1), today));
        assert_eq!(nothing.span_of_endings(today), (date(2025, 10, 1), date(2027, 9, 30)));
        assert_eq!(nothing.span_of_endings(date(2025, 3, 31)), (date(2025, 1, 1), date(2026, 12, 31)));
    }

    #[test]
    fn days_that_are_asked_for_are_taken_in_their_order_and_ten_years_at_most() {
        let today = date(2025, 10, 17);
        let of = |from, until| ReportWanted { from, until, ..ReportWanted::default() }.span(today);
        let (early, late) = (date(2025, 1, 5), date(2025, 3, 9));
        assert_eq!(of(Some(early), Some(late)), (early, late));
        assert_eq!(of(Some(late), Some(early)), (early, late));
        assert_eq!(of(Some(early), None), (early, today));
        assert_eq!(of(None, Some(late)), (date(2024, 4, 1), late));
        assert_eq!(of(Some(date(1900, 1, 1)), Some(today)), (date(2015, 10, 17), today));
        let asked = ReportWanted { from: Some(early), ..ReportWanted::default() };
        assert_eq!(asked.span_of_endings(today), (early, today), "what ends, too, where a span is asked for");
    }
}
