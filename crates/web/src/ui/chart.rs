//! Lines and bars over time, always with the same numbers in a table.

use super::table::{Column, Table, table};
use maud::{Markup, html};

/// One line of a chart, or one bar of each of its groups.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// What it shows: 'Before', 'After'.
    pub name: String,
    /// One number for each label of the chart.
    pub values: Vec<u32>,
    /// In a stack: it is what somebody should look at.
    pub urgent: bool,
}

/// Up to four series over the same labels.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// What the chart shows, with its unit.
    pub caption: String,
    /// The labels along it: months, days.
    pub labels: Vec<String>,
    /// The series.
    pub series: Vec<Series>,
    /// What the picture says, in a sentence; empty where the numbers say it.
    pub about: String,
    /// Where the numbers are as CSV; empty for nowhere.
    pub csv: String,
    /// The numbers, where there are more of them than are drawn; otherwise those of the series.
    pub numbers: Option<Table>,
}

/// Units of the drawing; its width follows the page.
const WIDTH: u64 = 1000;
const HEIGHT: u64 = 200;
/// Room above the highest line, for its label.
const TOP: u64 = 20;

/// Draws lines, a legend, and the numbers in an expandable table.
pub fn line_chart(chart: &Chart) -> Markup {
    figure(chart, legend_line, highest(chart), |top| {
        html! {
            @for (index, line) in chart.series.iter().enumerate() {
                polyline class={ "chart-line line-" (index % 4 + 1) } points=(points(line, top)) {}
            }
        }
    })
}

/// Draws bars side by side for each label: for counts, and for few labels.
pub fn bar_chart(chart: &Chart) -> Markup {
    figure(
        chart,
        |index| legend_bar(index % 4 + 1),
        highest(chart),
        |top| {
            html! {
                @for place in 0..chart.labels.len() {
                    @for (index, series) in chart.series.iter().enumerate() {
                        @let value = series.values.get(place).copied().unwrap_or_default();
                        @if value > 0 { (bar(chart, (place, index), value, top)) }
                    }
                }
            }
        },
    )
}

/// Draws bars one upon another for each label: for parts of a whole.
pub fn stacked_chart(chart: &Chart) -> Markup {
    let value = |series: &Series, place: usize| series.values.get(place).copied().unwrap_or_default();
    let sum = |place: usize| chart.series.iter().map(|series| value(series, place)).sum();
    let highest = (0..chart.labels.len()).map(sum).max().unwrap_or_default();
    figure(
        chart,
        |index| legend_bar(look(chart, index)),
        highest,
        |top| {
            html! {
                @for place in 0..chart.labels.len() {
                    @for (index, series) in chart.series.iter().enumerate() {
                        @let below: u32 = chart.series.iter().take(index).map(|s| value(s, place)).sum();
                        @let own = value(series, place);
                        @if own > 0 { (stacked_bar(chart, (place, index), (below, below + own), top)) }
                    }
                }
            }
        },
    )
}

/// A part of a bar that takes four fifths of its label's slot.
fn stacked_bar(chart: &Chart, (place, index): (usize, usize), (from, to): (u32, u32), top: u32) -> Markup {
    let slot = WIDTH * 100 / chart.labels.len().max(1) as u64;
    let (low, high) = (y_of(from, top), y_of(to, top));
    let x = hundredths(slot * place as u64 + slot / 10);
    html! {
        rect class={ "chart-bar bar-" (look(chart, index)) } x=(x) y=(high)
            width=(hundredths(slot * 4 / 5)) height=(low.saturating_sub(high)) {}
    }
}

/// The number of a part's colour: the accent first, and amber for what is urgent.
fn look(chart: &Chart, index: usize) -> usize {
    if chart.series.get(index).is_some_and(|series| series.urgent) {
        return 3;
    }
    let before = chart.series.iter().take(index).filter(|series| !series.urgent).count();
    [2, 4, 5, 1].get(before % 4).copied().unwrap_or(1)
}

fn highest(chart: &Chart) -> u32 {
    chart.series.iter().flat_map(|line| line.values.iter().copied()).max().unwrap_or(0)
}

fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// A bar: a label's slot is shared by the series, with a third of a bar left free.
fn bar(chart: &Chart, (place, index): (usize, usize), value: u32, top: u32) -> Markup {
    let slot = WIDTH * 100 / chart.labels.len().max(1) as u64;
    let width = slot * 3 / (chart.series.len() as u64 * 3 + 1);
    let x = slot * place as u64 + slot / 20 + width * index as u64;
    let y = y_of(value, top);
    html! {
        rect class={ "chart-bar bar-" (index % 4 + 1) } x=(hundredths(x)) y=(y) width=(hundredths(width))
            height=(TOP + HEIGHT - y) {}
    }
}

