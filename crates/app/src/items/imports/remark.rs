//! Kinds of remarks on questions, in a few words.

use assay_kernel::Said;
use assay_words::InEnglish;

/// What is remarked: the code of the remark behind `remark.`.
const KINDS: &[&str] = &[
    "remark.active-media",
    "remark.base-type",
    "remark.cardinality",
    "remark.case",
    "remark.custom",
    "remark.extension",
    "remark.foreign-address",
    "remark.foreign-changed",
    "remark.foreign-incomplete",
    "remark.foreign-kind",
    "remark.foreign-left-out",
    "remark.foreign-limit",
    "remark.foreign-markup",
    "remark.foreign-media",
    "remark.foreign-script",
    "remark.foreign-syntax",
    "remark.foreign-tex",
    "remark.import-large",
    "remark.import-more",
    "remark.import-no-question",
    "remark.missing-attribute",
    "remark.missing-element",
    "remark.missing-file",
    "remark.name",
    "remark.namespace",
    "remark.not-shown",
    "remark.order",
    "remark.stray-text",
    "remark.template",
    "remark.unknown-attribute",
    "remark.unknown-element",
    "remark.unsupported",
    "remark.value",
    "remark.xml",
];

/// A kind of remark in a few words; of one that this release does not know, its code.
pub(super) fn words_of(code: &str) -> String {
    let kind = KINDS.iter().find(|kind| kind.strip_prefix("remark.") == Some(code));
    kind.map_or_else(|| code.to_owned(), |kind| Said::of(kind).text())
}

#[cfg(test)]
mod tests {
    use assay_qti::{foreign, remark::codes};

    use super::words_of;

    #[test]
    fn every_kind_of_remark_has_words() {
        let foreign = [
            foreign::codes::KIND,
            foreign::codes::LEFT_OUT,
            foreign::codes::CHANGED,
            foreign::codes::MARKUP,
            foreign::codes::SCRIPT,
            foreign::codes::MEDIA,
            foreign::codes::ADDRESS,
            foreign::codes::TEX,
            foreign::codes::INCOMPLETE,
            foreign::codes::SYNTAX,
            foreign::codes::LIMIT,
        ];
        let others = [codes::UNSUPPORTED, codes::MISSING_FILE, codes::ACTIVE_MEDIA];
        for code in codes::ALL.into_iter().chain(foreign).chain(others) {
            assert_ne!(words_of(code), code);
        }
        assert_eq!(words_of("of-another-release"), "of-another-release");
    }
}
