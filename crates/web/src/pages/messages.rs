//! What somebody was told: by day, each with a link to what it speaks of, many of a kind folded into one.

use assay_app::Message;
use assay_kernel::Instant;
use axum::extract::State;
use maud::{Markup, html};

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor, written::recorded};

/// From so many of a kind on a day they are one entry: two are read sooner than a fold is opened.
const DIGEST_MIN: usize = 3;

pub(super) fn routes() -> Routes {
    Routes::default().get("/my/messages", messages)
}

async fn messages(State(web): State<Web>, mut visitor: Visitor) -> Result<Markup, Fault> {
    let messages = web.app.notices.own(&visitor.asking).await?;
    if let Some(latest) = messages.first().filter(|_| messages.iter().any(|message| message.is_new)) {
        // A note only: who cannot be noted as having read them reads them all the same.
        if let Err(error) = web.app.notices.seen(&visitor.asking, latest.at).await {
            tracing::warn!(%error, "that messages were read could not be noted");
        } else if let Some(session) = visitor.session.as_mut() {
            session.unread = 0;
        }
    }
    let time = |at: Instant| at.to_zoned(visitor.asking.zone.clone()).strftime("%H:%M").to_string();
    let days: Vec<ui::MessageDay> = by_day(&messages, |message| recorded(&visitor.asking, message.at))
        .into_iter()
        .map(|(day, of_day)| ui::MessageDay {
            day,
            entries: entries(&of_day).into_iter().map(|entry| shown(&entry, time)).collect(),
        })
        .collect();
    let main = html! {
        (ui::page_header("Messages", "What the programme has told you, the latest first.", html! {}))
        @if messages.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No messages",
                "Results, badges and changes that affect you appear here.",
            )))
        }
        (ui::messages(&days))
        @if messages.len() >= assay_app::MESSAGES_SHOWN {
            p class="muted small" { "The latest " (assay_app::MESSAGES_SHOWN) " are shown." }
        }
    };
    Ok(visitor.page(&web, "Messages", main))
}

/// Messages that follow one another with the same day, under it.
fn by_day(messages: &[Message], day: impl Fn(&Message) -> String) -> Vec<(String, Vec<&Message>)> {
    let mut days: Vec<(String, Vec<&Message>)> = Vec::new();
    for message in messages {
        let day = day(message);
        match days.last_mut() {
            Some((last, of_day)) if *last == day => of_day.push(message),
            _ => days.push((day, vec![message])),
        }
    }
    days
}

/// Kinds of which many come at once: an import, a renewal that carries others along, new files of badges.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DigestKind {
    OnRecord,
    NewDates,
    NewFiles,
}

impl DigestKind {
    fn of(message: &Message) -> Option<DigestKind> {
        match message.code.as_str() {
            "notice.first-badge"
            | "notice.expired"
            | "notice.revoked"
            | "notice.suspended"
            | "notice.in-grace"
            | "notice.inactive"
            | "notice.still-active" => Some(DigestKind::OnRecord),
            "notice.renewed" | "notice.new-date" => Some(DigestKind::NewDates),
            "notice.badge-names-holder" | "notice.badge-listed" => Some(DigestKind::NewFiles),
            _ => None,
        }
    }
}

/// One entry of a day: a message, or many of a kind.
struct DayEntry<'a> {
    kind: Option<DigestKind>,
    messages: Vec<&'a Message>,
}

/// A day's messages; those of a kind stand together, where the latest of them stands, if they are many.
fn entries<'a>(of_day: &[&'a Message]) -> Vec<DayEntry<'a>> {
    let count = |kind| of_day.iter().filter(|message| DigestKind::of(message) == Some(kind)).count();
    let mut entries: Vec<DayEntry<'a>> = Vec::new();
    for message in of_day {
        let kind = DigestKind::of(message).filter(|kind| count(*kind) >= DIGEST_MIN);
        let same = entries.iter_mut().find(|entry| kind.is_some() && entry.kind == kind);
        match same {
            Some(entry) => entry.messages.push(message),
            None => entries.push(DayEntry { kind, messages: vec![message] }),
        }
    }
    entries
}

fn shown(entry: &DayEntry<'_>, time: impl Fn(Instant) -> String) -> ui::MessageShown {
    let one = |message: &Message| ui::MessageShown {
        title: message.subject.clone(),
        time: time(message.at),
        is_new: message.is_new,
        body: html! { @for part in paragraphs(&message.body) { p { (part) } } },
        link: link(message),
        folded: Vec::new(),
    };
    let (Some(kind), Some(first)) = (entry.kind, entry.messages.first()) else {
        return entry.messages.first().map_or_else(ui::MessageShown::default, |message| one(message));
    };
    let (title, text) = digest(kind, &entry.messages);
    ui::MessageShown {
        title,
        time: time(first.at),
        is_new: entry.messages.iter().any(|message| message.is_new),
        body: html! { p { (text) } },
        link: Some(("See what you hold".to_owned(), "/my".to_owned())),
        folded: entry.messages.iter().map(|message| one(message)).collect(),
    }
}

