use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::symlink;
use std::process::Command;
use tempfile::TempDir;

fn golden(name: &str) -> Vec<u8> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/templates");
    fs::read(dir.join(name)).unwrap()
}

/// A folder with these files: as they are, or as JSON.
fn folder(files: &[(&str, Value)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "tokenizer.json", &golden("byte-level.json"));
    for (name, value) in files {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        put(dir.path(), name, text.as_bytes());
    }
    dir
}

fn put(dir: &Path, name: &str, bytes: &[u8]) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn genai() -> Value {
    json!({
        "model": {
            "type": "qwen2", "context_length": 1024, "vocab_size": 512, "eos_token_id": [400, 401],
            "bos_token_id": 399, "pad_token_id": 400,
            "decoder": {
                "filename": "model.onnx", "head_size": 64, "num_hidden_layers": 24, "num_key_value_heads": 2,
                "inputs": {"past_key_names": "past.%d.k"}, "outputs": {"logits": "scores"},
            },
        },
        "search": {"do_sample": true, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.1},
    })
}

fn hugging_face() -> Value {
    json!({
        "model_type": "llama", "vocab_size": 512, "max_position_embeddings": 4096, "eos_token_id": 2,
        "bos_token_id": 1, "num_hidden_layers": 16, "num_attention_heads": 32, "num_key_value_heads": 8,
        "hidden_size": 2048,
    })
}

fn opened(files: &[(&str, Value)]) -> Result<ModelFolder, String> {
    ModelFolder::open(folder(files).path()).map_err(|error| error.to_string())
}

fn with_graph(config: Value) -> Vec<(&'static str, Value)> {
    vec![("config.json", config), ("model.onnx", json!("x"))]
}

#[test]
fn a_genai_folder_says_it_all_itself() {
    let files = [("genai_config.json", genai()), ("model.onnx", json!("x"))];
    let dir = folder(&files);
    let model = ModelFolder::open(dir.path()).unwrap();
    assert_eq!(model.format.as_str(), "genai");
    assert_eq!(model.architecture.as_deref(), Some("qwen2"));
    assert_eq!(model.graph_path, dir.path().canonicalize().unwrap().join("model.onnx"));
    assert_eq!((model.context_tokens, model.vocabulary), (1024, Some(512)));
    assert_eq!((model.kv_heads, model.head_size), (Some(2), Some(64)));
    let expected = ModelDefaults {
        temperature: Some(0.7),
        top_p: Some(0.8),
        top_k: Some(20),
        min_p: None,
        repetition_penalty: Some(1.1),
    };
    assert_eq!(model.defaults, expected);
    assert!(!model.text.has_chat());
}

#[test]
fn a_hugging_face_folder_says_it_in_several_files() {
    let mut files = with_graph(hugging_face());
    files.extend([
        (
            "generation_config.json",
            json!({"eos_token_id": [2, 7], "temperature": 0.6, "top_k": -1}),
        ),
        (
            "tokenizer_config.json",
            json!({"model_max_length": 2048, "bos_token": {"content": "<s>"},
            "eos_token": "the", "chat_template": [{"name": "tool_use", "template": "no"},
            {"name": "default", "template": "{{ bos_token }}{{ messages[0].content }}"}]}),
        ),
    ]);
    let model = opened(&files).unwrap();
    assert_eq!(model.format.as_str(), "hugging-face");
    assert_eq!((model.context_tokens, model.head_size, model.kv_heads), (2048, Some(64), Some(8)));
    let id = |token| model.text.token_id(token).unwrap();
    let mut ends = vec![2, 7, id("the"), id("<|im_end|>"), id("</s>")];
    ends.sort_unstable();
    assert_eq!(model.end_tokens, ends);
    assert_eq!((model.defaults.temperature, model.defaults.top_k), (Some(0.6), Some(-1)));
    let turn = edge_api::worker::ChatTurn { role: "user".to_owned(), content: "the".to_owned() };
    let ids = model.text.encode(&edge_api::worker::Prompt::Chat(vec![turn])).unwrap();
    // `the` is what ends an answer here, so nobody can say it in one piece.
    assert_eq!((ids[0], ids.len()), (id("<s>"), 3));
}

