//! How an item was answered, by version: how often, by whom rather, how long it took, and what was chosen.

use assay_app::{CHOSEN_FEW, GIVEN_FEW, GIVEN_REST_MIN, GivenItem, GivenOption, GivenVersion};
use assay_bank::work::ItemPool;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{crumbs, id_of, place};
use crate::{
    fault::Fault,
    pages::{csv, list::grouped},
    state::Web,
    ui,
    visitor::Visitor,
};

/// What the file calls its columns; a line an option, and one for no answer.
const COLUMNS: [&str; 19] = [
    "item",
    "pool",
    "version",
    "forms",
    "given",
    "read",
    "right",
    "share_right",
    "compared",
    "item_rest_correlation",
    "timed",
    "mean_s",
    "median_s",
    "option",
    "words",
    "key",
    "chosen",
    "share_chosen",
    "mean_rest",
];

pub(super) async fn given(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let given = web.app.items.given(&visitor.asking, id).await?;
    let (slug, pool) = (given.line.slug.as_str(), given.line.pool());
    let mut way = crumbs(&given.line.exam, pool);
    way.push(ui::Crumb::new(slug, place(id)));
    let heading = format!("How {slug} was answered");
    let main = html! {
        (ui::breadcrumbs(&way))
        (ui::page_header(&heading, &lead(&given), html! {}))
        (table(&given, &format!("{}/given.csv", place(id))))
        @for version in given.versions.iter().filter(|version| version.read >= GIVEN_FEW) {
            (chosen(version, pool))
        }
        (limits(pool))
    };
    Ok(visitor.bank_page(&web, &heading, main).into_response())
}

pub(super) async fn table_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let given = web.app.items.given(&visitor.asking, id).await?;
    let rows = given.versions.iter().flat_map(|version| lines(&given, version));
    Ok(csv::csv(&format!("{}-answers", given.line.slug), &COLUMNS, rows.collect::<Vec<_>>().into_iter()))
}

/// What is counted, and how much of it was read.
fn lead(given: &GivenItem) -> String {
    let (all, read) = (grouped(given.all), i64::try_from(given.read).unwrap_or(i64::MAX));
    let what = match given.line.pool() {
        ItemPool::Exam => "Sittings whose result counts, by the version that was given.",
        ItemPool::Practice => {
            "First answers that were given before anything about the question was told, by its version."
        }
    };
    match given.all {
        0 => what.to_owned(),
        _ if read == given.all => format!("{what} All {all} were read."),
        _ => format!("{what} Of {all} the answers of {} were read.", grouped(read)),
    }
}

