//! Crews: invitations that tell nothing of accounts, lists of assignments, sums that name nobody, and
//! leaving.

use assay_app::{
    App, AppError, AskedWork, AssignDone, AssignVerdict, CREW_PEOPLE_MAX, CREWS_MAX, FieldFault, MemberSeen,
    load,
};
use assay_kernel::{CrewId, CrewMemberId, Roles, date};
use assay_learning::crew::{DoneState, NoSum, ShareScope};

use crate::world::{Somebody, World, by, course_files, files, sit, somebody};

const BEGIN: &str = "2025-09-20T08:00:00Z";

/// A crew that Tomas leads.
struct Led {
    world: World,
    app: App,
    tomas: Somebody,
    crew: CrewId,
}

impl Led {
    async fn begun() -> Led {
        let world = World::at(BEGIN);
        let app = world.app().await;
        let tomas = somebody(&app, "tomas", Roles::NONE).await;
        let crew = app.crews.begin(&by(&app, &tomas.actor), " Platform  operations ").await.unwrap();
        Led { world, app, tomas, crew }
    }

    /// Somebody with an account of that name joins, and shows these.
    async fn joins(&self, name: &str, shown: &[ShareScope]) -> (Somebody, CrewMemberId) {
        let who = somebody(&self.app, name, Roles::NONE).await;
        let member = self.accepts(&who, &format!("{name}@example.org"), shown).await;
        (who, member)
    }

    async fn accepts(&self, who: &Somebody, address: &str, shown: &[ShareScope]) -> CrewMemberId {
        self.app.crews.invite(&by(&self.app, &self.tomas.actor), self.crew, address).await.unwrap();
        let own = self.app.crews.own(&by(&self.app, &who.actor)).await.unwrap();
        let key = own.invited[0].id.to_string();
        self.app.crews.accept(&by(&self.app, &who.actor), &key, shown).await.unwrap()
    }

    async fn seen(&self) -> Vec<MemberSeen> {
        self.app.crews.look(&by(&self.app, &self.tomas.actor), self.crew, 1).await.unwrap().people.lines
    }

    async fn assign(&self, address: &str, what: &str) -> Result<AssignDone, AppError> {
        let asked = AskedWork { address: address.into(), what: what.into(), ..AskedWork::default() };
        self.app.crews.assign(&by(&self.app, &self.tomas.actor), self.crew, &asked).await
    }

    async fn list(&self, text: &str) -> Result<Vec<(u32, AssignVerdict, Vec<String>)>, AppError> {
        let asking = by(&self.app, &self.tomas.actor);
        let read = self.app.crews.look_at_list(&asking, self.crew, text.as_bytes()).await?;
        Ok(read.lines.into_iter().map(|line| (line.number, line.verdict, line.faults)).collect())
    }
}

