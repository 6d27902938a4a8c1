//! Use cases, in rooms: authorise, load, decide (pure), save with its consequences in one commit.
//!
//! A request asks once, at the [`Door`]; a room's use case gets the [`Asking`], asks the table for a permit,
//! and only with it reaches the store. Everything that follows a decision is a job, committed with it.
//! Nothing here knows HTTP or SQL. How the rooms hang together: ARCHITECTURE.md.

mod accounts;
mod analyses;
mod asking;
mod audit;
mod awards;
mod bell;
mod candidate;
mod changes;
mod crews;
mod csv;
mod deed;
mod demo;
mod door;
mod error;
mod facts;
mod forms;
mod grants;
mod items;
mod jobs;
mod listing;
mod mint;
mod notices;
mod overview;
mod parquet;
mod permissions;
mod permit;
mod ports;
mod practice;
mod progress;
mod published;
mod reach;
mod reading;
mod record;
mod registrations;
mod seated;
mod shelf;
mod sittings;
mod steady;
mod vault;
mod view;

use std::sync::Arc;

use assay_kernel::Date;
use assay_store::{Ms, Store};

pub use accounts::{
    AccountForTeam, Accounts, Caller, ClaimLink, ClosingView, EditedAccount, LINK_DAYS, MadeLink, Network,
    NewAccount, NewAddress, OpenedLink, SESSION_DAYS, Session, SignedIn, UpcomingRegistration, WantedLink,
    check_account, test_mail,
};
pub use analyses::{
    Analyses, AnalysisLine, AnalysisView, AskedDomain, AskedTask, EXPERTS_MAX, ExpertLine, Questionnaire,
    QuestionnairePage, QuestionnaireTask, RatedTask, RemarkOnTask, SaidLine,
};
pub use asking::{Asking, Locale};
pub use assay_store::{
    Closed, EntryPlace, NoteKind, PeopleOrder, ProposalState, RegistrationOrder, VerifiedHow,
};
pub use audit::{AuditLog, EntryLine, LinesWanted};
pub use awards::{
    AwardLine, Awards, BadgeFacts, BadgeState, CredentialsWanted, HolderName, ISSUER_SETTING, Issued, Issuer,
    OnRecord, PublicBadge, PublicKeys, StatusList, badge_input, issued_of,
};
pub use changes::{
    Applied, Changes, FileDifference, Plan, Preview, ProposalLine, ProposalView, VersionLine,
    on_command_line, plan,
};
pub use crews::{
    AheadMonth, AskedWork, AssignDone, AssignFile, AssignLine, AssignVerdict, AssignedWork, CREW_PEOPLE_MAX,
    CREWS_MAX, CoverLine, CrewLine, CrewPeople, CrewSum, CrewView, Crews, EndingAhead, HeldShown,
    InvitationLine, InvitationOpened, InvitedTo, LIST_BYTES_MAX, MemberSeen, MembershipView, OwnCrewsView,
    PlanStepsShown, ShareLine, WayAhead, WorkChoice,
};
pub use csv::csv_line;
pub use deed::Why;
use demo::DemoRooms;
pub use demo::{Demo, begin_demo};
pub use door::{Door, shown_day};
pub use error::{AppError, FieldFault};
pub use forms::{
    ExamFormDone, ExamFormState, FormCut, FormEventLine, FormItemLine, FormLine, FormView, Forms, FormsView,
    FormsWanted, GivenFormLine, PanelCut, ShortLine, SwapLine,
};
pub use grants::{GrantLine, Grants, Withdrawn};
pub use items::{
    Alike, AlikeItem, BatchLine, CHOSEN_FEW, CommentView, FORMS_WANTED, FOUND_MAX, GIVEN_FEW, GIVEN_REST_MIN,
    GivenItem, GivenOption, GivenVersion, LeftItem, MANY_MAX, ManyChange, ManyDone, ManyLook,
    PracticeRelease, UNDO_MANY,
};
pub use items::{
    DifferenceLine, FileBody, FileDifferenceView, FolderBecame, FolderFrom, FolderImport, FolderImported,
    FolderOutcome, FolderParts, HeldItem, HistoryView, ItemCan, ItemFile, ItemLine, ItemLook, ItemParts,
    ItemVersionLine, ItemVersionView, ItemsWanted, LanguageLine, LanguageLook, LineChange, NamedDoer,
    NewAnswer, NewContent, OpenVersion, OpenedItem, OptionPart, PICTURE_BYTES_MAX, ReviewDesk, ReviewLine,
    ReviewerView, SecondReads, SharedTextItem, SharedTextLine, SharedTextView, StaffLine, TakenIn, WhichText,
    WordingLine, WrittenItem,
};
pub use items::{
    FILE_BYTES_MAX, FoundRemark, ImportLine, ImportStanding, ImportView, ImportedQuestion, Items,
    LINE_BYTES_MAX, NextLine, NoReader, QUESTIONS_MAX, QuestionLine, QuestionReader, QuestionVerdict,
    QuestionsWanted, ReadHere, ReadLine, ReadMedium, ReadMetadata, ReadQuestion, ReaderFault, ReadingFile,
    RemarkLine, RemarkWeight, SAID_BYTES_MAX, read_questions,
};
pub use jobs::{JobCount, JobLine, JobState, JobSubject, Jobs, JobsWanted, job_kinds};
pub use listing::{DaysBetween, Listed, PAGE_ROWS};
pub(crate) use mint::Mint;
pub use notices::{AgainView, MESSAGES_SHOWN, Message, Notices, ToldKind, ToldLine, ToldView};
pub use overview::{
    Ending, EndingLine, EndingWeek, FirstTries, FunnelLine, MonthLine, NEXT_DAYS, Overview, RegisteredLine,
    ReportWanted, ResultLine, SOON_DAYS, Today, WaitingChange, WaitingForTeam,
};
pub use permissions::{logged_acts, table as permissions};
pub use ports::{
    Chance, Clock, Draft, Drafts, KeptMail, LearningRecords, Mail, ManualClock, NoDrafts, NotSent, Post,
    Sending, Settings, StatementsOut,
};
pub use practice::{
    AnswerLine, BeginPractice, CarriedCounts, CarriedFrom, CheckedChance, CheckedReadings, CountVerdict,
    CourseFile, CourseView, DaySet, DomainLevel, DueLine, FinalExamView, FinalReport, FinalSat, HOURS_MAX,
    HeldAgainst, JobCourse, JobRoleView, JobSkillView, LearnCourse, LessonCheckLine, LessonPart, LessonView,
    NewPracticeAnswer, NewRun, OpenRun, PartCount, PlansView, Practice, PracticeChoice, PracticeScaled,
    PracticeView, PractisedItem, PrepDay, PrepView, PrintedCourse, RESULTS_MIN, RESULTS_TAKEN_OVER_MIN,
    ReadinessAction, ReadinessTold, ReadinessView, ReadingOn, ReviewsView, RunLine, SetCount, ShareOutcome,
    ShareSpan, SpokenReading, SwitchView, SwitchWhy, TakenOver, TaskKind, TaskLine, ToldAndPassed, Wanted,
    WorkPlan,
};
pub use published::{FormFacts, Published};
pub use reading::{
    Artwork, Assembling, FileChange, FileChangeKind, Files, FormOnPaper, Given, InForce, Loaded, Parsed,
    PoolCount, RawCut, Reviewed, assembling, check, counts, load, load_or_return, on_paper, version_in_force,
    without_owned,
};
pub use record::{
    CandidateView, EntryPreview, Explanation, NoteLine, OwnData, PeopleWanted, PersonLine, Question, Record,
    RecordEntry, Recorded, TeamNote, TeamNotes, VersionOnRecord, Whom, explain_of, unknown_name,
};
pub use registrations::{
    ExamForSomebody, NewDays, NotRegistered, OwnOpen, RegistrationAct, RegistrationPreview, RegistrationView,
    Registrations, RegistrationsWanted, not_ready_for,
};
pub use seated::{DeliveredItem, Delivery, HandIn, Save, Saved, TimeLeft, Wish, Writing};
pub use sittings::{
    BankView, ExportFormat, ExportKind, ExportParts, ExportWanted, HeldExam, ResultView, SittingDecision,
    SittingForTeam, SittingPreview, Sittings, SittingsWanted, TeamState,
};
pub use steady::{ClockState, Jump, accept_clock, clock_behind};
pub use vault::{FormBalance, ItemMedium, PractisedSource};
pub use view::{
    Account, ClosedAccount, ListPart, OwnCredential, RegistrationLine, RegistrationNow, SittingLine,
    SittingState,
};

