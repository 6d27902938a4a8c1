//! Pictures of an item on the page where it is written: added, shown, kept, taken away.

use axum::http::{StatusCode, header};

use crate::{
    answer::Answer,
    bank::{EXAM, STEM, begun, fields, take_in, works},
    objects::{World, well},
    place::Place,
    site::{Sent, TestSite, Who},
};

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'><title>A sum</title></svg>";
const ALT: &str = "Two apples beside two [red] apples";

/// A site with a writer and a reviewer at work.
async fn at_work() -> TestSite {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    well(take_in(&site).await);
    works(&site, "wren").await;
    works(&site, "rio").await;
    site
}

/// The form of an item with a file.
fn with_file(seq: &str, stem: &str, more: &[(&str, &str)]) -> Sent {
    let mut all = fields(stem, "picture", more);
    all.push(("seq", seq));
    Sent::Parts(all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

async fn adds(site: &TestSite, who: Who, page: &str, sent: &Sent) -> Answer {
    site.ask(who, "POST", &format!("{page}/write/picture"), sent).await
}

async fn seq(site: &TestSite, page: &str) -> String {
    well(site.get(Who::Wren, &format!("{page}/write")).await).field("seq")
}

#[tokio::test]
async fn a_picture_is_added_with_what_was_typed_shown_to_a_blind_reviewer_and_taken_away() {
    let site = at_work().await;
    let item = begun(&site, "clf-apples").await;
    let page = format!("/admin/bank/items/{item}");
    let now = seq(&site, &page).await;
    let typed = "Somebody counts apples. What is the sum?";
    let no_words =
        adds(&site, Who::Wren, &page, &with_file(&now, typed, &[("file", SVG), ("alt", " ")])).await;
    assert_eq!(no_words.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        no_words.body.contains("Say what it shows") && no_words.body.contains(typed),
        "{}",
        no_words.told()
    );
    let sent = with_file(&now, typed, &[("file", SVG), ("alt", ALT)]);
    let rio = adds(&site, Who::Rio, &page, &sent).await;
    assert_eq!(rio.status, StatusCode::NOT_FOUND, "a draft is its author's");
    well(adds(&site, Who::Wren, &page, &sent).await);

    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    let line = "![Two apples beside two \\[red\\] apples](picture.svg)";
    assert!(form.body.contains(typed) && form.body.contains(line), "{}", form.told());
    let address = format!("{page}/media?version=1&amp;name=picture.svg");
    assert!(form.body.contains(&address) && form.body.contains("drop:picture.svg"), "{}", form.told());
    let picture = well(site.get(Who::Wren, &format!("{page}/media?version=1&name=picture.svg")).await);
    assert_eq!((picture.body.as_str(), picture.header(header::CONTENT_TYPE)), (SVG, "image/svg+xml"));
    assert_eq!(picture.header(header::CACHE_CONTROL), "private, no-store");

    // A text that shows it no more leaves it where it is, and that is told.
    let stem = format!("{typed}\n\n{line}");
    let now = form.field("seq");
    let without = fields(typed, "save", &[("seq", &now)]);
    well(site.post(Who::Wren, &format!("{page}/write"), &without).await);
    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    assert!(form.body.contains("No text shows it") && form.body.contains("Q0020"), "{}", form.told());
    let file = well(site.get(Who::Wren, &format!("{page}/write?view=file")).await);
    assert!(file.body.contains("media = [&quot;picture.svg&quot;]"), "{}", file.told());
    let now = form.field("seq");
    let again = fields(&stem, "submit", &[("seq", &now)]);
    well(site.post(Who::Wren, &format!("{page}/write"), &again).await);

    well(site.post(Who::Rio, &format!("/admin/bank/review/{item}/take"), &[]).await);
    let blind = well(site.get(Who::Rio, &format!("/admin/bank/review/{item}")).await);
    assert!(blind.body.contains("name=picture.svg") && blind.body.contains("Two apples"), "{}", blind.told());
    well(site.get(Who::Rio, &format!("{page}/media?version=1&name=picture.svg")).await);

    let taken = site.post(Who::Wren, &format!("{page}/back-to-draft"), &[("reason", "One more look.")]).await;
    well(taken);
    let now = seq(&site, &page).await;
    let gone = fields(typed, "drop:picture.svg", &[("seq", &now)]);
    well(site.post(Who::Wren, &format!("{page}/write"), &gone).await);
    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    assert!(!form.body.contains("picture.svg"), "{}", form.told());
    site.end().await;
}

#[tokio::test]
async fn an_item_begins_with_a_picture_and_what_is_none_is_told_beside_its_field() {
    let site = at_work().await;
    let new = format!("/admin/bank/{EXAM}");
    let begins = [("pool", "exam"), ("slug", "clf-pictured"), ("alt", ALT)];
    let sent = |file| with_file("", STEM, &[&begins[..], &[("file", file)]].concat());
    let script = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let active = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for hostile in [script, active, "<html></html>", "#!/bin/sh", "%PDF-1.7", ""] {
        let told = adds(&site, Who::Wren, &new, &sent(hostile)).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{hostile}");
        assert!(told.body.contains("f-file") && told.body.contains(STEM), "{}", told.told());
    }
    let large = "x".repeat(5 << 20);
    assert_eq!(adds(&site, Who::Wren, &new, &sent(&large)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let begun = well(adds(&site, Who::Wren, &new, &sent(SVG)).await);
    let form = well(site.get(Who::Wren, begun.location()).await);
    assert!(form.body.contains("picture.svg") && form.body.contains("Saved"), "{}", form.told());

    // A browser without a script sends the name of a chosen file with the other buttons.
    let id = begun.made();
    let now = form.field("seq");
    let fields = fields(STEM, "save", &[("seq", &now), ("file", "graph.png")]);
    let told = site.post(Who::Wren, &format!("/admin/bank/items/{id}/write"), &fields).await;
    assert!(told.body.contains("This picture was not sent"), "{}", told.told());

    // A file takes what it names, whatever its kind.
    let text = "id = \"clf-pictured\"\nstem = \"Why? ![a](picture.svg)\"\n";
    let as_file = |text: &str| {
        let pairs = [("as", "file"), ("do", "picture"), ("seq", &now), ("text", text), ("file", SVG)];
        Sent::Parts(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    };
    let page = format!("/admin/bank/items/{id}");
    let unnamed = adds(&site, Who::Wren, &page, &as_file("stem = \"Why?\"")).await;
    assert!(unnamed.body.contains("nothing written here says picture.svg"), "{}", unnamed.told());
    well(adds(&site, Who::Wren, &page, &as_file(text)).await);
    site.end().await;
}
