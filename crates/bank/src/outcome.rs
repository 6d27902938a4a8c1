//! From an answer to its outcome: by the item's own rules, and by nothing else.

use std::collections::BTreeMap;

use assay_qti::{
    process::{GivenResponse, ItemSession, ProcessLimits, SeededChance, SessionItem},
    value::{Scalar, Value},
};

use crate::{
    answer::{Responses, to_responses},
    item::{BankItem, ItemModel},
};

/// The outcome that says how good an answer is (QTI 3.0, 2.2.1).
const SCORE: &str = "SCORE";
/// Sums of points are not exact: two scores nearer to each other than this are the same.
const SAME_SCORE: f64 = 1e-9;

/// What came of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemOutcome {
    /// The item's `SCORE`.
    pub score: f64,
    /// Whether it is the whole score: all that counts here is all or nothing.
    pub is_right: bool,
}

/// The seed of one item of a sitting.
///
/// It decides what a template draws and in which order choices stand.
pub fn item_seed(sitting: u64, position: u32) -> u64 {
    SeededChance::new(sitting, u64::from(position)).next_u64()
}

impl BankItem {
    /// What comes of an answer.
    ///
    /// An answer that the item cannot take is worth nothing, as is none at all. `seed` is that of
    /// [`item_seed`].
    pub fn outcome(&self, seed: u64, answer: &[String]) -> ItemOutcome {
        let session = self.answered(seed, answer);
        let score = session.as_ref().and_then(score_of).unwrap_or_default();
        let is_right = session.is_some() && self.model().full.is_some_and(|full| score >= full - SAME_SCORE);
        ItemOutcome { score, is_right }
    }

    /// Whether an answer is right.
    pub fn is_right(&self, seed: u64, answer: &[String]) -> bool {
        self.outcome(seed, answer).is_right
    }

    /// The score of a right answer.
    pub fn full(&self) -> Option<f64> {
        self.model().full
    }

    /// The right answer, where the item names one.
    pub fn key(&self, seed: u64) -> Responses {
        self.model().key(seed)
    }

    /// A session before its answer; none where its rules come to no end.
    pub(crate) fn session(&self, seed: u64) -> Option<ItemSession<'_>> {
        self.model().session(seed)
    }

    /// A session after its answer; none where the item cannot take it.
    pub(crate) fn answered(&self, seed: u64, answer: &[String]) -> Option<ItemSession<'_>> {
        self.accepts(answer).ok()?;
        let responses = to_responses(&self.variables(), answer).ok()?;
        let subject = SessionItem::of(&self.model().item, &self.model().rules);
        ItemSession::answered(subject, seed, ProcessLimits::default(), &given(responses)).ok()
    }
}

impl ItemModel {
    fn key(&self, seed: u64) -> Responses {
        let session = self.session(seed);
        let correct = |name: &str| {
            let value = session.as_ref().and_then(|session| session.correct(name)).unwrap_or(&Value::Null);
            value.scalars().iter().map(Scalar::lexical).collect()
        };
        let names = self.interactions.iter().map(|one| one.response_identifier.as_str());
        names.map(|name| (name.to_owned(), correct(name))).collect()
    }

    fn session(&self, seed: u64) -> Option<ItemSession<'_>> {
        let subject = SessionItem::of(&self.item, &self.rules);
        ItemSession::begin(subject, seed, ProcessLimits::default()).ok()
    }

    /// What the author says is the highest score, else what the right answer gets.
    pub(crate) fn full_score(&self) -> Option<f64> {
        let mut outcomes = self.item.declarations.outcomes.iter();
        let declared = outcomes.find(|one| one.variable.identifier == SCORE)?;
        // Without rules nothing is ever scored, whatever the highest score would be.
        self.rules.response.as_ref()?;
        let by_key = || {
            let mut session = self.session(0)?;
            session.respond(&given(self.key(0)), None).ok()?;
            score_of(&session)
        };
        declared.normal_maximum.or_else(by_key).filter(|full| *full > SAME_SCORE)
    }
}

fn given(responses: Responses) -> BTreeMap<String, GivenResponse> {
    responses.into_iter().map(|(name, values)| (name, GivenResponse::Texts(values))).collect()
}

fn score_of(session: &ItemSession<'_>) -> Option<f64> {
    session.value(SCORE)?.scalars().first()?.number()
}
