//! Files that name an item of the standard beside them.

use std::{collections::BTreeMap, fs, path::PathBuf};

use assay_kernel::{Diagnostics, source::SourceFile};

use crate::{DeliveryItem, ItemCompanions, ReadBankItem, ResponseError, codes, read_item};

const META: &str = "id = 'x'\nexam = 'X'\ntask = '1.1'\nlevel = 'apply'\ndifficulty = 0.6\ntime_s = 90\n\
    note = 'n'\nqti = 'x.xml'\nsource = { title = 'A page', url = 'https://example.org/page' }\n";

/// A folder with texts and pictures, by their paths.
#[derive(Clone, Default)]
struct Folder {
    texts: BTreeMap<String, String>,
    pictures: BTreeMap<String, Vec<u8>>,
}

impl ItemCompanions for Folder {
    fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        self.pictures.get(path).map(Vec::as_slice)
    }
}

fn read(folder: &Folder) -> ReadBankItem {
    read_item(&SourceFile::new("bank/X/x.toml", META), folder)
}

fn with(item: &str) -> Folder {
    Folder { texts: BTreeMap::from([("bank/X/x.xml".to_owned(), item.to_owned())]), ..Folder::default() }
}

/// An item with one response variable, from what differs.
fn item(declaration: &str, body: &str, processing: &str) -> String {
    format!(
        "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='i' title='t' \
         time-dependent='false' adaptive='false'>{declaration}\
         <qti-outcome-declaration identifier='SCORE' cardinality='single' base-type='float'/>\
         <qti-item-body>{body}</qti-item-body>{processing}</qti-assessment-item>"
    )
}

const LINE: &str = "<qti-response-declaration identifier='RESPONSE' cardinality='single' base-type='string'>\
    <qti-correct-response><qti-value>yes</qti-value></qti-correct-response></qti-response-declaration>";
const ENTRY: &str = "<p>Say <qti-text-entry-interaction response-identifier='RESPONSE'/></p>";
const MATCH: &str = "<qti-response-processing template=\
    'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml'/>";

fn codes_of(found: &Diagnostics) -> Vec<&str> {
    found.iter().map(|fault| fault.code).collect()
}

fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn an_item_of_any_kind_is_given_answered_and_scored_by_its_own_rules() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/fixtures/kinds");
    let mut seen = 0;
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) = (path.file_stem().unwrap().to_str().unwrap(), fs::read_to_string(&path).unwrap());
        if !text.contains("<qti-assessment-item") {
            continue;
        }
        let mut folder = with(&text);
        for shared in fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&shared).unwrap_or_default();
            let named = format!("bank/X/{}", shared.file_name().unwrap().to_str().unwrap());
            folder.texts.insert(named, text);
        }
        folder.texts.insert("bank/X/x.xml".to_owned(), text);
        let picture = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".to_vec();
        let pictures = read(&folder).item.media().into_iter();
        folder.pictures = pictures.map(|name| (format!("bank/X/{name}"), picture.clone())).collect();
        let ReadBankItem { item, found, .. } = read(&folder);
        assert!(!found.has_errors(), "{name}: {found:?}");
        assert_eq!(item.unfit(), None, "{name}");
        let key = crate::answer::from_responses(&item.variables(), &item.key(5));
        if key.is_empty() {
            // What one writes oneself has rules and no single right answer.
            assert_eq!(name, "extended-text");
            continue;
        }
        assert_eq!(item.accepts(&key), Ok(()), "{name} {key:?}");
        assert!(item.is_right(5, &key), "{name} {key:?}");
        assert_eq!(item.missing(&key), None, "{name} {key:?}");
        assert!(!item.is_right(5, &[]), "{name}");
        assert!(item.missing(&[]).is_some(), "{name}");
        let delivered = DeliveryItem::of(&item, 1, 5);
        assert_eq!(delivered.variables(), item.variables(), "{name}");
        assert!(!serde_json::to_string(&delivered).unwrap().contains("correct"), "{name}");
        seen += 1;
    }
    assert!(seen >= 10, "only {seen}");
}

