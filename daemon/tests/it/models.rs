//! Models in folders: what is found, what is broken, what can be added and removed, and that none of it is
//! in anybody's way. The folders hold garbage: a check, whatever it finds out, cannot call them good.

use crate::daemon::{Daemon, PATIENCE, chat, command};
use crate::raw;
use edge_api::admin::{ModelState, ModelStatus, Status};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SIM: &[&str] = &["--sim", "sim"];

fn garbage(dir: &Path) -> PathBuf {
    std::fs::create_dir_all(dir).unwrap();
    for name in ["config.json", "genai_config.json", "model.onnx", "tokenizer.json"] {
        std::fs::write(dir.join(name), "no model").unwrap();
    }
    dir.to_owned()
}

fn kept(dir: &TempDir, name: &str) -> PathBuf {
    dir.path().join("state/models").join(name)
}

fn model<'a>(status: &'a Status, name: &str) -> Option<&'a ModelStatus> {
    status.models.iter().find(|model| model.name == name)
}

fn is_broken(status: &Status, name: &str) -> bool {
    model(status, name).is_some_and(|model| model.state == ModelState::Broken)
}

async fn broken(daemon: &Daemon, name: &str) -> String {
    let status = daemon.until("the model is broken", |status| is_broken(status, name)).await;
    model(&status, name).unwrap().reason.clone().expect("what is broken says why")
}

