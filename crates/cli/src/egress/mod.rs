//! The one way out by HTTP: a request to a place that the operator named, and its status.
//!
//! By https, or without it to this machine alone; certificates are checked against those that the system
//! trusts. Nothing is followed anywhere else, and of an answer only its status is read. Looked at: `reqwest`
//! (a second stack of connections, pools and redirects for one request), `ureq` (threads that wait).

mod place;

use std::{sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{Method, Request, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

pub use self::place::HttpPlace;

/// Whoever has not answered by then does not answer: the job behind it has a minute.
pub const TIME_MAX: Duration = Duration::from_secs(10);

/// A request with a body of JSON.
pub struct PutRequest<'w> {
    /// Behind the place's path.
    pub below: &'w str,
    /// Headers of its own.
    pub headers: &'w [(&'static str, &'w str)],
    /// JSON.
    pub body: &'w str,
}

/// The way to a place.
pub struct Egress {
    place: HttpPlace,
    time_max: Duration,
    tls: Option<Arc<ClientConfig>>,
}

impl Egress {
    /// To a place; nobody is asked yet.
    ///
    /// # Errors
    /// The system has no certificates that it trusts.
    pub fn to(place: HttpPlace, time_max: Duration) -> Result<Egress, String> {
        let tls = match place.is_tls {
            true => Some(Arc::new(trusting()?)),
            false => None,
        };
        Ok(Egress { place, time_max, tls })
    }

    /// The place, without what opens it.
    pub fn host(&self) -> &str {
        &self.place.host
    }

    /// Puts something there, and says the status that came back.
    ///
    /// # Errors
    /// No status came back; in words without address and credentials.
    pub async fn put(&self, wanted: &PutRequest<'_>) -> Result<u16, String> {
        let host = &self.place.host;
        match timeout(self.time_max, self.exchanged(wanted)).await {
            Ok(answered) => answered.map_err(|why| format!("{host}: {why}")),
            Err(_) => Err(format!("{host} has not answered within {} s", self.time_max.as_secs())),
        }
    }

    async fn exchanged(&self, wanted: &PutRequest<'_>) -> Result<u16, String> {
        let at = (self.place.host.as_str(), self.place.port);
        let stream = TcpStream::connect(at).await.map_err(|error| format!("no connection ({error})"))?;
        match &self.tls {
            None => self.asked(TokioIo::new(stream), wanted).await,
            Some(config) => {
                let name = ServerName::try_from(self.place.host.clone());
                let name = name.map_err(|_| "its name cannot stand in a certificate".to_owned())?;
                let connected = TlsConnector::from(config.clone()).connect(name, stream).await;
                let stream = connected.map_err(|error| format!("no encrypted connection ({error})"))?;
                self.asked(TokioIo::new(stream), wanted).await
            }
        }
    }

    async fn asked<S>(&self, stream: TokioIo<S>, wanted: &PutRequest<'_>) -> Result<u16, String>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let said = |error: hyper::Error| format!("no answer of HTTP ({error})");
        let (mut sender, connection) = http1::handshake(stream).await.map_err(said)?;
        let mut request = Request::builder()
            .method(Method::PUT)
            .uri(format!("{}{}", self.place.path, wanted.below))
            .header(header::HOST, self.place.authority())
            .header(header::USER_AGENT, "assay")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close");
        if let Some(credentials) = &self.place.basic {
            request = request.header(header::AUTHORIZATION, credentials.as_str());
        }
        for (name, value) in wanted.headers {
            request = request.header(*name, *value);
        }
        let body = Full::new(Bytes::copy_from_slice(wanted.body.as_bytes()));
        let request = request.body(body).map_err(|error| format!("it cannot be asked ({error})"))?;
        let (mut connection, mut answer) =
            (std::pin::pin!(connection), std::pin::pin!(sender.send_request(request)));
        // The connection works while the answer is waited for, and ends with this.
        let answered = tokio::select! {
            answered = &mut answer => answered,
            _ = &mut connection => answer.await,
        };
        answered.map(|answer| answer.status().as_u16()).map_err(said)
    }
}

/// Whom the system trusts.
fn trusting() -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err("the system has no certificates that it trusts (Debian: ca-certificates)".to_owned());
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}