fn count(of: usize) -> String {
    grouped(i64::try_from(of).unwrap_or(i64::MAX))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn table(given: &GivenItem, file: &str) -> Markup {
    let is_exam = given.line.pool() == ItemPool::Exam;
    let mut columns = vec![ui::Column::text("Version")];
    if is_exam {
        columns.push(ui::Column::text("Forms"));
    }
    columns.extend([
        ui::Column::number(if is_exam { "Sittings" } else { "First answers" }),
        ui::Column::text("Right"),
        ui::Column::text("Tells strong from weak"),
        ui::Column::text("On screen"),
    ]);
    let row = |version: &GivenVersion| {
        let mut cells = vec![html! {
            @match version.number {
                Some(number) => { (number) },
                None => { "another wording, from before it came into work" },
            }
        }];
        if is_exam {
            cells.push(html! { (version.forms.iter().map(String::as_str).collect::<Vec<_>>().join(", ")) });
        }
        cells.extend([
            html! { (grouped(version.times)) },
            html! { (right(version)) },
            html! { (tells(version)) },
            html! { (on_screen(version, is_exam)) },
        ]);
        cells
    };
    let empty = match is_exam {
        true => ("Nobody was given it yet", "Its versions are counted once a form with it was sat."),
        false => ("Nobody has answered it yet", "Its versions are counted by first answers of practice."),
    };
    let table = ui::Table::new("How each version was answered", columns);
    let table = table.empty(ui::EmptyState::new(empty.0, empty.1)).csv(file).cards();
    ui::table(&table.rows(given.versions.iter().map(row).collect()))
}

fn too_few(of: usize) -> String {
    format!("too few to say ({} of {GIVEN_FEW} wanted)", count(of))
}

/// The share with what it is of, or that it would say nothing.
fn right(version: &GivenVersion) -> String {
    match (version.number, version.share()) {
        (None, _) => "not counted: its key of then is no version here".to_owned(),
        (_, Some(share)) => format!("{} of {}", percent(share), count(version.read)),
        (_, None) => too_few(version.read),
    }
}

fn tells(version: &GivenVersion) -> String {
    match (version.number, version.item_rest) {
        (None, _) => "not counted".to_owned(),
        (_, Some(found)) => format!("{found:.2}, of {}", count(version.compared)),
        (_, None) if version.compared < GIVEN_FEW => too_few(version.compared),
        (_, None) => "nothing: nobody differs".to_owned(),
    }
}

fn on_screen(version: &GivenVersion, is_exam: bool) -> String {
    match (version.number, version.seconds) {
        (None, _) => "not counted".to_owned(),
        _ if !is_exam => "not kept in practice".to_owned(),
        (_, Some((mean, median))) => {
            format!("{mean:.0} s on average, {median:.0} s in the middle, of {}", count(version.timed))
        }
        (_, None) => too_few(version.timed),
    }
}

/// What was chosen of a version.
fn chosen(version: &GivenVersion, pool: ItemPool) -> Markup {
    let number = version.number.map(|number| number.to_string()).unwrap_or_default();
    if version.options.is_empty() {
        return html! {
            p class="muted" { "Version " (number) " asks for no choice of options: none are counted." }
        };
    }
    let columns = vec![
        ui::Column::text("Option"),
        ui::Column::number("Chosen by"),
        ui::Column::number("Share"),
        ui::Column::number("Right in the rest"),
    ];
    let row = |option: &GivenOption, words: Markup| {
        let share = version.share_of(option.chosen).map(percent);
        vec![
            words,
            html! { (count(option.chosen)) },
            html! { (share.unwrap_or_default()) },
            html! { @match option.rest { Some(rest) => (percent(rest)), None => "too few" } },
        ]
    };
    let mut rows: Vec<_> = version.options.iter().map(|option| row(option, named(option))).collect();
    // A first answer of practice is never an empty one.
    if pool == ItemPool::Exam {
        rows.push(row(&version.unanswered, html! { "No answer" }));
    }
    let caption = format!("What was chosen in version {number}, of {} answers", count(version.read));
    let doubts: Vec<&str> = version.doubts().map(|option| option.value.as_str()).collect();
    html! {
        (ui::table(&ui::Table::new(caption, columns).rows(rows).cards()))
        @if !doubts.is_empty() {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, format!(
                "Look at the key of version {number}: whoever chose {} did better in the rest than whoever \
                    chose what is right", doubts.join(" or ")
            ))))
        }
    }
}

fn named(option: &GivenOption) -> Markup {
    html! {
        strong { (option.value) } " " (option.text)
        @if option.is_key { " " (ui::chip(ui::Tone::Good, "Key")) }
    }
}

fn limits(pool: ItemPool) -> Markup {
    html! {
        p class="muted small" {
            "How it tells strong from weak people is the correlation of this question with the rest of what \
                they were asked, from -1 to 1: near 0 it tells nothing, and below 0 weak people get it right \
                more often. "
            @match pool {
                ItemPool::Exam => {
                    "The rest is the share of the other scored questions that somebody got right; people \
                        are compared with those of the same form. Unanswered counts as not right. On screen \
                        is how long the question had been before the answer was changed last, by the \
                        browser's clock. "
                },
                ItemPool::Practice => {
                    "The rest is the share of somebody's other first answers for this exam that are right, \
                        for whoever gave " (GIVEN_REST_MIN) " or more; since everybody practises with other \
                        questions, it tells less than an examination's. How long an answer took is not kept \
                        in practice. "
                },
            }
            "Below " (GIVEN_FEW) " answers nothing of them is told, and of an option that fewer than "
            (CHOSEN_FEW) " chose no rest."
        }
    }
}

