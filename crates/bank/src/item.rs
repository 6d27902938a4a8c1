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

use crate::{
    answer,
    authored::{AuthoredItem, ItemKind, OptionText},
    meta::{ItemMeta, Source},
    unfit,
};

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
    /// Its authoring file's own words, without what [`BankItem::meta`] holds; none of one that is an item
    /// of the standard.
    words: Option<Box<AuthoredItem>>,
    /// Made of its words when it is first asked for: most items of a bank stand on no form that is given,
    /// and a model of the standard is ten times as long as the file.
    model: OnceLock<Box<ItemModel>>,
    unfit: Option<String>,
    /// The text that an item in its own words shares with others.
    shared: Option<Box<AssessmentStimulus>>,
    /// A mark of the pictures of what is asked; empty where there are none.
    pub(crate) pictures: ItemVersion,
}

/// An item of the standard, with its rules and interactions read once.
#[derive(Clone, Debug)]
pub(crate) struct ItemModel {
    pub(crate) item: AssessmentItem,
    pub(crate) stimuli: Vec<AssessmentStimulus>,
    pub(crate) rules: ItemRules,
    pub(crate) interactions: Vec<Interaction>,
    /// The score of a right answer; none where the item has no such thing.
    pub(crate) full: Option<f64>,
    /// The question as it is shown first, where that is the same for everybody but for the order of options.
    /// Made when somebody is first shown it.
    pub(crate) first_view: OnceLock<Option<ItemView>>,
}

impl ItemModel {
    fn read(item: AssessmentItem, stimuli: Vec<AssessmentStimulus>) -> (Self, Remarks) {
        let mut told = Remarks::default();
        let rules = ItemRules::read(&item, &mut told);
        let interactions = Interaction::all(&item.body, &mut told);
        let mut model =
            ItemModel { item, stimuli, rules, interactions, full: None, first_view: OnceLock::new() };
        model.full = model.full_score();
        (model, told)
    }
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

/// An option of an item, by what an answer says that chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionFact {
    /// The value that stands in an answer.
    ///
    /// Its letter, with its variable before it where there are several.
    pub value: String,
    /// What a candidate reads.
    pub text: String,
    /// Whether it is right.
    pub is_right: bool,
}

impl BankItem {
    /// From an authoring file: what a candidate can be given of it is what the file itself says.
    pub(crate) fn of_authored(
        mut authored: AuthoredItem,
        version: ItemVersion,
        stimulus: Option<AssessmentStimulus>,
    ) -> Self {
        let unfit = authored.unfit().map(str::to_owned);
        // Other languages are not given: their pictures alone are kept with the item.
        let translated = authored.translated_media();
        authored.media.extend(translated);
        authored.translations = Vec::new();
        let (meta, shared) = (authored.meta, stimulus.map(Box::new));
        let name =
            ItemMeta { note: String::new(), source: Source::default(), enemies: Vec::new(), ..meta.clone() };
        let words = Some(Box::new(AuthoredItem { meta: name, ..authored }));
        let pictures = ItemVersion::default();
        BankItem { meta, version, words, model: OnceLock::new(), unfit, shared, pictures }
    }

    /// From an item of the standard, with the texts that it shares with others.
    pub fn of_standard(
        meta: ItemMeta,
        version: ItemVersion,
        item: AssessmentItem,
        stimuli: Vec<AssessmentStimulus>,
    ) -> Self {
        let (model, told) = ItemModel::read(item, stimuli);
        let unfit = unfit::why(&model.item, &model.interactions, &told, model.full.is_some());
        let model = OnceLock::from(Box::new(model));
        let pictures = ItemVersion::default();
        BankItem { meta, version, words: None, model, unfit, shared: None, pictures }
    }

    /// What is read of it before it is answered.
    ///
    /// Of an item in its own words its file's texts: no model is made for it, which would stay in memory.
    pub fn asked_words(&self) -> String {
        let Some(words) = &self.words else { return self.text() };
        let options = words.options.iter().map(|option| option.text.as_str());
        [words.stem.as_str()].into_iter().chain(options).collect::<Vec<_>>().join("\n")
    }

