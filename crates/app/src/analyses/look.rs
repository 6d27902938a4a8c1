//! What the team sees of a study: who was asked, what they said, and what follows.

use std::collections::BTreeMap;

use assay_kernel::{AnalysisId, Date, ExpertId, Instant};
use assay_programme::analysis::{Answers, NotEnough, ProposedBlueprint, weigh};
use assay_store::{AnalysisRecord, ExpertRecord, RatingRecord};

use super::{
    Analyses,
    answer::{is_open, points},
    asked::{self, AskedDomain},
    rules::SeeAnalyses,
};
use crate::{AppError, Asking};

/// A study in a list.
#[derive(Clone, Debug)]
pub struct AnalysisLine {
    /// Id.
    pub id: AnalysisId,
    /// Of which exam version.
    pub exam: String,
    /// What it is called.
    pub title: String,
    /// Whether the answers are made up for a demonstration.
    pub invented: bool,
    /// When it was made.
    pub made_at: Instant,
    /// The last day on which it is answered.
    pub closes_on: Date,
    /// Whether it is answered today.
    pub is_open: bool,
    /// When somebody closed it.
    pub closed_at: Option<Instant>,
    /// How many are asked.
    pub experts: i64,
    /// How many have rated something.
    pub answered: i64,
}

/// Somebody who is asked.
#[derive(Clone, Debug)]
pub struct ExpertLine {
    /// Id.
    pub id: ExpertId,
    /// How they are called.
    pub name: String,
    /// What they do, and where.
    pub about: String,
    /// Tasks they have dealt with.
    pub answered: usize,
    /// Whether what they said does not count.
    pub is_left_out: bool,
}

/// A remark on a task, without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemarkOnTask {
    /// The task.
    pub task: String,
    /// What was said.
    pub text: String,
}

/// One rating, for an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidLine {
    /// What the expert does; nobody is named.
    pub about: String,
    /// A number for each expert, in the order of asking.
    pub expert: usize,
    /// The task.
    pub task: String,
    /// 1 to 5; none where they cannot judge it.
    pub importance: Option<i64>,
    /// 1 to 5.
    pub frequency: Option<i64>,
    /// Whether it does not count.
    pub is_left_out: bool,
    /// In their own words.
    pub remark: String,
}

/// A study with what follows from it.
#[derive(Clone, Debug)]
pub struct AnalysisView {
    /// The study.
    pub line: AnalysisLine,
    /// What is asked about.
    pub asked: Vec<AskedDomain>,
    /// Who is asked.
    pub experts: Vec<ExpertLine>,
    /// The blueprint that follows, or why none does yet.
    pub proposed: Result<ProposedBlueprint, NotEnough>,
    /// Whether the outline in force still has the tasks that were asked about.
    pub fits_outline: bool,
    /// What was said in words, by task.
    pub remarks: Vec<RemarkOnTask>,
}

impl Analyses {
    /// The latest studies.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn all(&self, asking: &Asking) -> Result<Vec<AnalysisLine>, AppError> {
        let permit = asking.permit::<SeeAnalyses>()?;
        let all = self.shelf.under(&permit).analyses().await?;
        Ok(all.iter().map(|study| line(asking, study)).collect())
    }

    /// One study, with what follows from what was said.
    ///
    /// # Errors
    /// As above; `NotFound`.
    pub async fn one(&self, asking: &Asking, id: AnalysisId) -> Result<AnalysisView, AppError> {
        let permit = asking.permit::<SeeAnalyses>()?;
        let store = self.shelf.under(&permit);
        let study = store.analysis(id).await?.ok_or(AppError::NotFound)?;
        let (experts, ratings) = (store.experts(id).await?, store.ratings(id).await?);
        view(asking, &study, &experts, &ratings)
    }

    /// Every rating of a study, in the order of asking: nobody is named.
    ///
    /// # Errors
    /// As above.
    pub async fn said(&self, asking: &Asking, id: AnalysisId) -> Result<Vec<SaidLine>, AppError> {
        let permit = asking.permit::<SeeAnalyses>()?;
        let store = self.shelf.under(&permit);
        store.analysis(id).await?.ok_or(AppError::NotFound)?;
        let (experts, ratings) = (store.experts(id).await?, store.ratings(id).await?);
        let number: BTreeMap<ExpertId, (usize, &ExpertRecord)> =
            experts.iter().enumerate().map(|(place, expert)| (expert.id, (place + 1, expert))).collect();
        let line = |rating: RatingRecord| {
            let (expert, record) = number.get(&rating.expert_id)?;
            Some(SaidLine {
                about: record.about.clone(),
                expert: *expert,
                task: rating.task,
                importance: rating.importance,
                frequency: rating.frequency,
                is_left_out: record.left_out_at.is_some(),
                remark: rating.remark,
            })
        };
        Ok(ratings.into_iter().filter_map(line).collect())
    }
}

pub(super) fn line(asking: &Asking, study: &AnalysisRecord) -> AnalysisLine {
    AnalysisLine {
        id: study.id,
        exam: study.exam.to_string(),
        title: study.title.clone(),
        invented: study.invented,
        made_at: study.made_at.0,
        closes_on: study.closes_on.0,
        is_open: is_open(asking, study),
        closed_at: study.closed_at.map(|at| at.0),
        experts: study.experts,
        answered: study.answered,
    }
}

/// A study with everything that follows.
pub(super) fn view(
    asking: &Asking,
    study: &AnalysisRecord,
    experts: &[ExpertRecord],
    ratings: &[RatingRecord],
) -> Result<AnalysisView, AppError> {
    let asked = asked::read(&study.asked)?;
    let programme = &asking.programme.programme;
    let outline = programme.outline(study.exam.as_str());
    let fits_outline = outline.is_some_and(|outline| {
        let ids = |domains: &[AskedDomain]| -> Vec<String> {
            domains.iter().flat_map(|domain| domain.tasks.iter().map(|task| task.id.clone())).collect()
        };
        ids(&asked::of(outline)) == ids(&asked)
    });
    let counts = |expert: &&ExpertRecord| expert.left_out_at.is_none();
    let said = |expert: &ExpertRecord| -> Answers {
        let own = ratings.iter().filter(|rating| rating.expert_id == expert.id);
        Answers(
            own.filter_map(|rating| {
                Some((rating.task.clone(), points(rating.importance, rating.frequency)?))
            })
            .collect(),
        )
    };
    let answers: Vec<Answers> =
        experts.iter().filter(counts).map(said).filter(|answers| !answers.0.is_empty()).collect();
    let items_scored = programme.exam(study.exam.as_str()).map_or(0, |exam| exam.items_scored);
    let proposed = match outline {
        Some(outline) => weigh(outline, &answers, items_scored),
        None => Err(NotEnough::NoTasks),
    };
    let remarks = ratings
        .iter()
        .filter(|rating| !rating.remark.is_empty())
        .map(|rating| RemarkOnTask { task: rating.task.clone(), text: rating.remark.clone() });
    let mut remarks: Vec<RemarkOnTask> = remarks.collect();
    remarks.sort_by(|a, b| a.task.cmp(&b.task));
    let line_of = |expert: &ExpertRecord| ExpertLine {
        id: expert.id,
        name: expert.name.clone(),
        about: expert.about.clone(),
        answered: ratings.iter().filter(|rating| rating.expert_id == expert.id).count(),
        is_left_out: expert.left_out_at.is_some(),
    };
    Ok(AnalysisView {
        line: line(asking, study),
        asked,
        experts: experts.iter().map(line_of).collect(),
        proposed,
        fits_outline,
        remarks,
    })
}
