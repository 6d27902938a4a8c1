//! What went wrong, on its way to be shown: every kind of problem, and which of them each error is.

use std::time::Duration;

use assay_app::AppError;
use assay_assessment::sitting::Refused;
use assay_words::InEnglish;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// One kind of problem: stable code, status, title, and what to do. The page of each is made from this.
pub struct ProblemKind {
    /// Stable; part of its URL.
    pub code: &'static str,
    /// HTTP status.
    pub status: StatusCode,
    /// In a few words.
    pub title: &'static str,
    /// What it means and what to do.
    pub help: &'static str,
}

macro_rules! problems {
    ($($name:ident = $code:literal, $status:ident, $title:literal, $help:literal;)*) => {
        $(pub const $name: ProblemKind =
            ProblemKind { code: $code, status: StatusCode::$status, title: $title, help: $help };)*
        /// Every kind of problem.
        pub const PROBLEMS: &[&ProblemKind] = &[$(&$name),*];
    };
}

problems! {
    NOT_FOUND = "not-found", NOT_FOUND, "There is nothing here",
        "The address is wrong, the page is gone, or it belongs to somebody else. Check the address.";
    NOT_SIGNED_IN = "not-signed-in", UNAUTHORIZED, "Sign in first",
        "Your session is missing or has ended. Sign in and send the request again; nothing was changed.";
    FORBIDDEN = "forbidden", FORBIDDEN, "Your role does not allow this",
        "You are signed in, but this belongs to another role. Sign in as somebody who has it.";
    BAD_REQUEST = "bad-request", BAD_REQUEST, "The request cannot be read",
        "A field is unknown, missing or has the wrong form. The detail says which; the API is described at \
        /api/v1/openapi.json.";
    INVALID = "invalid-fields", UNPROCESSABLE_ENTITY, "Some fields need another look",
        "Each fault names its field and what to write instead.";
    TOO_LARGE = "too-large", PAYLOAD_TOO_LARGE, "That is too large",
        "The body is over the limit of this address. Send less.";
    STALE_FORM = "stale-form", FORBIDDEN, "This form is out of date",
        "The form was opened in another session. Load the page again and send it once more; what you typed \
        was not stored.";
    CROSS_ORIGIN = "cross-origin", FORBIDDEN, "This came from another site",
        "Requests that change something are accepted only from this site's own pages.";
    TOO_MANY = "too-many-attempts", TOO_MANY_REQUESTS, "Too many attempts",
        "Wait a minute, then try again; `Retry-After` says how many seconds.";
    TOO_FAST = "too-many", TOO_MANY_REQUESTS, "That was too much at once",
        "More was sent in your name than a person could send. None of this was done, and what was done \
         before stays. Wait as long as `Retry-After` says, then send it again.";
    TOO_SLOW = "too-slow", REQUEST_TIMEOUT, "That took too long to arrive",
        "What you sent stopped on the way and was not read. Send it again; over a slow connection, send \
        less.";
    BUSY = "busy", SERVICE_UNAVAILABLE, "Too many people at once",
        "None of what you sent was done, and nothing is lost. Wait a few seconds, then send it again: \
        load the page once more, or go back and press the button again.";
    REGISTRATION = "registration-refused", CONFLICT, "This registration is not possible",
        "The rules of the programme say no; the detail says why and what is possible instead.";
    SITTING_CLOSED = "sitting-closed", CONFLICT, "This sitting is closed",
        "It was submitted or its time is over. Answers stored before that count; look at the result.";
    HELD = "sitting-held", SERVICE_UNAVAILABLE, "This exam is on hold",
        "It cannot be shown or scored in full just now, and is not shown or scored in part. Your answers are \
         kept, and the certification body has been told.";
    STALE_SEQ = "stale-seq", CONFLICT, "A newer answer is stored",
        "Send the answer again with a higher change number; `current_seq` is the stored one.";
    WRITER_ELSEWHERE = "writer-elsewhere", CONFLICT, "This exam is being written on another device",
        "One device writes an exam at a time; nothing from this one was stored. Continue there, or choose \
        'Continue here' to take it over.";
    TIME_LEFT = "time-left", CONFLICT, "There is still time",
        "The server's clock is the only one that ends an exam by time; `time_left_ms` is what it has left. \
        Nothing was submitted.";
    NO_SUCH_ITEM = "no-such-item", NOT_FOUND, "This form has no such item",
        "Items are named i01, i02 and so on, as the sitting lists them.";
    BAD_RESPONSE = "response-does-not-fit", UNPROCESSABLE_ENTITY, "The answer does not fit the item",
        "Send identifiers of this item's options, each once; one only where one is asked for.";
    DRAFT = "draft-refused", UNPROCESSABLE_ENTITY, "This change cannot be proposed",
        "The detail says what is wrong with the files. Correct them and propose the change again.";
    STALE_PLAN = "stale-plan", CONFLICT, "This plan is out of date",
        "Another version is in force, or people have changed since it was made. Nothing was changed; plan \
        again.";
    SECOND_PERSON = "second-person", FORBIDDEN, "Somebody else has to apply this",
        "Whoever proposes a change to the programme does not apply it. Ask another administrator.";
    CHANGED = "changed-meanwhile", CONFLICT, "This has changed in the meantime",
        "Load the page again to see how it stands now.";
    UNAVAILABLE = "store-unavailable", SERVICE_UNAVAILABLE, "Nothing can be stored just now",
        "The database does not accept changes; nothing you sent was confirmed. Keep what you have and try \
         again in a moment.";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "Something went wrong on our side",
        "It was logged. Try again; if it happens again, tell those who run this site when it happened.";
}

