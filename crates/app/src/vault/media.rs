//! Pictures of items: as secret as the items, so each vault holds its own.

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::BankItem;
use assay_qti::package::item_picture;

use crate::reading::Artwork;

/// A picture of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemMedium {
    /// Of what kind it is: `image/png`.
    pub media_type: &'static str,
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
}

impl ItemMedium {
    /// A file that only draws; none of any other.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Option<ItemMedium> {
        Some(ItemMedium { media_type: item_picture(name, bytes)?, bytes: bytes.into() })
    }
}

/// The pictures of a pool of items, by their paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Media(BTreeMap<String, ItemMedium>);

impl Media {
    /// Those that items name, and that only draw.
    pub(crate) fn of<'a>(items: impl Iterator<Item = &'a BankItem>, files: &[Artwork]) -> Self {
        let named = items.flat_map(|item| item.media().into_iter().filter_map(|name| item.path_of(&name)));
        let picture = |path: String| {
            let file = files.iter().find(|file| file.path == path)?;
            let media_type = item_picture(&path, &file.bytes)?;
            Some((path, ItemMedium { media_type, bytes: file.bytes.as_slice().into() }))
        };
        Media(named.filter_map(picture).collect())
    }

    /// A picture by the name that an item gives it.
    pub(crate) fn medium(&self, item: &BankItem, name: &str) -> Option<ItemMedium> {
        self.0.get(&item.path_of(name)?).cloned()
    }

    /// A picture of what is asked, by the name that an item gives it: none of a rationale.
    pub(crate) fn asked(&self, item: &BankItem, name: &str) -> Option<ItemMedium> {
        let is_asked = item.asked_media().iter().any(|asked| plain(asked) == plain(name));
        self.medium(item, name).filter(|_| is_asked)
    }
}

/// A name without what says that it stands here.
fn plain(name: &str) -> &str {
    name.strip_prefix("./").unwrap_or(name)
}
