//! What a lab's cloud may grow to and spend: each limit with its reason.

/// Resources of a lab; the largest lab seeds about 150 and asks for 40 more.
pub const RESOURCES_MAX: usize = 2_000;
/// Bytes of all resources, log lines and figures.
///
/// Forty changes of a lab weigh 220 KiB.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// How far a lab's clock may go from its start.
///
/// A year of a lifecycle rule, and a month.
pub const CLOCK_DAYS_MAX: i64 = 400;
/// What may happen in a lab, evaluations of alarms included.
///
/// One alarm of a year evaluates 525,600 times.
pub const EVENTS_MAX: u64 = 1_000_000;
/// Steps of one call: about a quarter of a second on a slow core.
pub const FUEL_PER_CALL: u64 = 2_000_000;
/// Steps of one passing of time: alarms over curves of a lab's month.
pub const FUEL_PER_ADVANCE: u64 = 20_000_000;
/// Entries of an alarm's history: a lab reads the last screens.
pub const HISTORY_MAX: usize = 200;
/// Mails and publications that are kept; the oldest go first.
pub const MAILS_MAX: usize = 500;
/// Elements of a page where the caller names no number.
pub const PAGE_DEFAULT: usize = 1_000;
