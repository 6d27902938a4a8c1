//! What a pass of a certification renews below it: the rungs of the ladder, seen from above.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::model::{Certification, Programme};
use maud::{Markup, html};

use super::{certification_link, is_public, is_retired, joint_and, renewed_by, rules_today};
use crate::ui;

/// The certifications that a pass of this one renews today, each with the last day of that, once announced.
fn below<'a>(programme: &'a Programme, code: &str, today: Date) -> Vec<(&'a Certification, Option<Date>)> {
    let lower = rules_today(programme, code, today).into_iter().flat_map(|rules| &rules.cascades);
    let lower: Vec<_> = lower.flat_map(|cascade| &cascade.to).collect();
    let public = programme.certifications.iter().filter(|one| is_public(programme, one, today));
    let reached = public.filter(|one| lower.iter().any(|code| one.code == **code));
    // The one below says whether it is so today, and until when.
    let from_here = |one: &&'a Certification| {
        let uppers = renewed_by(programme, one.code.as_str(), today);
        uppers.into_iter().find(|upper| upper.certification.code == *code).map(|upper| upper.until)
    };
    reached.filter_map(|one| Some((one, from_here(&one)?))).collect()
}

/// `A pass also renews …, while you hold it.`; nothing where none is below.
pub(super) fn renews(programme: &Programme, code: &str, today: Date) -> Markup {
    let below = below(programme, code, today);
    if below.is_empty() || is_retired(programme, code, today) {
        return Markup::default();
    }
    let last = below.len();
    html! {
        p class="small ladder-link" {
            (ui::icon(ui::Icon::Down)) " "
            span {
                "Renews "
                @for (index, (lower, until)) in below.iter().enumerate() {
                    (joint_and(index, last)) (certification_link(lower))
                    @if let Some(until) = until { " (until " (long(*until)) ")" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::{date, source::SourceFile};

    use super::*;

    #[test]
    fn a_rung_says_what_it_renews_below_and_until_when() {
        let certification = |code: &str, level: &str| {
            let text =
                format!("code = '{code}'\ntitle = 'The {code}'\nlevel = '{level}'\nlineage = '{code}'");
            SourceFile::new(format!("certifications/{code}.toml"), text)
        };
        let policy = "certification = 'top'\n[[version]]\nversion = '2020-01-01'\nvalidity = 'P3Y'\n\
                      [[version.cascade]]\nto = ['one', 'two']\nset = 'event'\n";
        let files = [
            certification("top", "professional"),
            certification("one", "associate"),
            certification("two", "associate"),
            certification("far", "foundational"),
            SourceFile::new("policies/top.toml", policy.to_owned()),
        ];
        let (programme, _) = assay_programme::parse(&files);
        let told = |code| renews(&programme, code, date(2025, 9, 20)).into_string();
        let link = |code: &str| format!("<a href=\"/certifications/{code}\">The {code}</a>");
        let both = format!("Renews {} and {}", link("one"), link("two"));
        assert!(told("top").contains(&both), "{}", told("top"));
        assert_eq!(told("one"), "");
    }
}
