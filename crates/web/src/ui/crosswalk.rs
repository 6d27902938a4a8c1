//! What changed between two outlines: one word for each entry, by domain, folded.

use maud::{Markup, html};

/// What became of an entry of an outline, in the one word that a reader needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SkillFate {
    /// It was not there before.
    New,
    /// It was there, and more is asked now.
    CoversMore,
    /// It was there, and less is asked now.
    CoversLess,
    /// The same is asked, also where it stands elsewhere or in other words.
    #[default]
    Same,
    /// It is no longer there.
    Gone,
}

impl SkillFate {
    /// In the order of what they ask of a reader.
    pub const ALL: [SkillFate; 5] =
        [SkillFate::New, SkillFate::CoversMore, SkillFate::CoversLess, SkillFate::Same, SkillFate::Gone];

    /// The word on the tag.
    pub fn word(self) -> &'static str {
        match self {
            SkillFate::New => "New",
            SkillFate::CoversMore => "Covers more",
            SkillFate::CoversLess => "Covers less",
            SkillFate::Same => "Same",
            SkillFate::Gone => "Gone",
        }
    }

    /// Whether somebody who was ready for the old outline must learn more.
    pub fn must_be_learnt(self) -> bool {
        matches!(self, SkillFate::New | SkillFate::CoversMore)
    }

    fn class(self) -> &'static str {
        if self.must_be_learnt() { "tag tag-learn" } else { "tag" }
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
    /// Anything to add; may be empty.
    pub note: String,
    /// How that is known: 'stated in the guide', 'derived'; empty for neither.
    pub basis: String,
}

/// The lines of one domain, folded.
#[derive(Debug, Clone, Default)]
pub struct CrosswalkGroup {
    /// The domain's number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its weight, and what it was: '22 %, was 20 %'; may be empty.
    pub weight: String,
    /// Whether it is open at first.
    pub open: bool,
    /// Its lines.
    pub rows: Vec<CrosswalkRow>,
    /// How many more lines it has that are not shown.
    pub hidden: usize,
}

/// Draws the crosswalk of two outlines, a fold for each domain.
pub fn crosswalk(groups: &[CrosswalkGroup]) -> Markup {
    html! {
        div class="crosswalk" {
            @for group in groups {
                details class="crosswalk-domain" open[group.open] {
                    summary {
                        span class="crosswalk-number" { (group.number) }
                        span class="crosswalk-title" { (group.title) }
                        @if !group.weight.is_empty() { span class="crosswalk-weight" { (group.weight) } }
                        span class="crosswalk-counts" { (fates(&group.rows)) }
                    }
                    ul { @for row in &group.rows { (line(row)) } }
                    @match group.hidden {
                        0 => {},
                        1 => p class="crosswalk-note" { "1 more is not shown." },
                        many => p class="crosswalk-note" { (many) " more are not shown." },
                    }
                }
            }
        }
    }
}

/// `1 new, 8 cover more`.
fn fates(rows: &[CrosswalkRow]) -> String {
    let counted = SkillFate::ALL.map(|fate| (fate, rows.iter().filter(|row| row.change == fate).count()));
    let told = counted.into_iter().filter(|(_, count)| *count > 0).map(|(fate, count)| match fate {
        SkillFate::New => format!("{count} new"),
        SkillFate::CoversMore if count == 1 => "1 covers more".to_owned(),
        SkillFate::CoversMore => format!("{count} cover more"),
        SkillFate::CoversLess if count == 1 => "1 covers less".to_owned(),
        SkillFate::CoversLess => format!("{count} cover less"),
        SkillFate::Same => format!("{count} the same"),
        SkillFate::Gone => format!("{count} gone"),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn line(row: &CrosswalkRow) -> Markup {
    let shown = if row.after.is_empty() { &row.before } else { &row.after };
    // The words of before are worth a line only where they were others.
    let texts = |entries: &[CrosswalkEntry]| -> Vec<String> {
        entries.iter().map(|entry| entry.text.clone()).collect()
    };
    let before = !row.after.is_empty() && !row.before.is_empty() && texts(&row.before) != texts(&row.after);
    html! {
        li class="crosswalk-row" {
            div class="crosswalk-texts" {
                @for entry in shown {
                    p class="crosswalk-entry" {
                        @if !entry.number.is_empty() { span class="crosswalk-number" { (entry.number) } }
                        @if row.change == SkillFate::Gone { s { (entry.text) } }
                        @else { span { (entry.text) } }
                    }
                }
                @if before {
                    @for entry in &row.before {
                        p class="crosswalk-note" { "Was " (entry.number) ": " (entry.text) }
                    }
                }
                @if !row.note.is_empty() || !row.basis.is_empty() {
                    p class="crosswalk-note" {
                        (row.note)
                        @if !row.note.is_empty() && !row.basis.is_empty() { " " }
                        (row.basis)
                    }
                }
            }
            span class=(row.change.class()) { (row.change.word()) }
        }
    }
}

/// A choice of what a list shows, as a link.
#[derive(Debug, Clone, Default)]
pub struct ShowTab {
    /// What it shows.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Where it leads.
    pub href: String,
    /// Whether it is shown now.
    pub current: bool,
}

/// Choices of what is shown, which stay in sight while one reads.
pub fn show_tabs(label: &str, tabs: &[ShowTab]) -> Markup {
    html! {
        nav class="show-tabs" aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label) " " span class="show-count" { (tab.count) }
                        }
                    }
                }
            }
        }
    }
}
