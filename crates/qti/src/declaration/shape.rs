//! Areas of pictures as files have them: `shape` and `coords`.

use super::Shape;
use crate::reading::{float, float_text};

impl Shape {
    /// The shape that the two attributes say.
    pub fn parse(shape: &str, coords: &str) -> Option<Self> {
        let numbers = coords
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|number| !number.is_empty())
            .map(float)
            .collect::<Option<Vec<f64>>>()?;
        if numbers.iter().any(|number| !number.is_finite()) {
            return None;
        }
        Some(match shape {
            "default" => Shape::Default,
            "rect" => Shape::Rect(numbers.try_into().ok()?),
            "circle" => Shape::Circle(numbers.try_into().ok()?),
            "ellipse" => Shape::Ellipse(numbers.try_into().ok()?),
            // Two corners have no area; an odd number is no corner.
            "poly" if numbers.len() >= 6 && numbers.len().is_multiple_of(2) => Shape::Poly(numbers),
            _ => return None,
        })
    }

    /// The word for `shape`.
    pub fn name(&self) -> &'static str {
        match self {
            Shape::Default => "default",
            Shape::Rect(_) => "rect",
            Shape::Circle(_) => "circle",
            Shape::Poly(_) => "poly",
            Shape::Ellipse(_) => "ellipse",
        }
    }

    /// The text for `coords`.
    pub fn coords(&self) -> String {
        let numbers: &[f64] = match self {
            Shape::Default => &[],
            Shape::Rect(numbers) | Shape::Ellipse(numbers) => numbers,
            Shape::Circle(numbers) => numbers,
            Shape::Poly(numbers) => numbers,
        };
        numbers.iter().map(|number| float_text(*number)).collect::<Vec<_>>().join(",")
    }
}
