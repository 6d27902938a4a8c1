//! A sitting begins.

use assay_assessment::{registration::may_use, whole::not_ready, writer::Writer};
use assay_kernel::{RegistrationId, SittingId};
use assay_store::{
    Day, Ms, NewNote, NoteKind, Seed, SittingRecord, StoreError, Unit,
    statement::{note, sitting},
};
use jiff::SignedDuration;

use super::{Sittings, rules::Start, shortened};
use crate::{AppError, Asking, candidate::candidate_record, registrations::counter};

impl Sittings {
    /// Starts the sitting of a registration, or finds it where it runs already. Whoever starts it writes it.
    ///
    /// # Errors
    /// `Registration` where it is too early or too late; `NotFound`; or the store failed.
    pub async fn start(
        &self,
        asking: &Asking,
        registration: RegistrationId,
        writer: &Writer,
        device: &str,
    ) -> Result<SittingId, AppError> {
        let (permit, record) =
            self.shelf.open::<Start, _>(asking, |store| store.registration(registration)).await?;
        let store = self.shelf.under(&permit);
        if let Some(running) = store.sitting_of_registration(registration).await? {
            return Ok(running.id);
        }
        let tree = &asking.programme.tree;
        let sealed = self.exams.of(Some(tree), store).await?;
        // Whoever is registered is told why not; a clock never starts on a form with something missing.
        let not_ready = || AppError::Registration(not_ready(record.exam.as_str()));
        let form = sealed.give(record.exam.as_str()).map_err(|_| not_ready())?;
        let exam = asking.programme.exam(record.exam.as_str()).ok_or_else(not_ready)?;
        let sit_until = record.sit_until.map(|day| day.0);
        let candidate = candidate_record(store, asking, record.person_id).await?;
        may_use(&asking.programme, exam, sit_until, &candidate, asking.today)
            .map_err(AppError::Registration)?;
        let others = store.sittings_of(record.person_id).await?;
        let running = others.iter().find(|other| other.exam == record.exam && other.awaits_result());
        match running {
            // Two starts at once: the other one won.
            Some(running) if running.registration_id == registration => return Ok(running.id),
            // Two sittings of one exam at once would be two tries under one wait.
            Some(_) => return Err(AppError::Conflict),
            None => {}
        }
        let limit = SignedDuration::from_secs(i64::from(form.time_limit_s));
        let deadline = asking.at.saturating_add(limit).unwrap_or(asking.at);
        let seed = Seed(u64::from_le_bytes(self.mint.bytes()));
        let new = SittingRecord {
            id: self.mint.id(asking.at),
            registration_id: registration,
            person_id: record.person_id,
            exam: record.exam.clone(),
            form: form.id,
            seed,
            started_on: Day(asking.today),
            started_at: asking.ms(),
            deadline_at: Ms(deadline),
            submitted_at: None,
            time_over: false,
            report: None,
            scored_at: None,
            tree: Some(tree.clone()),
            writer: writer.as_str().to_owned(),
            writing_since: Some(asking.ms()),
            result_held_at: None,
            voided_at: None,
            voided_on: None,
        };
        match self.shelf.commit(permit, started(&new, &shortened(device))).await {
            Ok(()) => Ok(new.id),
            // Two starts at once: the other one won, and it is the same sitting to the candidate.
            Err(StoreError::Conflict(_)) => {
                let running = store.sitting_of_registration(registration).await?;
                running.map(|s| s.id).ok_or(AppError::Conflict)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// It begins and uses up its registration; where is noted.
fn started(new: &SittingRecord, device: &str) -> Unit {
    let (to, device) = (new.writer.clone(), device.to_owned());
    let where_it_is = NewNote { kind: NoteKind::Started, from: String::new(), to, device };
    Unit::from_iter([
        counter::used(new.registration_id),
        sitting::started(new),
        note::added(new.id, &where_it_is, new.started_at),
    ])
}
