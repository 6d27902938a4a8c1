//! `assay qti import`: what a file of questions would become, before anything is kept; then it is kept.

use std::{
    io::{self, BufRead, IsTerminal},
    path::PathBuf,
};

use assay_app::{App, Closed, FILE_BYTES_MAX, ImportStanding, Settings};
use assay_kernel::Actor;
use assay_qti::{
    package::{Became, LossReport, PackageImport, PackageLimits},
    remark::Weight,
};
use assay_store::DataPlace;
use clap::Args;

use super::check::{PACKAGE_BYTES_MAX, sentence};
use crate::{
    errand::{Errand, Telling, hand_in, keep, read_through, told},
    files::read_limited,
    installation::{known_address, must_be_served, open_unless_served, runtime, start},
    outcome::{Failure, Found},
    rim::{self, Progress, ReportFormat, count, harmless},
    socket::{self, BESIDE_BYTES_MAX},
};

/// The arguments of `qti import`.
#[derive(Debug, Args)]
pub struct ImportQuestions {
    /// A content package (.zip); with --data also an item of QTI, Moodle XML, GIFT, Aiken, CSV or QTI 1.2
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// Only say what would become of each resource of a package; nothing is written
    #[arg(long, required_unless_present = "data", conflicts_with = "data")]
    dry_run: bool,
    /// Read the file into these data, served or not: a folder, or the address of a PostgreSQL database
    #[arg(long, value_name = "DIR|postgres://…")]
    data: Option<String>,
    /// Keep what can be used without asking
    #[arg(long, requires = "data")]
    keep: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl ImportQuestions {
    /// Reads the file through and prints its loss report; keeps its questions where that is wanted.
    pub fn run(self) -> Result<Found, Failure> {
        match &self.data {
            Some(data) => self.read_to(&data.parse().unwrap_or_else(|never| match never {})),
            None => self.dry(),
        }
    }

    fn dry(&self) -> Result<Found, Failure> {
        let bytes = read_limited(&self.package, PACKAGE_BYTES_MAX)?;
        let package = PackageImport::open(&bytes, &PackageLimits::default()).map_err(|refusal| {
            let message = format!(
                "{}: {} [{}]",
                self.package.display(),
                sentence(&refusal.to_string()),
                refusal.code()
            );
            Failure::unusable(message, "export it anew where it comes from")
        })?;
        let mut report = LossReport { package: package.remarks().clone(), ..LossReport::default() };
        let progress = Progress::of("of the package read", package.len());
        for resource in package.from(0) {
            progress.at(resource.index + 1);
            report.add(&resource);
        }
        drop(progress);
        print_report(&report, self.format)?;
        let (said, has_left_out) = tally(&report);
        rim::say(format_args!("{}: {said}; nothing was written", count(package.len(), "resource")));
        Ok(Found::wrong_if(has_left_out))
    }

    fn read_to(&self, location: &DataPlace) -> Result<Found, Failure> {
        let file = read_limited(&self.package, FILE_BYTES_MAX)?;
        let name = self.package.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let json = self.format == ReportFormat::Json;
        runtime()?.block_on(async {
            let Some((store, demo)) = open_unless_served(location).await? else {
                if file.len() > BESIDE_BYTES_MAX {
                    let most = BESIDE_BYTES_MAX >> 20;
                    return Err(Failure::unusable(
                        format!("{name} is longer than a running server takes this way, {most} MiB"),
                        "hand it in on the page Imports of the administration, or stop the server first",
                    ));
                }
                let errand = Errand::Import { file: name, keep: self.keep, json };
                return socket::ask(location, errand, &file).await;
            };
            let served = must_be_served(&store).await?;
            let public_url = known_address(&store).await?.unwrap_or_default();
            let app = start(store, served, Settings { public_url, demo }).await?;
            let done = self.read_and_keep(&app, &name, &file, json).await;
            match (app.close().await, done) {
                (Closed::GaveUp, Ok(_)) => Err(Failure::not_closed()),
                (_, done) => done,
            }
        })
    }

    async fn read_and_keep(&self, app: &App, name: &str, file: &[u8], json: bool) -> Result<Found, Failure> {
        let (asking, telling) = (app.door.ask(Actor::Operator), &mut Telling::Here);
        let id = hand_in(app, &asking, name, file).await?;
        let reading = async {
            while app.jobs.read_imports().await? > 0 {}
            Ok::<_, Failure>(())
        };
        let waiting = read_through(app, &asking, id, telling);
        let import = tokio::select! {
            import = waiting => import?,
            read = reading => {
                read?;
                app.items.import(&asking, id).await?
            }
        };
        if matches!(import.standing, ImportStanding::Waiting | ImportStanding::Reading) {
            return Err(Failure::World(anyhow::anyhow!(
                "the file could not be read now; it is tried again as soon as these data are served, or by \
                 the same command"
            )));
        }
        let to_keep = told(app, &asking, &import, json, telling).await?;
        let is_wanted = self.keep || to_keep > 0 && asked(to_keep)?;
        keep(app, &asking, &import, to_keep, is_wanted, telling).await
    }
}

/// Asks whoever sits at the terminal; where nobody does, nothing is kept.
fn asked(many: i64) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(false);
    }
    let many = count(usize::try_from(many).unwrap_or_default(), "question");
    rim::say(format_args!("Keep {many} as drafts? Type yes, or anything else to decide later:"));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.map_err(|error| Failure::world("the answer could not be read", error))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "yes" | "y"))
}

/// Prints a loss report.
pub fn print_report(report: &LossReport, format: ReportFormat) -> Result<(), Failure> {
    match format {
        ReportFormat::Text => rim::print(&text(report)),
        ReportFormat::Json => rim::print_json(report),
    }
}

/// How many became what, in words, and whether something was left out.
pub fn tally(report: &LossReport) -> (String, bool) {
    let of = |became| report.counts.get(&became).copied().unwrap_or_default();
    let left_out = of(Became::NotImported);
    let said =
        format!("{} whole, {} with loss, {left_out} left out", of(Became::Whole), of(Became::WithLoss));
    (said, left_out > 0)
}

/// Resource by resource, each construct with what became of it; those without a remark are only counted.
fn text(report: &LossReport) -> String {
    let mut shown = String::new();
    for remark in &report.package.remarks {
        shown.push_str(&format!("imsmanifest.xml:{}: {}\n", remark.line, harmless(&remark.message)));
    }
    for resource in &report.resources {
        let became = match resource.became {
            Became::Whole => "whole",
            Became::WithLoss => "with loss",
            Became::NotImported => "left out",
        };
        let title = resource.title.as_ref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
        shown.push_str(&harmless(&format!("{}{title}: {became}", resource.identifier)));
        shown.push('\n');
        for remark in &resource.remarks.remarks {
            let weight = match remark.weight {
                Weight::Lenient => "kept",
                Weight::Loss => "loss",
                Weight::Error => "error",
            };
            let construct = if remark.construct.is_empty() { remark.code } else { &remark.construct };
            let line = format!("  {weight} {construct}, line {}: {}", remark.line, remark.message);
            shown.push_str(&harmless(&line));
            shown.push('\n');
        }
    }
    shown
}
