//! The loss report: what each resource became, before anything is written.

use std::collections::BTreeMap;

use super::{EntryName, ImportedContent, ImportedResource, PackageImport, ResourceKind};
use crate::remark::{Remarks, Weight};

/// What became of a resource, for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// Everything is read and kept.
    Whole,
    /// Something is not; the remarks say what.
    WithLoss,
    /// Nothing of it can be used.
    NotImported,
}

/// One line of a loss report.
///
/// Which resource, which constructs, what became of them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ResourceReport {
    /// Its number in the package.
    pub index: usize,
    /// Its name in the manifest.
    pub identifier: String,
    /// Its file.
    pub file: Option<EntryName>,
    /// What the manifest says it is.
    pub kind: ResourceKind,
    /// For people, where it has one.
    pub title: Option<String>,
    /// In one word.
    pub became: Became,
    /// Construct by construct.
    #[serde(flatten)]
    pub remarks: Remarks,
}

impl ImportedResource {
    /// What became of it, without the content.
    pub fn report(&self) -> ResourceReport {
        let title = match &self.content {
            ImportedContent::Item(item) => Some(item.title.clone()),
            ImportedContent::Test(test) => Some(test.title.clone()),
            ImportedContent::Section(section) => Some(section.title.clone()),
            ImportedContent::Stimulus(stimulus) => Some(stimulus.title.clone()),
            _ => None,
        };
        ResourceReport {
            index: self.index,
            identifier: self.identifier.clone(),
            file: self.name.clone(),
            kind: self.kind,
            title,
            became: self.became(),
            remarks: self.remarks.clone(),
        }
    }

    /// What became of it, in one word.
    pub fn became(&self) -> Became {
        let worst = self.remarks.remarks.iter().map(|remark| remark.weight).max();
        match (&self.content, worst) {
            (ImportedContent::Nothing, _) | (_, Some(Weight::Error)) => Became::NotImported,
            (_, Some(Weight::Loss)) => Became::WithLoss,
            (_, Some(Weight::Lenient) | None) => Became::Whole,
        }
    }
}

/// What a whole package becomes, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LossReport {
    /// Of the package and its manifest.
    pub package: Remarks,
    /// How many resources became what.
    pub counts: BTreeMap<Became, usize>,
    /// Those with something to know; the others are only counted.
    pub resources: Vec<ResourceReport>,
}

impl LossReport {
    /// Reads a package through and keeps what there is to know.
    pub fn of(package: &PackageImport<'_>) -> Self {
        let mut report = LossReport { package: package.remarks().clone(), ..LossReport::default() };
        for resource in package.from(0) {
            report.add(&resource);
        }
        report
    }

    /// Takes in one resource.
    pub fn add(&mut self, resource: &ImportedResource) {
        *self.counts.entry(resource.became()).or_default() += 1;
        if !resource.remarks.remarks.is_empty() || resource.content == ImportedContent::Nothing {
            self.resources.push(resource.report());
        }
    }
}
