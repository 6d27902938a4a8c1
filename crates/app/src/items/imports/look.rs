//! What was handed in, and what would become of it: the loss report.

use std::collections::BTreeMap;

use assay_kernel::{ImportId, Instant, Said};
use assay_store::{
    ImportRecord, ImportState, ListedQuestion, NamedImport, QuestionFilter, QuestionRecord, Reads,
};
use assay_words::InEnglish;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Items, line::RemarkLine, remark::words_of, rules::SeeImports};
use crate::{AppError, Asking, Listed, listing::page_of};

pub use assay_store::{ImportState as ImportStanding, QuestionVerdict};

/// Questions that are read of the store at once for a report.
const REPORT_ROWS: i64 = 500;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// Id.
    pub id: ImportId,
    /// What it was called.
    pub file_name: String,
    /// How long it is.
    pub bytes: i64,
    /// Who handed it in.
    pub by: String,
    /// When.
    pub at: Instant,
    /// How it stands.
    pub standing: ImportStanding,
    /// What it was found to be.
    pub format: Option<String>,
    /// Questions that were read, of about how many.
    pub done: i64,
    /// See there.
    pub total: i64,
    /// Questions of which nothing is lost.
    pub whole: i64,
    /// Questions of which something is.
    pub with_loss: i64,
    /// Questions that cannot be used.
    pub refused: i64,
    /// Questions that are kept from it.
    pub kept: i64,
    /// Why it could not be read.
    pub fault: Option<String>,
    /// When it was read, decided, or failed.
    pub ended_at: Option<Instant>,
}

/// How many questions have a remark of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRemark {
    /// The kind.
    pub code: String,
    /// In a few words.
    pub words: String,
    /// Questions.
    pub questions: u64,
}

/// A file with what would become of its questions.
pub struct ImportView {
    /// The file.
    pub line: ImportLine,
    /// Remarks on the file itself.
    pub remarks: Vec<RemarkLine>,
    /// Kinds of remarks on questions, the most frequent first.
    pub found: Vec<FoundRemark>,
    /// Questions that the body has already.
    pub here: i64,
    /// How many drafts keeping it would make.
    pub to_keep: i64,
    /// A page of its questions.
    pub questions: Listed<QuestionLine>,
}

/// A question of a file, for a list.
#[derive(Clone, Debug)]
pub struct QuestionLine {
    /// Which one it is in its file, from 1.
    pub number: i64,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks.
    pub kinds: Vec<String>,
    /// Where it begins in its file; 0 where that is not known.
    pub line: i64,
    /// What would become of it.
    pub verdict: QuestionVerdict,
    /// All there is to know.
    pub remarks: Vec<RemarkLine>,
    /// Whether it can be looked at.
    pub has_item: bool,
    /// Whether the body has the same question already.
    pub is_here: bool,
}

/// One question of a file.
pub struct ImportedQuestion {
    /// The file.
    pub import: ImportLine,
    /// The question.
    pub question: QuestionLine,
    /// QTI 3; none of what is refused.
    pub item: Option<String>,
}

/// Which questions are wanted; what is empty asks nothing.
#[derive(Clone, Debug, Default)]
pub struct QuestionsWanted {
    /// Of which something became.
    pub verdict: Option<QuestionVerdict>,
    /// Those that the body has already.
    pub is_here: bool,
    /// With a remark of this kind.
    pub code: String,
    /// Which page, from 1.
    pub page: i64,
}

impl TryFrom<NamedImport> for ImportLine {
    type Error = AppError;

    fn try_from(named: NamedImport) -> Result<Self, AppError> {
        let NamedImport { import, name } = named;
        let fault = import.fault.as_deref().map(serde_json::from_str::<Said>).transpose();
        let fault = fault.map_err(|error| AppError::internal("an import", error))?;
        let nobody = if import.made_by.contains(' ') { "The command line" } else { "" };
        Ok(ImportLine {
            id: import.id,
            file_name: import.file_name,
            bytes: import.bytes,
            by: name.unwrap_or_else(|| nobody.to_owned()),
            at: import.made_at.0,
            standing: import.state,
            format: import.format,
            done: import.done,
            total: import.total,
            whole: import.whole,
            with_loss: import.with_loss,
            refused: import.refused,
            kept: import.kept,
            fault: fault.map(|fault| fault.text()),
            ended_at: import.ended_at.map(|at| at.0),
        })
    }
}

impl TryFrom<ListedQuestion> for QuestionLine {
    type Error = AppError;

    fn try_from(row: ListedQuestion) -> Result<Self, AppError> {
        let remarks = serde_json::from_str(&row.remarks);
        Ok(QuestionLine {
            number: row.number,
            identifier: row.identifier,
            title: row.title,
            kinds: row.kinds.split(' ').map(str::to_owned).collect(),
            line: row.line,
            verdict: row.verdict,
            remarks: remarks.map_err(|error| AppError::internal("remarks of an import", error))?,
            has_item: row.has_item != 0,
            is_here: row.is_here != 0,
        })
    }
}