#[test]
fn fields_may_be_nested_and_absent() {
    let nested = json!({"text_config": {"vocab_size": 512, "max_position_embeddings": 64, "eos_token_id": [5]}});
    let model = opened(&with_graph(nested)).unwrap();
    assert_eq!((model.vocabulary, model.context_tokens), (Some(512), 64));
    assert!(model.end_tokens.contains(&5));
    let files =
        [with_graph(json!({})), vec![("tokenizer_config.json", json!({"model_max_length": 1e30}))]];
    assert_eq!(opened(&files.concat()).unwrap().context_tokens, CONTEXT_TOKENS_DEFAULT);
}

#[test]
fn sampling_that_is_off_leaves_temperatures_open() {
    let off = json!({"do_sample": false, "temperature": 0.3, "repetition_penalty": 1.2});
    let files = [with_graph(hugging_face()), vec![("generation_config.json", off)]].concat();
    let defaults = opened(&files).unwrap().defaults;
    assert_eq!((defaults.temperature, defaults.repetition_penalty), (None, Some(1.2)));
}

#[test]
fn the_graph_that_a_cpu_runs_best_is_taken() {
    let mut names = vec![
        "onnx/model_fp16.onnx",
        "onnx/model_q4f16.onnx",
        "onnx/model.onnx",
        "model.onnx",
        "onnx/model_quantized.onnx",
        "onnx/decoder_model_merged_int8.onnx",
        "onnx/model_q4.onnx",
    ];
    let mut files = vec![("config.json", hugging_face())];
    while !names.is_empty() {
        let all = names.iter().map(|name| (*name, json!("x"))).chain(files.clone());
        let model = opened(&all.collect::<Vec<_>>()).unwrap();
        assert!(model.graph_path.ends_with(names.pop().unwrap()), "{model:?}");
    }
    files.push(("encoder_model.onnx", json!("x")));
    assert!(opened(&files).unwrap_err().contains("no graph"));
}

#[test]
fn chat_templates_overrule_each_other_as_in_transformers() {
    let all = [
        ("chat_template.json", json!({"chat_template": "{{ raise_exception('json') }}"})),
        ("tokenizer_config.json", json!({"chat_template": "{{ raise_exception('config') }}"})),
        ("chat_template.jinja", json!("{{ raise_exception('jinja') }}")),
    ];
    for (count, expected) in [(1, "json"), (2, "config"), (3, "jinja")] {
        let files = [with_graph(hugging_face()), all[..count].to_vec()].concat();
        let text = opened(&files).unwrap().text;
        let turn = edge_api::worker::ChatTurn { role: "user".to_owned(), content: String::new() };
        let refused = text.encode(&edge_api::worker::Prompt::Chat(vec![turn])).unwrap_err();
        let reason = expected.to_owned();
        assert_eq!(refused, edge_api::worker::Refusal::Template { reason });
    }
}

