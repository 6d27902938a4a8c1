//! The bank on its pages: taken into work, written, reviewed blind, rejected, revised, accepted, used,
//! edited.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::{
    answer::Answer,
    objects::{World, well},
    place::Place,
    site::{TestSite, Who},
    story::Story,
};

pub const EXAM: &str = "CLF-C02";
pub const STEM: &str = "A clerk adds two and two. What is the sum?";

/// The fields of an item's form.
pub fn fields<'a>(stem: &'a str, act: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("do", act),
        ("as", "parts"),
        ("stem", stem),
        ("place", "1.1|"),
        ("kind", "multiple-choice"),
        ("level", "apply"),
        ("expected", "62"),
        ("seconds", "60"),
        ("o-A-text", "3"),
        ("o-A-why", "One short of it."),
        ("o-B-text", "4"),
        ("o-B-why", "Two and two."),
        ("o-C-text", "5"),
        ("o-C-why", "One more than it."),
        ("o-D-text", "22"),
        ("o-D-why", "Digits, joined."),
        ("key", "B"),
        ("source", "Arithmetic"),
        ("url", "https://example.org/sums"),
        ("read_on", "2025-09-01"),
        ("note", "An example."),
    ];
    fields.extend(more);
    fields
}

pub async fn take_in(site: &TestSite) -> Answer {
    let path = format!("/admin/bank/{EXAM}/take");
    site.post(Who::Mona, &path, &[("reason", "We write here from now on.")]).await
}

/// Where somebody works.
pub async fn works(site: &TestSite, name: &str) {
    let person = site.running.demo_person(name).await;
    let place = format!("{EXAM}|");
    let fields = [("person", person.as_str()), ("domain", place.as_str())];
    well(site.post(Who::Mona, "/admin/bank/people/give", &fields).await);
}

/// Wren begins an item; gives its id.
pub async fn begun(site: &TestSite, slug: &str) -> String {
    begun_with(site, slug, &[]).await
}

async fn begun_with(site: &TestSite, slug: &str, more: &[(&str, &str)]) -> String {
    let path = format!("/admin/bank/{EXAM}/write");
    let more = [&[("pool", "exam"), ("slug", slug)], more].concat();
    well(site.post(Who::Wren, &path, &fields(STEM, "save", &more)).await).made()
}

/// One of everything: items of the files, a draft, and one that Rio reviews.
pub async fn at_work(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    well(take_in(site).await);
    works(site, "wren").await;
    works(site, "rio").await;
    let list = well(site.get(Who::Mona, &format!("/admin/bank/{EXAM}")).await);
    objects.insert("an item, accepted", list.ids("itm").remove(0));
    let draft = begun_with(site, "clf-a-draft", &[("shared", ""), ("shared_new", "case-shop")]).await;
    objects.insert("wren's item, a draft", draft);
    let reviewed = begun(site, "clf-in-review").await;
    well(site.post(Who::Wren, &format!("/admin/bank/items/{reviewed}/submit"), &[]).await);
    well(site.post(Who::Rio, &format!("/admin/bank/review/{reviewed}/take"), &[]).await);
    objects.insert("wren's item, in rio's review", reviewed);
    objects.insert("the list as a file", format!("{EXAM}.csv"));
    for name in ["wren", "rio"] {
        objects.insert(name, site.running.demo_person(name).await);
    }
}

/// The rubric with every line met.
const YES: [(&str, &str); 8] = [
    ("rubric-fact", "yes"),
    ("rubric-one-key", "yes"),
    ("rubric-distractors", "yes"),
    ("rubric-task", "yes"),
    ("rubric-clear", "yes"),
    ("rubric-cue", "yes"),
    ("rubric-fair", "yes"),
    ("rubric-today", "yes"),
];

