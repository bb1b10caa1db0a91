//! The closed list of what edged can do. Transports parse, call one of these, and render.

mod call;
mod caller;
mod catalog;
mod config;
mod measure;
mod models;
mod places;
mod policy;

pub(crate) use call::{Meta, RunningCall, SILENCE_MAX, usage};
pub(crate) use caller::Caller;
pub(crate) use catalog::Catalog;
pub(crate) use places::Connection;
pub(crate) use policy::Permit;

use crate::config::{LedgerFailure, Limits, Live};
use crate::dbus::Systemd;
use crate::events::Events;
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::models::Models;
use crate::workers::Workers;
use edge_api::admin::{Gauge, Health, ModelState, Reason, Status};
use edge_api::error::ApiError;
use edge_api::paths::Paths;
use edge_core::policy::{Action, House};
use places::Places;
use policy::Gate;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// A small handle on everything a transport may ask for.
#[derive(Clone, Debug)]
pub(crate) struct Ops {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    live: Live,
    paths: Paths,
    tcp: Option<SocketAddr>,
    flags: Flags,
    catalog: Catalog,
    models: Models,
    workers: Workers,
    ledger: Ledger,
    events: Events,
    gate: Gate,
    systemd: Systemd,
    metrics: Metrics,
    started: Instant,
    /// Since 1970.
    started_at: Duration,
    places: Places,
    calls: AtomicU64,
    ready: AtomicBool,
}

/// What the daemon was started with, for those who ask.
#[derive(Clone, Debug)]
pub(crate) struct Flags {
    pub set: Vec<String>,
    pub sim: Vec<String>,
}

/// What `Ops` is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub live: Live,
    pub paths: Paths,
    /// Where programs come in over TCP, if they may.
    pub tcp: Option<SocketAddr>,
    pub flags: Flags,
    pub catalog: Catalog,
    pub models: Models,
    pub workers: Workers,
    pub ledger: Ledger,
    pub events: Events,
    /// Who may do what where no policy of the settings says.
    pub house: House,
    pub systemd: Systemd,
}

impl Ops {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { live, paths, tcp, flags, catalog, .. } = parts;
        let Parts { models, workers, ledger, events, house, systemd, .. } = parts;
        let inner = Inner {
            live,
            paths,
            tcp,
            flags,
            catalog,
            models,
            workers,
            ledger,
            events,
            gate: Gate::new(house),
            systemd,
            metrics: Metrics::default(),
            started: Instant::now(),
            started_at: since_1970(),
            places: Places::default(),
            calls: AtomicU64::new(0),
            ready: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// As they are now; a request keeps to what it has taken once.
    pub(crate) fn limits(&self) -> Limits {
        self.inner.live.now().settings.limits.clone()
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

    pub(crate) async fn status(&self, caller: &Caller) -> Result<Status, ApiError> {
        self.may(caller, Action::ReadStatus)?;
        let inner = &self.inner;
        let config = inner.live.now();
        let snapshot = inner.workers.snapshot().await?;
        let models = self.seen(snapshot.models);
        let tasks = inner.catalog.task_statuses(&models);
        let (runtime, runtime_fault) = {
            let listing = inner.models.listing();
            // Simulated models need no runtime.
            let needed = listing.models.values().any(|model| model.dir.is_some());
            let fault = listing.runtime_fault.clone().filter(|_| needed);
            (listing.runtime.clone(), fault)
        };
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
        if let Some(fault) = &runtime_fault {
            reason("provider_unavailable", "runtime", fault);
        }
        for model in &models {
            // One that is on its way says why it takes long; that is no fault.
            if let Some(why) = model.reason.as_ref().filter(|_| model.state != ModelState::Loading)
            {
                reason(&format!("model_{}", model.state.as_str()), &model.name, why);
            }
        }
        for task in &tasks {
            if let Some(why) = &task.reason {
                reason("task_broken", &task.name, why);
            }
        }
        let rejected = config.rejected.iter().chain(config.kept_faults());
        let told = rejected.map(|fault| ("config_rejected", fault));
        let warnings = config.warnings.iter().map(|warning| ("config_warning", warning));
        for (code, error) in told.chain(warnings) {
            let line = error.line.map_or(String::new(), |line| format!(":{line}"));
            reason(code, &format!("{}{line}", error.file.display()), &error.message);
        }
        for worker in snapshot.workers.iter().filter(|worker| worker.state == "stuck") {
            reason("worker_stuck", &worker.device, "it was killed and does not die");
        }
        let refuses = config.settings.ledger.on_failure == LedgerFailure::Refuse;
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
            started: Some(inner.started_at.as_secs_f64()),
            socket: inner.paths.socket.clone(),
            tcp: inner.tcp,
            rss_bytes: crate::platform::rss_bytes(None),
            connections: Gauge {
                now: inner.places.taken(),
                max: config.settings.limits.connections_max,
            },
            queue: snapshot.queue,
            runtime,
            workers: snapshot.workers,
            models,
            tasks,
            adapters: Vec::new(),
            ledger,
            config: self.config_status(&config),
        })
    }
}

fn unix_s() -> u64 {
    since_1970().as_secs()
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
