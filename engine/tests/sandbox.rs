//! The sandbox from the inside: this program starts itself again, shuts itself in, and tries to get out.
//!
//! Each attempt is one that works for this user without a sandbox. What the inside says of it goes to
//! standard output, a line each, and is judged outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "how the inside reports")]

use edge_api::frame::{Decoder, encode};
use edge_api::worker::{FromWorker, PROTOCOL_VERSION, ToWorker};
use edge_engine::sandbox::{self, Profile, Rules};
use rustix::net::{AddressFamily, SocketType, socket};
use rustix::process::{Pid, Resource, Signal, getpid, getppid, kill_process, prlimit, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

/// What a child is to do; without it, `inside` does nothing.
const PART: &str = "EDGED_TEST_PART";
/// The folder that a child finds everything in.
const PLACE: &str = "EDGED_TEST_PLACE";
const PATIENCE: Duration = Duration::from_secs(30);

const FILES: [&str; 14] = [
    "read another file",
    "list another folder",
    "write another file",
    "make a file elsewhere",
    "write a model",
    "make a file beside a model",
    "remove a model",
    "follow a link out of the folder",
    "read a neighbour's memory map",
    "write to a device",
    "link in the cache",
    "make a pipe in the cache",
    "move a file out of the cache",
    "move a file into the cache",
];
const NETWORK: [&str; 5] = ["tcp", "udp", "connect to tcp", "connect to a unix socket", "a pair"];
const PROCESSES: [&str; 6] =
    ["spawn", "exec", "kill the parent", "limit the parent", "change a mode", "outlive edged"];
const NEEDED: [&str; 12] = [
    "read a model",
    "list the models",
    "write the cache",
    "replace a file in the cache",
    "move between folders of the cache",
    "empty the cache",
    "start a thread",
    "count the processors",
    "talk on standard input",
    "panic with a backtrace",
    "signal itself",
    "lower an own limit",
];

#[test]
fn nothing_that_is_forbidden_works() {
    let inside = Inside::run("attempts", Profile::Cpu);
    let report = &inside.report;
    assert_eq!(report["profile"], "cpu");
    assert_eq!(report["seccomp"], "filtering");
    assert_eq!((&*report["network"], &*report["processes"]), ("denied", "denied"));
    if report["landlock"].starts_with("absent") {
        // Past the harness, which would swallow what `scripts/test` counts.
        io::stderr().write_all(b"SKIPPED what Landlock denies: this kernel has none\n").unwrap();
        assert_eq!(report["files"], "open");
    } else {
        assert_eq!(report["files"], "denied");
        inside.expect(&FILES, "denied");
    }
    inside.expect(&NETWORK, "denied");
    inside.expect(&PROCESSES, "denied");
    inside.expect(&NEEDED, "worked");
    inside.expect(&["hold on to what is granted of /proc"], "worked");
}

#[test]
fn a_kernel_without_landlock_is_told_of() {
    let inside = Inside::run("attempts without landlock", Profile::Cpu);
    let report = &inside.report;
    assert_eq!(report["landlock"], "absent: not in this kernel");
    assert_eq!(report["files"], "open");
    assert_eq!(report["seccomp"], "filtering");
    assert_eq!((&*report["network"], &*report["processes"]), ("denied", "denied"));
    // So the attempts are such that only the sandbox is in their way.
    inside.expect(&FILES, "worked");
    inside.expect(&NETWORK, "denied");
    inside.expect(&PROCESSES, "denied");
    inside.expect(&NEEDED, "worked");
}

#[test]
fn a_gpu_gets_unix_sockets_and_nothing_else_of_this() {
    let inside = Inside::run("attempts", Profile::Gpu);
    assert_eq!(inside.report["profile"], "gpu");
    assert_eq!((&*inside.report["network"], &*inside.report["processes"]), ("denied", "denied"));
    inside.expect(&["tcp", "udp", "connect to tcp"], "denied");
    inside.expect(&["connect to a unix socket", "a pair"], "worked");
    if inside.report["files"] == "denied" {
        inside.expect(&FILES, "denied");
    }
    inside.expect(&PROCESSES, "denied");
    inside.expect(&NEEDED, "worked");
}

#[test]
fn without_a_sandbox_all_of_it_works() {
    let inside = Inside::run("attempts without a sandbox", Profile::Cpu);
    inside.expect(&FILES, "worked");
    inside.expect(&NETWORK, "worked");
    // `exec` would leave nobody to report.
    inside.expect(&[&PROCESSES[..1], &PROCESSES[2..]].concat(), "worked");
    inside.expect(&NEEDED, "worked");
}

#[test]
fn an_abort_in_the_sandbox_is_an_abort() {
    let place = Place::new();
    let (status, _) = place.start("abort", Profile::Cpu);
    assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()), "{status}");
    assert!(!status.core_dumped());
}

