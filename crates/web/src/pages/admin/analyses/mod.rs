//! Practice analyses, as the team sees them: who is asked, what they said, and the blueprint that follows.

mod act;
mod evidence;
mod list;
mod one;
mod shared;

use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/analyses", list::analyses)
        .post("/admin/analyses", list::make)
        .get("/admin/analyses/{id}", one::analysis)
        .get("/admin/analyses/{id}/ratings.csv", one::ratings_csv)
        .get("/admin/analyses/{id}/outline.toml", one::outline)
        .post("/admin/analyses/{id}/experts", act::invite)
        .post("/admin/analyses/{id}/experts/{expert}/{act}", act::expert)
        .post("/admin/analyses/{id}/{act}", act::decide)
}
