//! `assay export`: everything of a running body, as files that others can read.

use std::path::PathBuf;

use assay_app::{Closed, DaysBetween, ExportFormat, ExportKind, ExportWanted, Settings};
use assay_kernel::{Actor, Date};
use assay_store::DataPlace;
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::{
    errand::{Errand, Outlet, Telling, exported},
    files::FileInWriting,
    installation::{known_address, must_be_served, open_unless_served, runtime, start},
    outcome::{Failure, Found},
    rim, socket,
};

/// The arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What is taken along
    #[arg(value_parser = PossibleValuesParser::new(ExportKind::ALL.map(ExportKind::as_str)).map(kind))]
    what: ExportKind,
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// The file to write; an existing file is never written over
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Form of the file; the first that the kind can have where it is left out
    #[arg(long, value_parser = formats())]
    format: Option<ExportFormat>,
    /// Of this exam version alone
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    exam: String,
    /// Of sittings that started on this day or later
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    from: Option<Date>,
    /// Of sittings that started on this day or before
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    to: Option<Date>,
    /// With people's names; else each is a code that is the same in every export
    #[arg(long)]
    with_names: bool,
}

fn formats() -> impl TypedValueParser<Value = ExportFormat> {
    PossibleValuesParser::new(ExportFormat::ALL.map(ExportFormat::as_str)).map(format)
}

fn kind(word: String) -> ExportKind {
    ExportKind::named(&word).unwrap_or(ExportKind::Bank)
}

fn format(word: String) -> ExportFormat {
    ExportFormat::named(&word).unwrap_or(ExportFormat::Qti3)
}

impl ExportArgs {
    /// Writes the file, or has its content sent by the server of the data.
    pub fn run(self) -> Result<Found, Failure> {
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        let usual = ExportWanted::all(self.what);
        let wanted = ExportWanted {
            format: self.format.unwrap_or(usual.format),
            exam: self.exam,
            days: DaysBetween { from: self.from, until: self.to },
            with_names: self.with_names,
            ..usual
        };
        let mut file = FileInWriting::beside(&self.out)?;
        let found = runtime()?.block_on(async {
            let Some((store, demo)) = open_unless_served(&location).await? else {
                return socket::ask_into(&location, Errand::Export(wanted), &[], Some(&mut file)).await;
            };
            let served = must_be_served(&store).await?;
            let public_url = known_address(&store).await?.unwrap_or_default();
            let app = start(store, served, Settings { public_url, demo }).await?;
            let asking = app.door.ask(Actor::Operator);
            let outlet = &mut Outlet::Here(&mut file);
            let exported = exported(&app, &asking, &wanted, outlet, &mut Telling::Here).await;
            let closed = app.close().await;
            let found = exported?;
            match closed {
                Closed::GaveUp => Err(Failure::not_closed()),
                Closed::InOrder => Ok(found),
            }
        })?;
        file.keep()?;
        rim::say(format_args!("{} written for its owner alone", self.out.display()));
        Ok(found)
    }
}
