//! Many items changed at once: those that are ticked, and everything that a filter finds.

use assay_app::{AppError, ItemsWanted, ManyChange};
use assay_bank::work::{ItemId, ItemPool, ItemState};
use assay_kernel::TypedId;
use assay_store::{ItemRecord, Ms, Unit, statement::item};

use crate::{
    items::{Bank, EXAM, draft, reason, why_not},
    world::by,
};

#[tokio::test]
async fn many_items_are_tagged_at_once_and_taken_back_unless_something_happened_after() {
    let bank = Bank::opened().await;
    let (items, bela) = (&bank.app.items, &bank.bela);
    let of = (ItemPool::Exam, EXAM);
    let wanted = ItemsWanted { place: "1.1.3".into(), pool: Some(ItemPool::Exam), ..ItemsWanted::default() };
    let ids = items.selected(&bank.by(bela), &wanted).await.unwrap();
    assert!(ids.len() > 1);
    let elsewhere = (ItemPool::Practice, EXAM);
    let tag = ManyChange::AddTag("alarms".into());
    let none = items.change_many(&bank.by(bela), elsewhere, &ids, &tag, &reason("Ours?")).await.unwrap();
    assert_eq!((none.batch, none.left.len()), (None, ids.len()), "a list changes its own items alone");
    let twice = [&ids[..], &ids[..1]].concat();
    let done = items.change_many(&bank.by(bela), of, &twice, &tag, &reason("We count them.")).await.unwrap();
    assert_eq!((done.changed, done.left.len()), (ids.len(), 0));
    let tagged = ItemsWanted { tag: "alarms".into(), ..ItemsWanted::default() };
    let found = items.list(&bank.by(bela), &tagged, 1).await.unwrap();
    assert_eq!(usize::try_from(found.count).unwrap(), ids.len());
    assert!(found.lines.iter().all(|line| line.state.is_live() && line.live.is_some() && line.latest == 2));
    let again = items.change_many(&bank.by(bela), of, &ids, &tag, &reason("Again.")).await.unwrap();
    assert_eq!((again.batch, again.left.len()), (None, ids.len()), "it says the same as before");

    bank.world.moment("2026-03-10T09:12:00Z");
    let batch = done.batch.unwrap();
    assert_eq!(items.undo_many(&bank.by(bela), batch).await.unwrap(), ids.len());
    assert_eq!(items.list(&bank.by(bela), &tagged, 1).await.unwrap().count, 0);
    assert_eq!(
        why_not(items.undo_many(&bank.by(bela), batch).await),
        "This change has been taken back already."
    );

    let before = bank.state(ids[0]).await;
    let retire = ManyChange::State(ItemState::Retired);
    let done = items.change_many(&bank.by(bela), of, &ids, &retire, &reason("Old.")).await.unwrap();
    assert_eq!(bank.state(ids[0]).await.1, ItemState::Retired);
    items.undo_many(&bank.by(bela), done.batch.unwrap()).await.unwrap();
    assert_eq!(bank.state(ids[0]).await, before);
    let done = items.change_many(&bank.by(bela), of, &ids, &retire, &reason("Old.")).await.unwrap();
    items.back_to_draft(&bank.by(bela), ids[0], &reason("Anew.")).await.unwrap();
    let refused = why_not(items.undo_many(&bank.by(bela), done.batch.unwrap()).await);
    assert!(refused.starts_with("Something happened since to 1 of its items"), "{refused}");
    bank.app.close().await;
}

/// The items of the first domain in the bank of the examination.
fn of_domain() -> ItemsWanted {
    let (pool, exam) = (Some(ItemPool::Exam), EXAM.to_owned());
    ItemsWanted { place: "1".into(), pool, exam, ..ItemsWanted::default() }
}

