//! The parts of the copy of one's own data, each read by one statement.

use std::collections::BTreeMap;

use assay_kernel::{PersonId, Said};
use assay_standing::HistoryLine;
use assay_store::{
    CredentialRecord, CrewMemberRecord, ExposureRecord, MessageRecord, NamedEntry, NamedGrant, NamedLink,
    NoteRecord, OwnEdition, OwnPrepEvent, ReadingRecord, Reads, RegistrationRecord, Rows, SessionRecord,
    TeamNoteRecord,
};
use assay_words::InEnglish;

use super::lines::{
    CopiedBadge, OwnAct, OwnAnswer, OwnAssignment, OwnCrew, OwnDevice, OwnLink, OwnMessage, OwnNote,
    OwnPractice, OwnPrep, OwnReading, OwnRegistration, OwnResult, OwnRole, OwnSeen, OwnSession, OwnShare,
    OwnSitting, OwnVersion,
};
use crate::{AppError, view::report_of};

/// Rows of a part: ten exams whose answers were each changed twenty times stay below it.
const PART_ROWS: i64 = 20_000;
/// Rows that the store gives of lists that are shorter by nature.
const SHORT_ROWS: usize = 200;
/// Sessions that the store gives.
const SESSION_ROWS: usize = 50;
/// Links that the store gives.
const LINK_ROWS: usize = 20;

/// Rows beside those of the same key.
fn grouped<T>(rows: Vec<T>, key: impl Fn(&T) -> String) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn json(text: &str) -> Result<serde_json::Value, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::internal("reading an answer", error))
}

/// What is said, in words.
fn said(text: &str) -> Result<Said, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::internal("reading what was said", error))
}

impl OwnMessage {
    fn of(record: MessageRecord) -> Result<OwnMessage, AppError> {
        let at = record.created_at.0;
        Ok(match record.said {
            Some(told) => {
                let told = said(&told)?;
                OwnMessage { at, subject: told.title(), text: told.text() }
            }
            None => OwnMessage { at, subject: record.subject, text: record.body },
        })
    }
}

/// Reads the parts, and remembers which of them have more than is read.
pub(super) struct Parts<'a> {
    store: &'a Reads,
    pub(super) cut_off: Vec<&'static str>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(store: &'a Reads) -> Self {
        Parts { store, cut_off: Vec::new() }
    }

    /// Notes where a part has as many rows as are read at most.
    fn bounded<T>(&mut self, part: &'static str, rows: Vec<T>, most: usize) -> Vec<T> {
        if rows.len() >= most {
            self.cut_off.push(part);
        }
        rows
    }

    fn long<T>(&mut self, part: &'static str, rows: Vec<T>) -> Vec<T> {
        self.bounded(part, rows, usize::try_from(PART_ROWS).unwrap_or(usize::MAX))
    }
}

