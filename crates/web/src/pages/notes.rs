//! What was noted about a person's sittings, in sentences: who began to write, who took over.

use assay_app::{ClockState, NoteKind, NoteLine};
use assay_assessment::registration::long;
use jiff::{SignedDuration, tz::TimeZone};
use maud::{Markup, html};

use super::account::device;
use crate::ui;

/// The notes of a person's sittings, latest first; nothing where there are none.
pub(super) fn notes(notes: &[NoteLine], zone: &TimeZone) -> Markup {
    html! {
        @if !notes.is_empty() {
            h3 { "Devices they were sat on" }
            ul {
                @for note in notes {
                    @let at = note.noted_at.to_zoned(zone.clone());
                    li { (long(at.date())) ", " (at.strftime("%H:%M:%S").to_string()) ": " (sentence(note)) }
                }
            }
        }
    }
}

fn sentence(note: &NoteLine) -> String {
    let (device, exam) = (device(&note.device), &note.exam);
    match note.kind {
        NoteKind::Started => format!("{device} started {exam}."),
        NoteKind::Claimed => format!("{device} began to write {exam}."),
        NoteKind::TakenOver => {
            format!("{device} took {exam} over from another device, which has only read since.")
        }
    }
}

/// Tells the operator that the machine's clock was moved; nothing where it never was.
pub(super) fn clock(state: &ClockState, zone: &TimeZone) -> Markup {
    let Some(last) = state.last else { return html! {} };
    let at = last.noticed_at.to_zoned(zone.clone());
    let when = format!("On {} at {}", long(at.date()), at.strftime("%H:%M:%S"));
    let title = format!("The clock of this machine was set {}", moved(last.by, "on", "back"));
    let now = match state.apart {
        SignedDuration::ZERO => "It agrees with the elapsed time again.".to_owned(),
        apart => format!(
            "It is {} of the elapsed time. Set it right; or, if it is right now, start Assay again when no \
             exam is running.",
            moved(apart, "ahead", "behind"),
        ),
    };
    let banner = ui::Banner::new(ui::Tone::Attention, title);
    ui::banner(&banner.body(html! {
        p { (when) ". Nothing was submitted and nobody got more or less time: exams go on by the elapsed \
                    time. " (now) }
    }))
}

fn moved(by: SignedDuration, forward: &str, back: &str) -> String {
    let seconds = by.as_secs().unsigned_abs();
    let length = match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    };
    format!("{length} {}", if by.is_negative() { back } else { forward })
}

#[cfg(test)]
mod tests {
    use assay_app::Jump;
    use assay_kernel::Instant;

    use super::*;

    #[test]
    fn a_clock_that_was_moved_is_told_in_words_and_one_that_never_was_is_not() {
        let told = |by, apart| {
            let last = Some(Jump { noticed_at: Instant::UNIX_EPOCH, by: SignedDuration::from_secs(by) });
            let state = ClockState { apart: SignedDuration::from_secs(apart), jumps: 1, last };
            clock(&state, &TimeZone::UTC).into_string()
        };
        assert_eq!(clock(&ClockState::default(), &TimeZone::UTC).into_string(), "");
        let forward = told(3 * 3600 + 61, 3 * 3600 + 61);
        assert!(
            forward.contains("was set 3 h 1 min on") && forward.contains("is 3 h 1 min ahead"),
            "{forward}"
        );
        assert!(forward.contains("On 1 January 1970 at 00:00:00"), "{forward}");
        let back = told(-75, -75);
        assert!(back.contains("was set 1 min 15 s back") && back.contains("is 1 min 15 s behind"), "{back}");
        assert!(told(-5, 0).contains("agrees with the elapsed time again"));
    }
}
