//! Posted forms: a fixed list of fields, the session's token, nothing unknown.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
};

use crate::{problem::Fault, state::Web, visitor::Visitor};

/// A form has at most this many fields (checkboxes included).
const FIELDS_MAX: usize = 64;

/// A posted form with the one who posted it; the token was checked.
pub struct Posted {
    /// Who posted it.
    pub visitor: Visitor,
    fields: Vec<(String, String)>,
}

impl FromRequest<Web> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await?;
        let bytes = Bytes::from_request(Request::from_parts(parts, body), web).await;
        let bytes = bytes.map_err(|_| Fault::too_large())?;
        let fields = parse(&bytes);
        if fields.len() > FIELDS_MAX {
            return Err(Fault::bad_request("the form has too many fields"));
        }
        if fields.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Fault::bad_request("a field contains a character that no text has"));
        }
        let posted = Posted { visitor, fields };
        // Nobody signed in, nothing to forge: the origin was checked for every request.
        if posted.visitor.is_signed_in() && !same(posted.text("csrf"), posted.visitor.csrf()) {
            return Err(Fault::stale_form());
        }
        Ok(posted)
    }
}

impl Posted {
    /// Refuses fields that the form does not have.
    ///
    /// # Errors
    /// A field with another name.
    pub fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.fields.iter().find(|(name, _)| name != "csrf" && !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Fault::bad_request(&format!("this form has no field `{name}`"))),
            None => Ok(()),
        }
    }

    /// A field's text; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field, e.g. of ticked boxes.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.fields.iter().filter(|(field, _)| field == name);
        values.map(|(_, value)| value.clone()).collect()
    }
}

/// `application/x-www-form-urlencoded` (WHATWG URL, 5.1).
fn parse(bytes: &[u8]) -> Vec<(String, String)> {
    let decode = |part: &[u8]| {
        let mut out = Vec::with_capacity(part.len());
        let mut rest = part;
        while let Some((first, tail)) = rest.split_first() {
            let hex = |at: usize| tail.get(at).and_then(|b| (*b as char).to_digit(16));
            match (first, hex(0), hex(1)) {
                (b'+', ..) => out.push(b' '),
                (b'%', Some(high), Some(low)) => {
                    out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                    rest = tail.get(2..).unwrap_or_default();
                    continue;
                }
                (byte, ..) => out.push(*byte),
            }
            rest = tail;
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            (decode(halves.next().unwrap_or_default()), decode(halves.next().unwrap_or_default()))
        })
        .collect()
}

/// Equal, in a time that does not tell where they differ.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_send_them() {
        let fields = parse(b"name=No%C3%A9+B&empty=&flag&x=%zz%4");
        assert_eq!(fields[0], ("name".into(), "Noé B".into()));
        assert_eq!(fields[1], ("empty".into(), String::new()));
        assert_eq!(fields[2], ("flag".into(), String::new()));
        assert_eq!(fields[3], ("x".into(), "%zz%4".into()));
    }
}
