//! What a command of the console finds, counted.

use serde_json::Value as Json;

use super::prober::{ABSENT, ProbeFound, Prober};
use crate::{
    carry,
    definition::Sought,
    names::{LabNames, filled},
};

impl Prober<'_> {
    /// Asks a command on the copy and counts what it prints.
    pub(super) fn sought(&self, sought: &Sought) -> ProbeFound {
        let line = match filled(&sought.command, self.names) {
            Ok(line) => format!("{line} --output json"),
            Err(name) => return ProbeFound::Untold(format!("nothing gives {name}")),
        };
        let (_, carried) = carry::line(&self.state, &line, &self.who);
        let found = match carried.failed.as_deref() {
            None => carried.text.trim().to_owned(),
            // A command that the console does not understand is the author's fault, an absent operation ours.
            Some(code) if code == carry::USAGE || code == ABSENT => {
                return ProbeFound::Untold(carried.text.trim().to_owned());
            }
            // What does not exist is found nowhere.
            Some(_) => String::new(),
        };
        let many = counted(&found);
        let facts = LabNames::from([("counted".into(), many.to_string()), ("found".into(), found)]);
        if many >= sought.min && sought.max.is_none_or(|max| many <= max) {
            ProbeFound::Holds(facts)
        } else {
            ProbeFound::Broken(facts)
        }
    }
}

/// Elements of a list, a number, or 1 for anything else that is there.
fn counted(text: &str) -> i64 {
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Array(items)) => i64::try_from(items.len()).unwrap_or(i64::MAX),
        Ok(Json::Number(number)) => number.as_i64().unwrap_or(0),
        Ok(Json::Null | Json::Bool(false)) | Err(_) => 0,
        Ok(Json::String(text)) => i64::from(!text.is_empty()),
        Ok(Json::Bool(true) | Json::Object(_)) => 1,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_numbers_and_what_is_there_are_counted() {
        let all = [("[1,2]", 2), ("7", 7), ("null", 0), ("", 0), ("\"a\"", 1), ("false", 0), ("{}", 1)];
        for (text, many) in all {
            assert_eq!(super::counted(text), many, "{text}");
        }
    }
}
