//! Files that strangers hand in: a turn first, then the body (finding F9).
//!
//! What waits for its turn is a connection and no more; its body stays in the network. So the memory is that
//! of the few who are being read, however many come.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::fault::Fault;

/// A baked picture with its form around it.
pub const UPLOAD_BYTES_MAX: usize = 5 * 1024 * 1024;
/// A file of questions; as the application takes it.
pub const QUESTIONS_BYTES_MAX: usize = assay_app::FILE_BYTES_MAX;
/// A field that is no file: a credential's JSON at most; the verifier reads no more either.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// An upload that is not longer is a text with its form around it.
const SMALL_BYTES_MAX: u64 = 320 * 1024;
/// Uploads read at once: each takes three times its size while it is checked.
static LARGE: Semaphore = Semaphore::const_new(4);
/// Texts read at once.
static SMALL: Semaphore = Semaphore::const_new(24);
/// Files of questions read at once: each takes three times its size until it is stored.
static QUESTIONS: Semaphore = Semaphore::const_new(1);
/// How long a file of questions may take: within the time of a request.
const QUESTIONS_TIME_MAX: Duration = Duration::from_secs(25);
/// How long somebody waits for their turn before they are asked to come again.
const TURN_TIME_MAX: Duration = Duration::from_secs(8);
/// How long an upload may take; 5 MB in this time are 3 Mbit/s.
const UPLOAD_TIME_MAX: Duration = Duration::from_secs(12);
/// Whoever stops sending for so long gives the turn to the next.
const STALL_TIME_MAX: Duration = Duration::from_secs(3);
/// How long the rest of a refused body is read and thrown away, so that the refusal can be read.
const DRAIN_TIME_MAX: Duration = Duration::from_secs(3);

/// The fields of an upload, and the turn that keeps its memory within bounds: hold both together.
pub struct Upload {
    /// By name, in their order.
    pub fields: Vec<(String, Bytes)>,
    /// What the file is called where it comes from.
    pub file_name: Option<String>,
    /// Given back with the fields.
    pub turn: SemaphorePermit<'static>,
}

/// Waits for a turn, then reads the form.
///
/// # Errors
/// Too large, too slow, or too many at once; what was sent is thrown away.
pub async fn receive(request: Request) -> Result<Upload, Fault> {
    let length = length_of(&request);
    // A body of unknown length may be a large one.
    let turns = if length.is_some_and(|length| length <= SMALL_BYTES_MAX) { &SMALL } else { &LARGE };
    receive_in(request, length, turns, UPLOAD_BYTES_MAX, UPLOAD_TIME_MAX).await
}

/// The same for a file of questions, which may be longer; one at a time.
///
/// # Errors
/// As above.
pub async fn receive_questions(request: Request) -> Result<Upload, Fault> {
    let length = length_of(&request);
    let turns = if length.is_some_and(|length| length <= SMALL_BYTES_MAX) { &SMALL } else { &QUESTIONS };
    receive_in(request, length, turns, QUESTIONS_BYTES_MAX, QUESTIONS_TIME_MAX).await
}

fn length_of(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok())
}

async fn receive_in(
    request: Request,
    length: Option<u64>,
    turns: &'static Semaphore,
    bytes_max: usize,
    time_max: Duration,
) -> Result<Upload, Fault> {
    if length.is_some_and(|length| length > bytes_max as u64) {
        drain(request).await;
        return Err(Fault::too_large());
    }
    let Ok(Ok(turn)) = timeout(TURN_TIME_MAX, turns.acquire()).await else {
        drain(request).await;
        return Err(Fault::busy(TURN_TIME_MAX));
    };
    let form = Multipart::from_request(request, &()).await;
    let form = form.map_err(|_| Fault::bad_request("the form is sent as multipart/form-data"))?;
    match timeout(time_max, read(form, bytes_max)).await {
        Ok(read) => {
            let (fields, file_name) = read?;
            Ok(Upload { fields, file_name, turn })
        }
        Err(_elapsed) => Err(Fault::too_slow()),
    }
}

/// The fields, and what the file is called.
type ReadForm = (Vec<(String, Bytes)>, Option<String>);

async fn read(mut form: Multipart, bytes_max: usize) -> Result<ReadForm, Fault> {
    let stalled = |_elapsed| Fault::too_slow();
    let broken = |_error| Fault::too_large();
    let (mut fields, mut file_name) = (Vec::new(), None);
    while let Some(mut field) =
        timeout(STALL_TIME_MAX, form.next_field()).await.map_err(stalled)?.map_err(broken)?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let limit = if name == "file" { bytes_max } else { TEXT_BYTES_MAX };
        file_name = file_name.or(field.file_name().map(str::to_owned));
        let mut bytes: Vec<u8> = Vec::new();
        while let Some(part) =
            timeout(STALL_TIME_MAX, field.chunk()).await.map_err(stalled)?.map_err(broken)?
        {
            if bytes.len() + part.len() > limit {
                return Err(Fault::too_large());
            }
            bytes.extend_from_slice(&part);
        }
        fields.push((name, bytes.into()));
    }
    Ok((fields, file_name))
}

/// Reads what is on its way and keeps nothing of it: a connection that is closed on unread bytes is reset,
/// and the refusal is lost with it.
async fn drain(request: Request) {
    use std::{future::poll_fn, pin::Pin};

    use axum::body::HttpBody;
    let mut body = request.into_body();
    let mut left = UPLOAD_BYTES_MAX;
    let reading = async {
        while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    // Whoever sends more than that, or slower, is not waited for.
    let _ = timeout(DRAIN_TIME_MAX, reading).await;
}
