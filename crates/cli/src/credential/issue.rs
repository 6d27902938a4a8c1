//! `assay credential issue`: a signed badge for each line of a file of awards.
//!
//! Every line is judged before the first file is written: a faulty line leaves nothing half done.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::PathBuf,
};

use assay_app::{BadgeFacts, Clock, badge_input};
use assay_credential::{
    BadgeInput, ControllerKey, HashedEmail, SigningKey, Subject, badge, controller, jwt, proof,
};
use assay_kernel::{Date, ExamCode};
use assay_programme::model::{Earned, Programme};
use assay_standing::{CredentialStanding, Event, Happening, Rules};
use assay_words::InEnglish;
use clap::{Args, ValueEnum};
use data_encoding::HEXLOWER;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::key::read_key;
use crate::{
    files::{read_programme, read_text, write_new},
    history::without_line,
    installation::origin,
    outcome::{Failure, Found},
    rim,
    world::{self, SystemClock},
};

/// Awards of one file: a year of a large body; each gives a file.
const AWARDS_MAX: usize = 100_000;
/// Bytes of that file.
const INPUT_BYTES_MAX: usize = 64 << 20;
/// Characters of a person's id, which becomes a file name.
const PERSON_CHARS_MAX: usize = 128;
/// The issuer's document stands beside the badges under this name.
const ISSUER: &str = "issuer";

/// How a badge is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Securing {
    /// JSON with an embedded proof (eddsa-rdfc-2022).
    Json,
    /// A compact JWS (EdDSA).
    Jwt,
}

impl Securing {
    fn ending(self) -> &'static str {
        match self {
            Securing::Json => "json",
            Securing::Jwt => "jwt",
        }
    }
}

/// The arguments of `issue`.
#[derive(Debug, Args)]
pub struct Issue {
    /// The folder that holds programme.toml
    #[arg(long)]
    programme: PathBuf,
    /// The signing key, from `assay credential keygen`
    #[arg(long)]
    key: PathBuf,
    /// The issuer's https URL, where issuer.json will be served
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// JSON lines, one award each
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    /// The folder for the badges and issuer.json
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How each badge is secured
    #[arg(long, value_enum, default_value_t = Securing::Json)]
    format: Securing,
}

/// One line of the input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Award {
    person: String,
    exam: ExamCode,
    #[serde(deserialize_with = "assay_kernel::day::deserialize")]
    awarded_on: Date,
    /// Identifies the holder by a salted hash instead of the person's id.
    email: Option<String>,
}

/// An award that was judged: what the badge says, and the name of its file.
struct JudgedAward {
    name: String,
    number: usize,
    input: BadgeInput,
}

impl Issue {
    /// Judges all lines, then signs and writes.
    pub fn run(self) -> Result<Found, Failure> {
        let programme = read_programme(&self.programme)?;
        let base = origin(&self.issuer)?;
        let key = read_key(&self.key)?;
        let text = read_text(&self.input, INPUT_BYTES_MAX)?;
        let judged = self.judge(&programme, &base, &text)?;
        let document = self.issuer_document(&key)?;
        self.refuse_existing(&judged)?;
        fs::create_dir_all(&self.out).map_err(|error| Failure::writing(&self.out, error))?;
        let issuer = self.out.join(format!("{ISSUER}.json"));
        if !issuer.exists() {
            write_new(&issuer, document.as_bytes())?;
        }
        let method = controller::method_id(&self.issuer, &key.public_key());
        let created = SystemClock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        for award in &judged {
            let signed = self.sign(award, &method, &created, &key)?;
            write_new(&self.path_of(&award.name), signed.as_bytes())?;
        }
        let badges = rim::count(judged.len(), "badge");
        rim::say(format_args!("{badges} and issuer.json are in {}", self.out.display()));
        rim::say(format_args!("serve issuer.json at {}, so that others can verify them", self.issuer));
        Ok(Found::Nothing)
    }

