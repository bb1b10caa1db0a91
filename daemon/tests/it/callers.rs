//! Who may do what, with a real process for each caller: curl under the user and the groups in question,
//! against an edged of the machine's that sees accounts of our own making.
//!
//! It takes root, and a mount namespace for the names of accounts. Without root the tests here are skipped; without
//! the namespace, callers that a rule knows by name are left out. Either is said, and a failure where `CI` is set.

use crate::daemon::Daemon;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PASSWD: &str = "\
root:x:0:0::/root:/bin/sh
ada:x:6001:6001::/:/bin/sh
mia:x:6002:6002::/:/bin/sh
sam:x:6003:6003::/:/bin/sh
kiosk:x:6004:6004::/:/bin/sh
pol:x:6005:6005::/:/bin/sh
eve:x:6006:6006::/:/bin/sh
";
const GROUP: &str = "\
root:x:0:
edged:x:7001:
edged-admin:x:7002:
apps:x:7003:
ops:x:7004:
";
/// The group that edged runs with, and so that of its socket.
pub(crate) const SOCKET_GID: u32 = 7001;

const POLICY: &str = r#"
[[policy]]
user = "kiosk"
group = "apps"
tasks = ["si*"]

[[policy]]
uid = 6666
tasks = ["other"]
concurrency = 1

[[policy]]
group = "ops"
tasks = []
manage = true

[[policy]]
user = "eve"
manage = false
"#;

/// A name, a uid, and all groups.
pub(crate) type Who = (&'static str, u32, &'static [u32]);

const CALLERS: &[Who] = &[
    ("root", 0, &[0]),
    ("ada", 6001, &[6001, 7002]),
    ("mia", 6002, &[6002, 7001]),
    ("mia-primary", 6002, &[7001]),
    ("sam", 6003, &[6003]),
    ("kiosk", 6004, &[6004, 7003]),
    ("kiosk-alone", 6004, &[6004]),
    ("6666", 6666, &[6666]),
    ("pol", 6005, &[6005, 7004]),
    ("eve", 6006, &[6006, 7002]),
];

const NO_NAMES: &str = "names of accounts take a mount namespace";
/// By the name of their user or of one of their groups.
const KNOWN_BY_NAME: [&str; 4] = ["ada", "kiosk", "pol", "eve"];

/// `none` is no model; `sim` has no files to verify, what is to be added is not there, and `events` gets a
/// number that is none: only those learn of it who may.
const TABLE: &str = "
who          health ready nowhere  names models tasks status metrics config events  sim other none junk  load unload pin unpin verify add rm
root         200    200   404      200   200    200   200    200     200    400     200 200   404  400   200  200    200 200   400    400 404
ada          200    200   404      200   200    200   200    200     200    400     200 200   404  400   200  200    200 200   400    400 404
mia          200    200   404      200   200    200   200    200     403    400     200 200   404  400   403  403    403 403   403    403 403
mia-primary  200    200   404      200   200    200   200    200     403    400     200 200   404  400   403  403    403 403   403    403 403
sam          200    200   403      403   403    403   403    403     403    403     403 403   403  403   403  403    403 403   403    403 403
kiosk        200    200   404      200   200    200   200    200     403    400     200 403   403  400   403  403    403 403   403    403 403
kiosk-alone  200    200   403      403   403    403   403    403     403    403     403 403   403  403   403  403    403 403   403    403 403
6666         200    200   404      200   200    200   200    200     403    400     403 200   403  400   403  403    403 403   403    403 403
pol          200    200   404      200   200    200   200    200     200    400     403 403   403  400   200  200    200 200   400    400 404
eve          200    200   404      200   200    200   200    200     403    400     200 200   404  400   403  403    403 403   403    403 403
";

/// An edged of root's own, whose socket somebody has opened to all.
const TABLE_OF_A_USER: &str = "
who          health ready nowhere  names models tasks status metrics config events  sim other none junk  load
root         200    200   404      200   200    200   200    200     200    400     200 200   404  400   200
ada          200    200   403      403   403    403   403    403     403    403     403 403   403  403   403
mia          200    200   403      403   403    403   403    403     403    403     403 403   403  403   403
sam          200    200   403      403   403    403   403    403     403    403     403 403   403  403   403
kiosk        200    200   404      200   200    200   200    200     403    400     200 403   403  400   403
";

