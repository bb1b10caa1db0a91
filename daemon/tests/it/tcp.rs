//! The TCP door: closed unless asked for, open to this machine alone, and to nobody without a key.

use crate::daemon::{Daemon, PATIENCE, command};
use crate::front::Answer;
use crate::raw;
use edge_api::admin::{Health, Reason};
use edge_api::error::Code;
use edge_api::event::EventKind;
use rustix::process::{Resource, getrlimit, setrlimit};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

const KEY: &str = "the key of a test";
/// Of `KEY`, as `printf %s 'the key of a test' | sha256sum` has it.
const HASH: &str = "02b74171c4f1b56c3d9917c66c08b5e44261e233cfbf04829006a23b2aa0dd14";

fn configure(dir: &Path, listen: &str) {
    let config = dir.join("config");
    std::fs::create_dir_all(&config).unwrap();
    let text = format!(
        "[tcp]\nlisten = \"{listen}\"\nkeys = [{{ name = \"app\", sha256 = \"{HASH}\" }}]\n"
    );
    std::fs::write(config.join("edged.toml"), text).unwrap();
}

/// Where a process of ours listens, as the kernel sees it.
fn ports_of(pid: u32) -> Vec<u16> {
    let fds = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
    let links = fds.filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok());
    let sockets: Vec<String> = links.filter_map(|link| link.to_str().map(str::to_owned)).collect();
    let table = std::fs::read_to_string(format!("/proc/{pid}/net/tcp")).unwrap();
    let listening = table.lines().skip(1).filter_map(|line| {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let ours = sockets.contains(&format!("socket:[{}]", parts[9]));
        let port = parts[1].split(':').nth(1)?;
        (ours && parts[3] == "0A").then(|| u16::from_str_radix(port, 16).unwrap())
    });
    listening.collect()
}

async fn start(listen: &str) -> (Daemon, Option<SocketAddr>) {
    let dir = tempfile::tempdir().unwrap();
    configure(dir.path(), listen);
    let child = command(dir.path()).args(["--sim", "sim"]).spawn().unwrap();
    let daemon = Daemon::adopt(dir, child).await;
    let ports = ports_of(daemon.pid());
    assert!(ports.len() < 2, "{ports:?}");
    let address = ports.first().map(|port| SocketAddr::from(([127, 0, 0, 1], *port)));
    (daemon, address)
}

fn ask(address: SocketAddr, line: &str, headers: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let len = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {address}\r\n{headers}content-length: {len}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    Answer::read(&text)
}

#[tokio::test]
async fn nothing_listens_unless_asked_for() {
    let (daemon, address) = start("").await;
    assert_eq!((address, daemon.client.status().await.unwrap().tcp), (None, None));
}

#[tokio::test]
async fn the_status_says_which_port_it_is() {
    let (daemon, address) = start("127.0.0.1:0").await;
    assert!(address.is_some_and(|address| address.port() > 0));
    assert_eq!(daemon.client.status().await.unwrap().tcp, address);
}

