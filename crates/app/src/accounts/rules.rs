//! Who may do what with accounts.

use assay_store::PersonRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Signing up and in, using a link, going on with a session: what makes somebody known.
    Enter on Whole, "accounts.enter": Anyone [Whole];
    /// Seeing and ending one's own sessions, changing one's own name, address and password, closing the
    /// account.
    ManageOwn on Whole, "accounts.manage-own": Candidate [Whole], Administrator [Whole];
    /// Making the links that are mailed, and sending them.
    SendMail on Whole, "accounts.send-mail": Worker [Whole];
    /// Making an account, of the team or not.
    AddAccount on Whole, "accounts.add" logged: Operator [Whole];
    /// Setting somebody's password, for whoever has the machine.
    SetPassword on PersonRecord, "accounts.set-password" logged: Operator [Other, Colleague];
    /// Making a link that lets somebody in. One to a colleague's account would let one person be two pairs of
    /// eyes.
    MakeLink on PersonRecord, "accounts.make-link" logged:
        Administrator [Other], Support [Other], Operator [Other, Colleague];
    /// Changing how somebody is called and reached. A colleague's address is their way to their roles.
    EditAccount on PersonRecord, "accounts.edit" logged: Administrator [Other], Support [Other];
    /// Signing somebody out everywhere.
    EndSessions on PersonRecord, "accounts.end-sessions" logged:
        Administrator [Other, Colleague], Support [Other];
    /// Closing an account: nobody gets in any more. A colleague's role is taken away first.
    CloseAccount on PersonRecord, "accounts.close" logged: Administrator [Other, Colleague];
    /// Opening a closed account again.
    ReopenAccount on PersonRecord, "accounts.reopen" logged: Administrator [Other, Colleague];
    /// Seeing how somebody gets in: links that were made, accounts with the same address.
    SeeAccess on Whole, "accounts.see-access":
        Administrator [Whole], Support [Whole], Auditor [Whole];
}
