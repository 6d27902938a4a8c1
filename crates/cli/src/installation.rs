//! What an installation is started with: programme, data, addresses.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::Path,
    sync::Arc,
};

use assay_app::{App, Clock, Given, InForce, Reviewed, Settings, Surroundings, version_in_force};
use assay_kernel::Diagnostics;
use assay_store::{DataPlace, Store, StoreError};

use crate::{
    files::{Tree, read_tree},
    outcome::Failure,
    reader::ReaderProcess,
    report, rim,
    world::{SystemChance, SystemClock},
};

/// Threads that serve: waiting is done by the loop, hashing and the databases have threads of their own.
const WORKER_THREADS: usize = 2;
/// Threads for what blocks; password hashing takes two at a time.
const BLOCKING_THREADS_MAX: usize = 8;

/// Makes the runtime of the commands that serve or open the store.
///
/// # Errors
/// The operating system gave no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKER_THREADS)
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .enable_all()
        .build()
        .map_err(|error| Failure::world("the threads could not be started", error))
}

/// Loads a programme from a folder; errors in it are said on standard error.
///
/// # Errors
/// The folder cannot be read.
pub fn load_folder(folder: &Path) -> Result<Option<Reviewed>, Failure> {
    let loaded = load_tree(read_tree(folder)?);
    if loaded.is_none() {
        rim::say(format_args!("hint: fix the programme; `assay check {}` shows all of it", folder.display()));
    }
    Ok(loaded)
}

/// Loads a programme from its files; errors in it are said on standard error.
pub fn load_tree(tree: Tree) -> Option<Reviewed> {
    let Tree { files, faults } = tree;
    // Not copied for the sake of faults that are hardly ever there: it is the largest thing of a start.
    let has_faults = faults.has_errors();
    let copied = has_faults.then(|| files.texts.clone());
    let mut found: Diagnostics = faults;
    let texts = match (assay_app::load_or_return(files), copied) {
        (Ok(loaded), None) => return Some(loaded),
        (Ok(_), Some(texts)) => texts,
        (Err((faults, files)), _) => {
            found.extend(faults);
            files.texts
        }
    };
    let found = found.sorted();
    rim::say(format_args!("{}", report::text(&found, &texts, rim::speech_in_colour()).trim_end()));
    rim::say(format_args!("error: the programme has {}", report::tally_in_words(&found)));
    None
}

/// Opens the store, and keeps demonstrations and real bodies apart: a demonstration lets anybody in.
///
/// # Errors
/// The store failed, or belongs to the other kind.
pub async fn open(location: &DataPlace, demo: bool) -> Result<Store, Failure> {
    must_be_of_its_kind(Store::open(location).await?, demo).await
}

/// Keeps demonstrations and real bodies apart.
///
/// # Errors
/// It belongs to the other kind, or failed.
pub async fn must_be_of_its_kind(store: Store, demo: bool) -> Result<Store, Failure> {
    let is_demo = !store.demonstration_people().await?.is_empty();
    let is_used = is_demo || store.count_persons().await? > 0;
    if !is_used || is_demo == demo {
        return Ok(store);
    }
    store.close().await;
    Err(match demo {
        true => Failure::unusable(
            "these are the data of a real body; a demonstration would let anybody in",
            "leave --data out",
        ),
        false => data_of_a_demonstration(),
    })
}

/// Why nothing real is done there.
pub fn data_of_a_demonstration() -> Failure {
    Failure::unusable(
        "these are the data of a demonstration, with its invented people",
        "begin with a new folder or database",
    )
}

/// Opens the store of either kind, for commands that let nobody in; says whether it is a demonstration's.
///
/// # Errors
/// The store failed, or there is none: a mistyped folder is not made (F23).
pub async fn open_as_it_is(location: &DataPlace) -> Result<(Store, bool), Failure> {
    must_hold_data(location)?;
    of_either_kind(Store::open(location).await?).await
}

/// The same; nothing where another process has the data.
///
/// # Errors
/// As [`open_as_it_is`].
pub async fn open_unless_served(location: &DataPlace) -> Result<Option<(Store, bool)>, Failure> {
    must_hold_data(location)?;
    match unless_served(Store::open(location).await)? {
        Some(store) => of_either_kind(store).await.map(Some),
        None => Ok(None),
    }
}

