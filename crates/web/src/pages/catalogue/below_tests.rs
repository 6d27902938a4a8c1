//! What a rung of the ladder says of those below it.

use assay_kernel::{date, source::SourceFile};

use super::*;

#[test]
fn a_rung_says_what_it_renews_below_and_until_when() {
    let certification = |code: &str, level: &str| {
        let text = format!("code = '{code}'\ntitle = 'The {code}'\nlevel = '{level}'\nlineage = '{code}'");
        SourceFile::new(format!("certifications/{code}.toml"), text)
    };
    let policy = "certification = 'top'\n[[version]]\nversion = '2020-01-01'\nvalidity = 'P3Y'\n\
                  [[version.cascade]]\nto = ['one', 'two']\nset = 'event'\n";
    let files = [
        certification("top", "professional"),
        certification("one", "associate"),
        certification("two", "associate"),
        certification("far", "foundational"),
        SourceFile::new("policies/top.toml", policy.to_owned()),
    ];
    let (programme, _) = assay_programme::parse(&files);
    let told = |code| renews(&programme, code, date(2025, 9, 20)).into_string();
    let link = |code: &str| format!("<a href=\"/certifications/{code}\">The {code}</a>");
    let both = format!("Renews {} and {}", link("one"), link("two"));
    assert!(told("top").contains(&both), "{}", told("top"));
    assert_eq!(told("one"), "");
}
