//! What a candidate is told where a save or a hand-in is not accepted.

use assay_bank::ResponseError;
use assay_words::InEnglish;

use super::Refused;

#[test]
fn a_refusal_is_a_code_and_says_what_it_always_said() {
    let response = |error| Refused::Response(error);
    for (refused, text) in [
        (Refused::Closed, "this sitting is closed; its answers can no longer change"),
        (Refused::StaleSeq { current: 4 }, "a newer answer to this item is stored (change 4)"),
        (Refused::NoSuchItem, "this form has no such item"),
        (response(ResponseError::UnknownOption("Z".into())), "'Z' is not an option of this item"),
        (response(ResponseError::Repeated("A".into())), "option 'A' is chosen twice"),
        (response(ResponseError::TooMany(2)), "this item takes one answer, 2 were sent"),
        (response(ResponseError::TooLong(400)), "the text is too long: at most 400 characters are taken"),
        (Refused::Seq, "the change number must be 1 to 1000000"),
        (Refused::SeqTooFar { current: 7 }, "the change number may be at most 10000 above the stored one, 7"),
        (
            Refused::WriterElsewhere,
            "This exam is being written on another device. Nothing from this one was stored; to go on \
             here, choose 'Continue here'.",
        ),
        (
            Refused::TimeLeft { time_left_ms: 61_000 },
            "there is still time: 61000 ms are left on the server's clock, the only one that counts",
        ),
    ] {
        assert_eq!(refused.said().text(), text);
    }
}