#[test]
fn the_real_worker_says_hello_with_its_proofs() {
    let sandbox = hello(Command::new(env!("CARGO_BIN_EXE_edge-worker")).arg("--sim"));
    let names: Vec<_> = sandbox.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["files", "landlock", "network", "processes", "profile", "seccomp"]);
    let sandbox: BTreeMap<_, _> = sandbox.into_iter().collect();
    let absent = sandbox["landlock"].starts_with("absent");
    assert_eq!(sandbox["files"], if absent { "open" } else { "denied" });
    assert_eq!((&*sandbox["network"], &*sandbox["processes"]), ("denied", "denied"));
    assert_eq!((&*sandbox["profile"], &*sandbox["seccomp"]), ("cpu", "filtering"));
}

#[test]
fn the_real_worker_runs_on_a_kernel_without_landlock_and_says_so() {
    let mut command = child("worker without landlock");
    let sandbox: BTreeMap<_, _> = hello(&mut command).into_iter().collect();
    assert_eq!((&*sandbox["files"], &*sandbox["network"]), ("open", "denied"));
    assert_eq!(sandbox["landlock"], "absent: not in this kernel");
}

/// What a worker answers to `Hello`.
fn hello(command: &mut Command) -> Vec<(String, String)> {
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut worker = command.stdin(OwnedFd::from(theirs)).stdout(Stdio::null()).spawn().unwrap();
    let mut frame = Vec::new();
    encode(&ToWorker::Hello { version: PROTOCOL_VERSION, step_ms_max: 50 }, &mut frame).unwrap();
    ours.write_all(&frame).unwrap();
    let mut decoder = Decoder::default();
    let answer = loop {
        if let Some(message) = decoder.next_message().unwrap() {
            break message;
        }
        let mut bytes = [0; 4096];
        let len = ours.read(&mut bytes).unwrap();
        assert_ne!(len, 0, "the worker went without a word");
        decoder.push(&bytes[..len]);
    };
    drop((ours, command.stdin(Stdio::null())));
    assert!(worker.wait().unwrap().success());
    let FromWorker::Hello { sandbox, .. } = answer else { panic!("{answer:?}") };
    sandbox
}

/// What a child said.
#[derive(Debug)]
struct Inside {
    report: BTreeMap<String, String>,
    attempts: BTreeMap<String, String>,
}

impl Inside {
    fn run(part: &str, profile: Profile) -> Self {
        let place = Place::new();
        let (status, said) = place.start(part, profile);
        assert!(status.success(), "{status}\n{said}");
        let lines = |mark: &str| {
            let lines = said.lines().filter_map(|line| line.strip_prefix(mark)?.split_once(": "));
            lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        Self { report: lines("report "), attempts: lines("attempt ") }
    }

    fn expect(&self, names: &[&str], outcome: &str) {
        let other: Vec<_> = names
            .iter()
            .map(|name| (name, self.attempts.get(*name).map_or("not tried", String::as_str)))
            .filter(|(_, was)| *was != outcome)
            .collect();
        assert!(other.is_empty(), "expected `{outcome}`, but: {other:#?}");
    }
}

/// The folders of one run, and who listens in them.
struct Place {
    dir: tempfile::TempDir,
    _unix: UnixListener,
    tcp: TcpListener,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let at = |path: &str| dir.path().join(path);
        for path in ["models", "cache", "cache/old", "elsewhere"] {
            fs::create_dir(at(path)).unwrap();
        }
        for path in ["models/a.onnx", "models/b.onnx", "elsewhere/secret", "elsewhere/gift"] {
            fs::write(at(path), "weights").unwrap();
        }
        symlink(at("elsewhere/secret"), at("models/link.onnx")).unwrap();
        let unix = UnixListener::bind(at("elsewhere/socket")).unwrap();
        Self { dir, _unix: unix, tcp: TcpListener::bind("127.0.0.1:0").unwrap() }
    }

