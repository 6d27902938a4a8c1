//! Builders: the catalogue's policies as programmes, and the cloudops transition in small.

use std::{collections::BTreeMap, path::PathBuf};

use assay_kernel::{
    Date, ExamCode, Period, Validity, date,
    source::{Reader, SourceFile},
};
use assay_programme::model::{
    Anchor, Carry, Cascade, CascadeEnd, Certification, Clause, Cohort, CreditRule, Derived, Earned, EndRule,
    ExamVersion, Level, Money, OutsideEnd, Policy, PolicyVersion, Programme, Route, RouteState, Scale,
};
use assay_standing::{Event, Happening, Rules};

/// The shared folder with the conformance data, if it is there.
pub fn shared() -> Option<PathBuf> {
    assay_testkit::shared("reference/facts")
}

/// Every policy of the catalogue as a programme by its name.
pub fn catalogue() -> Option<BTreeMap<String, Programme>> {
    let text = std::fs::read_to_string(shared()?.join("renewal-policies.toml")).unwrap();
    let (programmes, faults) = Reader::read(&SourceFile::new("renewal-policies.toml", text), |file| {
        let names = file.keys().into_iter();
        let read = |name: String| (name.clone(), file.table(&name, programme_of).unwrap());
        names.map(read).collect::<BTreeMap<_, _>>()
    });
    assert!(faults.is_empty(), "{:?}", faults.sorted());
    Some(programmes)
}

fn programme_of(table: &Reader<'_>) -> Programme {
    let policies = table.table("cred", |creds| {
        let read = |code: String| Policy {
            certification: code.as_str().into(),
            versions: vec![creds.table(&code, version_of).unwrap()],
            retired_on: None,
            award_until: None,
            governed_by: Default::default(),
        };
        creds.keys().into_iter().map(read).collect()
    });
    Programme { policies: policies.unwrap(), ..Programme::default() }
}

/// A version that is good for so long and says nothing else.
pub fn plain(validity: Validity) -> PolicyVersion {
    PolicyVersion {
        version: "1".into(),
        in_force_from: None,
        validity,
        end: EndRule::Anniversary,
        cohorts: vec![],
        routes: vec![],
        grace: None,
        suspension: None,
        cascades: vec![],
        derived: None,
        expire_after: vec![],
        alive_while_any: vec![],
        never_shorten: false,
        clause: Clause { file: "policies/test.toml".into(), line: 1 },
    }
}

fn version_of(table: &Reader<'_>) -> PolicyVersion {
    let ends = &[("day-before", EndRule::DayBefore), ("end-of-month", EndRule::EndOfMonth)];
    PolicyVersion {
        end: table.maybe_choice("end", ends).unwrap_or_default(),
        cohorts: table.tables("cohort", |row| Cohort {
            from: row.maybe_date("from"),
            to: row.maybe_date("to"),
            validity: row.maybe_validity("validity"),
            fixed: row.maybe_date("fixed"),
        }),
        routes: table.tables("route", route_of),
        grace: table.maybe_period("grace"),
        suspension: table.maybe_period("suspension"),
        cascades: table.tables("cascade", |row| Cascade {
            to: row.texts("to").iter().map(|code| code.as_str().into()).collect(),
            set: row.maybe_choice("set", &[("match", CascadeEnd::Match)]).unwrap_or_default(),
            states: vec![RouteState::Active],
            even_retired: row.flag("even_retired", false),
            until: None,
            clause: Clause::default(),
        }),
        derived: table.maybe_table("derived", |row| Derived {
            of: row.texts("of").iter().map(|code| code.as_str().into()).collect(),
            min: count(row, "min"),
        }),
        expire_after: table.tables("expire_after", |row| OutsideEnd {
            event: row.text("event"),
            delay: row.maybe_period("delay").unwrap(),
            unless: None,
        }),
        alive_while_any: table.texts("alive_while_any").iter().map(|code| code.as_str().into()).collect(),
        ..plain(table.maybe_validity("validity").unwrap_or(Validity::Unlimited))
    }
}