#[test]
fn what_is_wrong_is_named() {
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut config = genai();
        change(&mut config);
        opened(&[("genai_config.json", config), ("model.onnx", json!("x"))]).unwrap_err()
    };
    let error = changed(&|config| config["model"]["context_length"] = json!(-4));
    assert_eq!(
        error,
        "genai_config.json: model.context_length must be an integer from 1 to 16777216, not -4"
    );
    let error = changed(&|config| config["model"]["eos_token_id"] = json!([1, 512]));
    assert_eq!(
        error,
        "genai_config.json: model.eos_token_id must be a token id from 0 to 511, not 512"
    );
    let error = changed(&|config| config["model"]["vocab_size"] = json!(300));
    assert!(error.contains("model.eos_token_id"), "{error}");
    let error = changed(&|config| {
        config["model"] = json!({"vocab_size": 300, "decoder": {"filename": "model.onnx"}});
    });
    assert!(error.ends_with("has id 300, the model's vocabulary ends at 300"), "{error}");
    let error = changed(&|config| config["search"]["temperature"] = json!("hot"));
    assert!(
        error.contains("search.temperature must be a number from 0.0 to 2.0, not \"hot\""),
        "{error}"
    );
    for outside in ["../model.onnx", "/etc/passwd", "other.onnx", "", "."] {
        let error = changed(&|config| config["model"]["decoder"]["filename"] = json!(outside));
        let expected = "model.decoder.filename must be the name of a file in the folder";
        assert!(error.contains(expected), "{error}");
    }
    assert!(opened(&[]).unwrap_err().contains("no genai_config.json and no config.json"));
    let broken = opened(&[("config.json", json!("{\"a\": \n!}"))]).unwrap_err();
    assert!(broken.starts_with("config.json is not valid JSON: ") && broken.contains("line 2"));
    assert!(opened(&[("config.json", json!([]))]).unwrap_err().contains("must be an object"));
    let both = json!({"is_encoder_decoder": true});
    assert!(opened(&with_graph(both)).unwrap_err().contains("is_encoder_decoder must be false"));
    let files = [with_graph(hugging_face()), vec![("chat_template.jinja", json!("\n{% if %}"))]];
    assert!(opened(&files.concat()).unwrap_err().starts_with("chat template, line 2: "));

    let dir = folder(&with_graph(hugging_face()));
    fs::remove_file(dir.path().join("tokenizer.json")).unwrap();
    let missing = ModelFolder::open(dir.path()).unwrap_err();
    assert_eq!(missing.to_string(), "the folder has no tokenizer.json");
    put(dir.path(), "tokenizer.json", b"{}");
    let wrong = ModelFolder::open(dir.path()).unwrap_err().to_string();
    assert!(wrong.starts_with("tokenizer.json is not a usable tokenizer"), "{wrong}");
}

#[test]
fn nothing_outside_the_folder_is_reached() {
    let dir = folder(&with_graph(hugging_face()));
    let link = dir.path().with_extension("link");
    symlink(dir.path(), &link).unwrap();
    let graph_path = dir.path().canonicalize().unwrap().join("model.onnx");
    assert_eq!(ModelFolder::open(&link).unwrap().graph_path, graph_path);
    fs::remove_file(link).unwrap();

    symlink("/etc/passwd", dir.path().join("onnx.data")).unwrap();
    let refused = ModelFolder::open(dir.path()).unwrap_err();
    assert_eq!(refused.to_string(), "onnx.data is a symbolic link");
    assert!(refused.hint().unwrap().contains("cp -r -L"));
    for refused in [digest(dir.path(), &mut going).map(|_| ()), copy_of(dir.path())] {
        assert!(matches!(refused, Err(FolderError::Symlink { .. })));
    }
    fs::remove_file(dir.path().join("onnx.data")).unwrap();

    Command::new("mkfifo").arg(dir.path().join("pipe")).status().unwrap();
    for refused in [digest(dir.path(), &mut going).map(|_| ()), copy_of(dir.path())] {
        assert!(matches!(refused, Err(FolderError::Special { .. })));
    }
}

#[test]
fn a_folder_is_bounded() {
    let dir = folder(&with_graph(hugging_face()));
    let large = fs::File::create(dir.path().join("config.json")).unwrap();
    large.set_len(CONFIG_BYTES_MAX + 1).unwrap();
    let error = ModelFolder::open(dir.path()).unwrap_err().to_string();
    assert_eq!(error, "config.json has 4194305 bytes, at most 4194304 are allowed");
    fs::create_dir_all(dir.path().join("1/2/3/4/5/6/7/8")).unwrap();
    assert!(matches!(ModelFolder::open(dir.path()), Err(FolderError::TooDeep { max: 8, .. })));
    fs::remove_dir_all(dir.path().join("1")).unwrap();
    for at in 0..4096 {
        fs::write(dir.path().join(at.to_string()), "").unwrap();
    }
    assert!(matches!(ModelFolder::open(dir.path()), Err(FolderError::TooManyFiles { max: 4096 })));
    let file = dir.path().join("1");
    assert!(matches!(ModelFolder::open(&file), Err(FolderError::NotADirectory { .. })));
    let gone = dir.path().join("gone");
    assert!(matches!(ModelFolder::open(&gone), Err(FolderError::Io { what: "find", .. })));
}