/// What somebody may be asked about: the acts that pages ask the table of.
pub mod acts {
    pub use crate::{
        accounts::{CloseAccount, EditAccount, EndSessions, MakeLink},
        analyses::{CloseAnalysis, Invite, LeaveOut, MakeAnalysis, PrepareBlueprint, SeeAnalyses},
        audit::SeeLog,
        awards::SeeAll as SeeCredentials,
        changes::{Propose, SeeProposals, TakeBack},
        crews::OwnCrews,
        forms::{DrawForms, SeeForms},
        grants::{GiveRole, SeeGrants, TakeRole},
        items::{
            AnswerItem, AssignItem, BeginItem, ChangeMany, CommentItem, DecideItem, DiscardImport, GiveScope,
            HandInQuestions, KeepImport, LeaseItem, MoveItem, ReleasePractice, RetireItem, SeeBank,
            SeeImports, SeeItem, SeeStaff, TakeIn, UndoKeep, UndoMany, UseItem, WriteItem,
        },
        jobs::{Retry as RetryJob, SeeJobs},
        notices::SeeTold,
        overview::{SeeReports, SeeToday},
        practice::CopyStatements,
        record::SeePeople,
        registrations::{
            MoveForSomebody, RegisterSomebody, ReopenForSomebody, SeeAll as SeeRegistrations,
            WithdrawForSomebody,
        },
        sittings::{Export, SeeAll as SeeSittings},
    };
}

