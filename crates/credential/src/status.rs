//! Whether a credential was revoked:
//! 1EdTech's revocation list and W3C's bitstring status list.
//!
//! Expired and superseded are dates and links, never revocation (docs/concepts/status.md). A list that
//! cannot be had makes the answer unknown, not good.

use crate::multibase::decode_multibase;
use crate::schema::has_type;
use crate::verify::{Check, CheckCause, CheckName, CheckOutcome, Verifier};
use serde_json::{Map, Value};

/// Most status entries of one credential that are asked about;
/// the standard expects one or two.
const MAX_ENTRIES: usize = 8;
/// Fewest entries of a bitstring list, for the crowd each holder hides in
/// (Bitstring Status List 1.0, section 2.2).
pub(crate) const MIN_LIST_ENTRIES: usize = 131_072;
/// Largest unpacked list, in bytes:
/// 32 million entries; protects against compressed bombs.
pub const MAX_LIST_BYTES: usize = 4 * 1024 * 1024;
/// Most entries of a revocation list that are read.
const MAX_REVOKED: usize = 1_000_000;

/// The answer about one entry.
enum Answer {
    Good,
    Revoked(CheckCause, String),
    Unknown(String),
}

/// The check `status`.
pub(crate) fn check(credential: &Map<String, Value>, verifier: &Verifier<'_>) -> Check {
    let entries: Vec<&Value> = match credential.get("credentialStatus") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(single) => vec![single],
    };
    if entries.is_empty() {
        let text = "The credential names no list of revoked credentials, so there is nothing to check.";
        return Check::new(CheckName::Status, CheckOutcome::NotApplicable, text);
    }
    if entries.len() > MAX_ENTRIES {
        let text =
            "The credential names more status lists than are checked; whether it was revoked is not known.";
        return Check::new(CheckName::Status, CheckOutcome::Unknown, text);
    }
    let mut unknown = None;
    for entry in entries {
        match answer(credential, entry, verifier) {
            Answer::Good => {}
            Answer::Revoked(cause, text) => {
                return Check::new(CheckName::Status, CheckOutcome::Failed, text).because(cause);
            }
            Answer::Unknown(text) => unknown = unknown.or(Some(text)),
        }
    }
    match unknown {
        Some(text) => Check::new(CheckName::Status, CheckOutcome::Unknown, text),
        None => {
            let text = "The issuer's list does not name this credential: it was not revoked.";
            Check::new(CheckName::Status, CheckOutcome::Passed, text)
        }
    }
}

fn answer(credential: &Map<String, Value>, entry: &Value, verifier: &Verifier<'_>) -> Answer {
    let Value::Object(entry) = entry else {
        return Answer::Unknown("The credential's status entry cannot be read.".into());
    };
    if has_type(entry, "1EdTechRevocationList") {
        return revocation_list(credential, entry, verifier);
    }
    if has_type(entry, "BitstringStatusListEntry") {
        return bitstring(credential, entry, verifier);
    }
    Answer::Unknown("The credential uses a kind of status list this program does not read.".into())
}

/// 1EdTech's revocation list: `{revokedCredential:
/// [{id, revoked?, revocationReason?}]}`.
fn revocation_list(
    credential: &Map<String, Value>,
    entry: &Map<String, Value>,
    verifier: &Verifier<'_>,
) -> Answer {
    let url = entry.get("id").and_then(Value::as_str).unwrap_or_default();
    let Some(list) = (verifier.status)(url) else { return unavailable(url) };
    let Some(Value::Array(revoked)) = list.get("revokedCredential") else {
        return Answer::Unknown(format!("The document at {url} is not a list of revoked credentials."));
    };
    let id = credential.get("id").and_then(Value::as_str);
    let found = revoked.iter().take(MAX_REVOKED).find(|item| {
        let named = item.as_str().or_else(|| item.get("id")?.as_str());
        named.is_some() && named == id && item.get("revoked") != Some(&Value::Bool(false))
    });
    match found {
        Some(item) => {
            let reason = item.get("revocationReason").and_then(Value::as_str);
            let reason = reason.map_or_else(String::new, |reason| format!(" Reason given: {reason}."));
            Answer::Revoked(CheckCause::Revoked, format!("The issuer has revoked this credential.{reason}"))
        }
        None if revoked.len() > MAX_REVOKED => Answer::Unknown(format!("The list at {url} is too long.")),
        None => Answer::Good,
    }
}

fn unavailable(url: &str) -> Answer {
    Answer::Unknown(format!(
        "The issuer's list at {url} was not available, so it is not known whether it names \
         this credential as revoked."
    ))
}

