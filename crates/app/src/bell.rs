//! Rings when something was committed that has consequences, so that nobody waits for the next round.

use std::sync::Arc;

use tokio::sync::watch;

/// Rings when there is something to be done; everybody who listens hears it.
#[derive(Clone)]
pub(crate) struct Bell(Arc<watch::Sender<()>>);

impl Default for Bell {
    fn default() -> Self {
        Bell(Arc::new(watch::Sender::new(())))
    }
}

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    /// From now on every ring is heard, one that comes while nobody waits included.
    pub(crate) fn listen(&self) -> Heard {
        Heard(self.0.subscribe())
    }
}

/// An ear for the bell.
pub(crate) struct Heard(watch::Receiver<()>);

impl Heard {
    /// Waits for the next ring.
    pub(crate) async fn heard(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left to ring it.
            std::future::pending::<()>().await;
        }
    }
}
