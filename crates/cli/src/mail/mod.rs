//! How mail leaves: over SMTP, into a folder, or not at all.
//!
//! Looked at: `mail-send` and `mail-builder` (no pool, a TLS stack of their own choice); `sendmail` as a
//! program (its answer says only that it was taken into a queue of its own).

mod maildir;
mod message;
mod smtp;

use std::{path::PathBuf, sync::Arc};

use assay_app::Post;
use clap::Args;
use lettre::message::Mailbox;

use self::{maildir::Maildir, message::HOW, smtp::Smtp};
use crate::outcome::Failure;

/// The settings in the environment: an SMTP address holds a password, which has no place in a list of
/// processes.
const MAIL: &str = "ASSAY_MAIL";
const MAIL_FROM: &str = "ASSAY_MAIL_FROM";
/// Who mails are from that leave no machine.
const NOBODY: &str = "Assay <no-reply@localhost>";

/// How mail leaves.
#[derive(Debug, Default, Args)]
pub struct MailArgs {
    /// How mail leaves: smtps://USER:PASSWORD@HOST, smtp://HOST:587 or maildir:DIR; better in ASSAY_MAIL
    #[arg(long, value_name = "URL|maildir:DIR")]
    mail: Option<String>,
    /// Whom mails are from, like "Certifications <certs@example.org>"; ASSAY_MAIL_FROM says it too
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
}

impl MailArgs {
    /// The way out for mail; none where nothing was said. Called in the runtime: connections are kept there.
    ///
    /// # Errors
    /// What was said cannot be used.
    pub fn post(&self) -> Result<Option<Arc<dyn Post>>, Failure> {
        let Some(place) = said(self.mail.as_deref(), MAIL) else {
            return match said(self.mail_from.as_deref(), MAIL_FROM) {
                Some(_) if self.mail_from.is_some() => {
                    Err(Failure::unusable("--mail-from without --mail: nothing would be mailed", HOW))
                }
                _ => Ok(None),
            };
        };
        let from = said(self.mail_from.as_deref(), MAIL_FROM);
        if let Some(folder) = place.strip_prefix("maildir:") {
            if folder.is_empty() {
                return Err(Failure::unusable("`maildir:` names no folder", HOW));
            }
            let from = mailbox(from.as_deref().unwrap_or(NOBODY))?;
            return Ok(Some(into_folder(PathBuf::from(folder), from)?));
        }
        let Some(from) = from else {
            return Err(Failure::unusable(
                "mails need a sender",
                "say who: --mail-from \"Certifications <certs@example.org>\"",
            ));
        };
        Ok(Some(Arc::new(Smtp::to(&place, mailbox(&from)?)?)))
    }
}

/// A demonstration's mail: it lies in a folder, and on a page.
///
/// # Errors
/// The folder cannot be made.
pub fn demonstrated(folder: PathBuf) -> Result<Arc<dyn Post>, Failure> {
    into_folder(folder, mailbox(NOBODY)?)
}

fn into_folder(folder: PathBuf, from: Mailbox) -> Result<Arc<dyn Post>, Failure> {
    let context = format!("{} cannot be a folder for mail", folder.display());
    let maildir = Maildir::at(folder, from).map_err(|error| Failure::world(context, error))?;
    Ok(Arc::new(maildir))
}

fn said(argument: Option<&str>, variable: &str) -> Option<String> {
    let said = argument.map(str::to_owned).or_else(|| std::env::var(variable).ok());
    said.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn mailbox(text: &str) -> Result<Mailbox, Failure> {
    text.parse().map_err(|error| {
        Failure::unusable(
            format!("`{text}` cannot send mails: {error}"),
            "write --mail-from \"Certifications <certs@example.org>\"",
        )
    })
}
