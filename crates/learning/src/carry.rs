//! What of a preparation carries over when one exam version gives way to the next.
//!
//! By the crosswalk: what a skill became says how much an answer to it says of the new outline. The same,
//! other words, less, or another place: all of it. More, or together with another, or in parts: half of it.
//! Gone: nothing. Nothing that happened is written anew; it is only read under the other outline.
//!
//! ```
//! use assay_learning::carry::Carriage;
//! use assay_programme::model::Relation;
//! assert_eq!(Carriage::of(Relation::Moved), Carriage::Whole);
//! assert_eq!(Carriage::of(Relation::Split).weight(), 0.5);
//! assert_eq!(Carriage::of(Relation::Unplaced).weight(), 0.0);
//! ```

use std::collections::BTreeMap;

use assay_programme::model::{Crosswalk, Outline, Programme, Relation};

/// How much of what is known carries over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carriage {
    /// Nothing.
    Nothing,
    /// Half of it.
    InPart,
    /// All of it.
    Whole,
}

impl Carriage {
    /// By what became of a skill.
    pub fn of(relation: Relation) -> Carriage {
        match relation {
            Relation::Same | Relation::Reworded | Relation::Narrowed | Relation::Moved => Carriage::Whole,
            Relation::Widened | Relation::Merged | Relation::Split => Carriage::InPart,
            Relation::Added | Relation::Removed | Relation::Unplaced => Carriage::Nothing,
        }
    }

    /// The weight of an answer: its likelihood is raised to it.
    pub fn weight(self) -> f64 {
        match self {
            Carriage::Nothing => 0.0,
            Carriage::InPart => 0.5,
            Carriage::Whole => 1.0,
        }
    }
}

/// Where an answer of the old outline lands in the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing<'p> {
    /// How much of it.
    pub carriage: Carriage,
    /// What the old skill became, in the body's word.
    pub relation: Relation,
    /// The new skills, or the new task where an item names no skill.
    ///
    /// None where it carries nothing.
    pub parts: Vec<&'p str>,
}

/// From one outline to the next.
#[derive(Clone, Copy, Debug)]
pub struct CarryOver<'p> {
    /// How the parts continue.
    pub crosswalk: &'p Crosswalk,
    /// The outline that is left.
    pub old: &'p Outline,
    /// The outline that is gone over to.
    pub new: &'p Outline,
}

