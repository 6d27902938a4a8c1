//! Which exam versions a way to renew leads through, each with its days.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::offer_on,
};
use assay_standing::RenewBy;

use super::catalogue::end_is_known;

/// The exam versions that can be sat within a way's days, oldest first.
///
/// A way names one exam version, the one of its first day; that one may end before the way does.
fn within<'a>(programme: &'a Programme, way: &RenewBy, today: Date) -> Vec<&'a ExamVersion> {
    let named = way.exam.as_ref().and_then(|code| programme.exam(code.as_str()));
    let Some(named) = named else { return Vec::new() };
    let from = way.opens_on.map_or(today, |opens| opens.max(today));
    let sat = |exam: &&ExamVersion| {
        exam.last_test_day_of_all().is_none_or(|last| last >= from)
            && way.closes_on.is_none_or(|closes| exam.first_test_day_on <= closes)
            && offer_on(programme, exam, today).is_public()
    };
    programme.exams_of(named.certification.as_str()).into_iter().filter(sat).collect()
}

/// `DVA-C02 until 30 November 2026, DVA-C03 from 1 December 2026 on`.
///
/// Empty where the one exam version can be sat on every day of the way.
pub(super) fn in_words(programme: &Programme, way: &RenewBy, today: Date) -> String {
    let exams = within(programme, way, today);
    let last = |exam: &ExamVersion| {
        exam.last_test_day_of_all().filter(|last| {
            end_is_known(programme, exam, today) && way.closes_on.is_none_or(|closes| *last < closes)
        })
    };
    let part = |exam: &&ExamVersion| {
        let first = Some(exam.first_test_day_on).filter(|first| *first > today);
        match (first, last(exam)) {
            (None, None) => None,
            (None, Some(last)) => Some(format!("{} until {}", exam.code, long(last))),
            (Some(first), None) => Some(format!("{} from {} on", exam.code, long(first))),
            (Some(first), Some(last)) => {
                Some(format!("{} from {} to {}", exam.code, long(first), long(last)))
            }
        }
    };
    exams.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use assay_kernel::{date, source::SourceFile};

    use super::*;

    fn way(closes_on: Date) -> RenewBy {
        RenewBy {
            route: "retake".to_owned(),
            title: "Pass the latest exam".to_owned(),
            opens_on: None,
            closes_on: Some(closes_on),
            open_now: true,
            gives_until: None,
            exam: Some("A-1".into()),
            exams: Vec::new(),
            missing: assay_standing::Missing::default(),
            text: String::new(),
        }
    }

    #[test]
    fn an_exam_version_that_ends_before_the_way_does_is_followed_by_the_next() {
        let exam = |code: &str, first: &str, last: &str| {
            let days = format!("registration_opens_on = {first}\nfirst_test_day_on = {first}\n{last}");
            let path = format!("exams/{code}.toml");
            SourceFile::new(path, format!("code = '{code}'\ncertification = 'a'\n{days}"))
        };
        let replaced = "title = 'T'\nfrom = 'A-1'\nto = 'A-2'\nannounced_on = 2026-09-01\n\
                        last_test_day_on = 2026-11-30\nfirst_test_day_on = 2026-12-01\nfailed_sits = 'A-2'";
        let (programme, _) = assay_programme::parse(&[
            exam("A-1", "2023-02-28", "last_test_day_on = 2026-11-30"),
            exam("A-2", "2026-12-01", ""),
            SourceFile::new("transitions/t.toml", replaced),
        ]);
        let told = |closes, today| in_words(&programme, &way(closes), today);
        let (closes, today) = (date(2027, 1, 15), date(2026, 11, 23));
        assert_eq!(told(closes, today), "A-1 until 30 November 2026, A-2 from 1 December 2026 on");
        assert_eq!(told(date(2026, 11, 30), today), "", "one exam version for every day of the way");
        assert_eq!(told(closes, date(2026, 8, 31)), "", "nothing before the announcement");
    }
}
