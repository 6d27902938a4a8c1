//! The server's end: one errand after the other, while it serves.

use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use assay_app::App;
use assay_store::DataPlace;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    sync::watch,
};

use super::{
    place::{must_be_ours, own_account, socket_of},
    wire::{ErrandEnd, MESSAGE_BYTES_MAX, read_message},
};
use crate::{
    errand::{KeptWords, Outlet, Telling},
    outcome::Failure,
    rim,
};

/// How long a message or an answer may take; it goes from memory to memory.
const MESSAGE_TIME_MAX: Duration = Duration::from_secs(30);
/// How long nothing is accepted after accepting failed, as where no file is free.
const PAUSE: Duration = Duration::from_secs(1);

/// A socket that takes errands.
pub struct Listening {
    listener: UnixListener,
    path: PathBuf,
}

impl Listening {
    /// Begins to listen beside these data, which this process has to itself: what lies there was left by one
    /// that crashed. Where it cannot, that is said, and the server goes on without.
    pub fn begin(location: &DataPlace) -> Option<Listening> {
        let path = socket_of(location)?;
        match bind(&path) {
            Ok(listener) => Some(Listening { listener, path }),
            Err(error) => {
                let shown = path.display();
                rim::say(format_args!(
                    "warning: {shown} cannot be made ({error}); `record` and `admin` want the server stopped"
                ));
                None
            }
        }
    }

    /// Does what it is asked until the server stops, and no longer than `grace` after that.
    pub async fn run(self, app: Arc<App>, stopped: watch::Receiver<bool>, grace: Duration) {
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop(&stopped) => break,
                accepted = self.listener.accept() => accepted,
            };
            let done = match accepted {
                Ok((stream, _)) => answer(&app, stream, &stopped, grace).await,
                Err(error) => {
                    tokio::time::sleep(PAUSE).await;
                    Err(error)
                }
            };
            if let Err(error) = done {
                tracing::warn!(%error, "an errand was not answered");
            }
        }
        // Who comes later is told that nobody serves. If it cannot be removed, the next server replaces it.
        let _ = fs::remove_file(&self.path);
    }
}

/// A socket under another name, closed to others, that then takes the place of one that was left behind.
fn bind(path: &PathBuf) -> io::Result<UnixListener> {
    must_be_ours(path)?;
    let fresh = path.with_extension("new");
    if let Err(error) = fs::remove_file(&fresh)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let listener = UnixListener::bind(&fresh)?;
    fs::set_permissions(&fresh, Permissions::from_mode(0o600))?;
    fs::rename(&fresh, path)?;
    Ok(listener)
}

async fn stop(stopped: &watch::Receiver<bool>) {
    // An error means that nobody can send any more: then there is nothing to wait for either.
    let _ = stopped.clone().wait_for(|stopped| *stopped).await;
}

/// Takes one errand, does it and tells what came of it. One that has not come whole when the server stops is
/// not begun.
async fn answer(
    app: &App,
    mut stream: UnixStream,
    stopped: &watch::Receiver<bool>,
    grace: Duration,
) -> io::Result<()> {
    let (asker, own) = (stream.peer_cred()?.uid(), own_account());
    if asker != own {
        let text = format!("this server runs under account {own}, and you are {asker}");
        let refused = Failure::unusable(text, "run the command under the account of the server");
        return tell(&mut stream, ErrandEnd::of(KeptWords::default(), Err(refused))).await;
    }
    let mut message = Vec::new();
    let mut limited = (&mut stream).take(MESSAGE_BYTES_MAX as u64 + 1);
    tokio::select! {
        biased;
        () = stop(stopped) => return Ok(()),
        read = tokio::time::timeout(MESSAGE_TIME_MAX, limited.read_to_end(&mut message)) => read??,
    };
    let mut telling = Telling::Kept(KeptWords::default());
    let ended = match read_message(&message) {
        Ok((errand, beside)) => {
            let overdue = async {
                stop(stopped).await;
                tokio::time::sleep(grace).await;
            };
            let mut outlet = Outlet::There(&mut stream);
            tokio::select! {
                biased;
                ended = errand.run(app, beside, &mut outlet, &mut telling) => ended,
                () = overdue => Err(cut_off()),
            }
        }
        Err(refused) => Err(refused),
    };
    let words = match telling {
        Telling::Kept(words) => words,
        Telling::Here => KeptWords::default(),
    };
    tell(&mut stream, ErrandEnd::of(words, ended)).await
}

async fn tell(stream: &mut UnixStream, end: ErrandEnd) -> io::Result<()> {
    let answer = serde_json::to_vec(&end)?;
    let telling = async {
        stream.write_all(&answer).await?;
        stream.shutdown().await
    };
    tokio::time::timeout(MESSAGE_TIME_MAX, telling).await?
}

/// What was committed until then is whole; the rest was not begun.
fn cut_off() -> Failure {
    Failure::World(anyhow::anyhow!(
        "the server was stopped before all of it was done. Run the same command again: what is on record is \
         not recorded twice"
    ))
}
