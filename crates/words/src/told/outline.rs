//! Two outlines compared.

use assay_kernel::{Args, Code, Said};
use assay_programme::diff::{ClaimVerdict, Counts, DiffRow, OutlineDiff, Side, Verdict};
use serde::{Serialize, Serializer};

use super::{Tell, as_told};
use crate::InEnglish;

#[derive(Serialize)]
#[serde(remote = "OutlineDiff")]
struct OutlineDiffTold {
    from: Side,
    to: Side,
    domains: Vec<DiffRow>,
    tasks: Vec<DiffRow>,
    skills: Vec<DiffRow>,
    counts: Counts,
    #[serde(serialize_with = "Tell::tell")]
    claims: Vec<ClaimVerdict>,
}

#[derive(Serialize)]
#[serde(remote = "ClaimVerdict")]
struct ClaimTold {
    text: String,
    check: String,
    source: &'static str,
    verdict: Verdict,
    #[serde(flatten, serialize_with = "evidence")]
    evidence: Said,
    note: String,
}

/// The text of a claim is the body's own; what is ours has another key.
fn evidence<S: Serializer>(said: &Said, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct EvidenceTold<'a> {
        evidence: String,
        code: &'a Code,
        args: &'a Args,
    }
    EvidenceTold { evidence: said.text(), code: &said.code, args: &said.args }.serialize(serializer)
}

as_told! {
    OutlineDiff by OutlineDiffTold,
    ClaimVerdict by ClaimTold,
}
