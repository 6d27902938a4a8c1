//! Each report as a picture with its table.

use std::collections::BTreeMap;

use assay_app::{Asking, EndingLine, FirstTries, FunnelLine, MonthLine};
use assay_assessment::registration::long;
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

use crate::{pages::list::grouped, ui};

/// Parts of a stacked bar that can still be told apart; the rest stands together.
const PARTS_MAX: usize = 4;
/// First tries from which on a rate is said; of fewer only its interval.
const TRIES_FOR_A_RATE: u32 = 20;

/// Counts by something along the axis and by what they are of.
#[derive(Default)]
struct StackedCounts {
    along: Vec<Date>,
    counts: BTreeMap<(String, Date), i64>,
}

impl StackedCounts {
    fn over(along: Vec<Date>) -> Self {
        StackedCounts { along, counts: BTreeMap::new() }
    }

    fn add(&mut self, of: &str, at: Date, count: i64) {
        *self.counts.entry((of.to_owned(), at)).or_default() += count;
    }

    fn at(&self, of: &str, at: Date) -> i64 {
        self.counts.get(&(of.to_owned(), at)).copied().unwrap_or_default()
    }

    /// What is counted, the most frequent first.
    fn kinds(&self) -> Vec<(String, i64)> {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for ((of, _), count) in &self.counts {
            *sums.entry(of).or_default() += count;
        }
        let mut kinds: Vec<(String, i64)> = sums.into_iter().map(|(of, sum)| (of.to_owned(), sum)).collect();
        kinds.retain(|(_, sum)| *sum > 0);
        kinds.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        kinds
    }

    /// The parts of the bars: the most frequent, and the rest as one.
    fn series(&self, rest: &str) -> Vec<ui::Series> {
        let kinds = self.kinds();
        let shown = if kinds.len() > PARTS_MAX { PARTS_MAX - 1 } else { kinds.len() };
        let (own, others) = kinds.split_at(shown);
        let value = |kinds: &[(String, i64)], at: Date| {
            let sum: i64 = kinds.iter().map(|(of, _)| self.at(of, at)).sum();
            u32::try_from(sum).unwrap_or(u32::MAX)
        };
        let series = |name: &str, kinds: &[(String, i64)]| ui::Series {
            name: name.to_owned(),
            values: self.along.iter().map(|at| value(kinds, *at)).collect(),
            urgent: false,
        };
        let mut all: Vec<ui::Series> =
            own.iter().map(|kind| series(&kind.0, std::slice::from_ref(kind))).collect();
        if !others.is_empty() {
            all.push(series(rest, others));
        }
        all
    }

    /// Every number: a row a place along the axis, a column a kind, and their sum.
    fn table(&self, caption: &str, first: &str, label: fn(Date) -> String, csv: &str) -> ui::Table {
        let kinds = self.kinds();
        let mut columns = vec![ui::Column::text(first)];
        columns.extend(kinds.iter().map(|(of, _)| ui::Column::number(of.as_str())));
        columns.push(ui::Column::number("All"));
        let rows = self.along.iter().map(|at| {
            let counts = kinds.iter().map(|(of, _)| self.at(of, *at));
            let all: i64 = counts.clone().sum();
            let cells = counts.chain([all]).map(|count| html! { (grouped(count)) });
            std::iter::once(html! { (label(*at)) }).chain(cells).collect()
        });
        ui::Table::new(caption, columns).rows(rows.collect()).csv(csv)
    }
}

/// A span of days in words.
pub(super) fn span((first, last): (Date, Date)) -> String {
    format!("{} to {}", long(first), long(last))
}

/// A quarter as people write it: `Q4 2025`.
fn quarter(first: Date) -> String {
    format!("Q{} {}", (first.month() - 1) / 3 + 1, first.year())
}

fn nothing(title: &str, text: &str) -> Markup {
    ui::empty_state(&ui::EmptyState::new(title, text))
}

fn month(first: Date) -> String {
    first.strftime("%b %Y").to_string()
}

