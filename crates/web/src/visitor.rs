//! Who looks at a page: the person of the session cookie, or nobody.
//!
//! Looked at: cookie, which brings a second calendar (`time`) for what eight lines read and write here.

use std::net::SocketAddr;

use assay_app::{AppError, Asking, Caller, SESSION_DAYS, Session, SignedIn, acts};
use assay_assessment::{registration::long, writer::Writer};
use assay_kernel::Actor;
use assay_programme::offer::telling_days;
use assay_words::InEnglish;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::AppendHeaders,
};
use maud::{Markup, html};

use crate::{assets::asset, fault::Fault, rail::rail, state::Web, ui};

/// The session's cookie, over plain http.
const COOKIE: &str = "assay_session";
/// The same over https: no neighbouring host can set it (RFC 6265bis, 4.1.3.2).
const HOST_COOKIE: &str = "__Host-assay_session";
/// The cookie that knows a browser again where it signs in; it lets nobody in.
const DEVICE_COOKIE: &str = "assay_device";
const HOST_DEVICE_COOKIE: &str = "__Host-assay_device";
/// How long a browser is known.
const DEVICE_DAYS: i64 = 400;

/// Whether people come by https: then cookies are for this host alone.
fn by_https(web: &Web) -> bool {
    web.app.settings.public_url.starts_with("https:")
}

/// The one who asks.
pub struct Visitor {
    /// Who asks, when and under what: made once, when the whole request is there.
    pub asking: Asking,
    /// The session, when signed in.
    pub session: Option<Session>,
    /// Path and query of the request.
    pub here: String,
    /// What the browser says of itself.
    pub user_agent: String,
    /// Where the request came from.
    pub address: std::net::IpAddr,
    /// The cookie of a browser that signed in before; empty where there is none.
    pub device: String,
    /// Whether the browser sent any cookie.
    pub has_cookies: bool,
}

/// What the head of a request says of who sends it: read before the body, so that who asks, and when, is
/// asked after it without a copy of the head.
pub struct Head {
    session: Option<String>,
    /// The session's cookie under the name of before, where there is no other.
    session_of_before: Option<String>,
    here: String,
    user_agent: String,
    address: std::net::IpAddr,
    device: String,
    has_cookies: bool,
}

impl Head {
    /// Reads a head.
    pub fn of(parts: &Parts, web: &Web) -> Self {
        let by_https = by_https(web);
        let (session_cookie, device_cookie) =
            if by_https { (HOST_COOKIE, HOST_DEVICE_COOKIE) } else { (COOKIE, DEVICE_COOKIE) };
        let session = cookie(&parts.headers, session_cookie);
        let of_before = by_https && session.is_none();
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Head {
            session_of_before: of_before.then(|| cookie(&parts.headers, COOKIE)).flatten(),
            session,
            here: parts.uri.path_and_query().map_or("/".to_owned(), ToString::to_string),
            user_agent: user_agent.unwrap_or_default().to_owned(),
            address: caller(connected.map(|info| info.0.ip()), &parts.headers),
            device: cookie(&parts.headers, device_cookie).unwrap_or_default(),
            has_cookies: parts.headers.contains_key(header::COOKIE),
        }
    }

    /// Asks at the door, now, for whoever the head names.
    ///
    /// # Errors
    /// The store failed.
    pub async fn asks(self, web: &Web) -> Result<Visitor, Fault> {
        let (asking, accounts) = (web.app.door.ask(Actor::Anonymous), &web.app.accounts);
        let session = match (&self.session, &self.session_of_before) {
            (Some(token), _) => accounts.session(&asking, token).await?,
            // Who signed in before this server knew the other name stays signed in.
            (None, Some(token)) => accounts.session_of_before(&asking, token).await?,
            (None, None) => None,
        };
        let actor = session.as_ref().map_or(Actor::Anonymous, |session| session.actor.clone());
        let Head { here, user_agent, address, device, has_cookies, .. } = self;
        let asking = asking.by(actor);
        Ok(Visitor { asking, session, here, user_agent, address, device, has_cookies })
    }
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        Head::of(parts, web).asks(web).await
    }
}

