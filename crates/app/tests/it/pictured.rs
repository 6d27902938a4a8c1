//! A picture on its way: from whoever writes an item to whoever sits, and what must not go that way.

use assay_app::{AppError, FileBody, ItemFile, WrittenItem};
use assay_bank::work::{ItemPool, ItemState};
use assay_kernel::Roles;

use crate::{
    changes::why,
    items::{EXAM, parts},
    releasing::Body,
    world::{somebody, start},
};

const SLUG: &str = "c03-alarm-graph";
const STEM: &str = "The curve of a metric.\n\n![A line that falls at noon](graph.svg)\n\nWhich change helps?";

fn drawing(fill: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg'><rect fill='{fill}'/></svg>").into_bytes()
}

fn pictured() -> WrittenItem {
    let mut parts = parts(STEM);
    parts.options[0].rationale = "It is the slope that counts: ![The slope](why.svg)".into();
    parts.media = vec!["spare.svg".into()];
    let file = |name: &str| ItemFile { name: name.into(), body: FileBody::Bytes(drawing(name)) };
    WrittenItem {
        text: parts.to_text(EXAM, SLUG),
        beside: ["graph.svg", "spare.svg", "why.svg"].map(file).into(),
    }
}

fn is_missing<T>(asked: Result<T, AppError>) -> bool {
    matches!(asked, Err(AppError::NotFound))
}

#[tokio::test]
async fn a_picture_goes_with_its_item_to_the_candidate_and_one_of_a_reason_to_nobody_before_release() {
    let body = Body::opened().await;
    let (app, bank) = (&body.bank.app, &body.bank);
    let (wanda, rita, bela) = (body.by(&bank.wanda), body.by(&bank.rita), body.by(&bank.bela));
    let id = app.items.begin(&wanda, ItemPool::Exam, EXAM, SLUG, pictured()).await.unwrap();
    let open = app.items.item(&wanda, id, None).await.unwrap().shown.open.unwrap();
    assert_eq!(open.beside.len(), 3, "what is only kept is kept");
    assert!(open.faults.iter().any(|fault| fault.code == "Q0020"), "{:?}", open.faults);
    assert!(format!("{:?}", open.reasons["A"]).contains("why.svg"));
    app.items.submit(&wanda, id).await.unwrap();

    // A reviewer sees what is asked before the answer, and the rest after it.
    app.items.lease(&rita, id).await.unwrap();
    let graph = app.items.item_medium(&rita, id, 1, "graph.svg").await.unwrap();
    assert_eq!((&*graph.bytes, graph.media_type), (&*drawing("graph.svg"), "image/svg+xml"));
    for secret in ["why.svg", "spare.svg", "c03-alarm-graph.toml", "../graph.svg"] {
        assert!(is_missing(app.items.item_medium(&rita, id, 1, secret).await), "{secret}");
    }
    bank.accepted(id).await;
    assert!(app.items.item_medium(&rita, id, 1, "why.svg").await.is_ok());

    // Released, it is shown to whoever sits, while they sit.
    app.items.use_as(&bela, id, ItemState::Pretest, &why("On the new form.")).await.unwrap();
    let form = body.frozen_form(SLUG).await;
    body.applied(&body.prepared(form).await).await;
    let noor = somebody(app, "noor", Roles::NONE).await;
    let sitting = start(app, &noor.actor, EXAM).await;
    let read = body.read(&noor, sitting).await;
    assert!(read.contains("graph.svg") && read.contains("A line that falls at noon"));
    for secret in ["why.svg", "spare.svg", "The slope", SLUG] {
        assert!(!read.contains(secret), "{secret}");
    }
    let asked = |position, name| {
        let noor = body.by(&noor);
        async move { app.sittings.medium(&noor, sitting, position, name).await }
    };
    let mut positions = Vec::new();
    for position in 1..=65 {
        positions.extend(asked(position, "graph.svg").await.ok().map(|medium| (position, medium)));
        for secret in ["why.svg", "spare.svg", "./why.svg", "../c03-alarm-graph/why.svg"] {
            assert!(is_missing(asked(position, secret).await), "{position} {secret}");
        }
    }
    let [(_, medium)] = positions.as_slice() else { panic!("{} places", positions.len()) };
    assert_eq!(&*medium.bytes, &*drawing("graph.svg"));
    body.bank.app.close().await;
}

#[tokio::test]
async fn two_items_may_call_a_picture_alike_on_one_form_and_in_one_package() {
    let body = Body::opened().await;
    let (app, bank) = (&body.bank.app, &body.bank);
    let bela = body.by(&bank.bela);
    for (slug, fill) in [("c03-one", "red"), ("c03-two", "blue")] {
        let mut parts = parts(&format!("{fill}: ![A falling line](graph.svg) Which change helps?"));
        parts.tags = vec![fill.to_owned()];
        let file = ItemFile { name: "graph.svg".into(), body: FileBody::Bytes(drawing(fill)) };
        let draft = WrittenItem { text: parts.to_text(EXAM, slug), beside: vec![file] };
        let wanda = body.by(&bank.wanda);
        let id = app.items.begin(&wanda, ItemPool::Exam, EXAM, slug, draft).await.unwrap();
        app.items.submit(&wanda, id).await.unwrap();
        bank.accepted(id).await;
    }
    let form = body.frozen_form_of(&["c03-one", "c03-two"]).await;
    let (_, package) = app.forms.package(&bela, form).await.unwrap();
    let has = |name: &str| package.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(has("graph.svg") && (has("c03-one/graph.svg") || has("c03-two/graph.svg")));
    body.applied(&body.prepared(form).await).await;
    let held = app.sittings.bank(&body.by(&body.ada)).await.unwrap();
    assert_eq!(held.forms.iter().filter(|form| form.0.exam == EXAM).count(), 1);
    body.bank.app.close().await;
}
