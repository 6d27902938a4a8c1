//! Posted forms: a fixed list of fields, the session's token, nothing unknown.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use tokio::sync::SemaphorePermit;

use crate::{
    fault::Fault,
    state::Web,
    upload::Upload,
    visitor::{Head, Visitor},
};

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
        // The body first: whoever sends it slowly is judged by when it was there, not by its first byte.
        let (parts, body) = request.into_parts();
        let head = Head::of(&parts, web);
        let whole = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(whole, web).await.map_err(|_| Fault::too_large())?;
        let visitor = head.asks(web).await?;
        let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
        Posted::checked(visitor, fields, web)
    }
}

/// A posted form that carries a file; the token was checked.
pub struct PostedFile {
    /// The other fields, with the one who posted them.
    pub posted: Posted,
    /// What the file is called where it comes from.
    pub name: String,
    /// What stands in it.
    pub bytes: Bytes,
    /// Given back with the file.
    _turn: SemaphorePermit<'static>,
}

impl PostedFile {
    /// Of an upload whose file is the field `file`.
    ///
    /// # Errors
    /// A stale form, too many fields, or one that is no text.
    pub fn of(upload: Upload, visitor: Visitor, web: &Web) -> Result<Self, Fault> {
        let Upload { fields, file_name, turn } = upload;
        let (files, texts): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "file");
        let text = |(name, bytes): (String, Bytes)| match String::from_utf8(bytes.to_vec()) {
            Ok(text) => Ok((name, text)),
            Err(_) => Err(Fault::bad_request("a field is no text")),
        };
        let posted = Posted::checked(visitor, texts.into_iter().map(text).collect::<Result<_, _>>()?, web)?;
        let bytes = files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
        Ok(PostedFile { posted, name: file_name.unwrap_or_default(), bytes, _turn: turn })
    }
}

impl Posted {
    fn checked(visitor: Visitor, fields: Vec<(String, String)>, web: &Web) -> Result<Self, Fault> {
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
        web.rates.form(posted.visitor.session.as_ref())?;
        Ok(posted)
    }

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

    /// All fields in the order in which they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Equal, in a time that does not tell where they differ.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_the_same_only_when_every_letter_is() {
        assert!(same("abc", "abc") && same("", ""));
        assert!(!same("abc", "abd") && !same("abc", "ab") && !same("", "a"));
    }
}
