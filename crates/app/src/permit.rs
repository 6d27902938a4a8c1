//! Leave to act: a value that only the table of permissions gives and that a use case cannot do without.
//!
//! Each room says in its `rules.rs` who may do what. A thing that belongs to somebody comes out of the store
//! with a permit or not at all (`Shelf::open`); a list is read with the permit in hand. Forgetting to ask
//! does not compile. Deny by default: what no rule allows is denied.

use std::marker::PhantomData;

use assay_kernel::{Actor, Instant, PersonId, Role};

use crate::AppError;

/// Something that can be done: one empty type each, in the rules of its room.
///
/// Each is either [`Quiet`] or [`Logged`]: what the team does to others, and what changes the programme or
/// who may do what, is written down in the unit that does it, or it does not compile.
pub trait Act: 'static {
    /// To what.
    type On: Thing;
    /// Its name in the table of permissions.
    const NAME: &'static str;
    /// Who may; nobody else.
    const RULES: &'static [Rule];
}

/// An act of which nothing is written into the audit log: reading, one's own things, what follows by itself.
pub trait Quiet: Act {}

/// An act that is committed with its line of the audit log.
pub trait Logged: Act {}

/// What an act is about: it knows how it stands to whoever asks, so that nobody can leave the owner out.
pub trait Thing {
    /// How it stands to an actor at an instant.
    fn relation(&self, actor: &Actor, now: Instant) -> Tie;
}

/// How a thing stands to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// No single thing: a list, a setting, what is one's own.
    Whole,
    /// It is theirs.
    Own,
    /// They made it, so somebody else has to look at it.
    Author,
    /// It was given to them to look at.
    Assigned,
    /// It is somebody's of the team.
    Colleague,
    /// It is somebody else's.
    Other,
}

impl Tie {
    /// Every relation, for the table.
    pub const ALL: [Tie; 6] = [Tie::Whole, Tie::Own, Tie::Author, Tie::Assigned, Tie::Colleague, Tie::Other];

    /// A person, as they stand to whoever asks.
    pub(crate) fn of_person(person: PersonId, is_of_team: bool, actor: &Actor) -> Tie {
        match Tie::of_owner(person, actor) {
            Tie::Other if is_of_team => Tie::Colleague,
            relation => relation,
        }
    }

    /// Theirs or somebody else's.
    pub(crate) fn of_owner(owner: PersonId, actor: &Actor) -> Tie {
        if actor.person() == Some(&owner) { Tie::Own } else { Tie::Other }
    }
}

/// Who a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// People who register and sit: everybody but those who may see keys.
    Candidate,
    /// Who runs the programme.
    Administrator,
    /// Who helps people.
    Support,
    /// Who reads and changes nothing.
    Auditor,
    /// Who writes items.
    Writer,
    /// Who reviews items.
    Reviewer,
    /// Who looks after the bank.
    BankManager,
    /// Whoever has the machine.
    Operator,
    /// The installation itself.
    Worker,
}

impl Who {
    /// Everybody who can be asked about, for the table.
    pub const ALL: [Who; 10] = [
        Who::Anyone,
        Who::Candidate,
        Who::Administrator,
        Who::Support,
        Who::Auditor,
        Who::Writer,
        Who::Reviewer,
        Who::BankManager,
        Who::Operator,
        Who::Worker,
    ];

    fn is(self, actor: &Actor) -> bool {
        match (self, actor) {
            (Who::Anyone, _) | (Who::Operator, Actor::Operator) | (Who::Worker, Actor::Worker) => true,
            // Whoever sees keys sits no exam.
            (Who::Candidate, Actor::Person { roles, .. }) => !roles.has(Role::Administrator),
            (Who::Administrator, Actor::Person { roles, .. }) => roles.has(Role::Administrator),
            (Who::Support, Actor::Person { roles, .. }) => roles.has(Role::Support),
            (Who::Auditor, Actor::Person { roles, .. }) => roles.has(Role::Auditor),
            (Who::Writer, Actor::Person { roles, .. }) => roles.has(Role::ItemWriter),
            (Who::Reviewer, Actor::Person { roles, .. }) => roles.has(Role::Reviewer),
            (Who::BankManager, Actor::Person { roles, .. }) => roles.has(Role::BankManager),
            _ => false,
        }
    }
}

