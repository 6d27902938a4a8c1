//! What the team does with a study: make it, ask experts, close it, prepare the change that it proposes.

use assay_kernel::{AnalysisId, Arg, Date, ExamCode, ExpertId, PreparedId, Said, source::SourceFile};
use assay_programme::analysis::{NotRewritable, rewritten};
use assay_store::{AnalysisRecord, NewAnalysis, NewExpert, StoreError, Unit, statement::analysis};
use data_encoding::HEXLOWER;

use super::{
    Analyses, EXPERTS_MAX, LINE_CHARS_MAX, asked,
    look::view,
    rules::{CloseAnalysis, Invite, LeaveOut, MakeAnalysis, PrepareBlueprint},
};
use crate::{
    AppError, Asking, FieldFault, Files,
    changes::{self, counter::NewlyPrepared},
    deed::{Deed, by},
    reading::{Overlay, sha256},
};

impl Analyses {
    /// Makes a study of an exam version's outline, answered until a day.
    ///
    /// # Errors
    /// Not an administrator; `Invalid` at `exam`, `title` or `closes_on`; or the store failed.
    pub async fn make(
        &self,
        asking: &Asking,
        exam: &str,
        title: &str,
        closes_on: Option<Date>,
    ) -> Result<AnalysisId, AppError> {
        let permit = asking.permit::<MakeAnalysis>()?;
        let mut faults = Vec::new();
        let title = line_of("title", title, "Give the study a title.", &mut faults);
        let outline =
            asking.programme.programme.outline(exam).filter(|outline| outline.tasks().next().is_some());
        if outline.is_none() {
            faults.push(FieldFault::new("exam", "Choose an exam version whose outline has tasks."));
        }
        if closes_on.is_none_or(|day| day < asking.today) {
            faults.push(FieldFault::new("closes_on", "Enter the last day of answering, today or later."));
        }
        let (Some(outline), Some(closes_on)) = (outline.filter(|_| faults.is_empty()), closes_on) else {
            return Err(AppError::Invalid(faults));
        };
        let new = NewAnalysis {
            id: self.mint.id(asking.at),
            exam: ExamCode::new(exam),
            title: title.clone(),
            asked: asked::written(&asked::of(outline))?,
            invented: false,
            made_by: by(asking),
            closes_on,
        };
        let did = Said::of("did.analysis-made").with("title", Arg::text(title)).with("exam", &new.exam);
        let deed = Deed::of(&did)?.to(new.id);
        self.shelf.commit_logged(asking, permit, deed, analysis::made(&new, asking.ms())).await?;
        Ok(new.id)
    }

