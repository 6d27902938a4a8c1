//! An exam version on its own: dates, scale, items, price; the zone of all dates.

use jiff::tz::TimeZoneDatabase;

use super::{Found, known, reversed};
use crate::{
    codes,
    model::{Clause, ExamVersion, Programme},
};

pub(super) fn check(programme: &Programme, found: &mut Found) {
    zone(programme, found);
    for exam in &programme.exams {
        dates(exam, found);
        form(exam, found);
    }
}

fn zone(programme: &Programme, found: &mut Found) {
    // The bundled database: the check must not depend on the machine it runs on.
    if programme.zone.is_empty() || TimeZoneDatabase::bundled().get(&programme.zone).is_ok() {
        return;
    }
    let clause = Clause { file: "programme.toml".to_owned(), line: 1 };
    let message = format!("`{}` is no time zone", programme.zone);
    let hint = "write an IANA name such as `UTC` or `America/Los_Angeles`";
    found.error(codes::ZONE, (&clause, "zone"), message, hint);
}

fn dates(exam: &ExamVersion, found: &mut Found) {
    let place = |key| (&exam.clause, key);
    let mut order = |key, earlier, later, sentence: String| {
        if reversed(earlier, later) {
            let hint = format!("{earlier} is after {later}: one of the two is wrong");
            found.error(codes::EXAM_DATES, (&exam.clause, key), sentence, hint);
        }
    };
    let code = &exam.code;
    if let Some(guide) = exam.guide_released_on {
        let sentence = format!("registration for {code} opens before its guide is released");
        order("registration_opens_on", guide, exam.registration_opens_on, sentence);
    }
    let sentence = format!("{code} is sat before registration for it opens");
    order("first_test_day_on", exam.registration_opens_on, exam.first_test_day_on, sentence);
    if let Some(last) = exam.last_test_day_on {
        let sentence = format!("the last test day of {code} is before its first");
        order("last_test_day_on", exam.first_test_day_on, last, sentence);
    }
    if let Some(booking) = exam.last_booking_day_on {
        let sentence = format!("registration for {code} closes before it opens");
        order("last_booking_day_on", exam.registration_opens_on, booking, sentence);
        if let Some(last) = exam.last_test_day_on.and_then(known)
            && booking > last
        {
            let message = format!(
                "registrations for {code} are accepted until {booking}, after its last test day {last}"
            );
            let hint = "set `last_booking_day_on` to the last test day or earlier: later ones cannot be sat";
            found.error(codes::BOOKING_AFTER_END, place("last_booking_day_on"), message, hint);
        }
    }
}

fn form(exam: &ExamVersion, found: &mut Found) {
    let place = |key| (&exam.clause, key);
    let code = &exam.code;
    let scale = exam.scale;
    if scale.maximum > 0 && !(scale.minimum < scale.cut && scale.cut <= scale.maximum) {
        let message = format!("the cut score {} of {code} is not on its scale", scale.cut);
        let hint = format!("it must be above {} and at most {}", scale.minimum, scale.maximum);
        found.error(codes::CUT_OFF_SCALE, place("scale"), message, hint);
    }
    if exam.items_scored > exam.items_total {
        let message = format!("{code} scores {} items of {} on a form", exam.items_scored, exam.items_total);
        let hint = "`items_total` counts the scored items and the pretest items";
        found.error(codes::ITEM_COUNTS, place("items_scored"), message, hint);
    }
    let currency = &exam.price.currency;
    let is_code = currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase());
    if !currency.is_empty() && !is_code {
        let message = format!("`{currency}` is no currency");
        found.error(codes::CURRENCY, place("price"), message, "write its three letters, such as `USD`");
    }
    let empty = [
        (exam.items_scored == 0, "items_scored", "scores no items"),
        (exam.time_limit_min == 0, "time_limit_min", "has no testing time"),
        (exam.languages.is_empty(), "languages", "has no language"),
    ];
    for (_, key, what) in empty.iter().filter(|(is_empty, ..)| *is_empty) {
        let message = format!("{code} {what}: nobody can sit it");
        found.error(codes::EMPTY_FORM, place(key), message, format!("give `{key}` its value"));
    }
}
