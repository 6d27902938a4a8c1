//! What pages load: every file of it may be kept for ever, and an address never means another one.

use std::collections::BTreeSet;

use assay_web::ServedRoute;
use axum::http::header;

use crate::{
    answer::Answer,
    matrix::{path_of, samples_of},
    objects::World,
    place::Place,
    site::{TestSite, Who},
};

const KEPT: &str = "public, max-age=31536000, immutable";

/// The files that a page, a style or a module names: as they stand there, in quotes.
fn named(answer: &Answer) -> Vec<String> {
    let is_page = answer.header(header::CONTENT_TYPE).starts_with("text/html");
    let begin = if is_page { "/assets/" } else { "./" };
    answer.body.split('"').filter(|quoted| quoted.starts_with(begin)).map(str::to_owned).collect()
}

/// An address as it is meant in a file of a folder.
fn absolute(from: &str, address: &str) -> String {
    match address.starts_with('/') {
        true => address.to_owned(),
        false => format!("{}/{}", from.rsplit_once('/').unwrap().0, address.trim_start_matches("./")),
    }
}

/// The addresses of files on every page that there is, as everybody sees it.
async fn on_pages(world: &World, site: &TestSite) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let is_page = |route: &&ServedRoute| route.method == "GET" && !route.path.starts_with("/assets/");
    for route in assay_web::routes().iter().filter(is_page) {
        for sample in samples_of(route) {
            let objects = sample.objects.iter().map(|name| Some(*name));
            let objects: Vec<_> = if sample.objects.is_empty() { vec![None] } else { objects.collect() };
            for object in objects {
                let path = path_of(sample, &world.objects, object);
                for who in Who::ALL {
                    found.extend(named(&site.get(who, &path).await).iter().map(|name| absolute(&path, name)));
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn whatever_a_page_loads_may_be_kept_for_ever() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let mut waiting: Vec<String> = on_pages(&world, &site).await.into_iter().collect();
    let mut loaded = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        let answer = site.get(Who::Anybody, &path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), KEPT, "{path}");
        waiting.extend(
            named(&answer).iter().map(|name| absolute(&path, name)).filter(|name| !loaded.contains(name)),
        );
        loaded.insert(path);
    }
    let version = format!("/assets/{}/", world.objects["this version"]);
    let names: BTreeSet<&str> = loaded.iter().map(|path| path.strip_prefix(&version).unwrap()).collect();
    for name in ["assay.css", "mark.svg", "theme.js", "client/exam.css", "client/start.js", "client/sync.js"]
    {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn a_page_of_another_version_gets_its_files_and_nobody_keeps_them() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let [this, another] = ["this version", "another version"].map(|name| &world.objects[name]);
    for name in ["assay.css", "client/exam.js", "client/exam.css", "client/sync.js"] {
        let ours = site.get(Who::Noor, &format!("/assets/{this}/{name}")).await;
        let theirs = site.get(Who::Noor, &format!("/assets/{another}/{name}")).await;
        assert_eq!(theirs.status, 200, "an exam that loads while the server is replaced: {name}");
        assert_eq!(theirs.body, ours.body, "{name}");
        assert_eq!(theirs.header(header::CACHE_CONTROL), "no-store", "{name}");
    }
    let nothing = site.get(Who::Noor, &format!("/assets/{this}/no.css")).await;
    assert_eq!((nothing.status.as_u16(), nothing.header(header::CACHE_CONTROL)), (404, "no-store"));
    site.end().await;
    world.remove().await;
}
