//! The finished sittings, part by part, each with the form that it was sat on and what was answered.

use std::{collections::BTreeMap, sync::Arc};

use assay_assessment::{form::FormItem, score::ScoreReport};
use assay_bank::BankItem;
use assay_kernel::PersonId;
use assay_store::{ExportedResponse, SittingFilter, SittingPlace, SittingRecord};

use super::{item::ExportedItem, wanted::ExportWanted};
use crate::{
    AppError, Asking, SittingForTeam, TeamState,
    permit::Permit,
    reading::sha256,
    shelf::Shelf,
    sittings::rules::Export,
    vault::{Sealed, TakenBank, Vault},
    view::report_of,
};

/// Sittings that are read together.
const PART_SITTINGS: i64 = 50;
/// Letters of a code that stands for a person.
const CODE_CHARS: usize = 16;

/// A finished sitting.
pub(super) struct Sat {
    pub(super) sitting: SittingRecord,
    pub(super) state: TeamState,
    /// How whoever sat it is called, where names are wanted.
    pub(super) name: Option<String>,
    pub(super) report: Option<ScoreReport>,
    /// In the order of the form; without what was asked where the form is gone.
    pub(super) places: Vec<SatPlace>,
}

/// A place of its form.
pub(super) struct SatPlace {
    pub(super) position: u32,
    pub(super) asked: Option<AskedItem>,
    /// None where nothing was ever answered.
    pub(super) answer: Option<ExportedResponse>,
    /// The values of the answer.
    pub(super) response: Vec<String>,
}

/// What was asked at a place.
#[derive(Clone)]
pub(super) struct AskedItem {
    pub(super) entry: FormItem,
    pub(super) item: Arc<(BankItem, ExportedItem)>,
}

impl Sat {
    /// The code that stands for whoever sat it.
    pub(super) fn person(&self) -> String {
        code_of(self.sitting.person_id)
    }
}

/// A code that stands for a person: the same in every export of a body, and nothing that pages show.
pub(super) fn code_of(person: PersonId) -> String {
    let digest = sha256(format!("assay-export:{person}").as_bytes());
    let code: String = digest.chars().take(CODE_CHARS).collect();
    format!("p_{code}")
}

/// The items of the files that the sittings of a part were started on.
struct BankOfThen {
    tree: Option<String>,
    bank: TakenBank,
    items: BTreeMap<String, Arc<(BankItem, ExportedItem)>>,
}

/// Reads finished sittings, the latest first.
pub(super) struct SatReader {
    shelf: Shelf,
    exams: Arc<Vault<Sealed>>,
    asking: Asking,
    permit: Permit<Export>,
    filter: SittingFilter,
    with_names: bool,
    after: Option<SittingPlace>,
    is_end: bool,
    bank: Option<BankOfThen>,
    /// Sittings that were gone through.
    pub(super) seen: usize,
    /// Of those, the ones that are not told.
    pub(super) running: usize,
    pub(super) own: usize,
}

impl SatReader {
    pub(super) fn new(
        (shelf, exams): (Shelf, Arc<Vault<Sealed>>),
        asking: &Asking,
        permit: Permit<Export>,
        wanted: &ExportWanted,
    ) -> Self {
        let ExportWanted { exam, days, with_names, .. } = wanted.clone();
        let filter = SittingFilter { exam, from: days.from, until: days.until, ..SittingFilter::default() };
        SatReader {
            shelf,
            exams,
            asking: asking.clone(),
            permit,
            filter,
            with_names,
            after: None,
            is_end: false,
            bank: None,
            seen: 0,
            running: 0,
            own: 0,
        }
    }

