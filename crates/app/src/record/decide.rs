//! What the team puts on one person's record: a certification withdrawn, suspended or given back, a pass,
//! credits or a payment of elsewhere. What follows is shown first, and done only as it was shown.

use assay_kernel::{Arg, CertificationCode, Date, PersonId, Said};
use assay_programme::model::{Earned, Programme};
use assay_standing::{Consequence, Event, Happening, HistoryLine, Rules, Status, consequence, status_said};
use assay_store::{NewHistory, PersonRecord, StoreError, Unit, statement::history};

use super::{Record, counter::happened, foretold::ForetoldNotice, import::unknown_name, rules::Decide};
use crate::{
    Account, AppError, Asking, FieldFault, Why, deed::Deed, facts::Fact, permit::Permit, reading::sha256,
};

/// Payments or credits of one entry, at most: more is a slip of the hand.
const COUNT_MAX: u32 = 10_000;
/// Letters of what an entry names besides: a category, an activity, where it is recorded.
const NAME_CHARS_MAX: usize = 200;

/// Something that is to be put on somebody's record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordEntry {
    /// What happened.
    pub happening: Happening,
    /// On which day; a decision of the body is of today.
    pub on: Date,
    /// Where it is recorded elsewhere.
    pub reference: Option<String>,
    /// Payments that are not asked for: they count as made.
    pub is_waiver: bool,
}

impl RecordEntry {
    /// The body takes a certification away, today.
    pub fn withdrawal(certification: CertificationCode, today: Date) -> RecordEntry {
        RecordEntry::of(Happening::Revoke { certification, reason: None }, today)
    }

    /// The body suspends a certification until it gives it back, from today.
    pub fn suspension(certification: CertificationCode, today: Date) -> RecordEntry {
        RecordEntry::of(Happening::Suspend { certification, reason: None }, today)
    }

    /// The body gives a certification back, today.
    pub fn reinstatement(certification: CertificationCode, today: Date) -> RecordEntry {
        RecordEntry::of(Happening::Reinstate { certification, reason: None }, today)
    }

    /// Something that happened on a day.
    pub fn of(happening: Happening, on: Date) -> RecordEntry {
        RecordEntry { happening, on, reference: None, is_waiver: false }
    }

    /// The certification that the body decides about; none where it only writes down what happened.
    fn decides_about(&self) -> Option<&CertificationCode> {
        match &self.happening {
            Happening::Revoke { certification, .. }
            | Happening::Suspend { certification, .. }
            | Happening::Reinstate { certification, .. } => Some(certification),
            _ => None,
        }
    }

    /// The certification or the exam version that it names.
    fn names(&self) -> &str {
        match &self.happening {
            Happening::Pass { what } | Happening::Fail { what } | Happening::Void { what } => match what {
                Earned::Exam(code) => code.as_str(),
                Earned::Certification(code) => code.as_str(),
            },
            Happening::Earn { certification }
            | Happening::Do { certification, .. }
            | Happening::Credit { certification, .. }
            | Happening::Strike { certification, .. }
            | Happening::Fee { certification, .. }
            | Happening::Revoke { certification, .. }
            | Happening::Suspend { certification, .. }
            | Happening::Reinstate { certification, .. }
            | Happening::Retire { certification } => certification.as_str(),
            Happening::Amend { .. } | Happening::World { .. } => "",
        }
    }

    /// The event, with the reason where holders read it.
    fn event(&self, why: Option<&Why>) -> Event {
        let mut happening = self.happening.clone();
        if let Happening::Revoke { reason, .. }
        | Happening::Suspend { reason, .. }
        | Happening::Reinstate { reason, .. } = &mut happening
        {
            *reason = why.map(|why| why.as_str().to_owned());
        }
        let waived = self.is_waiver.then(|| "waiver".to_owned());
        let reference = self.reference.clone().or(waived);
        Event { date: self.on, happening, reference, recorded_at: None }
    }