    fn path_of(&self, name: &str) -> PathBuf {
        self.out.join(format!("{name}.{}", self.format.ending()))
    }

    fn judge(&self, programme: &Programme, base: &str, text: &str) -> Result<Vec<JudgedAward>, Failure> {
        let shown = self.input.display();
        let zone = TimeZone::get(&programme.zone).map_err(|_| {
            let message = format!("`{}` is not a time zone", programme.zone);
            Failure::unusable(message, "write an IANA name such as UTC in programme.toml")
        })?;
        let judge = AwardJudge {
            programme,
            rules: Rules::new(programme),
            zone,
            base,
            issuer: &self.issuer,
            format: self.format,
        };
        let mut names = Names::default();
        let (mut judged, mut bad) = (Vec::new(), 0);
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let number = index + 1;
            if judged.len() + bad == AWARDS_MAX {
                let message = format!("{shown} has more than {AWARDS_MAX} awards");
                return Err(Failure::unusable(message, "split it into several files and folders"));
            }
            match judge.line(line, &mut names) {
                Ok((name, input)) => judged.push(JudgedAward { name, number, input }),
                Err(text) => {
                    bad += 1;
                    rim::say(format_args!("{shown}:{number}: {text}"));
                }
            }
        }
        if bad > 0 {
            let message =
                format!("{} of {shown} cannot be used; nothing was issued", rim::count(bad, "line"));
            let example = r#"{"person":"p1","exam":"SOA-C03","awarded_on":"2026-01-15"}"#;
            return Err(Failure::unusable(message, format!("write one award a line, like {example}")));
        }
        Ok(judged)
    }

    /// The issuer's document; one of another key in the same folder would make its badges fail.
    fn issuer_document(&self, key: &SigningKey) -> Result<String, Failure> {
        let keys = [ControllerKey { key: key.public_key(), trusted: true }];
        let document = controller::controller_document(&self.issuer, &keys);
        let text = format!("{}\n", serde_json::to_string_pretty(&document)?);
        let path = self.out.join(format!("{ISSUER}.json"));
        if path.exists() && read_text(&path, INPUT_BYTES_MAX)? != text {
            let message = format!("{} is of another issuer or key", path.display());
            return Err(Failure::unusable(message, "name another folder with --out"));
        }
        Ok(text)
    }

    fn refuse_existing(&self, judged: &[JudgedAward]) -> Result<(), Failure> {
        let mut paths = judged.iter().map(|award| self.path_of(&award.name));
        match paths.find(|path| path.exists()) {
            Some(path) => Err(Failure::unusable(
                format!("{} exists already and is not overwritten; nothing was issued", path.display()),
                "name another folder with --out",
            )),
            None => Ok(()),
        }
    }

    fn sign(
        &self,
        award: &JudgedAward,
        method: &str,
        created: &str,
        key: &SigningKey,
    ) -> Result<String, Failure> {
        let line = format!("{}:{}", self.input.display(), award.number);
        let unusable = |error: &dyn std::fmt::Display| Failure::unusable(format!("{line}: {error}"), "");
        let unsigned = badge::build(&award.input).map_err(|error| unusable(&error))?;
        if self.format == Securing::Jwt {
            return jwt::sign(&unsigned, method, key)
                .map(|text| text + "\n")
                .map_err(|error| unusable(&error));
        }
        let prepared = proof::prepare(&unsigned, method, created).map_err(|error| unusable(&error))?;
        let signed = proof::sign(&prepared, key).map_err(|error| Failure::world("signing failed", error))?;
        Ok(format!("{}\n", serde_json::to_string_pretty(&signed)?))
    }
}

/// What awards are judged by.
struct AwardJudge<'a> {
    programme: &'a Programme,
    rules: Rules<'a>,
    zone: TimeZone,
    base: &'a str,
    issuer: &'a str,
    format: Securing,
}

