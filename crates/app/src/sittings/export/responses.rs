//! The responses: a row for each place of each finished sitting, as CSV or as Parquet.

use super::{
    facts::purpose,
    item::outcome,
    sat::{Sat, SatPlace, SatReader},
    wanted::ExportFormat,
};
use crate::{
    AppError,
    csv::csv_line,
    parquet::{ColumnKind, ParquetFile, TableCell},
};

/// A column: its name, what it holds, and how it is read off.
type ResponseColumn = (&'static str, ColumnKind, fn(&Sat, &SatPlace) -> TableCell);

/// The columns, in their order; they are documented in `docs/reference/responses.md`.
const COLUMNS: &[ResponseColumn] = &[
    ("sitting", ColumnKind::Text, |sat, _| text(sat.sitting.id)),
    ("person", ColumnKind::Text, |sat, _| text(sat.person())),
    (NAME, ColumnKind::Text, |sat, _| or_empty(sat.name.as_ref(), text)),
    ("exam", ColumnKind::Text, |sat, _| text(&sat.sitting.exam)),
    ("form", ColumnKind::Text, |sat, _| text(&sat.sitting.form)),
    ("state", ColumnKind::Text, |sat, _| text(sat.state.as_str())),
    ("started_on", ColumnKind::Text, |sat, _| text(sat.sitting.started_on.0)),
    ("started_at", ColumnKind::Instant, |sat, _| instant(sat.sitting.started_at)),
    ("handed_in_at", ColumnKind::Instant, |sat, _| or_empty(sat.sitting.submitted_at, instant)),
    ("time_over", ColumnKind::Truth, |sat, _| TableCell::Truth(sat.sitting.time_over)),
    ("position", ColumnKind::Whole, |_, place| TableCell::Whole(i64::from(place.position))),
    ("item", ColumnKind::Text, |_, place| or_empty(place.asked.as_ref(), |asked| text(&asked.entry.item))),
    ("version", ColumnKind::Text, |_, place| {
        or_empty(place.asked.as_ref(), |asked| text(&asked.item.1.version))
    }),
    ("purpose", ColumnKind::Text, |_, place| {
        or_empty(place.asked.as_ref(), |asked| text(purpose(asked.entry.purpose)))
    }),
    ("response", ColumnKind::Text, |_, place| {
        or_empty(place.answer.as_ref(), |answer| text(&answer.response))
    }),
    ("score", ColumnKind::Number, |sat, place| {
        or_empty(place.outcome(sat), |(score, _)| TableCell::Number(score))
    }),
    ("right", ColumnKind::Truth, |sat, place| {
        or_empty(place.outcome(sat), |(_, is_right)| TableCell::Truth(is_right))
    }),
    ("flagged", ColumnKind::Truth, |_, place| {
        TableCell::Truth(place.answer.as_ref().is_some_and(|answer| answer.flagged))
    }),
    ("changes", ColumnKind::Whole, |_, place| {
        TableCell::Whole(place.answer.as_ref().map_or(0, |answer| answer.steps))
    }),
    ("first_saved_at", ColumnKind::Instant, |_, place| {
        or_empty(place.answer.as_ref(), |answer| instant(answer.first_saved_at))
    }),
    ("last_saved_at", ColumnKind::Instant, |_, place| {
        or_empty(place.answer.as_ref(), |answer| instant(answer.saved_at))
    }),
    ("seen_ms", ColumnKind::Whole, |_, place| {
        or_empty(place.answer.as_ref().and_then(|answer| answer.item_seen_ms), TableCell::Whole)
    }),
    ("shown_ms", ColumnKind::Whole, |_, place| {
        or_empty(place.answer.as_ref().and_then(|answer| answer.item_elapsed_ms), TableCell::Whole)
    }),
];

/// The only column that says who somebody is.
const NAME: &str = "name";

fn text(value: impl std::fmt::Display) -> TableCell {
    TableCell::Text(value.to_string())
}

fn instant(at: assay_store::Ms) -> TableCell {
    TableCell::Instant(at.0.as_millisecond())
}

fn or_empty<T>(value: Option<T>, cell: impl FnOnce(T) -> TableCell) -> TableCell {
    value.map_or(TableCell::Empty, cell)
}

impl SatPlace {
    /// What the answer got, and whether it is right; none where the item is not known any more.
    pub(super) fn outcome(&self, sat: &Sat) -> Option<(f64, bool)> {
        let at = (sat.sitting.seed.0, self.position);
        self.asked.as_ref().map(|asked| outcome(&asked.item.0, at, &self.response))
    }
}

/// The columns of this export.
fn columns(with_names: bool) -> impl Iterator<Item = &'static ResponseColumn> {
    COLUMNS.iter().filter(move |(name, ..)| with_names || *name != NAME)
}

/// The file, part by part.
pub(super) struct ResponseParts {
    pub(super) reader: SatReader,
    with_names: bool,
    table: ResponseTable,
    begin: Vec<u8>,
    pub(super) rows: usize,
    pub(super) sittings: usize,
}

enum ResponseTable {
    Csv,
    Parquet(Option<ParquetFile>),
}

impl ResponseParts {
    pub(super) fn new(reader: SatReader, format: ExportFormat, with_names: bool) -> Self {
        let (table, begin) = match format {
            ExportFormat::Parquet => {
                let columns = columns(with_names).map(|(name, kind, _)| (*name, *kind));
                let (file, begin) = ParquetFile::begin(columns);
                (ResponseTable::Parquet(Some(file)), begin)
            }
            _ => {
                let names = columns(with_names).map(|(name, ..)| (*name).to_owned());
                (ResponseTable::Csv, csv_line(names).into_bytes())
            }
        };
        ResponseParts { reader, with_names, table, begin, rows: 0, sittings: 0 }
    }

    /// The next bytes, and whether they are the last.
    pub(super) async fn next(&mut self) -> Result<(Vec<u8>, bool), AppError> {
        let mut bytes = std::mem::take(&mut self.begin);
        let failed = |error| AppError::internal("writing a table", error);
        let Some(part) = self.reader.part().await? else {
            if let ResponseTable::Parquet(file) = &mut self.table {
                let end = file.take().map(ParquetFile::finish).transpose().map_err(failed)?;
                bytes.extend(end.unwrap_or_default());
            }
            return Ok((bytes, true));
        };
        for sat in &part {
            self.sittings += 1;
            for place in &sat.places {
                self.rows += 1;
                let cells = columns(self.with_names).map(|(_, _, read)| read(sat, place));
                match &mut self.table {
                    ResponseTable::Csv => bytes.extend(csv_line(cells.map(in_words)).into_bytes()),
                    ResponseTable::Parquet(Some(file)) => {
                        bytes.extend(file.row(&cells.collect::<Vec<_>>()).map_err(failed)?);
                    }
                    ResponseTable::Parquet(None) => {}
                }
            }
        }
        Ok((bytes, false))
    }
}

/// A cell of CSV: nothing where there is nothing, instants in UTC.
fn in_words(cell: TableCell) -> String {
    match cell {
        TableCell::Empty => String::new(),
        TableCell::Text(text) => text,
        TableCell::Whole(number) => number.to_string(),
        TableCell::Number(number) => number.to_string(),
        TableCell::Truth(truth) => truth.to_string(),
        TableCell::Instant(at) => {
            assay_kernel::Instant::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
        }
    }
}
