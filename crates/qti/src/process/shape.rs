//! Areas as files write them: `shape` and `coords`.

use crate::declaration::Shape;

impl Shape {
    /// The area of a word and its numbers; `None` where they do not fit.
    ///
    /// Numbers are separated by commas or white space; the wild has both, and parts of pixels.
    pub fn parse(shape: &str, coords: &str) -> Option<Self> {
        let words = coords.split(|letter: char| letter == ',' || letter.is_whitespace());
        let numbers: Option<Vec<f64>> = words
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().ok().filter(|number: &f64| number.is_finite()))
            .collect();
        let numbers = numbers?;
        match shape.trim() {
            "default" => Some(Shape::Default),
            "rect" => numbers.try_into().ok().map(Shape::Rect),
            "circle" => numbers.try_into().ok().map(Shape::Circle),
            "ellipse" => numbers.try_into().ok().map(Shape::Ellipse),
            "poly" if numbers.len() >= 6 && numbers.len() % 2 == 0 => Some(Shape::Poly(numbers)),
            _ => None,
        }
    }

    /// The word and its numbers, which [`Shape::parse`] reads back.
    pub fn lexical(&self) -> (&'static str, String) {
        let (name, numbers): (_, &[f64]) = match self {
            Shape::Default => ("default", &[]),
            Shape::Rect(numbers) => ("rect", numbers),
            Shape::Circle(numbers) => ("circle", numbers),
            Shape::Ellipse(numbers) => ("ellipse", numbers),
            Shape::Poly(numbers) => ("poly", numbers),
        };
        let words: Vec<String> = numbers.iter().map(f64::to_string).collect();
        (name, words.join(","))
    }
}
