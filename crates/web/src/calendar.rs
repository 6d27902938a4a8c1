//! Days as a file for calendars (RFC 5545).
//!
//! Looked at: `icalendar` and `ics`, which bring a second calendar library for what these lines write:
//! whole days with a reminder, in one kind of component.

use std::fmt::Write;

use assay_kernel::{Date, Instant};

/// No line is longer, in octets and without its end (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// A whole day with what it is for.
pub struct CalendarDay {
    /// Stable: the same day of the same thing replaces itself in a calendar (3.8.4.7).
    pub uid: String,
    /// Which day.
    pub on: Date,
    /// What it is, in a few words.
    pub summary: String,
    /// What to know about it.
    pub text: String,
    /// Where it is dealt with.
    pub url: String,
    /// A reminder so many days before; none for none.
    pub days_before: Option<u32>,
    /// It is off.
    pub cancelled: bool,
}

/// Days of one programme.
pub struct Calendar<'a> {
    /// Whose days they are.
    pub programme: &'a str,
    /// When this was written.
    pub at: Instant,
    /// In order.
    pub days: &'a [CalendarDay],
}

impl Calendar<'_> {
    /// The file.
    pub fn written(&self) -> String {
        let mut lines = Lines::default();
        lines.add("BEGIN", "VCALENDAR");
        lines.add("VERSION", "2.0");
        lines.add("PRODID", &escaped(&format!("-//Assay//{}//EN", self.programme)));
        lines.add("METHOD", "PUBLISH");
        for day in self.days {
            self.add(&mut lines, day);
        }
        lines.add("END", "VCALENDAR");
        lines.0
    }

    fn add(&self, lines: &mut Lines, day: &CalendarDay) {
        let (from, to) = (day.on, day.on.tomorrow().unwrap_or(day.on));
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", &day.uid);
        lines.add("DTSTAMP", &self.at.strftime("%Y%m%dT%H%M%SZ").to_string());
        lines.add("DTSTART;VALUE=DATE", &from.strftime("%Y%m%d").to_string());
        lines.add("DTEND;VALUE=DATE", &to.strftime("%Y%m%d").to_string());
        lines.add("SUMMARY", &escaped(&day.summary));
        lines.add("DESCRIPTION", &escaped(&day.text));
        lines.add("URL", &day.url);
        lines.add("STATUS", if day.cancelled { "CANCELLED" } else { "CONFIRMED" });
        // What is written later counts, whatever the calendar has: minutes, which only rise (3.8.7.4).
        lines.add("SEQUENCE", &(self.at.as_second() / 60).to_string());
        // It is a day to know of, not one that is taken.
        lines.add("TRANSP", "TRANSPARENT");
        if let Some(days) = day.days_before.filter(|_days| !day.cancelled) {
            lines.add("BEGIN", "VALARM");
            lines.add("ACTION", "DISPLAY");
            lines.add("DESCRIPTION", &escaped(&day.summary));
            lines.add("TRIGGER", &format!("-P{days}D"));
            lines.add("END", "VALARM");
        }
        lines.add("END", "VEVENT");
    }
}

/// A text as a value (3.3.11).
fn escaped(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    plain.replace("\r\n", "\\n").replace('\n', "\\n")
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line, folded between characters (3.1).
    fn add(&mut self, name: &str, value: &str) {
        let mut room = LINE_OCTETS_MAX;
        for letter in format!("{name}:{value}").chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE_OCTETS_MAX - 1;
            }
            room -= letter.len_utf8();
            let _ = self.0.write_char(letter);
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    fn day() -> CalendarDay {
        CalendarDay {
            uid: "reg_1-last@certs.example".to_owned(),
            on: date(2025, 12, 31),
            summary: "SOA-C03: last day to sit it".to_owned(),
            text: "Days; of a zone, \\ and\nwords Ööööööööööööööööööööööööööööööööööööööööööööö".to_owned(),
            url: "https://certs.example/my/exams".to_owned(),
            days_before: Some(7),
            cancelled: false,
        }
    }

    fn written(days: &[CalendarDay]) -> String {
        Calendar { programme: "Cloud, operations", at: Instant::UNIX_EPOCH, days }.written()
    }

    #[test]
    fn a_day_ends_where_the_next_begins_and_reminds_before_it() {
        let text = written(&[day()]);
        for line in [
            "DTSTART;VALUE=DATE:20251231",
            "DTEND;VALUE=DATE:20260101",
            "DTSTAMP:19700101T000000Z",
            "TRIGGER:-P7D",
            "STATUS:CONFIRMED",
            "PRODID:-//Assay//Cloud\\, operations//EN",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        let off = written(&[CalendarDay { cancelled: true, ..day() }]);
        assert!(off.contains("STATUS:CANCELLED\r\nSEQUENCE:0") && !off.contains("VALARM"), "{off}");
        assert!(off.contains("UID:reg_1-last@certs.example"), "the same one");
    }

    #[test]
    fn lines_are_folded_between_characters_and_texts_are_escaped() {
        let text = written(&[day()]);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS_MAX), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("DESCRIPTION:Days\\; of a zone\\, \\\\ and\\nwords Öööö"), "{unfolded}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "every line ends by both");
    }
}
