//! Every route, asked for every object by everybody: `matrix.txt` says what each of them is answered.
//!
//! `UPDATE_MATRIX=1 cargo test -p assay-web --test site` writes the file anew; read the difference before it
//! is committed, and say why in the commit.

use std::{collections::BTreeMap, fmt::Write};

use assay_web::ServedRoute;

use crate::{
    answer::Answer,
    objects::World,
    place::Place,
    samples::{Body, Sample, samples},
    site::{Sent, TestSite, Who},
};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/matrix.txt");
const HEAD: &str = "\
# Every route: what is asked for, and what each visitor is answered. {here} is the path that was asked for.
# noor and sam are candidates, ada and ben administrators; ada proposed what is proposed.
# wren writes items, rio reviews them, mona looks after the bank.
# Written by UPDATE_MATRIX=1 cargo test -p assay-web --test site; objects.rs and samples.rs say what there is.
";

pub type Objects = BTreeMap<&'static str, String>;

pub fn name(route: &ServedRoute) -> String {
    format!("{} {}", route.method, route.path)
}

pub fn samples_of(route: &ServedRoute) -> Vec<&'static Sample> {
    let name = name(route);
    let found: Vec<&Sample> = samples().filter(|sample| sample.route == name).collect();
    assert!(
        !found.is_empty(),
        "`{name}` is served and nothing asks it: add a line for it to the samples in \
         crates/web/tests/site/samples.rs, with an object of each state that matters (objects.rs makes \
         them), then write matrix.txt anew"
    );
    found
}

/// A value of a sample: itself, or the object that it names.
fn value(objects: &Objects, text: &str) -> String {
    match text.strip_prefix('@') {
        Some(name) => object(objects, name),
        None => text.to_owned(),
    }
}

fn object(objects: &Objects, name: &str) -> String {
    let found = objects.get(name);
    found.unwrap_or_else(|| panic!("no object is called `{name}`: make it in objects.rs")).clone()
}

/// The route's path with its parameters filled in.
pub fn path_of(sample: &Sample, objects: &Objects, wanted: Option<&str>) -> String {
    let mut path = sample.route.split_once(' ').unwrap().1.to_owned();
    for (parameter, text) in sample.fixed {
        path = path.replace(&format!("{{{parameter}}}"), &value(objects, text));
    }
    match (path.split_once('{'), wanted) {
        (None, None) => path,
        (Some((before, rest)), Some(wanted)) => {
            let after = rest.split_once('}').unwrap().1;
            assert!(!after.contains('{'), "`{}`: `fixed` fills all parameters but one", sample.route);
            format!("{before}{}{after}", object(objects, wanted))
        }
        (Some(_), None) => panic!("`{}` has a parameter: name the objects to ask for", sample.route),
        (None, Some(_)) => panic!("`{}` has no parameter left for an object", sample.route),
    }
}

pub fn sent(sample: &Sample, objects: &Objects) -> Sent {
    let pairs = |fields: &[(&str, &str)]| {
        fields.iter().map(|(name, text)| ((*name).to_owned(), value(objects, text))).collect()
    };
    match sample.body {
        Body::Nothing => Sent::Nothing,
        Body::Form(fields) => Sent::Form(pairs(fields)),
        Body::Json(text) => Sent::Json(text.to_owned()),
        Body::Parts(fields) => Sent::Parts(pairs(fields)),
    }
}

/// A lesson that was read is remembered: other pages then know what its reader prepares for.
const REMEMBERED: &str = "GET /courses/{id}/{lesson}";

/// Whether a request may have changed something: then the next one asks an untouched copy.
fn may_have_changed(method: &str, answer: &Answer) -> bool {
    method != "GET" && !matches!(answer.status.as_u16(), 401 | 403 | 404)
}

/// A site that is as it was in the beginning, whatever was asked before.
struct Fresh<'a> {
    world: &'a World,
    site: Option<TestSite>,
}

impl Fresh<'_> {
    async fn site(&mut self) -> &TestSite {
        if self.site.is_none() {
            self.site = Some(self.world.site().await);
        }
        self.site.as_ref().unwrap()
    }

    async fn discard(&mut self) {
        if let Some(site) = self.site.take() {
            site.end().await;
        }
    }

    async fn ask(&mut self, sample: &Sample, path: &str, who: Who) -> String {
        let (method, _) = sample.route.split_once(' ').unwrap();
        let objects = &self.world.objects;
        if sample.nothing_proposed {
            self.discard().await;
            let open = format!("/admin/changes/{}/withdraw", object(objects, "ada's proposal, open"));
            assert!(self.site().await.post(Who::Ada, &open, &[("reason", "A mistake.")]).await.went_well());
        }
        let answer = self.site().await.ask(who, method, path, &sent(sample, objects)).await;
        assert!(!answer.status.is_server_error(), "{} {path} {}: {}", method, who.name(), answer.told());
        must_say_error_first(method, path, &answer);
        if may_have_changed(method, &answer) || sample.nothing_proposed {
            self.discard().await;
        }
        answer.in_short().replace(&crate::answer::without_ids(path), "{here}")
    }
}

