//! Ways to break a model folder, and what must then be said of it. Each is a change to a copy of a good
//! one, so that nothing else is wrong with it.

use crate::wire::{Field, Message};
use serde_json::{Value, json};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The one that serves, and from which the broken ones are made: 4 bits, weights in a file beside the graph.
pub(crate) const GOOD: &str = "genai-int4";
const GRAPH: &str = "model.onnx";
const WEIGHTS: &str = "model.onnx.data";
const CONFIG: &str = "genai_config.json";
const TOKENIZER: &str = "tokenizer.json";
pub(crate) const TEMPLATE: &str = "chat_template.jinja";

/// Numbers of fields in an ONNX file.
mod onnx {
    pub(super) const MODEL_GRAPH: u64 = 7;
    pub(super) const GRAPH_NODE: u64 = 1;
    pub(super) const GRAPH_INITIALIZER: u64 = 5;
    pub(super) const NODE_INPUT: u64 = 1;
    pub(super) const NODE_OUTPUT: u64 = 2;
    pub(super) const NODE_NAME: u64 = 3;
    pub(super) const NODE_OP: u64 = 4;
    pub(super) const NODE_ATTRIBUTE: u64 = 5;
    pub(super) const NODE_DOMAIN: u64 = 7;
    pub(super) const ATTRIBUTE_NAME: u64 = 1;
    pub(super) const ATTRIBUTE_INT: u64 = 3;
    pub(super) const TENSOR_DIMS: u64 = 1;
    pub(super) const TENSOR_TYPE: u64 = 2;
    pub(super) const TENSOR_NAME: u64 = 8;
    pub(super) const TENSOR_RAW: u64 = 9;
    pub(super) const TENSOR_OUTSIDE: u64 = 13;
    pub(super) const ENTRY_KEY: u64 = 1;
    pub(super) const ENTRY_VALUE: u64 = 2;
    pub(super) const INT64: u64 = 7;
}

