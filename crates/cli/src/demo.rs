//! `assay demo`: the main job on the embedded programme, from any folder, or on a folder's own.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use assay_app::{Files, Reviewed, Settings, Surroundings, begin_demo, version_in_force};
use assay_assessment::registration::long;
use assay_kernel::{Actor, Date};
use assay_programme::{DEMO_FILE, model};
use assay_store::{DataPlace, Store};
use clap::Args;
use include_dir::{Dir, include_dir};

use crate::{
    drafts::{Examples, Folder, Offered},
    files::{Tree, embedded_tree, unpacked_tree},
    installation::{
        listen_address, load_folder, load_tree, open, public_url, runtime, say_if_moved, start_in,
        surroundings,
    },
    limits,
    mail::{self, MailArgs},
    outcome::{Failure, Found},
    rim, server,
    socket::Listening,
};

/// The reference programme, as `build.rs` packs it.
const CLOUDOPS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cloudops.tar.gz"));
/// Changes of it: the folder that its `demo.toml` names.
static CHANGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../programmes/changes");

/// The reference programme's files.
///
/// # Errors
/// The binary is damaged.
pub fn embedded_programme() -> io::Result<Tree> {
    unpacked_tree(CLOUDOPS)
}

/// The changes that the demonstration of the reference programme offers.
pub fn embedded_changes() -> Files {
    embedded_tree(&CHANGES).files
}

/// The arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// A folder that holds programme.toml and demo.toml; without it the programme that is built in
    #[arg(long, value_name = "DIR")]
    programme: Option<PathBuf>,
    /// Address of this machine to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Folder that keeps the state across restarts; without it a temporary one is removed at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The day on which the demonstration starts; it can be moved on the pages
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    today: Option<Date>,
    /// Where browsers reach it, if not at the address it listens on
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    mail: MailArgs,
}

impl DemoArgs {
    /// Serves the demonstration until it is stopped.
    pub fn run(self) -> Result<Found, Failure> {
        let address = listen_address(&self.listen)?;
        if !address.ip().is_loopback() {
            return Err(Failure::unusable(
                format!(
                    "the demonstration signs anybody in with one click, so it does not listen on {address}"
                ),
                "use an address of this machine only, like 127.0.0.1:8080, or `assay serve` for a real body",
            ));
        }
        let public = self.public_url.as_deref().map(public_url).transpose()?;
        let shown = match &self.programme {
            Some(folder) => ShownProgramme::of_folder(folder)?,
            None => Some(ShownProgramme::embedded()?),
        };
        let Some(shown) = shown else { return Ok(Found::Wrong) };
        // Held until the end: dropping it removes the folder.
        let (folder, temporary) = match self.data {
            Some(folder) => (folder, None),
            None => {
                let temporary = tempfile::Builder::new().prefix("assay-demo-").tempdir();
                let temporary =
                    temporary.map_err(|error| Failure::world("no temporary folder could be made", error))?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        runtime()?.block_on(async {
            let post = match self.mail.post()? {
                Some(post) => post,
                None => mail::demonstrated(folder.join("mail"))?,
            };
            let limits = limits::take(true)?;
            let listener = server::listen(address)?;
            let bound = listener.local_addr().map_err(|error| Failure::world("the port is gone", error))?;
            let public_url = public.clone().unwrap_or_else(|| format!("http://{bound}"));
            let location = DataPlace::Folder(folder.clone());
            let store = open(&location, true).await?;
            if let Err(failure) = must_be_of(&store, &shown.programme).await {
                store.close().await;
                return Err(failure);
            }
            begin_demo(&store, &shown.demo).await?;
            let around = surroundings(Settings { public_url: public_url.clone(), demo: true });
            let around = Surroundings { drafts: Arc::new(shown.drafts), post: Some(post), ..around };
            let app = start_in(store, shown.programme, around).await?;
            let operator = || app.door.ask(Actor::Operator);
            if let Some(day) = self.today {
                app.demo.set_day(&operator(), day).await?;
            }
            app.demo.seed(&operator(), &shown.demo).await?;
            // What follows from their histories: badges.
            app.jobs.run_due().await?;
            say_if_moved(&app, public.as_deref());
            let day = long(operator().today);
            let welcome = welcome(&shown.demo, &public_url, &day, &folder, temporary.is_none());
            let errands = Listening::begin(&location);
            server::run(app, listener, limits, errands, Some(welcome)).await
        })
    }
}

/// Whom one can be, where the data are, and how it ends: what a first visitor asks.
fn welcome(demo: &model::Demonstration, url: &str, day: &str, data: &Path, kept: bool) -> String {
    let width = demo.people.iter().map(|person| person.name.chars().count()).max().unwrap_or_default();
    let mut lines = vec![format!("Open {url}/sign-in and be one of these people with one click:")];
    for person in &demo.people {
        let (name, story) = (rim::harmless(&person.name), rim::harmless(&person.story));
        lines.push(format!("  {name:<width$}  {story}"));
    }
    lines.push(format!("It is {day} there; the bar above each page moves the day."));
    lines.push(match kept {
        true => format!("The data stay in {}.", data.display()),
        false => {
            format!("The data are in {} and are removed at the end; --data DIR keeps them.", data.display())
        }
    });
    lines.push("Stop it with Ctrl-C.".to_owned());
    lines.join("\n")
}

/// What is demonstrated.
struct ShownProgramme {
    programme: Reviewed,
    demo: model::Demonstration,
    drafts: Offered,
}

impl ShownProgramme {
    /// The reference programme.
    fn embedded() -> Result<Self, Failure> {
        let faulty = || Failure::World(anyhow::anyhow!("the embedded programme has errors"));
        let tree = embedded_programme().map_err(|error| Failure::world("this binary is damaged", error))?;
        let programme = load_tree(tree).ok_or_else(faulty)?;
        let demo = programme.demo().ok_or_else(faulty)?;
        Ok(ShownProgramme {
            programme,
            demo,
            drafts: Offered { folder: None, examples: Examples(embedded_changes()) },
        })
    }

    /// The programme of a folder; none where its faults were said.
    fn of_folder(folder: &Path) -> Result<Option<Self>, Failure> {
        let Some(programme) = load_folder(folder)? else { return Ok(None) };
        let Some(demo) = programme.demo() else {
            return Err(Failure::unusable(
                format!("{} has no {DEMO_FILE}, which says who can be somebody in it", folder.display()),
                format!(
                    "add one, as docs/reference/programme-files.md describes it, or leave out --programme; \
                     a real body is served by `assay serve --programme {}`",
                    folder.display()
                ),
            ));
        };
        let examples = match &demo.changes {
            Some(changes) => Examples::of_folder(&folder.join(changes))?,
            None => Examples(Files::default()),
        };
        let drafts = Offered { folder: Some(Folder(folder.to_owned())), examples };
        Ok(Some(ShownProgramme { programme, demo, drafts }))
    }
}

/// Data that were begun with another programme would get people who passed exams that it does not have.
async fn must_be_of(store: &Store, programme: &Reviewed) -> Result<(), Failure> {
    let Some(in_force) = version_in_force(store).await? else { return Ok(()) };
    let (theirs, ours) = (in_force.programme(), programme.programme());
    if theirs.id == ours.id {
        return Ok(());
    }
    Err(Failure::unusable(
        format!("these data are a demonstration of {}, not of {}", theirs.title, ours.title),
        "name its programme with --programme, or begin with a new folder",
    ))
}
