//! The bank in which a body works: taken into work, written, reviewed blind, accepted, and edited while the
//! version before stays live.

use std::{collections::BTreeMap, sync::Arc};

use assay_app::{
    App, AppError, Drafts, ItemParts, ItemsWanted, LineChange, NewAnswer, NoDrafts, OptionPart, TakenIn, Why,
    WrittenItem,
};
use assay_bank::work::{ItemId, ItemPool, ItemState, RUBRIC, ReviewVerdict};
use assay_kernel::{ExamItemId, Role, Roles, date};

use crate::world::{Somebody, World, by, somebody};

const DAY: &str = "2026-03-10T09:00:00Z";
pub const EXAM: &str = "SOA-C03";

pub fn reason(text: &str) -> Why {
    Why::parse(text).unwrap()
}

pub fn why_not<T: std::fmt::Debug>(done: Result<T, AppError>) -> String {
    match done.unwrap_err() {
        AppError::Invalid(faults) => faults.into_iter().map(|fault| fault.text).collect(),
        other => format!("{other:?}"),
    }
}

fn yes() -> BTreeMap<String, bool> {
    RUBRIC.iter().map(|line| (line.code.to_owned(), true)).collect()
}

fn option(id: &str, text: &str, is_key: bool) -> OptionPart {
    let rationale = format!("Because the page says so of {id}.");
    OptionPart { id: id.into(), text: text.into(), rationale, is_key }
}

pub fn parts(stem: &str) -> ItemParts {
    let texts = ["Raise the period", "Lower the threshold", "Name the dimension", "Delete the alarm"];
    let options = ["A", "B", "C", "D"].into_iter().zip(texts);
    ItemParts {
        task: "1.1".into(),
        skill: "1.1.3".into(),
        stem: stem.into(),
        options: options.map(|(id, text)| option(id, text, id == "C")).collect(),
        level: "apply".into(),
        difficulty: 0.6,
        time_s: 90,
        tags: vec!["containers".into()],
        source_title: "Alarms".into(),
        source_url: "https://docs.example.org/alarms".into(),
        note: "Decides: the dimension.".into(),
        ..ItemParts::default()
    }
}

pub fn draft(stem: &str, slug: &str) -> WrittenItem {
    WrittenItem { text: parts(stem).to_text(EXAM, slug), beside: Vec::new() }
}

fn says(answer: &str) -> NewAnswer {
    NewAnswer { answer: vec![answer.into()], confidence: 3, expected: Some(70), ..NewAnswer::default() }
}

/// A body with those who work in its bank.
pub struct Bank {
    pub world: World,
    pub app: App,
    pub wanda: Somebody,
    pub rita: Somebody,
    pub ravi: Somebody,
    pub bela: Somebody,
}

impl Bank {
    pub async fn opened() -> Bank {
        Bank::opened_with(Arc::new(NoDrafts)).await
    }

    /// The same with changes that lie ready.
    pub async fn opened_with(drafts: Arc<dyn Drafts>) -> Bank {
        let world = World::at(DAY);
        let app = world.app_with(drafts).await;
        let wanda = somebody(&app, "wanda", Role::ItemWriter).await;
        let rita = somebody(&app, "rita", Role::Reviewer).await;
        let ravi = somebody(&app, "ravi", Role::Reviewer).await;
        let bela = somebody(&app, "bela", Role::BankManager).await;
        let bank = Bank { world, app, wanda, rita, ravi, bela };
        let taken = bank.app.items.take_in(&bank.by(&bank.bela), EXAM, &reason("We begin.")).await.unwrap();
        assert_eq!(taken, TakenIn { exam: 200, practice: 235 });
        for (who, domain) in [(&bank.wanda, "1"), (&bank.rita, ""), (&bank.ravi, "1")] {
            bank.app.items.give_scope(&bank.by(&bank.bela), who.id, EXAM, domain).await.unwrap();
        }
        bank
    }

    pub fn by(&self, who: &Somebody) -> assay_app::Asking {
        by(&self.app, &who.actor)
    }

    pub async fn state(&self, id: ItemId) -> (u32, ItemState, Option<(u32, ItemState)>) {
        let line = self.app.items.item(&self.by(&self.bela), id, None).await.unwrap().line;
        (line.latest, line.state, line.live)
    }