#[test]
fn what_no_interaction_gives_is_no_answer() {
    let pairs = "<qti-response-declaration identifier='RESPONSE' cardinality='multiple' \
        base-type='directedPair'><qti-correct-response><qti-value>a g</qti-value></qti-correct-response>\
        </qti-response-declaration>";
    let body = "<qti-gap-match-interaction response-identifier='RESPONSE'>\
        <qti-gap-text identifier='a' match-max='1'>A</qti-gap-text>\
        <qti-gap-text identifier='b' match-max='1'>B</qti-gap-text>\
        <p>An <qti-gap identifier='g'/> is here.</p></qti-gap-match-interaction>";
    let item = read(&with(&item(pairs, body, MATCH))).item;
    assert_eq!(item.unfit(), None);
    assert_eq!(item.accepts(&texts(&["a g"])), Ok(()));
    assert_eq!(item.accepts(&texts(&["a"])), Err(ResponseError::UnknownOption("a".into())));
    assert_eq!(item.accepts(&texts(&["g a"])), Err(ResponseError::UnknownOption("g a".into())));
    assert_eq!(item.accepts(&texts(&["a g", "a g"])), Err(ResponseError::Repeated("a g".into())));
    let line = read(&with(&self::item(LINE, ENTRY, MATCH))).item;
    assert_eq!(line.accepts(&texts(&["yes", "no"])), Err(ResponseError::TooMany(2)));
    assert_eq!(line.accepts(&["x".repeat(401)]), Err(ResponseError::TooLong(400)));
    assert!(line.is_right(0, &texts(&["yes"])) && !line.is_right(0, &texts(&["no"])));
}

#[test]
fn an_item_that_cannot_be_given_says_why() {
    let why = |item: &str| read(&with(item)).item.unfit().unwrap_or("nothing").to_owned();
    let slider = "<qti-slider-interaction response-identifier='RESPONSE' lower-bound='0' upper-bound='9'/>";
    let number = LINE.replace("'string'", "'integer'").replace("yes", "3");
    assert_eq!(
        why(&item(&number, slider, MATCH)),
        "has a qti-slider-interaction, which cannot be shown here"
    );
    assert_eq!(why(&item(LINE, "<p>Nothing.</p>", MATCH)), "asks for no answer");
    assert_eq!(why(&item(LINE, ENTRY, "")), "has no rules by which an answer is right");
    let keyless = LINE.replace("<qti-value>yes</qti-value>", "");
    assert_eq!(why(&item(&keyless, ENTRY, MATCH)), "has no rules by which an answer is right");
    let adaptive = item(LINE, ENTRY, MATCH).replace("adaptive='false'", "adaptive='true'");
    assert_eq!(why(&adaptive), "is adaptive: each question here is answered once");
    let twice = format!("{ENTRY}{ENTRY}");
    assert_eq!(why(&item(LINE, &twice, MATCH)), "asks for one response in two places");
    assert_eq!(why(&item(LINE, ENTRY, MATCH)), "nothing");
}

#[test]
fn what_is_not_beside_the_file_is_told_with_its_code() {
    let missing = read(&Folder::default());
    assert_eq!(codes_of(&missing.found), [codes::STANDARD]);
    assert_eq!(missing.item.unfit(), Some("asks for no answer"));
    let body = format!("<p><img src='media/p.png' alt='A plan'/></p>{ENTRY}");
    let mut folder = with(&item(LINE, &body, MATCH));
    assert_eq!(codes_of(&read(&folder).found), [codes::MEDIUM]);
    let mut put = |bytes: &[u8]| {
        folder.pictures.insert("bank/X/media/p.png".to_owned(), bytes.to_vec());
        read(&folder)
    };
    assert_eq!(codes_of(&put(b"<html>").found), [codes::MEDIUM], "no picture");
    let (one, other) = (put(b"\x89PNG\r\n\x1a\n one"), put(b"\x89PNG\r\n\x1a\n two"));
    assert!(one.found.is_empty(), "{:?}", one.found);
    assert_ne!(one.item.version, other.item.version, "a picture is a part of the version");
    assert_eq!(one.item.version, put(b"\x89PNG\r\n\x1a\n one").item.version);
    let outside = with(&item(LINE, &body.replace("media/", "../"), MATCH));
    assert_eq!(codes_of(&read(&outside).found), [codes::MEDIUM], "nothing above the folder");
}

