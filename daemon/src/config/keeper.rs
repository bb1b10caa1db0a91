//! The owner of the configuration: notices that a file may have changed, reads all of it anew, and takes it as
//! one or not at all. Nothing here waits for a call, and no call waits for it.

use super::hangup::{Hangup, Meant};
use super::live::{Config, Live};
use super::load::Inputs;
use super::reading::Reading;
use super::taken::{News, taken};
use crate::events::{Events, Facts};
use crate::models::Models;
use crate::platform;
use crate::watch::Watcher;
use edge_api::event::EventKind;
use sd_notify::NotifyState;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};

/// A change that no other follows for so long is complete.
const QUIET: Duration = Duration::from_millis(100);
/// However much changes, it is read at the latest after this long.
const QUIET_WAIT_MAX: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Keeper {
    inputs: Inputs,
    cell: watch::Sender<Arc<Config>>,
    dirty: Arc<Notify>,
    /// Since when something may have changed that has not been read.
    since: Option<Instant>,
    due: Option<Instant>,
}

impl Keeper {
    /// `first` is what the start has read.
    pub(crate) fn new(inputs: Inputs, first: Config) -> (Self, Live) {
        let (cell, receiver) = watch::channel(Arc::new(first));
        // What has changed between that reading and the first watch is not known.
        let due = Some(Instant::now());
        let keeper = Self { inputs, cell, dirty: Arc::default(), since: None, due };
        (keeper, Live::new(receiver))
    }

    /// Until the terminal goes that the daemon was started from.
    pub(crate) async fn run(self, models: Models, events: Events, hangup: Hangup) {
        let watcher = Watcher::new(Arc::clone(&self.dirty), "the configuration");
        self.keep(watcher, models, events, hangup).await;
    }

    async fn keep(
        mut self,
        mut watcher: Watcher,
        models: Models,
        events: Events,
        mut hangup: Hangup,
    ) {
        loop {
            let asked = tokio::select! {
                biased;
                meant = hangup.next() => match meant {
                    Meant::TerminalGone => return,
                    Meant::Reload => true,
                },
                () = sleep_until(self.due) => false,
                () = self.dirty.notified() => {
                    self.disturbed(Instant::now());
                    continue;
                }
            };
            if asked {
                tell_systemd_of_reload();
            }
            (self.since, self.due) = (None, None);
            let running = Some(Arc::clone(&self.cell.borrow()));
            let inputs = Inputs { running, ..self.inputs.clone() };
            let read = tokio::task::spawn_blocking(move || {
                let read = watcher.look(QUIET, || read(&inputs));
                (read, watcher)
            });
            let ((reading, again), back) = read.await.expect("a reading does not panic");
            watcher = back;
            self.due = again.map(|after| Instant::now() + after);
            let installed = models.listing().models.keys().cloned().collect();
            self.take(reading, &installed, asked, &events);
            if asked {
                platform::notify(&[NotifyState::Ready]);
            }
        }
    }

    fn disturbed(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        self.due = Some((now + QUIET).min(since + QUIET_WAIT_MAX));
    }

    /// Who asked gets an answer even if there is no news.
    fn take(&self, reading: Reading, installed: &BTreeSet<String>, asked: bool, events: &Events) {
        let now = Arc::clone(&self.cell.borrow());
        let taken = taken(&now, reading.config(), installed);
        let mut news = taken.news;
        if let Some(config) = taken.config {
            config.log_warnings(&now.warnings);
            self.cell.send_replace(Arc::new(config));
        }
        if asked && news.is_empty() {
            news.push(match now.rejected.is_empty() {
                true => News::Reloaded(Vec::new()),
                false => News::Rejected(now.rejected.clone()),
            });
        }
        for news in news {
            tell(&news, events);
        }
    }
}

fn tell(news: &News, events: &Events) {
    let reason = news.reason();
    let kind = match news {
        News::Reloaded(_) => {
            tracing::info!(reason, "configuration reloaded");
            EventKind::ConfigReloaded
        }
        News::Rejected(faults) => {
            for fault in faults {
                let (file, reason) = (fault.file.display(), &fault.message);
                tracing::error!(%file, line = fault.line, reason, "configuration rejected");
            }
            EventKind::ConfigRejected
        }
    };
    events.push(kind, Facts { reason: Some(reason), ..Facts::default() });
}

/// `Type=notify-reload` wants to know when the reload began, by its own clock.
fn tell_systemd_of_reload() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => platform::notify(&[NotifyState::Reloading, now]),
        Err(error) => tracing::warn!(%error, "systemd is not told of the reload"),
    }
}

/// Also says in which folders a change is one of what was read.
fn read(inputs: &Inputs) -> (Reading, BTreeSet<PathBuf>) {
    let reading = Reading::of(inputs);
    let dirs = reading.dirs.clone();
    (reading, dirs)
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Shelf;
    use edge_api::paths::{Mode, Overrides, Paths};

    /// As where the kernel has no watch left to give. Time passes by itself.
    #[tokio::test(start_paused = true)]
    async fn what_does_not_tell_of_itself_is_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        let folder = |name: &str| Some(dir.path().join(name));
        let overrides = Overrides {
            config_dir: folder("config"),
            share_dir: folder("share"),
            state_dir: folder("state"),
            cache_dir: folder("cache"),
            ..Overrides::default()
        };
        let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
        let first = Config::default();
        let (_shelf, models, _) = Shelf::new(&paths, &first, &[], Err(String::new()));
        let inputs = Inputs::new(&paths, &[], &|_| None);
        let (keeper, mut live) = Keeper::new(inputs, first);
        let (events, hangup) = (Events::new(), Hangup::new().unwrap());
        tokio::spawn(keeper.keep(Watcher::deaf(), models, events.clone(), hangup));
        std::fs::create_dir(&paths.config_dir).unwrap();
        for headers_max in [50, 60] {
            let text = format!("limits.headers_max = {headers_max}\n");
            std::fs::write(paths.config_dir.join("edged.toml"), text).unwrap();
            // What is not there yet, or not whole, may be read in between.
            while live.next().await.settings.limits.headers_max != headers_max {}
        }
        let told = events.after(0, 100).events;
        assert!(told.iter().all(|event| event.kind == EventKind::ConfigReloaded), "{told:?}");
    }
}
