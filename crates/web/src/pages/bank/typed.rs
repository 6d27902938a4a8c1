//! What was typed of an item, and a picture sent with it, as the files that it says.

use assay_app::{FieldFault, FileBody, ItemFile, OpenVersion, OpenedItem, WrittenItem};

use super::{
    draft::{BESIDE, TAKE_AWAY, WrittenAs},
    parts::{self, TypedParts, text_of},
};
use crate::form::Posted;

/// What was sent; pictures stay as they are.
pub(super) fn form_of(posted: &Posted, open: Option<&OpenVersion>) -> WrittenAs {
    let gone = posted.text("do").strip_prefix(TAKE_AWAY);
    let beside = open.map(|open| open.beside.as_slice()).unwrap_or_default();
    let beside = beside.iter().filter(|file| gone != Some(file.name.as_str()));
    if posted.text("as") != "file" {
        let before = open.and_then(|open| open.parts.as_ref());
        let mut typed = TypedParts::read(posted, beside.cloned().collect(), before);
        typed.keep_media();
        return WrittenAs::Parts(Box::new(typed));
    }
    let lines = |text: &str| text.replace("\r\n", "\n");
    let file = |file: &ItemFile| {
        let name = format!("{BESIDE}{}", file.name);
        let typed = posted.fields().find(|(field, _)| *field == name).map(|(_, text)| lines(text));
        match (&file.body, typed) {
            (FileBody::Text(_), Some(text)) => {
                ItemFile { name: file.name.clone(), body: FileBody::Text(text) }
            }
            _ => file.clone(),
        }
    };
    WrittenAs::File(WrittenItem { text: lines(posted.text("text")), beside: beside.map(file).collect() })
}

/// A picture that was sent with a form: the file, and what it shows.
pub(super) type SentPicture = Result<ItemFile, FieldFault>;

impl WrittenAs {
    /// Takes a picture that was sent; what stands against it is told.
    pub(super) fn take(&mut self, posted: &Posted, sent: Option<SentPicture>) -> Option<FieldFault> {
        let fault = |field, text: String| Some(FieldFault::new(field, text));
        let file = match sent {
            Some(Ok(file)) => file,
            Some(Err(fault)) => return Some(fault),
            // A browser without a script sends the name alone with the other buttons.
            None if posted.text("file").is_empty() => return None,
            None => {
                let text = "This picture was not sent. Choose it again, then press “Add the picture”.";
                return fault("file", text.to_owned());
            }
        };
        match self {
            WrittenAs::Parts(typed) => {
                let words = posted.text("alt");
                if words.trim().is_empty() && !parts::shows(&typed.parts, &file.name) {
                    return fault("alt", "Say what it shows: whoever cannot see it reads this.".to_owned());
                }
                typed.add(file, words);
                typed.keep_media();
                None
            }
            WrittenAs::File(draft) => {
                let texts = draft.beside.iter().filter_map(|other| match &other.body {
                    FileBody::Text(text) => Some(text),
                    FileBody::Bytes(_) => None,
                });
                if !texts.chain([&draft.text]).any(|text| text.contains(&file.name)) {
                    let text = format!("Name it first: nothing written here says {}.", file.name);
                    return fault("file", text);
                }
                draft.beside.retain(|other| other.name != file.name);
                draft.beside.push(file);
                None
            }
        }
    }

    pub(super) fn faults(&self) -> Vec<FieldFault> {
        match self {
            WrittenAs::Parts(typed) => typed.faults.clone(),
            WrittenAs::File(_) => Vec::new(),
        }
    }

    /// The files of what is written.
    pub(super) fn draft(&self, exam: &str, slug: &str, view: Option<&OpenedItem>) -> WrittenItem {
        match self {
            WrittenAs::File(draft) => draft.clone(),
            WrittenAs::Parts(typed) => {
                let open = view.and_then(|view| view.shown.open.as_ref());
                let before = open.and_then(|open| Some((open.text.as_str(), open.parts.as_ref()?)));
                let text = text_of(&typed.parts, exam, slug, before);
                WrittenItem { text, beside: typed.beside.clone() }
            }
        }
    }
}
