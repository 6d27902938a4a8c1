//! Verification: one verdict and one plain sentence per check,
//! and no sum without its parts.
//!
//! The order follows Open Badges 3.0, section 9.1. Documents of others come through closures, the time is
//! an argument. Endorsements inside a credential are counted, not verified.
//!
//! ```
//! use assay_credential::{CheckName, CheckOutcome, Verifier};
//! let now = "2026-01-15T00:00:00Z".parse()?;
//! let verifier = Verifier { resolve: &|_| None, status: &|_| None, gunzip: None, now, asked_at: None };
//! let report = verifier.verify(br#"{"type": ["VerifiableCredential"]}"#);
//! assert!(!report.holds());
//! assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Failed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod borrowed;
mod check;
mod checks;
mod conclusion;
mod input;
mod report;
mod strict;

use crate::status;
use serde_json::{Map, Value};

pub use borrowed::Own;
pub(crate) use check::issuer_id;
pub use check::{Check, CheckCause, CheckName, CheckOutcome, Gunzip, Verifier};
pub(crate) use checks::{belongs, dates, proof_and_issuer};
pub use conclusion::Conclusion;
use input::Input;
pub use input::{BadgeForm, credential_text};
use report::summary;
pub use report::{Report, Summary};
pub(crate) use strict::parse as parse_strict;

impl Verifier<'_> {
    /// Verifies a credential as JSON, baked PNG or SVG, or compact JWS.
    #[must_use]
    pub fn verify(&self, bytes: &[u8]) -> Report {
        match input::read(bytes) {
            Ok((format, Input::Embedded(credential))) => {
                let [proof, issuer] = proof_and_issuer(&credential, self);
                let contexts = checks::contexts(&credential);
                self.report(format, &credential, contexts, proof, issuer)
            }
            Ok((format, Input::Enveloped(jws))) => {
                let credential = jws.credential.clone();
                let [proof, issuer] = crate::jwt::checks(&jws, self);
                let text = "The credential is signed as text, so its meaning does not depend on contexts.";
                let contexts = Check::new(CheckName::Contexts, CheckOutcome::NotApplicable, text);
                self.report(format, &credential, contexts, proof, issuer)
            }
            Err(unread) => {
                let (format, text) = (unread.format, unread.text);
                let checks = CheckName::ALL.iter().map(|name| match name {
                    CheckName::Schema => Check {
                        cause: unread.no_badge.then_some(CheckCause::NoBadge),
                        ..Check::new(*name, CheckOutcome::Failed, text.clone())
                    },
                    _ => {
                        Check::new(*name, CheckOutcome::Unknown, "Not checked: no credential could be read.")
                    }
                });
                Report { format, checks: checks.collect(), summary: None }
            }
        }
    }

    fn report(
        &self,
        format: BadgeForm,
        credential: &Map<String, Value>,
        contexts: Check,
        proof: Check,
        issuer: Check,
    ) -> Report {
        let schema = checks::schema(credential);
        let dates = dates(credential, self.now);
        let status = status::check(credential, self);
        let checks = vec![contexts, schema, proof, issuer, dates, status];
        Report { format, checks, summary: Some(summary(credential)) }
    }
}
