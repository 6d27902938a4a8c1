//! What of a certification ends, and which exam versions run side by side meanwhile.

use assay_assessment::registration::long;
use assay_kernel::{Date, Period};
use assay_programme::{
    model::{Certification, Cut, Programme},
    offer::policy_known_on,
};
use maud::{Markup, html};

use crate::ui;

/// The last day of new awards: said where no exam version says it, or where it is another day.
pub(in crate::pages) fn awards_until(programme: &Programme, code: &str, today: Date) -> Option<Date> {
    let policy = policy_known_on(programme, programme.policy(code)?, today);
    let exams = programme.exams_of(code);
    let retired = policy.retired_on.filter(|retired| exams.is_empty() && *retired <= today);
    policy.award_until.or(retired.map(|retired| Period::days(1).before(retired)))
}

/// The end of new awards as a chip; nothing where none is known.
pub(super) fn awards(programme: &Programme, certification: &Certification, today: Date) -> Markup {
    let Some(until) = awards_until(programme, certification.code.as_str(), today) else {
        return Markup::default();
    };
    let (tone, text) = match until < today {
        true => (ui::Tone::Neutral, format!("Not awarded since {}", long(Period::days(1).after(until)))),
        false => (ui::Tone::Attention, format!("Awarded until {}", long(until))),
    };
    html! { p class="small" { (ui::chip(tone, &text)) } }
}

/// Exam versions that can be sat side by side, as long as that lasts.
pub(super) fn overlaps(programme: &Programme, code: &str, today: Date) -> Markup {
    let announced = programme.transitions.iter().filter(|transition| transition.is_announced_on(today));
    let here = announced.filter_map(|transition| {
        let (old, new) = (programme.exam(transition.from.as_str())?, programme.exam(transition.to.as_str())?);
        let until = old.last_test_day_of_all()?;
        let overlap = transition.cut == Some(Cut::Overlap) && today <= until;
        (overlap && old.certification == code && new.certification == code).then_some((old, new, until))
    });
    html! {
        @for (old, new, until) in here {
            p class="small" {
                "Overlap: " (old.code) " and " (new.code) " can both be sat from "
                (long(new.first_test_day_on)) " to " (long(until)) "."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::{date, source::SourceFile};

    use super::*;
    use crate::pages::catalogue::state_chip;

    fn exam(code: &str, days: &str) -> SourceFile {
        let text = format!("code = '{code}'\ncertification = 'a'\nlanguages = ['en', 'pt', 'es']\n{days}");
        SourceFile::new(format!("exams/{code}.toml"), text)
    }

    #[test]
    fn an_overlap_is_told_as_one_from_its_announcement_to_the_last_language() {
        let old = "registration_opens_on = 2020-01-01\nfirst_test_day_on = 2020-01-01\n\
                   last_test_day_on = 2024-07-31\n\
                   [[language]]\ncode = 'pt'\nlast_test_day_on = 2025-01-31\n";
        let new = "registration_opens_on = 2023-11-01\nfirst_test_day_on = 2023-11-07\n";
        let both = "title = 'T'\nfrom = 'A-1'\nto = 'A-2'\ncut = 'overlap'\nannounced_on = 2023-09-01\n\
                    last_test_day_on = 2024-07-31\nfirst_test_day_on = 2023-11-07\nfailed_sits = 'A-2'";
        let files = [exam("A-1", old), exam("A-2", new), SourceFile::new("transitions/t.toml", both)];
        let (programme, _) = assay_programme::parse(&files);
        let told = |day| overlaps(&programme, "a", day).into_string();
        assert_eq!(told(date(2023, 8, 31)), "");
        let sentence = "Overlap: A-1 and A-2 can both be sat from 7 November 2023 to 31 January 2025.";
        assert!(told(date(2023, 9, 1)).contains(sentence));
        assert!(told(date(2025, 1, 31)).contains(sentence));
        assert_eq!(told(date(2025, 2, 1)), "");

        let old = programme.exam("A-1").unwrap();
        let chip = |day| state_chip(&programme, old, day).into_string();
        assert!(chip(date(2023, 8, 31)).contains("Open for registration"), "its end is not announced");
        assert!(chip(date(2024, 7, 31)).contains("Register until 31 July 2024"));
        assert!(chip(date(2024, 8, 1)).contains("In Portuguese only until 31 January 2025"));
        assert!(chip(date(2025, 2, 1)).contains("Retired since 1 February 2025"));
    }
}
