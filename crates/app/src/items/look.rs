//! What somebody is writing, looked at before it is kept.

use std::collections::BTreeMap;

use assay_bank::{AuthoredItem, DeliveryItem, Translation, work::ItemPool};
use assay_kernel::Diagnostic;
use assay_qti::view::ViewNode;

use super::{
    Items,
    content::{Content, WrittenItem},
    found::found_in,
    open::{ItemRef, parts_of, seed_of},
    rules::BeginItem,
    view::ItemParts,
};
use crate::{AppError, Asking, reading::off_the_loop};

/// A draft as it would be shown, and what is at fault with it.
#[derive(Clone, Debug)]
pub struct ItemLook {
    /// As a candidate sees it.
    pub preview: DeliveryItem,
    /// In its own words; none of one with an item of QTI beside it.
    pub parts: Option<ItemParts>,
    /// The reason of each option, as it is told after an answer.
    pub reasons: BTreeMap<String, Vec<ViewNode>>,
    /// Why it can be given to nobody; none where it can.
    pub unfit: Option<String>,
    /// What reading and the rules find in it.
    pub faults: Vec<Diagnostic>,
    /// Its other languages.
    pub languages: Vec<LanguageLine>,
}

/// How far an item stands in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageLine {
    /// A BCP 47 tag.
    pub language: String,
    /// What is not there yet.
    pub missing: Vec<String>,
    /// Whether it is of an older wording.
    pub is_older: bool,
}

/// An item in another language, as it would be shown.
#[derive(Clone, Debug)]
pub struct LanguageLook {
    /// As a candidate would see it.
    pub preview: DeliveryItem,
    /// The reason of each option.
    pub reasons: BTreeMap<String, Vec<ViewNode>>,
    /// How far it stands.
    pub line: LanguageLine,
}

fn languages_of(item: &AuthoredItem) -> Vec<LanguageLine> {
    let line = |one: &Translation| LanguageLine {
        language: one.language.clone(),
        missing: one.missing(item),
        is_older: one.is_of_older_wording(item),
    };
    item.translations.iter().map(line).collect()
}

impl Items {
    /// Looks at what somebody writes: nothing of it is kept.
    ///
    /// # Errors
    /// No writer; `Invalid` where it is too large; or the reading was given up.
    pub async fn look(
        &self,
        asking: &Asking,
        (pool, exam, slug): (ItemPool, &str, &str),
        draft: WrittenItem,
    ) -> Result<ItemLook, AppError> {
        let _permit = asking.permit::<BeginItem>()?;
        Content::fits(&draft)?;
        let (programme, exam, slug) = (asking.programme.clone(), exam.to_owned(), slug.to_owned());
        let (content, faults) = off_the_loop(move || {
            let content = Content::read(&programme.programme, pool, &exam, &slug, draft);
            let faults = found_in(&content, &programme.lists);
            (content, faults)
        })
        .await?;
        let bank = content.read.item_ref();
        Ok(ItemLook {
            preview: DeliveryItem::of(bank, 1, seed_of(asking, "a draft")),
            reasons: bank.rationales(),
            languages: content.read.authored.as_ref().map(languages_of).unwrap_or_default(),
            parts: content.read.authored.as_ref().map(parts_of),
            unfit: bank.unfit().map(str::to_owned),
            faults,
        })
    }

    /// Looks at what somebody writes in another language; none where it has no such one.
    ///
    /// # Errors
    /// As above.
    pub async fn look_in(
        &self,
        asking: &Asking,
        (pool, exam, slug): (ItemPool, &str, &str),
        draft: WrittenItem,
        language: &str,
    ) -> Result<Option<LanguageLook>, AppError> {
        let _permit = asking.permit::<BeginItem>()?;
        Content::fits(&draft)?;
        let content = Content::read(&asking.programme.programme, pool, exam, slug, draft);
        let lines = content.read.authored.as_ref().map(languages_of).unwrap_or_default();
        let line = lines.into_iter().find(|line| line.language == language);
        let shown = content.read.in_language(language).zip(line);
        Ok(shown.map(|(item, line)| LanguageLook {
            preview: DeliveryItem::of(&item, 1, seed_of(asking, "a draft")),
            reasons: item.rationales(),
            line,
        }))
    }
}
