//! An installation in which there is one of everything, in each state that matters.

use std::collections::BTreeMap;

use assay_kernel::date;

use crate::{
    answer::Answer,
    installation::{Paused, Running, right_answers},
    place::Place,
    site::{Browser, Sent, TestSite, Who},
};

/// A site that is stopped, to be copied as often as a test needs it untouched.
pub struct World {
    place: Place,
    paused: Paused,
    browsers: BTreeMap<Who, Browser>,
    /// What parameters of paths are called in tests, and what stands there.
    pub objects: BTreeMap<&'static str, String>,
}

impl World {
    /// The demonstration's people, each signed in, and nothing that they did.
    pub async fn of_people(place: Place) -> Self {
        World::pause(with_people(place).await, BTreeMap::new()).await
    }

    /// One of everything.
    pub async fn of_everything(place: Place) -> Self {
        let (site, mut objects) = at_work(with_people(place).await).await;
        proposals(&site, &mut objects).await;
        World::pause(site, objects).await
    }

    /// Stops a site to copy it from now on.
    pub async fn pause(site: TestSite, objects: BTreeMap<&'static str, String>) -> Self {
        let (paused, browsers) = (site.running.pause(), site.browsers().clone());
        World { place: site.stop().await, paused, browsers, objects }
    }

    /// A copy of it, running.
    pub async fn site(&self) -> TestSite {
        self.copy(true).await
    }

    /// A copy of it that is no demonstration.
    pub async fn real_body(&self) -> TestSite {
        self.copy(false).await
    }

    async fn copy(&self, demonstration: bool) -> TestSite {
        let place = self.place.copy().await;
        let running = Running::resume(&place.location(), &self.paused, demonstration).await;
        TestSite::of(running, place, self.browsers.clone())
    }

    /// Takes the data away.
    pub async fn remove(self) {
        self.place.remove().await;
    }
}

/// One of everything but changes of the programme.
pub async fn at_work(mut site: TestSite) -> (TestSite, BTreeMap<&'static str, String>) {
    let mut objects = fixed();
    objects.insert("this version", version(&site).await);
    sittings(&site, &mut objects).await;
    accounts(&mut site, &mut objects).await;
    imports(&site, &mut objects).await;
    forms(&site, &mut objects).await;
    analyses(&site, &mut objects).await;
    crews(&site, &mut objects).await;
    crate::bank::at_work(&site, &mut objects).await;
    (site, objects)
}

pub async fn with_people(place: Place) -> TestSite {
    let running = Running::demonstration(&place.location()).await;
    let mut site = TestSite::of(running, place, BTreeMap::new());
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Anybody) {
        let browser = signed_in(&site, who).await;
        site.visits(who, browser);
    }
    site
}

/// Another browser of a demonstration person.
pub async fn signed_in(site: &TestSite, who: Who) -> Browser {
    let person = site.running.demo_person(who.name()).await;
    let (browser, answer) = site.sign_in_by("/demo/sign-in", &[("person", &person)]).await;
    assert!(answer.went_well(), "{}", answer.told());
    browser
}

/// What is no row: codes of the programme, files, and what is nowhere.
fn fixed() -> BTreeMap<&'static str, String> {
    let nowhere = |prefix: &str| format!("{prefix}_0000000000000000000000000{}", 1);
    let mut objects: BTreeMap<&'static str, String> = [
        ("cloudops", "cloudops"),
        ("no certification", "nothing"),
        ("SOA-C02, before its last day", "SOA-C02"),
        ("SOA-C03, open to register", "SOA-C03"),
        ("CLF-C02, passed by noor", "CLF-C02"),
        ("DOP-C02, taken by noor", "DOP-C02"),
        ("no exam", "NO-C99"),
        ("an announcement", "2025-07-15-sysops-becomes-cloudops"),
        ("an announcement of next year", "2026-06-30-one-more-year-by-learning"),
        ("no announcement", "never"),
        ("a course", "SOA-C02-1.1"),
        ("no course", "SOA-C02-9.9"),
        ("a problem", "not-found"),
        ("no problem", "no-such-problem"),
        ("another version", "0123456789abcdef"),
        ("list 1", "1"),
        ("list 9", "9"),
        ("a word", "first"),
        ("a draft", "notice"),
        ("a draft with a fault", "faulty"),
        ("no draft", "none"),
        ("no token", "no-such-token"),
        ("no job", "999999999"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    for (name, prefix) in [
        ("no registration", "reg"),
        ("no sitting", "sit"),
        ("no credential", "crd"),
        ("no practice", "prc"),
        ("no proposal", "prp"),
        ("no person", "per"),
        ("no note", "nte"),
        ("no role", "grt"),
        ("no session", "ses"),
        ("no import", "imp"),
        ("no form", "frm"),
        ("no study", "ana"),
        ("no item", "itm"),
        ("no crew", "crw"),
        ("no place in a crew", "mem"),
        ("no invitation", "inv"),
    ] {
        objects.insert(name, nowhere(prefix));
    }
    objects.insert("no id", "something".into());
    objects
}