    /// How many sittings the filter leaves.
    pub(super) async fn count(&self) -> Result<usize, AppError> {
        let count = self.shelf.under(&self.permit).count_sittings_listed(&self.filter).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// What is not told, for people.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.running > 0 {
            notes.push(format!("sittings that still run are left out: {}", self.running));
        }
        if self.own > 0 {
            notes.push(format!("your own sittings that are on hold or void are left out: {}", self.own));
        }
        notes
    }

    /// The next part; none behind the last.
    pub(super) async fn part(&mut self) -> Result<Option<Vec<Sat>>, AppError> {
        if self.is_end {
            return Ok(None);
        }
        let store = self.shelf.under(&self.permit);
        let rows = store.sittings_listed_after(&self.filter, self.after, PART_SITTINGS).await?;
        self.is_end = i64::try_from(rows.len()).is_ok_and(|rows| rows < PART_SITTINGS);
        self.after = rows.last().map(assay_store::NamedSitting::place).or(self.after);
        let mut part = Vec::with_capacity(rows.len());
        for row in rows {
            self.seen += 1;
            part.extend(self.sat(row.sitting, row.name).await?);
        }
        Ok(Some(part))
    }

    /// One sitting; none that still runs, since its key would follow from its scores, and no result that is
    /// kept back from whoever asks.
    async fn sat(&mut self, sitting: SittingRecord, name: Option<String>) -> Result<Option<Sat>, AppError> {
        if sitting.submitted_at.is_none() {
            self.running += 1;
            return Ok(None);
        }
        let is_kept_back = sitting.result_held_at.is_some() || sitting.voided_at.is_some();
        if is_kept_back && self.asking.owns(sitting.person_id) {
            self.own += 1;
            return Ok(None);
        }
        let state = SittingForTeam::of(&self.asking, &sitting, String::new())?.state;
        let answers = self.shelf.under(&self.permit).responses_exported(sitting.id).await?;
        let places = self.places(&sitting, answers).await?;
        let name = name.filter(|_| self.with_names);
        Ok(Some(Sat { state, name, report: report_of(&sitting)?, places, sitting }))
    }

    async fn places(
        &mut self,
        sitting: &SittingRecord,
        answers: Vec<ExportedResponse>,
    ) -> Result<Vec<SatPlace>, AppError> {
        let asked = self.asked(sitting).await;
        let mut answers: BTreeMap<u32, ExportedResponse> =
            answers.into_iter().map(|answer| (answer.position, answer)).collect();
        let place = |position: u32, asked: Option<AskedItem>, answer: Option<ExportedResponse>| {
            let read = answer.as_ref().map(|answer| serde_json::from_str(&answer.response));
            let response = read.transpose().map_err(|e| AppError::internal("reading a response", e))?;
            Ok(SatPlace { position, asked, answer, response: response.unwrap_or_default() })
        };
        let mut places: Vec<SatPlace> = (1..)
            .zip(asked)
            .map(|(position, asked)| place(position, asked, answers.remove(&position)))
            .collect::<Result<_, AppError>>()?;
        // Of a form that is gone only what was answered is known.
        for (position, answer) in answers {
            places.push(place(position, None, Some(answer))?);
        }
        Ok(places)
    }

    /// What its form asks, in order; nothing where its files or its form are gone.
    async fn asked(&mut self, sitting: &SittingRecord) -> Vec<Option<AskedItem>> {
        if self.bank.as_ref().is_none_or(|bank| bank.tree != sitting.tree) {
            let store = self.shelf.under(&self.permit);
            let sealed = self.exams.of(sitting.tree.as_deref(), store).await.ok();
            self.bank = sealed.map(|sealed| BankOfThen {
                tree: sitting.tree.clone(),
                bank: TakenBank::of(sealed, &self.permit),
                items: BTreeMap::new(),
            });
        }
        let Some(BankOfThen { bank, items, .. }) = &mut self.bank else { return Vec::new() };
        let Some(form) = bank.forms().get(&sitting.form) else { return Vec::new() };
        let asked = form.items.iter().map(|entry| {
            if !items.contains_key(&entry.item) {
                let item = bank.items().get(&entry.item)?;
                let exported = ExportedItem::of(item, item.standard().clone());
                items.insert(entry.item.clone(), Arc::new((item.clone(), exported)));
            }
            Some(AskedItem { entry: entry.clone(), item: items.get(&entry.item)?.clone() })
        });
        asked.collect()
    }
}
