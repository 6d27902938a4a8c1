//! Signature Version 4, verified by making it again.
//!
//! Compared in constant time. HMAC is fifteen lines over the SHA-256 of the workspace: the crate `hmac` in
//! the tree is of another major than its `sha2`. The provider's own signer was looked at; it signs only.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::http::Request;
use crate::{call::Fault, time};

/// How far a client's clock may be off; the provider allows as much.
pub const SKEW_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Headers that a signature may name: the provider's clients name six.
const SIGNED_HEADERS_MAX: usize = 64;

const UNSIGNED: &[&str] = &["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"];

/// What a verified signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The id of the key.
    pub key: String,
    /// The service as scopes call it: `monitoring`.
    pub service: String,
    /// The Region that the request is for.
    pub region: String,
}

struct Header<'a> {
    key: &'a str,
    day: &'a str,
    region: &'a str,
    service: &'a str,
    headers: Vec<&'a str>,
    signature: &'a str,
}

/// Who signed the request, by the secret that `secret` has for the id of a key.
///
/// # Errors
/// The signature is missing, malformed, too old, by an unknown key or not of this request.
pub fn verify<'a>(
    request: &Request,
    now: Timestamp,
    secret: impl FnOnce(&str) -> Option<&'a str>,
) -> Result<Signed, Fault> {
    let denied = |code: &str, message: &str| Fault { status: 403, ..Fault::sender(code, message) };
    let header = request.header("authorization");
    let header = header
        .ok_or_else(|| denied("MissingAuthenticationToken", "Request is missing Authentication Token"))?;
    let header = parsed(header).ok_or_else(|| {
        denied("IncompleteSignature", "The Authorization header is not one of Signature Version 4.")
    })?;
    let sent = request.header("x-amz-date").unwrap_or_default();
    let at = time::basic(sent)
        .filter(|_| sent.starts_with(header.day))
        .ok_or_else(|| denied("IncompleteSignature", "The date of the signature is missing or malformed."))?;
    if at.duration_since(now).abs() > SKEW_MAX {
        return Err(denied("RequestTimeTooSkewed", "The time of the request is more than five minutes off."));
    }
    let secret = secret(header.key).ok_or_else(|| {
        denied("InvalidClientTokenId", "The security token included in the request is invalid.")
    })?;
    let unlike = || {
        denied(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the one you provided.",
        )
    };
    let body = body_hash(request).ok_or_else(unlike)?;
    if !header.headers.contains(&"host") {
        return Err(unlike());
    }
    let again = signature(&canonical(request, &header, &body), &header, sent, secret);
    if !same(again.as_bytes(), header.signature.as_bytes()) {
        return Err(unlike());
    }
    let (service, region) = (header.service.to_owned(), header.region.to_owned());
    Ok(Signed { key: header.key.to_owned(), service, region })
}

fn parsed(header: &str) -> Option<Header<'_>> {
    let mut credential = None;
    let mut headers = Vec::new();
    let mut signature = None;
    for part in header.strip_prefix("AWS4-HMAC-SHA256")?.split(',') {
        match part.trim().split_once('=')? {
            ("Credential", value) => credential = Some(value),
            ("SignedHeaders", value) => headers = value.split(';').take(SIGNED_HEADERS_MAX).collect(),
            ("Signature", value) => signature = Some(value),
            _ => return None,
        }
    }
    let mut scope = credential?.split('/');
    let mut next = || scope.next().filter(|part| !part.is_empty());
    let (key, day, region, service, end) = (next()?, next()?, next()?, next()?, next()?);
    let header = Header { key, day, region, service, headers, signature: signature? };
    (end == "aws4_request" && scope.next().is_none()).then_some(header)
}

/// The hash that the signature is over, where it is the body's.
fn body_hash(request: &Request) -> Option<String> {
    let hash = hex(&Sha256::digest(&request.body));
    match request.header("x-amz-content-sha256") {
        Some(unsigned) if UNSIGNED.contains(&unsigned) => Some(unsigned.to_owned()),
        Some(said) if said != hash => None,
        _ => Some(hash),
    }
}

fn canonical(request: &Request, header: &Header<'_>, body: &str) -> String {
    let path = match (request.path.as_str(), header.service) {
        ("", _) => "/".to_owned(),
        // S3 alone signs the path as it is sent.
        (path, "s3") => path.to_owned(),
        (path, _) => path.split('/').map(encoded).collect::<Vec<_>>().join("/"),
    };
    let mut query: Vec<(String, String)> =
        form_urlencoded::parse(request.query.replace('+', "%2B").as_bytes())
            .map(|(name, value)| (encoded(&name), encoded(&value)))
            .collect();
    query.sort();
    let query: Vec<String> = query.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers = header.headers.iter().map(|name| {
        let values = request.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let values: Vec<String> =
            values.map(|(_, value)| value.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        format!("{name}:{}\n", values.join(","))
    });
    let headers: String = headers.collect();
    let (method, query, names) = (&request.method, query.join("&"), header.headers.join(";"));
    format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{body}")
}

fn signature(canonical: &str, header: &Header<'_>, sent: &str, secret: &str) -> String {
    let Header { day, region, service, .. } = header;
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let hash = hex(&Sha256::digest(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{sent}\n{scope}\n{hash}");
    let mut key = hmac(format!("AWS4{secret}").as_bytes(), day.as_bytes());
    for part in [region, service, "aws4_request", &text] {
        key = hmac(&key, part.as_bytes());
    }
    hex(&key)
}

/// RFC 2104 over SHA-256, whose blocks have 64 bytes.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut block = if key.len() > BLOCK { Sha256::digest(key).to_vec() } else { key.to_vec() };
    block.resize(BLOCK, 0);
    let padded = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

/// Compares without telling by its time where two differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |unlike, (a, b)| unlike | (a ^ b)) == 0
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn encoded(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2, and one whose key is longer than a block (case 6).
    #[test]
    fn hmac_is_that_of_the_standard() {
        let code = hex(&hmac(b"Jefe", b"what do ya want for nothing?"));
        assert_eq!(code, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let code = hex(&hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"));
        assert_eq!(code, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
}
