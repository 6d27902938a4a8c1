//! The room of the audit log: who did what to whom, when and why. It reads; every other room writes, in the
//! unit of what it does (`Shelf::commit_logged`).

mod rules;

use assay_kernel::{EntryId, Instant, PersonId, Said};
use assay_store::{EntryFilter, EntryPlace, NamedEntry, Rows};

pub(crate) use rules::ACTS;
pub use rules::SeeLog;

use crate::{
    AppError, Asking, DaysBetween, ListPart, Listed, deed::COMMAND_LINE, listing::page_of, shelf::Shelf,
};

/// What was done, to be read.
pub struct AuditLog {
    shelf: Shelf,
}

/// Which lines are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinesWanted {
    /// Done by: a person's id, or `command line`.
    pub by: String,
    /// The act, by its name in the table of permissions.
    pub act: String,
    /// On which days.
    pub days: DaysBetween,
}

impl LinesWanted {
    fn filter(&self, asking: &Asking) -> Result<EntryFilter, AppError> {
        Ok(EntryFilter { by: self.by.clone(), act: self.act.clone(), done: self.days.span(asking)? })
    }
}

/// A line of the log.
#[derive(Clone, Debug)]
pub struct EntryLine {
    /// Id.
    pub id: EntryId,
    /// When.
    pub at: Instant,
    /// Who, as it is stored: a person's id, or `command line`.
    pub by: String,
    /// How they are called.
    pub by_name: String,
    /// The act, by its name in the table of permissions.
    pub act: String,
    /// Whom it concerns.
    pub about: Option<(PersonId, String)>,
    /// What else it was done to, as its id or code.
    pub object: Option<String>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// What was done.
    pub said: Said,
}

impl TryFrom<NamedEntry> for EntryLine {
    type Error = AppError;

    fn try_from(named: NamedEntry) -> Result<Self, AppError> {
        let NamedEntry { entry, by_name, about_name } = named;
        let person = |id: &String| PersonId::parse(id);
        let about = entry.about.as_ref().map(person).transpose();
        let about = about.map_err(|error| AppError::internal("reading the audit log", error))?;
        let said = serde_json::from_str(&entry.said);
        Ok(EntryLine {
            id: entry.id,
            at: entry.done_at.0,
            by_name: called(&entry.done_by, by_name),
            by: entry.done_by,
            act: entry.act,
            about: about.map(|id| (id, about_name.unwrap_or_default())),
            object: entry.object,
            reason: entry.reason,
            said: said.map_err(|error| AppError::internal("reading the audit log", error))?,
        })
    }
}

fn called(by: &str, name: Option<String>) -> String {
    match by {
        COMMAND_LINE => "The command line".to_owned(),
        _ => name.unwrap_or_default(),
    }
}

impl AuditLog {
    pub(crate) fn new(shelf: Shelf) -> Self {
        AuditLog { shelf }
    }

    /// A page of what a filter leaves, the latest first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn lines(
        &self,
        asking: &Asking,
        wanted: &LinesWanted,
        page: i64,
    ) -> Result<Listed<EntryLine>, AppError> {
        let permit = asking.permit::<SeeLog>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking)?);
        let count = store.count_audit_log(&filter).await?;
        let of = match *wanted == LinesWanted::default() {
            true => count,
            false => store.count_audit_log(&EntryFilter::default()).await?,
        };
        let (page, rows) = page_of(page, count);
        let rows = store.audit_log(&filter, None, rows).await?;
        let lines = rows.into_iter().map(EntryLine::try_from).collect::<Result<_, _>>()?;
        Ok(Listed { lines, count, of, page, has_more: false })
    }

    /// What a filter leaves, part by part, the latest first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn lines_after(
        &self,
        asking: &Asking,
        wanted: &LinesWanted,
        after: Option<EntryPlace>,
        limit: i64,
    ) -> Result<ListPart<EntryLine, EntryPlace>, AppError> {
        let permit = asking.permit::<SeeLog>()?;
        let rows = Rows { limit, offset: 0 };
        let rows = self.shelf.under(&permit).audit_log(&wanted.filter(asking)?, after, rows).await?;
        ListPart::of(rows, limit, NamedEntry::place, EntryLine::try_from)
    }

    /// Lines about one person after a place, the latest first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn about(
        &self,
        asking: &Asking,
        person: PersonId,
        after: Option<EntryPlace>,
        limit: i64,
    ) -> Result<ListPart<EntryLine, EntryPlace>, AppError> {
        let permit = asking.permit::<SeeLog>()?;
        let rows = self.shelf.under(&permit).audit_log_about(person, after, limit).await?;
        ListPart::of(rows, limit, NamedEntry::place, EntryLine::try_from)
    }

    /// Everybody who may have done something that is written down: as it is stored, and how they are called.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn doers(&self, asking: &Asking) -> Result<Vec<(String, String)>, AppError> {
        let permit = asking.permit::<SeeLog>()?;
        let mut doers = self.shelf.under(&permit).people_of_team().await?;
        doers.sort();
        doers.push((called(COMMAND_LINE, None), COMMAND_LINE.to_owned()));
        Ok(doers.into_iter().map(|(name, by)| (by, name)).collect())
    }
}