/// What was opened; nothing where another process has it.
///
/// # Errors
/// It could not be opened.
pub fn unless_served<T>(opened: Result<T, StoreError>) -> Result<Option<T>, Failure> {
    match opened {
        Ok(opened) => Ok(Some(opened)),
        Err(StoreError::InUse(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn must_hold_data(location: &DataPlace) -> Result<(), Failure> {
    if let DataPlace::Folder(folder) = location
        && !location.holds_data()
    {
        let message = format!("{} holds no data of Assay", folder.display());
        return Err(Failure::unusable(
            message,
            "check the path, or serve it once: assay serve --programme DIR …",
        ));
    }
    Ok(())
}

async fn of_either_kind(store: Store) -> Result<(Store, bool), Failure> {
    let demo = !store.demonstration_people().await?.is_empty();
    Ok((store, demo))
}

/// Whether nothing is there yet: then a programme with faults is refused before anything is made.
pub fn is_new(location: &DataPlace) -> bool {
    matches!(location, DataPlace::Folder(folder) if !folder.exists())
}

/// Why a body does not begin at an address that nobody can open.
pub fn nobody_can_open(address: SocketAddr) -> Failure {
    Failure::unusable(
        format!("nobody can open {address}, and badges would name it for ever"),
        "say where people reach the installation: --public-url https://certs.example.org",
    )
}

/// Says that badges keep the address of the beginning, where another one is given now (N17).
pub fn say_if_moved(app: &App, public: Option<&str>) {
    let named = app.awards.issuer().base_url();
    if public.is_some_and(|public| public != named) {
        rim::say(format_args!(
            "warning: badges still name {named}, where this installation began; keep it reachable"
        ));
    }
}

/// Says loudly that a body begins, with its place: a mistyped `--data` is seen before anybody signs up there.
///
/// # Errors
/// The store failed.
pub async fn say_if_new(store: &Store, location: &DataPlace) -> Result<(), Failure> {
    if version_in_force(store).await?.is_some() {
        return Ok(());
    }
    let place = match location {
        DataPlace::Folder(folder) => {
            folder.canonicalize().unwrap_or_else(|_| folder.clone()).display().to_string()
        }
        // Its address may hold a password.
        DataPlace::Postgres(_) => "the database".to_owned(),
    };
    rim::say(format_args!(
        "note: {place} holds nothing yet: a NEW BODY begins there, with nobody in it and a signing key of \
         its own"
    ));
    rim::say(format_args!("hint: if you expected your data, stop this and check --data"));
    Ok(())
}

/// The programme that these data are served with: the version in force, whatever lies in the folder; the
/// folder's files where there is none yet. A folder in the middle of an edit keeps nobody from serving.
///
/// # Errors
/// The store failed, or there is no version and the folder cannot be read.
pub async fn programme_of(store: &Store, folder: &Path, data: &str) -> Result<Option<Given>, Failure> {
    let Some(in_force) = version_in_force(store).await? else {
        return Ok(load_folder(folder)?.map(Given::from));
    };
    let shown = folder.display();
    let number = in_force.number();
    match read_tree(folder) {
        Ok(tree) if tree.files.tree() == in_force.tree() => {}
        Ok(_) => rim::say(format_args!(
            "note: the files in {shown} are not those of version {number}, which is served; see what they \
             would change: assay plan {shown} --data {data}"
        )),
        Err(_) => rim::say(format_args!("note: {shown} cannot be read; version {number} is served anyway")),
    }
    Ok(Some(in_force.into()))
}

/// The version in force of data that were served before.
///
/// # Errors
/// They never were, or the store failed.
pub async fn must_be_served(store: &Store) -> Result<InForce, Failure> {
    version_in_force(store).await?.ok_or_else(|| {
        Failure::unusable(
            "these data have no programme yet",
            "serve them once: assay serve --programme DIR …",
        )
    })
}

/// The address that badges name, once an installation knows it: given at its beginning, the same for ever.
///
/// # Errors
/// The store failed.
pub async fn known_address(store: &Store) -> Result<Option<String>, Failure> {
    Ok(store.setting(assay_app::ISSUER_SETTING).await?)
}

/// Refuses to serve with a clock that is before what was stored last (F7): deadlines would move away, and new
/// records would stand before older ones. Whoever knows that the clock is right now says so, once.
///
/// # Errors
/// It is behind and nobody said that it is right, or the store failed.
pub async fn clock_must_not_be_behind(store: &Store, is_right: bool) -> Result<(), Failure> {
    let now = SystemClock.now();
    let Some((last, behind)) = assay_app::clock_behind(store, now).await? else { return Ok(()) };
    if is_right {
        rim::say(format_args!(
            "note: the clock says {now:.0}, and the data go up to {last:.0}; starting, as you say it is right"
        ));
        return Ok(assay_app::accept_clock(store, last).await?);
    }
    let behind = jiff::SignedDuration::from_secs(behind.as_secs());
    Err(Failure::unusable(
        format!(
            "the clock of this machine says {now:.0}, which is {behind:#} behind the last thing that was \
             stored here ({last:.0}); running exams would get that much more time"
        ),
        "set the clock right; if it is right and was wrong before, start once with --clock-is-right",
    ))
}

/// Starts the application on a store, with the real clock and chance.
///
/// # Errors
/// The store failed.
pub async fn start(store: Store, given: impl Into<Given>, settings: Settings) -> Result<App, Failure> {
    start_in(store, given, surroundings(settings)).await
}

/// The real clock and chance, and a process of its own for files of questions; nothing lies ready, and no
/// network is a centre's.
pub fn surroundings(settings: Settings) -> Surroundings {
    let around = Surroundings::of(settings, Arc::new(SystemClock), Arc::new(SystemChance));
    match ReaderProcess::of_this_program() {
        Ok(reader) => Surroundings { reader: Arc::new(reader), ..around },
        Err(error) => {
            tracing::warn!(%error, "files of questions cannot be read: this program is not found");
            around
        }
    }
}

/// The same in given surroundings.
///
/// # Errors
/// The store failed.
pub async fn start_in(
    store: Store,
    given: impl Into<Given>,
    surroundings: Surroundings,
) -> Result<App, Failure> {
    // `serve` was refused before it came here; nobody sits an exam with the others.
    if let Some((last, _)) = assay_app::clock_behind(&store, SystemClock.now()).await? {
        rim::say(format_args!(
            "warning: the clock is behind the last thing that was stored here ({last:.0})"
        ));
    }
    Ok(App::start(store, given, surroundings).await?)
}

/// Reads `ADDRESS:PORT`.
///
/// # Errors
/// It is no address.
pub fn listen_address(text: &str) -> Result<SocketAddr, Failure> {
    let resolved = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    resolved.ok_or_else(|| {
        Failure::unusable(format!("`{text}` is not an address to listen on"), "write it like 127.0.0.1:8080")
    })
}

/// The scheme, host and port of an issuer's URL, without a slash at the end.
///
/// # Errors
/// It is no complete web address.
pub fn origin(url: &str) -> Result<String, Failure> {
    origin_or(url, "write a complete one like https://certs.example.org/issuer, without `?` and `#`")
}

/// The same, with what to do where it is none.
fn origin_or(url: &str, hint: &str) -> Result<String, Failure> {
    let unusable = || Failure::unusable(format!("`{url}` is not a web address"), hint);
    let (scheme, rest) = url.split_once("://").ok_or_else(unusable)?;
    let host = rest.split('/').next().unwrap_or_default();
    let plain = url.chars().all(|letter| letter.is_ascii_graphic() && !"?#@\\<>\"{}|^`".contains(letter));
    if !["https", "http"].contains(&scheme) || host.is_empty() || host.starts_with(':') || !plain {
        return Err(unusable());
    }
    Ok(format!("{scheme}://{host}"))
}

/// Reads where people reach the installation: an origin, since the pages stand at its root.
///
/// # Errors
/// It is no web address, or has a path.
pub fn public_url(url: &str) -> Result<String, Failure> {
    let url = url.strip_suffix('/').unwrap_or(url);
    let origin = origin_or(url, "write scheme and host, like https://certs.example.org")?;
    if origin != url {
        let hint = format!("write {origin}; the pages stand at the root of an address of their own");
        return Err(Failure::unusable(format!("`{url}` has a path"), hint));
    }
    Ok(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_taken_from_complete_addresses_only() {
        assert_eq!(origin("https://certs.example.org/issuers/demo").unwrap(), "https://certs.example.org");
        assert_eq!(origin("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        for bad in
            ["certs.example.org", "ftp://a.b/", "https://", "https://a b", "https://a/?x", "https://u@h/"]
        {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_public_url_is_an_origin() {
        assert_eq!(public_url("https://certs.example.org/").unwrap(), "https://certs.example.org");
        assert!(public_url("https://example.org/certs").is_err());
    }
}
