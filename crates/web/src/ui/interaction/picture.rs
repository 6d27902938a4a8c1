//! A picture with its areas: drawn over it, numbered, each number standing in a list below.

use assay_qti::{
    declaration::Shape,
    view::{AreaView, ItemPicture},
};
use maud::{Markup, html};

use super::paper::QuestionPaper;

/// What an area without a place of its own is centred on.
const WITHOUT_SIZE: (f64, f64) = (0.0, 0.0);

/// The picture; `marks` says which areas are chosen and which are right.
pub(super) fn picture(
    paper: &QuestionPaper<'_>,
    picture: &ItemPicture,
    areas: &[AreaView],
    class: &dyn Fn(&AreaView) -> &'static str,
) -> Markup {
    let size = picture.width.zip(picture.height);
    let view_box = size.map(|(width, height)| format!("0 0 {width} {height}"));
    html! {
        div class="picture" data-picture {
            img src=((paper.shown.address)(&picture.source)) alt=(picture.alternative) width=[picture.width]
                height=[picture.height] draggable="false";
            // Without a size the script asks the picture for it.
            svg class="picture-areas" viewBox=[view_box] preserveAspectRatio="none" aria-hidden="true"
                focusable="false" {
                @for (at, area) in areas.iter().enumerate() {
                    @let (x, y) = centre(&area.shape, size);
                    g class={ "area " (class(area)) } data-area=(area.identifier)
                        data-box=(bounds(&area.shape, size)) {
                        (outline(&area.shape))
                        circle class="area-plate" cx=(x) cy=(y) r="14" {}
                        text class="area-number" x=(x) y=(y) text-anchor="middle"
                            dominant-baseline="central" {
                            (at + 1)
                        }
                    }
                }
            }
        }
    }
}

fn outline(shape: &Shape) -> Markup {
    html! {
        @match shape {
            Shape::Default => rect class="area-line" x="0" y="0" width="100%" height="100%" {},
            Shape::Rect([left, top, right, bottom]) => {
                rect class="area-line" x=(left) y=(top) width=((right - left).max(0.0))
                    height=((bottom - top).max(0.0)) {}
            }
            Shape::Circle([x, y, radius]) => circle class="area-line" cx=(x) cy=(y) r=(radius) {},
            Shape::Ellipse([x, y, across, down]) => {
                ellipse class="area-line" cx=(x) cy=(y) rx=(across) ry=(down) {}
            }
            Shape::Poly(corners) => polygon class="area-line" points=(joined(corners)) {},
        }
    }
}

fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

/// Left, top, right, bottom; without numbers for the whole picture.
fn bounds(shape: &Shape, size: Option<(u32, u32)>) -> String {
    extent(shape, size).map_or_else(String::new, |sides| joined(&sides))
}

fn extent(shape: &Shape, size: Option<(u32, u32)>) -> Option<[f64; 4]> {
    match shape {
        Shape::Default => size.map(|(width, height)| [0.0, 0.0, f64::from(width), f64::from(height)]),
        Shape::Rect(sides) => Some(*sides),
        Shape::Circle([x, y, radius]) => Some([x - radius, y - radius, x + radius, y + radius]),
        Shape::Ellipse([x, y, across, down]) => Some([x - across, y - down, x + across, y + down]),
        Shape::Poly(corners) => {
            let mut sides = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
            for corner in corners.chunks_exact(2) {
                if let ([x, y], [left, top, right, bottom]) = (corner, &mut sides) {
                    *left = left.min(*x);
                    *top = top.min(*y);
                    *right = right.max(*x);
                    *bottom = bottom.max(*y);
                }
            }
            sides.iter().all(|side| side.is_finite()).then_some(sides)
        }
    }
}

fn centre(shape: &Shape, size: Option<(u32, u32)>) -> (f64, f64) {
    extent(shape, size).map_or(WITHOUT_SIZE, |[left, top, right, bottom]| {
        (f64::midpoint(left, right), f64::midpoint(top, bottom))
    })
}
