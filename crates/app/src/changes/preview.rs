//! A draft before the second person has it: looked at as often as one likes, then proposed with a reason.

use assay_kernel::{Arg, PreparedId, ProposalId, Said};
use assay_store::{
    NewProposal, Reads, StoreError, Unit,
    statement::{prepared, programme, proposal},
};

use super::{
    Changes, Plan,
    difference::{self, FileDifference},
    rules::{Propose, SeeKeys, SeeProposals, TakeBack},
};
use assay_words::InEnglish;

use crate::{
    AppError, Asking, Draft, Files, Reviewed, Why,
    deed::Deed,
    reading::{Overlay, Owned, load_draft, off_the_loop, settled, sha256},
};

/// What a draft would do, and nothing is stored of it.
pub struct Preview {
    /// The draft.
    pub draft: Draft,
    /// What applying it would do now.
    pub plan: Plan,
    /// What differs, file by file.
    pub differences: Vec<FileDifference>,
    /// The mark of what was looked at: exactly that is proposed, or nothing.
    pub seen: String,
}

impl Changes {
    /// Plans a draft and shows what it would do.
    ///
    /// # Errors
    /// `NotFound` for an unknown draft, `Draft` with its faults or where it changes nothing.
    pub async fn preview(&self, asking: &Asking, draft: &str) -> Result<Preview, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        let planned = self.planned(asking, self.shelf.under(&permit), draft).await?;
        let Planned { draft, plan, current, proposed } = planned;
        let sees_keys = asking.may_at_all::<SeeKeys>();
        let differences = off_the_loop(move || difference::of(&current, &proposed.files, sees_keys)).await?;
        Ok(Preview { seen: mark(&plan), draft, plan, differences })
    }

    /// Proposes what was looked at, with the reason that the second person reads.
    ///
    /// # Errors
    /// `NotFound` for an unknown draft, `Draft` with its faults, `Stale` where it would do something else by
    /// now, `Conflict` where another proposal is open.
    pub async fn propose(
        &self,
        asking: &Asking,
        draft: &str,
        seen: &str,
        reason: &Why,
    ) -> Result<ProposalId, AppError> {
        let permit = asking.permit::<Propose>()?;
        let planned = self.planned(asking, self.shelf.under(&permit), draft).await?;
        let Planned { draft, plan, proposed, .. } = planned;
        if mark(&plan) != seen {
            let text = "It would now do something other than what you looked at. Look again: below is what \
                        it would do now.";
            return Err(AppError::Stale(text.to_owned()));
        }
        let new = NewProposal {
            id: self.mint.id(asking.at),
            tree: proposed.tree().to_owned(),
            files: proposed.files.to_store(),
            title: draft.title,
            plan: serde_json::to_string(&plan).map_err(|e| AppError::internal("writing a plan", e))?,
            proposed_by: asking.person()?,
            reason: reason.as_str().to_owned(),
        };
        let mut unit = Unit::from_iter(programme::files_kept(&new.tree, &new.files));
        unit.run(proposal::added(&new, asking.ms()));
        let did = Said::of("did.proposed").with("title", Arg::text(&new.title));
        let done = Deed::of(&did)?.to(new.id).because(reason);
        self.shelf.commit_logged(asking, permit, done, unit).await?;
        Ok(new.id)
    }

    /// What lies ready: in the programme's folder and the demonstration, and what rooms have prepared.
    pub(super) async fn lying_ready(&self, store: &Reads) -> Result<Vec<Draft>, AppError> {
        let mut ready = self.drafts.list();
        let prepared = store.prepared_changes().await?;
        ready.extend(prepared.into_iter().map(|change| Draft {
            id: change.id.to_string(),
            title: change.title,
            text: change.about,
        }));
        Ok(ready)
    }

    /// Takes back what a room has prepared: it lies ready no more.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it was taken back already; or the store failed.
    pub async fn take_back(&self, asking: &Asking, id: PreparedId) -> Result<(), AppError> {
        let permit = asking.permit::<TakeBack>()?;
        let lying = self.shelf.under(&permit).prepared_changes().await?;
        let change = lying.into_iter().find(|change| change.id == id).ok_or(AppError::NotFound)?;
        let deed =
            Deed::of(&Said::of("did.prepared-taken-back").with("title", Arg::text(change.title)))?.to(id);
        let done =
            self.shelf.commit_logged(asking, permit, deed, prepared::taken_back(id, asking.ms())).await;
        match done {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done?),
        }
    }

    /// What a room has prepared, where it still goes over the version in force.
    async fn overlay(&self, asking: &Asking, store: &Reads, id: PreparedId) -> Result<Overlay, AppError> {
        let prepared = store.prepared_changes().await?.into_iter().find(|change| change.id == id);
        let over = prepared.and_then(|change| change.tree);
        if over.is_some_and(|tree| tree != asking.programme.tree) {
            let text = "Another version of the programme was applied since this was prepared. Take it back, \
                        and prepare it anew.";
            return Err(AppError::Draft(text.to_owned()));
        }
        Ok(Overlay::from_store(store.prepared_files(id).await?)?)
    }

    async fn planned(&self, asking: &Asking, store: &Reads, draft: &str) -> Result<Planned, AppError> {
        let known = self.lying_ready(store).await?.into_iter().find(|known| known.id == draft);
        let known = known.ok_or(AppError::NotFound)?;
        let overlay = match PreparedId::parse(draft) {
            Ok(prepared) => Some(self.overlay(asking, store, prepared).await?),
            Err(_) => None,
        };
        let (drafts, id) = (self.drafts.clone(), draft.to_owned());
        let owned = Owned::now(store).await?;
        let current = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        let (current, proposed, not_read) = off_the_loop(move || {
            let (files, not_read) = match &overlay {
                Some(overlay) => (overlay.over(&current), Vec::new()),
                None => {
                    let draft = drafts.read(&id, &current).map_err(AppError::Draft)?;
                    let draft = settled(&current, draft, &owned);
                    (draft.files, draft.not_read)
                }
            };
            Ok::<_, AppError>((current, load_draft(files)?, not_read))
        })
        .await??;
        let (plan, proposed) = self.plan_for(asking, store, current.clone(), (proposed, &not_read)).await?;
        match plan.is_empty() {
            true => {
                let text = match plan.beside().as_slice() {
                    [] => "It is already in force; there is nothing to change.".to_owned(),
                    said => said.iter().map(InEnglish::text).collect::<Vec<_>>().join(" "),
                };
                Err(AppError::Draft(text))
            }
            false => Ok(Planned { draft: known, plan, current, proposed }),
        }
    }
}

/// A draft with what it would do.
struct Planned {
    draft: Draft,
    plan: Plan,
    current: Files,
    proposed: Reviewed,
}

/// The same as long as the same files would do the same to the same people.
fn mark(plan: &Plan) -> String {
    sha256(
        format!("{} {} {} {}", plan.parent.version, plan.parent.tree, plan.proposed, plan.digest).as_bytes(),
    )
}
