//! One text above several items: begun with one, shared with another, written for both at once.

use assay_app::{AppError, FileBody, ItemFile, WhichText, WrittenItem};
use assay_bank::work::{ItemId, ItemPool};
use assay_kernel::Role;

use crate::{
    changes::why,
    items::{Bank, EXAM, parts},
    world::{by, somebody},
};

const NAME: &str = "case-web-shop";
const WHICH: WhichText<'static> = WhichText { pool: ItemPool::Exam, exam: EXAM, name: NAME };
const CASE: &str = "# A web shop\n\nIt sells canary-tea.\n\n![The shop’s network](case-web-shop-net.svg)";

fn picture() -> ItemFile {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    ItemFile { name: "case-web-shop-net.svg".into(), body: FileBody::Bytes(svg.into()) }
}

async fn begun(bank: &Bank, slug: &str) -> ItemId {
    let wanda = by(&bank.app, &bank.wanda.actor);
    let mut parts = parts(&format!("In {slug}: which change helps?"));
    parts.stimulus = NAME.into();
    let beside = bank.app.items.sharing(&wanda, WHICH, Vec::new()).await.unwrap();
    let draft = WrittenItem { text: parts.to_text(EXAM, slug), beside };
    bank.app.items.begin(&wanda, ItemPool::Exam, EXAM, slug, draft).await.unwrap()
}

#[tokio::test]
async fn a_text_is_written_for_all_its_items_at_once_or_for_none() {
    let bank = Bank::opened().await;
    let (items, wanda) = (&bank.app.items, by(&bank.app, &bank.wanda.actor));
    let bela = by(&bank.app, &bank.bela.actor);
    assert!(items.shared_texts(&wanda, ItemPool::Exam, EXAM).await.unwrap().is_empty());
    let one = begun(&bank, "c03-one").await;
    let first = items.shared_text(&wanda, WHICH).await.unwrap();
    assert_eq!((first.text.as_str(), first.can_write), ("# case-web-shop\n", true));
    let two = begun(&bank, "c03-two").await;

    // Saved once, it is in both; the next item begins with it as it stands.
    let stale = items.save_shared_text(&wanda, WHICH, &first.seen, CASE, &[picture()], "").await;
    assert!(matches!(stale, Err(AppError::Conflict)), "an item came meanwhile: {stale:?}");
    let seen = items.shared_text(&wanda, WHICH).await.unwrap().seen;
    assert_eq!(items.save_shared_text(&wanda, WHICH, &seen, CASE, &[picture()], "").await.unwrap(), 2);
    let three = begun(&bank, "c03-three").await;
    for id in [one, two, three] {
        let view = items.item(&wanda, id, None).await.unwrap();
        let shown = format!("{:?}", view.shown.preview);
        assert!(shown.contains("canary-tea") && shown.contains("case-web-shop-net.svg"), "{shown}");
        assert!(view.shown.open.unwrap().faults.iter().all(|fault| fault.code != "Q0020"));
        assert!(items.item_medium(&wanda, id, 1, "case-web-shop-net.svg").await.is_ok());
    }
    let view = items.shared_text(&bela, WHICH).await.unwrap();
    let slugs: Vec<&str> = view.line.items.iter().map(|item| item.slug.as_str()).collect();
    assert_eq!(slugs, ["c03-one", "c03-three", "c03-two"]);
    assert_eq!(view.pictures, [picture()]);

    // One is reviewed and accepted, another is in review: then nothing is saved, and it says which.
    items.submit(&wanda, one).await.unwrap();
    bank.accepted(one).await;
    items.submit(&wanda, two).await.unwrap();
    let seen = items.shared_text(&wanda, WHICH).await.unwrap().seen;
    let coffee = CASE.replace("tea", "coffee");
    let refused = items.save_shared_text(&wanda, WHICH, &seen, &coffee, &[], "").await.unwrap_err();
    let AppError::Invalid(faults) = refused else { panic!("{refused:?}") };
    assert!(faults[0].text.starts_with("Nothing is saved. c03-two: "), "{faults:?}");
    assert!(
        format!("{:?}", items.item(&bela, one, None).await.unwrap().shown.preview).contains("canary-tea")
    );
    items.back_to_draft(&wanda, two, &why("Another wording.")).await.unwrap();
    let seen = items.shared_text(&wanda, WHICH).await.unwrap().seen;
    items.save_shared_text(&wanda, WHICH, &seen, &coffee, &[], "Coffee.").await.unwrap();
    // Another text above it is another question: the accepted version stays live.
    let line = items.item(&wanda, one, None).await.unwrap().line;
    assert_eq!((line.latest, line.live.map(|live| live.0)), (2, Some(1)));
    let wordings = items.shared_text(&wanda, WHICH).await.unwrap().wordings;
    let told: Vec<i64> = ["canary-coffee", "canary-tea"]
        .iter()
        .flat_map(|word| wordings.iter().filter(move |one| one.text.contains(word)))
        .map(|one| one.versions)
        .collect();
    assert_eq!(told, [3, 2], "{wordings:?}");

    nobody_else_writes_it(&bank).await;
    bank.app.close().await;
}

async fn nobody_else_writes_it(bank: &Bank) {
    let (items, wanda) = (&bank.app.items, by(&bank.app, &bank.wanda.actor));
    let bela = by(&bank.app, &bank.bela.actor);
    // Whoever writes elsewhere does not find it; whoever writes some of its items alone does not save it.
    let will = somebody(&bank.app, "will", Role::ItemWriter).await;
    let asking = by(&bank.app, &will.actor);
    assert!(matches!(items.shared_text(&asking, WHICH).await, Err(AppError::NotFound)));
    assert!(items.shared_texts(&asking, ItemPool::Exam, EXAM).await.unwrap().is_empty());
    items.give_scope(&bela, will.id, EXAM, "1").await.unwrap();
    let asking = by(&bank.app, &will.actor);
    let view = items.shared_text(&asking, WHICH).await.unwrap();
    assert!(!view.can_write);
    let tried = items.save_shared_text(&asking, WHICH, &view.seen, "# Mine", &[], "").await;
    assert!(matches!(tried, Err(AppError::NotFound)), "{tried:?}");
    // The practice pool has texts of its own.
    let practice = WhichText { pool: ItemPool::Practice, ..WHICH };
    assert!(matches!(items.shared_text(&bela, practice).await, Err(AppError::NotFound)));
    for name in ["../case", "A case", ""] {
        let named = WhichText { name, ..WHICH };
        assert!(
            matches!(items.sharing(&wanda, named, Vec::new()).await, Err(AppError::Invalid(_))),
            "{name}"
        );
    }
}
