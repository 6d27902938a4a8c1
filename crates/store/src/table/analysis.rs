//! Practice analyses: who is asked about what work, and what they said.

use assay_kernel::{AnalysisExperts, Date, ExamCode, PracticeAnalyses, TypedId};

use crate::{
    column::{Day, Flag, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

/// The columns of a study, with how many were asked and how many have said something.
macro_rules! columns {
    () => {
        "a.id, a.exam, a.title, a.asked, a.invented, a.made_by, a.made_at, a.closes_on, a.closed_at, \
        (SELECT COUNT(*) FROM analysis_experts AS e WHERE e.analysis_id = a.id AND e.left_out_at IS NULL) \
        AS experts, \
        (SELECT COUNT(DISTINCT e.id) FROM analysis_experts AS e \
        JOIN analysis_ratings AS r ON r.expert_id = e.id \
        WHERE e.analysis_id = a.id AND e.left_out_at IS NULL AND r.importance IS NOT NULL) AS answered"
    };
}

const BY_ID: Sql = Sql::named(
    "analysis.by_id",
    concat!("SELECT ", columns!(), " FROM practice_analyses AS a WHERE a.id = $1"),
);
const LISTED: Sql = Sql::named(
    "analysis.listed",
    concat!(
        "SELECT ",
        columns!(),
        " FROM practice_analyses AS a ORDER BY a.made_at DESC, a.id DESC LIMIT 100"
    ),
);
const EXPERTS: Sql = Sql::named(
    "analysis.experts",
    "SELECT id, analysis_id, name, about, invited_at, left_out_at FROM analysis_experts \
    WHERE analysis_id = $1 ORDER BY invited_at, id",
);
const EXPERT: Sql = Sql::named(
    "analysis.expert",
    "SELECT id, analysis_id, name, about, invited_at, left_out_at FROM analysis_experts WHERE id = $1",
);
const EXPERT_BY_TOKEN: Sql = Sql::named(
    "analysis.expert_by_token",
    "SELECT id, analysis_id, name, about, invited_at, left_out_at FROM analysis_experts \
    WHERE token_hash = $1",
);
const RATINGS: Sql = Sql::named(
    "analysis.ratings",
    "SELECT r.expert_id, r.task, r.importance, r.frequency, r.remark, r.rated_at \
    FROM analysis_experts AS e JOIN analysis_ratings AS r ON r.expert_id = e.id \
    WHERE e.analysis_id = $1 ORDER BY e.invited_at, e.id, r.task",
);
const RATINGS_OF: Sql = Sql::named(
    "analysis.ratings_of",
    "SELECT expert_id, task, importance, frequency, remark, rated_at FROM analysis_ratings \
    WHERE expert_id = $1 ORDER BY task",
);
const MAKE: Sql = Sql::named(
    "analysis.made",
    "INSERT INTO practice_analyses (id, exam, title, asked, invented, made_by, made_at, closes_on) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const CLOSE: Sql = Sql::named(
    "analysis.closed",
    "UPDATE practice_analyses SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
);
const OPEN_AGAIN: Sql = Sql::named(
    "analysis.opened_again",
    "UPDATE practice_analyses SET closed_at = NULL, closes_on = $2 WHERE id = $1",
);
const INVITE: Sql = Sql::named(
    "analysis.invited",
    "INSERT INTO analysis_experts (id, analysis_id, name, about, token_hash, invited_at) \
    VALUES ($1, $2, $3, $4, $5, $6)",
);
const INVITE_ANEW: Sql = Sql::named(
    "analysis.invited_anew",
    "UPDATE analysis_experts SET token_hash = $2 WHERE id = $1 AND left_out_at IS NULL",
);
const LEAVE_OUT: Sql = Sql::named(
    "analysis.left_out",
    "UPDATE analysis_experts SET left_out_at = $2 WHERE id = $1 AND left_out_at IS NULL",
);
const TAKE_IN: Sql =
    Sql::named("analysis.taken_in", "UPDATE analysis_experts SET left_out_at = NULL WHERE id = $1");
// Only while it is open: whoever closes it and whoever answers take turns here.
const RATE: Sql = Sql::named(
    "analysis.rated",
    "INSERT INTO analysis_ratings (expert_id, task, importance, frequency, remark, rated_at) \
    SELECT e.id, $2, $3, $4, $5, $6 FROM analysis_experts AS e \
    JOIN practice_analyses AS a ON a.id = e.analysis_id \
    WHERE e.id = $1 AND e.left_out_at IS NULL AND a.closed_at IS NULL \
    ON CONFLICT (expert_id, task) DO UPDATE SET importance = excluded.importance, \
    frequency = excluded.frequency, remark = excluded.remark, rated_at = excluded.rated_at",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID,
    LISTED,
    EXPERTS,
    EXPERT,
    EXPERT_BY_TOKEN,
    RATINGS,
    RATINGS_OF,
    MAKE,
    CLOSE,
    OPEN_AGAIN,
    INVITE,
    INVITE_ANEW,
    LEAVE_OUT,
    TAKE_IN,
    RATE,
];

/// A study of the work.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AnalysisRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<PracticeAnalyses>,
    /// Of which exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// What it is called.
    pub title: String,
    /// Domains with their tasks as they are asked about, JSON.
    pub asked: String,
    /// Whether the answers were made up for a demonstration.
    #[sqlx(try_from = "Flag")]
    pub invented: bool,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// The last day on which it is answered.
    pub closes_on: Day,
    /// When it was closed.
    pub closed_at: Option<Ms>,
    /// How many are asked.
    pub experts: i64,
    /// How many have rated something.
    pub answered: i64,
}

/// Somebody who is asked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExpertRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<AnalysisExperts>,
    /// In which study.
    #[sqlx(try_from = "String")]
    pub analysis_id: TypedId<PracticeAnalyses>,
    /// How they are called.
    pub name: String,
    /// What they do, and where.
    pub about: String,
    /// When they were asked.
    pub invited_at: Ms,
    /// Since when they are left out.
    pub left_out_at: Option<Ms>,
}