/// A line of the table: who may, where the thing stands so to them.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Who.
    pub who: Who,
    /// How the thing stands to them.
    pub on: &'static [Tie],
}

/// An act that is about no single thing.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

impl Thing for Whole {
    fn relation(&self, _actor: &Actor, _now: Instant) -> Tie {
        Tie::Whole
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in.
    SignIn,
    /// It is somebody else's, so it is as if it were not there: an id tells nothing.
    Nothing,
    /// The role does not allow it.
    Role,
    /// Somebody else has to look at it.
    SecondPerson,
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::SignIn => AppError::NotSignedIn,
            Denied::Nothing => AppError::NotFound,
            Denied::Role => AppError::Forbidden,
            Denied::SecondPerson => AppError::SecondPerson,
        }
    }
}

/// An act in the table of permissions.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// Who may.
    pub rules: &'static [Rule],
    /// Whether the audit log keeps what was done.
    pub is_logged: bool,
}

/// Leave to do one thing, once. Only [`decide`] makes one.
#[must_use]
#[derive(Debug)]
pub struct Permit<A: Act> {
    act: PhantomData<fn(A)>,
}

/// Asks the table.
pub(crate) fn decide<A: Act>(actor: &Actor, now: Instant, thing: &A::On) -> Result<Permit<A>, Denied> {
    by_tie::<A>(actor, thing.relation(actor, now))
}

/// Asks the table about something that stands so to the actor.
pub(crate) fn by_tie<A: Act>(actor: &Actor, relation: Tie) -> Result<Permit<A>, Denied> {
    conceivable::<A>(actor)?;
    if A::RULES.iter().any(|rule| rule.who.is(actor) && rule.on.contains(&relation)) {
        return Ok(Permit { act: PhantomData });
    }
    match (actor, relation) {
        (_, Tie::Author) => Err(Denied::SecondPerson),
        // Only the team may know that something of somebody else's is there.
        (Actor::Person { roles, .. }, Tie::Other | Tie::Colleague) if !roles.has_of_people() => {
            Err(Denied::Nothing)
        }
        _ => Err(Denied::Role),
    }
}

/// Whether there is anything with which somebody might do it: asked before it is looked for, so that the
/// answer to whoever never may is the same for what exists and for what does not (F22).
pub(crate) fn conceivable<A: Act>(actor: &Actor) -> Result<(), Denied> {
    match A::RULES.iter().any(|rule| rule.who.is(actor)) {
        true => Ok(()),
        false if *actor == Actor::Anonymous => Err(Denied::SignIn),
        false => Err(Denied::Role),
    }
}

/// Declares the acts of a room with their rules, and the list of them for the table.
///
/// `logged` before the colon where the audit log keeps what was done.
macro_rules! acts {
    ($(
        $(#[$doc:meta])*
        $act:ident on $thing:ty, $name:literal $($logged:ident)?: $($who:ident [$($relation:ident),+]),+;
    )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $act;

            impl $crate::permit::Act for $act {
                type On = $thing;
                const NAME: &'static str = $name;
                const RULES: &'static [$crate::permit::Rule] = &[$(
                    $crate::permit::Rule {
                        who: $crate::permit::Who::$who,
                        on: &[$($crate::permit::Tie::$relation),+],
                    }
                ),+];
            }

            $crate::permit::acts!(@kept $act $($logged)?);
        )+

        /// Every act of the room, for the table.
        pub(crate) const ACTS: &[$crate::permit::Line] = &[$($crate::permit::Line {
            name: <$act as $crate::permit::Act>::NAME,
            rules: <$act as $crate::permit::Act>::RULES,
            is_logged: $crate::permit::acts!(@is_logged $($logged)?),
        }),+];
    };
    (@kept $act:ident logged) => { impl $crate::permit::Logged for $act {} };
    (@kept $act:ident) => { impl $crate::permit::Quiet for $act {} };
    (@is_logged logged) => { true };
    (@is_logged) => { false };
}
pub(crate) use acts;