fn count(table: &Reader<'_>, key: &str) -> u32 {
    u32::try_from(table.maybe_integer(key).unwrap_or(0)).unwrap()
}

fn counts(table: &Reader<'_>) -> BTreeMap<String, u32> {
    table.keys().into_iter().map(|key| (key.clone(), count(table, &key))).collect()
}

/// A route that takes one trigger and asks for nothing else.
pub fn simple(id: &str, on: &str) -> Route {
    Route {
        id: id.into(),
        title: String::new(),
        on: vec![on.into()],
        opens: None,
        closes: None,
        states: vec![RouteState::Active],
        anchor: Anchor::Event,
        length: None,
        credits: None,
        credit_until: None,
        carry: None,
        fees: 0,
        fees_after: None,
        needs: None,
        until: None,
        even_retired: false,
        clause: Clause::default(),
    }
}

fn route_of(table: &Reader<'_>) -> Route {
    let word = |word: &String| match word.as_str() {
        "active" => RouteState::Active,
        "grace" => RouteState::Grace,
        _ => RouteState::Suspended,
    };
    let states = table.texts("states");
    Route {
        on: table.texts("on"),
        opens: table.maybe_period("opens"),
        closes: table.maybe_period("closes"),
        states: if states.is_empty() { vec![RouteState::Active] } else { states.iter().map(word).collect() },
        anchor: table.maybe_choice("anchor", &[("expiry", Anchor::Expiry)]).unwrap_or_default(),
        length: table.maybe_validity("length"),
        credits: table.maybe_table("credits", |rule| CreditRule {
            total: count(rule, "total"),
            min: rule.maybe_table("min", counts).unwrap_or_default(),
            max: rule.maybe_table("max", counts).unwrap_or_default(),
            audit: None,
        }),
        credit_until: table.maybe_period("credit_until"),
        carry: table.maybe_table("carry", |carry| Carry {
            max: count(carry, "max"),
            last: carry.maybe_period("last").unwrap(),
            categories: vec![],
        }),
        fees: count(table, "fees"),
        ..simple(&table.text("id"), "")
    }
}

/// The announcement of 2025-07-15 in small: SysOps ends, CloudOps follows, DevOps Professional renews both.
pub fn cloudops() -> Programme {
    let three_years = || plain(Validity::For(Period::months(36)));
    let policy = |code: &str, line, version: PolicyVersion| Policy {
        certification: code.into(),
        versions: vec![PolicyVersion {
            version: "2025-07-15".into(),
            clause: Clause { file: format!("policies/{code}.toml"), line },
            ..version
        }],
        retired_on: None,
        award_until: None,
        governed_by: Default::default(),
    };
    let retake = || vec![Route { title: "Pass the latest exam".into(), ..simple("retake", "pass") }];
    let cascade = |to: &[&str], set, even_retired| Cascade {
        to: to.iter().map(|code| (*code).into()).collect(),
        set,
        states: vec![RouteState::Active],
        even_retired,
        until: None,
        clause: Clause { file: "policies/dop.toml".into(), line: 12 },
    };
    let sysops = Policy { retired_on: Some(date(2025, 9, 30)), ..policy("sysops", 3, three_years()) };
    let down = vec![cascade(&["clf"], CascadeEnd::Event, false)];
    let both = vec![cascade(&["sysops", "cloudops", "clf"], CascadeEnd::Match, true)];
    let with = |routes, cascades| PolicyVersion { routes, cascades, ..three_years() };
    Programme {
        certifications: vec![
            certification("clf", "Cloud Practitioner", Level::Foundational, None),
            certification("cloudops", "CloudOps Engineer - Associate", Level::Associate, Some("sysops")),
            certification("sysops", "SysOps Administrator - Associate", Level::Associate, None),
            certification("dop", "DevOps Engineer - Professional", Level::Professional, None),
        ],
        exams: vec![
            exam("CLF-C02", "clf", date(2023, 9, 19), None),
            exam("DOP-C02", "dop", date(2023, 3, 7), None),
            exam("SOA-C02", "sysops", date(2021, 7, 27), Some(date(2025, 9, 29))),
            exam("SOA-C03", "cloudops", date(2025, 9, 30), None),
        ],
        policies: vec![
            policy("clf", 1, with(retake(), vec![])),
            policy("cloudops", 1, with(retake(), down)),
            sysops,
            policy("dop", 1, with(retake(), both)),
        ],
        ..Programme::default()
    }
}

