//! Counts and times for Prometheus. Counting is a few additions per call and one per token; the text is made
//! when somebody asks for it.
//!
//! Labels are names of tasks and models that are installed, never what a caller made up.

use edge_api::error::ApiError;
use edge_api::event::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Models come and go while edged runs; beyond so many counters a call is counted without its names.
const SERIES_MAX: usize = 4096;

/// A wait, of a call.
const WAITS_S: &[f64] =
    &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];
/// A step, of a worker.
const STEPS_S: &[f64] =
    &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5];

/// A handle; clones count together.
#[derive(Clone, Debug)]
pub(crate) struct Metrics {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    calls: Mutex<BTreeMap<Series, u64>>,
    queue: Histogram,
    ttft: Histogram,
    inter_token: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    outcome: &'static str,
    code: &'static str,
    task: String,
    model: String,
}

/// What is looked up when it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Now {
    pub queue_waiting: usize,
    pub rows_running: usize,
    pub worker_restarts: u64,
    /// `None` while that is not known.
    pub ledger_rows: Option<u64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let inner = Inner {
            calls: Mutex::default(),
            queue: Histogram::new(WAITS_S),
            ttft: Histogram::new(WAITS_S),
            inter_token: Histogram::new(STEPS_S),
        };
        Self { inner: Arc::new(inner) }
    }
}

impl Metrics {
    /// One end of one call. Names that are not installed are "".
    pub(crate) fn ended(&self, outcome: Outcome, code: &'static str, task: &str, model: &str) {
        let series = |task: &str, model: &str| Series {
            outcome: outcome.as_str(),
            code,
            task: task.to_owned(),
            model: model.to_owned(),
        };
        let mut calls = self.inner.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = series(task, model);
        if calls.len() >= SERIES_MAX && !calls.contains_key(&key) {
            key = series("", "");
        }
        *calls.entry(key).or_default() += 1;
    }

    /// A call that ended before there was any.
    pub(crate) fn refused(&self, error: &ApiError, task: &str, model: &str) {
        let outcome = if error.code.status() < 500 { Outcome::Refused } else { Outcome::Error };
        self.ended(outcome, error.code.as_str(), task, model);
    }

    pub(crate) fn queued(&self, time: Duration) {
        self.inner.queue.observe(time);
    }

    pub(crate) fn first_token(&self, time: Duration) {
        self.inner.ttft.observe(time);
    }

    pub(crate) fn next_token(&self, time: Duration) {
        self.inner.inter_token.observe(time);
    }

    /// In Prometheus's text format, version 0.0.4.
    pub(crate) fn text(&self, now: Now) -> String {
        let mut out = String::with_capacity(8 * 1024);
        let Inner { calls, queue, ttft, inter_token } = &*self.inner;
        about(&mut out, "edged_calls_total", "counter", "Calls that ended, by how.");
        for (series, count) in &*calls.lock().unwrap_or_else(PoisonError::into_inner) {
            let Series { outcome, code, task, model } = series;
            let (task, model) = (escaped(task), escaped(model));
            line(
                &mut out,
                format_args!(
                    "edged_calls_total{{outcome=\"{outcome}\",code=\"{code}\",task=\"{task}\",model=\"{model}\"}} {count}"
                ),
            );
        }
        let mut number = |name: &str, kind: &str, help: &str, value: u64| {
            about(&mut out, name, kind, help);
            line(&mut out, format_args!("{name} {value}"));
        };
        let (waiting, running) = (now.queue_waiting as u64, now.rows_running as u64);
        number("edged_queue_waiting", "gauge", "Calls that wait for a row.", waiting);
        number("edged_rows_running", "gauge", "Rows, that is choices, being answered.", running);
        let help = "Times that a worker was started again after it failed.";
        number("edged_worker_restarts_total", "counter", help, now.worker_restarts);
        if let Some(rows) = now.ledger_rows {
            number("edged_ledger_rows_total", "counter", "Rows in the ledger.", rows);
        }
        let help = "From the arrival of a call until it was sent to its worker.";
        queue.text(&mut out, "edged_queue_seconds", help);
        let help = "From the arrival of a call until its first token.";
        ttft.text(&mut out, "edged_ttft_seconds", help);
        let help = "Between two steps that gave the same call tokens.";
        inter_token.text(&mut out, "edged_inter_token_seconds", help);
        out
    }
}

