//! What of a lesson goes to a reader: keys and rationales only with an answer.

use super::model::{Diagram, Incident, LessonBlock, LessonCheck};

/// A part of a lesson as a reader gets it.
#[derive(Clone, Debug, PartialEq)]
pub enum DeliveredBlock {
    /// Markdown.
    Text(String),
    /// A question.
    Check(DeliveredCheck),
    /// A picture.
    Diagram(Diagram),
    /// Something that went wrong.
    Incident(Incident),
}

/// A check before its answer: no field for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveredCheck {
    /// Its id.
    pub id: String,
    /// The skill that it is about.
    pub skill: String,
    /// What is asked, as Markdown.
    pub stem: String,
    /// Ids and texts of what can be chosen.
    pub options: Vec<(String, String)>,
    /// How many are chosen.
    pub choices: usize,
}

/// What is told of a check with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldCheck {
    /// Whether the answer is right.
    pub is_right: bool,
    /// Every option.
    pub options: Vec<ToldOption>,
    /// The address of the page that settles it.
    pub source: String,
}

/// What is told of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldOption {
    /// Its letter.
    pub id: String,
    /// Whether it was chosen.
    pub is_chosen: bool,
    /// Whether it is right.
    pub is_right: bool,
    /// Why it is right, or why it is wrong here.
    pub rationale: String,
}

impl DeliveredBlock {
    /// Of a block.
    pub fn of(block: &LessonBlock) -> DeliveredBlock {
        match block {
            LessonBlock::Text(text) => DeliveredBlock::Text(text.clone()),
            LessonBlock::Check(check) => DeliveredBlock::Check(DeliveredCheck::of(check)),
            LessonBlock::Diagram(diagram) => DeliveredBlock::Diagram(diagram.clone()),
            LessonBlock::Incident(incident) => DeliveredBlock::Incident(incident.clone()),
        }
    }
}

impl DeliveredCheck {
    /// Of a check.
    pub fn of(check: &LessonCheck) -> DeliveredCheck {
        DeliveredCheck {
            id: check.id.clone(),
            skill: check.skill.clone(),
            stem: check.stem.clone(),
            options: check.options.iter().map(|option| (option.id.clone(), option.text.clone())).collect(),
            choices: check.key.len(),
        }
    }
}

impl ToldCheck {
    /// Of a check that was answered.
    pub fn of(check: &LessonCheck, answer: &[String]) -> ToldCheck {
        let option = |option: &super::model::CheckOption| ToldOption {
            id: option.id.clone(),
            is_chosen: answer.contains(&option.id),
            is_right: check.key.contains(&option.id),
            rationale: option.rationale.clone(),
        };
        ToldCheck {
            is_right: check.is_right(answer),
            options: check.options.iter().map(option).collect(),
            source: check.source.clone(),
        }
    }
}
