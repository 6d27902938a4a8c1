//! What is asked about: the outline as it was when the study was made.

use assay_programme::model::Outline;
use serde::{Deserialize, Serialize};

use crate::AppError;

/// A domain with the tasks that are asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedDomain {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// In the outline's order.
    pub tasks: Vec<AskedTask>,
}

/// A task that is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedTask {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// What its skills say, to judge it by.
    pub skills: Vec<String>,
}

/// What an outline asks.
pub(super) fn of(outline: &Outline) -> Vec<AskedDomain> {
    let task = |task: &assay_programme::model::TaskStatement| AskedTask {
        id: task.id.clone(),
        title: task.title.clone(),
        skills: task.skills.iter().map(|skill| skill.text.clone()).collect(),
    };
    let domain = |domain: &assay_programme::model::Domain| AskedDomain {
        id: domain.id.clone(),
        title: domain.title.clone(),
        tasks: domain.tasks.iter().map(task).collect(),
    };
    outline.domains.iter().map(domain).collect()
}

pub(super) fn read(text: &str) -> Result<Vec<AskedDomain>, AppError> {
    serde_json::from_str(text)
        .map_err(|error| AppError::internal("reading what a practice analysis asks", error))
}

pub(super) fn written(asked: &[AskedDomain]) -> Result<String, AppError> {
    serde_json::to_string(asked)
        .map_err(|error| AppError::internal("writing what a practice analysis asks", error))
}
