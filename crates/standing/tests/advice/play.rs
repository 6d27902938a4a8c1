//! One way to renew, done as it is told: on the first day on which it works, and asked again.

use assay_kernel::{Arg, CertificationCode, Date};
use assay_programme::model::{Earned, Route};
use assay_standing::{CredentialStanding, Event, Happening, RenewBy, Rules};

use crate::asks;

/// What came of a way.
pub enum Outcome {
    /// It gave the day it promised.
    Kept,
    /// It gave another.
    Broken(String),
    /// It tells what holds others together and asks for nothing by itself.
    NothingToDo,
}

/// Does what a way asks for.
pub fn play(
    rules: &Rules<'_>,
    history: &[Event],
    as_of: Date,
    held: &CredentialStanding,
    way: &RenewBy,
) -> Outcome {
    let day = if way.open_now { as_of } else { way.opens_on.unwrap() };
    if way.route == "members" {
        return Outcome::NothingToDo;
    }
    if way.gives_until.is_some_and(|until| until < day) {
        return Outcome::Broken("a day that is over before it is done".to_owned());
    }
    let (code, tries) = tasks(rules, history, (as_of, day), held, way);
    let mut found = "nothing to try".to_owned();
    for happenings in tries {
        let mut done = history.to_vec();
        done.extend(happenings.into_iter().map(|happening| Event::new(day, happening)));
        let outcome = rules.outcome(&done, day);
        let until = outcome.iter().find(|now| *now.certification == code).map(|now| now.valid_until);
        // A deadline ahead ends what does not spare from it: the promise counts it in.
        let finally = rules.last_valid_day(&done, code.as_str());
        let ahead = rules.fact_days().any(|fact| fact > day);
        if until == Some(way.gives_until) || (ahead && finally == Some(way.gives_until)) {
            return Outcome::Kept;
        }
        found = until.map_or("nothing".to_owned(), |until| format!("{until:?}"));
    }
    Outcome::Broken(format!("{found} on {day} instead of {:?}", way.gives_until))
}

/// About which certification a way is, and what may be done: alternatives, where the text leaves them open.
fn tasks(
    rules: &Rules<'_>,
    history: &[Event],
    (as_of, day): (Date, Date),
    held: &CredentialStanding,
    way: &RenewBy,
) -> (CertificationCode, Vec<Vec<Happening>>) {
    let programme = rules.programme();
    let pass = |code: &CertificationCode| {
        let what = way.exam.clone().map_or(Earned::Certification(code.clone()), Earned::Exam);
        vec![vec![Happening::Pass { what }]]
    };
    let own = held.credential.clone();
    if way.route == "earn" {
        let heir = programme.certifications.iter().find(|other| other.formerly.as_ref() == Some(&own));
        let what = heir.filter(|_| way.said.code == *"way.earn-heir").map_or(own, |heir| heir.code.clone());
        let tries = pass(&what);
        return (what, tries);
    }
    if let Some(upper) = way.route.strip_prefix("cascade from ") {
        let code = CertificationCode::from(upper);
        let renews = matches!(way.said.args.get("task"), Some(Arg::Said(task)) if task.code == *"do.renew");
        if !renews {
            return (own, pass(&code));
        }
        let standing = rules.standing(history, as_of);
        let routes = standing.credential(upper).into_iter().flat_map(|upper| &upper.renew_by);
        let tries = routes.filter_map(|way| Some(of_route(&code, route(rules, &code, way, day)?, way)));
        return (own, tries.collect());
    }
    let tries = route(rules, &own, way, day).map(|route| of_route(&own, route, way));
    (own, tries.into_iter().collect())
}

/// The route that a way names, of the version in force on a day where there are several.
fn route<'p>(rules: &Rules<'p>, code: &CertificationCode, way: &RenewBy, day: Date) -> Option<&'p Route> {
    let policy = rules.programme().policy(code.as_str())?;
    let in_force = policy.in_force_on(day).into_iter();
    let mut versions = in_force.chain(&policy.versions).flat_map(|version| &version.routes);
    versions.find(|route| route.id == way.route)
}

/// What a route still asks for, as its way tells it.
fn of_route(code: &CertificationCode, route: &Route, way: &RenewBy) -> Vec<Happening> {
    let mut all = Vec::new();
    if let Some(exam) = &way.exam {
        return vec![Happening::Pass { what: Earned::Exam(exam.clone()) }];
    }
    if let Some(rule) = &route.credits {
        all.extend(asks::credits(code, way.missing.credits, &way.missing.groups, rule));
    }
    if way.missing.fees > 0 {
        all.push(Happening::Fee { certification: code.clone(), n: way.missing.fees });
    }
    if let Some(need) = route.needs.as_ref().filter(|_| !way.missing.needs.is_empty()) {
        asks::needed(code, need, &mut all);
    }
    // In the order of the text, which ends with something on which the route is taken.
    let takes = |name: &str| route.on.iter().any(|on| on == name);
    if takes("credit") && !takes("fee") && route.needs.is_none() {
        all.reverse();
    }
    asks::begin(code, route, &mut all);
    all
}
