//! The file of a form that was drawn, as a programme has it.

use std::collections::BTreeMap;

use assay_kernel::source::quoted;

use super::{FormCounts, NamedForm};
use crate::{cut::Rounding, form::Purpose};

/// Two digits more than authors estimate with: sums of decimal fractions are no exact sums of binary ones.
const PARTS: f64 = 10_000.0;

/// What the cut of a form rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOf<'f> {
    /// The authors' estimates of the scored items, added up and rounded.
    Estimates(Rounding),
    /// A panel's decision.
    Panel {
        /// Scored items to answer correctly.
        raw: u32,
        /// The study, in words.
        standard: &'f str,
    },
}

/// What a form's file says besides its items.
#[derive(Clone, Copy, Debug)]
pub struct FormFile<'f> {
    /// For which exam version.
    pub exam: &'f str,
    /// What its cut rests on.
    pub cut: CutOf<'f>,
    /// Where it was drawn from, as the file's first lines say.
    pub drawn: &'f str,
    /// How many skills its outline has.
    pub skills: usize,
}

impl FormCounts {
    /// The cut before it is rounded.
    ///
    /// What the authors expect of somebody who is barely qualified.
    pub fn unrounded(&self) -> f64 {
        (self.expected * PARTS).round() / PARTS
    }
}

impl CutOf<'_> {
    /// Scored items to answer correctly for a pass, of a form with these counts.
    pub fn raw(&self, counts: &FormCounts) -> u32 {
        match self {
            CutOf::Estimates(rounding) => rounding.cut(counts.unrounded()),
            CutOf::Panel { raw, .. } => *raw,
        }
    }

    fn text(&self, counts: &FormCounts) -> String {
        match self {
            CutOf::Estimates(rounding) => format!(
                "# The sum of the scored items' expected proportions correct of a minimally qualified\n\
                 # candidate, as their authors estimated them, rounded as it says. A body asks a panel.\n\
                 cut_raw = {}\ncut_unrounded = {:?}\nrounding = {:?}\n\
                 standard = \"Sum of the authors' difficulty estimates of the {} scored items; \
                 no panel has met\"\n",
                self.raw(counts),
                counts.unrounded(),
                rounding.as_str(),
                counts.scored
            ),
            CutOf::Panel { raw, standard } => {
                format!("cut_raw = {raw}\nstandard = {}\n", quoted(standard))
            }
        }
    }
}

impl FormFile<'_> {
    /// Its text.
    pub fn text(&self, form: &NamedForm, counts: &FormCounts) -> String {
        let mut items: BTreeMap<bool, String> = BTreeMap::new();
        for entry in &form.items {
            let line = format!("  {:?},\n", entry.item);
            items.entry(entry.purpose == Purpose::Scored).or_default().push_str(&line);
        }
        let listed = |is_scored: bool| items.get(&is_scored).map_or("", String::as_str);
        let domains: Vec<String> = counts.domains.iter().map(|domain| domain.scored.to_string()).collect();
        let FormFile { exam, cut, drawn, skills } = *self;
        let cut = cut.text(counts);
        format!(
            "# {drawn}: {} items = {} scored + {} pretest,\n\
             # {} scored by domain, {} of {skills} skills.\n\
             # Pretest items are spread between the scored ones when the form is given.\n\
             id = {:?}\nexam = {exam:?}\ndemonstration = false\n\
             {cut}\
             scored = [\n{}]\npretest = [\n{}]\n",
            counts.scored + counts.pretest,
            counts.scored,
            counts.pretest,
            domains.join("/"),
            counts.skills.len(),
            form.name,
            listed(true),
            listed(false),
        )
    }
}
