//! The bank in which a body works: its list, its items, writing, review, and who works in it.

mod add_picture;
mod alike;
mod choose;
mod demand;
mod desk;
mod difference;
mod draft;
mod draw;
mod given;
mod item;
mod item_acts;
mod items;
mod languages;
mod many;
mod parts;
mod people;
mod pictures;
mod review;
mod review_acts;
mod second;
mod shared;
mod shared_text;
mod side;
mod texts;
mod typed;
mod write;
mod write_form;

use crate::routes::Routes;

/// A file of an item with everything beside it, encoded for a form: three bytes a byte at most.
const WRITING_BYTES_MAX: usize = 1 << 20;

pub(super) fn routes() -> Routes {
    let writing = Routes::default()
        .post("/admin/bank/{exam}/write", write::begin)
        .post("/admin/bank/items/{id}/write", write::save)
        .post("/admin/bank/items/{id}/languages", languages::save)
        .up_to(WRITING_BYTES_MAX);
    let pictures = Routes::default()
        .post("/admin/bank/{exam}/write/picture", add_picture::begin)
        .post("/admin/bank/items/{id}/write/picture", add_picture::add)
        .post("/admin/bank/{exam}/texts/{name}", texts::save)
        .up_to(add_picture::BODY_BYTES_MAX);
    Routes::default()
        .get("/admin/bank", choose::exams)
        .get("/admin/bank/work", desk::work)
        .get("/admin/bank/people", people::people)
        .post("/admin/bank/people/{act}", people::decide)
        .get("/admin/bank/changes", many::latest)
        .post("/admin/bank/changes/{id}/undo", many::undo)
        .post("/admin/bank/{exam}/many", many::change)
        .get("/admin/bank/{exam}", items::exam)
        .get("/admin/bank/{exam}/practice", items::practice)
        .get("/admin/bank/{exam}/practice.csv", items::practice_csv)
        .post("/admin/bank/{exam}/take", choose::take)
        .get("/admin/bank/{exam}/write", write::new)
        .get("/admin/bank/{exam}/texts", texts::list)
        .get("/admin/bank/{exam}/texts/{name}", texts::page)
        .get("/admin/bank/items/{id}", item::item)
        .get("/admin/bank/items/{id}/media", item::medium)
        .get("/admin/bank/items/{id}/alike", alike::alike)
        .get("/admin/bank/items/{id}/given", given::given)
        .post("/admin/bank/items/{id}/alike", alike::decide)
        .post("/admin/bank/items/{id}/{act}", item_acts::decide)
        .get("/admin/bank/items/{id}/write", write::page)
        .get("/admin/bank/items/{id}/languages", languages::page)
        .get("/admin/bank/review/{id}", review::review)
        .post("/admin/bank/review/{id}/{act}", review_acts::decide)
        .merge(writing)
        .merge(pictures)
}
