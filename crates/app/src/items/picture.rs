//! A picture that somebody puts beside an item: what it is, and what it is called there.

use assay_qti::package::item_picture;

use super::content::{FileBody, ItemFile};
use crate::FieldFault;

/// Bytes of a picture: one of a whole screen has a megabyte or two, and everybody who sits loads it.
pub const PICTURE_BYTES_MAX: usize = 4 << 20;
/// Letters of a picture's name before its ending.
const NAME_CHARS_MAX: usize = 60;
/// How names end, by what a file is. Its bytes decide, never the name it came with.
const ENDINGS: [(&str, &str); 5] = [
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/svg+xml", "svg"),
];

impl ItemFile {
    /// A picture as it stands beside an item, from what somebody uploads.
    ///
    /// Of the name that it came with only letters and digits are kept: it is a name in a text, in a folder
    /// and in an address.
    ///
    /// # Errors
    /// It is none, does more than draw, or is too large.
    pub fn picture(file_name: &str, bytes: &[u8]) -> Result<ItemFile, FieldFault> {
        let fault = |text: String| Err(FieldFault::new("file", text));
        if bytes.is_empty() {
            return fault("Choose a picture.".to_owned());
        }
        if bytes.len() > PICTURE_BYTES_MAX {
            return fault(format!("Use a picture of at most {} MB.", PICTURE_BYTES_MAX >> 20));
        }
        let kind = item_picture("picture.svg", bytes);
        let Some((_, ending)) = ENDINGS.iter().find(|(kind_of, _)| kind == Some(kind_of)) else {
            return fault(
                "This file is no picture, or one that does more than draw. Save it as PNG, JPEG, WebP, GIF \
                 or plain SVG, and choose it again."
                    .to_owned(),
            );
        };
        let name = format!("{}.{ending}", plain_stem(file_name));
        Ok(ItemFile { name, body: FileBody::Bytes(bytes.to_vec()) })
    }

    /// Whether it is a picture, and no text.
    pub fn is_picture(&self) -> bool {
        matches!(self.body, FileBody::Bytes(_))
    }

    /// Its bytes.
    pub fn size(&self) -> usize {
        self.len()
    }
}

/// The name of a file without folders and ending, in plain letters.
fn plain_stem(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut plain = String::new();
    for letter in stem.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            _ if plain.is_empty() || plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
        if plain.len() >= NAME_CHARS_MAX {
            break;
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { "picture".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and what follows";

    fn named(file_name: &str, bytes: &[u8]) -> Result<String, String> {
        ItemFile::picture(file_name, bytes).map(|file| file.name).map_err(|fault| fault.text)
    }

    #[test]
    fn bytes_say_what_a_picture_is_and_its_name_stays_in_the_folder() {
        for (from, to) in [
            ("Graph 1.PNG", "graph-1.png"),
            ("../../etc/passwd", "passwd.png"),
            ("C:\\Users\\x\\Größe_2.jpeg", "gr-e-2.png"),
            ("..", "picture.png"),
            ("", "picture.png"),
            ("a.svg", "a.png"),
            ("\u{202e}gnp.exe", "gnp.png"),
        ] {
            assert_eq!(named(from, PNG).as_deref(), Ok(to), "{from}");
        }
        assert_eq!(named(&"x".repeat(300), PNG).unwrap().len(), NAME_CHARS_MAX + 4);
        assert_eq!(named("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap(), "a.svg");
    }

    #[test]
    fn what_is_no_picture_is_not_taken() {
        let script = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let page = "<html><body>no</body></html>";
        for bytes in [script.as_bytes(), page.as_bytes(), b"MZ\x90", b"%PDF-1.7", b"OggS", b"plain words"] {
            assert!(named("a.png", bytes).unwrap_err().contains("no picture"), "{bytes:?}");
        }
        assert!(named("a.png", &[PNG, &vec![0; PICTURE_BYTES_MAX]].concat()).unwrap_err().contains("4 MB"));
        assert!(named("a.png", b"").unwrap_err().contains("Choose"));
    }
}
