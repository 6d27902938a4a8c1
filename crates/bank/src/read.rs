//! Reads an item's file, with what stands beside it.

use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode,
    source::{Reader, SourceFile},
};
use assay_qti::{
    item::{AssessmentItem, AssessmentStimulus},
    package::item_picture,
    remark::{Remark, Remarks, Weight},
    validate::validate,
    xml::XmlLimits,
};

use crate::{
    authored::{AuthoredItem, ItemKind, Key, OptionText, Translation},
    codes,
    item::{BankItem, ItemVersion, path_beside},
    lint::writing,
    meta::{Artefact, CognitiveLevel, ItemMeta, Source},
    standard::{stimulus_name, stimulus_of, stimulus_path},
};

/// The files that stand beside an authoring file.
pub trait ItemCompanions {
    /// A text, by its path.
    fn text(&self, path: &str) -> Option<&str>;
    /// A picture, by its path.
    fn picture(&self, path: &str) -> Option<&[u8]>;
}

/// Nothing stands beside it.
pub struct Alone;

impl ItemCompanions for Alone {
    fn text(&self, _: &str) -> Option<&str> {
        None
    }

    fn picture(&self, _: &str) -> Option<&[u8]> {
        None
    }
}

/// What was read of one file.
#[derive(Debug)]
pub struct ReadBankItem {
    /// The item: whatever could be read is kept.
    pub item: BankItem,
    /// What is at fault in reading it.
    pub found: Diagnostics,
    /// What the writing rules find; it takes nothing away from the item.
    pub lint: Diagnostics,
}

/// What a file asks.
enum FileAsks {
    /// Its own words.
    Words(AuthoredItem),
    /// The item of the standard in a file of that name.
    Standard(ItemMeta, String),
}

/// Reads one item: what could be read is kept, what is at fault is said.
///
/// Whether it can be given to anybody [`BankItem::unfit`] says. What was applied is read by this alone, so a
/// release that asks for more takes nothing away.
pub fn read_item(file: &SourceFile, beside: &impl ItemCompanions) -> ReadBankItem {
    let (asked, found) = Reader::read(file, |table| match table.maybe_text("qti") {
        None => FileAsks::Words(words(table)),
        Some(name) => FileAsks::Standard(meta(table), name),
    });
    match asked {
        FileAsks::Words(mut authored) => {
            named(file, &mut authored.meta);
            own_words(file, authored, found, beside)
        }
        FileAsks::Standard(mut meta, name) => {
            named(file, &mut meta);
            standard(file, meta, &name, found, beside)
        }
    }
}

/// Reads one authoring file in its own words.
///
/// For whoever works on such files; a bank is read by [`read_item`].
pub fn parse_authored(file: &SourceFile) -> (AuthoredItem, Diagnostics) {
    let (mut item, found) = Reader::read(file, words);
    named(file, &mut item.meta);
    (item, found)
}

fn named(file: &SourceFile, meta: &mut ItemMeta) {
    if meta.id.is_empty() {
        file.stem().clone_into(&mut meta.id);
    }
}

fn meta(table: &Reader<'_>) -> ItemMeta {
    let levels = [
        ("remember", CognitiveLevel::Remember),
        ("apply", CognitiveLevel::Apply),
        ("analyse", CognitiveLevel::Analyse),
    ];
    ItemMeta {
        id: table.text("id"),
        exam: ExamCode::new(&table.text("exam")),
        task: table.text("task"),
        skill: table.maybe_text("skill"),
        level: table.choice("level", &levels).unwrap_or_default(),
        difficulty: table.number("difficulty"),
        time_s: table
            .integer_kept("time_s", 10..=600)
            .and_then(|seconds| u32::try_from(seconds).ok())
            .unwrap_or_default(),
        enemies: table.texts("enemies"),
        tags: table.texts("tags"),
        artefact: table.maybe_choice("artefact", &Artefact::ALL.map(|kind| (kind.as_str(), kind))),
        source: table.table("source", source).unwrap_or_default(),
        note: table.text("note"),
        at: table.place("id"),
    }
}

