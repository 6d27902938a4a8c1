//! The bank of an exam version comes out of the programme's files into work.

use std::collections::BTreeMap;

use assay_assessment::form::{Purpose, parse_form};
use assay_bank::work::{ItemCommand, ItemId, ItemPool, ItemState};
use assay_kernel::{Arg, Said, source::SourceFile};
use assay_store::{StoreError, Unit, statement::item_desk};

use super::{
    Items,
    content::{Content, FileBody, ItemFile, WrittenItem},
    held::made,
    release::SETS,
    rules::TakeIn,
};
use crate::{
    AppError, Asking, FieldFault, Files,
    deed::{Deed, Why},
    reading::off_the_loop,
};

/// Items that come into work at once; ten times the largest bank that is known.
const TAKEN_MAX: usize = 5_000;

/// What came into work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Items of the examination.
    pub exam: usize,
    /// Items to practise with.
    pub practice: usize,
}

/// An item as it stands in a programme's files.
struct FoundItem {
    pool: ItemPool,
    slug: String,
    state: ItemState,
    content: Content,
}

impl Items {
    /// Takes the bank and the practice items of an exam version into work: each becomes an item, version 1,
    /// as it stands in the programme in force. From then on the data own them.
    ///
    /// # Errors
    /// Neither bank manager nor the command line; `NotFound` for an unknown exam version; `Invalid` where
    /// there is nothing, or it is in work already; or the store failed.
    pub async fn take_in(&self, asking: &Asking, exam: &str, why: &Why) -> Result<TakenIn, AppError> {
        let permit = asking.permit::<TakeIn>()?;
        asking.programme.exam(exam).ok_or(AppError::NotFound)?;
        let store = self.shelf.under(&permit);
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
        if store.owned_exams().await?.iter().any(|owned| owned.exam == exam) {
            return invalid(format!("The bank of {exam} is in work already."));
        }
        let files = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        let (programme, code) = (asking.programme.clone(), exam.to_owned());
        let found = off_the_loop(move || found_of(&files, &programme.programme, &code)).await?;
        if found.is_empty() {
            return invalid(format!("The programme in force has no items of {exam}."));
        }
        if found.len() > TAKEN_MAX {
            return invalid(format!("Take at most {TAKEN_MAX} items into work at once."));
        }
        let (mut unit, mut taken) = (Unit::new(), TakenIn::default());
        for one in found {
            match one.pool {
                ItemPool::Exam => taken.exam += 1,
                ItemPool::Practice => taken.practice += 1,
            }
            let command = ItemCommand::Take { marks: one.content.read.marks.clone(), state: one.state };
            let id = self.fresh(asking, one.pool);
            unit.append(made(asking, id, exam, &one.slug, command, one.content)?.unit()?);
        }
        if let Some(person) = asking.actor.person() {
            unit.run(item_desk::seen(*person, exam, "manages", asking.ms()));
        }
        let many = u64::try_from(taken.exam + taken.practice).unwrap_or_default();
        let did = Said::of("did.bank-taken-in").with("exam", Arg::text(exam)).with("n", many);
        let deed = Deed::of(&did)?.to(exam).because(why);
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done.map(|()| taken)?),
        }
    }

    /// A new id in a pool.
    pub(super) fn fresh(&self, asking: &Asking, pool: ItemPool) -> ItemId {
        match pool {
            ItemPool::Exam => ItemId::Exam(self.mint.id(asking.at)),
            ItemPool::Practice => ItemId::Practice(self.mint.id(asking.at)),
        }
    }
}

/// Every item of an exam version among a programme's files, each as its use shows.
fn found_of(files: &Files, programme: &assay_programme::model::Programme, exam: &str) -> Vec<FoundItem> {
    let uses = uses_of(files, exam);
    let mut found = Vec::new();
    for pool in ItemPool::ALL {
        let folder = format!("{}/{exam}/", pool.folder());
        let of_exam = beside(files, &folder);
        let toml = files.texts.iter().filter(|file| file.path.ends_with(".toml"));
        for file in toml.filter(|file| file.path.starts_with(&folder) && !file.path.starts_with(SETS)) {
            let slug = file.stem().to_owned();
            // An item with files beside it may have a folder of its own.
            let own = file.path.rsplit_once('/').map(|(own, _)| format!("{own}/")).unwrap_or_default();
            let beside = if own == folder { of_exam.clone() } else { beside(files, &own) };
            let draft = WrittenItem { text: file.text.clone(), beside };
            let content = Content::read(programme, pool, exam, &slug, draft);
            let state = match pool {
                ItemPool::Exam => uses.get(&slug).copied().unwrap_or(ItemState::Accepted),
                ItemPool::Practice => ItemState::Accepted,
            };
            found.push(FoundItem { pool, slug, state, content });
        }
    }
    found
}

/// What may stand beside items of a folder.
fn beside(files: &Files, folder: &str) -> Vec<ItemFile> {
    let name = |path: &str| path.strip_prefix(folder).map(str::to_owned);
    let texts = files.texts.iter().filter(|file| !file.path.ends_with(".toml")).filter_map(|file| {
        let body = FileBody::Text(file.text.clone());
        name(&file.path).map(|name| ItemFile { name, body })
    });
    let pictures = files.artwork.iter().filter_map(|art| {
        let body = FileBody::Bytes(art.bytes.clone());
        name(&art.path).map(|name| ItemFile { name, body })
    });
    texts.chain(pictures).collect()
}

/// How items are used on forms: one that counts on any of them counts.
fn uses_of(files: &Files, exam: &str) -> BTreeMap<String, ItemState> {
    let mut uses = BTreeMap::new();
    let is_form = |file: &&SourceFile| file.path.starts_with("forms/") && file.path.ends_with(".toml");
    for file in files.texts.iter().filter(is_form) {
        let (form, _) = parse_form(file);
        for entry in form.items.iter().filter(|_| form.exam == exam) {
            let state = match entry.purpose {
                Purpose::Scored => ItemState::Scored,
                Purpose::Pretest => ItemState::Pretest,
            };
            let known = uses.entry(entry.item.clone()).or_insert(state);
            *known = (*known).max(state);
        }
    }
    uses
}
