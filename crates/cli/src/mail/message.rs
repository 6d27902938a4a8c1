//! A mail as it is written down, whichever way it leaves.

use assay_app::{Mail, NotSent};
use lettre::{
    Message,
    message::{
        Body, Mailbox, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

/// What may be written after `--mail`.
pub(super) const HOW: &str = "write smtps://USER:PASSWORD@HOST, smtp://HOST:587 or maildir:FOLDER";

/// Bytes of a line without its end (RFC 5322, 2.1.1).
const LINE_BYTES_MAX: usize = 998;

/// A mail as it is written down: plain text, and said to be from a program, so that no program answers
/// (RFC 3834, 5).
pub(super) fn message(
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
        // The library thinks lines of more than 76 letters too long for it; a link is one, and is not broken.
        Some(encoding) if text.lines().all(|line| line.len() <= LINE_BYTES_MAX) => {
            Body::dangerous_pre_encoded(text.into_bytes(), encoding)
        }
        Some(_) => return Err(NotSent::Never(format!("a line of the mail to {} is too long", mail.to))),
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
