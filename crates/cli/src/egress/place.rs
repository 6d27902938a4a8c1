//! A place by its address, taken apart once: what opens it is kept apart from what may be said.

use std::{fmt, net::IpAddr};

use base64::{Engine, engine::general_purpose::STANDARD};

/// Letters of an address, at most: longer ones are a slip.
const ADDRESS_CHARS_MAX: usize = 2_000;

/// A place that is asked by HTTP.
pub struct HttpPlace {
    pub(super) is_tls: bool,
    pub(super) host: String,
    pub(super) port: u16,
    /// Begins with a slash or is empty, and ends with none.
    pub(super) path: String,
    /// What opens it, as the header has it.
    pub(super) basic: Option<String>,
}

impl fmt::Debug for HttpPlace {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Place").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl HttpPlace {
    /// Reads `https://KEY:SECRET@HOST/PATH`.
    ///
    /// # Errors
    /// It cannot be asked; in words without the address, which may hold a secret.
    pub fn read(address: &str) -> Result<HttpPlace, String> {
        if address.len() > ADDRESS_CHARS_MAX || address.chars().any(|letter| !letter.is_ascii_graphic()) {
            return Err("it has letters that no address has, or too many".to_owned());
        }
        let (scheme, rest) = address.split_once("://").ok_or("it has no scheme")?;
        let is_tls = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err("it begins with neither `https://` nor `http://`".to_owned()),
        };
        if rest.contains(['?', '#']) {
            return Err("it has a question mark or a number sign".to_owned());
        }
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (user, server) = match authority.rsplit_once('@') {
            Some((user, server)) => (Some(user), server),
            None => (None, authority),
        };
        let (host, port) = host_and_port(server, if is_tls { 443 } else { 80 })?;
        if !is_tls && !is_here(&host) {
            return Err("it is asked without encryption, and is not on this machine".to_owned());
        }
        let basic = user.map(basic).transpose()?;
        Ok(HttpPlace { is_tls, host, port, path: path.trim_end_matches('/').to_owned(), basic })
    }

    /// Host and port, as a request names them.
    pub(super) fn authority(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }
}

fn host_and_port(server: &str, usual: u16) -> Result<(String, u16), String> {
    let (host, port) = match server.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or("its address has no closing bracket")?;
            (host, after.strip_prefix(':'))
        }
        None => match server.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (server, None),
        },
    };
    let port = match port {
        Some(port) => port.parse().map_err(|_| "its port is no number")?,
        None => usual,
    };
    match host.is_empty() {
        true => Err("it names no host".to_owned()),
        false => Ok((host.to_owned(), port)),
    }
}

/// The header of RFC 7617; what cannot stand in an address is written there as its bytes.
fn basic(user: &str) -> Result<String, String> {
    let (key, secret) = user.split_once(':').ok_or("before `@` write KEY:SECRET")?;
    let plain = [unescaped(key)?, b":".to_vec(), unescaped(secret)?].concat();
    Ok(format!("Basic {}", STANDARD.encode(plain)))
}

fn unescaped(text: &str) -> Result<Vec<u8>, String> {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err("behind a percent sign stand two digits of a byte".to_owned());
        };
        bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
    }
    Ok(bytes)
}

/// Whether a host is on this machine: nobody listens in between.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused_without_its_secret() {
        let place = HttpPlace::read("https://key:se%40cret@lrs.example.org/xapi/").unwrap();
        assert_eq!((place.host.as_str(), place.port, place.path.as_str()), ("lrs.example.org", 443, "/xapi"));
        assert_eq!(place.basic.as_deref(), Some("Basic a2V5OnNlQGNyZXQ="));
        assert!(!format!("{place:?}").contains("a2V5"), "nothing that opens it is printed");
        let here = HttpPlace::read("http://[::1]:8081").unwrap();
        assert_eq!((here.authority().as_str(), here.path.as_str()), ("[::1]:8081", ""));
        for bad in [
            "lrs.example.org/xapi",
            "ftp://secret@lrs.example.org",
            "http://key:secret@lrs.example.org/xapi",
            "https://secret@lrs.example.org/xapi",
            "https://key:secret@/xapi",
            "https://key:secret@h:x/xapi",
            "https://key:se%4secret@h/xapi",
            "https://key:secret@h/xapi?statementId=1",
            "https://key:secret@h/xapi\r\nsecret: 1",
        ] {
            let why = HttpPlace::read(bad).unwrap_err();
            assert!(!why.contains("secret"), "{bad}: {why}");
        }
    }
}
