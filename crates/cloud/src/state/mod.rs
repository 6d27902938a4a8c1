//! The whole cloud of a lab as a value.
//!
//! A clone is a snapshot, and costs a few counted references. Resources lie in tables by account, Region and
//! kind; a write copies one table of references and one resource. Ids come from a seed and a counter, time
//! from the lab's clock, so a replay of calls ends in equal state.
//!
//! ```
//! use assay_cloud::{Cloud, clock};
//!
//! let before = Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap());
//! let snapshot = before.clone();
//! assert_eq!(snapshot.fingerprint(), before.fingerprint());
//! ```

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use crate::{call::Fault, value::Value};

mod chance;
mod edit;
pub mod limits;
mod records;
mod series;
pub mod time;

pub use records::{
    CloudPlace, DueChange, LabMail, LogLine, MetricKey, Occurrence, OccurrenceKind, PlannedFailure,
    Publication, Resources, StreamKey,
};
pub use series::{Datapoint, MetricCurve, MetricSeries};

/// The cloud of a lab at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    seed: u64,
    counter: u64,
    start: i64,
    now: i64,
    tables: Arc<BTreeMap<CloudPlace, Arc<Resources>>>,
    pub(crate) series: Arc<BTreeMap<MetricKey, Arc<MetricSeries>>>,
    pub(crate) lines: Arc<BTreeMap<StreamKey, Arc<Vec<Arc<LogLine>>>>>,
    pub(crate) agenda: Arc<BTreeMap<(i64, u64), DueChange>>,
    mails: Arc<Vec<Arc<LabMail>>>,
    publications: Arc<Vec<Arc<Publication>>>,
    pub(crate) failures: Arc<Vec<PlannedFailure>>,
    resources: usize,
    bytes: usize,
    events: u64,
    /// What happened since it was last asked; no part of what a lab is.
    occurred: Vec<Occurrence>,
}

impl Cloud {
    /// An empty cloud, at the start of a lab.
    #[must_use]
    pub fn new(seed: u64, start: i64) -> Cloud {
        Cloud {
            seed,
            counter: 0,
            start,
            now: start,
            tables: Arc::default(),
            series: Arc::default(),
            lines: Arc::default(),
            agenda: Arc::default(),
            mails: Arc::default(),
            publications: Arc::default(),
            failures: Arc::default(),
            resources: 0,
            bytes: 0,
            events: 0,
            occurred: Vec::new(),
        }
    }

