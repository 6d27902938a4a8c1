//! Who may read notices.

use crate::permit::{Whole, acts};

acts! {
    /// Reading what one was told.
    ReadOwn on Whole, "notices.read-own": Candidate [Whole], Administrator [Whole];
}
