//! Against guessing passwords (F8, N8): failures are counted, right passwords are free.
//!
//! An account slows down after a few failures, wherever they come from; it is never locked: the wait has a
//! limit, and a browser that signed in to it before has a count of its own (OWASP, device cookies). An
//! address has an allowance of failures, a centre's address a larger one. What is counted is forgotten with
//! the process.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use assay_kernel::Instant;

/// Failures at an account that cost nothing: people mistype, and try the password they had before.
const FREE_FAILURES: u32 = 5;
/// Longest wait at an account.
const WAIT_MAX_S: i64 = 60;
/// While an account is slowed, a network that has not failed there has a try so often: strangers who keep the
/// wait going do not keep the owner out who comes to a new device. With a network for each guess that makes
/// 4,320 tries a day, and 1,440 besides, against a password that is on no list.
const NEWCOMER_S: i64 = 20;
/// Failures at an account after which a network is no newcomer there any more.
const NEWCOMER_FAILURES: u32 = 3;
/// Failures at an account are forgotten after this long without one.
const FORGET_ACCOUNT_S: i64 = 3600;
/// Failures of an address in a minute; and of a centre's, where a room mistypes at once.
const ADDRESS_FAILURES: u32 = 20;
const CENTRE_FAILURES: u32 = 600;
/// Accounts that an address makes in a minute.
const SIGN_UPS: u32 = 60;
/// Accounts that are made with one e-mail address in an hour, whoever has it: the answer tells nothing.
const SIGN_UPS_OF_ONE: u32 = 10;
/// Mails that somebody asks for from one address in a minute.
const MAILS: u32 = 20;
/// Mails to one e-mail address in an hour: by who asks, and by everybody.
const MAILS_OF_ONE: u32 = 3;
const MAILS_TO_ONE: u32 = 10;
/// Addresses from which somebody got in count as known for so long.
const KNOWN_S: i64 = 30 * 24 * 3600;
/// Lines of the log in a minute: a flood of guesses must not fill the disk. What was left out is counted.
const LOG_LINES: u32 = 30;
/// Keys that are remembered; at more the quiet ones are forgotten, then all.
const KEYS_MAX: usize = 50_000;

/// A network of a test centre: `203.0.113.0/28`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    length: u32,
}

impl Network {
    /// Reads an address or a network in CIDR form (RFC 4632, 3.1; RFC 4291, 2.3).
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a network; write it like 203.0.113.0/28 or 2001:db8:7::/48");
        let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let (most, added) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
        let length: u32 = match length {
            Some(length) => length.trim().parse().map_err(|_| wrong())?,
            None => most,
        };
        // Half of the internet is no centre: a slip here would open the door to everybody.
        if length > most || length < most / 4 {
            return Err(wrong());
        }
        Ok(Network { bits: mapped(address) & mask(length + added), length: length + added })
    }

    fn holds(&self, address: IpAddr) -> bool {
        // The rim keeps IPv6 addresses by their /64 only.
        mapped(address) & mask(self.length.min(if address.is_ipv4() { 128 } else { 64 }))
            == self.bits & mask(self.length.min(if address.is_ipv4() { 128 } else { 64 }))
    }
}

/// IPv4 as IPv6 (RFC 4291, 2.5.5.2), so that both are compared alike.
fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length.min(128)).unwrap_or_default()
}

/// Whoever tries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt<'a> {
    /// Where from.
    pub address: IpAddr,
    /// At which account: an e-mail address, whether or not somebody has it.
    pub account: &'a str,
    /// The browser's own name, where it signed in to this account before.
    pub device: Option<&'a str>,
    /// When.
    pub now: Instant,
}

/// Failures under one key.
#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

/// A bucket of tokens: so many at once, filled again over a while.
#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

#[derive(Default)]
struct FailureCounts {
    accounts: HashMap<String, Failures>,
    /// When somebody from a network that had not failed there tried a slowed account.
    newcomers: HashMap<String, Instant>,
    addresses: HashMap<IpAddr, Bucket>,
    sign_ups: HashMap<String, Bucket>,
    known: HashMap<IpAddr, Instant>,
    log: Option<Bucket>,
    left_out: u64,
}

/// What was counted.
#[derive(Default)]
pub(crate) struct Guard {
    counts: Mutex<FailureCounts>,
    centres: Vec<Network>,
}

impl Guard {
    pub(crate) fn with_centres(centres: Vec<Network>) -> Self {
        Guard { centres, ..Guard::default() }
    }

    fn counts(&self) -> MutexGuard<'_, FailureCounts> {
        // Every change is one step: whoever panicked left whole counts behind.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an address is a centre's.
    pub(crate) fn is_centre(&self, address: IpAddr) -> bool {
        self.centres.iter().any(|centre| centre.holds(address))
    }

