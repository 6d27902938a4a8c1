//! `programme.toml`: the programme as a whole.
//!
//! And `examination.toml`: its rules of examination.

use assay_kernel::{
    Diagnostics, Period,
    source::{Reader, SourceFile},
};

use super::keys::{clause, period};
use crate::model::{Amendment, Body, ExaminationRules, Programme, Retake, TryLimit};

/// Nobody sits one exam version more often; a larger number is a typing error.
const TRIES_MAX: i64 = 1000;

pub(super) fn programme(file: &SourceFile, programme: &mut Programme) -> Diagnostics {
    let ((), found) = Reader::read(file, |table| {
        programme.id = table.text("id");
        programme.title = table.text("title");
        programme.zone = table.text("zone");
        programme.demonstration = table.maybe_text("demonstration");
        programme.notice = table.maybe_text("notice").unwrap_or_default();
        programme.body = table.table("body", body).unwrap_or_default();
        programme.world = table
            .maybe_table("world", |world| {
                let days =
                    world.keys().into_iter().filter_map(|name| Some((name.clone(), world.date(&name)?)));
                days.collect()
            })
            .unwrap_or_default();
        programme.amendments = table.tables("amendment", amendment);
    });
    found
}

fn body(table: &Reader<'_>) -> Body {
    Body {
        name: table.text("name"),
        url: table.text("url"),
        email: table.text("email"),
        description: table.maybe_text("description").unwrap_or_default(),
    }
}

fn amendment(table: &Reader<'_>) -> Amendment {
    let amendment = Amendment {
        on: table.date("on").unwrap_or_default(),
        certifications: table.texts("certifications").iter().map(|code| code.as_str().into()).collect(),
        earned_from: table.maybe_date("earned_from"),
        shift: table.maybe_period("shift"),
        revalidate: table.maybe_validity("revalidate"),
        reason: table.text("reason"),
        clause: clause(table),
    };
    if table.has("shift") == table.has("revalidate") {
        table.bad(
            "shift",
            "an amendment either shifts the last valid day or computes it anew",
            "write exactly one of `shift` and `revalidate`",
        );
    }
    amendment
}

pub(super) fn examination(file: &SourceFile, programme: &mut Programme) -> Diagnostics {
    let (rules, found) = Reader::read(file, |table| ExaminationRules {
        retake: table.maybe_table("retake", retake).unwrap_or_default(),
        block_after_pass: table.maybe_period("block_after_pass"),
        registration_good_for: table.maybe_period("registration_good_for"),
        clause: clause(table),
    });
    programme.examination = rules;
    found
}

fn retake(table: &Reader<'_>) -> Retake {
    let mut waits = Vec::new();
    for text in table.texts("waits") {
        match Period::parse(&text) {
            Ok(wait) => waits.push(wait),
            Err(error) => table.bad("waits", error.to_string(), ""),
        }
    }
    let tries = table.maybe_table("attempts", |tries| TryLimit {
        max: u32::try_from(tries.integer_in("max", 1..=TRIES_MAX)).unwrap_or_default(),
        within: period(tries, "within"),
    });
    Retake { waits, tries }
}
