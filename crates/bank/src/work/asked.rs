//! What an item asks, as a mark.
//!
//! Another tag is no other question, another word of an option is.

use assay_kernel::source::{Reader, SourceFile};

use crate::{
    AuthoredItem, BankItem, ItemCompanions, ReadBankItem,
    item::{ItemVersion, path_beside},
    parse_authored, read_item, stimulus_name,
    work::ContentMarks,
};

/// What is asked, as the text that its mark is made of.
///
/// Second answers are tied to it: the stem, each option with its letter, the letters of the key.
pub fn asked_text(item: &AuthoredItem) -> String {
    let options = item.options.iter().map(|option| (option.id.as_str(), option.text.as_str()));
    asked(&item.stem, options, item.key_ids().collect())
}

/// The same of its parts: the rules of items hold them in another form.
pub(crate) fn asked<'a>(
    stem: &str,
    options: impl Iterator<Item = (&'a str, &'a str)>,
    mut key: Vec<&str>,
) -> String {
    let mut text = format!("{}\n", stem.trim());
    for (id, option) in options {
        text.push_str(&format!("{id}\t{}\n", option.trim()));
    }
    key.sort_unstable();
    text.push_str(&format!("key\t{}", key.join(",")));
    text
}

/// An authoring file with everything that is known by reading it.
#[derive(Debug)]
pub struct ReadContent {
    /// The item, with what is at fault.
    pub read: ReadBankItem,
    /// Of its files.
    pub marks: ContentMarks,
    /// The item in its own words; none of one with an item of QTI beside it.
    pub authored: Option<AuthoredItem>,
    /// The paths of the files that it names beside itself and that are there.
    pub companions: Vec<String>,
}

impl ReadContent {
    /// The item as it would be shown in one of its other languages.
    ///
    /// None where it has no such one.
    pub fn in_language(&self, language: &str) -> Option<BankItem> {
        let item = self.authored.as_ref()?.in_language(language)?;
        let shared = self.read.item.stimuli().first().cloned();
        Some(BankItem::of_authored(item, ItemVersion::default(), shared))
    }
}

/// Reads an authoring file with what it names.
pub fn read_content(file: &SourceFile, beside: &impl ItemCompanions) -> ReadContent {
    let read = read_item(file, beside);
    let mark = read.item.version.as_str().to_owned();
    let (qti, _) = Reader::read(file, |table| table.maybe_text("qti"));
    let Some(name) = qti else {
        let (authored, _) = parse_authored(file);
        // A shared text that could not be read is not there.
        let shared = authored.stimulus.iter().filter(|_| !read.item.stimuli().is_empty());
        let shared: Vec<String> = shared.map(|name| stimulus_name(name)).collect();
        let companions = there(file, read.item.kept().into_iter().chain(shared.clone()), beside);
        let asked = asked_text(&authored);
        let shown = there(file, read.item.asked_media().into_iter().chain(shared), beside);
        // Pictures and a shared text belong to the question; without them the mark is that of the words.
        let asked = match shown.as_slice() {
            [] => ItemVersion::of_text(&asked),
            shown => {
                let pictures = shown.iter().filter_map(|path| bytes_of(beside, path));
                ItemVersion::of([asked.as_bytes()].into_iter().chain(pictures)).as_str().to_owned()
            }
        };
        let marks = ContentMarks { mark, asked };
        return ReadContent { read, marks, authored: Some(authored), companions };
    };
    let named = read.item.standard().stimulus_refs.iter().map(|shared| shared.href.clone());
    let companions = there(file, [name].into_iter().chain(named).chain(read.item.media()), beside);
    let bytes = companions.iter().filter_map(|path| bytes_of(beside, path));
    let asked = ItemVersion::of(bytes).as_str().to_owned();
    ReadContent { read, marks: ContentMarks { mark, asked }, authored: None, companions }
}

/// The paths of the files of these names that are there, each once.
fn there(
    file: &SourceFile,
    names: impl IntoIterator<Item = String>,
    beside: &impl ItemCompanions,
) -> Vec<String> {
    let paths = names.into_iter().filter_map(|name| path_beside(&file.path, &name));
    let mut paths: Vec<String> = paths.filter(|path| bytes_of(beside, path).is_some()).collect();
    paths.sort();
    paths.dedup();
    paths
}

fn bytes_of<'b>(beside: &'b impl ItemCompanions, path: &str) -> Option<&'b [u8]> {
    beside.text(path).map(str::as_bytes).or_else(|| beside.picture(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Alone,
        testing::{ITEM, file, with},
    };

    fn marks(text: &str) -> ContentMarks {
        read_content(&file(text), &Alone).marks
    }

    #[test]
    fn a_rationale_is_no_other_question_and_another_key_is() {
        let (authored, _) =
            parse_authored(&file(with("stem = \"A team", "stem = \" A team").replace("house\"", "house \"")));
        let text = "A team runs a web shop. What should it do first?\nA\tClose the door of the house\n\
            B\tPaint the wall of the garden\nC\tWater the trees of the street\n\
            D\tEmpty the boxes of the attic\nkey\tC";
        assert_eq!(asked_text(&authored), text);
        let told = marks(&with("because of no.", "as ever."));
        assert!(told.asked == marks(ITEM).asked && told.mark != marks(ITEM).mark);
        assert_ne!(marks(&with("[\"C\"]", "[\"A\"]")).asked, marks(ITEM).asked);
        // SHA-256 of the text above, as anybody computes it.
        assert_eq!(marks(ITEM).asked.len(), 64);
    }
}
