//! What every handler has at hand.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use assay_app::{App, Asking};
use assay_kernel::Actor;

use crate::{
    markdown,
    rates::{Pace, Rates},
};

/// Texts that are kept as HTML: a bank of some thousand items, in the versions of a few years.
const TEXTS_MAX: usize = 50_000;

/// State of the web layer; cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// The application.
    pub app: Arc<App>,
    /// Stems and rationales as HTML.
    whole: Arc<Texts>,
    /// Options as HTML, without a paragraph around them.
    inline: Arc<Texts>,
    /// What each person who is signed in may change in a time.
    pub(crate) rates: Arc<Rates>,
}

impl Web {
    pub(crate) fn new(app: Arc<App>, pace: Pace) -> Self {
        Web {
            app,
            whole: Arc::new(Texts::new(markdown::render)),
            inline: Arc::new(Texts::new(markdown::render_inline)),
            rates: Arc::new(Rates::of(pace)),
        }
    }

    /// The asking of a request whose answer is the same for everybody.
    pub(crate) fn ask(&self) -> Asking {
        self.app.door.ask(Actor::Anonymous)
    }

    /// An item's stem as HTML.
    pub(crate) fn html(&self, text: &str) -> String {
        self.whole.html(text)
    }

    /// An option's text as HTML, without a paragraph around it.
    pub(crate) fn html_inline(&self, text: &str) -> String {
        self.inline.html(text)
    }
}

/// Texts as HTML, each made once: a form is delivered thousands of times.
struct Texts {
    make: fn(&str) -> String,
    made: RwLock<HashMap<String, String>>,
}

impl Texts {
    fn new(make: fn(&str) -> String) -> Self {
        Texts { make, made: RwLock::default() }
    }

    fn html(&self, text: &str) -> String {
        // Whoever panicked with the lock left a whole map behind: an entry is inserted in one step.
        if let Some(html) = self.made.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return html.clone();
        }
        let html = (self.make)(text);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        // Starting over is rare and costs one rendering each; what is in use comes back first.
        if made.len() >= TEXTS_MAX {
            made.clear();
        }
        made.insert(text.to_owned(), html.clone());
        html
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_text_of_a_later_version_is_made_once_too() {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let texts = Texts::new(|text| {
            MADE.fetch_add(1, Ordering::Relaxed);
            markdown::render_inline(text)
        });
        for _ in 0..3 {
            assert_eq!(texts.html("Use `aws`."), "Use <code>aws</code>.");
        }
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn no_stream_of_texts_fills_the_memory() {
        let texts = Texts::new(str::to_owned);
        for number in 0..TEXTS_MAX + 10 {
            texts.html(&number.to_string());
        }
        assert!(texts.made.read().unwrap().len() <= TEXTS_MAX);
        assert_eq!(texts.html("0"), "0", "what was dropped is made again");
    }
}
