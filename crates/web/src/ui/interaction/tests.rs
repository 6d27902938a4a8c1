//! Each kind as HTML, and what a form of it says.

use super::{read::ResponseRefused, *};
use assay_qti::view::{AssociableView, ItemView, ViewNode};

fn drawn(name: &str, key: bool) -> String {
    let sample = SAMPLES.iter().find(|sample| sample.name == name).unwrap();
    let (view, own, right) = ((sample.view)(), Sample::map(sample.own), Sample::map(sample.right));
    let address = |source: &str| format!("/media/{source}");
    let responses = if key { own } else { Responses::new() };
    let shown = QuestionShown {
        view: &view,
        prefix: "q",
        responses: &responses,
        faults: &[],
        is_locked: false,
        is_guarded: true,
        address: &address,
    };
    let why = ViewNode::Text { text: "It names no encryption.".to_owned() };
    let reasons = [("B".to_owned(), vec![why])].into();
    let key = key.then_some(ReleasedKey { right: &right, reasons: &reasons });
    question(&shown, key.as_ref()).into_string()
}

fn read_of(name: &str, fields: &[(&str, &str)]) -> Result<FormRead, ResponseRefused> {
    let sample = SAMPLES.iter().find(|sample| sample.name == name).unwrap();
    read(&(sample.view)(), fields.iter().copied())
}

#[test]
fn each_kind_is_a_form_that_works_by_itself() {
    for sample in SAMPLES {
        let lines = drawn(sample.name, false).replace("><", ">\n<");
        insta::assert_snapshot!(format!("question {}", sample.name), lines);
    }
}

#[test]
fn a_review_marks_what_was_right_and_what_was_chosen() {
    for name in ["choice", "order", "match", "inline", "hot-spot"] {
        insta::assert_snapshot!(format!("review {name}"), drawn(name, true).replace("><", ">\n<"));
    }
}

#[test]
fn nothing_of_a_key_is_in_a_question_that_is_open() {
    for sample in SAMPLES {
        let html = drawn(sample.name, false);
        for mark in ["Right", "tone-good", "tone-attention", "checked", " selected", " style=", "onclick"] {
            assert!(!html.contains(mark), "{mark} in {}", sample.name);
        }
    }
}

#[test]
fn a_form_says_what_a_response_says() {
    let read = read_of(
        "order",
        &[("r:STEPS", "2 S1"), ("r:STEPS", "1 S3"), ("r:STEPS", "4 S2"), ("r:STEPS", "3 S4")],
    )
    .unwrap();
    assert_eq!(read.responses["STEPS"], ["S3", "S1", "S4", "S2"]);
    assert_eq!(read.faults, []);
    let read = read_of("match", &[("r:RESPONSE", "N1 C2"), ("r:RESPONSE", ""), ("r:RESPONSE", "N3 C3")]);
    assert_eq!(read.unwrap().responses["RESPONSE"], ["N1 C2", "N3 C3"]);
    let read = read_of("inline", &[("r:RULE", "LAST"), ("r:HOSTS", " 62 ")]).unwrap();
    assert_eq!(read.responses, Sample::map(&[("RULE", &["LAST"]), ("HOSTS", &["62"])]));
    let read = read_of("extended-text", &[("r:RESPONSE", " one\r\ntwo ")]).unwrap();
    assert_eq!(
        read.responses["RESPONSE"],
        [" one\ntwo "],
        "line ends as the script has them, else untouched"
    );
    let read = read_of("choice", &[]).unwrap();
    assert_eq!(read.responses["RESPONSE"], [""; 0], "what was not answered is said, too");
}

#[test]
fn what_a_person_can_do_wrong_is_told() {
    let told = |name: &str, fields: &[(&str, &str)]| {
        read_of(name, fields).unwrap().faults.pop().map_or(String::new(), |fault| fault.text)
    };
    assert_eq!(told("several", &[("r:RESPONSE", "A")]), "Choose two: you have chosen one.");
    let three = [("r:RESPONSE", "A"), ("r:RESPONSE", "B"), ("r:RESPONSE", "C")];
    assert_eq!(told("several", &three), "Choose at most two: take one away first.");
    assert_eq!(
        told("order", &[("r:STEPS", "2 S1"), ("r:STEPS", "2 S3")]),
        "Give each its own place: two stand at place 2."
    );
    assert_eq!(told("order", &[("r:STEPS", "1 S1")]), "Give four their place: you have placed one.");
    assert_eq!(
        told("match", &[("r:RESPONSE", "N1 C2"), ("r:RESPONSE", "N2 C2")]),
        "Use each at most once: one is used more often."
    );
    assert_eq!(told("inline", &[]), "Choose one: nothing is chosen yet.");
    assert_eq!(told("choice", &[]), "", "an answer may be left out where the author allows it");
}

