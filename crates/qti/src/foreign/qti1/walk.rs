//! Elements inside elements.

use crate::tree::XmlElement;

/// All elements below one, without recursion.
pub(super) fn below<'e>(element: &'e XmlElement) -> impl Iterator<Item = &'e XmlElement> {
    let mut waiting: Vec<&XmlElement> = vec![element];
    std::iter::from_fn(move || {
        let next = waiting.pop()?;
        let mut inner: Vec<&'e XmlElement> = next.elements().collect();
        inner.reverse();
        waiting.extend(inner);
        Some(next)
    })
    .skip(1)
}

pub(super) fn child<'e>(element: &'e XmlElement, name: &str) -> Option<&'e XmlElement> {
    element.elements().find(|child| child.name == name)
}

/// Whether an element of that name stands in one.
pub(super) fn has(element: &XmlElement, name: &str) -> bool {
    child(element, name).is_some()
}
