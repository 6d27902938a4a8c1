//! What the blueprint leaves open, each line with an item begun from it.

use assay_app::{AppError, Asking, FORMS_WANTED};
use assay_assessment::demand::{Demand, SkillDemand};
use assay_bank::{lint::QuotaKind, work::ItemPool};
use maud::{Markup, html};

use super::shared::{short, write_place};
use crate::{fault::Fault, state::Web, ui};

/// Skills that stand above the list; the others are folded away.
const SHOWN: usize = 6;
/// As kinds of items are called.
const SEVERAL: &str = "multiple-response";

/// What a pool needs; none of an exam version without an outline.
pub(super) async fn needs(
    web: &Web,
    asking: &Asking,
    exam: &str,
    pool: ItemPool,
) -> Result<Option<Demand>, Fault> {
    // Nobody draws forms from a practice pool: there only the least of every skill counts.
    let (forms, kinds) = match pool {
        ItemPool::Exam => (None, kinds_wanted(asking, exam)),
        ItemPool::Practice => (Some(0), Vec::new()),
    };
    match web.app.items.demand(asking, pool, exam, forms, kinds).await {
        Ok(demand) => Ok(Some(demand)),
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Kinds that the programme's `lint.toml` wants so many of.
fn kinds_wanted(asking: &Asking, exam: &str) -> Vec<(String, u32)> {
    let wanted = asking.programme.lists.wanted.get(exam);
    let quotas = wanted.map(|wanted| wanted.quotas.as_slice()).unwrap_or_default();
    let several = quotas.iter().filter(|quota| quota.kind == QuotaKind::MultipleResponse);
    let many: u32 = several.flat_map(|quota| quota.by_domain.values()).sum();
    if many == 0 { Vec::new() } else { vec![(SEVERAL.to_owned(), many)] }
}

pub(super) fn strip(asking: &Asking, exam: &str, pool: ItemPool, needs: &Option<Demand>) -> Markup {
    let Some(needs) = needs else { return html! {} };
    let mut open: Vec<&SkillDemand> = needs.skills.iter().filter(|skill| skill.missing > 0).collect();
    open.sort_by_key(|skill| std::cmp::Reverse(skill.missing));
    let items = asking.programme.exam(exam).map_or(0, |version| version.items_total);
    let (first, rest) = open.split_at(open.len().min(SHOWN));
    let list = |skills: &[&SkillDemand]| {
        html! { ul class="demand" { @for skill in skills { (line(exam, pool, skill)) } } }
    };
    let lead = match pool {
        ItemPool::Exam => format!(
            "What {} forms of {items} that share no item still need, drafts counted. A line begins an item.",
            number(FORMS_WANTED)
        ),
        ItemPool::Practice => {
            "What every skill still needs, drafts counted. A line begins an item.".to_owned()
        }
    };
    ui::section(
        "demand",
        "Open demand",
        html! {
            @if open.is_empty() {
                p class="muted" { "Nothing: every skill has what it is to have, drafts counted." }
            } @else {
                p class="muted small" { (lead) }
                (list(first))
                @if !rest.is_empty() {
                    (ui::fold(&more(rest.len()), "", false, list(rest)))
                }
            }
        },
    )
}

fn more(many: usize) -> String {
    format!("{many} more {} open", if many == 1 { "skill is" } else { "skills are" })
}

fn line(exam: &str, pool: ItemPool, skill: &SkillDemand) -> Markup {
    let begin = format!("{}&skill={}", write_place(exam, pool), skill.skill);
    let several = skill.of_kinds.iter().find(|(kind, _)| kind == SEVERAL).map_or(0, |(_, many)| *many);
    let there = format!("{} of {} there", skill.ready + skill.coming, skill.wanted);
    let of_them = match (several, skill.missing) {
        (1, 1) => "with several answers".to_owned(),
        (many, missing) if many == missing => "all with several answers".to_owned(),
        (many, _) => format!("{} of them with several answers", number(many)),
    };
    html! {
        li {
            a href=(begin) { (skill.skill) " needs " (number(skill.missing)) " more" }
            span { (short(&skill.text)) }
            span class="muted small" {
                (there)
                @if skill.coming > 0 { ", " (skill.coming) " of them in work" }
            }
            @if several > 0 {
                a class="small" href={ (begin) "&kind=" (SEVERAL) } { (of_them) }
            }
        }
    }
}

/// A small number in words, as a sentence says it.
fn number(many: u32) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = usize::try_from(many).ok().and_then(|many| WORDS.get(many));
    word.map_or_else(|| many.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_says_what_it_needs_and_leads_to_a_draft_of_that_kind() {
        let skill = SkillDemand {
            domain: "3".into(),
            skill: "3.2.1".into(),
            text: "Run a fleet".into(),
            wanted: 6,
            ready: 1,
            coming: 1,
            missing: 4,
            of_kinds: vec![(SEVERAL.to_owned(), 2)],
        };
        let told = line("X-1", ItemPool::Exam, &skill).into_string();
        for words in [
            "3.2.1 needs four more",
            "2 of 6 there, 1 of them in work",
            "two of them with several answers",
            "/admin/bank/X-1/write?pool=exam&amp;skill=3.2.1&amp;kind=multiple-response",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
}
