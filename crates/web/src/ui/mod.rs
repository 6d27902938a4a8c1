//! The design system: each component once, as a function returning [`maud::Markup`].
//!
//! Components take small plain structs and know nothing of the domain: dates arrive as text
//! ('29 September 2025'), positions on bars as per mille of the whole ([`permille`]). Nothing here
//! writes `style` attributes or inline scripts, so the pages work under a content security policy of
//! `default-src 'self'`. The looks are in `assets/assay.css`; every component stands on
//! [`styleguide`].
//!
//! ```text
//! use crate::ui;
//! let nav = vec![ui::NavLink::new("Catalogue", "/").current(true)];
//! let shell = ui::Shell::new("Catalogue", "CloudOps certification").nav(nav);
//! let html = ui::page(&shell, maud::html! { h1 { "Catalogue" } (ui::chip(ui::Tone::Good, "Active")) });
//! ```

mod action;
mod badge;
mod bars;
mod card;
mod chart;
mod credential;
mod crosswalk;
mod exam_frame;
mod field;
mod form;
mod held;
mod icon;
mod interaction;
mod layout;
mod list;
mod measure;
mod message;
mod next;
mod period;
mod rail;
mod range;
mod shell;
mod start;
mod status;
mod styleguide;
mod table;
mod timeline;
mod todo;
mod verdict;
mod waiting;
mod weights;

pub use action::{Button, ButtonKind, button, link_button, post_button, submit_button};
pub use badge::{BadgeHead, badge_head, badge_picture, copy_field, fold, for_you_alone, state_word};
pub use bars::{BarLine, bars};
pub use card::{CheckLine, CheckVerdict, PersonCard, checks, person_card, person_row};
pub use chart::{Chart, Series, bar_chart, line_chart, stacked_chart};
pub use credential::{CredentialCard, ReasonLine, WayLine, credential_card, reasons, ways};
pub use crosswalk::{CrosswalkEntry, CrosswalkGroup, CrosswalkRow, ShowTab, SkillFate, crosswalk, show_tabs};
pub(crate) use exam_frame::exam_frame;
pub use field::{Field, InputKind, field, file_field, textarea};
pub use form::{
    Choice, FieldError, checkbox, checkboxes, csrf_field, error_summary, post_form, radios, select,
};
pub use held::{HeldRow, held_rows, need_card};
pub use icon::{Icon, icon, mark, wordmark};
pub(crate) use interaction::{
    AskedValues, FormRead, QuestionShown, ReleasedKey, ResponseFault, Responses, SAMPLES, Sample, asked,
    direction, is_field, prose, question, read,
};
pub use layout::{Crumb, TermFact, breadcrumbs, code_block, dialog, facts, page_header, section};
pub use list::{ListChip, ListColumn, ListFilter, ListPage, ListShown, PageLink, Width, list, narrowing};
pub use measure::{
    Estimate, Meter, ProgressState, ProgressStep, ScoreBar, Stat, estimates, meter, score_scale, stat, stats,
    steps,
};
pub use message::{MessageDay, MessageShown, messages};
pub use next::{NextStep, next_step};
pub use period::{PeriodBar, PeriodWindow, period_bar};
pub use rail::{NavLink, Rail, RailGroup};
pub use range::{RangeBar, range_bar};
pub use shell::{ClockDay, ClockShown, ExamShell, Person, Shell, demo_clock, exam_page, page};
pub use start::{Begin, begin_form, device_check, keys_fold, points};
pub use status::{Banner, EmptyState, Tone, banner, chip, empty_state, verdict_heading};
pub use styleguide::styleguide;
pub use table::{Column, Pagination, Table, pagination, table};
pub use timeline::{TimelineEvent, timeline};
pub use todo::{TodoLine, TodoState, todo};
pub use verdict::{VerdictCard, verdict_card};
pub use waiting::{WaitingLine, waiting};
pub use weights::{DomainWeight, domain_weights};

/// Position of a day between two days, in thousandths, clamped to 0..=1000.
///
/// Days are any common count (for instance days since 1970-01-01).
pub fn permille(start: i64, end: i64, at: i64) -> u16 {
    let span = end.saturating_sub(start).max(1);
    let offset = at.saturating_sub(start).clamp(0, span);
    let scaled = i128::from(offset) * 1000 / i128::from(span);
    u16::try_from(scaled).unwrap_or(1000)
}

/// Writes per mille as the percentage SVG attributes want: 325 becomes `32.5%`.
pub(crate) fn percent(permille: u16) -> String {
    let capped = permille.min(1000);
    format!("{}.{}%", capped / 10, capped % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_outside_the_period_stays_on_the_bar() {
        assert_eq!(permille(0, 100, -5), 0);
        assert_eq!(permille(0, 100, 250), 1000);
        assert_eq!(permille(0, 1000, 325), 325);
    }

    #[test]
    fn a_period_without_length_does_not_divide_by_zero() {
        assert_eq!(permille(7, 7, 7), 0);
        assert_eq!(permille(i64::MIN, i64::MAX, 0), 1000);
    }

    #[test]
    fn per_mille_prints_as_percent() {
        assert_eq!(percent(325), "32.5%");
        assert_eq!(percent(4000), "100.0%");
    }

    #[test]
    fn no_component_needs_inline_styles_or_scripts() {
        let html = styleguide().into_string();
        assert!(!html.contains(" style="), "style attributes break the content security policy");
        assert!(!html.contains("<style"), "inline style sheets break the content security policy");
        for handler in [" onclick=", " onchange=", " onload=", "javascript:"] {
            assert!(!html.contains(handler), "{handler} breaks the content security policy");
        }
    }

    #[test]
    fn text_from_outside_is_escaped() {
        let html = chip(Tone::Good, "<b>").into_string();
        assert!(html.contains("&lt;b&gt;"));
    }
}
