//! Turns at hashing a password: a few at once, the others wait in an order that a flood cannot spoil.
//!
//! Browsers that got in before wait in a line of their own, first come first served; so do addresses from
//! which somebody got in, and centres. All others share what is left by network: whose network had the fewest
//! turns since the line was last empty is next, and among equals the latest, once they are many. A burst of
//! guesses then delays itself, not the honest person beside it (F8: 17 s before). Each line has an end, and
//! nobody waits longer than a browser would: whoever is not served is told when to come back.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::oneshot;

/// Hashing takes tens of milliseconds and 19 MiB: two at a time beside the loop.
const AT_ONCE: usize = 2;
/// Waiting at most, in each line of those who got in before: what is done in fifteen seconds.
const WAITING_MAX: usize = 1024;
/// Of all others; each holds one of the places for pages, which a small server has two hundred of.
const OTHERS_MAX: usize = 192;
/// Nobody waits longer: a request may take thirty seconds.
const WAIT_MAX: Duration = Duration::from_secs(12);
/// As long as no more wait of a network, its first is served first: that is a second.
const FEW: usize = 64;

/// Which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// A browser that got in before.
    Browser,
    /// An address from which somebody got in, or a centre's.
    Address,
    /// Everybody else, by network.
    Network(IpAddr),
}

#[derive(Default)]
struct Waiting {
    running: usize,
    given: u64,
    browsers: VecDeque<oneshot::Sender<()>>,
    addresses: VecDeque<oneshot::Sender<()>>,
    others: VecDeque<(u128, oneshot::Sender<()>)>,
    /// Turns by network since nobody waited.
    shares: HashMap<u128, u32>,
}

/// The turns of a process.
#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<Waiting>>);

/// A turn; the next one comes when it is dropped.
pub(crate) struct Turn(Turns);

impl Turns {
    /// Waits for a turn; none where the line was full and others came later, or it took too long.
    pub(crate) async fn wait(&self, line: Lane) -> Option<Turn> {
        let called = {
            let mut waiting = self.waiting();
            if waiting.running < AT_ONCE {
                waiting.running += 1;
                return Some(Turn(self.clone()));
            }
            let (call, called) = oneshot::channel();
            waiting.push(line, call);
            called
        };
        // Whoever goes away between the call and this line gives the turn back.
        let mut called = Called { turns: self, called };
        let won = tokio::time::timeout(WAIT_MAX, &mut called.called).await;
        matches!(won, Ok(Ok(()))).then(|| Turn(self.clone()))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) {
        let mut waiting = self.waiting();
        while let Some(call) = waiting.next() {
            // Whoever went away is passed over.
            if call.send(()).is_ok() {
                return;
            }
        }
        waiting.running = waiting.running.saturating_sub(1);
    }
}

impl Waiting {
    /// Joins a line; from a full one whoever waited longest is sent away, by dropping the call.
    fn push(&mut self, line: Lane, call: oneshot::Sender<()>) {
        match line {
            Lane::Browser => join(&mut self.browsers, call),
            Lane::Address => join(&mut self.addresses, call),
            Lane::Network(address) => {
                if self.others.len() >= OTHERS_MAX {
                    self.send_one_away();
                }
                self.others.push_back((network(address), call));
            }
        }
    }

    /// The first one of the network of which most wait.
    fn send_one_away(&mut self) {
        let mut waiting: HashMap<u128, usize> = HashMap::new();
        for (network, _) in &self.others {
            *waiting.entry(*network).or_default() += 1;
        }
        let most = waiting.into_iter().max_by_key(|(_, count)| *count).map(|(network, _)| network);
        let place = self.others.iter().position(|(network, _)| Some(*network) == most);
        if let Some(place) = place {
            self.others.remove(place);
        }
    }

    /// Whoever is next. Each line gets every fourth turn at least.
    fn next(&mut self) -> Option<oneshot::Sender<()>> {
        self.given = self.given.wrapping_add(1);
        match self.given % 4 {
            3 => self.other().or_else(|| self.addresses.pop_front()).or_else(|| self.browsers.pop_front()),
            2 => self.addresses.pop_front().or_else(|| self.browsers.pop_front()).or_else(|| self.other()),
            _ => self.browsers.pop_front().or_else(|| self.addresses.pop_front()).or_else(|| self.other()),
        }
    }

