//! The vendored contexts against the pins of the corpora.

use crate::corpora;
use assay_credential::contexts;
use serde_json::Value;

#[test]
fn vendored_contexts_equal_the_pins_as_json() {
    for (url, file) in [
        (contexts::CREDENTIALS_V2, "credentials-v2.jsonld"),
        (contexts::OPEN_BADGES_V3, "ob-v3p0-3.0.3.json"),
        (contexts::OPEN_BADGES_EXTENSIONS, "ob-v3p0-extensions.json"),
        (contexts::DATA_INTEGRITY_V1, "data-integrity-v1.jsonld"),
        (contexts::DID_V1, "did-v1.jsonld"),
        (contexts::MULTIKEY_V1, "multikey-v1.jsonld"),
    ] {
        let Some(pin) = corpora::json(&format!("contexts/{file}")) else { return };
        let vendored: Value = serde_json::from_str(contexts::pinned(url).unwrap().text).unwrap();
        assert_eq!(vendored, pin, "{url}");
    }
}
