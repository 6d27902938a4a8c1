//! Runs the blocks of a guide in one shell, in a folder of its own, and ends whatever they started.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Read,
    net::TcpListener,
    os::unix::{fs::symlink, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};

use super::page::{Guide, Step};
use crate::process;

/// The longest guide takes a tenth of it; a server that never answers shall not hold up the tests.
pub const TIME_LIMIT: Duration = Duration::from_secs(90);
/// What a guide may use of the checkout: it gets a copy, so that it can break things.
const CHECKOUT: [&str; 1] = ["programmes"];
/// The address guides show; each of its ports becomes a free one for the run.
const ADDRESS: &str = "127.0.0.1:";
/// How often one looks whether the shell has ended.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The shell reads each block from a file of its own, so that a slip in one is no slip in the next, and a
/// server that is left running goes on printing into its own block's output.
///
/// All that a guide starts is of one process group. The reader in the background ends the group, itself
/// included, as soon as the pipe from xtask closes: when the guide is through, late, or xtask itself is gone.
/// All of the group hold the pipe to xtask open, so that it closes when the last of them is gone.
const SCRIPT: &str = r#"
exec 3<&0 4>&1 </dev/null
{ read -r <&3; kill -KILL -- -$$; } & disown
trap 'guide_failed=${guide_failed:-$?}' ERR
cd "$GUIDE_CHECKOUT"
for guide_step in $(seq "$GUIDE_STEPS"); do
  guide_failed=
  exec >"$GUIDE_FOLDER/$guide_step.printed" 2>&1
  . "$GUIDE_FOLDER/$guide_step.sh"
  echo "${guide_failed:-0}" >"$GUIDE_FOLDER/$guide_step.status"
done
"#;

/// What a block came to.
pub struct Ran {
    /// That of the first command that failed, or 0; none if the guide's time was over.
    pub status: Option<i32>,
    pub printed: String,
}

/// A folder for one run, removed when it is dropped.
struct Folder(PathBuf);