/// What somebody said of a task.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RatingRecord {
    /// Who.
    #[sqlx(try_from = "String")]
    pub expert_id: TypedId<AnalysisExperts>,
    /// Of which task.
    pub task: String,
    /// 1 to 5; none where they cannot judge it.
    pub importance: Option<i64>,
    /// 1 to 5.
    pub frequency: Option<i64>,
    /// In their own words; may be empty.
    pub remark: String,
    /// When.
    pub rated_at: Ms,
}

/// A study to be made.
#[derive(Clone, Debug)]
pub struct NewAnalysis {
    /// Id.
    pub id: TypedId<PracticeAnalyses>,
    /// Of which exam version.
    pub exam: ExamCode,
    /// What it is called.
    pub title: String,
    /// Domains with their tasks, JSON.
    pub asked: String,
    /// Whether the answers are made up.
    pub invented: bool,
    /// Who makes it.
    pub made_by: String,
    /// The last day on which it is answered.
    pub closes_on: Date,
}

/// Somebody to be asked.
#[derive(Clone, Debug)]
pub struct NewExpert {
    /// Id.
    pub id: TypedId<AnalysisExperts>,
    /// In which study.
    pub analysis: TypedId<PracticeAnalyses>,
    /// How they are called.
    pub name: String,
    /// What they do, and where.
    pub about: String,
    /// SHA-256 of what stands in their link.
    pub token_hash: String,
}

/// What somebody says of a task.
#[derive(Clone, Debug)]
pub struct NewRating {
    /// Of which task.
    pub task: String,
    /// Importance and frequency; none where they cannot judge it.
    pub points: Option<(u8, u8)>,
    /// In their own words.
    pub remark: String,
}

/// A study is made.
pub fn made(analysis: &NewAnalysis, at: Ms) -> Statement {
    MAKE.with([
        analysis.id.into(),
        analysis.exam.as_str().into(),
        (&analysis.title).into(),
        (&analysis.asked).into(),
        i64::from(analysis.invented).into(),
        (&analysis.made_by).into(),
        at.into(),
        Day(analysis.closes_on).into(),
    ])
}

/// Nobody answers it any more; it must be open.
pub fn closed(id: TypedId<PracticeAnalyses>, at: Ms) -> Statement {
    CLOSE.must([id.into(), at.into()])
}

/// It is answered again, until a day.
pub fn opened_again(id: TypedId<PracticeAnalyses>, closes_on: Date) -> Statement {
    OPEN_AGAIN.must([id.into(), Day(closes_on).into()])
}

/// Somebody is asked.
pub fn invited(expert: &NewExpert, at: Ms) -> Statement {
    INVITE.with([
        expert.id.into(),
        expert.analysis.into(),
        (&expert.name).into(),
        (&expert.about).into(),
        (&expert.token_hash).into(),
        at.into(),
    ])
}

/// Their link is another one from now on; what they said stays.
pub fn invited_anew(id: TypedId<AnalysisExperts>, token_hash: &str) -> Statement {
    INVITE_ANEW.must([id.into(), token_hash.into()])
}

/// What they said counts no more.
pub fn left_out(id: TypedId<AnalysisExperts>, at: Ms) -> Statement {
    LEAVE_OUT.must([id.into(), at.into()])
}

/// It counts again.
pub fn taken_in(id: TypedId<AnalysisExperts>) -> Statement {
    TAKE_IN.must([id.into()])
}

/// They rate a task, anew or again; the study must be open.
pub fn rated(id: TypedId<AnalysisExperts>, rating: &NewRating, at: Ms) -> Statement {
    let (importance, frequency) = rating.points.unzip();
    RATE.must([
        id.into(),
        (&rating.task).into(),
        importance.map(i64::from).into(),
        frequency.map(i64::from).into(),
        (&rating.remark).into(),
        at.into(),
    ])
}

impl Reads {
    /// One study.
    ///
    /// # Errors
    /// The database failed.
    pub async fn analysis(
        &self,
        id: TypedId<PracticeAnalyses>,
    ) -> Result<Option<AnalysisRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// The latest hundred.
    ///
    /// # Errors
    /// The database failed.
    pub async fn analyses(&self) -> Result<Vec<AnalysisRecord>, StoreError> {
        self.all(LISTED, []).await
    }

    /// Who is asked, in the order of asking; those who are left out with them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn experts(&self, id: TypedId<PracticeAnalyses>) -> Result<Vec<ExpertRecord>, StoreError> {
        self.all(EXPERTS, [id.into()]).await
    }

    /// One of them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn expert(&self, id: TypedId<AnalysisExperts>) -> Result<Option<ExpertRecord>, StoreError> {
        self.maybe(EXPERT, [id.into()]).await
    }

    /// Whose link it is, by SHA-256 of what stands in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn expert_by_token(&self, hash: &str) -> Result<Option<ExpertRecord>, StoreError> {
        self.maybe(EXPERT_BY_TOKEN, [hash.into()]).await
    }

    /// Everything that was said in a study.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ratings(&self, id: TypedId<PracticeAnalyses>) -> Result<Vec<RatingRecord>, StoreError> {
        self.all(RATINGS, [id.into()]).await
    }

    /// What one of them said.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ratings_of(&self, id: TypedId<AnalysisExperts>) -> Result<Vec<RatingRecord>, StoreError> {
        self.all(RATINGS_OF, [id.into()]).await
    }
}