fn listed(record: QuestionRecord) -> ListedQuestion {
    ListedQuestion {
        number: record.number,
        identifier: record.identifier,
        title: record.title,
        kinds: record.kinds,
        line: record.line,
        verdict: record.verdict,
        remarks: record.remarks,
        has_item: record.item.is_some().into(),
        is_here: 0,
    }
}

impl From<&QuestionsWanted> for QuestionFilter {
    fn from(wanted: &QuestionsWanted) -> Self {
        QuestionFilter { verdict: wanted.verdict, is_here: wanted.is_here, code: wanted.code.clone() }
    }
}

impl Items {
    /// A page of what was handed in, the latest first.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn imports(&self, asking: &Asking, page: i64) -> Result<Listed<ImportLine>, AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let store = self.shelf.under(&permit);
        let count = store.count_item_imports().await?;
        let (page, rows) = page_of(page, count);
        let lines = store.item_imports(rows).await?;
        let lines = lines.into_iter().map(ImportLine::try_from).collect::<Result<_, _>>()?;
        Ok(Listed { lines, count, of: count, page, has_more: false })
    }

    /// How far a file is.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; or the store failed.
    pub async fn import(&self, asking: &Asking, id: ImportId) -> Result<ImportLine, AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let import = found(self.shelf.under(&permit), id).await?;
        ImportLine::try_from(import)
    }

    /// A file with what would become of its questions.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; or the store failed.
    pub async fn loss_report(
        &self,
        asking: &Asking,
        id: ImportId,
        wanted: &QuestionsWanted,
    ) -> Result<ImportView, AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let store = self.shelf.under(&permit);
        let named = found(store, id).await?;
        let (remarks, kinds) = (of_file(&named.import)?, kinds_of(&named.import)?);
        let is_ready = named.import.state == ImportState::Ready;
        let filter = QuestionFilter::from(wanted);
        let count = store.count_questions(id, &filter).await?;
        let (page, rows) = page_of(wanted.page, count);
        let lines = store.questions_listed(id, &filter, rows).await?;
        let lines = lines.into_iter().map(QuestionLine::try_from).collect::<Result<_, _>>()?;
        let (mut here, mut to_keep) = (0, 0);
        if is_ready {
            let already = QuestionFilter { is_here: true, ..QuestionFilter::default() };
            here = store.count_questions(id, &already).await?;
            to_keep = store.questions_to_keep(id).await?;
        }
        let line = ImportLine::try_from(named)?;
        let questions = Listed { lines, count, of: line.done, page, has_more: false };
        Ok(ImportView { line, remarks, found: kinds, here, to_keep, questions })
    }

    /// One question of a file.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; or the store failed.
    pub async fn imported_question(
        &self,
        asking: &Asking,
        id: ImportId,
        number: i64,
    ) -> Result<ImportedQuestion, AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let store = self.shelf.under(&permit);
        let import = ImportLine::try_from(found(store, id).await?)?;
        let record = store.imported_question(id, number).await?.ok_or(AppError::NotFound)?;
        let item = record.item.clone();
        let question = QuestionLine::try_from(listed(record))?;
        Ok(ImportedQuestion { import, question, item })
    }

    /// Something that a question of a file shows: its kind and its bytes.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; or the store failed.
    pub async fn imported_medium(
        &self,
        asking: &Asking,
        id: ImportId,
        path: &str,
    ) -> Result<(String, Vec<u8>), AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let found = self.shelf.under(&permit).imported_medium(id, path).await?;
        let (media_type, content) = found.ok_or(AppError::NotFound)?;
        let bytes = STANDARD.decode(content);
        Ok((media_type, bytes.map_err(|error| AppError::internal("a file of an import", error))?))
    }

    /// Some questions of a file behind a number, for a report that is written down: none behind the last.
    ///
    /// # Errors
    /// Not an administrator; or the store failed.
    pub async fn questions_after(
        &self,
        asking: &Asking,
        id: ImportId,
        number: i64,
    ) -> Result<Vec<QuestionLine>, AppError> {
        let permit = asking.permit::<SeeImports>()?;
        let rows = self.shelf.under(&permit).questions_after(id, number, REPORT_ROWS).await?;
        rows.into_iter().map(|row| QuestionLine::try_from(listed(row))).collect()
    }
}

async fn found(store: &Reads, id: ImportId) -> Result<NamedImport, AppError> {
    store.item_import_named(id).await?.ok_or(AppError::NotFound)
}

fn of_file(import: &ImportRecord) -> Result<Vec<RemarkLine>, AppError> {
    serde_json::from_str(&import.remarks).map_err(|error| AppError::internal("an import", error))
}

fn kinds_of(import: &ImportRecord) -> Result<Vec<FoundRemark>, AppError> {
    let found = serde_json::from_str::<BTreeMap<String, u64>>(&import.found);
    let found = found.map_err(|error| AppError::internal("an import", error))?;
    let mut kinds: Vec<FoundRemark> = found
        .into_iter()
        .map(|(code, questions)| FoundRemark { words: words_of(&code), code, questions })
        .collect();
    kinds.sort_by(|one, other| other.questions.cmp(&one.questions).then(one.code.cmp(&other.code)));
    Ok(kinds)
}
