use super::samples::{Export, gqa_decoder};
use super::*;
use proptest::prelude::*;
use std::fs;

/// Every field of every message filled, made by the `onnx` package with `testdata/make.py`.
const EVERY_FIELD: &[u8] = include_bytes!("testdata/every_field.onnx");

fn read(model: &ModelProto) -> Result<Graph, GraphError> {
    Graph::read(model.encode_to_vec().into(), Path::new("/nowhere"))
}

#[test]
fn nothing_is_lost_between_reading_and_writing() {
    assert_eq!(scan::scan(EVERY_FIELD).unwrap().unknown_field, None);
    let model = ModelProto::decode(EVERY_FIELD).unwrap();
    assert!(model.encode_to_vec() == EVERY_FIELD, "another file than was read");
}

#[test]
fn weights_stay_where_the_file_was_read_to() {
    let file = Bytes::from(gqa_decoder(&Export::default()).encode_to_vec());
    let graph = Graph::read(file.clone(), Path::new("/nowhere")).unwrap();
    let raw = graph.graph().initializer[0].raw_data.as_ref().unwrap();
    assert!(file.as_ptr_range().contains(&raw.as_ptr()), "the weights were copied");
}

#[test]
fn a_graph_comes_back_as_it_was() {
    let model = gqa_decoder(&Export::default());
    let graph = read(&model).unwrap();
    assert!(graph.encode() == model.encode_to_vec());
    let tensors = graph.graph().initializer.iter();
    let of = |tensor: &proto::TensorProto| tensor.raw_data.as_ref().map_or(8, Bytes::len);
    assert_eq!(graph.weight_bytes, tensors.map(|tensor| of(tensor) as u64).sum::<u64>());
}

#[test]
fn what_is_cut_anywhere_is_refused() {
    let file = gqa_decoder(&Export::default()).encode_to_vec();
    for length in 0..file.len() {
        let cut = Bytes::copy_from_slice(&file[..length]);
        assert!(Graph::read(cut, Path::new("/nowhere")).is_err(), "cut at {length}");
    }
}

#[test]
fn a_folder_of_weights_is_read_with_its_graph() {
    let folder = tempfile::tempdir().unwrap();
    let mut model = gqa_decoder(&Export::default());
    let embed = &mut model.graph.as_mut().unwrap().initializer[0];
    fs::write(folder.path().join("w.bin"), embed.raw_data.take().unwrap()).unwrap();
    embed.data_location = Some(proto::LOCATION_EXTERNAL);
    embed.external_data = vec![proto::StringStringEntryProto {
        key: Some("location".to_owned()),
        value: Some("w.bin".to_owned()),
    }];
    let file = Bytes::from(model.encode_to_vec());
    Graph::read(file.clone(), folder.path()).unwrap();
    fs::write(folder.path().join("w.bin"), [0; 7]).unwrap();
    let cut = Graph::read(file, folder.path()).unwrap_err();
    assert!(matches!(cut, GraphError::External { .. }), "{cut}");
}

proptest! {
    #[test]
    fn random_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Graph::read(bytes.into(), Path::new("/nowhere")).is_err());
    }

    #[test]
    fn a_changed_byte_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = gqa_decoder(&Export::default()).encode_to_vec();
        let at = at.index(file.len());
        file[at] = byte;
        if let Ok(graph) = Graph::read(file.into(), Path::new("/nowhere")) {
            graph.precision();
            let _ = graph.signature();
            let _ = graph.into_ragged().map(|ragged| ragged.graph.encode());
        }
    }
}