/// One request, and the status and the body of its answer.
fn ask(daemon: &Daemon, method: &str, path: &str, body: &str) -> (u16, Value) {
    let mut stream = std::os::unix::net::UnixStream::connect(daemon.socket()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let len = body.len();
    let head = format!(
        "{method} /edge/v1/models{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-length: {len}\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

fn add(daemon: &Daemon, name: &str, dir: &Path, mode: &str) -> (u16, Value) {
    let body = json!({ "name": name, "dir": dir, "mode": mode }).to_string();
    ask(daemon, "POST", "", &body)
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["error"]["code"].as_str().unwrap())
}

/// A worker that notes each check and then does `then`, for which `worker` is the real one.
fn noting_worker(dir: &Path, then: &str) -> (PathBuf, PathBuf) {
    let (script, log) = (dir.join("worker"), dir.join("checks"));
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_edged")).with_file_name("edge-worker");
    let text = format!(
        "#!/bin/sh\nworker='{}'\ncase \"$*\" in *--read*) echo \"$*\" >>'{}'; {then};; esac\n\
         exec \"$worker\" \"$@\"\n",
        worker.display(),
        log.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(&log, "").unwrap();
    (script, log)
}

fn lines(log: &Path) -> usize {
    std::fs::read_to_string(log).unwrap().lines().count()
}

/// Some clients send head and body apart. Who answers before the body and closes, leaves them with a broken pipe.
#[tokio::test]
async fn an_order_is_read_to_its_end() {
    let daemon = Daemon::start(SIM).await;
    for verb in ["load", "unload", "pin", "unpin"] {
        let path = format!("/edge/v1/models/sim/{verb}");
        let whole = raw::request(&path, "", "{}");
        let head = whole.strip_suffix("{}").unwrap();
        let mut stream = raw::send(&daemon.socket(), head);
        // By then the head has been read.
        daemon.client.status().await.unwrap();
        for rest in ["{}", whole.as_str()] {
            stream.write_all(rest.as_bytes()).unwrap();
            let answer = raw::read_some(&stream);
            assert!(answer.starts_with("HTTP/1.1 200"), "{verb}: {answer:?}");
        }
        let stream = raw::post(&daemon.socket(), &path, r#"{"soon": true}"#);
        let answer = raw::read_some(&stream);
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("soon"), "{verb}: {answer}");
    }
}

#[tokio::test]
async fn a_folder_of_garbage_is_broken_and_the_others_serve() {
    let dir = tempfile::tempdir().unwrap();
    garbage(&kept(&dir, "junk"));
    std::fs::create_dir_all(kept(&dir, "empty")).unwrap();
    garbage(&dir.path().join("share/models/boxed"));
    let daemon = Daemon::start_in(dir, SIM).await;
    daemon.client.chat(&chat("sim", "at once")).await.unwrap();
    for name in ["junk", "empty", "boxed"] {
        assert!(!broken(&daemon, name).await.is_empty());
    }
    let error = daemon.client.chat(&chat("junk", "x")).await.unwrap_err();
    assert_eq!(error.status(), Some(503), "{error}");
    let list: Value = daemon.client.get_json("/v1/models").await.unwrap();
    let ids: Vec<_> = list["data"].as_array().unwrap().iter().map(|model| &model["id"]).collect();
    assert_eq!(ids, ["sim"], "what is broken is not offered");
    let status = daemon.client.status().await.unwrap();
    let reasons: Vec<_> = status.reasons.iter().map(|reason| reason.subject.as_str()).collect();
    for name in ["junk", "empty", "boxed"] {
        assert!(reasons.contains(&name), "{reasons:?}");
    }
    let boxed = model(&status, "boxed").unwrap();
    assert!(boxed.shipped && !boxed.linked && boxed.dir.is_some());
    assert!(model(&status, "sim").unwrap().dir.is_none());
    daemon.client.chat(&chat("sim", "still")).await.unwrap();
}

#[tokio::test]
async fn a_folder_is_left_alone_until_it_is_copied() {
    let daemon = Daemon::start(SIM).await;
    let dir = daemon.socket().with_file_name("state").join("models/late");
    garbage(&dir);
    let file = dir.join("model.onnx");
    let write = || {
        let mut file = std::fs::File::options().append(true).open(&file).unwrap();
        file.write_all(b"more").unwrap();
    };
    let changing = |status: &Status| {
        write();
        let reason = model(status, "late").and_then(|model| model.reason.as_deref());
        reason == Some("its files are still changing")
    };
    let status = daemon.until("it is seen to change", changing).await;
    assert_eq!(model(&status, "late").unwrap().state, ModelState::Loading);
    let blames = |reason: &edge_api::admin::Reason| reason.subject == "late";
    assert!(!status.reasons.iter().any(blames), "that is no fault: {:?}", status.reasons);
    let until = Instant::now() + Duration::from_millis(1500);
    while Instant::now() < until {
        write();
        let status = daemon.client.status().await.unwrap();
        assert_eq!(model(&status, "late").unwrap().state, ModelState::Loading);
    }
    broken(&daemon, "late").await;
    write();
    daemon.until("it is looked at again", |status| !is_broken(status, "late")).await;
    broken(&daemon, "late").await;
}

#[tokio::test]
async fn what_vanishes_is_gone_and_what_comes_back_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, aside) = (kept(&dir, "junk"), dir.path().join("aside"));
    garbage(&folder);
    let tasks = dir.path().join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    std::fs::write(tasks.join("ask.toml"), "model = \"junk\"\n").unwrap();
    let daemon = Daemon::start_in(dir, SIM).await;
    broken(&daemon, "junk").await;
    for _ in 0..2 {
        std::fs::rename(&folder, &aside).unwrap();
        let gone = |status: &Status| model(status, "junk").is_none();
        let status = daemon.until("it is gone", gone).await;
        assert_eq!(status.tasks[0].state, "broken");
        assert!(status.tasks[0].reason.as_deref().unwrap().contains("no such model"));
        let error = daemon.client.chat(&chat("junk", "x")).await.unwrap_err();
        assert_eq!(error.status(), Some(404), "{error}");
        std::fs::rename(&aside, &folder).unwrap();
        let reason = broken(&daemon, "junk").await;
        let task = &daemon.client.status().await.unwrap().tasks[0];
        assert_eq!(task.reason.as_deref(), Some(&*format!("model `junk` is broken: {reason}")));
    }
    daemon.client.chat(&chat("sim", "still")).await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_a_model_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["Loud", "sim", ".hidden", "good"] {
        garbage(&kept(&dir, name));
    }
    std::os::unix::fs::symlink("/nowhere/at/all", kept(&dir, "dangling")).unwrap();
    let models = dir.path().join("config/models.d");
    std::fs::create_dir_all(&models).unwrap();
    std::fs::write(models.join("good.toml"), "\ncontext_tokens = 0\n").unwrap();
    let checked = command(dir.path()).args(SIM).arg("--check-config").output().unwrap();
    assert_eq!(checked.status.code(), Some(78));
    let daemon = Daemon::start_in(dir, SIM).await;
    let reason = broken(&daemon, "good").await;
    assert!(reason.contains("context_tokens is 0"), "{reason}");
    let reason = broken(&daemon, "dangling").await;
    assert!(reason.contains("/nowhere/at/all"), "{reason}");
    let status = daemon.client.status().await.unwrap();
    let names: Vec<_> = status.models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["dangling", "good", "sim"]);
    for fault in ["`Loud` is no name", "a simulated model has the name `sim`", "context_tokens"] {
        let named = |error: &&edge_api::admin::ConfigError| error.message.contains(fault);
        let count = status.config.errors.iter().filter(named).count();
        assert_eq!(count, 1, "{fault}: {:?}", status.config.errors);
    }
    daemon.client.chat(&chat("sim", "its name is its own")).await.unwrap();
}

