//! The team's list of registrations, and one of them.

use assay_kernel::RegistrationId;
use assay_store::{Day, NamedRegistration, RegistrationFilter, RegistrationOrder, RegistrationPlace};

use super::{Registrations, rules::SeeAll};
use crate::{AppError, Asking, DaysBetween, ListPart, Listed, RegistrationLine, listing::page_of};

/// Which registrations are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistrationsWanted {
    /// The name or address of whoever it is of contains it, whatever the case and accents.
    pub text: String,
    /// Exam version.
    pub exam: String,
    /// `open`, `over`, `used` or `withdrawn`.
    pub state: String,
    /// Made on which days.
    pub made: DaysBetween,
}

impl RegistrationsWanted {
    fn filter(&self, asking: &Asking) -> RegistrationFilter {
        RegistrationFilter {
            text: self.text.clone(),
            exam: self.exam.clone(),
            state: self.state.clone(),
            on: Day(asking.today),
            from: self.made.from.map(Day),
            until: self.made.until.map(Day),
        }
    }
}

fn line(row: NamedRegistration, asking: &Asking) -> RegistrationLine {
    let sitting = row.sitting_id.map(|id| (id, row.handed_in_at.is_some()));
    RegistrationLine::of(row.registration, row.person_name, sitting, asking.today)
}

impl Registrations {
    /// A page of the registrations that are asked for.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn all(
        &self,
        asking: &Asking,
        wanted: &RegistrationsWanted,
        order: RegistrationOrder,
        page: i64,
    ) -> Result<Listed<RegistrationLine>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking));
        let count = store.count_registrations_listed(&filter).await?;
        let everything = RegistrationsWanted::default();
        let of = match *wanted == everything {
            true => count,
            false => store.count_registrations_listed(&everything.filter(asking)).await?,
        };
        let (page, rows) = page_of(page, count);
        let rows = store.registrations_listed(&filter, order, rows).await?;
        Ok(Listed {
            lines: rows.into_iter().map(|row| line(row, asking)).collect(),
            count,
            of,
            page,
            has_more: false,
        })
    }

    /// The same registrations after a place, the latest first, to be read to their end.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn all_after(
        &self,
        asking: &Asking,
        wanted: &RegistrationsWanted,
        after: Option<RegistrationPlace>,
        limit: i64,
    ) -> Result<ListPart<RegistrationLine, RegistrationPlace>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let rows = store.registrations_listed_after(&wanted.filter(asking), after.as_ref(), limit).await?;
        ListPart::of(rows, limit, NamedRegistration::place, |row| Ok(line(row, asking)))
    }

    /// One registration as the team sees it, with the one that was moved to it.
    ///
    /// # Errors
    /// Not of the team, nothing there, or the store failed.
    pub async fn one(
        &self,
        asking: &Asking,
        id: RegistrationId,
    ) -> Result<(RegistrationLine, Option<RegistrationLine>), AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let record = store.registration(id).await?.ok_or(AppError::NotFound)?;
        let person = store.person(record.person_id).await?.ok_or(AppError::NotFound)?;
        let sitting = store.sitting_of_registration(id).await?;
        let sitting = sitting.map(|sitting| (sitting.id, sitting.submitted_at.is_some()));
        let before = match record.instead_of {
            Some(before) => store.registration(before).await?,
            None => None,
        };
        let line = |record, sitting| RegistrationLine::of(record, person.name.clone(), sitting, asking.today);
        Ok((line(record, sitting), before.map(|before| line(before, None))))
    }
}
