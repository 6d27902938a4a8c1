//! What is mailed.
//!
//! Plain text in lines as they are read; addresses of pages stand in lines of their own.

/// A mail as everybody gets it: who writes, and from where.
macro_rules! mail {
    ($($text:literal),+) => { concat!($($text),+, "\n\n-- \n{body}\n{site}\n") };
}

pub(super) const TITLES: &[(&str, &str)] = &[
    ("mail.proof", "Confirm your address"),
    ("mail.invitation", "Your account at {body}"),
    ("mail.address-known", "You have an account already"),
    ("mail.new-password", "Choose a new password"),
    ("mail.account-closed", "The account with this address is closed"),
    ("mail.new-address", "Confirm your new address"),
    ("mail.address-left", "Your account has another address now"),
    ("mail.notice", "{subject}"),
    ("mail.crew-invitation", "You are invited to a crew at {body}"),
    ("mail.no-account", "No account with this address"),
    ("mail.sign-in", "Sign in to {body}"),
    ("mail.test", "Test mail"),
];

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "mail.proof",
        mail!(
            "Hello {name},\n\nOpen this page and press the button on it, and {address} is confirmed as \
             yours:\n\n{url}\n\nIt works once, until {until}.\n\n",
            "If you did not make an account, ignore this mail: nothing is confirmed without you."
        ),
    ),
    (
        "mail.invitation",
        mail!(
            "Hello {name},\n\n{body} has you on record under {address}. Open this page to confirm the \
             address and to choose a password:\n\n{url}\n\nIt works once, until {until}.\n\n",
            "If you do not know {body}, ignore this mail: nothing happens without you."
        ),
    ),
    (
        "mail.address-known",
        mail!(
            "Hello {name},\n\nSomebody made an account with {address}. You already have one, and it stays as \
             it is: everything recorded for this address is in your account alone.\n\nIf it was you, sign in \
             with your first account:\n\n{site}/sign-in\n\n",
            "If you do not know its password, you can choose a new one there. If it was not you, you need do \
             nothing: this lets nobody into your account."
        ),
    ),
    (
        "mail.new-password",
        mail!(
            "Hello {name},\n\nSomebody asked for a new password for the account that {name} made with \
             {address} on {made_on}. Open this page to choose one:\n\n{url}\n\nIt works once, until \
             {until}, and ends every session of the account.\n\n",
            "If it was not you, ignore this mail: your password stays as it is."
        ),
    ),
    (
        "mail.no-account",
        mail!(
            "Hello,\n\nSomebody asked to sign in to {body} with {address}. There is no account with this \
             address. You may have used another one, or you can make an account:\n\n{site}/sign-up\n\n",
            "If it was not you, ignore this mail: nothing has happened."
        ),
    ),
    (
        "mail.account-closed",
        mail!(
            "Hello {name},\n\nSomebody wants to use {address} at {body}. The account with this address is \
             closed, so nobody can sign in to it and no link is made. What is on record stays as it is.\n\n",
            "If you want to use it again, ask {body} to open it. If it was not you, ignore this mail: \
             nothing has happened."
        ),
    ),
    (
        "mail.new-address",
        mail!(
            "Hello,\n\nSomebody with an account at {body} asked to be reached under {address} from now on. \
             Open this page where you are signed in and press the button on it:\n\n{url}\n\nIt works once, \
             until {until}; until then nothing changes.\n\n",
            "If it was not you, ignore this mail: nothing happens without you."
        ),
    ),
    (
        "mail.address-left",
        mail!(
            "Hello {name},\n\nYour account at {body} is reached under another address now; {address} does \
             not lead to it any more. Links that were mailed to this address have ended.\n\n",
            "If it was not you, write to {body} at once: they can give the account its address back."
        ),
    ),
    (
        "mail.crew-invitation",
        mail!(
            "Hello,\n\n{lead} invites {address} to the crew {crew} at {body}, where people prepare for \
             certifications together. Open this page to read what {lead} would see of you, and to say \
             what of it you show:\n\n{url}\n\nYou can accept until {until}. What you do there stays \
             yours, and you can leave at any time.\n\n",
            "If you do not know {lead}, ignore this mail: nothing happens without you, and {lead} is not \
             told whether you have an account."
        ),
    ),
    ("mail.notice", mail!("Hello {name},\n\n{text}")),
    (
        "mail.sign-in",
        mail!(
            "Hello {name},\n\nOpen this page and press the button on it to sign in:\n\n{url}\n\nIt works \
             once, until {until}.\n\n",
            "If you did not ask for it, ignore this mail: nobody is signed in without it."
        ),
    ),
    (
        "mail.test",
        mail!(
            "Hello,\n\nThis mail was sent by `assay check-mail`, to see whether mail arrives. It did.\n\n",
            "Nothing else was done."
        ),
    ),
];
