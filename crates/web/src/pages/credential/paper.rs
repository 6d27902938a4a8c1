//! The certificate of a badge, as long as the badge stands.

use assay_app::Issued;
use assay_assessment::registration::long;

use super::{png, stands};
use crate::{certificate, fault::Fault, state::Web, visitor::Visitor};

/// Made at once: each takes some milliseconds of a core.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// The certificate as PDF. It names the holder where their page does, and for the holder themselves.
///
/// # Errors
/// `NotFound` where the badge does not stand: nothing is printed that was withdrawn or ran out.
pub async fn certificate(web: &Web, visitor: &Visitor, issued: &Issued) -> Result<Vec<u8>, Fault> {
    let asking = &visitor.asking;
    if !stands(issued, asking.today).today {
        return Err(Fault::not_found());
    }
    let own = visitor.session.as_ref().filter(|_| asking.actor.person() == Some(&issued.person));
    let holder = issued.shown_name.clone().or_else(|| own.map(|session| session.name.clone()));
    let title = asking.programme.certification(&issued.certification);
    let title = title.map_or_else(|| "Badge".to_owned(), |found| found.title.clone());
    let edition = &issued.edition;
    let mut dates = vec![format!("Awarded on {}", long(issued.earned_on))];
    dates.push(match edition.valid_until {
        Some(until) => format!("Valid from {} to {}", long(edition.valid_from), long(until)),
        None => format!("Valid from {} on, without an end", long(edition.valid_from)),
    });
    let issuer = asking.programme.body.name.clone();
    let notice = asking.programme.demonstration.clone().unwrap_or_default();
    let (number, edition) = (issued.id.to_string(), edition.number);
    let url = format!("{}/credentials/{number}", web.app.awards.issuer().base_url());
    let picture = png(asking, issued).cloned();
    let turn = AT_ONCE.acquire().await.map_err(|_| Fault::internal("certificates are closed"))?;
    let made = tokio::task::spawn_blocking(move || {
        certificate::pdf(&certificate::Certificate {
            issuer: &issuer,
            holder: holder.as_deref(),
            title: &title,
            dates,
            number: &number,
            edition,
            url: &url,
            notice: &notice,
            picture: picture.as_deref(),
        })
    });
    let made = made.await.map_err(|error| Fault::internal(&format!("making a certificate: {error}")))?;
    drop(turn);
    made.map_err(|error| Fault::internal(&error.to_string()))
}