#[test]
fn a_form_that_no_page_sends_is_refused() {
    let long = "x".repeat(10_001);
    let hostile: &[(&str, &[(&str, &str)])] = &[
        ("choice", &[("r:OTHER", "A")]),
        ("choice", &[("RESPONSE", "A")]),
        ("choice", &[("r:RESPONSE", "Z")]),
        ("choice", &[("r:RESPONSE", "A"), ("r:RESPONSE", "B")]),
        ("several", &[("r:RESPONSE", "A"), ("r:RESPONSE", "A")]),
        ("order", &[("r:STEPS", "S1")]),
        ("order", &[("r:STEPS", "0 S1")]),
        ("order", &[("r:STEPS", "5 S1")]),
        ("order", &[("r:STEPS", "-1 S1")]),
        ("order", &[("r:STEPS", "1 S1"), ("r:STEPS", "2 S1")]),
        ("match", &[("r:RESPONSE", "C2 N1")]),
        ("match", &[("r:RESPONSE", "N1")]),
        ("match", &[("r:RESPONSE", "N1 C2"), ("r:RESPONSE", "N1 C2")]),
        ("gap-match", &[("r:RESPONSE", "W1 G9")]),
        ("inline", &[("r:HOSTS", "1"), ("r:HOSTS", "2")]),
        ("inline", &[("r:HOSTS", "a\u{1b}[2J")]),
        ("extended-text", &[("r:RESPONSE", &long)]),
    ];
    for (name, fields) in hostile {
        assert!(read_of(name, fields).is_err(), "{name}: {fields:?}");
    }
}

#[test]
fn markup_from_an_item_is_text_and_its_ids_are_its_own() {
    use assay_qti::view::ViewNode;
    let text = |text: &str| ViewNode::Text { text: text.to_owned() };
    let link = ViewNode::Element {
        name: "a",
        attributes: vec![
            ("id", "x".into()),
            ("href", "#y".into()),
            ("onclick", "alert(1)".into()),
            ("title", "\"><script>".into()),
        ],
        children: vec![text("<b>&")],
    };
    let picture =
        ViewNode::Element { name: "img", attributes: vec![("src", "a b.png".into())], children: vec![] };
    let code = ViewNode::Element {
        name: "pre",
        attributes: vec![],
        children: vec![ViewNode::Element {
            name: "code",
            attributes: vec![("class", "k".into())],
            children: vec![text("\n{\n\n  <a>\n}\n  ")],
        }],
    };
    let view = ItemView { body: vec![link, picture, code], ..ItemView::default() };
    let responses = Responses::new();
    let address = |source: &str| format!("/media/{}", source.replace(' ', "%20"));
    let shown = QuestionShown {
        view: &view,
        prefix: "q1",
        responses: &responses,
        faults: &[],
        is_locked: false,
        is_guarded: false,
        address: &address,
    };
    let html = question(&shown, None).into_string();
    let line = "</code>\n</span><span class=\"code-line\"><code class=\"k\">";
    for wanted in [
        "<a id=\"q1-x\" href=\"#q1-y\" title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;</a>",
        "<img src=\"/media/a%20b.png\" alt=\"\">",
        "dir=\"auto\"",
        "<pre class=\"code\" dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Code, 4 lines\">",
        &format!("<code class=\"k\">{{{line}{line}  &lt;a&gt;{line}}}</code></span></pre>"),
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
}

#[test]
fn a_picture_without_words_has_a_name_in_every_list() {
    let picture = |source: &str| ViewNode::Element {
        name: "img",
        attributes: vec![("src", source.to_owned()), ("alt", String::new())],
        children: Vec::new(),
    };
    let side = |identifier: &str, content| AssociableView {
        identifier: identifier.to_owned(),
        content: vec![content],
        match_min: 0,
        match_max: 1,
    };
    let words = |text: &str| ViewNode::Text { text: text.to_owned() };
    let view = {
        let sources = vec![side("s", words("A cat"))];
        let targets = vec![side("a", picture("a.png")), side("b", picture("b.png"))];
        let asks = Asks::Match { sources, targets, min: 0, max: 0 };
        let interaction = InteractionView {
            response: "RESPONSE".to_owned(),
            prompt: Vec::new(),
            vocabulary: Vec::new(),
            min_message: None,
            max_message: None,
            asks,
        };
        let body = vec![ViewNode::Interaction { interaction: Box::new(interaction) }];
        ItemView { body, ..ItemView::default() }
    };
    let html = |view: &ItemView| {
        let shown = QuestionShown {
            view,
            prefix: "q",
            responses: &Responses::new(),
            faults: &[],
            is_locked: false,
            is_guarded: false,
            address: &str::to_owned,
        };
        question(&shown, None).into_string()
    };
    let list = html(&view);
    for name in [">Picture 1</option>", ">Picture 2</option>", "Picture 2</span>"] {
        assert!(list.contains(name), "no {name} in {list}");
    }
}
