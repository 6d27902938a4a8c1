//! `assay items export` and `assay items import`: a bank in the data as a folder of files, and back.

use std::path::PathBuf;

use assay_app::{Closed, FolderImport, Settings};
use assay_bank::folder::{FolderFile, read_folder};
use assay_kernel::{Severity, source::SourceFile};
use assay_store::DataPlace;
use clap::Args;

use super::on_disk::{BankFolder, read_bank_folder};
use crate::{
    errand::{BringingBack, Errand, Outlet, Telling},
    files::FileInWriting,
    installation::{known_address, must_be_served, open_unless_served, runtime, start},
    outcome::{Failure, Found},
    report,
    rim::{self, ReportFormat},
    socket::{self, BESIDE_BYTES_MAX},
};

/// The arguments of `items export`.
#[derive(Debug, Args)]
pub struct ExportItems {
    /// The folder to write; its files are for their owner alone, as keys are in them
    dir: PathBuf,
    /// The exam version whose bank is written, both pools
    #[arg(long, value_name = "CODE")]
    exam: String,
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Brings a folder of before up to date; refused where a file in it has edits that are not in the data
    #[arg(long)]
    update: bool,
}

/// The arguments of `items import`.
#[derive(Debug, Args)]
pub struct ImportItems {
    /// A folder that `items export` wrote, with what was changed in it since
    dir: PathBuf,
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Only say what would become of each file; nothing is written
    #[arg(long)]
    dry_run: bool,
    /// Why, for the audit log and the history of each item
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl ExportItems {
    /// Writes the folder, or has its content sent by the server of the data.
    pub fn run(self) -> Result<Found, Failure> {
        let folder = BankFolder::at(&self.dir, self.update.then_some(self.exam.as_str()))?;
        let mut archive = FileInWriting::unnamed(&self.dir)?;
        let found = carried_out(&self.data, Errand::TakeAlong { exam: self.exam }, &[], Some(&mut archive))?;
        folder.fill(archive.reread()?)?;
        rim::say(format_args!("{} written for its owner alone", self.dir.display()));
        Ok(found)
    }
}

impl ImportItems {
    /// Reads the folder, and has what was changed in it brought into the data.
    pub fn run(self) -> Result<Found, Failure> {
        let files = read_bank_folder(&self.dir)?;
        let read = read_folder(&files);
        let is_faulty = read.found.has_errors();
        let found = read.found.clone().sorted();
        let sources = sources(&files, &found);
        let json = self.format == ReportFormat::Json;
        if is_faulty {
            if json {
                rim::print_json(&report::document(&found))?;
            } else {
                rim::print(&report::text(&found, &sources, rim::output_in_colour()))?;
            }
            rim::say(format_args!("{}; nothing was written", report::tally_in_words(&found)));
            return Ok(Found::Wrong);
        }
        debug_assert!(found.iter().all(|one| one.severity == Severity::Warning));
        if !found.is_empty() {
            let shown = report::text(&found, &sources, rim::speech_in_colour());
            rim::say(format_args!("{}", shown.trim_end()));
        }
        let folder = serde_json::to_vec(&FolderImport::of(read))?;
        let how = BringingBack { reason: self.reason, dry_run: self.dry_run, json };
        carried_out(&self.data, Errand::BringBack(how), &folder, None)
    }
}

/// The texts that findings are about.
fn sources(files: &[FolderFile], found: &[assay_kernel::Diagnostic]) -> Vec<SourceFile> {
    let is_told = |file: &&FolderFile| found.iter().any(|one| one.at.file == file.path);
    let text = |file: &FolderFile| {
        let text = String::from_utf8(file.bytes.clone()).ok()?;
        Some(SourceFile::new(file.path.as_str(), text))
    };
    files.iter().filter(is_told).filter_map(text).collect()
}

/// Does an errand on data that nobody serves, or has it done by their server.
fn carried_out(
    data: &str,
    errand: Errand,
    beside: &[u8],
    mut file: Option<&mut FileInWriting>,
) -> Result<Found, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let Some((store, demo)) = open_unless_served(&location).await? else {
            if beside.len() > BESIDE_BYTES_MAX {
                let most = BESIDE_BYTES_MAX >> 20;
                return Err(Failure::unusable(
                    format!("the changed files are longer than a running server takes, {most} MiB"),
                    "import fewer changes at once, or stop the server first",
                ));
            }
            return socket::ask_into(&location, errand, beside, file).await;
        };
        let served = must_be_served(&store).await?;
        let public_url = known_address(&store).await?.unwrap_or_default();
        let app = start(store, served, Settings { public_url, demo }).await?;
        let mut outlet = match file.as_mut() {
            Some(file) => Outlet::Here(file),
            None => Outlet::Nowhere,
        };
        let done = errand.run(&app, beside, &mut outlet, &mut Telling::Here).await;
        match (app.close().await, done) {
            (Closed::GaveUp, Ok(_)) => Err(Failure::not_closed()),
            (_, done) => done,
        }
    })
}
