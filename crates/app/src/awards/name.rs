//! Whether a badge's page names its holder: theirs to choose, and nothing that is signed changes by it.

use assay_kernel::CredentialId;
use assay_store::statement::credential;

use super::{Awards, rules::ChooseName};
use crate::{AppError, Asking};

/// What a badge's page says of its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderName {
    /// Their name, as it is on the day it is looked at.
    Shown,
    /// Nothing; so it begins.
    Hidden,
}

impl Awards {
    /// The holder shows or hides their name. Said twice, it is as said once; the other undoes it.
    ///
    /// # Errors
    /// `NotFound` where it is somebody else's, or the store failed.
    pub async fn choose_name(
        &self,
        asking: &Asking,
        id: CredentialId,
        name: HolderName,
    ) -> Result<(), AppError> {
        let (permit, own) = self.shelf.open::<ChooseName, _>(asking, |store| store.credential(id)).await?;
        let chosen = match name {
            HolderName::Shown => credential::name_shown(own.id, asking.ms()),
            HolderName::Hidden => credential::name_hidden(own.id),
        };
        Ok(self.shelf.commit(permit, chosen).await?)
    }
}
