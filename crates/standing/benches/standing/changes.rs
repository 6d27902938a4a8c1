//! Changes of the AWS policies whose plan is measured.

use std::error::Error;

use assay_kernel::{Period, date};
use assay_programme::model::{Amendment, Clause, Programme};

/// The programme with a change that touches `everyone`, or `few`.
pub fn of(programme: &Programme, name: &str) -> Result<Programme, Box<dyn Error>> {
    let mut proposed = programme.clone();
    match name {
        // Whatever runs next month ends half a year later.
        "everyone" => proposed.amendments.push(Amendment {
            on: date(2026, 12, 1),
            certifications: vec![],
            earned_from: None,
            shift: Some(Period::months(6)),
            revalidate: None,
            reason: "Test centres are closed.".into(),
            clause: Clause::default(),
        }),
        // One small certification loses its only route next year.
        "few" => {
            let policy = proposed.policies.iter_mut().find(|policy| policy.certification == "scs");
            let policy = policy.ok_or("the programme has no scs")?;
            let mut version = policy.versions.last().ok_or("scs has no version")?.clone();
            version.version = "2027-01-01".into();
            version.in_force_from = Some(date(2027, 1, 1));
            version.routes.clear();
            policy.versions.push(version);
        }
        _ => return Err(format!("no change is called `{name}`").into()),
    }
    Ok(proposed)
}
