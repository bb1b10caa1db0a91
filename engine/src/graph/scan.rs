//! A walk over a file's bytes before anything is decoded: what would decoding it take?
//!
//! Two bytes can stand for a whole empty message, so a small file can ask for a lot of memory. The walk
//! adds up what the decoded messages would take, and stops at a limit. It also finds what is not declared
//! in `proto`. Nothing is allocated here.

use super::error::{GraphError, Shown, at_most};
use super::proto;

/// What the decoded messages may take, weights in `raw_data` aside: those are not copied.
pub(crate) const DECODED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Messages inside each other; the decoder itself stops at 100.
pub(crate) const MESSAGE_DEPTH_MAX: u32 = 60;
/// One name, key, text or attribute string.
pub(crate) const TEXT_BYTES_MAX: u64 = 16 * 1024 * 1024;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) decoded_bytes: u64,
    /// The first field that is not declared, as `Message.number`: it would be lost in writing.
    pub(crate) unknown_field: Option<String>,
}

pub(crate) fn scan(file: &[u8]) -> Result<Scan, GraphError> {
    let mut scan = Scan::default();
    scan.message(Kind::Model, file, 0)?;
    Ok(scan)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Model,
    OperatorSetId,
    Entry,
    Graph,
    Annotation,
    Node,
    Attribute,
    Tensor,
    Segment,
    SparseTensor,
    ValueInfo,
    Type,
    TensorType,
    ElementOf,
    MapType,
    OpaqueType,
    Shape,
    Dimension,
    Training,
    Function,
    Device,
    NodeDevice,
    Sharding,
    IntIntList,
    ShardedDim,
    SimpleSharded,
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Unknown,
    /// One number, part of its message.
    Number,
    /// Many numbers of so many bytes each, packed or not.
    Numbers(usize),
    Text,
    /// Bytes that stay where they are.
    Kept,
    Message(Kind),
}

impl Scan {
    fn message(&mut self, kind: Kind, mut bytes: &[u8], depth: u32) -> Result<(), GraphError> {
        if depth > MESSAGE_DEPTH_MAX {
            let (limit, place) = ("message_depth", "the file".to_owned());
            return Err(GraphError::Limit {
                limit,
                place,
                value: depth.into(),
                max: MESSAGE_DEPTH_MAX.into(),
            });
        }
        self.charge(kind.size())?;
        while !bytes.is_empty() {
            let tag = varint(&mut bytes)?;
            let number = tag >> 3;
            let field = kind.field(number);
            if matches!(field, Field::Unknown) && self.unknown_field.is_none() {
                self.unknown_field = Some(format!("{kind:?}.{number}"));
            }
            match (tag & 7, field) {
                (0, Field::Number | Field::Numbers(_) | Field::Unknown) => {
                    varint(&mut bytes)?;
                    self.charge(size_of::<u64>())?;
                }
                (1, Field::Number | Field::Numbers(_) | Field::Unknown) => {
                    take(&mut bytes, 8)?;
                    self.charge(size_of::<u64>())?;
                }
                (5, Field::Number | Field::Numbers(_) | Field::Unknown) => {
                    take(&mut bytes, 4)?;
                    self.charge(size_of::<u64>())?;
                }
                (2, field) => {
                    let length = varint(&mut bytes)?;
                    let inner = take(&mut bytes, length)?;
                    self.delimited(kind, field, inner, depth)?;
                }
                (wire, _) => {
                    return Err(malformed(format!("{kind:?}.{number} has wire type {wire}")));
                }
            }
        }
        Ok(())
    }

    fn delimited(
        &mut self,
        kind: Kind,
        field: Field,
        inner: &[u8],
        depth: u32,
    ) -> Result<(), GraphError> {
        match field {
            Field::Unknown => Ok(()),
            Field::Number => Err(malformed(format!("{kind:?} has bytes where a number belongs"))),
            // A packed number takes at least one byte of the file.
            Field::Numbers(size) => self.charge(inner.len().saturating_mul(size)),
            Field::Kept => self.charge(size_of::<bytes::Bytes>()),
            Field::Text => {
                at_most("text_bytes", TEXT_BYTES_MAX, inner.len(), || {
                    let start = &inner[..inner.len().min(64)];
                    Shown::new(&String::from_utf8_lossy(start)).to_string()
                })?;
                self.charge(size_of::<bytes::Bytes>() + inner.len())
            }
            Field::Message(kind) => self.message(kind, inner, depth + 1),
        }
    }

    fn charge(&mut self, bytes: usize) -> Result<(), GraphError> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.decoded_bytes = self.decoded_bytes.saturating_add(bytes);
        if self.decoded_bytes <= DECODED_BYTES_MAX {
            return Ok(());
        }
        let (limit, place) = ("decoded_bytes", "the graph without its weights".to_owned());
        Err(GraphError::Limit { limit, place, value: self.decoded_bytes, max: DECODED_BYTES_MAX })
    }
}

