//! How long a certification is good for, and what renews it.

use assay_assessment::registration::long;
use assay_kernel::{CertificationCode, Date, Period, Validity};
use assay_programme::{
    model::{
        Anchor, CascadeEnd, Certification, Cohort, CreditRule, EndRule, OutsideEnd, PolicyVersion, Programme,
        Route,
    },
    offer::policy_known_on,
};
use maud::{Markup, html};

use crate::{
    pages::catalogue::{Upper, certification_link, is_public, is_retired, joint, renewed_by, while_in},
    ui,
};

pub(super) fn renewal(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let code = shown.code.as_str();
    let known = programme.policy(code).map(|policy| policy_known_on(programme, policy, today));
    let Some(rules) = known.as_ref().and_then(|policy| policy.in_force_on(today)) else {
        return Markup::default();
    };
    let retired = is_retired(programme, code, today);
    let routes = rules.routes.iter();
    let mut ways: Vec<ui::WayLine> = routes.map(|route| route_way(rules, route, retired, today)).collect();
    ways.extend(renewed_by(programme, code, today).into_iter().map(|upper| upper_way(rules, &upper)));
    let still = rules.cascades.iter().filter(|cascade| cascade.until.is_none_or(|until| today <= until));
    let lower: Vec<&Certification> = still
        .flat_map(|cascade| &cascade.to)
        .filter_map(|lower| programme.certification(lower.as_str()))
        .filter(|lower| is_public(programme, lower, today))
        .collect();
    let over = known.as_ref().is_some_and(|policy| policy.award_until.is_some_and(|until| today > until));
    ui::section(
        "renewal",
        "Validity and ways to renew",
        html! {
            (validity(programme, rules, today))
            p class="muted" { "Rules of version " (rules.version) ", in force today." }
            @if rules.derived.is_none() {
                @if ways.is_empty() && can_end(rules) {
                    p { "It cannot be renewed: it expires after its last valid day." }
                } @else if !ways.is_empty() { div class="card" { (ui::ways(&ways)) } }
            }
            @if !lower.is_empty() {
                p {
                    @if over || retired { "A renewal" } @else { "A pass or renewal" }
                    " of this one also renews these, where you hold them and they are active: "
                    @for (index, lower) in lower.iter().enumerate() {
                        @if index > 0 { ", " } (certification_link(lower))
                    }
                    "."
                }
            }
        },
    )
}

/// How long it is good for, in a word or two; the section tells it whole.
pub(super) fn short(rules: &PolicyVersion) -> String {
    if rules.derived.is_some() {
        return "as long as what it rests on".to_owned();
    }
    if !rules.cohorts.is_empty() {
        return "by the day it was earned".to_owned();
    }
    match rules.validity {
        Validity::For(period) => period.words(),
        Validity::Unlimited if can_end(rules) => "until an outside event ends it".to_owned(),
        Validity::Unlimited => "an unlimited time".to_owned(),
    }
}

/// A validity in words.
fn words(validity: Validity) -> String {
    match validity {
        Validity::For(period) => period.words(),
        Validity::Unlimited => "an unlimited time".to_owned(),
    }
}

/// Whether an award has a last valid day.
fn can_end(rules: &PolicyVersion) -> bool {
    rules.validity != Validity::Unlimited || !rules.expire_after.is_empty() || !rules.cohorts.is_empty()
}

/// How long it is good for, with every exception.
fn validity(programme: &Programme, rules: &PolicyVersion, today: Date) -> Markup {
    let link = |code: &CertificationCode| {
        let shown = programme.certification(code.as_str()).filter(|it| is_public(programme, it, today));
        shown.map_or_else(|| html! { (code) }, certification_link)
    };
    let list = |codes: &[CertificationCode]| {
        html! { @for (index, code) in codes.iter().enumerate() { (joint(index, codes.len())) (link(code)) } }
    };
    html! {
        @if let Some(derived) = &rules.derived {
            p {
                "It has no exam: it is held while " strong { "at least " (derived.min) }
                " of these are active: " (list(&derived.of)) "."
            }
        } @else if rules.cohorts.is_empty() {
            @match rules.validity {
                Validity::For(period) => {
                    p {
                        "An award is valid for " strong { (period.words()) } " from the day it is earned"
                        (end_rule(rules.end)) "."
                    }
                }
                Validity::Unlimited => p { "An award has " strong { "no end" } " of its own." },
            }
        } @else {
            p { "How long an award is valid depends on the day it was earned:" }
            ul class="facts" { @for cohort in &rules.cohorts { li { (cohort_words(rules, cohort)) } } }
        }
        @for outside in &rules.expire_after { p { (outside_words(programme, outside)) } }
        @if !rules.alive_while_any.is_empty() {
            p { "It stays active while one of these is: " (list(&rules.alive_while_any)) "." }
        }
        @if let Some(grace) = rules.grace {
            p { "After the last valid day it can still be renewed in a grace of " (grace.words()) "." }
        }
        @if let Some(suspension) = rules.suspension {
            p {
                "Then it is suspended for " (suspension.words())
                ": it may not be used, but it can still be renewed."
            }
        }
    }
}

