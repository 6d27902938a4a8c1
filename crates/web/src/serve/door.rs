//! Who may come in: places for connections, and of these a share for everything but the answers of an exam.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};

use crate::{fault::Fault, routes::BODY_BYTES_MAX};

/// Of all places, one in so many is for pages at one moment: running exams come first, and whoever is turned
/// away is told at once and in little time, so that nobody waits behind a crowd for a place.
const PAGES_SHARE: usize = 4;
/// It is crowded when fewer than one in so many places is free.
const CROWDED_BELOW: usize = 8;
/// It is crowded no more when more than one in so many is free.
const FREE_ABOVE: usize = 4;
/// Exams opened at once: more only queue for the few readers of the database, in front of answers that are
/// being saved. Sixteen keep two cores and the disk busy.
const OPENING_MAX: usize = 16;
/// How long somebody waits for it: less than a request may take.
const OPENING_TIME_MAX: Duration = Duration::from_secs(20);
/// Seconds after which whoever was turned away comes again, in turn, so that not all come at once.
const RETRY_AFTER_S: [u64; 4] = [1, 2, 3, 4];
/// Of those turned away one in so many is logged.
const LOGGED: u64 = 100;

/// The places of a server.
pub struct Turnstile {
    all: usize,
    places: Arc<Semaphore>,
    pages: Semaphore,
    opening: Semaphore,
    crowded: watch::Sender<bool>,
    turned_away: AtomicU64,
}

impl Turnstile {
    /// With so many places.
    pub fn of(connections: usize) -> Self {
        Turnstile {
            all: connections,
            places: Arc::new(Semaphore::new(connections)),
            pages: Semaphore::new((connections / PAGES_SHARE).max(1)),
            opening: Semaphore::new(OPENING_MAX),
            crowded: watch::Sender::new(false),
            turned_away: AtomicU64::new(0),
        }
    }

    /// Waits for a free place; those who connect meanwhile wait in the system's queue.
    pub async fn enter(&self) -> OwnedSemaphorePermit {
        let free = self.places.available_permits();
        metrics::gauge!("assay_connections")
            .set(f64::from(u32::try_from(self.all - free).unwrap_or(u32::MAX)));
        self.crowded.send_if_modified(|crowded| {
            let before = *crowded;
            *crowded = if before { free <= self.all / FREE_ABOVE } else { free < self.all / CROWDED_BELOW };
            *crowded != before
        });
        match self.places.clone().acquire_owned().await {
            Ok(place) => place,
            // Nobody closes the semaphore.
            Err(_closed) => std::future::pending().await,
        }
    }

    /// Whether places are short.
    pub fn crowded(&self) -> watch::Receiver<bool> {
        self.crowded.subscribe()
    }

    fn turns_away(&self) -> Fault {
        let number = self.turned_away.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("assay_requests_turned_away").increment(1);
        if number.is_multiple_of(LOGGED) {
            tracing::warn!(number, places = self.all, "too many at once: somebody was asked to come again");
        }
        let turn = usize::try_from(number).unwrap_or_default() % RETRY_AFTER_S.len();
        Fault::busy(Duration::from_secs(RETRY_AFTER_S.get(turn).copied().unwrap_or(1)))
    }
}

/// Lets requests in as long as there is room for them; answers of an exam and questions about health always.
pub async fn admit(State(door): State<Arc<Turnstile>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_exam_work(request.method(), path) || path.starts_with("/health/") {
        return next.run(request).await;
    }
    let Ok(_room) = door.pages.try_acquire() else { return door.turns_away().into_response() };
    if !opens_an_exam(request.method(), path) {
        return next.run(request).await;
    }
    // The body first: whoever sends it slowly keeps nobody else from beginning.
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else { return Fault::too_large().into_response() };
    match timeout(OPENING_TIME_MAX, door.opening.acquire()).await {
        Ok(_turn) => next.run(Request::from_parts(parts, body.into())).await,
        Err(_elapsed) => door.turns_away().into_response(),
    }
}

/// Whether a request starts an exam or loads it: what a room full of candidates does in one instant.
fn opens_an_exam(method: &Method, path: &str) -> bool {
    match *method {
        Method::POST => path.starts_with("/registrations/") && path.ends_with("/start"),
        _ => path.starts_with("/api/v1/sittings/") || path.starts_with("/sittings/"),
    }
}

/// Whether a request saves an answer, hands in, takes the sitting over, or asks how much time is left.
pub fn is_exam_work(method: &Method, path: &str) -> bool {
    let changes = matches!(*method, Method::PUT | Method::POST);
    (changes || path.ends_with("/time")) && path.starts_with("/api/v1/sittings/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_hand_ins_are_exam_work_and_looking_at_them_is_not() {
        assert!(is_exam_work(&Method::PUT, "/api/v1/sittings/sit_1/responses/i01"));
        assert!(is_exam_work(&Method::POST, "/api/v1/sittings/sit_1/submit"));
        assert!(is_exam_work(&Method::GET, "/api/v1/sittings/sit_1/time"), "a page that woke up asks it");
        assert!(!is_exam_work(&Method::GET, "/api/v1/sittings/sit_1"));
        assert!(!is_exam_work(&Method::POST, "/registrations/reg_1/start"));
    }

    #[test]
    fn exams_are_opened_in_turn_and_nothing_else_is() {
        assert!(opens_an_exam(&Method::POST, "/registrations/reg_1/start"));
        assert!(opens_an_exam(&Method::GET, "/api/v1/sittings/sit_1"));
        assert!(opens_an_exam(&Method::GET, "/sittings/sit_1"));
        assert!(!opens_an_exam(&Method::POST, "/sign-in"), "hashing has a queue of its own");
        assert!(!opens_an_exam(&Method::GET, "/my/exams"));
    }

    #[tokio::test]
    async fn it_is_crowded_from_the_last_eighth_until_a_quarter_is_free_again() {
        let door = Turnstile::of(16);
        let crowded = door.crowded();
        let mut inside = Vec::new();
        for _ in 0..15 {
            inside.push(door.enter().await);
            assert!(!*crowded.borrow());
        }
        inside.push(door.enter().await);
        assert!(*crowded.borrow(), "one of sixteen was free");
        inside.truncate(12);
        inside.push(door.enter().await);
        assert!(*crowded.borrow(), "a quarter is free, no more");
        inside.truncate(11);
        inside.push(door.enter().await);
        assert!(!*crowded.borrow());
    }
}
