//! What stands in the address of a list, and what leads from it.

use super::*;

fn numbers() -> ListOf<i64> {
    let column = |title, sort| ListedColumn::<i64> {
        title,
        width: ui::Width::Fixed,
        sort,
        show: |number, _| html! { (number) },
    };
    ListOf {
        path: "/numbers".into(),
        title: "Numbers",
        noun: ("number", "numbers"),
        search: Some("Digits"),
        filters: vec![
            one("kind", "Kind", [("even", "even"), ("odd", "odd")]),
            Narrowing::Days { label: "Since", names: ["from", "until"], words: ["Since", "Until"] },
        ],
        order: "-size",
        columns: vec![column("Size", Some("size")), column("Name", Some("name")), column("Note", None)],
        cells: vec![("size", |number, _| number.to_string())],
        empty: ("No numbers", "Numbers stand here."),
    }
}

fn asked(query: &[(&str, &str)]) -> ListAsked {
    let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    numbers().asked(&Pairs(pairs.collect()))
}

#[test]
fn what_a_list_does_not_know_asks_nothing_and_is_not_carried_on() {
    let nothing = asked(&[("kind", "round"), ("from", "soon"), ("sort", "note"), ("x", "y"), ("q", " ")]);
    assert_eq!(nothing, asked(&[("page", "one"), ("kind", ""), ("sort", "-size")]));
    assert!(numbers().chips(&nothing).is_empty());
    assert_eq!(numbers().sorted(&nothing), ("size", false));
}

#[test]
fn a_chip_takes_one_thing_off_and_leaves_the_rest_and_the_order() {
    let query = [("until", "2025-12-31"), ("q", "a&b"), ("sort", "name"), ("kind", "odd"), ("page", "3")];
    let chips = numbers().chips(&asked(&query));
    let told: Vec<(&str, &str)> =
        chips.iter().map(|chip| (chip.label.as_str(), chip.without.as_str())).collect();
    assert_eq!(
        told,
        [
            ("“a&b”", "/numbers?kind=odd&until=2025-12-31&sort=name"),
            ("Kind: odd", "/numbers?q=a%26b&until=2025-12-31&sort=name"),
            ("Until 31 December 2025", "/numbers?q=a%26b&kind=odd&sort=name"),
        ]
    );
    let csv: Vec<String> = numbers()
        .downloads(&asked(&query), (1_204, false))
        .into_iter()
        .map(|(label, href)| label + " " + &href)
        .collect();
    assert_eq!(csv[0], "1,204 numbers as CSV /numbers.csv?q=a%26b&kind=odd&until=2025-12-31");
    assert!(csv[1].ends_with("&for=excel"), "{csv:?}");
}

#[test]
fn a_column_sorts_by_itself_and_then_the_other_way_round() {
    let list = numbers();
    let header = |at: usize, query: &[(&str, &str)]| {
        let header = list.header(&list.columns[at], &asked(query));
        (header.sort.unwrap_or_default(), header.sorted)
    };
    assert_eq!(header(0, &[]), ("/numbers?sort=size".to_owned(), Some(false)), "the list's own order");
    assert_eq!(header(1, &[]), ("/numbers?sort=name".to_owned(), None));
    assert_eq!(header(1, &[("sort", "name")]), ("/numbers?sort=-name".to_owned(), Some(true)));
    assert_eq!(header(0, &[("sort", "name"), ("q", "1")]), ("/numbers?q=1".to_owned(), None));
    assert_eq!(header(2, &[]), (String::new(), None));
}

#[test]
fn pages_are_the_ends_the_neighbours_and_a_gap() {
    let told = |page, counted| {
        let steps = numbers().pages(&asked(&[]), page, counted);
        let step = |page: ui::ListPage| match page {
            Some(page) if page.href.is_empty() => format!("[{}]", page.label),
            Some(page) => page.label,
            None => "…".to_owned(),
        };
        steps.into_iter().map(step).collect::<Vec<_>>().join(" ")
    };
    let pages = |page, count| told(page, (count, false));
    assert_eq!(pages(1, 0), "[1]");
    assert_eq!(pages(1, 51), "[1] 2 Next");
    assert_eq!(pages(1, 1_000), "[1] 2 … 20 Next");
    assert_eq!(pages(4, 1_000), "1 2 3 [4] 5 … 20 Next");
    assert_eq!(pages(20, 1_000), "1 … 19 [20]");
    let beyond = |page, count| told(page, (count, true));
    assert_eq!(beyond(1, 1_000), "[1] 2 … 20 … Next", "nobody counted which is the last");
    assert_eq!(beyond(20, 1_000), "1 … 19 [20] 21 … Next");
    assert_eq!(beyond(31, 1_550), "1 … 30 [31] 32 … Next");
    assert_eq!([grouped(7), grouped(1_000), grouped(48_210)], ["7", "1,000", "48,210"]);
}