fn caller(name: &str) -> Who {
    *CALLERS.iter().find(|(known, ..)| *known == name).unwrap()
}

/// curl as somebody, on the daemon's socket.
fn curl((_, uid, gids): Who, socket: &Path) -> Command {
    let groups: Vec<String> = gids.iter().map(u32::to_string).collect();
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={uid}")).arg(format!("--regid={}", gids[0]));
    command.arg(format!("--groups={}", groups.join(",")));
    command.args(["curl", "--silent", "--max-time", "20", "--unix-socket"]).arg(socket);
    command.stdin(Stdio::null()).current_dir("/");
    command
}

/// The status and what came with it, head included.
pub(crate) fn ask(who: Who, socket: &Path, action: &str) -> (String, String) {
    let mut curl = curl(who, socket);
    curl.args(["--include", "--write-out", "\n%{http_code}"]);
    let chat =
        |model| format!(r#"{{"model":"{model}","messages":[{{"role":"user","content":"x"}}]}}"#);
    let nothing = || Some(String::new());
    let (path, body) = match action {
        "health" => ("/healthz", None),
        "ready" => ("/readyz", None),
        "nowhere" => ("/nowhere", None),
        "names" => ("/v1/models", None),
        "models" => ("/edge/v1/models", None),
        "tasks" => ("/edge/v1/tasks", None),
        "status" => ("/edge/v1/status", None),
        "metrics" => ("/metrics", None),
        "config" => ("/edge/v1/config", None),
        "events" => ("/edge/v1/events?since=x", None),
        "feed" => ("/edge/v1/events?since=0", None),
        "load" => ("/edge/v1/models/sim/load", nothing()),
        "unload" => ("/edge/v1/models/sim/unload", nothing()),
        "pin" => ("/edge/v1/models/sim/pin", nothing()),
        "unpin" => ("/edge/v1/models/sim/unpin", nothing()),
        "verify" => ("/edge/v1/models/sim/verify", nothing()),
        "rm" => ("/edge/v1/models/none", None),
        "add" => {
            ("/edge/v1/models", Some(r#"{"name":"new","dir":"/nowhere","mode":"copy"}"#.to_owned()))
        }
        "junk" => ("/v1/chat/completions", Some("junk".to_owned())),
        model => ("/v1/chat/completions", Some(chat(model))),
    };
    if action == "feed" {
        // It does not end by itself.
        curl.args(["--max-time", "1"]);
    }
    if action == "rm" {
        curl.args(["--request", "DELETE"]);
    }
    if let Some(body) = body {
        curl.args(["--data", &body]);
    }
    let output = curl.arg(format!("http://localhost{path}")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (answer, status) = text.rsplit_once('\n').unwrap_or_else(|| panic!("{action}: {text}"));
    (status.to_owned(), answer.to_owned())
}

/// Says that a test is not made, or not in full: once in each, as `scripts/test` takes these lines off those that
/// have passed. It goes past the harness, which would swallow it.
pub(crate) fn skipped(what: &str, why: &str) {
    std::io::stderr().write_all(format!("SKIPPED {what}: {why}\n").as_bytes()).unwrap();
}

/// An edged of the machine's, run by root with the group of the socket, and whether it knows the accounts by
/// name; `None` without root.
async fn edged(what: &str, args: &[&str]) -> Option<(Daemon, bool)> {
    if !rustix::process::geteuid().is_root() {
        skipped(what, "it takes root");
        return None;
    }
    const NAMESPACE: [&str; 3] = ["--mount", "--propagation", "private"];
    let tried = Command::new("unshare").args(NAMESPACE).arg("true").status();
    let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(tried.is_ok() || !in_ci, "{what}: there is no `unshare`, and CI is set");
    let named = tried.is_ok_and(|status| status.success());
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::create_dir(dir.path().join("config")).unwrap();
    for (file, text) in [("passwd", PASSWD), ("group", GROUP), ("config/edged.toml", POLICY)] {
        std::fs::write(dir.path().join(file), text).unwrap();
    }
    let edged = crate::daemon::command(dir.path());
    let mut command = Command::new(if named { "unshare" } else { "setpriv" });
    if named {
        command.args(NAMESPACE).args(["sh", "-c"]).arg(
            "mount --bind $0/passwd /etc/passwd && mount --bind $0/group /etc/group && exec \"$@\"",
        );
        command.arg(dir.path()).arg("setpriv");
    }
    command.arg(format!("--regid={SOCKET_GID}"));
    command.arg("--clear-groups").arg(edged.get_program());
    let of_the_machine = edged.get_args().filter(|arg| *arg != "--user");
    command.args(of_the_machine);
    command.args(["--sim", "sim", "--sim", "other"]).args(args);
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    Some((Daemon::adopt(dir, child).await, named))
}

#[tokio::test]
async fn each_caller_may_do_what_the_table_says() {
    let Some((daemon, named)) = edged("who may do what", &[]).await else { return };
    let mode = std::fs::metadata(daemon.socket()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o666, "anybody may ask for health");
    check(&daemon, TABLE, named);
    if !named {
        return;
    }
    let (_, answer) = ask(caller("sam"), &daemon.socket(), "sim");
    assert!(answer.contains("sudo usermod -aG edged sam"), "{answer}");
    let (_, answer) = ask(caller("mia"), &daemon.socket(), "load");
    assert!(answer.contains("sudo usermod -aG edged-admin mia"), "{answer}");
    let (_, names) = ask(caller("kiosk"), &daemon.socket(), "names");
    assert!(names.contains("\"sim\"") && !names.contains("\"other\""), "{names}");
}

#[tokio::test]
async fn a_daemon_of_ones_own_is_for_nobody_else() {
    let Some((daemon, named)) = edged("whose daemon it is", &["--user"]).await else { return };
    let mode = || std::fs::metadata(daemon.socket()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(daemon.socket(), PermissionsExt::from_mode(0o666)).unwrap();
    check(&daemon, TABLE_OF_A_USER, named);
    let (_, answer) = ask(caller("mia"), &daemon.socket(), "sim");
    assert!(answer.contains("this edged serves uid 0 alone"), "{answer}");
}

/// Tries every cell.
fn check(daemon: &Daemon, table: &str, named: bool) {
    if !named {
        skipped("what callers known by name may do", NO_NAMES);
    }
    let mut lines = table.trim().lines();
    let actions: Vec<&str> = lines.next().unwrap().split_whitespace().skip(1).collect();
    let mut wrong = String::new();
    for line in lines {
        let mut cells = line.split_whitespace();
        let who = caller(cells.next().unwrap());
        if !named && KNOWN_BY_NAME.contains(&who.0) {
            continue;
        }
        let cells: Vec<&str> = cells.collect();
        assert_eq!(cells.len(), actions.len(), "{line}");
        for (action, want) in actions.iter().zip(cells) {
            let (status, answer) = ask(who, &daemon.socket(), action);
            if status != want {
                writeln!(wrong, "{} {action}: {status}, not {want}\n{answer}", who.0).unwrap();
            }
            if status == "403" && !answer.contains("\"code\":\"not_permitted\"") {
                writeln!(wrong, "{} {action}: no envelope\n{answer}", who.0).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn only_who_manages_sees_the_calls_of_others() {
    const WHAT: &str = "whose calls one sees";
    let Some((daemon, named)) = edged(WHAT, &[]).await else { return };
    if !named {
        return skipped(WHAT, NO_NAMES);
    }
    for name in ["root", "mia"] {
        assert_eq!(ask(caller(name), &daemon.socket(), "sim").0, "200");
    }
    for (name, sees) in [("ada", [true, true]), ("mia", [false, true]), ("kiosk", [false, false])] {
        let (_, events) = ask(caller(name), &daemon.socket(), "feed");
        let calls = ["\"uid=0\"", "\"uid=6002\""].map(|uid| events.contains(uid));
        assert_eq!(calls, sees, "{name}: {events}");
        assert!(events.contains("model.state"), "{name}: {events}");
    }
}

#[tokio::test]
async fn a_limit_of_one_caller_is_not_that_of_another() {
    let slow = ["--sim", "slow,reply=count,step_us=20000"];
    let rules = ["--set", "policy=[{gid=7001,concurrency=1}]"];
    let args = [&slow[..], &rules[..]].concat();
    let Some((daemon, _)) = edged("limits of callers", &args).await else { return };
    let mut held = open(curl(caller("mia"), &daemon.socket()), "slow");
    daemon.until("it runs", |status| status.queue.running == 1).await;
    let (status, answer) = ask(caller("mia"), &daemon.socket(), "sim");
    assert_eq!(status, "429", "{answer}");
    assert!(answer.contains("rate_limited") && answer.contains("retry-after: 1"), "{answer}");
    let other = ("other member", 6003, &[6003, 7001][..]);
    assert_eq!(ask(other, &daemon.socket(), "sim").0, "200");
    held.kill().unwrap();
    held.wait().unwrap();
    daemon.until("it is gone", |status| status.queue.running == 0).await;
    assert_eq!(ask(caller("mia"), &daemon.socket(), "sim").0, "200");
}

/// Somebody's call that goes on for a minute.
fn open(mut curl: Command, model: &str) -> Child {
    let body = format!(
        r#"{{"model":"{model}","messages":[{{"role":"user","content":"x"}}],"max_tokens":3000}}"#
    );
    curl.args(["--max-time", "60", "--data", &body]).stdout(Stdio::null());
    curl.arg("http://localhost/v1/chat/completions").spawn().unwrap()
}

#[tokio::test]
async fn strangers_cannot_take_the_places_of_others() {
    let args = ["--set", "limits.connections_max=16"];
    let Some((daemon, _)) = edged("places of strangers", &args).await else { return };
    let socket: PathBuf = daemon.socket();
    // A body that never ends holds a connection; nothing of it is kept.
    let hold = || {
        let mut curl = curl(caller("sam"), &socket);
        curl.args(["--no-buffer", "--upload-file", "-", "http://localhost/v1/x"]);
        curl.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    };
    let mut held: Vec<Child> = (0..2).map(|_| hold()).collect();
    daemon.until("both are there", |status| status.connections.now >= 3).await;
    let (status, answer) = ask(caller("sam"), &socket, "health");
    assert_eq!(status, "503", "{answer}");
    assert!(answer.contains("too_many_connections"), "{answer}");
    assert_eq!(ask(caller("mia"), &socket, "sim").0, "200");
    for child in &mut held {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    until_healthy(caller("sam"), &socket).await;
    let mut flood = flood(&socket);
    let mut mia = curl(caller("mia"), &socket);
    let health =
        mia.args(["--max-time", "3", "--fail", "http://localhost/healthz"]).output().unwrap();
    assert!(health.status.success(), "1100 connections of a stranger keep out a member");
    flood.kill().unwrap();
    flood.wait().unwrap();
    until_healthy(caller("sam"), &socket).await;
}

/// A stranger's connections, which say nothing.
fn flood(socket: &Path) -> Child {
    const MANY: &str = "\
import os, resource, socket, sys
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(2048, hard), hard))
# Whose program python3 is, its user may not even read.
os.setgroups([]), os.setgid(int(sys.argv[2])), os.setuid(int(sys.argv[2]))
held = [socket.socket(socket.AF_UNIX) for _ in range(1100)]
for one in held:
    one.connect(sys.argv[1])
print('connected', flush=True)
sys.stdin.read()
";
    let mut python = Command::new("python3");
    python.args(["-c", MANY]).arg(socket).arg(caller("sam").1.to_string());
    let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "connected\n");
    child
}

async fn until_healthy(who: Who, socket: &Path) {
    let deadline = Instant::now() + crate::daemon::PATIENCE;
    while ask(who, socket, "health").0 != "200" {
        assert!(Instant::now() < deadline, "there is no room again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
