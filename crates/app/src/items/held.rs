//! An item as it is held while something is done with it, and what is written of that.

use assay_bank::work::{
    Doer, Happened, ItemBy, ItemCommand, ItemEvent, ItemId, ItemPool, ItemWork, ReviewRules, act, apply,
};
use assay_kernel::{Actor, PersonId, Role};
use assay_store::{
    Day, ItemEventRecord, ItemRecord, ItemVersionRecord, Ms, NewSeat, Reads, StoreError, Unit,
    statement::{item, item_desk, item_shared, item_version},
};

use super::content::Content;
use crate::{AppError, Asking, FieldFault, deed::by};
use assay_words::InEnglish;

/// Events of one item: far more than any item of a real bank has.
const EVENTS_MAX: u32 = 5_000;

/// An item with all that happened to it.
pub struct HeldItem {
    pub(super) record: ItemRecord,
    pub(super) work: ItemWork,
    pub(super) events: Vec<Happened>,
}

/// Reads an item.
pub(super) async fn held(store: &Reads, id: ItemId) -> Result<Option<HeldItem>, StoreError> {
    let Some(record) = store.item(id).await? else { return Ok(None) };
    let rows = store.item_events(id).await?;
    let read = |row: &ItemEventRecord| {
        let event = serde_json::from_str(&row.event);
        let event: ItemEvent = event.map_err(|error| corrupt(id, row.seq, error))?;
        let by = Doer::parse(&row.done_by).ok_or_else(|| corrupt(id, row.seq, "done by nobody"))?;
        Ok(Happened { by, at: row.done_at.0, event })
    };
    let events = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    let work = events.iter().fold(ItemWork::default(), apply);
    Ok(Some(HeldItem { record, work, events }))
}

fn corrupt(id: ItemId, seq: i64, what: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("event {seq} of {id}: {what}"))
}

impl HeldItem {
    pub(super) fn pool(&self) -> ItemPool {
        self.record.id.pool()
    }
}

/// Whether whoever asks looks after the bank.
pub(super) fn manages(asking: &Asking) -> bool {
    match &asking.actor {
        Actor::Person { roles, .. } => roles.has(Role::BankManager),
        Actor::Operator => true,
        Actor::Anonymous | Actor::Worker => false,
    }
}

/// Who asks, as the rules of items see them.
pub(super) fn asked_by(asking: &Asking) -> ItemBy {
    let who = asking.actor.person().map_or(Doer::Body, |person| Doer::Person(*person));
    ItemBy { who, manages: manages(asking), at: asking.ms().0 }
}

/// An item after something was done with it, to be written.
pub(super) struct Changed {
    pub(super) record: ItemRecord,
    pub(super) work: ItemWork,
    pub(super) happened: Vec<Happened>,
    before: Option<ItemRecord>,
    before_work: ItemWork,
    content: Option<Content>,
}

/// Does what is asked with an item that is there.
pub(super) fn done(
    asking: &Asking,
    held: HeldItem,
    command: ItemCommand,
    content: Option<Content>,
) -> Result<Changed, AppError> {
    let rules = ReviewRules::of(held.pool());
    let (work, happened) = acted(held.work.clone(), &rules, command, asked_by(asking))?;
    let record = held.record.clone();
    Ok(Changed { record, work, happened, before: Some(held.record), before_work: held.work, content }
        .settled(asking))
}

/// Makes an item.
pub(super) fn made(
    asking: &Asking,
    id: ItemId,
    exam: &str,
    slug: &str,
    command: ItemCommand,
    content: Content,
) -> Result<Changed, AppError> {
    let rules = ReviewRules::of(id.pool());
    let (work, happened) = acted(ItemWork::default(), &rules, command, asked_by(asking))?;
    let record = ItemRecord {
        id,
        exam: exam.to_owned(),
        slug: slug.to_owned(),
        seq: 0,
        latest: 1,
        state: assay_bank::work::ItemState::Draft,
        live: None,
        live_state: None,
        domain: String::new(),
        task: String::new(),
        skill: String::new(),
        kind: String::new(),
        level: String::new(),
        artefact: String::new(),
        title: String::new(),
        author: by(asking),
        comments_open: 0,
        made_at: asking.ms(),
        changed_at: asking.ms(),
    };
    let before_work = ItemWork::default();
    Ok(Changed { record, work, happened, before: None, before_work, content: Some(content) }.settled(asking))
}

/// What the rules say no to is told beside the form.
pub(super) fn acted(
    work: ItemWork,
    rules: &ReviewRules,
    command: ItemCommand,
    by: ItemBy,
) -> Result<(ItemWork, Vec<Happened>), AppError> {
    if work.seq >= EVENTS_MAX {
        let text = format!("This item has {EVENTS_MAX} entries in its history. Begin a new item from it.");
        return Err(AppError::Invalid(vec![FieldFault::new("", text)]));
    }
    act(work, rules, command, by)
        .map_err(|refused| AppError::Invalid(vec![FieldFault::new("", refused.said().text())]))
}

