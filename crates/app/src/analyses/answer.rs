//! The questionnaire of one expert: a link opens it, and each domain is saved as it is sent.

use std::collections::BTreeMap;

use assay_kernel::Date;
use assay_programme::analysis::Rating;
use assay_store::{AnalysisRecord, ExpertRecord, NewRating, StoreError, Unit, statement::analysis};

use super::{Analyses, REMARK_CHARS_MAX, asked, rules::Answer};
use crate::{AppError, Asking, FieldFault, reading::sha256};

/// Tasks on a page: what one rates at a stretch, and what a form holds.
const TASKS_A_PAGE: usize = 15;

/// What an expert sees of their questionnaire.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    /// How they are called.
    pub name: String,
    /// Of which exam version.
    pub exam: String,
    /// What the study is called.
    pub title: String,
    /// The last day on which it is answered.
    pub closes_on: Date,
    /// Whether it is answered today.
    pub is_open: bool,
    /// Whether the answers are made up for a demonstration.
    pub invented: bool,
    /// What is asked, page by page.
    pub pages: Vec<QuestionnairePage>,
}

/// A page of a questionnaire: a domain, or a part of a large one.
#[derive(Clone, Debug)]
pub struct QuestionnairePage {
    /// The domain's id.
    pub domain: String,
    /// Its words.
    pub title: String,
    /// In the outline's order.
    pub tasks: Vec<QuestionnaireTask>,
}

impl QuestionnairePage {
    /// Tasks that are dealt with.
    pub fn answered(&self) -> usize {
        self.tasks.iter().filter(|task| task.is_answered()).count()
    }
}

/// A task with what the expert said of it so far.
#[derive(Clone, Debug)]
pub struct QuestionnaireTask {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// What its skills say.
    pub skills: Vec<String>,
    /// What was said; none where nothing was, or it cannot be judged.
    pub rating: Option<Rating>,
    /// Whether they said that they cannot judge it.
    pub cannot_judge: bool,
    /// In their own words.
    pub remark: String,
}

impl QuestionnaireTask {
    /// Whether it is dealt with.
    pub fn is_answered(&self) -> bool {
        self.rating.is_some() || self.cannot_judge
    }
}

/// What an expert says of a task.
#[derive(Clone, Debug)]
pub struct RatedTask {
    /// Its id.
    pub task: String,
    /// None where they cannot judge it.
    pub rating: Option<Rating>,
    /// In their own words; may be empty.
    pub remark: String,
}

impl Questionnaire {
    /// Tasks that are dealt with, of how many.
    pub fn answered(&self) -> (usize, usize) {
        let answered = self.pages.iter().map(QuestionnairePage::answered).sum();
        (answered, self.pages.iter().map(|page| page.tasks.len()).sum())
    }

    /// The first page with an open task, from 1.
    pub fn next_open(&self) -> Option<usize> {
        self.pages.iter().position(|page| page.answered() < page.tasks.len()).map(|place| place + 1)
    }
}

impl Analyses {
    /// What a link opens.
    ///
    /// # Errors
    /// `NotFound` where it opens nothing, or its owner is left out; or the store failed.
    pub async fn questionnaire(&self, asking: &Asking, token: &str) -> Result<Questionnaire, AppError> {
        let permit = asking.permit::<Answer>()?;
        let store = self.shelf.under(&permit);
        let (expert, study) = self.of_token(asking, token).await?;
        let said: BTreeMap<String, _> = store
            .ratings_of(expert.id)
            .await?
            .into_iter()
            .map(|rating| (rating.task.clone(), rating))
            .collect();
        let task = |task: &asked::AskedTask| {
            let said = said.get(&task.id);
            let rating = said.and_then(|said| points(said.importance, said.frequency));
            QuestionnaireTask {
                id: task.id.clone(),
                title: task.title.clone(),
                skills: task.skills.clone(),
                rating,
                cannot_judge: said.is_some() && rating.is_none(),
                remark: said.map(|said| said.remark.clone()).unwrap_or_default(),
            }
        };
        let asked = asked::read(&study.asked)?;
        let page = |domain: &asked::AskedDomain, tasks: &[asked::AskedTask]| QuestionnairePage {
            domain: domain.id.clone(),
            title: domain.title.clone(),
            tasks: tasks.iter().map(task).collect(),
        };
        let pages = asked.iter().flat_map(|domain| {
            domain.tasks.chunks(TASKS_A_PAGE).map(|tasks| page(domain, tasks)).collect::<Vec<_>>()
        });
        let pages = pages.collect();
        Ok(Questionnaire {
            name: expert.name,
            exam: study.exam.to_string(),
            title: study.title.clone(),
            closes_on: study.closes_on.0,
            is_open: is_open(asking, &study),
            invented: study.invented,
            pages,
        })
    }

    /// Keeps what an expert says of some tasks; said again, it replaces what they said before.
    ///
    /// # Errors
    /// `NotFound` as above; `Invalid` for a task that is not asked about or a remark that is too long;
    /// `Conflict` once it is closed; or the store failed.
    pub async fn answer(&self, asking: &Asking, token: &str, said: &[RatedTask]) -> Result<(), AppError> {
        let permit = asking.permit::<Answer>()?;
        let (expert, study) = self.of_token(asking, token).await?;
        if !is_open(asking, &study) {
            return Err(AppError::Conflict);
        }
        let domains = asked::read(&study.asked)?;
        let tasks: Vec<&str> =
            domains.iter().flat_map(|domain| &domain.tasks).map(|task| task.id.as_str()).collect();
        let mut unit = Unit::default();
        for one in said {
            if !tasks.contains(&one.task.as_str()) {
                return Err(AppError::NotFound);
            }
            if one.remark.chars().count() > REMARK_CHARS_MAX {
                let text = format!("Keep the remark on {} within {REMARK_CHARS_MAX} letters.", one.task);
                return Err(AppError::Invalid(vec![FieldFault::new("remark", text)]));
            }
            let rating = NewRating {
                task: one.task.clone(),
                points: one.rating.map(|rating| (rating.importance(), rating.frequency())),
                remark: one.remark.trim().to_owned(),
            };
            unit.run(analysis::rated(expert.id, &rating, asking.ms()));
        }
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done?),
        }
    }

    async fn of_token(
        &self,
        asking: &Asking,
        token: &str,
    ) -> Result<(ExpertRecord, AnalysisRecord), AppError> {
        let permit = asking.permit::<Answer>()?;
        let store = self.shelf.under(&permit);
        let expert = store.expert_by_token(&sha256(token.as_bytes())).await?;
        let expert = expert.filter(|expert| expert.left_out_at.is_none()).ok_or(AppError::NotFound)?;
        let study = store.analysis(expert.analysis_id).await?.ok_or(AppError::NotFound)?;
        Ok((expert, study))
    }
}

/// Whether a study is answered today.
pub(super) fn is_open(asking: &Asking, study: &AnalysisRecord) -> bool {
    study.closed_at.is_none() && asking.today <= study.closes_on.0
}

/// A rating as it is stored.
pub(super) fn points(importance: Option<i64>, frequency: Option<i64>) -> Option<Rating> {
    let point = |stored: Option<i64>| u8::try_from(stored?).ok();
    Rating::new(point(importance)?, point(frequency)?)
}
