//! Codes are unique and well formed, and what names a part names one that exists.

use std::collections::BTreeSet;

use super::found::{Findings, nearest};
use crate::{
    codes,
    model::{Certification, Clause, Policy, Programme},
};

/// A code of at most this many characters fits a table column and a phone.
const CODE_CHARS_MAX: usize = 60;

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    codes_of_files(programme, found);
    certifications(programme, found);
    exams(programme, found);
    others(programme, found);
}

/// The file of a policy; the model keeps the places of its versions only.
pub(super) fn clause_of(policy: &Policy) -> Clause {
    Clause { file: format!("policies/{}.toml", policy.certification), line: 1 }
}

fn codes_of_files(programme: &Programme, found: &mut Findings) {
    let certifications = programme.certifications.iter().map(|c| (c.code.to_string(), &c.clause, "code"));
    let exams = programme.exams.iter().map(|e| (e.code.to_string(), &e.clause, "code"));
    let outlines = programme.outlines.iter().map(|o| (o.exam.to_string(), &o.clause, "exam"));
    let crosswalks =
        programme.crosswalks.iter().map(|c| (format!("{}--{}", c.from, c.to), &c.clause, "from"));
    let changes = changes(programme).map(|change| (change.id.to_owned(), change.clause, "id"));
    let announcements = programme.announcements.iter().map(|a| (a.slug.clone(), &a.clause, ""));
    let plans = programme.prep_plans.iter().map(|p| (p.exam.to_string(), &p.clause, "exam"));
    unique(found, "certification", certifications);
    unique(found, "exam version", exams);
    unique(found, "outline", outlines);
    unique(found, "crosswalk", crosswalks);
    unique(found, "transition", changes);
    unique(found, "announcement", announcements);
    unique(found, "prep plan", plans);
    let policies: Vec<(String, Clause)> = programme
        .policies
        .iter()
        .map(|policy| (policy.certification.to_string(), clause_of(policy)))
        .collect();
    unique(found, "policy", policies.iter().map(|(code, clause)| (code.clone(), clause, "certification")));
}

fn unique<'a>(
    found: &mut Findings,
    what: &str,
    parts: impl Iterator<Item = (String, &'a Clause, &'static str)>,
) {
    let mut seen = BTreeSet::new();
    for (code, clause, key) in parts.filter(|(code, ..)| !code.is_empty()) {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        if !code.chars().all(letters) || code.len() > CODE_CHARS_MAX {
            let message = format!("`{code}` cannot be a code of this {what}: it stands in addresses");
            let hint = format!("use at most {CODE_CHARS_MAX} letters, digits, `-`, `_` and `.`");
            found.error(codes::BAD_CODE, (clause, key), message, hint);
        }
        if !seen.insert(code.to_lowercase()) {
            let message = format!("there is more than one {what} `{code}`");
            found.error(codes::DUPLICATE, (clause, key), message, "give each its own code, or remove one");
        }
    }
}

