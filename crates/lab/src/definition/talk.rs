//! The brief as a dialogue, and the plan: before the first command.
//!
//! Both are plain data with a plain rule. Asking is never punished; a plan is held against the faults that
//! its author foresaw, so that each choice is answered by what it costs or misses.

/// The customer's situation, told by somebody who can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabBrief {
    /// A person of the customer.
    pub who: String,
    /// What they do there.
    pub role: String,
    /// What they say first.
    pub opening: String,
    /// What they can be asked, in any order.
    pub questions: Vec<BriefQuestion>,
}

/// A question that may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BriefQuestion {
    /// In the sitting: `changed`.
    pub id: String,
    /// As it is asked.
    pub ask: String,
    /// What is answered.
    pub answer: String,
    /// What is known from then on; empty where the answer leads nowhere.
    pub note: String,
}

/// What was asked, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefAnswer<'a> {
    /// The question.
    pub question: &'a BriefQuestion,
    /// Its number in the talk, from 1.
    pub turn: usize,
}

impl LabBrief {
    /// The talk so far: what was asked, each once, in the order of asking.
    #[must_use]
    pub fn talk(&self, asked: &[&str]) -> Vec<BriefAnswer<'_>> {
        let mut talk: Vec<BriefAnswer<'_>> = Vec::new();
        for id in asked {
            let found = self.questions.iter().find(|question| question.id == *id);
            let Some(question) = found.filter(|one| talk.iter().all(|said| said.question.id != one.id))
            else {
                continue;
            };
            talk.push(BriefAnswer { question, turn: talk.len() + 1 });
        }
        talk
    }

    /// What is known after it.
    #[must_use]
    pub fn notes(&self, asked: &[&str]) -> Vec<&str> {
        let talk = self.talk(asked);
        talk.iter().map(|said| said.question.note.as_str()).filter(|note| !note.is_empty()).collect()
    }
}

/// Cards to choose and to order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabPlan {
    /// Five or six.
    pub cards: Vec<PlanCard>,
    /// What plans get wrong, and what is said of it.
    pub faults: Vec<PlanFault>,
    /// Plans that hold, as their author knows them; others may hold as well.
    pub good: Vec<Vec<String>>,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanCard {
    /// In the sitting: `nat`.
    pub id: String,
    /// What would be done.
    pub text: String,
    /// What it takes and brings.
    pub about: String,
}

/// Something that a plan gets wrong: all that is named must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanFault {
    /// Cards that the plan has, all of them.
    pub has: Vec<String>,
    /// Cards that it lacks, all of them.
    pub lacks: Vec<String>,
    /// The first of these two stands after the second.
    pub order: Vec<String>,
    /// What it costs or misses.
    pub say: String,
    /// Whether the plan holds all the same, and this is only advice.
    pub advice: bool,
}

/// What is said of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSaid<'a> {
    /// Whether it holds.
    pub holds: bool,
    /// What it gets wrong, or could do better.
    pub says: Vec<&'a str>,
}

impl LabPlan {
    /// What is said of these cards in this order.
    #[must_use]
    pub fn judge(&self, chosen: &[&str]) -> PlanSaid<'_> {
        let fitting: Vec<&PlanFault> = self.faults.iter().filter(|fault| fault.fits(chosen)).collect();
        PlanSaid {
            holds: !chosen.is_empty() && fitting.iter().all(|fault| fault.advice),
            says: fitting.iter().map(|fault| fault.say.as_str()).collect(),
        }
    }
}

impl PlanFault {
    fn fits(&self, chosen: &[&str]) -> bool {
        let place = |card: &String| chosen.iter().position(|one| one == card);
        let order = match self.order.as_slice() {
            [first, then] => matches!((place(first), place(then)), (Some(a), Some(b)) if a > b),
            _ => true,
        };
        order
            && self.has.iter().all(|card| place(card).is_some())
            && self.lacks.iter().all(|card| place(card).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_told_what_it_misses_and_a_second_good_one_holds() {
        let fault = |has: &[&str], lacks: &[&str], order: &[&str], say: &str, advice| PlanFault {
            has: has.iter().map(|card| (*card).to_owned()).collect(),
            lacks: lacks.iter().map(|card| (*card).to_owned()).collect(),
            order: order.iter().map(|card| (*card).to_owned()).collect(),
            say: say.to_owned(),
            advice,
        };
        let faults = vec![
            fault(&["public"], &[], &[], "breaks a promise", false),
            fault(&[], &["nat"], &[], "no way out", false),
            fault(&[], &[], &["nat", "acl"], "the gateway first: it takes two minutes", true),
        ];
        let plan = LabPlan { faults, ..LabPlan::default() };
        assert!(plan.judge(&["nat", "acl"]).holds);
        let other = plan.judge(&["acl", "nat"]);
        assert!(other.holds && other.says.len() == 1);
        assert_eq!(plan.judge(&["public"]).says, ["breaks a promise", "no way out"]);
        assert!(!plan.judge(&["public", "nat"]).holds && !plan.judge(&[]).holds);
    }

    #[test]
    fn a_question_is_answered_once_and_leaves_its_note() {
        let question = |id: &str, note: &str| BriefQuestion {
            id: id.to_owned(),
            note: note.to_owned(),
            ..BriefQuestion::default()
        };
        let questions = vec![question("a", "known"), question("b", "")];
        let brief = LabBrief { questions, ..LabBrief::default() };
        let talk = brief.talk(&["b", "a", "b", "c"]);
        assert_eq!(talk.iter().map(|said| said.question.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(brief.notes(&["b", "a"]), ["known"]);
    }
}
