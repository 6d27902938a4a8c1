//! Credentials in a signed envelope.

use crate::sample::{self, ISSUER};
use assay_credential::*;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Signs a message.
type Sign<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn claims() -> Value {
    let mut claims = badge::build(&sample::input()).unwrap();
    claims["iss"] = json!(ISSUER);
    claims["jti"] = claims["id"].clone();
    claims["sub"] = claims["credentialSubject"]["id"].clone();
    claims["nbf"] = json!(1_768_435_200);
    claims["exp"] = json!(1_863_129_599);
    claims
}

fn issuer_with(jwk: &Value) -> Value {
    let id = format!("{ISSUER}#k1");
    let method = json!({"id": id, "type": "JsonWebKey", "controller": ISSUER, "publicKeyJwk": jwk});
    json!({"id": ISSUER, "verificationMethod": [method], "assertionMethod": [id]})
}

fn assemble(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let signature = sign(signed.as_bytes());
    format!("{signed}.{}", encode(signature))
}

fn es256() -> (Value, impl Fn(&[u8]) -> Vec<u8>) {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = pair.public_key().as_ref().to_vec();
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": encode(&point[1..33]), "y": encode(&point[33..])});
    (jwk, move |message: &[u8]| pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec())
}

fn rs256() -> (Value, impl Fn(&[u8]) -> Vec<u8>) {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    // PKCS #1 ends with the modulus and the tagged exponent 65537.
    let public = pair.public_key().as_ref().to_vec();
    let (rest, exponent) = public.split_at(public.len() - 3);
    let modulus = &rest[rest.len() - 2 - 256..rest.len() - 2];
    let jwk = json!({
        "kty": "RSA",
        "n": encode(modulus),
        "e": encode(exponent),
    });
    let sign = move |message: &[u8]| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    };
    (jwk, sign)
}

#[test]
fn own_jwt_with_eddsa_verifies_and_a_changed_one_does_not() {
    let unsigned = badge::build(&sample::input()).unwrap();
    let method = controller::method_id(ISSUER, &sample::key().public_key());
    let text = jwt::sign(&unsigned, &method, &sample::key()).unwrap();
    let report = sample::verify(text.as_bytes(), &sample::issuer_document());
    assert!(report.holds(), "{report:?}");
    assert_eq!(report.verdict(CheckName::Contexts), CheckOutcome::NotApplicable);
    let mut parts: Vec<&str> = text.split('.').collect();
    let mut claims = claims();
    claims["credentialSubject"]["result"][0]["value"] = json!("999");
    let changed = encode(claims.to_string());
    parts[1] = &changed;
    assert!(!sample::verify(parts.join(".").as_bytes(), &sample::issuer_document()).holds());
}

#[test]
fn email_only_holder_cannot_have_a_jwt() {
    let mut input = sample::input();
    input.subject.id = None;
    let unsigned = badge::build(&input).unwrap();
    assert_eq!(
        jwt::sign(&unsigned, "https://x.example/#k", &sample::key()),
        Err(jwt::JwtError::Missing("credentialSubject.id"))
    );
}

#[test]
fn es256_and_rs256_of_others_verify_with_the_issuers_document() {
    let (ec, ec_sign) = es256();
    let (rsa, rsa_sign) = rs256();
    let keys: [(&str, Value, Sign<'_>); 2] = [("ES256", ec, &ec_sign), ("RS256", rsa, &rsa_sign)];
    for (algorithm, jwk, sign) in keys {
        let document = issuer_with(&jwk);
        for header in [
            json!({"alg": algorithm, "typ": "JWT", "kid": format!("{ISSUER}#k1")}),
            json!({"alg": algorithm, "typ": "JWT", "jwk": jwk}),
            json!({"alg": algorithm, "typ": "JWT"}),
        ] {
            let report = sample::verify(assemble(&header, &claims(), sign).as_bytes(), &document);
            assert!(report.holds(), "{header} {report:?}");
        }
        let header = json!({"alg": "none", "kid": format!("{ISSUER}#k1")});
        assert!(!sample::verify(assemble(&header, &claims(), sign).as_bytes(), &document).holds());
    }
}

#[test]
fn key_in_the_header_is_never_trusted_for_itself() {
    let (listed, _) = es256();
    let (own, sign) = es256();
    let document = issuer_with(&listed);
    for kid in [None, Some(format!("{ISSUER}#k1"))] {
        let mut header = json!({"alg": "ES256", "typ": "JWT", "jwk": own});
        if let Some(kid) = kid {
            header["kid"] = json!(kid);
        }
        let report = sample::verify(assemble(&header, &claims(), &sign).as_bytes(), &document);
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Failed);
    }
}

#[test]
fn envelope_that_contradicts_the_credential_fails() {
    let (jwk, sign) = es256();
    let header = json!({"alg": "ES256", "typ": "JWT", "kid": format!("{ISSUER}#k1")});
    for (claim, value) in [
        ("iss", json!("https://stranger.example/")),
        ("jti", json!("urn:x:1")),
        ("sub", json!("urn:x:2")),
        ("nbf", json!(0)),
        ("exp", json!(4_000_000_000_u64)),
    ] {
        let mut claims = claims();
        claims[claim] = value;
        let report = sample::verify(assemble(&header, &claims, &sign).as_bytes(), &issuer_with(&jwk));
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Failed, "{claim}");
        assert!(report.check(CheckName::Proof).unwrap().text.contains(claim));
    }
}
