//! Who writes and reviews where: given by who looks after the bank.

use std::collections::BTreeMap;

use assay_kernel::{Arg, PersonId, Role, Said};
use assay_store::StoreError;
use assay_store::statement::item_desk;

use super::{
    Items,
    rules::{GiveScope, SeeBank, SeeStaff},
    write::stored,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
};

/// Somebody who works in the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLine {
    /// Who.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// Their roles in the bank.
    pub roles: Vec<Role>,
    /// Where: exam version, and domain or empty for all.
    pub scopes: Vec<(String, String)>,
}

impl Items {
    /// Everybody with a role in the bank, and where they work.
    ///
    /// # Errors
    /// Neither bank manager nor administrator, or the store failed.
    pub async fn staff(&self, asking: &Asking) -> Result<Vec<StaffLine>, AppError> {
        let permit = asking.permit::<SeeStaff>()?;
        let store = self.shelf.under(&permit);
        let mut lines: BTreeMap<PersonId, StaffLine> = BTreeMap::new();
        for one in store.bank_staff(asking.ms()).await? {
            let line = lines.entry(one.person_id).or_insert_with(|| StaffLine {
                person: one.person_id,
                name: one.name.clone(),
                roles: Vec::new(),
                scopes: Vec::new(),
            });
            line.roles.extend(Role::parse(&one.role));
        }
        for scope in store.item_scopes().await? {
            if let Some(line) = lines.get_mut(&scope.person_id) {
                line.scopes.push((scope.exam, scope.domain));
            }
        }
        let mut lines: Vec<StaffLine> = lines.into_values().collect();
        lines.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
        Ok(lines)
    }

    /// Where whoever asks writes and reviews: exam version, and domain or empty for all.
    ///
    /// # Errors
    /// No role in the bank, not signed in, or the store failed.
    pub async fn own_scopes(&self, asking: &Asking) -> Result<Vec<(String, String)>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        Ok(self.shelf.under(&permit).item_scopes_of(asking.person()?).await?)
    }

    /// Lets somebody write or review in an exam version, or in one of its domains.
    ///
    /// # Errors
    /// No bank manager; `Invalid` with what stands against it; or the store failed.
    pub async fn give_scope(
        &self,
        asking: &Asking,
        person: PersonId,
        exam: &str,
        domain: &str,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<GiveScope>()?;
        let fault = |field, text: &str| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        let Some(outline) = asking.programme.programme.outline(exam) else {
            return fault("exam", "There is no such exam version with an outline.");
        };
        if !domain.is_empty() && outline.domains.iter().all(|known| known.id != domain) {
            return fault("domain", "The outline has no such domain.");
        }
        let staff = self.shelf.under(&permit).bank_staff(asking.ms()).await?;
        if staff.iter().all(|one| one.person_id != person) {
            return fault(
                "person",
                "This person neither writes nor reviews. Ask an administrator for the role.",
            );
        }
        let did = Said::of("did.item-scope-given").with("exam", Arg::text(exam));
        let did = did.maybe("domain", (!domain.is_empty()).then(|| Arg::text(domain)));
        let unit = item_desk::scope_given(person, exam, domain, &by(asking), asking.ms());
        let deed = Deed::of(&did)?.about(person).to(exam);
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => fault("domain", "They work there already."),
            done => stored(done),
        }
    }

    /// Takes it away again.
    ///
    /// # Errors
    /// No bank manager; `Conflict` where they do not work there; or the store failed.
    pub async fn take_scope(
        &self,
        asking: &Asking,
        person: PersonId,
        exam: &str,
        domain: &str,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<GiveScope>()?;
        let did = Said::of("did.item-scope-taken").with("exam", Arg::text(exam));
        let did = did.maybe("domain", (!domain.is_empty()).then(|| Arg::text(domain)));
        let deed = Deed::of(&did)?.about(person).to(exam);
        let unit = item_desk::scope_taken(person, exam, domain);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }
}