impl AwardJudge<'_> {
    fn line(&self, line: &str, names: &mut Names) -> Result<(String, BadgeInput), String> {
        let award: Award =
            serde_json::from_str(line).map_err(|error| format!("not an award: {}", without_line(&error)))?;
        if self.format == Securing::Jwt && award.email.is_some() {
            return Err("a JWT names its holder by id: leave `email` out, or use --format json".to_owned());
        }
        let held = self.held(&award)?;
        let subject = match &award.email {
            Some(email) => Subject { email: Some(HashedEmail::new(email, &salt()?)), ..Subject::default() },
            None => {
                let id = format!("urn:assay:person:{}", award.person);
                Subject { id: Some(id), ..Subject::default() }
            }
        };
        let name = names.take(&award.person)?;
        let facts = BadgeFacts {
            base_url: self.base,
            id: &format!("urn:uuid:{}", uuid()?),
            certification: held.credential.as_str(),
            exam: Some(award.exam.as_str()),
            subject,
            awarded_on: held.earned_on,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            // A badge made from files has no server that could be asked.
            status: None,
        };
        let mut input = badge_input(self.programme, &self.zone, &facts).map_err(|error| error.to_string())?;
        self.issuer.clone_into(&mut input.issuer.id);
        badge::build(&input).map_err(|error| error.to_string())?;
        Ok((name, input))
    }

    /// What a pass on that day earns, by the policy of that day.
    fn held(&self, award: &Award) -> Result<CredentialStanding, String> {
        let Some(exam) = self.programme.exam(award.exam.as_str()) else {
            let known: Vec<&str> = self.programme.exams.iter().map(|exam| exam.code.as_str()).collect();
            return Err(format!("there is no exam version `{}`; there are {}", award.exam, known.join(", ")));
        };
        let pass = Happening::Pass { what: Earned::Exam(award.exam.clone()) };
        let standing = self.rules.standing(&[Event::new(award.awarded_on, pass)], award.awarded_on);
        if let Some(held) = standing.credential(exam.certification.as_str()) {
            return Ok(held.clone());
        }
        let why = standing.unused.first().map(|reason| reason.said.text());
        Err(why.unwrap_or_else(|| "a pass on that day earns nothing".to_owned()))
    }
}

/// The names of the files, each given once: `p1`, `p1-2`.
#[derive(Default)]
struct Names {
    awards: HashMap<String, usize>,
    taken: HashSet<String>,
}

impl Names {
    fn take(&mut self, person: &str) -> Result<String, String> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        if person.is_empty() || person.starts_with('.') || !person.chars().all(plain) {
            return Err("`person` becomes a file name: use only letters, digits, `.`, `_` and `-`".to_owned());
        }
        if person.len() > PERSON_CHARS_MAX {
            return Err(format!("`person` becomes a file name: use at most {PERSON_CHARS_MAX} characters"));
        }
        if person == ISSUER {
            return Err(format!("`{ISSUER}` is the name of the issuer's own file; use another id"));
        }
        let count = self.awards.entry(person.to_owned()).or_default();
        *count += 1;
        let name = if *count == 1 { person.to_owned() } else { format!("{person}-{count}") };
        if !self.taken.insert(name.clone()) {
            return Err(format!(
                "two badges would be called `{name}`; issue one of them into another folder"
            ));
        }
        Ok(name)
    }
}

/// 128 random bits as text (OB 3.0, section 9.3).
fn salt() -> Result<String, String> {
    Ok(HEXLOWER
        .encode(&world::random::<16>().map_err(|_| "no salt: the operating system gave no random bytes")?))
}

/// A random UUID (RFC 9562, section 5.4).
fn uuid() -> Result<String, String> {
    let mut bytes: [u8; 16] =
        world::random().map_err(|_| "no id: the operating system gave no random bytes")?;
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let mut text = HEXLOWER.encode(&bytes);
    for place in [20, 16, 12, 8] {
        text.insert(place, '-');
    }
    Ok(text)
}
