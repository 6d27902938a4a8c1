//! An authoring file's item as an item of QTI 3, and back.
//!
//! Both kinds of authoring files are one interaction of the standard: choice. Options keep their letters as
//! identifiers, rationales become feedback of their option that the outcome `FEEDBACK` shows once the item is
//! answered, and the key is the correct response. What a body knows besides (exam, task, level, expected
//! difficulty, source) is no part of QTI's item and stays beside it.

mod markdown;

use assay_qti::{
    declaration::{Declarations, OutcomeDeclaration, ResponseDeclaration, Variable},
    interaction::{Bounds, Interaction, InteractionKind, SimpleChoice},
    item::{AssessmentItem, AssessmentStimulus, StimulusRef},
    remark::Remarks,
    tree::{XmlElement, XmlNode},
    value::{BaseType, Cardinality, Scalar, Value},
};

use crate::{
    authored::{AuthoredItem, ItemKind, Key, OptionText},
    folder::is_item_name,
    item::{ChoiceFact, path_beside, read_text},
    meta::ItemMeta,
};

const RESPONSE: &str = "RESPONSE";
const SCORE: &str = "SCORE";
const FEEDBACK: &str = "FEEDBACK";

/// What an authoring file cannot say of an item of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotWritable {
    /// Another interaction than choice, none, or several.
    NotOneChoice,
    /// A choice interaction whose rules are not all or nothing by the correct response.
    OtherScoring,
    /// An element that Markdown does not have.
    Element(String),
    /// Something else that the item has and the file has no place for.
    More(String),
}

impl AuthoredItem {
    /// The item of the standard.
    pub fn to_standard(&self) -> AssessmentItem {
        AssessmentItem {
            declarations: self.declarations(),
            body: self.body(),
            response_processing: Some(rules()),
            language: self.language.clone(),
            stimulus_refs: self.stimulus.iter().map(|name| reference_to(name)).collect(),
            ..AssessmentItem::empty(&self.meta.id)
        }
    }

    /// The pictures that its other languages show.
    pub(crate) fn translated_media(&self) -> Vec<String> {
        let mut found = std::collections::BTreeSet::new();
        for translation in &self.translations {
            let options = translation.options.iter().flat_map(|option| [&option.text, &option.rationale]);
            for text in options.chain([&translation.stem]).filter(|text| text.contains("![")) {
                let mut body = XmlElement::new("div");
                body.children = markdown::to_blocks(text);
                crate::item::collect_media(&body, &|_| true, &mut found);
            }
        }
        found.into_iter().collect()
    }

    /// The options of one that asks for one of several; empty for any other.
    pub(crate) fn choices_of_one(&self) -> Vec<ChoiceFact> {
        if self.kind != ItemKind::MultipleChoice {
            return Vec::new();
        }
        let fact = |option: &OptionText| ChoiceFact {
            id: option.id.clone(),
            chars: read_text(&markdown::to_line(&option.text)).chars().count(),
            is_right: self.key.contains(&option.id),
        };
        self.options.iter().map(fact).collect()
    }

    /// Whether a picture can stand in its texts: Markdown has one way to write one.
    pub(crate) fn may_show_pictures(&self) -> bool {
        let options = self.options.iter().flat_map(|option| [&option.text, &option.rationale]);
        options.chain([&self.stem]).any(|text| text.contains("!["))
    }

    fn declarations(&self) -> Declarations {
        let cardinality = match self.kind {
            ItemKind::MultipleChoice => Cardinality::Single,
            ItemKind::MultipleResponse => Cardinality::Multiple,
        };
        let is_keyed = |option: &&OptionText| self.key.contains(&option.id);
        let keyed = self.options.iter().filter(is_keyed);
        let correct = keyed.map(|option| Scalar::Identifier(option.id.clone())).collect();
        let response = ResponseDeclaration {
            variable: Variable::new(RESPONSE, cardinality, BaseType::Identifier),
            correct: Value::of(cardinality, correct),
            correct_interpretation: None,
            mapping: None,
            area_mapping: None,
        };
        let mut score = OutcomeDeclaration::of(Variable::new(SCORE, Cardinality::Single, BaseType::Float));
        score.variable.default = Value::float(0.0);
        score.normal_maximum = Some(1.0);
        let feedback = OutcomeDeclaration::of(Variable::new(FEEDBACK, cardinality, BaseType::Identifier));
        Declarations { responses: vec![response], outcomes: vec![score, feedback], ..Declarations::default() }
    }

    fn body(&self) -> XmlElement {
        let choices = self.options.iter().map(choice).collect();
        let choose = u32::try_from(self.choose()).unwrap_or(u32::MAX);
        let interaction = Interaction {
            response_identifier: RESPONSE.to_owned(),
            prompt: None,
            min_message: None,
            max_message: None,
            others: Vec::new(),
            asked: InteractionKind::Choice {
                choices,
                shuffle: true,
                bounds: Bounds { min: Some(choose), max: Some(choose) },
                is_horizontal: false,
            },
        };
        let mut body = XmlElement::new("qti-item-body");
        body.children = markdown::to_blocks(&self.stem);
        body.children.push(XmlNode::Element(interaction.write()));
        body
    }

