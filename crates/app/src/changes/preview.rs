//! A draft before the second person has it: looked at as often as one likes, then proposed with a reason.

use assay_kernel::{Arg, ProposalId, Said};
use assay_store::{
    NewProposal, Reads, Unit,
    statement::{programme, proposal},
};

use super::{
    Changes, Plan,
    difference::{self, FileDifference},
    load_draft,
    rules::{Propose, SeeKeys, SeeProposals},
};
use crate::{
    AppError, Asking, Draft, Files, Reviewed, Why,
    deed::Deed,
    reading::{off_the_loop, sha256},
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

    async fn planned(&self, asking: &Asking, store: &Reads, draft: &str) -> Result<Planned, AppError> {
        let known = self.drafts.list().into_iter().find(|known| known.id == draft);
        let known = known.ok_or(AppError::NotFound)?;
        let (drafts, id) = (self.drafts.clone(), draft.to_owned());
        let current = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        let (current, proposed) = off_the_loop(move || {
            let files = drafts.read(&id, &current).map_err(AppError::Draft)?;
            Ok::<_, AppError>((current, load_draft(files)?))
        })
        .await??;
        let (plan, proposed) = self.plan_for(asking, store, current.clone(), proposed).await?;
        match plan.is_empty() {
            true => {
                let text = "It is already in force; there is nothing to change.";
                Err(AppError::Draft(text.to_owned()))
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
