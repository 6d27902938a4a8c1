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
    ("mail.no-account", "No account with this address"),
    ("mail.sign-in", "Sign in to {body}"),
    ("mail.test", "A test of mail"),
];

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "mail.proof",
        mail!(
            "Hello {name},\n\nopen this page and press the button on it, and {address} is confirmed as \
             yours:\n\n{url}\n\nIt works once, until {until}.\n\n",
            "You did not make an account? Then leave this mail alone: nothing is confirmed without you."
        ),
    ),
    (
        "mail.invitation",
        mail!(
            "Hello {name},\n\n{body} has you on record under {address}. Open this page to confirm the \
             address and to choose a password:\n\n{url}\n\nIt works once, until {until}.\n\n",
            "You do not know {body}? Then leave this mail alone: nothing happens without you."
        ),
    ),
    (
        "mail.address-known",
        mail!(
            "Hello {name},\n\nsomebody made an account with {address}. You have one already, and it stays as \
             it is: what is recorded for this address is in yours alone.\n\nIf it was you, sign in with your \
             first account:\n\n{site}/sign-in\n\n",
            "If you do not know its password, the page leads to a new one. If it was not you, you need to do \
             nothing: nobody gets into your account by it."
        ),
    ),
    (
        "mail.new-password",
        mail!(
            "Hello {name},\n\nsomebody asked for a new password for the account that {name} made with \
             {address} on {made_on}. Open this page to choose one:\n\n{url}\n\nIt works once, until \
             {until}, and ends every session of the account.\n\n",
            "It was not you? Then leave this mail alone: your password stays as it is."
        ),
    ),
    (
        "mail.no-account",
        mail!(
            "Hello,\n\nsomebody asked to be let in at {body} with {address}. There is no account with this \
             address. You may have used another one, or you can make an account:\n\n{site}/sign-up\n\n",
            "It was not you? Then leave this mail alone: nothing happened."
        ),
    ),
    (
        "mail.account-closed",
        mail!(
            "Hello {name},\n\nsomebody wants to use {address} at {body}. The account with this address is \
             closed, so nobody can sign in to it and no link is made. What is on record stays as it is.\n\n",
            "If you want to use it again, ask {body} to open it. It was not you? Then leave this mail alone: \
             nothing happened."
        ),
    ),
    (
        "mail.new-address",
        mail!(
            "Hello,\n\nsomebody with an account at {body} asked to be reached under {address} from now on. \
             Open this page where you are signed in and press the button on it:\n\n{url}\n\nIt works once, \
             until {until}; until then nothing changes.\n\n",
            "It was not you? Then leave this mail alone: nothing happens without you."
        ),
    ),
    (
        "mail.address-left",
        mail!(
            "Hello {name},\n\nyour account at {body} is reached under another address now; {address} does \
             not lead to it any more. Links that were mailed to this address have ended.\n\n",
            "It was not you? Then write to {body} at once: they can give the account its address back."
        ),
    ),
    ("mail.notice", mail!("Hello {name},\n\n{text}")),
    (
        "mail.sign-in",
        mail!(
            "Hello {name},\n\nopen this page and press the button on it to sign in:\n\n{url}\n\nIt works \
             once, until {until}.\n\n",
            "You did not ask for it? Then leave this mail alone: nobody is signed in without it."
        ),
    ),
    (
        "mail.test",
        mail!(
            "Hello,\n\nthis mail was sent by `assay check-mail`, to see whether mail arrives. It did.\n\n",
            "Nothing else was done."
        ),
    ),
];
