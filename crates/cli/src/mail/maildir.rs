//! Mail into a folder, as every mail program reads it: written into `tmp`, then moved into `new`
//! (<https://cr.yp.to/proto/maildir.html>). For demonstrations, for tests, and for a relay that fetches it.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use assay_app::{Clock, KeptMail, Mail, NotSent, Post, Sending};
use assay_kernel::Instant;
use base64::prelude::{BASE64_STANDARD, Engine};
use lettre::message::{Mailbox, header::ContentTransferEncoding};

use super::message::message;
use crate::world::SystemClock;

/// Mails that a page shows.
const SHOWN_MAX: usize = 50;
/// Bytes of one that are read.
const BYTES_MAX: u64 = 64 * 1024;

/// A folder of mails.
pub(super) struct Maildir {
    folder: PathBuf,
    from: Mailbox,
}

impl Maildir {
    /// Makes the folder, where it is not there yet.
    pub(super) fn at(folder: PathBuf, from: Mailbox) -> io::Result<Self> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(folder.join(part))?;
        }
        Ok(Maildir { folder, from })
    }
}

/// Moves a whole mail into `new`, durable before it is there.
fn deliver(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let (before, after) = (folder.join("tmp").join(name), folder.join("new").join(name));
    let mut file = File::create(&before)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&before, &after)?;
    File::open(folder.join("new"))?.sync_all()
}

impl Post for Maildir {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            let message = message(mail, &self.from, Some(ContentTransferEncoding::EightBit))?;
            let id: String =
                mail.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            let name = format!("{}.{id}", SystemClock.now().as_millisecond());
            let (folder, bytes) = (self.folder.clone(), message.formatted());
            let delivered = tokio::task::spawn_blocking(move || deliver(&folder, &name, &bytes)).await;
            let later = |error: &dyn std::fmt::Display| {
                NotSent::Later(format!("{} accepts no mail ({error})", self.folder.display()))
            };
            delivered.map_err(|error| later(&error))?.map_err(|error| later(&error))
        })
    }

    fn kept(&self) -> Vec<KeptMail> {
        let mut found = Vec::new();
        for part in ["new", "cur"] {
            let files = fs::read_dir(self.folder.join(part)).into_iter().flatten().flatten();
            found.extend(files.filter_map(|file| {
                let name = file.file_name();
                let ms = name.to_str()?.split('.').next()?.parse().ok()?;
                Some((Instant::from_millisecond(ms).ok()?, file.path()))
            }));
        }
        found.sort();
        found.into_iter().rev().take(SHOWN_MAX).filter_map(|(at, path)| read(at, &path).ok()).collect()
    }
}

fn read(sent_at: Instant, path: &Path) -> io::Result<KeptMail> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
    let whole = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    let (head, text) = whole.split_once("\n\n").unwrap_or((&whole, ""));
    // A long header goes on in the next line, after a blank (RFC 5322, 2.2.3).
    let head = head.replace("\n ", " ").replace("\n\t", " ");
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map_or(String::new(), |(_, value)| plain(value.trim()))
    };
    let id = header("Message-ID").trim_matches(['<', '>']).to_owned();
    let mail = Mail { id, to: header("To"), subject: header("Subject"), text: text.to_owned() };
    Ok(KeptMail { sent_at, mail })
}

/// A header's words: those outside ASCII are written in base64 (RFC 2047, 4.1).
fn plain(value: &str) -> String {
    let word = |word: &str| {
        let inner = word.strip_prefix("=?utf-8?b?")?.strip_suffix("?=")?;
        String::from_utf8(BASE64_STANDARD.decode(inner).ok()?).ok()
    };
    let mut text = String::new();
    let mut after_encoded = false;
    for part in value.split(' ') {
        let decoded = word(part);
        // Between two encoded words the blank is none (RFC 2047, 6.2).
        let is_one_word = after_encoded && decoded.is_some();
        if !(text.is_empty() || is_one_word) {
            text.push(' ');
        }
        after_encoded = decoded.is_some();
        text.push_str(decoded.as_deref().unwrap_or(part));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_mail_in_a_folder_reads_as_it_was_sent_and_none_is_half_there() {
        let folder = tempfile::tempdir().unwrap();
        let maildir =
            Maildir::at(folder.path().into(), "Körper <certs@example.org>".parse().unwrap()).unwrap();
        let mail = Mail {
            id: "0123.1@certs.example.org".into(),
            to: "noor@example.org".into(),
            subject: "Anmelden bei der Prüfstelle für Wolken, Betrieb und alles, was dazugehört".into(),
            // As long as real ones are, which is longer than what the library would leave as it is.
            text: format!(
                "Hello Nøør,\n\nhttps://certs.example.org/claim/{}\n\n-- \nThe body\n",
                "0f".repeat(32)
            ),
        };
        maildir.send(&mail).await.unwrap();
        let kept = maildir.kept();
        assert_eq!(kept.len(), 1);
        assert_eq!(
            Mail { text: kept[0].mail.text.trim_end().into(), ..kept[0].mail.clone() },
            Mail { text: mail.text.trim_end().into(), ..mail.clone() }
        );
        assert_eq!(fs::read_dir(folder.path().join("tmp")).unwrap().count(), 0);
        let nobody = maildir.send(&Mail { to: "nobody at all".into(), ..mail.clone() }).await;
        assert!(matches!(nobody, Err(NotSent::Never(_))), "{nobody:?}");
        let endless = maildir.send(&Mail { text: "0".repeat(999), ..mail }).await;
        assert!(matches!(endless, Err(NotSent::Never(_))), "{endless:?}");
    }
}
