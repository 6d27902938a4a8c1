//! An item of the bank as others know it: the item of the standard, and its metadata in a manifest.

use assay_bank::{Item, order_of_options};
use assay_programme::model::Outline;
use assay_qti::{
    interaction::Interaction,
    item::AssessmentItem,
    remark::Remarks,
    tree::{Space, XmlElement},
};

use crate::reading::sha256;

/// IEEE 1484.12.3, learning object metadata.
const LOM: &str = "http://ltsc.ieee.org/xsd/LOM";
/// QTI 3.0's own metadata, whose names are those of 2.x.
const QTI_METADATA: &str = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0";
/// Letters of an item's version.
const VERSION_CHARS: usize = 16;

/// An item as it is written.
pub(super) struct ExportedItem {
    /// Its identifier in every file.
    pub(super) identifier: String,
    /// Changes with each change of the item, and with nothing else.
    pub(super) version: String,
    /// The item of the standard.
    pub(super) item: AssessmentItem,
}

impl ExportedItem {
    /// The only place where an export reads an item of the bank.
    pub(super) fn of(item: &Item) -> Self {
        let item = item.to_standard();
        let version = sha256(item.to_text().as_bytes()).chars().take(VERSION_CHARS).collect();
        ExportedItem { identifier: item.identifier.clone(), version, item }
    }

    /// What the item gives for an answer, by the key of the item of the bank.
    pub(super) fn score(&self, known: &Item, answer: &[String]) -> f64 {
        f64::from(u8::from(known.is_correct(answer)))
    }

    /// The order in which its options were shown.
    pub(super) fn shown_order(&self, known: &Item, seed: u64, position: u32) -> Vec<String> {
        let order = order_of_options(seed, position, known.options.len());
        order.iter().filter_map(|index| Some(known.options.get(*index)?.id.clone())).collect()
    }

    /// What a manifest says of it: what QTI's own metadata and learning object metadata have a place for.
    pub(super) fn metadata(&self, known: &Item, outline: Option<&Outline>) -> Vec<XmlElement> {
        vec![self.qti_metadata(), self.learning_object(known, outline)]
    }

    fn qti_metadata(&self) -> XmlElement {
        let element = |name: &str| named(QTI_METADATA, name);
        let interactions = Interaction::all(&self.item.body, &mut Remarks::default());
        let mut words: Vec<String> = interactions.iter().map(|one| camel_case(&one.write().name)).collect();
        words.dedup();
        element("qtiMetadata")
            .child(element("timeDependent").text(self.item.is_time_dependent.to_string()))
            .child(element("composite").text((interactions.len() > 1).to_string()))
            .all(words.into_iter().map(|word| element("interactionType").text(word)))
    }

    fn learning_object(&self, known: &Item, outline: Option<&Outline>) -> XmlElement {
        let element = |name: &str| named(LOM, name);
        let text = |name: &str, text: &str| element(name).text(text);
        let words = |name: &str, of: &str| element(name).child(text("string", of));
        let value =
            |name: &str, of: &str| element(name).child(text("source", "LOMv1.0")).child(text("value", of));
        let identifier = |catalog: &str, entry: &str| {
            element("identifier").child(text("catalog", catalog)).child(text("entry", entry))
        };
        let general = element("general")
            .child(identifier("assay", &self.identifier))
            .child(words("title", &self.item.title));
        let cycle = element("lifeCycle").child(words("version", &self.version));
        let time = element("typicalLearningTime").child(text("duration", &format!("PT{}S", known.time_s)));
        let educational = element("educational").child(time);
        let mut lom = element("lom").child(general).child(cycle).child(educational);
        if !known.source.url.is_empty() {
            let resource = element("resource")
                .child(identifier("URI", &known.source.url))
                .child(words("description", &known.source.title));
            lom = lom.child(element("relation").child(value("kind", "isbasedon")).child(resource));
        }
        let task = outline.and_then(|outline| outline.task(&known.task));
        let taxon = |id: &str, title: Option<&str>| {
            let taxon = element("taxon").child(text("id", id));
            match title {
                Some(title) => taxon.child(words("entry", title)),
                None => taxon,
            }
        };
        let skill_text = |id: &str| outline?.skill(id).map(|skill| skill.text.as_str());
        let path = element("taxonPath")
            .child(words("source", known.exam.as_str()))
            .child(taxon(&known.task, task.map(|task| task.title.as_str())))
            .all(known.skill.iter().map(|id| taxon(id, skill_text(id))));
        let classification =
            element("classification").child(value("purpose", "educational objective")).child(path);
        lom.child(classification)
    }
}

/// `qti-choice-interaction` as QTI's metadata has it: `choiceInteraction`.
fn camel_case(name: &str) -> String {
    let mut word = String::new();
    for part in name.trim_start_matches("qti-").split('-') {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if !word.is_empty() => word.extend(first.to_uppercase()),
            Some(first) => word.push(first),
            None => {}
        }
        word.push_str(letters.as_str());
    }
    word
}

fn named(space: &str, name: &str) -> XmlElement {
    XmlElement { space: Space::Other(space.to_owned()), ..XmlElement::new(name) }
}
