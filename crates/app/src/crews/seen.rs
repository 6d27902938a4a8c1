//! What is seen of a member: one function for whoever leads the crew and for the member.
//!
//! What somebody does not show is not read. Never shown, whatever the scope: answers, what went wrong,
//! reviews, times of day, minutes, how often somebody practised, practice exams, results that were not
//! passed.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{CrewAssignmentId, CrewMemberId, Date, PersonId};
use assay_learning::crew::{DoneState, ShareScope, WorkKind};
use assay_standing::{CredentialStanding, Event, Rules, Status};
use assay_store::{CrewAssignmentRecord, CrewMemberRecord, Reads};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{Crews, shares::Shares, work::title_of};
use crate::{
    AppError, Asking,
    progress::{PersonProgress, WantedProgress},
};

/// Members who are looked at at a time: one waits for the database while another is computed. One fewer than
/// connections read SQLite, so that one page does not take them all.
const AT_ONCE: usize = 3;

/// What is seen of a member; none of a scope that they do not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberSeen {
    /// Id.
    pub id: CrewMemberId,
    /// How they are called.
    pub name: String,
    /// Where they were invited.
    pub address: String,
    /// Since which day they are in the crew.
    pub joined_on: Date,
    /// What they hold.
    pub holds: Option<Vec<HeldShown>>,
    /// What they were asked to do, by day; how far they are is their own to show.
    pub assigned: Vec<AssignedWork>,
    /// Steps of their plans.
    pub plans: Option<Vec<PlanStepsShown>>,
    /// By exam version what is said of their chance to pass; none where there is too little to say anything.
    pub readiness: Option<Vec<(String, Option<&'static str>)>>,
}

/// A certification that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldShown {
    /// Its code.
    pub certification: String,
    /// Its title.
    pub title: String,
    /// Its last valid day; none without an end.
    pub until: Option<Date>,
}

/// Something that somebody was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedWork {
    /// Id.
    pub id: CrewAssignmentId,
    /// What kind of work.
    pub kind: WorkKind,
    /// Which: an exam version, a course, a job role.
    pub what: String,
    /// Its title.
    pub title: String,
    /// By which day; none without one.
    pub due_on: Option<Date>,
    /// In the words of whoever asked.
    pub note: String,
    /// How far they are; none where they do not show it.
    pub state: Option<DoneState>,
}

/// Steps of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStepsShown {
    /// For which exam version.
    pub exam: String,
    /// Done.
    pub done: usize,
    /// Of how many.
    pub all: usize,
}

/// Whether somebody holds it: what is over, taken away or suspended is held no more.
pub(super) fn is_held(held: &CredentialStanding) -> bool {
    matches!(held.status, Status::Active | Status::Grace)
}

/// What was asked of everybody, by address.
pub(super) type ByAddress<'a> = BTreeMap<&'a str, Vec<&'a CrewAssignmentRecord>>;

/// What was asked, by address.
pub(super) fn by_address(all: &[CrewAssignmentRecord]) -> ByAddress<'_> {
    let mut found = ByAddress::new();
    for one in all {
        found.entry(one.address.as_str()).or_default().push(one);
    }
    found
}

/// What somebody was asked to do, with how far they are where that is known.
pub(super) fn work_of(
    asking: &Asking,
    record: &CrewAssignmentRecord,
    progress: Option<&PersonProgress>,
) -> Option<AssignedWork> {
    let kind = WorkKind::of(&record.kind)?;
    let state = progress.map(|progress| {
        let found = match kind {
            WorkKind::Plan => progress.plans.get(&record.what).map(|plan| plan.state),
            WorkKind::Course => progress.courses.get(&record.what).copied(),
            WorkKind::JobRole => progress.roles.get(&record.what).copied(),
        };
        found.unwrap_or_default()
    });
    Some(AssignedWork {
        id: record.id,
        kind,
        what: record.what.clone(),
        title: title_of(&asking.programme, kind, &record.what),
        due_on: record.due_on.map(|day| day.0),
        note: record.note.clone(),
        state,
    })
}

