//! The copy of everything that is kept about the person who asks, as one JSON document.
//!
//! Theirs by right (GDPR, articles 15 and 20). Never in it: keys and rationales of items, which are the
//! examination's, and what was chosen in an exam, which beside a full score is a key; password and tokens, of
//! which only hashes are kept; who of the team did something, which is about them, but where
//! a message names them. Each part is bounded, and
//! what is cut off says so in the document.

mod lines;
mod parts;

use assay_kernel::Instant;
use assay_standing::HistoryLine;
use serde::Serialize;

use self::{
    lines::{
        CopiedBadge, OwnAccount, OwnAct, OwnCrew, OwnLink, OwnMessage, OwnNote, OwnPractice, OwnPrep,
        OwnReading, OwnRegistration, OwnRole, OwnSeen, OwnSession, OwnSitting,
    },
    parts::Parts,
};
use super::{Record, rules::CopyOwn};
use crate::{AppError, Asking};

/// Everything that is kept about a person.
#[derive(Serialize)]
pub struct OwnData {
    /// What this is, and what is not in it.
    pub about: String,
    made_at: Instant,
    /// Parts that have more rows than this document takes; empty where it is whole.
    cut_off: Vec<&'static str>,
    account: OwnAccount,
    roles: Vec<OwnRole>,
    sessions: Vec<OwnSession>,
    links: Vec<OwnLink>,
    history: Vec<HistoryLine>,
    registrations: Vec<OwnRegistration>,
    sittings: Vec<OwnSitting>,
    badges: Vec<CopiedBadge>,
    practice: Vec<OwnPractice>,
    practice_questions_seen: Vec<OwnSeen>,
    preparation: Vec<OwnPrep>,
    readiness: Vec<OwnReading>,
    results_counted_since: Option<Instant>,
    messages: Vec<OwnMessage>,
    crews: Vec<OwnCrew>,
    crews_led: Vec<String>,
    notes_of_the_team: Vec<OwnNote>,
    acts_of_the_team: Vec<OwnAct>,
}

impl Record {
    /// Everything that is kept about the person who asks.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own_data(&self, asking: &Asking) -> Result<OwnData, AppError> {
        let permit = asking.permit::<CopyOwn>()?;
        let (id, store) = (asking.person()?, self.shelf.under(&permit));
        let me = store.person(id).await?.ok_or(AppError::NotFound)?;
        let mut parts = Parts::of(store);
        let body = &asking.programme.body.name;
        let data = OwnData {
            about: format!(
                "Everything that {body} keeps about you in this installation. Not in it: the questions of \
                 exams with their keys and rationales, and which options you chose there, since beside a \
                 result that would be a key; your password, of which only a hash is kept; and who of the \
                 team did something. Letters of practice are those of a question's file, which are mixed \
                 on the screen."
            ),
            made_at: asking.at,
            account: OwnAccount {
                id: me.id.to_string(),
                name: me.name.clone(),
                address: me.email.clone(),
                address_confirmed_by: me.verified_how.map(|how| how.as_str()),
                has_password: me.password_hash.is_some(),
                made_at: me.created_at.0,
            },
            roles: parts.roles(id).await?,
            sessions: parts.sessions(id).await?,
            links: parts.links(id).await?,
            history: parts.history(id).await?,
            registrations: parts.registrations(id).await?,
            sittings: parts.sittings(id).await?,
            badges: parts.badges(id).await?,
            practice: parts.practice(id).await?,
            practice_questions_seen: parts.questions_seen(id).await?,
            preparation: parts.prep(id).await?,
            readiness: parts.readings(id).await?,
            results_counted_since: store.outcome_consent(id).await?.map(|at| at.0),
            messages: parts.messages(id).await?,
            crews: parts.crews(id).await?,
            crews_led: parts.crews_led(id).await?,
            notes_of_the_team: parts.notes(id).await?,
            acts_of_the_team: parts.acts(id).await?,
            cut_off: Vec::new(),
        };
        Ok(OwnData { cut_off: parts.cut_off, ..data })
    }
}
