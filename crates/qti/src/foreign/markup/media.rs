//! The files of a question: what a source holds, and what of it the item shows.

use base64::Engine as _;

use crate::foreign::model::Medium;

/// The folder beside an item that its files lie in.
const FOLDER: &str = "media";
/// Where Moodle says that a file lies in the question.
const PLUGIN_FILE: &str = "@@PLUGINFILE@@";

/// One file of the source, not yet decoded.
#[derive(Clone, Copy, Debug)]
pub(in crate::foreign) struct File<'t> {
    /// Its name with the folders it lies in, without a slash before.
    pub(in crate::foreign) folder: &'t str,
    /// Its name.
    pub(in crate::foreign) name: &'t str,
    /// Its bytes in Base64.
    pub(in crate::foreign) base64: &'t str,
}

/// The files that belong to one question.
#[derive(Debug, Default)]
pub(in crate::foreign) struct MediaShelf {
    /// What the text at hand can show: name and bytes in Base64.
    at_hand: Vec<(String, String)>,
    media: Vec<Medium>,
}

impl MediaShelf {
    /// The files of the text that is read next.
    pub(in crate::foreign) fn open<'t>(&mut self, files: impl Iterator<Item = File<'t>>) {
        self.at_hand = files
            .map(|file| {
                (format!("{}{}", file.folder.trim_start_matches('/'), file.name), file.base64.to_owned())
            })
            .collect();
    }

    /// The files that the item shows.
    pub(in crate::foreign) fn media(self) -> Vec<Medium> {
        self.media
    }

    /// The item's name of a file that the source names; `None` where the source has no such file.
    pub(super) fn named(&mut self, address: &str) -> Option<String> {
        let name = decoded(address.strip_prefix(PLUGIN_FILE).unwrap_or(address));
        let name = name.trim_start_matches('/');
        let name = name.split(['?', '#']).next().unwrap_or_default();
        let (name, base64) = self.at_hand.iter().find(|(known, _)| known == name)?;
        let bytes = bytes_of(base64)?;
        let name = name.clone();
        Some(self.add(&name, bytes))
    }

    /// The item's name of a file that stands in its own address (`data:image/png;base64,…`).
    pub(super) fn inlined(&mut self, address: &str) -> Option<String> {
        let (head, base64) = address.split_once(',')?;
        let kind = head.strip_prefix("data:")?.strip_suffix(";base64")?;
        let ending = match kind {
            "image/png" => "png",
            "image/jpeg" | "image/jpg" => "jpg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            "audio/mpeg" => "mp3",
            "video/mp4" => "mp4",
            _ => return None,
        };
        let bytes = bytes_of(base64)?;
        let name = format!("picture-{}.{ending}", self.media.len() + 1);
        Some(self.add(&name, bytes))
    }

    /// A file as a medium of the item, once; another file of the same name gets a number.
    pub(in crate::foreign) fn add(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let first = local(name);
        let mut chosen = first.clone();
        for number in 2.. {
            match self.media.iter().find(|medium| medium.name == chosen) {
                Some(medium) if medium.bytes == bytes => return chosen,
                Some(_) => chosen = numbered(&first, number),
                None => break,
            }
        }
        self.media.push(Medium { name: chosen.clone(), bytes });
        chosen
    }
}

fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

/// Letters of a file's name; a longer one keeps its end, where its kind stands.
///
/// Folder and number are added; packages take 512 bytes, many file systems 255.
const NAME_LETTERS: usize = 200;

/// A name that is a name on every machine and leads nowhere.
pub(super) fn local(name: &str) -> String {
    let name = decoded(name.strip_prefix(PLUGIN_FILE).unwrap_or(name));
    let safe = |letter: char| {
        let is_safe = letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if is_safe { letter } else { '-' }
    };
    let name: String = name.trim_matches('/').chars().map(safe).collect();
    let name = name.get(name.len().saturating_sub(NAME_LETTERS)..).unwrap_or_default();
    let name = name.trim_start_matches(['.', '-']);
    format!("{FOLDER}/{}", if name.is_empty() { "file" } else { name })
}

/// Without `%20` and its kin.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let pair = behind.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The bytes of a text in Base64 with white space in it.
pub(in crate::foreign) fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_keeps_its_end() {
        let name = local(&format!("{}é/../picture one.png", "x".repeat(2_000)));
        assert!(
            name.starts_with("media/x") && name.ends_with("x-/../picture-one.png".replace('/', "-").as_str())
        );
        assert_eq!(name.len(), "media/".len() + NAME_LETTERS);
        assert_eq!(local("/a b.png"), "media/a-b.png");
        assert_eq!(local(&"-".repeat(300)), "media/file");
    }
}
