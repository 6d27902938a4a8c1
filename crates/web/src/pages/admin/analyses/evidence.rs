//! The blueprint that a study proposes, and what it rests on.

use assay_app::{AnalysisView, acts};
use assay_programme::analysis::{EXPERTS_MIN, ProposedBlueprint, ProposedDomain, TaskFinding};
use maud::{Markup, html};

use super::shared::place;
use crate::{ui, visitor::Visitor};

/// Below this, experts rank the tasks too differently for their mean to say much (Koo & Li 2016, moderate).
const AGREEMENT_LOW: f64 = 0.5;
/// From this on they agree well (Koo & Li 2016, good).
const AGREEMENT_GOOD: f64 = 0.75;

/// The weights that follow, beside today's.
pub(super) fn blueprint(visitor: &Visitor, study: &AnalysisView) -> Markup {
    let proposed = match &study.proposed {
        Ok(proposed) => proposed,
        Err(why) => {
            let text = format!(
                "{}. A blueprint is proposed once at least {EXPERTS_MIN} experts have rated each task.",
                sentence(&why.to_string())
            );
            return ui::empty_state(&ui::EmptyState::new("Nothing is proposed yet", text));
        }
    };
    html! {
        p { (said(study, proposed)) }
        (domains(study, proposed))
        p class="muted" {
            "A task's index is its mean importance times its mean frequency; a domain's share is that of its "
            "tasks. Shares become whole percent by largest remainders. The range tells how far a share moves "
            "when any one expert is left out."
        }
        (agreement(proposed))
        @if proposed.domains.iter().any(|domain| domain.weight_pct != domain.weight_pct_now) {
            p {
                "Forms of " (study.line.exam) " were made for today's weights. With others they are refused "
                "until they are drawn anew in the same change; or the new weights go into the next exam "
                "version, and this one stays as it was published."
            }
        }
        (next(visitor, study))
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What changes, in a sentence: first the words, then the figures.
fn said(study: &AnalysisView, proposed: &ProposedBlueprint) -> String {
    let moved = |domain: &&ProposedDomain| domain.weight_pct != domain.weight_pct_now;
    let moves: Vec<String> = proposed
        .domains
        .iter()
        .filter(moved)
        .map(|domain| {
            format!("domain {} from {} to {} %", domain.domain, domain.weight_pct_now, domain.weight_pct)
        })
        .collect();
    let experts = proposed.experts;
    match moves.as_slice() {
        [] => format!("{experts} experts confirm the weights of {} as they are.", study.line.exam),
        moves => {
            format!("By what {experts} experts say, {} would change: {}.", study.line.exam, moves.join(", "))
        }
    }
}

fn domains(study: &AnalysisView, proposed: &ProposedBlueprint) -> Markup {
    let columns = vec![
        ui::Column::text("Domain"),
        ui::Column::number("Share"),
        ui::Column::number("One expert less"),
        ui::Column::number("Proposed"),
        ui::Column::number("Today"),
        ui::Column::number("Questions"),
        ui::Column::number("Today"),
    ];
    let title = |id: &str| {
        study
            .asked
            .iter()
            .find(|domain| domain.id == id)
            .map_or("", |domain| domain.title.as_str())
            .to_owned()
    };
    let rows = proposed.domains.iter().map(|domain| {
        let moves = i64::from(domain.weight_pct) - i64::from(domain.weight_pct_now);
        vec![
            html! { (domain.domain) " " (title(&domain.domain)) },
            html! { (format!("{:.1} %", domain.share_pct)) },
            html! { (format!("{:.1} to {:.1} %", domain.range_pct.0, domain.range_pct.1)) },
            html! {
                (domain.weight_pct) " %"
                @if moves != 0 { " " strong { "(" (format!("{moves:+}")) ")" } }
            },
            html! { (domain.weight_pct_now) " %" },
            html! { (domain.items) },
            html! { (domain.items_now) },
        ]
    });
    ui::table(
        &ui::Table::new("Weights that follow, and those of today", columns).rows(rows.collect()).cards(),
    )
}

fn agreement(proposed: &ProposedBlueprint) -> Markup {
    let words = |found: Option<f64>| match found {
        None => "cannot be told: fewer than two experts rated every task, or all tasks alike".to_owned(),
        Some(found) if found < AGREEMENT_LOW => {
            format!("{found:.2}, low: ask more experts, or ask why they differ")
        }
        Some(found) if found < AGREEMENT_GOOD => format!("{found:.2}, moderate"),
        Some(found) => format!("{found:.2}, good"),
    };
    html! {
        (ui::facts(&[
            ui::TermFact::new("Agreement on importance", words(proposed.agreement_importance)),
            ui::TermFact::new("Agreement on frequency", words(proposed.agreement_frequency)),
        ]))
        p class="muted" {
            "Agreement is the intraclass correlation ICC(3,k) of the mean of all who rated every task "
            "(Shrout and Fleiss 1979)."
        }
    }
}

/// What to do with it.
fn next(visitor: &Visitor, study: &AnalysisView) -> Markup {
    if !visitor.asking.may_ever::<acts::PrepareBlueprint>() {
        return Markup::default();
    }
    let here = place(study.line.id);
    html! {
        @if !study.fits_outline {
            p { "The outline has other tasks by now than those that were asked about, so nothing can be "
                "prepared from this study." }
        } @else if study.line.is_open {
            p { "Close the study to prepare the change of the outline." }
        } @else {
            div class="page-actions" {
                (ui::post_button(&format!("{here}/prepare"), visitor.csrf(), "Prepare the change",
                    ui::ButtonKind::Primary, &[]))
                (ui::link_button("The outline's file", &format!("{here}/outline.toml"),
                    ui::ButtonKind::Quiet))
            }
            p class="muted" {
                "It then lies ready among the changes: somebody looks at its plan and proposes it, somebody "
                "else applies it."
            }
        }
    }
}

/// What was said of each task.
pub(super) fn tasks(study: &AnalysisView) -> Markup {
    let columns = vec![
        ui::Column::text("Task"),
        ui::Column::number("Experts"),
        ui::Column::number("Importance"),
        ui::Column::number("Frequency"),
        ui::Column::number("Share"),
    ];
    let found: &[TaskFinding] =
        study.proposed.as_ref().map(|proposed| proposed.tasks.as_slice()).unwrap_or(&[]);
    let title = |id: &str| {
        let tasks = study.asked.iter().flat_map(|domain| &domain.tasks);
        tasks.into_iter().find(|task| task.id == id).map_or(String::new(), |task| task.title.clone())
    };
    let mean = |hundredths: u32, (low, high): (u8, u8)| {
        format!("{}.{:02} ({low} to {high})", hundredths / 100, hundredths % 100)
    };
    let rows = found.iter().map(|task| {
        vec![
            html! { (task.task) " " (title(&task.task)) },
            html! { (task.experts) },
            html! { (mean(task.weight.importance_hundredths, task.importance_range)) },
            html! { (mean(task.weight.frequency_hundredths, task.frequency_range)) },
            html! { (format!("{:.1} %", task.share_pct)) },
        ]
    });
    let empty =
        ui::EmptyState::new("Nothing to show yet", "Means are shown once a blueprint can be proposed.");
    let csv = format!("{}/ratings.csv", place(study.line.id));
    let table = ui::Table::new("Mean of what was said, with lowest and highest", columns);
    ui::table(&table.rows(rows.collect()).empty(empty).csv(csv).cards())
}

/// What was said in words; nobody is named.
pub(super) fn remarks(study: &AnalysisView) -> Markup {
    html! {
        ul class="stack" {
            @for remark in &study.remarks { li { strong { (remark.task) } ": " bdi { (remark.text) } } }
        }
    }
}
