//! What `help` says: what there is, and what it takes.

use super::options::{CommandOption, Sets, Takes};
use crate::model::{self, Operation, Service};

/// The console's own commands.
pub(super) fn console() -> String {
    "This is the console of a lab: single commands, no bash. There are no pipes, loops or programs.\n\n\
     aws SERVICE OPERATION --options   one call; `aws help` lists the services of this lab\n\
     NAME=$(aws ...)                   keeps what a command prints; $NAME uses it later\n\
     NAME=value, echo $NAME            sets and shows a name\n\
     ls, cat FILE, edit FILE           the files of this lab\n\
     wait 10m                          lets the time of the lab pass (s, m, h or d)\n\
     check                             asks what is done and what is missing\n\
     undo                              takes the last command back"
        .to_owned()
}

pub(super) fn aws() -> String {
    let services: Vec<&str> =
        model::services().map(|name| if name == "s3" { "s3api" } else { name }).collect();
    format!(
        "usage: aws SERVICE OPERATION [--options]\n\nServices of this lab: {}\n\
         Every command takes --region, --query \
         and --output json|text|table.\n`aws SERVICE help` lists its operations.",
        services.join(", ")
    )
}

pub(super) fn service(service: &Service) -> String {
    let operations = service.commands.keys().map(|name| format!("  {name}\n"));
    let waiters = service.waiters.keys().map(|name| format!("  wait {name}\n"));
    format!("Operations:\n{}", operations.chain(waiters).collect::<String>())
}

pub(super) fn operation(operation: Operation, options: &[CommandOption]) -> String {
    let lines = options.iter().map(|option| {
        let kind = match (option.sets, option.takes) {
            (_, Takes::None) => "",
            (Sets::Member(member), takes) => {
                let kind = super::typed::said(operation.service.shape(member).kind);
                if takes == Takes::Many { "list" } else { kind }
            }
            (Sets::Attribute(..), _) => "structure, or nothing for true",
            _ => "value",
        };
        let required = if option.required { "  (required)" } else { "" };
        format!("  --{} {kind}{required}\n", option.name)
    });
    format!("{} of {}\n{}", operation.name(), operation.service(), lines.collect::<String>())
}
