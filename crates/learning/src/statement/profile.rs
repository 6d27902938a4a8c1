//! The profile by which statements are made, as a document.
//!
//! It follows the xAPI Profile Specification 1.0: what each verb means here, and what a statement has. It is
//! no cmi5 profile: nobody launched anything, so a statement that claimed one would say what is not so.

use serde::Serialize;

use super::{verb::Verb, worded::Worded};

/// The version of the profile: raised with whatever a statement says differently.
pub const PROFILE_VERSION: u32 = 1;
/// When that version was made.
const MADE_AT: &str = "2026-11-30T00:00:00Z";

/// The profile as it is served.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    conforms_to: &'static str,
    pref_label: Worded,
    definition: Worded,
    author: Author,
    versions: Vec<ProfileVersion>,
    templates: Vec<Template>,
}

#[derive(Clone, Debug, Serialize)]
struct Author {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfileVersion {
    id: String,
    generated_at_time: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    in_scheme: String,
    pref_label: Worded,
    definition: Worded,
    verb: String,
    rules: Vec<TemplateRule>,
}

#[derive(Clone, Debug, Serialize)]
struct TemplateRule {
    location: &'static str,
    presence: &'static str,
}

/// The address of the profile in its version, as statements name it.
pub(super) fn version_id(home: &str) -> String {
    format!("{home}/xapi/profile/{PROFILE_VERSION}")
}

/// The profile of an installation of a body.
pub fn profile(home: &str, body: &str) -> Profile {
    Profile {
        context: "https://w3id.org/xapi/profiles/context",
        id: format!("{home}/xapi/profile"),
        kind: "Profile",
        conforms_to: "https://w3id.org/xapi/profiles#1.0",
        pref_label: Worded::english("Preparation for examinations"),
        definition: Worded::english(
            "What somebody did to prepare for an examination. No statement holds what was answered or a key, \
             practice is completed and never passed, and no statement is about the examination itself.",
        ),
        author: Author { kind: "Organization", name: body.to_owned() },
        versions: vec![ProfileVersion { id: version_id(home), generated_at_time: MADE_AT }],
        templates: Verb::ALL.into_iter().map(|verb| template(home, verb)).collect(),
    }
}

fn template(home: &str, verb: Verb) -> Template {
    let definition = match verb {
        Verb::Registered => "Somebody began to prepare for an exam version, or went over to it.",
        Verb::Experienced => "Somebody finished a lesson of a course.",
        Verb::Completed => {
            "Somebody finished a course, a run of practice or a final practice exam; the latter two with \
             their points."
        }
        Verb::Answered => "Somebody answered a check of a lesson; told only where the body wants it.",
        Verb::Passed => "A lab was judged and all was there. Never said of practice.",
        Verb::Failed => "A lab was judged and something was missing. Never said of practice.",
    };
    let rule = |location, presence| TemplateRule { location, presence };
    let mut rules = vec![
        rule("$.actor.account", "included"),
        rule("$.context.registration", "included"),
        rule("$.context.contextActivities.grouping", "included"),
        rule("$.result.response", "excluded"),
    ];
    if matches!(verb, Verb::Answered | Verb::Passed | Verb::Failed) {
        rules.push(rule("$.result.success", "included"));
    } else {
        rules.push(rule("$.result.success", "excluded"));
    }
    Template {
        id: format!("{}/templates/{}", version_id(home), verb.as_str()),
        kind: "StatementTemplate",
        in_scheme: version_id(home),
        pref_label: Worded::english(verb.as_str()),
        definition: Worded::english(definition),
        verb: verb.iri(),
        rules,
    }
}
