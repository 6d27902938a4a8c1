//! A question in no format's words.
//!
//! All readers make one, and items are made of it.
//!
//! Worth is a share of the question's points: 1 is all of them, a half is half, less than 0 takes away.

use crate::tree::XmlNode;

/// What is asked and how it is scored.
#[derive(Debug, Default)]
pub(super) struct ForeignQuestion {
    /// What it is worth.
    pub(super) points: f64,
    /// The text as blocks, with marks where parts or gaps stand in it.
    pub(super) stem: Vec<XmlNode>,
    /// What is asked for, in order; nothing of a text alone.
    pub(super) parts: Vec<AskedPart>,
    /// What is said after a response.
    pub(super) feedback: ForeignFeedback,
    /// What a person who scores it reads.
    pub(super) rubric: Vec<XmlNode>,
}

/// What is said after a response, whichever it was; each empty where nothing is.
#[derive(Debug, Default)]
pub(super) struct ForeignFeedback {
    /// Always.
    pub(super) general: Vec<XmlNode>,
    /// For all points.
    pub(super) right: Vec<XmlNode>,
    /// For some points.
    pub(super) partly: Vec<XmlNode>,
    /// For none.
    pub(super) wrong: Vec<XmlNode>,
}

/// One place to answer.
#[derive(Debug)]
pub(super) struct AskedPart {
    /// Its share of the question's points.
    pub(super) share: f64,
    /// What is asked for.
    pub(super) asks: AskedKind,
}

impl AskedPart {
    /// The only part of a question.
    pub(super) fn only(asks: AskedKind) -> Vec<AskedPart> {
        vec![AskedPart { share: 1.0, asks }]
    }
}

/// What is asked for.
#[derive(Debug)]
pub(super) enum AskedKind {
    /// Choose from a list.
    Choice(AskedChoice),
    /// Write a word or a number.
    Entry(AskedEntry),
    /// Pair one with another.
    Pairs(AskedPairs),
    /// Put choices into the gaps of the stem: its marks are numbers of gaps.
    Gaps(Gaps),
    /// Put in order.
    Order(Order),
    /// Put choices on a picture.
    Picture(AskedPicture),
    /// Write a text that a person scores.
    Essay(Essay),
    /// Hand in a file that a person scores.
    Upload,
}

/// A list to choose from.
#[derive(Debug, Default)]
pub(super) struct AskedChoice {
    /// In the source's order.
    pub(super) options: Vec<Choosable>,
    /// Whether several may be chosen.
    pub(super) is_multiple: bool,
    /// Points only for exactly the options with a share above 0, and then all of them.
    pub(super) is_all_or_nothing: bool,
    /// How it looks.
    pub(super) look: ChoiceLook,
    /// Whether each candidate sees another order.
    pub(super) shuffle: bool,
    /// The word of the shared vocabulary for its labels.
    pub(super) labels: Option<&'static str>,
}

/// How a list to choose from looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ChoiceLook {
    /// One below the other.
    #[default]
    Down,
    /// Side by side.
    Across,
    /// Inside a line.
    Inline,
}

/// One option.
#[derive(Debug, Default)]
pub(super) struct Choosable {
    /// What is read.
    pub(super) content: Vec<XmlNode>,
    /// What choosing it is worth.
    pub(super) share: f64,
    /// What is said where it was chosen.
    pub(super) feedback: Vec<XmlNode>,
}

/// A word or a number to write.
#[derive(Debug, Default)]
pub(super) struct AskedEntry {
    /// Whether it is a number.
    pub(super) is_number: bool,
    /// The first that fits counts.
    pub(super) answers: Vec<KnownAnswer>,
}

/// One answer that the source knows.
#[derive(Debug)]
pub(super) struct KnownAnswer {
    /// What fits it.
    pub(super) key: AnswerKey,
    /// What it is worth.
    pub(super) share: f64,
    /// What is said where it fits.
    pub(super) feedback: Vec<XmlNode>,
}

/// What fits an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AnswerKey {
    /// A text.
    Text {
        /// As the author wrote it.
        text: String,
        /// Whether upper and lower case differ.
        is_cased: bool,
    },
    /// Texts with anything in between.
    Wild {
        /// What stands between the places for anything.
        pieces: Vec<String>,
        /// Whether upper and lower case differ.
        is_cased: bool,
    },
    /// A number, or one as near as that.
    Near {
        /// The number.
        value: f64,
        /// How far from it.
        tolerance: f64,
    },
    /// A number from one to another.
    Between {
        /// The least.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// Whatever was written.
    Anything,
}

