//! Turns at hashing a password: a few at once, the others wait in an order that a flood cannot spoil.
//!
//! Whoever is known (a browser or an address that got in before, a centre) waits in a line of their own,
//! first come first served. The others do so as long as they are few; when they are many the latest is
//! served first: a burst of guesses then delays itself, not the honest person who comes after it (F8: 17 s
//! before). Both lines have an end; whoever waited longest in a full line is told when to come back.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

/// Hashing takes tens of milliseconds and 19 MiB: two at a time beside the loop.
const AT_ONCE: usize = 2;
/// Waiting at most, in each line: what is done in fifteen seconds, half of what a request may take.
const WAITING_MAX: usize = 1024;
/// As long as no more strangers wait, the first is served first: that is a second.
const FEW: usize = 64;
/// Strangers get every fourth turn at least.
const STRANGERS_EVERY: u32 = 4;

/// Which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Got in before, or belongs to a centre.
    Known,
    /// Everybody else.
    Strangers,
}

#[derive(Default)]
struct Waiting {
    running: usize,
    known: VecDeque<oneshot::Sender<()>>,
    strangers: VecDeque<oneshot::Sender<()>>,
    since_a_stranger: u32,
}

/// The turns of a process.
#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<Waiting>>);

/// A turn; the next one comes when it is dropped.
pub(crate) struct Turn(Turns);

impl Turns {
    /// Waits for a turn; none where the line was full and others came later.
    pub(crate) async fn wait(&self, line: Line) -> Option<Turn> {
        let called = {
            let mut waiting = self.waiting();
            if waiting.running < AT_ONCE {
                waiting.running += 1;
                return Some(Turn(self.clone()));
            }
            let (call, called) = oneshot::channel();
            let queue = match line {
                Line::Known => &mut waiting.known,
                Line::Strangers => &mut waiting.strangers,
            };
            if queue.len() >= WAITING_MAX {
                // Dropping the call says no.
                queue.pop_front();
            }
            queue.push_back(call);
            called
        };
        // Cut off between the call and this line the turn would be lost: `Called` gives it back.
        let mut called = Called { turns: self, called: Some(called) };
        let won = match called.called.as_mut() {
            Some(waiting) => waiting.await.is_ok(),
            None => false,
        };
        called.called = None;
        won.then(|| Turn(self.clone()))
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
    fn next(&mut self) -> Option<oneshot::Sender<()>> {
        let turn_of_a_stranger = self.since_a_stranger >= STRANGERS_EVERY - 1 || self.known.is_empty();
        if turn_of_a_stranger && !self.strangers.is_empty() {
            self.since_a_stranger = 0;
            return match self.strangers.len() > FEW {
                true => self.strangers.pop_back(),
                false => self.strangers.pop_front(),
            };
        }
        self.since_a_stranger = self.since_a_stranger.saturating_add(1);
        self.known.pop_front()
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
    called: Option<oneshot::Receiver<()>>,
}

impl Drop for Called<'_> {
    fn drop(&mut self) {
        if let Some(mut called) = self.called.take() {
            called.close();
            if called.try_recv().is_ok() {
                self.turns.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets everybody who waits come to their place in the line.
    async fn settle() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    /// Starts somebody who notes their name when their turn comes, and ends it at once.
    fn visitor(turns: &Turns, line: Line, name: usize, served: &Arc<Mutex<Vec<usize>>>) {
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
        let held = (turns.wait(Line::Strangers).await, turns.wait(Line::Strangers).await);
        for name in 0..30 {
            visitor(&turns, Line::Strangers, name, &served);
            settle().await;
        }
        drop(held);
        settle().await;
        assert_eq!(*served.lock().unwrap(), (0..30).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn whoever_comes_after_a_flood_does_not_wait_for_it() {
        let (turns, served) = (Turns::default(), Arc::default());
        let held = (turns.wait(Line::Strangers).await, turns.wait(Line::Strangers).await);
        for name in 0..900 {
            visitor(&turns, Line::Strangers, name, &served);
        }
        settle().await;
        visitor(&turns, Line::Strangers, 7777, &served);
        visitor(&turns, Line::Known, 8888, &served);
        settle().await;
        drop(held.0);
        settle().await;
        let first: Vec<usize> = served.lock().unwrap().iter().take(3).copied().collect();
        assert!(first.contains(&7777) && first.contains(&8888), "{first:?}");
        drop(held.1);
        settle().await;
        assert_eq!(served.lock().unwrap().len(), 902, "and the flood is served as well");
    }

    #[tokio::test]
    async fn a_full_line_says_no_to_whoever_waited_longest() {
        let turns = Turns::default();
        let held = (turns.wait(Line::Strangers).await, turns.wait(Line::Strangers).await);
        let first = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait(Line::Strangers).await.is_none() }
        });
        settle().await;
        let served = Arc::default();
        (0..WAITING_MAX).for_each(|name| visitor(&turns, Line::Strangers, name, &served));
        assert!(first.await.unwrap());
        drop(held);
    }

    #[tokio::test]
    async fn whoever_goes_away_takes_no_turn_along() {
        let turns = Turns::default();
        let held = (turns.wait(Line::Known).await, turns.wait(Line::Known).await);
        let gone = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait(Line::Known).await.map(|_turn| ()) }
        });
        settle().await;
        drop(held.0);
        gone.abort();
        assert!(gone.await.is_err());
        drop(held.1);
        assert!(turns.wait(Line::Known).await.is_some() && turns.wait(Line::Known).await.is_some());
        assert_eq!(turns.waiting().running, 0);
    }
}
