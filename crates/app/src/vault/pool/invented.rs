//! Answers of people who do not exist: a demonstration declares whether they are right, not what they are.

use assay_bank::{answer::from_responses, item_seed};

use super::Pool;

impl Pool {
    /// An answer to an item that is right, or one that is wrong.
    ///
    /// None where there is no such item, or it is of a kind that cannot be answered wrong by its options.
    pub(crate) fn invented(&self, id: &str, place: (u32, u64), is_right: bool) -> Option<Vec<String>> {
        let item = self.items.get(id)?;
        let (position, seed) = place;
        let variables = item.variables();
        let key = from_responses(&variables, &item.key(item_seed(seed, position)));
        if is_right {
            return self.is_right(id, place, &key).then_some(key);
        }
        // As many as are right, one of which is not.
        let options = item.options();
        let wrong = options.iter().find(|option| !option.is_right)?;
        let rest = key.into_iter().skip(1);
        let answer: Vec<String> = std::iter::once(wrong.value.clone()).chain(rest).collect();
        (item.accepts(&answer).is_ok() && !self.is_right(id, place, &answer)).then_some(answer)
    }
}