/// The application, one per process: its door and its rooms.
pub struct App {
    /// Where every request, command and job asks.
    pub door: Arc<Door>,
    /// Who somebody is, and how they get in.
    pub accounts: Arc<Accounts>,
    /// Registering for exam versions.
    pub registrations: Registrations,
    /// Delivering and scoring examinations.
    pub sittings: Arc<Sittings>,
    /// Badges and their lists.
    pub awards: Arc<Awards>,
    /// Studies of the work that outlines rest on.
    pub analyses: Arc<Analyses>,
    /// Changing the programme.
    pub changes: Arc<Changes>,
    /// What happened to people, and what they hold by it.
    pub record: Record,
    /// Practising, and prep plans.
    pub practice: Arc<Practice>,
    /// People whom somebody looks after, and what they show.
    pub crews: Arc<Crews>,
    /// Questions that come from elsewhere.
    pub items: Arc<Items>,
    /// Forms that are being made.
    pub forms: Forms,
    /// What people were told.
    pub notices: Notices,
    /// Who may do what in the team.
    pub grants: Grants,
    /// Who did what.
    pub audit: AuditLog,
    /// What is counted.
    pub overview: Overview,
    /// What follows, carried out.
    pub jobs: Jobs,
    /// What only a demonstration has.
    pub demo: Demo,
    /// How this installation is set up.
    pub settings: Settings,
    store: Arc<Store>,
}

impl Surroundings {
    /// No changes lie ready, no network is a centre's, nothing is mailed or told to a learning record store,
    /// and nobody reads files of questions.
    pub fn of(settings: Settings, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        let (drafts, reader) = (Arc::new(NoDrafts), Arc::new(NoReader));
        let (centres, post, statements) = (Vec::new(), None, None);
        Surroundings { settings, clock, chance, drafts, centres, post, statements, reader }
    }
}

/// What an application is started with besides its store and its programme.
pub struct Surroundings {
    /// How it is set up.
    pub settings: Settings,
    /// The machine's clocks.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Changes that lie ready to be proposed.
    pub drafts: Arc<dyn Drafts>,
    /// Networks of test centres, where many sign in at once.
    pub centres: Vec<Network>,
    /// How mail leaves; none where nothing is mailed.
    pub post: Option<Arc<dyn Post>>,
    /// How statements of preparation leave; none where nothing is told.
    pub statements: Option<StatementsOut>,
    /// Who reads files of questions.
    pub reader: Arc<dyn QuestionReader>,
}

