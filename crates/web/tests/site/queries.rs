//! How often each page reads the store: `queries.txt` says what by, and more than a page may fails.
//!
//! `UPDATE_QUERIES=1 cargo test -p assay-web --test site queries` writes the file anew; read the difference
//! before it is committed, and say why in the commit. A page that reads once for each row of a list is mended
//! by a joined read (`crates/store/src/table`), never by a higher number in `MORE`.

use std::fmt::Write;

use assay_web::ServedRoute;

use crate::{
    counted::Reads,
    crowd,
    matrix::{assert_same_as, name, path_of, samples_of, sent},
    objects::World,
    place::Place,
    site::{TestSite, Who},
};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/queries.txt");
const HEAD: &str = "\
# Every page: how often it reads the store at most, of how many times it may, and by which statements.
# Asked by whom it costs most, for the object that costs most, with what memory keeps already there; only what
# is answered counts.
# Written by UPDATE_QUERIES=1 cargo test -p assay-web --test site queries.
";

/// Reads that a page may need.
const MOST: usize = 8;
/// Pages that may need more, and why.
const MORE: &[(&str, usize, &str)] = &[
    ("GET /admin/bank/items/{id}", 9, "who answered its bank and it second, besides all of an item"),
    (
        "GET /admin/bank/items/{id}/write",
        10,
        "which texts its exam version shares with whoever works on it, besides all of an item",
    ),
    (
        "GET /admin/bank/{exam}/texts/{name}",
        10,
        "a shared text with its wordings, and the item it is read in",
    ),
    ("GET /admin/changes/drafts/{draft}", 9, "which banks are in the data, besides what a plan looks at"),
    ("GET /admin/bank/work", 12, "six short lists of what waits for somebody, each with its total"),
    (
        "GET /admin/registrations/{id}/{act}",
        9,
        "looks at everything that decides about a registration, and who has seen questions since items \
            are kept",
    ),
    ("GET /admin/people/{id}", 9, "what the team noted stands where it looks first; one read for all of it"),
    ("GET /crews", 11, "how far one is with what one is asked to do is replayed, besides four short lists"),
    (
        "GET /crews/{id}",
        12,
        "of each person of a page who shows it what they prepare is replayed, besides all of a crew",
    ),
    ("GET /crews/{id}/people.csv", 11, "the same for everybody of a crew"),
    ("GET /memberships/{id}", 10, "the same for whoever looks at what is seen of them"),
    (
        "GET /exams/{code}/prep",
        9,
        "a reading is what was answered, and how readings ended as it was found this month",
    ),
    ("GET /exams/{code}/prep/reading", 9, "the same, and whether one's own results are counted"),
    ("GET /exams/{code}/prep/reading.csv", 9, "the same"),
    ("GET /exams/{code}/prep/reading.json", 9, "the same"),
    ("GET /account/data.json", 26, "everything about one person: one read a table, whatever stands in it"),
];

/// Rows of each list: more than a page of it shows, and a third.
const MANY: usize = 60;
const FEW: usize = 20;
/// Credentials that are there besides: those of the demonstration's people, and of the world's objects.
const OF_THE_DEMONSTRATION: usize = 12;

fn may(page: &str) -> usize {
    MORE.iter().find(|(known, _, _)| *known == page).map_or(MOST, |(_, most, _)| *most)
}

/// What the object and the visitor that cost most make a page read by.
async fn reads_of(world: &World, route: &ServedRoute) -> Vec<String> {
    let (site, reads) = (world.site().await, Reads::listen());
    let mut most = Vec::new();
    for sample in samples_of(route) {
        let objects: Vec<Option<&str>> = match sample.objects {
            [] => vec![None],
            names => names.iter().map(|name| Some(*name)).collect(),
        };
        for wanted in objects {
            let path = path_of(sample, &world.objects, wanted);
            for who in Who::ALL {
                site.ask(who, "GET", &path, &sent(sample, &world.objects)).await;
                reads.take();
                let answer = site.ask(who, "GET", &path, &sent(sample, &world.objects)).await;
                let read = reads.take();
                if answer.went_well() && read.len() > most.len() {
                    most = read;
                }
            }
        }
    }
    drop(reads);
    site.end().await;
    most
}

