//! What may be asked to be mailed about accounts.

use std::time::Duration;

use assay_kernel::{CrewInvitationId, PersonId};
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A mail to be sent. Its link is made while it is sent, so that no token lies in here; `mail` is what its
/// Message-ID is made of, the same however often it is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum AccountsJob {
    /// Somebody who made an account gets the link that proves its address.
    Proof { mail: String, person: PersonId },
    /// Somebody whom the team invites gets the link into their record.
    Invitation { mail: String, person: PersonId },
    /// Whoever has an address gets a link to a new password, or is told that there is no account.
    NewPassword { mail: String, address: String },
    /// Whoever has an address gets a link that signs in, or is told that there is no account.
    SignIn { mail: String, address: String },
    /// Somebody gets the link that proves the address which is to take the place of theirs.
    NewAddress { mail: String, person: PersonId, address: String },
    /// The address that somebody had until now is told so.
    AddressLeft { mail: String, person: PersonId, address: String },
    /// An address that a crew invited gets the link that opens the invitation.
    CrewInvitation { mail: String, invitation: CrewInvitationId },
    /// Somebody is mailed what their inbox says under a topic.
    Notice { mail: String, person: PersonId, topic: String },
}

impl Job for AccountsJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "accounts",
        kinds: &[
            "proof",
            "invitation",
            "new_password",
            "sign_in",
            "new_address",
            "address_left",
            "crew_invitation",
            "notice",
        ],
        at_once: 4,
        timeout: Duration::from_secs(60),
        attempts: 20,
    };

    /// Asked for twice before it is sent, it is sent once.
    fn key(&self) -> String {
        match self {
            AccountsJob::Proof { person, .. } => format!("proof {person}"),
            AccountsJob::Invitation { person, .. } => format!("invitation {person}"),
            AccountsJob::NewPassword { address, .. } => format!("new password {address}"),
            AccountsJob::SignIn { address, .. } => format!("sign in {address}"),
            // The address that was typed last is meant.
            AccountsJob::NewAddress { person, .. } => format!("new address {person}"),
            AccountsJob::AddressLeft { person, address, .. } => format!("address left {address} {person}"),
            AccountsJob::CrewInvitation { invitation, .. } => format!("crew invitation {invitation}"),
            AccountsJob::Notice { person, topic, .. } => format!("notice {topic} {person}"),
        }
    }
}
