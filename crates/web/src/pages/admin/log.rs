//! The audit log: who did what to whom, when and why.

use assay_app::{EntryLine, LinesWanted, logged_acts};
use assay_words::InEnglish;
use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::frame::{person_link, when};
use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, one, plain},
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
};

/// What an act is called in the filter; another release's keeps its name.
fn act_words(act: &str) -> &str {
    match act {
        "accounts.add" => "made an account",
        "accounts.close" => "closed an account",
        "accounts.edit" => "edited an account",
        "accounts.end-sessions" => "ended sessions",
        "accounts.make-link" => "made or mailed a link",
        "accounts.reopen" => "opened an account again",
        "accounts.set-password" => "set a password",
        "changes.apply-files" => "applied a change from the command line",
        "changes.approve" => "applied a proposed change",
        "changes.propose" => "proposed a change",
        "changes.withdraw" => "withdrew a proposal",
        "grants.give" => "granted a role",
        "grants.take" => "took a role away",
        "analyses.make" => "made a practice analysis",
        "analyses.invite" => "asked an expert",
        "analyses.leave-out" => "left out or took in an expert",
        "analyses.close" => "closed or opened a practice analysis",
        "analyses.prepare" => "prepared a blueprint",
        "changes.take-back" => "took back a prepared change",
        "forms.draw" => "had forms drawn",
        "forms.edit" => "edited a form",
        "forms.freeze" => "froze or dropped a form",
        "forms.print" => "took a form along on paper",
        "forms.release" => "prepared the release of a form",
        "forms.set-cut" => "entered or took out a panel’s cut of a form",
        "forms.take" => "took a form along as a package",
        "items.assign" => "asked for a review",
        "items.bring-back" => "brought items back from files",
        "items.change-many" => "changed many items at once",
        "items.decide" => "decided on an item",
        "items.give-scope" => "let somebody work on items, or no more",
        "items.move" => "moved an item to the other pool",
        "items.release-practice" => "prepared the release of practice items",
        "items.retire" => "retired an item",
        "items.take-along" => "took a bank along as files",
        "items.take-in" => "took a bank into work",
        "items.undo-many" => "took a change of many items back",
        "items.use" => "put an item to another use",
        "items.hand-in" => "handed in a file of questions",
        "items.keep" => "kept questions of a file",
        "items.discard" => "discarded a file of questions",
        "items.undo-keep" => "took back questions of a file",
        "jobs.retry" => "had a job tried again",
        "record.decide" => "decided about a person",
        "notices.send-again" => "sent a message again",
        "record.import" => "recorded from a file",
        "registrations.move" => "moved a registration",
        "registrations.register-for" => "registered somebody",
        "registrations.reopen-for" => "took up a registration again",
        "registrations.withdraw-for" => "withdrew a registration",
        "sittings.export" => "took an export along",
        "sittings.hold" => "held a result",
        "sittings.release" => "released a result",
        "sittings.void" => "voided a sitting",
        "record.write-note" => "wrote, changed or removed a note",
        other => other,
    }
}

fn columns() -> Vec<ListedColumn<EntryLine>> {
    vec![
        ListedColumn {
            title: "When",
            width: Width::Fixed,
            sort: None,
            show: |line, asking| html! { (when(line.at, asking)) },
        },
        ListedColumn { title: "Who", width: Width::Name, sort: None, show: |line, _| plain(&line.by_name) },
        ListedColumn {
            title: "What",
            width: Width::Text,
            sort: None,
            show: |line, _| {
                html! {
                    div {
                        (line.said.text())
                        @if let Some(reason) = &line.reason {
                            br;
                            span class="muted" { "“" (plain(reason)) "”" }
                        }
                    }
                }
            },
        },
        ListedColumn {
            title: "About",
            width: Width::Text,
            sort: None,
            show: |line, _| html! { @if let Some((id, name)) = &line.about { (person_link(*id, name)) } },
        },
    ]
}

fn cells() -> Vec<Cell<EntryLine>> {
    vec![
        ("id", |line, _| line.id.to_string()),
        ("at", |line, _| line.at.to_string()),
        ("by", |line, _| line.by.clone()),
        ("by_name", |line, _| line.by_name.clone()),
        ("act", |line, _| line.act.clone()),
        ("about", |line, _| line.about.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default()),
        ("about_name", |line, _| line.about.as_ref().map(|(_, name)| name.clone()).unwrap_or_default()),
        ("object", |line, _| line.object.clone().unwrap_or_default()),
        ("what", |line, _| line.said.text()),
        ("reason", |line, _| line.reason.clone().unwrap_or_default()),
    ]
}

/// The list, with everybody in its filter who was ever of the team.
fn list(doers: Vec<(String, String)>) -> ListOf<EntryLine> {
    ListOf {
        path: "/admin/log".into(),
        title: "Audit log",
        noun: ("act", "acts"),
        search: None,
        filters: vec![
            one("by", "Who", doers),
            one("act", "What", logged_acts().into_iter().map(|act| (act, act_words(act)))),
            Narrowing::Days { label: "When", names: ["from", "until"], words: ["From", "Until"] },
        ],
        order: "",
        columns: columns(),
        cells: cells(),
        empty: (
            "Nothing has been done yet",
            "What the team does to others is listed here, with who did it and why.",
        ),
    }
}

fn wanted(asked: &ListAsked) -> LinesWanted {
    LinesWanted {
        by: asked.value("by").to_owned(),
        act: asked.value("act").to_owned(),
        days: asked.days("from", "until"),
    }
}

pub(super) async fn log(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Markup, Fault> {
    let list = list(web.app.audit.doers(&visitor.asking).await?);
    let asked = list.asked(&pairs);
    let lines = web.app.audit.lines(&visitor.asking, &wanted(&asked), asked.page()).await?;
    let lead =
        "What the team and the command line did to others and to the programme. Lines are never changed.";
    let main = html! {
        (ui::page_header("Audit log", lead, html! {}))
        (list.page(&asked, &visitor.asking, &lines))
    };
    Ok(visitor.wide_page(&web, "Audit log", main))
}

pub(super) async fn log_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list(web.app.audit.doers(&visitor.asking).await?);
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.audit.lines_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_the_log_has_words_of_its_own() {
        let words: std::collections::BTreeSet<&str> = logged_acts().into_iter().map(act_words).collect();
        assert_eq!(words.len(), logged_acts().len());
        assert!(logged_acts().into_iter().all(|act| act_words(act) != act), "{:?}", logged_acts());
    }
}