fn source(row: &Reader<'_>) -> Source {
    Source {
        title: row.text("title"),
        url: row.text("url"),
        read: row.maybe_date("read"),
        unread: row.flag("unread", false),
    }
}

fn words(table: &Reader<'_>) -> AuthoredItem {
    let kinds =
        [("multiple-choice", ItemKind::MultipleChoice), ("multiple-response", ItemKind::MultipleResponse)];
    let meta = meta(table);
    let kind = table.choice("kind", &kinds);
    let stem = table.text("stem").trim().to_owned();
    let key = table.texts("key");
    let options = table.tables("option", |row| OptionText {
        id: row.text("id"),
        text: row.text("text").trim().to_owned(),
        rationale: row.text("rationale").trim().to_owned(),
    });
    let several = if key.len() > 1 { ItemKind::MultipleResponse } else { ItemKind::MultipleChoice };
    AuthoredItem {
        meta,
        kind: kind.unwrap_or(several),
        stem,
        options,
        key: Key::new(key),
        media: table.texts("media"),
        stimulus: table.maybe_text("stimulus"),
        language: table.maybe_text("language"),
        translations: table.tables("translation", translation),
    }
}

fn translation(table: &Reader<'_>) -> Translation {
    let text = |row: &Reader<'_>, key: &str| row.maybe_text(key).unwrap_or_default().trim().to_owned();
    Translation {
        language: table.text("language"),
        of: text(table, "of"),
        stem: text(table, "stem"),
        options: table.tables("option", |row| OptionText {
            id: row.text("id"),
            text: text(row, "text"),
            rationale: text(row, "rationale"),
        }),
    }
}

/// An item in its own words with the pictures that it names.
///
/// Its mark is that of the authoring file alone where it has none, as it was before items had pictures.
fn own_words(
    file: &SourceFile,
    authored: AuthoredItem,
    mut found: Diagnostics,
    beside: &impl ItemCompanions,
) -> ReadBankItem {
    let mut lint = writing::authored(file, &authored);
    let (at, translated) = (authored.meta.at.clone(), authored.translated_media());
    let name = authored.stimulus.clone();
    let shared = name.as_deref().and_then(|name| stimulus_path(&file.path, name));
    let text = shared.and_then(|path| beside.text(&path));
    if let Some(name) = name.as_ref().filter(|_| text.is_none()) {
        let message = format!("the shared text `{name}` is not beside this file");
        let hint = format!("put it into the folder of this file as {}", stimulus_name(name));
        found.push(Diagnostic::error(codes::SHARED, at.clone(), message).hint(hint));
    }
    let stimulus = name.zip(text).map(|(name, text)| stimulus_of(&name, text));
    let mut item = BankItem::of_authored(authored, ItemVersion::default(), stimulus);
    let shown = item.media();
    let unshown: Vec<String> =
        item.kept().into_iter().filter(|name| !shown.contains(name) && !translated.contains(name)).collect();
    for name in unshown {
        let message = format!("`{name}` is kept beside the item, and no text shows it");
        let hint = format!("write `![what it shows]({name})` where it belongs, or take it away");
        lint.push(Diagnostic::warning(codes::KEPT, at.clone(), message).hint(hint));
    }
    let (mut files, asked): (Vec<&[u8]>, _) = (vec![file.text.as_bytes()], item.asked_media());
    files.extend(text.map(str::as_bytes));
    let mut pictures: Vec<&[u8]> = Vec::new();
    for name in item.kept() {
        match picture(file, &name, beside) {
            Ok(bytes) => {
                files.push(bytes);
                pictures.extend(asked.contains(&name).then_some(bytes));
            }
            Err((message, hint)) => {
                found.push(Diagnostic::error(codes::MEDIUM, at.clone(), message).hint(hint));
            }
        }
    }
    item.version = ItemVersion::of(files);
    item.pictures = mark_of(pictures);
    ReadBankItem { item, found, lint }
}

