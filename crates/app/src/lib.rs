//! Use cases: authorise, load, decide (pure), save with its consequences in one commit.
//!
//! Time and chance are ports ([`Clock`], [`Chance`]); everything that follows a decision is a job, committed
//! with it. Nothing here knows HTTP or SQL.

mod authorise;
mod award;
mod badge;
mod change;
mod claim;
mod demo;
mod device;
mod difference;
mod error;
mod explain;
mod files;
mod guard;
mod hashing;
mod held;
mod history;
mod issued;
mod issuer;
mod jobs;
mod load;
mod look;
mod normalise;
mod password;
mod people;
pub mod plan;
mod ports;
mod practice;
mod record;
mod record_person;
mod registration;
mod session;
mod sitting;
mod status_list;
mod steady;
mod tell;
mod told;
mod turns;
mod version;
mod writing;

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, RwLock},
};

use assay_kernel::{Date, Instant, Sittings, TypedId};
use assay_store::{Ms, Store};
use tokio::sync::{Mutex, Notify};

pub use assay_store::Closed;
pub use authorise::{Action, authorise, permitted, signed_in};
pub use badge::{BadgeFacts, badge_input};
pub use change::{Applied, ProposalView, on_command_line};
pub use claim::{Claim, ClaimLink, LINK_DAYS, MadeLink};
pub use demo::{DemoClock, begin_demo, shown_day};
pub use difference::FileDifference;
pub use error::{AppError, FieldFault};
pub use explain::{Edition, Explanation, Question, Whom, explain_of};
pub use files::{FileChange, FileChangeKind, Files};
pub use guard::Network;
pub use held::Held;
pub use history::CandidateView;
pub use issued::{Issued, Judged, issued_of};
pub use issuer::{ISSUER_SETTING, IssuerKeys, PublicKeys};
pub use load::{Artwork, Loaded, Parsed, Reviewed, Sittable, check, load};
pub use people::{Caller, NewAccount};
pub use plan::Plan;
pub use ports::{Chance, Clock, Draft, Drafts, ManualClock, NoDrafts};
pub use practice::{PracticeView, PracticedItem};
pub use record::{Recorded, unknown_name};
pub use registration::RegistrationView;
pub use session::{SESSION_DAYS, SignedIn};
pub use sitting::{DeliveredItem, Delivery, HandIn, ResultView, Save, Saved, TimeLeft};
pub use status_list::StatusList;
pub use steady::{ClockState, Jump, accept_clock, clock_behind};
pub use version::{Given, version_in_force};
pub use writing::{Wish, Writing};

/// What is on record, as the store hands it out: read by pages, written by use cases only.
pub mod records {
    pub use assay_store::{
        CredentialRecord, CredentialVersion, MessageRecord, NoteRecord, PersonRecord, PracticeRecord,
        ProposalRecord, RegistrationRecord, SessionRecord, SittingRecord, VersionRecord,
    };
}

/// A version of the programme and its number.
#[derive(Clone)]
pub struct InForce {
    /// From 1.
    pub number: i64,
    /// The programme, bank, forms and practice pool.
    pub loaded: Arc<Loaded>,
}

/// The programme in force at the moment it was asked for.
#[derive(Clone)]
pub struct ProgrammeInForce(Arc<Loaded>);

impl Deref for ProgrammeInForce {
    type Target = assay_programme::model::Programme;

    fn deref(&self) -> &Self::Target {
        &self.0.programme
    }
}

/// How an installation is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people and verifiers reach it, without a slash at the end.
    pub public_url: String,
    /// Demonstration: people in telling states, a demo clock, one-click sign-in.
    pub demo: bool,
}

/// The application: one per process.
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) in_force: Arc<RwLock<InForce>>,
    /// Versions of before that sittings were started on, by content mark.
    pub(crate) former: std::sync::Mutex<HashMap<String, Arc<Loaded>>>,
    pub(crate) settings: Settings,
    pub(crate) steady: steady::Steady,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) demo_clock: Option<DemoClock>,
    pub(crate) drafts: Arc<dyn Drafts>,
    /// The day until which facts about everyone were carried out, once it is known.
    pub(crate) facts_until: std::sync::Mutex<Option<Date>>,
    pub(crate) keys: IssuerKeys,
    /// What never changes of the sittings that run.
    pub(crate) seats: std::sync::Mutex<HashMap<TypedId<Sittings>, Arc<sitting::Seat>>>,
    /// One issuing at a time: two at once could prepare the same edition twice.
    pub(crate) issuing: Mutex<()>,
    /// One making of a status list at a time.
    pub(crate) listing: Mutex<()>,
    /// Whether every badge of before the lists was looked at.
    pub(crate) all_listed: std::sync::atomic::AtomicBool,
    pub(crate) job_bell: Arc<Notify>,
    /// One plan at a time: it holds everybody in memory.
    pub(crate) planning: Mutex<()>,
    /// Wrong passwords, counted.
    pub(crate) guard: guard::Guard,
    pub(crate) turns: turns::Turns,
    pub(crate) devices: device::Devices,
    /// Since when cookies have the name that no neighbouring host can set.
    pub(crate) host_cookie_since: Ms,
}

