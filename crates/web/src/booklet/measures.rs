//! How large a page is.

/// A4 (ISO 216), in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 56.0;
/// How wide lines are.
pub(super) const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
