//! An installation of the reference programme for one story.

use std::{
    fmt::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use assay_app::{
    App, Artwork, Asking, Chance, Drafts, Files, HandIn, ManualClock, Message, NewAccount, NoDrafts, Post,
    QuestionReader, Reviewed, Save, Settings, StatementsOut, Surroundings,
};
use assay_assessment::{
    form::{Form, Purpose, parse_form},
    sitting::{Because, Evidence, SaveResponse},
    writer::Writer,
};
use assay_bank::{AuthoredItem, parse_authored};
use assay_kernel::{Actor, Instant, Persons, Roles, Sittings, TypedId, source::SourceFile};
use assay_programme::model::Demonstration;
use assay_standing::HistoryLine;
use assay_store::{DataPlace, Store};
use jiff::SignedDuration;
use tempfile::TempDir;

const CLOUDOPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops");

/// Numbers that are the same in every run.
#[derive(Default)]
struct FixedChance(AtomicU64);

impl Chance for FixedChance {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            *byte = count.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0];
        }
    }
}

/// What outlives a crash of the application: its data, the time, and chance.
pub struct World {
    pub folder: TempDir,
    pub clock: Arc<ManualClock>,
    chance: Arc<FixedChance>,
    demo: bool,
}

/// Somebody with an account.
pub struct Somebody {
    pub id: TypedId<Persons>,
    pub actor: Actor,
}

impl World {
    /// A new installation at a moment.
    pub fn at(moment: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(moment.parse().unwrap()));
        World { folder, clock, chance: Arc::default(), demo: false }
    }

    /// A new demonstration at a moment.
    pub fn demonstration(moment: &str) -> Self {
        World { demo: true, ..World::at(moment) }
    }

    /// The same data, served without the demonstration.
    pub fn into_real_body(self) -> Self {
        World { demo: false, ..self }
    }

    /// A copy of the data as they are: where the story would go on after a crash now.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
        World { folder, clock: self.clock.clone(), chance: self.chance.clone(), demo: self.demo }
    }

    /// The store behind the application, which must not run.
    pub async fn store(&self) -> Store {
        Store::open(&DataPlace::Folder(self.folder.path().into())).await.unwrap()
    }

    /// Starts the application.
    pub async fn app(&self) -> App {
        self.app_of(programme()).await
    }

    /// Starts the application with another programme.
    pub async fn app_of(&self, programme: Reviewed) -> App {
        self.started(programme, Arc::new(NoDrafts)).await
    }

    /// Starts the application with changes that lie ready.
    pub async fn app_with(&self, drafts: Arc<dyn Drafts>) -> App {
        self.started(programme(), drafts).await
    }

    /// Starts the application with a way out for mail.
    pub async fn app_that_mails(&self, post: Arc<dyn Post>) -> App {
        let around = Surroundings { post: Some(post), ..self.around() };
        App::start(self.store().await, programme(), around).await.unwrap()
    }

    /// Starts the application of a programme with a way out for statements.
    pub async fn app_that_tells(&self, programme: Reviewed, out: StatementsOut) -> App {
        let around = Surroundings { statements: Some(out), ..self.around() };
        App::start(self.store().await, programme, around).await.unwrap()
    }

    /// Starts the application with whoever reads files of questions.
    pub async fn app_that_reads(&self, reader: Arc<dyn QuestionReader>) -> App {
        let around = Surroundings { reader, ..self.around() };
        App::start(self.store().await, programme(), around).await.unwrap()
    }

    async fn started(&self, programme: Reviewed, drafts: Arc<dyn Drafts>) -> App {
        let around = Surroundings { drafts, ..self.around() };
        App::start(self.store().await, programme, around).await.unwrap()
    }

    fn around(&self) -> Surroundings {
        let settings = Settings { public_url: "https://certs.example.org".into(), demo: self.demo };
        Surroundings::of(settings, self.clock.clone(), self.chance.clone())
    }

    /// Moves the clock to a moment.
    pub fn moment(&self, moment: &str) {
        self.clock.set(moment.parse().unwrap());
    }

    /// Moves the clock on.
    pub fn seconds_later(&self, from: Instant, seconds: i64) {
        self.clock.set(from + SignedDuration::from_secs(seconds));
    }

    /// What is stored about a person, and what waits: every side effect of a story.
    pub async fn rows(&self, person: TypedId<Persons>) -> String {
        let store = self.store().await;
        let mut text = String::new();
        for row in store.registrations_of(person).await.unwrap() {
            writeln!(text, "registration {} {}", row.exam, row.state.as_str()).unwrap();
        }
        for row in store.sittings_of(person).await.unwrap() {
            let over = if row.time_over { " (time over)" } else { "" };
            let at = row.submitted_at.map(|at| at.strftime("%F %T").to_string());
            let scored = if row.scored_at.is_some() { "scored" } else { "not scored" };
            writeln!(text, "sitting {} handed in {at:?}{over}, {scored}", row.form).unwrap();
        }
        for row in store.history_of(person).await.unwrap() {
            let row = HistoryLine::of("", &row);
            let exam = row.exam.map(|exam| exam.to_string());
            writeln!(text, "history {} {} {exam:?}", row.date, row.verb).unwrap();
        }
        for row in store.credentials_of(person).await.unwrap() {
            writeln!(text, "credential {} earned {}", row.certification, row.earned_on.0).unwrap();
            for v in store.credential_versions(row.id).await.unwrap() {
                let until = v.valid_until.map(|day| day.to_string()).unwrap_or_default();
                let (signed, published) = (v.signed.is_some(), v.published_at.is_some());
                let state = format!("signed {signed}, published {published}");
                writeln!(text, "  version {} {} to {until}: {state}", v.version, v.valid_from.0).unwrap();
            }
        }
        for row in store.messages_of(person).await.unwrap().into_iter().rev() {
            assert_eq!((row.subject.as_str(), row.body.as_str()), ("", ""), "a sentence of ours is stored");
            let row = Message::try_from(row).unwrap();
            let sentence = row.body.split_inclusive(". ").next().unwrap_or_default();
            writeln!(text, "message: {}\n  {}", row.subject, sentence.trim_end()).unwrap();
        }
        writeln!(text, "jobs waiting: {}", store.work_waiting().await.unwrap()).unwrap();
        store.close().await;
        text
    }
}

