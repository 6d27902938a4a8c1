//! What the machine allows: open files above all, which connections and the store share.

use assay_web::{Limits, Pace};

use crate::{outcome::Failure, rim};

/// Files kept for everything but connections (finding F5). The store has up to 20: four readers and a writer
/// with the database and its log each, their shared index, two locks, and what SQLite opens for a moment; on
/// PostgreSQL twelve sockets. The rest is the runtime, the terminal, and the folder of drafts.
const RESERVED: u64 = 96;
/// Connections at most, whatever the machine allows: with 32 KB each they stay below half a gigabyte.
const CONNECTIONS_MAX: u64 = 16_384;
/// Fewer would serve nobody.
const CONNECTIONS_MIN: u64 = 16;
/// Below this a start of a few hundred people at once turns some away; it is said.
const FEW_FILES: u64 = 4096;
/// Set to anything but 0, it takes the rates from a demonstration.
const LOAD_TEST: &str = "ASSAY_LOAD_TEST";

/// Raises the limit of open files as far as it goes and shares them out.
///
/// # Errors
/// There are too few even for the store.
pub fn take(demo: bool) -> Result<Limits, Failure> {
    let files = raise();
    let places = files.saturating_sub(RESERVED).min(CONNECTIONS_MAX);
    if places < CONNECTIONS_MIN {
        return Err(Failure::unusable(
            format!("this process may open only {files} files, and needs {}", RESERVED + CONNECTIONS_MIN),
            "raise the limit: `ulimit -n 4096`, or LimitNOFILE=65536 in the unit file",
        ));
    }
    if files < FEW_FILES {
        rim::say(format_args!(
            "warning: this process may open {files} files, so {places} connections at once; more visitors \
             wait, or are asked to come again. Raise the hard limit: LimitNOFILE=65536 in the unit file"
        ));
    }
    Ok(Limits { connections: usize::try_from(places).unwrap_or(usize::MAX), pace: pace(demo) })
}

/// The soft limit is what old programs can bear; this one can bear the hard one.
#[cfg(unix)]
fn raise() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum.unwrap_or(u64::MAX),
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            limit.current.unwrap_or(u64::MAX)
        }
    }
}

/// Elsewhere connections are no files, and have a limit of their own.
#[cfg(not(unix))]
fn raise() -> u64 {
    u64::MAX
}

/// Five people of a demonstration stand for thousands in a load test. A real body has no such switch.
fn pace(demo: bool) -> Pace {
    let asked = std::env::var_os(LOAD_TEST).is_some_and(|value| !value.is_empty() && value != "0");
    if !asked || !demo {
        return Pace::Hand;
    }
    rim::say(format_args!("warning: {LOAD_TEST} is set: one person may save and send without a limit"));
    Pace::LoadTest
}
