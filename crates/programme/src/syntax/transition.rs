//! `transitions/<id>.toml`: the dated replacement of one exam version by another.

use assay_kernel::{
    Date,
    source::{Reader, SourceFile},
};

use super::{clause, file_code};
use crate::model::{Basis, Claim, Transition};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Transition {
    let day = |key: &str| -> Date { table.date(key).unwrap_or_default() };
    let to = table.text("to");
    Transition {
        id: file_code(table, file, "id"),
        title: table.text("title"),
        from: table.text("from").as_str().into(),
        also_from: table.texts("also_from").iter().map(|code| code.as_str().into()).collect(),
        announced_on: table.maybe_date("announced_on"),
        guide_released_on: table.maybe_date("guide_released_on"),
        registration_opens_on: table.maybe_date("registration_opens_on"),
        last_booking_day_on: table.maybe_date("last_booking_day_on"),
        cut: None,
        earns: table.maybe_text("earns").map(|code| code.as_str().into()),
        ends: Vec::new(),
        last_test_day_on: day("last_test_day_on"),
        first_test_day_on: day("first_test_day_on"),
        rename_is_retroactive: table.flag("rename_is_retroactive", false),
        failed_sits: table.maybe_text("failed_sits").unwrap_or_else(|| to.clone()).as_str().into(),
        announcement: table.maybe_text("announcement"),
        claims: table.tables("claim", claim),
        consequences: table.texts("consequences"),
        to: to.as_str().into(),
        clause: clause(table),
    }
}

fn claim(table: &Reader<'_>) -> Claim {
    Claim {
        check: table.text("check"),
        subjects: table.texts("subjects"),
        text: table.text("text"),
        basis: table.choice("basis", &Basis::ALL).unwrap_or(Basis::Announcement),
        note: table.maybe_text("note").unwrap_or_default(),
        clause: clause(table),
    }
}
