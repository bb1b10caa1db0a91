//! Rules for the systemd units of callers, with a bus of our own in the place of the machine's: systemd says
//! there what a test has it say.

use crate::callers::{SOCKET_GID, Who, ask, skipped};
use crate::daemon::{Daemon, PATIENCE, chat, command, event};
use crate::raw;
use edge_api::client::{Client, Connection, Error};
use edge_api::error::Code;
use edge_api::event::EventKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zbus::connection::Builder;
use zbus::{ObjectPath, OwnedObjectPath};

struct Hello;

#[zbus::interface(name = "org.freedesktop.DBus")]
impl Hello {
    fn hello(&self) -> &'static str {
        ":1.7"
    }
}

/// It puts everybody into one unit, or does not answer.
#[derive(Clone, Debug)]
struct Systemd {
    unit: Arc<Mutex<Option<&'static str>>>,
    questions: Arc<AtomicUsize>,
}

impl Systemd {
    fn questions(&self) -> usize {
        self.questions.load(Ordering::Relaxed)
    }
}

#[zbus::interface(name = "org.freedesktop.systemd1.Manager")]
impl Systemd {
    #[zbus(name = "GetUnitByPID")]
    async fn unit_by_pid(&self, pid: u32) -> OwnedObjectPath {
        assert!(Path::new(&format!("/proc/{pid}")).exists(), "{pid} asks no more");
        self.questions.fetch_add(1, Ordering::Relaxed);
        let unit = *self.unit.lock().unwrap();
        let Some(unit) = unit else { std::future::pending().await };
        let label = unit.replace('-', "_2d").replace('.', "_2e");
        ObjectPath::try_from(format!("/org/freedesktop/systemd1/unit/{label}")).unwrap().into()
    }
}

fn serve(path: &Path, unit: Option<&'static str>) -> Systemd {
    let systemd = Systemd { unit: Arc::new(Mutex::new(unit)), questions: Arc::default() };
    let serving = systemd.clone();
    let listener = tokio::net::UnixListener::bind(path).unwrap();
    tokio::spawn(async move {
        let mut connections = Vec::new();
        loop {
            let stream = listener.accept().await.unwrap().0.into_std().unwrap();
            let builder = Builder::unix_stream(stream).server(zbus::Guid::generate()).p2p();
            let builder = builder.serve_at("/org/freedesktop/DBus", Hello);
            let builder = builder.serve_at("/org/freedesktop/systemd1", serving.clone());
            connections.push(builder.build().await.unwrap());
        }
    });
    systemd
}

fn write_rules(dir: &Path, rules: &[&str]) {
    let uid = rustix::process::getuid().as_raw();
    let tables: String =
        rules.iter().map(|rule| format!("[[policy]]\nuid = {uid}\n{rule}\n")).collect();
    std::fs::write(dir.join("config/edged.toml"), tables).unwrap();
}

/// A daemon with these tables for whoever runs the tests, all of whose processes are in `unit`.
async fn with_rules(rules: &[&str], unit: Option<&'static str>) -> (Daemon, Systemd) {
    let dir: TempDir = tempfile::tempdir().unwrap();
    let bus = dir.path().join("bus");
    let systemd = serve(&bus, unit);
    std::fs::create_dir(dir.path().join("config")).unwrap();
    write_rules(dir.path(), rules);
    let mut edged = command(dir.path());
    edged.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", bus.display()));
    let child = edged.args(["--sim", "sim", "--sim", "other"]).spawn().unwrap();
    (Daemon::adopt_as_stranger(dir, child).await, systemd)
}

async fn connect(daemon: &Daemon) -> Connection {
    Client::new(daemon.socket()).timeout(Some(PATIENCE)).connect().await.unwrap()
}