/// What many messages of a kind say together.
fn digest(kind: DigestKind, messages: &[&Message]) -> (String, String) {
    let n = messages.len();
    match kind {
        DigestKind::OnRecord => {
            let count = |codes: &[&str]| {
                messages.iter().filter(|message| codes.contains(&message.code.as_str())).count()
            };
            let words = [
                (count(&["notice.first-badge", "notice.still-active"]), "active"),
                (count(&["notice.in-grace"]), "in grace"),
                (count(&["notice.expired"]), "expired"),
                (count(&["notice.revoked"]), "revoked"),
                (count(&["notice.suspended", "notice.inactive"]), "not active"),
            ];
            let said = words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
            let said = said.collect::<Vec<_>>().join(", ");
            (format!("{n} certifications were put on your record"), format!("{said}. One message for all."))
        }
        DigestKind::NewDates => {
            let text = "Their dates, and why they changed, stand inside.".to_owned();
            (format!("{n} of your certifications have a new date"), text)
        }
        DigestKind::NewFiles => {
            let text = "Nothing else changed. Give out the new files, or the badges' links.".to_owned();
            (format!("New files of {n} of your badges"), text)
        }
    }
}

/// Where to look at what a message speaks of: its topic names it.
fn link(message: &Message) -> Option<(String, String)> {
    let mut parts = message.about().split(':');
    let (about, id) = (parts.next()?, parts.next().unwrap_or_default());
    let (label, href) = match about {
        "credential" => ("Open the badge", format!("/credentials/{id}")),
        "result" => ("Open the score report", format!("/sittings/{id}/result")),
        "review" | "void" => ("See how it stands", format!("/sittings/{id}/result")),
        "programme" | "decided" => ("See what you hold", "/my".to_owned()),
        "account" | "account-opened" | "name" | "address" | "link" | "signed-out" => {
            ("Open your account", "/account".to_owned())
        }
        _ if message.is_of_registration() => ("Open My exams", "/my/exams".to_owned()),
        _ => return None,
    };
    Some((label.to_owned(), href))
}

/// A plain text as HTML paragraphs; single line breaks inside them stay.
fn paragraphs(text: &str) -> Vec<Markup> {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let lines = |part: &str| {
        html! { @for (index, line) in part.lines().enumerate() { @if index > 0 { br; } (line) } }
    };
    parts.map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(code: &str, topic: &str, second: i64, is_new: bool) -> Message {
        Message {
            topic: topic.to_owned(),
            code: code.to_owned(),
            at: Instant::from_second(second).unwrap(),
            is_new,
            subject: format!("{code} {topic}"),
            body: String::new(),
        }
    }

    #[test]
    fn many_of_a_kind_on_a_day_are_one_entry_and_few_are_not() {
        let all = [
            message("notice.expired", "credential:crd_1:1", 90_005, false),
            message("notice.passed", "result:sit_1", 90_004, false),
            message("notice.first-badge", "credential:crd_2:1", 90_003, true),
            message("notice.revoked", "credential:crd_3:1", 90_002, false),
            message("notice.renewed", "credential:crd_4:2", 90_001, false),
            message("notice.renewed", "credential:crd_5:2", 90_000, false),
            message("notice.expired", "credential:crd_6:1", 3_000, false),
        ];
        let days = by_day(&all, |message| (message.at.as_second() / 86_400).to_string());
        let told = |of_day: &[&Message]| {
            let entries = entries(of_day);
            let shown = entries.iter().map(|entry| shown(entry, |_| String::new()));
            shown.map(|entry| (entry.title, entry.folded.len(), entry.is_new)).collect::<Vec<_>>()
        };
        let [(first, of_first), (second, of_second)] = days.as_slice() else { panic!("{days:?}") };
        assert_eq!((first.as_str(), second.as_str()), ("1", "0"));
        let entry = |title: &str, folded, is_new| (title.to_owned(), folded, is_new);
        assert_eq!(
            told(of_first),
            [
                entry("3 certifications were put on your record", 3, true),
                entry("notice.passed result:sit_1", 0, false),
                entry("notice.renewed credential:crd_4:2", 0, false),
                entry("notice.renewed credential:crd_5:2", 0, false),
            ]
        );
        assert_eq!(told(of_second), [entry("notice.expired credential:crd_6:1", 0, false)], "another day");
        let (_, text) = digest(DigestKind::OnRecord, &of_first.iter().copied().take(4).collect::<Vec<_>>());
        assert!(text.starts_with("1 active, 1 expired, 1 revoked."), "{text}");
    }

    #[test]
    fn a_message_leads_to_what_it_speaks_of() {
        let href = |topic: &str| link(&message("", topic, 0, false)).map(|(_, href)| href);
        assert_eq!(href("credential:crd_1:2").as_deref(), Some("/credentials/crd_1"));
        assert_eq!(href("credential:crd_1:taken-back:2").as_deref(), Some("/credentials/crd_1"));
        assert_eq!(href("result:sit_1").as_deref(), Some("/sittings/sit_1/result"));
        assert_eq!(href("programme:4").as_deref(), Some("/my"));
        assert_eq!(href("notice.registration-moved:reg_1:17").as_deref(), Some("/my/exams"));
        assert_eq!(href("signed-out:17").as_deref(), Some("/account"));
        assert_eq!(href("something else"), None);
    }

    #[test]
    fn a_message_keeps_its_paragraphs_and_lines_and_is_text() {
        let shown = |text: &str| paragraphs(text).into_iter().map(|part| part.0).collect::<Vec<_>>();
        assert_eq!(shown("One.\n\nTwo,\nstill <two>.\n"), ["One.", "Two,<br>still &lt;two&gt;."]);
    }
}
