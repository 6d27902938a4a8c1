//! A request whose body comes slowly: it is judged by when it was there.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use assay_app::ManualClock;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use jiff::SignedDuration;

use crate::{
    installation::{MORNING, PUBLIC_URL},
    objects::World,
    place::Place,
    site::{Sent, Who},
};

/// A body that takes its time: it is there once so much of it has passed.
struct Slow {
    body: Option<String>,
    clock: Arc<ManualClock>,
    takes: SignedDuration,
}

impl HttpBody for Slow {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let Some(body) = self.body.take() else { return Poll::Ready(None) };
        let began: jiff::Timestamp = MORNING.parse().unwrap();
        self.clock.set(began + self.takes);
        Poll::Ready(Some(Ok(Frame::data(body.into()))))
    }
}

#[tokio::test]
async fn an_answer_whose_body_comes_after_the_end_is_not_taken_whenever_it_began() {
    for (takes_s, status) in [(840, 200), (860, 409)] {
        let world = World::of_people(Place::folder()).await;
        let site = world.site().await;
        assert!(site.post(Who::Noor, "/exams/CLF-C02/register", &[]).await.went_well());
        let exams = site.get(Who::Noor, "/my/exams").await;
        let start = format!("/registrations/{}/start", exams.ids("reg")[0]);
        // The demonstration form of CLF-C02 gives 840 seconds, and answers on their way a few more.
        let sitting = site.post(Who::Noor, &start, &[("agreed", "yes")]).await.made();
        let path = format!("/api/v1/sittings/{sitting}/responses/i01");
        let clock = site.running.clock();
        let takes = SignedDuration::from_secs(takes_s);
        let slowly = |body| Body::new(Slow { body: Some(body), clock, takes });
        let answer = Sent::Json("{\"seq\":1,\"response\":[]}".to_owned());
        let browser = &site.browsers()[&Who::Noor];
        let told = site.ask_with(PUBLIC_URL, browser, ("PUT", &path), &answer, slowly).await;
        assert_eq!(told.status, status, "after {takes_s} s: {}", told.told());
        site.end().await;
        world.remove().await;
    }
}
