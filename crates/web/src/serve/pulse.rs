//! What a connection is doing, and how long it may go on without doing anything.

use std::{
    io,
    pin::Pin,
    sync::atomic::{AtomicU8, AtomicU64, Ordering},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// How long a request's head may take, and the first one to come (finding F5).
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long a connection stays open between two requests: longer than proxies keep theirs (nginx: 60 s), so
/// that none is closed in the moment it is used again.
const IDLE_TIME_MAX: Duration = Duration::from_secs(75);
/// The same while others wait for a place.
const CROWDED_HEAD_TIME_MAX: Duration = Duration::from_secs(2);
const CROWDED_IDLE_TIME_MAX: Duration = Duration::from_secs(1);
/// A candidate at work saves more often than this; whoever does not gets a new connection at the next answer.
const CROWDED_EXAM_IDLE_TIME_MAX: Duration = Duration::from_secs(30);
/// A request at work has limits of its own; it is looked at again after so long.
const BUSY_LOOK: Duration = Duration::from_secs(10);

/// Nothing of the first request has come.
const SILENT: u8 = 0;
/// Part of a head has come.
const HEAD: u8 = 1;
/// A request is at work.
const BUSY: u8 = 2;
/// Answered; the next request has not begun. The answer may still be on its way out.
const IDLE: u8 = 3;

/// The state of one connection, written by its reads, writes and requests.
pub struct Pulse {
    started: Instant,
    state: AtomicU8,
    /// An answer of an exam was saved on it.
    exam: AtomicU8,
    /// Milliseconds after `started` at which the present wait began.
    since_ms: AtomicU64,
}

impl Pulse {
    /// A connection that was just made.
    pub fn start() -> Self {
        Pulse {
            started: Instant::now(),
            state: AtomicU8::new(SILENT),
            exam: AtomicU8::new(0),
            since_ms: AtomicU64::new(0),
        }
    }

    /// A request's head is complete.
    pub fn begins(&self, is_exam_work: bool) {
        if is_exam_work {
            self.exam.store(1, Ordering::Relaxed);
        }
        self.set(BUSY);
    }

    /// Its answer is made.
    pub fn ends(&self) {
        self.set(IDLE);
    }

    /// Whether a request is at work, or its answer not out yet for all that is known.
    pub fn is_busy(&self) -> bool {
        matches!(self.state.load(Ordering::Relaxed), BUSY | IDLE)
    }

    /// When it has waited for long enough, if nothing happens.
    pub fn closes_at(&self, crowded: bool) -> Instant {
        match self.wait_max(crowded) {
            Some(wait) => self.started + Duration::from_millis(self.since_ms.load(Ordering::Relaxed)) + wait,
            None => Instant::now() + BUSY_LOOK,
        }
    }

    /// Whether it has waited for long enough.
    pub fn is_over(&self, crowded: bool) -> bool {
        self.wait_max(crowded).is_some() && self.closes_at(crowded) <= Instant::now()
    }

    fn wait_max(&self, crowded: bool) -> Option<Duration> {
        let exam = self.exam.load(Ordering::Relaxed) == 1;
        match (self.state.load(Ordering::Relaxed), crowded) {
            (BUSY, _) => None,
            (SILENT | HEAD, false) => Some(HEAD_TIME_MAX),
            (SILENT | HEAD, true) => Some(CROWDED_HEAD_TIME_MAX),
            (_, false) => Some(IDLE_TIME_MAX),
            (_, true) if exam => Some(CROWDED_EXAM_IDLE_TIME_MAX),
            (_, true) => Some(CROWDED_IDLE_TIME_MAX),
        }
    }

    fn set(&self, state: u8) {
        self.now();
        self.state.store(state, Ordering::Relaxed);
    }

    fn now(&self) {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.since_ms.store(ms, Ordering::Relaxed);
    }

    /// Bytes came. A head that trickles in gets no more time by it.
    fn has_read(&self) {
        if self.state.load(Ordering::Relaxed) == IDLE {
            self.set(HEAD);
        }
    }

    /// Bytes went out: a slow reader of a long answer is not idle.
    fn has_written(&self) {
        if self.state.load(Ordering::Relaxed) == IDLE {
            self.now();
        }
    }
}

/// A connection that tells its pulse what passes through it.
pub struct Watched {
    stream: TcpStream,
    pulse: std::sync::Arc<Pulse>,
}

impl Watched {
    /// Around a connection.
    pub fn new(stream: TcpStream, pulse: std::sync::Arc<Pulse>) -> Self {
        Watched { stream, pulse }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let done = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.pulse.has_read();
        }
        done
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        if matches!(done, Poll::Ready(Ok(written)) if written > 0) {
            self.pulse.has_written();
        }
        done
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        if matches!(done, Poll::Ready(Ok(written)) if written > 0) {
            self.pulse.has_written();
        }
        done
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(pulse: &Pulse, crowded: bool) -> Option<u64> {
        pulse.wait_max(crowded).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_head_has_ten_seconds_and_an_idle_connection_more_than_a_proxy_keeps_it() {
        let pulse = Pulse::start();
        assert_eq!(wait(&pulse, false), Some(10), "silent");
        pulse.begins(false);
        assert_eq!(wait(&pulse, false), None, "a request has a limit of its own");
        pulse.ends();
        assert_eq!(wait(&pulse, false), Some(75));
        pulse.has_read();
        assert_eq!(wait(&pulse, false), Some(10), "the next head has begun");
    }

    #[test]
    fn a_head_that_trickles_in_gets_no_more_time() {
        let pulse = Pulse::start();
        pulse.begins(false);
        pulse.ends();
        pulse.has_read();
        let closes_at = pulse.closes_at(false);
        pulse.has_read();
        pulse.has_written();
        assert_eq!(pulse.closes_at(false), closes_at);
        assert!(!pulse.is_over(false), "ten seconds are not over");
    }

    #[test]
    fn while_others_wait_only_an_exam_keeps_its_connection() {
        let (page, exam) = (Pulse::start(), Pulse::start());
        assert_eq!(wait(&page, true), Some(2), "silent");
        page.begins(false);
        page.ends();
        exam.begins(true);
        exam.ends();
        assert_eq!((wait(&page, true), wait(&exam, true)), (Some(1), Some(30)));
    }
}