    /// The lab's clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The seed of ids and of the noise of curves.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The last instant that this lab's clock may show.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.start.saturating_add(limits::CLOCK_DAYS_MAX * time::DAY)
    }

    pub(crate) fn set_now(&mut self, at: i64) {
        self.now = self.now.max(at);
    }

    /// Mails that came, the oldest first.
    #[must_use]
    pub fn mails(&self) -> &[Arc<LabMail>] {
        &self.mails
    }

    /// What was published to topics, the oldest first.
    #[must_use]
    pub fn publications(&self) -> &[Arc<Publication>] {
        &self.publications
    }

    pub(crate) fn add_mail(&mut self, mail: LabMail) {
        self.occur(OccurrenceKind::Mailed { to: mail.to.clone(), subject: mail.subject.clone() });
        push_kept(&mut self.mails, mail);
    }

    pub(crate) fn add_publication(&mut self, publication: Publication) {
        let (topic, subject) = (publication.topic.clone(), publication.subject.clone());
        self.occur(OccurrenceKind::Published { topic, subject });
        push_kept(&mut self.publications, publication);
    }

    pub(crate) fn occur(&mut self, what: OccurrenceKind) {
        self.occurred.push(Occurrence { at: self.now, what });
    }

    /// What happened in the last step or while time last passed, once.
    pub fn take_occurred(&mut self) -> Vec<Occurrence> {
        std::mem::take(&mut self.occurred)
    }

    /// Counts an event of the lab; `false` when it may have no more.
    pub(crate) fn count_event(&mut self) -> bool {
        self.events += 1;
        self.events <= limits::EVENTS_MAX
    }

    /// The resources of one place.
    #[must_use]
    pub fn table(&self, place: &CloudPlace) -> Option<&Arc<Resources>> {
        self.tables.get(place)
    }

    /// All places of one kind, over accounts and Regions.
    pub fn places<'a>(
        &'a self,
        kind: &'static str,
    ) -> impl Iterator<Item = (&'a CloudPlace, &'a Arc<Resources>)> {
        let from = CloudPlace { kind, account: Arc::from(""), region: Arc::from("") };
        self.tables.range(from..).take_while(move |(place, _)| place.kind == kind)
    }

    /// One resource.
    #[must_use]
    pub fn find(&self, place: &CloudPlace, id: &str) -> Option<&Arc<Value>> {
        self.tables.get(place)?.get(id)
    }

    pub(crate) fn put(&mut self, place: &CloudPlace, id: &str, value: Value) {
        let weight = value.weight();
        let tables = Arc::make_mut(&mut self.tables);
        let table = Arc::make_mut(tables.entry(place.clone()).or_default());
        match table.insert(Arc::from(id), Arc::new(value)) {
            Some(old) => self.bytes = self.bytes.saturating_sub(old.weight()),
            None => self.resources += 1,
        }
        self.bytes += weight;
    }

    pub(crate) fn remove(&mut self, place: &CloudPlace, id: &str) -> Option<Arc<Value>> {
        self.find(place, id)?;
        let tables = Arc::make_mut(&mut self.tables);
        let old = Arc::make_mut(tables.get_mut(place)?).remove(id)?;
        self.resources = self.resources.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(old.weight());
        Some(old)
    }

    pub(crate) fn plan(&mut self, at: i64, change: DueChange) {
        self.counter += 1;
        Arc::make_mut(&mut self.agenda).insert((at, self.counter), change);
    }

    /// Uses up a failure that was prepared for this operation.
    pub(crate) fn take_failure(&mut self, service: &str, operation: &str) -> Option<Fault> {
        let is_for = |one: &PlannedFailure| one.service == service && one.operation == operation;
        let at = self.failures.iter().position(|one| is_for(one) && one.times > 0)?;
        let planned = Arc::make_mut(&mut self.failures).get_mut(at)?;
        planned.times -= 1;
        Some(planned.fault.clone())
    }

    /// Drops all lines of a log group.
    pub(crate) fn forget_lines(&mut self, account: &str, region: &str, group: &str) {
        let is_of =
            |key: &StreamKey| *key.account == *account && *key.region == *region && key.group == group;
        Arc::make_mut(&mut self.lines).retain(|key, _| !is_of(key));
    }

    pub(crate) fn add_bytes(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Whether the lab has outgrown what it may have; the words say what.
    #[must_use]
    pub fn outgrown(&self) -> Option<&'static str> {
        if self.resources > limits::RESOURCES_MAX {
            return Some("2,000 resources are the most that a lab holds.");
        }
        (self.bytes > limits::BYTES_MAX).then_some("8 MiB are the most that a lab holds.")
    }

    /// How many resources there are, and about how many bytes.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.resources, self.bytes)
    }

    /// The next number of this lab that looks like chance.
    pub(crate) fn draw(&mut self) -> u64 {
        self.counter += 1;
        chance::mixed(self.seed ^ chance::mixed(self.counter))
    }

    /// A new id, such as `vpc-0` and sixteen digits.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        format!("{prefix}-0{:016x}", self.draw())
    }

    /// A new id in the form of a UUID.
    pub(crate) fn new_uuid(&mut self) -> String {
        let (high, low) = (self.draw(), self.draw());
        let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
        format!("{a:08x}-{b:04x}-4{c:03x}-{:04x}-{:012x}", 0x8000 | (low >> 50), low & 0xffff_ffff_ffff)
    }

    /// A number that tells states apart: equal for equal states, on every machine.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        struct Fnv(u64);
        impl Write for Fnv {
            fn write_str(&mut self, text: &str) -> std::fmt::Result {
                for byte in text.bytes() {
                    self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
                }
                Ok(())
            }
        }
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        let mut lab = self.clone();
        lab.take_occurred();
        let _ = write!(hash, "{lab:?}");
        hash.0
    }
}

fn push_kept<T>(list: &mut Arc<Vec<Arc<T>>>, new: T) {
    let list = Arc::make_mut(list);
    if list.len() >= limits::MAILS_MAX {
        list.remove(0);
    }
    list.push(Arc::new(new));
}
