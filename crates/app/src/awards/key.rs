//! The issuer: its address, made known once, and its signing key.

use assay_credential::{ControllerKey, SigningKey, controller};
use assay_store::{
    Ms, Store,
    statement::{key, meta},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{AppError, Mint, Settings};

/// Under this name the public address is remembered: badges name it for ever, wherever the server listens.
pub const ISSUER_SETTING: &str = "issuer_url";

/// The issuer's name and signing key.
pub(crate) struct IssuerKeys {
    issuer_url: String,
    pub(super) base_url: String,
    pub(super) key: SigningKey,
    pub(super) method: String,
}

/// What everybody may know of the issuer that this process serves: no key can be had by it.
#[derive(Clone, Copy)]
pub struct Issuer<'a>(&'a IssuerKeys);

impl<'a> Issuer<'a> {
    /// The issuer's URL, e.g. `https://certs.example.org/issuer`.
    pub fn url(self) -> &'a str {
        &self.0.issuer_url
    }

    /// Where this installation's public pages are, as badges name them.
    pub fn base_url(self) -> &'a str {
        &self.0.base_url
    }

    /// The verification method of the key in use.
    pub fn method(self) -> &'a str {
        &self.0.method
    }

    /// The issuer's controller document, with its keys.
    pub fn document(self) -> Value {
        controller::controller_document(&self.0.issuer_url, &self.0.controller_keys())
    }

    /// The same as a `did:web` document.
    pub fn did_document(self) -> Value {
        let web = controller::did_web_document(&self.0.base_url, &self.0.controller_keys());
        web.unwrap_or_else(|| self.document())
    }
}

/// What everybody may know of the issuer: its name and public keys, read without making any.
pub struct PublicKeys {
    issuer_url: String,
    keys: Vec<ControllerKey>,
}

impl PublicKeys {
    /// Reads them out of an installation's data; none where it never signed anything.
    ///
    /// # Errors
    /// The store failed, or the key cannot be read.
    pub async fn read(store: &Store) -> Result<Option<Self>, AppError> {
        let Some(base_url) = store.setting(ISSUER_SETTING).await? else { return Ok(None) };
        let keys = store.signing_keys().await?;
        let Some((_, seed)) = keys.last() else { return Ok(None) };
        let key = signing_key(seed)?;
        let keys = vec![ControllerKey { key: key.public_key(), trusted: true }];
        Ok(Some(PublicKeys { issuer_url: format!("{base_url}/issuer"), keys }))
    }

    /// The issuer's controller document.
    pub fn document(&self) -> Value {
        controller::controller_document(&self.issuer_url, &self.keys)
    }

    /// Whether a badge names this issuer as its own.
    pub fn issued(&self, badge: &Value) -> bool {
        let issuer = badge.get("issuer");
        let id = issuer.and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
        id == Some(self.issuer_url.as_str())
    }
}

fn signing_key(seed: &str) -> Result<SigningKey, AppError> {
    let broken = |cause: String| AppError::internal("reading the signing key", cause);
    let seed = STANDARD.decode(seed).map_err(|error| broken(error.to_string()))?;
    let seed: [u8; 32] = seed.try_into().map_err(|_| broken("it is not 32 bytes".to_owned()))?;
    SigningKey::from_seed(&seed).map_err(|error| broken(error.to_string()))
}

impl IssuerKeys {
    pub(crate) async fn load_or_make(
        store: &Store,
        settings: &Settings,
        mint: &Mint,
        now: Ms,
    ) -> Result<Self, AppError> {
        let stored = store.setting(ISSUER_SETTING).await?;
        let base_url = match stored {
            Some(url) => url,
            None => {
                store.commit(meta::set(ISSUER_SETTING, &settings.public_url).into()).await?;
                settings.public_url.clone()
            }
        };
        let mut keys = store.signing_keys().await?;
        if keys.is_empty() {
            let seed = STANDARD.encode(mint.bytes::<32>());
            store.commit(key::added("key-1", &seed, now).into()).await?;
            keys.push(("key-1".to_owned(), seed));
        }
        let broken = |cause: String| AppError::internal("reading the signing key", cause);
        let (_, seed) = keys.last().ok_or_else(|| broken("there is none".to_owned()))?;
        let key = signing_key(seed)?;
        let issuer_url = format!("{base_url}/issuer");
        let method = controller::method_id(&issuer_url, &key.public_key());
        Ok(IssuerKeys { issuer_url, base_url, key, method })
    }

    pub(super) fn issuer(&self) -> Issuer<'_> {
        Issuer(self)
    }

    pub(super) fn issuer_url(&self) -> &str {
        &self.issuer_url
    }

    fn controller_keys(&self) -> Vec<ControllerKey> {
        vec![ControllerKey { key: self.key.public_key(), trusted: true }]
    }
}
