//! The running product: one listener, one application, one runner of jobs, and an orderly end.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use assay_app::{App, Closed};
use assay_web::Limits;
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::watch,
    task::JoinHandle,
};

use crate::{
    outcome::{Failure, Found},
    rim,
    socket::Listening,
};

/// How long requests under way may take after the signal to stop; supervisors kill after ten seconds or more.
const GRACE: Duration = Duration::from_secs(5);
/// Connections that wait for a place in the system's queue; Linux allows as many (net.core.somaxconn).
const WAITING_MAX: u32 = 4096;
/// How long the first answer may take.
const FIRST_ANSWER: Duration = Duration::from_secs(10);
/// How often memory that a burst took is given back: a plan, an upload or an export is over by then.
const GIVE_BACK_EVERY: Duration = Duration::from_secs(5 * 60);

/// Opens the port, before anything else is made.
///
/// # Errors
/// It is taken, or not ours to open.
pub fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let opened = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // As the library's own `bind` does: a restart does not wait for the last connections of before.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(WAITING_MAX)
    };
    opened().map_err(|error: std::io::Error| {
        let context = format!("{address} cannot be listened on; name another port with --listen");
        Failure::world(context, error)
    })
}

/// Serves until SIGINT or SIGTERM, then finishes what is under way and closes the store. Once it answers,
/// `welcome` is said. Errands are taken beside it, where it can.
///
/// # Errors
/// The server never answered, or the database could not be closed in order.
pub async fn run(
    app: App,
    listener: TcpListener,
    limits: Limits,
    errands: Option<Listening>,
    welcome: Option<String>,
) -> Result<Found, Failure> {
    let failed = |error| Failure::world("the server stopped", error);
    let address = listener.local_addr().map_err(failed)?;
    let app = Arc::new(app);
    let (stop, stopped) = watch::channel(false);
    let runner = app.clone();
    let signals = tokio::spawn(async move {
        wait_for_signal().await;
        // Beside the requests, so that the stop takes no longer for them.
        runner.jobs.stop();
        // Nobody waits any more if the server ended by itself.
        let _ = stop.send(true);
    });
    let runner = app.clone();
    let jobs = tokio::spawn(async move { runner.jobs.run().await });
    let errands = errands.map(|errands| tokio::spawn(errands.run(app.clone(), stopped.clone(), GRACE)));
    let tidying = tokio::spawn(give_back_for_good());
    let serving = assay_web::serve(app.clone(), listener, limits, until(stopped.clone()));
    let mut server: JoinHandle<()> = tokio::spawn(serving);
    let served = tokio::select! {
        ended = &mut server => ended,
        first = announce(address) => match first {
            Ok(()) => {
                if let Some(welcome) = welcome {
                    rim::say(format_args!("{welcome}"));
                }
                finish(&mut server, stopped).await
            }
            Err(failure) => {
                server.abort();
                return Err(failure);
            }
        },
    };
    signals.abort();
    tidying.abort();
    // All tasks hold the application; their ends are waited for, not their results. Jobs end at a stop.
    app.jobs.stop();
    let _ = jobs.await;
    let _ = signals.await;
    if let Some(errands) = errands {
        let _ = errands.await;
    }
    let closed = match Arc::into_inner(app) {
        Some(app) => app.close().await,
        // A request that was cut off still has it: what it waited for was not acknowledged.
        None => Closed::InOrder,
    };
    match (served, closed) {
        (Err(error), _) if !error.is_cancelled() => Err(Failure::world("the server stopped", error)),
        (_, Closed::GaveUp) => Err(Failure::not_closed()),
        (_, Closed::InOrder) => Ok(Found::Nothing),
    }
}

/// Waits for the server's end, but after the signal no longer than the grace.
async fn finish(
    server: &mut JoinHandle<()>,
    stopped: watch::Receiver<bool>,
) -> Result<(), tokio::task::JoinError> {
    let overdue = async {
        until(stopped).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = &mut *server => ended,
        () = overdue => {
            tracing::warn!(grace = ?GRACE, "requests were still under way after the signal and are cut off");
            server.abort();
            server.await
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that nobody can send any more: then there is nothing to wait for either.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Gives back what bursts took, time and again while the server runs.
async fn give_back_for_good() {
    loop {
        tokio::time::sleep(GIVE_BACK_EVERY).await;
        give_back().await;
    }
}

/// On a thread that may wait, since every heap is locked in turn.
async fn give_back() {
    let freed = tokio::task::spawn_blocking(assay_heap::give_back).await;
    tracing::debug!(freed = freed.unwrap_or(false), "memory was given back");
}

/// Prints the one line on standard output, once the server really answers.
async fn announce(address: SocketAddr) -> Result<(), Failure> {
    let asked = tokio::task::spawn_blocking(move || first_answer(address));
    let answered = asked.await.map_err(|error| Failure::world("the server was not asked", error))?;
    answered.map_err(|error| Failure::world("the server does not answer", error))?;
    give_back().await;
    rim::print(&format!("ready: http://{address}\n"))
}

fn first_answer(address: SocketAddr) -> std::io::Result<()> {
    let mut to = address;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => to.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => to.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    let mut connection = TcpStream::connect_timeout(&to, FIRST_ANSWER)?;
    connection.set_read_timeout(Some(FIRST_ANSWER))?;
    write!(connection, "GET /health/live HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; 5];
    connection.read_exact(&mut start)?;
    if &start == b"HTTP/" { Ok(()) } else { Err(std::io::Error::other("the answer is not HTTP")) }
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    let _ = tokio::signal::ctrl_c().await;
}
