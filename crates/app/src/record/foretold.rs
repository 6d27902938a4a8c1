//! What somebody will read about a decision of the body: the notice of their badge, or one of its own where
//! no badge tells it.

use assay_kernel::{Arg, Date, PersonId, Said};
use assay_standing::{Consequence, CredentialStanding, Happening, HeldChange, due::Worth, status_said};
use assay_store::Reads;

use crate::{AppError, Why, facts::Letter};

/// A notice before it is sent; its reason is still to be written.
pub(super) struct ForetoldNotice {
    pub(super) said: Said,
    /// Whether the look at the person's badges brings it.
    pub(super) by_badge: bool,
}

impl ForetoldNotice {
    /// None where nothing is decided, or where the decision changes nothing.
    pub(super) async fn of(
        store: &Reads,
        person: PersonId,
        happening: &Happening,
        follows: &Consequence,
        today: Date,
    ) -> Result<Option<ForetoldNotice>, AppError> {
        let (Happening::Revoke { certification, .. }
        | Happening::Suspend { certification, .. }
        | Happening::Reinstate { certification, .. }) = happening
        else {
            return Ok(None);
        };
        let its = |change: &&HeldChange| change.after.credential == *certification;
        let Some(change) = follows.changes.iter().find(its) else { return Ok(None) };
        let by_badge = told_by_badge(store, person, happening, change, today).await?;
        let code = match (happening, by_badge) {
            (Happening::Revoke { .. }, true) => "notice.badge-revoked",
            (Happening::Revoke { .. }, false) => "notice.withdrawn",
            (Happening::Suspend { .. }, true) => "notice.badge-suspended",
            (Happening::Suspend { .. }, false) => "notice.barred",
            (_, true) => "notice.badge-active-again",
            (_, false) => "notice.reinstated",
        };
        let after = &change.after;
        let said = Said::of(code)
            .with("title", Arg::title(&after.title))
            .with("on", today)
            .with("today", today)
            .with("state", status_said(after.status))
            .maybe("until", after.valid_until);
        Ok(Some(ForetoldNotice { said, by_badge }))
    }

    /// The letter that goes with the decision; none where the badge's own notice says it.
    pub(super) fn letter(self, topic: String, why: &Why) -> Result<Option<Letter>, AppError> {
        if self.by_badge {
            return Ok(None);
        }
        let why = Said::of("revoked.because").with("why", Arg::text(why.as_str()));
        Letter::of(topic, &self.said.with("why", why)).map(Some)
    }
}

/// Whether a badge is taken back or comes back by it (`assay_standing::due`): its holder is told with that.
async fn told_by_badge(
    store: &Reads,
    person: PersonId,
    happening: &Happening,
    change: &HeldChange,
    today: Date,
) -> Result<bool, AppError> {
    let HeldChange { before, after, .. } = change;
    let badges = store.credentials_of(person).await?;
    let its = badges
        .iter()
        .find(|badge| badge.certification == after.credential && badge.earned_on.0 == after.earned_on);
    let Some(badge) = its else { return Ok(false) };
    let in_time = |held: &CredentialStanding| held.valid_until.is_none_or(|until| until >= today);
    let is_taken_back = store.status_of(badge.id).await?.map(|place| place.taken_back_at.is_some());
    Ok(match (happening, is_taken_back) {
        (Happening::Reinstate { .. }, taken_back) => {
            let good = matches!(Worth::of(after, today), Some(Worth::Good { .. }));
            taken_back == Some(true) && good && in_time(after)
        }
        (_, Some(taken_back)) => !taken_back,
        // Of before the lists: it gets a place that is born taken back, unless it has run out.
        (_, None) => before.as_ref().is_some_and(in_time),
    })
}
