//! How each version of an item was answered, in examinations and first in practice.

use assay_app::{App, GivenItem, GivenOption, ItemParts, Wanted, Why};
use assay_assessment::{
    form::{Form, Purpose},
    sitting::{Evidence, SaveResponse},
};
use assay_bank::{
    AuthoredItem,
    work::{ItemId, ItemPool},
};
use assay_kernel::{Actor, Role, Roles};

use crate::{
    practising::{items_of, practised},
    world::{
        Somebody, World, by, candidate, change, form_of, hand_in, item_of, options, sit, somebody, start,
    },
};

const DAY: &str = "2026-03-10T09:00:00Z";
const SAT: &str = "CLF-C02";
/// A first look of twenty questions, told when it is handed in.
const LOOK: &str = "SOA-C03-question-set";
/// Half of them strong, half weak.
const PEOPLE: usize = 40;

fn reason(text: &str) -> Why {
    Why::parse(text).unwrap()
}

async fn of(app: &App, bela: &Somebody, pool: ItemPool, name: &str) -> (ItemId, GivenItem) {
    let asking = by(app, &bela.actor);
    let id = app.items.named(&asking, pool, name).await.unwrap();
    (id, app.items.given(&asking, id).await.unwrap())
}

fn near(found: Option<f64>, wanted: f64) {
    let found = found.unwrap();
    assert!((found - wanted).abs() < 1e-9, "{found} and not {wanted}");
}

fn wrong(item: &AuthoredItem) -> String {
    options(item, false).remove(0)
}