impl Parts<'_> {
    pub(super) async fn roles(&mut self, id: PersonId) -> Result<Vec<OwnRole>, AppError> {
        let rows = self.store.grants_of(id).await?;
        let line = |named: NamedGrant| OwnRole {
            role: named.grant.role,
            from: named.grant.from_at.0,
            until: named.grant.until_at.map(|at| at.0),
            ended_at: named.grant.withdrawn_at.map(|at| at.0),
        };
        Ok(self.bounded("roles", rows, SHORT_ROWS).into_iter().map(line).collect())
    }

    pub(super) async fn sessions(&mut self, id: PersonId) -> Result<Vec<OwnSession>, AppError> {
        let rows = self.store.sessions_of(id).await?;
        let line = |session: SessionRecord| OwnSession {
            browser: session.user_agent,
            signed_in_at: session.created_at.0,
            last_used_at: session.seen_at.0,
            ends_at: session.expires_at.0,
        };
        Ok(self.bounded("sessions", rows, SESSION_ROWS).into_iter().map(line).collect())
    }

    pub(super) async fn links(&mut self, id: PersonId) -> Result<Vec<OwnLink>, AppError> {
        let rows = self.store.links_of(id).await?;
        let line = |named: NamedLink| OwnLink {
            purpose: named.link.purpose.as_str(),
            address: named.link.address,
            made_at: named.link.made_at.0,
            ends_at: named.link.ends_at.0,
            used_at: named.link.used_at.map(|at| at.0),
        };
        Ok(self.bounded("links", rows, LINK_ROWS).into_iter().map(line).collect())
    }

    pub(super) async fn history(&mut self, id: PersonId) -> Result<Vec<HistoryLine>, AppError> {
        let rows = self.store.history_of(id).await?;
        Ok(rows.iter().map(|event| HistoryLine::of(&id.to_string(), event)).collect())
    }

    pub(super) async fn registrations(&mut self, id: PersonId) -> Result<Vec<OwnRegistration>, AppError> {
        let rows = self.store.registrations_of(id).await?;
        let line = |one: RegistrationRecord| OwnRegistration {
            id: one.id.to_string(),
            exam: one.exam.to_string(),
            state: one.state.as_str(),
            registered_on: one.registered_on.0,
            sit_from: one.sit_from.0,
            sit_until: one.sit_until.map(|day| day.0),
            made_by_team: one.made_by.is_some(),
            withdrawn_by_team: one.is_withdrawn_by_team(),
            withdrawn_on: one.withdrawn_on.map(|day| day.0),
            instead_of: one.instead_of.map(|id| id.to_string()),
        };
        Ok(self.bounded("registrations", rows, SHORT_ROWS).into_iter().map(line).collect())
    }

    pub(super) async fn sittings(&mut self, id: PersonId) -> Result<Vec<OwnSitting>, AppError> {
        let rows = self.store.sittings_of(id).await?;
        let rows = self.bounded("sittings", rows, SHORT_ROWS);
        let steps = self.store.own_steps(id, PART_ROWS).await?;
        let mut steps = grouped(self.long("answers", steps), |step| step.sitting_id.clone());
        let notes = self.store.sitting_notes_of(id).await?;
        let notes = self.bounded("devices", notes, SHORT_ROWS);
        let mut notes = grouped(notes, |note| note.sitting_id.to_string());
        let mut sittings = Vec::with_capacity(rows.len());
        for row in rows {
            let key = row.id.to_string();
            let mut answers = Vec::new();
            for step in steps.remove(&key).unwrap_or_default() {
                answers.push(OwnAnswer {
                    question: step.position,
                    chosen: None,
                    flagged: Some(step.flagged),
                    saved_at: step.saved_at.0,
                });
            }
            let device = |note: NoteRecord| OwnDevice {
                what: note.kind.as_str(),
                browser: note.device,
                at: note.noted_at.0,
            };
            sittings.push(OwnSitting {
                exam: row.exam.to_string(),
                started_at: row.started_at.0,
                deadline_at: row.deadline_at.0,
                handed_in_at: row.submitted_at.map(|at| at.0),
                // What is on hold was told to nobody yet, and a copy tells it to nobody either.
                result: report_of(&row)?.filter(|_| row.result_held_at.is_none()).map(OwnResult::from),
                voided_on: row.voided_on.map(|day| day.0),
                answers,
                devices: notes.remove(&key).unwrap_or_default().into_iter().map(device).collect(),
                id: key,
            });
        }
        Ok(sittings)
    }

    pub(super) async fn badges(&mut self, id: PersonId) -> Result<Vec<CopiedBadge>, AppError> {
        let rows = self.store.credentials_of(id).await?;
        let rows = self.bounded("badges", rows, SHORT_ROWS);
        let editions = self.store.own_editions(id, PART_ROWS).await?;
        let mut editions = grouped(self.long("editions", editions), |one| one.credential_id.clone());
        let shown = self.store.own_shown_names(id, PART_ROWS).await?;
        let line = |row: CredentialRecord| {
            let key = row.id.to_string();
            let version = |one: OwnEdition| OwnVersion {
                version: one.version,
                valid_from: one.valid_from.0,
                valid_until: one.valid_until.map(|day| day.0),
                published_at: one.published_at.map(|at| at.0),
            };
            CopiedBadge {
                certification: row.certification.to_string(),
                earned_on: row.earned_on.0,
                name_shown_since: shown.iter().find(|one| one.id == key).map(|one| one.name_shown_at.0),
                editions: editions.remove(&key).unwrap_or_default().into_iter().map(version).collect(),
                id: key,
            }
        };
        Ok(rows.into_iter().map(line).collect())
    }

    pub(super) async fn practice(&mut self, id: PersonId) -> Result<Vec<OwnPractice>, AppError> {
        let rows = self.store.practice_runs_of(id).await?;
        let rows = self.bounded("practice", rows, SHORT_ROWS);
        let answers = self.store.practice_responses_of(id, PART_ROWS).await?;
        let answers = self.long("answers in practice", answers);
        let mut answers = grouped(answers, |answer| answer.run_id.to_string());
        let mut runs = Vec::with_capacity(rows.len());
        for row in rows {
            let key = row.id.to_string();
            let items: Vec<(String, String)> = serde_json::from_str(&row.items)
                .map_err(|error| AppError::internal("reading a run", error))?;
            let place = |item: &str| items.iter().position(|(id, _)| id == item).map_or(0, |place| place + 1);
            // Whether an answer is right is not among it: some are not told yet.
            let mut given = Vec::new();
            for answer in answers.remove(&key).unwrap_or_default() {
                given.push(OwnAnswer {
                    question: i64::try_from(place(&answer.item)).unwrap_or_default(),
                    chosen: Some(json(&answer.response)?),
                    flagged: answer.flagged.then_some(true),
                    saved_at: answer.answered_at.0,
                });
            }
            runs.push(OwnPractice {
                id: key,
                exam: row.exam,
                mode: row.mode,
                about: json(&row.scope)?,
                started_at: row.started_at.0,
                finished_at: row.finished_at.map(|at| at.0),
                of: items.len(),
                answers: given,
            });
        }
        Ok(runs)
    }

    pub(super) async fn questions_seen(&mut self, id: PersonId) -> Result<Vec<OwnSeen>, AppError> {
        let rows = self.store.exposures_of(id).await?;
        let line = |seen: ExposureRecord| OwnSeen {
            exam: seen.exam,
            question: seen.family,
            shown_at: seen.shown_at.0,
            answered_at: seen.answered_at.map(|at| at.0),
            right: seen.is_right.filter(|_| seen.revealed_at.is_some()).map(|right| right != 0),
            explained_at: seen.revealed_at.map(|at| at.0),
        };
        Ok(self.long("questions_seen", rows).into_iter().map(line).collect())
    }

    pub(super) async fn prep(&mut self, id: PersonId) -> Result<Vec<OwnPrep>, AppError> {
        let rows = self.store.own_prep_events(id, PART_ROWS).await?;
        let rows = self.long("preparation", rows);
        let line = |one: OwnPrepEvent| {
            let happened = json(&one.event)?;
            Ok(OwnPrep { certification: one.certification, at: one.happened_at.0, happened })
        };
        rows.into_iter().map(line).collect()
    }

    pub(super) async fn readings(&mut self, id: PersonId) -> Result<Vec<OwnReading>, AppError> {
        let rows = self.store.readings_of(id, PART_ROWS).await?;
        let rows = self.long("readings", rows);
        let line = |one: ReadingRecord| {
            let told = json(&one.reading)?;
            Ok(OwnReading { exam: one.exam, on: one.read_on.0, told })
        };
        rows.into_iter().map(line).collect()
    }

    pub(super) async fn messages(&mut self, id: PersonId) -> Result<Vec<OwnMessage>, AppError> {
        let rows = self.store.messages_listed(id, Rows { limit: PART_ROWS, offset: 0 }).await?;
        self.long("messages", rows).into_iter().map(OwnMessage::of).collect()
    }

    pub(super) async fn notes(&mut self, id: PersonId) -> Result<Vec<OwnNote>, AppError> {
        let rows = self.store.team_notes_of(id).await?;
        let line = |note: TeamNoteRecord| OwnNote { text: note.text, written_at: note.written_at.0 };
        // A further one is refused from there on, so none is left out.
        Ok(rows.into_iter().map(line).collect())
    }

    /// The crews that they are in, with what they show there and are asked to do.
    pub(super) async fn crews(&mut self, id: PersonId) -> Result<Vec<OwnCrew>, AppError> {
        let members = self.store.crew_memberships(id).await?;
        let shares = self.store.crew_shares_of_person(id).await?;
        let asked = self.store.crew_assignments_of_person(id).await?;
        let crew = |member: CrewMemberRecord| {
            let shown = shares.iter().filter(|share| share.member_id == member.id);
            let asked = asked.iter().filter(|one| one.crew_id == member.crew_id);
            OwnCrew {
                shown: shown
                    .map(|share| OwnShare {
                        what: share.scope.clone(),
                        is_shown: share.is_on,
                        since: share.changed_at.0,
                    })
                    .collect(),
                asked_to_do: asked
                    .map(|one| OwnAssignment {
                        what: one.what.clone(),
                        by: one.due_on.map(|day| day.0),
                        note: one.note.clone(),
                    })
                    .collect(),
                crew: member.crew_name,
                led_by: member.lead_name,
                invited_at: member.address,
                since: member.joined_at.0,
            }
        };
        Ok(members.into_iter().map(crew).collect())
    }

    /// What the crews are called that they lead.
    pub(super) async fn crews_led(&mut self, id: PersonId) -> Result<Vec<String>, AppError> {
        Ok(self.store.crews_led_by(id).await?.into_iter().map(|crew| crew.name).collect())
    }

    pub(super) async fn acts(&mut self, id: PersonId) -> Result<Vec<OwnAct>, AppError> {
        let rows = self.store.audit_log_about(id, None, PART_ROWS).await?;
        let line = |named: NamedEntry| {
            Ok(OwnAct { at: named.entry.done_at.0, what: said(&named.entry.said)?.text() })
        };
        self.long("acts_of_the_team", rows).into_iter().map(line).collect()
    }
}