    /// How many seconds an attempt has to wait; none where it may go on.
    pub(crate) fn wait(&self, attempt: Attempt<'_>) -> Option<u64> {
        let counts = self.counts();
        let account = counts.wait_at_account(attempt);
        let most = self.failures_of(attempt.address);
        let address = counts.addresses.get(&attempt.address);
        let address = address.map_or(0, |bucket| bucket.wait(most, 60.0, attempt.now));
        // A browser that is known at this account does not pay for its neighbours behind one address.
        let wait = if attempt.device.is_some() { account } else { account.max(address) };
        u64::try_from(wait).ok().filter(|wait| *wait > 0)
    }

    /// The same by the account alone, for doors where an address has another allowance.
    pub(crate) fn wait_of_account(&self, attempt: Attempt<'_>) -> Option<u64> {
        let wait = self.counts().wait_at_account(attempt);
        u64::try_from(wait).ok().filter(|wait| *wait > 0)
    }

    /// Notes a failure, of the account and of the address.
    pub(crate) fn failed(&self, attempt: Attempt<'_>) {
        self.guessed(attempt);
        let most = self.failures_of(attempt.address);
        take(&mut self.counts().addresses, attempt.address, most, 60.0, attempt.now);
    }

    /// Notes a failure of the account alone.
    pub(crate) fn guessed(&self, attempt: Attempt<'_>) {
        let mut counts = self.counts();
        let now = attempt.now;
        if counts.accounts.len() >= KEYS_MAX {
            counts.accounts.retain(|_, failures| failures.wait(now) > 0);
            if counts.accounts.len() >= KEYS_MAX {
                counts.accounts.clear();
            }
        }
        let key = account_key(attempt);
        let slowed = counts.accounts.get(&key).is_some_and(|failures| failures.wait(now) > 0);
        if attempt.device.is_none() {
            count(&mut counts.accounts, network_key(attempt), now);
            if slowed {
                // A newcomer's try is spent; it makes nobody else wait longer.
                if counts.newcomers.len() >= KEYS_MAX {
                    counts.newcomers.retain(|_, at| now.duration_since(*at).as_secs() < NEWCOMER_S);
                    if counts.newcomers.len() >= KEYS_MAX {
                        counts.newcomers.clear();
                    }
                }
                let latest = counts.newcomers.get(&key).map_or(now, |at| now.max(*at));
                counts.newcomers.insert(key, latest);
                return;
            }
        }
        count(&mut counts.accounts, key, now);
    }

    /// Knows the address of whoever got in. Failures at the account are forgotten only where `owner` says
    /// that it was the account they were made at: several may have one address, and a stranger's own
    /// password must not wipe out what they guessed at the others.
    pub(crate) fn succeeded(&self, attempt: Attempt<'_>, owner: bool) {
        if owner {
            let mut counts = self.counts();
            counts.accounts.remove(&account_key(attempt));
            counts.newcomers.remove(attempt.account);
        }
        self.knows(attempt);
    }

    /// Remembers an address from which somebody got in.
    pub(crate) fn knows(&self, attempt: Attempt<'_>) {
        let mut counts = self.counts();
        if counts.known.len() >= KEYS_MAX {
            counts.known.retain(|_, at| attempt.now.duration_since(*at).as_secs() < KNOWN_S / 30);
            if counts.known.len() >= KEYS_MAX {
                counts.known.clear();
            }
        }
        counts.known.insert(attempt.address, attempt.now);
    }

    /// Whether somebody got in from an address before, or it is a centre's.
    pub(crate) fn is_known(&self, address: IpAddr, now: Instant) -> bool {
        let known = |at: &Instant| now.duration_since(*at).as_secs() < KNOWN_S;
        self.is_centre(address) || self.counts().known.get(&address).is_some_and(known)
    }

    /// Whether a line may be logged now; with how many were left out before it.
    pub(crate) fn may_log(&self, now: Instant) -> Option<u64> {
        let mut counts = self.counts();
        let bucket = counts.log.unwrap_or(Bucket { left: f64::from(LOG_LINES), at: now });
        let left = bucket.filled(LOG_LINES, 60.0, now);
        if left < 1.0 {
            counts.left_out += 1;
            return None;
        }
        counts.log = Some(Bucket { left: left - 1.0, at: now });
        Some(std::mem::take(&mut counts.left_out))
    }

    /// Counts an account that is about to be made; how many seconds to wait instead, where there were too
    /// many.
    pub(crate) fn sign_up(&self, attempt: Attempt<'_>) -> Option<u64> {
        let room = if self.is_centre(attempt.address) { SIGN_UPS * 10 } else { SIGN_UPS };
        self.counted(
            attempt.now,
            [
                (format!("address {}", attempt.address), room, 60.0),
                // Where from, too: a stranger who uses up the accounts of an address keeps its owner from
                // none.
                (format!("account {} from {}", attempt.account, attempt.address), SIGN_UPS_OF_ONE, 3600.0),
            ],
        )
    }