#[tokio::test]
async fn everything_a_filter_finds_is_looked_at_and_changed_as_it_was_looked_at_or_not_at_all() {
    let bank = Bank::opened().await;
    let (items, bela) = (&bank.app.items, &bank.bela);
    let why = reason("We count them.");
    let tag = ManyChange::AddTag("first-domain".into());
    // One of them is in review, so that nobody writes on it.
    let new = items
        .begin(&bank.by(&bank.wanda), ItemPool::Exam, EXAM, "c03-new", draft("Which one?", "c03-new"))
        .await
        .unwrap();
    items.submit(&bank.by(&bank.wanda), new).await.unwrap();
    let all = items.selected(&bank.by(bela), &of_domain()).await.unwrap();
    let look = items.look_at_many(&bank.by(bela), &of_domain(), &tag, &why).await.unwrap();
    assert_eq!((all.len(), look.changed, look.left.len()), (44, 43, 1));
    assert_eq!((look.left[0].id, look.left[0].slug.as_str()), (new, "c03-new"));
    assert!(look.left[0].why.starts_with("Reviewers are looking"), "{}", look.left[0].why);
    let tagged = ItemsWanted { tag: "first-domain".into(), ..ItemsWanted::default() };
    assert_eq!(items.list(&bank.by(bela), &tagged, 1).await.unwrap().count, 0, "a look changes nothing");

    // Somebody writes between the look and the act: nothing is done.
    let one = all.iter().find(|id| **id != new).copied().unwrap();
    let seq = items.item(&bank.by(bela), one, None).await.unwrap().seq;
    items.comment(&bank.by(bela), one, "Is this still so?").await.unwrap();
    assert_eq!(items.item(&bank.by(bela), one, None).await.unwrap().seq, seq + 1);
    let late = items.change_found(&bank.by(bela), &of_domain(), &tag, &why, &look.mark).await;
    assert!(matches!(late, Err(AppError::Conflict)), "{late:?}");
    assert_eq!(items.list(&bank.by(bela), &tagged, 1).await.unwrap().count, 0);
    // Another item that is found by now says the same.
    let look = items.look_at_many(&bank.by(bela), &of_domain(), &tag, &why).await.unwrap();
    let more = draft("Which two?", "c03-more");
    items.begin(&bank.by(&bank.wanda), ItemPool::Exam, EXAM, "c03-more", more).await.unwrap();
    let late = items.change_found(&bank.by(bela), &of_domain(), &tag, &why, &look.mark).await;
    assert!(matches!(late, Err(AppError::Conflict)), "{late:?}");

    let look = items.look_at_many(&bank.by(bela), &of_domain(), &tag, &why).await.unwrap();
    let done = items.change_found(&bank.by(bela), &of_domain(), &tag, &why, &look.mark).await.unwrap();
    assert_eq!((done.changed, &done.left), (44, &look.left), "as it was looked at");
    assert_eq!(items.list(&bank.by(bela), &tagged, 1).await.unwrap().count, 44);
    let [latest] = &items.batches(&bank.by(bela)).await.unwrap()[..] else { panic!("one change") };
    assert_eq!((latest.items, latest.text.as_str()), (44, "Tagged 44 items first-domain."));
    items.undo_many(&bank.by(bela), done.batch.unwrap()).await.unwrap();
    assert_eq!(items.list(&bank.by(bela), &tagged, 1).await.unwrap().count, 0);

    let nothing = ItemsWanted { tag: "first-domain".into(), ..of_domain() };
    let refused = why_not(items.look_at_many(&bank.by(bela), &nothing, &tag, &why).await);
    assert_eq!(refused, "This filter finds nothing now. Choose another one.");
    for who in [&bank.wanda, &bank.rita] {
        let refused = items.look_at_many(&bank.by(who), &of_domain(), &tag, &why).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
    }
    bank.app.close().await;
}

/// Items of a name and a word that most of a large bank have.
fn common(numbers: std::ops::Range<u64>) -> Unit {
    let mut unit = Unit::new();
    for number in numbers {
        let at = Ms("2026-03-09T09:00:00Z".parse().unwrap());
        let mut ten = [7; 10];
        ten.iter_mut().zip(number.to_be_bytes()).for_each(|(byte, of)| *byte = of);
        let id = ItemId::Exam(TypedId::from_parts(1_772_000_000_000, ten));
        unit.run(item::made(&ItemRecord {
            id,
            exam: EXAM.to_owned(),
            slug: format!("common-{number:04}"),
            seq: 1,
            latest: 1,
            state: ItemState::Draft,
            live: None,
            live_state: None,
            domain: "1".to_owned(),
            task: "1.1".to_owned(),
            skill: "1.1.1".to_owned(),
            kind: "multiple-choice".to_owned(),
            level: "apply".to_owned(),
            artefact: String::new(),
            title: "Which one?".to_owned(),
            author: "somebody".to_owned(),
            comments_open: 0,
            made_at: at,
            changed_at: at,
        }));
        unit.run(item::text_set(id, "nowhereelse"));
        unit.run(item::tag_added(id, "common"));
    }
    unit
}

#[tokio::test]
async fn what_a_search_finds_is_counted_so_far_and_paged_to_its_end() {
    let bank = Bank::opened().await;
    bank.app.close().await;
    let store = bank.world.store().await;
    for part in 0..3 {
        store.commit(common(part * 710..(part + 1) * 710)).await.unwrap();
    }
    store.close().await;
    let app = bank.world.app().await;
    let bela = by(&app, &bank.bela.actor);
    let (pool, exam) = (Some(ItemPool::Exam), EXAM.to_owned());
    let all = ItemsWanted { pool, exam, by_name: true, ..ItemsWanted::default() };
    let whole = app.items.list(&bela, &all, 1).await.unwrap();
    assert_eq!((whole.count, whole.has_more, whole.of), (2_330, false, 2_330), "a pool is counted wholly");

    // By words alone, with a filter, with a tag.
    for (place, tag) in [("", ""), ("1.1", ""), ("", "common")] {
        let (text, place, tag) = ("nowhereel".to_owned(), place.to_owned(), tag.to_owned());
        let wanted = ItemsWanted { text, place, tag, ..all.clone() };
        let mut told = Vec::new();
        for asked in [-3, 1, 40, 41, 42, 43, 44, i64::MAX] {
            let found = app.items.list(&bela, &wanted, asked).await.unwrap();
            let first = found.lines.first().unwrap().slug.clone();
            assert_eq!(found.of, 2_330);
            told.push((found.page, first, found.lines.len(), found.count, found.has_more));
        }
        let page = |page: i64, lines, count, has_more| {
            (page, format!("common-{:04}", (page - 1) * 50), lines, count, has_more)
        };
        let last = page(43, 30, 2_130, false);
        let first = page(1, 50, 2_000, true);
        let (near, beyond) = (page(41, 50, 2_050, true), page(42, 50, 2_100, true));
        let pages = [first.clone(), first, page(40, 50, 2_000, true), near, beyond, last.clone()];
        assert_eq!(told, [&pages[..], &[last.clone(), last]].concat());
        let part = app.items.list_part(&bela, &wanted, 2_100, 100).await.unwrap();
        assert_eq!((part.lines.len(), part.next), (30, None));
        let refused = why_not(app.items.selected(&bela, &wanted).await);
        assert!(refused.contains("2,000") || refused.contains("2000"), "{refused}");
    }
    app.close().await;
}