#[tokio::test]
async fn an_add_that_cannot_be_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let (good, inside) = (garbage(&dir.path().join("good")), garbage(&kept(&dir, "inside")));
    let tasks = dir.path().join("config/tasks.d");
    std::fs::create_dir_all(&tasks).unwrap();
    std::fs::write(tasks.join("task.toml"), "model = \"sim\"\n").unwrap();
    let daemon = Daemon::start_in(dir, SIM).await;
    let nowhere = good.join("nowhere");
    let refused = |name: &str, dir: &Path| add(&daemon, name, dir, "copy");
    let unreadable = refused("m", &nowhere);
    assert_eq!(code(&unreadable), (400, "path_unreadable"));
    assert!(unreadable.1.to_string().contains(nowhere.to_str().unwrap()), "{unreadable:?}");
    assert_eq!(code(&refused("m", &good.join("model.onnx"))), (400, "path_unreadable"));
    assert_eq!(code(&refused("M", &good)), (400, "invalid_value"));
    assert_eq!(code(&refused("m", Path::new("here"))), (400, "invalid_value"));
    assert_eq!(code(&refused("m", &inside)), (400, "invalid_value"));
    for name in ["sim", "inside", "task"] {
        assert_eq!(code(&refused(name, &good)), (409, "in_use"), "{name}");
    }
    for (body, want) in [
        ("{", "invalid_json"),
        ("{\"dir\":\"/\",\"mdoe\":\"link\"}", "invalid_value"),
        ("{\"dir\":\"/\",\"mode\":\"move\"}", "invalid_value"),
    ] {
        assert_eq!(code(&ask(&daemon, "POST", "", body)), (400, want), "{body}");
    }
    for (method, path) in [("DELETE", "/none"), ("POST", "/none/load"), ("POST", "/none/verify")] {
        assert_eq!(code(&ask(&daemon, method, path, "")), (404, "model_not_found"), "{path}");
    }
    assert_eq!(code(&ask(&daemon, "POST", "/sim/dance", "")), (404, "not_found"));
}

#[tokio::test]
async fn an_add_that_fails_leaves_nothing_but_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let source = garbage(&dir.path().join("source"));
    let (folder, incoming) = (kept(&dir, "junk"), kept(&dir, ".incoming"));
    let daemon = Daemon::start_in(dir, SIM).await;
    let nothing_left = || {
        let left = std::fs::read_dir(&incoming).map_or(0, Iterator::count);
        std::fs::symlink_metadata(&folder).is_err() && left == 0
    };
    for mode in ["copy", "link"] {
        let (status, added) = add(&daemon, "junk", &source, mode);
        assert_eq!((status, &added["changed"]), (200, &json!(true)), "{added}");
        assert_eq!(added["model"]["name"], "junk");
        broken(&daemon, "junk").await;
        assert!(nothing_left(), "after a failed {mode}");
        daemon.client.chat(&chat("sim", "still")).await.unwrap();
    }
    let (status, removed) = ask(&daemon, "DELETE", "/junk", "");
    assert_eq!((status, removed), (200, json!({ "changed": true, "model": null })));
    assert!(model(&daemon.client.status().await.unwrap(), "junk").is_none());
    assert!(source.join("model.onnx").exists());
}

#[tokio::test]
async fn what_is_removed_is_gone_from_disk_but_not_what_is_somebody_elses() {
    let dir = tempfile::tempdir().unwrap();
    let (own, link) = (garbage(&kept(&dir, "own")), kept(&dir, "link"));
    let elsewhere = garbage(&dir.path().join("elsewhere"));
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    garbage(&dir.path().join("share/models/boxed"));
    let daemon = Daemon::start_in(dir, SIM).await;
    for name in ["own", "link", "boxed"] {
        broken(&daemon, name).await;
    }
    assert!(model(&daemon.client.status().await.unwrap(), "link").unwrap().linked);
    for name in ["own", "link"] {
        assert_eq!(ask(&daemon, "DELETE", &format!("/{name}"), "").0, 200);
        assert_eq!(code(&ask(&daemon, "DELETE", &format!("/{name}"), "")).0, 404);
    }
    assert!(std::fs::symlink_metadata(&own).is_err() && std::fs::symlink_metadata(&link).is_err());
    assert!(elsewhere.join("model.onnx").exists());
    for name in ["boxed", "sim"] {
        assert_eq!(code(&ask(&daemon, "DELETE", &format!("/{name}"), "")), (403, "not_permitted"));
    }
    garbage(&own);
    broken(&daemon, "own").await;
}

