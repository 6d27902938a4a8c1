//! A crew as its lead sees it.

use std::collections::BTreeMap;

use assay_kernel::{CrewId, CrewMemberId};
use assay_learning::crew::ShareScope;
use assay_standing::Rules;
use assay_store::{CrewMemberRecord, Reads};

use super::{
    CrewLine, Crews,
    ahead::{AheadMonth, months},
    invite::InvitationLine,
    rules::LeadCrew,
    seen::{AssignedWork, MemberSeen, by_address, histories, work_of},
    shares::Shares,
};
use crate::{AppError, Asking, Listed, listing::page_of};

/// A crew as its lead sees it.
pub struct CrewView {
    /// Which.
    pub crew: CrewLine,
    /// A page of its people, by name, as each of them shows themselves.
    pub people: Listed<MemberSeen>,
    /// How many of them show what they hold, and how many of those hold something.
    pub holding: (usize, usize),
    /// Who is invited, with what they are to be asked to do.
    pub invited: Vec<(InvitationLine, Vec<AssignedWork>)>,
    /// What ends in the months ahead, of those who show what they hold.
    pub ahead: Vec<AheadMonth>,
    /// Whether invitations are mailed; if not, the lead tells them.
    pub mails: bool,
}

/// Everybody of a crew, to be taken along.
pub struct CrewPeople {
    /// The crew.
    pub crew: CrewLine,
    /// Its people, by name.
    pub people: Vec<MemberSeen>,
}

/// Members with what each of them shows.
async fn with_shares<'m>(
    asking: &Asking,
    store: &Reads,
    crew: CrewId,
    members: &'m [CrewMemberRecord],
) -> Result<Vec<(&'m CrewMemberRecord, Shares)>, AppError> {
    let mut shares: BTreeMap<CrewMemberId, Shares> = BTreeMap::new();
    for record in store.crew_shares(crew).await? {
        shares.entry(record.member_id).or_default().add(asking, &record);
    }
    Ok(members.iter().map(|member| (member, shares.remove(&member.id).unwrap_or_default())).collect())
}

impl Crews {
    /// A crew, with a page of its people.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn look(&self, asking: &Asking, id: CrewId, page: i64) -> Result<CrewView, AppError> {
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let store = self.shelf.under(&permit);
        let members = store.crew_members(id).await?;
        let people = with_shares(asking, store, id, &members).await?;
        let histories = histories(store, &people).await?;
        let rules = Rules::new(&asking.programme);
        let showing = people.iter().filter(|(_, shares)| shares.show(ShareScope::Certifications));
        let standings = showing.map(|(member, _)| {
            let history = histories.get(&member.person_id).map(Vec::as_slice).unwrap_or_default();
            (member.person_id, member.name.as_str(), rules.standing(history, asking.today))
        });
        let standings: Vec<_> = standings.collect();
        let holds =
            |standing: &assay_standing::Standing| standing.credentials.iter().any(super::seen::is_held);
        let holding = standings.iter().filter(|(.., standing)| holds(standing)).count();
        let holding = (standings.len(), holding);
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let (page, rows) = page_of(page, count);
        let place = |rows: i64| usize::try_from(rows).unwrap_or_default();
        let shown: Vec<_> = people.into_iter().skip(place(rows.offset)).take(place(rows.limit)).collect();
        let records = store.crew_assignments(id).await?;
        let assigned = by_address(&records);
        let lines = self.seen(asking, &shown, &assigned, &histories).await?;
        let invited = store.crew_invitations(id).await?;
        let invited = invited.iter().map(|one| {
            let asked = assigned.get(one.address.as_str()).map(Vec::as_slice).unwrap_or_default();
            let asked = asked.iter().filter_map(|one| work_of(asking, one, None)).collect();
            (InvitationLine::of(asking, one), asked)
        });
        Ok(CrewView {
            crew: CrewLine::from(&crew),
            people: Listed { lines, count, of: count, page, has_more: false },
            holding,
            invited: invited.collect(),
            ahead: months(standings.into_iter(), asking.today),
            mails: self.mails,
        })
    }

    /// Everybody of a crew, as each of them shows themselves.
    ///
    /// # Errors
    /// As above.
    pub async fn people(&self, asking: &Asking, id: CrewId) -> Result<CrewPeople, AppError> {
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let store = self.shelf.under(&permit);
        let members = store.crew_members(id).await?;
        let people = with_shares(asking, store, id, &members).await?;
        let histories = histories(store, &people).await?;
        let records = store.crew_assignments(id).await?;
        let people = self.seen(asking, &people, &by_address(&records), &histories).await?;
        Ok(CrewPeople { crew: CrewLine::from(&crew), people })
    }
}
