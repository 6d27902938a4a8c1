//! From the bank in the data to what candidates get: a frozen form is released as a change of the programme.
//!
//! A sitting that runs keeps the version it began with.

use std::sync::Arc;

use assay_app::{
    AppError, Applied, Asking, Drafts, ExamFormState, Files, FormCut, FormsWanted, ItemsWanted, ManyChange,
    PanelCut, Preview,
};
use assay_bank::work::{ItemId, ItemPool, ItemState};
use assay_kernel::{FormId, Role, Roles, SittingId};
use assay_words::{InEnglish, Told};

use crate::{
    changes::why,
    items::{Bank, EXAM, draft},
    world::{Somebody, by, device, somebody, start},
};

const SLUG: &str = "c03-alarm-new";
const FIRST: &str = "An alarm never fires and canary-one is set. Which change helps?";
const SECOND: &str = "An alarm never fires and canary-two is set. Which change does help?";

/// The bank with those who release and sit.
pub struct Body {
    pub bank: Bank,
    pub ada: Somebody,
    ben: Somebody,
}

impl Body {
    pub async fn opened() -> Body {
        Body::of(Bank::opened().await).await
    }

    async fn of(bank: Bank) -> Body {
        let ada = somebody(&bank.app, "ada", Role::Administrator).await;
        let ben = somebody(&bank.app, "ben", Role::Administrator).await;
        Body { bank, ada, ben }
    }

    pub fn by(&self, who: &Somebody) -> Asking {
        by(&self.bank.app, &who.actor)
    }

    /// Wanda writes an item, and both reviewers accept it.
    async fn accepted_item(&self) -> ItemId {
        let (items, wanda) = (&self.bank.app.items, self.by(&self.bank.wanda));
        let id = items.begin(&wanda, ItemPool::Exam, EXAM, SLUG, draft(FIRST, SLUG)).await.unwrap();
        items.submit(&wanda, id).await.unwrap();
        self.bank.accepted(id).await;
        id
    }

    /// A form with an item on it, frozen by Ada.
    pub async fn frozen_form(&self, slug: &str) -> FormId {
        self.frozen_form_of(&[slug]).await
    }

    /// The same with several.
    pub async fn frozen_form_of(&self, slugs: &[&str]) -> FormId {
        let (forms, bela) = (&self.bank.app.forms, self.by(&self.bank.bela));
        let wanted = FormsWanted { exam: EXAM.to_owned(), forms: 1, seed: 7, is_fresh: false };
        let id = forms.draw(&bela, &wanted).await.unwrap()[0];
        let mut revision = forms.form(&bela, id, "").await.unwrap().line.revision;
        for &slug in slugs {
            let drawn = forms.form(&bela, id, "").await.unwrap();
            if drawn.items.iter().any(|line| line.item == slug) {
                continue;
            }
            // In the place of one that the form can spare.
            let of_domain = drawn.items.iter().filter(|line| line.skill.starts_with("1.1"));
            for line in of_domain.filter(|line| !slugs.contains(&line.item.as_str())) {
                forms.swap(&bela, (id, revision), (&line.item, slug)).await.unwrap();
                let then = forms.form(&bela, id, "").await.unwrap();
                revision = then.line.revision;
                if then.short.iter().all(|short| !short.is_hard) {
                    break;
                }
                forms.swap(&bela, (id, revision), (slug, &line.item)).await.unwrap();
                revision += 1;
            }
        }
        forms.ask_freezing(&bela, id, revision).await.unwrap();
        forms.freeze(&self.by(&self.ada), id, revision + 1).await.unwrap();
        let frozen = forms.form(&bela, id, "").await.unwrap();
        assert_eq!(
            (frozen.line.state, frozen.is_owned, frozen.is_given),
            (ExamFormState::Frozen, true, false)
        );
        assert!(slugs.iter().all(|slug| frozen.items.iter().any(|line| line.item == *slug)));
        id
    }

