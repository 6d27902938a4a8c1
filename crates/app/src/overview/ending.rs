//! What ends soon, by day and by week.

use assay_kernel::Date;
use assay_store::EndingOnDay;
use jiff::ToSpan;

/// What ends within these days of today ends soon.
pub const SOON_DAYS: i64 = 30;
/// How far it is looked ahead: today and these days are thirteen whole weeks.
pub const NEXT_DAYS: i64 = 90;
const WEEKS: i64 = 13;

/// Certifications by their last valid day, from today on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    today: Date,
    days: Vec<(Date, i64)>,
}

/// Seven days of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndingWeek {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// What ends soon.
    pub soon: i64,
    /// What ends later.
    pub later: i64,
}

impl Ending {
    /// From what was counted.
    pub(crate) fn of(today: Date, days: Vec<EndingOnDay>) -> Self {
        let days = days.into_iter().map(|line| (line.day.0, line.certifications)).collect();
        Ending { today, days }
    }

    /// The last day that is looked at.
    pub fn last_day(today: Date) -> Date {
        today.saturating_add(NEXT_DAYS.days())
    }

    /// How many have their last valid day from today until so many days later.
    pub fn within(&self, days: i64) -> i64 {
        self.between(self.today, self.today.saturating_add(days.days()))
    }

    /// Thirteen weeks, the first of which begins today.
    pub fn weeks(&self) -> Vec<EndingWeek> {
        let soon = self.today.saturating_add(SOON_DAYS.days());
        let week = |number: i64| {
            let from = self.today.saturating_add(number.weeks());
            let until = from.saturating_add(6.days());
            let all = self.between(from, until);
            let of_them = self.between(from, until.min(soon));
            EndingWeek { from, until, soon: of_them, later: all - of_them }
        };
        (0..WEEKS).map(week).collect()
    }

    fn between(&self, from: Date, until: Date) -> i64 {
        self.days.iter().filter(|(day, _)| (from..=until).contains(day)).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;
    use assay_store::Day;

    use super::*;

    #[test]
    fn weeks_hold_every_day_once_and_say_which_part_is_soon() {
        let today = date(2025, 10, 1);
        let on = |day, certifications| EndingOnDay { day: Day(day), certifications };
        let days = vec![
            on(date(2025, 10, 1), 3),
            on(date(2025, 10, 7), 4),
            on(date(2025, 10, 8), 5),
            on(date(2025, 10, 31), 7),
            on(date(2025, 11, 1), 11),
            on(date(2025, 12, 30), 13),
        ];
        let ending = Ending::of(today, days);
        assert_eq!((ending.within(SOON_DAYS), ending.within(NEXT_DAYS)), (19, 43));
        let weeks = ending.weeks();
        assert_eq!((weeks.len(), weeks[0].from, weeks[12].until), (13, today, date(2025, 12, 30)));
        assert_eq!(Ending::last_day(today), date(2025, 12, 30));
        assert_eq!((weeks[0].soon, weeks[1].soon), (7, 5));
        // The thirtieth day lies within a week: its bar has both parts.
        assert_eq!((weeks[4].soon, weeks[4].later), (7, 11));
        assert_eq!(weeks.iter().map(|week| week.soon + week.later).sum::<i64>(), 43);
    }
}
