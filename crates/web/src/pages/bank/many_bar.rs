//! The bar above a list: what to do with many items, and with which.

use assay_app::{AppError, Asking, FOUND_MAX, ManyChange, Why};
use assay_bank::work::{ItemPool, ItemState};
use maud::{Markup, html};

use super::{
    item_acts::invalid,
    shared::{ActFaults, BANK, manages, places},
};
use crate::{form::Posted, pages::list::grouped, ui, visitor::Visitor};

/// Where the latest changes stand.
pub(super) const CHANGED: &str = "/admin/bank/changes";
/// Tags that are named beside the field; the others are the list's filter.
const TAGS_SHOWN: usize = 8;
/// The value of the field `which` for everything that a filter finds.
pub(super) const FOUND: &str = "found";
/// The form of the bar; boxes of the list name it.
pub(super) const FORM: &str = "many";
pub(super) const CHANGES: [(&str, &str); 7] = [
    ("add-tag", "Add the tag"),
    ("remove-tag", "Take the tag away"),
    ("place", "Move to the skill"),
    ("accepted", "Use: accepted"),
    ("pretest", "Use: pretest"),
    ("scored", "Use: scored"),
    ("retired", "Retire"),
];

/// What a list was seen with.
pub(super) struct ListFound {
    /// How many items its filter finds.
    pub(super) count: i64,
    /// Whether it finds more.
    pub(super) has_more: bool,
    /// The filter as an address has it; empty for none.
    pub(super) filter: String,
}

/// What was typed and chosen, to stand in the form again.
#[derive(Default)]
pub(super) struct TypedMany<'p> {
    pub(super) items: Vec<&'p str>,
    pub(super) which: &'p str,
    pub(super) filter: &'p str,
    pub(super) change: &'p str,
    pub(super) tag: &'p str,
    pub(super) skill: &'p str,
    pub(super) reason: &'p str,
    /// Of what was looked at; empty before a look.
    pub(super) mark: &'p str,
}

impl<'p> TypedMany<'p> {
    pub(super) fn of(posted: &'p Posted) -> Self {
        TypedMany {
            items: posted.fields().filter(|(name, _)| *name == "item").map(|(_, id)| id).collect(),
            which: posted.text("which"),
            filter: posted.text("filter"),
            change: posted.text("change"),
            tag: posted.text("tag"),
            skill: posted.text("skill"),
            reason: posted.text("reason"),
            mark: posted.text("mark"),
        }
    }

    /// Whether it is about everything that a filter finds.
    pub(super) fn is_found(&self) -> bool {
        self.which == FOUND
    }
}

/// The bar above a list: what to do with those that are ticked, or with everything that its filter finds.
pub(super) fn bar(
    visitor: &Visitor,
    list: (&str, ItemPool),
    tags: &[(String, i64)],
    finding: &ListFound,
) -> Markup {
    let typed = TypedMany { filter: &finding.filter, ..TypedMany::default() };
    let within = || form(visitor, list, tags, &typed, &ActFaults::default(), &which(finding));
    html! {
        @if manages(&visitor.asking) { (ui::fold("Change many items", "", false, within())) }
    }
}

/// Those that are ticked, or all; all only as long as it is not too many.
fn which(finding: &ListFound) -> Markup {
    let all = match (finding.count, finding.filter.is_empty()) {
        (1, _) => "The one item that the list finds".to_owned(),
        (many, true) => format!("All {} items of the list", grouped(many)),
        (many, false) => format!("All {} items that this filter finds", grouped(many)),
    };
    let is_few = usize::try_from(finding.count).is_ok_and(|count| (1..=FOUND_MAX).contains(&count));
    let ticked = ui::Choice::new("ticked", "The items that are ticked on this page").chosen(true);
    let all = ui::Choice::new(FOUND, all).help("You see first what would be changed, and what not and why.");
    html! {
        @if is_few {
            (ui::radios(&ui::Field::new("which", "Which items").id_end("many-which"), &[ticked, all]))
        } @else if finding.count > 0 {
            p class="muted small" {
                "The list finds " @if finding.has_more { "more than " } (grouped(finding.count))
                " items. Narrow it to " (count(FOUND_MAX))
                " to change all of them at once; until then those that are ticked on this page are changed."
            }
        }
    }
}

