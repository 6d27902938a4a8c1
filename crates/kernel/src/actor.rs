//! Who acts, and with which roles.

use serde::{Deserialize, Serialize};

use crate::{Persons, TypedId};

/// What somebody of the team may do, by a grant.
///
/// Everybody else is a candidate: that is granted to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs the programme: people, registrations, sittings, credentials, changes, grants.
    Administrator,
    /// Helps people: sees them, their registrations and sittings, lets them in, records what was said.
    Support,
    /// Reads what was decided and done, and changes nothing.
    Auditor,
    /// Writes items, in the exams and domains that were given to them.
    ItemWriter,
    /// Reviews items that others wrote.
    Reviewer,
    /// Looks after the bank: what is asked for, who writes and reviews, what becomes of each item.
    BankManager,
}

impl Role {
    /// Every role, for tables and tests that must be exhaustive.
    pub const ALL: [Role; 6] = [
        Role::Administrator,
        Role::Support,
        Role::Auditor,
        Role::ItemWriter,
        Role::Reviewer,
        Role::BankManager,
    ];

    /// The stored and printed name.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Support => "support",
            Role::Auditor => "auditor",
            Role::ItemWriter => "item-writer",
            Role::Reviewer => "reviewer",
            Role::BankManager => "bank-manager",
        }
    }

    /// Reads the stored name; `None` for anything else.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether it is about the bank alone: it sees keys, and nothing of people.
    pub fn is_of_bank(self) -> bool {
        matches!(self, Role::ItemWriter | Role::Reviewer | Role::BankManager)
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The roles that somebody has at a moment: of a candidate none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Roles(u8);

impl Roles {
    /// A candidate's.
    pub const NONE: Roles = Roles(0);

    /// Whether a role is among them.
    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether there is none: a candidate.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one of them lets somebody know of other people's things.
    pub fn has_of_people(self) -> bool {
        self.iter().any(|role| !role.is_of_bank())
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Roles(role.bit())
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<T: IntoIterator<Item = Role>>(roles: T) -> Self {
        Roles(roles.into_iter().fold(0, |bits, role| bits | role.bit()))
    }
}

/// The one who asks for something.
///
/// Nobody in particular, a person with their roles, whoever has the machine, or the installation itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Anonymous,
    /// A signed-in person.
    Person {
        /// Who.
        id: TypedId<Persons>,
        /// With which roles, at the moment of asking.
        roles: Roles,
    },
    /// Whoever has the machine: the command line.
    Operator,
    /// The installation, carrying out what was decided before.
    Worker,
}

impl Actor {
    /// The person, when somebody is signed in.
    pub fn person(&self) -> Option<&TypedId<Persons>> {
        match self {
            Actor::Anonymous | Actor::Operator | Actor::Worker => None,
            Actor::Person { id, .. } => Some(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_by_its_own_word_alone() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        let words = ["administrator", "support", "auditor", "item-writer", "reviewer", "bank-manager"];
        assert_eq!(Role::ALL.map(Role::as_str), words);
        for other in ["", "Administrator", "admin", "candidate", "operator"] {
            assert_eq!(Role::parse(other), None, "{other}");
        }
    }

    #[test]
    fn several_roles_are_each_and_no_other() {
        let some = Roles::from_iter([Role::Support, Role::Auditor, Role::Support]);
        assert_eq!(some.iter().collect::<Vec<_>>(), [Role::Support, Role::Auditor]);
        assert!(!some.has(Role::Administrator) && !some.is_empty());
        assert!(Roles::NONE.is_empty() && Roles::NONE.iter().next().is_none());
        assert_eq!(Roles::from(Role::Auditor).iter().collect::<Vec<_>>(), [Role::Auditor]);
    }

    #[test]
    fn who_works_in_the_bank_knows_nothing_of_people() {
        let bank = Roles::from_iter([Role::ItemWriter, Role::Reviewer, Role::BankManager]);
        assert!(!bank.has_of_people() && !Roles::NONE.has_of_people());
        assert!(Roles::from_iter([Role::Reviewer, Role::Support]).has_of_people());
    }

    #[test]
    fn only_somebody_who_is_signed_in_is_a_person() {
        let id = TypedId::from_parts(1, [7; 10]);
        assert_eq!(Actor::Person { id, roles: Roles::NONE }.person(), Some(&id));
        for nobody in [Actor::Anonymous, Actor::Operator, Actor::Worker] {
            assert_eq!(nobody.person(), None);
        }
    }
}