    /// The same item with what an item of the standard says.
    ///
    /// Question, options, rationales and key; what the body knows besides stays as it is.
    ///
    /// # Errors
    /// What an authoring file has no words for; nothing is left out silently.
    pub fn with_standard(&self, standard: &AssessmentItem) -> Result<Self, NotWritable> {
        let interactions = Interaction::all(&standard.body, &mut Remarks::default());
        let [interaction] = interactions.as_slice() else { return Err(NotWritable::NotOneChoice) };
        let InteractionKind::Choice { choices, .. } = &interaction.asked else {
            return Err(NotWritable::NotOneChoice);
        };
        let [response] = standard.declarations.responses.as_slice() else {
            return Err(NotWritable::OtherScoring);
        };
        if standard.response_processing.as_ref() != Some(&rules()) {
            return Err(NotWritable::OtherScoring);
        }
        let blocks = standard.body.children.iter();
        let question = blocks.filter(|node| !is_named(node, "qti-choice-interaction"));
        let question: Vec<_> = question.cloned().collect();
        let sayable = |nodes: &[XmlNode]| {
            markdown::from_blocks(nodes).map_err(|unsayable| NotWritable::Element(unsayable.0))
        };
        let options = choices.iter().map(|choice| {
            let parts = choice.content.iter();
            let (why, what): (Vec<_>, Vec<_>) = parts.partition(|node| is_named(node, "qti-feedback-inline"));
            let nodes = |nodes: Vec<&XmlNode>| nodes.into_iter().cloned().collect::<Vec<_>>();
            let why = why.into_iter().flat_map(|node| match node {
                XmlNode::Element(element) => element.children.clone(),
                XmlNode::Text(_) => Vec::new(),
            });
            Ok(OptionText {
                id: choice.identifier.clone(),
                text: sayable(&nodes(what))?,
                rationale: sayable(&why.collect::<Vec<_>>())?,
            })
        });
        let options = options.collect::<Result<Vec<_>, NotWritable>>()?;
        let key = response.correct.scalars().iter().map(Scalar::lexical).collect();
        let item = AuthoredItem {
            meta: ItemMeta { id: standard.identifier.clone(), ..self.meta.clone() },
            kind: match response.variable.cardinality {
                Cardinality::Single => ItemKind::MultipleChoice,
                _ => ItemKind::MultipleResponse,
            },
            stem: sayable(&question)?,
            options,
            key: Key::new(key),
            media: self.media.clone(),
            stimulus: self.stimulus.clone(),
            language: self.language.clone(),
            translations: self.translations.clone(),
        };
        // Whatever else the item has would be missing in what is written from here.
        match item.to_standard() == *standard {
            true => Ok(item),
            false => Err(NotWritable::More(standard.identifier.clone())),
        }
    }
}

/// Where texts stand that items share, beside them.
const STIMULI: &str = "stimuli";

/// The file of a shared text, by the name that an item gives it.
pub fn stimulus_name(name: &str) -> String {
    format!("{STIMULI}/{name}.md")
}

/// Where the shared text of an item stands; none for a name that leads elsewhere.
pub(crate) fn stimulus_path(item: &str, name: &str) -> Option<String> {
    is_item_name(name).then(|| path_beside(item, &stimulus_name(name))).flatten()
}

/// A shared text as one of the standard: its first heading is its title.
pub fn stimulus_of(name: &str, text: &str) -> AssessmentStimulus {
    let mut children = markdown::to_blocks(text);
    let mut title = name.to_owned();
    if let Some(XmlNode::Element(first)) = children.first().filter(|node| is_named(node, "h1")) {
        title = first.all_text();
        children.remove(0);
    }
    AssessmentStimulus {
        identifier: identifier_of(name),
        title,
        label: None,
        language: None,
        tool_name: None,
        tool_version: None,
        others: Vec::new(),
        stylesheets: Vec::new(),
        body: XmlElement { children, ..XmlElement::new("qti-stimulus-body") },
        catalog_info: None,
        other_elements: Vec::new(),
    }
}

/// A name as an identifier of the standard, which begins with a letter.
fn identifier_of(name: &str) -> String {
    format!("text-{name}")
}

fn reference_to(name: &str) -> StimulusRef {
    StimulusRef {
        identifier: identifier_of(name),
        href: stimulus_name(name),
        title: None,
        others: Vec::new(),
    }
}

fn is_named(node: &XmlNode, name: &str) -> bool {
    match node {
        XmlNode::Element(element) => element.is(name),
        XmlNode::Text(_) => false,
    }
}

/// An option, with its rationale as feedback that only this option's own value shows.
fn choice(option: &OptionText) -> SimpleChoice {
    let mut content = markdown::to_line(&option.text);
    if !option.rationale.is_empty() {
        let mut why = XmlElement::new("qti-feedback-inline")
            .with("outcome-identifier", FEEDBACK)
            .with("identifier", &option.id)
            .with("show-hide", "show");
        why.children = markdown::to_line(&option.rationale);
        content.push(XmlNode::Element(why));
    }
    SimpleChoice { identifier: option.id.clone(), content, ..SimpleChoice::default() }
}

/// All or nothing by the correct response, and feedback on what was chosen.
///
/// The template `match_correct` of the standard (QTI 3.0, appendix B) with one rule more: it has no outcome
/// for feedback.
fn rules() -> XmlElement {
    let named = XmlElement::new;
    let set = |score: &str| {
        let value = named("qti-base-value").with("base-type", "float").text(score);
        named("qti-set-outcome-value").with("identifier", SCORE).child(value)
    };
    let is_correct = named("qti-match")
        .child(named("qti-variable").with("identifier", RESPONSE))
        .child(named("qti-correct").with("identifier", RESPONSE));
    let condition = named("qti-response-condition")
        .child(named("qti-response-if").child(is_correct).child(set("1")))
        .child(named("qti-response-else").child(set("0")));
    let feedback = named("qti-set-outcome-value")
        .with("identifier", FEEDBACK)
        .child(named("qti-variable").with("identifier", RESPONSE));
    named("qti-response-processing").child(condition).child(feedback)
}

#[cfg(test)]
mod tests;
