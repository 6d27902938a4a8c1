//! Who answered items before they saw the key, in a sentence: of a bank, and of one item.

use assay_app::SecondReads;
use maud::{Markup, html};

use crate::pages::list::grouped;

/// What stands on every page of a bank. It says of a machine's answers that nobody replaced them by a review.
pub(super) fn of_bank(reads: SecondReads) -> Markup {
    html! { p class="muted small" { (bank_words(reads)) } }
}

fn bank_words(reads: SecondReads) -> String {
    if reads.are_by_machine_alone() {
        return "Second answers by machine; no person has reviewed this bank.".to_owned();
    }
    if reads == SecondReads::default() {
        return "Nobody is recorded to have answered its items before seeing the key.".to_owned();
    }
    format!("Items that were answered before their key was seen: {}.", parts(reads).join(", "))
}

/// What an item's facts say of it.
pub(super) fn of_item(reads: SecondReads) -> String {
    let told = parts(reads);
    if told.is_empty() { "none is known".to_owned() } else { told.join(", ") }
}

fn parts(reads: SecondReads) -> Vec<String> {
    let parts = [
        (reads.here, "by a person here"),
        (reads.people, "by a person, as the records say"),
        (reads.machines, "by a machine, as the records say"),
    ];
    let told = parts.iter().filter(|(many, _)| *many > 0);
    told.map(|(many, words)| format!("{} {words}", grouped(*many))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_that_machines_alone_answered_says_so_until_a_person_did() {
        let machines = SecondReads { machines: 200, ..SecondReads::default() };
        assert_eq!(bank_words(machines), "Second answers by machine; no person has reviewed this bank.");
        for reads in [SecondReads { here: 1, ..machines }, SecondReads { people: 1, ..machines }] {
            assert!(bank_words(reads).contains("200 by a machine"), "{}", bank_words(reads));
            assert!(!bank_words(reads).contains("no person"));
        }
        assert!(!bank_words(SecondReads::default()).contains("machine"));
        assert_eq!(
            of_item(SecondReads { machines: 1, ..SecondReads::default() }),
            "1 by a machine, as the records say"
        );
        assert_eq!(of_item(SecondReads::default()), "none is known");
    }
}
