//! What a reviewer does: takes a place, answers, comments, decides, gives the place back.

use std::collections::BTreeMap;

use assay_app::{AppError, FieldFault, NewAnswer};
use assay_bank::{
    answer::from_responses,
    work::{ItemId, ReviewVerdict},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    item_acts::{invalid, number},
    review::{TypedReview, show},
    shared::{ActFaults, LedFrom, WORK, came, id_of, review_place},
};
use crate::{fault::Fault, form::Posted, state::Web, ui};

/// A reviewer who looks away for longer was not answering.
const SECONDS_MAX: i64 = 3_600;
const RUBRIC: &str = "rubric-";

pub(super) async fn decide(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = id_of(&posted.visitor, &id)?;
    known(&posted, &act)?;
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    let mut typed = typed(&posted);
    let form = match act.as_str() {
        "settle" => format!("settle-{}", posted.text("number")),
        act => act.to_owned(),
    };
    let done = match act.as_str() {
        "take" => came(items.lease(asking, id).await)?,
        "give-back" => match came(items.give_back(asking, id).await)? {
            LedFrom::Done => return Ok(Redirect::to(WORK).into_response()),
            other => other,
        },
        "answer" => answered(&web, &posted, id, &mut typed).await?,
        "comment" => came(items.comment(asking, id, posted.text("text")).await)?,
        "settle" => came(items.settle(asking, id, number(&posted), posted.text("how")).await)?,
        _ => came(decided(&web, &posted, id).await)?,
    };
    match done {
        LedFrom::Done => Ok(Redirect::to(&review_place(id)).into_response()),
        // Who has no place sees nothing of it: what waits for them says how it stands.
        LedFrom::Refused(_) | LedFrom::Stale if act == "take" => Ok(Redirect::to(WORK).into_response()),
        LedFrom::Refused(faults) => {
            show(&web, &posted.visitor, id, &typed, &ActFaults::of(&form, faults), false).await
        }
        LedFrom::Stale => show(&web, &posted.visitor, id, &typed, &ActFaults::default(), true).await,
    }
}

fn known(posted: &Posted, act: &str) -> Result<(), Fault> {
    let fields: &[&str] = match act {
        "take" | "give-back" => &[],
        "answer" => &["began", "confidence", "expected", "remark"],
        "comment" => &["text"],
        "settle" => &["number", "how"],
        "decide" => &["verdict", "why"],
        _ => return Err(Fault::not_found()),
    };
    let is_known = |name: &str| {
        name == "csrf"
            || fields.contains(&name)
            || (act == "answer" && ui::is_field(name))
            || (act == "decide" && name.starts_with(RUBRIC))
    };
    match posted.fields().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Fault::bad_request(&format!("this form has no field `{name}`"))),
        None => Ok(()),
    }
}

fn typed(posted: &Posted) -> TypedReview {
    let fields = posted.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
    TypedReview { own: ui::Responses::new(), fields: fields.collect() }
}

async fn answered(web: &Web, posted: &Posted, id: ItemId, typed: &mut TypedReview) -> Result<LedFrom, Fault> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    // Who may not answer is told so, whatever they typed.
    let asked = items.asked(asking, id).await?;
    let fields = posted.fields().filter(|(name, _)| ui::is_field(name));
    let read = ui::read(&asked.view, fields)
        .map_err(|refused| Fault::bad_request(&format!("`{}`: {}", refused.response, refused.why)))?;
    typed.own = read.responses.clone();
    let mut faults: Vec<FieldFault> =
        read.faults.iter().map(|fault| FieldFault::new("answer", fault.text.clone())).collect();
    let confidence = posted.text("confidence").parse().unwrap_or(0);
    if !(1..=4).contains(&confidence) {
        faults.push(FieldFault::new("confidence", "Say how sure you are."));
    }
    let expected = match posted.text("expected").trim().trim_end_matches('%').trim() {
        "" => None,
        text => match text.parse::<u32>() {
            Ok(share) if share <= 100 => Some(share),
            _ => {
                faults.push(FieldFault::new("expected", "Use a whole number from 0 to 100."));
                None
            }
        },
    };
    if !faults.is_empty() {
        return Ok(LedFrom::Refused(faults));
    }
    let began: i64 = posted.text("began").parse().unwrap_or_default();
    let seconds = asking.at.as_second().saturating_sub(began);
    let answer = NewAnswer {
        answer: from_responses(&asked.variables(), &read.responses),
        confidence,
        expected,
        seconds: u32::try_from(seconds).ok().filter(|_| seconds <= SECONDS_MAX),
        remark: posted.text("remark").to_owned(),
    };
    came(items.answer(asking, id, answer).await)
}

async fn decided(web: &Web, posted: &Posted, id: ItemId) -> Result<(), AppError> {
    let verdict = match posted.text("verdict") {
        "accept" => ReviewVerdict::Accept,
        "reject" => ReviewVerdict::Reject,
        _ => return Err(invalid("", "Accept it, or reject it.")),
    };
    let line =
        |(name, value): (&str, &str)| name.strip_prefix(RUBRIC).map(|code| (code.to_owned(), value == "yes"));
    let rubric: BTreeMap<String, bool> = posted.fields().filter_map(line).collect();
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    items.decide(asking, id, verdict, rubric, posted.text("why")).await.map(|_| ())
}
