//! What an outline asks for and a bank holds: domains, skills, services, quotas.

use std::collections::BTreeMap;

use super::{
    gate::{GateVerdict, LintGate},
    item::LintItem,
    lists::{LintLists, Quota, QuotaKind, WantedItems},
};

/// Skills of one domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintDomain {
    /// Its number in the outline.
    pub id: String,
    /// Its skills, in order.
    pub skills: Vec<String>,
}

/// What of an outline is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintOutline {
    /// In order.
    pub domains: Vec<LintDomain>,
    /// What is in scope, in order.
    pub services: Vec<String>,
}

/// What is there beside what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedCount {
    /// Of what: a domain, a skill.
    pub id: String,
    /// Items of the bank that are there and wanted.
    pub bank: [usize; 2],
    /// The same of the practice pool.
    pub practice: [usize; 2],
}

/// How far a quota is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaCount {
    /// The tag, `artefacts` or `multiple-response`.
    pub of: String,
    /// There and wanted, by domain.
    pub by_domain: BTreeMap<String, [usize; 2]>,
}

impl QuotaCount {
    /// There and wanted, together.
    pub fn total(&self) -> [usize; 2] {
        self.by_domain.values().fold([0, 0], |[there, wanted], [one, other]| [there + one, wanted + other])
    }
}

/// What is covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By domain.
    pub domains: Vec<WantedCount>,
    /// By skill.
    pub skills: Vec<WantedCount>,
    /// Kinds of items of the bank.
    pub quotas: Vec<QuotaCount>,
    /// Services that no stem and no option of the bank names.
    pub services_absent: Vec<String>,
    /// How many services are in scope.
    pub services: usize,
}

impl Coverage {
    /// Counts.
    pub(super) fn of(
        (bank, practice): (&[LintItem], &[LintItem]),
        outline: &LintOutline,
        lists: &LintLists,
        wanted: &WantedItems,
    ) -> Self {
        let wants = |map: &BTreeMap<String, u32>, id: &str| map.get(id).map_or(0, |count| *count as usize);
        let domain_of = |domain: &LintDomain| WantedCount {
            id: domain.id.clone(),
            bank: [in_domain(bank, &domain.id).count(), wants(&wanted.bank, &domain.id)],
            practice: [in_domain(practice, &domain.id).count(), wants(&wanted.practice, &domain.id)],
        };
        let of_skill = |items: &[LintItem], skill: &str| {
            items.iter().filter(|item| item.meta.skill.as_deref() == Some(skill)).count()
        };
        let skills = outline.domains.iter().flat_map(|domain| &domain.skills);
        let skills = skills.map(|skill| WantedCount {
            id: skill.clone(),
            bank: [of_skill(bank, skill), wanted.per_skill_bank as usize],
            practice: [of_skill(practice, skill), wanted.per_skill_practice as usize],
        });
        let questions: Vec<String> = bank.iter().map(LintItem::question).collect();
        let is_absent = |service: &&String| {
            let phrases = lists.service(service);
            !questions.iter().any(|question| phrases.is_in(question))
        };
        Coverage {
            domains: outline.domains.iter().map(domain_of).collect(),
            skills: skills.collect(),
            quotas: wanted.quotas.iter().map(|quota| filled(quota, bank)).collect(),
            services_absent: outline.services.iter().filter(is_absent).cloned().collect(),
            services: outline.services.len(),
        }
    }
}

/// Items whose task stands in a domain.
pub(super) fn in_domain<'a>(items: &'a [LintItem], domain: &'a str) -> impl Iterator<Item = &'a LintItem> {
    items.iter().filter(move |item| {
        let rest = item.meta.task.strip_prefix(domain);
        rest.is_some_and(|rest| rest.starts_with('.'))
    })
}

fn filled(quota: &Quota, bank: &[LintItem]) -> QuotaCount {
    let counts = |item: &&LintItem| match &quota.kind {
        QuotaKind::Tag(tag) => item.meta.tags.contains(tag),
        QuotaKind::Artefacts => item.meta.artefact.is_some(),
        QuotaKind::MultipleResponse => item.keys().count() > 1,
    };
    let of = match &quota.kind {
        QuotaKind::Tag(tag) => tag.as_str(),
        QuotaKind::Artefacts => "artefacts",
        QuotaKind::MultipleResponse => "multiple-response",
    };
    let by_domain = quota.by_domain.iter().map(|(domain, wanted)| {
        let there = in_domain(bank, domain).filter(counts).count();
        (domain.clone(), [there, *wanted as usize])
    });
    QuotaCount { of: of.to_owned(), by_domain: by_domain.collect() }
}