async fn a_bank(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    let path = format!("/admin/bank/{EXAM}");
    let before = story.gets(Who::Mona, &path).await;
    assert!(before.body.contains("To take it into work means:"), "{}", before.told());
    well(take_in(&story.site).await);
    works(&story.site, "wren").await;
    works(&story.site, "rio").await;
    story.leaves("Taken into work, with a writer and a reviewer").await;

    let item = begun(&story.site, "clf-two-and-two").await;
    let (page, write) = (format!("/admin/bank/items/{item}"), format!("/admin/bank/items/{item}/write"));
    let review = format!("/admin/bank/review/{item}");
    assert_eq!(
        story.site.get(Who::Rio, &page).await.status,
        StatusCode::NOT_FOUND,
        "a draft is its author's"
    );
    let form = well(story.site.get(Who::Wren, &write).await);
    assert!(form.body.contains("Expected share right") && form.body.contains("One short of it."));
    well(story.site.post(Who::Wren, &format!("{page}/submit"), &[]).await);
    story.leaves("Written, and given into review").await;

    let desk = well(story.site.get(Who::Rio, "/admin/bank/work").await);
    assert!(desk.body.contains("Take clf-two-and-two") && !desk.body.contains(STEM), "{}", desk.told());
    well(story.site.post(Who::Rio, &format!("{review}/take"), &[]).await);
    let blind = well(story.site.get(Who::Rio, &review).await);
    assert!(blind.body.contains(STEM), "{}", blind.told());
    for secret in ["Two and two.", "One short of it.", "An example.", "toml", "The item with its key"] {
        assert!(!blind.body.contains(secret), "`{secret}` tells the key: {}", blind.told());
    }
    let unsure = story.site.post(Who::Rio, &format!("{review}/answer"), &[("r:RESPONSE", "C")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.body.contains("Say how sure you are."), "{}", unsure.told());
    let answer =
        [("r:RESPONSE", "C"), ("confidence", "3"), ("expected", "60"), ("remark", "Clerks count on.")];
    well(story.site.post(Who::Rio, &format!("{review}/answer"), &answer).await);
    let open = well(story.site.get(Who::Rio, &review).await);
    for told in ["Another one than the key", "One short of it.", "3. Rubric and decision"] {
        assert!(open.body.contains(told), "`{told}`: {}", open.told());
    }
    story.leaves("Answered blind, otherwise than the key").await;

    let silent = story.site.post(Who::Rio, &format!("{review}/decide"), &[("verdict", "reject")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.told());
    let no = [("verdict", "reject"), ("why", "It is too easy.")];
    well(story.site.post(Who::Rio, &format!("{review}/decide"), &no).await);
    story.leaves("Rejected").await;

    // Two write at once: both texts are kept.
    let opened = well(story.site.get(Who::Wren, &write).await);
    let seq = opened.field("seq");
    let harder = "A clerk adds two and two, twice. What is the sum of one of both?";
    well(story.site.post(Who::Wren, &write, &fields(harder, "save", &[("seq", &seq)])).await);
    let late = story.site.post(Who::Mona, &write, &fields("Mine?", "save", &[("seq", &seq)])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for told in ["Wren Writer saved version 2 meanwhile", "Mine?", "twice. What is the sum"] {
        assert!(late.body.contains(told), "`{told}`: {}", late.told());
    }
    let compared = well(story.site.get(Who::Wren, &format!("{page}?version=2&from=1")).await);
    assert!(compared.body.contains("<ins>") && compared.body.contains("<del>"), "{}", compared.told());
    well(story.site.post(Who::Wren, &format!("{page}/submit"), &[]).await);
    story.leaves("Revised, and given into review again").await;
    let again = well(story.site.get(Who::Rio, &review).await);
    assert!(again.body.contains("1. Answer it first"), "{}", again.told());
    well(
        story
            .site
            .post(Who::Rio, &format!("{review}/answer"), &[("r:RESPONSE", "B"), ("confidence", "4")])
            .await,
    );
    let seen = well(story.site.get(Who::Rio, &review).await);
    assert!(seen.body.contains("What changed since you reviewed version 1"), "{}", seen.told());
    let mut yes = YES.to_vec();
    yes.push(("verdict", "accept"));
    well(story.site.post(Who::Rio, &format!("{review}/decide"), &yes).await);
    story.leaves("One of two would accept it").await;
    let csv = well(story.site.get(Who::Mona, &format!("{path}.csv?q=clerk")).await);
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
    let log = story.gets(Who::Ada, "/admin/log?act=items.decide").await;
    assert!(log.body.contains("clf-two-and-two"), "{}", log.told());
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn an_item_is_written_answered_blind_rejected_revised_and_accepted_by_one() {
    assert_snapshot!("bank", a_bank(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_an_item_is_reviewed_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("bank", a_bank(place).await);
}

#[tokio::test]
async fn many_items_are_changed_from_their_list_with_what_refused_named_and_all_is_taken_back() {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    well(take_in(&site).await);
    works(&site, "wren").await;
    let many = format!("/admin/bank/{EXAM}/many");
    let list = well(site.get(Who::Mona, &format!("/admin/bank/{EXAM}")).await);
    for told in ["Open demand", "name=\"item\"", "Change many items", "All 10 items of the list"] {
        assert!(list.body.contains(told), "`{told}`: {}", list.told());
    }
    let ids = list.ids("itm");
    let (one, two) = (ids[0].as_str(), ids[1].as_str());
    let none = site.post(Who::Mona, &many, &[("change", "retired"), ("reason", "Old.")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Choose at least one item"), "{}", none.told());
    let half_said =
        [("pool", "exam"), ("item", one), ("item", two), ("change", "add-tag"), ("reason", "We count them.")];
    let asked = site.post(Who::Mona, &many, &half_said).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in
        ["Name the tag.", "2 items are chosen; none was changed.", one, two, "value=\"We count them.\""]
    {
        assert!(asked.body.contains(kept), "`{kept}`: {}", asked.told());
    }
    let tag = [("pool", "exam"), ("item", one), ("item", two), ("change", "add-tag"), ("tag", "core")];
    let tagged =
        well(site.post(Who::Mona, &many, &[&tag[..], &[("reason", "We count them.")]].concat()).await);
    assert!(tagged.body.contains("2 of 2 were changed"), "{}", tagged.told());
    let elsewhere = [("pool", "practice"), ("item", one), ("change", "retired"), ("reason", "Old.")];
    let elsewhere = well(site.post(Who::Mona, &many, &elsewhere).await);
    assert!(elsewhere.body.contains("It belongs to another pool or exam version."), "{}", elsewhere.told());
    let old = [("pool", "exam"), ("change", "retired"), ("reason", "Old."), ("item", one)];
    well(site.post(Who::Mona, &many, &old).await);
    let half = well(site.post(Who::Mona, &many, &[&old[..], &[("item", two)]].concat()).await);
    assert!(half.body.contains("1 of 2 were changed"), "{}", half.told());
    assert!(half.body.contains(&format!("/admin/bank/items/{one}")), "{}", half.told());
    let latest = well(site.get(Who::Mona, "/admin/bank/changes").await);
    let back =
        latest.body.split("action=\"/admin/bank/changes/").nth(1).and_then(|rest| rest.split('"').next());
    let back = format!("/admin/bank/changes/{}", back.unwrap());
    well(site.post(Who::Mona, &back, &[]).await);
    let again = site.post(Who::Mona, &back, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.told());
    assert_eq!(site.get(Who::Wren, "/admin/bank/changes").await.status, StatusCode::FORBIDDEN);
    world.remove().await;
}

#[tokio::test]
async fn everything_that_a_filter_finds_is_shown_with_what_it_would_be_left_for_and_then_changed() {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    well(take_in(&site).await);
    works(&site, "wren").await;
    let (path, many) = (format!("/admin/bank/{EXAM}"), format!("/admin/bank/{EXAM}/many"));
    let review = begun(&site, "clf-in-review").await;
    well(site.post(Who::Wren, &format!("/admin/bank/items/{review}/submit"), &[]).await);
    let list = well(site.get(Who::Mona, &format!("{path}?state=scored")).await);
    assert!(list.body.contains("All 10 items that this filter finds"), "{}", list.told());
    assert!(list.body.contains("name=\"filter\" value=\"?state=scored\""), "{}", list.told());
    let asked = |filter, change, reason| {
        let list = [("pool", "exam"), ("which", "found"), ("filter", filter)];
        [&list[..], &[("change", change), ("tag", "core"), ("reason", reason)]].concat()
    };
    // What is missing is asked for, and what was chosen stands.
    let half = site.post(Who::Mona, &many, &asked("?state=scored", "add-tag", "")).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in
        ["All that the list finds was meant; nothing was changed.", "value=\"found\"", "?state=scored"]
    {
        assert!(half.body.contains(told), "`{told}`: {}", half.told());
    }
    let look = well(site.post(Who::Mona, &many, &asked("", "add-tag", "We count them.")).await);
    for told in [
        "The list finds 11 items. Nothing is changed yet.",
        "Add the tag core",
        "Change 10 items",
        "Left as they are: 1 item",
        "clf-in-review",
    ] {
        assert!(look.body.contains(told), "`{told}`: {}", look.told());
    }
    let mark = |page: &Answer| {
        let rest = page.body.split("name=\"mark\" value=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let old = mark(&look);
    well(site.post(Who::Mona, &format!("/admin/bank/items/{review}/comment"), &[("text", "Shorter?")]).await);
    let with = |mark| [&asked("", "add-tag", "We count them.")[..], &[("mark", mark)]].concat();
    let stale = site.post(Who::Mona, &many, &with(&old)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.told());
    assert!(stale.body.contains("Something changed since you looked"), "{}", stale.told());
    let done = well(site.post(Who::Mona, &many, &with(&mark(&stale))).await);
    for told in ["10 of 11 were changed", "clf-in-review", "Tagged 10 items core.", "Take it back"] {
        assert!(done.body.contains(told), "`{told}`: {}", done.told());
    }
    // Said once more it would change nothing, and there is nothing to press.
    let again = well(site.post(Who::Mona, &many, &asked("?tag=core", "add-tag", "Again.")).await);
    assert!(again.body.contains("None of these items would be changed"), "{}", again.told());
    assert!(again.body.contains("Tag: core (10): this finds 10 items."), "{}", again.told());
    let refused = site.post(Who::Wren, &many, &asked("", "retired", "Old.")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.told());
    world.remove().await;
}

#[tokio::test]
async fn a_writer_is_told_what_the_rules_find_with_its_line() {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    well(take_in(&site).await);
    works(&site, "wren").await;
    let write = format!("/admin/bank/{EXAM}/write");
    let more = [("pool", "exam"), ("slug", "clf-a-cue"), ("o-B-text", "The sum of both is 4.")];
    let mut fields = fields(STEM, "look", &[]);
    fields.retain(|(name, _)| *name != "o-B-text");
    fields.extend(more);
    let looked = site.post(Who::Wren, &write, &fields).await;
    for told in ["Q0104", "Q0109", "Line "] {
        assert!(looked.body.contains(told), "`{told}`: {}", looked.told());
    }
    assert!(!looked.body.contains("Q0103"), "what needs the pool is not said without it");
    world.remove().await;
}

#[tokio::test]
async fn what_the_outline_still_needs_stands_above_the_list_and_begins_an_item_of_that_skill() {
    const FULL: &str = "SOA-C03";
    const MACHINE: &str = "Second answers by machine; no person has reviewed this bank.";
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    let (path, reason) = (format!("/admin/bank/{FULL}"), ("reason", "We write here from now on."));
    well(site.post(Who::Mona, &format!("{path}/take"), &[reason]).await);
    let list = well(site.get(Who::Mona, &path).await);
    for told in ["Nothing: every skill has what it is to have", MACHINE] {
        assert!(list.body.contains(told), "`{told}`: {}", list.told());
    }
    let one = list.ids("itm").remove(0);
    let one = well(site.get(Who::Mona, &format!("/admin/bank/items/{one}")).await);
    for told in [MACHINE, "by a machine, as the records say"] {
        assert!(one.body.contains(told), "`{told}`: {}", one.told());
    }

    // All items of one skill are retired: three of it are open again, and no other.
    let of_skill = well(site.get(Who::Mona, &format!("{path}?skill=3.2.1")).await).ids("itm");
    let mut old = vec![("pool", "exam"), ("change", "retired"), ("reason", "Old.")];
    old.extend(of_skill.iter().map(|id| ("item", id.as_str())));
    well(site.post(Who::Mona, &format!("{path}/many"), &old).await);
    let list = well(site.get(Who::Mona, &path).await);
    let begin = format!("{path}/write?pool=exam&amp;skill=3.2.1");
    for told in ["3.2.1 needs three more", "0 of 3 there", &begin] {
        assert!(list.body.contains(told), "`{told}`: {}", list.told());
    }
    assert_eq!(list.body.matches(" more</a>").count(), 1, "{}", list.told());

    let begun = well(site.get(Who::Mona, &begin.replace("&amp;", "&")).await);
    assert!(begun.body.contains("value=\"3.2|3.2.1\" selected"), "{}", begun.told());
    let mut fields = fields(STEM, "save", &[("pool", "exam"), ("slug", "c03-begun-here")]);
    fields.retain(|(name, _)| *name != "place");
    fields.push(("place", "3.2|3.2.1"));
    well(site.post(Who::Mona, &format!("{path}/write"), &fields).await);
    let list = well(site.get(Who::Mona, &path).await);
    for told in ["3.2.1 needs two more", "1 of 3 there, 1 of them in work"] {
        assert!(list.body.contains(told), "`{told}`: {}", list.told());
    }
    world.remove().await;
}

#[tokio::test]
async fn what_is_like_an_item_is_measured_on_demand_and_two_become_enemies_and_are_friends_again() {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    well(take_in(&site).await);
    works(&site, "wren").await;
    let (one, two) = (begun(&site, "clf-two-and-two").await, begun(&site, "clf-two-and-two-again").await);
    let item = format!("/admin/bank/items/{one}");
    let alike = format!("{item}/alike");
    assert!(well(site.get(Who::Mona, &item).await).body.contains(&alike));
    let page = well(site.get(Who::Mona, &alike).await);
    for told in ["Measured with all 12 items of CLF-C02", "100 %", "Make them enemies", "Q0121"] {
        assert!(page.body.contains(told), "`{told}`: {}", page.told());
    }
    let given = well(site.get(Who::Mona, &format!("{item}/given")).await);
    assert!(given.body.contains("Nobody was given it yet"), "{}", given.told());
    // Whoever wrote it sees what is like it by name, and changes nothing of another's.
    let of_writer = well(site.get(Who::Wren, &alike).await);
    assert!(!of_writer.body.contains("Make them enemies"), "{}", of_writer.told());
    let pair = [("other", two.as_str()), ("reason", "One gives the other away.")];
    assert_eq!(site.post(Who::Wren, &alike, &pair).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(Who::Rio, &alike).await.status, StatusCode::NOT_FOUND, "a draft is its author's");

    well(site.post(Who::Mona, &alike, &pair).await);
    let known = well(site.get(Who::Mona, &alike).await);
    assert!(known.body.contains("one names the other already"), "{}", known.told());
    for (id, enemy) in [(&one, "clf-two-and-two-again"), (&two, "clf-two-and-two")] {
        let page = well(site.get(Who::Mona, &format!("/admin/bank/items/{id}")).await);
        assert!(page.body.contains(&format!("enemies = [&quot;{enemy}&quot;]")), "{}", page.told());
    }
    let latest = well(site.get(Who::Mona, "/admin/bank/changes").await);
    assert!(
        latest.body.contains("Made clf-two-and-two and clf-two-and-two-again enemies"),
        "{}",
        latest.told()
    );
    let back =
        latest.body.split("action=\"/admin/bank/changes/").nth(1).and_then(|rest| rest.split('"').next());
    well(site.post(Who::Mona, &format!("/admin/bank/changes/{}", back.unwrap()), &[]).await);
    let again = well(site.get(Who::Mona, &alike).await);
    assert!(again.body.contains("Make them enemies"), "{}", again.told());
    // Nobody writes on what is in review: of a pair neither is changed.
    well(site.post(Who::Wren, &format!("/admin/bank/items/{two}/submit"), &[]).await);
    let refused = site.post(Who::Mona, &alike, &pair).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.told());
    assert!(refused.body.contains("Make them enemies"), "{}", refused.told());
    world.remove().await;
}
