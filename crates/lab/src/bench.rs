//! The bench: a lab being done.
//!
//! A deed is first prepared, which changes nothing; its row is made durable; only then the bench takes it.
//! So what was acknowledged is never lost, and what was lost was never acknowledged. Undo leads to the state
//! after any row and stays on record like every other deed.

use assay_cloud::{call::Principal, clock};

use crate::{
    carry::{self, LabCarried, LabState, LabWish},
    definition::Lab,
    journal::{ENGINE, FORMAT, LabDeed, LabJournal, LabRow, holds_key},
    limits,
    start::LabStart,
};

/// A lab being done.
#[derive(Debug, Clone)]
pub struct LabBench {
    start: LabStart,
    who: Principal,
    journal: LabJournal,
    /// The row whose state each row went on from.
    from: Vec<u32>,
    /// The row whose state is now.
    head: u32,
    state: LabState,
    /// States after the last rows, for a way back at once.
    kept: Vec<(u32, LabState)>,
}

/// A deed that was tried: its row is to be stored before the bench takes it.
#[derive(Debug, Clone)]
pub struct PreparedDeed {
    /// What is to be stored.
    pub row: LabRow,
    /// What is shown once it is.
    pub carried: LabCarried,
    state: LabState,
    from: u32,
    head: u32,
}

/// Why a deed is not taken; nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeedRefused {
    /// There are too many.
    #[error("A lab takes at most {} commands. Start it anew to go on.", limits::DEEDS_MAX)]
    TooMany,
    /// A key of a real account.
    #[error("That looks like an access key of a real account. It was not stored. This lab needs none.")]
    Key,
    /// It cannot be done.
    #[error("{0}")]
    Unfit(String),
    /// It only asks for something, and changes nothing.
    #[error("It asks for something that changes nothing.")]
    Wish(LabWish),
}

/// Where a replay goes another way than its journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayDiffers {
    /// The row.
    pub seq: u32,
    /// What it says, and what happened now.
    pub why: String,
}

impl LabBench {
    /// A lab before its first deed.
    #[must_use]
    pub fn begin(lab: &Lab, start: &LabStart, seed: u64) -> LabBench {
        let journal = LabJournal {
            format: FORMAT,
            engine: ENGINE,
            lab: lab.id.clone(),
            mark: lab.mark,
            seed,
            rows: Vec::new(),
        };
        LabBench {
            who: carry::principal(&lab.account, "role/LabAdmin"),
            state: start.state.clone(),
            start: start.clone(),
            journal,
            from: Vec::new(),
            head: 0,
            kept: Vec::new(),
        }
    }

    /// The lab as its journal left it.
    ///
    /// And where the replay went another way than the journal says, if anywhere.
    ///
    /// # Errors
    /// The journal is of another form, another lab, or has a gap.
    pub fn resumed(
        lab: &Lab,
        start: &LabStart,
        journal: &LabJournal,
    ) -> Result<(LabBench, Vec<ReplayDiffers>), String> {
        if journal.format > FORMAT {
            return Err(format!("the journal has form {}; this release reads {FORMAT}", journal.format));
        }
        if journal.lab != lab.id {
            return Err(format!("the journal is of {}, not of {}", journal.lab, lab.id));
        }
        let mut bench = LabBench::begin(lab, start, journal.seed);
        bench.journal.engine = journal.engine;
        bench.journal.mark = journal.mark;
        let mut differs = Vec::new();
        for (row, expected) in journal.rows.iter().zip(1_u32..) {
            if row.seq != expected {
                return Err(format!("row {expected} of the journal is missing"));
            }
            let (state, carried, head) = bench.carried(&row.did).map_err(|why| why.to_string())?;
            let now = state.cloud.now();
            if now != row.lab_ms || carried.failed != row.refused {
                let why = format!(
                    "it ended {:?} at {}, and now {:?} at {}",
                    row.refused,
                    clock::text(row.lab_ms),
                    carried.failed,
                    clock::text(now)
                );
                differs.push(ReplayDiffers { seq: row.seq, why });
            }
            let from = bench.head;
            let head = head.unwrap_or(row.seq);
            bench.take(PreparedDeed { row: row.clone(), carried, state, from, head });
        }
        Ok((bench, differs))
    }

    /// Tries a deed, and changes nothing.
    ///
    /// # Errors
    /// It is not taken, or only asks for something; the words are for who did it.
    pub fn prepare(&self, wall_ms: i64, deed: LabDeed) -> Result<PreparedDeed, DeedRefused> {
        if self.journal.rows.len() >= limits::DEEDS_MAX {
            return Err(DeedRefused::TooMany);
        }
        let has_key = match &deed {
            LabDeed::Line(text) | LabDeed::File { text, .. } => holds_key(text),
            LabDeed::Call(call) => serde_json::to_string(&call.input).is_ok_and(|text| holds_key(&text)),
            _ => false,
        };
        if has_key {
            return Err(DeedRefused::Key);
        }
        let deed = match deed {
            LabDeed::Line(line) if line.trim() == "undo" => LabDeed::Undo(self.before()),
            other => other,
        };
        let (state, carried, head) = self.carried(&deed)?;
        if let Some(wish) = carried.wish {
            return Err(DeedRefused::Wish(wish));
        }
        let seq = u32::try_from(self.journal.rows.len()).unwrap_or(u32::MAX).saturating_add(1);
        let (lab_ms, refused) = (state.cloud.now(), carried.failed.clone());
        let row = LabRow { seq, wall_ms, lab_ms, did: deed, refused };
        Ok(PreparedDeed { row, carried, state, from: self.head, head: head.unwrap_or(seq) })
    }

