//! Imports of questions: why a file is not read, what is remarked.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "import.unknown-form",
        "This is no file of questions that can be read here. Hand in a QTI package or item, Moodle XML, \
         GIFT, Aiken, a CSV table or QTI 1.2.",
    ),
    ("import.refused", "The file cannot be opened: {why} Export it anew where it comes from."),
    (
        "import.died",
        "Reading stopped in the middle: {why}. Nothing was kept. Hand the file in \
         again, in parts if it is large.",
    ),
    (
        "import.slow",
        "Reading took too long and was stopped. Nothing was kept. Hand the file in in smaller parts.",
    ),
    ("import.much", "The file holds more than an import may. Nothing was kept. Hand it in in smaller parts."),
    (
        "import.rubbish",
        "What was read of the file makes no sense, so reading was stopped. Nothing was kept. Export it anew \
         where it comes from.",
    ),
    (
        "import.many-questions",
        "The file holds more than {n} questions. Nothing was kept. Hand it in in smaller parts.",
    ),
    (
        "import.many-media",
        "The file holds more than {n} pictures and sounds. Nothing was kept. Hand it in in smaller parts.",
    ),
    ("remark.unknown-element", "An element that QTI does not know"),
    ("remark.unknown-attribute", "An attribute that its element does not have"),
    ("remark.stray-text", "Text where only elements may stand"),
    ("remark.missing-attribute", "An attribute is missing"),
    ("remark.missing-element", "An element is missing"),
    ("remark.value", "A value that its place does not take"),
    ("remark.order", "Elements in another order or number"),
    ("remark.name", "A name that nothing declares, or two things"),
    ("remark.cardinality", "A variable for another number of answers"),
    ("remark.base-type", "A variable for another kind of answer"),
    ("remark.case", "Keys that differ by case alone"),
    ("remark.template", "Rules of a template that QTI does not have"),
    ("remark.not-shown", "An interaction that cannot be shown here"),
    ("remark.namespace", "Another namespace than that of QTI"),
    ("remark.extension", "An extension that other systems have"),
    ("remark.custom", "What its author alone can compute"),
    ("remark.unsupported", "Of the standard, and not done here"),
    ("remark.missing-file", "A file that is not in the package"),
    ("remark.active-media", "A file that could run something, or is not shown"),
    ("remark.xml", "XML that cannot be read"),
    ("remark.foreign-kind", "A kind of question that QTI does not have"),
    ("remark.foreign-left-out", "Something that QTI has no place for: left out"),
    ("remark.foreign-changed", "Something that became something else"),
    ("remark.foreign-markup", "Markup that QTI does not have: taken off or replaced"),
    ("remark.foreign-script", "A script: taken off"),
    ("remark.foreign-media", "A picture or file that is not in the source"),
    ("remark.foreign-address", "An address outside the file: nothing is fetched"),
    ("remark.foreign-tex", "A formula in TeX: kept as text"),
    ("remark.foreign-incomplete", "No right answer, no text, or no options"),
    ("remark.foreign-syntax", "Not written as its format says"),
    ("remark.foreign-limit", "More than a question may hold"),
    ("remark.import-no-question", "No question: not imported"),
    ("remark.import-large", "Longer than a question or its file may be"),
    ("remark.import-more", "Further remarks that are only counted"),
];
