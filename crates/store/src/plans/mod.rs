//! How both databases carry out each hot statement: snapshots, and no scan of a table that grows with people.
//!
//! Every named statement is hot unless [`COLD`] says why it is not, so a new one (of typed work, of another
//! room) comes here by itself: run `INSTA_UPDATE=always cargo test -p assay-store plans`, read what it does,
//! and commit. Where it reads a whole table, give it an index in a new migration; where that is meant, a line
//! in [`WHOLE`] says why. A new table gets rows in `rows.rs`, so that plans are those of a filled one.

mod postgres;
mod rows;
mod sqlite;

use std::collections::BTreeSet;

use crate::unit::Sql;

/// Statements that nobody waits for, and why. The rest is hot.
const COLD: &[(&str, &str)] = &[
    ("history.between", "a plan reads everybody, page by page"),
    ("key.added", "once, at the first start"),
    ("key.all", "once a start"),
    ("meta.latest_instant", "once a start"),
    ("outcome.of_exam", "once a month for an exam version, and while there are too few results"),
    ("person.normalised", "once for people of before addresses had one form"),
    ("person.page", "a plan and the facts of a day read everybody, page by page"),
    ("person.without_key", "once a start, until everybody has one"),
    ("practice.ticks", "once a start, while there are some of before"),
    ("practice.unmoved", "once a start, until every run of before is moved"),
    ("registration.open_between", "a plan reads everybody, page by page"),
    ("second_answer.all", "once a start"),
    ("second_answer.forgotten", "at a start whose records are others"),
    ("sitting.pinned", "once, when the first version is applied"),
    ("status.people_unlisted", "once, for badges of before the lists"),
    ("work.freed", "once a start"),
    ("work.moved", "once, for jobs of before there was typed work"),
    ("work.moved_away", "once, for jobs of before there was typed work"),
];

/// Tables of an installation: they have no row for each person, sitting or badge.
const SMALL: &[&str] = &[
    "exam_forms",
    "grants",
    "item_batches",
    "item_imports",
    "item_scopes",
    "meta",
    "practice_analyses",
    "prepared_changes",
    "programme_files",
    "programme_proposals",
    "programme_trees",
    "programme_versions",
    "second_answers",
    "signing_keys",
    "status_lists",
];

const KEYS: &str = "only where a text is looked for: in the narrow index of search keys";
const COUNTED: &str =
    "a total is one of all that a filter leaves; a narrow index, or narrow rows, are counted";
const ORDERED: &str = "in the order of its index, until the page is full";

/// Statements that read a growing table without a condition that an index answers, and why they may.
const WHOLE: &[(&str, &str, &str)] = &[
    ("credential.count", "credentials", "stops at as many as a page has"),
    ("person.count", "persons", "the overview tells how many there are; the narrowest index is counted"),
    ("person.listed_by_name", "persons", "in the order of its index, until the page is full"),
    ("person.listed_by_name_back", "persons", "in the order of its index, until the page is full"),
    ("report.each_result", "history", "PostgreSQL goes through the few voided results, by their own index"),
    ("report.results", "history", "PostgreSQL goes through the few voided results, by their own index"),
    ("report.first_tries", "history", "a report: PostgreSQL joins a large part of the results at once"),
    ("report.funnel", "history", "a report: PostgreSQL joins a large part of the results at once"),
    ("report.funnel", "sittings", "a report: PostgreSQL joins a large part of the sittings at once"),
    ("today.counts", "persons", "tells how many there are; the narrowest index is counted"),
    ("credential.listed", "credentials", ORDERED),
    ("credential.listed", "persons", KEYS),
    ("credential.listed_after", "persons", KEYS),
    ("credential.listed_count", "credentials", COUNTED),
    ("credential.listed_count", "persons", KEYS),
    (
        "item.found_by_name",
        "items",
        "SQLite: in the order of its index, with the items that have the words at hand",
    ),
    (
        "item.found_latest",
        "items",
        "SQLite: in the order of its index, with the items that have the words at hand",
    ),
    ("item.listed_by_name", "items", ORDERED),
    ("item.listed_count", "items", COUNTED),
    ("item.listed_ids", "items", ORDERED),
    ("item.listed_latest", "items", ORDERED),
    ("item.owned", "items", "a few exam versions: the narrowest index is counted"),
    ("sitting.listed", "persons", KEYS),
    ("sitting.listed", "sittings", ORDERED),
    ("sitting.listed_after", "persons", KEYS),
    ("sitting.listed_count", "persons", KEYS),
    ("sitting.listed_count", "sittings", COUNTED),
    ("sitting.listed_oldest", "persons", KEYS),
    ("sitting.listed_oldest", "sittings", ORDERED),
    ("work.listed", "work", "what waits is little, and goes once it is done"),
    ("work.listed_after", "work", "what waits is little, and goes once it is done"),
    ("work.listed_count", "work", "what waits is little, and goes once it is done"),
    ("registration.listed_after", "persons", "a search reads the keys in their index"),
    (
        "registration.listed_by_end",
        "registrations",
        "in the order of its index, or sorted with what is searched",
    ),
    ("registration.listed_by_end", "persons", "a search reads the keys in their index"),
    ("registration.listed_by_end_back", "registrations", "as the other way round"),
    ("registration.listed_by_end_back", "persons", "a search reads the keys in their index"),
    ("registration.listed_count", "persons", "a search reads the keys in their index"),
    ("registration.listed_latest", "persons", "a search reads the keys in their index"),
    ("registration.listed_oldest", "persons", "a search reads the keys in their index"),
    ("work.counts", "jobs", "only rows of a kind that this release does not know"),
    ("work.counts", "work", "what waits is little, and goes once it is done"),
    ("work.waiting", "jobs", "only rows of a kind that this release does not know"),
    ("work.waiting", "work", "what waits is little, and goes once it is done"),
];

