//! What the pages of crews have in common.

use assay_app::{AppError, FieldFault};
use assay_kernel::{CrewId, Kind, TypedId};
use axum::http::StatusCode;

use crate::fault::Fault;

/// The id of a path.
pub(super) fn id_of<K: Kind>(text: &str) -> Result<TypedId<K>, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) fn place(id: CrewId) -> String {
    format!("/crews/{id}")
}

/// The faults of a form that is shown once more.
///
/// # Errors
/// Whatever is not about the form.
pub(super) fn faults_of(error: AppError) -> Result<Vec<FieldFault>, Fault> {
    match error {
        AppError::Invalid(faults) => Ok(faults),
        other => Err(other.into()),
    }
}

pub(super) fn status_of(faults: &[FieldFault]) -> StatusCode {
    if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
