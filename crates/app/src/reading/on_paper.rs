//! A form as it is printed: what may be delivered of its items, and a mark of their wording.

use std::collections::BTreeMap;

use assay_assessment::form::{FormItem, Purpose};
use assay_bank::{BankItem, DeliveryItem};
use assay_programme::model::Programme;

use super::files::sha256;
use crate::vault::{ItemMedium, Media};

/// Letters of the mark that people compare by eye: of forms of one body no two are the same by chance.
const MARK_CHARS: usize = 12;

/// A form to be printed, without its keys.
#[derive(Clone, Debug)]
pub struct FormOnPaper {
    /// Whose exam it is.
    pub issuer: String,
    /// The exam version's title.
    pub title: String,
    /// The exam version's code.
    pub exam: String,
    /// The form's name.
    pub form: String,
    /// Which wording of which items, in which order.
    pub mark: String,
    /// Testing time in minutes.
    pub minutes: Option<u32>,
    /// What kind of demonstration it is; empty for none.
    pub notice: String,
    /// The questions, in the order of the form.
    pub questions: Vec<DeliveryItem>,
    /// The names of their items, in the same order.
    pub names: Vec<String>,
    /// Pictures that they show, by place and by the name that the question has for it.
    pub pictures: BTreeMap<(u32, String), ItemMedium>,
}

impl FormOnPaper {
    /// Of a form by its items; none where one of them is not in the bank, or nobody can be given it.
    pub(crate) fn of(
        (exam, form): (&str, &str),
        items: &[FormItem],
        programme: &Programme,
        (bank, media): (&BTreeMap<String, BankItem>, &Media),
    ) -> Option<Self> {
        let version = programme.exam(exam)?;
        let of = |entry: &FormItem| bank.get(&entry.item).filter(|item| item.unfit().is_none());
        let known: Vec<&BankItem> = items.iter().map(of).collect::<Option<_>>()?;
        let of_item = |(position, item): (u32, &&BankItem)| {
            let shown = item.asked_media().into_iter();
            let shown = shown.filter_map(|name| Some(((position, name.clone()), media.asked(item, &name)?)));
            shown.collect::<Vec<_>>()
        };
        let pictures = (1..).zip(&known).flat_map(of_item).collect();
        let questions = (1..).zip(&known).map(|(position, item)| DeliveryItem::as_written(item, position));
        Some(FormOnPaper {
            issuer: programme.body.name.clone(),
            title: version.title.clone(),
            exam: exam.to_owned(),
            form: form.to_owned(),
            mark: mark(items.iter().zip(known.iter().copied())),
            minutes: (version.time_limit_min > 0).then_some(version.time_limit_min),
            notice: programme.demonstration.clone().unwrap_or_default(),
            questions: questions.collect(),
            names: items.iter().map(|entry| entry.item.clone()).collect(),
            pictures,
        })
    }
}

/// Changes with any item's content, with what it is on the form for, and with the order.
pub(crate) fn mark<'i>(items: impl Iterator<Item = (&'i FormItem, &'i BankItem)>) -> String {
    let purpose = |entry: &FormItem| match entry.purpose {
        Purpose::Scored => "scored",
        Purpose::Pretest => "pretest",
    };
    let line = |(entry, item): (&FormItem, &BankItem)| {
        format!("{}\t{}\t{}\n", entry.item, purpose(entry), item.version.as_str())
    };
    sha256(items.map(line).collect::<String>().as_bytes()).chars().take(MARK_CHARS).collect()
}
