//! What the team's lists have in common: a page of rows with true totals, and spans of the programme's days.

use assay_kernel::Date;
use assay_store::{Between, Ms, Rows};
use jiff::ToSpan;

use crate::{AppError, Asking};

/// Rows of a page of a list.
pub const PAGE_ROWS: i64 = 50;

/// A page of what a filter leaves.
pub struct Listed<T> {
    /// Its lines.
    pub lines: Vec<T>,
    /// How many there are that the filter leaves.
    pub count: i64,
    /// Whether there are more than `count`, because it is not counted any further.
    pub has_more: bool,
    /// How many there are without it.
    pub of: i64,
    /// Which page it is, from 1: the one asked for, or the last.
    pub page: i64,
}

impl<T> Listed<T> {
    /// A page of a short list that was read whole: what is kept of it.
    pub fn of_all(all: Vec<T>, asked: i64, keep: impl Fn(&T) -> bool) -> Self {
        let number = |lines: usize| i64::try_from(lines).unwrap_or(i64::MAX);
        let of = number(all.len());
        let kept: Vec<T> = all.into_iter().filter(keep).collect();
        let count = number(kept.len());
        let (page, rows) = page_of(asked, count);
        let place = |rows: i64| usize::try_from(rows).unwrap_or_default();
        let lines = kept.into_iter().skip(place(rows.offset)).take(place(rows.limit)).collect();
        Listed { lines, count, has_more: false, of, page }
    }
}

/// The page that is shown where one is asked for of so many rows, and its rows.
pub(crate) fn page_of(asked: i64, count: i64) -> (i64, Rows) {
    let last = (count - 1).max(0) / PAGE_ROWS + 1;
    let page = asked.clamp(1, last);
    (page, Rows { limit: PAGE_ROWS, offset: (page - 1) * PAGE_ROWS })
}

/// Days of the programme, both included; none asks nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DaysBetween {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub until: Option<Date>,
}

impl DaysBetween {
    /// As instants, in the programme's zone.
    pub(crate) fn span(self, asking: &Asking) -> Result<Between, AppError> {
        let beginning = |day: Date| {
            let day = asking.zone.to_zoned(day.at(0, 0, 0, 0)).map(|begin| Ms(begin.timestamp()));
            day.map_err(|error| AppError::internal("the beginning of a day", error))
        };
        let next = self.until.map(|day| day.saturating_add(1.day()));
        Ok(Between { from: self.from.map(beginning).transpose()?, before: next.map(beginning).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_paged_after_it_was_filtered() {
        let even = Listed::of_all((0..120).collect(), 2, |number| number % 2 == 0);
        assert_eq!(
            (even.lines, even.count, even.of, even.page),
            ((100..120).step_by(2).collect(), 60, 120, 2)
        );
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let page = |asked, count| page_of(asked, count).0;
        assert_eq!([page(1, 0), page(-4, 0), page(9, 0)], [1, 1, 1]);
        assert_eq!([page(1, 50), page(2, 50), page(2, 51), page(9, 784)], [1, 1, 2, 9]);
        assert_eq!(page_of(17, 784).1, Rows { limit: 50, offset: 750 });
    }
}
