//! `assay qti import --dry-run`: what a package would become, before anything is written.

use std::path::PathBuf;

use assay_qti::{
    package::{Became, LossReport, PackageImport, PackageLimits},
    remark::Weight,
};
use clap::Args;

use super::check::{PACKAGE_BYTES_MAX, sentence};
use crate::{
    files::read_limited,
    outcome::{Failure, Found},
    rim::{self, Progress, ReportFormat, count, harmless},
};

/// The arguments of `qti import`.
#[derive(Debug, Args)]
pub struct ImportPackage {
    /// A content package (.zip)
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// Only say what would become of each resource; nothing is written
    #[arg(long, required = true)]
    dry_run: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl ImportPackage {
    /// Reads the package through and prints its loss report.
    pub fn run(self) -> Result<Found, Failure> {
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
        print_report(&report, self.format)?;
        let (said, has_left_out) = tally(&report);
        rim::say(format_args!("{}: {said}; nothing was written", count(package.len(), "resource")));
        Ok(Found::wrong_if(has_left_out))
    }
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
