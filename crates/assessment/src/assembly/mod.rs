//! Assembling: forms drawn from a pool, counted, compared and mended by hand.
//!
//! They are drawn by the outline's weights. It works on plain facts of items ([`PoolItem`]), so whoever keeps
//! the items, files or rows, hands in the same. What a form has is counted in one place ([`FormCounts`]);
//! what it lacks is said in one place ([`Short`]), for a form that was drawn as for one that somebody edits.
//! Chance is an argument: the same pool, blueprint and seed give the same forms.
//!
//! ```
//! use assay_assessment::assembly::{FormBlueprint, FormPool, PoolItem, assembled};
//! let item = |id: &str| PoolItem { domain: "1".into(), ..PoolItem::new(id) };
//! let pool = FormPool::new(["a", "b", "c", "d"].map(item));
//! let blueprint = FormBlueprint::of_domains("X-1", &[("1", 100)], 2, 0);
//! let two = assembled(&pool, &blueprint, 2, 7);
//! assert!(two.is_valid() && two.forms.len() == 2);
//! assert_eq!(two, assembled(&pool, &blueprint, 2, 7));
//! assert!(!assembled(&pool, &blueprint, 3, 7).is_valid(), "four items are no three forms of two");
//! ```

mod compare;
mod counts;
mod facts;
mod file;
mod offer;
mod search;
mod short;
mod tally;

pub use compare::{Comparison, ItemsShared, NearestPair};
pub use counts::{DomainCount, FormCounts, NamedForm};
pub use facts::{BlueprintDomain, FormBlueprint, FormPool, PoolItem, QuotaMark, item_kind};
pub use file::{CutOf, FormFile};
pub use offer::{OFFERS_MAX, SwapOffer, swap_offers};
pub use search::{Assembled, DrawnForm, FORMS_MAX, assembled};
pub use short::{Short, short_of_form, short_of_pool};

#[cfg(test)]
mod tests;
