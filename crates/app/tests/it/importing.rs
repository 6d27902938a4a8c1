//! Questions from elsewhere: read, shown with what is lost, kept or not.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use assay_app::{
    App, AppError, ImportStanding, NextLine, QuestionReader, QuestionVerdict, QuestionsWanted, ReadHere,
    ReadLine, ReadQuestion, ReaderFault, ReadingFile, RemarkLine, RemarkWeight, read_questions,
};
use assay_kernel::{Actor, ImportId, Role};
use assay_store::QuestionRecord;
use tokio::sync::Notify;

use crate::world::{World, by, somebody};

const DAY: &str = "2026-03-10T09:00:00Z";
const OPERATOR: Actor = Actor::Operator;

/// A table of questions; the third has no right option, the fourth says what the first says.
const TABLE: &str = "Name,Question,A,B,Answer\n\
    ports,Which port does HTTPS use?,443,80,A\n\
    names,Which server knows names?,DNS,NTP,A\n\
    broken,Which one is right?,This,That,\n\
    again,Which port does HTTPS use?,443,80,A\n";

/// So many questions in GIFT.
fn gift(many: u32) -> String {
    (1..=many)
        .map(|number| format!("::Q{number}::What is {number} plus 0? {{={number} ~0 ~-1}}\n\n"))
        .collect()
}

async fn read_all(app: &App, id: ImportId) -> ImportStanding {
    app.jobs.read_imports().await.unwrap();
    app.items.import(&by(app, &OPERATOR), id).await.unwrap().standing
}

#[tokio::test]
async fn a_file_is_read_shown_and_kept_and_what_was_kept_can_be_taken_back_and_discarded() {
    let world = World::at(DAY);
    let app = world.app_that_reads(Arc::new(ReadHere)).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let asking = by(&app, &ada.actor);
    let id = app.items.hand_in(&asking, "C:\\banks\\table.csv", TABLE.as_bytes()).await.unwrap();
    assert_eq!(app.items.import(&asking, id).await.unwrap().standing, ImportStanding::Waiting);
    assert!(matches!(app.items.keep(&asking, id, 2).await, Err(AppError::Conflict)), "nothing was shown yet");
    assert_eq!(read_all(&app, id).await, ImportStanding::Ready);

    let view = app.items.loss_report(&asking, id, &QuestionsWanted::default()).await.unwrap();
    assert_eq!((view.line.file_name.as_str(), view.line.by.as_str()), ("table.csv", "ada"));
    assert_eq!(view.line.format.as_deref(), Some("csv"));
    assert_eq!((view.line.done, view.line.total, view.line.refused), (4, 4, 1));
    assert_eq!(view.questions.lines.len(), 4);
    assert_eq!((view.here, view.to_keep), (0, 2), "of the two that say the same, one");
    let refused = QuestionsWanted { verdict: Some(QuestionVerdict::Refused), ..QuestionsWanted::default() };
    let refused = app.items.loss_report(&asking, id, &refused).await.unwrap().questions.lines;
    assert_eq!((refused.len(), refused[0].number), (1, 3));
    assert!(!refused[0].has_item && !refused[0].remarks.is_empty());
    let coded = QuestionsWanted { code: refused[0].remarks[0].code.clone(), ..QuestionsWanted::default() };
    assert_eq!(app.items.loss_report(&asking, id, &coded).await.unwrap().questions.count, 1);

    // As many as were shown, or nothing.
    assert!(matches!(app.items.keep(&asking, id, 3).await, Err(AppError::Conflict)));
    app.items.keep(&asking, id, 2).await.unwrap();
    assert!(matches!(app.items.keep(&asking, id, 2).await, Err(AppError::Conflict)), "once");
    assert!(matches!(app.items.discard(&asking, id).await, Err(AppError::Conflict)), "it is kept");
    assert_eq!(app.items.import(&asking, id).await.unwrap().kept, 2);

    // The same file again is here already; under another name too.
    let again = app.items.hand_in(&asking, "other.csv", TABLE.as_bytes()).await.unwrap();
    assert_ne!(again, id);
    read_all(&app, again).await;
    let view = app.items.loss_report(&asking, again, &QuestionsWanted::default()).await.unwrap();
    assert_eq!((view.here, view.to_keep), (3, 0));
    assert!(matches!(app.items.keep(&asking, again, 0).await, Err(AppError::Invalid(_))));

    app.items.undo_keep(&asking, id).await.unwrap();
    assert!(matches!(app.items.undo_keep(&asking, id).await, Err(AppError::Conflict)), "once");
    let view = app.items.loss_report(&asking, again, &QuestionsWanted::default()).await.unwrap();
    assert_eq!((view.here, view.to_keep), (0, 2));
    app.items.keep(&asking, again, 2).await.unwrap();
    app.items.discard(&asking, id).await.unwrap();
    assert_eq!(app.items.import(&asking, id).await.unwrap().standing, ImportStanding::Discarded);
    app.close().await;

    let store = world.store().await;
    let drafts = store.drafts_of_import(again, 10).await.unwrap();
    let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    assert_eq!(ids, [format!("{again}-1"), format!("{again}-2")]);
    assert!(drafts[0].item.contains("443") && drafts[0].kinds == "choice");
    assert_eq!(store.drafts_of_import(id, 10).await.unwrap(), []);
    assert_eq!(store.questions_after(id, 0, 10).await.unwrap(), [], "nothing of what was discarded is left");
    assert_eq!(store.item_import_parts(again).await.unwrap(), Vec::<String>::new(), "nor the file itself");
    store.close().await;
}