/// There and wanted in one of the pools.
type OfPool = fn(&WantedCount) -> [usize; 2];

/// What is asked of a coverage; what nobody wants is asked of nobody.
pub(super) fn gates(coverage: &Coverage, wanted: &WantedItems) -> Vec<LintGate> {
    let mut gates = Vec::new();
    let pools: [(&str, OfPool); 2] = [("bank", |count| count.bank), ("practice", |count| count.practice)];
    for (pool, of) in pools {
        let short = |counts: &[WantedCount]| -> Vec<String> {
            let short = counts.iter().filter(|count| of(count)[0] < of(count)[1]);
            short.map(|count| format!("{} {} of {}", count.id, of(count)[0], of(count)[1])).collect()
        };
        if coverage.domains.iter().any(|domain| of(domain)[1] > 0) {
            let short = short(&coverage.domains);
            let figures = format!("{} of {} domains are short", short.len(), coverage.domains.len());
            gates.push(LintGate::of("items-of-domains", pool, short.is_empty(), figures).naming(short));
        }
        if !coverage.skills.is_empty() {
            let short = short(&coverage.skills);
            let figures = format!("{} of {} skills are short", short.len(), coverage.skills.len());
            gates.push(LintGate::of("items-of-skills", pool, short.is_empty(), figures).naming(short));
        }
    }
    for quota in &coverage.quotas {
        let short = quota.by_domain.iter().filter(|(_, [there, wanted])| there < wanted);
        let short: Vec<String> =
            short.map(|(domain, [there, wanted])| format!("domain {domain} {there} of {wanted}")).collect();
        let [there, wanted] = quota.total();
        let figures = format!("{}: {there} of {wanted}", quota.of);
        gates.push(LintGate::of("quota", "bank", short.is_empty(), figures).naming(short));
    }
    if coverage.services > 0 {
        gates.push(services(coverage, wanted));
    }
    gates
}

fn services(coverage: &Coverage, wanted: &WantedItems) -> LintGate {
    let absent = &coverage.services_absent;
    let unexplained = absent.iter().filter(|service| !wanted.services_absent.contains_key(*service)).count();
    let most = wanted.services_absent_max as usize;
    let figures = format!(
        "{} of {} services are named nowhere, {unexplained} of them without a reason (at most {most})",
        absent.len(),
        coverage.services
    );
    let is_reached = absent.len() <= most && unexplained == 0;
    let mut gate = LintGate::of("services", "bank", is_reached, figures).naming(absent.iter().cloned());
    if absent.is_empty() {
        gate.verdict = GateVerdict::Ok;
    }
    gate
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::item;

    #[test]
    fn what_is_short_is_named() {
        let items = [item(|text| text.replace("note =", "tags = [\"shops\"]\nnote ="))];
        let domains = vec![LintDomain { id: "1".into(), skills: vec!["1.1.1".into(), "1.1.2".into()] }];
        let outline =
            LintOutline { domains, services: vec!["Web Shop".into(), "trees".into(), "Sea".into()] };
        let text = "[[exam]]\ncode = 'X-1'\nbank = { 1 = 1 }\nper_skill_bank = 1\nper_skill_practice = 0\n\
            [[exam.quota]]\ntag = 'shops'\nby_domain = { 1 = 1 }\n\
            [[exam.quota]]\ncounts = 'artefacts'\nby_domain = { 1 = 1 }\n\
            [[exam.service_absent]]\nname = 'Sea'\nwhy = 'No task.'\n";
        let (lists, _) = LintLists::read(&assay_kernel::source::SourceFile::new("lint.toml", text));
        let wanted = lists.wanted_of("X-1");
        let coverage = Coverage::of((&items, &[]), &outline, &lists, &wanted);
        assert_eq!(coverage.services_absent, ["Web Shop", "Sea"]);
        let told: Vec<_> = gates(&coverage, &wanted)
            .into_iter()
            .map(|gate| format!("{} {} {} {}", gate.verdict.as_str(), gate.name, gate.of, gate.figures))
            .collect();
        assert_eq!(
            told,
            [
                "ok items-of-domains bank 0 of 1 domains are short",
                "FAIL items-of-skills bank 1 of 2 skills are short",
                "ok items-of-skills practice 0 of 2 skills are short",
                "ok quota bank shops: 1 of 1",
                "FAIL quota bank artefacts: 0 of 1",
                "FAIL services bank 2 of 3 services are named nowhere, 1 of them without a reason \
                 (at most 0)",
            ]
        );
    }
}