#[derive(Debug)]
struct Histogram {
    bounds: &'static [f64],
    /// One for each bound, and one for what is above the last; not added up.
    counts: Vec<AtomicU64>,
    sum_ns: AtomicU64,
}

impl Histogram {
    fn new(bounds: &'static [f64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum_ns: AtomicU64::new(0) }
    }

    fn observe(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        let bucket = self.bounds.partition_point(|bound| *bound < seconds);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        let ns = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.sum_ns.fetch_add(ns, Ordering::Relaxed);
    }

    fn text(&self, out: &mut String, name: &str, help: &str) {
        about(out, name, "histogram", help);
        let mut total = 0;
        let bounds = self.bounds.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
        for (bound, count) in bounds.zip(&self.counts) {
            total += count.load(Ordering::Relaxed);
            line(out, format_args!("{name}_bucket{{le=\"{bound}\"}} {total}"));
        }
        let sum = Duration::from_nanos(self.sum_ns.load(Ordering::Relaxed)).as_secs_f64();
        line(out, format_args!("{name}_sum {sum}"));
        line(out, format_args!("{name}_count {total}"));
    }
}

fn about(out: &mut String, name: &str, kind: &str, help: &str) {
    line(out, format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("a string takes everything");
}

/// As the value of a label.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::error::Code;

    const MS: Duration = Duration::from_millis(1);

    fn value(text: &str, name: &str) -> Option<f64> {
        let found = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        found.map(|value| value.parse().unwrap())
    }

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.ended(Outcome::Ok, "", "t", "m");
        metrics.clone().ended(Outcome::Ok, "", "t", "m");
        metrics.refused(&ApiError::new(Code::ModelNotFound, "no"), "", "");
        metrics.refused(&ApiError::new(Code::ModelBroken, "no"), "t", "");
        let now =
            Now { queue_waiting: 3, rows_running: 4, worker_restarts: 5, ledger_rows: Some(6) };
        let text = metrics.text(now);
        for (name, want) in [
            (r#"edged_calls_total{outcome="ok",code="",task="t",model="m"}"#, 2.0),
            (
                r#"edged_calls_total{outcome="refused",code="model_not_found",task="",model=""}"#,
                1.0,
            ),
            (r#"edged_calls_total{outcome="error",code="model_broken",task="t",model=""}"#, 1.0),
            ("edged_queue_waiting", 3.0),
            ("edged_rows_running", 4.0),
            ("edged_worker_restarts_total", 5.0),
            ("edged_ledger_rows_total", 6.0),
        ] {
            assert_eq!(value(&text, name), Some(want), "{name} in\n{text}");
        }
        let unknown = metrics.text(Now::default());
        assert_eq!(value(&unknown, "edged_ledger_rows_total"), None);
    }

    #[test]
    fn a_time_falls_into_the_bucket_that_ends_at_it() {
        let metrics = Metrics::default();
        for time in [MS, 2 * MS, 60_000 * MS, 60_001 * MS] {
            metrics.queued(time);
            metrics.first_token(time);
            metrics.next_token(time);
        }
        let text = metrics.text(Now::default());
        for (le, want) in [("0.001", 1.0), ("0.0025", 2.0), ("30", 2.0), ("60", 3.0), ("+Inf", 4.0)]
        {
            for name in ["edged_queue_seconds", "edged_ttft_seconds"] {
                let bucket = format!("{name}_bucket{{le=\"{le}\"}}");
                assert_eq!(value(&text, &bucket), Some(want), "{bucket}");
            }
        }
        assert_eq!(value(&text, "edged_inter_token_seconds_bucket{le=\"0.0005\"}"), Some(0.0));
        assert_eq!(value(&text, "edged_inter_token_seconds_count"), Some(4.0));
        assert_eq!(value(&text, "edged_queue_seconds_sum"), Some(120.004));
    }

    #[test]
    fn names_without_end_do_not_make_counters_without_end() {
        let metrics = Metrics::default();
        for at in 0..2 * SERIES_MAX {
            metrics.ended(Outcome::Ok, "", "", &format!("m{at}"));
        }
        let calls = metrics.inner.calls.lock().unwrap();
        assert_eq!(calls.len(), SERIES_MAX + 1);
        assert_eq!(calls.values().sum::<u64>(), 2 * SERIES_MAX as u64);
    }

    #[test]
    fn a_label_cannot_end_its_line() {
        assert_eq!(escaped("a\\b\"c\nd"), r#"a\\b\"c\nd"#);
    }
}
