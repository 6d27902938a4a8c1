//! Browsers that signed in before: a cookie that lives long and lets nobody in.
//!
//! It gives its account a count of wrong passwords of its own (OWASP, "Slow down online guessing attacks with
//! device cookies"), so that strangers who guess cannot keep the owner out. Nothing is stored: the cookie
//! names account and browser and is signed with a secret of the installation.

use assay_kernel::PersonId;
use assay_store::{Ms, PersonRecord, Store, statement::meta};
use aws_lc_rs::hmac;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::{AppError, Mint};

const SECRET_SETTING: &str = "device_secret";
/// Digits of a browser's name.
const NAME_DIGITS: usize = 32;

/// Makes and reads the cookies.
pub(crate) struct Devices(hmac::Key);

impl Devices {
    pub(crate) async fn load_or_make(store: &Store, mint: &Mint) -> Result<Self, AppError> {
        let secret = match store.setting(SECRET_SETTING).await? {
            Some(secret) => secret,
            None => {
                let secret = HEXLOWER.encode(&mint.bytes::<32>());
                store.commit(meta::set(SECRET_SETTING, &secret).into()).await?;
                secret
            }
        };
        Ok(Devices(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())))
    }

    /// The cookie of a browser that signed in; it keeps the name it had.
    pub(crate) fn cookie(&self, person: PersonId, name: &str) -> String {
        let text = format!("{person}.{name}");
        let tag = hmac::sign(&self.0, text.as_bytes());
        format!("{text}.{}", HEXLOWER.encode(tag.as_ref()))
    }

    /// The name of a browser that signed in to one of these accounts before, and to which.
    pub(crate) fn of<'c, 'p>(
        &self,
        cookie: &'c str,
        people: &'p [PersonRecord],
    ) -> Option<(&'c str, &'p PersonRecord)> {
        let (text, tag) = cookie.rsplit_once('.')?;
        let (person, name) = text.split_once('.')?;
        let tag = HEXLOWER_PERMISSIVE.decode(tag.as_bytes()).ok()?;
        hmac::verify(&self.0, text.as_bytes(), &tag).ok()?;
        let account = people.iter().find(|account| account.id.to_string() == person)?;
        (name.len() == NAME_DIGITS).then_some((name, account))
    }

    /// A name for a browser.
    pub(crate) fn new_name(mint: &Mint) -> String {
        HEXLOWER.encode(&mint.bytes::<{ NAME_DIGITS / 2 }>())
    }
}

/// Since when this installation names its cookies so that no neighbouring host can set them.
pub(super) async fn host_cookie_since(store: &Store, now: Ms) -> Result<Ms, AppError> {
    const SETTING: &str = "host_cookie_since";
    let stored = store.setting(SETTING).await?.and_then(|text| text.parse::<i64>().ok());
    match stored {
        Some(at) => Ms::try_from(at).map_err(|error| AppError::internal(SETTING, error)),
        None => {
            store.commit(meta::set(SETTING, &now.as_millisecond().to_string()).into()).await?;
            Ok(now)
        }
    }
}
