//! Which skills of a job role people have, as a sum: of those who let it be, and where it names nobody.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::CrewId;
use assay_learning::crew::{NoSum, ShareScope, SkillCover, may_sum};
use assay_store::{Unit, statement::crew};

use super::{CrewLine, Crews, rules::LeadCrew};
use crate::{AppError, Asking, progress::WantedProgress};

/// The skills of a job role in a crew.
pub struct CrewSum {
    /// The crew.
    pub crew: CrewLine,
    /// The job role, and its title.
    pub role: (String, String),
    /// By exam version and domain; or why nothing is told.
    pub told: Result<Vec<CoverLine>, NoSum>,
    /// Every job role there is: id and title.
    pub roles: Vec<(String, String)>,
}

/// The skills of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverLine {
    /// Of which exam version.
    pub exam: String,
    /// The domain's number and title.
    pub domain: String,
    /// By how many people they are shown.
    pub cover: SkillCover,
}

impl Crews {
    /// The skills of a job role, the first one where none is named. Of whom a sum was told is kept, so that
    /// no later one names who came or went between the two.
    ///
    /// # Errors
    /// `NotFound` where the crew is not theirs or there is no such role, or the store failed.
    pub async fn skills(&self, asking: &Asking, id: CrewId, role: &str) -> Result<CrewSum, AppError> {
        let (permit, record) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let store = self.shelf.under(&permit);
        let roles = &asking.programme.job_roles;
        let found = if role.is_empty() { roles.values().next() } else { roles.get(role) };
        let role = found.ok_or(AppError::NotFound)?;
        let shares = store.crew_shares(id).await?;
        let lets = |scope: &str| ShareScope::of(scope) == Some(ShareScope::Domains);
        let sharing: BTreeSet<String> = shares
            .iter()
            .filter(|share| share.is_on && lets(&share.scope))
            .map(|share| share.member_id.to_string())
            .collect();
        let mut members = store.crew_members(id).await?;
        members.retain(|member| sharing.contains(&member.id.to_string()));
        let people: BTreeSet<String> = members.iter().map(|member| member.id.to_string()).collect();
        let mut told_before = Vec::new();
        for before in store.crew_sums(id).await? {
            let before: BTreeSet<String> = serde_json::from_str(&before)
                .map_err(|error| AppError::internal("reading of whom a sum was told", error))?;
            told_before.push(before);
        }
        let mut view = CrewSum {
            crew: CrewLine::from(&record),
            role: (role.id.clone(), role.title.clone()),
            told: may_sum(&people, &told_before).map(|()| Vec::new()),
            roles: roles.values().map(|role| (role.id.clone(), role.title.clone())).collect(),
        };
        if view.told.is_err() {
            return Ok(view);
        }
        let wanted = WantedProgress { skills_of: Some(role.id.clone()), ..WantedProgress::default() };
        let mut having = vec![0_usize; role.skills.len()];
        for member in &members {
            for place in self.progress.progress(asking, member.person_id, &wanted).await?.skills {
                having.get_mut(place).into_iter().for_each(|people| *people += 1);
            }
        }
        let mut lines: BTreeMap<(String, String), SkillCover> = BTreeMap::new();
        for (skill, people) in role.skills.iter().zip(having) {
            let outline = asking.programme.outline(skill.exam.as_str());
            let domain = outline.and_then(|outline| {
                let has = |domain: &&assay_programme::model::Domain| {
                    domain.tasks.iter().any(|task| task.skills.iter().any(|one| one.id == skill.skill))
                };
                outline.domains.iter().find(has)
            });
            let domain = domain.map(|domain| format!("{} {}", domain.id, domain.title));
            let key = (skill.exam.to_string(), domain.unwrap_or_default());
            lines.entry(key).or_default().add(people);
        }
        let line = |((exam, domain), cover)| CoverLine { exam, domain, cover };
        view.told = Ok(lines.into_iter().map(line).collect());
        if !told_before.contains(&people) {
            let people = serde_json::to_string(&people)
                .map_err(|error| AppError::internal("writing of whom a sum was told", error))?;
            let unit = Unit::from(crew::summed(id, &people, asking.ms()));
            self.shelf.commit(permit, unit).await?;
        }
        Ok(view)
    }
}
