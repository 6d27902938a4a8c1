//! Somebody else's badge that calls itself by our name
//! or stands under our addresses (F2).

use super::{Check, CheckCause, CheckName, CheckOutcome, Report};

/// What is nobody's but ours: the body's name and where its pages are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The issuer's id.
    pub issuer: String,
    /// Names the body goes by.
    pub names: Vec<String>,
    /// Where its pages are, such as `https://certs.example.org`.
    pub bases: Vec<String>,
}

impl Own {
    /// What a foreign badge uses that is ours;
    /// nothing in a badge of our own or of an honest stranger.
    #[must_use]
    pub fn borrowed_by(&self, report: &Report) -> Option<String> {
        let summary = report.summary.as_ref()?;
        if summary.issuer_id.as_deref() == Some(self.issuer.as_str()) {
            return None;
        }
        let name = summary.issuer_name.as_deref().unwrap_or_default();
        if self.names.iter().any(|own| !folded(own).is_empty() && folded(own) == folded(name)) {
            return Some(format!("It calls its issuer \"{name}\", which is this body's name."));
        }
        let addresses = [&summary.issuer_id, &summary.id, &summary.achievement_id];
        let mut addresses = addresses.into_iter().flatten().chain(&summary.other_addresses);
        let ours = addresses.find(|address| self.bases.iter().any(|base| is_below(address, base)))?;
        Some(format!("It uses the address {ours}, which is this body's."))
    }

    /// Fails the issuer of a foreign badge that uses what is ours.
    pub fn refuse_borrowed(&self, report: &mut Report) {
        if let Some(what) = self.borrowed_by(report) {
            let text = format!("{what} This body did not sign it.");
            report.replace(
                Check::new(CheckName::Issuer, CheckOutcome::Failed, text).because(CheckCause::Borrowed),
            );
        }
    }
}

/// A name as readers see it: case, spaces and punctuation do not make another body.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether an address is on the site of a base, whatever its scheme and the case of its host.
fn is_below(address: &str, base: &str) -> bool {
    let host = |url: &str| {
        let (scheme, rest) = url.trim().split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
        let host = host.rsplit_once('@').map_or(host.clone(), |(_, host)| host.to_owned());
        let port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
        Some(host.strip_suffix(port).map_or(host.clone(), str::to_owned).trim_end_matches('.').to_owned())
    };
    host(address).is_some() && host(address) == host(base)
}

#[cfg(test)]
mod tests {
    use super::{folded, is_below};

    #[test]
    fn an_address_is_ours_however_it_is_written() {
        for address in [
            "https://certs.example.org/credentials/1",
            "http://certs.example.org",
            "HTTPS://Certs.Example.org:443/x",
            "https://someone@certs.example.org/x",
            "https://certs.example.org./x",
        ] {
            assert!(is_below(address, "https://certs.example.org"), "{address}");
        }
        for address in
            ["https://certs.example.org.evil.example/", "https://example.org/", "urn:uuid:1", "", "did:key:z"]
        {
            assert!(!is_below(address, "https://certs.example.org"), "{address}");
        }
        assert!(
            !is_below("http://127.0.0.1:8081/x", "http://127.0.0.1:8080"),
            "another port is another site"
        );
    }

    #[test]
    fn a_name_is_ours_however_it_is_spaced() {
        assert_eq!(folded("The  Body, Inc."), folded("the body inc"));
        assert_ne!(folded("The Body"), folded("Another Body"));
    }
}
