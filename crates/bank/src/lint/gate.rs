//! What a pool of items has to reach as a whole, with its figures.

/// How a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateVerdict {
    /// Reached.
    Ok,
    /// Not reached, and to be thought about.
    Warn,
    /// Not reached.
    Fail,
}

impl GateVerdict {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            GateVerdict::Ok => "ok",
            GateVerdict::Warn => "warn",
            GateVerdict::Fail => "FAIL",
        }
    }

    /// Reached, or not in this way.
    pub(super) fn of(is_reached: bool, otherwise: GateVerdict) -> Self {
        if is_reached { GateVerdict::Ok } else { otherwise }
    }
}

/// One thing that a pool has to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintGate {
    /// Its name, the same for every pool, such as `key-shortest`.
    pub name: &'static str,
    /// Of what: `bank`, `practice`, `domain 2`, `all`.
    pub of: String,
    /// How it stands.
    pub verdict: GateVerdict,
    /// What was counted, and what is asked for.
    pub figures: String,
    /// The items, skills or services that it is about, where it names some.
    pub named: Vec<String>,
}

impl LintGate {
    /// A gate that fails where it is not reached.
    pub fn of(name: &'static str, of: &str, is_reached: bool, figures: String) -> Self {
        let verdict = GateVerdict::of(is_reached, GateVerdict::Fail);
        LintGate { name, of: of.to_owned(), verdict, figures, named: Vec::new() }
    }

    /// The same, and it warns only.
    #[must_use]
    pub(super) fn soft(mut self) -> Self {
        self.verdict = self.verdict.min(GateVerdict::Warn);
        self
    }

    /// The same with what it is about.
    #[must_use]
    pub fn naming(mut self, named: impl IntoIterator<Item = String>) -> Self {
        self.named = named.into_iter().collect();
        self
    }
}

/// A part of a whole, in numbers and in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PartOf {
    pub(super) part: usize,
    pub(super) whole: usize,
}

impl PartOf {
    pub(super) fn value(self) -> f64 {
        if self.whole == 0 { 0.0 } else { self.part as f64 / self.whole as f64 }
    }

    pub(super) fn is_at_most(self, most: f64) -> bool {
        self.value() <= most
    }

    pub(super) fn is_within(self, least: f64, most: f64) -> bool {
        (least..=most).contains(&self.value())
    }

    /// `16 of 54 = 30 %`.
    pub(super) fn said(self) -> String {
        format!("{} of {} = {:.0} %", self.part, self.whole, self.value() * 100.0)
    }
}