    async fn revision(&self, id: FormId) -> i64 {
        self.bank.app.forms.form(&self.by(&self.bank.bela), id, "").await.unwrap().line.revision
    }

    /// Bela prepares the release; what Ada then sees of it.
    pub async fn prepared(&self, id: FormId) -> Preview {
        let revision = self.revision(id).await;
        let change = self.bank.app.forms.release(&self.by(&self.bank.bela), id, revision).await.unwrap();
        self.bank.app.changes.preview(&self.by(&self.ada), &change.to_string()).await.unwrap()
    }

    /// Ada proposes what she looked at, Ben applies it.
    pub async fn applied(&self, preview: &Preview) -> Applied {
        let changes = &self.bank.app.changes;
        let because = why("The new form is frozen.");
        let id =
            changes.propose(&self.by(&self.ada), &preview.draft.id, &preview.seen, &because).await.unwrap();
        let own = changes.approve(&self.by(&self.ada), id, None).await;
        assert!(matches!(own, Err(AppError::SecondPerson)), "{own:?}");
        changes.approve(&self.by(&self.ben), id, None).await.unwrap()
    }

    /// Everything that somebody reads who sits.
    pub async fn read(&self, who: &Somebody, sitting: SittingId) -> String {
        let given = self.bank.app.sittings.deliver(&self.by(who), sitting, &device()).await.unwrap();
        format!("{:?}", given.items)
    }
}

fn refused<T>(done: Result<T, AppError>) -> String {
    match done.err().unwrap() {
        AppError::Draft(text) => text,
        other => format!("{other:?}"),
    }
}