#[test]
fn points_between_are_kept_and_count_as_not_right() {
    let mapped = "<qti-response-declaration identifier='RESPONSE' cardinality='multiple' \
        base-type='identifier'>\
        <qti-correct-response><qti-value>a</qti-value><qti-value>b</qti-value></qti-correct-response>\
        <qti-mapping default-value='0' lower-bound='0'><qti-map-entry map-key='a' mapped-value='1'/>\
        <qti-map-entry map-key='b' mapped-value='0.5'/></qti-mapping></qti-response-declaration>";
    let body = "<qti-choice-interaction response-identifier='RESPONSE' max-choices='2'>\
        <qti-simple-choice identifier='a'>A</qti-simple-choice><qti-simple-choice identifier='b'>B\
        </qti-simple-choice><qti-simple-choice identifier='c'>C</qti-simple-choice></qti-choice-interaction>";
    let processing = MATCH.replace("match_correct", "map_response");
    let item = read(&with(&item(mapped, body, &processing))).item;
    assert_eq!((item.unfit(), item.full()), (None, Some(1.5)));
    let outcome = |answer: &[&str]| {
        let outcome = item.outcome(0, &texts(answer));
        (outcome.score, outcome.is_right)
    };
    assert_eq!(outcome(&["a"]), (1.0, false));
    assert_eq!(outcome(&["b", "a"]), (1.5, true));
    assert_eq!(outcome(&[]), (0.0, false));
}

#[test]
fn every_rationale_is_told_after_an_answer_and_none_before_it() {
    let why = |id: &str| {
        format!(
            "<qti-feedback-inline outcome-identifier='FEEDBACK' identifier='{id}' show-hide='show'>\
                 Reason of {id}.</qti-feedback-inline>"
        )
    };
    let choice = format!(
        "<qti-choice-interaction response-identifier='R2' max-choices='1'>\
         <qti-simple-choice identifier='a'>A{}\
         </qti-simple-choice><qti-simple-choice identifier='b'>B{}</qti-simple-choice>\
         </qti-choice-interaction>",
        why("a"),
        why("b")
    );
    let declared = format!(
        "{LINE}<qti-response-declaration identifier='R2' cardinality='single' base-type='identifier'>\
         <qti-correct-response><qti-value>a</qti-value></qti-correct-response></qti-response-declaration>\
         <qti-outcome-declaration identifier='FEEDBACK' cardinality='single' base-type='identifier'/>"
    );
    // Beside another place to answer, too.
    let item = read(&with(&self::item(&declared, &format!("{ENTRY}{choice}"), MATCH))).item;
    assert_eq!(item.unfit(), None);
    let before = serde_json::to_string(&DeliveryItem::of(&item, 1, 5)).unwrap();
    assert!(!before.contains("Reason of"), "{before}");
    let told = item.released(1, 5, &texts(&["RESPONSE:yes", "R2:b"]));
    assert_eq!(told.reasons.keys().collect::<Vec<_>>(), ["a", "b"]);
    let reasons = serde_json::to_string(&told.reasons).unwrap();
    assert!(reasons.contains("Reason of a.") && reasons.contains("Reason of b."), "{reasons}");
    assert!(!serde_json::to_string(&told.view).unwrap().contains("Reason of"), "once, beside the question");
}

#[test]
fn options_are_named_as_answers_name_them() {
    let variable = |name: &str, right: &str| {
        format!(
            "<qti-response-declaration identifier='{name}' cardinality='single' base-type='identifier'>\
             <qti-correct-response><qti-value>{right}</qti-value></qti-correct-response>\
             </qti-response-declaration>"
        )
    };
    let choice = |name: &str| {
        format!(
            "<qti-choice-interaction response-identifier='{name}' max-choices='1'>\
             <qti-simple-choice identifier='A'>Old  <em>key</em></qti-simple-choice>\
             <qti-simple-choice identifier='B'>New key</qti-simple-choice></qti-choice-interaction>"
        )
    };
    let options = |declared: &str, body: &str| {
        let read = read(&with(&item(declared, body, MATCH)));
        let told = read.item.options().into_iter();
        told.map(|option| format!("{} {} {}", option.value, option.text, option.is_right)).collect::<Vec<_>>()
    };
    assert_eq!(
        options(&variable("R1", "B"), &choice("R1")),
        ["A Old key false", "B New key true"],
        "one variable is not named"
    );
    let two = options(&(variable("R1", "B") + &variable("R2", "A")), &(choice("R1") + &choice("R2")));
    assert_eq!(two, ["R1:A Old key false", "R1:B New key true", "R2:A Old key true", "R2:B New key false"]);
    assert!(options(LINE, ENTRY).is_empty(), "a text has no options");
}