    /// What is wrong with it, by field.
    fn faults(&self, asking: &Asking) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let about_all = matches!(
            &self.happening,
            Happening::Retire { .. } | Happening::Amend { .. } | Happening::World { .. }
        );
        if about_all {
            faults.push(FieldFault::new("what", "This is about everybody: it belongs in the programme."));
        }
        if matches!(&self.happening, Happening::Void { .. }) {
            faults.push(FieldFault::new("what", "A sitting is voided on its own page."));
        }
        if let Some(text) = unknown_name(&asking.programme, &self.happening) {
            faults.push(FieldFault::new("what", sentence(&text)));
        }
        if self.on > asking.today {
            faults.push(FieldFault::new("on", "This day is still to come. Record it once it has happened."));
        }
        let (n, word) = match &self.happening {
            Happening::Credit { n, category, .. } => (Some(*n), category.as_deref()),
            Happening::Fee { n, .. } => (Some(*n), None),
            Happening::Do { what, .. } => (None, Some(what.as_str())),
            _ => (None, None),
        };
        if n.is_some_and(|n| !(1..=COUNT_MAX).contains(&n)) {
            faults.push(FieldFault::new("n", "Enter a whole number from 1 to 10,000."));
        }
        let too_long = |text: Option<&str>| text.is_some_and(|text| text.chars().count() > NAME_CHARS_MAX);
        if matches!(&self.happening, Happening::Do { what, .. } if what.is_empty()) {
            faults.push(FieldFault::new("name", "Enter what was completed, as the programme names it."));
        }
        if too_long(word) {
            faults.push(FieldFault::new("name", "Use at most 200 characters."));
        }
        if too_long(self.reference.as_deref()) {
            faults.push(FieldFault::new("reference", "Use at most 200 characters."));
        }
        faults
    }
}

/// A message of the command line as a sentence of a page.
fn sentence(text: &str) -> String {
    let text = text.replace('`', "");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let end = if text.ends_with('?') { "" } else { "." };
    first.chain(letters).chain(end.chars()).collect()
}

/// What follows from an entry, before it is made.
pub struct EntryPreview {
    /// Whom it is about.
    pub person: Account,
    /// What it changes.
    pub consequence: Consequence,
    /// What they will read; none where nothing is told at once.
    pub told: Option<Said>,
    /// Why it cannot be done; none where it can.
    pub refused: Option<String>,
    /// Of what was looked at: it is done only while this is the same.
    pub mark: String,
}

/// Somebody's record and what an entry would do to it.
struct BeforeEntry {
    person: PersonRecord,
    /// How many events there are.
    events: usize,
    foretold: Option<ForetoldNotice>,
    preview: EntryPreview,
}

impl Record {
    /// What an entry would do; nothing is done yet.
    ///
    /// # Errors
    /// Not an administrator, one's own record, nobody there, `Invalid` with a fault a field, or the store
    /// failed.
    pub async fn preview(
        &self,
        asking: &Asking,
        id: PersonId,
        entry: &RecordEntry,
    ) -> Result<EntryPreview, AppError> {
        Ok(self.look(asking, id, entry).await?.1.preview)
    }

    /// Puts an entry on record as it was looked at; a decision's reason is read by the holder, and every
    /// reason by the audit log.
    ///
    /// # Errors
    /// As above; `Conflict` where the record, the day or the programme is not what was looked at.
    pub async fn decide(
        &self,
        asking: &Asking,
        id: PersonId,
        entry: &RecordEntry,
        mark: &str,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, looked) = self.look(asking, id, entry).await?;
        // First: who sends it twice is told that it is done.
        if let Some(refused) = looked.preview.refused {
            return Err(AppError::Invalid(vec![FieldFault::new("", refused)]));
        }
        if looked.preview.mark != mark {
            return Err(AppError::Conflict);
        }
        let (event, person) = (entry.event(Some(why)), looked.person.id);
        let mut unit = Unit::from_iter([
            history::turn_taken(person),
            history::unchanged(person, i64::try_from(looked.events).unwrap_or(i64::MAX)),
        ]);
        unit.extend(happened(&NewHistory { person, event, sitting: None }, asking.ms()));
        let topic = format!("decided:{}:{}", entry.names(), looked.events);
        let letter = looked.foretold.map(|foretold| foretold.letter(topic, why)).transpose()?.flatten();
        if let Some(letter) = letter {
            unit.extend(Fact::Decided { person, letter }.follows(asking.ms()));
        }
        let did = did(entry, &looked.preview.consequence, &asking.programme);
        let done = Deed::of(&did)?.about(person).to(entry.names()).because(why);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => return Err(AppError::Conflict),
            other => other?,
        }
        self.bell.ring();
        Ok(())
    }

    /// The person about whom something is to be put on record.
    ///
    /// # Errors
    /// Not an administrator, one's own record, nobody there, or the store failed.
    pub async fn to_decide_about(&self, asking: &Asking, id: PersonId) -> Result<Account, AppError> {
        let (_, person) = self.shelf.open::<Decide, _>(asking, |store| store.person(id)).await?;
        Ok(person.into())
    }

    async fn look(
        &self,
        asking: &Asking,
        id: PersonId,
        entry: &RecordEntry,
    ) -> Result<(Permit<Decide>, BeforeEntry), AppError> {
        let (permit, person) = self.shelf.open::<Decide, _>(asking, |store| store.person(id)).await?;
        let faults = entry.faults(asking);
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let store = self.shelf.under(&permit);
        let history = store.history_of(id).await?;
        let (rules, event) = (Rules::new(&asking.programme), entry.event(None));
        let consequence = consequence(&rules, &history, &event, asking.today);
        let foretold = ForetoldNotice::of(store, id, &entry.happening, &consequence, asking.today).await?;
        let preview = EntryPreview {
            refused: refused(entry, &consequence, &rules, &history, asking.today),
            mark: mark(asking, &history, &event)?,
            person: person.clone().into(),
            consequence,
            told: foretold.as_ref().map(|foretold| foretold.said.clone()),
        };
        Ok((permit, BeforeEntry { person, events: history.len(), foretold, preview }))
    }
}

