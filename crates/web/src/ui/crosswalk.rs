//! What changed between two outlines, side by side.

use maud::{Markup, html};

/// What became of an entry of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkillFate {
    /// Nothing.
    #[default]
    Same,
    /// Other words, same meaning.
    Reworded,
    /// It stands elsewhere now.
    Moved,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// It was not there before.
    New,
    /// It is no longer there.
    Gone,
}

impl SkillFate {
    /// The word on the tag.
    pub fn word(self) -> &'static str {
        match self {
            SkillFate::Same => "Same",
            SkillFate::Reworded => "Reworded",
            SkillFate::Moved => "Moved",
            SkillFate::Merged => "Merged",
            SkillFate::Split => "Split",
            SkillFate::New => "New",
            SkillFate::Gone => "Gone",
        }
    }
    fn class(self) -> &'static str {
        match self {
            SkillFate::Same => "tag tag-same",
            SkillFate::Reworded => "tag tag-reworded",
            SkillFate::Moved => "tag tag-moved",
            SkillFate::Merged => "tag tag-merged",
            SkillFate::Split => "tag tag-split",
            SkillFate::New => "tag tag-new",
            SkillFate::Gone => "tag tag-gone",
        }
    }
}

/// An entry of one of the two outlines.
#[derive(Debug, Clone, Default)]
pub struct CrosswalkEntry {
    /// Its number: '3.2' or '3.2.1'.
    pub number: String,
    /// Its text.
    pub text: String,
}

impl CrosswalkEntry {
    /// An entry.
    pub fn new(number: impl Into<String>, text: impl Into<String>) -> Self {
        Self { number: number.into(), text: text.into() }
    }
}

/// One line of the crosswalk.
#[derive(Debug, Clone, Default)]
pub struct CrosswalkRow {
    /// What it was, none for a new entry.
    pub before: Vec<CrosswalkEntry>,
    /// What it is, none for an entry that is gone.
    pub after: Vec<CrosswalkEntry>,
    /// What happened.
    pub change: SkillFate,
    /// How that is known: 'stated by the programme', 'derived'; empty for neither.
    pub basis: String,
}

/// Draws the crosswalk of two outlines; the titles name the exam versions.
pub fn crosswalk(caption: &str, before: &str, after: &str, rows: &[CrosswalkRow]) -> Markup {
    html! {
        div class="table-scroll" role="region" aria-label=(caption) tabindex="0" {
            table class="crosswalk" {
                caption class="table-caption" { (caption) }
                thead { tr { th scope="col" { (before) } th scope="col" { "Change" } th scope="col" { (after)
                    } } }
                tbody {
                    @for row in rows {
                        tr class={ "crosswalk-" (row.change.word().to_ascii_lowercase()) } {
                            td data-title=(before) { (entries(&row.before, "Not in this version")) }
                            td class="crosswalk-change" {
                                span class=(row.change.class()) { (row.change.word()) }
                                @if !row.basis.is_empty() { span class="crosswalk-basis" { (row.basis) } }
                            }
                            td data-title=(after) { (entries(&row.after, "No longer in the outline")) }
                        }
                    }
                }
            }
        }
    }
}

fn entries(list: &[CrosswalkEntry], none: &str) -> Markup {
    html! {
        @if list.is_empty() { span class="muted" { (none) } }
        @for entry in list {
            p class="crosswalk-entry" {
                @if !entry.number.is_empty() { span class="crosswalk-number" { (entry.number) } }
                span { (entry.text) }
            }
        }
    }
}