impl App {
    /// Puts the parts together; makes a signing key on first start.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn start(
        store: Store,
        given: impl Into<Given>,
        settings: Settings,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<App, AppError> {
        let (steady, given) = (steady::Steady::begin(clock), given.into());
        let now = Ms(steady.now());
        let keys = IssuerKeys::load_or_make(&store, &settings, chance.as_ref(), now).await?;
        let demo_clock = if settings.demo { Some(DemoClock::load(&store).await?) } else { None };
        let today = demo_clock.as_ref().and_then(DemoClock::day);
        let today = today.unwrap_or_else(|| given.zone().to_datetime(now.0).date());
        let in_force = version::begin(&store, given, today, now).await?;
        normalise::people_of_before(&store).await?;
        let host_cookie_since = session::host_cookie_since(&store, now).await?;
        let devices = device::Devices::load_or_make(&store, chance.as_ref()).await?;
        Ok(App {
            store: Arc::new(store),
            in_force: Arc::new(RwLock::new(in_force)),
            former: std::sync::Mutex::default(),
            settings,
            steady,
            chance,
            demo_clock,
            drafts: Arc::new(NoDrafts),
            facts_until: std::sync::Mutex::default(),
            keys,
            seats: std::sync::Mutex::default(),
            issuing: Mutex::new(()),
            listing: Mutex::new(()),
            all_listed: std::sync::atomic::AtomicBool::new(false),
            job_bell: Arc::default(),
            planning: Mutex::new(()),
            guard: guard::Guard::default(),
            turns: turns::Turns::default(),
            devices,
            host_cookie_since,
        })
    }

    /// The same with changes that lie ready to be proposed.
    #[must_use]
    pub fn with_drafts(self, drafts: Arc<dyn Drafts>) -> App {
        App { drafts, ..self }
    }

    /// The same with the networks of test centres, where many sign in at once.
    #[must_use]
    pub fn with_centres(self, centres: Vec<Network>) -> App {
        App { guard: guard::Guard::with_centres(centres), ..self }
    }

    /// The programme in force with its bank, forms and practice pool. Whoever holds it goes on with it when
    /// another version is applied meanwhile.
    pub fn loaded(&self) -> Arc<Loaded> {
        self.in_force().loaded
    }

    /// The programme itself.
    pub fn programme(&self) -> ProgrammeInForce {
        ProgrammeInForce(self.loaded())
    }

    /// The version in force with its number.
    pub fn in_force(&self) -> InForce {
        self.in_force.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// How this installation is set up.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The time that passed since the start: for deadlines and records. It never jumps.
    pub fn now(&self) -> Instant {
        self.steady.now()
    }

    /// The programme's day: what every rule about days looks at. In a demonstration the demo clock's.
    pub fn today(&self) -> Date {
        let shown = self.demo_clock.as_ref().and_then(DemoClock::day);
        shown.unwrap_or_else(|| self.loaded().zone().to_datetime(self.now()).date())
    }

    /// Whether changes are accepted at the moment.
    pub fn is_ready(&self) -> bool {
        self.store.accepts_changes()
    }

    /// How many consequences wait to be carried out.
    ///
    /// # Errors
    /// The store failed.
    pub async fn waiting_jobs(&self) -> Result<i64, AppError> {
        Ok(self.store.waiting_jobs().await?)
    }

    /// How many sittings are held in memory.
    pub fn sittings_in_memory(&self) -> usize {
        self.seats.lock().map(|seats| seats.len()).unwrap_or_default()
    }

    pub(crate) fn ms(&self) -> Ms {
        Ms(self.now())
    }

    pub(crate) fn new_id<K: assay_kernel::Kind>(&self) -> assay_kernel::TypedId<K> {
        let unix_ms = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        let mut chance = [0; 10];
        self.chance.fill(&mut chance);
        assay_kernel::TypedId::from_parts(unix_ms, chance)
    }

    /// Finishes what is queued and closes the store.
    pub async fn close(self) -> Closed {
        match Arc::into_inner(self.store) {
            Some(store) => store.close().await,
            // A write whose request went away still holds the store; nobody was told that it is stored.
            None => Closed::InOrder,
        }
    }
}