    /// Asks an expert: what is given back stands in their link, and in no other place.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Invalid` at `name` or `about`, or where there are too many; or the
    /// store failed.
    pub async fn invite(
        &self,
        asking: &Asking,
        id: AnalysisId,
        name: &str,
        about: &str,
    ) -> Result<String, AppError> {
        let (permit, study) = self.shelf.open::<Invite, _>(asking, |store| store.analysis(id)).await?;
        let mut faults = Vec::new();
        let name = line_of("name", name, "Enter how the expert is called.", &mut faults);
        let about = line_of("about", about, "Say what they do, and where: it is the evidence.", &mut faults);
        if self.shelf.under(&permit).experts(id).await?.len() >= EXPERTS_MAX {
            faults.push(FieldFault::new("name", format!("A study asks {EXPERTS_MAX} experts at most.")));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let token = self.token();
        let expert = NewExpert {
            id: self.mint.id(asking.at),
            analysis: id,
            name: name.clone(),
            about,
            token_hash: sha256(token.as_bytes()),
        };
        let did =
            Said::of("did.expert-asked").with("name", Arg::text(name)).with("title", Arg::text(&study.title));
        let deed = Deed::of(&did)?.to(expert.id);
        self.shelf.commit_logged(asking, permit, deed, analysis::invited(&expert, asking.ms())).await?;
        Ok(token)
    }

    /// Makes an expert's link anew; the one of before opens nothing any more, what they said stays.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where they are left out; or the store failed.
    pub async fn invite_anew(
        &self,
        asking: &Asking,
        id: AnalysisId,
        expert: ExpertId,
    ) -> Result<String, AppError> {
        let (permit, study) = self.shelf.open::<Invite, _>(asking, |store| store.analysis(id)).await?;
        let found = self.shelf.under(&permit).expert(expert).await?;
        let found = found.filter(|found| found.analysis_id == id).ok_or(AppError::NotFound)?;
        let token = self.token();
        let did = Said::of("did.expert-asked")
            .with("name", Arg::text(&found.name))
            .with("title", Arg::text(&study.title));
        let deed = Deed::of(&did)?.to(expert);
        let unit = analysis::invited_anew(expert, &sha256(token.as_bytes()));
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        Ok(token)
    }

    /// Leaves out what an expert said, or takes it in again.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it is so already; or the store failed.
    pub async fn leave_out(
        &self,
        asking: &Asking,
        expert: ExpertId,
        is_out: bool,
    ) -> Result<AnalysisId, AppError> {
        let (permit, found) = self.shelf.open::<LeaveOut, _>(asking, |store| store.expert(expert)).await?;
        let (code, unit) = match is_out {
            true => ("did.expert-left-out", analysis::left_out(expert, asking.ms())),
            false => ("did.expert-taken-in", analysis::taken_in(expert)),
        };
        let deed = Deed::of(&Said::of(code).with("name", Arg::text(&found.name)))?.to(expert);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        Ok(found.analysis_id)
    }

    /// Closes a study: nobody answers it any more.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it is closed; or the store failed.
    pub async fn close(&self, asking: &Asking, id: AnalysisId) -> Result<(), AppError> {
        let (permit, study) = self.shelf.open::<CloseAnalysis, _>(asking, |store| store.analysis(id)).await?;
        let did = Said::of("did.analysis-closed").with("title", Arg::text(&study.title));
        let deed = Deed::of(&did)?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, analysis::closed(id, asking.ms())).await)
    }

    /// Opens it again, until a day.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Invalid` at `closes_on`; or the store failed.
    pub async fn open_again(
        &self,
        asking: &Asking,
        id: AnalysisId,
        until: Option<Date>,
    ) -> Result<(), AppError> {
        let (permit, study) = self.shelf.open::<CloseAnalysis, _>(asking, |store| store.analysis(id)).await?;
        let Some(until) = until.filter(|day| *day >= asking.today) else {
            let text = "Enter the last day of answering, today or later.";
            return Err(AppError::Invalid(vec![FieldFault::new("closes_on", text)]));
        };
        let did = Said::of("did.analysis-opened").with("title", Arg::text(&study.title)).with("until", until);
        let deed = Deed::of(&did)?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, analysis::opened_again(id, until)).await)
    }

    /// The outline's file as the study proposes it.
    ///
    /// # Errors
    /// Whoever may not; `NotFound`; `Draft` where nothing can be proposed yet; or the store failed.
    pub async fn outline_file(&self, asking: &Asking, id: AnalysisId) -> Result<SourceFile, AppError> {
        let (permit, study) =
            self.shelf.open::<PrepareBlueprint, _>(asking, |store| store.analysis(id)).await?;
        let store = self.shelf.under(&permit);
        self.file_of(asking, store, &study).await
    }

    /// Lays the change ready that the study proposes: to be planned, proposed, and applied by somebody else.
    ///
    /// # Errors
    /// As above; `Conflict` while it is still answered.
    pub async fn prepare(&self, asking: &Asking, id: AnalysisId) -> Result<PreparedId, AppError> {
        let (permit, study) =
            self.shelf.open::<PrepareBlueprint, _>(asking, |store| store.analysis(id)).await?;
        if study.closed_at.is_none() && asking.today <= study.closes_on.0 {
            return Err(AppError::Conflict);
        }
        let file = self.file_of(asking, self.shelf.under(&permit), &study).await?;
        let title = format!("{}: weights of {}", study.title, study.exam);
        let about = match study.invented {
            true => "Weights by a practice analysis whose answers were made up for this demonstration.",
            false => "Weights by a practice analysis, with its mean ratings in the outline.",
        };
        let overlay = Overlay::from(Files { texts: vec![file], artwork: Vec::new() });
        let prepared = self.mint.id(asking.at);
        let change = NewlyPrepared { title: &title, about, overlay: &overlay, is_of_this_version: false };
        let unit: Unit = changes::counter::prepared(prepared, asking, &change);
        let did = Said::of("did.blueprint-prepared").with("title", Arg::text(&study.title));
        let deed = Deed::of(&did)?.to(id);
        self.shelf.commit_logged(asking, permit, deed, unit).await?;
        Ok(prepared)
    }

    async fn file_of(
        &self,
        asking: &Asking,
        store: &assay_store::Reads,
        study: &AnalysisRecord,
    ) -> Result<SourceFile, AppError> {
        let (experts, ratings) = (store.experts(study.id).await?, store.ratings(study.id).await?);
        let view = view(asking, study, &experts, &ratings)?;
        let proposed =
            view.proposed.map_err(|why| AppError::Draft(format!("Nothing can be proposed yet: {why}.")))?;
        if !view.fits_outline {
            let text =
                "The outline has other tasks by now than those that were asked about. Make a new study.";
            return Err(AppError::Draft(text.to_owned()));
        }
        let files = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        let path = format!("outlines/{}.toml", study.exam);
        let file = files.texts.into_iter().find(|file| file.path == path).ok_or(AppError::NotFound)?;
        let on = asking.day_of(study.closed_at.map_or(asking.at, |at| at.0));
        let source = match study.invented {
            true => format!("{} (answers made up for a demonstration)", study.title),
            false => study.title.clone(),
        };
        let text = rewritten(&file, &proposed, on, &source)
            .map_err(|why: NotRewritable| AppError::Draft(why.to_string()))?;
        Ok(SourceFile::new(path, text))
    }

    pub(super) fn token(&self) -> String {
        HEXLOWER.encode(&self.mint.bytes::<16>())
    }
}

/// A line that somebody typed.
fn line_of(field: &'static str, text: &str, missing: &str, faults: &mut Vec<FieldFault>) -> String {
    let text = text.trim();
    if text.is_empty() {
        faults.push(FieldFault::new(field, missing));
    } else if text.chars().count() > LINE_CHARS_MAX {
        faults.push(FieldFault::new(field, format!("Keep it within {LINE_CHARS_MAX} letters.")));
    }
    text.to_owned()
}

fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        done => Ok(done?),
    }
}