/// Indexes that have few rows however many their table has: such a one may be read whole.
const NARROW: &[&str] = &[
    "addresses_unproved",
    "item_events_answered",
    "persons_closed",
    "persons_with_story",
    "registrations_unused",
    "sittings_unfinished",
    "work_dead",
];

/// Plans are those for such values where others than 50 and `p50` are asked for: the arguments as SQL.
const ASKED: &[(&str, &str)] = &[
    ("credential.listed", "'', '', '', '', '%p50%', '2025-09-01', 50, 50"),
    ("credential.listed_after", "'', '', '', '', '%p50%', '2025-09-01', 50, 0, 9223372036854775807, ''"),
    ("credential.listed_count", "'', '', '', '', '%p50%', '2025-09-01'"),
    ("item.listed_by_name", "'', '', '', '', '', '', '', '', '', '', 0, 50, 0"),
    ("item.listed_count", "'', '', '', '', '', '', '', '', '', '', 0, 50"),
    ("item.listed_ids", "'', '', '', '', '', '', '', '', '', '', 0, 50"),
    ("item.listed_latest", "'', '', '', '', '', '', '', '', '', '', 0, 50, 0"),
    ("item.found_by_name", "'word5:* & other50:*', '', '', '', '', '', '', '', '', '', 0, 50, 0"),
    ("item.found_count", "'word5:* & other50:*', '', '', '', '', '', '', '', '', '', 0, 50"),
    ("item.found_ids", "'word5:* & other50:*', '', '', '', '', '', '', '', '', '', 0, 50"),
    ("item.found_tagged", "'word5:* & other50:*', '', '', '', '', '', 'tag5', '', '', '', 0, 50"),
    ("item.found_words", "'word5:* & other50:*', 50"),
    ("item.found_latest", "'word5:* & other50:*', '', '', '', '', '', '', '', '', '', 0, 50, 0"),
    ("person.listed_after", "'', 0, 9223372036854775807, '', 50, '', '', 50, 0, '', ''"),
    ("person.listed_by_name", "'', 0, 9223372036854775807, '', 50, '', '', 50, 0"),
    ("person.listed_by_name_back", "'', 0, 9223372036854775807, '', 50, '', '', 50, 0"),
    ("person.listed_count", "'', 0, 9223372036854775807, '', 50, '', ''"),
    ("person.listed_newest", "'', 0, 9223372036854775807, '', 50, '', '', 50, 0"),
    ("person.listed_oldest", "'', 0, 9223372036854775807, '', 50, '', '', 50, 0"),
    ("report.each_result", "'2025-10-10', '2025-10-16', '', 50, 50"),
    ("report.ending", "'2025-10-10', '2025-10-16', ''"),
    ("report.first_tries", "'2025-10-10', '2025-10-16', ''"),
    ("report.funnel", "'2025-10-10', '2025-10-16', ''"),
    ("report.results", "'2025-10-10', '2025-10-16', ''"),
    ("work.listed", "50, 0, '', '', 50, 0"),
    ("work.listed_after", "50, 0, '', '', 0, 9223372036854775807, 50"),
    ("work.listed_count", "50, 0, '', ''"),
    ("registration.listed_after", "'%p50%', '', '', '2025-09-30', '', '9999-12-31', 50, 0, '9999-12-31', ''"),
    ("registration.listed_by_end", "'%p50%', '', '', '2025-09-30', '', '9999-12-31', 50, 0"),
    ("registration.listed_by_end_back", "'%p50%', '', '', '2025-09-30', '', '9999-12-31', 50, 0"),
    ("registration.listed_count", "'%p50%', '', '', '2025-09-30', '', '9999-12-31'"),
    ("registration.listed_latest", "'%p50%', '', '', '2025-09-30', '', '9999-12-31', 50, 0"),
    ("registration.listed_oldest", "'%p50%', '', '', '2025-09-30', '', '9999-12-31', 50, 0"),
    ("today.counts", "'2025-10-10'"),
    ("today.ending", "'2025-10-10', '2025-10-16'"),
    ("today.registered", "'2025-10-10'"),
    ("today.sittings", "'2025-10-10', 50"),
    ("sitting.listed", "'', '', '', '9999-12-31', '%p50%', 50, 50"),
    ("sitting.listed_after", "'', '', '', '9999-12-31', '%p50%', 50, 0, 9223372036854775807, ''"),
    ("sitting.listed_count", "'', '', '', '9999-12-31', '%p50%'"),
    ("sitting.listed_oldest", "'', '', '', '9999-12-31', '%p50%', 50, 50"),
];

