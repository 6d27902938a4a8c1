//! The way: pre-conditions before, branch rules behind, forward only.

use std::ops::Range;

use super::{BranchTarget, SectionStay, TestItemState, TestPart, TestRun};
use crate::process::ProcessError;

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestStep {
    /// This item of a linear part.
    Item(usize),
    /// All items of a nonlinear part, in any order.
    Part(Range<usize>),
    /// The test is over.
    End,
}

impl<'t> TestRun<'t> {
    /// Goes on: after the start, an item of a linear part, a nonlinear part.
    ///
    /// # Errors
    /// A rule went past the engine's limits.
    pub fn advance(&mut self) -> Result<TestStep, ProcessError> {
        if let Some(current) = self.current.take() {
            let Some(item) = self.items.get(current) else { return Ok(TestStep::End) };
            let (reference, sections) = (item.reference, item.planned.sections.clone());
            if let Some(target) = self.branch(&reference.passage.branch_rules)? {
                self.jump(&target, &sections);
            }
        }
        loop {
            let (Some(part), Some(range)) =
                (self.test.parts.get(self.part), self.ranges.get(self.part).cloned())
            else {
                return Ok(TestStep::End);
            };
            if !self.is_in_part {
                if !self.holds(&part.passage.pre_conditions)? {
                    self.part += 1;
                    continue;
                }
                self.is_in_part = true;
                self.cursor = range.start;
                if !part.is_linear {
                    self.cursor = range.end;
                    self.present(range.clone());
                    return Ok(TestStep::Part(range));
                }
            }
            if part.is_linear && self.leave_sections(&range)? {
                continue;
            }
            if self.cursor >= range.end {
                self.leave_part(part)?;
                continue;
            }
            if self.may_enter()? {
                let index = self.cursor;
                self.cursor += 1;
                self.current = Some(index);
                self.present(index..index + 1);
                return Ok(TestStep::Item(index));
            }
        }
    }

    fn present(&mut self, range: Range<usize>) {
        for item in self.items.get_mut(range).unwrap_or_default() {
            item.is_presented = true;
        }
    }

    /// Whether the item at the cursor is shown; else the cursor goes on.
    fn may_enter(&mut self) -> Result<bool, ProcessError> {
        let Some(item) = self.items.get(self.cursor) else { return Ok(false) };
        let (reference, sections) = (item.reference, item.planned.sections.clone());
        for stay in &sections {
            if self.passed_over.contains(stay) {
                self.cursor += 1;
                return Ok(false);
            }
            if self.entered.contains(stay) {
                continue;
            }
            let section = self.sections.get(stay.identifier.as_str()).copied();
            if section.is_some_and(|section| !section.passage.pre_conditions.is_empty()) {
                let conditions = section.map_or(&[][..], |section| &section.passage.pre_conditions);
                if !self.holds(conditions)? {
                    self.passed_over.push(stay.clone());
                    self.cursor += 1;
                    return Ok(false);
                }
            }
            self.entered.push(stay.clone());
        }
        let holds = self.holds(&reference.passage.pre_conditions)?;
        if !holds {
            self.cursor += 1;
        }
        Ok(holds)
    }

    /// Leaves sections of which no item comes any more; whether a rule of theirs led elsewhere.
    fn leave_sections(&mut self, range: &Range<usize>) -> Result<bool, ProcessError> {
        while let Some(stay) = self.entered.last().cloned() {
            if self.comes(&stay, range) {
                return Ok(false);
            }
            self.entered.pop();
            let Some(section) = self.sections.get(stay.identifier.as_str()).copied() else { continue };
            if let Some(target) = self.branch(&section.passage.branch_rules)? {
                let around = self.entered.clone();
                self.jump(&target, &around);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an item of that stay is at the cursor or behind it.
    fn comes(&self, stay: &SectionStay, range: &Range<usize>) -> bool {
        let rest = self.items.get(self.cursor..range.end).unwrap_or_default();
        rest.iter().any(|item| item.planned.sections.contains(stay))
    }

    fn leave_part(&mut self, part: &'t TestPart) -> Result<(), ProcessError> {
        self.entered.clear();
        self.passed_over.clear();
        self.is_in_part = false;
        if part.is_simultaneous {
            self.process()?;
        }
        let next = match self.branch(&part.passage.branch_rules)? {
            Some(BranchTarget::ExitTest) => self.test.parts.len(),
            Some(BranchTarget::To(name)) => {
                let rest = self.test.parts.iter().enumerate().skip(self.part + 1);
                let found = rest.filter(|(_, part)| part.identifier == name).map(|(index, _)| index).next();
                found.unwrap_or(self.part + 1)
            }
            Some(BranchTarget::ExitTestPart | BranchTarget::ExitSection) | None => self.part + 1,
        };
        self.part = next;
        Ok(())
    }

    /// Moves the cursor forward; a target that nothing behind it has is passed over.
    fn jump(&mut self, target: &BranchTarget, sections: &[SectionStay]) {
        let end = self.ranges.get(self.part).map_or(0, |range| range.end);
        let rest = || self.cursor..end;
        let at = |index: usize| self.items.get(index);
        let found = match target {
            BranchTarget::ExitTest => {
                self.part = self.test.parts.len();
                return;
            }
            BranchTarget::ExitTestPart => Some(end),
            BranchTarget::ExitSection => {
                let Some(left) = sections.last() else { return };
                let is_outside = |item: &TestItemState<'_>| !item.planned.sections.contains(left);
                Some(rest().find(|index| at(*index).is_some_and(is_outside)).unwrap_or(end))
            }
            BranchTarget::To(name) => {
                let is_it = |item: &TestItemState<'_>| {
                    let mut stays = item.planned.sections.iter();
                    item.reference.identifier == *name
                        || stays.any(|stay| stay.identifier == *name && !self.entered.contains(stay))
                };
                rest().find(|index| at(*index).is_some_and(is_it))
            }
        };
        let Some(found) = found else { return };
        self.cursor = found;
        // Sections that were jumped out of are left without their own rules: the jump decides.
        let ahead: Vec<SectionStay> = self
            .items
            .get(found..end)
            .unwrap_or_default()
            .iter()
            .flat_map(|item| item.planned.sections.clone())
            .collect();
        self.entered.retain(|stay| ahead.contains(stay));
    }
}
