//! The model of readiness with the constants that are in force here.

use assay_psychometrics::readiness::{CONSTANTS, Constants, Model, ReadinessError};

use crate::AppError;

/// The model as it is used here.
///
/// What an answer teaches is fitted on 200 learners or more; nobody has fitted it, so it is none.
pub(super) fn model() -> Result<Model, AppError> {
    Model::with(Constants { growth: 0.0, ..CONSTANTS }).map_err(unreadable)
}

pub(super) fn unreadable(error: ReadinessError) -> AppError {
    AppError::internal("reading somebody's answers", error)
}