/// Reports a certification that does not exist.
pub(super) fn certification(
    programme: &Programme,
    found: &mut Findings,
    place: (&Clause, &'static str),
    code: &str,
) {
    if code.is_empty() || programme.certification(code).is_some() {
        return;
    }
    let hint = nearest(code, programme.certifications.iter().map(|c| c.code.as_str()));
    found.error(codes::UNKNOWN_CERTIFICATION, place, format!("there is no certification `{code}`"), hint);
}

/// Reports an exam version that does not exist.
pub(super) fn exam(programme: &Programme, found: &mut Findings, place: (&Clause, &'static str), code: &str) {
    if code.is_empty() || programme.exam(code).is_some() {
        return;
    }
    let hint = nearest(code, programme.exams.iter().map(|e| e.code.as_str()));
    found.error(codes::UNKNOWN_EXAM, place, format!("there is no exam version `{code}`"), hint);
}

fn certifications(programme: &Programme, found: &mut Findings) {
    for this in &programme.certifications {
        let place = (&this.clause, "formerly");
        if let Some(formerly) = &this.formerly {
            certification(programme, found, place, formerly.as_str());
            if leads_back(programme, this) {
                let message = format!("`{}` follows itself through `{formerly}`", this.code);
                found.error(codes::LINEAGE, place, message, "the oldest name of a lineage has no `formerly`");
            }
            let other = programme.certification(formerly.as_str());
            if other.is_some_and(|other| other.lineage != this.lineage) {
                let message = format!("`{}` follows `{formerly}` but is of another lineage", this.code);
                let hint = "give both the same `lineage`: it is one role under successive names";
                found.error(codes::LINEAGE, place, message, hint);
            }
        }
        if programme.policy(this.code.as_str()).is_none() && !this.code.as_str().is_empty() {
            let message = format!("`{}` has no policy: nobody can say how long it is valid", this.code);
            let hint = format!("add policies/{}.toml", this.code);
            found.warning(codes::NO_POLICY, (&this.clause, "code"), message, hint);
        }
    }
}

/// Whether the earlier names of a certification lead back to it.
fn leads_back(programme: &Programme, start: &Certification) -> bool {
    let mut next = start.formerly.as_ref();
    for _ in 0..programme.certifications.len() {
        let Some(code) = next else { return false };
        if *code == start.code {
            return true;
        }
        next = programme.certification(code.as_str()).and_then(|earlier| earlier.formerly.as_ref());
    }
    false
}

fn exams(programme: &Programme, found: &mut Findings) {
    for this in &programme.exams {
        certification(programme, found, (&this.clause, "certification"), this.certification.as_str());
        for code in &this.prerequisites {
            certification(programme, found, (&this.clause, "prerequisites"), code.as_str());
        }
    }
    for outline in &programme.outlines {
        exam(programme, found, (&outline.clause, "exam"), outline.exam.as_str());
    }
    for plan in &programme.prep_plans {
        exam(programme, found, (&plan.clause, "exam"), plan.exam.as_str());
    }
}

fn others(programme: &Programme, found: &mut Findings) {
    for this in &programme.crosswalks {
        exam(programme, found, (&this.clause, "from"), this.from.as_str());
        exam(programme, found, (&this.clause, "to"), this.to.as_str());
    }
    for this in &programme.transitions {
        exam(programme, found, (&this.clause, "from"), this.from.as_str());
        exam(programme, found, (&this.clause, "to"), this.to.as_str());
        if this.failed_sits != this.to {
            exam(programme, found, (&this.clause, "failed_sits"), this.failed_sits.as_str());
        }
        for code in &this.also_from {
            exam(programme, found, (&this.clause, "also_from"), code.as_str());
        }
        if let Some(code) = &this.earns {
            certification(programme, found, (&this.clause, "earns"), code.as_str());
        }
    }
    for change in changes(programme) {
        if let Some(slug) = change.announcement
            && programme.announcement(slug).is_none()
        {
            let hint = nearest(slug, programme.announcements.iter().map(|a| a.slug.as_str()));
            let message = format!("there is no announcement `{slug}`");
            found.error(codes::UNKNOWN_PUBLICATION, (change.clause, "announcement"), message, hint);
        }
    }
    for this in &programme.announcements {
        for code in &this.certifications {
            certification(programme, found, (&this.clause, "certifications"), code);
        }
        if let Some(id) = &this.transition
            && !changes(programme).any(|change| change.id == id)
        {
            let hint = nearest(id, changes(programme).map(|change| change.id));
            let message = format!("there is no transition `{id}`");
            found.error(codes::UNKNOWN_PUBLICATION, (&this.clause, "transition"), message, hint);
        }
    }
    for amendment in &programme.amendments {
        for code in &amendment.certifications {
            certification(programme, found, (&amendment.clause, "certifications"), code.as_str());
        }
    }
}

/// What the three kinds of files in `transitions/` have in common.
struct ChangeHead<'a> {
    id: &'a str,
    announcement: Option<&'a String>,
    clause: &'a Clause,
}

impl<'a> ChangeHead<'a> {
    fn of(id: &'a str, announcement: &'a Option<String>, clause: &'a Clause) -> Self {
        ChangeHead { id, announcement: announcement.as_ref(), clause }
    }
}

fn changes(programme: &Programme) -> impl Iterator<Item = ChangeHead<'_>> {
    let transitions = programme.transitions.iter().map(|t| ChangeHead::of(&t.id, &t.announcement, &t.clause));
    let retirements = programme.retirements.iter().map(|r| ChangeHead::of(&r.id, &r.announcement, &r.clause));
    let rules = programme.rule_changes.iter().map(|r| ChangeHead::of(&r.id, &r.announcement, &r.clause));
    transitions.chain(retirements).chain(rules)
}