/// First days, so many months apart, that a span touches.
fn steps((first, last): (Date, Date), months: i64) -> Vec<Date> {
    let begin = first.first_of_month();
    let begin = begin.saturating_sub((i64::from(begin.month() - 1) % months).months());
    (0..)
        .map(|number: i64| begin.saturating_add((number * months).months()))
        .take_while(|step| *step <= last)
        .collect()
}

pub(super) fn passes(results: &[MonthLine], period: (Date, Date), csv: &str) -> Markup {
    let mut counts = StackedCounts::over(steps(period, 1));
    for line in results {
        counts.add(&line.exam, line.month, line.passed);
    }
    let (passed, here): (i64, i64) =
        results.iter().fold((0, 0), |(all, here), line| (all + line.passed, here + line.passed_here));
    let failed: i64 = results.iter().map(|line| line.failed).sum();
    if passed == 0 {
        return nothing("Nobody passed in this period", "A pass appears here from the day it is on record.");
    }
    let chart = ui::Chart {
        caption: "Passes, by month".to_owned(),
        labels: counts.along.iter().map(|at| month(*at)).collect(),
        series: counts.series("Other exams"),
        about: format!("Passes from {}: {}.", span(period), grouped(passed)),
        numbers: Some(counts.table("Passes, by month and exam", "Month", month, csv)),
        ..ui::Chart::default()
    };
    html! {
        p class="muted" {
            "Results on record: " (grouped(passed)) " passed, " (grouped(failed)) " failed. Of the passes, "
            (grouped(here)) " in a sitting here and " (grouped(passed - here)) " recorded from elsewhere."
        }
        div class="card" { (ui::stacked_chart(&chart)) }
    }
}

pub(super) fn first_tries(tries: &[FirstTries], csv: &str) -> Markup {
    if tries.is_empty() {
        let text = "Counted are people whose first result in an exam version is of a sitting here. Of what \
            was recorded from elsewhere often only the passes are known, so no rate is made of it.";
        return nothing("No first try in this period", text);
    }
    let percent = |permille: u16| format!("{} %", (permille + 5) / 10);
    let line = |line: &FirstTries| {
        let share = line.share;
        let between =
            format!("between {} and {}", percent(share.low_permille()), percent(share.high_permille()));
        let counted = format!("{} of {}", grouped(share.part.into()), grouped(share.whole.into()));
        let text = match share.whole >= TRIES_FOR_A_RATE {
            true => format!("{}, {between}; {counted}", percent(share.permille())),
            false => format!("{between}; {counted}, too few for a rate"),
        };
        ui::Estimate {
            label: line.exam.clone(),
            text,
            at: share.permille(),
            low: share.low_permille(),
            high: share.high_permille(),
            tone: ui::Tone::Neutral,
        }
    };
    let columns = ["Exam", "First tries", "Passed", "Rate", "From", "To"].map(|title| match title {
        "Exam" => ui::Column::text(title),
        _ => ui::Column::number(title),
    });
    let rows = tries.iter().map(|line| {
        let share = line.share;
        let is_said = share.whole >= TRIES_FOR_A_RATE;
        vec![
            html! { (line.exam) },
            html! { (grouped(share.whole.into())) },
            html! { (grouped(share.part.into())) },
            html! { @if is_said { (percent(share.permille())) } @else { "too few" } },
            html! { (percent(share.low_permille())) },
            html! { (percent(share.high_permille())) },
        ]
    });
    let caption = "Passed at the first try, by exam";
    html! {
        p class="muted" {
            "Of each person the first result in an exam version, where it is of a sitting here. The pale \
             part is the 95 % interval (Wilson): with other people as good, the rate may lie anywhere in it."
        }
        div class="card" {
            (ui::estimates(caption, &tries.iter().map(line).collect::<Vec<_>>()))
            (ui::table(&ui::Table::new(caption, columns.to_vec()).rows(rows.collect()).csv(csv)))
        }
    }
}

