//! What a lab may take: each limit with its reason.

/// Commands and other deeds of one journal; the longest solution has about forty.
pub const DEEDS_MAX: usize = 2_000;
/// Days that a candidate may let pass.
///
/// The cloud's clock ends after 400: the rest is kept for probes, so that nobody can leave them without time.
pub const DAYS_MAX: i64 = 370;
/// Seconds of the lab that a command takes.
pub const COMMAND_S: i64 = 2;
/// Seconds that one deed lets pass at most: a week, as the console's `wait`.
pub const PASS_S_MAX: i64 = 7 * 24 * 3_600;
/// Files of a candidate; a lab asks for two or three.
pub const FILES_MAX: usize = 20;
/// Bytes of one of them: a template of the provider has at most 51,200.
pub const FILE_BYTES_MAX: usize = 51_200;
/// Letters of a file's name.
pub const FILE_NAME_MAX: usize = 64;
/// Bytes of all names that a console keeps; each keeps what a command printed.
pub const KEPT_BYTES_MAX: usize = 256 * 1024;
/// States that a bench keeps to go back to at once; older ones are replayed.
pub const SNAPSHOTS_MAX: usize = 64;
/// Variants of one lab: all of them are proved.
pub const VARIANTS_MAX: usize = 64;
/// Choices of one name of a variant.
pub const CHOICES_MAX: usize = 16;
/// Tasks of a lab, and checks of a task; more is two labs.
pub const TASKS_MAX: usize = 8;
/// Checks of one task.
pub const CHECKS_MAX: usize = 12;
/// What one check weighs at most: a lab has about ten points.
pub const WEIGHT_MAX: i64 = 10;
/// Probes of one check.
pub const PROBES_MAX: usize = 6;
/// Lines of one script.
pub const LINES_MAX: usize = 200;
/// Figures that one probe feeds: half a day, minute by minute.
pub const FIGURES_MAX: usize = 720;
/// Ports of one probe, those of an instance's own rules included.
pub const PORTS_MAX: usize = 64;
/// What a hint may cost of its task, in per cent.
pub const HINT_COST_PCT_MAX: i64 = 50;
/// Letters of a text that people read.
pub const TEXT_MAX: usize = 2_000;
