//! A form on paper: all of its questions, none of its keys, and the same again.

use assay_bank::{Alone, DeliveryItem, read_item};
use assay_kernel::source::SourceFile;

use super::*;

const STEM: &str = r#"
A policy is attached to a role:

```json
{ "Effect": "Allow", "Action": "s3:GetObject",
  "Resource": ["arn:aws:s3:::example-bucket/prefix/*", "arn:aws:s3:::other-bucket/prefix/*"], "Sid": "1" }
```

| metric | value |
|---|---|
| `CPUUtilization` | 9 % |
| `MemoryUtilization` | 82 % |

1. first
2. second

What does **this** allow, `GetObject`, → or nothing?
"#;

fn item(id: &str, stem: &str) -> DeliveryItem {
    let options: String = ["A", "B", "C", "D"]
        .map(|letter| {
            format!(
                "\n[[option]]\nid = '{letter}'\ntext = 'option {letter} of {id}'\n\
                 rationale = 'secret reason'\n"
            )
        })
        .concat();
    let text = format!("id = '{id}'\nstem = '''{stem}'''\nkey = ['B']\nnote = 'secret note'\n{options}");
    let read = read_item(&SourceFile::new(format!("bank/X/{id}.toml"), text), &Alone);
    DeliveryItem::as_written(&read.item, 1)
}

fn with<'a>(questions: &'a [DeliveryItem]) -> Booklet<'a> {
    Booklet {
        issuer: "Assay Demonstration Body",
        title: "CloudOps Engineer - Associate",
        exam: "X-1",
        form: "X-1-A",
        mark: "0123456789ab",
        minutes: Some(130),
        notice: "This is a demonstration.",
        questions,
    }
}

fn numbered(many: u32, stem: &str) -> Vec<DeliveryItem> {
    let of = |position| DeliveryItem { position, ..item(&format!("item-{position}"), stem) };
    (1..=many).map(of).collect()
}

fn texts(pages: &[Vec<draw::PaperMark>]) -> Vec<String> {
    let text = |mark: &draw::PaperMark| match mark {
        draw::PaperMark::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    pages.iter().map(|page| page.iter().filter_map(text).collect::<Vec<_>>().join("\n")).collect()
}

fn laid_out(questions: &[DeliveryItem]) -> Vec<Vec<draw::PaperMark>> {
    let faces = Faces::load().unwrap();
    let of = |question: &DeliveryItem| {
        flow::question(&faces, question.position, &printed(question, &faces).blocks)
    };
    pages::booklet(&faces, &with(questions), questions.iter().map(of).collect())
}

#[test]
fn a_booklet_holds_every_question_with_its_code_and_tables_and_no_key() {
    let questions = numbered(40, STEM);
    let pages = texts(&laid_out(&questions));
    let all = pages.join("\n");
    for position in 1..=40 {
        assert_eq!(all.matches(&format!("Question {position}\n")).count(), 1, "{position}");
        assert!(all.contains(&format!("option D of item-{position}")), "{position}");
    }
    for there in ["\"Effect\": \"Allow\"", "CPUUtilization", "82 %", "→", "1.\n", "GetObject"] {
        assert!(all.contains(there), "{there}: {all}");
    }
    assert!(!all.contains("secret"));
    for (nth, page) in pages.iter().enumerate() {
        assert!(page.contains("Form X-1-A, version 0123456789ab"), "{page}");
        assert!(page.contains(&format!("Page {} of {}", nth + 1, pages.len())), "{page}");
    }
}

#[test]
fn a_question_stands_on_one_page_where_it_fits_and_nothing_leaves_the_page() {
    let questions = numbered(30, STEM);
    let laid_out = laid_out(&questions);
    for page in texts(&laid_out).iter().skip(1) {
        let (begun, ended) = (page.matches("Question ").count(), page.matches("option D").count());
        assert_eq!(begun, ended, "{page}");
    }
    let faces = Faces::load().unwrap();
    for mark in laid_out.iter().flatten() {
        if let draw::PaperMark::Text { x, y, face, size, text, .. } = mark {
            let end = x + faces.width(*face, text, *size);
            assert!(*x >= 24.0 && end <= draw::WIDTH - draw::MARGIN + 1.0, "{text} ends at {end}");
            assert!(*y > 24.0 && *y < draw::HEIGHT - 24.0, "{text}");
        }
    }
}

#[test]
fn a_question_longer_than_a_page_goes_on_and_its_options_stay_whole() {
    let long = (0..90).map(|n| format!("Paragraph {n} of it.\n\n")).collect::<String>();
    let pages = texts(&laid_out(&numbered(1, &long)));
    assert!(pages.len() > 3, "{}", pages.len());
    assert!(pages.join("\n").contains("Paragraph 89 of it."));
    let deep = "word ".repeat(700);
    assert!(question_booklet(&with(&numbered(1, &deep))).is_ok(), "a paragraph of many lines is cut nowhere");
}

#[test]
fn the_same_form_gives_the_same_bytes_and_another_mark_others() {
    let questions = numbered(3, STEM);
    let once = question_booklet(&with(&questions)).unwrap();
    assert!(once.starts_with(b"%PDF-"));
    assert_eq!(once, question_booklet(&with(&questions)).unwrap());
    let other = Booklet { mark: "ba9876543210", ..with(&questions) };
    assert_ne!(once, question_booklet(&other).unwrap());
}

#[test]
fn what_paper_cannot_show_is_refused_and_named() {
    let questions = [item("one", "Wählen Sie: ünïcode is fine, 山 is not.")];
    let Err(BookletFault::Unprintable(found)) = question_booklet(&with(&questions)) else {
        panic!("it was printed")
    };
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(1, Unprintable::Letter('山'))]);
    let picture = [item("one", "Look: ![a curve](curve.png)")];
    let Err(BookletFault::Unprintable(found)) = question_booklet(&with(&picture)) else {
        panic!("it was printed")
    };
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(1, Unprintable::Picture)]);
}

#[test]
fn a_sheet_has_a_bubble_for_each_option_of_each_question() {
    let questions = numbered(65, "Why?");
    let faces = Faces::load().unwrap();
    let pages = sheet::pages(&faces, &with(&questions));
    assert_eq!(pages.len(), 1, "65 questions are one sheet");
    let rings = pages[0].iter().filter(|mark| matches!(mark, draw::PaperMark::Ring { .. }));
    assert_eq!(rings.count(), 65 * 4);
    assert_eq!(sheet::pages(&faces, &with(&numbered(200, "Why?"))).len(), 3);
    assert!(answer_sheet(&with(&questions)).unwrap().starts_with(b"%PDF-"));
}
