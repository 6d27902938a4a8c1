//! What the files mean together: references, dates, weights, crosswalks, policies.
//!
//! Nothing here stops at the first fault, and a value that could not be read is not found fault with twice.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let exam = "code = 'A-1'\ncertification = 'associat'\nitems_total = 10\nitems_scored = 12";
//! let certification = "code = 'associate'";
//! let (programme, _) = assay_programme::parse(&[
//!     SourceFile::new("exams/A-1.toml", exam),
//!     SourceFile::new("certifications/associate.toml", certification),
//! ]);
//! let found = assay_programme::check(&programme);
//! let fault = found.iter().find(|fault| fault.code == "P0102").unwrap();
//! assert_eq!(fault.hint, "did you mean `associate`?");
//! ```

mod cascade;
mod crosswalk;
mod demo;
mod ending;
mod exam;
mod found;
mod idle;
mod loading;
mod outline;
mod policy;
mod publication;
mod reference;
mod route;
mod transition;

use assay_kernel::Diagnostics;

pub use loading::{Checked, demo_of, load};

use crate::model::Programme;
use found::{Findings, PlacedFinding};

/// Checks a programme as a whole; every fault in one run.
pub fn check(programme: &Programme) -> Diagnostics {
    let mut all = Diagnostics::default();
    for finding in findings(programme) {
        all.push(finding.diagnostic);
    }
    all
}

fn findings(programme: &Programme) -> Vec<PlacedFinding> {
    let mut found = Findings::default();
    reference::check(programme, &mut found);
    exam::check(programme, &mut found);
    outline::check(programme, &mut found);
    crosswalk::check(programme, &mut found);
    transition::check(programme, &mut found);
    ending::check(programme, &mut found);
    policy::check(programme, &mut found);
    cascade::check(programme, &mut found);
    publication::check(programme, &mut found);
    found.0
}
