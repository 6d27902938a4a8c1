//! What may stand in what, and with which attributes: the elements of a body.

use std::{collections::HashMap, sync::LazyLock};

/// One element of the standard.
pub(super) struct ElementRule {
    /// Its attributes.
    attributes: Vec<&'static str>,
    /// Those without which it means nothing.
    pub(super) needed: Vec<&'static str>,
    /// Whether it has those of HTML and ARIA, too.
    is_html: bool,
    /// What may stand in it.
    children: Vec<&'static str>,
}

static TABLE: LazyLock<HashMap<&'static str, ElementRule>> = LazyLock::new(|| {
    let lines = include_str!("elements.txt").lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(read).collect()
});

fn read(line: &'static str) -> Option<(&'static str, ElementRule)> {
    let (left, right) = line.split_once('>').unwrap_or((line, ""));
    let mut words = left.split_whitespace();
    let name = words.next()?;
    let mut rule = ElementRule {
        attributes: Vec::new(),
        needed: Vec::new(),
        is_html: false,
        children: right.split_whitespace().collect(),
    };
    for word in words {
        match word.strip_suffix('!') {
            Some(needed) => rule.needed.push(needed),
            None if word == "+" => rule.is_html = true,
            None => rule.attributes.push(word),
        }
    }
    Some((name, rule))
}

/// What the standard says of an element; `None` where it has none of that name.
pub(super) fn rule(name: &str) -> Option<&'static ElementRule> {
    TABLE.get(name).filter(|_| !name.starts_with('#'))
}

/// Attributes of every element of HTML and of most of QTI's in a body (QTI 3.0, 2.12.1).
const COMMON: [&str; 10] =
    ["id", "class", "lang", "xml:lang", "xml:base", "label", "dir", "role", "title", "tabindex"];

impl ElementRule {
    /// Whether an attribute may stand there; `data-` is for everybody's own.
    pub(super) fn has_attribute(&self, name: &str) -> bool {
        self.attributes.contains(&name)
            || self.needed.contains(&name)
            || name.starts_with("data-")
            || self.is_html
                && (COMMON.contains(&name) || name.starts_with("aria-") || name.starts_with("ssml:"))
    }

    /// Whether an element may stand in it.
    pub(super) fn may_hold(&self, name: &str) -> bool {
        self.holds_anything()
            || self.children.contains(&name)
            || self.children.contains(&"#flow")
                && TABLE.get("#flow").is_some_and(|flow| flow.children.contains(&name))
    }

    /// Whether text means something in it.
    pub(super) fn may_hold_text(&self) -> bool {
        self.holds_anything() || self.children.contains(&"#flow") || self.children.contains(&"#text")
    }

    /// Whether what stands in it is not the standard's to say.
    pub(super) fn holds_anything(&self) -> bool {
        self.children.contains(&"#any")
    }
}
