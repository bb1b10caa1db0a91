use super::testing::{Attribute, BOOL, FLOAT, Graph, INT64, addition, integers, library, runtime};
use super::*;
use edge_api::worker::{Gpu, Provider};
use std::io::Write as _;
use std::process::Command;

/// What a child process is to read.
const CHILD_PATH: &str = "EDGED_TEST_PATH";

fn plan(graph: GraphSource<'_>) -> Plan<'_> {
    let providers = &[Provider::Cpu];
    Plan { graph, threads: 1, providers, gpu: Gpu::Prefer, operators: Vec::new() }
}

fn in_memory(bytes: &[u8]) -> Plan<'_> {
    plan(GraphSource::Memory { bytes, dir: Path::new("/nonexistent") })
}

fn failure(bytes: &[u8]) -> LoadFailure {
    runtime().open(in_memory(bytes)).unwrap_err()
}

/// An output `y` that is `x` times the weights in `weights.bin`.
fn with_weights_outside() -> Vec<u8> {
    let mut graph = Graph::default();
    graph.input("x", FLOAT, &["n", "2"]);
    graph.output("y", FLOAT, &["n", "3"]);
    graph.weights_in("w", &[2, 3], "weights.bin");
    graph.node("MatMul", &["x", "w"], "y", &[]);
    graph.model()
}

#[test]
fn the_library_says_what_it_is() {
    let report = runtime().report();
    assert_eq!(report.library, library().canonicalize().unwrap());
    assert!(report.version.starts_with("1."), "{report:?}");
    assert!(report.providers.contains(&"cpu".to_owned()), "{report:?}");
}

#[test]
fn the_library_is_loaded_once_and_no_other_after_it() {
    let runtime = runtime();
    assert_eq!(Runtime::load(Some(&library())).unwrap().report(), runtime.report());
    let other = Path::new("/proc/self/exe");
    let failure = Runtime::load(Some(other)).unwrap_err();
    assert_eq!(failure.kind, LoadFailureKind::Runtime);
    assert!(failure.reason.contains("already runs on"), "{failure:?}");
}

#[test]
fn what_is_no_library_is_refused_before_it_is_loaded() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("libonnxruntime.so");
    std::fs::write(&text, "#!/bin/sh\n").unwrap();
    let empty = dir.path().join("empty.so");
    std::fs::write(&empty, "").unwrap();
    let missing = dir.path().join("missing.so");
    for (path, reason) in [
        (text.as_path(), "libonnxruntime.so is not a library"),
        (&empty, "empty.so is not a library"),
        (&missing, "No such file or directory"),
        (dir.path(), "Is a directory"),
    ] {
        let failure = Runtime::load(Some(path)).unwrap_err();
        assert_eq!(failure.kind, LoadFailureKind::Runtime);
        assert!(failure.reason.contains(reason), "{failure:?}");
        assert!(failure.reason.contains(path.to_str().unwrap()), "{failure:?}");
        assert!(failure.hint.unwrap().contains("engine.library"));
    }
}

#[test]
fn an_old_library_is_refused_by_name_and_version() {
    let old = r#"
        struct base { const void *(*api)(unsigned); const char *(*version)(void); };
        static const void *api(unsigned v) { (void)v; return 0; }
        static const char *version(void) { return "1.23.2"; }
        static const struct base BASE = { api, version };
        const struct base *OrtGetApiBase(void) { return &BASE; }"#;
    let said = loaded_by_a_child("an_old_library_is_refused_by_name_and_version", old);
    assert!(said.contains("is ONNX Runtime 1.23.2, at least 1.24 is needed"), "{said}");
}

#[test]
fn another_library_is_refused_by_name() {
    let other = "int answer(void) { return 42; }";
    let said = loaded_by_a_child("another_library_is_refused_by_name", other);
    assert!(said.contains("other.so is a library, but not ONNX Runtime"), "{said}");
}

