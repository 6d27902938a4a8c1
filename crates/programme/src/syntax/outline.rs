//! `outlines/<CODE>.toml`: a content outline, domain by domain.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, count, file_code};
use crate::model::{Domain, Outline, PracticeAnalysis, Skill, TaskStatement, TaskWeight};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Outline {
    Outline {
        exam: file_code(table, file, "exam").as_str().into(),
        guide_version: table.text("guide_version"),
        domains: table.tables("domain", domain),
        in_scope: table.maybe_table("in_scope", services).unwrap_or_default(),
        out_of_scope: table.maybe_table("out_of_scope", services).unwrap_or_default(),
        out_of_scope_tasks: table.texts("out_of_scope_tasks"),
        rounding: table.maybe_text("rounding"),
        practice_analysis: table.maybe_table("practice_analysis", |study| PracticeAnalysis {
            conducted_on: study.maybe_date("conducted_on"),
            respondents: count(study, "respondents"),
            source: study.text("source"),
            clause: clause(study),
        }),
        clause: clause(table),
    }
}

fn domain(table: &Reader<'_>) -> Domain {
    Domain {
        id: table.text("id"),
        title: table.text("title"),
        weight_pct: count(table, "weight_pct"),
        tasks: table.tables("task", task),
        clause: clause(table),
    }
}

fn task(table: &Reader<'_>) -> TaskStatement {
    TaskStatement {
        id: table.text("id"),
        title: table.text("title"),
        skills: table.tables("skill", skill),
        weight: table.maybe_table("weight", |weight| TaskWeight {
            frequency_hundredths: rating(weight, "frequency"),
            importance_hundredths: rating(weight, "importance"),
        }),
        clause: clause(table),
    }
}

/// Ratings of a practice analysis are on scales of a few points; a larger one is a typing error.
const RATING_MAX: f64 = 100.0;

/// A mean rating with at most two decimals, in hundredths.
fn rating(table: &Reader<'_>, key: &str) -> u32 {
    let rating = table.number(key);
    let hundredths = (rating * 100.0).round();
    if !(0.0..=RATING_MAX).contains(&rating) || (rating * 100.0 - hundredths).abs() > 1e-6 {
        let message = format!("`{key}` is {rating}; it must be 0 to {RATING_MAX}, with two decimals at most");
        table.bad(key, message, "write the mean of the answers, such as 3.5 or 4.25");
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000 by the check")]
    let hundredths = hundredths as u32;
    hundredths
}

fn skill(table: &Reader<'_>) -> Skill {
    Skill {
        id: table.text("id"),
        text: table.text("text"),
        services: table.texts("services"),
        stated_new: table.flag("stated_new", false),
        clause: clause(table),
    }
}

fn services(table: &Reader<'_>) -> Vec<(String, Vec<String>)> {
    table.keys().into_iter().map(|category| (category.clone(), table.texts(&category))).collect()
}
