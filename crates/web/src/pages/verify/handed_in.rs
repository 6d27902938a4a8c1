//! What somebody hands in to be verified, and what there is to judge in it.

use assay_kernel::{Credentials, TypedId};
use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};

use super::link::{self, PastedLink};
use crate::state::Web;

/// Checks at once: each may cost a second of a core.
pub(super) static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What somebody handed in.
#[derive(Default)]
pub(super) struct Submission {
    pub(super) url: String,
    pub(super) text: String,
    pub(super) email: String,
    pub(super) file: Bytes,
    /// The host by which this site was reached.
    pub(super) host: String,
    /// Whether the form was sent, rather than opened.
    pub(super) asked: bool,
}

/// Where the browser thinks it is: people paste what stands in their address bar.
pub(super) fn host(headers: &HeaderMap) -> String {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned()
}

/// What there is to judge.
pub(super) enum HandedIn {
    Nothing,
    /// A badge of this installation.
    Own(TypedId<Credentials>),
    Bytes(Bytes),
    /// A link that leads to no badge of ours, and what to do.
    NoLink(String),
}

/// What a submission holds: the file first, then a text, then the field. Links are followed only to this
/// installation's own badges: fetching foreign addresses for strangers would make this server their tool.
pub(super) fn handed_in(web: &Web, submission: &Submission) -> HandedIn {
    if !submission.file.is_empty() {
        return HandedIn::Bytes(submission.file.clone());
    }
    // One field takes what people paste, JSON and signed tokens too.
    let pasted = [&submission.text, &submission.url];
    let is_text = |text: &&&String| text.starts_with('{') || text.starts_with("eyJ");
    if !submission.text.is_empty() {
        return HandedIn::Bytes(submission.text.clone().into());
    }
    if let Some(text) = pasted.iter().find(is_text) {
        return HandedIn::Bytes(text.to_string().into());
    }
    if submission.url.is_empty() {
        let nothing = "Paste the badge's link or number, or choose its file.".to_owned();
        return if submission.asked { HandedIn::NoLink(nothing) } else { HandedIn::Nothing };
    }
    let (base, public) = (web.app.awards.issuer().base_url(), &web.app.settings.public_url);
    match link::read(&submission.url, &[base, public, &submission.host]) {
        PastedLink::Own(id) => HandedIn::Own(id),
        PastedLink::OwnSite => HandedIn::NoLink("There is no badge at this address.".to_owned()),
        PastedLink::Elsewhere => HandedIn::NoLink(format!(
            "This page follows links to badges of {base} only. \
                Download the badge from that address and choose the file here."
        )),
    }
}
