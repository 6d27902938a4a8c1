//! What every handler has at hand.

use std::{collections::HashMap, num::NonZeroU32, sync::Arc};

use assay_app::App;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::markdown;

/// Attempts to sign in or up, per address and minute: a person needs a few, a guesser many.
const ATTEMPTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// State of the web layer; cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// The application.
    pub app: Arc<App>,
    /// Item texts as HTML, made once: a form is delivered thousands of times.
    pub rendered: Arc<HashMap<String, String>>,
    /// Attempts to sign in by address.
    pub attempts: Arc<DefaultKeyedRateLimiter<std::net::IpAddr>>,
}

impl Web {
    pub(crate) fn new(app: Arc<App>) -> Self {
        let mut rendered = HashMap::new();
        let loaded = app.loaded();
        for item in loaded.bank.values().chain(loaded.pool.values()) {
            rendered.insert(item.stem.clone(), markdown::render(&item.stem));
            for option in &item.options {
                rendered.insert(option.text.clone(), markdown::render_inline(&option.text));
            }
        }
        let quota = Quota::per_minute(ATTEMPTS_PER_MINUTE);
        Web { app, rendered: Arc::new(rendered), attempts: Arc::new(RateLimiter::keyed(quota)) }
    }

    /// An item's text as HTML.
    pub(crate) fn html(&self, text: &str) -> String {
        self.rendered.get(text).cloned().unwrap_or_else(|| markdown::render(text))
    }
}