/// A way to break a folder, and what its reason must say.
pub(crate) type Fault = (&'static str, fn(&Path), &'static [&'static str]);

pub(crate) const FAULTS: &[Fault] = &[
    ("weights-cut", |dir| cut(&dir.join(WEIGHTS)), &[WEIGHTS, "bytes", "that it needs"]),
    ("weights-gone", |dir| gone(dir, WEIGHTS), &[WEIGHTS, "No such file"]),
    ("weights-nan", |dir| noise(&dir.join(WEIGHTS), Some(0xff)), &["not numbers"]),
    ("graph-cut", |dir| cut(&dir.join(GRAPH)), &["not an ONNX file", "in the middle"]),
    ("graph-gone", |dir| gone(dir, GRAPH), &[CONFIG, "model.decoder.filename", GRAPH]),
    ("graph-noise", |dir| noise(&dir.join(GRAPH), None), &["not an ONNX file"]),
    ("graph-empty", |dir| write(dir, GRAPH, ""), &["IR version"]),
    ("graph-2-gb", two_gigabytes, &["not an ONNX file", "in the middle of a field"]),
    ("graph-cyclic", cyclic, &["mlp", "later node", "cyclic"]),
    ("graph-foreign", foreign, &["domain \"evil\""]),
    ("shape-giant", |dir| shape(dir, &[1 << 40, 1 << 40]), &[EMBEDDING, "impossible shape"]),
    ("shape-negative", |dir| shape(dir, &[512, -64]), &[EMBEDDING, "impossible shape"]),
    ("shape-long", |dir| shape(dir, &[1 << 20, 64]), &[EMBEDDING, "not the 268435456 from 0"]),
    ("run-giant", giant, &["running Expand", "alloc"]),
    ("run-fails-loudly", loud, &["running Gather", "[2J all is well", ".."]),
    ("run-fails", |dir| shape(dir, &[1, 64]), &["indices", "out of data bounds"]),
    ("ort-refuses", |dir| attribute(dir, "bits", 7), &["bits"]),
    ("ort-mismatch", |dir| attribute(dir, "N", 511), &["MatMulNBits", "shape {512,2,16}", "N=511"]),
    ("location-up", |dir| location(dir, "../good/model.onnx.data"), &[EMBEDDING, "out of the"]),
    ("location-absolute", |dir| location(dir, &good_weights()), &[EMBEDDING, "out of the"]),
    ("location-memory", |dir| location(dir, "*/_ORT_MEM_ADDR_/*"), &["not the name of a file"]),
    ("location-device", |dir| location(dir, "/dev/zero"), &["/dev/zero", "out of the"]),
    ("link-weights", linked_weights, &[WEIGHTS, "symbolic link"]),
    ("link-beside", |dir| symlink("/etc/passwd", dir.join("notes")).unwrap(), &["notes", "link"]),
    ("link-round", |dir| symlink(".", dir.join("again")).unwrap(), &["again", "symbolic link"]),
    ("pipe", pipe, &["pipe", "neither a file nor a directory"]),
    ("deep", |dir| std::fs::create_dir_all(dir.join("a/".repeat(9))).unwrap(), &["deeper than 8"]),
    ("name-long", |dir| set(dir, TYPE, json!("l".repeat(1 << 20))), &[TYPE, "at most 256 bytes"]),
    ("name-steers", |dir| write(dir, "\u{1b}[2J\r\n", ""), &["line end"]),
    (
        "link-steers",
        |dir| symlink("/", dir.join("\u{1b}[2J")).unwrap(),
        &[" [2J is a symbolic link"],
    ),
    ("config-gone", |dir| gone(dir, CONFIG), &["no genai_config.json and no config.json"]),
    ("config-cut", |dir| cut(&dir.join(CONFIG)), &[CONFIG, "not valid JSON"]),
    ("config-deep", |dir| write(dir, CONFIG, &"[".repeat(1 << 20)), &[CONFIG, "recursion limit"]),
    ("filename-up", |dir| set(dir, FILENAME, json!("../good/model.onnx")), &[FILENAME, "../good"]),
    ("filename-absolute", |dir| set(dir, FILENAME, json!("/dev/zero")), &[FILENAME, "/dev/zero"]),
    ("end-beyond", |dir| set(dir, END, json!([509, 512])), &[END, "0 to 511", "512"]),
    ("end-unbounded", end_beyond_the_graph, &["eos_token_id has 512", "ends at 512"]),
    ("context-none", |dir| set(dir, CONTEXT, json!(0)), &[CONTEXT, "from 1", "not 0"]),
    ("context-endless", |dir| set(dir, CONTEXT, json!(1_u64 << 40)), &[CONTEXT, "1099511627776"]),
    ("tokenizer-gone", |dir| gone(dir, TOKENIZER), &["no tokenizer.json"]),
    ("tokenizer-cut", |dir| cut(&dir.join(TOKENIZER)), &[TOKENIZER, "not a usable"]),
    ("tokenizer-noise", |dir| noise(&dir.join(TOKENIZER), None), &[TOKENIZER, "not a usable"]),
    ("tokenizer-other", other_tokenizer, &[TOKENIZER, "vocabulary ends at 512"]),
    ("template-syntax", |dir| write(dir, TEMPLATE, "\n{% if %}"), &["chat template, line 2"]),
    ("template-noise", |dir| noise(&dir.join(TEMPLATE), Some(0xff)), &[TEMPLATE, "not UTF-8"]),
];

const EMBEDDING: &str = "model.embed_tokens.weight";
const FILENAME: &str = "model.decoder.filename";
const END: &str = "model.eos_token_id";
const TYPE: &str = "model.type";
const CONTEXT: &str = "model.context_length";

pub(crate) fn fixture(name: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/data/models");
    data.join(name).canonicalize().unwrap()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in listed(from) {
        std::fs::copy(from.join(&file), to.join(&file)).unwrap();
    }
}

pub(crate) fn listed(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A copy of the good folder, broken before the daemon can see it.
pub(crate) fn broken_at(folder: &Path, fault: impl FnOnce(&Path)) {
    let made = tempfile::tempdir_in(folder.ancestors().nth(3).unwrap()).unwrap();
    let copied = made.path().join("copy");
    copy(&fixture(GOOD), &copied);
    fault(&copied);
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::rename(copied, folder).unwrap();
}

pub(crate) fn write(dir: &Path, file: &str, text: &str) {
    std::fs::write(dir.join(file), text).unwrap();
}

fn gone(dir: &Path, file: &str) {
    std::fs::remove_file(dir.join(file)).unwrap();
}

fn cut(path: &Path) {
    let len = std::fs::metadata(path).unwrap().len();
    std::fs::File::options().write(true).open(path).unwrap().set_len(len / 2).unwrap();
}

/// As many bytes as before, each without sense; or all of them this one.
fn noise(path: &Path, byte: Option<u8>) {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        byte.unwrap_or(state.to_le_bytes()[1])
    };
    let len = std::fs::metadata(path).unwrap().len();
    std::fs::write(path, (0..len).map(|_| next()).collect::<Vec<u8>>()).unwrap();
}

/// Sets a field of the folder's configuration.
fn set(dir: &Path, field: &str, value: Value) {
    let text = std::fs::read(dir.join(CONFIG)).unwrap();
    let mut config: Value = serde_json::from_slice(&text).unwrap();
    *field.split('.').fold(&mut config, |at, name| &mut at[name]) = value;
    write(dir, CONFIG, &config.to_string());
}

/// More than the memory that edged may give to keys and values, if the whole of it is used.
pub(crate) fn large_context(dir: &Path) {
    gone(dir, "tokenizer_config.json");
    set(dir, CONTEXT, json!(1 << 24));
}

/// Where no vocabulary is given, only the graph says where it ends.
fn end_beyond_the_graph(dir: &Path) {
    set(dir, "model.vocab_size", Value::Null);
    set(dir, END, json!(512));
}

fn other_tokenizer(dir: &Path) {
    std::fs::copy(fixture("hf-optimum").join(TOKENIZER), dir.join(TOKENIZER)).unwrap();
}

fn linked_weights(dir: &Path) {
    gone(dir, WEIGHTS);
    symlink(fixture(GOOD).join(WEIGHTS), dir.join(WEIGHTS)).unwrap();
}

fn pipe(dir: &Path) {
    let made = Command::new("mkfifo").arg(dir.join("pipe")).status().unwrap();
    assert!(made.success());
}

/// Changes the graph in the folder.
fn graph(dir: &Path, change: impl FnOnce(&mut Message)) {
    let path = dir.join(GRAPH);
    let mut file = Message::read(&std::fs::read(&path).unwrap());
    file.change(onnx::MODEL_GRAPH, |_| true, change);
    std::fs::write(path, file.write()).unwrap();
}

/// The file says that so much is to come.
fn two_gigabytes(dir: &Path) {
    let mut bytes = std::fs::read(dir.join(GRAPH)).unwrap();
    bytes.extend_from_slice(&[0x3a, 0xff, 0xff, 0xff, 0xff, 0x07]);
    std::fs::write(dir.join(GRAPH), bytes).unwrap();
}

/// A node reads what is made of its own output.
fn cyclic(dir: &Path) {
    graph(dir, |graph| {
        let is = |node: &Message| node.says(onnx::NODE_NAME, "/model/layers.0/mlp/Mul");
        graph.change(onnx::GRAPH_NODE, is, |node| {
            let later = "/model/layers.0/mlp/down_proj/MatMul/output_0";
            node.set(onnx::NODE_INPUT, [later.into(), later.into()]);
        });
    });
}

fn foreign(dir: &Path) {
    graph(dir, |graph| {
        let is = |node: &Message| node.says(onnx::NODE_OP, "Sigmoid");
        graph.change(onnx::GRAPH_NODE, is, |node| node.set(onnx::NODE_DOMAIN, ["evil".into()]));
    });
}

/// A node makes terabytes out of what it reads.
fn giant(dir: &Path) {
    graph(dir, |graph| {
        let mut tensor = Message::default();
        tensor.set(onnx::TENSOR_DIMS, [Field::Number(3)]);
        tensor.set(onnx::TENSOR_TYPE, [Field::Number(onnx::INT64)]);
        tensor.set(onnx::TENSOR_NAME, ["many".into()]);
        tensor.set(
            onnx::TENSOR_RAW,
            [Field::Bytes([1_u64 << 36, 1, 1].map(u64::to_le_bytes).concat())],
        );
        graph.push(onnx::GRAPH_INITIALIZER, Field::Bytes(tensor.write()));
        let is = |node: &Message| node.says(onnx::NODE_NAME, "/model/layers.0/mlp/act_fn/Sigmoid");
        graph.change(onnx::GRAPH_NODE, is, |node| {
            let read = "/model/layers.0/mlp/gate_proj/MatMul/output_0";
            node.set(onnx::NODE_INPUT, [read.into(), "many".into()]);
            node.set(onnx::NODE_OP, ["Expand".into()]);
        });
    });
}

/// A node that fails, with a name that is to be seen.
fn loud(dir: &Path) {
    shape(dir, &[1, 64]);
    graph(dir, |graph| {
        let is = |node: &Message| node.says(onnx::NODE_NAME, "/model/embed_tokens/Gather");
        let name = "\u{1b}[2J\nall is well\n".repeat(50);
        graph.change(onnx::GRAPH_NODE, is, |node| node.set(onnx::NODE_NAME, [(&*name).into()]));
    });
}

/// Another shape of the embedding's weights. They lie where they lay, and none of them says how many bytes.
pub(crate) fn shape(dir: &Path, dims: &[i64]) {
    embedding(dir, |tensor| {
        tensor.set(onnx::TENSOR_DIMS, dims.iter().map(|dim| Field::Number(dim.cast_unsigned())));
        outside(tensor, &[("location", WEIGHTS)]);
    });
}

fn location(dir: &Path, location: &str) {
    embedding(dir, |tensor| outside(tensor, &[("location", location), ("offset", "0")]));
}

fn good_weights() -> String {
    fixture(GOOD).join(WEIGHTS).into_os_string().into_string().unwrap()
}

fn embedding(dir: &Path, change: impl FnOnce(&mut Message)) {
    let is = |tensor: &Message| tensor.says(onnx::TENSOR_NAME, EMBEDDING);
    graph(dir, |graph| graph.change(onnx::GRAPH_INITIALIZER, is, change));
}

/// Where the tensor's bytes lie.
fn outside(tensor: &mut Message, entries: &[(&str, &str)]) {
    let entry = |(key, value): &(&str, &str)| {
        let mut entry = Message::default();
        entry.set(onnx::ENTRY_KEY, [Field::from(*key)]);
        entry.set(onnx::ENTRY_VALUE, [Field::from(*value)]);
        Field::Bytes(entry.write())
    };
    tensor.set(onnx::TENSOR_OUTSIDE, entries.iter().map(entry));
}

/// Another number for an attribute of the last matrix.
fn attribute(dir: &Path, name: &str, value: u64) {
    graph(dir, |graph| {
        let is = |node: &Message| node.says(onnx::NODE_OUTPUT, "logits");
        graph.change(onnx::GRAPH_NODE, is, |node| {
            let is = |attribute: &Message| attribute.says(onnx::ATTRIBUTE_NAME, name);
            node.change(onnx::NODE_ATTRIBUTE, is, |attribute| {
                attribute.set(onnx::ATTRIBUTE_INT, [Field::Number(value)]);
            });
        });
    });
}