/// Where a request came from. A web server on the same machine speaks for its visitors: the last entry of
/// X-Forwarded-For is the one it wrote itself. IPv6 by its /64, which is what one household has.
fn caller(peer: Option<std::net::IpAddr>, headers: &HeaderMap) -> std::net::IpAddr {
    use std::net::{IpAddr, Ipv6Addr};
    // On a socket for both families IPv4 comes as IPv6 (RFC 4291, 2.5.5.2).
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0])).to_canonical();
    let forwarded = || {
        let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        Some(line.rsplit(',').next()?.trim().parse::<IpAddr>().ok()?.to_canonical())
    };
    match if peer.is_loopback() { forwarded().unwrap_or(peer) } else { peer } {
        IpAddr::V6(address) if !address.is_loopback() => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        other => other,
    }
}

/// Whether a request names a session, good or not.
pub fn has_session(headers: &HeaderMap) -> bool {
    [HOST_COOKIE, COOKIE].iter().any(|name| cookie(headers, name).is_some())
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// A header that sets a cookie; `Path=/` and no domain, as `__Host-` asks for.
fn set_cookie(web: &Web, names: (&str, &str), value: &str, age_s: i64) -> Result<HeaderValue, Fault> {
    let (name, secure) = if by_https(web) { (names.1, "; Secure") } else { (names.0, "") };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}");
    HeaderValue::from_str(&text).map_err(|_| Fault::internal("a cookie that is no header"))
}

/// The cookies that sign in, and that know the browser again later.
pub fn signed_in_cookies(
    web: &Web,
    signed_in: &SignedIn,
) -> Result<AppendHeaders<[(HeaderName, HeaderValue); 2]>, Fault> {
    let day = 24 * 3600;
    let session = set_cookie(web, (COOKIE, HOST_COOKIE), &signed_in.token, SESSION_DAYS * day)?;
    let device = set_cookie(web, (DEVICE_COOKIE, HOST_DEVICE_COOKIE), &signed_in.device, DEVICE_DAYS * day)?;
    Ok(AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, device)]))
}

/// The cookie that signs out; the browser stays known.
pub fn signed_out_cookie(web: &Web) -> Result<[(HeaderName, HeaderValue); 1], Fault> {
    Ok([(header::SET_COOKIE, set_cookie(web, (COOKIE, HOST_COOKIE), "", 0)?)])
}

