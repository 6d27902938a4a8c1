//! A platform without sockets in files: errands want the server stopped.

use std::{convert::Infallible, sync::Arc, time::Duration};

use assay_app::App;
use assay_store::DataPlace;
use tokio::sync::watch;

use crate::{
    errand::Errand,
    files::FileInWriting,
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
pub async fn ask(location: &DataPlace, errand: Errand, beside: &[u8]) -> Result<Found, Failure> {
    ask_into(location, errand, beside, None).await
}

/// The same, with a file that the server sends.
///
/// # Errors
/// Always.
pub async fn ask_into(
    _location: &DataPlace,
    _errand: Errand,
    _beside: &[u8],
    _file: Option<&mut FileInWriting>,
) -> Result<Found, Failure> {
    Err(Failure::unusable(
        "the data are in use by another Assay; stop that one first",
        "on this platform a running server takes no errands: it has no Unix sockets",
    ))
}
