//! What each touched person would be told.

use std::collections::BTreeMap;

use assay_kernel::{Arg, Said};

use super::{Impact, ImpactGroup, ImpactKind, ImpactPlan};

/// A message to one person about what a change does to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub person: String,
    /// One paragraph a certification or exam version; the title is its subject.
    pub said: Said,
}

impl ImpactPlan {
    /// A message to each person something happens to, by person.
    pub fn notices(&self) -> Vec<Notice> {
        let mut people: BTreeMap<&str, Vec<(&ImpactGroup, &Impact)>> = BTreeMap::new();
        for group in &self.groups {
            for impact in &group.people {
                people.entry(&impact.person).or_default().push((group, impact));
            }
        }
        people.into_iter().map(|(person, impacts)| notice(person, &impacts)).collect()
    }

    /// The message to one person, if something happens to them.
    pub fn notice_to(&self, person: &str) -> Option<Notice> {
        let impacts: Vec<_> = self.impacts_of(person).collect();
        (!impacts.is_empty()).then(|| notice(person, &impacts))
    }
}

fn notice(person: &str, impacts: &[(&ImpactGroup, &Impact)]) -> Notice {
    let mut paragraphs: Vec<(Arg, Vec<Said>)> = Vec::new();
    for (group, impact) in impacts {
        let subject = group.said.args.get("subject").cloned().unwrap_or_else(|| Arg::text(""));
        let sentence = impact.said.clone();
        match paragraphs.iter_mut().find(|(other, _)| *other == subject) {
            Some((_, sentences)) => sentences.push(sentence),
            None => paragraphs.push((subject, vec![sentence])),
        }
    }
    let bad = impacts.iter().any(|(group, _)| group.kind.is_bad());
    let last = impacts.iter().any(|(group, _)| group.kind == ImpactKind::CannotRenew);
    let said = Said::of(match (last, bad) {
        (true, _) => "notice.plan-last",
        (_, true) => "notice.plan-worse",
        _ => "notice.plan-better",
    });
    let more = paragraphs.len().saturating_sub(1);
    let said = said
        .maybe("first", paragraphs.first().map(|(subject, _)| subject.clone()))
        .maybe("more", Some(more).filter(|more| *more > 0));
    let told = paragraphs.into_iter().map(|(subject, sentences)| {
        Said::of("notice.paragraph").with("subject", subject).with("sentences", sentences)
    });
    Notice { person: person.to_owned(), said: said.with("paragraphs", Arg::list(told)) }
}