/// A process that has a library keeps it, so another one tries: it runs `test`, which comes here again.
fn loaded_by_a_child(test: &str, source: &str) -> String {
    if let Some(library) = std::env::var_os(CHILD_PATH) {
        let failure = Runtime::load(Some(Path::new(&library))).unwrap_err();
        assert_eq!(failure.kind, LoadFailureKind::Runtime);
        eprintln!("{}", failure.reason);
        std::process::exit(0);
    }
    let dir = tempfile::tempdir().unwrap();
    let (code, library) = (dir.path().join("other.c"), dir.path().join("other.so"));
    std::fs::write(&code, source).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&code);
    assert!(compiler.status().unwrap().success());
    child(test, &library)
}

/// Runs one of these tests alone in a process, with a path for it.
fn child(test: &str, path: &Path) -> String {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", &format!("ort::tests::{test}")])
        .env(CHILD_PATH, path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr).into_owned();
    assert!(child.status.success(), "{said}");
    said
}

#[test]
fn a_graph_runs_and_says_where() {
    let mut session = runtime().open(in_memory(&addition())).unwrap();
    assert_eq!((session.provider(), session.provider_reason()), (Provider::Cpu, None));
    assert_eq!(session.placement(), [("cpu".to_owned(), 1)]);
    let names: Vec<_> = session.inputs().map(|input| (input.name, input.element)).collect();
    assert_eq!(names, [("a", Some(Element::I64)), ("b", Some(Element::I64))]);
    let value = |numbers: &[i64]| {
        Value::integers(Element::I64, &[numbers.len()], &mut numbers.iter().copied()).unwrap()
    };
    let (a, b) = (value(&[1, 2]), value(&[30, 40]));
    let outputs = session.run(&[("b", &b), ("a", &a)]).unwrap();
    assert_eq!(integers(&outputs[0]), [31, 42]);
}

#[test]
fn a_failed_run_is_an_error_and_the_session_goes_on() {
    let mut session = runtime().open(in_memory(&addition())).unwrap();
    let value = |numbers: &[i64]| {
        Value::integers(Element::I64, &[numbers.len()], &mut numbers.iter().copied()).unwrap()
    };
    let (two, three) = (value(&[1, 2]), value(&[1, 2, 3]));
    let wrong = session.run(&[("a", &two), ("b", &three)]).unwrap_err().to_string();
    assert!(wrong.starts_with("the graph failed: "), "{wrong}");
    assert!(!wrong.contains('\n'), "{wrong}");
    let unknown = session.run(&[("a", &two), ("c", &two)]).unwrap_err();
    assert!(matches!(unknown, RunError::Graph { .. }), "{unknown:?}");
    let single = Value::empty(Element::F32, &[0]).unwrap();
    assert!(session.run(&[("a", &two), ("b", &single)]).is_err());
    assert_eq!(integers(&session.run(&[("a", &two), ("b", &two)]).unwrap()[0]), [2, 4]);
}

#[test]
fn weights_outside_a_graph_in_memory_come_from_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let weights: Vec<u8> = (1..=6_u8).flat_map(|number| f32::from(number).to_le_bytes()).collect();
    std::fs::write(dir.path().join("weights.bin"), &weights).unwrap();
    let model = with_weights_outside();
    let memory = GraphSource::Memory { bytes: &model, dir: dir.path() };
    let file = dir.path().join("model.onnx");
    std::fs::write(&file, &model).unwrap();
    for graph in [memory, GraphSource::File(&file)] {
        let session = runtime().open(plan(graph)).unwrap();
        assert_eq!(session.outputs().next().unwrap().shape, [-1, 3], "{graph:?}");
    }
    std::fs::write(dir.path().join("weights.bin"), &weights[..12]).unwrap();
    let short = runtime().open(plan(memory)).unwrap_err();
    assert_eq!(short.kind, LoadFailureKind::Broken);
    assert!(short.reason.contains("External initializer: w"), "{short:?}");
}

#[test]
fn weights_outside_the_folder_are_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("model");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(dir.path().join("secret"), [0; 24]).unwrap();
    for place in ["../secret", "/etc/passwd"] {
        let mut graph = Graph::default();
        graph.input("x", FLOAT, &["n", "2"]);
        graph.output("y", FLOAT, &["n", "3"]);
        graph.weights_in("w", &[2, 3], place);
        graph.node("MatMul", &["x", "w"], "y", &[]);
        let model = graph.model();
        let outside = runtime().open(plan(GraphSource::Memory { bytes: &model, dir: &inner }));
        assert_eq!(outside.unwrap_err().kind, LoadFailureKind::Broken, "{place}");
    }
}

