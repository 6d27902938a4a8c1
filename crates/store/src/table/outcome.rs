//! How readings of readiness ended, of those who let it be counted, and what was fitted on it.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::{Day, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const CONSENT: Sql = Sql::named(
    "outcome_consent.given",
    "INSERT INTO outcome_consents (person_id, given_at) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING",
);
const WITHDRAW: Sql =
    Sql::named("outcome_consent.withdrawn", "DELETE FROM outcome_consents WHERE person_id = $1");
const OF_PERSON: Sql =
    Sql::named("outcome_consent.of_person", "SELECT given_at FROM outcome_consents WHERE person_id = $1");
/// A first examination with the last reading of a day before it; whose is not asked.
///
/// An empty text beside the exam version keeps the search on those who agreed: they are few among who sat.
const OUTCOMES: Sql = Sql::named(
    "outcome.of_exam",
    "SELECT r.reading, s.passed FROM outcome_consents AS c \
    JOIN sittings AS s ON s.person_id = c.person_id AND s.exam || '' = $1 AND s.started_on || '' >= $3 \
    AND s.scored_at IS NOT NULL AND s.voided_at IS NULL AND s.result_held_at IS NULL \
    JOIN readiness_readings AS r ON r.person_id = c.person_id AND r.exam = $1 AND r.model = $2 \
    AND r.read_on = (SELECT MAX(l.read_on) FROM readiness_readings AS l \
    WHERE l.person_id = c.person_id AND l.exam = $1 AND l.read_on < s.started_on) \
    WHERE NOT EXISTS (SELECT 1 FROM sittings AS e WHERE e.person_id = c.person_id AND e.exam = $1 \
    AND e.started_at < s.started_at AND e.voided_at IS NULL) \
    ORDER BY s.started_at, s.id LIMIT $4",
);
const FIT: Sql = Sql::named(
    "readiness_fit.of_month",
    "SELECT fit FROM readiness_fits WHERE exam = $1 AND month = $2 AND model = $3",
);
const FITTED: Sql = Sql::named(
    "readiness_fit.fitted",
    "INSERT INTO readiness_fits (exam, month, model, fit) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (exam, month, model) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[CONSENT, WITHDRAW, OF_PERSON, OUTCOMES, FIT, FITTED];

/// How a reading ended, without whose it was.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OutcomeRecord {
    /// What was told, as JSON.
    pub reading: String,
    /// Whether the examination was passed: 1 or 0.
    pub passed: i64,
}

#[derive(sqlx::FromRow)]
struct ConsentGiven {
    given_at: Ms,
}

#[derive(sqlx::FromRow)]
struct Fit {
    fit: String,
}

/// Somebody lets their result be counted.
pub fn consented(person: TypedId<Persons>, at: Ms) -> Statement {
    CONSENT.with([person.into(), at.into()])
}

/// Somebody lets it no longer.
pub fn withdrawn(person: TypedId<Persons>) -> Statement {
    WITHDRAW.with([person.into()])
}

/// What a month's readings are corrected by; what was fitted first stands.
pub fn fitted(exam: &str, month: Day, model: &str, fit: &str) -> Statement {
    FITTED.with([exam.into(), month.into(), model.into(), fit.into()])
}

impl Reads {
    /// Since when somebody lets their result be counted; none where they do not.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outcome_consent(&self, person: TypedId<Persons>) -> Result<Option<Ms>, StoreError> {
        let given: Option<ConsentGiven> = self.maybe(OF_PERSON, [person.into()]).await?;
        Ok(given.map(|given| given.given_at))
    }

    /// How the readings of a model ended, of examinations since a day, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outcomes(
        &self,
        (exam, model): (&str, &str),
        since: Day,
        limit: i64,
    ) -> Result<Vec<OutcomeRecord>, StoreError> {
        self.all(OUTCOMES, [exam.into(), model.into(), since.into(), limit.into()]).await
    }

    /// What was fitted for a month; none where nothing was.
    ///
    /// # Errors
    /// The database failed.
    pub async fn readiness_fit(
        &self,
        (exam, model): (&str, &str),
        month: Day,
    ) -> Result<Option<String>, StoreError> {
        let fit: Option<Fit> = self.maybe(FIT, [exam.into(), month.into(), model.into()]).await?;
        Ok(fit.map(|fit| fit.fit))
    }
}
