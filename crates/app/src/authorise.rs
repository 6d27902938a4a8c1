//! Who may do what: one table, deny by default. The committed copy in the tests must agree with it.

use assay_kernel::{Actor, Persons, Role, TypedId};

use crate::AppError;

/// Everything that is asked for permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Register for an exam version, or give a registration back.
    Register,
    /// Start a sitting, answer, hand in.
    Sit,
    /// Read a score report.
    ReadResult,
    /// Read what a person holds.
    ReadStanding,
    /// Practise and follow a prep plan.
    Practise,
    /// See and end one's own sessions, change the password.
    ManageAccount,
    /// See candidates, sittings, results, credentials and the programme as loaded.
    Administer,
    /// Plan a change of the programme, propose it, withdraw it.
    ProposeChange,
    /// Apply a change that somebody else proposed.
    ApplyChange,
}

impl Action {
    /// Every action, for the exhaustive test.
    pub const ALL: [Action; 9] = [
        Action::Register,
        Action::Sit,
        Action::ReadResult,
        Action::ReadStanding,
        Action::Practise,
        Action::ManageAccount,
        Action::Administer,
        Action::ProposeChange,
        Action::ApplyChange,
    ];
}

/// Whether a role may do something; `own` says whether the thing belongs to the person who asks.
pub fn permitted(role: Role, action: Action, own: bool) -> bool {
    match (role, action) {
        // Administrators read; they never act for somebody, least of all in a sitting.
        (
            Role::Administrator,
            Action::ReadResult
            | Action::ReadStanding
            | Action::Administer
            | Action::ProposeChange
            // That it is another person than the one who proposed is decided with the proposal.
            | Action::ApplyChange,
        ) => true,
        (_, Action::ManageAccount | Action::ReadResult | Action::ReadStanding) => own,
        // Those who run the examination do not sit it (impartiality).
        (Role::Candidate, Action::Register | Action::Sit | Action::Practise) => own,
        _ => false,
    }
}

/// Refuses whoever is not signed in.
///
/// Asked before anything is read, so that the answer to a stranger is the same for what exists and for what
/// does not (F22).
///
/// # Errors
/// `NotSignedIn`.
pub fn signed_in(actor: &Actor) -> Result<TypedId<Persons>, AppError> {
    actor.person().copied().ok_or(AppError::NotSignedIn)
}

/// Lets an actor do something with a thing of `owner`'s, or refuses.
///
/// # Errors
/// `NotSignedIn`; `NotFound` for what belongs to somebody else, so that an id tells nothing; `Forbidden`
/// where the role is wrong.
pub fn authorise(
    actor: &Actor,
    action: Action,
    owner: Option<TypedId<Persons>>,
) -> Result<TypedId<Persons>, AppError> {
    let Actor::Person { id, role } = actor else { return Err(AppError::NotSignedIn) };
    let own = owner.is_none_or(|owner| owner == *id);
    match permitted(*role, action, own) {
        true => Ok(*id),
        false if !own && *role == Role::Candidate => Err(AppError::NotFound),
        false => Err(AppError::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Role x action x ownership, as reviewed. A change of permissions changes this table.
    #[test]
    fn the_table_of_permissions_is_as_reviewed() {
        let mut table = String::new();
        for role in Role::ALL {
            for action in Action::ALL {
                let word = |own| if permitted(role, action, own) { "yes" } else { "no" };
                table += &format!(
                    "{:<14} {:<14} own {:<4} other {}\n",
                    role.as_str(),
                    format!("{action:?}"),
                    word(true),
                    word(false)
                );
            }
        }
        let reviewed = "\
candidate      Register       own yes  other no
candidate      Sit            own yes  other no
candidate      ReadResult     own yes  other no
candidate      ReadStanding   own yes  other no
candidate      Practise       own yes  other no
candidate      ManageAccount  own yes  other no
candidate      Administer     own no   other no
candidate      ProposeChange  own no   other no
candidate      ApplyChange    own no   other no
administrator  Register       own no   other no
administrator  Sit            own no   other no
administrator  ReadResult     own yes  other yes
administrator  ReadStanding   own yes  other yes
administrator  Practise       own no   other no
administrator  ManageAccount  own yes  other no
administrator  Administer     own yes  other yes
administrator  ProposeChange  own yes  other yes
administrator  ApplyChange    own yes  other yes
";
        assert_eq!(table, reviewed);
    }

    #[test]
    fn what_belongs_to_somebody_else_looks_like_nothing() {
        let (me, other) = (TypedId::from_parts(1, [1; 10]), TypedId::from_parts(1, [2; 10]));
        let actor = Actor::Person { id: me, role: Role::Candidate };
        assert!(authorise(&actor, Action::Sit, Some(me)).is_ok());
        assert!(matches!(authorise(&actor, Action::Sit, Some(other)), Err(AppError::NotFound)));
        assert!(matches!(authorise(&Actor::Anonymous, Action::Sit, Some(me)), Err(AppError::NotSignedIn)));
    }
}
