//! What the product says, before any language: a code and its arguments.
//!
//! Decisions are kept and compared as this, never as sentences: a better wording changes no plan and no
//! record, and another language needs no second run. Sentences are made of it where people read.
//!
//! The JSON is canonical, so that it can be hashed: arguments stand in the order of their names, and each
//! says what it is. What people wrote themselves is an argument; no argument is a sentence of ours.
//!
//! ```
//! use assay_kernel::{Arg, Said, date};
//! let said = Said::of("reason.expired").with("last", date(2026, 3, 10));
//! let said = said.with("title", Arg::title("CloudOps"));
//! let json = serde_json::to_string(&said).unwrap();
//! assert_eq!(
//!     json,
//!     r#"{"code":"reason.expired","args":{"last":{"day":"2026-03-10"},"title":{"title":"CloudOps"}}}"#
//! );
//! assert_eq!(serde_json::from_str::<Said>(&json).unwrap(), said);
//! ```

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use crate::{CertificationCode, Date, ExamCode, Instant, Period, Validity};

/// Arguments of one saying, at most: no sentence names more, and a stored one is read back.
const ARGS_MAX: usize = 32;

/// A code and its arguments: a sentence before any language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    /// What is said; stable.
    pub code: Code,
    /// Of what it is said.
    #[serde(default)]
    pub args: Args,
}

/// The stable name of something that is said, e.g. `reason.expired`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl From<&'static str> for Code {
    fn from(code: &'static str) -> Self {
        Code(Cow::Borrowed(code))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The arguments of something that is said, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Args(Vec<(Cow<'static, str>, Arg)>);

impl Args {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The argument of a name.
    pub fn get(&self, name: &str) -> Option<&Arg> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, arg)| arg)
    }

    /// All of them, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arg)> {
        self.0.iter().map(|(name, arg)| (name.as_ref(), arg))
    }

    /// Sets an argument; a second one of the same name replaces the first.
    fn set(&mut self, name: Cow<'static, str>, arg: Arg) {
        // The few of a sentence mostly come in order: from the end it is one comparison.
        let place = self.0.iter().rposition(|(known, _)| *known <= name);
        match place.and_then(|place| self.0.get_mut(place)) {
            Some((known, old)) if *known == name => *old = arg,
            _ => self.0.insert(place.map_or(0, |place| place + 1), (name, arg)),
        }
    }
}

/// An argument, with what it is: whoever renders it needs to know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A civil day.
    Day(Date),
    /// An instant.
    At(Instant),
    /// How many.
    Count(u64),
    /// A calendar duration.
    Period(Period),
    /// An exam version.
    Exam(ExamCode),
    /// A certification, by its code.
    Certification(CertificationCode),
    /// A title that the programme gave something.
    Title(String),
    /// People's own words, and names from files.
    Text(String),
    /// Several.
    List(Vec<Arg>),
    /// Something that is said within.
    Said(Said),
}

impl Arg {
    /// A title of the programme.
    pub fn title(title: &str) -> Self {
        Arg::Title(title.to_owned())
    }

    /// People's own words, or a name from a file.
    pub fn text(text: impl Into<String>) -> Self {
        Arg::Text(text.into())
    }

    /// Several of a kind.
    pub fn list<T: Into<Arg>>(parts: impl IntoIterator<Item = T>) -> Self {
        Arg::List(parts.into_iter().map(Into::into).collect())
    }
}

impl Said {
    /// Says something without arguments.
    pub fn of(code: &'static str) -> Self {
        Said { code: code.into(), args: Args::default() }
    }

    /// With an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.set(Cow::Borrowed(name), arg.into());
        self
    }

    /// With an argument where there is one.
    #[must_use]
    pub fn maybe(self, name: &'static str, arg: Option<impl Into<Arg>>) -> Self {
        match arg {
            Some(arg) => self.with(name, arg),
            None => self,
        }
    }
}

macro_rules! arg {
    ($($from:ty => $kind:ident $(via $how:expr)?),+ $(,)?) => {
        $(impl From<$from> for Arg {
            fn from(value: $from) -> Self {
                arg!(@ $kind value $($how)?)
            }
        })+
    };
    (@ $kind:ident $value:ident) => { Arg::$kind($value) };
    (@ $kind:ident $value:ident $how:expr) => { Arg::$kind($how($value)) };
}

arg! {
    Date => Day,
    Instant => At,
    Period => Period,
    Said => Said,
    u32 => Count via u64::from,
    u64 => Count,
    &ExamCode => Exam via Clone::clone,
    &CertificationCode => Certification via Clone::clone,
}

impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Arg::Count(u64::try_from(n).unwrap_or(u64::MAX))
    }
}

impl From<Validity> for Arg {
    fn from(validity: Validity) -> Self {
        match validity {
            Validity::For(period) => Arg::Period(period),
            Validity::Unlimited => Arg::Said(Said::of("period.without-end")),
        }
    }
}

impl<T: Into<Arg>> From<Vec<T>> for Arg {
    fn from(parts: Vec<T>) -> Self {
        Arg::list(parts)
    }
}

impl Serialize for Args {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Args {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;

        impl<'de> Visitor<'de> for Named {
            type Value = Args;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("arguments by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Args, A::Error> {
                let mut args = Args::default();
                while let Some((name, arg)) = map.next_entry::<String, Arg>()? {
                    args.set(Cow::Owned(name), arg);
                    if args.0.len() > ARGS_MAX {
                        return Err(serde::de::Error::custom("more arguments than anything said has"));
                    }
                }
                Ok(args)
            }
        }

        deserializer.deserialize_map(Named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn what_is_said_is_the_same_in_whatever_order_its_arguments_came() {
        let one = Said::of("x").with("b", 2_u32).with("a", date(2026, 1, 2)).with("c", Arg::text("ü"));
        let other = Said::of("x").with("c", Arg::text("ü")).with("b", 1_u32).with("a", date(2026, 1, 2));
        assert_ne!(one, other);
        let other = other.with("b", 2_u32);
        assert_eq!(one, other);
        assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
    }

    #[test]
    fn one_saying_has_so_many_arguments_and_no_more() {
        let of = |n: usize| {
            let args: Vec<String> = (0..n).map(|n| format!(r#""a{n}":{{"count":{n}}}"#)).collect();
            serde_json::from_str::<Said>(&format!(r#"{{"code":"x","args":{{{}}}}}"#, args.join(",")))
        };
        assert_eq!(of(ARGS_MAX).unwrap().args.iter().count(), ARGS_MAX);
        assert!(of(ARGS_MAX + 1).unwrap_err().to_string().contains("more arguments"));
    }

    #[test]
    fn every_kind_of_argument_is_read_back_as_it_was_written() {
        let within = Said::of("within").maybe("none", None::<Date>).maybe("some", Some(7_u64));
        let args = [
            Arg::Day(date(2026, 1, 2)),
            Arg::At(Instant::UNIX_EPOCH),
            Arg::Count(u64::MAX),
            Arg::Period(Period::parse("P1Y3D").unwrap()),
            Validity::Unlimited.into(),
            Arg::Exam("SOA-C03".into()),
            Arg::Certification("sysops".into()),
            Arg::title("SysOps"),
            Arg::text("“quoted” \n and more"),
            Arg::list([1_u32, 2]),
            Arg::Said(within),
        ];
        for arg in args {
            let json = serde_json::to_string(&arg).unwrap();
            assert_eq!(serde_json::from_str::<Arg>(&json).unwrap(), arg, "{json}");
        }
        assert!(serde_json::from_str::<Arg>(r#"{"period":"P-1D"}"#).is_err());
    }
}
