//! Rings when something was committed that has consequences, so that nobody waits for the next round.

use std::sync::Arc;

use tokio::sync::Notify;

/// Rings when there is something to be done.
#[derive(Clone, Default)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for the next ring.
    pub(crate) async fn heard(&self) {
        self.0.notified().await;
    }
}
