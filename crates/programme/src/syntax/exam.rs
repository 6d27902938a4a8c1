//! `exams/<CODE>.toml`: an exam version.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, count, file_code};
use crate::model::{ExamVersion, LanguageDates, Money, Scale};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> ExamVersion {
    ExamVersion {
        code: file_code(table, file, "code").as_str().into(),
        title: table.text("title"),
        certification: table.text("certification").as_str().into(),
        guide_version: table.text("guide_version"),
        guide_released_on: table.maybe_date("guide_released_on"),
        registration_opens_on: table.date("registration_opens_on").unwrap_or_default(),
        first_test_day_on: table.date("first_test_day_on").unwrap_or_default(),
        last_test_day_on: table.maybe_date("last_test_day_on"),
        last_registration_day_on: table.maybe_date("last_booking_day_on"),
        by_language: table.tables("language", |dates| LanguageDates {
            language: dates.text("code"),
            registration_opens_on: dates.maybe_date("registration_opens_on"),
            first_test_day_on: dates.maybe_date("first_test_day_on"),
            last_registration_day_on: dates.maybe_date("last_booking_day_on"),
            last_test_day_on: dates.maybe_date("last_test_day_on"),
            clause: clause(dates),
        }),
        items_total: count(table, "items_total"),
        items_scored: count(table, "items_scored"),
        time_limit_min: count(table, "time_limit_min"),
        price: table
            .table("price", |price| Money {
                amount: count(price, "amount"),
                currency: price.text("currency"),
            })
            .unwrap_or(Money { amount: 0, currency: String::new() }),
        languages: table.texts("languages"),
        scale: table
            .table("scale", |scale| Scale {
                minimum: count(scale, "minimum"),
                maximum: count(scale, "maximum"),
                cut: count(scale, "cut"),
            })
            .unwrap_or(Scale { minimum: 0, maximum: 0, cut: 0 }),
        item_kinds: table.texts("item_kinds"),
        delivery: table.texts("delivery"),
        prerequisites: table.texts("prerequisites").iter().map(|code| code.as_str().into()).collect(),
        demonstration_form: table.flag("demonstration_form", false),
        clause: clause(table),
    }
}
