//! Plans.

use assay_kernel::{Args, CertificationCode, Code, Date, Said};
use assay_standing::plan::{
    Expiries, Finding, FindingKind, FindingWeight, Impact, ImpactGroup, ImpactKind, ImpactPlan,
};
use serde::{Serialize, Serializer};

use super::{Tell, as_told, headed};
use crate::InEnglish;

#[derive(Serialize)]
#[serde(remote = "ImpactPlan")]
struct PlanTold {
    today: Date,
    people: usize,
    touched: usize,
    #[serde(serialize_with = "Tell::tell")]
    programme: Vec<Finding>,
    #[serde(serialize_with = "Tell::tell")]
    groups: Vec<ImpactGroup>,
    expiries: Expiries,
}

#[derive(Serialize)]
#[serde(remote = "Finding")]
struct FindingTold {
    kind: FindingKind,
    severity: FindingWeight,
    #[serde(flatten, serialize_with = "headed")]
    said: Said,
    place: Option<String>,
}

#[derive(Serialize)]
#[serde(remote = "ImpactGroup")]
struct GroupTold {
    kind: ImpactKind,
    certification: Option<CertificationCode>,
    #[serde(flatten, serialize_with = "headed")]
    said: Said,
    #[serde(serialize_with = "Tell::tell")]
    people: Vec<Impact>,
}

#[derive(Serialize)]
#[serde(remote = "Impact")]
struct ImpactTold {
    person: String,
    before: Option<Date>,
    after: Option<Date>,
    from: Option<Date>,
    #[serde(flatten, serialize_with = "detail")]
    said: Said,
}

/// What a person may be told has another key than other texts have.
fn detail<S: Serializer>(said: &Said, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Detail<'a> {
        detail: String,
        code: &'a Code,
        args: &'a Args,
    }
    Detail { detail: said.text(), code: &said.code, args: &said.args }.serialize(serializer)
}

as_told! {
    ImpactPlan by PlanTold,
    Finding by FindingTold,
    ImpactGroup by GroupTold,
    Impact by ImpactTold,
}
