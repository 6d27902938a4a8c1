//! Faults of a lab's files; those of form are the kernel's.

/// A file that a lab needs is not there, or one that nobody asks for.
pub const FILE: &str = "H0001";
/// An id that stands twice, or is no id.
pub const ID: &str = "H0002";
/// A name in braces that nothing gives.
pub const NAME: &str = "H0003";
/// A check that is named and does not exist, or stands after the one that needs it.
pub const NO_CHECK: &str = "H0004";
/// A probe that asks nothing, or two things at once.
pub const PROBE: &str = "H0005";
/// More than a lab may have.
pub const TOO_MANY: &str = "H0006";
/// A text that is empty or too long.
pub const TEXT: &str = "H0007";
/// A variant without choices, or choices of which one stands twice.
pub const VARIANT: &str = "H0008";
/// A plan that names a card nobody can take, or accepts nothing.
pub const PLAN: &str = "H0009";
/// A check that no mistake of the tests loses, or tests that are too few.
pub const TESTS: &str = "H0010";
