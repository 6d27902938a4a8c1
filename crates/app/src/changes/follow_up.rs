//! What follows from a change for people: notices, and a look at their badges.

use assay_kernel::PersonId;
use assay_standing::Rules;
use assay_store::{Unit, statement::meta};

use super::{Changes, read_plan, rules::CarryOut};
use crate::{
    AppError, Asking,
    facts::{Fact, Letter},
};

/// People told in one commit.
const NOTICES_PER_COMMIT: usize = 200;
/// Until which day facts about everyone were carried out.
const FACTS_UNTIL: &str = "facts_carried_out_until";
/// People whose badges are looked at in one commit.
const FACTS_PAGE: i64 = 500;

impl Changes {
    /// Carries out what an applied plan says: tells everybody it touches, and lets their badges be looked at.
    /// Safe to repeat: a person is told once a version.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn follow_up(&self, asking: &Asking, version: i64) -> Result<(), AppError> {
        let permit = asking.permit::<CarryOut>()?;
        let (store, now) = (self.shelf.under(&permit), asking.ms());
        // Whatever kept this process from serving the version: badges must not be judged by an older one.
        self.catch_up(store).await?;
        let Some(text) = store.plan_of_version(version).await? else { return Ok(()) };
        let plan = read_plan(&text)?;
        let topic = format!("programme:{version}");
        let (mut unit, mut told) = (Unit::new(), 0);
        for notice in plan.impact.notices() {
            // People of a history file have no account here.
            let Ok(person) = PersonId::parse(&notice.person) else { continue };
            let letter = Letter { topic: topic.clone(), subject: notice.subject, body: notice.body };
            unit.extend(Fact::Touched { person, letter }.follows(now));
            told += 1;
            if told % NOTICES_PER_COMMIT == 0 {
                self.shelf.commit(asking.permit::<CarryOut>()?, std::mem::take(&mut unit)).await?;
            }
        }
        if !unit.is_empty() {
            self.shelf.commit(permit, unit).await?;
        }
        Ok(())
    }

    /// Facts about everyone (amendments, outside events, versions that turn a count) reach badges on their
    /// own day: once it is there, everybody's are looked at. Safe to repeat.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn carry_out_dated_facts(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<CarryOut>()?;
        let (store, today) = (self.shelf.under(&permit), asking.today);
        if self.facts_until.lock().is_ok_and(|until| *until == Some(today)) {
            return Ok(());
        }
        let stored = store.setting(FACTS_UNTIL).await?;
        let until = stored.and_then(|text| text.parse().ok()).unwrap_or(today);
        let days: Vec<_> = Rules::new(&asking.programme).fact_days().collect();
        if days.iter().any(|on| *on > until && *on <= today) {
            let mut last = None;
            loop {
                let people = store.ids_after(last, FACTS_PAGE).await?;
                last = people.last().copied();
                if last.is_none() {
                    break;
                }
                let concerned = people.iter().map(|person| Fact::Concerned { person: *person });
                let unit: Unit = concerned.flat_map(|fact| fact.follows(asking.ms())).collect();
                self.shelf.commit(asking.permit::<CarryOut>()?, unit).await?;
            }
        }
        self.shelf.commit(permit, meta::set(FACTS_UNTIL, &today.to_string())).await?;
        if let Ok(mut until) = self.facts_until.lock() {
            *until = Some(today);
        }
        Ok(())
    }
}
