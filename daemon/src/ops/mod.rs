//! The closed list of what edged can do. Transports parse, call one of these, and render.

mod call;
mod catalog;

pub(crate) use call::{Meta, RunningCall, SILENCE_MAX, usage};
pub(crate) use catalog::Catalog;

use crate::config::{LedgerFailure, Settings};
use crate::events::Events;
use crate::ledger::Ledger;
use crate::workers::Workers;
use edge_api::admin::{
    ConfigStatus, Gauge, Health, ModelStatus, Models, Reason, RuntimeStatus, Status, TaskStatus,
    Tasks,
};
use edge_api::error::ApiError;
use edge_api::openai::{Model, ModelList};
use edge_api::paths::Paths;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Instant, SystemTime};

/// Who is asking, settled once per connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub uid: Option<u32>,
}

/// A small handle on everything a transport may ask for.
#[derive(Clone, Debug)]
pub(crate) struct Ops {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: Settings,
    paths: Paths,
    config: ConfigStatus,
    catalog: Catalog,
    workers: Workers,
    ledger: Ledger,
    events: Events,
    started: Instant,
    started_s: u64,
    connections: AtomicUsize,
    calls: AtomicU64,
    ready: AtomicBool,
}

/// What `Ops` is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub settings: Settings,
    pub paths: Paths,
    pub config: ConfigStatus,
    pub catalog: Catalog,
    pub workers: Workers,
    pub ledger: Ledger,
    pub events: Events,
}

impl Ops {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { settings, paths, config, catalog, workers, ledger, events } = parts;
        let started_s = unix_s();
        let inner = Inner {
            settings,
            paths,
            config,
            catalog,
            workers,
            ledger,
            events,
            started: Instant::now(),
            started_s,
            connections: AtomicUsize::new(0),
            calls: AtomicU64::new(0),
            ready: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn events(&self) -> &Events {
        &self.inner.events
    }

    pub(crate) fn set_ready(&self, ready: bool) {
        self.inner.ready.store(ready, Ordering::Relaxed);
    }

    pub(crate) fn ready(&self) -> bool {
        self.inner.ready.load(Ordering::Relaxed)
    }

    /// Counts a connection for as long as the guard lives; `None` over the limit.
    pub(crate) fn connect(&self) -> Option<Connection> {
        let max = self.inner.settings.limits.connections_max;
        let now = self.inner.connections.fetch_add(1, Ordering::Relaxed);
        let connection = Connection { inner: Arc::clone(&self.inner) };
        (now < max).then_some(connection)
    }

    pub(crate) fn model_list(&self) -> ModelList {
        let data = (self.inner.catalog.names())
            .map(|id| Model {
                id: id.to_owned(),
                object: "model".to_owned(),
                created: self.inner.started_s,
                owned_by: "edged".to_owned(),
            })
            .collect();
        ModelList { object: "list".to_owned(), data }
    }

    pub(crate) fn model(&self, id: &str) -> Result<Model, ApiError> {
        let all = self.model_list().data;
        all.into_iter().find(|model| model.id == id).ok_or_else(|| self.inner.catalog.not_found(id))
    }

    pub(crate) fn tasks(&self) -> Tasks {
        Tasks { tasks: self.inner.catalog.task_statuses() }
    }

    pub(crate) fn task(&self, name: &str) -> Result<TaskStatus, ApiError> {
        let all = self.tasks().tasks;
        all.into_iter()
            .find(|task| task.name == name)
            .ok_or_else(|| self.inner.catalog.no_task(name))
    }

    pub(crate) async fn models(&self) -> Result<Models, ApiError> {
        Ok(Models { models: self.inner.workers.snapshot().await?.models })
    }

    pub(crate) async fn model_status(&self, name: &str) -> Result<ModelStatus, ApiError> {
        let all = self.models().await?.models;
        all.into_iter()
            .find(|model| model.name == name)
            .ok_or_else(|| self.inner.catalog.no_model(name))
    }

    pub(crate) async fn status(&self) -> Result<Status, ApiError> {
        let inner = &self.inner;
        let snapshot = inner.workers.snapshot().await?;
        let tasks = self.tasks().tasks;
        let ledger = inner.ledger.status();
        let mut reasons: Vec<Reason> = Vec::new();
        let mut reason = |code: &str, subject: &str, message: &str| {
            let (code, subject, message) =
                (code.to_owned(), subject.to_owned(), message.to_owned());
            reasons.push(Reason { code, subject, message });
        };
        if let Some(failure) = &ledger.reason {
            reason("ledger_unavailable", "ledger", failure);
        }
        for model in &snapshot.models {
            if let Some(why) = &model.reason {
                reason(&format!("model_{}", model.state.as_str()), &model.name, why);
            }
        }
        for task in &tasks {
            if let Some(why) = &task.reason {
                reason("task_broken", &task.name, why);
            }
        }
        for worker in snapshot.workers.iter().filter(|worker| worker.state == "stuck") {
            reason("worker_stuck", &worker.device, "it was killed and does not die");
        }
        let refuses = inner.settings.ledger.on_failure == LedgerFailure::Refuse;
        let health = match (&ledger.reason, reasons.is_empty()) {
            (Some(_), _) if refuses => Health::Failing,
            (_, true) => Health::Ok,
            (_, false) => Health::Degraded,
        };
        Ok(Status {
            schema: edge_api::SCHEMA,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("EDGED_COMMIT").map(str::to_owned),
            pid: std::process::id(),
            mode: inner.paths.mode.as_str().to_owned(),
            ready: self.ready(),
            health,
            reasons,
            uptime_s: inner.started.elapsed().as_secs_f64(),
            socket: inner.paths.socket.clone(),
            rss_bytes: crate::platform::rss_bytes(None),
            connections: Gauge {
                now: inner.connections.load(Ordering::Relaxed),
                max: inner.settings.limits.connections_max,
            },
            queue: snapshot.queue,
            runtime: RuntimeStatus::default(),
            workers: snapshot.workers,
            models: snapshot.models,
            tasks,
            adapters: Vec::new(),
            ledger,
            config: inner.config.clone(),
        })
    }
}

/// A counted connection.
#[derive(Debug)]
pub(crate) struct Connection {
    inner: Arc<Inner>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.inner.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

fn unix_s() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
