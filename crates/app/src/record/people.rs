//! The team's list of people.

use std::collections::BTreeMap;

use assay_kernel::Role;
use assay_store::{ListedPerson, PeopleOrder, PersonFilter, PersonPlace, Reads};

use super::{Record, rules::SeePeople};
use crate::{Account, AppError, Asking, DaysBetween, ListPart, Listed, listing::page_of};

/// Which people are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleWanted {
    /// Their name or address contains it, whatever the case and accents.
    pub text: String,
    /// `team`, `candidate`, or a role's name.
    pub role: String,
    /// Whether somebody proved the address.
    pub confirmed: Option<bool>,
    /// Whether the account is closed.
    pub closed: Option<bool>,
    /// When the account was made.
    pub since: DaysBetween,
}

/// A person of the list.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// How they are known.
    pub account: Account,
    /// Their roles, as words; none for a candidate.
    pub roles: Vec<String>,
}

impl PeopleWanted {
    fn filter(&self, asking: &Asking) -> Result<PersonFilter, AppError> {
        Ok(PersonFilter {
            text: self.text.clone(),
            role: self.role.clone(),
            confirmed: self.confirmed,
            closed: self.closed,
            added: self.since.span(asking)?,
        })
    }
}

/// Who has which roles at the moment.
async fn roles(store: &Reads, asking: &Asking) -> Result<BTreeMap<String, Vec<String>>, AppError> {
    let mut roles = BTreeMap::<String, Vec<String>>::new();
    for (person, role) in store.grants_in_force(asking.ms()).await? {
        // A role of another release says nothing here.
        if Role::parse(&role).is_some() {
            roles.entry(person).or_default().push(role);
        }
    }
    Ok(roles)
}

fn line(row: ListedPerson, roles: &BTreeMap<String, Vec<String>>) -> PersonLine {
    let roles = roles.get(&row.person.id.to_string()).cloned().unwrap_or_default();
    PersonLine { account: row.person.into(), roles }
}

impl Record {
    /// A page of the people that are asked for.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn people(
        &self,
        asking: &Asking,
        wanted: &PeopleWanted,
        order: PeopleOrder,
        page: i64,
    ) -> Result<Listed<PersonLine>, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking)?);
        let count = store.count_people_listed(&filter, asking.ms()).await?;
        let of = if *wanted == PeopleWanted::default() { count } else { store.count_persons().await? };
        let (page, rows) = page_of(page, count);
        let people = store.people_listed(&filter, order, rows, asking.ms()).await?;
        let roles = roles(store, asking).await?;
        Ok(Listed {
            lines: people.into_iter().map(|row| line(row, &roles)).collect(),
            count,
            of,
            page,
            has_more: false,
        })
    }

    /// The same people after a place, by name, to be read to their end.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn people_after(
        &self,
        asking: &Asking,
        wanted: &PeopleWanted,
        after: Option<PersonPlace>,
        limit: i64,
    ) -> Result<ListPart<PersonLine, PersonPlace>, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking)?);
        let people = store.people_listed_after(&filter, after.as_ref(), limit, asking.ms()).await?;
        let roles = roles(store, asking).await?;
        ListPart::of(people, limit, ListedPerson::place, |row| Ok(line(row, &roles)))
    }
}