pub(super) fn ending(asking: &Asking, lines: &[EndingLine], period: (Date, Date), csv: &str) -> Markup {
    let mut counts = StackedCounts::over(steps(period, 3));
    for line in lines {
        let title = asking.programme.certification(&line.certification).map(|known| known.title.as_str());
        counts.add(title.unwrap_or(&line.certification), line.quarter, line.ending);
    }
    let all: i64 = lines.iter().map(|line| line.ending).sum();
    if all == 0 {
        return nothing("No certification ends in this period", "Those without an end are not counted.");
    }
    let chart = ui::Chart {
        caption: "Certifications by the quarter of their last valid day".to_owned(),
        labels: counts.along.iter().map(|at| quarter(*at)).collect(),
        series: counts.series("Other certifications"),
        about: format!("Certifications that end from {}: {}.", span(period), grouped(all)),
        numbers: Some(counts.table("Certifications that end, by quarter", "Quarter", quarter, csv)),
        ..ui::Chart::default()
    };
    html! {
        p class="muted" {
            (span(period)) ". Counted by the badges as they were last published: what is renewed before \
            moves on, what was withdrawn or suspended is left out."
        }
        div class="card" { (ui::stacked_chart(&chart)) }
    }
}

pub(super) fn funnel(lines: &[FunnelLine], csv: &str) -> Markup {
    if lines.is_empty() {
        return nothing(
            "Nobody registered in this period",
            "Registrations are counted by the day they are made.",
        );
    }
    let sum = |of: fn(&FunnelLine) -> i64| lines.iter().map(of).sum::<i64>();
    let (registered, withdrawn) = (sum(|line| line.registered), sum(|line| line.withdrawn));
    let step = |label: &str, count: i64| ui::BarLine {
        label: html! { (label) },
        note: String::new(),
        count,
        value: html! { (grouped(count)) },
    };
    let columns =
        ["Exam", "Registered", "Withdrawn", "Not used yet", "Sat", "Passed"].map(|title| match title {
            "Exam" => ui::Column::text(title),
            _ => ui::Column::number(title),
        });
    let rows = lines.iter().map(|line| {
        let unused = line.registered - line.withdrawn - line.sat;
        let counts = [line.registered, line.withdrawn, unused, line.sat, line.passed];
        let cells = counts.into_iter().map(|count| html! { (grouped(count)) });
        std::iter::once(html! { (line.exam) }).chain(cells).collect()
    });
    let table = ui::Table::new("Registrations made in the period, by exam", columns.to_vec());
    html! {
        p class="muted" {
            "What became of the registrations that were made in the period, however much later. Withdrawn: "
            (grouped(withdrawn)) "."
        }
        div class="card" {
            (ui::bars(&[
                step("Registered", registered),
                step("Sat", sum(|line| line.sat)),
                step("Passed", sum(|line| line.passed)),
            ]))
            (ui::table(&table.rows(rows.collect()).csv(csv)))
        }
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    #[test]
    fn a_span_has_every_month_and_quarter_that_it_touches() {
        let period = (date(2024, 11, 30), date(2025, 2, 1));
        let months: Vec<String> = steps(period, 1).into_iter().map(month).collect();
        assert_eq!(months, ["Nov 2024", "Dec 2024", "Jan 2025", "Feb 2025"]);
        // A quarter begins with its own first month, not with that of the span.
        let period = (period.0, date(2025, 1, 15));
        let quarters: Vec<String> = steps(period, 3).into_iter().map(quarter).collect();
        assert_eq!(quarters, ["Q4 2024", "Q1 2025"]);
    }

    #[test]
    fn a_bar_has_four_parts_at_most_and_loses_nothing() {
        let (first, second) = (date(2025, 1, 1), date(2025, 2, 1));
        let mut counts = StackedCounts::over(vec![first, second]);
        for (exam, count) in [("A", 1), ("B", 20), ("C", 3), ("D", 40), ("E", 5), ("F", 0)] {
            counts.add(exam, first, count);
            counts.add(exam, second, 1.min(count));
        }
        let series = counts.series("Other exams");
        let told: Vec<(&str, &[u32])> =
            series.iter().map(|part| (part.name.as_str(), part.values.as_slice())).collect();
        assert_eq!(
            told,
            [("D", &[40, 1][..]), ("B", &[20, 1]), ("E", &[5, 1]), ("Other exams", &[4, 2])],
            "the most frequent have parts of their own"
        );
    }
}
