//! The configuration changes under a running daemon: what is good is taken as one, what is bad changes
//! nothing, and no call notices.

mod load;

use crate::daemon::{Daemon, PATIENCE, chat, command, event, exit_of, streamed};
use crate::raw;
use edge_api::admin::{Health, Status};
use edge_api::client::EventStream;
use edge_api::event::{Event, EventKind};
use edge_api::openai::ChatRequest;
use rustix::process::Signal;
use std::fs::{create_dir_all, remove_file, rename, write};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A daemon whose folders are there.
struct House {
    daemon: Daemon,
    events: EventStream,
    config: PathBuf,
}

/// The next event of the configuration.
async fn told(events: &mut EventStream) -> Event {
    let wait = async {
        loop {
            let event = events.next().await.unwrap().expect("the feed goes on");
            if matches!(event.kind, EventKind::ConfigReloaded | EventKind::ConfigRejected) {
                return event;
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("the change is noticed")
}

fn put(config: &Path, name: &str, text: &str) {
    let beside = config.with_file_name("half-written");
    write(&beside, text).unwrap();
    rename(beside, config.join(name)).unwrap();
}

impl House {
    async fn new(args: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["config/edged.d", "config/tasks.d", "config/models.d", "share/tasks.d"] {
            create_dir_all(dir.path().join(folder)).unwrap();
        }
        Self::of(Daemon::start_in(dir, args).await).await
    }

    async fn of(daemon: Daemon) -> Self {
        let events = daemon.client.events(Some(0)).await.unwrap();
        let config = daemon.socket().parent().unwrap().join("config");
        Self { daemon, events, config }
    }

    /// At once, so that nothing in between can be read.
    fn write(&self, name: &str, text: &str) {
        put(&self.config, name, text);
    }

    async fn until_connections_max(&self, what: &str, is: usize) {
        self.daemon.until(what, |status| status.connections.max == is).await;
    }

    async fn reloaded(&mut self) -> String {
        let event = told(&mut self.events).await;
        assert_eq!(event.kind, EventKind::ConfigReloaded, "{event:?}");
        event.reason.unwrap()
    }

    async fn rejected(&mut self) -> String {
        let event = told(&mut self.events).await;
        assert_eq!(event.kind, EventKind::ConfigRejected, "{event:?}");
        event.reason.unwrap()
    }

    async fn status(&self) -> Status {
        self.daemon.client.status().await.unwrap()
    }

    async fn connections_max(&self) -> usize {
        self.status().await.connections.max
    }
}

#[tokio::test]
async fn a_good_file_is_taken_and_a_bad_one_changes_nothing() {
    let mut house = House::new(&["--sim", "sim"]).await;
    house.write("edged.toml", "limits.connections_max = 20\nlimits.queue_requests_max = 7\n");
    assert_eq!(
        house.reloaded().await,
        "limits.connections_max = 20; limits.queue_requests_max = 7"
    );
    let status = house.status().await;
    assert_eq!((status.connections.max, status.queue.max), (20, 7));
    assert_eq!((status.health, status.config.files.len()), (Health::Ok, 1));

    let bad = "limits.connections_max = 30\n\nlimits.queue_request_max = 8\n";
    house.write("edged.toml", bad);
    let says = "limits.queue_request_max: unknown key, did you mean queue_requests_max?";
    let reason = house.rejected().await;
    assert!(reason.ends_with(&format!("config/edged.toml:3: {says}")), "{reason}");
    let status = house.status().await;
    assert_eq!((status.connections.max, status.queue.max), (20, 7), "the old ones, whole");
    assert_eq!(status.health, Health::Degraded);
    let error = &status.config.errors[0];
    assert!(error.file.ends_with("config/edged.toml"), "{error:?}");
    assert_eq!((error.line, error.message.as_str()), (Some(3), says));
    let of_it = |reason: &edge_api::admin::Reason| {
        reason.code == "config_rejected" && reason.message == says
    };
    assert!(status.reasons.iter().any(of_it), "{:?}", status.reasons);
    house.daemon.client.chat(&chat("sim", "x")).await.unwrap();

    house.write("edged.toml", "limits.connections_max = 30\n");
    let reason = house.reloaded().await;
    assert!(reason.starts_with("the files can be used again; limits.connections_max = 30"));
    let status = house.status().await;
    assert_eq!((status.connections.max, status.queue.max), (30, 64));
    assert_eq!((status.health, status.config.errors.len()), (Health::Ok, 0));
}

/// Whichever way a file is changed, it is noticed: each way sets another number.
#[tokio::test]
async fn every_way_to_save_a_file_is_noticed() {
    let house = House::new(&[]).await;
    let file = house.config.join("edged.toml");
    let text = |n: usize| format!("limits.connections_max = {n}\n");
    let elsewhere = tempfile::tempdir().unwrap();

    write(&file, text(11)).unwrap();
    house.until_connections_max("a new file", 11).await;

    write(&file, text(12)).unwrap();
    house.until_connections_max("truncated and written", 12).await;

    write(house.config.join(".edged.toml.swp"), text(13)).unwrap();
    rename(house.config.join(".edged.toml.swp"), &file).unwrap();
    house.until_connections_max("renamed over", 13).await;

    rename(&file, house.config.join("edged.toml~")).unwrap();
    write(&file, text(14)).unwrap();
    house.until_connections_max("moved away and written anew", 14).await;

    write(house.config.join("edged.d/10.toml"), text(15)).unwrap();
    house.until_connections_max("a drop-in", 15).await;

    remove_file(house.config.join("edged.d/10.toml")).unwrap();
    house.until_connections_max("a drop-in goes", 14).await;

    let target = elsewhere.path().join("linked.toml");
    write(&target, text(16)).unwrap();
    remove_file(&file).unwrap();
    symlink(&target, &file).unwrap();
    house.until_connections_max("a link", 16).await;

    write(&target, text(17)).unwrap();
    house.until_connections_max("what a link leads to", 17).await;

    remove_file(&file).unwrap();
    house.until_connections_max("none", 256).await;

    std::fs::remove_dir_all(house.config.join("edged.d")).unwrap();
    write(elsewhere.path().join("20.toml"), text(18)).unwrap();
    symlink(elsewhere.path(), house.config.join("edged.d")).unwrap();
    // It would be a drop-in, too.
    remove_file(&target).unwrap();
    house.until_connections_max("a linked folder", 18).await;
    write(elsewhere.path().join("20.toml"), text(19)).unwrap();
    house.until_connections_max("a file in a linked folder", 19).await;
}

/// As a ConfigMap is mounted: files are links through `..data`, which is a link that is swapped.
#[tokio::test]
async fn a_swapped_folder_of_links_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config");
    let generation = |n: usize| {
        let name = format!("..generation-{n}");
        create_dir_all(config.join(&name)).unwrap();
        let text = format!("limits.connections_max = {n}\n");
        write(config.join(&name).join("edged.toml"), text).unwrap();
        symlink(&name, config.join("..data_tmp")).unwrap();
        rename(config.join("..data_tmp"), config.join("..data")).unwrap();
    };
    generation(21);
    symlink("..data/edged.toml", config.join("edged.toml")).unwrap();
    let house = House::of(Daemon::start_in(dir, &[]).await).await;
    assert_eq!(house.connections_max().await, 21);
    for n in [22, 23, 24] {
        generation(n);
        std::fs::remove_dir_all(config.join(format!("..generation-{}", n - 1))).unwrap();
        house.until_connections_max("the folder of links is another", n).await;
    }
}

#[tokio::test]
async fn folders_that_come_later_are_watched() {
    let daemon = Daemon::start(&[]).await;
    let root = daemon.socket().parent().unwrap().to_owned();
    create_dir_all(root.join("config/edged.d")).unwrap();
    write(root.join("config/edged.d/1.toml"), "limits.connections_max = 31\n").unwrap();
    daemon.until("a drop-in of a new folder", |status| status.connections.max == 31).await;
    create_dir_all(root.join("share")).unwrap();
    write(root.join("share/edged.toml"), "limits.queue_requests_max = 5\n").unwrap();
    daemon.until("a shipped file", |status| status.queue.max == 5).await;
    std::fs::remove_dir_all(root.join("config")).unwrap();
    daemon.until("the folder has gone", |status| status.connections.max == 256).await;
}

#[tokio::test]
async fn tasks_come_change_break_and_go() {
    let mut house = House::new(&["--sim", "sim"]).await;
    house.write("tasks.d/loud.toml", "model = \"sim\"\n[defaults]\nmax_tokens = 2\n");
    assert_eq!(house.reloaded().await, "task `loud`");
    let answer = async |house: &House, task: &str| {
        let answer = house.daemon.client.chat(&chat(task, "abcdef")).await;
        answer.map(|answer| answer.choices[0].message.content.clone())
    };
    assert_eq!(answer(&house, "loud").await.unwrap(), "ab");
    house.write("tasks.d/loud.toml", "model = \"sim\"\n[defaults]\nmax_tokens = 3\n");
    house.reloaded().await;
    assert_eq!(answer(&house, "loud").await.unwrap(), "abc");

    house.write("tasks.d/other.toml", "model = \"sim\"\n");
    house.reloaded().await;
    house.write("tasks.d/loud.toml", "model = \"sim\"\n[defaults]\nmax_tokens = 0\n");
    let reason = house.reloaded().await;
    assert!(reason.starts_with("task `loud` is broken: ") && reason.contains("loud.toml:3: "));
    assert_eq!(answer(&house, "loud").await.unwrap_err().status(), Some(503));
    assert_eq!(answer(&house, "other").await.unwrap(), "abcdef", "alone");
    assert_eq!(house.status().await.health, Health::Degraded);

    remove_file(house.config.join("tasks.d/loud.toml")).unwrap();
    assert_eq!(house.reloaded().await, "task `loud` is gone");
    assert_eq!(answer(&house, "loud").await.unwrap_err().status(), Some(404));
    assert_eq!(house.status().await.health, Health::Ok);
}

#[tokio::test]
async fn a_schema_that_changes_changes_its_task() {
    let mut house = House::new(&["--sim", "sim"]).await;
    create_dir_all(house.config.join("tasks.d/schemas")).unwrap();
    house.write("tasks.d/schemas/s.json", r#"{"type": "object"}"#);
    let task = "model = \"sim\"\n[output]\nschema_file = \"schemas/s.json\"\n";
    house.write("tasks.d/t.toml", task);
    house.reloaded().await;
    let valid = async |house: &House| {
        let answer = house.daemon.client.chat(&chat("t", "{}")).await.unwrap();
        answer.edge.schema_valid
    };
    assert_eq!(valid(&house).await, Some(true));
    house.write("tasks.d/schemas/s.json", r#"{"type": "array"}"#);
    assert_eq!(house.reloaded().await, "task `t`");
    assert_eq!(valid(&house).await, Some(false));
}

#[tokio::test]
async fn how_a_model_is_run_changes_and_a_broken_file_changes_nothing() {
    let mut house = House::new(&["--sim", "sim"]).await;
    let model = async |house: &House| house.status().await.models[0].clone();
    assert!(!model(&house).await.pinned);
    house.write("models.d/sim.toml", "pinned = true\nisolate = true\n");
    let reason = house.reloaded().await;
    assert_eq!(reason, "models.d/sim; a restart is needed for models.d/sim.isolate");
    house
        .daemon
        .until("it is pinned and loaded", |status| {
            status.models[0].pinned && status.models[0].worker_pid.is_some()
        })
        .await;
    assert_eq!(house.status().await.config.restart_needed, ["models.d/sim.isolate"]);

    house.write("models.d/sim.toml", "pinned = maybe\n");
    assert!(house.rejected().await.contains("models.d/sim.toml:1: "));
    let status = house.status().await;
    assert!(status.models[0].pinned, "it keeps what it had");
    assert_eq!((status.health, status.config.errors.len()), (Health::Degraded, 1));
    house.daemon.client.chat(&chat("sim", "x")).await.unwrap();

    house.write("models.d/sim.toml", "keep_alive_s = 0\n");
    house.reloaded().await;
    house.daemon.until("it is unloaded", |status| status.workers[0].pid.is_none()).await;
    assert_eq!(house.status().await.health, Health::Ok);
}

#[tokio::test]
async fn a_model_that_was_broken_by_its_file_is_mended_by_it() {
    let dir = tempfile::tempdir().unwrap();
    create_dir_all(dir.path().join("config/models.d")).unwrap();
    write(dir.path().join("config/models.d/sim.toml"), "pinned = 1\n").unwrap();
    let mut house = House::of(Daemon::start_in(dir, &["--sim", "sim"]).await).await;
    let error = house.daemon.client.chat(&chat("sim", "x")).await.unwrap_err();
    assert_eq!(error.status(), Some(503), "{error}");
    house.write("models.d/sim.toml", "pinned = true\n");
    house.reloaded().await;
    house.daemon.until("it is ready", |status| status.models[0].worker_pid.is_some()).await;
    house.daemon.client.chat(&chat("sim", "x")).await.unwrap();
}

#[tokio::test]
async fn a_key_that_needs_a_restart_waits_and_is_taken_by_it() {
    let mut house = House::new(&["--sim", "sim"]).await;
    house.write("edged.toml", "[engine]\nthreads = 3\nstep_ms_max = 20\n");
    let reason = house.reloaded().await;
    assert_eq!(reason, "engine.step_ms_max = 20; a restart is needed for engine.threads");
    let config = house.daemon.client.config().await.unwrap();
    let key = config.keys.iter().find(|key| key.key == "engine.threads").unwrap();
    assert_eq!((&key.value, &key.after_restart), (&0.into(), &Some(3.into())));
    assert_eq!(config.status.restart_needed, ["engine.threads"]);
    let (_, dir) = house.daemon.stop().await;
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let config = daemon.client.config().await.unwrap();
    let key = config.keys.iter().find(|key| key.key == "engine.threads").unwrap();
    assert_eq!((&key.value, config.status.restart_needed.len()), (&3.into(), 0));
}

#[tokio::test]
async fn limits_hold_from_the_next_request_on() {
    let mut house = House::new(&["--sim", "sim"]).await;
    let body = |len: usize| {
        let empty = r#"{"model":"sim","messages":[{"role":"user","content":""}]}"#;
        let text = "x".repeat(len - empty.len());
        empty.replace(r#""content":"""#, &format!(r#""content":"{text}""#))
    };
    let status = |house: &House, len: usize| {
        let stream = raw::post(&house.daemon.socket(), "/v1/chat/completions", &body(len));
        raw::read_some(&stream)[9..12].to_owned()
    };
    assert_eq!(status(&house, 3000), "200");
    house.write("edged.toml", "limits.body_bytes_max = 2048\n");
    house.reloaded().await;
    assert_eq!((status(&house, 2048), status(&house, 2049)), ("200".into(), "413".into()));
    house.write(
        "edged.toml",
        "limits.body_bytes_max = 1024\nlimits.body_bytes_in_flight_max = 1024\n",
    );
    house.reloaded().await;
    assert_eq!((status(&house, 1024), status(&house, 1025)), ("200".into(), "413".into()));
    house.write("edged.toml", "");
    house.reloaded().await;
    assert_eq!(status(&house, 3000), "200");
}

#[tokio::test]
async fn the_time_to_drain_is_the_one_of_the_end() {
    let mut house = House::new(&["--sim", "sim,step_us=20000,reply=count"]).await;
    let request = ChatRequest { max_tokens: Some(3000), ..chat("sim", "x") };
    let mut stream = house.daemon.client.chat_stream(&streamed(request)).await.unwrap();
    stream.next().await.unwrap();
    house.write("edged.toml", "shutdown.drain_ms = 100\n");
    house.reloaded().await;
    let began = Instant::now();
    let reading = async { while let Ok(Some(_)) = stream.next().await {} };
    let (stopped, ()) = tokio::join!(house.daemon.stop(), reading);
    assert_eq!(stopped.0.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn sighup_reloads_and_always_says_so_and_systemd_hears_of_it() {
    let dir = tempfile::tempdir().unwrap();
    create_dir_all(dir.path().join("config")).unwrap();
    let notify = UnixDatagram::bind(dir.path().join("notify.sock")).unwrap();
    notify.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut edged = command(dir.path());
    edged.env("NOTIFY_SOCKET", dir.path().join("notify.sock"));
    let mut house = House::of(Daemon::adopt(dir, edged.spawn().unwrap()).await).await;
    let heard = || {
        let mut bytes = [0; 1024];
        let len = notify.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..len].to_vec()).unwrap()
    };
    assert_eq!(heard(), "READY=1\n");
    for bad in [false, true] {
        if bad {
            house.write("edged.toml", "zebra = 1\n");
            assert!(house.rejected().await.contains("zebra"));
        }
        house.daemon.signal(Signal::HUP);
        match bad {
            false => assert_eq!(house.reloaded().await, "nothing has changed"),
            true => assert!(house.rejected().await.contains("zebra: unknown key")),
        }
        let reloading = heard();
        let (first, rest) = reloading.split_once('\n').unwrap();
        let usec = rest.trim_end().strip_prefix("MONOTONIC_USEC=").unwrap();
        assert_eq!(first, "RELOADING=1");
        assert!(usec.parse::<u64>().unwrap() > 0);
        assert_eq!(heard(), "READY=1\n", "a reload has an end, whatever came of it");
    }
    house.daemon.client.status().await.unwrap();
}

/// Who starts edged by hand and closes the terminal has always ended it.
#[tokio::test]
async fn a_terminal_that_has_gone_ends_its_daemon() {
    use rustix::fs::OFlags;
    use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let open = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let slave = rustix::fs::open(name.as_c_str(), open, rustix::fs::Mode::empty()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let child = command(dir.path()).stderr(std::fs::File::from(slave)).spawn().unwrap();
    let mut daemon = Daemon::adopt(dir, child).await;
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    daemon.signal(Signal::HUP);
    event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    drop((master, events));
    daemon.signal(Signal::HUP);
    assert_eq!(exit_of(&mut daemon.child).await.code(), Some(0));
}