fn mark_of(files: Vec<&[u8]>) -> ItemVersion {
    if files.is_empty() { ItemVersion::default() } else { ItemVersion::of(files) }
}

/// An item of the standard with the texts and pictures that it names.
fn standard(
    file: &SourceFile,
    meta: ItemMeta,
    name: &str,
    mut found: Diagnostics,
    beside: &impl ItemCompanions,
) -> ReadBankItem {
    let mut lint = writing::meta(file, &meta);
    let at = meta.at.clone();
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, at.clone(), message).hint(hint));
    };
    let mut files: Vec<&[u8]> = vec![file.text.as_bytes()];
    let mut told = Remarks::default();
    let mut stimuli = Vec::new();
    let text = path_beside(&file.path, name).and_then(|path| beside.text(&path));
    let item = match text {
        None => {
            let hint = "put the item of QTI into the folder of this file, and name it without a folder";
            fault(codes::STANDARD, format!("there is no file `{name}` beside this one"), hint);
            None
        }
        Some(text) => {
            files.push(text.as_bytes());
            read_standard(text, &mut told)
        }
    };
    let item = item.unwrap_or_else(|| AssessmentItem::empty(&meta.id));
    for shared in &item.stimulus_refs {
        let text = path_beside(&file.path, &shared.href).and_then(|path| beside.text(&path));
        let read = text.and_then(|text| {
            files.push(text.as_bytes());
            AssessmentStimulus::from_text(text, &XmlLimits::ITEM, &mut told)
        });
        if read.is_none() {
            let message =
                format!("the shared text `{}` is not beside this file or cannot be read", shared.href);
            fault(codes::STANDARD, message, "put it into the folder of this file");
        }
        stimuli.extend(read);
    }
    told.remarks.extend(validate(&item).remarks);
    for remark in &told.remarks {
        let (code, message) = (codes::REMARK, said(name, remark));
        match remark.weight {
            Weight::Error => fault(codes::STANDARD, message, "mend it in the program that wrote it"),
            _ => lint.push(Diagnostic::warning(code, meta.at.clone(), message)),
        }
    }
    let unread = ItemVersion::default();
    let mut item = BankItem::of_standard(meta, unread, item, stimuli);
    let (asked, mut pictures) = (item.asked_media(), Vec::new());
    for name in item.media() {
        match picture(file, &name, beside) {
            Ok(bytes) => {
                files.push(bytes);
                pictures.extend(asked.contains(&name).then_some(bytes));
            }
            Err((message, hint)) => fault(codes::MEDIUM, message, hint),
        }
    }
    item.version = ItemVersion::of(files);
    item.pictures = mark_of(pictures);
    ReadBankItem { item, found, lint }
}

/// A picture that an item names; else what is wrong, and what to do.
fn picture<'f>(
    file: &SourceFile,
    name: &str,
    beside: &'f impl ItemCompanions,
) -> Result<&'f [u8], (String, &'static str)> {
    let found = path_beside(&file.path, name).and_then(|path| beside.picture(&path)).ok_or_else(|| {
        let hint = "put the picture into the folder of this file or below it";
        (format!("there is no picture `{name}` beside this file"), hint)
    })?;
    match item_picture(name, found) {
        Some(_) => Ok(found),
        None => {
            let hint = "export it again as PNG, JPEG, GIF, WebP or plain SVG";
            Err((format!("`{name}` is no picture, or one that does more than draw"), hint))
        }
    }
}

fn read_standard(text: &str, told: &mut Remarks) -> Option<AssessmentItem> {
    match AssessmentItem::from_text(text, &XmlLimits::ITEM) {
        Ok(read) => {
            told.remarks.extend(read.remarks.remarks);
            read.item
        }
        Err(remark) => {
            told.remarks.push(remark);
            None
        }
    }
}

