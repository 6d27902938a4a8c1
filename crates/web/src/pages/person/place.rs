//! Where a person's page is, and the way to its parts.

use assay_kernel::{PersonId, TypedId};
use maud::Markup;

use crate::{fault::Fault, ui};

/// Where a person's page is.
pub(in crate::pages) fn place(id: PersonId) -> String {
    format!("/admin/people/{id}")
}

/// The way to a part of a person's page.
pub(in crate::pages) fn crumbs(id: PersonId, name: &str) -> Markup {
    ui::breadcrumbs(&[
        ui::Crumb::new("Administration", "/admin"),
        ui::Crumb::new("People", "/admin/people"),
        ui::Crumb::new(name, place(id)),
    ])
}

/// The id in an address.
pub(in crate::pages) fn id_of(text: &str) -> Result<PersonId, Fault> {
    TypedId::parse(text).map_err(|_| Fault::not_found())
}
