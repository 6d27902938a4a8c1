//! What reports count, over a span of days and for one exam version or all: results, first tries, what ends,
//! and how far registrations came.

use assay_kernel::{CertificationCode, ExamCode, Persons, Sittings, TypedId};

use crate::{
    column::{Day, Maybe},
    db::StoreError,
    store::Reads,
    table::today::ending,
    unit::{Sql, SqlValue},
};

// A voided result counts as none, whether it was sat here or elsewhere: as `assay_standing::is_voided`.
macro_rules! counts {
    ($row:literal) => {
        concat!(
            " AND NOT EXISTS (SELECT 1 FROM history AS v WHERE v.person_id = ",
            $row,
            ".person_id AND v.kind = 'void' AND v.reference = COALESCE(",
            $row,
            ".sitting_id, ",
            $row,
            ".reference))"
        )
    };
}
// A record that knows no version names the certification alone. Both kinds are named in each statement as the
// index of results does.
const RESULTS: Sql = Sql::named(
    "report.results",
    concat!(
        "SELECT substr(h.happened_on, 1, 7) AS month, COALESCE(h.exam, h.certification, '') AS exam, \
        COUNT(CASE WHEN h.kind = 'pass' THEN 1 END) AS passed, \
        COUNT(CASE WHEN h.kind = 'fail' THEN 1 END) AS failed, \
        COUNT(CASE WHEN h.kind = 'pass' THEN h.sitting_id END) AS passed_here \
        FROM history AS h WHERE h.kind IN ('pass', 'fail') AND h.happened_on >= $1 AND h.happened_on <= $2 \
        AND ($3 = '' OR h.exam = $3)",
        counts!("h"),
        " GROUP BY substr(h.happened_on, 1, 7), COALESCE(h.exam, h.certification, '') ORDER BY 1, 2"
    ),
);
// The first result of a person in an exam version, wherever it is from, if it was a sitting here.
const FIRST_TRIES: Sql = Sql::named(
    "report.first_tries",
    concat!(
        "SELECT h.exam, COUNT(*) AS tries, COUNT(CASE WHEN h.kind = 'pass' THEN 1 END) AS passed \
        FROM history AS h WHERE h.kind IN ('pass', 'fail') AND h.happened_on >= $1 AND h.happened_on <= $2 \
        AND h.exam IS NOT NULL AND h.sitting_id IS NOT NULL AND ($3 = '' OR h.exam = $3)",
        counts!("h"),
        " AND NOT EXISTS (SELECT 1 FROM history AS e WHERE e.person_id = h.person_id AND e.exam = h.exam \
        AND e.kind IN ('pass', 'fail') AND e.happened_on <= h.happened_on \
        AND (e.happened_on < h.happened_on OR e.id < h.id)",
        counts!("e"),
        ") GROUP BY h.exam ORDER BY h.exam"
    ),
);
const ENDING: Sql = Sql::named(
    "report.ending",
    concat!(
        "SELECT substr(v.valid_until, 1, 7) AS month, c.certification, COUNT(*) AS certifications \
        FROM credential_versions AS v JOIN credentials AS c ON c.id = v.credential_id WHERE ",
        ending!(),
        " AND ($3 = '' OR c.certification = $3) \
        GROUP BY substr(v.valid_until, 1, 7), c.certification ORDER BY 1, 2"
    ),
);
const FUNNEL: Sql = Sql::named(
    "report.funnel",
    concat!(
        "SELECT r.exam, COUNT(*) AS registered, \
        COUNT(CASE WHEN r.state = 'withdrawn' THEN 1 END) AS withdrawn, \
        COUNT(s.id) AS sat, COUNT(h.id) AS passed FROM registrations AS r \
        LEFT JOIN sittings AS s ON s.registration_id = r.id \
        LEFT JOIN history AS h ON h.sitting_id = s.id AND h.kind = 'pass'",
        counts!("h"),
        " WHERE r.registered_on >= $1 AND r.registered_on <= $2 AND ($3 = '' OR r.exam = $3) \
        GROUP BY r.exam ORDER BY r.exam"
    ),
);
const EACH: Sql = Sql::named(
    "report.each_result",
    concat!(
        "SELECT h.id, h.person_id, h.happened_on, h.kind, h.exam, h.certification, h.sitting_id, \
        h.reference FROM history AS h WHERE h.kind IN ('pass', 'fail') AND h.happened_on >= $1 \
        AND h.happened_on <= $2 AND ($3 = '' OR h.exam = $3)",
        counts!("h"),
        " AND (h.happened_on > $1 OR h.id > $4) ORDER BY h.happened_on, h.id LIMIT $5"
    ),
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[RESULTS, FIRST_TRIES, ENDING, FUNNEL, EACH];

/// What is counted: a span of days, both included, and an exam version or a certification; empty for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFilter {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// Its code.
    pub code: String,
}