/// W3C Bitstring Status List 1.0, section 3.2 Validate Algorithm.
fn bitstring(credential: &Map<String, Value>, entry: &Map<String, Value>, verifier: &Verifier<'_>) -> Answer {
    let url = entry.get("statusListCredential").and_then(Value::as_str).unwrap_or_default();
    let purpose = match entry.get("statusPurpose").and_then(Value::as_str) {
        Some(purpose @ ("revocation" | "suspension")) => purpose,
        // These two say nothing about validity (Bitstring Status List 1.0, section 2.2).
        Some("message" | "refresh") => return Answer::Good,
        // Also a purpose written as a list: a holder may do that without breaking the signature.
        _ => return Answer::Unknown("What the credential's status entry is for cannot be read.".into()),
    };
    let Some(Value::Object(list)) = (verifier.status)(url) else { return unavailable(url) };
    if let Err(text) = trusted_list(credential, &list, verifier) {
        return Answer::Unknown(format!("The status list at {url} cannot be relied on: {text}"));
    }
    let index = match entry.get("statusListIndex") {
        Some(Value::String(text)) => text.parse::<usize>().ok(),
        Some(Value::Number(number)) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        _ => None,
    };
    match (bits(&list, purpose, verifier), index) {
        (Ok(bits), Some(index)) => match bit(&bits, index) {
            Some(false) => Answer::Good,
            Some(true) if purpose == "suspension" => {
                let text = "The issuer has suspended this credential for the time being.";
                Answer::Revoked(CheckCause::Suspended, text.into())
            }
            Some(true) => {
                let from = list.get("validFrom").and_then(Value::as_str).unwrap_or_default();
                let text = format!("The issuer has revoked this credential, by its list of {from}.");
                Answer::Revoked(CheckCause::Revoked, text)
            }
            None => Answer::Unknown(format!("The status list at {url} has no place for this credential.")),
        },
        (Err(text), _) => Answer::Unknown(format!("The status list at {url} cannot be read: {text}.")),
        (_, None) => Answer::Unknown("The credential's place in the status list cannot be read.".into()),
    }
}

/// The list must be signed, by the credential's own issuer,
/// and not be out of date.
fn trusted_list(
    credential: &Map<String, Value>,
    list: &Map<String, Value>,
    verifier: &Verifier<'_>,
) -> Result<(), String> {
    if crate::verify::issuer_id(list) != crate::verify::issuer_id(credential) {
        return Err("it was made by somebody other than the credential's issuer.".into());
    }
    // A list is asked now, whatever day the credential is judged for.
    let verifier = &Verifier { now: verifier.asked_at.unwrap_or(verifier.now), ..*verifier };
    for check in crate::verify::proof_and_issuer(list, verifier) {
        if check.verdict != CheckOutcome::Passed {
            return Err(check.text);
        }
    }
    let dates = crate::verify::dates(list, verifier.now);
    if dates.verdict != CheckOutcome::Passed {
        return Err(dates.text);
    }
    Ok(())
}

fn bits(list: &Map<String, Value>, purpose: &str, verifier: &Verifier<'_>) -> Result<Vec<u8>, &'static str> {
    let subject = list.get("credentialSubject").ok_or("it has no subject")?;
    if subject.get("statusPurpose").and_then(Value::as_str) != Some(purpose) {
        return Err("it is for another purpose");
    }
    let encoded = subject.get("encodedList").and_then(Value::as_str).ok_or("it has no list in it")?;
    let packed = Some(encoded).filter(|text| text.starts_with('u')).and_then(decode_multibase);
    let packed = packed.ok_or("its list is not in base64url form")?;
    let gunzip = verifier.gunzip.ok_or("compressed lists are not read here")?;
    let bits = gunzip(&packed, MAX_LIST_BYTES).ok_or("its list cannot be unpacked")?;
    if bits.len().saturating_mul(8) < MIN_LIST_ENTRIES {
        return Err("it has fewer entries than the standard asks for");
    }
    Ok(bits)
}

/// The bit at an index, most significant bit first
/// (Bitstring Status List 1.0, section 3.2).
fn bit(bits: &[u8], index: usize) -> Option<bool> {
    let byte = bits.get(index / 8)?;
    Some(byte & (0x80 >> (index % 8)) != 0)
}

#[cfg(test)]
mod tests {
    use super::bit;

    #[test]
    fn the_first_entry_is_the_most_significant_bit() {
        let bits = [0b1000_0001, 0b0100_0000];
        let set: Vec<usize> = (0..17).filter(|index| bit(&bits, *index) == Some(true)).collect();
        assert_eq!(set, [0, 7, 9]);
        assert_eq!(bit(&bits, 16), None);
    }
}