/// A page on which something needs another look says so at the beginning of its title (WCAG 2.2, G199).
fn must_say_error_first(method: &str, path: &str, answer: &Answer) {
    let has_faults = ["class=\"error-summary\"", "class=\"field-error\""];
    // The style guide shows what faults look like.
    if path != "/styleguide" && has_faults.iter().any(|mark| answer.body.contains(mark)) {
        assert!(answer.body.contains("<title>Error: "), "{method} {path}: {}", answer.told());
    }
}

async fn table(world: &World, routes: &[ServedRoute]) -> String {
    let mut fresh = Fresh { world, site: None };
    let mut text = HEAD.to_owned();
    let mut routes = routes.to_vec();
    // By path, so that a route that moves to another file stays in its place here.
    routes.sort_by_key(|route| (route.path, route.method));
    for route in &routes {
        writeln!(text, "\n{}", name(route)).unwrap();
        for sample in samples_of(route) {
            let objects: Vec<Option<&str>> = match sample.objects {
                [] => vec![None],
                names => names.iter().map(|name| Some(*name)).collect(),
            };
            for wanted in objects {
                let path = path_of(sample, &world.objects, wanted);
                let mut answers = Vec::new();
                for who in Who::ALL {
                    answers.push((who, fresh.ask(sample, &path, who).await));
                }
                let about: Vec<&str> =
                    wanted.into_iter().chain((!sample.note.is_empty()).then_some(sample.note)).collect();
                let about = if about.is_empty() { "-".to_owned() } else { about.join("; ") };
                writeln!(text, "  {about}: {}", told(&answers)).unwrap();
            }
        }
        if name(route) == REMEMBERED {
            fresh.discard().await;
        }
    }
    fresh.discard().await;
    text
}

/// Who is answered what: those who are answered the same together.
fn told(answers: &[(Who, String)]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (who, answer) in answers {
        match groups.iter_mut().find(|(known, _)| known == answer) {
            Some((_, people)) => people.push(who.name()),
            None => groups.push((answer, vec![who.name()])),
        }
    }
    let group = |(answer, people): &(&str, Vec<&str>)| match people.len() == answers.len() {
        true => format!("everybody {answer}"),
        false => format!("{} {answer}", people.join(", ")),
    };
    groups.iter().map(group).collect::<Vec<_>>().join(" | ")
}

/// Says which lines differ, and what to do.
pub fn assert_same_as(file: &str, update: &str, committed: &str, found: &str) {
    if committed == found {
        return;
    }
    let gone = committed.lines().filter(|line| !found.lines().any(|other| other == *line));
    let new = found.lines().filter(|line| !committed.lines().any(|other| other == *line));
    let lines: Vec<String> =
        gone.map(|line| format!("- {line}")).chain(new.map(|line| format!("+ {line}"))).collect();
    panic!(
        "{file} says otherwise. If that is meant, write it anew ({update}=1) and say why in the commit:\n{}",
        lines.join("\n")
    );
}

fn assert_same(committed: &str, found: &str) {
    assert_same_as("matrix.txt", "UPDATE_MATRIX", committed, found);
}

/// A line of a route that is gone asks nothing.
fn assert_no_sample_is_left_over(routes: &[ServedRoute]) {
    for sample in samples() {
        let served = routes.iter().any(|route| name(route) == sample.route);
        assert!(served, "`{}` is not served: take its line out of samples.rs", sample.route);
    }
}

async fn asked_in(place: Place, routes: &[ServedRoute]) -> String {
    let world = World::of_everything(place).await;
    let found = table(&world, routes).await;
    world.remove().await;
    found
}

#[tokio::test]
async fn every_route_answers_every_visitor_as_the_committed_table_says() {
    let routes = assay_web::routes();
    assert_no_sample_is_left_over(&routes);
    let found = asked_in(Place::folder(), &routes).await;
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(COMMITTED, &found).unwrap();
    }
    assert_same(&std::fs::read_to_string(COMMITTED).unwrap_or_default(), &found);
}

/// What changes something needs a database of its own each time, which takes a minute; the walks do that.
#[tokio::test]
async fn on_postgresql_every_page_is_answered_the_same() {
    let Some(place) = Place::database().await else { return };
    let mut routes = assay_web::routes();
    routes.retain(|route| route.method == "GET");
    let found = asked_in(place, &routes).await;
    let committed = std::fs::read_to_string(COMMITTED).unwrap();
    let pages = committed.split("\n\n").filter(|part| part.starts_with(['#', 'G']));
    assert_same(pages.collect::<Vec<_>>().join("\n\n").trim_end(), found.trim_end());
}
