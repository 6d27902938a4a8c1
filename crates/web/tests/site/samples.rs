//! What each route is asked for: a line a route. A route without one fails the matrix.
//!
//! `objects` are names out of `objects.rs`; each takes the place of the route's first open parameter, and
//! `fixed` fills the others. A value that begins with `@` is the object of that name.

mod bank;

/// What a request carries.
#[derive(Clone, Copy)]
pub enum Body {
    Nothing,
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    Parts(&'static [(&'static str, &'static str)]),
}

/// A route and what it is asked for.
#[derive(Clone, Copy)]
pub struct Sample {
    /// As the list of routes has it: `GET /sittings/{id}`.
    pub route: &'static str,
    /// Names of objects; none for a route without parameters.
    pub objects: &'static [&'static str],
    /// Parameters that are the same for every object.
    pub fixed: &'static [(&'static str, &'static str)],
    pub body: Body,
    /// What makes this line another one than those of the same route.
    pub note: &'static str,
    /// Ada withdraws her open proposal first.
    pub nothing_proposed: bool,
}

const fn on(route: &'static str, objects: &'static [&'static str]) -> Sample {
    Sample { route, objects, fixed: &[], body: Body::Nothing, note: "", nothing_proposed: false }
}

const fn plain(route: &'static str) -> Sample {
    on(route, &[])
}

impl Sample {
    const fn with(self, fixed: &'static [(&'static str, &'static str)]) -> Sample {
        Sample { fixed, ..self }
    }

    const fn form(self, fields: &'static [(&'static str, &'static str)]) -> Sample {
        Sample { body: Body::Form(fields), ..self }
    }

    const fn json(self, text: &'static str) -> Sample {
        Sample { body: Body::Json(text), ..self }
    }

    const fn noted(self, note: &'static str) -> Sample {
        Sample { note, ..self }
    }

    const fn with_nothing_proposed(self) -> Sample {
        Sample { nothing_proposed: true, ..self }
    }
}

const CERTIFICATIONS: &[&str] = &["cloudops", "no certification"];
const EXAMS: &[&str] = &[
    "SOA-C02, before its last day",
    "SOA-C03, open to register",
    "CLF-C02, passed by noor",
    "DOP-C02, taken by noor",
    "no exam",
];
const SOME_EXAMS: &[&str] = &["SOA-C03, open to register", "SOA-C02, before its last day", "no exam"];
const REGISTRATIONS: &[&str] = &[
    "noor's registration, open",
    "noor's registration, given back",
    "sam's registration, for a later day",
    "no registration",
    "no id",
];
const SITTINGS: &[&str] =
    &["noor's sitting, open", "noor's sitting, passed", "sam's sitting, on hold", "no sitting", "no id"];
const FINALS: &[&str] = &["noor's final exam", "noor's practice", "no practice", "no id"];
const PRACTICES: &[&str] = &["noor's practice", "no practice", "no id"];
const COURSES: &[&str] = &["a course", "no course"];
const PROPOSALS: &[&str] =
    &["ada's proposal, open", "ada's proposal, applied", "ada's proposal, withdrawn", "no proposal", "no id"];
const NOTICE: &[(&str, &str)] =
    &[("draft", "notice"), ("seen", "@the notice, as looked at"), ("reason", "Because.")];
const PERSONS: &[&str] = &["noor", "lea, imported", "ada", "no person", "no id"];
const NOTES: &[&str] = &["a note about lea", "no note", "no id"];
/// What Lea was told when a link was made.
const LINK_TOPIC: &str = "link:1758358800000";
const ROLES: &[&str] = &["ada's role", "ben's role", "no role", "no id"];
const JOBS: &[&str] = &["a failed job", "no job", "no id"];
const IMPORTS: &[&str] = &["an import, to be decided", "an import, kept", "no import", "no id"];
const FORMS: &[&str] = &["ada's form", "no form", "no id"];
const ANALYSES: &[&str] = &["a study, open", "a study, closed", "no study", "no id"];
const EXPERT_LINKS: &[&str] = &["an expert's link", "no token"];
const CREWS: &[&str] = &["sam's crew", "no crew", "no id"];
const PLACES: &[&str] = &["noor's place in sam's crew", "no place in a crew", "no id"];
const CREW_LINKS: &[&str] =
    &["a link to sam's crew", "an invitation to sam's crew", "no invitation", "no token"];
const VERSIONS: &[&str] = &["this version", "another version"];
const TOKENS: &[&str] = &["a link", "a link that another one ended", "no token"];
const NEW_PASSWORDS: &[&str] = &["a link to a new password", "a link that signs in", "no token"];
const SIGN_INS: &[&str] = &["a link that signs in", "a link to a new password", "no token"];

/// All of them.
pub fn samples() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().chain(bank::SAMPLES)
}