    /// The next one of the network that had the fewest turns.
    fn other(&mut self) -> Option<oneshot::Sender<()>> {
        let share = |network: &u128| self.shares.get(network).copied().unwrap_or_default();
        let least = self.others.iter().map(|(network, _)| share(network)).min()?;
        let waiting: Vec<usize> = self
            .others
            .iter()
            .enumerate()
            .filter(|(_, (network, _))| share(network) == least)
            .map(|(place, _)| place)
            .collect();
        let place = if waiting.len() > FEW { waiting.last() } else { waiting.first() };
        let (network, call) = self.others.remove(*place?)?;
        *self.shares.entry(network).or_default() += 1;
        if self.others.is_empty() {
            self.shares.clear();
        }
        Some(call)
    }
}

fn join<T>(line: &mut VecDeque<T>, call: T) {
    if line.len() >= WAITING_MAX {
        line.pop_front();
    }
    line.push_back(call);
}

/// The network that shares with others: the first 16 bits of IPv4, 32 of IPv6, about what one provider gives
/// to its customers.
fn network(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits() >> 16),
        IpAddr::V6(address) => (address.to_bits() >> 96) | 1 << 96,
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.next();
    }
}

/// Somebody who waits and may go away at any moment.
struct Called<'a> {
    turns: &'a Turns,
    called: oneshot::Receiver<()>,
}

impl Drop for Called<'_> {
    fn drop(&mut self) {
        // Empty where the call was taken or never came.
        self.called.close();
        if self.called.try_recv().is_ok() {
            self.turns.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRANGER: Lane = Lane::Network(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7)));

    /// Lets everybody who waits come to their place in the line.
    async fn settle() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    /// Starts somebody who notes their name when their turn comes, and ends it at once.
    fn visitor(turns: &Turns, line: Lane, name: usize, served: &Arc<Mutex<Vec<usize>>>) {
        let (turns, served) = (turns.clone(), served.clone());
        tokio::spawn(async move {
            if let Some(_turn) = turns.wait(line).await {
                served.lock().unwrap().push(name);
            }
        });
    }

    #[tokio::test]
    async fn few_are_served_in_their_order() {
        let (turns, served) = (Turns::default(), Arc::default());
        let held = (turns.wait(STRANGER).await, turns.wait(STRANGER).await);
        for name in 0..30 {
            visitor(&turns, STRANGER, name, &served);
            settle().await;
        }
        drop(held);
        settle().await;
        assert_eq!(*served.lock().unwrap(), (0..30).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn whoever_comes_after_a_flood_does_not_wait_for_it() {
        let (turns, served) = (Turns::default(), Arc::default());
        let held = (turns.wait(STRANGER).await, turns.wait(STRANGER).await);
        let guess = |name: usize| {
            let address =
                IpAddr::from([10, u8::try_from(name % 4).unwrap(), u8::try_from(name / 4).unwrap(), 7]);
            visitor(&turns, Lane::Network(address), name, &served);
        };
        (0..400).for_each(guess);
        settle().await;
        visitor(&turns, STRANGER, 7777, &served);
        visitor(&turns, Lane::Browser, 8888, &served);
        settle().await;
        (400..900).for_each(guess);
        settle().await;
        drop(held.0);
        settle().await;
        let first: Vec<usize> = served.lock().unwrap().iter().take(8).copied().collect();
        assert!(first.contains(&7777) && first.contains(&8888), "{first:?}");
        drop(held.1);
        settle().await;
        let served = served.lock().unwrap().len();
        assert!((OTHERS_MAX..300).contains(&served), "{served}: the rest of the flood is told to come back");
    }

    #[tokio::test]
    async fn a_full_line_says_no_to_whoever_waited_longest() {
        let turns = Turns::default();
        let held = (turns.wait(STRANGER).await, turns.wait(STRANGER).await);
        let first = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait(STRANGER).await.is_none() }
        });
        settle().await;
        let served = Arc::default();
        (0..OTHERS_MAX).for_each(|name| visitor(&turns, STRANGER, name, &served));
        assert!(first.await.unwrap());
        drop(held);
    }

    #[tokio::test]
    async fn whoever_goes_away_takes_no_turn_along() {
        let turns = Turns::default();
        let held = (turns.wait(Lane::Browser).await, turns.wait(Lane::Browser).await);
        let gone = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait(Lane::Browser).await.map(|_turn| ()) }
        });
        settle().await;
        drop(held.0);
        gone.abort();
        assert!(gone.await.is_err());
        drop(held.1);
        assert!(turns.wait(Lane::Browser).await.is_some() && turns.wait(Lane::Browser).await.is_some());
        assert_eq!(turns.waiting().running, 0);
    }
}