/// Frame, legend, grid and table around what `drawn` puts on a scale up to its argument.
fn figure(
    chart: &Chart,
    key: impl Fn(usize) -> Markup,
    highest: u32,
    drawn: impl Fn(u32) -> Markup,
) -> Markup {
    html! {
        figure class="chart" {
            figcaption { (chart.caption) }
            @if chart.series.iter().any(|series| !series.name.is_empty()) {
                ul class="chart-legend" {
                    @for (index, series) in chart.series.iter().enumerate() {
                        li { (key(index)) span { (series.name) } }
                    }
                }
            }
            (picture(chart, highest, drawn))
            details class="why" { summary { "Show the numbers" } (numbers(chart)) }
        }
    }
}

fn legend_line(index: usize) -> Markup {
    html! {
        svg class="chart-key" width="28" height="8" aria-hidden="true" focusable="false" {
            line class={ "chart-line line-" (index % 4 + 1) } x1="1" x2="27" y1="4" y2="4" {}
        }
    }
}

fn legend_bar(look: usize) -> Markup {
    html! {
        svg class="chart-key" width="14" height="14" aria-hidden="true" focusable="false" {
            rect class={ "chart-bar bar-" (look) } x="1" y="1" width="12" height="12" {}
        }
    }
}

/// The distance of the grid's lines, at most five of them.
///
/// It is 1, 2 or 5 times a power of ten.
fn grid_step(highest: u32) -> u32 {
    let mut power: u32 = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step.saturating_mul(5) >= highest {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

fn picture(chart: &Chart, highest: u32, drawn: impl Fn(u32) -> Markup) -> Markup {
    let about = if chart.about.is_empty() { "The numbers follow as a table." } else { &chart.about };
    let step = grid_step(highest);
    let lines = highest.div_ceil(step).max(1);
    let top = step.saturating_mul(lines);
    html! {
        svg class="chart-picture" width="100%" height=(TOP + HEIGHT + 28) role="img" focusable="false" {
            title { (chart.caption) }
            desc { (about) }
            @for number in 0..=lines {
                @let y = y_of(number.saturating_mul(step), top);
                line class="chart-grid" x1="0" x2="100%" y1=(y) y2=(y) {}
            }
            // Stretched to the page's width; strokes keep theirs (non-scaling-stroke).
            svg width="100%" height=(TOP + HEIGHT) viewBox={ "0 0 " (WIDTH) " " (TOP + HEIGHT) }
                preserveAspectRatio="none" {
                (drawn(top))
            }
            // The base line needs no number, and has no room for one beside the first bar.
            @for number in 1..=lines {
                text class="chart-axis" x="0" y=(y_of(number.saturating_mul(step), top) - 5) {
                    (number.saturating_mul(step))
                }
            }
            @for (x, anchor, label) in ends(&chart.labels) {
                text class="chart-axis" x=(x) y=(TOP + HEIGHT + 20) text-anchor=(anchor) { (label) }
            }
        }
    }
}

/// The first and the last label, and the middle one if there is a middle.
fn ends(labels: &[String]) -> Vec<(&'static str, &'static str, &String)> {
    let middle = (labels.len() % 2 == 1 && labels.len() > 2).then(|| labels.get(labels.len() / 2)).flatten();
    let last = (labels.len() > 1).then(|| labels.last()).flatten();
    let first = labels.first().map(|label| ("0%", "start", label));
    first
        .into_iter()
        .chain(middle.map(|label| ("50%", "middle", label)))
        .chain(last.map(|label| ("100%", "end", label)))
        .collect()
}

fn y_of(value: u32, top: u32) -> u64 {
    TOP + HEIGHT - HEIGHT * u64::from(value.min(top)) / u64::from(top.max(1))
}

fn points(line: &Series, top: u32) -> String {
    let steps = line.values.len().saturating_sub(1).max(1) as u64;
    let written: Vec<String> = (0_u64..)
        .zip(&line.values)
        .map(|(index, value)| format!("{},{}", WIDTH * index / steps, y_of(*value, top)))
        .collect();
    written.join(" ")
}

fn numbers(chart: &Chart) -> Markup {
    if let Some(numbers) = &chart.numbers {
        return table(numbers);
    }
    let mut columns = vec![Column::text("")];
    columns.extend(chart.series.iter().map(|line| Column::number(line.name.as_str())));
    let rows = chart.labels.iter().enumerate().map(|(index, label)| {
        let mut row = vec![html! { (label) }];
        for line in &chart.series {
            row.push(html! { @if let Some(value) = line.values.get(index) { (value) } });
        }
        row
    });
    table(&Table::new(chart.caption.as_str(), columns).rows(rows.collect()).csv(chart.csv.as_str()))
}
