//! Open registrations, and fails that wait for a retake, under both programmes.

use assay_kernel::{Date, ExamCode, Said};
use assay_programme::{
    model::{Earned, ExamVersion},
    testing::{self, Try},
};

use super::{
    Impact, ImpactKind, OpenRegistration, PlannedPerson,
    person::PersonTally,
    sides::{GroupKey, What, next_day},
};
use crate::{Event, Happening, is_voided, rules::Rules, words};

impl<'s> PersonTally<'s> {
    /// Registrations whose days are cut short or gone.
    pub(super) fn registrations(&mut self, subject: &PlannedPerson<'s>) {
        let sides = self.sides;
        for registration in subject.registrations {
            let usable = |rules: &Rules<'_>| {
                rules
                    .exam(registration.exam.as_str())
                    .and_then(|exam| usable(exam, registration, sides.today))
            };
            let Some((from, until)) = usable(&sides.current) else { continue };
            let proposed = sides.proposed.exam(registration.exam.as_str());
            if proposed.is_none() {
                self.lost.register(&registration.exam);
            }
            let exam = &registration.exam;
            let (said, after, day) = match usable(&sides.proposed) {
                Some((first, last)) if first <= from && at_end(last) >= at_end(until) => continue,
                Some((first, last)) if first > from => {
                    (Said::of("detail.sat-only-from").with("first", first), last, sides.today)
                }
                Some((_, last)) => {
                    let said = Said::of("detail.sat-only-until")
                        .with("last", words::until(last))
                        .with("registered", words::until(registration.sit_until));
                    (said, last, last.map_or(sides.today, next_day))
                }
                None => (gone(proposed, sides.today), None, sides.today),
            };
            self.note_exam(
                ImpactKind::RegistrationAfterLastDay,
                subject.person,
                exam,
                (until, after),
                day,
                said.with("exam", exam),
            );
        }
    }

    /// Who sat an exam version that is taken out.
    pub(super) fn sat(&mut self, subject: &PlannedPerson<'s>) {
        for exam in &self.sides.taken_out {
            if subject.history.iter().any(|event| tries(event, exam)) {
                self.lost.sit(exam);
            }
        }
    }

    /// Fails after which a day for a retake was left and is not any more, or is left now and was not.
    pub(super) fn retakes(&mut self, subject: &PlannedPerson<'s>) {
        let sides = self.sides;
        for (place, event) in subject.history.iter().enumerate() {
            let Happening::Fail { what: Earned::Exam(exam) } = &event.happening else { continue };
            if is_voided(subject.history, event) {
                continue; // It counts as no try.
            }
            let later = subject.history.get(place + 1..).unwrap_or_default();
            if later.iter().any(|event| tries(event, exam) || self.passes_instead(event, exam)) {
                continue; // Another try followed, which counts; or a pass of the version that followed.
            }
            let tries = tries_at(subject.history, exam);
            let left = |rules: &Rules<'_>| {
                let version = rules.exam(exam.as_str())?;
                let first = testing::next_day(rules.programme(), version, &tries, sides.today)?;
                Some((first, testing::here(version).last))
            };
            let last = |rules: &Rules<'_>| testing::here(rules.exam(exam.as_str())?).last;
            let failed = |code| Said::of(code).with("exam", exam).with("on", event.date);
            let (kind, days, said) = match (left(&sides.current), left(&sides.proposed)) {
                (Some((_, before)), None) => {
                    let after = last(&sides.proposed);
                    let said = failed("detail.no-retake").maybe("last", after);
                    (ImpactKind::RetakeCrossesCut, (before, after), said)
                }
                (None, Some((first, after))) => {
                    let said = failed("detail.retake-again").maybe("from", sides.ahead(first));
                    let days = (last(&sides.current), after);
                    (ImpactKind::GainsRetake, days, said.maybe("until", after))
                }
                (Some(_), Some(_)) | (None, None) => continue,
            };
            self.note_exam(kind, subject.person, exam, days, sides.today, said);
        }
    }

    /// Whether an event is a pass of another version for the same certification, so that no retake is needed.
    fn passes_instead(&self, event: &Event, exam: &ExamCode) -> bool {
        let Happening::Pass { what } = &event.happening else { return false };
        [&self.sides.current, &self.sides.proposed].into_iter().any(|rules| {
            let Some(failed) = rules.exam(exam.as_str()) else { return false };
            match what {
                Earned::Certification(code) => *code == failed.certification,
                Earned::Exam(other) => rules
                    .exam(other.as_str())
                    .is_some_and(|other| other.certification == failed.certification),
            }
        })
    }

    fn note_exam(
        &mut self,
        kind: ImpactKind,
        person: &str,
        exam: &'s ExamCode,
        (before, after): (Option<Date>, Option<Date>),
        from: Date,
        said: Said,
    ) {
        let sides = self.sides;
        let version = sides.proposed.exam(exam.as_str()).or_else(|| sides.current.exam(exam.as_str()));
        let place = version.and_then(|version| sides.place(version.certification.as_str()));
        let key = GroupKey { kind, place, what: What::Exam(exam.as_str()), begins: None, from: None };
        self.note(key, Impact { person: person.to_owned(), before, after, from: sides.ahead(from), said });
    }
}

fn at_end(last: Option<Date>) -> Date {
    last.unwrap_or(Date::MAX)
}

/// The days of a registration on which the exam version can be sat, from today on.
fn usable(exam: &ExamVersion, registration: &OpenRegistration, today: Date) -> Option<(Date, Option<Date>)> {
    let days = testing::of_registration(exam, registration.sit_from.max(today), registration.sit_until)?;
    Some((days.first, days.last))
}

fn gone(proposed: Option<&ExamVersion>, today: Date) -> Said {
    match proposed.map(|exam| testing::here(exam).last) {
        None => Said::of("detail.exam-gone"),
        Some(Some(last)) if last < today => Said::of("detail.exam-over").with("last", last),
        _ => Said::of("detail.exam-on-none-of-the-days"),
    }
}

fn tries(event: &Event, exam: &ExamCode) -> bool {
    match &event.happening {
        Happening::Pass { what: Earned::Exam(tried) } | Happening::Fail { what: Earned::Exam(tried) } => {
            tried == exam
        }
        _ => false,
    }
}

/// What somebody did at one exam version, as the retake rules look at it.
fn tries_at(history: &[Event], exam: &ExamCode) -> Vec<Try> {
    let of_it = history.iter().filter(|event| tries(event, exam) && !is_voided(history, event));
    let tried = |event: &Event| {
        let passed = matches!(event.happening, Happening::Pass { .. });
        Try { on: event.date, passed }
    };
    of_it.map(tried).collect()
}
