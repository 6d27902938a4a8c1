//! The accept loop: as many connections as there are files for, and a time limit on each wait.
//!
//! `axum::serve` takes whatever connects and waits for ever for half a request; visitors then take the files
//! that the database needs (finding F5). What was looked at: tower's and tower-http's limits count requests,
//! not connections, and hyper-util's graceful shutdown knows no idle time. So the loop is ours and everything
//! in HTTP is hyper's. The choices stand in docs/decisions/0016-connections-have-a-budget.md.

mod door;
mod pulse;

use std::{future::Future, io::ErrorKind, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use assay_app::App;
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, watch},
    task::JoinSet,
};

use crate::{rates::Pace, site};
pub(crate) use door::{Turnstile, admit};
use pulse::{Pulse, Watched};

/// The head of a request at most: cookies and a long address need 2 KB (finding F9).
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Pause after the system refused a connection for want of files or memory.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

/// What the machine gives the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; the store's files come on top.
    pub connections: usize,
    /// Whether what one person may change in a time is limited.
    pub pace: Pace,
}

/// Serves until `shutdown` resolves; running requests are finished. Dropped, it cuts every connection.
pub async fn serve(app: Arc<App>, listener: TcpListener, limits: Limits, shutdown: impl Future<Output = ()>) {
    let door = Arc::new(Turnstile::of(limits.connections));
    let router = site::guarded(app, door.clone(), limits.pace);
    let (stop, stopping) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let place = tokio::select! {
            biased;
            () = &mut shutdown => break,
            place = door.enter() => place,
        };
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let talk =
                    Talk { peer, router: router.clone(), door: door.clone(), stopping: stopping.clone() };
                connections.spawn(talk.hold(stream, place));
            }
            Err(error) if is_of_one_connection(error.kind()) => {}
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(REFUSED_PAUSE).await;
            }
        }
        // Those that ended leave nothing behind.
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = stop.send(true);
    while connections.join_next().await.is_some() {}
}

/// The visitor was gone before it was accepted: nothing is wrong with the listener.
fn is_of_one_connection(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// One connection and what it needs.
struct Talk {
    peer: SocketAddr,
    router: Router,
    door: Arc<Turnstile>,
    stopping: watch::Receiver<bool>,
}

impl Talk {
    /// Serves one connection until it ends, is quiet for too long, or the server stops.
    async fn hold(self, stream: TcpStream, _place: OwnedSemaphorePermit) {
        let Talk { peer, router, door, mut stopping } = self;
        // An answer goes out when it is written, not when the next one fills a packet; without it, slower.
        let _ = stream.set_nodelay(true);
        let pulse = Arc::new(Pulse::start());
        let io = TokioIo::new(Watched::new(stream, pulse.clone()));
        let service = PulsedRouter {
            inner: TowerToHyperService::new(router),
            peer,
            pulse: pulse.clone(),
            door: door.clone(),
        };
        let mut crowded = door.crowded();
        let mut http = http1::Builder::new();
        // The time limits are those of `pulse`: hyper has one for heads and idle connections together.
        http.header_read_timeout(None).max_buf_size(HEAD_BYTES_MAX);
        let mut talk = pin!(http.serve_connection(io, service));
        loop {
            let closes_at = pulse.closes_at(*crowded.borrow_and_update());
            tokio::select! {
                // A broken connection is the visitor's affair.
                _ended = talk.as_mut() => return,
                () = tokio::time::sleep_until(closes_at.into()) => {
                    if pulse.is_over(*crowded.borrow()) {
                        return;
                    }
                }
                changed = crowded.changed() => if changed.is_err() { return },
                () = until(&mut stopping) => break,
            }
        }
        talk.as_mut().graceful_shutdown();
        if pulse.is_busy() {
            // The caller's grace ends this.
            let _ = talk.await;
        }
    }
}

async fn until(stopping: &mut watch::Receiver<bool>) {
    // An error means that the loop is gone: then this ends as well.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// The router, with the connection's pulse taken at each request.
struct PulsedRouter {
    inner: TowerToHyperService<Router>,
    peer: SocketAddr,
    pulse: Arc<Pulse>,
    door: Arc<Turnstile>,
}

impl hyper::service::Service<Request<Incoming>> for PulsedRouter {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, Self::Error>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let is_exam_work = door::is_exam_work(request.method(), request.uri().path());
        self.pulse.begins(is_exam_work);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let answer = self.inner.call(request.map(Body::new));
        let (pulse, crowded) = (self.pulse.clone(), self.door.crowded());
        Box::pin(async move {
            let mut answer = answer.await?;
            // Whoever looks at a page makes room for the next one; an exam keeps its connection.
            if *crowded.borrow() && !is_exam_work {
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            // A request that took too long ends without a word of ours: even then it says when to come again.
            if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
                answer.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("2"));
            }
            pulse.ends();
            Ok(answer)
        })
    }
}
