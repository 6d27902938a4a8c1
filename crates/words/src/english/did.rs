//! What somebody of the team did, as the audit log tells it.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("did.account-added", "Made an account for {address}.[ Roles: {roles}.]"),
    ("did.link-made", "Made a link that confirms {address} and lets its owner in."),
    ("did.account-edited", "Changed the account:[ name {old_name} to {name}.][ address {old} to {address}.]"),
    ("did.sessions-ended", "Ended {n} {n?session:sessions}."),
    ("did.link-mailed", "Mailed a link to {address} that confirms it and lets its owner in."),
    ("did.password-set", "Set a new password and ended every session."),
    ("did.role-given", "Granted the role {role}[ until {until}]."),
    ("did.role-taken", "Took the role {role} away."),
    ("did.recorded", "Recorded {n} {n?event:events} for {people} {people?person:people}."),
    ("did.withdrawn", "Withdrew {title}[, which was {before}][ until {until}]."),
    ("did.reinstated", "Reinstated {title}[ until {until}]."),
    ("did.put-on-record", "Recorded: {what}."),
    ("did.waived", "Waived {n} {n?payment:payments} for {title} on {on}."),
    ("did.proposed", "Proposed the change {title}."),
    ("did.proposal-withdrawn", "Withdrew the proposal {title}."),
    ("did.change-applied", "Applied a change: version {version} of the programme is in force."),
    (
        "did.job-retried",
        "Had a job tried again that had failed {n} {n?time:times}: {what}[, because {cause}].",
    ),
];
