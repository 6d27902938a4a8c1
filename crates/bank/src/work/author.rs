//! An authoring file written from its parts, laid out as the files of a bank are.
//!
//! Looked at: toml, which reads such files here; it writes values, not the layout that people compare.

use assay_kernel::source::{escaped, quoted};

use crate::{AuthoredItem, CognitiveLevel, Translation};

/// The text of an authoring file that says the same.
pub fn author_text(item: &AuthoredItem) -> String {
    let meta = &item.meta;
    let mut text = String::new();
    let mut line = |key: &str, value: String| text.push_str(&format!("{key} = {value}\n"));
    line("id", quoted(&meta.id));
    line("exam", quoted(meta.exam.as_str()));
    line("task", quoted(&meta.task));
    if let Some(skill) = &meta.skill {
        line("skill", quoted(skill));
    }
    line("kind", quoted(item.kind.as_str()));
    line("stem", lines(&item.stem));
    line("key", list(item.key_ids()));
    let level = match meta.level {
        CognitiveLevel::Remember => "remember",
        CognitiveLevel::Apply => "apply",
        CognitiveLevel::Analyse => "analyse",
    };
    line("level", quoted(level));
    line("difficulty", format!("{:?}", meta.difficulty));
    line("time_s", meta.time_s.to_string());
    if !meta.tags.is_empty() {
        line("tags", list(meta.tags.iter().map(String::as_str)));
    }
    if let Some(artefact) = meta.artefact {
        line("artefact", quoted(artefact.as_str()));
    }
    if !meta.enemies.is_empty() {
        line("enemies", list(meta.enemies.iter().map(String::as_str)));
    }
    if let Some(language) = &item.language {
        line("language", quoted(language));
    }
    if let Some(stimulus) = &item.stimulus {
        line("stimulus", quoted(stimulus));
    }
    if !item.media.is_empty() {
        line("media", list(item.media.iter().map(String::as_str)));
    }
    let source = &meta.source;
    let read = source.read.map(|day| format!(", read = \"{day}\"")).unwrap_or_default();
    let unread = if source.unread { ", unread = true" } else { "" };
    line(
        "source",
        format!("{{ title = {}, url = {}{read}{unread} }}", quoted(&source.title), quoted(&source.url)),
    );
    line("note", quoted(&meta.note));
    for option in &item.options {
        text.push_str(&format!(
            "\n[[option]]\nid = {}\ntext = {}\nrationale = {}\n",
            quoted(&option.id),
            quoted(&option.text),
            quoted(&option.rationale),
        ));
    }
    item.translations.iter().for_each(|one| text.push_str(&translated(one)));
    text
}

/// A translation; what is missing in it has no line.
fn translated(one: &Translation) -> String {
    let mut text = format!("\n[[translation]]\nlanguage = {}\n", quoted(&one.language));
    let line = |text: &mut String, key: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{key} = {}\n", lines(value)));
        }
    };
    line(&mut text, "of", &one.of);
    line(&mut text, "stem", &one.stem);
    for option in &one.options {
        text.push_str(&format!("\n[[translation.option]]\nid = {}\n", quoted(&option.id)));
        line(&mut text, "text", &option.text);
        line(&mut text, "rationale", &option.rationale);
    }
    text
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A text of several lines, as a block that is read line by line; quotes stay as they are but for three.
fn lines(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let block: Vec<String> = text.split('\n').map(|line| escaped(line).replace("\\\"", "\"")).collect();
    let block = block.join("\n").replace("\"\"", "\"\\\"");
    let end = if block.ends_with('"') { "\\\n" } else { "\n" };
    format!("\"\"\"\n{block}{end}\"\"\"")
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;
    use proptest::prelude::*;

    use super::*;
    use crate::parse_authored;

    fn read(text: &str) -> AuthoredItem {
        let (mut item, found) = parse_authored(&SourceFile::new("bank/X-1/x.toml", text));
        assert!(!found.has_errors(), "{found:?}\n{text}");
        item.meta.at = assay_kernel::Location::default();
        item
    }

    fn base() -> AuthoredItem {
        read(
            "id = \"x\"\nexam = \"X-1\"\ntask = \"1.1\"\nskill = \"1.1.2\"\nkind = \"multiple-choice\"\n\
             stem = \"Why?\"\nkey = [\"B\"]\nlevel = \"analyse\"\ndifficulty = 0.58\ntime_s = 90\n\
             tags = [\"containers\"]\nmedia = [\"a.png\"]\nstimulus = \"case\"\n\
             language = \"en\"\nartefact = \"json\"\nenemies = [\"y\"]\n\
             source = { title = \"A page\", url = \"https://example.org\", read = \"2026-09-01\" }\nnote = \"n\"\n\
             [[option]]\nid = \"A\"\ntext = \"a\"\nrationale = \"no\"\n\
             [[option]]\nid = \"B\"\ntext = \"b\"\nrationale = \"yes\"\n\
             [[translation]]\nlanguage = \"de\"\nof = \"1\"\nstem = \"Warum?\"\n\
             [[translation.option]]\nid = \"A\"\ntext = \"a\"\n",
        )
    }

    #[test]
    fn the_layout_is_that_of_a_bank() {
        let item = AuthoredItem { stem: "One line.\n\"Another\"".into(), ..base() };
        let text = author_text(&item);
        assert!(text.contains("stem = \"\"\"\nOne line.\n\"Another\"\\\n\"\"\"\nkey = [\"B\"]\n"), "{text}");
        assert_eq!(read(&text), item);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            stem in "[a-z\"\\\\ é\n\t`{}|]{1,60}",
            text in "[a-z\"\\\\ é\n]{1,30}",
            note in "\\PC{0,30}",
        ) {
            let trimmed = |text: &str| format!("x{}x", text.trim());
            let mut item = base();
            item.stem = trimmed(&stem);
            item.options[0].text = trimmed(&text);
            item.options[1].rationale = trimmed(&note);
            item.meta.note = trimmed(&note);
            item.translations[0].stem = trimmed(&stem);
            item.translations[0].options[0].rationale = trimmed(&note);
            prop_assert_eq!(read(&author_text(&item)), item);
        }
    }
}
