//! An item of the bank as others know it: the item of the standard, and its metadata in a manifest.

use assay_bank::{BankItem, DeliveryItem, item_seed};
use assay_programme::model::Outline;
use assay_qti::{
    interaction::Interaction,
    item::AssessmentItem,
    remark::Remarks,
    tree::{Space, XmlElement},
    view::{Asks, ViewNode},
};

/// IEEE 1484.12.3, learning object metadata.
const LOM: &str = "http://ltsc.ieee.org/xsd/LOM";
/// QTI 3.0's own metadata, whose names are those of 2.x.
const QTI_METADATA: &str = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0";

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
    /// The only place where an export reads an item of the bank: under its id there, which is unique.
    pub(super) fn of(item: &BankItem, standard: AssessmentItem) -> Self {
        let identifier = item.meta.id.clone();
        let standard = AssessmentItem { identifier: identifier.clone(), ..standard };
        ExportedItem { identifier, version: item.version.as_str().to_owned(), item: standard }
    }

    /// What a manifest says of it: what QTI's own metadata and learning object metadata have a place for.
    pub(super) fn metadata(&self, known: &BankItem, outline: Option<&Outline>) -> Vec<XmlElement> {
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

    fn learning_object(&self, known: &BankItem, outline: Option<&Outline>) -> XmlElement {
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
        let time =
            element("typicalLearningTime").child(text("duration", &format!("PT{}S", known.meta.time_s)));
        let educational = element("educational").child(time);
        let mut lom = element("lom").child(general).child(cycle).child(educational);
        if !known.meta.source.url.is_empty() {
            let resource = element("resource")
                .child(identifier("URI", &known.meta.source.url))
                .child(words("description", &known.meta.source.title));
            lom = lom.child(element("relation").child(value("kind", "isbasedon")).child(resource));
        }
        let task = outline.and_then(|outline| outline.task(&known.meta.task));
        let taxon = |id: &str, title: Option<&str>| {
            let taxon = element("taxon").child(text("id", id));
            match title {
                Some(title) => taxon.child(words("entry", title)),
                None => taxon,
            }
        };
        let skill_text = |id: &str| outline?.skill(id).map(|skill| skill.text.as_str());
        let path = element("taxonPath")
            .child(words("source", known.meta.exam.as_str()))
            .child(taxon(&known.meta.task, task.map(|task| task.title.as_str())))
            .all(known.meta.skill.iter().map(|id| taxon(id, skill_text(id))));
        let classification =
            element("classification").child(value("purpose", "educational objective")).child(path);
        lom.child(classification)
    }
}

/// What an answer of a sitting got: its score, and whether it is right.
pub(super) fn outcome(known: &BankItem, (seed, position): (u64, u32), answer: &[String]) -> (f64, bool) {
    let outcome = known.outcome(item_seed(seed, position), answer);
    (outcome.score, outcome.is_right)
}

/// The order in which a sitting showed the choices of a response variable; empty where it has none.
pub(super) fn shown_order(known: &BankItem, (seed, position): (u64, u32), variable: &str) -> Vec<String> {
    fn find(nodes: &[ViewNode], variable: &str) -> Option<Vec<String>> {
        nodes.iter().find_map(|node| match node {
            ViewNode::Interaction { interaction } if interaction.response == variable => {
                let Asks::Choice { choices, .. } = &interaction.asks else { return None };
                Some(choices.iter().map(|choice| choice.identifier.clone()).collect())
            }
            ViewNode::Element { children, .. } => find(children, variable),
            _ => None,
        })
    }
    let shown = DeliveryItem::of(known, position, seed);
    find(&shown.view.body, variable).unwrap_or_default()
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
