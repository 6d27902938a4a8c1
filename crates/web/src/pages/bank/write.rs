//! ItemWriting an item: begun, looked at, saved, given into review; and what happens where two people write.

use assay_app::{AppError, FieldFault, OpenedItem, WhichText, WrittenItem};
use assay_bank::work::{ItemId, ItemPool};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    choose,
    draft::{BESIDE, ItemWriting, SavedByOther, WrittenAs, WrittenOn},
    parts::{self, TypedParts, begun},
    shared::{ActFaults, id_of, outline_of, place},
    typed::{SentPicture, form_of},
    write_form::draw,
};
use crate::{fault::Fault, form::Posted, state::Web, visitor::Visitor};

/// What a page of writing is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WriteAsked {
    pool: String,
    skill: String,
    kind: String,
    view: String,
    saved: String,
}

pub(super) async fn new(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    Query(asked): Query<WriteAsked>,
) -> Result<Response, Fault> {
    if let Some(response) = not_in_work(&web, &visitor, &exam).await? {
        return Ok(response);
    }
    let outline = outline_of(&visitor.asking, &exam);
    let task = outline.and_then(|outline| {
        outline.tasks().find(|task| task.skills.iter().any(|skill| skill.id == asked.skill))
    });
    let task = task.map(|task| task.id.clone()).unwrap_or_default();
    let skill = if task.is_empty() { "" } else { asked.skill.as_str() };
    let parts = begun(&task, skill, asked.kind == "multiple-response");
    let pool = ItemPool::parse(&asked.pool).unwrap_or(ItemPool::Exam);
    let form =
        WrittenAs::Parts(Box::new(TypedParts { parts: parts.clone(), ..TypedParts::of(parts, Vec::new()) }));
    let writing = ItemWriting::new(&web, &visitor, &exam, pool, form).await?;
    draw(&web, &visitor, writing.looked(&web, &visitor, None).await?)
}

/// Nobody writes in a bank that is the files'.
async fn not_in_work(web: &Web, visitor: &Visitor, exam: &str) -> Result<Option<Response>, Fault> {
    let asking = &visitor.asking;
    web.app.items.may_begin(asking, exam, "").await?;
    asking.programme.exam(exam).ok_or_else(Fault::not_found)?;
    let owned = web.app.items.owned(asking).await?;
    let is_owned = owned.iter().any(|(_, code, _)| code == exam);
    Ok((!is_owned).then(|| choose::not_in_work(web, visitor, exam, &ActFaults::default())))
}

pub(super) async fn begin(
    State(web): State<Web>,
    Path(exam): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    begun_by(&web, &exam, &posted, None).await
}

