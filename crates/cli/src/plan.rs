//! `assay plan` and `assay apply`: whom a changed programme touches, and then exactly that or nothing.

use std::{collections::BTreeMap, path::PathBuf};

use assay_app::{
    AppError, Applied, InForce, Plan, Reviewed, Settings, on_command_line,
    plan::{ItemNumbers, PersonFacts, ProposedFiles, everybody, make},
    shown_day, without_owned,
};
use assay_kernel::{Actor, Date, Instant, Persons, TypedId};
use assay_store::{DataPlace, Store};
use assay_words::{InEnglish, Told};
use clap::Args;

use crate::{
    files::{read_text, write_new_private},
    history::read_history,
    installation::{known_address, load_folder, must_be_served, open_as_it_is, runtime, start},
    outcome::{Failure, Found},
    paint,
    rim::{self, Progress, ReportFormat},
    world::{SystemClock, account},
};

/// A plan of a million people who are all touched stays below this.
const PLAN_BYTES_MAX: usize = 2 << 30;

/// The arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// The folder with the changed programme
    dir: PathBuf,
    /// Whose programme is changed and whose people are compared: a folder, or a PostgreSQL address
    #[arg(long, value_name = "DIR|postgres://…", required_unless_present = "against")]
    data: Option<String>,
    /// Without data: the folder with the programme as it is
    #[arg(long, value_name = "DIR", conflicts_with = "data", requires = "history")]
    against: Option<PathBuf>,
    /// Without data: the people, JSON lines with one event each; `-` reads standard input
    #[arg(long, value_name = "FILE", requires = "against")]
    history: Option<PathBuf>,
    /// The day the plan is made for; today where it is left out
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    today: Option<Date>,
    /// People listed in each group of the text; the JSON has all of them
    #[arg(long, value_name = "N", default_value_t = 5)]
    show: usize,
    /// Writes the plan to a new file as well, for `apply`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl PlanArgs {
    /// Compares what everybody holds under both programmes.
    pub fn run(self) -> Result<Found, Failure> {
        let Some(proposed) = load_folder(&self.dir)? else { return Ok(Found::Wrong) };
        let compared = match (&self.data, &self.against, &self.history) {
            (Some(data), _, _) => from_data(data, proposed, self.today)?,
            (None, Some(against), Some(history)) => {
                let Some(current) = load_folder(against)? else { return Ok(Found::Wrong) };
                let today = self.today.unwrap_or_else(|| current.zone().to_datetime(now()).date());
                let (parent, people) = (InForce::unapplied(current), from_history(history)?);
                TwoProgrammes {
                    parent,
                    proposed,
                    people,
                    today,
                    numbers: ItemNumbers::default(),
                    not_read: Vec::new(),
                }
            }
            _ => {
                return Err(Failure::unusable(
                    "there are no people to plan for",
                    "name --data, or --against and --history",
                ));
            }
        };
        let plan = compared.plan()?;
        if let Some(out) = &self.out {
            write_new_private(out, (serde_json::to_string_pretty(&Told(&plan))? + "\n").as_bytes())?;
        }
        let (refused, is_empty) = (plan.refused_by().is_some(), plan.is_empty());
        match self.format {
            ReportFormat::Json => rim::print_json(&Told(&plan))?,
            ReportFormat::Text => {
                let names = self.data.as_deref().map(|data| names(data, &plan, self.show)).transpose()?;
                let text = in_words(plan, self.show, &names.unwrap_or_default());
                rim::print(&paint::output(&text))?;
            }
        }
        if refused {
            rim::say(format_args!("this plan cannot be applied as it is: deal with the errors first"));
        }
        if let Some(out) = self.out.as_ref().filter(|_| !is_empty && !refused) {
            let (dir, data) = (self.dir.display(), self.data.as_deref().unwrap_or("DATA"));
            rim::say(format_args!("to apply it: assay apply {dir} --data {data} --plan {}", out.display()));
        }
        Ok(Found::wrong_if(refused))
    }
}

/// Two programmes, and the people who live by them.
struct TwoProgrammes {
    parent: InForce,
    proposed: Reviewed,
    people: Vec<PersonFacts>,
    today: Date,
    numbers: ItemNumbers,
    not_read: Vec<String>,
}

impl TwoProgrammes {
    fn plan(&self) -> Result<Plan, Failure> {
        let TwoProgrammes { parent, proposed, people, today, numbers, not_read } = self;
        let progress = Progress::of("people compared", people.len());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let of = ProposedFiles { loaded: proposed, numbers, not_read };
        Ok(make(parent.into(), of, people, (*today, now()), threads, &|done| progress.at(done))?)
    }
}

/// The names of those who are shown: a text is read by people, a document by programs.
fn names(data: &str, plan: &Plan, show: usize) -> Result<BTreeMap<String, String>, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let store = Store::open_to_read(&location).await?;
        let mut names = BTreeMap::new();
        for impact in plan.impact.groups.iter().flat_map(|group| group.people.iter().take(show)) {
            let Ok(id) = TypedId::<Persons>::parse(&impact.person) else { continue };
            if let Some(person) = store.person(id).await? {
                names.insert(impact.person.clone(), rim::harmless(&person.name));
            }
        }
        store.close().await;
        Ok(names)
    })
}

