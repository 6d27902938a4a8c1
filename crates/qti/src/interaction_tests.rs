use super::*;
use crate::{
    remark::{Weight, codes},
    xml::{self, XmlLimits},
};

fn tree(text: &str) -> XmlElement {
    let name_end = text.find([' ', '>', '/']).unwrap();
    let (head, rest) = text.split_at(name_end);
    xml::parse(&format!("{head} xmlns='{}'{rest}", xml::QTI_3), &XmlLimits::ITEM).unwrap()
}

/// Reads an interaction, holds that it is written as it was, and gives what it asks.
fn round(text: &str) -> Interaction {
    let tree = tree(text);
    let mut remarks = Remarks::default();
    let read = Interaction::read(&tree, &mut remarks).unwrap();
    assert_eq!(remarks, Remarks::default(), "{text}");
    let mut written = read.write();
    let mut tree = tree;
    sort(&mut written);
    sort(&mut tree);
    assert_eq!(written, tree);
    read
}

fn sort(element: &mut XmlElement) {
    element.attributes.sort_by(|a, b| a.name.cmp(&b.name));
    for node in &mut element.children {
        if let XmlNode::Element(child) = node {
            sort(child);
        }
    }
}

#[test]
fn choices_are_read_and_written() {
    let read = round(
        "<qti-choice-interaction response-identifier='R' shuffle='true' min-choices='1' max-choices='2' \
         orientation='horizontal' class='qti-labels-none' data-min-selections-message='few' \
         data-max-selections-message='many'><qti-prompt>Which?</qti-prompt>\
         <qti-simple-choice identifier='A' fixed='true' template-identifier='T' show-hide='hide' \
         id='x'>a <b>b</b></qti-simple-choice></qti-choice-interaction>",
    );
    let InteractionKind::Choice { choices, shuffle: true, bounds, is_horizontal: true } = read.asked else {
        panic!()
    };
    assert_eq!(bounds, Bounds { min: Some(1), max: Some(2) });
    assert_eq!(choices[0].shown_by.as_ref().unwrap().shown, ShowHide::Hide);
    assert_eq!((read.min_message.as_deref(), read.max_message.as_deref()), (Some("few"), Some("many")));
    let order = "<qti-order-interaction response-identifier='R' shuffle='true'>\
                 <qti-simple-choice identifier='A'>a</qti-simple-choice></qti-order-interaction>";
    assert!(matches!(
        round(order).asked,
        InteractionKind::Order { bounds: Bounds { min: None, max: None }, .. }
    ));
    let inline = "<qti-inline-choice-interaction response-identifier='R' required='true'>\
                  <qti-label>l</qti-label>\
                  <qti-inline-choice identifier='A'>a</qti-inline-choice></qti-inline-choice-interaction>";
    assert!(matches!(round(inline).asked, InteractionKind::InlineChoice { required: true, .. }));
}

#[test]
fn pairs_are_read_and_written() {
    let matched = round(
        "<qti-match-interaction response-identifier='R' max-associations='2'><qti-simple-match-set>\
         <qti-simple-associable-choice identifier='A' match-max='1' match-group='X Y'>a\
         </qti-simple-associable-choice></qti-simple-match-set><qti-simple-match-set>\
         <qti-simple-associable-choice identifier='X' match-max='0' match-min='1' fixed='true'>x\
         </qti-simple-associable-choice></qti-simple-match-set></qti-match-interaction>",
    );
    let InteractionKind::Match { sources, targets, .. } = matched.asked else { panic!() };
    assert_eq!((sources[0].matches.group.len(), targets[0].matches.bounds.max), (2, Some(0)));
    let gaps = round(
        "<qti-gap-match-interaction response-identifier='R'><qti-gap-text identifier='A' match-max='1'>a\
         </qti-gap-text><qti-gap-img identifier='B' match-max='1'><img src='b.png' alt='b'/></qti-gap-img>\
         <p>So <qti-gap identifier='G'/>.</p></qti-gap-match-interaction>",
    );
    let InteractionKind::GapMatch { choices, content, .. } = gaps.asked else { panic!() };
    assert_eq!((choices.len(), choices[1].is_picture, content.len()), (2, true, 1));
}

