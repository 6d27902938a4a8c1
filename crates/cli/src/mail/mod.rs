//! How mail leaves: over SMTP, into a folder, or not at all.
//!
//! Looked at: `mail-send` and `mail-builder` (no pool, a TLS stack of their own choice); `sendmail` as a
//! program (its answer says only that it was taken into a queue of its own).

mod maildir;
mod smtp;

use std::{path::PathBuf, sync::Arc};

use assay_app::{Mail, NotSent, Post};
use clap::Args;
use lettre::{
    Message,
    message::{
        Body, Mailbox, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use self::{maildir::Maildir, smtp::Smtp};
use crate::outcome::Failure;

/// The settings in the environment: an address of SMTP holds a password, which has no place in a list of
/// processes.
const MAIL: &str = "ASSAY_MAIL";
const MAIL_FROM: &str = "ASSAY_MAIL_FROM";
/// Who mails are from that leave no machine.
const NOBODY: &str = "Assay <no-reply@localhost>";
const HOW: &str = "write smtps://USER:PASSWORD@HOST, smtp://HOST:587 or maildir:FOLDER";

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
                "mails need somebody whom they are from",
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
            format!("`{text}` is nobody whom mails can be from: {error}"),
            "write --mail-from \"Certifications <certs@example.org>\"",
        )
    })
}

/// A mail as it is written down: plain text, and said to be from a program, so that no program answers
/// (RFC 3834, 5).
fn message(
    mail: &Mail,
    from: &Mailbox,
    encoding: Option<ContentTransferEncoding>,
) -> Result<Message, NotSent> {
    let never = |error: &dyn std::fmt::Display| NotSent::Never(format!("{} gets no mail: {error}", mail.to));
    let to: Mailbox = mail.to.parse().map_err(|error: lettre::address::AddressError| never(&error))?;
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let text = mail.text.replace('\n', "\r\n");
    let body = match encoding {
        None => Body::new(text),
        Some(encoding) => Body::new_with_encoding(text, encoding)
            .map_err(|_| NotSent::Never(format!("a line of the mail to {} is too long", mail.to)))?,
    };
    let built = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&mail.subject)
        .message_id(Some(format!("<{}>", mail.id)))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body));
    built.map_err(|error| never(&error))
}
