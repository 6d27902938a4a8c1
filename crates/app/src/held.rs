//! What is held, in sentences for the team: sittings whose form is not whole, and exams nobody can take.

use assay_kernel::Actor;
use assay_programme::offer::{OfferState, offer_on};

use crate::{Action, App, AppError, authorise};

/// Something that waits until somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Exam version.
    pub exam: String,
    /// Sittings that wait; none where nobody could even start.
    pub sittings: i64,
    /// What is missing, by name, and what to do.
    pub text: String,
}

impl App {
    /// Everything that is held.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn held(&self, actor: &Actor) -> Result<Vec<Held>, AppError> {
        authorise(actor, Action::Administer, None)?;
        let mut held = Vec::new();
        for waiting in self.store.waiting_sittings().await? {
            let missing = match self.loaded_as(waiting.tree.as_deref()).await {
                Ok(loaded) => loaded.sittable(&waiting.exam, Some(&waiting.form)).err(),
                Err(AppError::Internal(text)) => {
                    tracing::error!(text, "files that sittings were started on cannot be read");
                    Some(assay_assessment::whole::NotWhole::FormGone(waiting.form.clone()))
                }
                Err(error) => return Err(error),
            };
            if let Some(missing) = missing {
                let count = match waiting.sittings {
                    1 => "1 sitting is held and not scored partly".to_owned(),
                    count => format!("{count} sittings are held and not scored partly"),
                };
                let text = format!(
                    "{count}: {missing}. They are scored in full once the files that they were started on \
                     can be read whole: with the release that wrote them, or from a backup."
                );
                held.push(Held { exam: waiting.exam, sittings: waiting.sittings, text });
            }
        }
        let (loaded, today) = (self.loaded(), self.today());
        for exam in &loaded.programme.exams {
            let state = offer_on(&loaded.programme, exam, today);
            let offered = matches!(state, OfferState::Open { .. } | OfferState::BookingClosed { .. });
            let Some(missing) = loaded.sittable(exam.code.as_str(), None).err().filter(|_| offered) else {
                continue;
            };
            let text = format!(
                "Nobody can register for it or start it: {missing}. Apply a version of the programme with a \
                 form that is whole."
            );
            held.push(Held { exam: exam.code.to_string(), sittings: 0, text });
        }
        Ok(held)
    }
}
