//! Interactions as they are shown.

use super::{
    AreaView, Asks, AssociableView, ChoiceView, InteractionView, ItemPicture, allowed, maker::ViewMaker,
};
use crate::{
    interaction::{
        AssociableChoice, Hotspot, Interaction, InteractionKind, ShownBy, SimpleChoice, TextAsked,
    },
    process::SeededChance,
    remark::Remarks,
    tree::XmlElement,
};

/// An interaction; `None` for one that cannot be shown, for which a form is refused.
pub(super) fn interaction(maker: &impl ViewMaker, element: &XmlElement) -> Option<Box<InteractionView>> {
    // What is at fault was told when the item was read.
    let read = Interaction::read(element, &mut Remarks::default())?;
    let mut order = ChoiceOrder::new(maker.seed(), &read.response_identifier);
    let asks = asks(maker, &read, &mut order)?;
    let label = match &read.asked {
        InteractionKind::InlineChoice { label, .. } => label.as_ref(),
        _ => None,
    };
    let prompt = read.prompt.as_ref().or(label);
    let classes = element.attribute("class").unwrap_or_default();
    Some(Box::new(InteractionView {
        prompt: prompt.map(|prompt| maker.nodes(&prompt.children)).unwrap_or_default(),
        vocabulary: allowed::vocabulary(classes),
        min_message: read.min_message,
        max_message: read.max_message,
        asks,
        response: read.response_identifier,
    }))
}

/// The order of choices that are mixed.
struct ChoiceOrder(SeededChance);

impl ChoiceOrder {
    /// Each interaction has an order of its own under one seed.
    fn new(seed: u64, response: &str) -> Self {
        // FNV-1a: only to tell interactions apart.
        let purpose = response.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        ChoiceOrder(SeededChance::new(seed, purpose))
    }

    /// Mixes what is not fixed among the places that are not (QTI 3.0, 2.7, `shuffle` and `fixed`).
    fn mixed<T>(&mut self, shuffle: bool, choices: Vec<T>, is_fixed: impl Fn(&T) -> bool) -> Vec<T> {
        if !shuffle {
            return choices;
        }
        let places: Vec<bool> = choices.iter().map(&is_fixed).collect();
        let (fixed, mut free): (Vec<T>, Vec<T>) = choices.into_iter().partition(is_fixed);
        for last in (1..free.len()).rev() {
            let other = self.0.below(last as u64 + 1);
            free.swap(last, usize::try_from(other).unwrap_or(last));
        }
        let (mut fixed, mut free) = (fixed.into_iter(), free.into_iter());
        places.into_iter().filter_map(|is_fixed| if is_fixed { fixed.next() } else { free.next() }).collect()
    }
}

fn asks(maker: &impl ViewMaker, read: &Interaction, order: &mut ChoiceOrder) -> Option<Asks> {
    let bounds = read.bounds();
    let min = bounds.min.unwrap_or(0);
    Some(match &read.asked {
        InteractionKind::Choice { choices, shuffle, is_horizontal, .. } => Asks::Choice {
            choices: simple(maker, choices, *shuffle, order),
            min,
            max: bounds.max.unwrap_or(1),
            is_horizontal: *is_horizontal,
        },
        InteractionKind::Order { choices, shuffle, is_horizontal, .. } => Asks::Order {
            choices: simple(maker, choices, *shuffle, order),
            min: bounds.min,
            max: bounds.max,
            is_horizontal: *is_horizontal,
        },
        InteractionKind::Match { sources, targets, shuffle, .. } => Asks::Match {
            sources: associables(maker, sources, *shuffle, order),
            targets: associables(maker, targets, *shuffle, order),
            min,
            max: bounds.max.unwrap_or(1),
        },
        InteractionKind::GapMatch { choices, content, shuffle, .. } => Asks::GapMatch {
            choices: associables(maker, choices, *shuffle, order),
            content: maker.nodes(content),
            min,
            // 2.x had no such number; with one, a text of two gaps could not be filled.
            max: bounds.max.unwrap_or(0),
        },
        InteractionKind::InlineChoice { choices, shuffle, required, .. } => {
            Asks::InlineChoice { choices: simple(maker, choices, *shuffle, order), required: *required }
        }
        InteractionKind::TextEntry(text) => text_entry(maker, read, text),
        InteractionKind::ExtendedText(text) => Asks::ExtendedText {
            expected_length: text.expected_length,
            expected_lines: text.expected_lines,
            pattern: text.pattern_mask.clone(),
            pattern_message: text.pattern_message.clone(),
            placeholder: text.placeholder.clone(),
            is_preformatted: text.format.as_deref() == Some("preFormatted"),
        },
        InteractionKind::HotText { content, .. } => {
            Asks::HotText { content: maker.nodes(content), min, max: bounds.max.unwrap_or(1) }
        }
        InteractionKind::HotSpot { picture, areas, .. } => Asks::HotSpot {
            picture: picture_of(picture),
            areas: areas_of(maker, areas),
            min,
            max: bounds.max.unwrap_or(1),
        },
        InteractionKind::GraphicGapMatch { picture, choices, areas, .. } => Asks::GraphicGapMatch {
            picture: picture_of(picture),
            choices: associables(maker, choices, false, order),
            areas: areas_of(maker, areas),
            min,
            max: bounds.max.unwrap_or(0),
        },
        InteractionKind::Other(_) => return None,
    })
}

