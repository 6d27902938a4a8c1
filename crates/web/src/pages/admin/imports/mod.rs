//! Questions from elsewhere: handing in a file, its loss report, and what becomes of it.

mod act;
mod hand_in;
mod one;
mod question;
mod report;
mod shared;

use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    let handing_in =
        Routes::default().post("/admin/questions/imports", hand_in::take).up_to(hand_in::BODY_BYTES_MAX);
    Routes::default()
        .get("/admin/questions/imports", hand_in::imports)
        .get("/admin/questions/imports/{id}", one::import)
        .get("/admin/questions/imports/{id}/report.csv", report::report_csv)
        .get("/admin/questions/imports/{id}/media", question::medium)
        .get("/admin/questions/imports/{id}/questions/{number}", question::question)
        .post("/admin/questions/imports/{id}/{act}", act::decide)
        .merge(handing_in)
}
