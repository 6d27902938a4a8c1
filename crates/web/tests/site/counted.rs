//! What a page reads from the store, by name.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use tracing::{
    Event,
    field::{Field, Visit},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{
    Registry,
    layer::{Context, Layer, SubscriberExt},
};

/// Under this the store says which statement it reads by.
const READS: &str = "assay_store::read";

/// The names of the statements that this thread read by since it was last asked.
///
/// Tests run on one thread, with all that they begin.
pub struct Reads {
    names: Names,
    _listening: DefaultGuard,
}

#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<String>>>);

impl Reads {
    /// Listens from now on.
    pub fn listen() -> Self {
        let names = Names::default();
        let listening = tracing::subscriber::set_default(Registry::default().with(names.clone()));
        Reads { names, _listening: listening }
    }

    /// What was read by since it was last asked, in the order of reading.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.names.0.lock().unwrap())
    }
}

impl<S: tracing::Subscriber> Layer<S> for Names {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() == READS {
            event.record(&mut Statement(self));
        }
    }
}

struct Statement<'a>(&'a Names);

impl Visit for Statement<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "statement" {
            self.0.0.lock().unwrap().push(value.to_owned());
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn Debug) {}
}
