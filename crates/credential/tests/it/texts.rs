//! Base58, Multikey and DIDs as text.

use assay_credential::multibase::{decode_base58, decode_multibase, encode_base58};
use assay_credential::{PublicKey, SigningKey, did};
use proptest::prelude::*;

#[test]
fn base58_keeps_leading_zeros_and_refuses_foreign_letters() {
    assert_eq!(encode_base58(&[0, 0, 1]), "112");
    assert_eq!(decode_base58("112"), Some(vec![0, 0, 1]));
    assert_eq!(encode_base58(&[]), "");
    for wrong in ["0", "O", "I", "l", "ä", "a b"] {
        assert_eq!(decode_base58(wrong), None, "{wrong}");
    }
    assert_eq!(decode_base58(&"2".repeat(10_000)), None);
}

#[test]
fn key_of_rfc_8032_test_1_has_its_public_key() {
    let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let public = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert_eq!(*SigningKey::from_seed(&seed).unwrap().public_key().as_bytes(), public);
}

fn hex(text: &str) -> [u8; 32] {
    let pair = |index: usize| u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).unwrap();
    std::array::from_fn(pair)
}

#[test]
fn seed_is_never_printed() {
    let text = format!("{:?}", SigningKey::from_seed(&[0xab; 32]).unwrap());
    assert!(!text.contains("171, 171") && !text.contains("abab"), "{text}");
}

#[test]
fn did_key_fragment_must_repeat_the_key() {
    let key = PublicKey::from_bytes([5; 32]);
    let did = did::key_did(&key);
    let multibase = key.to_multibase();
    assert_eq!(did::parse_key(&did), Some(key));
    assert_eq!(did::parse_key(&format!("{did}#{multibase}")), Some(key));
    let other = PublicKey::from_bytes([6; 32]).to_multibase();
    assert_eq!(did::parse_key(&format!("{did}#{other}")), None);
    assert_eq!(did::parse_key("did:key:zNonsense"), None);
}

#[test]
fn did_web_that_would_leave_its_host_is_refused() {
    for wrong in
        ["did:web:", "did:web:a:..:b", "did:web:user@host", "did:web:a::b", "did:key:z6Mk", "https://a"]
    {
        assert_eq!(did::web_url(wrong), None, "{wrong}");
    }
    assert_eq!(did::web_url("did:web:a%3A8443:b").as_deref(), Some("https://a:8443/b/did.json"));
}

proptest! {
    #[test]
    fn base58_round_trip(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        prop_assert_eq!(decode_base58(&encode_base58(&bytes)), Some(bytes));
    }

    #[test]
    fn texts_never_panic(text in "\\PC{0,60}") {
        let _ = decode_multibase(&text);
        let _ = PublicKey::from_multibase(&text);
        let _ = did::parse_key(&format!("did:key:{text}"));
        let _ = did::web_url(&format!("did:web:{text}"));
        let _ = did::web_did(&format!("https://{text}"));
    }
}