/// What the one item of interest is answered: of twenty strong people sixteen are right and four take the
/// first wrong option, of twenty weak ones eight are right, six take that option, and six answer nothing.
fn answered(person: usize, item: &AuthoredItem) -> Vec<String> {
    match person {
        0..16 | 20..28 => options(item, true),
        16..20 | 28..34 => vec![wrong(item)],
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn an_item_tells_by_version_how_often_it_was_given_and_says_where_they_are_too_few() {
    let world = World::at(DAY);
    let app = world.app().await;
    let bela = somebody(&app, "bela", Role::BankManager).await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, SAT, 7).await;
    app.items.take_in(&by(&app, &bela.actor), SAT, &reason("We begin.")).await.unwrap();
    let form = form_of(SAT);
    let mut right = 0;
    for entry in &form.items {
        let (_, given) = of(&app, &bela, ItemPool::Exam, &entry.item).await;
        let [one] = given.versions.as_slice() else { panic!("{given:?}") };
        assert_eq!((one.number, one.times, one.read), (Some(1), 1, 1), "{}", entry.item);
        assert!(one.forms.contains(&form.id) && one.share().is_none(), "one sitting is too few to say");
        assert_eq!((one.item_rest, one.seconds, one.compared), (None, None, 1));
        assert!(one.options.iter().all(|option| option.rest.is_none()));
        right += one.right;
    }
    assert_eq!(right, 7, "as many as were answered right");
    app.close().await;
}

/// Sits the form: the strong get seven of the other nine right, the weak three.
async fn sits(app: &App, form: &Form, items: &[AuthoredItem], number: usize) {
    let who = somebody(app, &format!("candidate-{number}"), Roles::NONE).await;
    let sitting = start(app, &who.actor, SAT).await;
    for ((entry, item), position) in form.items.iter().zip(items).zip(1_u32..) {
        assert_eq!(entry.purpose, Purpose::Scored);
        let others = if number < 20 { 8 } else { 4 };
        let (response, ms) = match position {
            1 => {
                (answered(number, item), if answered(number, item) == options(item, true) { 60 } else { 90 })
            }
            _ => (options(item, position <= others), 30),
        };
        let mut save = change(position, 1, &[]);
        let evidence = Evidence { item_elapsed_ms: Some(ms * 1000), ..Evidence::default() };
        save.change = SaveResponse { response, evidence, ..save.change };
        if !save.change.response.is_empty() {
            app.sittings.save(&by(app, &who.actor), sitting, save).await.unwrap();
        }
    }
    app.sittings.hand_in(&by(app, &who.actor), sitting, &hand_in()).await.unwrap();
    app.jobs.hurry(who.id).await;
}

#[tokio::test]
async fn forty_sittings_tell_how_an_item_discriminates_how_long_it_takes_and_what_was_chosen() {
    let world = World::at(DAY);
    let app = world.app().await;
    let bela = somebody(&app, "bela", Role::BankManager).await;
    let form = form_of(SAT);
    let items: Vec<AuthoredItem> = form.items.iter().map(|entry| item_of(&entry.item)).collect();
    for number in 0..PEOPLE {
        sits(&app, &form, &items, number).await;
    }
    app.items.take_in(&by(&app, &bela.actor), SAT, &reason("We begin.")).await.unwrap();
    let (id, given) = of(&app, &bela, ItemPool::Exam, &form.items[0].item).await;
    let [one] = given.versions.as_slice() else { panic!("{given:?}") };
    assert_eq!(
        (given.all, given.read, one.read, one.right, one.compared, one.timed),
        (40, 40, 40, 24, 40, 34)
    );
    near(one.share(), 0.6);
    // By hand, of a table of four: (16 * 12 - 8 * 4) / sqrt(24 * 16 * 20 * 20).
    near(one.item_rest, 6.0_f64.sqrt().recip());
    // Twenty-four took a minute, ten half a minute more.
    let (mean, median) = one.seconds.unwrap();
    near(Some(mean), 2340.0 / 34.0);
    near(Some(median), 60.0);
    // Of the other nine the strong got seven, the weak three.
    let key = one.options.iter().find(|option| option.is_key).unwrap();
    let taken = one.options.iter().find(|option| option.value == wrong(&items[0])).unwrap();
    assert_eq!((key.chosen, taken.chosen, one.unanswered.chosen), (24, 10, 6));
    near(key.rest, (16.0 * 7.0 + 8.0 * 3.0) / 9.0 / 24.0);
    near(taken.rest, (4.0 * 7.0 + 6.0 * 3.0) / 9.0 / 10.0);
    near(one.unanswered.rest, 3.0 / 9.0);
    let others = one.options.iter().filter(|option| ![&key.value, &taken.value].contains(&&option.value));
    assert!(others.into_iter().all(|option| (option.chosen, option.rest) == (0, None)));
    assert_eq!(one.doubts().count(), 0);
    let doubtful = GivenOption { rest: Some(0.9), ..taken.clone() };
    let doubted = assay_app::GivenVersion { options: vec![key.clone(), doubtful], ..one.clone() };
    assert_eq!(doubted.doubts().count(), 1, "whoever chose it was stronger than who chose the key");

    // An edit makes version 2, which nobody was given; what was answered stays with the first.
    let opened = app.items.item(&by(&app, &bela.actor), id, None).await.unwrap();
    let parts: ItemParts = opened.shown.open.unwrap().parts.unwrap();
    let edited = ItemParts { note: "Another note.".into(), ..parts }.to_text(SAT, &form.items[0].item);
    let edited = assay_app::WrittenItem { text: edited, beside: Vec::new() };
    let asking = by(&app, &bela.actor);
    app.items.save(&asking, id, opened.seq, edited, "A clearer note.").await.unwrap();
    let (_, again) = of(&app, &bela, ItemPool::Exam, &form.items[0].item).await;
    assert_eq!(again.versions, given.versions);
    app.close().await;
}

#[tokio::test]
async fn first_answers_of_practice_are_counted_by_the_version_that_was_asked() {
    let world = World::at(DAY);
    let app = world.app().await;
    let bela = somebody(&app, "bela", Role::BankManager).await;
    app.items.take_in(&by(&app, &bela.actor), "SOA-C03", &reason("We begin.")).await.unwrap();
    let items: Vec<AuthoredItem> = items_of(LOOK).iter().map(|id| practised(id)).collect();
    assert_eq!(items.len(), 20);
    let look = async |who: &Actor, number: usize, items: &[AuthoredItem]| {
        let run = app.practice.start(&by(&app, who), LOOK, Wanted::Anew).await.unwrap();
        for (item, position) in items.iter().zip(1_u32..) {
            let others = if number < 20 { 16 } else { 4 };
            let mut response = match position {
                1 => answered(number, item),
                _ => options(item, position <= others),
            };
            let rest = item.options.iter().map(|option| option.id.clone());
            let missing = item.choose().saturating_sub(response.len());
            response.extend(rest.filter(|id| !response.contains(id)).take(missing).collect::<Vec<_>>());
            // Who answers nothing in an examination leaves the question out here.
            if position > 1 || !answered(number, item).is_empty() {
                app.practice.answer(&by(&app, who), run, position, &response).await.unwrap();
            }
        }
        run
    };
    let mut last = None;
    for number in 0..PEOPLE {
        let who = somebody(&app, &format!("candidate-{number}"), Roles::NONE).await;
        let run = look(&who.actor, number, &items).await;
        if number == 0 {
            let (_, open) = of(&app, &bela, ItemPool::Practice, &items[0].meta.id).await;
            assert_eq!((open.all, open.versions.len()), (0, 0), "answers may still change");
        }
        app.practice.hand_in(&by(&app, &who.actor), run).await.unwrap();
        last = Some(who);
    }
    let (_, given) = of(&app, &bela, ItemPool::Practice, &items[0].meta.id).await;
    let [one] = given.versions.as_slice() else { panic!("{given:?}") };
    assert_eq!((one.number, given.all, one.read, one.right), (Some(1), 34, 34, 24));
    assert_eq!((one.timed, one.seconds), (0, None), "how long it took is not kept in practice");
    // (16 * 6 - 4 * 8) / sqrt(24 * 10 * 20 * 14), by hand.
    near(one.item_rest, 64.0 / 67_200.0_f64.sqrt());
    let key = one.options.iter().find(|option| option.is_key).unwrap();
    assert_eq!((key.chosen, one.unanswered.chosen), (24, 0));
    near(key.rest, (16.0 * 15.0 + 8.0 * 3.0) / 19.0 / 24.0);

    // What is answered again, after its key was told, counts for nothing.
    let again = last.unwrap();
    let run = look(&again.actor, 0, &items).await;
    app.practice.hand_in(&by(&app, &again.actor), run).await.unwrap();
    let (_, after) = of(&app, &bela, ItemPool::Practice, &items[1].meta.id).await;
    assert_eq!((after.all, after.versions[0].read), (40, 40));
    let (_, first) = of(&app, &bela, ItemPool::Practice, &items[0].meta.id).await;
    assert_eq!(first.all, 35, "whoever had left it out answers it for the first time");
    app.close().await;
}
