//! What a file may be at most, and what a refusal says.

use crate::{
    remark::{Remark, Weight, codes},
    tree::Place,
};

/// What a file may be at most; checked before a tree is made of it.
///
/// A public item has some hundred elements and 20 levels; what is refused here was made to be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlLimits {
    /// Bytes of the whole text.
    pub bytes: usize,
    /// Elements within elements.
    pub depth: usize,
    /// Elements and texts.
    pub nodes: usize,
    /// Attributes of one element; a reader compares each with each.
    pub attributes: usize,
    /// Bytes of one attribute; pictures may stand in one as data.
    pub attribute_bytes: usize,
}

impl XmlLimits {
    /// One item, test or stimulus.
    pub const ITEM: XmlLimits =
        XmlLimits { bytes: 8 << 20, depth: 200, nodes: 200_000, attributes: 100, attribute_bytes: 4 << 20 };
    /// A manifest of 10,000 items, each with 3 KB of metadata in 100 nodes.
    pub const MANY: XmlLimits = XmlLimits { bytes: 32 << 20, nodes: 1_000_000, ..XmlLimits::ITEM };
}

/// What a refusal of a whole file says.
pub(super) fn refused(place: Place, message: String) -> Remark {
    Remark {
        code: codes::XML,
        weight: Weight::Error,
        construct: String::new(),
        message,
        line: place.line,
        column: place.column,
    }
}