#[test]
fn texts_are_read_and_written() {
    let text = round(
        "<qti-extended-text-interaction response-identifier='R' base='10' string-identifier='S' \
         expected-length='200' expected-lines='5' pattern-mask='[a-z]*' data-patternmask-message='letters' \
         placeholder-text='here' min-strings='1' max-strings='2' format='preFormatted'/>",
    );
    assert!(matches!(text.asked, InteractionKind::ExtendedText(TextAsked { expected_lines: Some(5), .. })));
    round("<qti-text-entry-interaction response-identifier='R' expected-length='2'/>");
    round(
        "<qti-hottext-interaction response-identifier='R' max-choices='1'><p>A <qti-hottext identifier='A'>b\
           </qti-hottext></p></qti-hottext-interaction>",
    );
}

#[test]
fn pictures_are_read_and_written() {
    let spots = round(
        "<qti-hotspot-interaction response-identifier='R' max-choices='1'><img src='a.png' alt='a'/>\
         <qti-hotspot-choice identifier='A' shape='circle' coords='5,5,2' hotspot-label='top'/>\
         </qti-hotspot-interaction>",
    );
    let InteractionKind::HotSpot { areas, .. } = spots.asked else { panic!() };
    assert_eq!(
        (areas[0].shape.clone(), areas[0].label.as_deref()),
        (Shape::Circle([5.0, 5.0, 2.0]), Some("top"))
    );
    round(
        "<qti-graphic-gap-match-interaction response-identifier='R'><img src='a.png' alt='a'/>\
         <qti-gap-img identifier='B' match-max='1'><img src='b.png' alt='b'/></qti-gap-img>\
         <qti-associable-hotspot identifier='A' shape='rect' coords='0,0,1,1' match-max='1'/>\
         </qti-graphic-gap-match-interaction>",
    );
}

#[test]
fn other_interactions_keep_their_element() {
    let slider = "<qti-slider-interaction response-identifier='R' lower-bound='0' upper-bound='9'>\
                  <qti-prompt>How much?</qti-prompt></qti-slider-interaction>";
    let read = round(slider);
    assert_eq!(read.response_identifier, "R");
    assert_eq!(read.asked.element(), "qti-slider-interaction");
    assert!(is_interaction("qti-slider-interaction") && !can_be_shown("qti-slider-interaction"));
    assert!(can_be_shown("qti-order-interaction") && !is_interaction("qti-prompt"));
}

#[test]
fn an_interaction_says_what_it_lacks() {
    let cases = [
        ("<qti-text-entry-interaction/>", codes::MISSING_ATTRIBUTE),
        ("<qti-choice-interaction response-identifier='R'/>", codes::MISSING_ELEMENT),
        (
            "<qti-choice-interaction response-identifier='R' max-choices='x'>\
          <qti-simple-choice identifier='A'/></qti-choice-interaction>",
            codes::VALUE,
        ),
        (
            "<qti-order-interaction response-identifier='R'><qti-simple-choice identifier='A'/><qti-gap-text/>\
          </qti-order-interaction>",
            codes::UNKNOWN_ELEMENT,
        ),
        ("<qti-match-interaction response-identifier='R'/>", codes::MISSING_ELEMENT),
        ("<qti-hotspot-interaction response-identifier='R'/>", codes::MISSING_ELEMENT),
    ];
    for (text, code) in cases {
        let mut remarks = Remarks::default();
        Interaction::read(&tree(text), &mut remarks);
        let told: Vec<_> = remarks.remarks.iter().map(|remark| (remark.code, remark.weight)).collect();
        assert_eq!(told, [(code, Weight::Error)], "{text}");
    }
}

#[test]
fn all_interactions_of_a_body_are_found_in_its_order() {
    let body = tree(
        "<qti-item-body><p><qti-text-entry-interaction response-identifier='A'/></p><qti-feedback-block>\
         <qti-content-body><qti-upload-interaction response-identifier='B'/></qti-content-body>\
         </qti-feedback-block></qti-item-body>",
    );
    let found = Interaction::all(&body, &mut Remarks::default());
    let names: Vec<_> = found.iter().map(|found| found.response_identifier.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
}
