//! A run of practice: how it asks, and what it is about.

use serde::{Deserialize, Serialize};

/// How a run asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    /// A set from its first to its last question, each explained once it is answered.
    Set,
    /// The first look: a set whose answers are explained at the end.
    Pretest,
    /// New questions, each explained once it is answered.
    Learn,
    /// New questions against the clock, explained at the end; answers may be changed until then.
    Timed,
    /// The final practice exam, in the exam's client and against its clock.
    Final,
    /// Questions that somebody chose themself.
    Custom,
    /// Questions that were answered wrong.
    Wrong,
    /// Questions that come back on a day, as their schedule says.
    Review,
    /// Questions that come back, all at once and outside the schedule.
    Cram,
}

impl RunMode {
    /// All there are.
    pub const ALL: [RunMode; 9] = [
        RunMode::Set,
        RunMode::Pretest,
        RunMode::Learn,
        RunMode::Timed,
        RunMode::Final,
        RunMode::Custom,
        RunMode::Wrong,
        RunMode::Review,
        RunMode::Cram,
    ];

    /// Its word in rows and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            RunMode::Set => "set",
            RunMode::Pretest => "pretest",
            RunMode::Learn => "learn",
            RunMode::Timed => "timed",
            RunMode::Final => "final",
            RunMode::Custom => "custom",
            RunMode::Wrong => "wrong",
            RunMode::Review => "review",
            RunMode::Cram => "cram",
        }
    }

    /// The mode with a word; none of any other.
    pub fn of(word: &str) -> Option<RunMode> {
        RunMode::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// Whether an answer is explained at once: then the first is the only one.
    pub fn tells_at_once(self) -> bool {
        !matches!(self, RunMode::Pretest | RunMode::Timed | RunMode::Final)
    }

    /// Whether its answers move the day on which a question comes back.
    pub fn is_graded(self) -> bool {
        self != RunMode::Cram
    }

    /// Which items it asks; none of a mode that leaves the choice.
    pub fn asks(self) -> Option<Which> {
        match self {
            RunMode::Wrong => Some(Which::Wrong),
            RunMode::Review => Some(Which::Due),
            RunMode::Cram => Some(Which::Card),
            _ => None,
        }
    }
}

/// Which items of a scope are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// Those that were never shown.
    #[default]
    New,
    /// Those whose latest answer is wrong.
    Wrong,
    /// Whatever there is, new ones first.
    Any,
    /// Those that come back on the day.
    Due,
    /// Those that come back on any day, what is known least first.
    Card,
}

impl Which {
    /// The choice with a word of a form; none of any other.
    ///
    /// What comes back has modes of its own.
    pub fn of(word: &str) -> Option<Which> {
        match word {
            "" | "new" => Some(Which::New),
            "wrong" => Some(Which::Wrong),
            "any" => Some(Which::Any),
            _ => None,
        }
    }
}

/// What a run is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunScope {
    /// A set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// A part of the outline: a domain, task or skill by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Which of them.
    pub which: Which,
    /// How many are wanted.
    pub count: usize,
}

impl RunScope {
    /// Whether an item with a task and a skill belongs to it.
    pub fn has(&self, task: &str, skill: Option<&str>) -> bool {
        let Some(part) = &self.part else { return true };
        let within = |number: &str| {
            number.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        within(task) || skill.is_some_and(within)
    }
}

/// How sure somebody is of an answer, as they say before it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Sure.
    Sure,
    /// Unsure.
    Unsure,
    /// Guessing.
    Guessing,
}

impl Sure {
    /// All there are, in the order of a page.
    pub const ALL: [Sure; 3] = [Sure::Sure, Sure::Unsure, Sure::Guessing];

    /// Its word in rows and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Sure::Sure => "sure",
            Sure::Unsure => "unsure",
            Sure::Guessing => "guessing",
        }
    }

    /// What a word says; none of any other.
    pub fn of(word: &str) -> Option<Sure> {
        Sure::ALL.into_iter().find(|sure| sure.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_outline_holds_what_lies_below_it() {
        let part = |part: &str| RunScope { part: Some(part.into()), ..RunScope::default() };
        for (scope, task, skill, is_in) in [
            (RunScope::default(), "5.1", None, true),
            (part("5"), "5.1", Some("5.1.2"), true),
            (part("5.1"), "5.1", None, true),
            (part("5.1.2"), "5.1", Some("5.1.2"), true),
            (part("5.1.2"), "5.1", Some("5.1.20"), false),
            (part("5.1.2"), "5.1", None, false),
            (part("1"), "10.1", None, false),
        ] {
            assert_eq!(scope.has(task, skill), is_in, "{scope:?} {task} {skill:?}");
        }
    }

    #[test]
    fn words_read_back() {
        assert!(RunMode::ALL.iter().all(|mode| RunMode::of(mode.as_str()) == Some(*mode)));
        assert!(Sure::ALL.iter().all(|sure| Sure::of(sure.as_str()) == Some(*sure)));
        assert_eq!((RunMode::of("exam"), Sure::of("very"), Which::of("old")), (None, None, None));
    }
}