/// How many, as it is read.
pub(super) fn count(many: usize) -> String {
    grouped(i64::try_from(many).unwrap_or(i64::MAX))
}

/// What to do with them; `which` says with whom.
pub(super) fn form(
    visitor: &Visitor,
    (exam, pool): (&str, ItemPool),
    tags: &[(String, i64)],
    typed: &TypedMany<'_>,
    faults: &ActFaults,
    which: &Markup,
) -> Markup {
    let changes = CHANGES.map(|(value, label)| ui::Choice::new(value, label).chosen(typed.change == value));
    let skills = places(&visitor.asking, exam).into_iter().filter(|(id, _)| id.contains('.'));
    let skills = skills.map(|(id, words)| {
        let chosen = typed.skill == id;
        ui::Choice::new(id, words).chosen(chosen)
    });
    let skills: Vec<_> = std::iter::once(ui::Choice::new("", "No skill")).chain(skills).collect();
    let known: Vec<&str> = tags.iter().take(TAGS_SHOWN).map(|(tag, _)| tag.as_str()).collect();
    let used = if known.is_empty() { String::new() } else { format!(" Used here: {}.", known.join(", ")) };
    let field = |name: &str, label: &str| faults.field("many", name, label);
    let tag = field("tag", "Tag").help(format!("For a change of tags.{used}")).optional();
    html! {
        form class="form bulk" id=(FORM) method="post" action={ (BANK) "/" (exam) "/many" } novalidate {
            (ui::csrf_field(visitor.csrf()))
            input type="hidden" name="pool" value=(pool.as_str());
            input type="hidden" name="filter" value=(typed.filter);
            @for id in &typed.items { input type="hidden" name="item" value=(id); }
            (which)
            (ui::select(&field("change", "What to do"), &changes))
            (ui::field(&tag.value(typed.tag)))
            (ui::select(&field("skill", "Skill").help("For a move to another skill."), &skills))
            (ui::field(&field("reason", "Reason, for the audit log").value(typed.reason)))
            (ui::submit_button("Change these items", ui::ButtonKind::Secondary))
            p class="muted small" {
                "For a day all of it can be taken back, as long as \
                    nothing else happens to these items: "
                a href=(CHANGED) { "changes of many items" } "."
            }
        }
    }
}

/// What is to be done, and why.
pub(super) fn asked_change(
    asking: &Asking,
    posted: &Posted,
    exam: &str,
) -> Result<(ManyChange, Why), AppError> {
    let tag = || match posted.text("tag").trim() {
        "" => Err(invalid("tag", "Name the tag.")),
        tag => Ok(tag.to_owned()),
    };
    let change = match posted.text("change") {
        "add-tag" => ManyChange::AddTag(tag()?),
        "remove-tag" => ManyChange::RemoveTag(tag()?),
        "place" => {
            let wanted = posted.text("skill");
            let outline = asking.programme.programme.outline(exam);
            let task = outline.and_then(|outline| {
                outline
                    .tasks()
                    .find(|task| task.id == wanted || task.skills.iter().any(|one| one.id == wanted))
            });
            let task = task.ok_or_else(|| invalid("skill", "Choose a skill."))?;
            let skill = if task.id == wanted { String::new() } else { wanted.to_owned() };
            ManyChange::Place { task: task.id.clone(), skill }
        }
        state => {
            let state = ItemState::parse(state);
            ManyChange::State(state.ok_or_else(|| invalid("change", "Choose what to do."))?)
        }
    };
    Ok((change, Why::parse(posted.text("reason"))?))
}
