//! What a pass on a chosen day earns.

use assay_assessment::registration::long;
use assay_kernel::{Date, day};
use assay_programme::{
    model::{Certification, ExamVersion, Programme},
    offer::{earns, first_valid_until, languages_in_words, policy_known_on},
    testing::{self, Try},
};
use maud::{Markup, html};

use crate::{
    pages::catalogue::{certification_link, end_is_known, public_exams},
    ui,
};

/// The form with a day, and its answer.
pub(super) fn chosen_day(
    programme: &Programme,
    shown: &Certification,
    asked: Option<&str>,
    today: Date,
) -> Markup {
    let parsed: Option<Date> = asked.map_or(Some(today), |text| day::read(text.trim()).ok());
    let mut field = ui::Field::new("on", "Day of the exam").kind(ui::InputKind::Date).short();
    field.value = asked.map_or_else(|| today.to_string(), str::to_owned);
    if parsed.is_none() {
        field.error = "Enter a day, for example 2025-09-30.".to_owned();
    }
    let of_lineage = programme.certifications.iter().filter(|other| other.lineage == shown.lineage);
    let exams: Vec<&ExamVersion> =
        of_lineage.flat_map(|one| public_exams(programme, one.code.as_str(), today)).collect();
    html! {
        div class="filters" {
            form method="get" action={ "/certifications/" (shown.code) "#earns" } novalidate {
                (ui::field(&field))
                (ui::submit_button("Show what it earns", ui::ButtonKind::Secondary))
            }
        }
        @if let Some(day) = parsed { (answer(programme, &exams, day, today)) }
    }
}

fn answer(programme: &Programme, exams: &[&ExamVersion], day: Date, today: Date) -> Markup {
    let sat = |exam: &&&ExamVersion| match end_is_known(programme, exam, today) {
        true => exam.can_be_sat_on(day),
        false => day >= exam.first_test_day_on,
    };
    let possible: Vec<_> = exams.iter().filter(sat).collect();
    let next =
        exams.iter().filter(|exam| exam.first_test_day_on > day).min_by_key(|exam| exam.first_test_day_on);
    html! {
        @for exam in &possible { (outcome(programme, exam, day, today)) }
        @if possible.is_empty() {
            p {
                strong { "On " (long(day)) " no exam version can be sat." }
                @if let Some(next) = next {
                    " " (next.code) " can be sat from " (long(next.first_test_day_on)) " on."
                }
            }
        }
    }
}

fn outcome(programme: &Programme, exam: &ExamVersion, day: Date, today: Date) -> Markup {
    let earned = earns(programme, exam);
    let policy = earned.and_then(|earned| programme.policy(earned.code.as_str()));
    let policy = policy.map(|policy| policy_known_on(programme, policy, today));
    let awards_ended = policy.as_ref().and_then(|policy| policy.award_until).filter(|until| day > *until);
    let until = policy.as_ref().and_then(|policy| first_valid_until(policy, day));
    let verb = if day < today { "could" } else { "can" };
    html! {
        p {
            strong {
                "On " (long(day)) " you " (verb) " sit " (exam.code)
                (only_in(programme, exam, day, today)) "."
            }
        }
        @if let (Some(earned), Some(ended)) = (earned, awards_ended) {
            p {
                (certification_link(earned)) " was awarded until " (long(ended)) ": a pass earns nothing new."
            }
        } @else if let Some(earned) = earned {
            p {
                "A pass earns " (certification_link(earned))
                @match until {
                    Some(until) => { ", active until " strong { (long(until)) } " before any renewal." }
                    None => { ", without an end." }
                }
            }
        }
        (retake(programme, exam, day, today))
    }
}

/// ` in Spanish and Thai`, where it is not sat in every language on that day.
fn only_in(programme: &Programme, exam: &ExamVersion, day: Date, today: Date) -> String {
    let sat: Vec<&str> =
        exam.languages.iter().map(String::as_str).filter(|code| exam.can_be_sat_in(code, day)).collect();
    if sat.is_empty() || sat.len() == exam.languages.len() || !end_is_known(programme, exam, today) {
        return String::new();
    }
    format!(" in {}", languages_in_words(sat))
}

/// Whether a fail on that day leaves time for another try.
fn retake(programme: &Programme, exam: &ExamVersion, day: Date, today: Date) -> Markup {
    let failed = [Try { on: day, passed: false }];
    let Some(hold) = testing::hold(programme, &failed, day) else { return Markup::default() };
    let again = hold.over_on;
    let last = testing::here(exam).last.filter(|_| end_is_known(programme, exam, today));
    let Some(last) = last.filter(|last| again > *last) else {
        return html! { p class="muted" { "After a fail you can sit it again from " (long(again)) "." } };
    };
    let next = programme.transition_from(exam.code.as_str()).map(|transition| &transition.failed_sits);
    ui::banner(&ui::Banner::new(ui::Tone::Attention, format!("No time to retake {}", exam.code)).body(
        html! {
            p {
                "After a fail on that day you wait until " (long(again))
                ", and the last test day is " (long(last)) "."
                @if let Some(next) = next { " Your next exam would be " (next) "." }
            }
        },
    ))
}

#[cfg(test)]
mod tests {
    use assay_kernel::{date, source::SourceFile};

    use super::*;

    #[test]
    fn a_retake_is_promised_only_where_registration_grants_it() {
        // Portuguese goes on, but here the exam is given in English, which ends on 31 July.
        let exam = "code = 'A-1'\ncertification = 'a'\nlanguages = ['en', 'pt']\n\
                    registration_opens_on = 2020-01-01\nfirst_test_day_on = 2020-01-01\n\
                    last_test_day_on = 2024-07-31\n[[language]]\ncode = 'pt'\nlast_test_day_on = 2025-01-31";
        let waits = SourceFile::new("examination.toml", "[retake]\nwaits = ['P14D']");
        let (programme, _) = assay_programme::parse(&[SourceFile::new("exams/A-1.toml", exam), waits]);
        let exam = programme.exam("A-1").unwrap();
        let told = |day| retake(&programme, exam, day, date(2024, 6, 1)).into_string();
        assert!(told(date(2024, 7, 17)).contains("you can sit it again from 31 July 2024"));
        assert!(told(date(2024, 7, 18)).contains("No time to retake A-1"), "{}", told(date(2024, 7, 18)));
    }
}
