//! Thrift's compact protocol, as far as a footer of Parquet takes it.

/// Kinds of fields.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
/// A list longer than this says its length behind its head.
const SHORT_MAX: usize = 14;

/// A struct in the making.
#[derive(Default)]
pub(super) struct ThriftStruct {
    bytes: Vec<u8>,
    last: u8,
}

impl ThriftStruct {
    /// Fields come in the order of their numbers, none more than fifteen after the one before.
    fn head(&mut self, field: u8, kind: u8) {
        self.bytes.push(field.wrapping_sub(self.last) << 4 | kind);
        self.last = field;
    }

    pub(super) fn whole(mut self, field: u8, value: i32) -> Self {
        self.head(field, I32);
        varint(&mut self.bytes, zigzag(i64::from(value)));
        self
    }

    pub(super) fn long(mut self, field: u8, value: i64) -> Self {
        self.head(field, I64);
        varint(&mut self.bytes, zigzag(value));
        self
    }

    pub(super) fn truth(mut self, field: u8, value: bool) -> Self {
        self.head(field, if value { 1 } else { 2 });
        self
    }

    pub(super) fn text(mut self, field: u8, value: &str) -> Self {
        self.head(field, BINARY);
        binary(&mut self.bytes, value);
        self
    }

    pub(super) fn inner(mut self, field: u8, value: ThriftStruct) -> Self {
        self.head(field, STRUCT);
        self.bytes.extend(value.end());
        self
    }

    pub(super) fn structs(mut self, field: u8, values: Vec<ThriftStruct>) -> Self {
        self.list(field, STRUCT, values.len());
        self.bytes.extend(values.into_iter().flat_map(ThriftStruct::end));
        self
    }

    pub(super) fn wholes(mut self, field: u8, values: &[i32]) -> Self {
        self.list(field, I32, values.len());
        for value in values {
            varint(&mut self.bytes, zigzag(i64::from(*value)));
        }
        self
    }

    pub(super) fn texts(mut self, field: u8, values: &[&str]) -> Self {
        self.list(field, BINARY, values.len());
        for value in values {
            binary(&mut self.bytes, value);
        }
        self
    }

    fn list(&mut self, field: u8, kind: u8, len: usize) {
        self.head(field, LIST);
        match u8::try_from(len) {
            Ok(short) if len <= SHORT_MAX => self.bytes.push(short << 4 | kind),
            _ => {
                self.bytes.push(0xf0 | kind);
                varint(&mut self.bytes, len as u64);
            }
        }
    }

    /// The bytes of the whole struct.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn binary(bytes: &mut Vec<u8>, value: &str) {
    varint(bytes, value.len() as u64);
    bytes.extend_from_slice(value.as_bytes());
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Seven bits a byte, the lowest first.
pub(super) fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