/// What is wanted to tell how far somebody is with what they were asked to do.
pub(super) fn wanted_of(assigned: &[&CrewAssignmentRecord]) -> WantedProgress {
    let of = |kind: WorkKind| {
        let those = assigned.iter().filter(|one| WorkKind::of(&one.kind) == Some(kind));
        those.map(|one| one.what.clone()).collect::<BTreeSet<String>>()
    };
    WantedProgress {
        plans: of(WorkKind::Plan),
        courses: of(WorkKind::Course),
        roles: of(WorkKind::JobRole),
        ..WantedProgress::default()
    }
}

/// The histories of those who show what they hold; nobody else's is read.
pub(super) async fn histories(
    store: &Reads,
    people: &[(&CrewMemberRecord, Shares)],
) -> Result<BTreeMap<PersonId, Vec<Event>>, AppError> {
    let showing = people.iter().filter(|(_, shares)| shares.show(ShareScope::Certifications));
    let showing: BTreeSet<PersonId> = showing.map(|(member, _)| member.person_id).collect();
    let mut found = BTreeMap::new();
    for (person, history) in store.histories_of(&showing).await? {
        found.insert(person, history?);
    }
    Ok(found)
}

impl Crews {
    /// What is seen of some members, whoever looks.
    pub(super) async fn seen(
        &self,
        asking: &Asking,
        people: &[(&CrewMemberRecord, Shares)],
        assigned: &ByAddress<'_>,
        histories: &BTreeMap<PersonId, Vec<Event>>,
    ) -> Result<Vec<MemberSeen>, AppError> {
        let rules = Rules::new(&asking.programme);
        let each = people.iter().map(|(member, shares)| {
            let asked = assigned.get(member.address.as_str()).map(Vec::as_slice).unwrap_or_default();
            let history = histories.get(&member.person_id).map(Vec::as_slice).unwrap_or_default();
            self.seen_of(asking, member, shares, asked, (&rules, history))
        });
        // In a list of their own first: the futures would borrow from a closure that has to outlive them.
        let each: Vec<_> = each.collect();
        stream::iter(each).buffered(AT_ONCE).try_collect().await
    }

    async fn seen_of(
        &self,
        asking: &Asking,
        member: &CrewMemberRecord,
        shares: &Shares,
        asked: &[&CrewAssignmentRecord],
        (rules, history): (&Rules<'_>, &[Event]),
    ) -> Result<MemberSeen, AppError> {
        let (shows_work, shows_plan, shows_readiness) = (
            shares.show(ShareScope::Assignments),
            shares.show(ShareScope::Plan),
            shares.show(ShareScope::Readiness),
        );
        let wanted = match shows_work {
            true => wanted_of(asked),
            false => WantedProgress::default(),
        };
        let wanted = WantedProgress { own_plans: shows_plan, readiness: shows_readiness, ..wanted };
        let progress = match wanted.is_empty() {
            true => PersonProgress::default(),
            false => self.progress.progress(asking, member.person_id, &wanted).await?,
        };
        let known = shows_work.then_some(&progress);
        Ok(MemberSeen {
            id: member.id,
            name: member.name.clone(),
            address: member.address.clone(),
            joined_on: asking.day_of(member.joined_at.0),
            holds: shares.show(ShareScope::Certifications).then(|| held(rules, history, asking)),
            assigned: asked.iter().filter_map(|one| work_of(asking, one, known)).collect(),
            plans: shows_plan.then(|| plans(&progress)),
            readiness: shows_readiness
                .then(|| progress.readiness.iter().map(|(exam, words)| (exam.clone(), *words)).collect()),
        })
    }
}

fn held(rules: &Rules<'_>, history: &[Event], asking: &Asking) -> Vec<HeldShown> {
    let standing = rules.standing(history, asking.today);
    let held = standing.credentials.into_iter().filter(is_held);
    held.map(|held| HeldShown {
        certification: held.credential.to_string(),
        title: held.title,
        until: held.valid_until,
    })
    .collect()
}

/// The plans that somebody has of their own accord, and of those that they were asked for what is begun.
fn plans(progress: &PersonProgress) -> Vec<PlanStepsShown> {
    let shown = progress.plans.iter();
    let shown = shown.filter(|(exam, steps)| progress.own.contains(*exam) || steps.done > 0);
    shown
        .map(|(exam, steps)| PlanStepsShown { exam: exam.clone(), done: steps.done, all: steps.all })
        .collect()
}