#[cfg(test)]
mod tests {
    use assay_kernel::{Roles, TypedId};

    use super::*;

    const NOW: Instant = Instant::UNIX_EPOCH;

    pub struct Owned(PersonId);

    impl Thing for Owned {
        fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
            Tie::of_owner(self.0, actor)
        }
    }

    pub struct Made(PersonId);

    impl Thing for Made {
        fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
            match Tie::of_owner(self.0, actor) {
                Tie::Own => Tie::Author,
                other => other,
            }
        }
    }

    acts! {
        /// For those who sit.
        Sit on Owned, "sit": Candidate [Own];
        /// For those who sit, and the team.
        Read on Owned, "read": Candidate [Own], Administrator [Own, Other];
        /// For the second person.
        Apply on Made, "apply": Administrator [Other];
        /// For the machine's owner.
        Import on Whole, "import": Operator [Whole];
    }

    fn person(number: u8, roles: impl Into<Roles>) -> (PersonId, Actor) {
        let id = TypedId::from_parts(1, [number; 10]);
        (id, Actor::Person { id, roles: roles.into() })
    }

    #[test]
    fn the_list_of_a_rooms_acts_is_whole() {
        assert_eq!(ACTS.iter().map(|line| line.name).collect::<Vec<_>>(), ["sit", "read", "apply", "import"]);
    }

    #[test]
    fn what_belongs_to_somebody_else_looks_like_nothing_and_a_stranger_signs_in_first() {
        let ((me, actor), (other, _)) = (person(1, Roles::NONE), person(2, Roles::NONE));
        assert!(decide::<Sit>(&actor, NOW, &Owned(me)).is_ok());
        assert_eq!(decide::<Sit>(&actor, NOW, &Owned(other)).unwrap_err(), Denied::Nothing);
        assert_eq!(decide::<Sit>(&Actor::Anonymous, NOW, &Owned(me)).unwrap_err(), Denied::SignIn);
        assert_eq!(conceivable::<Sit>(&Actor::Anonymous).unwrap_err(), Denied::SignIn);
    }

    #[test]
    fn a_role_that_never_may_is_told_so_whatever_is_there() {
        let ((own, ada), (other, _)) = (person(1, Role::Administrator), person(2, Roles::NONE));
        for thing in [own, other] {
            assert_eq!(decide::<Sit>(&ada, NOW, &Owned(thing)).unwrap_err(), Denied::Role);
            assert!(decide::<Read>(&ada, NOW, &Owned(thing)).is_ok());
        }
        assert_eq!(conceivable::<Sit>(&ada).unwrap_err(), Denied::Role);
        assert_eq!(conceivable::<Sit>(&Actor::Worker).unwrap_err(), Denied::Role);
    }

    #[test]
    fn whoever_made_a_change_is_not_its_second_pair_of_eyes() {
        let ((own, ada), (other, _)) = (person(1, Role::Administrator), person(2, Role::Administrator));
        assert_eq!(decide::<Apply>(&ada, NOW, &Made(own)).unwrap_err(), Denied::SecondPerson);
        assert!(decide::<Apply>(&ada, NOW, &Made(other)).is_ok());
    }

    #[test]
    fn the_command_line_and_the_runner_are_roles_of_the_table_and_no_way_around_it() {
        let (_, ada) = person(1, Role::Administrator);
        assert!(decide::<Import>(&Actor::Operator, NOW, &Whole).is_ok());
        for actor in [Actor::Worker, ada, Actor::Anonymous] {
            assert!(decide::<Import>(&actor, NOW, &Whole).is_err(), "{actor:?}");
        }
    }
}