#[tokio::test]
async fn what_waits_already_is_not_taken_in_twice_and_a_crowd_of_files_is_turned_away() {
    let world = World::at(DAY);
    let app = world.app_that_reads(Arc::new(ReadHere)).await;
    let asking = by(&app, &OPERATOR);
    let first = app.items.hand_in(&asking, "a.gift", gift(1).as_bytes()).await.unwrap();
    assert_eq!(app.items.hand_in(&asking, "b.gift", gift(1).as_bytes()).await.unwrap(), first);
    for many in 2..=20 {
        app.items.hand_in(&asking, "a.gift", gift(many).as_bytes()).await.unwrap();
    }
    let fault = |done: Result<ImportId, AppError>| match done {
        Err(AppError::Invalid(faults)) => faults[0].text.clone(),
        other => panic!("{other:?}"),
    };
    let crowd = fault(app.items.hand_in(&asking, "a.gift", gift(21).as_bytes()).await);
    assert_eq!(crowd, "Keep or discard an import first: 20 wait for a decision.");
    app.items.discard(&asking, first).await.unwrap();
    app.items.hand_in(&asking, "a.gift", gift(21).as_bytes()).await.unwrap();
    assert_eq!(fault(app.items.hand_in(&asking, "", b"").await), "Choose a file with questions in it.");
    app.close().await;
}

/// Reads as `ReadHere`, notes from where on, and stops for ever at a number.
struct Stopping {
    begun_at: AtomicU32,
    at: u32,
    stopped: Arc<Notify>,
}

struct UntilThen {
    lines: VecDeque<ReadLine>,
    at: u32,
    stopped: Arc<Notify>,
}

impl QuestionReader for Stopping {
    fn begin(&self, file: Vec<u8>, from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault> {
        self.begun_at.store(from, Ordering::Relaxed);
        let mut lines = VecDeque::new();
        read_questions(&file, from, &mut |line| {
            lines.push_back(line);
            Ok(())
        })
        .unwrap();
        Ok(Box::new(UntilThen { lines, at: self.at, stopped: self.stopped.clone() }))
    }
}

impl ReadingFile for UntilThen {
    fn next(&mut self) -> NextLine<'_> {
        let next = self.lines.pop_front();
        let is_there = matches!(&next, Some(ReadLine::Question(question)) if question.number == self.at);
        if is_there {
            self.stopped.notify_one();
            return Box::pin(std::future::pending());
        }
        Box::pin(async move { Ok(next) })
    }
}

#[tokio::test]
async fn what_a_stop_cut_off_goes_on_where_it_was_and_leaves_what_one_go_leaves() {
    let (many, file) = (450, gift(450));
    let world = World::at(DAY);
    let stopped = Arc::new(Notify::new());
    let reader = Arc::new(Stopping { begun_at: AtomicU32::new(0), at: 230, stopped: stopped.clone() });
    let app = world.app_that_reads(reader.clone()).await;
    let id = app.items.hand_in(&by(&app, &OPERATOR), "bank.gift", file.as_bytes()).await.unwrap();
    tokio::select! {
        read = app.jobs.read_imports() => panic!("it came to an end: {read:?}"),
        () = stopped.notified() => {}
    }
    let half = app.items.import(&by(&app, &OPERATOR), id).await.unwrap();
    assert_eq!((half.standing, half.done, half.total), (ImportStanding::Reading, 200, many));
    app.close().await;
    assert_eq!(reader.begun_at.load(Ordering::Relaxed), 1);

    // What is held by whoever is gone is free a minute later.
    world.seconds_later(DAY.parse().unwrap(), 61);
    let reader = Arc::new(Stopping { begun_at: AtomicU32::new(0), at: u32::MAX, stopped });
    let app = world.app_that_reads(reader.clone()).await;
    assert_eq!(read_all(&app, id).await, ImportStanding::Ready);
    assert_eq!(reader.begun_at.load(Ordering::Relaxed), 201, "and not from the beginning");
    let whole = app.items.import(&by(&app, &OPERATOR), id).await.unwrap();
    assert_eq!((whole.done, whole.whole), (many, many));
    app.close().await;

    let other = World::at(DAY);
    let app = other.app_that_reads(Arc::new(ReadHere)).await;
    let once = app.items.hand_in(&by(&app, &OPERATOR), "bank.gift", file.as_bytes()).await.unwrap();
    read_all(&app, once).await;
    app.close().await;
    let (resumed, once) = (rows_of(&world, id).await, rows_of(&other, once).await);
    assert_eq!(resumed.len(), 450);
    assert_eq!(resumed, once);
}

