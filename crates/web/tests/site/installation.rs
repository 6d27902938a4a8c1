//! The application behind the site. The only file of these tests that calls the application itself: when its
//! interface changes, this is the file to change.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use assay_app::{
    App, Artwork, Chance, Draft, Drafts, Files, InForce, KeptMail, Mail, ManualClock, NotSent, Post,
    ReadHere, Sending, Settings, Surroundings,
};
use assay_assessment::form::{Form, parse_form};
use assay_bank::{AuthoredItem, parse_authored};
use assay_kernel::{Actor, CertificationCode, Date, source::SourceFile};
use assay_learning::practice::parse_set;
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};
use assay_store::{DataPlace, Store};
use assay_web::{Limits, Pace};

const CLOUDOPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops");
/// A course of the tests of the application, beside those of the programme.
const COURSE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/course");
/// Where people reach it.
pub const PUBLIC_URL: &str = "https://certs.example.org";
/// The moment at which every story begins: the demonstration's own day.
pub const MORNING: &str = "2025-09-20T09:00:00Z";
/// Rounds of jobs after which something goes in circles.
const ROUNDS_MAX: usize = 20;
/// Connections that there would be places for.
const CONNECTIONS: usize = 64;

/// The reference programme, reviewed once a process.
static REFERENCE: LazyLock<InForce> = LazyLock::new(|| {
    let reviewed = assay_app::load(files()).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
    InForce::first(reviewed)
});

/// Numbers that are the same in every run.
struct FixedChance(AtomicU64);

impl Chance for FixedChance {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            *byte = count.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0];
        }
    }
}

/// What a copy of a site goes on from.
#[derive(Clone)]
pub struct Paused {
    /// How much chance was drawn: a copy must not draw the same ids again.
    drawn: u64,
    in_force: InForce,
    moment: String,
}

/// A running application.
pub struct Running {
    app: Arc<App>,
    chance: Arc<FixedChance>,
    clock: Arc<ManualClock>,
}

impl Running {
    /// A new demonstration of the reference programme with its people.
    pub async fn demonstration(location: &DataPlace) -> Self {
        let paused = Paused { drawn: 0, in_force: REFERENCE.clone(), moment: MORNING.to_owned() };
        // The files become version 1 as in any new installation.
        let reviewed = assay_app::load(files()).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
        let (clock, chance) = paused.ports();
        let store = Store::open(location).await.unwrap();
        let demo = assay_programme::demo_of(&files().texts).unwrap();
        assay_app::begin_demo(&store, &demo).await.unwrap();
        let app = App::start(store, reviewed, around(true, clock.clone(), chance.clone())).await.unwrap();
        let app = Arc::new(app);
        app.demo.seed(&app.door.ask(Actor::Operator), &demo).await.unwrap();
        let running = Running { app, chance, clock };
        running.settle().await;
        running
    }

    /// Goes on with copied data.
    pub async fn resume(location: &DataPlace, paused: &Paused, demonstration: bool) -> Self {
        let (clock, chance) = paused.ports();
        let store = Store::open(location).await.unwrap();
        let given = paused.in_force.clone();
        let app =
            App::start(store, given, around(demonstration, clock.clone(), chance.clone())).await.unwrap();
        let app = Arc::new(app);
        Running { app, chance, clock }
    }

    /// What a copy of the data goes on from.
    pub fn pause(&self) -> Paused {
        Paused {
            drawn: self.chance.0.load(Ordering::Relaxed),
            in_force: REFERENCE.clone(),
            moment: self.app.door.ask(Actor::Operator).at.to_string(),
        }
    }

    /// Every route with its protections.
    pub fn router(&self) -> axum::Router {
        assay_web::router(self.app.clone(), Limits { connections: CONNECTIONS, pace: Pace::Hand })
    }

    /// The clock, to be moved.
    pub fn clock(&self) -> Arc<ManualClock> {
        self.clock.clone()
    }

