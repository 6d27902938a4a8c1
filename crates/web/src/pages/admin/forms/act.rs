//! What is done to a form.

use std::collections::BTreeMap;

use assay_app::{AppError, FieldFault, PanelCut};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    one,
    shared::{FormRefusal, LIST, id_of, place},
};
use crate::{fault::Fault, form::Posted, state::Web};

pub(super) async fn act(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (form, asking, forms) = (id_of(&id)?, &posted.visitor.asking, &web.app.forms);
    let known: &[&str] = match act.as_str() {
        "swap" => &["revision", "from", "to"],
        "cut" => &["revision", "raw", "standard"],
        _ => &["revision"],
    };
    posted.only(known)?;
    let revision = posted.text("revision").parse().unwrap_or(-1);
    let done = match act.as_str() {
        "swap" => forms.swap(asking, (form, revision), (posted.text("from"), posted.text("to"))).await,
        "ask" => forms.ask_freezing(asking, form, revision).await,
        "reopen" => forms.open_again(asking, form, revision).await,
        "freeze" => forms.freeze(asking, form, revision).await,
        "drop" => forms.drop_form(asking, form, revision).await,
        "cut" => {
            // What is no number is none of the form's.
            let raw = posted.text("raw").parse().unwrap_or_default();
            let cut = PanelCut { raw, standard: posted.text("standard") };
            forms.set_cut(asking, (form, revision), Some(cut)).await
        }
        "no-cut" => forms.set_cut(asking, (form, revision), None).await,
        "release" => forms.release(asking, form, revision).await.map(|_change| ()),
        _ => return Err(Fault::not_found()),
    };
    let typed = ["raw", "standard"].into_iter().filter(|_| act == "cut");
    let typed: BTreeMap<_, _> = typed.map(|name| (name, posted.text(name).to_owned())).collect();
    let refused = |title, texts| Some(FormRefusal { title, texts, typed });
    let refusal = match done {
        Ok(()) if act == "drop" => return Ok(Redirect::to(LIST).into_response()),
        Ok(()) => return Ok(Redirect::to(&place(form)).into_response()),
        Err(AppError::Conflict) => {
            let text = "Somebody changed it meanwhile, or it stands otherwise now. Look at it again.";
            refused("Nothing was changed", vec![text.to_owned()])
        }
        Err(AppError::Invalid(faults)) => {
            let texts = faults.into_iter().map(|FieldFault { text, .. }| text).collect();
            refused("Nothing was changed: mend this first", texts)
        }
        Err(AppError::Draft(text)) => refused("Nothing was prepared", vec![text]),
        Err(error) => return Err(error.into()),
    };
    one::show(&web, &posted.visitor, &id, "", refusal).await
}
