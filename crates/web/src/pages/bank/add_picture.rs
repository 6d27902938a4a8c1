//! A picture is added to an item, with everything that was typed.

use assay_app::ItemFile;
use axum::{
    extract::{Path, Request, State},
    response::Response,
};

use super::{
    shared::id_of,
    typed::SentPicture,
    write::{begun_by, saved_by},
};
use crate::{
    fault::Fault,
    form::PostedFile,
    state::Web,
    upload::{UPLOAD_BYTES_MAX, receive},
    visitor::Visitor,
};

/// A picture with the whole form around it.
pub(super) const BODY_BYTES_MAX: usize = UPLOAD_BYTES_MAX;
/// Begins an item with a picture.
pub(super) async fn begin(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    // Of whoever may not write nothing is read.
    web.app.items.may_begin(&visitor.asking, &exam, "").await?;
    let sent = PostedFile::of(receive(request).await?, visitor, &web)?;
    begun_by(&web, &exam, &sent.posted, Some(taken(&sent))).await
}

/// Saves an item with a picture more.
pub(super) async fn add(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    if !web.app.items.item(&visitor.asking, id, None).await?.can.write {
        return Err(Fault::not_found());
    }
    let sent = PostedFile::of(receive(request).await?, visitor, &web)?;
    saved_by(&web, id, &sent.posted, Some(taken(&sent))).await
}

fn taken(sent: &PostedFile) -> SentPicture {
    ItemFile::picture(&sent.name, &sent.bytes)
}