impl Changed {
    /// The row says what the events add up to.
    fn settled(mut self, asking: &Asking) -> Self {
        let record = &mut self.record;
        record.seq = self.work.seq.into();
        if let Some(latest) = self.work.latest() {
            record.latest = latest.number.into();
            record.state = latest.state;
        }
        let live = self.work.live_version();
        record.live = live.map(|version| version.number.into());
        record.live_state = live.map(|version| version.state);
        record.comments_open = i64::try_from(self.work.open_comments().count()).unwrap_or(i64::MAX);
        record.changed_at = asking.ms();
        if let Some(content) = &self.content {
            let facts = &content.facts;
            record.domain.clone_from(&content.domain);
            record.task.clone_from(&facts.task);
            record.skill.clone_from(&facts.skill);
            record.kind.clone_from(&facts.kind);
            facts.level.clone_into(&mut record.level);
            facts.artefact.clone_into(&mut record.artefact);
            record.title.clone_from(&facts.title);
        }
        self
    }

    /// Everything that is written of it.
    pub(super) fn unit(&self) -> Result<Unit, AppError> {
        let id = self.record.id;
        let mut unit = Unit::new();
        match &self.before {
            None => unit.run(item::made(&self.record)),
            Some(before) => unit.run(item::changed(&self.record, before.seq)),
        }
        let first = self.before_work.seq;
        for (seq, one) in (i64::from(first) + 1..).zip(&self.happened) {
            let event = serde_json::to_string(&one.event);
            let event = event.map_err(|error| AppError::internal("writing what happened", error))?;
            let row = ItemEventRecord { seq, done_by: one.by.to_string(), done_at: Ms(one.at), event };
            unit.run(item_version::happened(id, one.event.word(), &row));
            if let Some(content) = &self.content {
                self.write_content(&mut unit, content, one);
            }
        }
        self.write_seats(&mut unit);
        Ok(unit)
    }

    fn write_content(&self, unit: &mut Unit, content: &Content, one: &Happened) {
        let (id, at) = (self.record.id, Ms(one.at));
        let (number, why, marks) = match &one.event {
            ItemEvent::Taken { marks, .. } | ItemEvent::Begun { marks, .. } => (1, "", marks),
            ItemEvent::Versioned { number, marks, why, .. } => (*number, why.as_str(), marks),
            ItemEvent::Saved { marks } => (self.work.latest().map_or(1, |latest| latest.number), "", marks),
            _ => return,
        };
        let number = i64::from(number);
        if matches!(one.event, ItemEvent::Saved { .. }) {
            unit.run(item_version::rewritten(id, number, &marks.mark, &marks.asked, at));
            unit.run(item_version::files_dropped(id, number));
        } else {
            unit.run(item_version::added(
                id,
                &ItemVersionRecord {
                    number,
                    mark: marks.mark.clone(),
                    asked: marks.asked.clone(),
                    made_by: one.by.to_string(),
                    made_at: at,
                    why: why.to_owned(),
                },
            ));
        }
        for file in &content.files {
            let (digest, text, base64) = file.kept();
            unit.run(item_version::content_kept(&digest, &text, base64));
            unit.run(item_version::file_added(id, number, &file.name, &digest));
        }
        unit.run(item::text_set(id, &content.facts.words));
        match content.shared() {
            Some(name) => unit.run(item_shared::set(id, &self.record.exam, name)),
            None => unit.run(item_shared::dropped(id)),
        }
        unit.run(item::tags_dropped(id));
        for tag in &content.facts.tags {
            unit.run(item::tag_added(id, tag));
        }
        if let Some(person) = one.by.person() {
            unit.run(item_desk::seen(person, &self.record.exam, "wrote", at));
        }
    }

    fn write_seats(&self, unit: &mut Unit) {
        let id = self.record.id;
        let (before, after) = (seats(&self.before_work), seats(&self.work));
        for gone in before.iter().filter(|seat| after.iter().all(|other| other.reviewer != seat.reviewer)) {
            unit.run(item_version::seat_dropped(id, gone.reviewer));
        }
        for seat in after.iter().filter(|seat| !before.contains(seat)) {
            unit.run(item_version::seat_set(id, seat));
            unit.run(item_desk::seen(seat.reviewer, &self.record.exam, "reviews", self.record.changed_at));
        }
    }
}

/// The places at an item as they are kept.
fn seats(work: &ItemWork) -> Vec<NewSeat> {
    let latest = work.latest();
    let answered = |person: &PersonId| latest.is_some_and(|one| one.answers.contains_key(person));
    let decided = |person: &PersonId| latest.is_some_and(|one| one.decisions.contains_key(person));
    let kept = work.seats.iter().map(|(reviewer, seat)| NewSeat {
        reviewer: *reviewer,
        due_on: seat.due.map(Day),
        until_at: seat.until.map(Ms),
        answered: answered(reviewer),
        decided: decided(reviewer),
    });
    kept.collect()
}