fn end_rule(end: EndRule) -> &'static str {
    match end {
        EndRule::Anniversary => "",
        EndRule::DayBefore => ", up to the day before the anniversary",
        EndRule::EndOfMonth => ", up to the end of that month",
    }
}

fn cohort_words(rules: &PolicyVersion, cohort: &Cohort) -> String {
    let days = match (cohort.from, cohort.to) {
        (Some(from), Some(to)) => format!("Earned from {} to {}", long(from), long(to)),
        (Some(from), None) => format!("Earned from {} on", long(from)),
        (None, Some(to)) => format!("Earned up to {}", long(to)),
        (None, None) => "Whenever earned".to_owned(),
    };
    match cohort.fixed {
        Some(fixed) => format!("{days}: until {}.", long(fixed)),
        None => format!("{days}: {}.", words(cohort.validity.unwrap_or(rules.validity))),
    }
}

/// An end that an outside event brings (renewal-rules 17), with its day where the programme knows it.
fn outside_words(programme: &Programme, outside: &OutsideEnd) -> String {
    let after = if outside.delay == Period::days(0) {
        "with".to_owned()
    } else {
        format!("{} after", outside.delay.words())
    };
    let happened = programme.world.iter().find(|(name, _)| *name == outside.event);
    match happened {
        Some((name, on)) => {
            let last = outside.delay.after(*on);
            format!(
                "It ends {after} the event '{name}' of {}: {} is its last valid day.",
                long(*on),
                long(last)
            )
        }
        None => format!("It ends {after} the event '{}', whose day is not known yet.", outside.event),
    }
}

fn upper_way(rules: &PolicyVersion, upper: &Upper<'_>) -> ui::WayLine {
    let state = upper.until.map_or("Open".to_owned(), |until| format!("Until {}", long(until)));
    ui::WayLine {
        text: format!("Pass or renew {}", upper.certification.title),
        when: format!(
            "Any day {}; {}",
            while_in(&upper.cascade.states),
            match upper.cascade.set {
                CascadeEnd::Event => format!("renews for {} from that day", words(rules.validity)),
                CascadeEnd::Match => "it then ends with the one above, never earlier than before".to_owned(),
            }
        ),
        tone: ui::Tone::Good,
        state,
        href: format!("/certifications/{}", upper.certification.code),
        progress: String::new(),
    }
}

fn route_way(rules: &PolicyVersion, route: &Route, retired: bool, today: Date) -> ui::WayLine {
    let window = match (route.opens, route.closes) {
        (Some(opens), None) => format!("In the {} before the last valid day", opens.words()),
        (Some(opens), Some(closes)) => {
            format!("From {} to {} before the last valid day", opens.words(), closes.words())
        }
        (None, Some(closes)) => format!("Up to {} before the last valid day", closes.words()),
        (None, None) => format!("Any day {}", while_in(&route.states)),
    };
    let length = words(route.length.unwrap_or(rules.validity));
    let result = match route.anchor {
        Anchor::Event => format!("renews for {length} from that day"),
        Anchor::Expiry => format!("renews for {length} from the old last valid day"),
    };
    let gone = retired && !route.even_retired || route.until.is_some_and(|until| until < today);
    let (tone, state) = match route.until {
        Some(until) if until < today => (ui::Tone::Neutral, format!("Ended {}", long(until))),
        _ if gone => (ui::Tone::Neutral, "No longer offered".to_owned()),
        Some(until) => (ui::Tone::Attention, format!("Until {}", long(until))),
        None => (ui::Tone::Good, "Open".to_owned()),
    };
    let by_exam = route.on.iter().any(|event| event == "pass");
    let credits = route.credits.as_ref().map(asked_credits);
    ui::WayLine {
        text: if route.title.is_empty() { route.id.clone() } else { route.title.clone() },
        when: format!("{window}; {result}"),
        tone,
        state,
        href: if by_exam && !gone { "#exams".to_owned() } else { String::new() },
        progress: credits.unwrap_or_default(),
    }
}

/// Credits a route takes, and what is looked into.
fn asked_credits(rule: &CreditRule) -> String {
    let takes = format!("takes {} credits", rule.total);
    let Some(audit) = rule.audit else { return takes };
    let kept = audit.keep_evidence.map(|period| format!("; keep the evidence for {}", period.words()));
    format!("{takes}; {} in 100 claims are audited{}", audit.percent, kept.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use assay_kernel::Period;
    use assay_programme::model::Audit;

    use super::*;

    #[test]
    fn whoever_reads_what_a_route_takes_learns_of_its_audit() {
        let mut rule = CreditRule { total: 60, ..CreditRule::default() };
        assert_eq!(asked_credits(&rule), "takes 60 credits");
        rule.audit = Some(Audit { percent: 5, keep_evidence: Some(Period::months(12)) });
        let told = "takes 60 credits; 5 in 100 claims are audited; keep the evidence for 1 year";
        assert_eq!(asked_credits(&rule), told);
    }
}
