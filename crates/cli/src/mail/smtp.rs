//! Mail over SMTP: to a server that takes it on (RFC 5321), encrypted unless it is on this machine.

use std::time::Duration;

use assay_app::{Mail, NotSent, Post, Sending};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox, transport::smtp::Error};

use super::message::{HOW, message};
use crate::outcome::Failure;

/// A server that says nothing for so long will not take it; the job has a minute.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Answers that are about us and not about the mail: it may leave once that is mended (RFC 4954, 6).
const OURS: [u16; 5] = [454, 530, 534, 535, 538];

/// A server that takes mail on.
pub(super) struct Smtp {
    from: Mailbox,
    /// Its name, without the password.
    host: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// Reads an address; nobody is asked yet.
    pub(super) fn to(url: &str, from: Mailbox) -> Result<Self, Failure> {
        // What is wrong with it is said without it: it may hold a password.
        let wrong = |why: &str| Failure::unusable(format!("--mail cannot be used: {why}"), HOW);
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("it has no scheme"))?;
        if !matches!(scheme, "smtp" | "smtps") {
            return Err(wrong(&format!("`{scheme}` is not known")));
        }
        let (server, query) = rest.split_once('?').map_or((rest, ""), |(server, query)| (server, query));
        let host = server.rsplit('@').next().unwrap_or_default().trim_end_matches('/');
        let plain = match query {
            "" => is_here(host),
            "tls=none" => true,
            "tls=required" => false,
            _ => return Err(wrong("after `?` write `tls=none` or `tls=required`")),
        };
        if host.is_empty() {
            return Err(wrong("it names no server"));
        }
        let url = match (scheme, plain) {
            ("smtp", false) => format!("smtp://{server}?tls=required"),
            (scheme, _) => format!("{scheme}://{server}"),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url);
        let builder = builder.map_err(|error| wrong(&error.to_string()))?;
        Ok(Smtp { from, host: host.to_owned(), transport: builder.timeout(Some(TIMEOUT)).build() })
    }

    fn told(&self, error: &Error) -> NotSent {
        let (host, status) = (&self.host, error.status().map(u16::from));
        match status {
            Some(code) if OURS.contains(&code) => {
                NotSent::Later(format!("{host} refuses the sign-in; check user and password ({error})"))
            }
            Some(_) if error.is_permanent() => NotSent::Never(format!("{host} refuses this mail ({error})")),
            Some(_) => NotSent::Later(format!("{host} does not accept it now ({error})")),
            None if error.is_tls() => {
                NotSent::Later(format!("{host} offers no encrypted connection ({error})"))
            }
            None => NotSent::Later(format!("{host} does not answer as a mail server does ({error})")),
        }
    }
}

/// Whether a server is on this machine: nobody listens in between.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Post for Smtp {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            let message = message(mail, &self.from, None)?;
            self.transport.send(message).await.map(drop).map_err(|error| self.told(&error))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_of_smtp_is_read_or_refused_without_its_password() {
        let from: Mailbox = "certs@example.org".parse().unwrap();
        for good in [
            "smtps://user:secret@mail.example.org",
            "smtp://mail.example.org",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:2525",
            "smtp://mail.example.org:25?tls=none",
        ] {
            assert!(Smtp::to(good, from.clone()).is_ok(), "{good}");
        }
        for bad in [
            "mail.example.org",
            "http://a.example",
            "smtp://",
            "smtp://u:secret@h?tls=maybe",
            "smtp://u:secret@h:x",
        ] {
            match Smtp::to(bad, from.clone()) {
                Err(Failure::Unusable { message, .. }) => assert!(!message.contains("secret"), "{message}"),
                _ => panic!("{bad} is taken"),
            }
        }
        assert!(is_here("localhost:25") && is_here("[::1]:25") && !is_here("mail.example.org"));
    }
}