/// Begins an item; with a picture where one was sent.
pub(super) async fn begun_by(
    web: &Web,
    exam: &str,
    posted: &Posted,
    sent: Option<SentPicture>,
) -> Result<Response, Fault> {
    let visitor = &posted.visitor;
    if let Some(response) = not_in_work(web, visitor, exam).await? {
        return Ok(response);
    }
    only(posted)?;
    let pool = ItemPool::parse(posted.text("pool")).ok_or_else(Fault::not_found)?;
    let slug = posted.text("slug").trim().to_owned();
    let mut form = form_of(posted, None);
    let mut unsent: Vec<FieldFault> = form.take(posted, sent).into_iter().collect();
    unsent.extend(share(web, posted, &mut form, (pool, exam)).await?);
    let draft = form.draft(exam, &slug, None);
    let mut writing =
        ItemWriting { slug: slug.clone(), ..ItemWriting::new(web, visitor, exam, pool, form).await? };
    writing.faults = writing.form.faults();
    writing.faults.extend(unsent);
    if posted.text("do") == "look" || !writing.faults.is_empty() {
        writing.faults.retain(|_| posted.text("do") != "look");
        return draw(web, visitor, writing.looked(web, visitor, None).await?);
    }
    let items = &web.app.items;
    match items.begin(&visitor.asking, pool, exam, &slug, draft).await {
        Ok(id) if posted.text("do") == "submit" => match items.submit(&visitor.asking, id).await {
            Ok(()) => Ok(Redirect::to(&place(id)).into_response()),
            // It is kept; its own page says what is missing.
            Err(AppError::Invalid(faults)) => again(web, visitor, id, faults).await,
            Err(error) => Err(error.into()),
        },
        Ok(id) => Ok(Redirect::to(&saved_place(id, posted.text("as"))).into_response()),
        Err(AppError::Invalid(faults)) => {
            writing.faults = faults;
            draw(web, visitor, writing.looked(web, visitor, None).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn saved_place(id: ItemId, view: &str) -> String {
    let view = if view == "file" { "&view=file" } else { "" };
    format!("{}/write?saved=yes{view}", place(id))
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<WriteAsked>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let view = web.app.items.item(&visitor.asking, id, None).await?;
    if !view.can.write {
        return Ok(Redirect::to(&place(id)).into_response());
    }
    let form = stored_form(&view, asked.view == "file")?;
    let mut writing = ItemWriting::on(&web, &visitor, &view, form).await?;
    writing.is_saved = asked.saved == "yes";
    draw(&web, &visitor, writing.looked(&web, &visitor, Some(&view)).await?)
}

/// The page of an item that was begun, with what kept it from review.
async fn again(web: &Web, visitor: &Visitor, id: ItemId, faults: Vec<FieldFault>) -> Result<Response, Fault> {
    let view = web.app.items.item(&visitor.asking, id, None).await?;
    let form = stored_form(&view, false)?;
    let mut writing = ItemWriting::on(web, visitor, &view, form).await?;
    writing.faults = faults;
    draw(web, visitor, writing.looked(web, visitor, Some(&view)).await?)
}

/// An item as its form holds it, or as its file where it has none.
fn stored_form(view: &OpenedItem, as_file: bool) -> Result<WrittenAs, Fault> {
    let open = view.shown.open.as_ref().ok_or_else(Fault::not_found)?;
    Ok(match open.parts.as_ref().filter(|_| !as_file) {
        Some(parts) => WrittenAs::Parts(Box::new(TypedParts::of(parts.clone(), open.beside.clone()))),
        None => WrittenAs::File(WrittenItem { text: open.text.clone(), beside: open.beside.clone() }),
    })
}

pub(super) async fn save(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = id_of(&posted.visitor, &id)?;
    saved_by(&web, id, &posted, None).await
}

/// Saves an item; with a picture where one was sent.
pub(super) async fn saved_by(
    web: &Web,
    id: ItemId,
    posted: &Posted,
    sent: Option<SentPicture>,
) -> Result<Response, Fault> {
    let visitor = &posted.visitor;
    let (items, asking) = (&web.app.items, &visitor.asking);
    let view = items.item(asking, id, None).await?;
    let open = view.shown.open.as_ref().ok_or_else(Fault::not_found)?;
    only(posted)?;
    let mut form = form_of(posted, Some(open));
    let mut unsent: Vec<FieldFault> = form.take(posted, sent).into_iter().collect();
    unsent.extend(share(web, posted, &mut form, (view.line.pool(), &view.line.exam)).await?);
    let draft = form.draft(&view.line.exam, &view.line.slug, Some(&view));
    let mut writing = ItemWriting::on(web, visitor, &view, form).await?;
    writing.why = posted.text("why").to_owned();
    writing.faults = writing.form.faults();
    writing.faults.extend(unsent);
    let seq: u32 = posted.text("seq").parse().unwrap_or_default();
    if let Some(item) = &mut writing.item {
        item.seq = seq;
    }
    if posted.text("do") == "look" || !writing.faults.is_empty() {
        writing.faults.retain(|_| posted.text("do") != "look");
        return draw(web, visitor, writing.looked(web, visitor, Some(&view)).await?);
    }
    let is_same = draft.text == open.text && draft.beside == open.beside;
    let saved = match is_same {
        true => Ok(seq),
        false => items.save(asking, id, seq, draft, posted.text("why")).await,
    };
    let done = match saved {
        Ok(_) if posted.text("do") == "submit" => items.submit(asking, id).await.map(|()| place(id)),
        Ok(_) => Ok(saved_place(id, posted.text("as"))),
        Err(error) => Err(error),
    };
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(AppError::Invalid(faults)) => {
            writing.faults = faults;
            // What was saved before review was refused stays saved.
            let now = items.item(asking, id, None).await?;
            if let Some(item) = writing.item.as_mut().filter(|_| now.seq > seq && now.history_is_own(visitor))
            {
                item.seq = now.seq;
            }
            draw(web, visitor, writing.looked(web, visitor, Some(&view)).await?)
        }
        Err(AppError::Conflict) => {
            writing.meets(&view);
            draw(web, visitor, writing.looked(web, visitor, Some(&view)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts the text beside an item that it shares from now on; what stands against its name is told.
async fn share(
    web: &Web,
    posted: &Posted,
    form: &mut WrittenAs,
    (pool, exam): (ItemPool, &str),
) -> Result<Vec<FieldFault>, Fault> {
    let WrittenAs::Parts(typed) = form else { return Ok(Vec::new()) };
    let Some(name) = typed.shares(posted) else { return Ok(Vec::new()) };
    let which = WhichText { pool, exam, name: &name };
    let beside = std::mem::take(&mut typed.beside);
    match web.app.items.sharing(&posted.visitor.asking, which, beside.clone()).await {
        Ok(beside) => {
            typed.beside = beside;
            typed.parts.stimulus = name;
            typed.keep_media();
            Ok(Vec::new())
        }
        Err(AppError::Invalid(faults)) => {
            typed.beside = beside;
            Ok(faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whose the last entry of a history is.
trait OwnHistory {
    fn history_is_own(&self, visitor: &Visitor) -> bool;
}

impl OwnHistory for OpenedItem {
    fn history_is_own(&self, visitor: &Visitor) -> bool {
        let person = visitor.asking.actor.person();
        self.history.first().is_some_and(|line| line.by.person.as_ref() == person)
    }
}

fn only(posted: &Posted) -> Result<(), Fault> {
    const OWN: &[&str] =
        &["csrf", "do", "as", "seq", "why", "pool", "slug", "text", "file", "alt", "shared", "shared_new"];
    let is_known = |name: &str| OWN.contains(&name) || name.starts_with(BESIDE) || parts::is_field(name);
    match posted.fields().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Fault::bad_request(&format!("this form has no field `{name}`"))),
        None => Ok(()),
    }
}

impl ItemWriting {
    async fn new(
        web: &Web,
        visitor: &Visitor,
        exam: &str,
        pool: ItemPool,
        form: WrittenAs,
    ) -> Result<ItemWriting, Fault> {
        Ok(ItemWriting {
            exam: exam.to_owned(),
            pool,
            item: None,
            slug: String::new(),
            form,
            why: String::new(),
            look: None,
            tags: web.app.items.tags(&visitor.asking, pool, exam).await?,
            shared: web.app.items.shared_texts(&visitor.asking, pool, exam).await?,
            faults: Vec::new(),
            theirs: None,
            is_saved: false,
        })
    }

    async fn on(
        web: &Web,
        visitor: &Visitor,
        view: &OpenedItem,
        form: WrittenAs,
    ) -> Result<ItemWriting, Fault> {
        let line = &view.line;
        let last = view.history.first().map_or("", |line| line.word);
        let item = WrittenOn {
            id: line.id,
            seq: view.seq,
            state: line.state,
            version: line.latest,
            can_submit: view.can.submit,
            is_alone: view.history_is_own(visitor) && matches!(last, "begun" | "saved" | "versioned"),
            has_form: view.shown.open.as_ref().is_some_and(|open| open.parts.is_some()),
        };
        let writing = ItemWriting::new(web, visitor, &line.exam, line.pool(), form).await?;
        Ok(ItemWriting { item: Some(item), slug: line.slug.clone(), ..writing })
    }

    /// How it would look.
    async fn looked(
        mut self,
        web: &Web,
        visitor: &Visitor,
        view: Option<&OpenedItem>,
    ) -> Result<ItemWriting, Fault> {
        let draft = self.form.draft(&self.exam, &self.slug, view);
        let which = (self.pool, self.exam.as_str(), self.slug.as_str());
        self.look = match web.app.items.look(&visitor.asking, which, draft).await {
            Ok(look) => Some(look),
            Err(AppError::Invalid(_)) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(self)
    }

    /// Somebody else saved meanwhile: theirs is shown beside what was typed, and the next save is over
    /// theirs.
    fn meets(&mut self, view: &OpenedItem) {
        let Some(last) = view.versions.first() else { return };
        self.theirs = Some(SavedByOther {
            name: view.history.first().map(|line| line.by.name.clone()).unwrap_or_default(),
            version: last.number,
            at: view.history.first().map_or(last.at, |line| line.at),
            text: view.shown.open.as_ref().map(|open| open.text.clone()).unwrap_or_default(),
        });
        if let Some(item) = &mut self.item {
            item.seq = view.seq;
        }
    }
}
