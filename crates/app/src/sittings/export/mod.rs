//! Taking everything along: bank, forms, results and responses, as files that others can read.
//!
//! A file is made part by part while it is written or sent: one part of the bank or of the sittings is in
//! memory at a time. Each export is a line of the audit log before its first byte leaves, since keys are in
//! it or can be told from scores. A sitting that still runs is in none.

mod bank;
mod facts;
mod form;
mod item;
mod pipe;
mod responses;
mod results;
mod sat;
mod wanted;

use assay_kernel::{Arg, Said};
use assay_store::Unit;

pub use wanted::{ExportFormat, ExportKind, ExportWanted};

use super::{Sittings, rules::Export};
use crate::{AppError, Asking, FieldFault, deed::Deed, permit::Permit};

/// A file that is being made.
pub struct ExportParts {
    /// How many items, forms or sittings it is made of.
    pub count: usize,
    /// How many of them were gone through so far.
    pub done: usize,
    /// What is in it so far: one of them in a word, and how many.
    pub counted: Vec<(&'static str, usize)>,
    /// What is not in it, and why; all of it once the file is whole.
    pub notes: Vec<String>,
    making: Making,
}

enum Making {
    Package(Box<bank::PackageParts>),
    Results(Box<results::ResultParts>),
    Responses(Box<responses::ResponseParts>),
    Done,
}

impl ExportParts {
    fn new(count: usize, making: Making) -> Self {
        ExportParts { count, done: 0, counted: Vec::new(), notes: Vec::new(), making }
    }

    /// The next bytes of the file; none behind its end.
    ///
    /// # Errors
    /// The store failed, or the file would be larger than its form allows.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        let (bytes, is_last) = match &mut self.making {
            Making::Package(parts) => {
                let (bytes, is_last) = parts.next()?;
                self.done = self.count.saturating_sub(parts.count());
                self.counted = parts.counted();
                self.notes = parts.notes();
                (bytes, is_last)
            }
            Making::Results(parts) => {
                let (bytes, is_last) = parts.next().await?;
                self.done = parts.reader.seen;
                self.counted = vec![("sitting", parts.sittings), ("question", parts.items())];
                self.notes = parts.reader.notes();
                (bytes, is_last)
            }
            Making::Responses(parts) => {
                let (bytes, is_last) = parts.next().await?;
                self.done = parts.reader.seen;
                self.counted = vec![("sitting", parts.sittings), ("row", parts.rows)];
                self.notes = parts.reader.notes();
                (bytes, is_last)
            }
            Making::Done => return Ok(None),
        };
        if is_last {
            self.making = Making::Done;
        }
        Ok(Some(bytes))
    }
}

impl Sittings {
    /// Begins a file, and writes into the audit log that it was taken.
    ///
    /// # Errors
    /// Neither administrator nor operator; `Invalid` where it cannot have that form, or there is no such exam
    /// version; or the store failed.
    pub async fn export(&self, asking: &Asking, wanted: &ExportWanted) -> Result<ExportParts, AppError> {
        let permit = asking.permit::<Export>()?;
        if !wanted.kind.formats().contains(&wanted.format) {
            let forms: Vec<&str> = wanted.kind.formats().iter().map(|format| format.as_str()).collect();
            let text = format!("Take the {} as {}.", wanted.kind.as_str(), forms.join(" or "));
            return Err(AppError::Invalid(vec![FieldFault::new("format", text)]));
        }
        if !wanted.exam.is_empty() && asking.programme.exam(&wanted.exam).is_none() {
            let text = format!("Choose an exam version of the programme: it has no {}.", wanted.exam);
            return Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
        }
        let parts = self.parts(asking, &permit, wanted).await?;
        let is_of_items = matches!(wanted.kind, ExportKind::Bank | ExportKind::Forms);
        let exam = (!wanted.exam.is_empty()).then(|| Arg::text(&wanted.exam));
        let did = Said::of(wanted.kind.did())
            .maybe("n", is_of_items.then_some(parts.count))
            .maybe("exam", exam)
            .maybe("from", wanted.days.from.filter(|_| !is_of_items))
            .maybe("until", wanted.days.until.filter(|_| !is_of_items))
            .maybe("named", (!is_of_items && wanted.with_names).then(|| Arg::text("names")));
        let deed = Deed::of(&did)?;
        self.shelf.commit_logged(asking, permit, deed, Unit::default()).await?;
        Ok(parts)
    }

    /// Whether whoever asks may take anything along.
    ///
    /// # Errors
    /// They may not.
    pub fn may_export(&self, asking: &Asking) -> Result<(), AppError> {
        asking.permit::<Export>().map(drop).map_err(AppError::from)
    }

    async fn parts(
        &self,
        asking: &Asking,
        permit: &Permit<Export>,
        wanted: &ExportWanted,
    ) -> Result<ExportParts, AppError> {
        if matches!(wanted.kind, ExportKind::Bank | ExportKind::Forms) {
            let sealed = self.exams.of(Some(&asking.programme.tree), self.shelf.under(permit)).await?;
            let parts = bank::PackageParts::new(sealed, permit, wanted);
            return Ok(ExportParts::new(parts.count(), Making::Package(Box::new(parts))));
        }
        let held = (self.shelf.clone(), self.exams.clone());
        let reader = sat::SatReader::new(held, asking, asking.permit::<Export>()?, wanted);
        let count = reader.count().await?;
        if wanted.kind == ExportKind::Responses {
            let parts = responses::ResponseParts::new(reader, wanted.format, wanted.with_names);
            return Ok(ExportParts::new(count, Making::Responses(Box::new(parts))));
        }
        if count > results::SITTINGS_MAX {
            let text = format!(
                "These are {count} sittings, and a package holds {}: choose days.",
                results::SITTINGS_MAX
            );
            return Err(AppError::Invalid(vec![FieldFault::new("from", text)]));
        }
        let parts = results::ResultParts::new(reader, "urn:assay:sitting");
        Ok(ExportParts::new(count, Making::Results(Box::new(parts))))
    }
}