fn said(name: &str, remark: &Remark) -> String {
    format!("{name}:{}: {} [{}]", remark.line, remark.message, remark.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(change: impl FnOnce(String) -> String) -> Diagnostics {
        let text = r#"
id = "x"
exam = "X-1"
task = "1.1"
skill = "1.1.1"
kind = "multiple-choice"
stem = "A team does this. What should it do?"
key = ["C"]
level = "apply"
difficulty = 0.6
time_s = 90
source = { title = "A page", url = "https://example.org/page" }
note = "A note."
option = [
  { id = "A", text = "this way", rationale = "Wrong, because of this." },
  { id = "B", text = "that way", rationale = "Wrong, because of that." },
  { id = "C", text = "the way", rationale = "Right, because of this." },
  { id = "D", text = "no way", rationale = "Wrong, because of no." },
]
"#;
        let file = SourceFile::new("bank/X-1/x.toml", change(text.to_owned()));
        let mut read = read_item(&file, &Alone);
        read.found.extend(read.lint);
        read.found
    }

    #[test]
    fn whatever_can_be_read_of_an_item_is_kept() {
        let file = |text: &str| SourceFile::new("bank/X-1/x.toml", text);
        let kept = |text: &str| parse_authored(&file(text)).0;
        let unfit = |text: &str| read_item(&file(text), &Alone).item.unfit().map(str::to_owned);
        let text = "stem = \"Why?\"\nkey = [\"B\", \"A\"]\ntime_s = 5\ncolour = \"red\"";
        let item = kept(text);
        assert_eq!((item.meta.id.as_str(), item.stem.as_str(), item.meta.time_s), ("x", "Why?", 5));
        assert_eq!((item.kind, item.key.count()), (ItemKind::MultipleResponse, 2));
        assert_eq!(unfit(text).as_deref(), Some("has fewer than two options"));
        let option = "\n[[option]]\nid = \"A\"\ntext = \"a\"\n[[option]]\nid = \"B\"\ntext = \"b\"";
        let whole = |key: &str| unfit(&format!("stem = \"Why?\"\nkey = [{key}]{option}"));
        assert_eq!(whole("\"B\""), None);
        assert_eq!(whole("\"B\", \"C\"").as_deref(), Some("has a key that is none of its options"));
        assert_eq!(whole("").as_deref(), Some("has no key"));
        assert_eq!(unfit("not TOML").as_deref(), Some("has no question"));
    }

    #[test]
    fn each_fault_has_its_code() {
        assert!(item(|t| t).is_empty());
        let cases: [(&str, &str, &str); 12] = [
            (codes::TAG, "note = ", "tags = [\"a\", \"b\", \"a\"]\nnote = "),
            (codes::TAG, "note = ", "tags = [\" \"]\nnote = "),
            (codes::SOURCE, "/page\" }", "/page\", read = \"2026-09-01\", unread = true }"),
            (codes::SHAPE, r#"key = ["C"]"#, r#"key = ["C", "D"]"#),
            (codes::KEY, r#"key = ["C"]"#, r#"key = ["E"]"#),
            (codes::RATIONALE, "Wrong, because of no.", "No."),
            (codes::ALL_OF_THE_ABOVE, "no way", "all of the above"),
            (codes::NAME, "id = \"x\"", "id = \"y\""),
            (codes::SKILL, "skill = \"1.1.1\"", "skill = \"2.1.1\""),
            (codes::RANGE, "0.6", "1.6"),
            (codes::SOURCE, "https://example.org/page", "http://example.org/page"),
            (codes::LONG_KEY, "the way", "the way that takes everything into account at once"),
        ];
        for (code, from, to) in cases {
            let found = item(|t| t.replacen(from, to, 1));
            assert!(found.iter().any(|d| d.code == code), "{code}: {found:?}");
        }
        let found =
            item(|t| t.replace("multiple-choice", "multiple-response").replace(r#"["C"]"#, r#"["A", "C"]"#));
        assert!(found.iter().any(|d| d.code == codes::CHOOSE));
    }
}
