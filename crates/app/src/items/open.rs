//! An item, opened: what it asks, how it came to be so, and what was said of it.

use assay_bank::{
    AuthoredItem, BankItem, DeliveryItem,
    lint::LintLists,
    work::{Doer, Happened, ItemId, ItemState, ReviewRules},
};
use assay_kernel::Role;
use assay_store::{Reads, StoreError};
use assay_words::InEnglish;
use similar::{ChangeTag, TextDiff};

use super::{
    Items,
    content::{Content, FileBody, ItemFile, draft_of},
    found::found_in,
    held::{HeldItem, held, manages},
    list::{has_role, is_own},
    rules::{
        AnswerItem, AssignItem, CommentItem, DecideItem, LeaseItem, MoveItem, RetireItem, SeeItem, UseItem,
        WriteItem,
    },
    said::said_of,
    second::second_reads_at,
    view::{
        CommentView, DifferenceLine, FileDifferenceView, HistoryView, ItemCan, ItemLine, ItemNames,
        ItemParts, ItemVersionLine, ItemVersionView, LineChange, OpenVersion, OpenedItem, OptionPart,
        ReviewerView,
    },
};
use crate::{AppError, Asking, ItemMedium};

impl Items {
    /// An item with its latest version, or another one.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none for whoever asks; or the store failed.
    pub async fn item(
        &self,
        asking: &Asking,
        id: ItemId,
        version: Option<u32>,
    ) -> Result<OpenedItem, AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        let store = self.shelf.under(&permit);
        let number = version.unwrap_or_else(|| item.work.latest().map_or(1, |latest| latest.number));
        let rows = store.item_versions(id).await?;
        let shown = self.shown(asking, store, &item, number).await?;
        let names = ItemNames(store.names_at_item(id).await?.into_iter().collect());
        let versions = item.work.versions.iter().rev().map(|one| ItemVersionLine {
            number: one.number,
            by: names.of(one.by),
            at: one.at,
            why: rows
                .iter()
                .find(|row| row.number == i64::from(one.number))
                .map(|row| row.why.clone())
                .unwrap_or_default(),
            state: one.state,
            is_live: item.work.live == Some(one.number),
            mark: one.marks.mark.clone(),
        });
        let rules = ReviewRules::of(item.pool());
        let whole = sees_keys(asking, &item);
        let (second_of_bank, second) = second_reads_at(store, &item, number).await?;
        Ok(OpenedItem {
            second_of_bank,
            second,
            line: ItemLine::of(&item.record),
            seq: item.work.seq,
            versions: versions.collect(),
            history: history(&item.events, &names, whole),
            comments: comments(asking, &item, &names, whole),
            reviewers: reviewers(asking, &item, number, &names, whole),
            wanted: rules.reviewers,
            rubric: rules.rubric,
            can: can(asking, &item),
            shown,
        })
    }

    async fn shown(
        &self,
        asking: &Asking,
        store: &Reads,
        item: &HeldItem,
        number: u32,
    ) -> Result<ItemVersionView, AppError> {
        let version = item.work.version(number).ok_or(AppError::NotFound)?;
        let content = content_of(asking, store, item, number).await?;
        let bank = &content.read.item_ref();
        // Who has not answered yet sees the latest version alone, and no key.
        let sees = sees_keys(asking, item);
        if !sees && item.work.latest().is_some_and(|latest| latest.number != number) {
            return Err(AppError::NotFound);
        }
        let seed = seed_of(asking, &version.marks.mark);
        Ok(ItemVersionView {
            number,
            state: version.state,
            preview: DeliveryItem::of(bank, 1, seed),
            unfit: bank.unfit().map(str::to_owned),
            open: sees.then(|| opened(&item.record.slug, content, &asking.programme.lists)),
        })
    }

    /// What differs between two versions, file by file.
    ///
    /// # Errors
    /// `NotFound`, for whoever has not answered it too; or the store failed.
    pub async fn differences(
        &self,
        asking: &Asking,
        id: ItemId,
        from: u32,
        to: u32,
    ) -> Result<Vec<FileDifferenceView>, AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        if !sees_keys(asking, &item) {
            return Err(AppError::NotFound);
        }
        let store = self.shelf.under(&permit);
        let (before, after) = (files_of(store, id, from).await?, files_of(store, id, to).await?);
        if before.is_empty() || after.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut names: Vec<&String> = before.iter().chain(&after).map(|file| &file.name).collect();
        names.sort();
        names.dedup();
        let of = |files: &'_ [ItemFile], name: &str| files.iter().find(|file| file.name == name).cloned();
        let changed = names.into_iter().filter_map(|name| {
            let (old, new) = (of(&before, name), of(&after, name));
            (old != new).then(|| FileDifferenceView { name: name.clone(), lines: lines(old, new) })
        });
        Ok(changed.collect())
    }

    /// A picture that a version shows.
    ///
    /// # Errors
    /// `NotFound`; or the store failed.
    pub async fn item_medium(
        &self,
        asking: &Asking,
        id: ItemId,
        version: u32,
        name: &str,
    ) -> Result<ItemMedium, AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        item.work.version(version).ok_or(AppError::NotFound)?;
        let content = content_of(asking, self.shelf.under(&permit), &item, version).await?;
        let is_latest = item.work.latest().is_some_and(|latest| latest.number == version);
        // Who has not answered yet sees what the latest version asks, and no picture of a rationale.
        let shows = match sees_keys(asking, &item) {
            true => content.read.item_ref().kept().contains(name),
            false => is_latest && content.read.item_ref().asked_media().contains(name),
        };
        let file = content.files.into_iter().find(|file| file.name == name).filter(|_| shows);
        match file.map(|file| file.body) {
            Some(FileBody::Bytes(bytes)) => ItemMedium::of(name, &bytes).ok_or(AppError::NotFound),
            Some(FileBody::Text(text)) => ItemMedium::of(name, text.as_bytes()).ok_or(AppError::NotFound),
            None => Err(AppError::NotFound),
        }
    }
}

