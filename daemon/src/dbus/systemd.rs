//! systemd is asked which unit a process is in: the machine's own, or that of the user whose edged this is.
//!
//! An answer holds only if the process has lived on until it came; else the pid may have been another's by then.
//! Whatever else comes instead of a good answer, the unit is not known: for good if systemd has answered, and
//! until it is asked again if it could not be.

use crate::platform::Process;
use edge_api::paths::Mode;
use edge_core::policy::UNIT_NAME_BYTES_MAX;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use zbus::connection::Builder;
use zbus::{Connection, Message, OwnedObjectPath};

/// Whoever waits for it is a caller with a request: then its unit is not known yet.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);
/// A bus lets each of its clients ask only so much at once; more wait, within their time.
const QUESTIONS_AT_ONCE_MAX: usize = 32;

const NAME: &str = "org.freedesktop.systemd1";
const PATH: &str = "/org/freedesktop/systemd1";
const INTERFACE: &str = "org.freedesktop.systemd1.Manager";
/// What it says of a process that has ended, or that it does not look after.
const NO_UNIT: [&str; 2] =
    ["org.freedesktop.systemd1.NoUnitForPID", "org.freedesktop.systemd1.NoSuchProcess"];
const UNITS: &str = "/org/freedesktop/systemd1/unit/";

/// A small handle; the connection is made with the first question, and anew when it is lost.
#[derive(Clone, Debug)]
pub(crate) struct Systemd {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    bus: Bus,
    connection: Mutex<Option<Connection>>,
    room: Semaphore,
    /// The log says once that systemd cannot be asked, until it could be again.
    silent: AtomicBool,
}

#[derive(Clone, Debug)]
enum Bus {
    System,
    /// Of the user, where their own units are.
    User,
    #[cfg(test)]
    At(std::path::PathBuf),
}

/// systemd could not be asked, or did not answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoAnswer;

/// Why a unit is not known.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error("it is in none: {0}")]
    NoUnit(String),
    #[error("its process has ended")]
    Ended,
    #[error("systemd cannot be asked: {0}")]
    Bus(zbus::Error),
    #[error("systemd did not answer within {} ms", ANSWER_TIMEOUT.as_millis())]
    Silence,
    #[error("systemd named `{0}`, which is no unit")]
    Strange(String),
}

impl Unknown {
    fn of(error: zbus::Error) -> Self {
        if let zbus::Error::MethodError(name, said, _) = &error
            && NO_UNIT.contains(&name.as_str())
        {
            return Unknown::NoUnit(said.clone().unwrap_or_default());
        }
        Unknown::Bus(error)
    }
}

impl Systemd {
    pub(crate) fn of(mode: Mode) -> Self {
        Self::on(match mode {
            Mode::System => Bus::System,
            Mode::User => Bus::User,
        })
    }

    fn on(bus: Bus) -> Self {
        let (connection, room) = (Mutex::default(), Semaphore::new(QUESTIONS_AT_ONCE_MAX));
        Self { inner: Arc::new(Inner { bus, connection, room, silent: AtomicBool::new(false) }) }
    }

    /// `None` if it is in none, or that is not to be known.
    pub(crate) async fn unit_of(&self, process: &Process) -> Result<Option<Arc<str>>, NoAnswer> {
        let asked = tokio::time::timeout(ANSWER_TIMEOUT, self.ask(process.pid())).await;
        let unit = match asked.unwrap_or(Err(Unknown::Silence)) {
            Ok(_) if !process.lives() => Err(Unknown::Ended),
            other => other,
        };
        let failed = matches!(unit, Err(Unknown::Bus(_) | Unknown::Silence));
        let told = self.inner.silent.swap(failed, Ordering::Relaxed);
        let unit = unit.inspect_err(|unknown| {
            const NOT_KNOWN: &str = "a policy names a unit, and that of a caller is not known";
            match failed && !told {
                true => tracing::warn!(error = %unknown, "{NOT_KNOWN}"),
                false => tracing::debug!(pid = process.pid(), error = %unknown, "{NOT_KNOWN}"),
            }
        });
        if failed { Err(NoAnswer) } else { Ok(unit.ok()) }
    }

    async fn ask(&self, pid: u32) -> Result<Arc<str>, Unknown> {
        let _room = self.inner.room.acquire().await.expect("it is never closed");
        let mut answer = self.inner.question(pid).await;
        // A bus that has gone is noticed by asking; it may be back.
        if matches!(&answer, Err(zbus::Error::InputOutput(_))) {
            *self.inner.connection.lock().await = None;
            answer = self.inner.question(pid).await;
        }
        let answer = answer.map_err(Unknown::of)?;
        let path: OwnedObjectPath = answer.body().deserialize().map_err(Unknown::Bus)?;
        unit_at(path.as_str()).ok_or_else(|| Unknown::Strange(path.to_string()))
    }
}

impl Inner {
    async fn question(&self, pid: u32) -> zbus::Result<Message> {
        let connection = self.connection().await?;
        connection.call_method(Some(NAME), PATH, Some(INTERFACE), "GetUnitByPID", &pid).await
    }

    async fn connection(&self) -> zbus::Result<Connection> {
        let mut kept = self.connection.lock().await;
        if let Some(connection) = kept.as_ref().filter(|connection| !connection.is_closed()) {
            return Ok(connection.clone());
        }
        let builder = match &self.bus {
            Bus::System => Builder::system(),
            Bus::User => Builder::session(),
            #[cfg(test)]
            Bus::At(path) => Builder::address(format!("unix:path={}", path.display()).as_str()),
        };
        let connection = builder.build().await?;
        Ok(kept.insert(connection).clone())
    }
}

/// The name is the last part of the path, where all but letters and digits is written as `_` and two digits of
/// its code.
fn unit_at(path: &str) -> Option<Arc<str>> {
    let label = path.strip_prefix(UNITS)?;
    let (mut name, mut rest) = (Vec::new(), label.as_bytes());
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        name.push(match byte {
            b'_' => {
                let (digits, after) = rest.split_at_checked(2)?;
                rest = after;
                u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?
            }
            byte if byte.is_ascii_alphanumeric() => *byte,
            _ => return None,
        });
    }
    let name = String::from_utf8(name).ok()?;
    let fits = (1..=UNIT_NAME_BYTES_MAX).contains(&name.len());
    (fits && name.bytes().all(|byte| byte.is_ascii_graphic())).then(|| name.into())
}

#[cfg(test)]
#[path = "systemd_tests.rs"]
mod tests;
