//! Reading what was handed in, some questions a commit: what is stored is how far it is.

use std::collections::BTreeMap;

use assay_kernel::ImportId;
use assay_store::{
    HowFar, ImportRecord, ImportState, Ms, NewMedium, NewQuestion, QuestionVerdict, Reads, Unit,
    statement::{item_import, item_question},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Items,
    line::{FILE_BYTES_MAX, ReadMedium, ReadQuestion, RemarkWeight},
    mark::mark_of,
    rules::ReadImport,
    running::{PageEnd, ReadPage, Running},
};
use crate::{
    AppError, Asking,
    items::ItemsJob,
    jobs::Then,
    reading::{off_the_loop, sha256},
};

/// Kinds of remarks that are counted; there are some forty.
const CODES_MAX: usize = 200;

impl Items {
    /// Reads some questions on. Safe to repeat: what is stored says where the next one begins.
    pub(in crate::items) async fn read_page(
        &self,
        asking: &Asking,
        id: ImportId,
    ) -> Result<Then<ItemsJob>, AppError> {
        let permit = asking.permit::<ReadImport>()?;
        let store = self.shelf.under(&permit);
        let import = store.item_import(id).await?;
        let before = self.running.lock().await.take();
        let Some(import) = import.filter(is_to_be_read) else { return Ok(Then::Done(Unit::new())) };
        let before = before.filter(|running| running.import == id && running.done == import.done);
        let mut running = match before {
            Some(running) => running,
            None => self.begin_reading(store, &import).await?,
        };
        let page = running.page().await?;
        let (unit, then) = written(&import, &page, asking.ms())?;
        if then.is_none() {
            return Ok(Then::Done(unit));
        }
        let done = running.done;
        *self.running.lock().await = Some(running);
        let of = then.unwrap_or_default().max(done);
        Ok(Then::More { unit, next: ItemsJob::ReadImport { import: id }, done, of })
    }

    async fn begin_reading(&self, store: &Reads, import: &ImportRecord) -> Result<Running, AppError> {
        let parts = store.item_import_parts(import.id).await?;
        let file = off_the_loop(move || {
            let mut file = Vec::new();
            for part in parts {
                file.extend(STANDARD.decode(part)?);
            }
            Ok::<_, base64::DecodeError>(file)
        });
        let file = file.await?.map_err(|error| AppError::internal("a file that was handed in", error))?;
        let from = u32::try_from(import.done).unwrap_or(u32::MAX).saturating_add(1);
        debug_assert!(file.len() <= FILE_BYTES_MAX);
        let reading = self.reader.begin(file, from);
        let reading = reading.map_err(|error| AppError::internal("reading questions", error))?;
        Ok(Running::behind(import.id, import.done, reading))
    }
}

fn is_to_be_read(import: &ImportRecord) -> bool {
    matches!(import.state, ImportState::Waiting | ImportState::Reading)
}

/// The unit of a page; and of how many questions there are still some to come, none where that was the last.
fn written(import: &ImportRecord, page: &ReadPage, at: Ms) -> Result<(Unit, Option<i64>), AppError> {
    let mut unit = Unit::new();
    let mut far = HowFar {
        format: import.format.clone(),
        done: import.done,
        total: import.total,
        whole: import.whole,
        with_loss: import.with_loss,
        refused: import.refused,
        found: String::new(),
        remarks: import.remarks.clone(),
    };
    if let Some((format, about, remarks)) = &page.begun {
        far.format = Some(format.clone());
        far.total = i64::from(*about);
        far.remarks = json(remarks)?;
    }
    let found = serde_json::from_str(&import.found);
    let mut found: BTreeMap<String, u64> = found.map_err(|e| AppError::internal("an import", e))?;
    for medium in &page.media {
        unit.run(item_question::medium_added(import.id, kept_medium(medium)?));
    }
    for question in &page.questions {
        let verdict = verdict(question);
        *match verdict {
            QuestionVerdict::Whole => &mut far.whole,
            QuestionVerdict::WithLoss => &mut far.with_loss,
            QuestionVerdict::Refused => &mut far.refused,
        } += 1;
        far.done += 1;
        let mut codes: Vec<&str> = question.remarks.iter().map(|remark| remark.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            if found.len() < CODES_MAX || found.contains_key(code) {
                *found.entry(code.to_owned()).or_default() += 1;
            }
        }
        unit.run(item_question::added(import.id, &kept_question(question, verdict)?));
    }
    far.total = far.total.max(far.done);
    far.found = json(&found)?;
    let of = far.total;
    unit.run(item_import::read_on(import.id, import.done, &far));
    match &page.end {
        None => return Ok((unit, Some(of))),
        Some(PageEnd::Whole) => unit.run(item_import::read(import.id, at)),
        Some(PageEnd::Fault(fault)) => unit.run(item_import::failed(import.id, &json(fault)?, at)),
    }
    unit.run(item_import::parts_dropped(import.id));
    Ok((unit, None))
}

fn verdict(question: &ReadQuestion) -> QuestionVerdict {
    match question.worst() {
        Some(RemarkWeight::Error) => QuestionVerdict::Refused,
        Some(RemarkWeight::Loss) => QuestionVerdict::WithLoss,
        Some(RemarkWeight::Lenient) | None if question.item.is_none() => QuestionVerdict::WithLoss,
        Some(RemarkWeight::Lenient) | None => QuestionVerdict::Whole,
    }
}

fn kept_medium(medium: &ReadMedium) -> Result<NewMedium, AppError> {
    let bytes = STANDARD.decode(&medium.content);
    let bytes = bytes.map_err(|error| AppError::internal("a file of an import", error))?;
    Ok(NewMedium {
        path: medium.path.clone(),
        media_type: medium.media_type.clone(),
        digest: sha256(&bytes),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        content: medium.content.clone(),
    })
}

fn kept_question(question: &ReadQuestion, verdict: QuestionVerdict) -> Result<NewQuestion, AppError> {
    Ok(NewQuestion {
        number: question.number.into(),
        identifier: question.identifier.clone(),
        title: question.title.clone(),
        kinds: question.kinds.join(" "),
        line: question.line.into(),
        verdict,
        mark: question.item.as_deref().map(mark_of),
        item: question.item.clone(),
        remarks: json(&question.remarks)?,
        metadata: json(&question.metadata)?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::internal("an import", error))
}