/// The files of a version.
pub(super) async fn files_of(store: &Reads, id: ItemId, number: u32) -> Result<Vec<ItemFile>, AppError> {
    let records = store.item_files(id, number.into()).await?;
    records.into_iter().map(ItemFile::of_kept).collect()
}

/// What a version holds.
pub(super) async fn content_of(
    asking: &Asking,
    store: &Reads,
    item: &HeldItem,
    number: u32,
) -> Result<Content, AppError> {
    let record = &item.record;
    let files = files_of(store, record.id, number).await?;
    if files.is_empty() {
        let gone = StoreError::Corrupt(format!("version {number} of {} has no files", record.id));
        return Err(gone.into());
    }
    let (draft, programme) = (draft_of(&record.slug, files), &asking.programme.programme);
    Ok(Content::read(programme, item.pool(), &record.exam, &record.slug, draft))
}

/// Whether whoever asks may see the key of the latest version, and everything else.
pub(super) fn sees_keys(asking: &Asking, item: &HeldItem) -> bool {
    let has_answered =
        |person: &assay_kernel::PersonId| item.work.is_author(*person) || item.work.has_answered(*person);
    manages(asking) || asking.actor.person().is_some_and(has_answered)
}

/// In which order somebody is shown options: theirs, and the same at every look.
pub(super) fn seed_of(asking: &Asking, mark: &str) -> u64 {
    let who = asking.actor.person().map(ToString::to_string).unwrap_or_default();
    let digest = crate::reading::sha256(format!("{mark} {who}").as_bytes());
    u64::from_str_radix(digest.get(..16).unwrap_or_default(), 16).unwrap_or_default()
}

fn opened(slug: &str, content: Content, lists: &LintLists) -> OpenVersion {
    let parts = content.read.authored.as_ref().map(parts_of);
    let reasons = content.read.item_ref().rationales();
    let faults = found_in(&content, lists);
    let draft = draft_of(slug, content.files);
    OpenVersion { text: draft.text, beside: draft.beside, parts, reasons, faults }
}

pub(super) fn parts_of(item: &AuthoredItem) -> ItemParts {
    let meta = &item.meta;
    let level = match meta.level {
        assay_bank::CognitiveLevel::Remember => "remember",
        assay_bank::CognitiveLevel::Apply => "apply",
        assay_bank::CognitiveLevel::Analyse => "analyse",
    };
    let option = |option: &assay_bank::OptionText| OptionPart {
        id: option.id.clone(),
        text: option.text.clone(),
        rationale: option.rationale.clone(),
        is_key: item.key.contains(&option.id),
    };
    ItemParts {
        task: meta.task.clone(),
        skill: meta.skill.clone().unwrap_or_default(),
        is_multiple: item.kind == assay_bank::ItemKind::MultipleResponse,
        stem: item.stem.clone(),
        options: item.options.iter().map(option).collect(),
        level: level.to_owned(),
        difficulty: meta.difficulty,
        time_s: meta.time_s,
        tags: meta.tags.clone(),
        artefact: meta.artefact.map_or("", assay_bank::Artefact::as_str).to_owned(),
        enemies: meta.enemies.clone(),
        source_title: meta.source.title.clone(),
        source_url: meta.source.url.clone(),
        source_read: meta.source.read,
        source_unread: meta.source.unread,
        note: meta.note.clone(),
        media: item.media.clone(),
        stimulus: item.stimulus.clone().unwrap_or_default(),
        language: item.language.clone().unwrap_or_default(),
        translations: item.translations.clone(),
    }
}