/// The reference programme from its files.
pub fn programme() -> Reviewed {
    assay_app::load(files()).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))
}

/// Its demonstration.
pub fn demo() -> Demonstration {
    assay_programme::demo_of(&files().texts).unwrap()
}

/// Its files.
pub fn files() -> Files {
    files_of(Path::new(CLOUDOPS))
}

/// A course beside the reference programme: `SOA-C02-1.1`.
pub fn course_files() -> Files {
    let mut files = Files::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/course");
    read(&folder, "courses/SOA-C02/1.1/", &mut files.texts, &mut files.artwork);
    files
}

/// The files of a programme's folder.
pub fn files_of(folder: &Path) -> Files {
    let mut files = Files::default();
    read(folder, "", &mut files.texts, &mut files.artwork);
    files
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>, artwork: &mut Vec<Artwork>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files, artwork);
        } else if path.ends_with(".toml") || path.ends_with(".md") {
            files.push(SourceFile::new(path, std::fs::read_to_string(entry.path()).unwrap()));
        } else if path.starts_with("badges/") || path.starts_with("courses/") {
            artwork.push(Artwork { path, bytes: std::fs::read(entry.path()).unwrap() });
        }
    }
}

/// Makes an account.
pub async fn somebody(app: &App, name: &str, roles: impl Into<Roles>) -> Somebody {
    let roles = roles.into();
    let account = NewAccount {
        name: name.into(),
        email: format!("{name}@example.org"),
        password: "correct horse battery".into(),
    };
    let id = app.accounts.add_account(&by(app, &Actor::Operator), account, roles).await.unwrap().id;
    Somebody { id, actor: Actor::Person { id, roles } }
}

