//! Links to own badges, in every form in which people paste them (N15).

use assay_kernel::{Credentials, TypedId};

/// What a pasted link leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PastedLink {
    /// A badge of this installation, by its id.
    Own(TypedId<Credentials>),
    /// This installation, and no badge.
    OwnSite,
    /// Somewhere else.
    Elsewhere,
}

/// Reads a link: with either scheme or none, a slash or an ending behind the id, a bare id, blanks and line
/// breaks of mail programs, quotes and brackets around it, or the link of this page about the badge.
pub(super) fn read(text: &str, own: &[&str]) -> PastedLink {
    let text: String =
        text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    let text = text.trim_matches(|letter: char| "<>()[]\"'`\u{201c}\u{201d}.,;".contains(letter));
    if let Some(id) = id_of(text) {
        return PastedLink::Own(id);
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_own = own.iter().any(|base| host_of(base).eq_ignore_ascii_case(&host_of(host)));
    if !is_own {
        return PastedLink::Elsewhere;
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    match (segments.next(), segments.next()) {
        (Some("credentials" | "verify"), Some(name)) => {
            id_of(name).map_or(PastedLink::OwnSite, PastedLink::Own)
        }
        (Some("verify"), None) => {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            let inner = pairs.find(|(key, _)| key == "url").map(|(_, value)| value.into_owned());
            // Once: a link inside a link inside a link is nobody's.
            match inner.filter(|inner| !inner.contains("/verify")) {
                Some(inner) => read(&inner, own),
                None => PastedLink::OwnSite,
            }
        }
        _ => PastedLink::OwnSite,
    }
}

/// Host and port of a base or a link, without the port that its scheme has anyway.
fn host_of(url: &str) -> String {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    plain.to_owned()
}

/// The id in `crd_…`, `crd_….json` or `crd_…#facts`.
fn id_of(name: &str) -> Option<TypedId<Credentials>> {
    let id = name.split(['.', '?', '#', '&']).next()?;
    TypedId::parse(id).or_else(|_| TypedId::parse(&id.to_lowercase())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_links_lead_to_our_badge_in_every_form() {
        let id: TypedId<Credentials> = TypedId::from_parts(1_700_000_000_000, [7; 10]);
        let own = ["https://certs.example.org", "http://127.0.0.1:8080"];
        for text in [
            format!("https://certs.example.org/credentials/{id}"),
            format!("https://certs.example.org/credentials/{id}/"),
            format!("http://certs.example.org/credentials/{id}"),
            format!("HTTPS://Certs.Example.ORG:443/credentials/{id}"),
            format!("certs.example.org/credentials/{id}"),
            format!("//certs.example.org/credentials/{id}"),
            format!("  https://certs.example.org/credentials/{id}\n"),
            format!("https://certs.example.org/\r\n credentials/{id}"),
            format!("<https://certs.example.org/credentials/{id}>"),
            format!("\u{201c}https://certs.example.org/credentials/{id}\u{201d}."),
            format!("https://certs.example.org/credentials/{id}.json"),
            format!("https://certs.example.org/credentials/{id}.png?download=1"),
            format!("https://certs.example.org/credentials/{id}#facts"),
            format!(
                "https://certs.example.org/verify?url=https%3A%2F%2Fcerts.example.org%2Fcredentials%2F{id}"
            ),
            format!("http://127.0.0.1:8080/credentials/{id}"),
            format!("https://certs.example.org/verify/{id}"),
            id.to_string(),
            format!(" {id} "),
            id.to_string().to_uppercase(),
            format!("{id}.svg"),
        ] {
            assert_eq!(read(&text, &own), PastedLink::Own(id), "{text}");
        }
    }

    #[test]
    fn what_is_not_ours_is_not_followed() {
        let id: TypedId<Credentials> = TypedId::from_parts(1_700_000_000_000, [7; 10]);
        let own = ["https://certs.example.org"];
        for text in [
            format!("https://elsewhere.example/credentials/{id}"),
            format!("https://certs.example.org.elsewhere.example/credentials/{id}"),
            format!("https://certs.example.org@elsewhere.example/credentials/{id}"),
            format!("https://certs.example.org:8443/credentials/{id}"),
            "nonsense".to_owned(),
        ] {
            assert_eq!(read(&text, &own), PastedLink::Elsewhere, "{text}");
        }
        for text in
            ["https://certs.example.org/", "certs.example.org/credentials/nobody", "certs.example.org"]
        {
            assert_eq!(read(text, &own), PastedLink::OwnSite, "{text}");
        }
    }
}
