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

#[tokio::test]
async fn an_item_is_written_in_another_language_which_is_told_older_once_the_question_changes() {
    let site = at_work().await;
    let item = begun(&site, "clf-two-languages").await;
    let page = format!("/admin/bank/items/{item}");
    let languages = format!("{page}/languages");
    let empty = well(site.get(Who::Wren, &languages).await);
    assert!(empty.body.contains(STEM) && empty.body.contains("Language tag"), "{}", empty.told());
    assert_eq!(site.get(Who::Rio, &languages).await.status, StatusCode::NOT_FOUND);
    let arabic = "ما هو المجموع؟";
    let texts = |language: &str, seq: &str, act: &str| {
        let fields = [("language", language), ("seq", seq), ("do", act), ("stem", arabic), ("o-A-text", "٣")];
        fields.map(|(name, value): (&str, &str)| (name.to_owned(), value.to_owned()))
    };
    let post = async |language: &str, seq: &str, act: &str| {
        let fields = texts(language, seq, act);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        site.post(Who::Wren, &languages, &fields).await
    };
    let now = seq(&site, &page).await;
    let wrong = post("Arabic", &now, "save").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("tag of another language") && wrong.body.contains(arabic),
        "{}",
        wrong.told()
    );
    let look = well(post("ar", &now, "look").await);
    assert!(look.body.contains("lang=\"ar\" dir=\"rtl\""), "{}", look.told());
    assert!(look.body.contains("the reason of option A"), "{}", look.told());
    well(post("ar", &now, "save").await);
    assert_eq!(post("ar", &now, "save").await.status, StatusCode::CONFLICT, "somebody saved meanwhile");
    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    assert!(form.body.contains("In ar") && form.body.contains("Q0023"), "{}", form.told());
    assert!(!form.body.contains("Q0024"), "{}", form.told());

    // The question changes: the other language stays, and is told to be older. A candidate has none of it.
    let changed = fields("A clerk adds two and two. What comes out?", "save", &[("seq", &now)]);
    let changed: Vec<_> = changed.into_iter().filter(|(name, _)| *name != "seq").collect();
    let seq_now = form.field("seq");
    let changed: Vec<_> = changed.into_iter().chain([("seq", seq_now.as_str())]).collect();
    well(site.post(Who::Wren, &format!("{page}/write"), &changed).await);
    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    assert!(form.body.contains("Of an older wording") && form.body.contains("Q0024"), "{}", form.told());
    let shown = well(site.get(Who::Wren, &page).await);
    let asked = shown.body.split("id=\"asked\"").nth(1).unwrap_or_default();
    let asked = asked.split("id=\"about\"").next().unwrap_or_default();
    assert!(!asked.contains(arabic), "{asked}");
    let now = form.field("seq");
    well(post("ar", &now, "drop").await);
    let form = well(site.get(Who::Wren, &format!("{page}/write")).await);
    assert!(form.body.contains("It is in one language."), "{}", form.told());
    site.end().await;
}

#[tokio::test]
async fn a_shared_text_is_begun_with_an_item_and_written_for_all_of_them() {
    let site = at_work().await;
    let (one, two) = (begun(&site, "clf-one").await, begun(&site, "clf-two").await);
    let write = |id: &str| format!("/admin/bank/items/{id}/write");
    let shares = async |id: &str, more: &[(&str, &str)]| {
        let now = well(site.get(Who::Wren, &write(id)).await).field("seq");
        let fields = fields(STEM, "save", &[&[("seq", now.as_str())], more].concat());
        site.post(Who::Wren, &write(id), &fields).await
    };
    let wrong = shares(&one, &[("shared", ""), ("shared_new", "A case")]).await;
    assert!(wrong.body.contains("such as case-web-shop"), "{}", wrong.told());
    well(shares(&one, &[("shared", ""), ("shared_new", "case-shop")]).await);
    let form = well(site.get(Who::Wren, &write(&two)).await);
    assert!(form.body.contains("value=\"case-shop\""), "a choice: {}", form.told());
    well(shares(&two, &[("shared", "case-shop"), ("shared_new", "")]).await);

    let list = well(site.get(Who::Wren, &format!("/admin/bank/{EXAM}/texts")).await);
    assert!(list.body.contains("case-shop") && list.body.contains("clf-two"), "{}", list.told());
    let text = format!("/admin/bank/{EXAM}/texts/case-shop?pool=exam");
    let open = well(site.get(Who::Wren, &text).await);
    assert!(open.body.contains("2 items share it"), "{}", open.told());
    let parts = |seen: &str| {
        let pairs = [
            ("seen", seen),
            ("text", "# A shop\r\n\r\nIt sells tea."),
            ("file", SVG),
            ("alt", "A shop"),
            ("why", "The case."),
        ];
        Sent::Parts(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    };
    let stale = site.ask(Who::Wren, "POST", &text, &parts("of before")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("It sells tea."), "what was typed stays: {}", stale.told());
    well(site.ask(Who::Wren, "POST", &text, &parts(&open.field("seen"))).await);
    for id in [&one, &two] {
        let shown = well(site.get(Who::Wren, &format!("/admin/bank/items/{id}")).await);
        for told in ["A shop", "It sells tea.", "case-shop-picture.svg"] {
            assert!(shown.body.contains(told), "{told}: {}", shown.told());
        }
        let form = well(site.get(Who::Wren, &write(id)).await);
        assert!(form.body.contains("which it shares with"), "{}", form.told());
        assert!(!form.body.contains("Q0020"), "{}", form.told());
    }

    // A reviewer reads it above the question, before the answer; it is no page of theirs.
    well(site.post(Who::Wren, &format!("/admin/bank/items/{one}/submit"), &[]).await);
    well(site.post(Who::Rio, &format!("/admin/bank/review/{one}/take"), &[]).await);
    let blind = well(site.get(Who::Rio, &format!("/admin/bank/review/{one}")).await);
    assert!(blind.body.contains("It sells tea."), "{}", blind.told());
    assert_eq!(site.get(Who::Rio, &text).await.status, StatusCode::FORBIDDEN);

    // An item that shares none any more has none of it.
    well(shares(&two, &[("shared", ""), ("shared_new", "")]).await);
    let form = well(site.get(Who::Wren, &write(&two)).await);
    assert!(!form.body.contains("case-shop-picture.svg"), "{}", form.told());
    site.end().await;
}
