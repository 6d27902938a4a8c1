//! Who runs the programme, and how they get in.

use assay_app::{App, AppError, Asking, GrantLine, NewAccount, Why};
use assay_kernel::{Instant, Role};

use super::telling::Telling;
use crate::{
    installation::data_of_a_demonstration,
    outcome::{Failure, Found},
    rim,
};

/// Who has which role.
pub async fn roles(
    app: &App,
    asking: &Asking,
    ended: bool,
    as_json: bool,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let grants = app.grants.all(asking).await?;
    let shown: Vec<_> = grants.iter().filter(|grant| ended || grant.is_in_force(asking.at)).collect();
    if as_json {
        let lines: Vec<_> = shown.iter().map(|grant| json(grant)).collect();
        telling.print(&format!("{}\n", serde_json::to_string_pretty(&lines)?))?;
    } else {
        for grant in shown {
            telling.print(&line(grant))?;
        }
    }
    Ok(Found::Nothing)
}

fn line(grant: &GrantLine) -> String {
    let until = match (&grant.withdrawn, grant.until) {
        (Some(taken), _) => format!("until {}", taken.at.strftime("%Y-%m-%d")),
        (None, Some(until)) => format!("until {}", until.strftime("%Y-%m-%d")),
        (None, None) => "without end".to_owned(),
    };
    let reason = if grant.reason.is_empty() { String::new() } else { format!(": {}", grant.reason) };
    let text = format!(
        "{:<14} {} ({}), since {}, {until}, by {}{reason}",
        grant.role,
        grant.name,
        grant.person,
        grant.from.strftime("%Y-%m-%d"),
        grant.granted_by
    );
    // A line stays a line, whatever somebody typed.
    format!("{}\n", rim::harmless(&text).replace(['\n', '\t'], " "))
}

fn json(grant: &GrantLine) -> serde_json::Value {
    let instant = |at: Instant| at.to_string();
    serde_json::json!({
        "person": grant.person.to_string(),
        "name": grant.name,
        "role": grant.role,
        "from": instant(grant.from),
        "until": grant.until.map(instant),
        "granted_by": grant.granted_by,
        "reason": grant.reason,
        "withdrawn": grant.withdrawn.as_ref().map(|taken| {
            serde_json::json!({ "at": instant(taken.at), "because": taken.because })
        }),
    })
}

/// An account of the team.
pub async fn account(
    app: &App,
    asking: &Asking,
    account: NewAccount,
    role: Role,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    if app.settings.demo {
        return Err(data_of_a_demonstration());
    }
    let added = app.accounts.add_account(asking, account, role).await;
    let person = added.map_err(|error| account_refused(error, telling))?;
    telling.say(format_args!("{} <{}> is {} now", person.name, person.email, called(role)));
    Ok(Found::Nothing)
}

/// Somebody who has an account gets a role.
pub async fn grant(
    app: &App,
    asking: &Asking,
    email: &str,
    role: Role,
    reason: &str,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let reason = Why::parse(reason).map_err(|error| about_whom(error, email))?;
    let given = app.grants.give_to_address(asking, email, role, None, &reason).await;
    given.map_err(|error| about_whom(error, email))?;
    telling.say(format_args!("{} is {} now", rim::harmless(email), called(role)));
    Ok(Found::Nothing)
}

/// A role is taken away.
pub async fn withdraw(
    app: &App,
    asking: &Asking,
    email: &str,
    role: Role,
    reason: &str,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let reason = Why::parse(reason).map_err(|error| about_whom(error, email))?;
    let taken = app.grants.take_from_address(asking, email, role, &reason).await;
    taken.map_err(|error| match error {
        AppError::NotFound => Failure::unusable(
            format!("{} is not {}", rim::harmless(email), called(role)),
            "see who has which role: assay admin list --data DATA",
        ),
        other => about_whom(other, email),
    })?;
    telling.say(format_args!("{} is not {} any more", rim::harmless(email), called(role)));
    Ok(Found::Nothing)
}

/// Somebody gets another password.
pub async fn password(
    app: &App,
    asking: &Asking,
    person: &str,
    password: &str,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let set = app.accounts.set_password_for(asking, person, password).await;
    let account = set.map_err(|error| about_whom(error, person))?;
    telling.say(format_args!(
        "{} <{}> has the new password now; every session of theirs has ended",
        rim::harmless(&account.name),
        account.email
    ));
    Ok(Found::Nothing)
}

/// A one-time link.
pub async fn link(app: &App, asking: &Asking, person: &str, telling: &mut Telling) -> Result<Found, Failure> {
    let made = app.accounts.make_claim_link_for(asking, person).await;
    let link = made.map_err(|error| match error {
        AppError::NotFound => Failure::unusable(
            format!("nobody on record is called {}", rim::harmless(person)),
            "write an e-mail address on record, or a person's id",
        ),
        other => about_whom(other, person),
    })?;
    let (name, until) = (rim::harmless(&link.person.name), link.ends_at.strftime("%Y-%m-%d %H:%M UTC"));
    telling.say(format_args!(
        "for {name} <{}>: works once, until {until}; hand it to nobody else",
        link.person.email
    ));
    telling.print(&format!("{}\n", link.url))?;
    Ok(Found::Nothing)
}

fn called(role: Role) -> &'static str {
    match role {
        Role::Administrator => "an administrator",
        Role::Support => "support",
        Role::Auditor => "an auditor",
        Role::ItemWriter => "an item writer",
        Role::Reviewer => "a reviewer",
        Role::BankManager => "a bank manager",
    }
}

/// What is wrong with whom somebody named.
fn about_whom(error: AppError, whom: &str) -> Failure {
    match error {
        AppError::NotFound => Failure::unusable(
            format!("nobody on record is called {}", rim::harmless(whom)),
            "write an e-mail address that was proved, or where it is allowed a person's id",
        ),
        AppError::Invalid(faults) => {
            let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
            Failure::unusable(texts.join(" "), "")
        }
        other => other.into(),
    }
}

/// What is wrong with an account that was to be made.
pub fn account_refused(error: AppError, telling: &mut Telling) -> Failure {
    match error {
        AppError::Invalid(faults) => {
            for fault in &faults {
                telling.say(format_args!("{}: {}", fault.field, fault.text));
            }
            Failure::unusable("the account was not made", "fix what is listed above and try again")
        }
        other => other.into(),
    }
}