    /// Takes a deed whose row is stored.
    pub fn take(&mut self, prepared: PreparedDeed) {
        self.from.push(prepared.from);
        self.head = prepared.head;
        self.state = prepared.state;
        if self.kept.len() >= limits::SNAPSHOTS_MAX {
            self.kept.remove(0);
        }
        self.kept.push((prepared.row.seq, self.state.clone()));
        self.journal.rows.push(prepared.row);
    }

    /// Tries a deed and takes it at once, where nothing is stored.
    ///
    /// # Errors
    /// As [`LabBench::prepare`].
    pub fn act(&mut self, deed: LabDeed) -> Result<LabCarried, DeedRefused> {
        let prepared = self.prepare(0, deed)?;
        let carried = prepared.carried.clone();
        self.take(prepared);
        Ok(carried)
    }

    /// The state now.
    #[must_use]
    pub fn state(&self) -> &LabState {
        &self.state
    }

    /// What was done.
    #[must_use]
    pub fn journal(&self) -> &LabJournal {
        &self.journal
    }

    /// The row to which `undo` leads now; 0 is the start.
    #[must_use]
    pub fn before(&self) -> u32 {
        self.row_before(self.head)
    }

    fn row_before(&self, seq: u32) -> u32 {
        let at = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        at.and_then(|at| self.from.get(at)).copied().unwrap_or(0)
    }

    /// The state after a row, from the nearest one that is kept.
    fn state_after(&self, seq: u32) -> Result<LabState, DeedRefused> {
        let mut deeds = Vec::new();
        let mut at = seq;
        let mut state = loop {
            if at == 0 {
                break self.start.state.clone();
            }
            if let Some((_, state)) = self.kept.iter().find(|(kept, _)| *kept == at) {
                break state.clone();
            }
            let row = usize::try_from(at).ok().and_then(|at| self.journal.rows.get(at - 1));
            let row = row.ok_or_else(|| DeedRefused::Unfit(format!("There is no command {seq}.")))?;
            match row.did {
                LabDeed::Undo(to) => at = to,
                _ => {
                    deeds.push(&row.did);
                    at = self.row_before(at);
                }
            }
        };
        for deed in deeds.into_iter().rev() {
            state = carried(&state, deed, &self.who)?.0;
        }
        Ok(state)
    }

    /// What a deed comes to; where it leads back, the row too.
    fn carried(&self, deed: &LabDeed) -> Result<(LabState, LabCarried, Option<u32>), DeedRefused> {
        let LabDeed::Undo(to) = deed else {
            return carried(&self.state, deed, &self.who).map(|(state, carried)| (state, carried, None));
        };
        let many = self.journal.rows.len();
        if usize::try_from(*to).map_or(true, |to| to > many) {
            return Err(DeedRefused::Unfit(format!("There is no command {to} to go back to.")));
        }
        // Back to an undo is back to where that one led.
        let mut head = *to;
        while let Some(LabDeed::Undo(further)) = usize::try_from(head)
            .ok()
            .and_then(|at| self.journal.rows.get(at.checked_sub(1)?))
            .map(|row| &row.did)
        {
            head = *further;
        }
        Ok((self.state_after(head)?, LabCarried::default(), Some(head)))
    }
}

/// What a deed but undo comes to.
fn carried(state: &LabState, deed: &LabDeed, who: &Principal) -> Result<(LabState, LabCarried), DeedRefused> {
    match deed {
        LabDeed::Line(text) => Ok(carry::line(state, text, who)),
        LabDeed::Call(call) => {
            // Whoever calls is the lab's own: a journal cannot name somebody else.
            let own = assay_cloud::call::Call { who: who.clone(), ..(**call).clone() };
            let (state, carried, _) = carry::call(state, &own);
            Ok((state, carried))
        }
        LabDeed::File { name, text } => {
            let state = carry::file(state, name, text).map_err(DeedRefused::Unfit)?;
            Ok((state, LabCarried::default()))
        }
        LabDeed::Pass(seconds) if (1..=limits::PASS_S_MAX).contains(seconds) => {
            Ok(carry::pass(state, *seconds, who))
        }
        LabDeed::Pass(_) => {
            Err(DeedRefused::Unfit("Let at least a second pass, and at most seven days.".to_owned()))
        }
        LabDeed::Confirm(mail) => Ok(carry::confirm(state, *mail, who, &state.env.region)),
        LabDeed::Undo(_) => Err(DeedRefused::Unfit("Undo leads to a command.".to_owned())),
    }
}
