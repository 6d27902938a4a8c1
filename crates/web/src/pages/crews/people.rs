//! The people of a crew as a table to be taken along: what its page shows, and nothing else.

use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{super::csv, shared::id_of, shown::texts};
use crate::{fault::Fault, state::Web, visitor::Visitor};

pub(super) async fn as_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.crews.people(&visitor.asking, id_of(&id)?).await?;
    let rows = view.people.iter().map(|member| {
        let [holds, asked, plans, outlook] = texts(member);
        let (name, address) = (member.name.clone(), member.address.clone());
        vec![name, address, member.joined_on.to_string(), holds, asked, plans, outlook]
    });
    let columns = ["name", "invited_at", "joined_on", "holds", "asked_to_do", "plans", "outlook"];
    Ok(csv::csv("crew", &columns, rows))
}