/// `session.by_token, person.by_id 3 times`: in the order of the first reading.
fn told(reads: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for read in reads {
        match counts.iter_mut().find(|(known, _)| known == read) {
            Some((_, count)) => *count += 1,
            None => counts.push((read, 1)),
        }
    }
    let one = |(name, count): &(&str, usize)| match count {
        1 => (*name).to_owned(),
        _ => format!("{name} {count} times"),
    };
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The table of an installation, and the pages that read more often than they may.
async fn table(many: usize) -> (String, Vec<String>) {
    let world = crowd::world(Place::folder(), many).await;
    let mut routes = assay_web::routes();
    routes.retain(|route| route.method == "GET");
    routes.sort_by_key(|route| route.path);
    let (mut text, mut over) = (HEAD.to_owned(), Vec::new());
    for route in &routes {
        let (page, reads) = (name(route), reads_of(&world, route).await);
        let most = may(&page);
        let line = format!("{page}: {} of {most}: {}", reads.len(), told(&reads));
        if reads.len() > most {
            over.push(line.clone());
        }
        writeln!(text, "{}", line.trim_end_matches([':', ' '])).unwrap();
    }
    world.remove().await;
    (text, over)
}

#[tokio::test]
async fn no_page_reads_the_store_more_often_than_it_may() {
    let (found, over) = table(MANY).await;
    if std::env::var_os("UPDATE_QUERIES").is_some() {
        std::fs::write(COMMITTED, &found).unwrap();
    }
    assert!(over.is_empty(), "pages read the store too often; read rows together:\n{}", over.join("\n"));
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert_same_as("queries.txt", "UPDATE_QUERIES", &committed, &found);
}

/// With a third of the rows every page reads as often: nothing is read row by row.
#[tokio::test]
async fn no_page_reads_the_store_more_often_for_more_rows() {
    let (few, _) = table(FEW).await;
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    // An export goes on by parts, and so does what stands behind its rows: fifty people at a time.
    let in_parts = |line: &str| line.starts_with("GET /admin/credentials.csv: ");
    for (text, rows) in [(few.as_str(), FEW), (committed.as_str(), MANY)] {
        let line = text.lines().find(|line| in_parts(line)).unwrap();
        let read: usize = line.split([':', ' ']).filter_map(|word| word.parse().ok()).next().unwrap();
        let most = 2 + (rows + OF_THE_DEMONSTRATION).div_ceil(50);
        assert!(read <= most, "of {rows} credentials more than session, part and fifties: {line}");
    }
    let grown: Vec<(&str, &str)> = few
        .lines()
        .zip(committed.lines())
        .filter(|(few, many)| few != many && !(in_parts(few) && in_parts(many)))
        .collect();
    assert!(grown.is_empty(), "with {FEW} rows of each list and with {MANY}: {grown:#?}");
}

/// Nothing is in an export twice or left out where one part of it ends and the next begins.
#[tokio::test]
async fn an_export_of_many_parts_has_every_row_in_the_order_of_the_list() {
    exported_from(Place::folder()).await;
}

#[tokio::test]
async fn on_postgresql_an_export_has_the_same_rows() {
    let Some(place) = Place::database().await else { return };
    exported_from(place).await;
}

/// The first cells of an export's lines.
async fn ids_of(site: &TestSite, path: &str) -> Vec<String> {
    let export = site.get(Who::Ada, path).await.body;
    export.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

async fn exported_from(place: Place) {
    const MANY: usize = 2_345;
    let world = crowd::of_people(place, MANY).await;
    let (site, reads) = (world.site().await, Reads::listen());
    let people = ids_of(&site, "/admin/people.csv?q=crowd").await;
    assert_eq!(people, crowd::people_in_order(MANY));
    assert_eq!(
        reads.take(),
        [
            "session.by_token",
            "person.listed_after",
            "grant.in_force",
            "person.listed_after",
            "grant.in_force",
            "person.listed_after",
            "grant.in_force"
        ]
    );
    let registrations = ids_of(&site, "/admin/registrations.csv?q=crowd").await;
    assert_eq!(registrations, crowd::registrations_in_order(MANY));
    assert_eq!(reads.take().len(), 4);
    assert_eq!(ids_of(&site, "/admin/sittings.csv").await, crowd::sittings_in_order(MANY));
    assert_eq!(
        reads.take(),
        ["session.by_token", "sitting.listed_after", "sitting.listed_after", "sitting.listed_after"]
    );
    // The demonstration's people have earlier ones.
    let credentials = ids_of(&site, "/admin/credentials.csv").await;
    assert_eq!(credentials[..MANY], crowd::credentials_in_order(MANY));
    let read = reads.take();
    let times = |name: &str| read.iter().filter(|read| *read == name).count();
    // What stands behind them is read for fifty people at a time.
    assert_eq!((times("credential.listed_after"), times("history.of_people")), (3, 20 + 20 + 7));
    site.end().await;
    world.remove().await;
}