/// Lines of the file: of each option, or one where none are counted.
fn lines(given: &GivenItem, version: &GivenVersion) -> Vec<Vec<String>> {
    let figure = |of: Option<f64>| of.map(|of| format!("{of:.4}")).unwrap_or_default();
    let enough = version.read >= GIVEN_FEW;
    let told = |of: usize| if enough { of.to_string() } else { String::new() };
    let head = vec![
        given.line.slug.clone(),
        given.line.pool().as_str().to_owned(),
        version.number.map(|number| number.to_string()).unwrap_or_default(),
        version.forms.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        version.times.to_string(),
        version.read.to_string(),
        told(version.right),
        figure(version.share()),
        version.compared.to_string(),
        figure(version.item_rest),
        version.timed.to_string(),
        figure(version.seconds.map(|(mean, _)| mean)),
        figure(version.seconds.map(|(_, median)| median)),
    ];
    let line = |option: Option<&GivenOption>| {
        let cells = match option {
            None => vec![String::new(); COLUMNS.len() - head.len()],
            Some(option) => vec![
                option.value.clone(),
                if option.value.is_empty() { "no answer".to_owned() } else { option.text.clone() },
                option.is_key.to_string(),
                told(option.chosen),
                figure(version.share_of(option.chosen)),
                figure(option.rest),
            ],
        };
        head.iter().cloned().chain(cells).collect::<Vec<_>>()
    };
    match enough && !version.options.is_empty() {
        false => vec![line(None)],
        true => {
            version.options.iter().chain([&version.unanswered]).map(|option| line(Some(option))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use assay_app::ItemLine;
    use assay_bank::work::{ItemId, ItemState};

    use super::*;

    fn line(id: &str) -> ItemLine {
        ItemLine {
            id: ItemId::parse(id).unwrap(),
            exam: "X-1".into(),
            slug: "x-one".into(),
            title: "Why?".into(),
            latest: 2,
            state: ItemState::Scored,
            live: Some((2, ItemState::Scored)),
            domain: "1".into(),
            task: "1.1".into(),
            skill: String::new(),
            kind: "multiple-choice".into(),
            level: "apply".into(),
            artefact: String::new(),
            comments_open: 0,
            changed_at: assay_kernel::Instant::UNIX_EPOCH,
        }
    }

    fn option(value: &str, chosen: usize, rest: Option<f64>) -> GivenOption {
        let text = format!("-{value} as it is read");
        GivenOption { value: value.into(), text, is_key: value == "B", chosen, rest }
    }

    fn given(id: &str) -> GivenItem {
        let of_two = GivenVersion {
            number: Some(2),
            forms: ["F1".to_owned(), "F2".to_owned()].into(),
            times: 1_240,
            read: 1_000,
            right: 640,
            compared: 1_000,
            item_rest: Some(-0.125),
            timed: 990,
            seconds: Some((71.4, 58.0)),
            options: vec![option("A", 340, Some(0.81)), option("B", 640, Some(0.62)), option("C", 3, None)],
            unanswered: GivenOption { chosen: 17, rest: Some(0.3), ..GivenOption::default() },
        };
        let of_one =
            GivenVersion { number: Some(1), times: 29, read: 29, right: 9, ..GivenVersion::default() };
        let before = GivenVersion { number: None, times: 4, ..GivenVersion::default() };
        GivenItem { line: line(id), all: 1_273, read: 1_029, versions: vec![of_two, of_one, before] }
    }

    const EXAM: &str = "itm_01jz0000000000000000000000";

    /// The words of a page, in one line.
    fn words(page: &Markup) -> String {
        let mut words = String::new();
        for part in page.0.split('<') {
            words.push(' ');
            words.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_version_of_a_thousand_sittings_is_told_with_what_was_chosen_and_a_doubtful_key() {
        let given = given(EXAM);
        assert!(lead(&given).ends_with("Of 1,273 the answers of 1,029 were read."), "{}", lead(&given));
        let told = words(&table(&given, "x.csv"));
        for part in [
            "2 F1, F2 1,240 64 % of 1,000 -0.12, of 1,000 71 s on average, 58 s in the middle, of 990",
            "1 29 too few to say (29 of 30 wanted) too few to say (0 of 30 wanted)",
            "another wording, from before it came into work 4 not counted: its key of then",
        ] {
            assert!(told.contains(part), "`{part}`: {told}");
        }
        let told = words(&chosen(&given.versions[0], ItemPool::Exam));
        for part in [
            "What was chosen in version 2, of 1,000 answers",
            "A -A as it is read 340 34 % 81 %",
            "B -B as it is read Key 640 64 % 62 %",
            "C -C as it is read 3 0 % too few",
            "No answer 17 2 % 30 %",
            "Look at the key of version 2: whoever chose A did better",
        ] {
            assert!(told.contains(part), "`{part}`: {told}");
        }
    }

    #[test]
    fn the_file_has_a_line_an_option_and_tells_nothing_of_a_few() {
        let given = given(EXAM);
        let all: Vec<String> = given
            .versions
            .iter()
            .flat_map(|version| lines(&given, version))
            .map(|line| line.join("|"))
            .collect();
        let two = "x-one|exam|2|F1 F2|1240|1000|640|0.6400|1000|-0.1250|990|71.4000|58.0000";
        assert_eq!(all.len(), 6);
        assert_eq!(all[0], format!("{two}|A|-A as it is read|false|340|0.3400|0.8100"));
        assert_eq!(all[3], format!("{two}||no answer|false|17|0.0170|0.3000"));
        assert_eq!(all[4], "x-one|exam|1||29|29|||0||0||||||||");
        assert!(all.iter().all(|line| line.split('|').count() == COLUMNS.len()));
    }

    #[test]
    fn practice_says_that_no_times_are_kept() {
        let given = given("pit_01jz0000000000000000000000");
        let told = words(&table(&given, "x.csv"));
        assert!(told.contains("not kept in practice") && !told.contains("F1"), "{told}");
        assert!(words(&limits(ItemPool::Practice)).contains("gave 10 or more"));
    }
}