/// What is paired with what.
#[derive(Debug, Default)]
pub(super) struct AskedPairs {
    /// What is asked about.
    pub(super) sources: Vec<Vec<XmlNode>>,
    /// What they are paired with.
    pub(super) targets: Vec<Vec<XmlNode>>,
    /// Source, target, share.
    pub(super) right: Vec<(usize, usize, f64)>,
    /// Whether each candidate sees another order.
    pub(super) shuffle: bool,
}

/// Choices for gaps.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// What is put.
    pub(super) choices: Vec<Puttable>,
    /// Where: the group, and the choice that is right.
    pub(super) gaps: Vec<(String, usize)>,
    /// Whether each candidate sees another order.
    pub(super) shuffle: bool,
}

/// A choice that is put somewhere.
#[derive(Debug, Default)]
pub(super) struct Puttable {
    /// What is read.
    pub(super) content: Vec<XmlNode>,
    /// It fits gaps of the same group; empty: all.
    pub(super) group: String,
    /// How often; 0 without a limit.
    pub(super) times: u32,
}

/// What is put in order; the options are in the right one.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// First to last.
    pub(super) options: Vec<Vec<XmlNode>>,
    /// Side by side.
    pub(super) is_across: bool,
    /// Points for each one in its place, instead of all or none.
    pub(super) is_by_place: bool,
}

/// Choices for areas of a picture.
#[derive(Debug, Default)]
pub(super) struct AskedPicture {
    /// The picture's name among the media.
    pub(super) source: String,
    /// What is put; a picture's name among the media, or words.
    pub(super) choices: Vec<Puttable>,
    /// Where, in pixels: left, top, right, bottom; the group; the choice that is right.
    pub(super) areas: Vec<([i64; 4], String, usize)>,
    /// Pixels of the picture.
    pub(super) size: (u32, u32),
}

/// A text to write.
#[derive(Debug, Default)]
pub(super) struct Essay {
    /// `plain`, `preformatted` or `xhtml`.
    pub(super) format: &'static str,
    /// Lines, about.
    pub(super) lines: Option<u32>,
    /// What stands there at first.
    pub(super) template: Option<String>,
}

/// A share of a percentage as people write thirds: `33.33333` is a third.
pub(super) fn share(percent: f64) -> f64 {
    let share = percent / 100.0;
    for parts in [3.0, 6.0, 7.0, 9.0, 11.0, 12.0, 13.0, 14.0, 15.0] {
        let near = (share * parts).round() / parts;
        // Sources write five to seven digits; two digits of a third are no third.
        if (near - share).abs() < 6e-7 {
            return near;
        }
    }
    clean(share)
}

/// A number without the last bits that sums of decimals leave.
pub(super) fn clean(value: f64) -> f64 {
    let rounded = (value * 1e10).round() / 1e10;
    if (rounded - value).abs() < 1e-14 { rounded } else { value }
}

/// A number as text.
pub(super) fn number_text(value: f64) -> String {
    clean(value).to_string()
}

/// A number as people of any country write it: a comma may stand for the point.
pub(super) fn number_of(text: &str) -> Option<f64> {
    let text: String = text.trim().chars().filter(|letter| *letter != ' ').collect();
    let text = if text.contains('.') { text } else { text.replacen(',', ".", 1) };
    let is_number = text.contains(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || "+-.eE".contains(letter));
    text.parse().ok().filter(|value: &f64| is_number && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_of_five_digits_is_the_third_that_was_meant() {
        assert_eq!(share(33.33333), 1.0 / 3.0);
        assert_eq!(share(33.33333) * 3.0, 1.0);
        assert_eq!(share(-66.66667), -2.0 / 3.0);
        assert_eq!(share(14.28571), 1.0 / 7.0);
        assert_eq!((share(33.3), share(50.0), share(33.0)), (0.333, 0.5, 0.33));
    }

    #[test]
    fn a_number_has_a_point_or_a_comma() {
        assert_eq!(number_of(" 1,5 "), Some(1.5));
        assert_eq!(number_of("-2.5e3"), Some(-2500.0));
        assert_eq!(
            (number_of("1.2,3"), number_of("inf"), number_of("e"), number_of("")),
            (None, None, None, None)
        );
    }
}
