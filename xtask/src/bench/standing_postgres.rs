//! PostgreSQL for `bench standing`: a private server, the same rows, the same rules as one query.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context;

/// The query for one range of people; see the file.
const QUERY: &str = include_str!("standing.sql");
/// Runs of each shape of the query, the first of which warms the caches.
const RUNS: usize = 3;
/// What the server is started with, and what the report says of it.
pub const SETTINGS: &str = "shared_buffers=2GB work_mem=1GB maintenance_work_mem=1GB jit=off \
     max_parallel_workers=2 max_parallel_workers_per_gather=2 parallel_setup_cost=0 parallel_tuple_cost=0 \
     fsync=off";
/// Tables, index and statistics. The edges are those of the zoo's AWS policies, with the days from which a
/// retired certification's own exam counts no longer.
const TABLES: &str = "
CREATE UNLOGGED TABLE event (person int NOT NULL, place smallint NOT NULL, day date NOT NULL,
  passed boolean NOT NULL, certification smallint NOT NULL);
\\copy event FROM 'rows.tsv'
CREATE INDEX event_by_person ON event (person, day, place) INCLUDE (certification) WHERE passed;
CREATE TABLE reach (upper smallint, lower smallint, gone_on date);
INSERT INTO reach SELECT own, own,
  CASE own WHEN 3 THEN date '2025-09-30' WHEN 10 THEN date '2024-04-09' ELSE 'infinity' END
  FROM generate_series(0, 10) AS own;
INSERT INTO reach VALUES (1, 0, 'infinity'), (2, 0, 'infinity'), (4, 0, 'infinity'), (5, 1, 'infinity'),
  (5, 0, 'infinity'), (6, 2, 'infinity'), (6, 3, 'infinity'), (6, 4, 'infinity'), (6, 0, 'infinity'),
  (9, 0, 'infinity'), (9, 8, 'infinity');
VACUUM ANALYZE event;
ANALYZE reach;
";

/// A server that is stopped and removed when it is dropped.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// Starts one in a folder of its own that holds the rows; nothing but its socket listens.
    pub fn start(folder: &Path, rows: &Path) -> anyhow::Result<Self> {
        let programs = PathBuf::from("/usr/lib/postgresql/15/bin");
        anyhow::ensure!(programs.join("initdb").exists(), "PostgreSQL 15 is not there; ./test installs it");
        let folder = folder.join("postgres");
        std::fs::create_dir(&folder)?;
        std::fs::copy(rows, folder.join("rows.tsv"))?;
        if is_root() {
            let owned = Command::new("chown").args(["-R", "postgres:"]).arg(&folder).status()?;
            anyhow::ensure!(owned.success(), "cannot give {} to postgres", folder.display());
        }
        let server = Postgres { programs, folder };
        server.run("initdb", &["-D", "data", "-U", "assay", "-A", "trust", "-E", "UTF8", "--no-sync"])?;
        let settings: String = SETTINGS.split_whitespace().map(|setting| format!(" -c {setting}")).collect();
        let options = format!("-c listen_addresses='' -k {}{settings}", server.folder.display());
        server.run("pg_ctl", &["-D", "data", "-l", "log", "-w", "-s", "start", "-o", &options])?;
        server.script(TABLES)?;
        Ok(server)
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }

    fn run(&self, program: &str, args: &[&str]) -> anyhow::Result<String> {
        let mut command = self.command(program);
        command.args(args).stdin(Stdio::null());
        // pg_ctl leaves a server behind that keeps the pipe of its output open.
        if program == "pg_ctl" {
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            anyhow::ensure!(status.success(), "pg_ctl failed");
            return Ok(String::new());
        }
        let output = command.output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{program} failed:\n{said}");
        Ok(String::from_utf8(output.stdout)?)
    }

    fn script(&self, sql: &str) -> anyhow::Result<String> {
        let path = self.folder.join("script.sql");
        std::fs::write(&path, sql)?;
        let host = self.folder.to_str().context("a folder that is UTF-8")?;
        let stop = "ON_ERROR_STOP=1";
        self.run(
            "psql",
            &["-h", host, "-U", "assay", "-d", "postgres", "-qAtX", "-v", stop, "-f", "script.sql"],
        )
    }

    /// `15.14`.
    pub fn version(&self) -> anyhow::Result<String> {
        let version = self.script("SHOW server_version;")?;
        Ok(version.split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// The fastest of some runs that compute every answer, for the faster shape of the query.
    pub fn fastest(&self, people: usize) -> anyhow::Result<Duration> {
        let mut times = Vec::new();
        for query in [whole(people), halves(people)] {
            for _ in 0..RUNS {
                let started = Instant::now();
                // Every column is computed, nothing is sent: sending would be measured otherwise.
                let sums = "count(*), sum(earned_on - date '2000-01-01'), \
                            sum((valid_from + interval '3 years')::date - date '2000-01-01')";
                self.script(&format!("SELECT {sums} FROM ({query}) AS held;"))?;
                times.push(started.elapsed());
                eprintln!("PostgreSQL: {:.1?}", started.elapsed());
            }
        }
        times.into_iter().min().context("no run")
    }

    /// Every answer, in the form and order of ours.
    pub fn answers(&self, people: usize, as_of: &str) -> anyhow::Result<String> {
        let until = "(valid_from + interval '3 years')::date";
        self.script(&format!(
            "COPY (SELECT person, certification,
               CASE WHEN {until} >= date '{as_of}' THEN 'active' ELSE 'expired' END,
               earned_on, valid_from, {until}
             FROM ({}) AS held ORDER BY person, certification) TO STDOUT;",
            whole(people)
        ))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The folder goes with that of the benchmark.
        let _ = self.run("pg_ctl", &["-D", "data", "-m", "immediate", "-w", "-s", "stop"]);
    }
}

fn whole(people: usize) -> String {
    range(0, people)
}

/// Two ranges, which the server may work on side by side.
fn halves(people: usize) -> String {
    format!("{} UNION ALL {}", range(0, people / 2), range(people / 2 + 1, people))
}

fn range(from: usize, to: usize) -> String {
    QUERY.replace(":from", &from.to_string()).replace(":to", &to.to_string())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_of_the_people_meet_without_a_gap() {
        assert!(halves(1000).contains("BETWEEN 0 AND 500\n"));
        assert!(halves(1000).contains("BETWEEN 501 AND 1000\n"));
    }
}