fn fault_of<T: std::fmt::Debug>(result: Result<T, AppError>) -> FieldFault {
    match result {
        Err(AppError::Invalid(mut faults)) => faults.remove(0),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_invitation_is_the_same_whether_or_not_somebody_has_the_address() {
    let led = Led::begun().await;
    let asking = by(&led.app, &led.tomas.actor);
    somebody(&led.app, "rosa", Roles::NONE).await;
    for address in ["rosa@example.org", "nobody@example.org"] {
        led.app.crews.invite(&asking, led.crew, address).await.unwrap();
        let again = fault_of(led.app.crews.invite(&asking, led.crew, address).await);
        assert!(again.text.contains("within the last day"), "{again:?}");
    }
    let view = led.app.crews.look(&asking, led.crew, 1).await.unwrap();
    let told: Vec<_> = view.invited.iter().map(|(one, _)| (one.invited_on, one.is_over)).collect();
    assert_eq!(told[0], told[1]);
    assert_eq!(fault_of(led.app.crews.invite(&asking, led.crew, "no address").await).field, "email");

    // Only whoever proved the address opens it by its id; another one finds nothing there.
    let eve = somebody(&led.app, "eve", Roles::NONE).await;
    let id = view.invited[0].0.id.to_string();
    let opened = led.app.crews.invitation_of(&by(&led.app, &eve.actor), &id).await;
    assert!(matches!(opened, Err(AppError::NotFound)), "{opened:?}");
    led.world.moment("2025-10-21T08:00:00Z");
    let own = led.app.crews.own(&by(&led.app, &eve.actor)).await.unwrap();
    assert!(own.invited.is_empty());
    let late = led.app.crews.look(&by(&led.app, &led.tomas.actor), led.crew, 1).await.unwrap();
    assert!(late.invited.iter().all(|(one, _)| one.is_over && one.may_be_sent), "its time is over");
}

#[tokio::test]
async fn one_person_leads_a_few_crews_and_each_is_of_a_size() {
    let led = Led::begun().await;
    let asking = by(&led.app, &led.tomas.actor);
    assert_eq!(led.app.crews.own(&asking).await.unwrap().led[0].name, "Platform operations");
    for name in ["", "See https://example.org", &"a".repeat(61)] {
        assert_eq!(fault_of(led.app.crews.begin(&asking, name).await).field, "name");
    }
    for _ in 1..CREWS_MAX {
        led.app.crews.begin(&asking, "Another").await.unwrap();
    }
    assert!(fault_of(led.app.crews.begin(&asking, "One more").await).text.starts_with("End one"));
    led.app.crews.end(&asking, led.crew).await.unwrap();
    led.app.crews.begin(&asking, "In its place").await.unwrap();
    let ended = led.app.crews.look(&asking, led.crew, 1).await.map(|view| view.crew);
    assert!(matches!(ended, Err(AppError::NotFound)));
}

#[tokio::test]
async fn what_is_asked_is_done_by_what_happens_and_its_state_is_theirs_to_show() {
    let led = Led::begun().await;
    let (noor, member) = led.joins("noor", &[]).await;
    assert_eq!(led.assign("noor@example.org", "SOA-C03").await.unwrap(), AssignDone::Asked);
    assert_eq!(led.seen().await[0].assigned[0].state, None, "not shown");
    let own = led.app.crews.own(&by(&led.app, &noor.actor)).await.unwrap();
    assert_eq!(own.assigned[0].1.state, Some(DoneState::NotBegun), "one's own is known to oneself");
    led.app.crews.show(&by(&led.app, &noor.actor), member, &[ShareScope::Assignments]).await.unwrap();
    assert_eq!(led.seen().await[0].assigned[0].state, Some(DoneState::NotBegun));
    assert_eq!(led.seen().await[0].holds, None);

    let asking = by(&led.app, &led.tomas.actor);
    let asked = |due_on, is_sure| AskedWork {
        address: "noor@example.org".into(),
        what: "SOA-C03".into(),
        due_on: Some(due_on),
        note: "Before winter.".into(),
        is_sure,
    };
    let past = asked(date(2025, 9, 1), false);
    assert_eq!(fault_of(led.app.crews.assign(&asking, led.crew, &past).await).field, "due_on");
    assert_eq!(fault_of(led.assign("noor@example.org", "gardening").await).field, "what");
    let one = led.seen().await[0].assigned[0].id;
    led.app.crews.withdraw(&asking, led.crew, one).await.unwrap();
    let again = led.app.crews.withdraw(&asking, led.crew, one).await;
    assert!(matches!(again, Err(AppError::Conflict)));
}

#[tokio::test]
async fn a_list_names_the_fault_of_each_line_and_twice_is_once() {
    let led = Led::begun().await;
    let (noor, _) = led.joins("noor", &[ShareScope::Assignments]).await;
    let faulty = "email,what,due_on,note\nnoor@example.org,SOA-C03,2026-02-30,\nnobody,SOA-C03,,\n\
                  noor@example.org,gardening,,\n\nnoor@example.org,SOA-C03,,\"a, b\"\n";
    let lines = led.list(faulty).await.unwrap();
    let told: Vec<(u32, bool)> =
        lines.iter().map(|(number, _, faults)| (*number, faults.is_empty())).collect();
    assert_eq!(told, [(2, false), (3, false), (4, false), (6, false)], "{lines:?}");
    assert!(lines[0].2[0].contains("2026-03-12") && lines[3].2[0].starts_with("Line 2 asks"), "{lines:?}");
    let asking = by(&led.app, &led.tomas.actor);
    let none = led.app.crews.assign_list(&asking, led.crew, faulty).await.map(|_| ());
    assert_eq!(fault_of(none).field, "file");
    for bad in ["", "what,note\n", "email,what,boss\n", "email,what\n"] {
        assert_eq!(fault_of(led.list(bad).await).field, "file", "{bad:?}");
    }
    let latin = led.app.crews.look_at_list(&asking, led.crew, b"email,what\nn\xf6,x\n").await.map(|_| ());
    assert_eq!(fault_of(latin).text, "Save the list as UTF-8, and choose it again.");

    // With a mark, semicolons, and an address that nobody invited yet.
    let good = "\u{feff}email;what;due_on;note\r\nNOOR@example.org;SOA-C03;2026-01-30;=cmd\r\n\
                uma@example.org;site-reliability-engineer;;\r\n";
    let would: Vec<AssignVerdict> = led.list(good).await.unwrap().into_iter().map(|line| line.1).collect();
    assert_eq!(would, [AssignVerdict::New, AssignVerdict::New]);
    let done = led.app.crews.assign_list(&asking, led.crew, good).await.unwrap();
    assert!(!done.lines[0].invites && done.lines[1].invites);
    let would: Vec<AssignVerdict> = led.list(good).await.unwrap().into_iter().map(|line| line.1).collect();
    assert_eq!(would, [AssignVerdict::Same, AssignVerdict::Same]);
    led.app.crews.assign_list(&asking, led.crew, good).await.unwrap();
    let view = led.app.crews.look(&asking, led.crew, 1).await.unwrap();
    assert_eq!(view.people.lines[0].assigned.len(), 1);
    assert_eq!((view.invited.len(), view.invited[0].1.len()), (1, 1), "an invitation, and no account");
    let own = led.app.crews.own(&by(&led.app, &noor.actor)).await.unwrap();
    assert_eq!(own.assigned[0].1.due_on, Some(date(2026, 1, 30)));
    let many: String = (0..=CREW_PEOPLE_MAX).map(|n| format!("p{n}@example.org,SOA-C03\n")).collect();
    let lines = led.list(&format!("email,what\n{many}")).await.unwrap();
    assert!(lines.last().unwrap().2[0].starts_with("A crew has 200 people"), "{:?}", lines.last());
}

#[tokio::test]
async fn sums_are_over_five_people_and_name_nobody_who_comes_or_goes() {
    let led = Led::begun().await;
    let asking = by(&led.app, &led.tomas.actor);
    let mut members = Vec::new();
    for name in ["a", "b", "c", "d", "e"] {
        let told = led.app.crews.skills(&asking, led.crew, "").await.unwrap().told;
        assert_eq!(told.err(), Some(NoSum::TooFew), "before {name}");
        members.push(led.joins(name, &[ShareScope::Domains]).await);
    }
    let first = led.app.crews.skills(&asking, led.crew, "").await.unwrap();
    let lines = first.told.unwrap();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.cover.by_nobody() == line.cover.all));
    members.push(led.joins("f", &[ShareScope::Domains]).await);
    let told = led.app.crews.skills(&asking, led.crew, "").await.unwrap().told;
    assert_eq!(told.err(), Some(NoSum::NamesOne));
    members.push(led.joins("g", &[ShareScope::Domains]).await);
    assert!(led.app.crews.skills(&asking, led.crew, "").await.unwrap().told.is_ok());
    let (who, place) = &members[0];
    led.app.crews.show(&by(&led.app, &who.actor), *place, &[]).await.unwrap();
    let told = led.app.crews.skills(&asking, led.crew, "").await.unwrap().told;
    assert_eq!(told.err(), Some(NoSum::NamesOne));
}

