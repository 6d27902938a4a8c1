//! A list as CSV: exactly what its filter leaves, read part by part while it is sent.

use std::sync::Arc;

use assay_app::{App, AppError, Asking, ListPart};
use axum::response::Response;

use super::{ListAsked, ListOf, Pairs};
use crate::{fault::Fault, pages::csv::exported, state::Web, visitor::Visitor};

/// What every part of an export is read with.
#[derive(Clone)]
pub(crate) struct ExportRead<W> {
    pub app: Arc<App>,
    pub asking: Asking,
    pub wanted: W,
}

impl<L> ListOf<L> {
    /// The list as it is asked for, as CSV: `read` gives the part after a place.
    pub(crate) async fn downloaded<W, P, F>(
        self,
        (web, visitor, pairs): (&Web, &Visitor, &Pairs),
        wanted: impl FnOnce(&ListAsked) -> W,
        read: impl Fn(ExportRead<W>, Option<P>, i64) -> F + Send + 'static,
    ) -> Result<Response, Fault>
    where
        L: Send,
        W: Clone + Send + 'static,
        P: Send + 'static,
        F: Future<Output = Result<ListPart<L, P>, AppError>> + Send + 'static,
    {
        let asked = self.asked(pairs);
        let of = ExportRead { app: web.app.clone(), asking: visitor.asking.clone(), wanted: wanted(&asked) };
        self.exported(&asked, visitor.asking.clone(), move |after, rows| read(of.clone(), after, rows)).await
    }

    /// Exactly what the filter leaves, as CSV in the list's own order; read part by part while it is sent.
    pub(crate) async fn exported<P, F>(
        self,
        asked: &ListAsked,
        asking: Asking,
        mut read: impl FnMut(Option<P>, i64) -> F + Send + 'static,
    ) -> Result<Response, Fault>
    where
        L: Send,
        P: Send + 'static,
        F: Future<Output = Result<ListPart<L, P>, AppError>> + Send + 'static,
    {
        let names: Vec<&str> = self.cells.iter().map(|(name, _)| *name).collect();
        let values: Vec<fn(&L, &Asking) -> String> = self.cells.iter().map(|(_, value)| *value).collect();
        let file = self.path.rsplit('/').next().unwrap_or_default().to_owned();
        exported(file, &names, asked.for_excel, move |after, rows| {
            let (part, values, asking) = (read(after, rows), values.clone(), asking.clone());
            let cells = move |line: L| values.iter().map(|value| value(&line, &asking)).collect();
            async move { Ok(part.await?.map(cells)) }
        })
        .await
    }
}