impl<'p> CarryOver<'p> {
    /// Between two exam versions.
    ///
    /// None where nobody has said what became of the parts.
    pub fn between(programme: &'p Programme, from: &str, to: &str) -> Option<CarryOver<'p>> {
        let crosswalk = programme.crosswalks.iter().find(|one| one.from == *from && one.to == *to)?;
        Some(CarryOver { crosswalk, old: programme.outline(from)?, new: programme.outline(to)? })
    }

    /// Where an answer to a skill lands, or to a task where no skill is named.
    pub fn landing(&self, task: &str, skill: Option<&str>) -> Option<Landing<'p>> {
        let landing = |relation, parts: Vec<&'p str>| {
            let carriage = if parts.is_empty() { Carriage::Nothing } else { Carriage::of(relation) };
            let parts = if carriage == Carriage::Nothing { Vec::new() } else { parts };
            Landing { carriage, relation, parts }
        };
        match skill {
            Some(skill) => {
                let map = self.crosswalk.skills.iter().find(|map| map.from == skill)?;
                let known = map.to.iter().filter(|id| self.new.skill(id).is_some());
                Some(landing(map.relation, known.map(String::as_str).collect()))
            }
            None => {
                let map = self.crosswalk.tasks.iter().find(|map| map.from == task)?;
                let known = map.to.iter().filter(|id| self.new.task(id).is_some());
                Some(landing(map.relation, known.map(String::as_str).collect()))
            }
        }
    }

    /// The domains of a landing by place, each with its share of the weight.
    pub fn domains(&self, landing: &Landing<'_>) -> Vec<(usize, f64)> {
        let of = |part: &&str| {
            self.new.domains.iter().position(|domain| {
                domain.tasks.iter().any(|task| task.id == *part || task.skills.iter().any(|s| s.id == *part))
            })
        };
        let mut places: Vec<usize> = landing.parts.iter().filter_map(of).collect();
        places.sort_unstable();
        places.dedup();
        let share = landing.carriage.weight() / places.len().max(1) as f64;
        places.into_iter().map(|place| (place, share)).collect()
    }

    /// Each skill of the new outline, with how much of it carries over.
    pub fn skills(&self) -> BTreeMap<&'p str, Carriage> {
        let mut carried: BTreeMap<&str, Carriage> =
            self.new.skills().map(|skill| (skill.id.as_str(), Carriage::Nothing)).collect();
        for map in &self.crosswalk.skills {
            let carriage = Carriage::of(map.relation);
            for id in &map.to {
                carried.entry(id).and_modify(|known| *known = (*known).max(carriage));
            }
        }
        carried
    }

    /// How many skills of the new outline carry so much.
    pub fn count(&self, carriage: Carriage) -> usize {
        self.skills().values().filter(|known| **known == carriage).count()
    }

    /// How much of some skills carries: all, a part, or nothing of any.
    pub fn of_skills<'s>(&self, skills: impl IntoIterator<Item = &'s str>) -> Option<Carriage> {
        let known = self.skills();
        let all: Vec<Carriage> = skills.into_iter().filter_map(|id| known.get(id).copied()).collect();
        let (least, most) = (all.iter().min()?, all.iter().max()?);
        Some(match (least, most) {
            (Carriage::Whole, _) => Carriage::Whole,
            (_, Carriage::Nothing) => Carriage::Nothing,
            _ => Carriage::InPart,
        })
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;

    const FILES: [(&str, &str); 3] = [
        ("outlines/SOA-C02.toml", include_str!("../../../programmes/cloudops/outlines/SOA-C02.toml")),
        ("outlines/SOA-C03.toml", include_str!("../../../programmes/cloudops/outlines/SOA-C03.toml")),
        (
            "crosswalks/SOA-C02--SOA-C03.toml",
            include_str!("../../../programmes/cloudops/crosswalks/SOA-C02--SOA-C03.toml"),
        ),
    ];

    fn cloudops() -> Programme {
        let files = FILES.map(|(path, text)| SourceFile::new(path, text));
        assay_programme::parse(&files).0
    }

    #[test]
    fn of_the_new_outline_23_skills_carry_whole_26_in_part_and_4_are_new() {
        let programme = cloudops();
        let over = CarryOver::between(&programme, "SOA-C02", "SOA-C03").unwrap();
        let counts = [Carriage::Whole, Carriage::InPart, Carriage::Nothing].map(|one| over.count(one));
        assert_eq!(counts, [23, 26, 4]);
        let skills = over.skills();
        let new: Vec<&str> =
            skills.iter().filter(|(_, how)| **how == Carriage::Nothing).map(|(id, _)| *id).collect();
        assert_eq!(new, ["1.3.4", "3.1.6", "5.1.4", "5.3.5"]);
        assert!(CarryOver::between(&programme, "SOA-C03", "SOA-C02").is_none(), "there is no way back");
    }

    #[test]
    fn of_the_old_outline_23_skills_say_all_36_half_and_6_nothing() {
        let programme = cloudops();
        let over = CarryOver::between(&programme, "SOA-C02", "SOA-C03").unwrap();
        let mut counts: BTreeMap<Carriage, usize> = BTreeMap::new();
        for task in over.old.tasks() {
            for skill in &task.skills {
                let landing = over.landing(&task.id, Some(&skill.id)).unwrap();
                let domains = over.domains(&landing);
                let weight: f64 = domains.iter().map(|(_, share)| share).sum();
                assert!((weight - landing.carriage.weight()).abs() < 1e-12, "{}: {domains:?}", skill.id);
                *counts.entry(landing.carriage).or_default() += 1;
            }
        }
        assert_eq!(counts.into_values().collect::<Vec<_>>(), [6, 36, 23], "nothing, in part, whole");
    }

    #[test]
    fn an_item_without_a_skill_goes_by_its_task_and_an_unknown_one_nowhere() {
        let programme = cloudops();
        let over = CarryOver::between(&programme, "SOA-C02", "SOA-C03").unwrap();
        let landing = over.landing("1.1", None).unwrap();
        assert_eq!((landing.carriage, landing.parts.as_slice()), (Carriage::Whole, &["1.1"][..]));
        assert_eq!(over.domains(&landing), [(0, 1.0)]);
        assert!(over.landing("9.9", None).is_none() && over.landing("1.1", Some("9.9.9")).is_none());
        assert_eq!(over.of_skills(["1.3.4", "3.1.6"]), Some(Carriage::Nothing));
        assert_eq!(over.of_skills([]), None);
    }
}
