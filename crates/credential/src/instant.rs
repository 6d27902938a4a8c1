//! Instants as credentials write them.

use jiff::Timestamp;

/// Reads an `xsd:dateTimeStamp`: date, `T`, time with seconds, and a zone
/// (VCDM 2.0, section 4.9).
///
/// Stricter than RFC 3339 readers, because what one verifier reads and another refuses is no date.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let shape: String =
        text.chars().take(40).map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    let rest = shape.strip_prefix("0000-00-00T00:00:00")?;
    let zone = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('0') => fraction.trim_start_matches('0'),
        Some(_) => return None,
        None => rest,
    };
    if !["Z", "+00:00", "-00:00"].contains(&zone) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_the_full_form_is_an_instant() {
        for fine in ["2026-01-15T00:00:00Z", "2022-11-10T07:38:00-08:00", "2026-01-15T00:00:00.123+02:00"] {
            assert!(parse(fine).is_some(), "{fine}");
        }
        for wrong in ["2026-01-15", "2026-01-15T00:00:00", "2026-01-15 00:00:00Z", "2026-13-15T00:00:00Z", ""]
        {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
