//! What the blueprint leaves open: how many items each skill still needs.
//!
//! A bank serves so many forms that share no item. Each needs of a domain what the outline's weight gives
//! it, and every skill a least number of its own; of some kinds (multiple response, a tag) the whole bank
//! needs so many.
//!
//! ```
//! use assay_assessment::demand::{DemandWanted, SupplyOfSkill, demand};
//! # let text = "exam = \"X\"\n[[domain]]\nid = \"1\"\ntitle = \"One\"\nweight_pct = 100\n\
//! #   [[domain.task]]\nid = \"1.1\"\ntitle = \"Task\"\n\
//! #   [[domain.task.skill]]\nid = \"1.1.1\"\ntext = \"Skill\"\n\
//! #   [[domain.task.skill]]\nid = \"1.1.2\"\ntext = \"Other\"\n";
//! # let file = assay_kernel::source::SourceFile::new("outlines/X.toml", text);
//! # let (programme, _) = assay_programme::parse(&[file]);
//! # let outline = programme.outline("X").unwrap();
//! let of_kinds = vec![("multiple-response".to_owned(), 3)];
//! let wanted = DemandWanted { items: 4, forms: 2, each: 2, of_kinds };
//! let of_kinds = [("multiple-response".to_owned(), 1)].into();
//! let supply = [SupplyOfSkill { skill: "1.1.1".into(), ready: 1, coming: 0, of_kinds }];
//! let demand = demand(outline, &wanted, &supply);
//! assert_eq!(demand.skills.iter().map(|skill| skill.missing).collect::<Vec<_>>(), [3, 4]);
//! assert_eq!(demand.kinds[0].missing, 2);
//! ```

use std::collections::BTreeMap;

use assay_programme::model::Outline;

/// What a bank is to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandWanted {
    /// Items that count on one form.
    pub items: u32,
    /// Forms that share none.
    pub forms: u32,
    /// The least number of items of every skill.
    pub each: u32,
    /// Of the whole bank: a kind or a tag, and how many.
    pub of_kinds: Vec<(String, u32)>,
}

/// What a bank has of a skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplyOfSkill {
    /// The skill; empty for items without one.
    pub skill: String,
    /// Items that forms may take.
    pub ready: u32,
    /// Items that are written or reviewed.
    pub coming: u32,
    /// Of both: how many are of a kind or have a tag.
    pub of_kinds: BTreeMap<String, u32>,
}

/// What a skill still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillDemand {
    /// Domain.
    pub domain: String,
    /// Skill.
    pub skill: String,
    /// The guide's words.
    pub text: String,
    /// So many items it is to have.
    pub wanted: u32,
    /// Items that forms may take.
    pub ready: u32,
    /// Items that are written or reviewed.
    pub coming: u32,
    /// So many are to be begun.
    pub missing: u32,
    /// Of which so many of a kind, or with a tag.
    pub of_kinds: Vec<(String, u32)>,
}

/// What a whole domain, or a kind of the whole bank, still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartDemand {
    /// Domain, kind or tag.
    pub name: String,
    /// So many items it is to have.
    pub wanted: u32,
    /// So many there are, those included that are written or reviewed.
    pub there: u32,
    /// So many are to be begun.
    pub missing: u32,
}

/// What a bank still needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// By skill, in the outline's order.
    pub skills: Vec<SkillDemand>,
    /// By domain, in the outline's order.
    pub domains: Vec<PartDemand>,
    /// By kind or tag, as they were asked for.
    pub kinds: Vec<PartDemand>,
}

/// Says what a bank still needs.
pub fn demand(outline: &Outline, wanted: &DemandWanted, supply: &[SupplyOfSkill]) -> Demand {
    let weights: Vec<u32> = outline.domains.iter().map(|domain| domain.weight_pct).collect();
    let of_domains = parts(wanted.items, &weights);
    let mut all = Demand::default();
    for (domain, of_form) in outline.domains.iter().zip(of_domains) {
        let skills: Vec<_> = domain.tasks.iter().flat_map(|task| &task.skills).collect();
        let of_domain = of_form * wanted.forms;
        // A domain's items are spread over its skills as evenly as they go; none gets less than the least.
        let even = parts(of_domain, &vec![1; skills.len()]);
        let mut there = 0;
        for (skill, share) in skills.iter().zip(even) {
            let has = supply.iter().find(|one| one.skill == skill.id).cloned().unwrap_or_default();
            let skill_wanted = share.max(wanted.each);
            there += has.ready + has.coming;
            all.skills.push(SkillDemand {
                domain: domain.id.clone(),
                skill: skill.id.clone(),
                text: skill.text.clone(),
                wanted: skill_wanted,
                ready: has.ready,
                coming: has.coming,
                missing: skill_wanted.saturating_sub(has.ready + has.coming),
                of_kinds: Vec::new(),
            });
        }
        let missing = of_domain.saturating_sub(there);
        all.domains.push(PartDemand { name: domain.id.clone(), wanted: of_domain, there, missing });
    }
    for (name, many) in &wanted.of_kinds {
        let there = supply.iter().filter_map(|one| one.of_kinds.get(name)).sum();
        let missing = many.saturating_sub(there);
        // What is missing of a kind is asked of the skills that miss items at all.
        let open: Vec<u32> = all.skills.iter().map(|skill| skill.missing).collect();
        for (skill, part) in all.skills.iter_mut().zip(parts(missing, &open)) {
            let part = part.min(skill.missing);
            if part > 0 {
                skill.of_kinds.push((name.clone(), part));
            }
        }
        all.kinds.push(PartDemand { name: name.clone(), wanted: *many, there, missing });
    }
    all
}

/// A whole number in parts by weights: the largest remainders get what is left, of equal ones the first.
fn parts(whole: u32, weights: &[u32]) -> Vec<u32> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &u32| u64::from(whole) * u64::from(*weight);
    let mut all: Vec<u32> =
        weights.iter().map(|weight| u32::try_from(exact(weight) / sum).unwrap_or(u32::MAX)).collect();
    let left = whole.saturating_sub(all.iter().sum());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(weights.get(*at).map_or(0, |weight| exact(weight) % sum)));
    for at in order.into_iter().take(left as usize) {
        if let Some(part) = all.get_mut(at) {
            *part += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parts;

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        assert_eq!(parts(50, &[22, 22, 22, 16, 18]), [11, 11, 11, 8, 9]);
        assert_eq!(parts(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(parts(3, &[]), Vec::<u32>::new());
        assert_eq!(parts(3, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn the_parts_make_the_whole_and_none_is_off_by_one(
            whole in 0_u32..500,
            weights in prop::collection::vec(0_u32..40, 1..12),
        ) {
            let all = parts(whole, &weights);
            let sum: u32 = weights.iter().sum();
            prop_assert_eq!(all.iter().sum::<u32>(), if sum == 0 { 0 } else { whole });
            for (part, weight) in all.iter().zip(&weights) {
                let exact = f64::from(whole) * f64::from(*weight) / f64::from(sum.max(1));
                prop_assert!((f64::from(*part) - exact).abs() < 1.0 || sum == 0);
            }
        }
    }
}
