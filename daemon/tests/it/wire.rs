//! Protobuf as it lies in a file, read just far enough to change one field of it. What is not changed is
//! written back byte for byte, whatever it means.

/// Fields in their order, each with its number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message(Vec<(u64, Field)>);

#[derive(Clone, Debug)]
pub(crate) enum Field {
    Number(u64),
    /// Text, bytes, packed numbers or a message.
    Bytes(Vec<u8>),
    /// Of four or eight bytes.
    Fixed(Vec<u8>),
}

impl Message {
    pub(crate) fn read(mut bytes: &[u8]) -> Self {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let tag = varint(&mut bytes);
            let field = match tag & 7 {
                0 => Field::Number(varint(&mut bytes)),
                1 => Field::Fixed(take(&mut bytes, 8)),
                2 => {
                    let len = varint(&mut bytes).try_into().unwrap();
                    Field::Bytes(take(&mut bytes, len))
                }
                5 => Field::Fixed(take(&mut bytes, 4)),
                wire => panic!("wire type {wire}"),
            };
            fields.push((tag >> 3, field));
        }
        Self(fields)
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (number, field) in &self.0 {
            match field {
                Field::Number(value) => {
                    put(&mut out, number << 3);
                    put(&mut out, *value);
                }
                Field::Bytes(bytes) => {
                    put(&mut out, number << 3 | 2);
                    put(&mut out, bytes.len() as u64);
                    out.extend_from_slice(bytes);
                }
                Field::Fixed(bytes) => {
                    put(&mut out, number << 3 | if bytes.len() == 4 { 5 } else { 1 });
                    out.extend_from_slice(bytes);
                }
            }
        }
        out
    }

    /// Whether one of the fields of this number is this text.
    pub(crate) fn says(&self, number: u64, text: &str) -> bool {
        self.bytes_of(number).any(|bytes| bytes == text.as_bytes())
    }

    /// Changes the first message of this number of which that is true.
    pub(crate) fn change(
        &mut self,
        number: u64,
        is: impl Fn(&Self) -> bool,
        change: impl FnOnce(&mut Self),
    ) {
        for (_, field) in self.0.iter_mut().filter(|(of, _)| *of == number) {
            let Field::Bytes(bytes) = field else { continue };
            let mut inner = Self::read(bytes);
            if is(&inner) {
                change(&mut inner);
                *bytes = inner.write();
                return;
            }
        }
        panic!("no such message among those of field {number}");
    }

    /// These, and nothing else, are the fields of this number.
    pub(crate) fn set(&mut self, number: u64, fields: impl IntoIterator<Item = Field>) {
        self.0.retain(|(of, _)| *of != number);
        self.0.extend(fields.into_iter().map(|field| (number, field)));
    }

    /// One more field, after all others.
    pub(crate) fn push(&mut self, number: u64, field: Field) {
        self.0.push((number, field));
    }

    pub(crate) fn bytes_of(&self, number: u64) -> impl Iterator<Item = &[u8]> {
        self.0.iter().filter_map(move |(of, field)| match field {
            Field::Bytes(bytes) if *of == number => Some(bytes.as_slice()),
            Field::Bytes(_) | Field::Number(_) | Field::Fixed(_) => None,
        })
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Field::Bytes(text.as_bytes().to_vec())
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    value
}

fn take(bytes: &mut &[u8], len: usize) -> Vec<u8> {
    let (taken, rest) = bytes.split_at(len);
    *bytes = rest;
    taken.to_vec()
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}