const SAMPLES: &[Sample] = &[
    // What anybody may see.
    plain("GET /"),
    on("GET /certifications/{code}", CERTIFICATIONS),
    on("GET /certifications/{code}/badge.svg", CERTIFICATIONS),
    on("GET /certifications/{code}/preview.png", CERTIFICATIONS),
    on("GET /exams/{code}", SOME_EXAMS),
    on("GET /exams/{code}/guide", SOME_EXAMS),
    on("GET /exams/{code}/changes", SOME_EXAMS),
    plain("GET /announcements"),
    on("GET /announcements/{slug}", &["an announcement", "an announcement of next year", "no announcement"]),
    plain("GET /announcements.atom"),
    plain("GET /announcements.json"),
    plain("GET /notice"),
    on("GET /problems/{code}", &["a problem", "no problem"]),
    plain("GET /styleguide"),
    plain("GET /styleguide/questions"),
    plain("GET /styleguide/questions/{name}").noted("a question").with(&[("name", "order")]),
    plain("GET /styleguide/questions/{name}").noted("no question").with(&[("name", "riddle")]),
    plain("POST /styleguide/questions/{name}").with(&[("name", "order")]).form(&[("r:STEPS", "1 S1")]),
    on("GET /assets/{version}/{*name}", VERSIONS).noted("the style sheet").with(&[("*name", "assay.css")]),
    on("GET /assets/{version}/{*name}", VERSIONS).noted("the client").with(&[("*name", "client/exam.js")]),
    on("GET /assets/{version}/{*name}", VERSIONS).noted("no file").with(&[("*name", "no/such.file")]),
    // Documents for verifiers.
    plain("GET /.well-known/did.json"),
    plain("GET /issuer"),
    plain("GET /xapi/profile"),
    plain("GET /xapi/profile/{version}").with(&[("version", "1")]),
    plain("GET /xapi/profile/{version}").noted("no version").with(&[("version", "2")]),
    on(
        "GET /credentials/{id}",
        &[
            "noor's badge",
            "noor's badge.json",
            "noor's badge.svg",
            "noor's badge.png",
            "noor's badge.pdf",
            "no credential",
            "no id",
        ],
    ),
    on("POST /credentials/{id}/name", &["noor's badge", "no credential", "no id"]).form(&[("shown", "yes")]),
    on("GET /status-lists/{list}", &["list 1", "list 9", "a word"]),
    on("GET /achievements/{certification}", CERTIFICATIONS),
    on("GET /achievements/{certification}/{exam}", SOME_EXAMS).with(&[("certification", "cloudops")]),
    plain("GET /verify"),
    Sample { body: Body::Parts(&[("credential", "{}")]), ..plain("POST /verify") },
    Sample { body: Body::Parts(&[("url", "")]), ..plain("POST /verify").noted("nothing handed in") },
    on("GET /verify/{number}", &["noor's badge", "no credential", "no id"]),
    plain("GET /verify/many"),
    Sample { body: Body::Parts(&[("lines", "crd_1")]), ..plain("POST /verify/many") },
    // Health.
    plain("GET /health/live"),
    plain("GET /health/ready"),
    plain("GET /metrics"),
    plain("GET /api/v1/openapi.json"),
    // Accounts.
    plain("GET /sign-in"),
    plain("POST /sign-in")
        .noted("no such account")
        .form(&[("email", "nobody@example.org"), ("password", "not a password")]),
    plain("GET /sign-up"),
    plain("POST /sign-up").noted("a short password").form(&[
        ("name", "Lou"),
        ("email", "lou@example.org"),
        ("password", "short"),
    ]),
    plain("POST /sign-up").noted("a new account").form(&[
        ("name", "Lou"),
        ("email", "lou@example.org"),
        ("password", "a quiet morning walk"),
    ]),
    plain("POST /sign-out").form(&[]),
    plain("GET /account"),
    plain("POST /account/name").form(&[("name", "Somebody Else")]),
    plain("POST /account/address").form(&[("address", "elsewhere@example.org"), ("password", "")]),
    on("GET /new-address/{token}", &["a link", "no token"]),
    on("POST /new-address/{token}", &["a link", "no token"]).form(&[]),
    plain("GET /account/close"),
    plain("POST /account/close").noted("another was looked at").form(&[("seen", "something")]),
    plain("GET /account/closed"),
    plain("GET /account/data.json"),
    plain("GET /account/statements.json"),
    plain("POST /account/password")
        .noted("no password yet")
        .form(&[("old", "never had one"), ("new", "a quiet morning walk")]),
    on("POST /account/sessions/{id}/end", &["noor's session, elsewhere", "no session", "no id"]).form(&[]),
    on("GET /claim/{token}", TOKENS),
    on("POST /claim/{token}", TOKENS).form(&[("name", "Lea"), ("password", "a quiet morning walk")]),
    plain("POST /account/proof").form(&[]),
    plain("GET /new-password"),
    plain("POST /new-password").noted("nobody's address").form(&[("email", "nobody@example.org")]),
    plain("POST /new-password").noted("lea's address").form(&[("email", "lea@example.org")]),
    plain("POST /new-password").noted("no address").form(&[("email", "lea")]),
    on("GET /new-password/{token}", NEW_PASSWORDS),
    on("POST /new-password/{token}", NEW_PASSWORDS).form(&[("password", "a quiet morning walk")]),
    plain("GET /sign-in-link"),
    plain("POST /sign-in-link").noted("nobody's address").form(&[("email", "nobody@example.org")]),
    plain("POST /sign-in-link").noted("lea's address").form(&[("email", "lea@example.org")]),
    on("GET /sign-in-link/{token}", SIGN_INS),
    on("POST /sign-in-link/{token}", SIGN_INS).form(&[]),
    // A candidate's own.
    plain("GET /my"),
    plain("GET /my/exams"),
    plain("GET /my/messages"),
    plain("GET /my/explanation"),
    on("GET /exams/{code}/register", EXAMS),
    on("POST /exams/{code}/register", EXAMS).form(&[]),
    on("GET /registrations/{id}/withdraw", REGISTRATIONS),
    on("POST /registrations/{id}/withdraw", REGISTRATIONS).form(&[]),
    on("POST /registrations/{id}/reopen", REGISTRATIONS).form(&[]),
    on("GET /registrations/{id}/calendar.ics", REGISTRATIONS),
    on("GET /registrations/{id}/before", REGISTRATIONS),
    on("POST /registrations/{id}/start", REGISTRATIONS).form(&[("agreed", "yes")]),
    on("POST /registrations/{id}/start", REGISTRATIONS).noted("without the agreement").form(&[]),
    on("GET /sittings/{id}", SITTINGS),
    on("GET /sittings/{id}/result", SITTINGS),
    on("GET /sittings/{id}/pictures/{position}/{name}", SITTINGS)
        .noted("no such picture")
        .with(&[("position", "1"), ("name", "picture.png")]),
    on("GET /api/v1/sittings/{sitting}", SITTINGS),
    on("GET /api/v1/sittings/{sitting}/time", SITTINGS),
    on("PUT /api/v1/sittings/{sitting}/responses/{item}", SITTINGS)
        .with(&[("item", "i02")])
        .json(r#"{"seq":1,"response":["A"]}"#),
    on("PUT /api/v1/sittings/{sitting}/responses/{item}", &["noor's sitting, open"])
        .noted("an item that is not there")
        .with(&[("item", "i99")])
        .json(r#"{"seq":1,"response":["A"]}"#),
    on("PUT /api/v1/sittings/{sitting}/responses/{item}", &["noor's sitting, open"])
        .noted("an older change than the stored one")
        .with(&[("item", "i01")])
        .json(r#"{"seq":1,"response":["B"]}"#),
    on("POST /api/v1/sittings/{sitting}/writer", SITTINGS).json(r#"{"take":false}"#),
    on("POST /api/v1/sittings/{sitting}/submit", SITTINGS).json("{}"),
    on("POST /api/v1/sittings/{sitting}/submit", &["noor's sitting, open"])
        .noted("because of time, and there is some")
        .json(r#"{"because":"time"}"#),
    on("GET /exams/{code}/prep", SOME_EXAMS),
    on("POST /exams/{code}/prep/{step}", SOME_EXAMS)
        .with(&[("step", "refresh-knowledge")])
        .form(&[("reason", "I know this already")]),
    on("POST /exams/{code}/prep/{step}", &["SOA-C03, open to register"])
        .noted("taken up again")
        .with(&[("step", "refresh-knowledge")])
        .form(&[("again", "yes")]),
    on("POST /exams/{code}/prep/{step}", &["SOA-C03, open to register"])
        .noted("without a reason")
        .with(&[("step", "refresh-knowledge")])
        .form(&[("reason", "")]),
    on("POST /exams/{code}/prep/{step}", &["SOA-C03, open to register"])
        .noted("a step that is not there")
        .with(&[("step", "no-such-step")])
        .form(&[("reason", "I know this already")]),
    on("GET /exams/{code}/prep/calendar.ics", SOME_EXAMS),
    on("POST /exams/{code}/target", SOME_EXAMS).form(&[("on", "2026-01-29")]),
    on("POST /exams/{code}/target", &["SOA-C03, open to register"])
        .noted("a day of no calendar")
        .form(&[("on", "next week")]),
    on("POST /exams/{code}/target", &["SOA-C03, open to register"])
        .noted("a day that has passed")
        .form(&[("on", "2020-01-29")]),
    on("POST /exams/{code}/target", &["SOA-C03, open to register"]).noted("taken back").form(&[("on", "")]),
    on("POST /exams/{code}/hours", SOME_EXAMS).form(&[("hours", "6")]),
    on("POST /exams/{code}/hours", &["SOA-C03, open to register"])
        .noted("no number")
        .form(&[("hours", "some")]),
    on("GET /exams/{code}/switch", SOME_EXAMS),
    on("POST /exams/{code}/switch", SOME_EXAMS).form(&[]),
    plain("GET /courses"),
    on("GET /courses/{id}", COURSES),
    on("GET /courses/{id}/print", COURSES),
    on("GET /courses/{id}/offline", COURSES),
    plain("GET /courses/worker.js"),
    on("GET /courses/{id}/pictures/{name}", COURSES).with(&[("name", "two-places.svg")]),
    on("GET /courses/{id}/pictures/{name}", &["a course"])
        .noted("a file that is no drawing")
        .with(&[("name", "course.toml")]),
    on("GET /courses/{id}/{lesson}", COURSES).with(&[("lesson", "t-which-question")]),
    on("GET /courses/{id}/{lesson}", &["a course"]).noted("no lesson").with(&[("lesson", "none")]),
    on("POST /courses/{id}/{lesson}/finish", COURSES).with(&[("lesson", "t-a-quiet-queue")]).form(&[]),
    on("POST /courses/{id}/{lesson}/{check}", COURSES)
        .with(&[("lesson", "t-which-question"), ("check", "k-first-look")])
        .form(&[("answer", "B")]),
    on("POST /courses/{id}/{lesson}/{check}", &["a course"])
        .noted("nothing chosen")
        .with(&[("lesson", "t-which-question"), ("check", "k-first-look")])
        .form(&[]),
    on("GET /exams/{code}/practice", SOME_EXAMS),
    on("GET /exams/{code}/practice/{set}", SOME_EXAMS).with(&[("set", "SOA-C03-P1")]),
    on("GET /exams/{code}/practice/{set}", &["SOA-C03, open to register"])
        .noted("a set that is no final form")
        .with(&[("set", "SOA-C03-drill")]),
    on("POST /exams/{code}/practice/{set}", SOME_EXAMS).with(&[("set", "SOA-C03-P1")]).form(&[]),
    on("POST /exams/{code}/practice/{set}", &["SOA-C03, open to register"])
        .noted("agreed")
        .with(&[("set", "SOA-C03-P1")])
        .form(&[("agreed", "yes")]),
    on("GET /practice/{id}/exam", FINALS),
    on("GET /api/v1/practice/{practice}", FINALS),
    on("GET /api/v1/practice/{practice}/time", FINALS),
    on("PUT /api/v1/practice/{practice}/responses/{item}", FINALS)
        .with(&[("item", "i02")])
        .json(r#"{"seq":1,"response":["A"]}"#),
    on("PUT /api/v1/practice/{practice}/responses/{item}", &["noor's final exam"])
        .noted("an item that is not there")
        .with(&[("item", "i99")])
        .json(r#"{"seq":1,"response":["A"]}"#),
    on("POST /api/v1/practice/{practice}/writer", FINALS).json(r#"{"take":false}"#),
    on("POST /api/v1/practice/{practice}/submit", FINALS).json("{}"),
    plain("GET /roles"),
    plain("GET /roles/{id}").with(&[("id", "site-reliability-engineer")]),
    plain("GET /roles/{id}").noted("as a file").with(&[("id", "site-reliability-engineer.csv")]),
    plain("GET /roles/{id}").noted("that is not there").with(&[("id", "gardener")]),
    plain("GET /crews"),
    plain("POST /crews").form(&[("name", "Night shift")]),
    plain("POST /crews").noted("without a name").form(&[("name", " ")]),
    on("GET /crews/{id}", CREWS),
    on("GET /crews/{id}/people.csv", CREWS),
    on("GET /crews/{id}/skills", CREWS),
    on("GET /crews/{id}/assign", CREWS),
    on("POST /crews/{id}/assign", CREWS).form(&[("email", "noor@work.example"), ("what", "SOA-C02-1.1")]),
    on("POST /crews/{id}/assign", &["sam's crew"]).noted("nothing").form(&[("email", "noor@work.example")]),
    on("GET /crews/{id}/list", CREWS),
    Sample {
        body: Body::Parts(&[("file", "email,what,due_on,note\nnoor@work.example,SOA-C03,,\n")]),
        ..on("POST /crews/{id}/list", CREWS)
    },
    on("POST /crews/{id}/list/assign", CREWS).form(&[("list", "email;what\nrosa@work.example;SOA-C03\n")]),
    on("POST /crews/{id}/list/assign", &["sam's crew"]).noted("no list").form(&[("list", "nothing")]),
    on("POST /crews/{id}/invite", CREWS).form(&[("email", "uma@work.example")]),
    on("POST /crews/{id}/invite", &["sam's crew"])
        .noted("who is in it")
        .form(&[("email", "noor@work.example")]),
    on("POST /crews/{id}/invitations/{invitation}/take-back", CREWS)
        .with(&[("invitation", "@an invitation to sam's crew")])
        .form(&[]),
    on("POST /crews/{id}/members/{member}/take-out", CREWS)
        .with(&[("member", "@noor's place in sam's crew")])
        .form(&[]),
    on("POST /crews/{id}/assignments/{assignment}/withdraw", CREWS)
        .with(&[("assignment", "@what noor is asked to do")])
        .form(&[]),
    on("POST /crews/{id}/end", CREWS).form(&[]),
    on("GET /crew-invitations/{key}", CREW_LINKS),
    on("POST /crew-invitations/{key}", CREW_LINKS).form(&[("certifications", "yes")]),
    on("GET /memberships/{id}", PLACES),
    on("POST /memberships/{id}", PLACES).form(&[("readiness", "yes")]),
    on("POST /memberships/{id}/leave", PLACES).form(&[]),
    on("GET /exams/{code}/reviews", SOME_EXAMS),
    on("GET /exams/{code}/prep/reading", SOME_EXAMS),
    on("POST /exams/{code}/prep/reading/results", SOME_EXAMS).form(&[("count", "yes")]),
    on("POST /exams/{code}/prep/reading/results", &["SOA-C03, open to register"])
        .noted("neither yes nor no")
        .form(&[("count", "maybe")]),
    on("GET /exams/{code}/prep/reading.csv", SOME_EXAMS),
    on("GET /exams/{code}/prep/reading.json", SOME_EXAMS),
    plain("POST /practice").form(&[("set", "SOA-C03-question-set")]),
    plain("POST /practice").noted("a set that is not there").form(&[("set", "no-such-set")]),
    plain("POST /practice").noted("new questions").form(&[("exam", "SOA-C03"), ("mode", "learn")]),
    plain("POST /practice")
        .noted("reviews, of which none is due")
        .form(&[("exam", "SOA-C03"), ("mode", "review")]),
    plain("POST /practice").noted("nothing that was wrong in a part that is not there").form(&[
        ("exam", "SOA-C03"),
        ("mode", "custom"),
        ("part", "9"),
        ("which", "wrong"),
        ("count", "10"),
    ]),
    plain("POST /practice").noted("a mode that is not there").form(&[("exam", "SOA-C03"), ("mode", "exam")]),
    on("GET /practice/{id}", PRACTICES),
    on("POST /practice/{id}/hand-in", PRACTICES).form(&[]),
    on("POST /practice/{id}/{position}/error", PRACTICES)
        .noted("of an answer that was wrong")
        .with(&[("position", "1")])
        .form(&[("kind", "misread")]),
    on("POST /practice/{id}/{position}/error", PRACTICES)
        .noted("of no answer")
        .with(&[("position", "3")])
        .form(&[("kind", "misread")]),
    on("POST /practice/{id}/{position}/report", PRACTICES)
        .with(&[("position", "1")])
        .form(&[("text", "Option B is right as well.")]),
    on("POST /practice/{id}/{position}/report", &["noor's practice"])
        .noted("that says nothing")
        .with(&[("position", "1")])
        .form(&[("text", "")]),
    on("GET /practice/{id}/{position}", PRACTICES).noted("answered").with(&[("position", "1")]),
    on("GET /practice/{id}/{position}", PRACTICES).noted("not answered").with(&[("position", "2")]),
    on("GET /practice/{id}/{position}", PRACTICES).noted("no such item").with(&[("position", "99")]),
    on("GET /practice/{id}/pictures/{position}/{name}", PRACTICES)
        .noted("no such picture")
        .with(&[("position", "1"), ("name", "picture.png")]),
    on("POST /practice/{id}/{position}", PRACTICES)
        .noted("answered")
        .with(&[("position", "1")])
        .form(&[("r:RESPONSE", "A")]),
    on("POST /practice/{id}/{position}", PRACTICES)
        .noted("not answered")
        .with(&[("position", "2")])
        .form(&[("r:RESPONSE", "A")]),
    // The team's.
    plain("GET /admin"),
    plain("GET /admin/people"),
    plain("GET /admin/people.csv"),
    plain("GET /admin/candidates"),
    plain("GET /admin/candidates.csv"),
    on("GET /admin/people/{id}", PERSONS),
    on("GET /admin/people/{id}/explanation", PERSONS),
    on("POST /admin/people/{id}/claim-link", PERSONS).form(&[]),
    on("GET /admin/candidates/{id}", PERSONS).noted("the address of before"),
    on("GET /admin/people/{id}/account", PERSONS),
    on("POST /admin/people/{id}/account", PERSONS).form(&[
        ("name", "Lea"),
        ("email", "lea@example.com"),
        ("was_name", "lea@example.org"),
        ("was_email", "lea@example.org"),
        ("reason", "As on the passport."),
    ]),
    on("POST /admin/people/{id}/account/end-sessions", PERSONS).form(&[("reason", "A lost telephone.")]),
    on("GET /admin/people/{id}/close", PERSONS),
    on("POST /admin/people/{id}/close", PERSONS)
        .noted("another was looked at")
        .form(&[("seen", "something"), ("reason", "They asked for it.")]),
    on("POST /admin/people/{id}/close", PERSONS)
        .noted("without a reason")
        .form(&[("seen", "something"), ("reason", "")]),
    on("POST /admin/people/{id}/reopen", PERSONS).form(&[("reason", "They asked for it.")]),
    on("GET /admin/people/{id}/notes", PERSONS),
    on("POST /admin/people/{id}/notes", PERSONS).form(&[("text", "Calls on Mondays.")]),
    on("GET /admin/people/{id}/notes/{note}", NOTES).with(&[("id", "@lea, imported")]),
    on("POST /admin/people/{id}/notes/{note}", NOTES)
        .with(&[("id", "@lea, imported")])
        .form(&[("seen", "Prefers to be called."), ("text", "Calls on Mondays.")]),
    on("POST /admin/people/{id}/notes/{note}/remove", NOTES)
        .with(&[("id", "@lea, imported")])
        .form(&[("seen", "Prefers to be called."), ("reason", "Out of date.")]),
    on("GET /admin/people/{id}/told", PERSONS),
    on("GET /admin/people/{id}/told/{topic}", PERSONS).with(&[("topic", LINK_TOPIC)]),
    on("POST /admin/people/{id}/told/{topic}", PERSONS)
        .with(&[("topic", LINK_TOPIC)])
        .form(&[("reason", "They asked on the telephone.")]),
    on("GET /admin/people/{id}/record/{kind}", PERSONS).with(&[("kind", "credits")]),
    on("POST /admin/people/{id}/record/{kind}", PERSONS)
        .with(&[("kind", "withdraw")])
        .form(&[("what", "clf"), ("reason", "The result was annulled.")]),
    on("POST /admin/people/{id}/claim-link", PERSONS).noted("mailed").form(&[("how", "mail")]),
    plain("GET /admin/analyses"),
    plain("POST /admin/analyses").form(&[
        ("exam", "SOA-C03"),
        ("title", "What operators do next"),
        ("closes_on", "2026-01-01"),
    ]),
    plain("POST /admin/analyses").noted("without a title").form(&[("exam", "SOA-C03")]),
    on("GET /admin/analyses/{id}", ANALYSES),
    on("GET /admin/analyses/{id}/ratings.csv", ANALYSES),
    on("GET /admin/analyses/{id}/outline.toml", ANALYSES),
    on("POST /admin/analyses/{id}/experts", ANALYSES).form(&[("name", "Tom"), ("about", "Runs the network")]),
    on("POST /admin/analyses/{id}/experts/{expert}/{act}", ANALYSES)
        .noted("leave out")
        .with(&[("expert", "@an expert"), ("act", "leave-out")])
        .form(&[]),
    on("POST /admin/analyses/{id}/experts/{expert}/{act}", &["a study, open"])
        .noted("take in")
        .with(&[("expert", "@an expert"), ("act", "take-in")])
        .form(&[]),
    on("POST /admin/analyses/{id}/experts/{expert}/{act}", &["a study, open", "a study, closed"])
        .noted("another link")
        .with(&[("expert", "@an expert"), ("act", "link")])
        .form(&[]),
    on("POST /admin/analyses/{id}/{act}", ANALYSES).noted("close").with(&[("act", "close")]).form(&[]),
    on("POST /admin/analyses/{id}/{act}", ANALYSES)
        .noted("open")
        .with(&[("act", "open")])
        .form(&[("closes_on", "2026-02-01")]),
    on("POST /admin/analyses/{id}/{act}", ANALYSES).noted("prepare").with(&[("act", "prepare")]).form(&[]),
    on("GET /practice-analysis/{token}", EXPERT_LINKS),
    on("GET /practice-analysis/{token}/{number}", EXPERT_LINKS).with(&[("number", "1")]),
    on("GET /practice-analysis/{token}/{number}", &["an expert's link"])
        .noted("no page")
        .with(&[("number", "99")]),
    on("POST /practice-analysis/{token}/{number}", EXPERT_LINKS).with(&[("number", "1")]).form(&[
        ("importance-1.1", "4"),
        ("frequency-1.1", "5"),
        ("remark-1.1", "Daily."),
    ]),
    on("POST /practice-analysis/{token}/{number}", &["an expert's link"])
        .noted("half an answer")
        .with(&[("number", "1")])
        .form(&[("importance-1.2", "4")]),
    plain("GET /admin/questions/imports"),
    Sample {
        body: Body::Parts(&[("file", "::Seas:: How many seas are there? {#7}")]),
        ..plain("POST /admin/questions/imports")
    },
    Sample {
        body: Body::Parts(&[("file", "")]),
        ..plain("POST /admin/questions/imports").noted("nothing handed in")
    },
    on("GET /admin/questions/imports/{id}", IMPORTS),
    on("GET /admin/questions/imports/{id}/report.csv", IMPORTS),
    on("GET /admin/questions/imports/{id}/media", IMPORTS),
    on("GET /admin/questions/imports/{id}/questions/{number}", IMPORTS).with(&[("number", "1")]),
    on("GET /admin/questions/imports/{id}/questions/{number}", &["an import, to be decided"])
        .noted("no question")
        .with(&[("number", "9")]),
    on("POST /admin/questions/imports/{id}/{act}", IMPORTS)
        .noted("keep")
        .with(&[("act", "keep")])
        .form(&[("many", "1")]),
    on("POST /admin/questions/imports/{id}/{act}", IMPORTS)
        .noted("discard")
        .with(&[("act", "discard")])
        .form(&[]),
    on("POST /admin/questions/imports/{id}/{act}", IMPORTS).noted("undo").with(&[("act", "undo")]).form(&[]),
    plain("GET /admin/registrations"),
    plain("GET /admin/registrations.csv"),
    plain("GET /admin/registrations/new"),
    on("GET /admin/registrations/{id}", REGISTRATIONS),
    on("GET /admin/registrations/{id}/{act}", REGISTRATIONS).with(&[("act", "withdraw")]),
    on("GET /admin/registrations/{id}/{act}", REGISTRATIONS).noted("where to").with(&[("act", "move")]),
    on("POST /admin/registrations/{id}/{act}", REGISTRATIONS)
        .with(&[("act", "withdraw")])
        .form(&[("reason", "A wrong exam.")]),
    on("GET /admin/people/{id}/register", PERSONS),
    on("POST /admin/people/{id}/register", PERSONS)
        .form(&[("exam", "SOA-C03"), ("reason", "Asked for by telephone.")]),
    plain("GET /admin/sittings"),
    plain("GET /admin/sittings.csv"),
    on("GET /admin/sittings/{id}", SITTINGS),
    on("GET /admin/sittings/{id}/{act}", SITTINGS).noted("void").with(&[("act", "void")]),
    on("GET /admin/sittings/{id}/{act}", &["sam's sitting, on hold"])
        .noted("an act that is not there")
        .with(&[("act", "burn")]),
    on("POST /admin/sittings/{id}/{act}", SITTINGS)
        .noted("hold, not as it was looked at")
        .with(&[("act", "hold")])
        .form(&[("seen", "before"), ("reason", "To be looked at.")]),
    on("POST /admin/sittings/{id}/{act}", SITTINGS)
        .noted("release, not as it was looked at")
        .with(&[("act", "release")])
        .form(&[("seen", "before"), ("reason", "Looked at.")]),
    on("POST /admin/sittings/{id}/{act}", SITTINGS)
        .noted("void, without a reason")
        .with(&[("act", "void")])
        .form(&[("seen", "before"), ("reason", "")]),
    plain("GET /admin/credentials"),
    plain("GET /admin/credentials.csv"),
    plain("GET /admin/programme"),
    plain("GET /admin/forms"),
    plain("POST /admin/forms").form(&[("exam", "CLF-C02"), ("forms", "1"), ("seed", "7")]),
    plain("POST /admin/forms").noted("no seed").form(&[("exam", "CLF-C02"), ("forms", "1")]),
    plain("GET /admin/forms/compare"),
    on("GET /admin/forms/{id}", FORMS),
    on("POST /admin/forms/{id}/{act}", FORMS).noted("ask").with(&[("act", "ask")]).form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/{act}", FORMS)
        .noted("freeze")
        .with(&[("act", "freeze")])
        .form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/{act}", FORMS).noted("swap").with(&[("act", "swap")]).form(&[
        ("revision", "1"),
        ("from", "a"),
        ("to", "b"),
    ]),
    on("POST /admin/forms/{id}/{act}", FORMS)
        .noted("reopen")
        .with(&[("act", "reopen")])
        .form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/{act}", FORMS)
        .noted("drop")
        .with(&[("act", "drop")])
        .form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/{act}", FORMS)
        .noted("release")
        .with(&[("act", "release")])
        .form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/{act}", FORMS).noted("cut").with(&[("act", "cut")]).form(&[
        ("revision", "1"),
        ("raw", "30"),
        ("standard", "A panel of six, 3 March 2025"),
    ]),
    on("POST /admin/forms/{id}/{act}", FORMS)
        .noted("no-cut")
        .with(&[("act", "no-cut")])
        .form(&[("revision", "1")]),
    on("POST /admin/forms/{id}/paper/{what}", FORMS).with(&[("what", "booklet")]).form(&[]),
    on("POST /admin/forms/{id}/paper/{what}", FORMS)
        .noted("the sheet")
        .with(&[("what", "answers")])
        .form(&[]),
    on("POST /admin/forms/{id}/paper/{what}", FORMS)
        .noted("the package")
        .with(&[("what", "package")])
        .form(&[]),
    plain("GET /admin/exports"),
    plain("POST /admin/exports/{kind}").with(&[("kind", "bank")]).form(&[("exam", "CLF-C02")]),
    plain("POST /admin/exports/{kind}")
        .noted("responses, of no day")
        .with(&[("kind", "responses")])
        .form(&[("from", "soon")]),
    plain("GET /admin/jobs"),
    plain("GET /admin/jobs.csv"),
    on("GET /admin/jobs/{number}", JOBS),
    on("POST /admin/jobs/{number}/retry", JOBS).noted("without a reason").form(&[("reason", "")]),
    on("POST /admin/jobs/{number}/retry", JOBS)
        .noted("not as it was looked at")
        .form(&[("failed_at", "2025-09-20T08:00:00Z"), ("reason", "Mended.")]),
    plain("GET /admin/log"),
    plain("GET /admin/log.csv"),
    plain("GET /admin/reports"),
    plain("GET /admin/reports/passes.csv"),
    plain("GET /admin/reports/first-tries.csv"),
    plain("GET /admin/reports/ending.csv"),
    plain("GET /admin/reports/registrations.csv"),
    plain("GET /admin/reports/results.csv"),
    plain("GET /admin/roles"),
    plain("GET /admin/roles.csv"),
    plain("POST /admin/roles").noted("with nothing in it").form(&[]),
    plain("POST /admin/roles").noted("an address that nobody proved").form(&[
        ("email", "nobody@example.org"),
        ("role", "support"),
        ("reason", "Answers the telephone."),
    ]),
    on("GET /admin/roles/{id}/take", ROLES),
    on("POST /admin/roles/{id}/take", ROLES).noted("without a reason").form(&[("reason", "")]),
    plain("GET /admin/changes"),
    on("GET /admin/changes/drafts/{draft}", &["a draft", "a draft with a fault", "no draft"]),
    on("POST /admin/changes/drafts/{draft}/take-back", &["a prepared change", "a draft", "no draft"])
        .form(&[]),
    plain("POST /admin/changes").noted("one is open").form(NOTICE),
    plain("POST /admin/changes").noted("none is open").with_nothing_proposed().form(NOTICE),
    plain("POST /admin/changes").noted("without a reason").form(&[("draft", "notice")]),
    plain("POST /admin/changes").noted("another was looked at").with_nothing_proposed().form(&[
        ("draft", "notice"),
        ("seen", "something"),
        ("reason", "Because."),
    ]),
    plain("POST /admin/changes")
        .noted("a faulty draft")
        .with_nothing_proposed()
        .form(&[("draft", "faulty"), ("reason", "Because.")]),
    plain("POST /admin/changes")
        .noted("no such draft")
        .with_nothing_proposed()
        .form(&[("draft", "none"), ("reason", "Because.")]),
    on("GET /admin/changes/{id}", PROPOSALS),
    on("GET /admin/changes/{id}/plan.json", PROPOSALS),
    on("GET /admin/changes/{id}/people.csv", PROPOSALS),
    on("POST /admin/changes/{id}/apply", PROPOSALS).form(&[]),
    on("POST /admin/changes/{id}/withdraw", PROPOSALS).form(&[("reason", "A mistake.")]),
    on("POST /admin/changes/{id}/withdraw", &["ada's proposal, open"]).noted("without a reason").form(&[]),
    // The demonstration's.
    plain("GET /demo/mail"),
    plain("POST /demo/clock").form(&[("today", "2025-09-30"), ("back_to", "/")]),
    plain("POST /demo/clock").noted("no day").form(&[("today", "tomorrow")]),
    plain("POST /demo/sign-in").noted("noor").form(&[("person", "@noor")]),
    plain("POST /demo/sign-in").noted("lea, who is none of it").form(&[("person", "@lea, imported")]),
];