/// The version of the files that pages name.
async fn version(site: &TestSite) -> String {
    let page = well(site.get(Who::Anybody, "/").await);
    let name = page.body.split("/assets/").nth(1).and_then(|rest| rest.split('/').next());
    name.unwrap_or_else(|| panic!("{}", page.told())).to_owned()
}

pub fn well(answer: Answer) -> Answer {
    assert!(answer.went_well(), "{}", answer.told());
    answer
}

/// Registers and starts; gives the sitting.
pub async fn begin(site: &TestSite, who: Who, exam: &str) -> String {
    let registration = register(site, who, exam).await;
    well(site.post(who, &format!("/registrations/{registration}/start"), &[("agreed", "yes")]).await).made()
}

/// Registers; gives the registration.
pub async fn register(site: &TestSite, who: Who, exam: &str) -> String {
    let before = site.get(who, "/my/exams").await.ids("reg");
    well(site.post(who, &format!("/exams/{exam}/register"), &[]).await);
    let after = site.get(who, "/my/exams").await;
    let new = after.ids("reg").into_iter().find(|id| !before.contains(id));
    new.unwrap_or_else(|| panic!("{}", after.told()))
}

/// Saves an answer to one item.
pub async fn save(
    site: &TestSite,
    who: Who,
    sitting: &str,
    (position, seq): (usize, i64),
    options: &[String],
) -> Answer {
    let options: Vec<String> = options.iter().map(|option| format!("\"{option}\"")).collect();
    let body = format!("{{\"seq\":{seq},\"response\":[{}]}}", options.join(","));
    let path = format!("/api/v1/sittings/{sitting}/responses/i{position:02}");
    site.ask(who, "PUT", &path, &Sent::Json(body)).await
}

/// Answers everything right.
pub async fn answer_all(site: &TestSite, who: Who, sitting: &str, exam: &str) {
    for (options, position) in right_answers(exam).iter().zip(1..) {
        well(save(site, who, sitting, (position, 1), options).await);
    }
}

/// Hands in.
pub async fn hand_in(site: &TestSite, who: Who, sitting: &str) -> Answer {
    let path = format!("/api/v1/sittings/{sitting}/submit");
    site.ask(who, "POST", &path, &Sent::Json("{}".into())).await
}

async fn sittings(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let passed = begin(site, Who::Noor, "CLF-C02").await;
    answer_all(site, Who::Noor, &passed, "CLF-C02").await;
    well(hand_in(site, Who::Noor, &passed).await);
    site.running.settle().await;
    objects.insert("noor's sitting, passed", passed);
    let credential = well(site.get(Who::Noor, "/my").await).ids("crd").remove(0);
    objects.insert("noor's badge", credential.clone());
    for (name, ending) in [
        ("noor's badge.json", "json"),
        ("noor's badge.svg", "svg"),
        ("noor's badge.png", "png"),
        ("noor's badge.pdf", "pdf"),
    ] {
        objects.insert(name, format!("{credential}.{ending}"));
    }
    let open = begin(site, Who::Noor, "SOA-C02").await;
    well(save(site, Who::Noor, &open, (1, 1), &["A".to_owned()]).await);
    objects.insert("noor's sitting, open", open);
    let held = begin(site, Who::Sam, "DOP-C02").await;
    let path = format!("/admin/sittings/{held}/hold");
    let mark = well(site.get(Who::Ada, &path).await).field("seen");
    well(site.post(Who::Ada, &path, &[("seen", &mark), ("reason", "To be looked at.")]).await);
    answer_all(site, Who::Sam, &held, "DOP-C02").await;
    well(hand_in(site, Who::Sam, &held).await);
    site.running.settle().await;
    objects.insert("sam's sitting, on hold", held);
    let withdrawn = register(site, Who::Noor, "SOA-C03").await;
    well(site.post(Who::Noor, &format!("/registrations/{withdrawn}/withdraw"), &[]).await);
    objects.insert("noor's registration, given back", withdrawn);
    let unused = register(site, Who::Noor, "DOP-C02").await;
    objects.insert("noor's registration, open", unused);
    let later = register(site, Who::Sam, "SOA-C03").await;
    objects.insert("sam's registration, for a later day", later);
    let practice = well(site.post(Who::Noor, "/practice", &[("set", "SOA-C03-question-set")]).await);
    let practice = practice.location().split('/').nth(2).unwrap().to_owned();
    well(site.post(Who::Noor, &format!("/practice/{practice}/1"), &[("r:RESPONSE", "A")]).await);
    objects.insert("noor's practice", practice);
    let begin = "/exams/SOA-C03/practice/SOA-C03-P1";
    let begun = well(site.post(Who::Noor, begin, &[("agreed", "yes")]).await);
    objects.insert("noor's final exam", begun.location().split('/').nth(2).unwrap().to_owned());
}