impl Kind {
    fn size(self) -> usize {
        match self {
            Self::Model => size_of::<proto::ModelProto>(),
            Self::OperatorSetId => size_of::<proto::OperatorSetIdProto>(),
            Self::Entry => size_of::<proto::StringStringEntryProto>(),
            Self::Graph => size_of::<proto::GraphProto>(),
            Self::Annotation => size_of::<proto::TensorAnnotation>(),
            Self::Node => size_of::<proto::NodeProto>(),
            Self::Attribute => size_of::<proto::AttributeProto>(),
            Self::Tensor => size_of::<proto::TensorProto>(),
            Self::Segment => size_of::<proto::Segment>(),
            Self::SparseTensor => size_of::<proto::SparseTensorProto>(),
            Self::ValueInfo => size_of::<proto::ValueInfoProto>(),
            Self::Type => size_of::<proto::TypeProto>(),
            Self::TensorType => size_of::<proto::TensorType>(),
            Self::ElementOf => size_of::<proto::ElementOf>(),
            Self::MapType => size_of::<proto::MapType>(),
            Self::OpaqueType => size_of::<proto::OpaqueType>(),
            Self::Shape => size_of::<proto::TensorShapeProto>(),
            Self::Dimension => size_of::<proto::Dimension>(),
            Self::Training => size_of::<proto::TrainingInfoProto>(),
            Self::Function => size_of::<proto::FunctionProto>(),
            Self::Device => size_of::<proto::DeviceConfigurationProto>(),
            Self::NodeDevice => size_of::<proto::NodeDeviceConfigurationProto>(),
            Self::Sharding => size_of::<proto::ShardingSpecProto>(),
            Self::IntIntList => size_of::<proto::IntIntListEntryProto>(),
            Self::ShardedDim => size_of::<proto::ShardedDimProto>(),
            Self::SimpleSharded => size_of::<proto::SimpleShardedDimProto>(),
        }
    }

    /// The same numbers as in `proto`.
    fn field(self, number: u64) -> Field {
        use Field::{Kept, Message, Number, Numbers, Text};
        match (self, number) {
            (Self::Model, 1 | 5) => Number,
            (Self::Model, 2..=4 | 6) => Text,
            (Self::Model, 7) => Message(Self::Graph),
            (Self::Model, 8) | (Self::Function, 9) => Message(Self::OperatorSetId),
            (Self::Model | Self::Function, 14)
            | (Self::Graph | Self::Tensor, 16)
            | (Self::Node, 9)
            | (Self::ValueInfo, 4)
            | (Self::Annotation, 2)
            | (Self::Training, 3 | 4)
            | (Self::Tensor, 13) => Message(Self::Entry),
            (Self::Model, 20) => Message(Self::Training),
            (Self::Model, 25) => Message(Self::Function),
            (Self::Model, 26) => Message(Self::Device),
            (Self::OperatorSetId, 1) | (Self::Entry, 1 | 2) => Text,
            (Self::OperatorSetId, 2) => Number,
            (Self::Graph, 1) | (Self::Function, 7) => Message(Self::Node),
            (Self::Graph, 2 | 10) | (Self::Annotation, 1) => Text,
            (Self::Graph, 5) => Message(Self::Tensor),
            (Self::Graph, 11..=13) | (Self::Function, 12) => Message(Self::ValueInfo),
            (Self::Graph, 14) => Message(Self::Annotation),
            (Self::Graph, 15) => Message(Self::SparseTensor),
            (Self::Node, 1..=4 | 6..=8) => Text,
            (Self::Node, 5) | (Self::Function, 11) => Message(Self::Attribute),
            (Self::Node, 10) => Message(Self::NodeDevice),
            (Self::Attribute, 1 | 13 | 21) => Text,
            // Strings of an attribute are not copied, but many short ones still take a place each.
            (Self::Attribute, 4 | 9) => Text,
            (Self::Attribute, 2 | 3 | 20) => Number,
            (Self::Attribute, 5 | 10) => Message(Self::Tensor),
            (Self::Attribute, 6 | 11) => Message(Self::Graph),
            (Self::Attribute, 7) => Numbers(4),
            (Self::Attribute, 8) => Numbers(8),
            (Self::Attribute, 14 | 15) => Message(Self::Type),
            (Self::Attribute, 22 | 23) => Message(Self::SparseTensor),
            (Self::Tensor, 1 | 7 | 11) => Numbers(8),
            (Self::Tensor, 2 | 14) => Number,
            (Self::Tensor, 3) => Message(Self::Segment),
            // Fixed in length: as many bytes in memory as in the file.
            (Self::Tensor, 4 | 10) => Numbers(1),
            (Self::Tensor, 5) => Numbers(4),
            (Self::Tensor, 6 | 8 | 12) => Text,
            (Self::Tensor, 9) => Kept,
            (Self::Segment, 1 | 2) => Number,
            (Self::SparseTensor, 1 | 2) => Message(Self::Tensor),
            (Self::SparseTensor, 3) => Numbers(8),
            (Self::ValueInfo, 1 | 3) => Text,
            (Self::ValueInfo, 2) => Message(Self::Type),
            (Self::Type, 1 | 8) => Message(Self::TensorType),
            (Self::Type, 4 | 9) => Message(Self::ElementOf),
            (Self::Type, 5) => Message(Self::MapType),
            (Self::Type, 6) => Text,
            (Self::Type, 7) => Message(Self::OpaqueType),
            (Self::TensorType | Self::MapType, 1) => Number,
            (Self::TensorType, 2) => Message(Self::Shape),
            (Self::ElementOf, 1) | (Self::MapType, 2) => Message(Self::Type),
            (Self::OpaqueType, 1 | 2) => Text,
            (Self::Shape, 1) => Message(Self::Dimension),
            (Self::Dimension, 1) => Number,
            (Self::Dimension, 2 | 3) => Text,
            (Self::Training, 1 | 2) => Message(Self::Graph),
            (Self::Function, 1 | 4..=6 | 8 | 10 | 13) => Text,
            (Self::Device, 1 | 3) => Text,
            (Self::Device, 2) => Number,
            (Self::NodeDevice, 1) => Text,
            (Self::NodeDevice, 2) => Message(Self::Sharding),
            (Self::NodeDevice, 3) => Number,
            (Self::Sharding, 1) => Text,
            (Self::Sharding, 2) => Numbers(8),
            (Self::Sharding, 3) => Message(Self::IntIntList),
            (Self::Sharding, 4) => Message(Self::ShardedDim),
            (Self::IntIntList, 1) => Number,
            (Self::IntIntList, 2) => Numbers(8),
            (Self::ShardedDim, 1) => Number,
            (Self::ShardedDim, 2) => Message(Self::SimpleSharded),
            (Self::SimpleSharded, 1 | 3) => Number,
            (Self::SimpleSharded, 2) => Text,
            _ => Field::Unknown,
        }
    }
}