impl Folder {
    /// Makes it, with what a new user has: a checkout, the binary on the `PATH`, an empty home.
    fn new(name: &str, binary: &Path) -> anyhow::Result<Folder> {
        let root = env::temp_dir().join(format!("assay-guides-{}-{name}", std::process::id()));
        for name in ["bin", "checkout", "home", "steps", "tmp"] {
            fs::create_dir_all(root.join(name)).with_context(|| format!("making {}", root.display()))?;
        }
        let folder = Folder(root);
        symlink(binary, folder.0.join("bin/assay")).context("putting the binary on the PATH")?;
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed from the system's temporary folder is no fault of a guide.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs every step of a guide.
pub fn run(name: &str, guide: &Guide, binary: &Path) -> anyhow::Result<Vec<Ran>> {
    let folder = Folder::new(name, binary)?;
    for name in CHECKOUT {
        let copied = process::run("cp", &["-r", name, &folder.0.join("checkout").to_string_lossy()])?;
        ensure!(copied == 0, "cannot copy {name} for the guide");
    }
    run_in(&folder, guide, TIME_LIMIT)
}

fn run_in(folder: &Folder, guide: &Guide, limit: Duration) -> anyhow::Result<Vec<Ran>> {
    let root = &folder.0;
    let steps = root.join("steps");
    let ports = Ports::of(guide)?;
    for (number, step) in (1..).zip(&guide.steps) {
        fs::write(steps.join(format!("{number}.sh")), ports.put_into(&step.commands))?;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([root.join("bin")].into_iter().chain(env::split_paths(&path)))?;
    let mut shell = Command::new("bash");
    shell
        .args(["--norc", "-c", SCRIPT])
        .env_clear() // a new user has set nothing, least of all ASSAY_…
        .env("PATH", path)
        .env("HOME", root.join("home"))
        .env("TMPDIR", root.join("tmp"))
        .env("LANG", "C.UTF-8")
        .env("GUIDE_CHECKOUT", root.join("checkout"))
        .env("GUIDE_FOLDER", &steps)
        .env("GUIDE_STEPS", guide.steps.len().to_string());
    to_the_end(&mut shell, limit)?;
    (1..).zip(&guide.steps).map(|(number, step)| ran(&steps, number, step, &ports)).collect()
}

/// Lets the shell run until it or its time ends, then ends all that it has started.
fn to_the_end(shell: &mut Command, limit: Duration) -> anyhow::Result<()> {
    let shell = shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = shell.spawn().context("cannot start `bash`; is it installed?")?;
    let started = Instant::now();
    while child.try_wait()?.is_none() && started.elapsed() < limit {
        thread::sleep(LOOK_EVERY);
    }
    drop(child.stdin.take());
    if let Some(mut out) = child.stdout.take() {
        out.read_to_end(&mut Vec::new())?;
    }
    child.wait()?;
    Ok(())
}

/// What a step left behind.
fn ran(steps: &Path, number: usize, step: &Step, ports: &Ports) -> anyhow::Result<Ran> {
    let text = |kind: &str| fs::read(steps.join(format!("{number}.{kind}"))).unwrap_or_default();
    let status = String::from_utf8(text("status"))?;
    let printed = String::from_utf8(text("printed"))
        .with_context(|| format!("line {}: its output is not UTF-8", step.line))?;
    Ok(Ran { status: status.trim().parse().ok(), printed: ports.take_from(&printed) })
}

/// The ports a guide shows, each with the one that is used in its stead.
struct Ports(BTreeMap<String, String>);

impl Ports {
    /// Asks the system for as many free ports as the guide's commands name.
    fn of(guide: &Guide) -> anyhow::Result<Ports> {
        let mut ports = BTreeMap::new();
        let mut taken = Vec::new(); // all at once, or the same one would come twice
        for after in guide.steps.iter().flat_map(|step| step.commands.split(ADDRESS).skip(1)) {
            let port: String = after.chars().take_while(char::is_ascii_digit).collect();
            if port.is_empty() || ports.contains_key(&port) {
                continue;
            }
            let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
            ports.insert(port, listener.local_addr()?.port().to_string());
            taken.push(listener);
        }
        Ok(Ports(ports))
    }

    /// Commands with the ports that are free.
    fn put_into(&self, commands: &str) -> String {
        self.replace(commands, |(shown, used)| (shown, used))
    }

    /// Output with the ports of the guide.
    fn take_from(&self, printed: &str) -> String {
        self.replace(printed, |(shown, used)| (used, shown))
    }

    fn replace<'a>(
        &'a self,
        text: &str,
        way: impl Fn((&'a String, &'a String)) -> (&'a String, &'a String),
    ) -> String {
        let pairs: Vec<_> = self.0.iter().map(way).collect();
        let mut parts = text.split(ADDRESS);
        let mut replaced = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digits = part.chars().take_while(char::is_ascii_digit).count();
            let (port, rest) = part.split_at(digits);
            let other = pairs.iter().find(|(from, _)| *from == port).map_or(port, |(_, to)| to);
            replaced.extend([ADDRESS, other, rest]);
        }
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(name: &str, page: &str, limit: Duration) -> Vec<(Option<i32>, String)> {
        let folder = Folder::new(name, Path::new("/bin/echo")).unwrap();
        let ran = run_in(&folder, &Guide::read(page).unwrap(), limit).unwrap();
        ran.into_iter().map(|ran| (ran.status, ran.printed)).collect()
    }

    fn is_alive(pid: &str) -> bool {
        // Of a process that has ended and waits for its parent, Linux gives an empty text.
        fs::read(format!("/proc/{}/cmdline", pid.trim())).is_ok_and(|text| !text.is_empty())
    }

    #[test]
    fn the_blocks_of_a_guide_share_a_shell_and_a_slip_in_one_is_no_slip_in_the_next() {
        let page = "```sh\nword=kept\nassay \"$word\"\n```\n```sh\nfalse\n(exit 3)\ntrue\n```\n\
                    ```sh\nif true; then\n```\n```sh\necho $word >&2\n```\n";
        let ran = ran("share", page, TIME_LIMIT);
        assert_eq!(ran[0], (Some(0), "kept\n".to_owned()));
        assert_eq!(ran[1].0, Some(1)); // the first that fails
        assert_eq!(ran[2].0, Some(2));
        assert_eq!(ran[3], (Some(0), "kept\n".to_owned()));
    }

    #[test]
    fn whatever_a_guide_leaves_running_is_ended_with_it() {
        let ran = ran("leave", "```sh\nsleep 1000 &\necho $!\nfalse\n```\n", TIME_LIMIT);
        assert_eq!(ran[0].0, Some(1));
        assert!(ran[0].1.trim().parse::<u32>().is_ok() && !is_alive(&ran[0].1));
    }

    #[test]
    fn a_block_that_does_not_end_is_ended_and_says_so() {
        let page = "```sh\necho $$\nsleep 1000\n```\n```sh\ntrue\n```\n";
        let ran = ran("late", page, Duration::from_millis(500));
        assert_eq!([ran[0].0, ran[1].0], [None, None]);
        assert!(!is_alive(&ran[0].1));
    }

    #[test]
    fn each_port_of_a_guide_becomes_a_free_one_and_the_output_names_the_guides() {
        let page = "```sh\nassay 127.0.0.1:8080 127.0.0.1:8081/a 127.0.0.1:8080\nassay 127.0.0.1:8080\n```\n";
        let guide = Guide::read(page).unwrap();
        let ports = Ports::of(&guide).unwrap();
        let put = ports.put_into(&guide.steps[0].commands);
        assert_ne!(ports.0["8080"], ports.0["8081"]);
        assert_eq!(put.matches(&format!(":{}", ports.0["8080"])).count(), 3);
        assert_eq!(ports.take_from(&put), guide.steps[0].commands);
    }
}