const WORDS: &str = "id = 'x'\nexam = 'X'\ntask = '1.1'\nkind = 'multiple-choice'\n\
    stem = 'Look: ![a line that falls](graph.svg) Why?'\nkey = ['B']\nlevel = 'apply'\n\
    difficulty = 0.6\ntime_s = 90\nmedia = ['spare.svg']\nnote = 'n'\n\
    source = { title = 'A page', url = 'https://example.org/page' }\n\
    [[option]]\nid = 'A'\ntext = 'a'\nrationale = 'No, see ![the bend](why.svg) there.'\n\
    [[option]]\nid = 'B'\ntext = 'b'\nrationale = 'Yes, it falls.'\n";

fn drawing(fill: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg'><rect fill='{fill}'/></svg>").into_bytes()
}

fn beside(names: &[&str]) -> Folder {
    let pictures = names.iter().map(|name| (format!("bank/X/{name}"), drawing(name)));
    Folder { pictures: pictures.collect(), ..Folder::default() }
}

fn in_words(text: &str, folder: &Folder) -> ReadBankItem {
    read_item(&SourceFile::new("bank/X/x.toml", text), folder)
}

#[test]
fn pictures_of_an_item_in_its_own_words_are_read_kept_and_told() {
    let folder = beside(&["graph.svg", "why.svg", "spare.svg"]);
    let ReadBankItem { item, found, lint } = in_words(WORDS, &folder);
    assert!(found.is_empty(), "{found:?}");
    assert!(lint.iter().any(|fault| fault.code == codes::KEPT && fault.message.contains("spare.svg")));
    assert_eq!(item.asked_media().into_iter().collect::<Vec<_>>(), ["graph.svg"]);
    assert_eq!(item.media().into_iter().collect::<Vec<_>>(), ["graph.svg", "why.svg"]);
    assert_eq!(item.kept().len(), 3);
    let view = serde_json::to_string(&DeliveryItem::of(&item, 1, 5)).unwrap();
    assert!(view.contains("graph.svg") && view.contains("a line that falls"), "{view}");
    for secret in ["why.svg", "the bend", "spare.svg"] {
        assert!(!view.contains(secret), "{secret}: {view}");
    }

    // Each picture is a part of the version; one of what is asked is a part of the question.
    let with = |name: &str| {
        let mut folder = folder.clone();
        folder.pictures.insert(format!("bank/X/{name}"), drawing("other"));
        in_words(WORDS, &folder).item
    };
    let changed = |name: &str| crate::ItemPart::changed(&item, &with(name));
    assert_eq!(changed("graph.svg"), [crate::ItemPart::Texts]);
    assert_eq!(changed("why.svg"), [crate::ItemPart::Notes]);
    assert_eq!(changed("spare.svg"), [crate::ItemPart::Notes]);
}

#[test]
fn a_picture_that_is_not_there_does_more_than_draw_or_lies_elsewhere_is_told() {
    let told = |text: &str, folder: &Folder| codes_of(&in_words(text, folder).found).join(" ");
    assert_eq!(told(WORDS, &beside(&["graph.svg", "why.svg"])), codes::MEDIUM, "what is listed is there");
    assert_eq!(told(WORDS, &Folder::default()).split(' ').count(), 3);
    let all = beside(&["graph.svg", "why.svg", "spare.svg"]);
    for hostile in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><body>no picture</body></html>",
        b"",
    ] {
        let mut folder = all.clone();
        folder.pictures.insert("bank/X/graph.svg".into(), hostile.to_vec());
        assert_eq!(told(WORDS, &folder), codes::MEDIUM, "{}", String::from_utf8_lossy(hostile));
    }
    for elsewhere in
        ["../graph.svg", "/graph.svg", "https://example.org/a.svg", "data:image/png,x", "a/../b.svg"]
    {
        let text = WORDS.replace("(graph.svg)", &format!("({elsewhere})"));
        let read = in_words(&text, &all);
        assert_eq!(codes_of(&read.found), [codes::MEDIUM], "{elsewhere}");
        let view = serde_json::to_string(&DeliveryItem::of(&read.item, 1, 5)).unwrap();
        assert!(!view.contains("https:") && !view.contains("data:") && !view.contains(".."), "{view}");
    }
}

