//! Items: read, written, read again, and scored with responses by chance.

use std::collections::BTreeMap;

use assay_qti::{
    foreign::{self, ForeignReading, Format},
    interaction::Interaction,
    item::AssessmentItem,
    normalise,
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    tree::XmlElement,
    validate, view,
    xml::{self, XmlLimits},
};

use crate::{
    fixture,
    mutate::{Chance, VALUES},
    told,
};

/// An item with templates, an adaptive turn and operators that the others have not.
const TEMPLATES: &str = r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
 identifier="t"
 title="T" adaptive="true" time-dependent="false">
<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="float"/>
<qti-response-declaration identifier="SPOT" cardinality="multiple" base-type="point">
<qti-area-mapping default-value="0"><qti-area-map-entry shape="circle" coords="10,10,5"
 mapped-value="1"/>
<qti-area-map-entry shape="poly" coords="0,0,5,0,5,5"
 mapped-value="2"/></qti-area-mapping></qti-response-declaration>
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
<qti-outcome-declaration identifier="GRADE" cardinality="single"
 base-type="identifier"><qti-interpolation-table
 default-value="F"><qti-interpolation-table-entry source-value="1"
 target-value="A"/></qti-interpolation-table>
</qti-outcome-declaration>
<qti-template-declaration identifier="X" cardinality="single" base-type="integer"/>
<qti-template-processing><qti-set-template-value identifier="X"><qti-random-integer min="1" max="9"
 step="2"/>
</qti-set-template-value><qti-template-constraint><qti-gt><qti-variable identifier="X"/><qti-base-value
 base-type="integer">3</qti-base-value></qti-gt></qti-template-constraint></qti-template-processing>
<qti-item-body><p>What is <qti-printed-variable identifier="X"/> squared?
<qti-text-entry-interaction response-identifier="RESPONSE"/></p>
<qti-select-point-interaction response-identifier="SPOT" max-choices="0"><img src="a.png" alt=""
 width="20" height="20"/>
</qti-select-point-interaction></qti-item-body>
<qti-response-processing><qti-response-condition><qti-response-if><qti-equal tolerance-mode="relative"
 tolerance="1 1">
<qti-variable identifier="RESPONSE"/><qti-power><qti-variable identifier="X"/><qti-base-value
 base-type="integer">2</qti-base-value></qti-power></qti-equal><qti-set-outcome-value
 identifier="SCORE"><qti-sum>
<qti-map-response-point identifier="SPOT"/><qti-base-value base-type="float">1</qti-base-value></qti-sum>
</qti-set-outcome-value></qti-response-if><qti-response-else><qti-set-outcome-value
 identifier="SCORE"><qti-math-operator
 name="sin"><qti-variable
 identifier="RESPONSE"/></qti-math-operator></qti-set-outcome-value></qti-response-else>
</qti-response-condition><qti-lookup-outcome-value identifier="GRADE"><qti-variable identifier="SCORE"/>
</qti-lookup-outcome-value></qti-response-processing></qti-assessment-item>"#;

/// Attributes that may say what holds without them, and are not written then.
const IMPLIED: [&str; 6] =
    ["adaptive", "case-sensitive", "default-value", "include-boundary", "param-variable", "math-variable"];

/// Items of every interaction that a foreign file can ask for, and one with templates.
pub fn corpus() -> Vec<String> {
    let files = [
        ("questions.moodle.xml", Format::MoodleXml),
        ("questions.gift", Format::Gift),
        ("canvas.qti12.xml", Format::Qti1),
    ];
    let mut found = vec![TEMPLATES.to_owned()];
    for (file, format) in files {
        let text = fixture(file);
        let reading = ForeignReading::default();
        let questions = foreign::read(format, &text, &reading);
        found.extend(questions.filter_map(|question| question.item().map(xml::write)));
    }
    found
}

/// Everything that must be so, whatever the text is.
pub fn holds(text: &str, chance: &mut Chance) {
    let Ok(read) = AssessmentItem::from_text(text, &XmlLimits::ITEM) else { return };
    let Some(item) = read.item else { return };
    let written = xml::write(&item.write());
    let again = AssessmentItem::from_text(&written, &XmlLimits::ITEM);
    let again = again.unwrap_or_else(|remark| panic!("{remark:?}\n{written}"));
    // What cannot be used is not promised to stay the same.
    assert!(
        again.item.as_ref() == Some(&item) || !read.remarks.is_usable(),
        "written and read again it is another:\n{text}\n{written}"
    );
    let (tree, _, mut told) = normalise::to_3(xml::parse(text, &XmlLimits::ITEM).unwrap());
    told.remarks.extend(read.remarks.remarks.iter().cloned());
    let lost = told::lost(&tree, &item.write(), &told.remarks, &IMPLIED);
    // A fault of a declaration speaks for what stands in it.
    assert!(lost.is_empty() || !told.is_usable(), "{lost:?} of\n{text}\n{:?}", told.remarks);
    let _ = Interaction::all(&item.body, &mut Remarks::default());
    let _ = validate::validate(&item);
    let _ = view::of(&item, &[], &view::ShownState { seed: chance.draw(), ..Default::default() });
    scores(&item.write(), chance, false);
}

/// Scores an item with what a candidate would never give; `is_exact`: nothing of it may be told.
pub fn scores(element: &XmlElement, chance: &mut Chance, is_exact: bool) {
    let mut remarks = Remarks::default();
    let item = AssessmentItem::read(element, &mut remarks);
    let Some(item) = item else {
        assert!(!is_exact, "no item: {:?}", remarks.remarks);
        return;
    };
    let rules = ItemRules::read(&item, &mut remarks);
    assert!(!is_exact || remarks.remarks.is_empty(), "{:?}\n{}", remarks.remarks, xml::write(element));
    let subject = SessionItem::of(&item, &rules);
    let seed = chance.draw();
    let Ok(mut session) = ItemSession::begin(subject, seed, ProcessLimits::default()) else { return };
    for _ in 0..3 {
        let mut responses = BTreeMap::new();
        for declaration in &item.declarations.responses {
            let texts = (0..chance.below(4)).map(|_| chance.pick(VALUES).to_owned()).collect();
            let given =
                if chance.below(6) == 0 { GivenResponse::Nothing } else { GivenResponse::Texts(texts) };
            responses.insert(declaration.variable.identifier.clone(), given);
        }
        let _ = session.respond(&responses, Some(1.0));
        let mut twin = session.clone();
        let (a, b) = (session.respond(&responses, None), twin.respond(&responses, None));
        assert!(a == b && session.outcomes() == twin.outcomes(), "the same attempt scored differently");
    }
}
