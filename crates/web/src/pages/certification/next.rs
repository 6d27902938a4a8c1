//! What the reader can do next about a certification: decided by what they hold, what they are registered for
//! and what the rules of registration say today.

use assay_app::{Asking, OwnOpen};
use assay_assessment::registration::{Offer, Refusal, long};
use assay_kernel::Date;
use assay_programme::{model::ExamVersion, offer::languages_in_words};
use assay_standing::{CredentialStanding, Status};
use assay_words::InEnglish;

use crate::{
    pages::my::{until, wallet},
    ui,
};

/// What is known of the reader.
pub(super) struct ForWhom<'a> {
    pub(super) is_signed_in: bool,
    /// What they hold of the certification, or held.
    pub(super) held: Option<&'a CredentialStanding>,
    /// Where its badge is.
    pub(super) badge: Option<String>,
    /// Their registration for the exam version, if it is open.
    pub(super) open: Option<&'a OwnOpen>,
    /// What the rules say about registering for it today.
    pub(super) decision: &'a Result<Offer, Refusal>,
    /// Whether the exam version has a prep plan today.
    pub(super) is_prepared: bool,
    /// Exam versions that pages offer registration for.
    pub(super) can_register: &'a dyn Fn(&str) -> bool,
}

/// The next step about an exam version and the certification that it earns.
pub(super) fn step(exam: &ExamVersion, reader: &ForWhom<'_>, today: Date) -> ui::NextStep {
    // What the body has suspended is not held on: the refusal to register says so.
    let is_over = |status| matches!(status, Status::Expired | Status::Revoked | Status::Barred);
    let goes_on = reader.held.filter(|held| !is_over(held.status));
    match (reader.open, reader.decision, goes_on) {
        (Some(open), _, _) => registered(exam, open, reader, today),
        (None, Err(refusal), _) if refusal.code == "already-registered" => ui::NextStep {
            title: "Your exam is running or being scored".to_owned(),
            primary: Some(to_my_exams()),
            ..ui::NextStep::default()
        },
        (None, _, Some(held)) => holds(held, reader, today),
        (None, Err(refusal), None) => refused(exam, refusal, reader, today),
        (None, Ok(offer), None) => offered(exam, offer, reader, today),
    }
}

fn to_my_exams() -> (String, String) {
    ("Go to My exams".to_owned(), "/my/exams".to_owned())
}

fn to_prep(exam: &ExamVersion, label: &str) -> (String, String) {
    (label.to_owned(), format!("/exams/{}/prep", exam.code))
}

fn days(from: Date, until: Option<Date>) -> String {
    let until = until.map_or(String::new(), |until| format!(" to {}", long(until)));
    format!("from {}{until}", long(from))
}

fn registered(exam: &ExamVersion, open: &OwnOpen, reader: &ForWhom<'_>, today: Date) -> ui::NextStep {
    let code = &exam.code;
    if open.sit_from > today {
        let calendar = ("Add to calendar".to_owned(), format!("/registrations/{}/calendar.ics", open.id));
        return ui::NextStep {
            title: format!("You are registered – sit it from {}", long(open.sit_from)),
            text: format!("{code}, {}.", days(open.sit_from, open.sit_until)),
            primary: Some(if reader.is_prepared { to_prep(exam, "Prepare") } else { to_my_exams() }),
            others: [calendar].into_iter().chain(reader.is_prepared.then(to_my_exams)).collect(),
            ..ui::NextStep::default()
        };
    }
    let until = open.sit_until.map_or(String::new(), |until| format!(" until {}", long(until)));
    ui::NextStep {
        title: "You are registered – ready when you are".to_owned(),
        text: format!("You can sit {code}{until}. Nothing starts before you press Begin on the next page."),
        primary: Some((format!("Get ready for {code}"), format!("/registrations/{}/before", open.id))),
        others: reader.is_prepared.then(|| to_prep(exam, "Prepare")).into_iter().collect(),
        ..ui::NextStep::default()
    }
}