    /// Counts a mail that is about to be asked for, whether or not somebody has the address; how many seconds
    /// to wait instead, where there were too many.
    pub(crate) fn mail(&self, attempt: Attempt<'_>) -> Option<u64> {
        let room = if self.is_centre(attempt.address) { MAILS * 10 } else { MAILS };
        self.counted(
            attempt.now,
            [
                (format!("mails of {}", attempt.address), room, 60.0),
                (format!("mails to {} from {}", attempt.account, attempt.address), MAILS_OF_ONE, 3600.0),
                (format!("mails to {}", attempt.account), MAILS_TO_ONE, 3600.0),
            ],
        )
    }

    /// Forgets what failed at an account: its password is another one.
    pub(crate) fn forget(&self, account: &str) {
        let mut counts = self.counts();
        counts.accounts.remove(account);
        counts.newcomers.remove(account);
    }

    /// Counts one under every key, of so many in so many seconds; or under none, and says how long to wait.
    fn counted<const N: usize>(&self, now: Instant, keys: [(String, u32, f64); N]) -> Option<u64> {
        let mut counts = self.counts();
        let wait = |(key, most, over): &(String, u32, f64)| {
            counts.sign_ups.get(key).map_or(0, |bucket| bucket.wait(*most, *over, now))
        };
        let longest = keys.iter().map(wait).max().unwrap_or_default();
        if longest > 0 {
            return u64::try_from(longest).ok();
        }
        for (key, most, over) in keys {
            take(&mut counts.sign_ups, key, most, over, now);
        }
        None
    }

    fn failures_of(&self, address: IpAddr) -> u32 {
        if self.is_centre(address) { CENTRE_FAILURES } else { ADDRESS_FAILURES }
    }
}

impl FailureCounts {
    /// Seconds to wait by what failed at the account, under the attempt's key.
    fn wait_at_account(&self, attempt: Attempt<'_>) -> i64 {
        let now = attempt.now;
        let at_account = self.accounts.get(&account_key(attempt)).map_or(0, |failures| failures.wait(now));
        let own = self.accounts.get(&network_key(attempt)).filter(|failures| !failures.is_old(now));
        if attempt.device.is_some() || own.is_some_and(|own| own.count >= NEWCOMER_FAILURES) {
            return at_account;
        }
        let passed = self.newcomers.get(attempt.account).map(|at| now.duration_since(*at).as_secs());
        at_account.min(passed.map_or(0, |passed| (NEWCOMER_S - passed.max(0)).clamp(0, NEWCOMER_S)))
    }
}

fn count(accounts: &mut HashMap<String, Failures>, key: String, now: Instant) {
    let failures = accounts.entry(key).or_insert(Failures { count: 0, last: now });
    let before = if failures.is_old(now) { 0 } else { failures.count };
    // Whoever waited for a turn asked earlier than others who failed meanwhile: no count is set back.
    *failures = Failures { count: before.saturating_add(1), last: now.max(failures.last) };
}

/// What somebody's network failed at an account.
fn network_key(attempt: Attempt<'_>) -> String {
    format!("{} from {}", attempt.account, attempt.address)
}

/// A known browser has a count of its own beside the account's: strangers cannot use it up.
fn account_key(attempt: Attempt<'_>) -> String {
    match attempt.device {
        Some(device) => format!("{} {device}", attempt.account),
        None => attempt.account.to_owned(),
    }
}

impl Failures {
    fn is_old(&self, now: Instant) -> bool {
        now.duration_since(self.last).as_secs() > FORGET_ACCOUNT_S
    }

    fn wait(&self, now: Instant) -> i64 {
        let Some(beyond) = self.count.checked_sub(FREE_FAILURES).filter(|_| !self.is_old(now)) else {
            return 0;
        };
        let pause = (1_i64 << beyond.min(6)).min(WAIT_MAX_S);
        let passed = now.duration_since(self.last).as_secs();
        // A clock that went back must not make a wait without end.
        (pause - passed.max(0)).clamp(0, WAIT_MAX_S)
    }
}

impl Bucket {
    fn filled(&self, most: u32, over_s: f64, now: Instant) -> f64 {
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        (self.left + passed * f64::from(most) / over_s).min(f64::from(most))
    }

    /// Seconds until one is there again.
    #[expect(clippy::cast_possible_truncation, reason = "at most an hour in seconds")]
    fn wait(&self, most: u32, over_s: f64, now: Instant) -> i64 {
        let left = self.filled(most, over_s, now);
        if left >= 1.0 { 0 } else { ((1.0 - left) * over_s / f64::from(most)).ceil().max(1.0) as i64 }
    }
}

fn take<K: std::hash::Hash + Eq>(
    buckets: &mut HashMap<K, Bucket>,
    key: K,
    most: u32,
    over_s: f64,
    now: Instant,
) {
    if buckets.len() >= KEYS_MAX {
        buckets.retain(|_, bucket| bucket.filled(most, over_s, now) < f64::from(most));
        if buckets.len() >= KEYS_MAX {
            buckets.clear();
        }
    }
    let bucket = buckets.entry(key).or_insert(Bucket { left: f64::from(most), at: now });
    let left = (bucket.filled(most, over_s, now) - 1.0).max(0.0);
    *bucket = Bucket { left, at: now.max(bucket.at) };
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
