//! What an item of QTI 1.2 shows and asks for.

use super::{below, child};
use crate::{
    foreign::{
        codes,
        markup::Desk,
        plain::{TextFormat, escaped},
        splice,
    },
    tree::{XmlElement, XmlNode},
};

/// A place to answer.
#[derive(Debug, Default)]
pub(super) struct Response {
    /// What conditions name.
    pub(super) ident: String,
    /// Whether several may be given.
    pub(super) is_multiple: bool,
    /// Whether they are brought into an order.
    pub(super) is_ordered: bool,
    /// The text beside it: HTML.
    pub(super) label: String,
    /// What can be chosen: identifier, HTML.
    pub(super) options: Vec<(String, String)>,
    /// A text, a number or a choice.
    pub(super) gives: Gives,
    /// Lines of a text, where the item says so.
    pub(super) rows: Option<u32>,
    /// Whether each candidate sees another order.
    pub(super) shuffle: bool,
}

/// What a response is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gives {
    /// Chosen from a list.
    #[default]
    Choice,
    /// Written.
    Text,
    /// Written as a number.
    Number,
    /// A place on a picture, a slider, an object.
    Other,
}

/// What an item shows.
#[derive(Debug, Default)]
pub(super) struct Presentation {
    /// HTML before and between.
    pub(super) stem: String,
    /// In order.
    pub(super) responses: Vec<Response>,
}

impl Presentation {
    pub(super) fn of(desk: &mut Desk, element: &XmlElement) -> Self {
        let mut found = Presentation::default();
        found.read(desk, element);
        found
    }

    fn read(&mut self, desk: &mut Desk, element: &XmlElement) {
        for inner in element.elements() {
            match inner.name.as_str() {
                "material" | "mattext" | "matimage" | "mat_extension" => {
                    self.stem.push_str(&html(desk, inner))
                }
                "response_lid" | "response_str" | "response_num" | "response_xy" | "response_grp"
                | "response_extension" => self.responses.push(response(desk, inner)),
                // `flow` and its kin are layout.
                _ => self.read(desk, inner),
            }
        }
    }
}

fn response(desk: &mut Desk, element: &XmlElement) -> Response {
    let mut found =
        Response { ident: element.attribute("ident").unwrap_or_default().to_owned(), ..Response::default() };
    match element.attribute("rcardinality").unwrap_or_default().to_ascii_lowercase().as_str() {
        "multiple" => found.is_multiple = true,
        "ordered" => (found.is_multiple, found.is_ordered) = (true, true),
        _ => {}
    }
    found.gives = match element.name.as_str() {
        "response_str" => Gives::Text,
        "response_num" => Gives::Number,
        "response_lid" => Gives::Choice,
        _ => Gives::Other,
    };
    for inner in element.elements() {
        if inner.name == "material" {
            found.label.push_str(&html(desk, inner));
        }
    }
    for inner in below(element) {
        match inner.name.as_str() {
            "render_choice" => found.shuffle = inner.attribute("shuffle").is_some_and(|word| word == "Yes"),
            "render_fib" => {
                if found.gives != Gives::Number {
                    found.gives = match inner.attribute("fibtype") {
                        Some("Integer" | "Decimal" | "Scientific") => Gives::Number,
                        _ => Gives::Text,
                    };
                }
                found.rows = inner.attribute("rows").and_then(|rows| rows.parse().ok());
            }
            "render_hotspot" | "render_slider" | "render_extension" => found.gives = Gives::Other,
            "response_label" if found.gives == Gives::Choice => {
                let name = inner.attribute("ident").unwrap_or_default().to_owned();
                found.options.push((name, html(desk, inner)));
            }
            _ => {}
        }
    }
    found
}

/// The HTML of all material below an element.
pub(super) fn html(desk: &mut Desk, element: &XmlElement) -> String {
    let mut found = String::new();
    for inner in std::iter::once(element).chain(below(element)) {
        match inner.name.as_str() {
            "mattext" | "matemtext" | "mat_formattedtext" => {
                let kind = inner.attribute("texttype").or_else(|| inner.attribute("type"));
                found.push_str(&text(inner, kind.unwrap_or("text/plain")));
            }
            "matimage" => {
                let source = inner.attribute("uri").unwrap_or_default();
                let label = inner.attribute("label").unwrap_or_default();
                found.push_str(&format!("<img src=\"{}\" alt=\"{}\">", quoted(source), quoted(label)));
            }
            "mataudio" | "matvideo" | "matapplet" | "matapplication" | "matref" => {
                let message = format!("`<{}>` was left out.", inner.name);
                desk.notes.loss(codes::LEFT_OUT, &inner.name, message);
            }
            "matbreak" => found.push_str("<br>"),
            _ => {}
        }
    }
    found
}

fn quoted(text: &str) -> String {
    splice::unmarked(&escaped(text).replace('"', "&quot;"))
}

/// A text's HTML; HTML may stand as elements in it as well.
fn text(element: &XmlElement, kind: &str) -> String {
    let is_html = kind.eq_ignore_ascii_case("text/html")
        || kind.eq_ignore_ascii_case("html")
        || kind.eq_ignore_ascii_case("text/xhtml");
    if element.elements().next().is_some() {
        return inner_html(element);
    }
    let text = splice::unmarked(&element.all_text());
    if is_html { text } else { TextFormat::Plain.html(&text).into_owned() }
}

/// What stands in an element, as text again.
fn inner_html(element: &XmlElement) -> String {
    let mut html = String::new();
    for node in &element.children {
        match node {
            XmlNode::Text(text) => html.push_str(&splice::unmarked(&escaped(text))),
            XmlNode::Element(inner) => {
                html.push_str(&format!("<{}", inner.name));
                for attribute in &inner.attributes {
                    html.push_str(&format!(" {}=\"{}\"", attribute.name, quoted(&attribute.value)));
                }
                html.push('>');
                if !matches!(inner.name.as_str(), "br" | "img" | "hr") {
                    html.push_str(&inner_html(inner));
                    html.push_str(&format!("</{}>", inner.name));
                }
            }
        }
    }
    html
}

/// All material below an element, as blocks.
pub(super) fn blocks(desk: &mut Desk, element: &XmlElement) -> Vec<XmlNode> {
    let html = html(desk, element);
    desk.blocks(TextFormat::Html, &html)
}

/// Whether an element of that name stands in one.
pub(super) fn has(element: &XmlElement, name: &str) -> bool {
    child(element, name).is_some()
}
