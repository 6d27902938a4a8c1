//! `[[version.route]]` of a policy: a way to renew, and everything it asks for.
//!
//! What a route needs besides its credits and fees is written in one line, as deep as [`NEED_DEPTH_MAX`]:
//!
//! ```toml
//! needs = { all_of = ["core-exam", { any_of = ["course", { credits = { total = 40 } }, { fees = 1 }] }] }
//! ```

use std::collections::BTreeMap;

use assay_kernel::source::Reader;

use super::keys::{clause, count, maybe_count, period, states};
use crate::model::{Anchor, Audit, Carry, CreditRule, Need, Route};

/// Needs nest this deep; whoever has to read a deeper one renews by chance.
const NEED_DEPTH_MAX: usize = 4;

const ANCHORS: [(&str, Anchor); 2] = [("event", Anchor::Event), ("expiry", Anchor::Expiry)];

pub(super) fn read(table: &Reader<'_>) -> Route {
    let id = table.text("id");
    Route {
        title: table.maybe_text("title").unwrap_or_else(|| id.clone()),
        on: table.texts("on"),
        opens: table.maybe_period("opens"),
        closes: table.maybe_period("closes"),
        states: states(table),
        anchor: table.maybe_choice("anchor", &ANCHORS).unwrap_or_default(),
        length: table.maybe_validity("length"),
        credits: table.maybe_table("credits", credits),
        credit_until: table.maybe_period("credit_until"),
        carry: table.maybe_table("carry", carry),
        fees: maybe_count(table, "fees"),
        fees_after: table.maybe_period("fees_after"),
        needs: table.maybe_table("needs", |needs| need(needs, 1)),
        until: table.maybe_date("until"),
        even_retired: table.flag("even_retired", false),
        id,
        clause: clause(table),
    }
}

fn credits(table: &Reader<'_>) -> CreditRule {
    CreditRule {
        total: maybe_count(table, "total"),
        min: table.maybe_table("min", counts).unwrap_or_default(),
        max: table.maybe_table("max", counts).unwrap_or_default(),
        audit: table.maybe_table("audit", |audit| Audit {
            percent: u32::try_from(audit.integer_in("percent", 1..=100)).unwrap_or_default(),
            keep_evidence: audit.maybe_period("keep_evidence"),
        }),
    }
}

/// Counts by category, or by `a|b|c` group of categories.
fn counts(table: &Reader<'_>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for group in table.keys() {
        if group.split('|').any(|category| category.trim() != category || category.is_empty()) {
            let message = format!("`{group}` is neither a category nor a group of categories");
            table.bad(&group, message, "write a name, or names with `|` between them: `\"a|b\" = 20`");
        }
        counts.insert(group.clone(), count(table, &group));
    }
    counts
}

fn carry(table: &Reader<'_>) -> Carry {
    Carry { max: count(table, "max"), last: period(table, "last"), categories: table.texts("categories") }
}

/// One need: a table with exactly one of its keys. A text in a list is what must be done.
fn need(table: &Reader<'_>, depth: usize) -> Need {
    let keys: Vec<&str> =
        ["all_of", "any_of", "done", "credits", "fees"].into_iter().filter(|key| table.has(key)).collect();
    let first = keys.first().copied().unwrap_or("done");
    let hint = "write one of `all_of`, `any_of`, `done`, `credits` and `fees`";
    if keys.len() > 1 {
        table.bad(first, format!("one need says {} things", keys.len()), format!("{hint} in each table"));
    }
    if depth > NEED_DEPTH_MAX && matches!(first, "all_of" | "any_of") {
        let message = format!("needs nest more than {NEED_DEPTH_MAX} deep");
        table.bad(first, message, "make it two routes: any of the routes renews");
        table.keys();
        return Need::AllOf(Vec::new());
    }
    let list = |key| {
        table.texts_or_tables(key, |activity| Need::Done(activity.to_owned()), |below| need(below, depth + 1))
    };
    let read = match first {
        "all_of" => Need::AllOf(list("all_of")),
        "any_of" => Need::AnyOf(list("any_of")),
        "credits" => Need::Credits(table.maybe_table("credits", credits).unwrap_or_default()),
        "fees" => Need::Fees(count(table, "fees")),
        _ => Need::Done(table.text("done")),
    };
    if keys.len() > 1 {
        table.keys();
    }
    read
}
