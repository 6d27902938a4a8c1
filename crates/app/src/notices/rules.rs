//! Who may read notices.

use crate::permit::{Whole, acts};

acts! {
    /// Reading what one was told.
    ReadOwn on Whole, "notices.read-own": Candidate [Whole], Administrator [Whole];
    /// Having seen what one was told.
    SeeOwn on Whole, "notices.see-own": Candidate [Whole], Administrator [Whole];
}