/// What a database does for a statement.
struct StatementPlan {
    sql: Sql,
    /// As the database tells it.
    lines: Vec<String>,
    /// Tables and names of tables that it reads from one end to the other.
    scans: BTreeSet<String>,
}

/// Everything hot, with the halves of divergent pairs that a database has.
fn hot(own: impl IntoIterator<Item = Sql>) -> Vec<Sql> {
    let mut all = crate::sql::all();
    for (name, _why) in COLD {
        assert!(all.iter().any(|sql| sql.name == *name), "`{name}` is cold, and there is no such statement");
    }
    all.retain(|sql| COLD.iter().all(|(name, _)| *name != sql.name));
    all.extend(own);
    all.extend(crate::item_search::LISTED.all());
    all.sort_by_key(|sql| sql.name);
    all
}

/// The table behind a name in a statement: `s` of `FROM sittings AS s`.
fn table_of(text: &str, name: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    rows::TABLES.iter().copied().find(|table| {
        let mut places = words.iter().enumerate().filter(|(_, word)| *word == table);
        let called = |(at, _): (usize, &&str)| match words.get(at + 1) {
            Some(&"AS") => words.get(at + 2) == Some(&name),
            next => next == Some(&name),
        };
        *table == name || places.any(called)
    })
}

/// What to do where a plan is new or another one.
const HOW: &str = "a statement is new, or is carried out otherwise. Read what the database does for it; \
    where it is meant: INSTA_UPDATE=always cargo test -p assay-store plans. More: \
    crates/store/src/plans/mod.rs";

/// Holds the plans against the committed ones.
fn compare(database: &'static str, plans: &[StatementPlan]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_description(HOW);
    settings.bind(|| insta::assert_snapshot!(database, told(plans)));
}

/// Every plan as a text for a snapshot.
fn told(plans: &[StatementPlan]) -> String {
    let told = plans.iter().map(|plan| {
        let lines: Vec<String> = plan.lines.iter().map(|line| format!("    {line}")).collect();
        format!("{}\n{}", plan.sql.name, lines.join("\n")).trim_end().to_owned()
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Fails for every scan of a growing table that has no line in [`WHOLE`]. Gives the lines that were needed.
fn judge(database: &str, plans: &[StatementPlan]) -> BTreeSet<&'static str> {
    let (mut needed, mut faults) = (BTreeSet::new(), Vec::new());
    for plan in plans {
        for name in &plan.scans {
            let Some(table) = table_of(plan.sql.text, name) else { continue };
            if SMALL.contains(&table) {
                continue;
            }
            match WHOLE.iter().find(|(known, of, _)| (*known, *of) == (plan.sql.name, table)) {
                Some((known, _, _)) => _ = needed.insert(*known),
                None => faults.push(format!(
                    "{} reads all of {table}:\n    {}",
                    plan.sql.name,
                    plan.lines.join("\n    ")
                )),
            }
        }
    }
    assert!(
        faults.is_empty(),
        "on {database} hot statements read a growing table whole. Give it an index in a new migration, or \
         say in COLD or WHOLE (crates/store/src/plans) why it may:\n{}",
        faults.join("\n")
    );
    needed
}

#[test]
fn names_in_statements_are_those_of_tables() {
    let text = "SELECT s.id FROM sessions s JOIN persons AS p ON p.id = s.person_id WHERE sessions.id = $1";
    assert_eq!(table_of(text, "s"), Some("sessions"));
    assert_eq!(table_of(text, "p"), Some("persons"));
    assert_eq!(table_of(text, "persons"), Some("persons"));
    assert_eq!(table_of(text, "latest"), None);
}
