//! Open registrations, and fails that wait for a retake, under both programmes.

use assay_kernel::{Date, ExamCode};
use assay_programme::model::{Earned, ExamVersion, Programme};

use super::{
    Booking, Impact, ImpactKind, Subject,
    person::Tally,
    sides::{Key, What, next_day},
};
use crate::{Event, Happening, rules::Rules, words};

impl<'s> Tally<'s> {
    /// Bookings whose days are cut short or gone.
    pub(super) fn bookings(&mut self, subject: &Subject<'s>) {
        let sides = self.sides;
        for booking in subject.bookings {
            let usable = |rules: &Rules<'_>| {
                rules.exam(booking.exam.as_str()).and_then(|exam| usable(exam, booking, sides.today))
            };
            let Some((from, until)) = usable(&sides.current) else { continue };
            let proposed = sides.proposed.exam(booking.exam.as_str());
            if proposed.is_none() {
                self.lost.book(&booking.exam);
            }
            let exam = &booking.exam;
            let (detail, after, day) = match usable(&sides.proposed) {
                Some((first, last)) if first <= from && at_end(last) >= at_end(until) => continue,
                Some((first, last)) if first > from => {
                    (format!("{exam} can be sat only from {} on.", words::day(first)), last, sides.today)
                }
                Some((_, last)) => {
                    let detail = format!(
                        "{exam} can be sat only until {}; the booking says {}.",
                        words::until(last),
                        words::until(booking.sit_until)
                    );
                    (detail, last, last.map_or(sides.today, next_day))
                }
                None => (gone(exam, proposed, sides.today), None, sides.today),
            };
            self.note_exam(
                ImpactKind::BookingAfterLastDay,
                subject.person,
                exam,
                (until, after),
                day,
                detail,
            );
        }
    }

    /// Fails after which a day for a retake was left and is not any more, or is left now and was not.
    pub(super) fn retakes(&mut self, subject: &Subject<'s>) {
        let sides = self.sides;
        for (place, event) in subject.history.iter().enumerate() {
            let Happening::Fail { what: Earned::Exam(exam) } = &event.happening else { continue };
            let later = subject.history.get(place + 1..).unwrap_or_default();
            if later.iter().any(|event| tries(event, exam) || self.passes_instead(event, exam)) {
                continue; // Another try followed, which counts; or a pass of the version that followed.
            }
            let left = |rules: &Rules<'_>| {
                let version = rules.exam(exam.as_str())?;
                let from = retake_from(rules.programme(), subject.history, exam, event.date)?;
                let last = version.last_test_day_of_all();
                let first = from.max(version.first_test_day_on).max(sides.today);
                last.is_none_or(|last| first <= last).then_some((first, last))
            };
            let last =
                |rules: &Rules<'_>| rules.exam(exam.as_str()).and_then(ExamVersion::last_test_day_of_all);
            let failed = words::day(event.date);
            let (kind, days, detail) = match (left(&sides.current), left(&sides.proposed)) {
                (Some((_, before)), None) => {
                    let after = last(&sides.proposed);
                    let why = after.map(|last| format!(", for {exam} is last sat on {}", words::day(last)));
                    let why = why.unwrap_or_default();
                    let detail = format!("Failed {exam} on {failed}: no day for a retake is left{why}.");
                    (ImpactKind::RetakeCrossesCut, (before, after), detail)
                }
                (None, Some((first, after))) => {
                    let to = after.map(|last| format!(" until {}", words::day(last))).unwrap_or_default();
                    let from = sides.ahead(first).map(|first| format!(", from {}", words::day(first)));
                    let from = from.unwrap_or_default();
                    let detail = format!("Failed {exam} on {failed}: a retake is possible again{from}{to}.");
                    (ImpactKind::GainsRetake, (last(&sides.current), after), detail)
                }
                (Some(_), Some(_)) | (None, None) => continue,
            };
            self.note_exam(kind, subject.person, exam, days, sides.today, detail);
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
        detail: String,
    ) {
        let sides = self.sides;
        let version = sides.proposed.exam(exam.as_str()).or_else(|| sides.current.exam(exam.as_str()));
        let place = version.and_then(|version| sides.place(version.certification.as_str()));
        let key = Key { kind, place, what: What::Exam(exam.as_str()), begins: None, from: None };
        self.note(key, Impact { person: person.to_owned(), before, after, from: sides.ahead(from), detail });
    }
}

fn at_end(last: Option<Date>) -> Date {
    last.unwrap_or(Date::MAX)
}

/// The days of a booking on which the exam version can be sat, from today on.
fn usable(exam: &ExamVersion, booking: &Booking, today: Date) -> Option<(Date, Option<Date>)> {
    let first = booking.sit_from.max(exam.first_test_day_on).max(today);
    let last = booking.sit_until.into_iter().chain(exam.last_test_day_of_all()).min();
    last.is_none_or(|last| first <= last).then_some((first, last))
}

fn gone(exam: &ExamCode, proposed: Option<&ExamVersion>, today: Date) -> String {
    match proposed.map(ExamVersion::last_test_day_of_all) {
        None => format!("{exam} is no longer part of the programme."),
        Some(Some(last)) if last < today => format!("{exam} was last sat on {}.", words::day(last)),
        _ => format!("{exam} can be sat on none of the booked days."),
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

/// The first day on which the rules let somebody sit again after their last fail.
fn retake_from(programme: &Programme, history: &[Event], exam: &ExamCode, failed_on: Date) -> Option<Date> {
    let tried: Vec<&Event> = history.iter().filter(|event| tries(event, exam)).collect();
    let fails = tried.iter().rev().take_while(|event| matches!(event.happening, Happening::Fail { .. }));
    let retake = &programme.examination.retake;
    let waited = retake.wait_after(fails.count()).map_or(failed_on, |wait| wait.after(failed_on));
    let Some(limit) = retake.attempts else { return Some(waited) };
    // So many attempts fill the time; the oldest of them must have left it.
    let oldest = tried.len().checked_sub(usize::try_from(limit.max).ok()?).and_then(|place| tried.get(place));
    Some(oldest.map_or(waited, |oldest| waited.max(limit.within.after(oldest.date))))
}
