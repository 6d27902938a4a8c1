//! The command's end: an errand is handed to the server that has the data.

use std::{io, path::Path};

use assay_store::DataPlace;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

use super::{
    place::{SOCKETS, own_account, socket_of},
    wire::{ANSWER_BYTES_MAX, ErrandEnd, message},
};
use crate::{
    errand::{Errand, PART, PART_BYTES_MAX},
    files::FileInWriting,
    outcome::{Failure, Found},
};

/// Has an errand done by the server of these data, and tells what came of it.
///
/// # Errors
/// Nobody takes it, or as it failed there.
pub async fn ask(location: &DataPlace, errand: Errand, beside: &[u8]) -> Result<Found, Failure> {
    ask_into(location, errand, beside, None).await
}

/// The same, with a file that the server sends.
///
/// # Errors
/// As above, or the file cannot be written.
pub async fn ask_into(
    location: &DataPlace,
    errand: Errand,
    beside: &[u8],
    file: Option<&mut FileInWriting>,
) -> Result<Found, Failure> {
    let Some(path) = socket_of(location) else {
        return Err(Failure::unusable(
            in_use(location),
            format!("or name a folder in {SOCKETS} for both, and start the server again"),
        ));
    };
    let mut stream =
        UnixStream::connect(&path).await.map_err(|error| nobody_there(location, &path, &error))?;
    must_be_own(&stream)?;
    let message = message(&errand, beside)?;
    let mut answer = Vec::new();
    let exchange = async {
        // A server that refuses does not read on; why, stands in its answer.
        let sent = stream.write_all(&message).await;
        let ended = match sent {
            Ok(()) => stream.shutdown().await,
            Err(error) => Err(error),
        };
        let unwritten = parts(&mut stream, file, &mut answer).await?;
        let read = (&mut stream).take(ANSWER_BYTES_MAX as u64).read_to_end(&mut answer).await;
        read.and(ended.map(|()| unwritten))
    };
    let exchanged: io::Result<Option<Failure>> = exchange.await;
    if let Ok(Some(failure)) = exchanged {
        return Err(failure);
    }
    let end: Option<ErrandEnd> = serde_json::from_slice(&answer).ok();
    match (end, exchanged) {
        (Some(end), _) => end.told(),
        (None, Err(error)) => Err(Failure::world(UNANSWERED, error)),
        (None, Ok(_)) => Err(Failure::World(anyhow::anyhow!(UNANSWERED))),
    }
}

/// Takes the parts of a file that come before the end of the answer, of which the first byte is kept; why the
/// file could not be written, if so.
async fn parts(
    stream: &mut UnixStream,
    mut file: Option<&mut FileInWriting>,
    answer: &mut Vec<u8>,
) -> io::Result<Option<Failure>> {
    let mut part = Vec::new();
    loop {
        let first = stream.read_u8().await?;
        if first != PART {
            answer.push(first);
            return Ok(None);
        }
        let bytes = stream.read_u32_le().await? as usize;
        let Some(file) = file.as_mut().filter(|_| bytes <= PART_BYTES_MAX) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        part.resize(bytes, 0);
        stream.read_exact(&mut part).await?;
        if let Err(failure) = file.add(&part) {
            return Ok(Some(failure));
        }
    }
}

/// Said where the server went away: whether the last of it was done is not known here.
const UNANSWERED: &str = "the server ended before it answered. What was done is whole, and the rest was not \
    begun: see, or run the same command again; what is on record is not recorded twice";

fn in_use(location: &DataPlace) -> String {
    let shown = match location {
        DataPlace::Folder(folder) => folder.display().to_string(),
        // Its address may hold a password.
        DataPlace::Postgres(_) => "the database".to_owned(),
    };
    format!("{shown} is in use by another Assay; stop that one first")
}

fn nobody_there(location: &DataPlace, path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    let hint = match (error.kind(), location) {
        (io::ErrorKind::PermissionDenied, _) => {
            "or run the command under the account of the server".to_owned()
        }
        // The socket is called after the address as it is written.
        (io::ErrorKind::NotFound, DataPlace::Postgres(_)) => format!(
            "or write --data letter by letter as the server has it, and {SOCKETS} too: {path} is not there"
        ),
        _ => format!("it takes nothing through {path}: {error}"),
    };
    Failure::unusable(in_use(location), hint)
}

/// A password is told to nobody but one's own server.
fn must_be_own(stream: &UnixStream) -> Result<(), Failure> {
    let server = stream.peer_cred().map_err(|error| Failure::world("whose server it is", error))?.uid();
    match own_account() {
        own if own == server => Ok(()),
        own => Err(Failure::unusable(
            format!("the server runs under account {server}, and you are {own}"),
            "run the command under the account of the server",
        )),
    }
}