/// Why a decision cannot be made: it would change nothing. What happened elsewhere can be written down even
/// where it counts for nothing.
fn refused(
    entry: &RecordEntry,
    consequence: &Consequence,
    rules: &Rules<'_>,
    history: &[Event],
    today: Date,
) -> Option<String> {
    let certification = entry.decides_about()?;
    consequence.refused()?;
    let standing = rules.standing(history, today);
    let status = standing.credential(certification.as_str()).map_or(Status::None, |held| held.status);
    let text = match (&entry.happening, status) {
        (_, Status::None) => "This person does not hold it and never did, so there is nothing to decide.",
        (Happening::Revoke { .. }, _) => "It is withdrawn already, so nothing changes.",
        (Happening::Suspend { .. }, Status::Barred) => "It is suspended already, so nothing changes.",
        (Happening::Suspend { .. }, Status::Revoked) => "It is withdrawn, so there is nothing to suspend.",
        (Happening::Suspend { .. }, _) => "It is over, so there is nothing to suspend.",
        _ => "It is neither withdrawn nor suspended, so there is nothing to reinstate.",
    };
    Some(text.to_owned())
}

/// Everything that what is shown was computed from.
fn mark(asking: &Asking, history: &[Event], event: &Event) -> Result<String, AppError> {
    let line = |event: &Event| HistoryLine::of("", event);
    let lines: Vec<HistoryLine> = history.iter().chain([event]).map(line).collect();
    let looked_at = serde_json::to_vec(&(&asking.programme.tree, asking.today, lines));
    let looked_at = looked_at.map_err(|error| AppError::internal("marking a record", error))?;
    Ok(sha256(&looked_at))
}

/// What was done, for the audit log: with how it was before.
fn did(entry: &RecordEntry, follows: &Consequence, programme: &Programme) -> Said {
    let change =
        follows.changes.iter().find(|change| Some(&change.after.credential) == entry.decides_about());
    let before = change.and_then(|change| change.before.as_ref());
    let decided = |code: &'static str| {
        let title = change.map(|change| change.after.title.as_str()).unwrap_or_default();
        Said::of(code)
            .with("title", Arg::title(title))
            .maybe("before", before.map(|held| status_said(held.status)))
            .maybe("until", before.and_then(|held| held.valid_until))
    };
    match &entry.happening {
        Happening::Revoke { .. } => decided("did.withdrawn"),
        Happening::Suspend { .. } => decided("did.suspended"),
        Happening::Reinstate { .. } => decided("did.reinstated"),
        Happening::Fee { certification, n } if entry.is_waiver => {
            let known = programme.certification(certification.as_str());
            let title = known.map_or(certification.as_str(), |known| known.title.as_str());
            Said::of("did.waived").with("n", *n).with("on", entry.on).with("title", Arg::title(title))
        }
        _ => Said::of("did.put-on-record").with("what", follows.event.clone()),
    }
}
