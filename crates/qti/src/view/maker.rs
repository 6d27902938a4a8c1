//! What the view of an interaction asks of the walk that came upon it.
//!
//! Interactions stand in trees, and trees in interactions; each side is a file of its own.

use super::ViewNode;
use crate::{declaration::Declarations, item::ShowHide, tree::XmlNode};

/// What walks the trees of an item.
pub(super) trait ViewMaker {
    /// What of these nodes may be shown.
    fn nodes(&self, nodes: &[XmlNode]) -> Vec<ViewNode>;

    /// Whether a variable's value lets something be seen.
    fn is_visible(&self, variable: &str, identifier: &str, shown: ShowHide) -> bool;

    /// The item's variables.
    fn declarations(&self) -> &Declarations;

    /// For the order of what is mixed.
    fn seed(&self) -> u64;
}
