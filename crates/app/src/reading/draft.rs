//! A draft's files loaded, or their faults in a sentence.

use assay_kernel::{Diagnostic, Severity};

use super::{Files, Reviewed, load};
use crate::AppError;

/// A programme with errors is never served.
///
/// # Errors
/// `Draft` with the first faults.
pub(crate) fn load_draft(files: Files) -> Result<Reviewed, AppError> {
    /// Faults told; the command line shows all of them.
    const TOLD: usize = 10;
    load(files).map_err(|found| {
        let faults = found.sorted();
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).take(TOLD);
        let line = |fault: &Diagnostic| {
            format!("{}:{}: {} ({})", fault.at.file, fault.at.line, fault.message, fault.code)
        };
        let lines: Vec<String> = errors.map(line).collect();
        AppError::Draft(format!("The files have errors. {}", lines.join("; ")))
    })
}
