//! What is held, in sentences for the team: sittings whose form is not whole, and exams nobody can take.

use assay_assessment::whole::NotWhole;
use assay_programme::offer::{OfferState, offer_on};

use super::{Sittings, rules::SeeAll};
use crate::{AppError, Asking};

/// Something that waits until somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldExam {
    /// Exam version.
    pub exam: String,
    /// Sittings that wait; none where nobody could even start.
    pub sittings: i64,
    /// What is missing, by name, and what to do.
    pub text: String,
}

impl Sittings {
    /// Everything that is held.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn held(&self, asking: &Asking) -> Result<Vec<HeldExam>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let mut held = Vec::new();
        for waiting in store.waiting_sittings().await? {
            let missing = match self.exams.of(waiting.tree.as_deref(), store).await {
                Ok(sealed) => sealed.is_whole(waiting.exam.as_str(), Some(&waiting.form)).err(),
                Err(AppError::Internal(text)) => {
                    tracing::error!(text, "files that sittings were started on cannot be read");
                    Some(NotWhole::FormGone(waiting.form.clone()))
                }
                Err(error) => return Err(error),
            };
            if let Some(missing) = missing {
                let count = match waiting.sittings {
                    1 => "1 sitting is on hold and not scored in part".to_owned(),
                    count => format!("{count} sittings are on hold and not scored in part"),
                };
                let text = format!(
                    "{count}: {missing}. They are scored in full once the files that they were started on \
                     can be read whole: with the release that wrote them, or from a backup."
                );
                held.push(HeldExam { exam: waiting.exam.to_string(), sittings: waiting.sittings, text });
            }
        }
        let sealed = self.exams.of(Some(&asking.programme.tree), store).await?;
        for exam in &asking.programme.exams {
            let state = offer_on(&asking.programme, exam, asking.today);
            let offered = matches!(state, OfferState::Open { .. } | OfferState::RegistrationClosed { .. });
            let Some(missing) = sealed.is_whole(exam.code.as_str(), None).err().filter(|_| offered) else {
                continue;
            };
            let text = format!(
                "Nobody can register for it or start it: {missing}. Apply a version of the programme with a \
                 complete form."
            );
            held.push(HeldExam { exam: exam.code.to_string(), sittings: 0, text });
        }
        Ok(held)
    }
}
