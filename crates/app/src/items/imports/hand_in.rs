//! Handing in a file of questions: it is stored as it is, and read afterwards.

use assay_kernel::{Arg, ImportId, Said};
use assay_store::{NewImport, Unit, statement::item_import};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Items,
    line::{FILE_BYTES_MAX, clipped},
    rules::HandIn,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
    facts::Fact,
    reading::sha256,
};

/// Files that nobody has decided about yet; each is kept whole until then.
const OPEN_MAX: i64 = 20;
/// Bytes of one row.
const PART_BYTES: usize = 512 << 10;

impl Items {
    /// Whether somebody may hand in a file: asked before it is received.
    ///
    /// # Errors
    /// Not an administrator.
    pub fn may_hand_in(&self, asking: &Asking) -> Result<(), AppError> {
        let _permit = asking.permit::<HandIn>()?;
        Ok(())
    }

    /// Takes in a file, to be read. The same file that waits already is not taken in twice.
    ///
    /// # Errors
    /// Not an administrator; `Invalid` at the field `file`; or the store failed.
    pub async fn hand_in(&self, asking: &Asking, name: &str, file: &[u8]) -> Result<ImportId, AppError> {
        let permit = asking.permit::<HandIn>()?;
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("file", text)]));
        if file.is_empty() {
            return invalid("Choose a file with questions in it.".to_owned());
        }
        if file.len() > FILE_BYTES_MAX {
            return invalid(format!("Choose a file of at most {} MB, or split it.", FILE_BYTES_MAX >> 20));
        }
        let store = self.shelf.under(&permit);
        let digest = sha256(file);
        if let Some(waiting) = store.open_import_of(&digest).await? {
            return Ok(waiting.id);
        }
        let open = store.open_item_imports().await?;
        if open >= OPEN_MAX {
            return invalid(format!("Keep or discard an import first: {open} wait for a decision."));
        }
        let id = self.mint.id(asking.at);
        let name = clipped(name.rsplit(['/', '\\']).next().unwrap_or_default());
        let name = if name.trim().is_empty() { "questions".to_owned() } else { name };
        let import = NewImport {
            id,
            by: by(asking),
            file_name: name.clone(),
            digest,
            bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
        };
        let mut unit = Unit::from(item_import::made(&import, asking.ms()));
        for (number, part) in (0_i64..).zip(file.chunks(PART_BYTES)) {
            unit.run(item_import::part_added(id, number, STANDARD.encode(part)));
        }
        unit.extend(Fact::QuestionsHandedIn { import: id }.follows(asking.ms()));
        let did = Said::of("did.questions-handed-in").with("file", Arg::text(name));
        self.shelf.commit_logged(asking, permit, Deed::of(&did)?.to(id), unit).await?;
        self.bell.ring();
        Ok(id)
    }
}