async fn rows_of(world: &World, id: ImportId) -> Vec<QuestionRecord> {
    let store = world.store().await;
    let rows = store.questions_after(id, 0, 10_000).await.unwrap();
    store.close().await;
    rows
}

/// Says what it is told to, then fails.
struct Scripted(Mutex<VecDeque<Result<ReadLine, ReaderFault>>>);

struct Script(VecDeque<Result<ReadLine, ReaderFault>>);

impl QuestionReader for Scripted {
    fn begin(&self, _file: Vec<u8>, _from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault> {
        Ok(Box::new(Script(std::mem::take(&mut *self.0.lock().unwrap()))))
    }
}

impl ReadingFile for Script {
    fn next(&mut self) -> NextLine<'_> {
        let next = self.0.pop_front().transpose();
        Box::pin(async move { next })
    }
}

fn question(number: u32) -> ReadLine {
    ReadLine::Question(Box::new(ReadQuestion {
        number,
        identifier: format!("q{number}"),
        title: "A question".to_owned(),
        kinds: vec!["choice".to_owned()],
        line: number,
        item: Some("<qti-assessment-item>?</qti-assessment-item>".to_owned()),
        remarks: Vec::new(),
        metadata: assay_app::ReadMetadata::default(),
    }))
}

#[tokio::test]
async fn a_reader_that_dies_hangs_or_talks_rubbish_fails_its_import_and_nothing_else() {
    let begun = || Ok(ReadLine::Begun { format: "gift".to_owned(), about: 2, remarks: Vec::new() });
    let mut wrong = question(1);
    if let ReadLine::Question(question) = &mut wrong {
        let remark = RemarkLine {
            code: "xml".to_owned(),
            weight: RemarkWeight::Error,
            construct: String::new(),
            message: "No.".to_owned(),
            line: 1,
        };
        question.remarks.push(remark);
    }
    let died = ReaderFault::Died("it needed more memory than a reader gets".to_owned());
    let why = |why: &str| Ok(ReadLine::Refused { why: Some(why.to_owned()) });
    let stories = [
        (
            vec![begun(), Ok(question(1)), Err(died)],
            "Reading stopped in the middle: it needed more memory than",
        ),
        (vec![begun(), Ok(question(1))], "Reading stopped in the middle: it stopped."),
        (vec![begun(), Err(ReaderFault::TooSlow)], "Reading took too long and was stopped."),
        (vec![Err(ReaderFault::TooMuch)], "The file holds more than an import may."),
        (vec![begun(), Ok(question(2))], "What was read of the file makes no sense"),
        (vec![begun(), Ok(question(1)), Ok(question(1))], "What was read of the file makes no sense"),
        (vec![begun(), Ok(wrong)], "What was read of the file makes no sense"),
        (vec![begun(), Ok(question(20_001))], "The file holds more than 20000 questions."),
        (
            vec![why("the zip file is damaged")],
            "The file cannot be opened: The zip file is damaged. Export it",
        ),
        (vec![Ok(ReadLine::Refused { why: None })], "This is no file of questions that can be read here."),
    ];
    let world = World::at(DAY);
    let reader = Arc::new(Scripted(Mutex::default()));
    let app = world.app_that_reads(reader.clone()).await;
    let asking = by(&app, &OPERATOR);
    for (number, (script, said)) in stories.into_iter().enumerate() {
        *reader.0.lock().unwrap() = script.into();
        let file = format!("file {number}");
        let id = app.items.hand_in(&asking, "bank.gift", file.as_bytes()).await.unwrap();
        assert_eq!(read_all(&app, id).await, ImportStanding::Failed, "{said}");
        let fault = app.items.import(&asking, id).await.unwrap().fault.unwrap();
        assert!(fault.starts_with(said), "{fault}");
        assert!(matches!(app.items.keep(&asking, id, 1).await, Err(AppError::Conflict)), "{said}");
        app.items.discard(&asking, id).await.unwrap();
    }
    *reader.0.lock().unwrap() = vec![begun(), Ok(question(1)), Ok(ReadLine::End)].into();
    let id = app.items.hand_in(&asking, "bank.gift", b"the last").await.unwrap();
    assert_eq!(read_all(&app, id).await, ImportStanding::Ready);
    app.close().await;
}