    /// Carries out what is due, until nothing is.
    pub async fn settle(&self) {
        for _ in 0..ROUNDS_MAX {
            if self.app.jobs.run_due().await.unwrap() == 0 {
                return;
            }
        }
        panic!("jobs lead to jobs, round after round");
    }

    /// The id of a demonstration person by the first word of the name.
    pub async fn demo_person(&self, name: &str) -> String {
        let people = self.app.demo.people(&self.app.door.ask(Actor::Anonymous)).await.unwrap();
        let person = people.iter().find(|person| person.name.to_lowercase().starts_with(name)).unwrap();
        person.id.to_string()
    }

    /// Puts people on record who passed an exam elsewhere.
    pub async fn import(&self, people: &[String], exam: &str, on: Date) {
        let mut histories = Histories::default();
        for address in people {
            let pass = Happening::Pass { what: Earned::Exam(exam.into()) };
            histories.add(address.clone(), Event::new(on, pass));
        }
        let done = self
            .app
            .record
            .import(&self.app.door.ask(Actor::Operator), &histories, true, &|_| ())
            .await
            .unwrap();
        assert_eq!(done.recorded, people.len(), "{done:?}");
        self.settle().await;
    }

    /// Puts on record that somebody's certification was withdrawn.
    pub async fn revoke(&self, person: &str, certification: &str, on: Date, why: &str) {
        let certification = CertificationCode::new(certification);
        let revoked = Happening::Revoke { certification, reason: Some(why.to_owned()) };
        let mut histories = Histories::default();
        histories.add(person.to_owned(), Event::new(on, revoked));
        let asking = self.app.door.ask(Actor::Operator);
        let done = self.app.record.import(&asking, &histories, false, &|_| ()).await.unwrap();
        assert_eq!(done.recorded, 1, "{done:?}");
        self.settle().await;
    }

    /// Closes the store; nobody may hold the router any more.
    pub async fn close(self) {
        Arc::into_inner(self.app).expect("the router is gone").close().await;
    }
}

impl Paused {
    fn ports(&self) -> (Arc<ManualClock>, Arc<FixedChance>) {
        let clock = ManualClock::at(self.moment.parse().unwrap());
        (Arc::new(clock), Arc::new(FixedChance(AtomicU64::new(self.drawn))))
    }
}

fn around(demo: bool, clock: Arc<ManualClock>, chance: Arc<FixedChance>) -> Surroundings {
    let settings = Settings { public_url: PUBLIC_URL.into(), demo };
    let around = Surroundings::of(settings, clock, chance);
    let (drafts, post) = (Arc::new(Ready), Some(Arc::new(Letterbox::default()) as _));
    Surroundings { drafts, post, reader: Arc::new(ReadHere), ..around }
}

/// Mails that were sent since the start, each at the moment at which every story begins.
#[derive(Default)]
struct Letterbox {
    taken: Mutex<Vec<Mail>>,
    /// To `refused.example`: the first mail to each of its addresses is not taken.
    refused: Mutex<BTreeSet<String>>,
}

impl Post for Letterbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        let is_first = || self.refused.lock().unwrap().insert(mail.to.clone());
        if mail.to.ends_with("@refused.example") && is_first() {
            return Box::pin(std::future::ready(Err(NotSent::Never("550 no such mailbox".to_owned()))));
        }
        self.taken.lock().unwrap().push(mail.clone());
        Box::pin(std::future::ready(Ok(())))
    }

    fn kept(&self) -> Vec<KeptMail> {
        let kept = |mail: &Mail| KeptMail { sent_at: MORNING.parse().unwrap(), mail: mail.clone() };
        self.taken.lock().unwrap().iter().rev().map(kept).collect()
    }
}