/// What was answered, decided and settled in it tells the key, so it is for those who know that.
fn history(events: &[Happened], names: &ItemNames, whole: bool) -> Vec<HistoryView> {
    let line = |(seq, one): (u32, &Happened)| HistoryView {
        seq,
        by: names.of(one.by),
        at: one.at,
        word: one.event.word(),
        text: said_of(&one.event, names).text(),
    };
    let all = (1_u32..).zip(events).map(line);
    let told = all.filter(|line| whole || !matches!(line.word, "decided" | "rejected" | "answer-settled"));
    let mut told: Vec<HistoryView> = told.collect();
    told.reverse();
    told
}

fn comments(asking: &Asking, item: &HeldItem, names: &ItemNames, whole: bool) -> Vec<CommentView> {
    let may = asking.may::<CommentItem>(item);
    let shown = item.work.comments.iter().filter(|comment| whole || is_own(comment.by, asking));
    let view = shown.map(|comment| CommentView {
        number: comment.number,
        version: comment.version,
        by: names.of(comment.by),
        at: comment.at,
        text: comment.text.clone(),
        settled: comment.settled.clone().map(|(by, at, how)| (names.of(by), at, how)),
        can_settle: may && comment.settled.is_none() && (manages(asking) || is_own(comment.by, asking)),
    });
    view.collect()
}

fn reviewers(
    asking: &Asking,
    item: &HeldItem,
    number: u32,
    names: &ItemNames,
    whole: bool,
) -> Vec<ReviewerView> {
    let Some(version) = item.work.version(number) else { return Vec::new() };
    let mut people: Vec<_> = item.work.seats.keys().chain(version.answers.keys()).copied().collect();
    people.sort_unstable();
    people.dedup();
    let view = people.into_iter().map(|person| {
        let shown = whole || asking.owns(person);
        ReviewerView {
            who: names.of(Doer::Person(person)),
            seat: item.work.seats.get(&person).copied(),
            answer: version.answers.get(&person).filter(|_| shown).cloned(),
            decision: version.decisions.get(&person).filter(|_| shown).cloned(),
        }
    });
    view.collect()
}

fn can(asking: &Asking, item: &HeldItem) -> ItemCan {
    let work = &item.work;
    let state = work.latest().map_or(ItemState::Draft, |latest| latest.state);
    let own = asking.actor.person().copied();
    let in_review = state == ItemState::InReview;
    let (writes, retired) = (asking.may::<WriteItem>(item), state == ItemState::Retired);
    let seat = own.and_then(|person| work.seats.get(&person));
    let decided =
        own.is_some_and(|person| work.latest().is_some_and(|latest| latest.decisions.contains_key(&person)));
    let answered = own.is_some_and(|person| work.has_answered(person));
    ItemCan {
        write: writes && !in_review && !retired,
        submit: writes && matches!(state, ItemState::Draft | ItemState::Revised),
        back_to_draft: writes && (in_review || (retired && manages(asking))),
        assign: asking.may::<AssignItem>(item) && !retired,
        lease: asking.may::<LeaseItem>(item)
            && in_review
            && seat.is_none()
            && has_role(asking, Role::Reviewer),
        give_back: seat.is_some() && !decided,
        answer: asking.may::<AnswerItem>(item) && in_review && !answered,
        decide: asking.may::<DecideItem>(item) && in_review && answered && !decided,
        comment: asking.may::<CommentItem>(item),
        use_it: asking.may::<UseItem>(item) && work.live.is_some(),
        retire: asking.may::<RetireItem>(item) && !retired && (manages(asking) || work.live.is_none()),
        move_it: asking.may::<MoveItem>(item) && !retired && !in_review,
    }
}

fn lines(old: Option<ItemFile>, new: Option<ItemFile>) -> Vec<DifferenceLine> {
    let text = |file: Option<ItemFile>| match file.map(|file| file.body) {
        None => Some(String::new()),
        Some(FileBody::Text(text)) => Some(text),
        Some(FileBody::Bytes(_)) => None,
    };
    let (Some(old), Some(new)) = (text(old), text(new)) else { return Vec::new() };
    let diff = TextDiff::from_lines(&old, &new);
    let line = |change: similar::Change<&str>| DifferenceLine {
        change: match change.tag() {
            ChangeTag::Equal => LineChange::Same,
            ChangeTag::Delete => LineChange::Gone,
            ChangeTag::Insert => LineChange::New,
        },
        text: change.value().trim_end_matches('\n').to_owned(),
    };
    diff.iter_all_changes().map(line).collect()
}

/// A read item, whichever way it was read.
pub(super) trait ItemRef {
    fn item_ref(&self) -> &BankItem;
}

impl ItemRef for assay_bank::work::ReadContent {
    fn item_ref(&self) -> &BankItem {
        &self.read.item
    }
}
