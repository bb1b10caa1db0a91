//! One running `edged` on temporary directories, ended with the test.

use edge_api::admin::Status;
use edge_api::client::Client;
use edge_api::event::{Event, EventKind};
use edge_api::openai::{ChatRequest, Message, StreamOptions};
use rustix::process::{Pid, Signal, kill_process};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a loaded machine, short enough for a test that hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Daemon {
    pub(crate) child: Child,
    pub(crate) client: Client,
    dir: TempDir,
}

pub(crate) fn rounds() -> usize {
    let set = std::env::var_os("EDGED_TEST_ROUNDS");
    set.and_then(|rounds| rounds.to_str()?.parse().ok()).unwrap_or(10)
}

/// `edged` with its directories in `dir`; the caller adds what it is about.
pub(crate) fn command(dir: &Path) -> Command {
    command_at(dir, "error")
}

/// It says in its log what is of this level or worse.
pub(crate) fn command_at(dir: &Path, log_level: &str) -> Command {
    let bin = PathBuf::from(env!("CARGO_BIN_EXE_edged"));
    assert!(
        bin.with_file_name("edge-worker").exists(),
        "no edge-worker beside edged: build the whole workspace first"
    );
    let mut command = Command::new(bin);
    command.args(["--user", "--log-level", log_level]).stdin(Stdio::null()).stdout(Stdio::null());
    for part in ["config", "state", "cache", "share"] {
        command.arg(format!("--{part}-dir")).arg(dir.join(part));
    }
    command.arg("--socket").arg(dir.join("api.sock"));
    command
}

impl Daemon {
    /// Starts one and waits until it is ready.
    pub(crate) async fn start(args: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::start_in(dir, args).await
    }

    pub(crate) async fn start_in(dir: TempDir, args: &[&str]) -> Self {
        let child = command(dir.path()).args(args).spawn().unwrap();
        Self::adopt(dir, child).await
    }

    pub(crate) async fn adopt(dir: TempDir, child: Child) -> Self {
        let client = Client::new(dir.path().join("api.sock")).timeout(Some(PATIENCE));
        let daemon = Self { child, client, dir };
        daemon.until("it is ready", |status| status.ready).await;
        daemon
    }

    /// One that may tell us nothing but that it is ready.
    pub(crate) async fn adopt_as_stranger(dir: TempDir, child: Child) -> Self {
        let client = Client::new(dir.path().join("api.sock")).timeout(Some(PATIENCE));
        let daemon = Self { child, client, dir };
        let deadline = Instant::now() + PATIENCE;
        while daemon.client.get_json::<serde_json::Value>("/readyz").await.is_err_and(|error| {
            // What is no JSON has been answered.
            !matches!(error, edge_api::client::Error::Protocol(_))
        }) {
            assert!(Instant::now() < deadline, "it does not get ready");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        daemon
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.dir.path().join("api.sock")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Polls the status until it is as wanted.
    pub(crate) async fn until(&self, what: &str, is: impl Fn(&Status) -> bool) -> Status {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let status = self.client.status().await;
            match &status {
                Ok(status) if is(status) => return status.clone(),
                _ if Instant::now() > deadline => panic!("waited for: {what}; last: {status:?}"),
                _ => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        }
    }

    /// Until a worker serves the model.
    pub(crate) async fn worker_of(&self, model: &str) -> u32 {
        let pid = |status: &Status| {
            status.models.iter().find(|m| m.name == model).and_then(|model| model.worker_pid)
        };
        let status = self.until("the model has a worker", |status| pid(status).is_some()).await;
        pid(&status).unwrap()
    }

    pub(crate) fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid())).unwrap().count()
    }

    /// Child processes, each with its state (`Z` is a zombie).
    pub(crate) fn children(&self) -> Vec<(u32, char)> {
        children_of(self.pid())
    }

    pub(crate) fn signal(&self, signal: Signal) {
        send(self.pid(), signal);
    }

    /// SIGTERM, then its exit status; the directories stay for the next one.
    pub(crate) async fn stop(mut self) -> (std::process::ExitStatus, TempDir) {
        self.signal(Signal::TERM);
        let status = exit_of(&mut self.child).await;
        (status, self.leave_dir())
    }

    /// SIGKILL; the directories stay as they are.
    pub(crate) async fn kill(mut self) -> TempDir {
        self.signal(Signal::KILL);
        exit_of(&mut self.child).await;
        self.leave_dir()
    }

    fn leave_dir(&mut self) -> TempDir {
        std::mem::replace(&mut self.dir, tempfile::tempdir().unwrap())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

pub(crate) async fn exit_of(child: &mut Child) -> std::process::ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(Instant::now() < deadline, "pid {} does not end", child.id());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

pub(crate) fn send(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

pub(crate) fn children_of(parent: u32) -> Vec<(u32, char)> {
    let stat = |pid: &str| std::fs::read_to_string(format!("/proc/{pid}/stat")).ok();
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stat) = name.parse::<u32>().ok().and_then(|_| stat(&name)) else { continue };
        // "pid (name) state parent ..": the name may hold anything, so read from its end.
        let rest: Vec<&str> = stat[stat.rfind(')').unwrap() + 2..].split(' ').collect();
        if rest[1] == parent.to_string() {
            found.push((name.parse().unwrap(), rest[0].chars().next().unwrap()));
        }
    }
    found
}

pub(crate) fn alive(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

/// An orphan that has ended waits for the machine's init to take note of it, which is not ours to hurry.
pub(crate) fn runs(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    !matches!(state, None | Some('Z' | 'X'))
}

pub(crate) fn chat(model: &str, text: &str) -> ChatRequest {
    ChatRequest {
        model: Some(model.to_owned()),
        messages: Some(vec![Message::new("user", text)]),
        ..ChatRequest::default()
    }
}

pub(crate) fn streamed(request: ChatRequest) -> ChatRequest {
    let options = StreamOptions { include_usage: Some(true) };
    ChatRequest { stream: Some(true), stream_options: Some(options), ..request }
}

/// The next event of a kind, others passed over.
pub(crate) async fn event(
    events: &mut edge_api::client::EventStream,
    kind: EventKind,
    is: impl Fn(&Event) -> bool,
) -> Event {
    let wait = async {
        loop {
            let event = events.next().await.unwrap().expect("the feed goes on");
            if event.kind == kind && is(&event) {
                return event;
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("no {kind:?} came"))
}
