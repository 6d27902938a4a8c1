//! The issuer: its address, made known once, and its signing key.

use assay_credential::{SigningKey, controller};
use assay_store::{Ms, Store};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{AppError, Chance, Settings};

/// Under this name the public address is remembered: badges name it for ever, wherever the server listens.
pub const ISSUER_SETTING: &str = "issuer_url";

/// The issuer's name and signing key.
pub struct IssuerKeys {
    /// The issuer's URL, e.g. `https://certs.example.org/issuer`.
    pub issuer_url: String,
    /// Where this installation's public pages are, as badges name them.
    pub base_url: String,
    pub(crate) key: SigningKey,
    /// The key's verification method.
    pub method: String,
}

impl IssuerKeys {
    pub(crate) async fn load_or_make(
        store: &Store,
        settings: &Settings,
        chance: &dyn Chance,
        now: Ms,
    ) -> Result<Self, AppError> {
        let stored = store.setting(ISSUER_SETTING).await?;
        let base_url = match stored {
            Some(url) => url,
            None => {
                store.set_setting(ISSUER_SETTING, &settings.public_url).await?;
                settings.public_url.clone()
            }
        };
        let mut keys = store.signing_keys().await?;
        if keys.is_empty() {
            let mut seed = [0; 32];
            chance.fill(&mut seed);
            let seed = STANDARD.encode(seed);
            store.add_signing_key("key-1", &seed, now).await?;
            keys.push(("key-1".to_owned(), seed));
        }
        let broken = |cause: String| AppError::internal("reading the signing key", cause);
        let (_, seed) = keys.last().ok_or_else(|| broken("there is none".to_owned()))?;
        let seed = STANDARD.decode(seed).map_err(|error| broken(error.to_string()))?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| broken("it is not 32 bytes".to_owned()))?;
        let key = SigningKey::from_seed(&seed).map_err(|error| broken(error.to_string()))?;
        let issuer_url = format!("{base_url}/issuer");
        let method = controller::method_id(&issuer_url, &key.public_key());
        Ok(IssuerKeys { issuer_url, base_url, key, method })
    }

    /// The issuer's controller document, with its keys.
    pub fn document(&self) -> Value {
        controller::controller_document(&self.issuer_url, &self.controller_keys())
    }

    /// The same as a `did:web` document.
    pub fn did_document(&self) -> Value {
        let web = controller::did_web_document(&self.base_url, &self.controller_keys());
        web.unwrap_or_else(|| self.document())
    }

    fn controller_keys(&self) -> Vec<assay_credential::ControllerKey> {
        vec![assay_credential::ControllerKey { key: self.key.public_key(), trusted: true }]
    }
}