#[tokio::test]
async fn pins_outlive_the_daemon() {
    let dir = tempfile::tempdir().unwrap();
    garbage(&kept(&dir, "junk"));
    let models = dir.path().join("config/models.d");
    std::fs::create_dir_all(&models).unwrap();
    std::fs::write(models.join("held.toml"), "pinned = true\n").unwrap();
    let sims = ["--sim", "sim", "--sim", "held"];
    let daemon = Daemon::start_in(dir, &sims).await;
    let pin = |daemon: &Daemon, path: &str| {
        let (status, answer) = ask(daemon, "POST", path, "");
        assert_eq!(status, 200, "{answer}");
        (answer["changed"].as_bool().unwrap(), answer["model"]["pinned"].as_bool().unwrap())
    };
    for name in ["sim", "junk"] {
        assert_eq!(pin(&daemon, &format!("/{name}/pin")), (true, true));
        assert_eq!(pin(&daemon, &format!("/{name}/pin")), (false, true));
    }
    assert_eq!(pin(&daemon, "/held/pin"), (false, true));
    assert_eq!(code(&ask(&daemon, "POST", "/held/unpin", "")), (409, "in_use"));
    let (_, dir) = daemon.stop().await;
    let daemon = Daemon::start_in(dir, &sims).await;
    assert_eq!(pin(&daemon, "/sim/unpin"), (true, false));
    assert_eq!(pin(&daemon, "/sim/unpin"), (false, false));
    let (_, dir) = daemon.stop().await;
    let daemon = Daemon::start_in(dir, &sims).await;
    let status = daemon.client.status().await.unwrap();
    let pinned: Vec<_> = status.models.iter().map(|model| (&*model.name, model.pinned)).collect();
    assert_eq!(pinned, [("held", true), ("junk", true), ("sim", false)]);
}

#[tokio::test]
async fn a_restart_needs_no_check() {
    let dir = tempfile::tempdir().unwrap();
    let folder = garbage(&kept(&dir, "junk"));
    let (script, log) = noting_worker(dir.path(), ":");
    let cached = dir.path().join("cache/checks/junk.json");
    let args = ["--worker", script.to_str().unwrap(), "--sim", "sim"];
    let mut dir = dir;
    let mut first = None;
    // Each time: what is done before the start, and whether that asks for a check.
    let changes: [(&dyn Fn(), bool); 4] = [
        (&|| {}, true),
        (&|| {}, false),
        (&|| std::fs::write(&cached, "torn").unwrap(), true),
        (&|| std::fs::write(folder.join("model.onnx"), "another").unwrap(), true),
    ];
    let mut checks = 0;
    for (change, asks) in changes {
        change();
        checks += usize::from(asks);
        let daemon = Daemon::start_in(dir, &args).await;
        let reason = broken(&daemon, "junk").await;
        assert_eq!(*first.get_or_insert_with(|| reason.clone()), reason);
        assert_eq!(lines(&log), checks);
        (_, dir) = daemon.stop().await;
    }
}

#[tokio::test]
async fn a_check_that_hangs_is_ended_and_nobody_waits_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let folder = garbage(&kept(&dir, "junk"));
    let (script, log) = noting_worker(dir.path(), "exec sleep 1000");
    let script = script.to_str().unwrap();
    let args = ["--worker", script, "--sim", "sim", "--set", "worker.start_timeout_ms=3000"];
    let daemon = Daemon::start_in(dir, &args).await;
    daemon.until("the check runs", |_| lines(&log) == 1).await;
    daemon.client.chat(&chat("sim", "meanwhile")).await.unwrap();
    let reason = broken(&daemon, "junk").await;
    assert_eq!(reason, "the check died: it came no further for 3000 ms");
    let sim = daemon.worker_of("sim").await;
    assert_eq!(daemon.children().iter().map(|(pid, _)| *pid).collect::<Vec<_>>(), [sim]);

    std::fs::write(folder.join("more"), "x").unwrap();
    daemon.until("it is checked again", |_| lines(&log) == 2).await;
    let children = daemon.children();
    let began = Instant::now();
    let (status, _dir) = daemon.stop().await;
    assert_eq!(status.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(children.iter().all(|(pid, _)| !crate::daemon::alive(*pid)), "{children:?}");
}
