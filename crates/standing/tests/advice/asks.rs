//! What rules ask for, as events that do it.

use assay_kernel::CertificationCode;
use assay_programme::model::{CreditRule, Earned, Need, Route};
use assay_standing::Happening;

/// The least of every minimum.
pub fn missing_of(rule: &CreditRule) -> Vec<(String, u32)> {
    rule.min.iter().map(|(group, n)| (group.clone(), *n)).collect()
}

/// Credits that fill minima, narrowest first, and then a total.
pub fn credits(
    code: &CertificationCode,
    total: u32,
    groups: &[(String, u32)],
    rule: &CreditRule,
) -> Vec<Happening> {
    let capped = |category: &str| rule.max.keys().any(|group| group.split('|').any(|c| c == category));
    let free = |group: &str| {
        let mut categories = group.split('|');
        let free = categories.clone().find(|category| !capped(category));
        free.or_else(|| categories.next()).map(str::to_owned)
    };
    let mut groups = groups.to_vec();
    groups.sort_by_key(|(group, _)| group.split('|').count());
    let mut given: Vec<(Option<String>, u32)> = Vec::new();
    for (group, n) in groups {
        let has = |category: &Option<String>| {
            category.as_ref().is_some_and(|category| group.split('|').any(|member| member == category))
        };
        let there: u32 = given.iter().filter(|(category, _)| has(category)).map(|(_, n)| *n).sum();
        if n > there {
            given.push((free(&group), n - there));
        }
    }
    let there: u32 = given.iter().map(|(_, n)| *n).sum();
    if total > there {
        let category = rule.min.keys().filter_map(|group| free(group)).find(|category| !capped(category));
        given.push((category, total - there));
    }
    let credit = |(category, n)| Happening::Credit { certification: code.clone(), n, category };
    given.into_iter().map(credit).collect()
}

/// What a need asks for: of alternatives the first.
pub fn needed(code: &CertificationCode, need: &Need, all: &mut Vec<Happening>) {
    match need {
        Need::Done(what) => all.push(event(code, what)),
        Need::Credits(rule) => all.extend(credits(code, rule.total, &missing_of(rule), rule)),
        Need::Fees(n) => all.push(Happening::Fee { certification: code.clone(), n: *n }),
        Need::AllOf(parts) => parts.iter().for_each(|part| needed(code, part, all)),
        Need::AnyOf(parts) => parts.iter().take(1).for_each(|part| needed(code, part, all)),
    }
}

/// The event on which a route is taken, unless something brings it along.
pub fn begin(code: &CertificationCode, route: &Route, all: &mut Vec<Happening>) {
    let name = |happening: &Happening| match happening {
        Happening::Pass { .. } => "pass".to_owned(),
        Happening::Credit { .. } => "credit".to_owned(),
        Happening::Fee { .. } => "fee".to_owned(),
        Happening::Do { what, .. } => what.clone(),
        _ => String::new(),
    };
    if !all.iter().any(|happening| route.on.contains(&name(happening))) {
        all.extend(route.on.first().map(|on| event(code, on)));
    }
}

fn event(code: &CertificationCode, name: &str) -> Happening {
    let certification = code.clone();
    match name {
        "pass" => Happening::Pass { what: Earned::Certification(certification) },
        "credit" => Happening::Credit { certification, n: 1, category: None },
        "fee" => Happening::Fee { certification, n: 1 },
        what => Happening::Do { certification, what: what.to_owned() },
    }
}
