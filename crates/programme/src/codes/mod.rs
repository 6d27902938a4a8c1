//! The codes of all faults in a programme's files, with meaning and remedy.
//!
//! The single source of the reference page; a code is never used again for something else.
//!
//! ```
//! let entry = assay_programme::codes::entry("P0120").unwrap();
//! assert_eq!(entry.title, "Weights that do not sum to 100");
//! ```

mod table;

pub use table::{CODES, entry};

/// What a code means and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// Stable, e.g. `P0120`.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What it means and what to do, in a few sentences.
    pub explanation: &'static str,
}

/// A file of no known kind.
pub const UNKNOWN_FILE: &str = "P0010";
/// The file's name differs from the code in it.
pub const FILE_NAME: &str = "P0011";
/// A file without which there is no programme.
pub const NO_FILE: &str = "P0012";
/// Two parts have the same code.
pub const DUPLICATE: &str = "P0101";
/// A certification that does not exist.
pub const UNKNOWN_CERTIFICATION: &str = "P0102";
/// An exam version that does not exist.
pub const UNKNOWN_EXAM: &str = "P0103";
/// An announcement or transition that does not exist.
pub const UNKNOWN_PUBLICATION: &str = "P0104";
/// A code that cannot stand in an address.
pub const BAD_CODE: &str = "P0105";
/// A certification without a policy.
pub const NO_POLICY: &str = "P0106";
/// A successor of another lineage.
pub const LINEAGE: &str = "P0107";
/// Dates of an exam version out of order.
pub const EXAM_DATES: &str = "P0110";
/// A cut score that is not on the scale.
pub const CUT_OFF_SCALE: &str = "P0111";
/// More scored items than items.
pub const ITEM_COUNTS: &str = "P0112";
/// A currency that is not a code.
pub const CURRENCY: &str = "P0113";
/// An exam version that nobody can sit.
pub const EMPTY_FORM: &str = "P0114";
/// Registrations after the last test day.
pub const REGISTRATION_AFTER_END: &str = "P0115";
/// An unknown time zone.
pub const ZONE: &str = "P0116";
/// Dates of a language in which the exam is not published.
pub const LANGUAGE: &str = "P0117";
/// Weights that do not sum to 100.
pub const WEIGHT_SUM: &str = "P0120";
/// Weights that do not divide the items, and no word on rounding.
pub const WEIGHT_ROUNDING: &str = "P0121";
/// An id used twice in an outline.
pub const OUTLINE_ID_TWICE: &str = "P0122";
/// An id that is not below its parent's.
pub const OUTLINE_ID_ELSEWHERE: &str = "P0123";
/// Outline and exam version name different guides.
pub const GUIDE_VERSION: &str = "P0124";
/// An exam version without an outline.
pub const NO_OUTLINE: &str = "P0125";
/// A weight far from the practice analysis.
pub const WEIGHT_ANALYSIS: &str = "P0126";
/// A practice analysis that is not complete.
pub const ANALYSIS_OPEN: &str = "P0127";
/// An old part of which the crosswalk says nothing.
pub const CROSSWALK_OLD_OPEN: &str = "P0130";
/// A new skill that comes from nowhere.
pub const CROSSWALK_NEW_OPEN: &str = "P0131";
/// A crosswalk names a part that no outline has.
pub const CROSSWALK_UNKNOWN_PART: &str = "P0132";
/// A relation that cannot be.
pub const CROSSWALK_RELATION: &str = "P0133";
/// A part of which a crosswalk says two things.
pub const CROSSWALK_TWICE: &str = "P0134";
/// Dates of a transition out of order.
pub const TRANSITION_DATES: &str = "P0140";
/// A transition and an exam version disagree on a date.
pub const TRANSITION_RESTATED: &str = "P0141";
/// A retake wait that crosses the last test day.
pub const RETAKE_CROSSES_CUT: &str = "P0142";
/// Days on which neither exam version can be sat.
pub const TRANSITION_GAP: &str = "P0143";
/// Days on which both exam versions can be sat.
pub const TRANSITION_OVERLAP: &str = "P0144";
/// An announced claim that the outlines refute.
pub const CLAIM_REFUTED: &str = "P0145";
/// A claim that no check can decide.
pub const CLAIM_UNKNOWN: &str = "P0146";
/// Claims without a crosswalk to check them.
pub const CLAIM_UNCHECKED: &str = "P0147";
/// A cut that the test days contradict.
pub const CUT_CONTRADICTED: &str = "P0148";
/// A function that ends on another day, or not at all, by the rules.
pub const END_RESTATED: &str = "P0149";
/// Holders without a way to renew.
pub const NO_RENEWAL: &str = "P0150";
/// A cascade to the same certification.
pub const CASCADE_SELF: &str = "P0151";
/// Cascades in a circle.
pub const CASCADE_CYCLE: &str = "P0152";
/// Versions of a policy that do not follow one another.
pub const POLICY_VERSIONS: &str = "P0153";
/// A route that nobody can take.
pub const ROUTE_UNREACHABLE: &str = "P0154";
/// A rule that contradicts itself.
pub const POLICY_CONTRADICTION: &str = "P0155";
/// A retired certification whose exam is still sat.
pub const RETIRED_BUT_SAT: &str = "P0156";
/// A route that its policy does not have.
pub const UNKNOWN_ROUTE: &str = "P0157";
/// A need that cannot be met, or asks for nothing.
pub const NEED_UNMET: &str = "P0158";
/// A cascade that only one of its two ends knows.
pub const CASCADE_ONE_END: &str = "P0159";
/// Revisions of an announcement out of order.
pub const REVISIONS: &str = "P0160";
/// A revision that does not say what changed.
pub const REVISION_CHANGE: &str = "P0161";
/// A step of a prep plan that cannot be kept or finished.
pub const PREP_STEP: &str = "P0162";
/// A link that no page may show.
pub const LINK: &str = "P0163";
/// A prep plan that ends on another day than its exam.
pub const PREP_END: &str = "P0164";
/// A route that adds its length each time it is taken, as often as one likes.
pub const ROUTE_REPEATS: &str = "P0165";
/// An exam version that can be registered for and has no form.
///
/// Found by whoever reads forms, above this crate.
pub const NO_FORM: &str = "P0166";
/// A change of rules on a day on which no rule changes.
pub const RULES_DAY: &str = "P0170";
/// Two routes with the same name in a version.
pub const ROUTE_TWICE: &str = "P0171";
/// Cohorts that share days.
pub const COHORTS_OVERLAP: &str = "P0172";
/// A cohort that takes in awards after its own last day.
pub const OVER_BEFORE_IT_BEGINS: &str = "P0173";
/// An outside event that the programme does not state.
pub const NO_SUCH_EVENT: &str = "P0174";
/// A certification that depends on itself.
pub const DEPENDS_ON_ITSELF: &str = "P0175";
/// A prerequisite that nobody can earn first.
pub const PREREQUISITE_CIRCLE: &str = "P0176";
/// A need whose activity does not complete its route.
pub const NEED_COMPLETES_NOTHING: &str = "P0177";
/// A surplus of a category that no rule names.
pub const CARRY_CATEGORY: &str = "P0178";
/// Credits that count longer than the route is open.
pub const CREDITS_COUNT_LATE: &str = "P0179";
/// An award or renewal of no length.
pub const NO_TIME: &str = "P0180";
/// Whoever failed the old exam is sent back to it.
pub const FAILED_SITS_SAME: &str = "P0181";
/// A language that is not a language tag.
pub const LANGUAGE_TAG: &str = "P0182";
/// A renewal that can be over before it is made.
pub const LANDS_BEHIND: &str = "P0183";
/// A new name for those who hold the old one.
pub const RETROACTIVE: &str = "P0184";
/// A demonstration with nobody in it.
pub const DEMO_WITHOUT_PEOPLE: &str = "P0185";
/// Two people of a demonstration with the same address.
pub const DEMO_ADDRESS_TWICE: &str = "P0186";
/// A day on which it cannot have happened.
pub const DEMO_DAY: &str = "P0187";
