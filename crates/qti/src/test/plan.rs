//! Which items one candidate gets, and in which order, by test and seed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AssessmentSection, AssessmentTest, SectionNode};
use crate::process::SeededChance;

/// Numbers of one seed for this purpose alone.
const PURPOSE: u64 = u64::from_be_bytes(*b"qti-plan");
/// Items of one test: a selection with replacement can ask for any number.
const ITEMS_MAX: usize = 20_000;

/// The items of one candidate's test.
///
/// It never changes while the test runs (QTI 3.0, 2.3.3): what is passed over is still a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestPlan {
    /// As in the test.
    pub parts: Vec<PlannedPart>,
}

/// One part with its items in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPart {
    /// The part's name.
    pub identifier: String,
    /// In order.
    pub items: Vec<PlannedItem>,
}

/// One item that was selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedItem {
    /// The name of its reference.
    pub identifier: String,
    /// From 1; more where it was selected several times.
    pub instance: u32,
    /// The sections around it, outermost first.
    pub sections: Vec<SectionStay>,
}

/// One stay in a section; a section that was selected twice has two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SectionStay {
    /// The section's name.
    pub identifier: String,
    /// From 1.
    pub instance: u32,
}

/// A test that asks for more items than any test has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the test selects more than {ITEMS_MAX} items")]
pub struct TestPlanTooLarge;

impl TestPlan {
    /// Selects and orders.
    ///
    /// # Errors
    /// More items than any test has.
    pub fn draw(test: &AssessmentTest, seed: u64) -> Result<Self, TestPlanTooLarge> {
        let mut drawing = Drawing {
            chance: SeededChance::new(seed, PURPOSE),
            drawn: 0,
            stays: BTreeMap::new(),
            path: Vec::new(),
        };
        let mut plan = TestPlan::default();
        for part in &test.parts {
            let blocks = drawing.nodes(&part.sections.iter().collect::<Vec<_>>())?;
            let items = blocks.into_iter().flat_map(|block| block.items).collect();
            plan.parts.push(PlannedPart { identifier: part.identifier.clone(), items });
        }
        let mut instances: BTreeMap<String, u32> = BTreeMap::new();
        for item in plan.parts.iter_mut().flat_map(|part| &mut part.items) {
            let instance = instances.entry(item.identifier.clone()).or_default();
            *instance += 1;
            item.instance = *instance;
        }
        Ok(plan)
    }

    /// All items of all parts.
    pub fn items(&self) -> impl Iterator<Item = &PlannedItem> {
        self.parts.iter().flat_map(|part| &part.items)
    }
}

/// What stays together when it is shuffled.
struct Block {
    items: Vec<PlannedItem>,
    is_fixed: bool,
}

struct Drawing {
    chance: SeededChance,
    drawn: usize,
    stays: BTreeMap<String, u32>,
    path: Vec<SectionStay>,
}

impl Drawing {
    /// Nodes in their order as blocks.
    ///
    /// An invisible section that need not stay together is one for each child.
    fn nodes(&mut self, nodes: &[&SectionNode]) -> Result<Vec<Block>, TestPlanTooLarge> {
        let mut blocks = Vec::new();
        for node in nodes {
            self.drawn += 1;
            if self.drawn > ITEMS_MAX {
                return Err(TestPlanTooLarge);
            }
            match node {
                SectionNode::Item(item) => {
                    let identifier = item.identifier.clone();
                    let planned = PlannedItem { identifier, instance: 1, sections: self.path.clone() };
                    blocks.push(Block { items: vec![planned], is_fixed: item.is_fixed });
                }
                SectionNode::Section(section) => {
                    let inner = self.section(section)?;
                    if section.is_visible || section.keep_together || section.is_fixed {
                        let items = inner.into_iter().flat_map(|block| block.items).collect();
                        blocks.push(Block { items, is_fixed: section.is_fixed });
                    } else {
                        blocks.extend(inner);
                    }
                }
                SectionNode::SectionRef(_) | SectionNode::Include(_) => {}
            }
        }
        Ok(blocks)
    }

    fn section(&mut self, section: &AssessmentSection) -> Result<Vec<Block>, TestPlanTooLarge> {
        let instance = self.stays.entry(section.identifier.clone()).or_default();
        *instance += 1;
        self.path.push(SectionStay { identifier: section.identifier.clone(), instance: *instance });
        let chosen = self.select(section)?;
        let mut blocks = self.nodes(&chosen)?;
        self.path.pop();
        if section.ordering.as_ref().is_some_and(|ordering| ordering.is_shuffled) {
            self.shuffle(&mut blocks);
        }
        Ok(blocks)
    }

    /// The children that are taken, in the file's order.
    ///
    /// What is required is always taken, even where that is more than is asked for.
    fn select<'s>(
        &mut self,
        section: &'s AssessmentSection,
    ) -> Result<Vec<&'s SectionNode>, TestPlanTooLarge> {
        let children = &section.children;
        let Some(selection) = &section.selection else { return Ok(children.iter().collect()) };
        let select = usize::try_from(selection.select).unwrap_or(usize::MAX);
        let (mut taken, mut free): (Vec<usize>, Vec<usize>) =
            (0..children.len()).partition(|index| children.get(*index).is_some_and(SectionNode::is_required));
        if selection.with_replacement {
            if select > ITEMS_MAX {
                return Err(TestPlanTooLarge);
            }
            while taken.len() < select && !children.is_empty() {
                taken.push(self.below(children.len()));
            }
        } else {
            while taken.len() < select && !free.is_empty() {
                let index = self.below(free.len());
                taken.push(free.swap_remove(index));
            }
        }
        taken.sort_unstable();
        Ok(taken.into_iter().filter_map(|index| children.get(index)).collect())
    }

    /// Shuffles what is not fixed among its own places (Fisher and Yates).
    fn shuffle(&mut self, blocks: &mut [Block]) {
        let places: Vec<usize> =
            blocks.iter().enumerate().filter(|(_, block)| !block.is_fixed).map(|(index, _)| index).collect();
        for last in (1..places.len()).rev() {
            let other = self.below(last + 1);
            if let (Some(one), Some(other)) = (places.get(last), places.get(other)) {
                blocks.swap(*one, *other);
            }
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.chance.below(limit as u64)).unwrap_or_default()
    }
}