fn holds(held: &CredentialStanding, reader: &ForWhom<'_>, today: Date) -> ui::NextStep {
    let all = ("All ways to renew it".to_owned(), "/my".to_owned());
    let badge = || reader.badge.clone().map(|href| ("Open the badge".to_owned(), href));
    if let Some(need) = wallet::need(held, today) {
        let state = until::state(held, today);
        let exam = need.way.exam.as_ref().filter(|exam| (reader.can_register)(exam.as_str()));
        let register = exam.map(|exam| (format!("Register for {exam}"), format!("/exams/{exam}/register")));
        return ui::NextStep {
            title: state.replacen("Active until", "You hold this; it ends on", 1),
            text: need.way.said.text(),
            primary: Some(register.unwrap_or_else(|| all.clone())),
            others: Some(all).into_iter().filter(|_| exam.is_some()).chain(badge()).collect(),
            ..ui::NextStep::default()
        };
    }
    let title = match (held.status, held.valid_until.filter(|until| *until >= today)) {
        (Status::Active, Some(until)) => format!("You hold this until {}", long(until)),
        (Status::Active, None) => "You hold this".to_owned(),
        _ => until::state(held, today),
    };
    let next = wallet::next_step(held, today);
    ui::NextStep {
        title,
        text: if next.is_empty() { next } else { format!("{next}.") },
        primary: badge().or_else(|| Some(("See what you hold".to_owned(), "/my".to_owned()))),
        others: if held.renew_by.is_empty() { Vec::new() } else { vec![all] },
        ..ui::NextStep::default()
    }
}

/// What was held and is over, beside what can be done now.
fn note(reader: &ForWhom<'_>, today: Date) -> String {
    let over = reader.held.map(|held| format!("What you held: {}.", until::state(held, today)));
    match (over, reader.is_signed_in) {
        (Some(over), _) => over,
        (None, true) => String::new(),
        (None, false) => "You sign in or make an account on the way.".to_owned(),
    }
}

fn refused(exam: &ExamVersion, refusal: &Refusal, reader: &ForWhom<'_>, today: Date) -> ui::NextStep {
    let title = match (refusal.code, refusal.next_possible_on) {
        ("not-open-yet", Some(opens)) => format!("Registration opens on {}", long(opens)),
        (_, Some(again)) => format!("You can take it again from {}", long(again)),
        (_, None) => "Not possible today".to_owned(),
    };
    let instead = refusal.instead.as_ref();
    let instead = instead.map(|code| (format!("See {code}"), format!("/exams/{code}/register")));
    let prepare = reader.is_prepared.then(|| to_prep(exam, "Practise"));
    ui::NextStep {
        title,
        text: refusal.said.text(),
        primary: instead.or(prepare),
        note: note(reader, today).replace("You sign in or make an account on the way.", ""),
        ..ui::NextStep::default()
    }
}

fn offered(exam: &ExamVersion, offer: &Offer, reader: &ForWhom<'_>, today: Date) -> ui::NextStep {
    let code = &exam.code;
    ui::NextStep {
        title: format!("Register for {code}"),
        text: format!("You can sit it on any day {}.", days(offer.sit_from, offer.sit_until)),
        primary: Some((format!("Register for {code}"), format!("/exams/{code}/register"))),
        others: reader.is_prepared.then(|| to_prep(exam, "Prepare")).into_iter().collect(),
        note: note(reader, today),
        ..ui::NextStep::default()
    }
}

/// What to know before: length, questions, what it takes, languages, fee, as far as the programme says.
pub(super) fn facts(asking: &Asking, exam: &ExamVersion) -> Vec<ui::TermFact> {
    let languages = exam.languages.iter().map(String::as_str);
    let languages = languages.filter(|code| exam.can_be_sat_in(code, asking.today));
    let scale = &exam.scale;
    let fee = format!("{} {} in the guide; nothing is charged here", exam.price.amount, exam.price.currency);
    let mut facts = vec![
        ui::TermFact::new("Time", length(exam.time_limit_min)),
        ui::TermFact::new("Questions", format!("{}, of which {} count", exam.items_total, exam.items_scored)),
        ui::TermFact::new(
            "To pass",
            format!("{} on a scale from {} to {}", scale.cut, scale.minimum, scale.maximum),
        ),
        ui::TermFact::new("Languages", languages_in_words(languages)),
        ui::TermFact::new("Fee", fee),
    ];
    let form = asking.programme.form_of(exam.code.as_str());
    if let Some(form) = form.filter(|form| form.demonstration) {
        let time = length(form.time_limit_s.unwrap_or_default() / 60);
        facts.push(ui::TermFact::new("In this demonstration", format!("{} questions, {time}", form.items)));
    }
    facts
}

