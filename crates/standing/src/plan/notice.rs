//! What each touched person would read.

use std::collections::BTreeMap;

use super::{Group, Impact, ImpactKind, ImpactPlan};

/// A message to one person about what a change does to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub person: String,
    /// Its subject.
    pub subject: String,
    /// Its text, one paragraph a certification or exam version.
    pub body: String,
}

impl ImpactPlan {
    /// A message to each person something happens to, by person.
    pub fn notices(&self) -> Vec<Notice> {
        let mut people: BTreeMap<&str, Vec<(&Group, &Impact)>> = BTreeMap::new();
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

fn notice(person: &str, impacts: &[(&Group, &Impact)]) -> Notice {
    let mut paragraphs: Vec<(&str, Vec<&str>)> = Vec::new();
    for (group, impact) in impacts {
        let subject = group.title.split_once(": ").map_or(group.title.as_str(), |(subject, _)| subject);
        let sentences = match paragraphs.iter_mut().find(|(other, _)| *other == subject) {
            Some((_, sentences)) => sentences,
            None => {
                paragraphs.push((subject, Vec::new()));
                let Some((_, sentences)) = paragraphs.last_mut() else { continue };
                sentences
            }
        };
        sentences.push(&impact.detail);
    }
    let bad = impacts.iter().any(|(group, _)| group.kind.is_bad());
    let last = impacts.iter().any(|(group, _)| group.kind == ImpactKind::CannotRenew);
    let subjects: Vec<&str> = paragraphs.iter().map(|(subject, _)| *subject).collect();
    let about = match subjects.as_slice() {
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    };
    let subject = match (last, bad) {
        (true, _) => format!("{about}: what you can still do changes"),
        (_, true) => format!("{about}: your dates or your ways to renew change"),
        _ => format!("{about}: a change in your favour"),
    };
    let told = paragraphs.iter().map(|(subject, sentences)| format!("{subject}\n{}", sentences.join(" ")));
    let told: Vec<String> = told.collect();
    let body = format!(
        "The rules of the certification programme change. This is what it means for you.\n\n{}\n\n\
         Your page always shows what you hold, until when, and how it is renewed.",
        told.join("\n\n")
    );
    Notice { person: person.to_owned(), subject, body }
}