/// When the line at signing in is worth another look.
pub const BUSY_WAIT: Duration = Duration::from_secs(5);

/// When somebody who tried too often may try again.
pub fn too_many_text(wait_s: u64) -> String {
    let word = if wait_s == 1 { "second" } else { "seconds" };
    format!("There were too many attempts. Try again in {wait_s} {word}; until then nothing is checked.")
}

/// A database that takes nothing is tried again every quarter of a second.
const UNAVAILABLE_WAIT: Duration = Duration::from_secs(2);

/// What went wrong, on its way to be shown.
#[derive(Clone)]
pub struct Fault {
    /// Which kind it is.
    pub kind: &'static ProblemKind,
    detail: String,
    /// What the kind has besides, for programs.
    pub extra: Map<String, Value>,
    /// When to come again, where waiting helps.
    retry_after_s: Option<u64>,
}

impl Fault {
    /// What happened; where nothing is known of it, what it means and what to do.
    pub fn told(&self) -> &str {
        if self.detail.is_empty() { self.kind.help } else { &self.detail }
    }

    fn of(kind: &'static ProblemKind, detail: impl Into<String>) -> Self {
        Fault { kind, detail: detail.into(), extra: Map::new(), retry_after_s: None }
    }

    /// Come again after a wait, in whole seconds and never at once.
    fn after(mut self, wait: Duration) -> Self {
        self.retry_after_s = Some(wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1));
        self
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        self.extra.insert(key.to_owned(), value);
        self
    }

    /// There is nothing here.
    pub fn not_found() -> Self {
        Fault::of(&NOT_FOUND, "")
    }

    /// The request cannot be read.
    pub fn bad_request(detail: &str) -> Self {
        Fault::of(&BAD_REQUEST, detail)
    }

    /// The body is over its limit.
    pub fn too_large() -> Self {
        Fault::of(&TOO_LARGE, "")
    }

    /// The form's token is not the session's.
    pub fn stale_form() -> Self {
        Fault::of(&STALE_FORM, "")
    }

    /// From another site.
    pub fn cross_origin() -> Self {
        Fault::of(&CROSS_ORIGIN, "")
    }

    /// Too many attempts; the right one is taken again after so many seconds.
    pub fn too_many(wait_s: u64) -> Self {
        Fault::of(&TOO_MANY, too_many_text(wait_s)).after(Duration::from_secs(wait_s))
    }

    /// More from one person than a hand can send.
    pub fn too_fast(wait: Duration) -> Self {
        Fault::of(&TOO_FAST, "").after(wait)
    }

    /// A body that did not arrive in time.
    pub fn too_slow() -> Self {
        Fault::of(&TOO_SLOW, "")
    }

    /// More people than there is room for.
    pub fn busy(wait: Duration) -> Self {
        Fault::of(&BUSY, "").after(wait)
    }

    /// A fault of ours; the context goes to the log only.
    pub fn internal(context: &str) -> Self {
        tracing::error!(context, "internal fault");
        Fault::of(&INTERNAL, "")
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotSignedIn => Fault::of(&NOT_SIGNED_IN, ""),
            AppError::NotFound => Fault::of(&NOT_FOUND, ""),
            AppError::Forbidden => Fault::of(&FORBIDDEN, ""),
            AppError::Conflict => Fault::of(&CHANGED, ""),
            AppError::Invalid(faults) => {
                let fields: Vec<Value> = faults
                    .iter()
                    .map(|fault| json!({ "field": fault.field, "detail": fault.text }))
                    .collect();
                let detail = faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
                Fault::of(&INVALID, detail).with("errors", fields.into())
            }
            AppError::Registration(refusal) => {
                let next = refusal.next_possible_on.map(|day| day.to_string());
                let instead = refusal.instead.map(|exam| exam.to_string());
                Fault::of(&REGISTRATION, refusal.said.text())
                    .with("reason", refusal.code.into())
                    .with("next_possible_on", next.into())
                    .with("instead", instead.into())
            }
            AppError::Sitting(refused) => {
                let detail = refused.said().text();
                match refused {
                    Refused::Closed => Fault::of(&SITTING_CLOSED, detail),
                    Refused::StaleSeq { current } => {
                        Fault::of(&STALE_SEQ, detail).with("current_seq", current.into())
                    }
                    Refused::NoSuchItem => Fault::of(&NO_SUCH_ITEM, detail),
                    Refused::Response(_) => Fault::of(&BAD_RESPONSE, detail),
                    Refused::Seq => Fault::of(&BAD_REQUEST, detail),
                    Refused::SeqTooFar { current } => {
                        Fault::of(&BAD_REQUEST, detail).with("current_seq", current.into())
                    }
                    Refused::WriterElsewhere => Fault::of(&WRITER_ELSEWHERE, detail),
                    Refused::TimeLeft { time_left_ms } => {
                        Fault::of(&TIME_LEFT, detail).with("time_left_ms", time_left_ms.into())
                    }
                }
            }
            // Which item it is stands on the team's page, and is no candidate's business.
            AppError::Held(missing) => {
                tracing::error!(%missing, "a sitting is held");
                Fault::of(&HELD, "")
            }
            AppError::Draft(text) => Fault::of(&DRAFT, text),
            AppError::Stale(text) => Fault::of(&STALE_PLAN, text),
            AppError::SecondPerson => Fault::of(&SECOND_PERSON, ""),
            AppError::TooMany { wait_s } => Fault::too_many(wait_s),
            AppError::Busy => Fault::busy(BUSY_WAIT),
            AppError::Unavailable(cause) => {
                tracing::error!(%cause, "the store did not accept a change");
                Fault::of(&UNAVAILABLE, "").after(UNAVAILABLE_WAIT)
            }
            AppError::Mail(why) | AppError::Statement(why) => Fault::internal(&why.to_string()),
            AppError::Internal(context) => Fault::internal(&context),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.kind.status.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // How it is shown depends on who asked; `render` knows.
        response.extensions_mut().insert(self);
        response
    }
}
