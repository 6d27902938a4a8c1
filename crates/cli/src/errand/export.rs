//! Everything of a body is written into a file, or sent to whoever writes it.

use std::time::Duration;

use assay_app::{App, AppError, Asking, ExportWanted};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::telling::Telling;
use crate::{
    files::FileInWriting,
    outcome::{Failure, Found},
    rim,
};

/// What goes before a part of a file in an answer; an answer's end is JSON and begins with `{`.
pub const PART: u8 = 1;
/// Bytes of one part.
pub const PART_BYTES_MAX: usize = 1 << 20;
/// How long whoever asked may take for one part.
const PART_TIME_MAX: Duration = Duration::from_secs(60);

/// Where the bytes of a file go.
pub enum Outlet<'o> {
    /// To a file here.
    Here(&'o mut FileInWriting),
    /// To whoever asked.
    There(&'o mut (dyn AsyncWrite + Unpin + Send)),
    /// Nowhere: the errand sends none.
    Nowhere,
}

impl Outlet<'_> {
    /// Takes bytes of the file.
    ///
    /// # Errors
    /// Nobody takes them, or the disk took no more.
    pub(super) async fn take(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Outlet::Here(file) => file.add(bytes),
            Outlet::There(stream) => {
                for part in bytes.chunks(PART_BYTES_MAX) {
                    let sent = tokio::time::timeout(PART_TIME_MAX, send(stream, part)).await;
                    let gone = |error| Failure::world("whoever asked takes no more", error);
                    sent.map_err(|_| gone(std::io::ErrorKind::TimedOut.into()))?.map_err(gone)?;
                }
                Ok(())
            }
            Outlet::Nowhere => Err(Failure::unusable("a file was made and nobody takes it", "")),
        }
    }
}

async fn send(stream: &mut (dyn AsyncWrite + Unpin + Send), part: &[u8]) -> std::io::Result<()> {
    let bytes = u32::try_from(part.len()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
    stream.write_u8(PART).await?;
    stream.write_u32_le(bytes).await?;
    stream.write_all(part).await
}

/// Writes the file that is asked for.
///
/// # Errors
/// It cannot be had so, or the store or the file failed; what was written is no whole file then.
pub async fn exported(
    app: &App,
    asking: &Asking,
    wanted: &ExportWanted,
    outlet: &mut Outlet<'_>,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let mut parts = app.sittings.export(asking, wanted).await.map_err(unwanted)?;
    let progress = telling.progress("written", parts.count);
    while let Some(bytes) = parts.next().await.map_err(unwanted)? {
        outlet.take(&bytes).await?;
        progress.at(parts.done);
    }
    drop(progress);
    let counted: Vec<String> = parts.counted.iter().map(|(word, many)| rim::count(*many, word)).collect();
    telling.say(format_args!("{}: {}", wanted.kind.as_str(), counted.join(", ")));
    for note in &parts.notes {
        telling.say(format_args!("note: {note}"));
    }
    Ok(Found::Nothing)
}

/// What is wrong with what was asked for.
pub(super) fn unwanted(error: AppError) -> Failure {
    match error {
        AppError::Invalid(faults) => {
            let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
            Failure::unusable(texts.join(" "), "")
        }
        other => other.into(),
    }
}
