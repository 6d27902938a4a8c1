//! `assay check-mail`: one mail, to see whether it arrives, before people wait for theirs.

use assay_app::{NotSent, test_mail};
use clap::Args;
use data_encoding::HEXLOWER;

use crate::{
    installation::runtime,
    mail::MailArgs,
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
    world,
};

/// The arguments of `check-mail`.
#[derive(Debug, Args)]
pub struct CheckMail {
    #[command(flatten)]
    mail: MailArgs,
    /// Who gets the mail: an address that you can read
    #[arg(long, value_name = "ADDRESS")]
    to: String,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl CheckMail {
    /// Sends the mail and says what happened.
    pub fn run(self) -> Result<Found, Failure> {
        let id = format!("{}@assay.invalid", HEXLOWER.encode(&world::random::<16>()?));
        let mail = test_mail(id, &self.to, "Assay", "assay check-mail");
        runtime()?.block_on(async {
            let Some(post) = self.mail.post()? else {
                return Err(Failure::unusable(
                    "nothing says how to send mail",
                    "say how, as for `assay serve`: --mail smtps://USER:PASSWORD@HOST",
                ));
            };
            match post.send(&mail).await {
                Ok(()) => match self.format {
                    ReportFormat::Text => rim::print(&format!(
                        "The mail to {} was accepted, as <{}>. Check whether it arrives, and not in a spam \
                         folder.\n",
                        rim::harmless(&mail.to),
                        mail.id
                    ))?,
                    ReportFormat::Json => {
                        let report =
                            serde_json::json!({ "sent": true, "to": mail.to, "message_id": mail.id });
                        rim::print_json(&report)?;
                    }
                },
                Err(NotSent::Later(why)) => {
                    return Err(Failure::World(anyhow::anyhow!("the mail did not leave: {why}")));
                }
                Err(NotSent::Never(why)) => {
                    return Err(Failure::unusable(
                        format!("the mail did not leave: {why}"),
                        "check --to and --mail-from; the server says why it refuses",
                    ));
                }
            }
            Ok(Found::Nothing)
        })
    }
}
