//! An item of a bank: the item of the standard, and what the body knows besides.

use std::{collections::BTreeSet, sync::OnceLock};

use assay_qti::{
    interaction::{Interaction, InteractionKind},
    item::{AssessmentItem, AssessmentStimulus},
    process::ItemRules,
    remark::Remarks,
    tree::{XmlElement, XmlNode},
    value::{Cardinality, Scalar},
    view::ItemView,
};
use sha2::{Digest, Sha256};

use crate::{authored::AuthoredItem, meta::ItemMeta, unfit};

/// Which wording of an item: a mark of all its files' content.
///
/// A sitting pins the tree of files it was started on, and the tree holds one version of each item; so it
/// pins every pair of item and version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemVersion(String);

impl ItemVersion {
    /// SHA-256 over the lengths and contents of an item's files, hexadecimal.
    pub(crate) fn of<'f>(files: impl IntoIterator<Item = &'f [u8]>) -> Self {
        let mut hash = Sha256::new();
        for file in files {
            hash.update((file.len() as u64).to_le_bytes());
            hash.update(file);
        }
        ItemVersion(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// SHA-256 of a text, hexadecimal.
    pub(crate) fn of_text(text: &str) -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As it is written in exports.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One item with everything the body knows about it, its key included.
///
/// What leaves it is a [`crate::DeliveryItem`] or an outcome; only an export takes the item itself.
#[derive(Clone, Debug)]
pub struct BankItem {
    /// What the body knows about it.
    pub meta: ItemMeta,
    /// Which wording.
    pub version: ItemVersion,
    pub(crate) item: AssessmentItem,
    pub(crate) stimuli: Vec<AssessmentStimulus>,
    pub(crate) rules: ItemRules,
    pub(crate) interactions: Vec<Interaction>,
    /// The score of a right answer; none where the item has no such thing.
    pub(crate) full: Option<f64>,
    /// The question as it is shown first, where that is the same for everybody but for the order of options.
    /// Made when somebody is first shown it: most items of a bank stand on no form that is given.
    pub(crate) first_view: OnceLock<Option<ItemView>>,
    unfit: Option<String>,
}

/// What a review of a form counts of one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceFact {
    /// Its letter in the file.
    pub id: String,
    /// How many characters a candidate reads.
    pub chars: usize,
    /// Whether it is right.
    pub is_right: bool,
}

impl BankItem {
    /// From an authoring file.
    pub(crate) fn of_authored(authored: &AuthoredItem, version: ItemVersion) -> Self {
        let mut made =
            BankItem::of_standard(authored.meta.clone(), version, authored.to_standard(), Vec::new());
        made.unfit = authored.unfit().map(str::to_owned).or(made.unfit);
        made
    }

    /// From an item of the standard, with the texts that it shares with others.
    pub fn of_standard(
        meta: ItemMeta,
        version: ItemVersion,
        item: AssessmentItem,
        stimuli: Vec<AssessmentStimulus>,
    ) -> Self {
        let mut told = Remarks::default();
        let rules = ItemRules::read(&item, &mut told);
        let interactions = Interaction::all(&item.body, &mut told);
        let (full, first_view, unfit) = (None, OnceLock::new(), None);
        let mut made =
            BankItem { meta, version, item, stimuli, rules, interactions, full, first_view, unfit };
        made.full = made.full_score();
        made.unfit = unfit::why(&made.item, &made.interactions, &told, made.full.is_some());
        made
    }

    /// Why it can be given to nobody; none where it can.
    ///
    /// The words stand behind its name.
    /// It is no question of review: a form with such an item is not whole, whatever was once applied.
    pub fn unfit(&self) -> Option<&str> {
        self.unfit.as_deref()
    }

    /// The item of the standard, with its key: for an export.
    pub fn standard(&self) -> &AssessmentItem {
        &self.item
    }

    /// The texts that it shares with others: for an export.
    pub fn stimuli(&self) -> &[AssessmentStimulus] {
        &self.stimuli
    }

    /// The response variables, in the order of the question.
    pub fn variables(&self) -> Vec<&str> {
        self.interactions.iter().map(|one| one.response_identifier.as_str()).collect()
    }

    /// The options of an item that asks for one of several.
    ///
    /// Empty for any other.
    pub fn choices_of_one(&self) -> Vec<ChoiceFact> {
        let [Interaction { asked: InteractionKind::Choice { choices, .. }, response_identifier, .. }] =
            self.interactions.as_slice()
        else {
            return Vec::new();
        };
        let mut responses = self.item.declarations.responses.iter();
        let Some(response) = responses.find(|one| one.variable.identifier == *response_identifier) else {
            return Vec::new();
        };
        if response.variable.cardinality != Cardinality::Single {
            return Vec::new();
        }
        let right: BTreeSet<String> = response.correct.scalars().iter().map(Scalar::lexical).collect();
        let fact = |choice: &assay_qti::interaction::SimpleChoice| ChoiceFact {
            id: choice.identifier.clone(),
            chars: read_text(&choice.content).chars().count(),
            is_right: right.contains(&choice.identifier),
        };
        choices.iter().map(fact).collect()
    }

    /// Where a file stands that it names; none for one outside its folder.
    pub fn path_of(&self, name: &str) -> Option<String> {
        path_beside(&self.meta.at.file, name)
    }

    /// The files of pictures that it shows, as it names them; each once.
    pub fn media(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let bodies = self.stimuli.iter().map(|stimulus| &stimulus.body);
        let feedback = self.item.modal_feedback.iter().flat_map(|one| &one.content);
        for tree in bodies.chain(feedback).chain([&self.item.body]) {
            collect_media(tree, &mut found);
        }
        found
    }
}

/// The words of an option without its feedback.
pub(crate) fn read_text(nodes: &[XmlNode]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            XmlNode::Text(words) => text.push_str(words),
            XmlNode::Element(element) if element.name.starts_with("qti-feedback") => {}
            XmlNode::Element(element) => text.push_str(&read_text(&element.children)),
        }
    }
    text
}

/// The path of a file in the folder of another, or below it; none for any other.
pub(crate) fn path_beside(of: &str, name: &str) -> Option<String> {
    let name = name.strip_prefix("./").unwrap_or(name);
    let is_outside = name.is_empty()
        || name.contains(['\\', ':', '?', '#'])
        || name.split('/').any(|part| part.is_empty() || part == "." || part == "..");
    let folder = of.rsplit_once('/').map(|(folder, _)| folder);
    (!is_outside).then(|| folder.map_or_else(|| name.to_owned(), |folder| format!("{folder}/{name}")))
}

fn collect_media(element: &XmlElement, into: &mut BTreeSet<String>) {
    let by = match element.name.as_str() {
        "img" | "source" => element.attribute("src"),
        "object" => element.attribute("data"),
        _ => None,
    };
    into.extend(by.map(|address| address.trim().to_owned()).filter(|address| !address.is_empty()));
    for child in element.elements() {
        collect_media(child, into);
    }
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