/// `2 h 10 min`, `24 min`.
fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::{RegistrationId, Said, date, source::SourceFile};
    use assay_programme::model::Programme;
    use assay_standing::{Missing, RenewBy};

    use super::*;

    const TODAY: Date = date(2025, 9, 20);

    fn programme() -> Programme {
        let text = "code = 'A-1'\ncertification = 'a'\nlanguages = ['en']\n\
                    registration_opens_on = 2020-01-01\nfirst_test_day_on = 2020-01-01\n";
        assay_programme::parse(&[SourceFile::new("exams/A-1.toml", text.to_owned())]).0
    }

    fn open(sit_from: Date) -> OwnOpen {
        let id = RegistrationId::from_parts(1, [1; 10]);
        OwnOpen { id, exam: "A-1".to_owned(), sit_from, sit_until: Some(date(2026, 9, 20)) }
    }

    fn held(status: Status, until: Date) -> CredentialStanding {
        let way = RenewBy {
            route: "retake".into(),
            opens_on: None,
            closes_on: Some(until),
            open_now: true,
            gives_until: Some(date(2031, 1, 1)),
            exam: Some("A-1".into()),
            exams: Vec::new(),
            missing: Missing::default(),
            counts_from: None,
            said: Said::of("former.sentence").with("text", assay_kernel::Arg::text("Pass A-1.")),
        };
        CredentialStanding {
            credential: "a".into(),
            title: "A".into(),
            status,
            earned_on: date(2023, 5, 5),
            valid_from: date(2025, 5, 5),
            valid_until: Some(until),
            grace_until: None,
            suspended_until: None,
            revoked_on: (status == Status::Revoked).then(|| date(2025, 3, 1)),
            barred_on: None,
            foreseen: Vec::new(),
            reasons: Vec::new(),
            renew_by: if status == Status::Active { vec![way] } else { Vec::new() },
            timeline: Vec::new(),
        }
    }

    fn refusal(code: &'static str, next: Option<Date>) -> Result<Offer, Refusal> {
        let said = Said::of("former.sentence").with("text", assay_kernel::Arg::text("Because."));
        Err(Refusal { code, said, next_possible_on: next, instead: None })
    }

    /// Title, the label of the primary action, the note.
    fn told(
        held: Option<&CredentialStanding>,
        open: Option<&OwnOpen>,
        decision: &Result<Offer, Refusal>,
    ) -> (String, String, String) {
        let reader = ForWhom {
            is_signed_in: held.is_some() || open.is_some(),
            held,
            badge: held.map(|_| "/credentials/crd_1".to_owned()),
            open,
            decision,
            is_prepared: true,
            can_register: &|code| code == "A-1",
        };
        let programme = programme();
        let step = step(programme.exam("A-1").unwrap(), &reader, TODAY);
        (step.title, step.primary.map_or(String::new(), |(label, _)| label), step.note)
    }

    #[test]
    fn the_panel_says_what_is_true_for_the_reader() {
        let ok = Ok(Offer { sit_from: date(2025, 9, 30), sit_until: None });
        let said =
            |title: &str, primary: &str, note: &str| (title.to_owned(), primary.to_owned(), note.to_owned());
        let account = "You sign in or make an account on the way.";
        assert_eq!(told(None, None, &ok), said("Register for A-1", "Register for A-1", account));
        assert_eq!(
            told(None, Some(&open(date(2025, 9, 30))), &ok),
            said("You are registered – sit it from 30 September 2025", "Prepare", "")
        );
        assert_eq!(
            told(None, Some(&open(TODAY)), &ok),
            said("You are registered – ready when you are", "Get ready for A-1", "")
        );
        let running = refusal("already-registered", None);
        let title = "Your exam is running or being scored";
        assert_eq!(told(None, None, &running), said(title, "Go to My exams", ""));
        let active = held(Status::Active, date(2028, 3, 1));
        assert_eq!(
            told(Some(&active), None, &ok),
            said("You hold this until 1 March 2028", "Open the badge", "")
        );
        let soon = held(Status::Active, date(2025, 10, 12));
        let title = "You hold this; it ends on 12 October 2025";
        assert_eq!(told(Some(&soon), None, &ok), said(title, "Register for A-1", ""));
        let wait = refusal("retake-wait", Some(date(2025, 10, 15)));
        let title = "You can take it again from 15 October 2025";
        assert_eq!(told(None, None, &wait), said(title, "Practise", ""));
        let early = refusal("not-open-yet", Some(date(2025, 10, 15)));
        let title = "Registration opens on 15 October 2025";
        assert_eq!(told(None, None, &early), said(title, "Practise", ""));
        assert_eq!(told(None, None, &refusal("x", None)), said("Not possible today", "Practise", ""));
        let revoked = held(Status::Revoked, date(2028, 3, 1));
        let note = "What you held: Revoked on 1 March 2025.";
        assert_eq!(told(Some(&revoked), None, &ok), said("Register for A-1", "Register for A-1", note));
    }

    #[test]
    fn a_length_is_said_in_hours_and_minutes() {
        assert_eq!([length(24), length(120), length(130)], ["24 min", "2 h", "2 h 10 min"]);
    }
}
