//! An installation, and a room that answers riddles, for stories of the runner.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use assay_kernel::{Actor, Instant, source::SourceFile};
use assay_store::{DataPlace, Leased, Store, Unit, WorkRecord, statement};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::sync::{Semaphore, watch};

use crate::{
    App, AppError, Artwork, Asking, Chance, Files, ManualClock, Settings, Surroundings,
    jobs::{Job, QueueLimits, Rank, Then, Works, runner::Runner},
};

const TEMPLATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/template");

/// Different numbers each time.
#[derive(Default)]
pub(super) struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
        for (byte, count) in bytes.iter_mut().zip(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes()) {
            *byte = count;
        }
    }
}

/// An installation of the template, and what outlives it.
pub(super) struct Desk {
    pub(super) folder: TempDir,
    pub(super) clock: Arc<ManualClock>,
    pub(super) app: App,
}

impl Desk {
    pub(super) async fn new() -> Self {
        let clock = Arc::new(ManualClock::at(second(0)));
        let folder = tempfile::tempdir().unwrap();
        let app = start(folder.path(), &clock).await;
        Desk { folder, clock, app }
    }

    /// The process is gone without a word; another begins on its data.
    pub(super) async fn killed(self) -> Self {
        let Desk { folder, clock, app } = self;
        assert_eq!(app.close().await, crate::Closed::InOrder);
        let app = start(folder.path(), &clock).await;
        Desk { folder, clock, app }
    }

    pub(super) async fn ask(&self, job: &Riddle) {
        let at = self.app.door.ask(Actor::Worker).ms();
        self.app.store.commit(job.asked(Rank::Somebody, at).into()).await.unwrap();
    }

    pub(super) async fn take(&self, limits: &QueueLimits) -> Vec<Leased> {
        self.app.jobs.runner.take(limits, 10, None).await.unwrap()
    }

    /// Takes the one that is due, and carries it out.
    pub(super) async fn carry_out<W: Works>(&self, room: &W, limits: &QueueLimits) -> bool {
        let taken = self.take(limits).await;
        assert_eq!(taken.len(), 1, "one is due");
        self.app.jobs.runner.carry_out(room, limits, &taken[0]).await
    }

    pub(super) async fn row(&self) -> WorkRecord {
        self.app.store.work("riddles", "sphinx").await.unwrap().unwrap()
    }
}

pub(super) async fn start(folder: &Path, clock: &Arc<ManualClock>) -> App {
    let store = Store::open(&DataPlace::Folder(folder.into())).await.unwrap();
    let settings = Settings { public_url: "https://certs.example.org".into(), demo: false };
    let around = Surroundings::of(settings, clock.clone(), Arc::new(Counted::default()));
    let mut files = Files::default();
    read(Path::new(TEMPLATE), "", &mut files);
    let programme = crate::load(files).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
    App::start(store, programme, around).await.unwrap()
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
        } else if [".toml", ".md", ".xml"].iter().any(|end| path.ends_with(end)) {
            files.texts.push(SourceFile::new(path, std::fs::read_to_string(entry.path()).unwrap()));
        } else {
            files.artwork.push(Artwork { path, bytes: std::fs::read(entry.path()).unwrap() });
        }
    }
}

pub(super) fn second(second: i64) -> Instant {
    Instant::from_second(1_759_200_000 + second).unwrap()
}

/// A job that does as it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Riddle {
    Fails { why: Why },
    Hangs,
    Waits { number: i64 },
    Pages { page: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Why {
    Fault,
    Nothing,
    Database,
}

pub(super) const LIMITS: QueueLimits = QueueLimits {
    queue: "riddles",
    kinds: &["fails", "hangs", "waits", "pages"],
    at_once: 2,
    timeout: Duration::from_secs(30),
    attempts: 3,
};

impl Job for Riddle {
    const LIMITS: QueueLimits = LIMITS;

    fn key(&self) -> String {
        match self {
            Riddle::Waits { number } => number.to_string(),
            _ => "sphinx".to_owned(),
        }
    }
}

/// A room that is asked riddles.
pub(super) struct Sphinx {
    /// How many are being answered, and how many were at most.
    pub(super) now: watch::Sender<usize>,
    pub(super) most: AtomicUsize,
    /// Those that wait are let go one by one.
    pub(super) let_go: Semaphore,
    /// Stopped while a page is made.
    pub(super) stop: Mutex<Option<Arc<Runner>>>,
}

impl Sphinx {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Sphinx {
            now: watch::Sender::new(0),
            most: AtomicUsize::new(0),
            let_go: Semaphore::new(0),
            stop: Mutex::default(),
        })
    }
}

impl Works for Sphinx {
    type Job = Riddle;

    async fn carry_out(&self, asking: &Asking, job: Riddle) -> Result<Then<Riddle>, AppError> {
        match job {
            Riddle::Hangs => std::future::pending().await,
            Riddle::Fails { why: Why::Fault } => Err(AppError::internal("answering", "no idea")),
            Riddle::Fails { why: Why::Nothing } => Err(AppError::NotFound),
            Riddle::Fails { why: Why::Database } => {
                Err(assay_store::StoreError::Unavailable("the disk is full".into()).into())
            }
            Riddle::Waits { .. } => {
                self.now.send_modify(|now| *now += 1);
                self.most.fetch_max(*self.now.borrow(), Ordering::Relaxed);
                self.let_go.acquire().await.unwrap().forget();
                self.now.send_modify(|now| *now -= 1);
                Ok(Then::Done(Unit::new()))
            }
            Riddle::Pages { page: 2 } => Ok(Then::Done(Unit::new())),
            Riddle::Pages { page } => {
                if let Some(runner) = self.stop.lock().unwrap().take() {
                    runner.stop();
                }
                let setting = format!("page {page}");
                let unit = statement::meta::set(&setting, &asking.at.to_string()).into();
                Ok(Then::More { unit, next: Riddle::Pages { page: page + 1 }, done: page, of: 2 })
            }
        }
    }
}
