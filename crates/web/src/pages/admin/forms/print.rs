//! A form on paper, and as a package of QTI with its keys. Its questions leave, and that is a line of the
//! audit log: so it is posted for, and no address gives it.

use std::collections::BTreeMap;

use assay_app::{AppError, FormOnPaper};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    one,
    shared::{FormRefusal, id_of},
};
use crate::{
    booklet::{Booklet, BookletFault, answer_sheet, question_booklet, unprintable_told},
    fault::Fault,
    form::Posted,
    state::Web,
};

pub(super) async fn print(
    State(web): State<Web>,
    Path((id, what)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let form = id_of(&id)?;
    if what == "package" {
        return package(&web, &posted, &id).await;
    }
    let is_sheet = match what.as_str() {
        "booklet" => false,
        "answers" => true,
        _ => return Err(Fault::not_found()),
    };
    let refused =
        |texts| Some(FormRefusal { title: "It can’t be printed as it is", texts, typed: BTreeMap::new() });
    let paper = match web.app.forms.print(&posted.visitor.asking, form).await {
        Ok(paper) => paper,
        Err(AppError::Conflict) => {
            let refusal = refused(vec!["An item of it is not in the bank, or cannot be given.".to_owned()]);
            return one::show(&web, &posted.visitor, &id, "", refusal).await;
        }
        Err(error) => return Err(error.into()),
    };
    let name = format!("{}{}.pdf", paper.form, if is_sheet { "-answers" } else { "" });
    let names = paper.names.clone();
    match tokio::task::spawn_blocking(move || printed(&paper, is_sheet)).await {
        Ok(Ok(pdf)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            ];
            Ok((headers, pdf).into_response())
        }
        Ok(Err(BookletFault::Unprintable(found))) => {
            let told = unprintable_told(&names, &found).into_iter();
            let texts = told.map(|text| format!("{}.", text.replacen("question", "Question", 1)));
            one::show(&web, &posted.visitor, &id, "", refused(texts.collect())).await
        }
        Ok(Err(BookletFault::Font(fault))) => Err(Fault::internal(&fault.to_string())),
        Err(error) => Err(Fault::internal(&error.to_string())),
    }
}

/// The frozen form, keys included.
async fn package(web: &Web, posted: &Posted, id: &str) -> Result<Response, Fault> {
    let refused =
        |texts| Some(FormRefusal { title: "It can’t be packed as it is", texts, typed: BTreeMap::new() });
    match web.app.forms.package(&posted.visitor.asking, id_of(id)?).await {
        Ok((name, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.zip\"")),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(AppError::Conflict) => {
            let text = "Freeze it first: what is taken along is what was frozen.".to_owned();
            one::show(web, &posted.visitor, id, "", refused(vec![text])).await
        }
        Err(AppError::Invalid(faults)) => {
            let texts = faults.into_iter().map(|fault| fault.text).collect();
            one::show(web, &posted.visitor, id, "", refused(texts)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn printed(paper: &FormOnPaper, is_sheet: bool) -> Result<Vec<u8>, BookletFault> {
    let FormOnPaper { issuer, title, exam, form, mark, minutes, notice, questions, pictures, .. } = paper;
    let (minutes, questions) = (*minutes, questions.as_slice());
    let booklet = Booklet { issuer, title, exam, form, mark, minutes, notice, questions, pictures };
    if is_sheet { answer_sheet(&booklet) } else { question_booklet(&booklet) }
}