/// Makes a candidate's account.
pub async fn candidate(app: &App) -> Somebody {
    somebody(app, "noor", Roles::NONE).await
}

/// Registers and starts.
pub async fn start(app: &App, who: &Actor, exam: &str) -> TypedId<Sittings> {
    let registration = app.registrations.register(&by(app, who), exam).await.unwrap();
    app.sittings.start(&by(app, who), registration, &device(), "a browser").await.unwrap()
}

/// The device on which people of stories sit.
pub fn device() -> Writer {
    Writer::device("the-device-of-a-story").unwrap()
}

/// A change of an answer on that device.
pub fn change(position: u32, seq: i64, options: &[&str]) -> Save {
    let response = options.iter().map(|id| (*id).to_owned()).collect();
    let change = SaveResponse { position, seq, response, flagged: false, evidence: Evidence::default() };
    Save { change, writer: device() }
}

/// The candidate's own hand-in on that device.
pub fn hand_in() -> HandIn {
    HandIn { because: Because::Candidate, writer: device() }
}

/// Answers every item: right where `is_right` says so for its purpose and its count among those.
pub async fn answer(
    app: &App,
    who: &Actor,
    sitting: TypedId<Sittings>,
    is_right: impl Fn(Purpose, usize) -> bool,
) {
    let exam = app.sittings.deliver(&by(app, who), sitting, &device()).await.unwrap().exam;
    let form = form_of(&exam);
    let (mut scored, mut pretest) = (0, 0);
    for (entry, position) in form.items.iter().zip(1..) {
        let count = if entry.purpose == Purpose::Scored { &mut scored } else { &mut pretest };
        *count += 1;
        let item = &item_of(&entry.item);
        let response = options(item, is_right(entry.purpose, *count));
        let response: Vec<&str> = response.iter().map(String::as_str).collect();
        app.sittings.save(&by(app, who), sitting, change(position, 1, &response)).await.unwrap();
    }
}

/// The right options of an item, or a wrong one.
pub fn options(item: &AuthoredItem, right: bool) -> Vec<String> {
    let ids = item.options.iter().map(|option| option.id.clone());
    let mut chosen: Vec<String> = ids.filter(|id| item.key.contains(id) == right).collect();
    chosen.truncate(if right { usize::MAX } else { 1 });
    chosen
}

/// Registers, starts, answers so many scored items right, and hands in.
pub async fn sit(app: &App, who: &Actor, exam: &str, right: usize) -> TypedId<Sittings> {
    let sitting = start(app, who, exam).await;
    answer(app, who, sitting, |purpose, count| purpose == Purpose::Scored && count <= right).await;
    app.sittings.hand_in(&by(app, who), sitting, &hand_in()).await.unwrap();
    // As the page does it.
    app.jobs.hurry(*who.person().unwrap()).await;
    sitting
}

/// Somebody asks, now.
pub fn by(app: &App, who: &Actor) -> Asking {
    app.door.ask(who.clone())
}

/// A form out of the files: the application gives none of its items.
pub fn form_of(exam: &str) -> Form {
    let all = files();
    let forms = all.texts.iter().filter(|file| file.path.starts_with("forms/"));
    let mut forms = forms.map(|file| parse_form(file).0);
    forms.find(|form| form.exam == exam).unwrap()
}

/// The form of that name out of the files.
pub fn form_called(id: &str) -> Form {
    let all = files();
    let file = all.texts.iter().find(|file| file.path == format!("forms/{id}.toml")).unwrap();
    parse_form(file).0
}

/// An item of the bank out of the files.
pub fn item_of(id: &str) -> AuthoredItem {
    item_among(&files(), id)
}

/// An item of the bank out of some files.
pub fn item_among(all: &Files, id: &str) -> AuthoredItem {
    let ending = format!("/{id}.toml");
    let mut bank = all.texts.iter().filter(|file| file.path.starts_with("bank/"));
    parse_authored(bank.find(|file| file.path.ends_with(&ending)).unwrap()).0
}
