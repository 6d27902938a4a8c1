//! How often each version of an item was given, and how many got it right.
//!
//! A sitting is pinned to the files of its day, and a version of an item has the bytes of such a file: so
//! what was given is counted by the version that it was, without a table of its own.

use std::collections::{BTreeMap, BTreeSet};

use assay_assessment::form::parse_form;
use assay_bank::{BankItem, item_seed, work::ItemId};
use assay_kernel::source::SourceFile;
use assay_store::{AnswerAt, SatForm};

use super::{
    Items,
    content::Content,
    held::held,
    open::{ItemRef, content_of, sees_keys},
    rules::SeeItem,
    view::ItemLine,
};
use crate::{AppError, Asking};

/// Sittings below which a share tells more of chance than of an item.
pub const FEW: i64 = 30;
/// Sittings of one form whose answers are read: a share of a thousand is exact to three in a hundred.
const SITTINGS_MAX: i64 = 1_000;
/// Forms, by the files of then, that are looked through: a body gives a few a year.
const FORMS_MAX: i64 = 200;

/// How a version was used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenVersion {
    /// From 1; none where it was given in a wording that is no version here.
    pub number: Option<u32>,
    /// The forms that gave it.
    pub forms: BTreeSet<String>,
    /// In how many sittings whose result counts.
    pub sittings: i64,
    /// Of how many of these the answer was read; none of a wording that is no version here.
    pub read: i64,
    /// How many of those that were read got it right.
    pub right: i64,
}

impl GivenVersion {
    /// The share that got it right; none where they are too few to say.
    pub fn share(&self) -> Option<f64> {
        (self.read >= FEW).then(|| self.right as f64 / self.read as f64)
    }
}

impl Items {
    /// How each version of an examination's item was given; empty of one that is only practised.
    ///
    /// # Errors
    /// `NotFound`, for whoever may not see its key too; or the store failed.
    pub async fn given(
        &self,
        asking: &Asking,
        id: ItemId,
    ) -> Result<(ItemLine, Vec<GivenVersion>), AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        if !sees_keys(asking, &item) {
            return Err(AppError::NotFound);
        }
        if matches!(id, ItemId::Practice(_)) {
            return Ok((ItemLine::of(&item.record), Vec::new()));
        }
        let store = self.shelf.under(&permit);
        let (exam, slug) = (item.record.exam.clone(), item.record.slug.clone());
        let own: BTreeMap<String, i64> = store
            .item_digests(id, &format!("{slug}.toml"))
            .await?
            .into_iter()
            .map(|(number, digest)| (digest, number))
            .collect();
        let path = format!("bank/{exam}/{slug}.toml");
        let mut used: BTreeMap<Option<u32>, GivenVersion> = BTreeMap::new();
        let mut wordings: BTreeMap<u32, Content> = BTreeMap::new();
        for given in store.forms_given(&exam, &path, FORMS_MAX).await? {
            let Some(position) = position_of(&given, &slug) else { continue };
            let number = own.get(&given.item_file).and_then(|number| u32::try_from(*number).ok());
            let version = used.entry(number).or_insert(GivenVersion { number, ..GivenVersion::default() });
            version.forms.insert(given.form.clone());
            version.sittings += given.sittings;
            let Some(number) = number else { continue };
            let content = match wordings.remove(&number) {
                Some(content) => content,
                None => content_of(asking, store, &item, number).await?,
            };
            let asked = wordings.entry(number).or_insert(content).read.item_ref();
            let answers = store.answers_at(&exam, &given, position, SITTINGS_MAX).await?;
            let right = answers.iter().filter(|answer| is_right(asked, position, answer)).count();
            version.read += i64::try_from(answers.len()).unwrap_or(i64::MAX);
            version.right += i64::try_from(right).unwrap_or(i64::MAX);
        }
        Ok((ItemLine::of(&item.record), used.into_values().rev().collect()))
    }
}

/// Where an item stood on a form, from 1.
fn position_of(given: &SatForm, slug: &str) -> Option<u32> {
    let path = format!("forms/{}.toml", given.form);
    let (form, _) = parse_form(&SourceFile::new(path, given.form_text.as_str()));
    let place = form.items.iter().position(|entry| entry.item == slug)?;
    u32::try_from(place + 1).ok()
}

/// What was not answered is not right.
fn is_right(item: &BankItem, position: u32, answer: &AnswerAt) -> bool {
    let values = answer.response.as_deref().and_then(|text| serde_json::from_str::<Vec<String>>(text).ok());
    values.is_some_and(|values| item.is_right(item_seed(answer.seed.0, position), &values))
}