#[test]
fn a_shared_text_stands_above_the_question_of_each_item_that_names_it() {
    let text = WORDS.replace("media = ['spare.svg']", "stimulus = 'case-shop'");
    let mut folder = beside(&["graph.svg", "why.svg", "shop.svg"]);
    assert_eq!(codes_of(&in_words(&text, &folder).found), [codes::SHARED]);
    let case = "# A shop\n\nIt sells tea.\n\n![The shop's network](shop.svg)\n";
    folder.texts.insert("bank/X/stimuli/case-shop.md".into(), case.into());
    let ReadBankItem { item, found, .. } = in_words(&text, &folder);
    assert!(found.is_empty(), "{found:?}");
    let view = serde_json::to_value(DeliveryItem::of(&item, 1, 5)).unwrap();
    assert_eq!(view["view"]["stimuli"][0]["title"], "A shop");
    let shown = view["view"]["stimuli"][0]["body"].to_string();
    assert!(shown.contains("It sells tea.") && shown.contains("shop.svg"), "{shown}");
    assert!(item.asked_media().contains("shop.svg"));
    assert_eq!(item.standard().stimulus_refs.len(), item.stimuli().len());

    // It is what is asked: another wording of it is another question of each.
    folder.texts.insert("bank/X/stimuli/case-shop.md".into(), case.replace("tea", "coffee"));
    let other = in_words(&text, &folder).item;
    assert_eq!(crate::ItemPart::changed(&item, &other), [crate::ItemPart::Texts]);
    for hostile in ["../case-shop", "/etc/passwd", "a/b", "Case", ""] {
        let text = text.replace("'case-shop'", &format!("'{hostile}'"));
        assert!(codes_of(&in_words(&text, &folder).found).contains(&codes::SHARED), "{hostile}");
    }
}

#[test]
fn another_language_is_kept_told_where_it_lacks_or_is_older_and_given_to_nobody() {
    let (source, _) = crate::parse_authored(&SourceFile::new("bank/X/x.toml", WORDS));
    let german = format!(
        "{WORDS}[[translation]]\nlanguage = 'de'\nof = '{}'\nstem = 'Warum? ![eine Linie](graph-de.svg)'\n\
         [[translation.option]]\nid = 'A'\ntext = 'ah'\nrationale = 'Nein, gewiss nicht.'\n\
         [[translation.option]]\nid = 'B'\ntext = 'be'\nrationale = 'Ja, sie fällt.'\n",
        source.wording_mark()
    );
    let all = beside(&["graph.svg", "why.svg", "spare.svg", "graph-de.svg"]);
    let told = |text: &str| {
        let read = in_words(text, &all);
        assert!(read.found.is_empty(), "{:?}", read.found);
        let codes = codes_of(&read.lint).into_iter().filter(|code| *code > codes::SHARED);
        codes.map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(told(&german).is_empty());
    assert_eq!(told(&german.replace("rationale = 'Ja, sie fällt.'\n", "")), [codes::UNTRANSLATED]);
    assert_eq!(told(&german.replace(" ![eine Linie](graph-de.svg)", "")), [codes::UNTRANSLATED]);
    assert_eq!(told(&german.replace("Look:", "See:")), [codes::OLDER_WORDING]);
    let faulty = [("'de'", "'German'"), ("id = 'B'\ntext = 'be'", "id = 'E'\ntext = 'be'")];
    for (from, to) in faulty {
        assert!(told(&german.replace(from, to)).contains(&codes::TRANSLATION.to_owned()), "{to}");
    }
    let twice = format!("{german}[[translation]]\nlanguage = 'de'\n");
    assert!(told(&twice).contains(&codes::TRANSLATION.to_owned()));

    // The question is the same, so reviews stand; what candidates get has no word of it.
    let file = |text: &str| SourceFile::new("bank/X/x.toml", text);
    let (with, without) =
        (crate::work::read_content(&file(&german), &all), crate::work::read_content(&file(WORDS), &all));
    assert!(with.marks.asked == without.marks.asked && with.marks.mark != without.marks.mark);
    let view = serde_json::to_string(&DeliveryItem::of(&with.read.item, 1, 5)).unwrap();
    assert!(!view.contains("Warum") && !view.contains("graph-de"), "{view}");
    assert!(
        with.read.item.kept().contains("graph-de.svg") && !with.read.item.media().contains("graph-de.svg")
    );
    let shown = with.in_language("de").unwrap();
    let view = serde_json::to_value(DeliveryItem::of(&shown, 1, 5)).unwrap();
    assert!(view["view"]["language"] == "de" && view.to_string().contains("Warum"), "{view}");
    assert!(!view.to_string().contains("gewiss"), "{view}");
    assert!(with.in_language("fr").is_none());
    let (read, _) = crate::parse_authored(&file(&german));
    let (again, _) = crate::parse_authored(&file(&crate::work::author_text(&read)));
    assert_eq!(again.translations, read.translations);
}
