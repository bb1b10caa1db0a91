//! The processes under measurement. Each is started here on directories of its own, is ended by its
//! id, and leaves nothing behind; a peer that does not come up or down as it should fails the run.

use crate::cpus::Split;
use crate::load::Connection;
use crate::proc::{self, CpuTime};
use crate::recording::Recording;
use anyhow::{Context, Result, bail, ensure};
use edge_api::admin::Status;
use hyper::StatusCode;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

const READY_TIMEOUT: Duration = Duration::from_secs(10);
/// Above edged's own default for draining.
const END_TIMEOUT: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(1);

/// Where peers live: sockets in the system's temporary directory, because a socket's path is short,
/// and state beside the report, because that is on a disk.
#[derive(Debug)]
pub(crate) struct Ground {
    bin_dir: PathBuf,
    sockets: TempDir,
    state: TempDir,
    /// While there is none, the scheduler puts the load generator and the peers where it likes.
    split: Option<Split>,
}

#[derive(Debug)]
pub(crate) struct Peer {
    name: String,
    child: Child,
    pid: u32,
    pub(crate) socket: PathBuf,
    log_path: PathBuf,
    has_workers: bool,
    pub(crate) state_dir: PathBuf,
    /// From the start of the process to its first `200` on `/readyz`.
    pub(crate) ready_after: Duration,
}

impl Ground {
    pub(crate) fn new(bin_dir: &Path, out_dir: &Path) -> Result<Self> {
        fs::create_dir_all(out_dir).with_context(|| format!("creating {}", out_dir.display()))?;
        let state = tempfile::Builder::new().prefix("state-").tempdir_in(out_dir)?;
        // Peers get absolute paths: what they do with a relative one is not measured here.
        let bin_dir =
            fs::canonicalize(bin_dir).with_context(|| format!("no {}", bin_dir.display()))?;
        for name in ["edged", "edge-worker"] {
            ensure!(
                bin_dir.join(name).is_file(),
                "no {name} in {}: build it first",
                bin_dir.display()
            );
        }
        // edged refuses a user's socket in a directory that is open to others.
        let private = fs::Permissions::from_mode(0o700);
        let sockets = tempfile::Builder::new().permissions(private).tempdir()?;
        Ok(Self { bin_dir, sockets, state, split: None })
    }

    /// From here on the load generator has a CPU of its own, and peers start on the others.
    pub(crate) fn pin(&mut self, split: Split) -> Result<()> {
        split.enter()?;
        self.split = Some(split);
        Ok(())
    }

    /// Does `work` where the peers run.
    pub(crate) fn among_subjects<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        match &self.split {
            Some(split) => split.among_subjects(work),
            None => work(),
        }
    }

    /// A row's settings, and where it was measured.
    pub(crate) fn settings(&self, mut settings: Value) -> Value {
        settings["pinned"] = self.split.is_some().into();
        settings["load_cpu"] = self.split.as_ref().map(|split| split.load_cpu).into();
        settings
    }

    /// The same for a person.
    pub(crate) fn placement(&self) -> String {
        self.split.as_ref().map_or_else(
            || "not pinned".into(),
            |split| {
                format!("pinned: load generator to CPU {}, subjects to the others", split.load_cpu)
            },
        )
    }

    /// edged with default settings, but for `set`, and one simulated model in its worker. However many callers a
    /// suite has, to edged they are one user, who may have all of the queue here.
    pub(crate) async fn edged(&self, name: &str, sim: &str, set: &[&str]) -> Result<Peer> {
        let mut command = Command::new(self.bin_dir.join("edged"));
        let home = fs::canonicalize(self.state.path())?.join(name);
        command.arg("--user").arg("--worker").arg(self.bin_dir.join("edge-worker"));
        command.args(["--sim", sim, "--set", "limits.queue_caller_percent_max=100"]);
        for kind in ["config", "state", "cache", "share"] {
            let dir = home.join(kind);
            fs::create_dir_all(&dir)?;
            command.arg(format!("--{kind}-dir")).arg(dir);
        }
        for setting in set {
            command.args(["--set", setting]);
        }
        let peer = self.start(name, command, home.join("state")).await?;
        Ok(Peer { has_workers: true, ..peer })
    }

    /// The bare hyper echo: this same program, answering with `recording`.
    pub(crate) async fn echo(
        &self,
        name: &str,
        recording: &Recording,
        pace: Option<Duration>,
    ) -> Result<Peer> {
        let bytes_path = self.sockets.path().join(format!("{name}.json"));
        recording.write(&bytes_path)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args([OsStr::new("echo"), OsStr::new("--bytes-file"), bytes_path.as_os_str()]);
        if let Some(pace) = pace {
            command.arg("--pace-us").arg(pace.as_micros().to_string());
        }
        self.start(name, command, self.state.path().to_owned()).await
    }

    async fn start(&self, name: &str, mut command: Command, state_dir: PathBuf) -> Result<Peer> {
        let socket = self.sockets.path().join(format!("{name}.sock"));
        let log_path = self.sockets.path().join(format!("{name}.log"));
        let log = File::create(&log_path)?;
        command.arg("--socket").arg(&socket);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let start = Instant::now();
        let child =
            self.among_subjects(|| command.spawn().with_context(|| format!("starting {name}")))?;
        let pid = child.id().context("it has not been waited for")?;
        let name = name.to_owned();
        let ready_after = Duration::ZERO;
        let mut peer =
            Peer { name, child, pid, socket, log_path, has_workers: false, state_dir, ready_after };
        peer.ready(start).await?;
        Ok(peer)
    }
}

