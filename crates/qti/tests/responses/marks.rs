//! Numbers, texts and places at an edge: beside what an item's rules compare with.

use assay_qti::{
    declaration::{ResponseDeclaration, Shape},
    item::AssessmentItem,
    tree::XmlElement,
};

/// Beside a number or an edge: larger than what doubles lose, smaller than any author means.
const BESIDE: f64 = 1e-6;
/// Of a picture's pixels.
const PIXEL: f64 = 1.0;

/// What an item's rules compare with.
#[derive(Default)]
pub struct Marks {
    values: Vec<String>,
    tolerances: Vec<f64>,
}

impl Marks {
    /// Of all rules and tables of an item.
    pub fn of(item: &AssessmentItem) -> Self {
        let mut marks = Marks::default();
        for rules in item.response_processing.iter().chain(&item.template_processing) {
            marks.collect(rules);
        }
        marks
    }

    fn collect(&mut self, element: &XmlElement) {
        if element.is("qti-base-value") {
            self.values.push(element.all_text());
        }
        self.values.extend(element.attribute("pattern").map(str::to_owned));
        let tolerances = element.attribute("tolerance").unwrap_or_default();
        self.tolerances.extend(tolerances.split_whitespace().filter_map(|text| text.parse::<f64>().ok()));
        for child in element.elements() {
            self.collect(child);
        }
    }

    /// Numbers: each that is compared with, those at a tolerance (absolute and in percent), and beside.
    pub fn numbers(&self, near: &[String]) -> Vec<String> {
        let known: Vec<f64> =
            near.iter().chain(&self.values).filter_map(|text| text.trim().parse::<f64>().ok()).collect();
        let mut numbers = vec![0.0, 1.0, -1.0];
        for number in &known {
            let mut steps = vec![0.0, BESIDE, 0.4, 0.5, 1.0];
            for tolerance in &self.tolerances {
                for step in [*tolerance, number.abs() * tolerance / 100.0] {
                    steps.extend([step, step + BESIDE, step - BESIDE]);
                }
            }
            numbers.extend(steps.iter().flat_map(|step| [number + step, number - step]));
        }
        let finite = numbers.into_iter().filter(|number| number.is_finite());
        // As a candidate would type it: not all figures of the double.
        let mut texts: Vec<String> =
            finite.map(|number| format!("{}", (number * 1e9).round() / 1e9)).collect();
        texts.extend(near.iter().map(|text| format!(" {text} ")));
        texts.extend(["1e1".to_owned(), "no number".to_owned()]);
        texts
    }

    /// Whole numbers: each that is compared with, and its neighbours.
    pub fn whole_numbers(&self, near: &[String]) -> Vec<String> {
        let known = near.iter().chain(&self.values).filter_map(|text| text.trim().parse::<i64>().ok());
        let steps = known.chain([0]).flat_map(|number| [-1, 0, 1].map(|step| number.saturating_add(step)));
        let mut texts: Vec<String> = steps.map(|number| number.to_string()).collect();
        texts.push("no number".to_owned());
        texts
    }

    /// Texts: what is compared with, with other cases, with spaces, longer, shorter.
    pub fn texts(&self, near: &[String]) -> Vec<String> {
        let mut texts = vec!["something else".to_owned()];
        for text in near.iter().chain(&self.values).filter(|text| !text.is_empty()) {
            let shorter: String = text.chars().skip(1).collect();
            texts.extend([text.clone(), text.to_uppercase(), text.to_lowercase(), format!(" {text} ")]);
            texts.extend([format!("{text}x"), format!("x{text}"), shorter]);
        }
        texts.retain(|text| !text.is_empty());
        texts
    }
}

/// Points: the middle of each area, its corners, one pixel in and one out; one pixel beside each key.
pub fn points(declared: &ResponseDeclaration, near: &[String]) -> Vec<String> {
    let mut points = vec![(0.0, 0.0)];
    let shapes = declared.area_mapping.iter().flat_map(|mapping| &mapping.entries).map(|entry| &entry.shape);
    for shape in shapes {
        let (x, y, right, down) = match shape {
            Shape::Default => continue,
            Shape::Rect([left, top, right, bottom]) => {
                ((left + right) / 2.0, (top + bottom) / 2.0, (right - left) / 2.0, (bottom - top) / 2.0)
            }
            Shape::Circle([x, y, radius]) => (*x, *y, *radius, *radius),
            Shape::Ellipse([x, y, right, down]) => (*x, *y, *right, *down),
            Shape::Poly(corners) => {
                points.extend(corners.chunks_exact(2).filter_map(|corner| match corner {
                    [x, y] => Some((*x, *y)),
                    _ => None,
                }));
                let xs = || corners.iter().step_by(2).copied();
                let ys = || corners.iter().skip(1).step_by(2).copied();
                let middle = |sum: f64, count: usize| sum / count.max(1) as f64;
                (middle(xs().sum(), xs().count()), middle(ys().sum(), ys().count()), 1.0, 1.0)
            }
        };
        points.push((x, y));
        for step in [-PIXEL, 0.0, PIXEL] {
            points.extend([
                (x + right + step, y),
                (x - right - step, y),
                (x, y + down + step),
                (x, y - down - step),
            ]);
            points.push((x + right + step, y + down + step));
        }
    }
    for key in near {
        let mut figures = key.split_whitespace().filter_map(|text| text.parse::<f64>().ok());
        if let (Some(x), Some(y)) = (figures.next(), figures.next()) {
            points.extend([(x, y), (x + PIXEL, y), (x, y - PIXEL)]);
        }
    }
    // Points are whole pixels (QTI 3.0, base type point).
    points.into_iter().map(|(x, y)| format!("{} {}", x.round(), y.round())).collect()
}