async fn asked(connection: &mut Connection, name: &str) -> Result<(), String> {
    match connection.chat(&chat(name, "x")).await {
        Ok(_) => Ok(()),
        Err(Error::Api { error, .. }) if error.code == Code::NotPermitted => Err(error.message),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_rule_for_a_unit_holds_in_it_and_is_asked_for_once_per_connection() {
    let rules =
        ["unit = \"game.service\"\ntasks = []", "unit = \"kiosk-*.service\"\ntasks = [\"sim\"]"];
    // Whoever is in none of the units of the first two.
    let rules = [rules[0], rules[1], "tasks = [\"other\"]"];
    let (daemon, systemd) = with_rules(&rules, Some("kiosk-7.service")).await;
    let before = systemd.questions();
    let mut client = connect(&daemon).await;
    for _ in 0..3 {
        asked(&mut client, "sim").await.unwrap();
        let refused = asked(&mut client, "other").await.unwrap_err();
        assert!(refused.contains(" in kiosk-7.service may not use `other`"), "{refused}");
    }
    assert_eq!(systemd.questions(), before + 1);
}

#[tokio::test]
async fn who_is_in_another_unit_falls_to_the_next_rule() {
    let rules = ["unit = \"kiosk.service\"\ntasks = [\"sim\"]", "tasks = [\"other\"]"];
    let (daemon, _) = with_rules(&rules, Some("session-3.scope")).await;
    let mut client = connect(&daemon).await;
    asked(&mut client, "other").await.unwrap();
    assert!(asked(&mut client, "sim").await.is_err());
}

#[tokio::test]
async fn systemd_that_does_not_answer_holds_up_one_request_for_a_second_now_and_then() {
    let rules = ["unit = \"kiosk.service\"\ntasks = [\"sim\"]", "tasks = [\"other\"]"];
    let (daemon, systemd) = with_rules(&rules, None).await;
    assert_eq!(systemd.questions(), 0, "health asks nobody");
    let mut client = connect(&daemon).await;
    let begun = Instant::now();
    asked(&mut client, "other").await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(asked(&mut client, "sim").await.is_err());
    assert_eq!(systemd.questions(), 1, "it is not asked again at once");

    // Once it answers again, so it is for who had connected before.
    *systemd.unit.lock().unwrap() = Some("kiosk.service");
    while asked(&mut client, "sim").await.is_err() {
        assert!(begun.elapsed() < PATIENCE, "it is never asked again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_secs(5), "asked again after {waited:?}");
    assert!(asked(&mut client, "other").await.is_err());
    assert_eq!(systemd.questions(), 2);
}

#[tokio::test]
async fn nobody_is_asked_where_no_rule_depends_on_it() {
    let unconcerned = "[[policy]]\nuid = 4294967294\nunit = \"a.service\"\n";
    let gid = rustix::process::getgid().as_raw();
    let late = format!("gid = {gid}\nunit = \"late.service\"\n");
    let rules = [&*format!("tasks = [\"sim\"]\n{unconcerned}[[policy]]\n{late}")];
    let (daemon, systemd) = with_rules(&rules, Some("a.service")).await;
    let mut before = connect(&daemon).await;
    asked(&mut before, "sim").await.unwrap();
    assert_eq!(systemd.questions(), 0);

    // A rule that comes later is about connections that are made from then on.
    let mut events = daemon.client.events(Some(0)).await.unwrap();
    let dir = daemon.socket().parent().unwrap().to_owned();
    write_rules(&dir, &["unit = \"a.service\"\ntasks = [\"other\"]", "tasks = [\"sim\"]"]);
    event(&mut events, EventKind::ConfigReloaded, |_| true).await;
    let mut client = connect(&daemon).await;
    asked(&mut client, "other").await.unwrap();
    assert!(asked(&mut client, "sim").await.is_err());
    asked(&mut before, "sim").await.unwrap();
}

#[tokio::test]
async fn who_may_come_in_by_their_unit_is_no_stranger_before_that_is_known() {
    let rules =
        ["unit = \"kiosk.service\"", "tasks = []\nmanage = false\n[limits]\nconnections_max = 16"];
    let (daemon, _) = with_rules(&rules, Some("kiosk.service")).await;
    let _idle: Vec<_> = (0..6).map(|_| raw::send(&daemon.socket(), "")).collect();
    asked(&mut connect(&daemon).await, "sim").await.unwrap();

    // Of those of whom it is never asked, half of all places are not taken.
    let health = "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n";
    let answer = || raw::read_to_end(&raw::send(&daemon.socket(), health));
    let mut idle = Vec::new();
    while answer().starts_with("HTTP/1.1 200 ") {
        idle.push(raw::send(&daemon.socket(), ""));
        assert!(idle.len() <= 8, "they take all places");
    }
    assert!(answer().contains("systemd unit decides"), "{}", answer());
}

/// A rule may name many: of those whom it does not let in, none keeps the place of one whom it would.
#[tokio::test]
async fn who_is_not_let_in_by_their_unit_is_a_stranger_from_then_on() {
    let rules =
        ["unit = \"kiosk.service\"", "tasks = []\nmanage = false\n[limits]\nconnections_max = 16"];
    let (daemon, _) = with_rules(&rules, Some("session-3.scope")).await;
    let mut refused = Vec::new();
    for _ in 0..2 {
        let mut client = connect(&daemon).await;
        asked(&mut client, "sim").await.unwrap_err();
        asked(&mut client, "sim").await.unwrap_err();
        refused.push(client);
    }
    let mut one_more = connect(&daemon).await;
    match one_more.chat(&chat("sim", "x")).await {
        Err(Error::Api { error, .. }) => {
            assert_eq!(error.code, Code::TooManyConnections);
            assert!(error.message.starts_with("2 connections are open"), "{error:?}");
        }
        other => panic!("{other:?}"),
    }
    drop(refused);
}

/// Whoever asks is in `unit`, and gets these statuses for health, two models and a load.
async fn statuses(unit: &'static str, callers: &[(Who, [&str; 4])]) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::create_dir(dir.path().join("config")).unwrap();
    std::fs::write(dir.path().join("config/edged.toml"), POLICY_OF_UNITS).unwrap();
    let bus = dir.path().join("bus");
    serve(&bus, Some(unit));
    let edged = command(dir.path());
    let mut of_the_machine = Command::new("setpriv");
    of_the_machine.arg(format!("--regid={SOCKET_GID}")).arg("--clear-groups");
    of_the_machine.arg(edged.get_program());
    of_the_machine.args(edged.get_args().filter(|arg| *arg != "--user"));
    of_the_machine.args(["--sim", "sim", "--sim", "other"]);
    of_the_machine.env("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}", bus.display()));
    let child = of_the_machine.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let daemon = Daemon::adopt(dir, child).await;
    for (who, want) in callers {
        let (who, socket) = (*who, daemon.socket());
        let asked =
            move || ["health", "sim", "other", "load"].map(|what| ask(who, &socket, what).0);
        // While curl runs, systemd has to answer.
        let got = tokio::task::spawn_blocking(asked).await.unwrap();
        assert_eq!(got, *want, "{} in {unit}", who.0);
    }
}

const POLICY_OF_UNITS: &str = r#"
[[policy]]
uid = 6001
unit = "kiosk.service"
tasks = ["si*"]

[[policy]]
gid = 7001
unit = "kiosk.service"
manage = true
"#;

#[tokio::test]
async fn what_a_unit_gives_depends_on_who_is_in_it() {
    if !rustix::process::geteuid().is_root() {
        return skipped("what a unit gives to whom", "it takes root");
    }
    let named: Who = ("who is named", 6001, &[6001]);
    let member: Who = ("a member of the group", 6002, &[6002, SOCKET_GID]);
    let nobody: Who = ("who is not named", 6003, &[6003]);
    let refused = ["200", "403", "403", "403"];
    let within = [
        (named, ["200", "200", "403", "403"]),
        (member, ["200", "200", "200", "200"]),
        (nobody, refused),
    ];
    statuses("kiosk.service", &within).await;
    let outside = [(named, refused), (member, ["200", "200", "200", "403"]), (nobody, refused)];
    statuses("session-1.scope", &outside).await;
}

#[tokio::test]
async fn a_unit_alone_is_no_rule() {
    let dir = tempfile::tempdir().unwrap();
    let mut edged = command(dir.path());
    let edged = edged.args(["--check-config", "--set", "policy=[{unit=\"a.service\"}]"]);
    let said = edged.output().unwrap();
    assert_eq!(said.status.code(), Some(78));
    let said = String::from_utf8(said.stderr).unwrap();
    let why = "a `unit` only narrows, the user and the groups authorise: give `uid`, `user`, `gid` or `group`";
    assert!(said.contains(why), "{said}");
}