/// What a plan says of banks, and besides.
fn told(preview: &Preview) -> String {
    let found = preview.plan.impact.programme.iter();
    let lines = found.map(|finding| format!("{}\n  {}", finding.said.title(), finding.said.text()));
    lines.chain(preview.plan.beside().iter().map(InEnglish::text)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_released_form_is_given_and_a_sitting_that_runs_keeps_the_version_it_began_with() {
    let body = Body::opened().await;
    let (app, bank) = (&body.bank.app, &body.bank);
    let [noor, omar, nils] = ["noor", "omar", "nils"].map(|name| somebody(app, name, Roles::NONE));
    let (noor, omar, nils) = (noor.await, omar.await, nils.await);
    let id = body.accepted_item().await;
    app.items.use_as(&body.by(&bank.bela), id, ItemState::Pretest, &why("On the new form.")).await.unwrap();
    let first = body.frozen_form(SLUG).await;
    let preview = body.prepared(first).await;
    assert_eq!(body.applied(&preview).await, Applied::Now(2));
    let given = app.forms.form(&body.by(&bank.bela), first, "").await.unwrap();
    assert!(given.is_given && given.line.name == "SOA-C03-C", "{:?}", given.line);

    // Noor begins; whoever wrote a question of the form is refused the exam.
    let running = start(app, &noor.actor, EXAM).await;
    assert!(body.read(&noor, running).await.contains("canary-one"));
    let writer = app.registrations.register(&body.by(&bank.wanda), EXAM).await;
    assert!(writer.unwrap_err().to_string().starts_with("You have seen questions of SOA-C03"));

    // The item is edited, reviewed anew and accepted: version 2. Nothing of it reaches anybody.
    let seq = app.items.item(&body.by(&bank.bela), id, None).await.unwrap().seq;
    app.items.save(&body.by(&bank.wanda), id, seq, draft(SECOND, SLUG), "Clearer.").await.unwrap();
    app.items.submit(&body.by(&bank.wanda), id).await.unwrap();
    bank.accepted(id).await;
    assert_eq!(bank.state(id).await, (2, ItemState::Accepted, Some((2, ItemState::Accepted))));
    assert!(body.read(&noor, running).await.contains("canary-one"));
    let paper = app.forms.print(&body.by(&bank.bela), first).await.unwrap();
    assert!(format!("{:?}", paper.questions).contains("canary-one"), "what was frozen is what is printed");
    assert_eq!(given.line.mark.as_deref(), Some(paper.mark.as_str()));

    // Nils registers; the second form holds version 2, and the plan says so without a word of the question.
    app.registrations.register(&body.by(&nils), EXAM).await.unwrap();
    let second = body.frozen_form(SLUG).await;
    let preview = body.prepared(second).await;
    let text = told(&preview);
    assert!(
        text.contains("Bank SOA-C03: item c03-alarm-new, version 1 → 2 (texts changed)\n  On SOA-C03-D."),
        "{text}"
    );
    let document = serde_json::to_string(&Told(&preview.plan)).unwrap();
    let printed = assay_words::plan_text(&preview.plan.impact, 5);
    for canary in ["canary", "Name the dimension", "Because the page says"] {
        assert!([&text, &document, &printed].iter().all(|told| !told.contains(canary)), "{canary}: {text}");
    }
    insta::assert_snapshot!("plan_of_a_release", text);
    assert_eq!(body.applied(&preview).await, Applied::Now(3));

    assert!(body.read(&noor, running).await.contains("canary-one"), "a sitting keeps what it began with");
    let other = start(app, &omar.actor, EXAM).await;
    let read = body.read(&omar, other).await;
    assert!(read.contains("canary-two") && !read.contains("canary-one"));
    assert!(app.forms.form(&body.by(&bank.bela), second, "").await.unwrap().is_given);
    // In the programme stand the items of the form, and no others.
    let held = app.sittings.bank(&body.by(&body.ada)).await.unwrap();
    assert_eq!(held.forms.iter().filter(|form| form.0.exam == EXAM).count(), 1);
    body.bank.app.close().await;
}

#[tokio::test]
async fn only_a_bank_manager_prepares_a_release_and_only_of_what_is_frozen_and_still_stands() {
    let body = Body::opened().await;
    let (forms, changes) = (&body.bank.app.forms, &body.bank.app.changes);
    let bela = body.by(&body.bank.bela);
    let id = body.accepted_item().await;
    let first = body.frozen_form(SLUG).await;
    let revision = body.revision(first).await;
    for who in [&body.ada, &body.bank.wanda, &body.bank.rita] {
        assert!(forms.release(&body.by(who), first, revision).await.is_err());
    }
    assert!(matches!(forms.release(&bela, first, revision - 1).await, Err(AppError::Conflict)));
    let wanted = FormsWanted { exam: EXAM.to_owned(), forms: 1, seed: 8, is_fresh: false };
    let open = forms.draw(&bela, &wanted).await.unwrap()[0];
    assert!(matches!(forms.release(&bela, open, 1).await, Err(AppError::Conflict)), "nobody froze it");
    let manager_sees = changes.drafts(&bela).await;
    assert!(manager_sees.is_err(), "whoever prepares does not propose");

    // Two releases lie ready. Once one of them is in force the other goes over no version any more.
    let late = body.prepared(first).await;
    let second = body.frozen_form(SLUG).await;
    let early = body.prepared(second).await;
    body.applied(&early).await;
    let text = refused(changes.preview(&body.by(&body.ada), &late.draft.id).await);
    assert!(
        text.starts_with("Another version of the programme was applied since this was prepared."),
        "{text}"
    );
    let again = body.revision(second).await;
    assert!(
        refused(forms.release(&body.by(&body.bank.bela), second, again).await)
            .starts_with("It is in force already")
    );

    // A question is seen and retired: what holds it is released no more, prepared or not.
    let lying = body.prepared(first).await;
    let because = why("It was seen.");
    body.bank.app.items.retire(&body.by(&body.bank.bela), id, &because).await.unwrap();
    let revision = body.revision(first).await;
    let text = refused(forms.release(&body.by(&body.bank.bela), first, revision).await);
    assert_eq!(text, "c03-alarm-new was retired since the form was frozen: draw another form.");
    let text = refused(changes.preview(&body.by(&body.ada), &lying.draft.id).await);
    assert!(text.contains("c03-alarm-new") && text.contains("was retired"), "{text}");
    body.bank.app.close().await;
}

#[tokio::test]
async fn items_of_a_form_that_comes_into_force_are_put_to_its_use() {
    let body = Body::opened().await;
    let (app, bela) = (&body.bank.app, body.by(&body.bank.bela));
    let id = body.accepted_item().await;
    let form = body.frozen_form(SLUG).await;
    let on_form = app.forms.form(&bela, form, "").await.unwrap().items;
    let use_of = |slug: &str| on_form.iter().find(|line| line.item == slug).map(|line| line.is_scored);
    let wanted = if use_of(SLUG).unwrap() { ItemState::Scored } else { ItemState::Pretest };
    assert_eq!(body.bank.state(id).await, (1, ItemState::Accepted, Some((1, ItemState::Accepted))));
    let preview = body.prepared(form).await;
    body.applied(&preview).await;
    app.jobs.run_due().await.unwrap();
    assert_eq!(body.bank.state(id).await, (1, wanted, Some((1, wanted))));
    // Every item of the form, and none that stands on no form.
    let wanted = ItemsWanted {
        exam: EXAM.to_owned(),
        pool: Some(ItemPool::Exam),
        by_name: true,
        ..ItemsWanted::default()
    };
    for line in app.items.list(&bela, &wanted, 1).await.unwrap().lines {
        match use_of(&line.slug) {
            Some(true) => assert_eq!(line.live.map(|live| live.1), Some(ItemState::Scored), "{}", line.slug),
            Some(false) => {
                assert_eq!(line.live.map(|live| live.1), Some(ItemState::Pretest), "{}", line.slug)
            }
            None => {}
        }
    }
    // Once more changes nothing: nobody reads of it twice.
    let seq = app.items.item(&bela, id, None).await.unwrap().seq;
    app.jobs.run_due().await.unwrap();
    assert_eq!(app.items.item(&bela, id, None).await.unwrap().seq, seq);
    body.bank.app.close().await;
}

#[tokio::test]
async fn a_panels_cut_comes_with_the_release_and_what_was_prepared_before_goes_no_further() {
    const STANDARD: &str = "Modified Angoff, nine experts, 14 May 2025";
    let body = Body::opened().await;
    let (forms, changes) = (&body.bank.app.forms, &body.bank.app.changes);
    let bela = body.by(&body.bank.bela);
    body.accepted_item().await;
    let form = body.frozen_form(SLUG).await;
    let estimated = forms.form(&bela, form, "").await.unwrap().cut;
    assert_eq!(estimated.standard, None);
    let early = body.prepared(form).await;
    let raw = estimated.raw + 1;
    let cut = |raw, standard| Some(PanelCut { raw, standard });
    let revision = body.revision(form).await;
    let scored = forms.form(&bela, form, "").await.unwrap().counts.scored;
    for wrong in [cut(0, STANDARD), cut(scored + 1, STANDARD), cut(raw, "  "), cut(raw, "two\nlines")] {
        let refused = forms.set_cut(&bela, (form, revision), wrong).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    }
    for who in [&body.ada, &body.bank.wanda, &body.bank.rita] {
        assert!(forms.set_cut(&body.by(who), (form, revision), cut(raw, STANDARD)).await.is_err());
    }
    forms.set_cut(&bela, (form, revision), cut(raw, STANDARD)).await.unwrap();
    let told = FormCut { raw, standard: Some(STANDARD.to_owned()) };
    assert_eq!(forms.form(&bela, form, "").await.unwrap().cut, told);
    let text = refused(changes.preview(&body.by(&body.ada), &early.draft.id).await);
    assert!(text.contains("has another cut here than on its page"), "{text}");
    let preview = body.prepared(form).await;
    body.applied(&preview).await;
    let name = forms.form(&bela, form, "").await.unwrap().line.name;
    let asking = body.by(&body.ada);
    let given = &asking.programme.forms[&name];
    assert_eq!((given.cut_raw, given.standard.as_str()), (raw, STANDARD));
    // Taken out again it is the sum of the estimates that the next release would have.
    forms.set_cut(&bela, (form, body.revision(form).await), None).await.unwrap();
    assert_eq!(forms.form(&bela, form, "").await.unwrap().cut, estimated);
    body.bank.app.close().await;
}

#[tokio::test]
async fn a_retired_item_keeps_a_proposed_release_from_being_applied() {
    let body = Body::opened().await;
    let changes = &body.bank.app.changes;
    let id = body.accepted_item().await;
    let form = body.frozen_form(SLUG).await;
    let preview = body.prepared(form).await;
    let because = why("The new form is frozen.");
    let ada = body.by(&body.ada);
    let proposed = changes.propose(&ada, &preview.draft.id, &preview.seen, &because).await.unwrap();
    let retire = ManyChange::State(ItemState::Retired);
    body.bank
        .app
        .items
        .change_many(&body.by(&body.bank.bela), (ItemPool::Exam, EXAM), &[id], &retire, &because)
        .await
        .unwrap();
    let text = refused(changes.approve(&body.by(&body.ben), proposed, None).await);
    assert!(text.contains("was retired since the form was frozen"), "{text}");
    assert_eq!(body.by(&body.ada).programme.number, 1, "nothing was applied");
    body.bank.app.close().await;
}

#[tokio::test]
async fn what_is_practised_with_is_what_was_accepted_and_then_released() {
    let body = Body::opened().await;
    let (app, bela, wanda) = (&body.bank.app, body.by(&body.bank.bela), body.by(&body.bank.wanda));
    let begun = app.items.practice_release(&bela, EXAM).await.unwrap();
    assert_eq!((begun.accepted, begun.new.len(), begun.unasked.len()), (235, 0, 0));
    assert_eq!(
        begun.refused.unwrap(),
        "What is practised with is what is accepted; there is nothing to change."
    );

    // A draft is none of it; accepted it comes, and nobody is asked it before a set names it.
    let slug = "c03p-alarm-new";
    let text = draft(FIRST, slug);
    let id = app.items.begin(&wanda, ItemPool::Practice, EXAM, slug, text).await.unwrap();
    assert_eq!(app.items.practice_release(&bela, EXAM).await.unwrap().accepted, 235);
    app.items.submit(&wanda, id).await.unwrap();
    body.bank.accepted_by(id, &[&body.bank.rita]).await;
    let release = app.items.practice_release(&bela, EXAM).await.unwrap();
    assert_eq!(
        (release.accepted, &release.new, &release.unasked),
        (236, &vec![slug.to_owned()], &release.new)
    );
    assert_eq!((release.changed.len(), release.gone.len(), release.refused), (0, 0, None));
    for who in [&body.ada, &body.bank.wanda, &body.bank.rita] {
        assert!(app.items.release_practice(&body.by(who), EXAM).await.is_err());
    }
    let change = app.items.release_practice(&bela, EXAM).await.unwrap();
    let preview = app.changes.preview(&body.by(&body.ada), &change.to_string()).await.unwrap();
    let paths: Vec<&str> = preview.plan.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, [format!("practice/{EXAM}/{slug}.toml")]);
    assert_eq!(body.applied(&preview).await, Applied::Now(2));

    // Edited and accepted again it is prepared; retired meanwhile it goes no further.
    let seq = app.items.item(&bela, id, None).await.unwrap().seq;
    app.items.save(&wanda, id, seq, draft(SECOND, slug), "Clearer.").await.unwrap();
    app.items.submit(&wanda, id).await.unwrap();
    body.bank.accepted_by(id, &[&body.bank.rita]).await;
    let release = app.items.practice_release(&body.by(&body.bank.bela), EXAM).await.unwrap();
    assert_eq!((release.changed, release.new.len()), (vec![slug.to_owned()], 0));
    let change = app.items.release_practice(&body.by(&body.bank.bela), EXAM).await.unwrap();
    app.items.retire(&bela, id, &why("It was seen.")).await.unwrap();
    let text = refused(app.changes.preview(&body.by(&body.ada), &change.to_string()).await);
    assert!(text.contains("these are not what is accepted there"), "{text}");
    let release = app.items.practice_release(&body.by(&body.bank.bela), EXAM).await.unwrap();
    assert_eq!((release.gone, release.refused), (vec![slug.to_owned()], None));

    // What a set asks for does not go before the set lets it go.
    let wanted = ItemsWanted {
        exam: EXAM.to_owned(),
        pool: Some(ItemPool::Practice),
        text: "c03p-cli-mfa-session".to_owned(),
        ..ItemsWanted::default()
    };
    let asked = app.items.list(&bela, &wanted, 1).await.unwrap().lines[0].id;
    app.items.retire(&bela, asked, &why("A fact has changed.")).await.unwrap();
    let text = refused(app.items.release_practice(&body.by(&body.bank.bela), EXAM).await);
    let told = "The set SOA-C03-question-set asks for c03p-cli-mfa-session, which nobody accepted or \
                somebody retired. Take it out of practice/sets/SOA-C03-question-set.toml first, or \
                accept it.";
    assert_eq!(text, told);
    body.bank.app.close().await;
}

/// A folder in which an item and a form of the bank in work were edited, and one of another bank.
struct Folder {
    edits_another: bool,
}

impl Drafts for Folder {
    fn list(&self) -> Vec<assay_app::Draft> {
        vec![assay_app::Draft { id: "folder".into(), title: "The folder".into(), text: String::new() }]
    }

    fn read(&self, _id: &str, current: &Files) -> Result<Files, String> {
        let mut files = current.clone();
        let edited = ["bank/SOA-C03/c03-agent-group-memory.toml", "forms/SOA-C03-A.toml"];
        for file in &mut files.texts {
            let is_other = self.edits_another && file.path.starts_with("bank/CLF-C02/");
            if is_other || edited.contains(&file.path.as_str()) {
                file.text.insert_str(0, "# Read again.\n");
            }
        }
        Ok(files)
    }
}

#[tokio::test]
async fn a_folders_files_of_a_bank_in_work_are_not_read_and_told() {
    let not_read = ["bank/SOA-C03/c03-agent-group-memory.toml", "forms/SOA-C03-A.toml"];
    for edits_another in [false, true] {
        let bank = Bank::opened_with(Arc::new(Folder { edits_another })).await;
        let body = Body::of(bank).await;
        let looked = body.bank.app.changes.preview(&body.by(&body.ada), "folder").await;
        if !edits_another {
            let text = refused(looked);
            let told = "Not read: bank/SOA-C03/c03-agent-group-memory.toml and forms/SOA-C03-A.toml. They \
                        belong to a bank that is in the data. Bring what differs in with `assay items \
                        import`.";
            assert_eq!(text, told, "there is nothing else in it");
            body.bank.app.close().await;
            continue;
        }
        let looked = looked.unwrap();
        assert_eq!(looked.plan.not_read, not_read);
        assert!(
            looked.plan.files.iter().all(|file| file.path.starts_with("bank/CLF-C02/")),
            "{looked:?}",
            looked = looked.plan.files
        );
        // Another bank is read as ever: its items are told without numbers, for files have none.
        assert!(told(&looked).contains("Bank CLF-C02: item "), "{}", told(&looked));
        assert_eq!(body.applied(&looked).await, Applied::Now(2));
        body.bank.app.close().await;
    }
}