/// The whole plan as text: which files, what it does, and to whom.
fn in_words(mut plan: Plan, show: usize, names: &BTreeMap<String, String>) -> String {
    for group in &mut plan.impact.groups {
        for impact in group.people.iter_mut().take(show) {
            if let Some(name) = names.get(&impact.person) {
                impact.person.clone_from(name);
            }
        }
        // A list that is shown whole reads best by name; of a longer one the first by id are shown.
        if group.people.len() <= show {
            group.people.sort_by(|one, other| one.person.cmp(&other.person));
        }
    }
    let mut text = String::new();
    match plan.parent.version {
        0 => {}
        version => text += &format!("Changes version {version} of the programme.\n"),
    }
    for change in &plan.files {
        text += &format!("  {:<8} {}\n", change.change.as_str(), change.path);
    }
    for said in plan.beside() {
        text += &format!("{}\n", said.text());
    }
    if plan.is_empty() {
        return text + "The files are those in force; there is nothing to change.\n";
    }
    text += "\n";
    text += &assay_words::plan_text(&plan.impact, show);
    match plan.impact.touched {
        0 => text += "\nNobody would be sent a notice.\n",
        1 => text += "\nOne notice would be sent.\n",
        count => text += &format!("\n{count} notices would be sent, one to each person.\n"),
    }
    text
}

fn from_data(data: &str, proposed: Reviewed, today: Option<Date>) -> Result<TwoProgrammes, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let store = Store::open_to_read(&location).await?;
        let parent = must_be_served(&store).await?;
        let progress =
            Progress::of("people read", usize::try_from(store.count_persons().await?).unwrap_or(0));
        let people = everybody(&store, &|done| progress.at(done)).await?;
        let day = shown_day(&store, &parent, now()).await?;
        let (proposed, not_read) = without_owned(&store, &parent, proposed).await?;
        let numbers = ItemNumbers::between(&store, &parent, &proposed).await?;
        store.close().await;
        Ok(TwoProgrammes { parent, proposed, people, today: today.unwrap_or(day), numbers, not_read })
    })
}

fn from_history(path: &std::path::Path) -> Result<Vec<PersonFacts>, Failure> {
    let histories = read_history(path)?;
    let person = |(person, events): (&str, &[assay_standing::Event])| PersonFacts {
        person: person.to_owned(),
        history: events.to_vec(),
        registrations: Vec::new(),
    };
    Ok(histories.iter().map(person).collect())
}

fn now() -> Instant {
    assay_app::Clock::now(&SystemClock)
}

/// The arguments of `apply`.
#[derive(Debug, Args)]
pub struct Apply {
    /// The folder with the changed programme, as it was planned
    dir: PathBuf,
    /// Whose programme is changed: a folder, or a PostgreSQL address
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// The plan, as `plan --out` wrote it
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// Who applies it, as the record and the list of versions say it; else the account this runs under
    #[arg(long, value_name = "NAME", value_parser = name_to_record)]
    by: Option<String>,
}

/// A name that is shown wherever the list of versions is: it hides nothing (F19).
fn name_to_record(typed: &str) -> Result<String, String> {
    match assay_kernel::identity::hidden_character(typed) {
        _ if typed.trim().is_empty() => Err("a name is needed, or leave the option out".to_owned()),
        Some(hidden) => Err(format!("the name has a character that is not seen: {hidden}")),
        None => Ok(typed.trim().to_owned()),
    }
}

impl Apply {
    /// Applies exactly the plan, or says why not.
    pub fn run(self) -> Result<Found, Failure> {
        let text = read_text(&self.plan, PLAN_BYTES_MAX)?;
        let again =
            format!("make it again: assay plan {} --data {} --out FILE", self.dir.display(), self.data);
        let plan = Plan::read(&text)
            .map_err(|error| Failure::unusable(format!("{}: {error}", self.plan.display()), again.clone()))?;
        let Some(proposed) = load_folder(&self.dir)? else { return Ok(Found::Wrong) };
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        runtime()?.block_on(async {
            let (store, demo) = open_as_it_is(&location).await?;
            let parent = must_be_served(&store).await?;
            let public_url = known_address(&store).await?.unwrap_or_default();
            let settings = Settings { public_url, demo };
            let app = start(store, parent, settings).await?;
            let by = self.by.unwrap_or_else(account);
            let applied = app.changes.apply_files(&app.door.ask(Actor::Operator), &plan, proposed, &by).await;
            let done = match applied {
                Ok(Applied::Now(version)) => {
                    rim::say(format_args!("version {version} is in force"));
                    // Four eyes are the rule on the pages; here nothing but the record can tell (F18).
                    let by = rim::harmless(&on_command_line(&by));
                    rim::say(format_args!("note: applied by {by}; nobody else proposed it"));
                    carry_out(&app).await
                }
                Ok(Applied::Before(version)) => {
                    rim::say(format_args!("nothing to do: this plan is in force as version {version}"));
                    carry_out(&app).await
                }
                Err(AppError::Stale(why)) => Err(Failure::unusable(why, again)),
                Err(AppError::Draft(why)) => {
                    let hint = "what was published is never edited: add what is new beside it";
                    Err(Failure::unusable(why, hint))
                }
                Err(other) => Err(other.into()),
            };
            app.close().await;
            done
        })
    }
}

/// Carries out what follows: people are told, badges brought in line. What is left is done by the server.
async fn carry_out(app: &assay_app::App) -> Result<Found, Failure> {
    // The first job makes one for each person, so how many there are shows only after it.
    let mut done = app.jobs.run_due().await?;
    let waiting =
        usize::try_from(app.jobs.waiting(&app.door.ask(Actor::Operator)).await?).unwrap_or_default();
    let progress = Progress::of("consequences carried out", done + waiting);
    loop {
        let round = app.jobs.run_due().await?;
        done += round;
        progress.at(done);
        if round == 0 {
            break;
        }
    }
    drop(progress);
    let left = app.jobs.waiting(&app.door.ask(Actor::Operator)).await?;
    if left > 0 {
        rim::say(format_args!("{left} consequences are waiting, and are carried out when it is served"));
    }
    Ok(Found::Nothing)
}
