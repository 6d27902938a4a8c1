//! Forms: drawn from the bank, edited by hand, compared, frozen by a second person, printed.

mod act;
mod compare;
mod cut;
mod one;
mod overview;
mod print;
mod shared;

use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/forms", overview::forms)
        .post("/admin/forms", overview::draw)
        .get("/admin/forms/compare", compare::compare)
        .get("/admin/forms/{id}", one::form)
        .post("/admin/forms/{id}/paper/{what}", print::print)
        .post("/admin/forms/{id}/{act}", act::act)
}
