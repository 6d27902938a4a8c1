//! What the team does with a practice analysis.

use assay_app::{AppError, FieldFault};
use assay_kernel::{AnalysisId, Date, ExpertId};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    one::{StudyShown, show},
    shared::{id_of, place},
};
use crate::{fault::Fault, form::Posted, pages::questionnaire, state::Web};

pub(super) async fn invite(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["name", "about"])?;
    let id: AnalysisId = id_of(&id)?;
    let (name, about) = (posted.text("name").trim(), posted.text("about").trim());
    match web.app.analyses.invite(&posted.visitor.asking, id, name, about).await {
        Ok(token) => {
            let link = Some((name.to_owned(), questionnaire::link(&web, &token)));
            show(&web, &posted.visitor, id, StudyShown { link, ..StudyShown::default() }).await
        }
        Err(AppError::Invalid(faults)) => {
            show(&web, &posted.visitor, id, StudyShown { faults: &faults, name, about, link: None }).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn expert(
    State(web): State<Web>,
    Path((id, expert, act)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let (id, expert): (AnalysisId, ExpertId) = (id_of(&id)?, id_of(&expert)?);
    let asking = &posted.visitor.asking;
    match act.as_str() {
        "leave-out" => web.app.analyses.leave_out(asking, expert, true).await?,
        "take-in" => web.app.analyses.leave_out(asking, expert, false).await?,
        "link" => {
            let token = web.app.analyses.invite_anew(asking, id, expert).await?;
            let study = web.app.analyses.one(asking, id).await?;
            let name = study.experts.iter().find(|line| line.id == expert).map(|line| line.name.clone());
            let link = Some((name.unwrap_or_default(), questionnaire::link(&web, &token)));
            return show(&web, &posted.visitor, id, StudyShown { link, ..StudyShown::default() }).await;
        }
        _ => return Err(Fault::not_found()),
    };
    Ok(Redirect::to(&format!("{}#experts", place(id))).into_response())
}

pub(super) async fn decide(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (id, asking): (AnalysisId, _) = (id_of(&id)?, &posted.visitor.asking);
    let done = match act.as_str() {
        "close" => {
            posted.only(&[])?;
            web.app.analyses.close(asking, id).await
        }
        "open" => {
            posted.only(&["closes_on"])?;
            web.app.analyses.open_again(asking, id, posted.text("closes_on").parse::<Date>().ok()).await
        }
        "prepare" => {
            posted.only(&[])?;
            match web.app.analyses.prepare(asking, id).await {
                Ok(change) => {
                    return Ok(Redirect::to(&format!("/admin/changes/drafts/{change}")).into_response());
                }
                Err(error) => Err(error),
            }
        }
        _ => return Err(Fault::not_found()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&place(id)).into_response()),
        Err(AppError::Invalid(faults)) => {
            show(&web, &posted.visitor, id, StudyShown { faults: &faults, ..StudyShown::default() }).await
        }
        Err(AppError::Draft(text)) => {
            let faults = [FieldFault::new("", text)];
            show(&web, &posted.visitor, id, StudyShown { faults: &faults, ..StudyShown::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}