fn text_entry(maker: &impl ViewMaker, read: &Interaction, text: &TextAsked) -> Asks {
    let mut responses = maker.declarations().responses.iter();
    let declared = responses.find(|one| one.variable.identifier == read.response_identifier);
    let base = declared.and_then(|declared| declared.variable.base);
    Asks::TextEntry {
        expected_length: text.expected_length,
        pattern: text.pattern_mask.clone(),
        pattern_message: text.pattern_message.clone(),
        placeholder: text.placeholder.clone(),
        is_numeric: base.is_some_and(|base| base.is_numeric()),
    }
}

/// Whether the template lets a choice be seen.
fn is_there(maker: &impl ViewMaker, identifier: &str, shown_by: Option<&ShownBy>) -> bool {
    let by = |by: &ShownBy| maker.is_visible(&by.template_identifier, identifier, by.shown);
    shown_by.is_none_or(by)
}

fn simple(
    maker: &impl ViewMaker,
    choices: &[SimpleChoice],
    shuffle: bool,
    order: &mut ChoiceOrder,
) -> Vec<ChoiceView> {
    let there = choices.iter().filter(|choice| is_there(maker, &choice.identifier, choice.shown_by.as_ref()));
    let mixed = order.mixed(shuffle, there.collect(), |choice| choice.is_fixed);
    let view = |choice: &SimpleChoice| ChoiceView {
        identifier: choice.identifier.clone(),
        content: maker.nodes(&choice.content),
    };
    mixed.into_iter().map(view).collect()
}

fn associables(
    maker: &impl ViewMaker,
    choices: &[AssociableChoice],
    shuffle: bool,
    order: &mut ChoiceOrder,
) -> Vec<AssociableView> {
    let is_shown =
        |one: &&AssociableChoice| is_there(maker, &one.choice.identifier, one.choice.shown_by.as_ref());
    let there = choices.iter().filter(is_shown).collect();
    let mixed = order.mixed(shuffle, there, |one| one.choice.is_fixed);
    let view = |one: &AssociableChoice| AssociableView {
        identifier: one.choice.identifier.clone(),
        content: maker.nodes(&one.choice.content),
        match_min: one.matches.bounds.min.unwrap_or(0),
        match_max: one.matches.bounds.max.unwrap_or(1),
    };
    mixed.into_iter().map(view).collect()
}

fn areas_of(maker: &impl ViewMaker, areas: &[Hotspot]) -> Vec<AreaView> {
    let there = areas.iter().filter(|area| is_there(maker, &area.identifier, area.shown_by.as_ref()));
    let view = |(number, area): (usize, &Hotspot)| AreaView {
        identifier: area.identifier.clone(),
        shape: area.shape.clone(),
        label: area.label.clone().unwrap_or_else(|| (number + 1).to_string()),
        match_max: area.matches.bounds.max.unwrap_or(1),
    };
    there.enumerate().map(view).collect()
}

/// A picture of the package; without a source where it is none.
fn picture_of(element: &XmlElement) -> ItemPicture {
    let inner = if element.is("picture") { element.first("img").unwrap_or(element) } else { element };
    let source = inner.attribute("src").or_else(|| inner.attribute("data"));
    let pixels = |name: &str| inner.attribute(name).and_then(|value| value.trim().parse().ok());
    ItemPicture {
        source: source.and_then(allowed::package_source).unwrap_or_default().to_owned(),
        alternative: inner.attribute("alt").unwrap_or_default().to_owned(),
        width: pixels("width"),
        height: pixels("height"),
    }
}
