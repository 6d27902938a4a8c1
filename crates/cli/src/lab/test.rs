//! `assay lab test`: labs are proved by their own solutions and mistakes.

use std::path::PathBuf;

use assay_kernel::Diagnostic;
use assay_lab::proving::{LabProof, ProofPlan, prove};
use clap::Args;
use serde_json::{Value, json};

use super::folder::{LabFolder, labs_at};
use crate::{
    outcome::{Failure, Found},
    report,
    rim::{self, ReportFormat},
};

/// The arguments of `lab test`.
#[derive(Debug, Args)]
pub struct LabTest {
    /// Folders of labs, or folders with labs in them
    #[arg(value_name = "DIR", required = true)]
    dirs: Vec<PathBuf>,
    /// One variant, no rewrites and no random walks: while you write
    #[arg(long)]
    quick: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

/// Scripts and gates that held, and those that did not.
#[derive(Default)]
struct ProofTally {
    passed: usize,
    failed: usize,
}

impl LabTest {
    /// Proves every lab, and shows each proof as soon as it is there.
    pub fn run(self) -> Result<Found, Failure> {
        let LabTest { dirs, quick, format } = self;
        let plan = match quick {
            true => ProofPlan { every: usize::MAX, walks: 0, rewritten: false },
            false => ProofPlan::default(),
        };
        let (mut tally, mut documents) = (ProofTally::default(), Vec::new());
        for folder in labs_at(&dirs)? {
            let proof = proved(&folder, &plan);
            let (passed, failed) = match &proof {
                Some(proof) => proof.tally(),
                None => (0, report::tally(&folder.found).0),
            };
            tally.passed += passed;
            tally.failed += failed;
            match (format, &proof) {
                (ReportFormat::Json, _) => documents.push(document(&folder, proof.as_ref())),
                (ReportFormat::Text, Some(proof)) => rim::print(&rim::harmless(&format!("{proof}\n")))?,
                (ReportFormat::Text, None) => {
                    folder.faulty()?;
                }
            }
        }
        let ProofTally { passed, failed } = tally;
        match format {
            ReportFormat::Text => rim::print(&format!("{passed} passed, {failed} failed\n"))?,
            ReportFormat::Json => {
                rim::print_json(&json!({ "labs": documents, "passed": passed, "failed": failed }))?;
            }
        }
        Ok(Found::wrong_if(failed > 0))
    }
}

/// The proof of a lab; none where its files have faults.
fn proved(folder: &LabFolder, plan: &ProofPlan) -> Option<LabProof> {
    if !folder.is_sound() {
        return None;
    }
    let lab = &folder.lab;
    let variants = assay_lab::variant::count(&lab.choices).div_ceil(plan.every.max(1)).max(1);
    rim::say(format_args!(
        "{}: {} and {} on {}",
        folder.shown,
        rim::count(lab.solutions.len(), "solution"),
        rim::count(lab.mutants.len(), "mistake"),
        rim::count(variants, "variant")
    ));
    Some(prove(lab, plan))
}

fn document(folder: &LabFolder, proof: Option<&LabProof>) -> Value {
    let found: &[Diagnostic] = &folder.found;
    let rows = proof.into_iter().flat_map(|proof| &proof.rows).map(|row| {
        json!({
            "gate": row.gate, "name": row.name, "runs": row.runs, "right": row.right,
            "loses": row.loses, "costs": row.costs,
        })
    });
    json!({
        "dir": folder.shown,
        "lab": folder.lab.id,
        "points": folder.lab.points(),
        "variants": proof.map_or(0, |proof| proof.variants),
        "rows": rows.collect::<Vec<_>>(),
        "faults": proof.map_or(&[][..], |proof| &proof.faults),
        "holds": proof.is_some_and(LabProof::holds),
        "diagnostics": report::document(found).diagnostics,
    })
}