impl Visitor {
    /// As use cases want to know who asks.
    pub fn caller(&self) -> Caller<'_> {
        Caller {
            user_agent: &self.user_agent,
            address: self.address,
            device: &self.device,
            former: self.session.as_ref().map(|session| session.id),
        }
    }

    /// The token that forms of this session carry.
    pub fn csrf(&self) -> &str {
        self.session.as_ref().map_or("", |session| session.csrf.as_str())
    }

    /// Refuses whoever is not signed in, before it is looked whether anything is there (F22).
    pub fn must_be_signed_in(&self) -> Result<(), Fault> {
        Ok(self.asking.person().map(|_person| ())?)
    }

    /// The name under which this session writes a sitting.
    pub fn writer(&self) -> Result<Writer, Fault> {
        let session = self.session.as_ref().ok_or(AppError::NotSignedIn)?;
        Ok(Writer::session(session.id))
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.session.is_some()
    }

    /// A page around `main`.
    pub fn page(&self, web: &Web, title: &str, main: Markup) -> Markup {
        ui::page(&self.shell(web, title), main)
    }

    /// A page of the team around `main`: with its rooms at the side, and the keys of its lists.
    pub fn wide_page(&self, web: &Web, title: &str, main: Markup) -> Markup {
        let path = self.here.split('?').next().unwrap_or("/");
        let mut shell = self.shell(web, title).rail(rail(&self.asking, path));
        shell.scripts.push(asset("list.js"));
        ui::page(&shell, main)
    }

    /// A page of the bank: with its own sheet of style and what makes it comfortable.
    pub fn bank_page(&self, web: &Web, title: &str, main: Markup) -> Markup {
        let path = self.here.split('?').next().unwrap_or("/");
        let mut shell = self.shell(web, title).rail(rail(&self.asking, path));
        shell.head = html! { link rel="stylesheet" href=(asset("bank.css")); };
        shell.scripts.extend([asset("list.js"), asset("bank.js")]);
        ui::page(&shell, main)
    }

    /// A page with something in its head.
    pub fn page_with_head(&self, web: &Web, title: &str, head: Markup, main: Markup) -> Markup {
        let mut shell = self.shell(web, title);
        shell.head = head;
        ui::page(&shell, main)
    }

    fn shell(&self, web: &Web, title: &str) -> ui::Shell {
        let programme = &self.asking.programme;
        let link = |label: &str, href: &str| {
            let path = self.here.split('?').next().unwrap_or("/");
            let current =
                path == href || (!matches!(href, "/" | "/my") && path.starts_with(&format!("{href}/")));
            ui::NavLink::new(label, href).current(current)
        };
        let mut nav = vec![link("Catalogue", "/")];
        if self.asking.may_at_all::<acts::SeePeople>() {
            nav.push(link("Administration", "/admin"));
        } else if self.is_signed_in() {
            if self.asking.may_at_all::<acts::SeeBank>() {
                nav.push(link("Bank", "/admin/bank"));
            }
            nav.push(link("My certifications", "/my"));
            nav.push(link("My exams", "/my/exams"));
        }
        nav.push(link("Announcements", "/announcements"));
        // Signed in, the footer's link is enough: the header keeps to one row.
        if !self.is_signed_in() {
            nav.push(link("Verify a badge", "/verify"));
        }
        let person = self.session.as_ref().map(|session| ui::Person {
            name: session.name.clone(),
            role: session.email.clone(),
            unread: session.unread,
            links: vec![ui::NavLink::new("Account and devices", "/account")],
        });
        ui::Shell::new(title, &programme.title).nav(nav).person(person, self.csrf()).top(self.top(web))
    }

    fn top(&self, web: &Web) -> Markup {
        let programme = &self.asking.programme;
        let notice = programme.demonstration.as_deref().unwrap_or_default();
        if !web.app.settings.demo {
            return html! {
                @if !notice.is_empty() {
                    aside class="demo" aria-label="Notice" { div class="bar" { p { (notice) } } }
                }
            };
        }
        let today = self.asking.today;
        let days = telling_days(programme).into_iter().map(|day| ui::ClockDay {
            day: long(day.on),
            iso: day.on.to_string(),
            text: day.said.text(),
        });
        ui::demo_clock(&ui::ClockShown {
            notice: notice.to_owned(),
            today: long(today),
            today_iso: today.to_string(),
            days: days.collect(),
            back_to: self.here.clone(),
            csrf: self.csrf().to_owned(),
            action: "/demo/clock".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_on_the_same_machine_speaks_for_its_visitors() {
        let from = |peer: &str, forwarded: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            caller(peer.parse().ok(), &headers).to_string()
        };
        assert_eq!(
            from("203.0.113.7", &["198.51.100.1"]),
            "203.0.113.7",
            "a stranger's word counts for nothing"
        );
        assert_eq!(from("127.0.0.1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9", "the proxy's own entry");
        assert_eq!(from("127.0.0.1", &["198.51.100.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(from("127.0.0.1", &["nonsense"]), "127.0.0.1");
        assert_eq!(from("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::", "a household is one caller");
        assert_eq!(from("::1", &[]), "::1");
    }
}
