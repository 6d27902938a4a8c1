//! `assay qti read-for-import`: reads a file of a stranger from standard input, in a process that can do
//! nothing else, and says what is in it as lines of JSON. Whoever imports starts it; nobody calls it by hand.

use std::io::{self, BufWriter, Read, Write};

use assay_app::{FILE_BYTES_MAX, read_questions};
use clap::Args;

use crate::outcome::{Failure, Found};

/// The arguments of `qti read-for-import`.
#[derive(Debug, Args)]
pub struct ReadForImport {
    /// The question from which on they are said, from 1
    #[arg(long, default_value_t = 1)]
    from: u32,
}

impl ReadForImport {
    /// Takes its own rights away, then reads.
    pub fn run(self) -> Result<Found, Failure> {
        confine()?;
        let mut file = Vec::new();
        let limit = FILE_BYTES_MAX as u64 + 1;
        let read = io::stdin().lock().take(limit).read_to_end(&mut file);
        read.map_err(|error| Failure::world("the file could not be read", error))?;
        if file.len() > FILE_BYTES_MAX {
            return Err(Failure::unusable("the file is too long", "split it"));
        }
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let said = read_questions(&file, self.from, &mut |line| {
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")
        });
        said?;
        out.flush()?;
        Ok(Found::Nothing)
    }
}

/// Memory of the whole process, its program included: a file of 32 MiB, unpacked part by part, with the tree
/// of one of them.
#[cfg(unix)]
const MEMORY_BYTES_MAX: u64 = 1 << 30;
/// Seconds of the processor: 20,000 questions take some.
#[cfg(unix)]
const CPU_S_MAX: u64 = 120;
/// Standard input, output and error, and some that a runtime may hold.
#[cfg(unix)]
const FILES_MAX: u64 = 8;

/// Limits that nothing in this process can raise again. Set before the first byte of the file is read.
#[cfg(unix)]
fn confine() -> Result<(), Failure> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, CPU_S_MAX),
        (Resource::Nofile, FILES_MAX),
        // Not a byte into any file, and no memory of a crash on disk: keys stand in it.
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        // No further process and no thread.
        #[cfg(target_os = "linux")]
        (Resource::Nproc, 0),
    ];
    for (resource, limit) in limits {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        let set = setrlimit(resource, limit);
        set.map_err(|error| Failure::world("the limits of the reader could not be set", error))?;
    }
    Ok(())
}

/// Elsewhere there are no such limits; the size of a file and the readers' own ones hold.
#[cfg(not(unix))]
fn confine() -> Result<(), Failure> {
    Ok(())
}
