//! The tree between a file's text and the typed model.
//!
//! Names in it are always those of QTI 3.0 (`qti-choice-interaction`), whatever version was read. What the
//! typed model has no place for stays here as it is: bodies of items are trees of this kind.

/// To which vocabulary a name belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Space {
    /// QTI's own elements and its subset of HTML, which share one namespace.
    #[default]
    Qti,
    /// MathML.
    MathMl,
    /// Synthesised speech.
    Ssml,
    /// Pictures.
    Svg,
    /// XInclude.
    XInclude,
    /// Any other, by its address.
    Other(String),
}

/// Where something stood in its file; lines and columns from 1.
///
/// Not part of what a tree says: two places are always equal, so that a tree that was written and read again
/// equals the first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// From 1; 0 for what was made and not read.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

impl PartialEq for Place {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

/// One attribute.
///
/// Its name has the prefix that is usual for its vocabulary (`xml:lang`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// `xml:lang`, `max-choices`, `data-x`.
    pub name: String,
    /// After entities and white space were normalised by the XML reader.
    pub value: String,
}

/// An element with what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlElement {
    /// The vocabulary.
    pub space: Space,
    /// The local name: `qti-simple-choice`, `p`, `mfrac`.
    pub name: String,
    /// In the file's order; a name stands once.
    pub attributes: Vec<Attribute>,
    /// In order.
    pub children: Vec<XmlNode>,
    /// Where it began.
    pub place: Place,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    Element(XmlElement),
    /// Text as it is read, not as it is written: `<` and not `&lt;`.
    Text(String),
}

impl XmlElement {
    /// An element of QTI's or HTML's without anything in it.
    pub fn new(name: &str) -> Self {
        XmlElement { name: name.to_owned(), ..XmlElement::default() }
    }

    /// With one attribute more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// With one attribute more where there is a value.
    #[must_use]
    pub fn with_maybe(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With a text behind what is in it.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(XmlNode::Text(text.into()));
        self
    }

    /// With an element behind what is in it.
    #[must_use]
    pub fn child(mut self, child: XmlElement) -> Self {
        self.children.push(XmlNode::Element(child));
        self
    }

    /// With elements behind what is in it.
    #[must_use]
    pub fn all(mut self, children: impl IntoIterator<Item = XmlElement>) -> Self {
        self.children.extend(children.into_iter().map(XmlNode::Element));
        self
    }

    /// Sets an attribute; an earlier value goes.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value,
            None => self.attributes.push(Attribute { name: name.to_owned(), value }),
        }
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name == name);
        found.map(|attribute| attribute.value.as_str())
    }

    /// Whether it is QTI's or HTML's element of that name.
    pub fn is(&self, name: &str) -> bool {
        self.space == Space::Qti && self.name == name
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &XmlElement> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// The first element of that name in it.
    pub fn first(&self, name: &str) -> Option<&XmlElement> {
        self.elements().find(|element| element.is(name))
    }

    /// All text in it and below.
    pub fn all_text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, into: &mut String) {
        for node in &self.children {
            match node {
                XmlNode::Text(text) => into.push_str(text),
                XmlNode::Element(element) => element.collect_text(into),
            }
        }
    }
}
