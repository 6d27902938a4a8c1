//! Reading and writing of what the wild has beside the standard.

use super::expression::{Expression, Extension, Statistic};
use super::reader::{ElementReader, operands};
use crate::tree::XmlElement;

/// Statistics as elements of their own.
const STATISTICS: [(&str, Statistic); 5] = [
    ("qti-mean", Statistic::Mean),
    ("qti-sample-variance", Statistic::SampleVariance),
    ("qti-sample-sd", Statistic::SampleSd),
    ("qti-pop-variance", Statistic::PopVariance),
    ("qti-pop-sd", Statistic::PopSd),
];

/// The extension that an element is; `None` where it is the standard's, or nobody's.
pub(super) fn read(reader: &mut ElementReader<'_, '_>) -> Option<Extension> {
    let name = reader.element.name.as_str();
    let children = reader.element.elements().count();
    Some(match name {
        "qti-is-not-null" => Extension::IsNotNull(Box::new(one(reader)?)),
        "qti-not-equal" => Extension::NotEqual(two(reader)?),
        "qti-all-n" => {
            let max = reader.must("max")?.trim().parse().ok()?;
            Extension::AllN { max, operands: operands(reader) }
        }
        "qti-mod" => Extension::Modulus(two(reader)?),
        "qti-is-type-of" => Extension::IsTypeOf(two(reader)?),
        "qti-pre-condition" => Extension::PreCondition(Box::new(one(reader)?)),
        "qti-map-outcome" => Extension::MapOutcome(reader.identifier("identifier")?),
        "qti-record" => Extension::Record(record(reader)?),
        "qti-index" if children == 2 && reader.element.attribute("n").is_none() => {
            Extension::Index(two(reader)?)
        }
        "qti-substring"
            if reader.element.attribute("case-sensitive").is_none()
                && (children == 3 || is_number(reader.element.elements().nth(1))) =>
        {
            Extension::Slice(operands(reader))
        }
        "qti-pattern-match"
            if (children == 2 && reader.element.attribute("pattern").is_none())
                || reader.element.attribute("case-sensitive").is_some() =>
        {
            let is_case_sensitive = reader.maybe("case-sensitive") != Some("false");
            let pattern = reader.maybe("pattern").map(str::to_owned);
            Extension::PatternMatch { operands: operands(reader), pattern, is_case_sensitive }
        }
        "qti-lookup-table" => interpolation(reader)?,
        _ => {
            let (_, statistic) = STATISTICS.iter().find(|(element, _)| *element == name)?;
            Extension::Stats(*statistic, Box::new(one(reader)?))
        }
    })
}

fn is_number(element: Option<&XmlElement>) -> bool {
    element.is_some_and(|element| matches!(element.attribute("base-type"), Some("integer" | "float")))
}

fn one(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let mut operands = operands(reader).into_iter();
    operands.next().filter(|_| operands.next().is_none())
}

fn two(reader: &mut ElementReader<'_, '_>) -> Option<Box<[Expression; 2]>> {
    operands(reader).try_into().ok().map(|two: [Expression; 2]| Box::new(two))
}

fn record(reader: &mut ElementReader<'_, '_>) -> Option<Vec<(String, Expression)>> {
    let mut fields = Vec::new();
    for field in reader.element.elements() {
        let name = field.attribute("field-identifier").filter(|_| field.is("qti-field-value"))?;
        let mut inside = field.elements();
        let (value, None) = (inside.next()?, inside.next()) else { return None };
        fields.push((name.trim().to_owned(), Expression::read(value, reader.remarks)));
    }
    Some(fields)
}

fn interpolation(reader: &mut ElementReader<'_, '_>) -> Option<Extension> {
    let mut inside = reader.element.elements();
    let (source, table) = (inside.next()?, inside.next()?);
    if !table.is("qti-interpolation-table") || table.attribute("interpolation-method") != Some("linear") {
        return None;
    }
    let number =
        |element: &XmlElement, name| element.attribute(name).and_then(|text| text.trim().parse().ok());
    let entries: Option<Vec<(f64, f64)>> = table
        .elements()
        .map(|entry| Some((number(entry, "source-value")?, number(entry, "target-value")?)))
        .collect();
    let default = number(table, "default-value");
    let source = Box::new(Expression::read(source, reader.remarks));
    Some(Extension::Interpolate { source, entries: entries?, default })
}

impl Extension {
    /// The element that it was read from, under the names of 3.0.
    pub(super) fn write(&self) -> XmlElement {
        let all = |operands: &[Expression]| operands.iter().map(Expression::write).collect::<Vec<_>>();
        match self {
            Extension::IsNotNull(operand) => XmlElement::new("qti-is-not-null").child(operand.write()),
            Extension::NotEqual(operands) => XmlElement::new("qti-not-equal").all(all(&**operands)),
            Extension::AllN { max, operands } => {
                XmlElement::new("qti-all-n").with("max", max.to_string()).all(all(operands))
            }
            Extension::Modulus(operands) => XmlElement::new("qti-mod").all(all(&**operands)),
            Extension::IsTypeOf(operands) => XmlElement::new("qti-is-type-of").all(all(&**operands)),
            Extension::PreCondition(operand) => XmlElement::new("qti-pre-condition").child(operand.write()),
            Extension::Stats(statistic, operand) => {
                let found = STATISTICS.iter().find(|(_, one)| one == statistic);
                XmlElement::new(found.map_or("qti-mean", |(name, _)| name)).child(operand.write())
            }
            Extension::MapOutcome(name) => XmlElement::new("qti-map-outcome").with("identifier", name),
            Extension::Record(fields) => {
                XmlElement::new("qti-record").all(fields.iter().map(|(name, value)| {
                    XmlElement::new("qti-field-value").with("field-identifier", name).child(value.write())
                }))
            }
            Extension::Index(operands) => XmlElement::new("qti-index").all(all(&**operands)),
            Extension::Slice(operands) => XmlElement::new("qti-substring").all(all(operands)),
            Extension::PatternMatch { operands, pattern, is_case_sensitive } => {
                XmlElement::new("qti-pattern-match")
                    .with_maybe("pattern", pattern.as_deref())
                    .with("case-sensitive", is_case_sensitive.to_string())
                    .all(all(operands))
            }
            Extension::Interpolate { source, entries, default } => {
                let table = XmlElement::new("qti-interpolation-table")
                    .with("interpolation-method", "linear")
                    .with_maybe("default-value", default.map(|default| default.to_string()))
                    .all(entries.iter().map(|(from, to)| {
                        XmlElement::new("qti-interpolation-table-entry")
                            .with("source-value", from.to_string())
                            .with("target-value", to.to_string())
                    }));
                XmlElement::new("qti-lookup-table").child(source.write()).child(table)
            }
        }
    }
}