fn varint(bytes: &mut &[u8]) -> Result<u64, GraphError> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or_else(cut)?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(malformed("a number has more than ten bytes"))
}

fn take<'a>(bytes: &mut &'a [u8], length: u64) -> Result<&'a [u8], GraphError> {
    let length = usize::try_from(length).map_err(|_| cut())?;
    let (taken, rest) = bytes.split_at_checked(length).ok_or_else(cut)?;
    *bytes = rest;
    Ok(taken)
}

fn cut() -> GraphError {
    malformed("it ends in the middle of a field")
}

fn malformed(problem: impl Into<String>) -> GraphError {
    GraphError::Malformed(problem.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use prost::Message;

    #[test]
    fn a_small_file_that_decodes_to_a_lot_is_refused_before_it_is_decoded() {
        let nodes = DECODED_BYTES_MAX / u64::try_from(size_of::<proto::NodeProto>()).unwrap() + 1;
        let mut graph = Vec::new();
        for _ in 0..nodes {
            graph.extend_from_slice(&[0x0a, 0]);
        }
        let mut file = vec![0x3a];
        prost::encoding::encode_varint(graph.len().try_into().unwrap(), &mut file);
        file.append(&mut graph);
        let error = scan(&file).unwrap_err();
        assert!(matches!(error, GraphError::Limit { limit: "decoded_bytes", .. }), "{error}");
    }

    #[test]
    fn deep_messages_are_refused() {
        let mut r#type = proto::TypeProto::default();
        for _ in 0..MESSAGE_DEPTH_MAX {
            let inner = proto::ElementOf { elem_type: Some(Box::new(r#type)) };
            let value = Some(proto::TypeValue::Sequence(inner));
            r#type = proto::TypeProto { value, denotation: None };
        }
        let input = vec![proto::ValueInfoProto { r#type: Some(r#type), ..Default::default() }];
        let graph = proto::GraphProto { input, ..Default::default() };
        let file = proto::ModelProto { graph: Some(graph), ..Default::default() }.encode_to_vec();
        let error = scan(&file).unwrap_err();
        assert!(matches!(error, GraphError::Limit { limit: "message_depth", .. }), "{error}");
    }

    #[test]
    fn a_field_that_is_not_declared_is_noticed() {
        assert_eq!(scan(&[0x08, 10]).unwrap().unknown_field, None);
        let scanned = scan(&[0xf8, 0x07, 1]).unwrap();
        assert_eq!(scanned.unknown_field.as_deref(), Some("Model.127"));
    }

    #[test]
    fn what_is_cut_is_malformed() {
        for file in [&[0x08][..], &[0x3a, 5, 0x0a], &[0x12, 0xff, 0xff, 0xff, 0xff, 0x0f], &[0x0b]]
        {
            assert!(matches!(scan(file), Err(GraphError::Malformed(_))), "{file:?}");
        }
    }
}