    /// Both reviewers answer right and accept.
    pub async fn accepted(&self, id: ItemId) {
        self.accepted_by(id, &[&self.rita, &self.ravi]).await;
    }

    /// Those answer right and accept: of a practice item one is enough.
    pub async fn accepted_by(&self, id: ItemId, reviewers: &[&Somebody]) {
        for who in reviewers {
            let (asking, items) = (self.by(who), &self.app.items);
            if !items.desk(&asking).await.unwrap().own.iter().any(|line| line.item.id == id) {
                items.lease(&asking, id).await.unwrap();
            }
            assert!(items.answer(&asking, id, says("C")).await.unwrap());
            items.decide(&asking, id, ReviewVerdict::Accept, yes(), "").await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_draft_is_answered_blind_rejected_revised_accepted_pretested_and_edited_while_it_is_live() {
    let bank = Bank::opened().await;
    let (items, wanda, rita) = (&bank.app.items, &bank.wanda, &bank.rita);
    let id = items
        .begin(
            &bank.by(wanda),
            ItemPool::Exam,
            EXAM,
            "c03-alarm-new",
            draft("Which change helps?", "c03-alarm-new"),
        )
        .await
        .unwrap();
    let view = items.item(&bank.by(wanda), id, None).await.unwrap();
    assert!(view.can.write && view.can.submit && !view.can.answer);
    assert!(view.shown.open.as_ref().unwrap().faults.is_empty(), "{:?}", view.shown.open);
    assert_eq!(view.shown.open.unwrap().parts.unwrap(), parts("Which change helps?"));
    let seq = items.save(&bank.by(wanda), id, 1, draft("Which change does help?", "c03-alarm-new"), "").await;
    assert_eq!(seq.unwrap(), 2);
    let late = items.save(&bank.by(wanda), id, 1, draft("Which?", "c03-alarm-new"), "").await;
    assert!(matches!(late, Err(AppError::Conflict)), "somebody wrote meanwhile");
    items.submit(&bank.by(wanda), id).await.unwrap();
    let refused = items.lease(&bank.by(wanda), id).await;
    assert!(matches!(refused, Err(AppError::Forbidden)), "a writer reviews nothing");

    // Rita takes a place, and sees no key before she has answered.
    assert!(matches!(items.item(&bank.by(rita), id, None).await, Err(AppError::NotFound)));
    let free = items.desk(&bank.by(rita)).await.unwrap().free;
    assert_eq!(free.iter().map(|line| (line.id, line.title.as_str())).collect::<Vec<_>>(), [(id, "")]);
    items.lease(&bank.by(rita), id).await.unwrap();
    let view = items.item(&bank.by(rita), id, None).await.unwrap();
    assert!(view.shown.open.is_none() && view.can.answer && !view.can.decide);
    let early = items.decide(&bank.by(rita), id, ReviewVerdict::Accept, yes(), "").await;
    assert_eq!(why_not(early), "Answer the question first; the key is shown after that.");
    assert!(!items.answer(&bank.by(rita), id, says("B")).await.unwrap(), "another one than the key");
    let view = items.item(&bank.by(rita), id, None).await.unwrap();
    assert!(view.shown.open.is_some() && view.can.decide);
    items.comment(&bank.by(rita), id, "B is right too, where the threshold is wrong.").await.unwrap();
    let accept = items.decide(&bank.by(rita), id, ReviewVerdict::Accept, yes(), "").await;
    assert_eq!(why_not(accept), "1 comment is open. Settle it, then accept the item.");
    let done = items.decide(&bank.by(rita), id, ReviewVerdict::Reject, BTreeMap::new(), "Two answers.").await;
    assert!(!done.unwrap());
    assert_eq!(bank.state(id).await, (1, ItemState::Draft, None));

    revised_and_edited(&bank, id).await;
    bank.app.close().await;
}

/// Wanda revises: version 2, which is reviewed anew, and edited once more.
async fn revised_and_edited(bank: &Bank, id: ItemId) {
    let (items, wanda, rita, bela) = (&bank.app.items, &bank.wanda, &bank.rita, &bank.bela);
    let view = items.item(&bank.by(wanda), id, None).await.unwrap();
    assert_eq!(view.comments.len(), 1, "the author reads what was said");
    let why = "The threshold is given now.";
    let new = draft("The threshold is right. Which change does help?", "c03-alarm-new");
    items.save(&bank.by(wanda), id, view.seq, new, why).await.unwrap();
    assert_eq!(bank.state(id).await, (2, ItemState::Revised, None));
    items.submit(&bank.by(wanda), id).await.unwrap();
    items.settle(&bank.by(rita), id, 1, "It is one answer now.").await.unwrap();
    bank.accepted(id).await;
    assert_eq!(bank.state(id).await, (2, ItemState::Accepted, Some((2, ItemState::Accepted))));
    items.use_as(&bank.by(bela), id, ItemState::Pretest, &reason("On form B.")).await.unwrap();

    // Another tag is the same question; another word is another one, and what is live stays live.
    let seq = items.item(&bank.by(bela), id, None).await.unwrap().seq;
    let mut tagged = parts("The threshold is right. Which change does help?");
    tagged.tags.push("multi-account".into());
    let text = tagged.to_text(EXAM, "c03-alarm-new");
    let seq = items.save(&bank.by(bela), id, seq, WrittenItem { text, beside: Vec::new() }, "A tag.").await;
    assert_eq!(bank.state(id).await, (3, ItemState::Pretest, Some((3, ItemState::Pretest))));
    let new = draft("The threshold is right. Which one change does help?", "c03-alarm-new");
    items.save(&bank.by(wanda), id, seq.unwrap(), new, "Shorter.").await.unwrap();
    assert_eq!(bank.state(id).await, (4, ItemState::Revised, Some((3, ItemState::Pretest))));
    let differences = items.differences(&bank.by(bela), id, 3, 4).await.unwrap();
    let new = differences[0].lines.iter().filter(|line| line.change == LineChange::New);
    assert_eq!(new.count(), 2, "the stem, and the tags");
    let view = items.item(&bank.by(bela), id, Some(3)).await.unwrap();
    assert!(view.shown.open.unwrap().text.contains("multi-account"));
    assert_eq!(view.versions.len(), 4);
    let told: Vec<String> =
        view.history.iter().rev().map(|one| format!("{}: {}", one.by.name, one.text)).collect();
    insta::assert_snapshot!("history_of_an_item", told.join("\n"));
}

#[tokio::test]
async fn everybody_sees_in_the_bank_what_is_theirs_and_works_where_they_were_told() {
    let bank = Bank::opened().await;
    let (items, wanda, rita, bela) = (&bank.app.items, &bank.wanda, &bank.rita, &bank.bela);
    let all = items.list(&bank.by(bela), &ItemsWanted::default(), 1).await.unwrap();
    assert_eq!((all.count, all.of, all.lines.len()), (435, 435, 50));
    let wanted =
        ItemsWanted { text: "agent memory".into(), pool: Some(ItemPool::Exam), ..ItemsWanted::default() };
    let found = items.list(&bank.by(bela), &wanted, 1).await.unwrap();
    assert!(found.count > 0 && found.count < 10 && found.of == 200, "{}", found.count);
    assert!(found.lines.iter().any(|line| line.slug == "c03-agent-group-memory"));
    let scored = ItemsWanted { state: Some(ItemState::Scored), place: "1".into(), ..ItemsWanted::default() };
    let scored = items.list(&bank.by(bela), &scored, 1).await.unwrap();
    assert!(scored.count > 0 && scored.lines.iter().all(|line| line.domain == "1"));

    // A writer sees none of what others wrote, and writes where they were told.
    let own = items.list(&bank.by(wanda), &ItemsWanted::default(), 1).await.unwrap();
    assert_eq!((own.count, own.of), (0, 0));
    let other = found.lines[0].id;
    assert!(matches!(items.item(&bank.by(wanda), other, None).await, Err(AppError::NotFound)));
    assert!(matches!(items.item(&bank.by(rita), other, None).await, Err(AppError::NotFound)));
    let mut elsewhere = parts("Why?");
    (elsewhere.task, elsewhere.skill) = ("3.1".into(), String::new());
    let draft_elsewhere = WrittenItem { text: elsewhere.to_text(EXAM, "c03-new"), beside: Vec::new() };
    let refused = items.begin(&bank.by(wanda), ItemPool::Exam, EXAM, "c03-new", draft_elsewhere).await;
    assert_eq!(why_not(refused), "You write in other domains. Ask a bank manager for this one.");
    let taken =
        items.begin(&bank.by(wanda), ItemPool::Exam, EXAM, "c03-agent-group-memory", draft("A?", "x")).await;
    assert_eq!(why_not(taken), "There is an item of this name already. Choose another one.");
    let own = items
        .begin(&bank.by(wanda), ItemPool::Exam, EXAM, "c03-new", draft("Which one?", "c03-new"))
        .await
        .unwrap();
    assert_eq!(items.list(&bank.by(wanda), &ItemsWanted::default(), 1).await.unwrap().count, 1);
    // What is half written is saved, and not reviewed.
    let half = WrittenItem { text: "stem = \"Why\"\n".into(), beside: Vec::new() };
    items.save(&bank.by(bela), own, 1, half, "").await.unwrap();
    assert!(
        why_not(items.submit(&bank.by(bela), own).await).starts_with("This item has fewer than two options")
    );

    // Nobody else gets in, whatever they may elsewhere.
    for roles in [Roles::NONE, Role::Administrator.into(), Role::Support.into(), Role::Auditor.into()] {
        let name = format!("other{}", roles.iter().map(Role::as_str).collect::<String>());
        let somebody = somebody(&bank.app, &name, roles).await;
        let asking = bank.by(&somebody);
        assert!(items.list(&asking, &ItemsWanted::default(), 1).await.is_err());
        assert!(items.item(&asking, other, None).await.is_err());
    }
    // And who works in the bank does nothing elsewhere.
    for who in [wanda, rita, bela] {
        let asking = bank.by(who);
        assert!(bank.app.grants.all(&asking).await.is_err());
        assert!(bank.app.overview.today(&asking).await.is_err());
        assert!(bank.app.items.imports(&asking, 1).await.is_err());
    }
    bank.app.close().await;
}

#[tokio::test]
async fn an_item_is_moved_to_the_other_pool_as_another_one_and_retired_in_its_own() {
    let bank = Bank::opened().await;
    let (items, bela) = (&bank.app.items, &bank.bela);
    let id = items.named(&bank.by(bela), ItemPool::Exam, "c03-agent-group-memory").await.unwrap();
    let exam: ExamItemId = match id {
        ItemId::Exam(exam) => exam,
        ItemId::Practice(_) => panic!("an item of the examination"),
    };
    let why = reason("It was seen.");
    let same = items.move_to_practice(&bank.by(bela), exam, "c03-agent-group-memory", &why).await;
    assert_eq!(why_not(same), "There is an item of this name already. Choose another one.");
    let new = items.move_to_practice(&bank.by(bela), exam, "c03p-agent-group-memory", &why).await.unwrap();
    assert_eq!(bank.state(id).await, (1, ItemState::Retired, None));
    assert_eq!(bank.state(new.into()).await, (1, ItemState::Draft, None));
    let view = items.item(&bank.by(bela), new.into(), None).await.unwrap();
    assert!(view.shown.open.unwrap().text.starts_with("id = \"c03p-agent-group-memory\"\n"));
    let restored = items.back_to_draft(&bank.by(bela), id, &reason("It was not.")).await;
    assert!(restored.is_ok());
    bank.app.close().await;
}

#[tokio::test]
async fn a_place_that_was_taken_is_free_again_after_a_day_and_one_that_was_given_has_its_due_day() {
    let bank = Bank::opened().await;
    let (items, wanda, rita, ravi, bela) = (&bank.app.items, &bank.wanda, &bank.rita, &bank.ravi, &bank.bela);
    let id = items
        .begin(&bank.by(wanda), ItemPool::Exam, EXAM, "c03-new", draft("Which change helps?", "c03-new"))
        .await
        .unwrap();
    items.submit(&bank.by(wanda), id).await.unwrap();
    let none = items.assign(&bank.by(bela), id, wanda.id, None).await;
    assert!(why_not(none).starts_with("This person is no reviewer."));
    let over = items.assign(&bank.by(bela), id, ravi.id, Some(date(2026, 3, 9))).await;
    assert_eq!(why_not(over), "This day is over.");
    items.assign(&bank.by(bela), id, ravi.id, Some(date(2026, 3, 20))).await.unwrap();
    items.lease(&bank.by(rita), id).await.unwrap();
    let third = somebody(&bank.app, "rosa", Role::Reviewer).await;
    items.give_scope(&bank.by(bela), third.id, EXAM, "").await.unwrap();
    assert!(items.desk(&bank.by(&third)).await.unwrap().free.is_empty());
    assert_eq!(
        why_not(items.lease(&bank.by(&third), id).await),
        "This item has all the reviewers it wants. Take another one."
    );
    let desk = items.desk(&bank.by(ravi)).await.unwrap();
    assert_eq!(desk.own[0].due, Some(date(2026, 3, 20)));
    bank.world.moment("2026-03-11T09:00:00Z");
    assert!(items.desk(&bank.by(rita)).await.unwrap().own.is_empty(), "her day is over");
    assert_eq!(items.desk(&bank.by(&third)).await.unwrap().free.len(), 1);
    items.lease(&bank.by(&third), id).await.unwrap();
    let late = items.answer(&bank.by(rita), id, says("C")).await;
    assert!(matches!(late, Err(AppError::NotFound)));
    items.give_back(&bank.by(&third), id).await.unwrap();
    bank.app.close().await;

    // What was done to others and decided is in the log.
    let app = bank.world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let lines = app.audit.lines(&by(&app, &ada.actor), &assay_app::LinesWanted::default(), 1).await.unwrap();
    let acts: Vec<String> = lines.lines.into_iter().map(|line| line.act).collect();
    assert!(
        acts.contains(&"items.assign".to_owned()) && acts.contains(&"items.take-in".to_owned()),
        "{acts:?}"
    );
    app.close().await;
}

#[tokio::test]
async fn what_the_blueprint_leaves_open_is_told_by_skill() {
    let bank = Bank::opened().await;
    let kinds = vec![("multiple-response".to_owned(), 48)];
    let asking = bank.by(&bank.wanda);
    let demand = bank.app.items.demand(&asking, ItemPool::Exam, EXAM, None, kinds).await.unwrap();
    let domains: Vec<(u32, u32)> = demand.domains.iter().map(|part| (part.wanted, part.there)).collect();
    let sum = domains.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    assert_eq!(sum, (130, 200), "two forms of 65, and more than that are there");
    assert_eq!(demand.skills.len(), 53);
    assert!(demand.skills.iter().all(|skill| skill.wanted >= 3));
    let of_kind: u32 = demand.skills.iter().flat_map(|skill| &skill.of_kinds).map(|(_, many)| many).sum();
    assert_eq!(of_kind, demand.kinds[0].missing);
    bank.app.close().await;
}

#[tokio::test]
async fn whoever_has_seen_the_questions_of_an_exam_is_refused_it_and_may_sit_another() {
    let bank = Bank::opened().await;
    let items = &bank.app.items;
    let register = async |who: &Somebody, exam: &str| {
        let asking = bank.by(who);
        bank.app.registrations.register(&asking, exam).await
    };
    // Whoever has the role alone has seen nothing; a registration that was made before is not used any more.
    let early = register(&bank.wanda, EXAM).await.unwrap();
    let id = items
        .begin(&bank.by(&bank.wanda), ItemPool::Exam, EXAM, "c03-new", draft("Which one?", "c03-new"))
        .await
        .unwrap();
    items.submit(&bank.by(&bank.wanda), id).await.unwrap();
    let started =
        bank.app.sittings.start(&bank.by(&bank.wanda), early, &crate::world::device(), "a browser").await;
    let told = "You have seen questions of SOA-C03 at work in the bank, so you cannot sit it: the result \
        would say nothing. Ask the team if you think this is a mistake.";
    assert_eq!(started.unwrap_err().to_string(), told);
    items.lease(&bank.by(&bank.rita), id).await.unwrap();
    for who in [&bank.rita, &bank.bela] {
        assert_eq!(register(who, EXAM).await.unwrap_err().to_string(), told);
    }
    assert!(register(&bank.ravi, EXAM).await.is_ok(), "a reviewer who has opened nothing");
    assert!(register(&bank.rita, "CLF-C02").await.is_ok(), "another exam");
    bank.app.close().await;
}
