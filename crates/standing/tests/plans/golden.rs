//! Three changes that a certification body makes, as plans that somebody has reviewed.

use assay_standing::plan::ImpactPlan;
use assay_words::{Told, plan_text as text};

use crate::support::{add, golden, people, plan_of, proposed, swap};

fn reviewed(name: &str, plan: &ImpactPlan) {
    golden(&format!("{name}.txt"), &text(plan, 3));
    let json = serde_json::to_string_pretty(&Told(plan)).unwrap();
    golden(&format!("{name}.json"), &format!("{json}\n"));
    let back: ImpactPlan = serde_json::from_str(&json).unwrap();
    assert_eq!(back, *plan, "what is written is read again as it was");
    let too_wide = text(plan, 3).lines().filter(|line| line.chars().count() > 100).count();
    assert_eq!(too_wide, 0);
}

const SHIFT: &str = "[[amendment]]\non = 2026-12-01\nshift = 'P6M'\nreason = 'Test centres are closed.'";

/// Another version of a policy: that in force, from a day on, with a change.
fn version(text: &str, from: &str, change: impl Fn(&str) -> String) -> String {
    let last = text.rsplit("[[version]]").next().unwrap();
    let rules: String =
        last.lines().filter(|line| !line.starts_with("in_force_from")).fold(String::new(), |text, line| {
            match line.starts_with("version = ") {
                true => format!("{text}version = '{from}'\nin_force_from = {from}\n"),
                false => format!("{text}{line}\n"),
            }
        });
    format!("{text}\n[[version]]{}", change(&rules))
}

#[test]
fn extending_validity_by_six_months_for_everyone() {
    let longer = |text: &str| {
        version(text, "2026-12-01", |rules| rules.replace("validity = \"P3Y\"", "validity = \"P42M\""))
    };
    let proposed = proposed(&[
        ("programme.toml", &add(SHIFT)),
        ("policies/clf.toml", &longer),
        ("policies/cloudops.toml", &longer),
        ("policies/dop.toml", &longer),
        ("policies/sysops.toml", &longer),
    ]);
    reviewed("longer-for-everyone", &plan_of(&proposed, &people()));
}

#[test]
fn cutting_validity_to_two_years_for_new_awards_only() {
    let shorter = |text: &str| {
        let cohort = "\n[[version.cohort]]\nfrom = 2027-01-01\nvalidity = 'P2Y'\n";
        version(text, "2027-01-01", |rules| format!("{rules}{cohort}"))
    };
    let proposed = proposed(&[("policies/cloudops.toml", &shorter), ("policies/dop.toml", &shorter)]);
    reviewed("shorter-for-new-awards", &plan_of(&proposed, &people()));
}

#[test]
fn cutting_validity_to_two_years_with_the_next_renewal_as_well() {
    let shorter = |text: &str| {
        version(text, "2027-01-01", |rules| rules.replace("validity = \"P3Y\"", "validity = \"P2Y\""))
    };
    let proposed = proposed(&[("policies/cloudops.toml", &shorter), ("policies/dop.toml", &shorter)]);
    reviewed("shorter-with-the-next-renewal", &plan_of(&proposed, &people()));
}

#[test]
fn retiring_the_cascade_of_devops_engineer() {
    let without = |text: &str| {
        version(text, "2027-01-01", |rules| rules.split("[[version.cascade]]").next().unwrap().to_owned())
    };
    let proposed = proposed(&[("policies/dop.toml", &without)]);
    reviewed("without-the-cascade", &plan_of(&proposed, &people()));
    // The same said inside a version in force is an edit of the past, and is told as such.
    let edited = crate::support::proposed(&[(
        "policies/dop.toml",
        &swap("set = \"match\"", "set = \"match\"\nuntil = 2026-12-31"),
    )]);
    let edited = plan_of(&edited, &people());
    assert_eq!(edited.groups, plan_of(&proposed, &people()).groups);
    assert_eq!(edited.programme.len(), 2, "{:#?}", edited.programme);
}