/// What stands before a room is opened: the programme in force, what data of before lack, the jobs that
/// return; and the day of a demonstration, where it is one and has one.
async fn begun(
    store: &Store,
    given: Given,
    is_demonstration: bool,
    now: Ms,
) -> Result<(reading::InForce, Option<Option<Date>>), AppError> {
    let demo_day = match is_demonstration {
        true => Some(door::demo_day(store).await?),
        false => None,
    };
    let today = demo_day.flatten().unwrap_or_else(|| given.zone().to_datetime(now.0).date());
    let in_force = reading::begin(store, given, today, now).await?;
    accounts::people_of_before(store).await?;
    jobs::begin(store).await?;
    Ok((in_force, demo_day))
}

impl App {
    /// Puts the parts together; makes a signing key on first start.
    ///
    /// # Errors
    /// The store failed, or what it holds cannot be read.
    pub async fn start(
        store: Store,
        given: impl Into<Given>,
        surroundings: Surroundings,
    ) -> Result<App, AppError> {
        let Surroundings { settings, clock, chance, drafts, centres, post, statements, reader } =
            surroundings;
        let (steady, given) = (steady::Steady::begin(clock), given.into());
        let (now, mint) = (Ms(steady.now()), Mint::new(chance));
        let (in_force, demo_day) = begun(&store, given, settings.demo, now).await?;

        let store = Arc::new(store);
        let (shelf, bell) = (shelf::Shelf::new(store.clone(), mint.clone()), bell::Bell::default());
        let (current, exams, pools) = vault::Current::begin(in_force.split());
        practice::practice_of_before(&store, &current.published(), &mint).await?;
        let current = Arc::new(current);
        let door = Arc::new(Door::new(steady, current.clone(), demo_day));
        let accounts =
            Accounts::start(&store, shelf.clone(), mint.clone(), bell.clone(), &settings, now).await?;
        let accounts = Arc::new(accounts.with_centres(centres).with_post(post.clone()));
        let source = vault::FormSource::of(exams.clone());
        let sittings = Arc::new(Sittings::new(shelf.clone(), mint.clone(), bell.clone(), exams));
        let awards = Awards::start(&store, shelf.clone(), mint.clone(), &settings, now).await?;
        let awards = Arc::new(awards);
        let changes = Changes::new(shelf.clone(), mint.clone(), bell.clone(), current);
        let changes = Arc::new(changes.with_drafts(drafts));
        let analyses = Arc::new(Analyses::new(shelf.clone(), mint.clone()));
        let items = Arc::new(Items::new(shelf.clone(), mint.clone(), bell.clone(), reader));
        let practice = Practice::new(shelf.clone(), mint.clone(), pools);
        let practice = Arc::new(practice.with_statements(awards.issuer().base_url(), statements));
        let tools = (mint.clone(), bell.clone());
        let crews = Arc::new(Crews::new(shelf.clone(), tools, practice.clone(), post.is_some()));
        let rooms = DemoRooms {
            accounts: accounts.clone(),
            analyses: analyses.clone(),
            practice: practice.clone(),
            crews: crews.clone(),
        };
        let workers = (
            sittings.clone(),
            awards.clone(),
            changes.clone(),
            accounts.clone(),
            items.clone(),
            practice.clone(),
        );
        Ok(App {
            registrations: Registrations::new(shelf.clone(), mint.clone()),
            record: Record::new(shelf.clone(), mint.clone(), bell.clone()),
            practice: practice.clone(),
            crews: crews.clone(),
            notices: Notices::new(shelf.clone(), mint.clone(), bell.clone(), post.is_some()),
            grants: Grants::new(shelf.clone(), mint.clone()),
            forms: Forms::new(shelf.clone(), mint.clone(), source),
            audit: AuditLog::new(shelf.clone()),
            overview: Overview::new(shelf.clone()),
            jobs: Jobs::new(shelf.clone(), bell, door.clone(), workers),
            demo: Demo::new((shelf, mint, door.clone()), rooms).with_post(post),
            door,
            accounts,
            sittings,
            awards,
            analyses,
            changes,
            items,
            settings,
            store,
        })
    }

    /// Finishes what is queued and closes the store.
    pub async fn close(self) -> Closed {
        let store = self.store.clone();
        // The rooms hold the store too.
        drop(self);
        match Arc::into_inner(store) {
            Some(store) => store.close().await,
            // A write whose request went away still holds the store; nobody was told that it is stored.
            None => Closed::InOrder,
        }
    }
}
