//! By what a question is known again, whatever it is called.

use crate::reading::sha256;

/// The same for two questions that say, ask and score the same: SHA-256 of what stands in the item.
pub(super) fn mark_of(item: &str) -> String {
    // The writer of QTI escapes `>` in attributes, so the first one ends the element's head.
    let head = item.find("<qti-assessment-item").and_then(|from| item.get(from..)).unwrap_or(item);
    let content = head.split_once('>').map_or(head, |(_, content)| content);
    sha256(content.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::mark_of;

    #[test]
    fn a_question_of_another_name_is_the_same_and_one_that_asks_something_else_is_not() {
        let item = |name: &str, asks: &str| {
            format!("<?xml?>\n<qti-assessment-item identifier=\"{name}\">\n{asks}</qti-assessment-item>")
        };
        assert_eq!(mark_of(&item("a", "<p>Why?</p>")), mark_of(&item("b&gt;", "<p>Why?</p>")));
        assert_ne!(mark_of(&item("a", "<p>Why?</p>")), mark_of(&item("a", "<p>How?</p>")));
    }
}