async fn accounts(site: &mut TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let elsewhere = signed_in(site, Who::Noor).await;
    let account = site.ask_as(&elsewhere, "GET", "/account", &Sent::Nothing).await;
    let sessions = account.ids("ses");
    let own = site.get(Who::Noor, "/account").await;
    assert_eq!(sessions.len(), 2, "{}", own.told());
    let this_one = own.body.split("This device").nth(1).and_then(|rest| rest.split("sessions/").nth(1));
    let this_one = this_one.unwrap();
    let this_one = this_one.split('/').next().unwrap();
    let other = sessions.iter().find(|id| *id != this_one).unwrap();
    objects.insert("noor's session, elsewhere", other.clone());

    site.running.import(&["lea@example.org".to_owned()], "CLF-C02", date(2025, 9, 1)).await;
    let found = well(site.get(Who::Ada, "/admin/people?q=lea").await);
    let lea = found.ids("per").remove(0);
    let path = format!("/admin/people/{lea}/claim-link");
    objects.insert("lea, imported", lea);
    for name in ["a link that another one ended", "a link"] {
        let made = well(site.post(Who::Ada, &path, &[]).await);
        let token = made.body.split("/claim/").nth(1).unwrap();
        objects.insert(name, token[..64].to_owned());
    }
    for (name, path) in
        [("a link to a new password", "/new-password"), ("a link that signs in", "/sign-in-link")]
    {
        well(site.post(Who::Anybody, path, &[("email", "lea@example.org")]).await);
        site.running.settle().await;
        let mail = well(site.get(Who::Anybody, "/demo/mail").await);
        let token = mail.body.split(&format!("{path}/")).nth(1).unwrap();
        objects.insert(name, token[..64].to_owned());
    }
    let notes = format!("/admin/people/{}/notes", objects["lea, imported"]);
    well(site.post(Who::Ada, &notes, &[("text", "Prefers to be called.")]).await);
    objects.insert("a note about lea", well(site.get(Who::Ada, &notes).await).ids("nte").remove(0));
    well(site.post(Who::Anybody, "/sign-in-link", &[("email", "lou@refused.example")]).await);
    site.running.settle().await;
    let failed = well(site.get(Who::Ada, "/admin/jobs?state=failed").await);
    objects.insert("a failed job", crate::jobs::number_of(&failed.body));
    let roles = well(site.get(Who::Ada, "/admin/roles").await).ids("grt");
    for (name, role) in ["ada's role", "ben's role"].into_iter().zip(roles) {
        objects.insert(name, role);
    }
    for (name, who) in [("noor", Who::Noor), ("ada", Who::Ada)] {
        objects.insert(name, site.running.demo_person(who.name()).await);
    }
}

/// Hands in a file of questions, and has it read.
pub async fn hand_in_file(site: &TestSite, file: &str) -> String {
    let parts = Sent::Parts(vec![("file".to_owned(), file.to_owned())]);
    let taken = well(site.ask(Who::Ada, "POST", "/admin/questions/imports", &parts).await);
    site.running.settle().await;
    taken.location().rsplit('/').next().unwrap().to_owned()
}

async fn imports(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let kept = hand_in_file(site, "::Sides:: How many sides has a square? {#4}").await;
    let keep = format!("/admin/questions/imports/{kept}/keep");
    well(site.post(Who::Ada, &keep, &[("many", "1")]).await);
    objects.insert("an import, kept", kept);
    let ready = hand_in_file(site, "::Legs:: How many legs has a spider? {#8}").await;
    objects.insert("an import, to be decided", ready);
}

/// Has a form drawn; those of a few items are quick.
pub async fn drawn_form(site: &TestSite, exam: &str) -> String {
    let fields = [("exam", exam), ("forms", "1"), ("seed", "7")];
    let drawn = well(site.post(Who::Ada, "/admin/forms", &fields).await);
    drawn.location().rsplit('/').next().unwrap().to_owned()
}

async fn forms(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    objects.insert("ada's form", drawn_form(site, "CLF-C02").await);
}

/// What the last invitation that was mailed to an address brings.
pub async fn invited(site: &TestSite, crew: &str, address: &str) -> String {
    well(site.post(Who::Sam, &format!("/crews/{crew}/invite"), &[("email", address)]).await);
    site.running.settle().await;
    let mail = well(site.get(Who::Anybody, "/demo/mail").await);
    let token = mail.body.split("/crew-invitations/").nth(1).unwrap();
    token[..64].to_owned()
}

