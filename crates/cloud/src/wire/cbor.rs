//! CBOR (RFC 8949), as far as the provider's RPC protocol uses it.
//!
//! Own: the kept readers are general, need a derive per type, and leave the nesting to the caller. Read are
//! all well-formed items up to a depth; written is definite length only, with times as tag 1.

use super::item::Item;
use crate::{call::Fault, model::NESTING_MAX};

/// Reads one item that is the whole body.
pub(super) fn read(body: &[u8]) -> Result<Item, Fault> {
    if body.is_empty() {
        return Ok(Item::Map(Vec::new()));
    }
    let mut reader = Bytes { rest: body };
    let item = reader.item(0).filter(|_| reader.rest.is_empty());
    item.ok_or_else(|| Fault::sender("SerializationException", "The body is no CBOR."))
}

struct Bytes<'a> {
    rest: &'a [u8],
}

/// What ends an item of indefinite length.
const BREAK: u8 = 0xff;

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self, length: usize) -> Option<u64> {
        Some(self.take(length)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    /// The argument of an initial byte; `None` inside is an indefinite length.
    fn argument(&mut self, short: u8) -> Option<Option<u64>> {
        Some(match short {
            0..=23 => Some(u64::from(short)),
            24 => Some(self.number(1)?),
            25 => Some(self.number(2)?),
            26 => Some(self.number(4)?),
            27 => Some(self.number(8)?),
            31 => None,
            _ => return None,
        })
    }

    fn ends(&mut self) -> bool {
        let ends = self.rest.first() == Some(&BREAK);
        if ends {
            self.take(1);
        }
        ends
    }

    fn item(&mut self, depth: usize) -> Option<Item> {
        if depth > NESTING_MAX {
            return None;
        }
        let [first] = *self.take(1)? else { return None };
        let (major, short) = (first >> 5, first & 0x1f);
        if major == 7 {
            return self.simple(short);
        }
        let argument = self.argument(short)?;
        match major {
            0 => i64::try_from(argument?).ok().map(Item::Int),
            1 => i64::try_from(argument?).ok().map(|number| Item::Int(-1 - number)),
            2 => self.chunks(argument, major).map(Item::Bytes),
            3 => String::from_utf8(self.chunks(argument, major)?).ok().map(Item::Text),
            4 => {
                let mut items = Vec::new();
                while argument.map_or_else(|| !self.ends(), |length| (items.len() as u64) < length) {
                    items.push(self.item(depth + 1)?);
                }
                Some(Item::List(items))
            }
            5 => {
                let mut members = Vec::new();
                while argument.map_or_else(|| !self.ends(), |length| (members.len() as u64) < length) {
                    let Item::Text(name) = self.item(depth + 1)? else { return None };
                    members.push((name, self.item(depth + 1)?));
                }
                Some(Item::Map(members))
            }
            _ => match (argument?, self.item(depth + 1)?) {
                #[expect(clippy::cast_precision_loss, reason = "a calendar's seconds stay below 2^53")]
                (1, Item::Int(seconds)) => Some(Item::Time(seconds as f64)),
                (1, Item::Float(seconds)) => Some(Item::Time(seconds)),
                (1, _) => None,
                (_, item) => Some(item),
            },
        }
    }

    fn chunks(&mut self, length: Option<u64>, major: u8) -> Option<Vec<u8>> {
        if let Some(length) = length {
            return self.take(usize::try_from(length).ok()?).map(<[u8]>::to_vec);
        }
        let mut bytes = Vec::new();
        while !self.ends() {
            let [first] = *self.take(1)? else { return None };
            let length = self.argument(first & 0x1f)?.filter(|_| first >> 5 == major)?;
            bytes.extend(self.take(usize::try_from(length).ok()?)?);
        }
        Some(bytes)
    }

    fn simple(&mut self, short: u8) -> Option<Item> {
        Some(match short {
            20 => Item::Bool(false),
            21 => Item::Bool(true),
            22 | 23 => Item::Null,
            25 => Item::Float(half(u16::try_from(self.number(2)?).ok()?)),
            26 => Item::Float(f32::from_bits(u32::try_from(self.number(4)?).ok()?).into()),
            27 => Item::Float(f64::from_bits(self.number(8)?)),
            _ => return None,
        })
    }
}

/// A number of 16 bits (RFC 8949, appendix D).
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from((bits >> 10) & 0x1f), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (fraction + 1024.0) * 2f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

/// The bytes of an item.
pub(super) fn written(item: &Item) -> Vec<u8> {
    let mut to = Vec::new();
    write(item, &mut to);
    to
}

fn write(item: &Item, to: &mut Vec<u8>) {
    match item {
        Item::Null => to.push(0xf6),
        Item::Bool(yes) => to.push(if *yes { 0xf5 } else { 0xf4 }),
        Item::Int(number) => match u64::try_from(*number) {
            Ok(number) => head(0, number, to),
            Err(_) => head(1, number.unsigned_abs() - 1, to),
        },
        Item::Float(number) => {
            to.push(0xfb);
            to.extend(number.to_be_bytes());
        }
        Item::Time(seconds) => {
            head(6, 1, to);
            write(&Item::Float(*seconds), to);
        }
        Item::Bytes(bytes) => {
            head(2, bytes.len() as u64, to);
            to.extend(bytes);
        }
        Item::Text(text) => {
            head(3, text.len() as u64, to);
            to.extend(text.as_bytes());
        }
        Item::List(items) => {
            head(4, items.len() as u64, to);
            items.iter().for_each(|item| write(item, to));
        }
        Item::Map(members) => {
            head(5, members.len() as u64, to);
            for (name, item) in members {
                write(&Item::Text(name.clone()), to);
                write(item, to);
            }
        }
    }
}

fn head(major: u8, argument: u64, to: &mut Vec<u8>) {
    let bytes = argument.to_be_bytes();
    let (short, length) = match argument {
        0..=23 => (bytes.last().copied().unwrap_or(0), 0),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    to.push((major << 5) | short);
    to.extend(bytes.iter().skip(8 - length));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items() -> impl Strategy<Value = Item> {
        let leaf = prop_oneof![
            Just(Item::Null),
            any::<bool>().prop_map(Item::Bool),
            any::<i64>().prop_map(Item::Int),
            (-1e12..1e12).prop_map(Item::Float),
            (-1e9..1e9).prop_map(Item::Time),
            ".*".prop_map(Item::Text),
            proptest::collection::vec(any::<u8>(), 0..300).prop_map(Item::Bytes),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Item::List),
                proptest::collection::vec((".*", inner), 0..6).prop_map(Item::Map),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(item in items()) {
            prop_assert_eq!(read(&written(&item)).unwrap(), item);
        }

        #[test]
        fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn the_standards_own_examples_are_read() {
        assert_eq!(read(&[0xf9, 0x3e, 0x00]).unwrap(), Item::Float(1.5));
        assert_eq!(read(&[0xf9, 0xc4, 0x00]).unwrap(), Item::Float(-4.0));
        assert_eq!(read(&[0x9f, 0x01, 0x82, 0x02, 0x03, 0xff]).unwrap(), {
            Item::List(vec![Item::Int(1), Item::List(vec![Item::Int(2), Item::Int(3)])])
        });
        assert_eq!(read(&[0x7f, 0x61, b'a', 0x61, b'b', 0xff]).unwrap(), Item::Text("ab".to_owned()));
        assert_eq!(read(&[0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0]).unwrap(), Item::Time(1_363_896_240.0));
    }

    #[test]
    fn a_length_that_lies_and_nesting_without_end_are_refused() {
        assert!(read(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_err());
        assert!(read(&[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_err());
        assert!(read(&vec![0x81; 100_000]).is_err());
    }
}