    /// Runs a part to its end.
    fn start(&self, part: &str, profile: Profile) -> (ExitStatus, String) {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        ours.write_all(b"ping").unwrap();
        let address = self.tcp.local_addr().unwrap();
        let mut command = child(part);
        command.env(PLACE, self.dir.path()).env("ADDRESS", address.to_string());
        command.env("PROFILE", profile.as_str()).env("RUST_BACKTRACE", "1");
        let output = command.stdin(OwnedFd::from(theirs)).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status, said + &String::from_utf8_lossy(&output.stderr))
    }
}

fn child(part: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "inside", "--nocapture", "--test-threads=1"]).env(PART, part);
    command
}

/// Not a test of its own: what the others start. By itself it does nothing.
#[test]
fn inside() {
    let Some(part) = std::env::var_os(PART) else { return };
    // Ends the line that the test harness has begun.
    println!();
    match part.to_str().unwrap() {
        "attempts" => attempts(true),
        "attempts without a sandbox" => attempts(false),
        "attempts without landlock" => {
            lose_landlock();
            // What it is here must not be known before: the program starts anew.
            let error = child("attempts").exec();
            panic!("{error}");
        }
        "worker without landlock" => {
            lose_landlock();
            let error = Command::new(env!("CARGO_BIN_EXE_edge-worker")).arg("--sim").exec();
            panic!("{error}");
        }
        "abort" => {
            sandbox::apply(&Rules::default()).unwrap();
            std::process::abort();
        }
        part => panic!("no part is called {part:?}"),
    }
}

/// From here on the kernel answers as one that never heard of Landlock.
fn lose_landlock() {
    let filter = SeccompFilter::new(
        BTreeMap::from([(libc::SYS_landlock_create_ruleset, Vec::new())]),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS.unsigned_abs()),
        std::env::consts::ARCH.try_into().unwrap(),
    );
    let program: BpfProgram = filter.unwrap().try_into().unwrap();
    seccompiler::apply_filter(&program).unwrap();
}

fn attempts(shut_in: bool) {
    let place = PathBuf::from(std::env::var_os(PLACE).unwrap());
    let address = text(std::env::var_os("ADDRESS"));
    let gpu = text(std::env::var_os("PROFILE")) == Profile::Gpu.as_str();
    if shut_in {
        let rules = Rules {
            profile: if gpu { Profile::Gpu } else { Profile::Cpu },
            library: None,
            read: vec![place.join("models"), place.join("not there")],
            write: vec![place.join("cache")],
        };
        for (name, value) in sandbox::apply(&rules).unwrap() {
            println!("report {name}: {value}");
        }
        // Else the kernel forgets it when memory is short, and the rule with it.
        let open =
            fs::read_dir("/proc/self/fd").unwrap().map(|fd| fs::read_link(fd.unwrap().path()));
        let held = open.flatten().find(|path| path == Path::new("/proc/cpuinfo"));
        attempt("hold on to what is granted of /proc", held.ok_or(io::ErrorKind::NotFound.into()));
    }
    // First what must work, because what must not does harm when it works.
    needed(&place);
    network(&place, &address);
    processes(&place, shut_in);
    files(&place);
}

fn text(value: Option<OsString>) -> String {
    value.unwrap().into_string().unwrap()
}

fn attempt<T>(name: &str, result: io::Result<T>) {
    match result {
        Ok(_) => println!("attempt {name}: worked"),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            println!("attempt {name}: denied");
        }
        Err(error) => println!("attempt {name}: {error}"),
    }
}

