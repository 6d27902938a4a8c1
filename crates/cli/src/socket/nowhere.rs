//! A platform without sockets in files: errands want the server stopped.

use std::{convert::Infallible, sync::Arc, time::Duration};

use assay_app::App;
use assay_store::DataPlace;
use tokio::sync::watch;

use crate::{
    errand::Errand,
    outcome::{Failure, Found},
};

/// Nothing listens here.
pub struct NoListening(Infallible);

impl NoListening {
    /// Nothing listens here.
    pub fn begin(_location: &DataPlace) -> Option<NoListening> {
        None
    }

    /// Nothing listens here.
    pub async fn run(self, _app: Arc<App>, _stopped: watch::Receiver<bool>, _grace: Duration) {
        match self.0 {}
    }
}

/// Nobody takes an errand here.
///
/// # Errors
/// Always.
pub async fn ask(_location: &DataPlace, _errand: Errand, _beside: &[u8]) -> Result<Found, Failure> {
    Err(Failure::unusable(
        "the data are in use by another Assay; stop that one first",
        "on this platform a running server takes no errands: it has no Unix sockets",
    ))
}
