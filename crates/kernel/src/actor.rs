//! Who acts, and in which role.

use serde::{Deserialize, Serialize};

use crate::{Persons, TypedId};

/// What a signed-in person may act as. Permissions follow from it, deny by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Registers, sits, practises, holds credentials: acts on their own records only.
    Candidate,
    /// The team behind the programme: sees candidates, sittings, results, credentials.
    Administrator,
}

impl Role {
    /// Every role, for tables and tests that must be exhaustive.
    pub const ALL: [Role; 2] = [Role::Candidate, Role::Administrator];

    /// The stored and printed name.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Candidate => "candidate",
            Role::Administrator => "administrator",
        }
    }

    /// Reads the stored name; `None` for anything else.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// The one who asks for something.
///
/// Nobody in particular, a person in a role, whoever has the machine, or the installation itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Anonymous,
    /// A signed-in person.
    Person {
        /// Who.
        id: TypedId<Persons>,
        /// In which role.
        role: Role,
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
        assert_eq!(Role::ALL.map(Role::as_str), ["candidate", "administrator"]);
        for other in ["", "Candidate", "admin", "operator"] {
            assert_eq!(Role::parse(other), None, "{other}");
        }
    }

    #[test]
    fn only_somebody_who_is_signed_in_is_a_person() {
        let id = TypedId::from_parts(1, [7; 10]);
        assert_eq!(Actor::Person { id, role: Role::Candidate }.person(), Some(&id));
        for nobody in [Actor::Anonymous, Actor::Operator, Actor::Worker] {
            assert_eq!(nobody.person(), None);
        }
    }
}
