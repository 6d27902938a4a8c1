//! What nobody can guess: ids and secrets.

use std::sync::Arc;

use assay_kernel::{Instant, Kind, TypedId};

use crate::Chance;

/// Makes ids and draws bytes.
#[derive(Clone)]
pub(crate) struct Mint(Arc<dyn Chance>);

impl Mint {
    pub(crate) fn new(chance: Arc<dyn Chance>) -> Self {
        Mint(chance)
    }

    /// A new id, in the order of time.
    pub(crate) fn id<K: Kind>(&self, at: Instant) -> TypedId<K> {
        let unix_ms = u64::try_from(at.as_millisecond()).unwrap_or_default();
        TypedId::from_parts(unix_ms, self.bytes())
    }

    /// Bytes of chance.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes);
        bytes
    }
}