    /// The item of the standard with what was read of it.
    pub(crate) fn model(&self) -> &ItemModel {
        self.model.get_or_init(|| {
            let item = self.words.as_ref().map(|words| words.to_standard());
            let item = item.unwrap_or_else(|| AssessmentItem::empty(&self.meta.id));
            let shared = self.shared.as_deref().cloned();
            Box::new(ItemModel::read(item, shared.into_iter().collect()).0)
        })
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
        &self.model().item
    }

    /// The texts that it shares with others: for an export.
    pub fn stimuli(&self) -> &[AssessmentStimulus] {
        &self.model().stimuli
    }

    /// The response variables, in the order of the question.
    pub fn variables(&self) -> Vec<&str> {
        self.model().interactions.iter().map(|one| one.response_identifier.as_str()).collect()
    }

    /// The options of an item that asks for one of several.
    ///
    /// Empty for any other.
    pub fn choices_of_one(&self) -> Vec<ChoiceFact> {
        if let Some(words) = &self.words {
            return words.choices_of_one();
        }
        let [Interaction { asked: InteractionKind::Choice { choices, .. }, response_identifier, .. }] =
            self.model().interactions.as_slice()
        else {
            return Vec::new();
        };
        let mut responses = self.model().item.declarations.responses.iter();
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

    /// Every option of every choice in the item, as they were written.
    ///
    /// Empty where nothing is chosen from options: an order, a text, pairs.
    pub fn options(&self) -> Vec<OptionFact> {
        if let Some(words) = &self.words {
            let fact = |option: &OptionText| OptionFact {
                value: option.id.clone(),
                text: option.text.clone(),
                is_right: words.key.contains(&option.id),
            };
            return words.options.iter().map(fact).collect();
        }
        let variables = self.variables();
        let mut options = Vec::new();
        for one in &self.model().interactions {
            let (InteractionKind::Choice { choices, .. } | InteractionKind::InlineChoice { choices, .. }) =
                &one.asked
            else {
                continue;
            };
            let name = &one.response_identifier;
            let mut responses = self.model().item.declarations.responses.iter();
            let response = responses.find(|response| response.variable.identifier == *name);
            let right = response.map(|response| response.correct.scalars()).unwrap_or_default();
            let right: BTreeSet<String> = right.iter().map(Scalar::lexical).collect();
            options.extend(choices.iter().map(|choice| OptionFact {
                value: answer::value_of(&variables, name, &choice.identifier),
                text: read_text(&choice.content).split_whitespace().collect::<Vec<_>>().join(" "),
                is_right: right.contains(&choice.identifier),
            }));
        }
        options
    }

    /// Choice or response, where the whole item is one choice.
    ///
    /// None for anything else.
    pub fn kind(&self) -> Option<ItemKind> {
        if let Some(words) = &self.words {
            return Some(words.kind);
        }
        let [Interaction { asked: InteractionKind::Choice { .. }, response_identifier, .. }] =
            self.model().interactions.as_slice()
        else {
            return None;
        };
        let mut responses = self.model().item.declarations.responses.iter();
        let response = responses.find(|one| one.variable.identifier == *response_identifier)?;
        match response.variable.cardinality {
            Cardinality::Single => Some(ItemKind::MultipleChoice),
            Cardinality::Multiple => Some(ItemKind::MultipleResponse),
            _ => None,
        }
    }

    /// Whether a candidate reads something else than in another version.
    pub(crate) fn asks_otherwise(&self, other: &BankItem) -> bool {
        if self.pictures != other.pictures || self.shared != other.shared {
            return true;
        }
        if let (Some(one), Some(other)) = (&self.words, &other.words) {
            return one.kind != other.kind || one.asks() != other.asks();
        }
        let (one, other) = (self.model(), other.model());
        let read = |model: &ItemModel| -> Vec<XmlElement> {
            let shared = model.stimuli.iter().map(|stimulus| stimulus.body.clone());
            shared.chain([model.item.body.clone()]).collect()
        };
        read(one) != read(other)
    }

    /// Whether something else is right than in another version.
    pub(crate) fn is_keyed_otherwise(&self, other: &BankItem) -> bool {
        if let (Some(one), Some(other)) = (&self.words, &other.words) {
            return one.key != other.key;
        }
        self.model().item.declarations != other.model().item.declarations
    }

    /// Whether something else is told afterwards, or known to colleagues, than in another version.
    pub(crate) fn explains_otherwise(&self, other: &BankItem) -> bool {
        let (one, two) = (&self.meta, &other.meta);
        let is_other = (one.level, one.difficulty, one.time_s) != (two.level, two.difficulty, two.time_s)
            || one.source != two.source
            || one.note != two.note;
        is_other
            || match (&self.words, &other.words) {
                (Some(one), Some(other)) => one.explains() != other.explains(),
                (None, None) => self.model().item.modal_feedback != other.model().item.modal_feedback,
                _ => true,
            }
    }

    /// Where a file stands that it names; none for one outside its folder.
    pub fn path_of(&self, name: &str) -> Option<String> {
        path_beside(&self.meta.at.file, name)
    }

    /// The files of pictures that it shows, as it names them; each once.
    pub fn media(&self) -> BTreeSet<String> {
        let mut found = self.asked_media();
        if self.may_show_pictures() {
            let feedback = self.model().item.modal_feedback.iter().flat_map(|one| &one.content);
            for tree in feedback.chain([&self.model().item.body]) {
                collect_media(tree, &|_| true, &mut found);
            }
        }
        found
    }

    /// Those of them that stand in what is asked.
    ///
    /// A picture of a rationale is as secret as its words.
    pub fn asked_media(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if self.may_show_pictures() {
            let bodies = self.model().stimuli.iter().map(|stimulus| &stimulus.body);
            for tree in bodies.chain([&self.model().item.body]) {
                collect_media(tree, &is_asked, &mut found);
            }
        }
        found
    }

    /// The pictures that it shows, and those that are kept beside it.
    pub fn kept(&self) -> BTreeSet<String> {
        let listed = self.words.iter().flat_map(|words| words.media.iter().cloned());
        self.media().into_iter().chain(listed).collect()
    }

    /// The item of the standard and the texts that it shares, for a package.
    ///
    /// Pictures have other names where `named` has one: a name may be taken there.
    pub fn with_media_named(
        &self,
        named: &impl Fn(&str) -> Option<String>,
    ) -> (AssessmentItem, Vec<AssessmentStimulus>) {
        let (mut item, mut stimuli) = (self.standard().clone(), self.stimuli().to_vec());
        name_media(&mut item.body, named);
        let feedback = item.modal_feedback.iter_mut().flat_map(|one| &mut one.content);
        feedback.for_each(|element| name_media(element, named));
        stimuli.iter_mut().for_each(|stimulus| name_media(&mut stimulus.body, named));
        (item, stimuli)
    }

    fn may_show_pictures(&self) -> bool {
        self.shared.is_some() || self.words.as_ref().is_none_or(|words| words.may_show_pictures())
    }
}

/// Whether an element belongs to what is asked: not to what is told of an answer, or to others than the
/// candidate (QTI 3.0, `qti-feedback-…` and `qti-rubric-block`).
fn is_asked(element: &XmlElement) -> bool {
    let is_for_others =
        || element.attribute("view").is_some_and(|who| who.split_whitespace().all(|one| one != "candidate"));
    let is_told = element.name.starts_with("qti-feedback");
    !(is_told || element.is("qti-rubric-block") && is_for_others())
}

fn name_media(element: &mut XmlElement, named: &impl Fn(&str) -> Option<String>) {
    if let Some(place) = medium_attribute(element)
        && let Some(name) = element.attribute(place).and_then(|name| named(name.trim()))
    {
        element.set(place, name);
    }
    for child in &mut element.children {
        if let XmlNode::Element(child) = child {
            name_media(child, named);
        }
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

/// The attribute by which an element names a file.
fn medium_attribute(element: &XmlElement) -> Option<&'static str> {
    match element.name.as_str() {
        "img" | "source" => Some("src"),
        "object" => Some("data"),
        _ => None,
    }
}

pub(crate) fn collect_media(
    element: &XmlElement,
    is_of: &impl Fn(&XmlElement) -> bool,
    into: &mut BTreeSet<String>,
) {
    if !is_of(element) {
        return;
    }
    let by = medium_attribute(element).and_then(|place| element.attribute(place));
    into.extend(by.map(|address| address.trim().to_owned()).filter(|address| !address.is_empty()));
    for child in element.elements() {
        collect_media(child, is_of, into);
    }
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