fn certification(code: &str, title: &str, level: Level, formerly: Option<&str>) -> Certification {
    Certification {
        code: code.into(),
        title: title.into(),
        level,
        lineage: code.into(),
        formerly: formerly.map(Into::into),
        description: String::new(),
        audience: String::new(),
        criteria: String::new(),
        badge: String::new(),
        clause: Clause::default(),
    }
}

/// An exam version with its test days.
pub fn exam(code: &str, certification: &str, first: Date, last: Option<Date>) -> ExamVersion {
    ExamVersion {
        code: code.into(),
        title: String::new(),
        certification: certification.into(),
        guide_version: "1.0".into(),
        guide_released_on: None,
        registration_opens_on: first,
        first_test_day_on: first,
        last_test_day_on: last,
        last_registration_day_on: None,
        by_language: vec![],
        items_total: 65,
        items_scored: 50,
        time_limit_min: 130,
        price: Money { amount: 150, currency: "USD".into() },
        languages: vec!["en".into()],
        scale: Scale { minimum: 100, maximum: 1000, cut: 720 },
        item_kinds: vec![],
        delivery: vec![],
        prerequisites: vec![],
        demonstration_form: false,
        clause: Clause { file: format!("exams/{code}.toml"), line: 5 },
    }
}

/// A pass of an exam version.
pub fn pass(year: i16, month: i8, day: i8, exam: &str) -> Event {
    let what = Earned::Exam(ExamCode::new(exam));
    Event::new(date(year, month, day), Happening::Pass { what })
}

/// An award taken as given.
pub fn earn(year: i16, month: i8, day: i8, code: &str) -> Event {
    Event::new(date(year, month, day), Happening::Earn { certification: code.into() })
}

/// A validity of whole years.
pub fn years(years: i32) -> Validity {
    Validity::For(Period::months(12 * years))
}

/// The policy of a certification that says nothing but its versions.
pub fn policy(code: &str, versions: Vec<PolicyVersion>) -> Policy {
    Policy {
        certification: code.into(),
        versions,
        retired_on: None,
        award_until: None,
        governed_by: Default::default(),
    }
}

/// A programme of one certification, `x`.
pub fn programme(versions: Vec<PolicyVersion>) -> Programme {
    Programme { policies: vec![policy("x", versions)], ..Programme::default() }
}

/// An activity for `x`.
pub fn act(on: Date, what: &str) -> Event {
    Event::new(on, Happening::Do { certification: "x".into(), what: what.into() })
}

/// Credits for `x`, of no category.
pub fn credit(on: Date, n: u32) -> Event {
    Event::new(on, Happening::Credit { certification: "x".into(), n, category: None })
}

/// The last valid day of `x` after all events.
pub fn until(programme: &Programme, history: &[Event]) -> Option<Date> {
    Rules::new(programme).last_valid_day(history, "x").unwrap()
}

/// Long sentences on lines that fit a page of code.
pub fn wrap(text: &str) -> String {
    let mut lines: Vec<String> = vec![];
    for paragraph in text.lines() {
        lines.push(String::new());
        for word in paragraph.split(' ') {
            let line = lines.last_mut().unwrap();
            if !line.is_empty() && line.chars().count() + word.chars().count() > 90 {
                lines.push(format!("  {word}"));
            } else {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
        }
    }
    lines.join("\n")
}