#[tokio::test]
async fn a_key_may_call_and_look_and_change_nothing() {
    let (daemon, address) = start("127.0.0.1:0").await;
    let address = address.unwrap();
    let key = format!("authorization: Bearer {KEY}\r\n");
    let call = r#"{"model":"sim","prompt":"hello","temperature":0,"max_tokens":5}"#;
    let called = ask(address, "POST /v1/completions", &key, call);
    assert_eq!(called.status, 200, "{}", called.body);
    assert!(called.body.contains("\"text\":\"hello\""), "{}", called.body);
    assert_eq!(ask(address, "GET /edge/v1/status", &key, "").status, 200);
    for (line, body) in [
        ("POST /edge/v1/models/sim/load", ""),
        ("POST /edge/v1/models/sim/pin", ""),
        ("DELETE /edge/v1/models/sim", ""),
        ("POST /edge/v1/models", r#"{"dir":"/nowhere"}"#),
    ] {
        let error = ask(address, line, &key, body).error();
        assert_eq!(error.code, Code::NotPermitted, "{line}");
        assert!(error.message.contains("`app`") && error.hint.is_some(), "{error:?}");
    }
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    let ended = crate::daemon::event(&mut events, EventKind::CallEnded, |_| true).await;
    assert_eq!(ended.caller.as_deref(), Some("key=app"));
}

#[tokio::test]
async fn a_client_that_leaves_cancels_over_tcp_too() {
    let dir = tempfile::tempdir().unwrap();
    configure(dir.path(), "127.0.0.1:0");
    let mut command = command(dir.path());
    command.args(["--sim", "sim,reply=count,step_us=20000"]);
    let daemon = Daemon::adopt(dir, command.spawn().unwrap()).await;
    let address = SocketAddr::from(([127, 0, 0, 1], ports_of(daemon.pid())[0]));
    for stream in ["true", "false"] {
        let body = format!(r#"{{"model":"sim","prompt":"x","max_tokens":3000,"stream":{stream}}}"#);
        let headers = format!("authorization: Bearer {KEY}\r\n");
        let mut client = TcpStream::connect(address).unwrap();
        client.write_all(raw::request("/v1/completions", &headers, &body).as_bytes()).unwrap();
        daemon.until("it runs", |status| status.queue.running == 1).await;
        drop(client);
        daemon.until("it is cancelled", |status| status.queue.running == 0).await;
    }
}

#[tokio::test]
async fn without_a_key_there_is_nothing_at_all() {
    let (_daemon, address) = start("127.0.0.1:0").await;
    let address = address.unwrap();
    let wrong = format!("authorization: Bearer {KEY}s\r\n");
    let hash = format!("authorization: Bearer {HASH}\r\n");
    for headers in ["", "authorization: Basic x\r\n", &wrong, &hash] {
        for line in ["GET /healthz", "GET /v1/models", "POST /v1/completions", "GET /none"] {
            let answer = ask(address, line, headers, "");
            assert_eq!(answer.header("www-authenticate"), Some("bearer"), "{line} {headers}");
            let error = answer.error();
            assert_eq!(error.code, Code::InvalidApiKey, "{line} {headers}");
            assert!(!error.message.contains(KEY) && error.hint.is_some(), "{error:?}");
        }
    }
    let named = ask(address, "GET /healthz", "x-request-id: mine/1\r\n", "");
    assert_eq!((named.status, named.header("x-request-id")), (401, Some("mine/1")));
    let origin = format!("authorization: Bearer {KEY}\r\norigin: null\r\n");
    assert_eq!(ask(address, "GET /healthz", &origin, "").error().code, Code::ForeignOrigin);
    let foreign = format!("authorization: Bearer {KEY}\r\nhost: edged\r\n");
    assert_eq!(ask(address, "GET /healthz", &foreign, "").error().code, Code::ForeignOrigin);
}

#[tokio::test]
async fn who_has_no_key_keeps_no_connection() {
    let (_daemon, address) = start("127.0.0.1:0").await;
    let answer = |headers: &str| {
        let mut stream = TcpStream::connect(address.unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        Answer::read(&text)
    };
    let refused = answer("");
    assert_eq!((refused.status, refused.header("connection")), (401, Some("close")));
    let served = answer(&format!("authorization: Bearer {KEY}\r\n"));
    assert_eq!((served.status, served.header("connection")), (200, None));
}

/// Whoever has sent all of it before they read learns what was wrong; who sends without an end is not listened to.
#[tokio::test]
async fn who_has_no_key_is_read_on_for_the_length_of_a_request() {
    let (_daemon, address) = start("127.0.0.1:0").await;
    let begin = |len: usize| {
        let mut stream = TcpStream::connect(address.unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        let head = format!("POST /v1/completions HTTP/1.1\r\ncontent-length: {len}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // It is refused before it has sent anything of its body, and does not look.
        stream.peek(&mut [0]).unwrap();
        stream
    };
    let mut stream = begin(4_000_000);
    for _ in 0..40 {
        stream.write_all(&[b' '; 100_000]).unwrap();
    }
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(Answer::read(&text).error().code, Code::InvalidApiKey);

    let mut stream = begin(1_000_000_000);
    let part = vec![b' '; 1 << 20];
    let sent = (0..100).take_while(|_| stream.write_all(&part).is_ok()).count();
    assert!(sent < 50, "{sent} MiB were taken");
}

/// Far more come than there are places: few are told so, and the others are let go at once.
#[tokio::test]
async fn who_has_no_key_keeps_nobody_from_being_accepted() {
    let mut files = getrlimit(Resource::Nofile);
    let enough = files.maximum.unwrap_or(u64::MAX).min(4096);
    files.current = files.current.map(|now| now.max(enough));
    setrlimit(Resource::Nofile, files).unwrap();
    let (daemon, address) = start("127.0.0.1:0").await;
    let connect = |_| TcpStream::connect(address.unwrap()).unwrap();
    let mut held: Vec<TcpStream> = (0..1300).map(connect).collect();
    // Until it is the last one's turn; were they all kept, that would not come.
    let last = held.last_mut().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    assert_eq!(last.read(&mut [0; 1]).unwrap_or(0), 0);
    let open = std::fs::read_dir(format!("/proc/{}/fd", daemon.pid())).unwrap().count();
    assert!(open < 400, "{open} are open");
    let head = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let answer = raw::read_to_end(&raw::send(&daemon.socket(), head));
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
}

#[tokio::test]
async fn a_key_that_is_taken_away_opens_nothing_more() {
    let (daemon, address) = start("127.0.0.1:0").await;
    let key = format!("authorization: Bearer {KEY}\r\n");
    assert_eq!(ask(address.unwrap(), "GET /v1/models", &key, "").status, 200);
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    let file = daemon.socket().with_file_name("config").join("edged.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let change = |text: &str| std::fs::write(&file, text).unwrap();
    change(&text.replace(HASH, &"0".repeat(HASH.len())));
    crate::daemon::event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    let error = ask(address.unwrap(), "GET /v1/models", &key, "").error();
    assert_eq!(error.code, Code::InvalidApiKey);
    change(&text);
    crate::daemon::event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    assert_eq!(ask(address.unwrap(), "GET /v1/models", &key, "").status, 200);
    // The last one, too: at a start it would be a mistake, now it is meant.
    change("[tcp]\nlisten = \"127.0.0.1:0\"\n");
    crate::daemon::event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    let error = ask(address.unwrap(), "GET /v1/models", &key, "").error();
    assert_eq!(error.code, Code::InvalidApiKey);
}

/// Its policy may stay behind in another file: that is told, and keeps nobody in.
#[tokio::test]
async fn a_key_that_is_taken_away_before_its_policy_opens_nothing_more() {
    let dir = tempfile::tempdir().unwrap();
    configure(dir.path(), "127.0.0.1:0");
    let config = dir.path().join("config");
    std::fs::create_dir(config.join("edged.d")).unwrap();
    let policy = "\n[[policy]]\nkey = \"app\"\ntasks = [\"sim\"]\n";
    std::fs::write(config.join("edged.d/app.toml"), policy).unwrap();
    let daemon = Daemon::start_in(dir, &["--sim", "sim"]).await;
    let address = daemon.client.status().await.unwrap().tcp.unwrap();
    let key = format!("authorization: Bearer {KEY}\r\n");
    assert_eq!(ask(address, "GET /v1/models", &key, "").status, 200);
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    let without = "[tcp]\nlisten = \"127.0.0.1:0\"\n";
    std::fs::write(config.join("edged.toml"), without).unwrap();
    let told = crate::daemon::event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    let says = "policy[0].key is `app`, a name that tcp.keys does not have";
    let reason = told.reason.unwrap();
    assert!(reason.contains("a warning: ") && reason.contains(says), "{reason}");
    let error = ask(address, "GET /v1/models", &key, "").error();
    assert_eq!(error.code, Code::InvalidApiKey);
    let status = daemon.client.status().await.unwrap();
    assert_eq!((status.health, status.config.errors.len()), (Health::Degraded, 0));
    let warning = &status.config.warnings[0];
    assert!(warning.file.ends_with("edged.d/app.toml") && warning.message.starts_with(says));
    assert_eq!(warning.line, Some(3));
    let of_it = |reason: &Reason| reason.code == "config_warning" && reason.message.contains(says);
    assert!(status.reasons.iter().any(of_it), "{:?}", status.reasons);
    // A slip is none of that: the key that it leaves alone does not come in.
    let slip = "[tcp]\nlisten = \"127.0.0.1:0\"\n";
    let slip = format!(
        "{slip}keys = [{{ name = \"apt\", sha256 = \"{HASH}\" }}]\n[[policy]]\nkey = \"atp\"\n"
    );
    std::fs::write(config.join("edged.toml"), slip).unwrap();
    let told = crate::daemon::event(&mut events, EventKind::ConfigRejected, |_| true).await;
    assert!(told.reason.unwrap().ends_with("tcp.keys does not have, did you mean apt?"));
    assert_eq!(ask(address, "GET /v1/models", &key, "").status, 401);
    // Both gone, all is well.
    std::fs::write(config.join("edged.toml"), without).unwrap();
    std::fs::remove_file(config.join("edged.d/app.toml")).unwrap();
    daemon.until("all is well", |status| status.health == Health::Ok).await;
}

#[tokio::test]
async fn a_policy_can_be_about_a_key() {
    let dir = tempfile::tempdir().unwrap();
    configure(dir.path(), "127.0.0.1:0");
    std::fs::create_dir(dir.path().join("config/edged.d")).unwrap();
    let policy = "[[policy]]\nkey = \"app\"\ntasks = [\"si*\"]\n";
    std::fs::write(dir.path().join("config/edged.d/app.toml"), policy).unwrap();
    let mut command = command(dir.path());
    let daemon = Daemon::adopt(dir, command.args(["--sim", "sim", "--sim", "b"]).spawn().unwrap());
    let daemon = daemon.await;
    let address = SocketAddr::from(([127, 0, 0, 1], ports_of(daemon.pid())[0]));
    let key = format!("authorization: Bearer {KEY}\r\n");
    let call = r#"{"model":"NAME","prompt":"hello","max_tokens":5}"#;
    let called = ask(address, "POST /v1/completions", &key, &call.replace("NAME", "sim"));
    assert_eq!(called.status, 200, "{}", called.body);
    let error = ask(address, "POST /v1/completions", &key, &call.replace("NAME", "b")).error();
    assert_eq!(error.code, Code::NotPermitted);
    assert!(error.message.contains("the key `app` may not use `b`"), "{error:?}");
}

#[tokio::test]
async fn what_is_refused_in_the_configuration_is_named() {
    for (listen, want) in [
        ("0.0.0.0:1", "tcp.listen is `0.0.0.0:1`, it must be an address of this machine alone"),
        (
            "nowhere",
            "tcp.listen is `nowhere`, it must be an address of this machine alone and a port",
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        configure(dir.path(), listen);
        let ended = command(dir.path()).arg("--check-config").output().unwrap();
        assert_eq!(ended.status.code(), Some(78));
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(said.contains(want) && said.contains("edged.toml"), "{said}");
    }
    // A port that is taken is no wrong configuration, and no second daemon.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dir = tempfile::tempdir().unwrap();
    configure(dir.path(), &taken.local_addr().unwrap().to_string());
    let ended = command(dir.path()).args(["--sim", "sim"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("which is tcp.listen"), "{said}");
}

#[tokio::test]
async fn connections_are_counted_together() {
    let (daemon, address) = start("127.0.0.1:0").await;
    let connect = |_| TcpStream::connect(address.unwrap()).unwrap();
    let held: Vec<TcpStream> = (0..3).map(connect).collect();
    // With the one that asks.
    daemon.until("they are counted", |status| status.connections.now == 4).await;
    drop(held);
    daemon.until("there is room again", |status| status.connections.now == 1).await;
}

/// A feed that is open tells nothing by a key that is none any more.
#[tokio::test]
async fn a_feed_ends_with_the_key_it_was_opened_with() {
    let (daemon, address) = start("127.0.0.1:0").await;
    let mut feed = TcpStream::connect(address.unwrap()).unwrap();
    feed.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!(
        "GET /edge/v1/events?since=0 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {KEY}\r\n\r\n"
    );
    feed.write_all(request.as_bytes()).unwrap();
    let mut events = daemon.client.events(None).await.unwrap();
    let file = daemon.socket().with_file_name("config").join("edged.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    // Of the same name, and yet another key.
    std::fs::write(&file, text.replace(HASH, &"0".repeat(HASH.len()))).unwrap();
    crate::daemon::event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    // What keeps a feed alive comes every 10 seconds: it is not waited for.
    let (mut told, mut bytes) = (Vec::new(), [0; 4096]);
    while !told.ends_with(b"0\r\n\r\n") && !told.windows(15).any(|part| part == b"config.reloaded")
    {
        let read = feed.read(&mut bytes).unwrap();
        assert!(read > 0, "it ends as a whole answer");
        told.extend_from_slice(&bytes[..read]);
    }
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("edged events") && !told.contains("config.reloaded"), "{told}");
}