#[tokio::test]
async fn leaving_keeps_every_record_and_ends_the_view() {
    let led = Led::begun().await;
    let (noor, member) = led.joins("noor", &[ShareScope::Certifications]).await;
    sit(&led.app, &noor.actor, "CLF-C02", 200).await;
    let asking = by(&led.app, &led.tomas.actor);
    let view = led.app.crews.look(&asking, led.crew, 1).await.unwrap();
    let held = view.people.lines[0].holds.clone().unwrap();
    assert_eq!((held[0].certification.as_str(), view.holding), ("clf", (1, 1)), "{held:?}");
    assert_eq!(view.ahead.len(), 18);
    led.world.moment("2027-06-01T08:00:00Z");
    let asking = by(&led.app, &led.tomas.actor);
    let ahead = led.app.crews.look(&asking, led.crew, 1).await.unwrap().ahead;
    let endings: Vec<_> = ahead.iter().flat_map(|month| &month.endings).collect();
    assert_eq!((endings[0].name.as_str(), endings[0].ends_on), ("noor", held[0].until.unwrap()));
    assert!(!endings[0].ways.is_empty());
    led.app.crews.leave(&by(&led.app, &noor.actor), member).await.unwrap();
    assert!(led.seen().await.is_empty());
    let own = led.app.record.own_standing(&by(&led.app, &noor.actor)).await.unwrap();
    assert_eq!(own.credentials.len(), 1, "it is hers");
    let gone = led.app.crews.membership(&by(&led.app, &noor.actor), member).await.map(|_| ());
    assert!(matches!(gone, Err(AppError::NotFound)));
    // She can come back, and begins anew with what she shows.
    let member = led.accepts(&noor, "noor@example.org", &[]).await;
    assert_eq!(led.seen().await[0].holds, None);
    led.app.crews.take_out(&asking, led.crew, member).await.unwrap();
    assert!(led.seen().await.is_empty());
}

