//! Ways in for the fuzz targets in `fuzz/`: each takes what an outsider wrote all the way through.
//!
//! Only there with the feature `fuzzing`; nothing of the product calls it.

pub use crate::config::fuzzing::{Texts, config};

use crate::workers::{
    Reached, plain, plain_capabilities, plain_card, plain_runtime, progress, refused,
};
use edge_api::worker::FromWorker;
use serde_json::{Value, json};

/// The most of one text, and the most texts in one list, that may come of a worker's words.
const TEXT_BYTES_MAX: usize = 2048;
const LIST_MAX: usize = 64;

/// What is shown of a worker's message to people and to clients; the worker may have been taken over.
pub fn shown(message: FromWorker) -> Value {
    let shown = match message {
        FromWorker::Runtime(runtime) => match runtime.map(plain_runtime).map_err(plain) {
            Ok(runtime) => json!(runtime),
            Err(failure) => json!(failure),
        },
        FromWorker::Checked { card, capabilities, .. } => {
            json!([plain_card(card), plain_capabilities(*capabilities)])
        }
        FromWorker::Loaded { capabilities, .. } => json!(plain_capabilities(capabilities)),
        FromWorker::LoadFailed { failure, .. } => json!(plain(failure)),
        FromWorker::LoadProgress { stage, done, .. } => {
            let mut reached = Reached::default();
            assert!(reached.further(stage, done), "the first is no progress");
            assert!(!reached.further(stage, done), "the same again is progress: {done}");
            json!(progress(stage, done))
        }
        FromWorker::Refused { refusal, .. } => json!(refused(&refusal, "chat")),
        FromWorker::Hello { .. }
        | FromWorker::Unloaded { .. }
        | FromWorker::Started { .. }
        | FromWorker::Cancelled { .. }
        | FromWorker::Failed { .. }
        | FromWorker::Step { .. } => Value::Null,
    };
    assert_plain(&shown);
    shown
}

fn assert_plain(shown: &Value) {
    match shown {
        Value::String(text) => {
            assert!(text.len() <= TEXT_BYTES_MAX, "a text of {} bytes: {text:.80}", text.len());
            assert!(!text.contains(char::is_control), "a text is not plain: {text:?}");
        }
        Value::Array(list) => {
            assert!(list.len() <= LIST_MAX, "a list of {}", list.len());
            list.iter().for_each(assert_plain);
        }
        Value::Object(object) => object.values().for_each(assert_plain),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