/// The right options of each item of an exam's form, in the order of the form.
pub fn right_answers(exam: &str) -> Vec<Vec<String>> {
    let files = files();
    let among = |folder: &str| {
        let found = files.texts.iter().filter(move |file| file.path.starts_with(folder));
        found.collect::<Vec<_>>()
    };
    let forms: Vec<Form> = among("forms/").into_iter().map(|file| parse_form(file).0).collect();
    let bank: Vec<AuthoredItem> = among("bank/").into_iter().map(|file| parse_authored(file).0).collect();
    let form = forms.iter().find(|form| form.exam == exam).unwrap();
    let key = |id: &str| {
        let item = bank.iter().find(|item| item.meta.id == id).unwrap();
        let ids = item.options.iter().map(|option| option.id.clone());
        ids.filter(|id| item.key.contains(id)).collect()
    };
    form.items.iter().map(|entry| key(&entry.item)).collect()
}

/// Of each item of a practice set, in its order: its right options, and others that are not.
pub fn practice_answers(set: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let answers = |item: AuthoredItem| {
        let of = |is_right: bool| {
            let ids = item.options.iter().map(|option| option.id.clone());
            ids.filter(|id| item.key.contains(id) == is_right).collect::<Vec<_>>()
        };
        let (right, mut wrong) = (of(true), of(false));
        wrong.extend(right.clone());
        wrong.truncate(right.len());
        (right, wrong)
    };
    practice_items(set).into_iter().map(answers).collect()
}

/// Every reason that a practice set tells after the answer.
pub fn practice_rationales(set: &str) -> Vec<String> {
    let items = practice_items(set).into_iter();
    items.flat_map(|item| item.options.into_iter().map(|option| option.rationale)).collect()
}

fn practice_items(set: &str) -> Vec<AuthoredItem> {
    let files = files();
    let path = format!("practice/sets/{set}.toml");
    let set = parse_set(files.texts.iter().find(|file| file.path == path).unwrap()).0;
    let pool = files.texts.iter().filter(|file| file.path.starts_with("practice/"));
    let pool: Vec<&SourceFile> = pool.collect();
    let item = |id: &String| {
        let ending = format!("/{id}.toml");
        parse_authored(pool.iter().find(|file| file.path.ends_with(&ending)).unwrap()).0
    };
    set.items.iter().map(item).collect()
}

/// Changes that lie ready: a note that touches nobody, half a year more for everybody, and a fault.
struct Ready;

impl Ready {
    const ALL: [(&str, &str, &str); 3] = [
        ("notice", "NOTICE.md", "\nOne more line.\n"),
        (
            "six-months-more",
            "programme.toml",
            "\n[[amendment]]\non = 2025-10-01\nshift = \"P6M\"\nreason = \"Centres are closed.\"\n",
        ),
        ("faulty", "programme.toml", "\nno_such_key = 1\n"),
    ];
}

impl Drafts for Ready {
    fn list(&self) -> Vec<Draft> {
        let draft = |(id, _, _): (&str, &str, &str)| Draft {
            id: id.into(),
            title: format!("Change: {id}"),
            text: String::new(),
        };
        Self::ALL.map(draft).into()
    }

    fn read(&self, id: &str, current: &Files) -> Result<Files, String> {
        let found = Self::ALL.iter().find(|(known, _, _)| *known == id);
        let (_, path, added) = found.ok_or_else(|| format!("There is no draft `{id}`."))?;
        let before = current.texts.iter().find(|file| file.path == *path).map_or("", |file| &file.text);
        let overlay =
            Files { texts: vec![SourceFile::new(*path, format!("{before}{added}"))], artwork: Vec::new() };
        Ok(current.with(&overlay))
    }
}

fn files() -> Files {
    let mut files = Files::default();
    read(Path::new(CLOUDOPS), "", &mut files);
    read(Path::new(COURSE), "courses/SOA-C02/1.1/", &mut files);
    files
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
        } else if path.ends_with(".toml") || path.ends_with(".md") {
            files.texts.push(SourceFile::new(path, std::fs::read_to_string(entry.path()).unwrap()));
        } else if path.starts_with("badges/") || path.starts_with("courses/") {
            files.artwork.push(Artwork { path, bytes: std::fs::read(entry.path()).unwrap() });
        }
    }
}