/// The results of a month in an exam version.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ResultsOfMonth {
    /// `2025-10`.
    pub month: String,
    /// The exam version; the certification where a record knows no version.
    pub exam: String,
    /// How many passed.
    pub passed: i64,
    /// How many failed.
    pub failed: i64,
    /// Those who passed in a sitting here.
    pub passed_here: i64,
}

/// First tries of an exam version.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstTriesOfExam {
    /// The exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// How many.
    pub tries: i64,
    /// Those that were passed.
    pub passed: i64,
}

/// How many of a certification end in a month.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EndingInMonth {
    /// `2025-10`.
    pub month: String,
    /// Which certification.
    #[sqlx(try_from = "String")]
    pub certification: CertificationCode,
    /// How many.
    pub certifications: i64,
}

/// How far the registrations for an exam version came.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FunnelOfExam {
    /// The exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// Registrations.
    pub registered: i64,
    /// Those that were withdrawn.
    pub withdrawn: i64,
    /// Those that a sitting used.
    pub sat: i64,
    /// Those whose sitting was passed.
    pub passed: i64,
}

/// One result on record.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResultRecord {
    /// Its row in the history.
    pub id: i64,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// On which day.
    pub happened_on: Day,
    /// `pass` or `fail`.
    pub kind: String,
    /// The exam version.
    #[sqlx(try_from = "Maybe<ExamCode>")]
    pub exam: Option<ExamCode>,
    /// The certification, where a record knows no version.
    #[sqlx(try_from = "Maybe<CertificationCode>")]
    pub certification: Option<CertificationCode>,
    /// The sitting; none where it is from elsewhere.
    #[sqlx(try_from = "Maybe<TypedId<Sittings>>")]
    pub sitting_id: Option<TypedId<Sittings>>,
    /// Where it is recorded.
    pub reference: Option<String>,
}

/// A place among results: the oldest first.
pub type ResultPlace = (Day, i64);

impl ResultRecord {
    /// Its place.
    pub fn place(&self) -> ResultPlace {
        (self.happened_on, self.id)
    }
}

impl ReportFilter {
    fn values(&self) -> [SqlValue; 3] {
        [self.first.into(), self.last.into(), (&self.code).into()]
    }
}

impl Reads {
    /// Results on record by month and exam version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn results_by_month(&self, filter: &ReportFilter) -> Result<Vec<ResultsOfMonth>, StoreError> {
        self.all(RESULTS, filter.values()).await
    }

    /// First tries of people, by exam version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn first_tries(&self, filter: &ReportFilter) -> Result<Vec<FirstTriesOfExam>, StoreError> {
        self.all(FIRST_TRIES, filter.values()).await
    }

    /// Certifications by the month and the badges' last valid day; the code is a certification's.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ending_by_month(&self, filter: &ReportFilter) -> Result<Vec<EndingInMonth>, StoreError> {
        self.all(ENDING, filter.values()).await
    }

    /// How far the registrations of a span came, by exam version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn funnel(&self, filter: &ReportFilter) -> Result<Vec<FunnelOfExam>, StoreError> {
        self.all(FUNNEL, filter.values()).await
    }

    /// Single results after a place, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn results_after(
        &self,
        filter: &ReportFilter,
        after: Option<ResultPlace>,
        limit: i64,
    ) -> Result<Vec<ResultRecord>, StoreError> {
        let [first, last, code] = filter.values();
        let (first, id) = after.map_or((first, i64::MIN), |(day, id)| (day.into(), id));
        self.all(EACH, [first, last, code, id.into(), limit.into()]).await
    }
}
