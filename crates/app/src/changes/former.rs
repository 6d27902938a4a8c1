//! Plans of format 1, which kept their sentences: read and shown, and told to people where that waits.
//!
//! They stay in the record of every version they led to. None is made any more, and none is applied: whether
//! one would still do the same, only sentences could tell.

use assay_kernel::{Arg, CertificationCode, Date, Said};
use assay_standing::plan::{
    Expiries, Finding, FindingKind, FindingWeight, Impact, ImpactGroup, ImpactKind, ImpactPlan,
};
use serde::{Deserialize, Serialize};

use crate::reading::sha256;

/// The form of these documents.
pub(super) const FORMAT: u32 = 1;

/// What such a plan did.
#[derive(Deserialize)]
pub(super) struct FormerImpact {
    today: Date,
    people: usize,
    touched: usize,
    programme: Vec<FormerFinding>,
    groups: Vec<FormerGroup>,
    expiries: Expiries,
}

#[derive(Deserialize, Serialize)]
struct FormerFinding {
    kind: FindingKind,
    severity: FindingWeight,
    title: String,
    text: String,
    place: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct FormerGroup {
    kind: ImpactKind,
    certification: Option<CertificationCode>,
    title: String,
    text: String,
    people: Vec<FormerPerson>,
}

#[derive(Deserialize, Serialize)]
struct FormerPerson {
    person: String,
    before: Option<Date>,
    after: Option<Date>,
    from: Option<Date>,
    detail: String,
}

impl FormerImpact {
    /// The mark of what happens to whom, as it was taken then.
    pub(super) fn digest(&self) -> Result<String, serde_json::Error> {
        Ok(sha256(&serde_json::to_vec(&(&self.programme, &self.groups))?))
    }
}

impl From<FormerImpact> for ImpactPlan {
    fn from(former: FormerImpact) -> Self {
        ImpactPlan {
            today: former.today,
            people: former.people,
            touched: former.touched,
            programme: former.programme.into_iter().map(Finding::from).collect(),
            groups: former.groups.into_iter().map(ImpactGroup::from).collect(),
            expiries: former.expiries,
        }
    }
}

impl From<FormerFinding> for Finding {
    fn from(former: FormerFinding) -> Self {
        let FormerFinding { kind, severity, title, text, place } = former;
        Finding { kind, severity, said: sentence(text).with("title", Arg::text(title)), place }
    }
}

impl From<FormerGroup> for ImpactGroup {
    fn from(former: FormerGroup) -> Self {
        let FormerGroup { kind, certification, title, text, people } = former;
        // What it is about stood before the colon, and was told to people from there.
        let subject = title.split_once(": ").map_or(title.as_str(), |(subject, _)| subject).to_owned();
        let said = sentence(text).with("title", Arg::text(title)).with("subject", Arg::text(subject));
        ImpactGroup { kind, certification, said, people: people.into_iter().map(Impact::from).collect() }
    }
}

impl From<FormerPerson> for Impact {
    fn from(former: FormerPerson) -> Self {
        let FormerPerson { person, before, after, from, detail } = former;
        Impact { person, before, after, from, said: sentence(detail) }
    }
}

fn sentence(text: String) -> Said {
    Said::of("former.sentence").with("text", Arg::text(text))
}
