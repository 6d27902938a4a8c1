//! Names inside a package.

use serde::Serialize;

use super::PackageRefusal;

/// Bytes of a name; longer ones are made to hurt something.
const NAME_MAX: usize = 512;
/// Characters of a refused name that are told.
const TOLD_MAX: usize = 80;

/// The name of a file inside a package; never a path of this machine.
///
/// Relative, with `/` between its parts, without `.` and `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryName(String);

impl EntryName {
    /// Takes a name as it is written in a zip's directory.
    ///
    /// # Errors
    /// A name that leads out of the package, or means different things on different machines.
    pub fn new(name: &str) -> Result<Self, PackageRefusal> {
        match fault(name) {
            None => Ok(EntryName(name.to_owned())),
            Some(reason) => {
                let told = name.chars().take(TOLD_MAX).collect::<String>().escape_debug().to_string();
                Err(PackageRefusal::Name { name: told, reason })
            }
        }
    }

    /// What an address in this file leads to.
    ///
    /// `None` for what is outside of the package.
    /// Addresses are relative to the file that they stand in, with `%20` for a space (RFC 3986, section 5).
    pub fn resolve(&self, address: &str) -> Option<Self> {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        join(folder, address)
    }

    /// As an address in a file at the root of the package.
    pub fn to_address(&self) -> String {
        let mut address = String::with_capacity(self.0.len());
        for byte in self.0.bytes() {
            match byte {
                b'/' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
                _ => address.push_str(&format!("%{byte:02X}")),
            }
        }
        address
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Behind its last dot, in small letters.
    pub fn extension(&self) -> String {
        let last = self.0.rsplit('/').next().unwrap_or("");
        last.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
    }
}

impl std::fmt::Display for EntryName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address relative to a folder of the package.
pub(super) fn join(folder: &str, address: &str) -> Option<EntryName> {
    let address = address.split(['#', '?']).next()?.trim();
    if address.is_empty() || address.starts_with('/') || has_scheme(address) {
        return None;
    }
    let address = unescaped(address)?;
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(address.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    EntryName::new(&parts.join("/")).ok()
}

/// `https:`, `data:`, `C:`.
fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(before, _)| {
        before.starts_with(|c: char| c.is_ascii_alphabetic())
            && before.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// With `%20` as the byte that it stands for; `None` where that is no text.
fn unescaped(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn fault(name: &str) -> Option<&'static str> {
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    if name.is_empty() {
        Some("it is empty")
    } else if name.len() > NAME_MAX {
        Some("it is too long")
    } else if name.starts_with('/') || is_drive {
        Some("it begins at a machine's root")
    } else if name.contains('\\') {
        Some("it has a backslash")
    } else if name.chars().any(char::is_control) {
        Some("it has a control character")
    } else if name.split('/').any(|part| matches!(part, "." | "..")) {
        Some("it leads out of the package")
    } else if name.split('/').any(str::is_empty) {
        Some("it has an empty part")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_the_package() {
        let wrong = [
            ("", "it is empty"),
            ("../a", "it leads out of the package"),
            ("a/../../b", "it leads out of the package"),
            ("./a", "it leads out of the package"),
            ("/etc/passwd", "it begins at a machine's root"),
            ("C:/a", "it begins at a machine's root"),
            ("a\\b", "it has a backslash"),
            ("a\0b", "it has a control character"),
            ("a//b", "it has an empty part"),
        ];
        for (name, said) in wrong {
            let refusal = EntryName::new(name).unwrap_err();
            assert_eq!(refusal.code(), "package-name");
            assert!(matches!(refusal, PackageRefusal::Name { reason, .. } if reason == said), "{name}");
        }
        assert!(EntryName::new(&"a".repeat(600)).is_err());
        assert_eq!(EntryName::new("a/é b.XML").unwrap().extension(), "xml");
    }

    #[test]
    fn an_address_is_found_from_the_file_that_it_stands_in() {
        let item = EntryName::new("items/one/q.xml").unwrap();
        let found = |address| item.resolve(address).map(|name| name.to_string());
        assert_eq!(found("p.png").as_deref(), Some("items/one/p.png"));
        assert_eq!(found("../../media/a%20b.png#x").as_deref(), Some("media/a b.png"));
        assert_eq!(found("./p.png?v=1").as_deref(), Some("items/one/p.png"));
        for outside in
            ["../../../p.png", "/p.png", "https://a.example/p.png", "data:image/png;base64,", "", "%zz"]
        {
            assert_eq!(found(outside), None, "{outside}");
        }
        assert_eq!(found("%2e%2e/%2e%2e/%2e%2e/p.png"), None);
    }
}
