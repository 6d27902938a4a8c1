//! What every handler has at hand.

use std::sync::Arc;

use assay_app::{App, Asking};
use assay_kernel::Actor;

use crate::rates::{Pace, Rates};

/// State of the web layer; cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// The application.
    pub app: Arc<App>,
    /// What each person who is signed in may change in a time.
    pub(crate) rates: Arc<Rates>,
}

impl Web {
    pub(crate) fn new(app: Arc<App>, pace: Pace) -> Self {
        Web { app, rates: Arc::new(Rates::of(pace)) }
    }

    /// The asking of a request whose answer is the same for everybody.
    pub(crate) fn ask(&self) -> Asking {
        self.app.door.ask(Actor::Anonymous)
    }
}
