//! How a column becomes a type: one place, for both databases.
//!
//! Both hold the same plain values (the first migration's head says which). A type says once what it is made
//! of, and then stands in records as itself; `Option<Ms>` is a column that may be NULL. Types of elsewhere,
//! which cannot be given a trait of sqlx here, come by `#[sqlx(try_from = "…")]` from a plain value, from
//! [`Flag`] or from [`Maybe`]. What cannot be read is an error that names the column and what stands there;
//! nothing is ever taken for something else.

use std::ops::Deref;

use assay_kernel::{Date, Instant};
use sqlx::{Database, Decode, Type, error::BoxDynError};

/// Reads what a column holds, and makes of it what it stands for.
pub(crate) fn read<'r, DB, Plain, T>(value: DB::ValueRef<'r>) -> Result<T, BoxDynError>
where
    DB: Database,
    Plain: Decode<'r, DB>,
    T: TryFrom<Plain, Error: Into<BoxDynError>>,
{
    T::try_from(Plain::decode(value)?).map_err(Into::into)
}

/// A type stands in columns as a plain one, of which it is made by its `TryFrom`.
macro_rules! column {
    ($type:ty, $plain:ty) => {
        impl<DB: ::sqlx::Database> ::sqlx::Type<DB> for $type
        where
            $plain: ::sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <$plain as ::sqlx::Type<DB>>::type_info()
            }

            fn compatible(info: &DB::TypeInfo) -> bool {
                <$plain as ::sqlx::Type<DB>>::compatible(info)
            }
        }

        impl<'r, DB: ::sqlx::Database> ::sqlx::Decode<'r, DB> for $type
        where
            $plain: ::sqlx::Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, ::sqlx::error::BoxDynError> {
                $crate::column::read::<DB, $plain, _>(value)
            }
        }
    };
}
pub(crate) use column;

/// An enum whose variants stand in a column as words. `pub enum State in "table.column" { Open = "open", }`.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident in $column:literal { $($(#[$said:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$said])* $variant,)*
        }

        impl $name {
            /// The word that stands in the column.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::column::UnknownWord;

            fn try_from(word: String) -> Result<Self, Self::Error> {
                match word.as_str() {
                    $($word => Ok($name::$variant),)*
                    _ => Err($crate::column::UnknownWord::new($column, &word, &[$($word),*])),
                }
            }
        }

        $crate::column::column!($name, String);
    };
}
pub(crate) use words;

/// Letters of an unknown word that are given back in a message.
const SHOWN_MAX: usize = 40;

/// A word that this release does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{column} says `{word}`, which this release does not know; it knows {known}")]
pub struct UnknownWord {
    column: &'static str,
    word: String,
    known: String,
}

impl UnknownWord {
    pub(crate) fn new(column: &'static str, word: &str, known: &[&str]) -> Self {
        UnknownWord { column, word: word.chars().take(SHOWN_MAX).collect(), known: known.join(", ") }
    }
}

/// An instant as rows hold it: milliseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ms(pub Instant);

column!(Ms, i64);

impl TryFrom<i64> for Ms {
    type Error = jiff::Error;

    fn try_from(ms: i64) -> Result<Self, jiff::Error> {
        Instant::from_millisecond(ms).map(Ms)
    }
}

impl Deref for Ms {
    type Target = Instant;

    fn deref(&self) -> &Instant {
        &self.0
    }
}

/// A civil date as rows hold it: ISO text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

column!(Day, String);

impl TryFrom<String> for Day {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse().map(Day)
    }
}

impl Deref for Day {
    type Target = Date;

    fn deref(&self) -> &Date {
        &self.0
    }
}

/// What decides the order of options; a column has no unsigned number, and holds its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

column!(Seed, i64);

impl From<i64> for Seed {
    fn from(bits: i64) -> Self {
        Seed(bits.cast_unsigned())
    }
}

/// A `bool` as rows hold it: 1 or 0.
pub(crate) struct Flag(bool);

column!(Flag, i64);

impl TryFrom<i64> for Flag {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        match number {
            0 => Ok(Flag(false)),
            1 => Ok(Flag(true)),
            other => Err(format!("{other} is neither 0 nor 1")),
        }
    }
}

impl From<Flag> for bool {
    fn from(flag: Flag) -> bool {
        flag.0
    }
}

/// A type of elsewhere in a column of text that may be NULL: `#[sqlx(try_from = "Maybe<ExamCode>")]`.
pub(crate) struct Maybe<T>(Option<T>);

impl<DB: Database, T> Type<DB> for Maybe<T>
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <String as Type<DB>>::type_info()
    }

    fn compatible(info: &DB::TypeInfo) -> bool {
        <String as Type<DB>>::compatible(info)
    }
}

impl<'r, DB: Database, T: TryFrom<String, Error: Into<BoxDynError>>> Decode<'r, DB> for Maybe<T>
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = Option::<String>::decode(value)?;
        Ok(Maybe(text.map(T::try_from).transpose().map_err(Into::into)?))
    }
}

impl<T> From<Maybe<T>> for Option<T> {
    fn from(maybe: Maybe<T>) -> Option<T> {
        maybe.0
    }
}
