//! What is said, in English.
//!
//! The pure crates decide and say a code with arguments; whoever shows it to people makes a sentence of it
//! here. Nothing is stored or compared in these words.
//!
//! ```
//! use assay_kernel::{Said, date};
//! use assay_words::InEnglish;
//! let said = Said::of("end.moved").with("from", date(2027, 3, 10)).with("to", date(2030, 3, 10));
//! assert_eq!(said.text(), "The last valid day moves from 10 March 2027 to 10 March 2030");
//! ```

mod english;
mod outline;
mod pattern;
mod plan;
mod told;

use assay_kernel::{Date, Said};

pub use outline::outline_diff_text;
pub use plan::plan_text;
pub use told::{Tell, Told};

/// What is said, as people read it.
pub trait InEnglish {
    /// The sentence, or sentences.
    fn text(&self) -> String;
    /// Its headline; only what stands in lists and letters has one.
    fn title(&self) -> String;
}

impl InEnglish for Said {
    fn text(&self) -> String {
        let mut text = String::new();
        pattern::say(&mut text, self);
        text
    }

    fn title(&self) -> String {
        let mut title = String::new();
        pattern::headline(&mut title, self);
        title
    }
}

/// A day as sentences name it: `29 September 2025`.
pub fn day(day: Date) -> String {
    let mut text = String::new();
    pattern::day(&mut text, day);
    text
}

/// Every code there are words for.
pub fn codes() -> impl Iterator<Item = &'static str> {
    english::codes()
}
