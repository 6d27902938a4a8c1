//! The study of a demonstration: its experts and their answers are made up, and it says so wherever it is
//! shown.

use assay_programme::model::DemoAnalysis;
use assay_store::{NewAnalysis, NewExpert, NewRating, Unit, statement::analysis};

use super::{Analyses, asked};
use crate::{AppError, Asking, deed::COMMAND_LINE, reading::sha256};

impl Analyses {
    /// What makes the study of a demonstration: part of the unit of whoever makes the demonstration.
    ///
    /// # Errors
    /// `NotFound` where the programme has no such outline.
    pub(crate) fn invented(&self, asking: &Asking, told: &DemoAnalysis) -> Result<Unit, AppError> {
        let outline = asking.programme.programme.outline(told.exam.as_str()).ok_or(AppError::NotFound)?;
        let new = NewAnalysis {
            id: self.mint.id(asking.at),
            exam: told.exam.clone(),
            title: told.title.clone(),
            asked: asked::written(&asked::of(outline))?,
            invented: true,
            made_by: COMMAND_LINE.to_owned(),
            closes_on: told.closes_on,
        };
        let mut unit = Unit::from(analysis::made(&new, asking.ms()));
        for expert in &told.experts {
            let asked = NewExpert {
                id: self.mint.id(asking.at),
                analysis: new.id,
                name: expert.name.clone(),
                about: expert.about.clone(),
                token_hash: sha256(self.token().as_bytes()),
            };
            unit.run(analysis::invited(&asked, asking.ms()));
            for (task, [importance, frequency]) in &expert.ratings {
                let rating = NewRating {
                    task: task.clone(),
                    points: Some((*importance, *frequency)),
                    remark: expert.remarks.get(task).cloned().unwrap_or_default(),
                };
                unit.run(analysis::rated(asked.id, &rating, asking.ms()));
            }
        }
        Ok(unit)
    }
}