#[tokio::test]
async fn a_day_beyond_the_switch_is_assigned_only_once_that_was_read() {
    let world = World::at(BEGIN);
    let mut all = files();
    let course = course_files();
    all.texts.extend(course.texts);
    all.artwork.extend(course.artwork);
    let app = world.app_of(load(all).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))).await;
    let tomas = somebody(&app, "tomas", Roles::NONE).await;
    let asking = by(&app, &tomas.actor);
    let crew = app.crews.begin(&asking, "Platform operations").await.unwrap();
    let beyond = AskedWork {
        address: "noor@example.org".into(),
        what: "SOA-C02-1.1".into(),
        due_on: Some(date(2025, 9, 30)),
        ..AskedWork::default()
    };
    let Ok(AssignDone::Warned(text)) = app.crews.assign(&asking, crew, &beyond).await else {
        panic!("it is read before it is asked")
    };
    assert_eq!(
        text,
        "SOA-C02 is sat until 29 September 2025. On 30 September 2025 it is SOA-C03 that is sat: the plan \
         goes over to it."
    );
    let invited = app.crews.look(&asking, crew, 1).await.unwrap().invited.len();
    assert_eq!(invited, 0, "nobody is asked and nobody invited");
    // The last day itself is none beyond it.
    let last = AskedWork { due_on: Some(date(2025, 9, 29)), ..beyond.clone() };
    assert_eq!(app.crews.assign(&asking, crew, &last).await.unwrap(), AssignDone::Asked);
    let sure = AskedWork { is_sure: true, ..beyond };
    assert_eq!(app.crews.assign(&asking, crew, &sure).await.unwrap(), AssignDone::Asked);
    let view = app.crews.look(&asking, crew, 1).await.unwrap();
    assert_eq!(view.invited[0].1[0].due_on, Some(date(2025, 9, 30)));
    // A list says so line by line, and does what it says.
    let list = "email,what,due_on\nnoor@example.org,SOA-C02-1.1,2025-10-01\n\
                noor@example.org,SOA-C03-1.1,2025-10-01\n";
    let read = app.crews.look_at_list(&asking, crew, list.as_bytes()).await.unwrap();
    let warned: Vec<bool> = read.lines.iter().map(|line| line.warning.is_some()).collect();
    assert_eq!(warned, [true, false]);
    app.close().await;
}