#[test]
fn a_broken_graph_is_a_failure_with_one_line() {
    let mut unknown = Graph::default();
    unknown.input("x", FLOAT, &["n"]);
    unknown.output("y", FLOAT, &["n"]);
    unknown.node("NoSuchOperator", &["x"], "y", &[]);
    let mut dangling = Graph::default();
    dangling.output("y", FLOAT, &["n"]);
    dangling.node("Add", &["nowhere", "nowhere"], "y", &[]);
    let mut kinds = Graph::default();
    kinds.input("x", BOOL, &["n"]);
    kinds.output("y", INT64, &["n"]);
    kinds.node("Concat", &["x", "x"], "y", &[Attribute::Int("axis", 0)]);
    let mut cut = addition();
    cut.truncate(cut.len() / 2);
    for bytes in [unknown.model(), dangling.model(), kinds.model(), cut, vec![], vec![0xff; 64]] {
        let failure = failure(&bytes);
        assert_eq!(failure.kind, LoadFailureKind::Broken, "{failure:?}");
        assert!(!failure.reason.is_empty() && !failure.reason.contains('\n'), "{failure:?}");
    }
    let missing = plan(GraphSource::File(Path::new("/nonexistent/model.onnx")));
    assert_eq!(runtime().open(missing).unwrap_err().kind, LoadFailureKind::Broken);
}

#[test]
fn a_gpu_that_is_not_there_is_refused_or_named() {
    let runtime = runtime();
    if runtime.report().providers.contains(&"cuda".to_owned()) {
        // Past the harness, which would swallow what `scripts/test` counts.
        let said = b"SKIPPED a provider that is not there: this ONNX Runtime has cuda\n";
        return std::io::stderr().write_all(said).unwrap();
    }
    let model = addition();
    let providers = &[Provider::Cuda, Provider::Cpu];
    let required = Plan { providers, gpu: Gpu::Require, ..in_memory(&model) };
    let failure = runtime.open(required).unwrap_err();
    assert_eq!(failure.kind, LoadFailureKind::Provider);
    assert_eq!(failure.reason, "this ONNX Runtime has no cuda provider, only cpu");
    let preferred = Plan { providers, ..in_memory(&model) };
    let session = runtime.open(preferred).unwrap();
    assert_eq!(session.provider(), Provider::Cpu);
    assert!(session.provider_reason().unwrap().contains("no cuda provider"));
}

#[test]
fn a_session_that_is_gone_leaves_no_memory_behind() {
    if let Some(dir) = std::env::var_os(CHILD_PATH) {
        return unloads(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    for at in 0..WEIGHTS {
        // The library keeps only one of those that are alike.
        let weights = (at as f32).to_le_bytes().repeat(SIDE * SIDE);
        std::fs::write(dir.path().join(at.to_string()), weights).unwrap();
    }
    child("a_session_that_is_gone_leaves_no_memory_behind", dir.path());
}

/// Of the weights that are unloaded, 1 MiB each: what the C library would keep for later.
const SIDE: usize = 512;
const WEIGHTS: usize = 64;

fn unloads(dir: &Path) {
    let mut graph = Graph::default();
    graph.input("x.0", FLOAT, &["n", "512"]);
    graph.output(&format!("x.{WEIGHTS}"), FLOAT, &["n", "512"]);
    for at in 0..WEIGHTS {
        let (weight, next) = (format!("w.{at}"), format!("x.{}", at + 1));
        graph.weights_in(&weight, &[SIDE, SIDE], &at.to_string());
        graph.node("MatMul", &[&format!("x.{at}"), &weight], &next, &[]);
    }
    let model = graph.model();
    let memory = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
    };
    let runtime = runtime();
    let before = memory();
    for _ in 0..3 {
        let session = runtime.open(plan(GraphSource::Memory { bytes: &model, dir })).unwrap();
        assert!(memory() >= before + WEIGHTS / 2, "the weights are packed: {} MiB", memory());
        drop(session);
    }
    let left = memory() - before;
    assert!(left < WEIGHTS / 4, "{left} MiB of {WEIGHTS} are still there");
}
