//! What goes through the socket: one errand there, one end of it back.

use serde::{Deserialize, Serialize};

use crate::{
    errand::{Errand, KeptWords},
    outcome::{Failure, Found},
};

/// Bytes of a history beside an errand: more than a hundred thousand events, and held in memory whole.
pub const BESIDE_BYTES_MAX: usize = 16 << 20;
/// Bytes of the errand itself: names, a reason, a password.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// Bytes of a message there.
pub const MESSAGE_BYTES_MAX: usize = HEAD_BYTES_MAX + BESIDE_BYTES_MAX;
/// Bytes of the answer: a list of roles at most.
pub const ANSWER_BYTES_MAX: usize = 16 << 20;

/// Both ends are the same program: what goes through the socket has no other promise.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The first line of a message; what is beside the errand follows it.
#[derive(Serialize, Deserialize)]
struct MessageHead {
    assay: String,
    errand: serde_json::Value,
}

/// Writes an errand as a message.
///
/// # Errors
/// None that happens: everything in it is text.
pub fn message(errand: &Errand, beside: &[u8]) -> Result<Vec<u8>, Failure> {
    let head = MessageHead { assay: VERSION.to_owned(), errand: serde_json::to_value(errand)? };
    let mut message = serde_json::to_vec(&head)?;
    message.push(b'\n');
    message.extend_from_slice(beside);
    Ok(message)
}

/// Reads a message: the errand, and what is beside it.
///
/// # Errors
/// It is too long, cut off, or of another program.
pub fn read_message(message: &[u8]) -> Result<(Errand, &[u8]), Failure> {
    if message.len() > MESSAGE_BYTES_MAX {
        return Err(Failure::unusable(
            format!("this is longer than a running server takes, {} MiB", BESIDE_BYTES_MAX >> 20),
            "record it in parts, or stop the server first",
        ));
    }
    let no_message =
        || Failure::unusable("this is no errand", "ask with the command line of the same release");
    let end = message.iter().position(|byte| *byte == b'\n').ok_or_else(no_message)?;
    let (head, rest) = message.split_at_checked(end).ok_or_else(no_message)?;
    let beside = rest.get(1..).unwrap_or_default();
    let head: MessageHead = serde_json::from_slice(head).map_err(|_| no_message())?;
    if head.assay != VERSION {
        return Err(Failure::unusable(
            format!("the server is Assay {VERSION}, and this is Assay {}", head.assay),
            "use the same release, or stop the server first",
        ));
    }
    Ok((serde_json::from_value(head.errand).map_err(|_| no_message())?, beside))
}

/// What came of an errand.
#[derive(Serialize, Deserialize)]
pub struct ErrandEnd {
    words: KeptWords,
    status: ErrandStatus,
}

#[derive(Serialize, Deserialize)]
enum ErrandStatus {
    Done,
    FoundWrong,
    Unusable { message: String, hint: String },
    WorldFailed(String),
}

impl ErrandEnd {
    /// How it ended, with what was said meanwhile.
    pub fn of(words: KeptWords, ended: Result<Found, Failure>) -> Self {
        let status = match ended {
            Ok(Found::Nothing) | Err(Failure::ReaderGone) => ErrandStatus::Done,
            Ok(Found::Wrong) => ErrandStatus::FoundWrong,
            Err(Failure::Unusable { message, hint }) => ErrandStatus::Unusable { message, hint },
            Err(Failure::World(error)) => ErrandStatus::WorldFailed(format!("{error:#}")),
        };
        ErrandEnd { words, status }
    }

    /// Says what was said, and ends as it ended.
    ///
    /// # Errors
    /// As it failed.
    pub fn told(self) -> Result<Found, Failure> {
        self.words.tell()?;
        match self.status {
            ErrandStatus::Done => Ok(Found::Nothing),
            ErrandStatus::FoundWrong => Ok(Found::Wrong),
            ErrandStatus::Unusable { message, hint } => Err(Failure::Unusable { message, hint }),
            ErrandStatus::WorldFailed(error) => Err(Failure::World(anyhow::anyhow!(error))),
        }
    }
}