fn needed(place: &Path) {
    let cache = place.join("cache");
    attempt(NEEDED[0], fs::read(place.join("models/a.onnx")));
    attempt(NEEDED[1], fs::read_dir(place.join("models")));
    attempt(NEEDED[2], fs::write(cache.join("new"), "graph"));
    attempt(NEEDED[3], fs::rename(cache.join("new"), cache.join("graph")));
    attempt(NEEDED[4], fs::rename(cache.join("graph"), cache.join("old/graph")));
    attempt(NEEDED[5], fs::remove_dir_all(cache.join("old")));
    attempt(NEEDED[6], std::thread::Builder::new().spawn(|| ()).map(|thread| thread.join()));
    attempt(NEEDED[7], std::thread::available_parallelism());
    let mut socket = UnixStream::from(rustix::io::dup(io::stdin()).unwrap());
    attempt(NEEDED[8], socket.read_exact(&mut [0; 4]).and_then(|()| socket.write_all(b"pong")));
    let panicked = std::panic::catch_unwind(|| panic!("on purpose"));
    attempt(NEEDED[9], panicked.map_or_else(|_| Ok(()), |()| Err(io::ErrorKind::Other.into())));
    attempt(NEEDED[10], kill_process(getpid(), Signal::CONT).map_err(io::Error::from));
    let limit = rustix::process::getrlimit(Resource::Nofile);
    attempt(NEEDED[11], setrlimit(Resource::Nofile, limit).map_err(io::Error::from));
}

fn network(place: &Path, address: &str) {
    let make = |family, kind| socket(family, kind, None).map_err(io::Error::from);
    attempt(NETWORK[0], make(AddressFamily::INET, SocketType::STREAM));
    attempt(NETWORK[1], make(AddressFamily::INET, SocketType::DGRAM));
    attempt(NETWORK[2], TcpStream::connect(address));
    attempt(NETWORK[3], UnixStream::connect(place.join("elsewhere/socket")));
    attempt(NETWORK[4], UnixStream::pair());
}

fn processes(place: &Path, shut_in: bool) {
    let parent: Pid = getppid().unwrap();
    attempt(PROCESSES[0], Command::new("/bin/true").status());
    if shut_in {
        attempt(PROCESSES[1], Err::<(), _>(Command::new("/bin/true").exec()));
    }
    attempt(PROCESSES[2], kill_process(parent, Signal::CONT).map_err(io::Error::from));
    let limit = rustix::process::getrlimit(Resource::Core);
    attempt(PROCESSES[3], prlimit(Some(parent), Resource::Core, limit).map_err(io::Error::from));
    let mode = fs::Permissions::from_mode(0o600);
    attempt(PROCESSES[4], fs::set_permissions(place.join("elsewhere/gift"), mode));
    let forgotten = rustix::process::set_parent_process_death_signal(None);
    attempt(PROCESSES[5], forgotten.map_err(io::Error::from));
}

fn files(place: &Path) {
    let at = |path: &str| place.join(path);
    let to_write = |path: &Path| OpenOptions::new().write(true).open(path);
    attempt(FILES[0], fs::read(at("elsewhere/secret")));
    attempt(FILES[1], fs::read_dir(at("elsewhere")));
    attempt(FILES[2], to_write(&at("elsewhere/secret")));
    attempt(FILES[3], File::create(at("elsewhere/new")));
    attempt(FILES[4], to_write(&at("models/a.onnx")));
    attempt(FILES[5], File::create(at("models/new")));
    attempt(FILES[6], fs::remove_file(at("models/b.onnx")));
    attempt(FILES[7], fs::read(at("models/link.onnx")));
    let parent = getppid().unwrap().as_raw_nonzero();
    attempt(FILES[8], File::open(format!("/proc/{parent}/maps")));
    attempt(FILES[9], to_write(Path::new("/dev/zero")));
    attempt(FILES[10], symlink(at("elsewhere"), at("cache/link")));
    attempt(
        FILES[11],
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("cache/pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .map_err(io::Error::from),
    );
    fs::write(at("cache/loot"), "prompt").unwrap();
    attempt(FILES[12], fs::rename(at("cache/loot"), at("elsewhere/loot")));
    attempt(FILES[13], fs::rename(at("elsewhere/gift"), at("cache/gift")));
}