fn going(_: f32) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn copy_of(dir: &Path) -> Result<(), FolderError> {
    let to = TempDir::new().unwrap();
    copy(dir, &to.path().join("copy"), &mut going)
}

fn various() -> TempDir {
    let dir =
        folder(&[("onnx/a b.onnx", json!("x")), ("onnx.txt", json!("y")), ("onnx-a", json!(""))]);
    put(dir.path(), ".hidden/deep/ünï", b"z");
    put(dir.path(), "large", &vec![7; 3_000_000]);
    fs::create_dir(dir.path().join("empty")).unwrap();
    dir
}

#[test]
fn the_digest_is_the_shells() {
    let dir = various();
    let line =
        "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum";
    let shell = Command::new("sh").args(["-c", line]).current_dir(dir.path()).output().unwrap();
    let shell = String::from_utf8(shell.stdout).unwrap();
    let mut heard = Vec::new();
    let ours = digest(dir.path(), &mut |share| {
        heard.push(share);
        ControlFlow::Continue(())
    });
    let ours = ours.unwrap();
    assert_eq!(ours.digest, format!("sha256:{}", shell.split(' ').next().unwrap()));
    assert_eq!(ours.files, 6);
    assert_eq!(ours.bytes, 3_000_003 + u64::try_from(golden("byte-level.json").len()).unwrap());
    assert!(heard.is_sorted() && heard.last() == Some(&1.0), "{heard:?}");

    put(dir.path(), "onnx.txt", b"Y");
    assert_ne!(digest(dir.path(), &mut going).unwrap().digest, ours.digest);
    let stopped = digest(dir.path(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(FolderError::GivenUp)));
}

#[test]
fn names_that_sha256sum_rewrites_are_refused() {
    for name in ["a\nb", "a\\b", "a\rb", "-", "--help"] {
        let dir = folder(&[]);
        fs::write(dir.path().join(name), "").unwrap();
        let refused = digest(dir.path(), &mut going);
        assert!(matches!(refused, Err(FolderError::Name { .. })), "{name:?}");
    }
    let empty = TempDir::new().unwrap();
    assert!(matches!(digest(empty.path(), &mut going), Err(FolderError::Empty)));
}

#[test]
fn a_copy_is_the_same_folder() {
    let (dir, out) = (various(), TempDir::new().unwrap());
    let to = out.path().join("copy");
    copy(dir.path(), &to, &mut going).unwrap();
    assert_eq!(digest(&to, &mut going).unwrap(), digest(dir.path(), &mut going).unwrap());
    assert!(to.join("empty").is_dir());
    let again = copy(dir.path(), &to, &mut going);
    assert!(matches!(again, Err(FolderError::NotEmpty { .. })));
    let stopped = copy(dir.path(), &out.path().join("other"), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(FolderError::GivenUp)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_file_makes_it_panic(
        file in prop::sample::select(vec![
            "genai_config.json", "config.json", "tokenizer_config.json", "special_tokens_map.json",
            "generation_config.json", "tokenizer.json", "chat_template.jinja",
        ]),
        at in 0..7000_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..6),
    ) {
        let token = json!({"content": "<|im_end|>", "special": true});
        let files = [
            ("genai_config.json", genai()),
            ("config.json", hugging_face()),
            ("generation_config.json", json!({"eos_token_id": [2, 7], "temperature": 0.6})),
            ("tokenizer_config.json", json!({"bos_token": token, "added_tokens_decoder": {"404": token}})),
            ("special_tokens_map.json", json!({"eos_token": token})),
            ("chat_template.jinja", json!("{% for m in messages %}{{ m.content | trim }}{% endfor %}")),
            ("model.onnx", json!("x")),
        ];
        let dir = folder(&files);
        let path = dir.path().join(file);
        let mut content = fs::read(&path).unwrap();
        let at = at % content.len();
        let end = (at + bytes.len()).min(content.len());
        content.splice(at..end, bytes);
        fs::write(&path, content).unwrap();
        if let Ok(model) = ModelFolder::open(dir.path()) {
            _ = model.text.encode(&edge_api::worker::Prompt::Text("the light <|im_end|>".to_owned()));
        }
    }
}