impl Peer {
    async fn ready(&mut self, start: Instant) -> Result<()> {
        loop {
            let left = READY_TIMEOUT.saturating_sub(start.elapsed());
            if let Ok(Ok(StatusCode::OK)) = timeout(left, readyz(&self.socket)).await {
                self.ready_after = start.elapsed();
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status} before it was ready\n{}", self.name, self.log_tail());
            }
            if start.elapsed() > READY_TIMEOUT {
                bail!("{} not ready after {READY_TIMEOUT:?}\n{}", self.name, self.log_tail());
            }
            sleep(POLL).await;
        }
    }

    /// The process, and edged's workers as its own status names them, once a call has started one.
    pub(crate) async fn processes(&self) -> Result<Processes> {
        if !self.has_workers {
            return Ok(Processes(vec![self.pid]));
        }
        let answer = Connection::open(&self.socket).await?.get("/edge/v1/status").await?;
        let status: Status = serde_json::from_slice(&answer.body)
            .with_context(|| format!("{}: status: {}", self.name, answer.status))?;
        let workers: Vec<u32> = status.workers.iter().filter_map(|worker| worker.pid).collect();
        ensure!(!workers.is_empty(), "{}: no worker is running", self.name);
        Ok(Processes(std::iter::once(self.pid).chain(workers).collect()))
    }

    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        proc::resident_bytes(self.pid)
    }

    /// SIGTERM, then waits for the end.
    pub(crate) async fn end(mut self) -> Result<()> {
        let pid = self.child.id().and_then(|pid| rustix::process::Pid::from_raw(pid.cast_signed()));
        let pid = pid.with_context(|| format!("{} has ended by itself", self.name))?;
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        let Ok(status) = timeout(END_TIMEOUT, self.child.wait()).await else {
            bail!("{} still runs {END_TIMEOUT:?} after SIGTERM\n{}", self.name, self.log_tail());
        };
        let status = status?;
        ensure!(status.success(), "{} ended with {status}\n{}", self.name, self.log_tail());
        Ok(())
    }

    fn log_tail(&self) -> String {
        let log = fs::read_to_string(&self.log_path).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

async fn readyz(socket: &Path) -> Result<StatusCode> {
    Ok(Connection::open(socket).await?.get("/readyz").await?.status)
}

/// Processes whose CPU time counts as one.
#[derive(Clone, Debug)]
pub(crate) struct Processes(Vec<u32>);

impl Processes {
    pub(crate) fn cpu(&self) -> Result<Vec<CpuTime>> {
        self.0.iter().map(|pid| CpuTime::of(*pid)).collect()
    }

    pub(crate) fn cpu_since(&self, earlier: &[CpuTime]) -> Result<Duration> {
        Ok(self.cpu()?.into_iter().zip(earlier).map(|(later, earlier)| later.since(*earlier)).sum())
    }
}