/// A crew that Sam leads and in which Noor is.
async fn crews(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let crew = well(site.post(Who::Sam, "/crews", &[("name", "Platform operations")]).await).made();
    let link = invited(site, &crew, "noor@work.example").await;
    let shown = [("certifications", "yes"), ("assignments", "yes")];
    let place = well(site.post(Who::Noor, &format!("/crew-invitations/{link}"), &shown).await).made();
    let asked = [("email", "noor@work.example"), ("what", "SOA-C03"), ("note", "Before the winter.")];
    well(site.post(Who::Sam, &format!("/crews/{crew}/assign"), &asked).await);
    let link = invited(site, &crew, "rosa@work.example").await;
    let page = well(site.get(Who::Sam, &format!("/crews/{crew}")).await);
    objects.insert("an invitation to sam's crew", page.ids("inv").remove(0));
    objects.insert("what noor is asked to do", page.ids("asg").remove(0));
    objects.insert("sam's crew", crew);
    objects.insert("noor's place in sam's crew", place);
    objects.insert("a link to sam's crew", link);
}

/// A study that is answered, and one from which a change was prepared.
async fn analyses(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let open = study(site, "What operators do").await;
    let (_, link) = expert(site, &open, "Rosa").await;
    let (expert_of_open, _) = expert(site, &open, "Sol").await;
    objects.insert("an expert's link", link);
    objects.insert("an expert", expert_of_open);
    objects.insert("a study, open", open);
    let closed = study(site, "What operators did").await;
    for name in ["Uma", "Vic", "Wim"] {
        let (_, link) = expert(site, &closed, name).await;
        for page in 1..=5 {
            rate(site, &link, page).await;
        }
    }
    well(site.post(Who::Ada, &format!("/admin/analyses/{closed}/close"), &[]).await);
    let prepared = well(site.post(Who::Ada, &format!("/admin/analyses/{closed}/prepare"), &[]).await);
    objects.insert("a prepared change", prepared.location().rsplit('/').next().unwrap().to_owned());
    objects.insert("a study, closed", closed);
}

async fn study(site: &TestSite, title: &str) -> String {
    let fields = [("exam", "SOA-C03"), ("title", title), ("closes_on", "2025-12-01")];
    well(site.post(Who::Ada, "/admin/analyses", &fields).await).made()
}

/// Asks somebody: their id, and what stands in their link.
async fn expert(site: &TestSite, study: &str, name: &str) -> (String, String) {
    let fields = [("name", name), ("about", "Runs forty accounts")];
    let asked = well(site.post(Who::Ada, &format!("/admin/analyses/{study}/experts"), &fields).await);
    let at = asked.body.find("/practice-analysis/").unwrap() + "/practice-analysis/".len();
    let link = asked.body[at..at + 32].to_owned();
    (asked.ids("exp").pop().unwrap(), link)
}

/// Everything on a page matters and is done weekly.
async fn rate(site: &TestSite, link: &str, page: usize) {
    let path = format!("/practice-analysis/{link}/{page}");
    let shown = well(site.get(Who::Anybody, &path).await);
    let names: Vec<String> = shown
        .body
        .split("name=\"importance-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let mut fields = Vec::new();
    for task in names {
        let field = |half: &str, point: &str| (format!("{half}-{task}"), point.to_owned());
        for one in [field("importance", "3"), field("frequency", "4")] {
            if !fields.contains(&one) {
                fields.push(one);
            }
        }
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    well(site.post(Who::Anybody, &path, &fields).await);
}

pub async fn proposals(site: &TestSite, objects: &mut BTreeMap<&'static str, String>) {
    let propose = async |draft: &str| {
        let seen = seen(site, draft).await;
        let fields = [("draft", draft), ("seen", &seen), ("reason", "Because.")];
        well(site.post(Who::Ada, "/admin/changes", &fields).await).made()
    };
    let applied = propose("notice").await;
    well(site.post(Who::Ben, &format!("/admin/changes/{applied}/apply"), &[]).await);
    site.running.settle().await;
    objects.insert("ada's proposal, applied", applied);
    let withdrawn = propose("notice").await;
    let withdraw = format!("/admin/changes/{withdrawn}/withdraw");
    well(site.post(Who::Ada, &withdraw, &[("reason", "A mistake.")]).await);
    objects.insert("ada's proposal, withdrawn", withdrawn);
    let notice = seen(site, "notice").await;
    objects.insert("the notice, as looked at", notice);
    objects.insert("ada's proposal, open", propose("six-months-more").await);
}

/// Looks at a draft: the mark of what was seen.
pub async fn seen(site: &TestSite, draft: &str) -> String {
    well(site.get(Who::Ada, &format!("/admin/changes/drafts/{draft}")).await).field("seen")
}
