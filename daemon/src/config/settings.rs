//! Everything that can be set, key by key. `docs/config.md` and `models/share/edged.toml` are written from
//! this file.
//!
//! A new key is a line in its table. A new table is a block, and a line in `whole!`. A list of tables is a key
//! whose type is `Vec<Rule>`, with `Rule` declared like any table; if it is to stand above all tables, it is a
//! key of one whose name in `whole!` is empty, and which comes first there.

use super::policy::PolicyRule;
use super::table::{Hold, Table, Tables, path_of, tables};
use super::tcp::Tcp;
use super::value::{Free, Is};
use crate::ledger::Durability;
use edge_core::policy::RULES_MAX;
use std::path::Path;
use std::time::Duration;

/// The most that `limits.connections_max` may be.
pub(crate) const CONNECTIONS_MAX: usize = 16_384;

const ABSOLUTE: Is<String> =
    Is("an absolute path, or empty", |path| path.is_empty() || Path::new(path).is_absolute());
const POLICIES: Is<Vec<PolicyRule>> =
    Is("a list of at most 256", |policies| policies.len() <= RULES_MAX);

tables! {
    /// What stands above all tables.
    Top {
        /// Who may do what, beyond what holds for everybody: the first that matches decides. Those of a later
        /// file are asked before those of an earlier one, and replace those about nobody else.
        policy: Vec<PolicyRule> = Vec::new(), POLICIES, Live;
    }
    /// What one caller, and all together, may ask of edged. More is refused with an error that names the limit.
    Limits {
        /// Connections served at once; one more is answered 503.
        connections_max: usize = 256, 1..=CONNECTIONS_MAX, Live;
        /// Calls that may wait for a row; one more is answered 429.
        queue_requests_max: usize = 64, 1..=65_536, Live;
        /// How much of that one caller may take, in percent, so that there is a place for others; one more is
        /// answered 429.
        queue_caller_percent_max: usize = 75, 1..=100, Live;
        /// A longer request body is answered 413.
        body_bytes_max: usize = 4_194_304, 1_024..=15_728_640, Live;
        /// What bodies, and prompts until their worker has them, hold in memory, all together; at least
        /// `limits.body_bytes_max`. One more is answered 429.
        body_bytes_in_flight_max: usize = 33_554_432, 1_024..=1_073_741_824, Live;
        /// What answers hold in memory until their clients have read them, all together; the call that needs
        /// more ends with 503.
        answer_bytes_in_flight_max: usize = 33_554_432, 65_536..=1_073_741_824, Live;
        /// More headers are answered 431, and the connection is closed.
        headers_max: usize = 100, 8..=1_000, Live;
        /// So is a longer request line with its headers.
        header_bytes_max: usize = 32_768, 4_096..=262_144, Live;
        /// Headers that take longer are answered 408; a connection that sends none is closed.
        header_timeout_ms: u64 = 5_000, 10..=600_000, Live;
        /// A body that takes longer is answered 408.
        body_timeout_ms: u64 = 10_000, 10..=600_000, Live;
        /// A client that takes nothing of its answer for so long loses its connection.
        write_timeout_ms: u64 = 30_000, 10..=600_000, Live;
    }
    /// How long a worker process may be silent before it is replaced. Its calls then end with `worker_hung`.
    Worker {
        /// A worker that has not said hello by then is lost.
        start_timeout_ms: u64 = 10_000, 100..=600_000, Live;
        /// The longest silence while a model loads.
        load_timeout_ms: u64 = 120_000, 100..=3_600_000, Live;
        /// The longest silence before the first step of a model.
        first_step_timeout_ms: u64 = 60_000, 50..=3_600_000, Live;
        /// The longest silence before each later step; it grows to 20 times the median step.
        step_timeout_ms: u64 = 10_000, 50..=3_600_000, Live;
        /// Failures in a row without work done in between; after one more, the model counts as failed.
        restarts_max: u32 = 5, 0..=1_000, Live;
    }
    /// How workers compute.
    Engine {
        /// How long one step may take while it reads prompts: what a running answer waits at most for a new one.
        step_ms_max: u32 = 50, 1..=10_000, Live;
        /// The ONNX Runtime to use, 1.24 or later. EDGED_ORT_LIBRARY wins over the files. Empty: the first
        /// libonnxruntime.so* in /usr/lib/edged, then in ../ort beside the folder of edged's program.
        library: String = String::new(), ABSOLUTE, Restart;
        /// Threads of a worker that computes on the CPU; 0: one per core.
        threads: u16 = 0, 0..=1_024, Restart;
        /// Choices that one model answers at once, if `engine.kv_bytes_max` holds as many at full length.
        rows_max: u16 = 8, 1..=256, Restart;
        /// What the keys and values of one model may take in memory.
        kv_bytes_max: u64 = 2_147_483_648, 1_048_576..=1_099_511_627_776, Restart;
    }
    /// How edged ends.
    Shutdown {
        /// How long running calls may take to end after SIGTERM.
        drain_ms: u64 = 10_000, 0..=600_000, Live;
    }
    /// How long models stay.
    Models {
        /// An unused model is unloaded after this long; 0: at once. A model's own file may say otherwise.
        keep_alive_s: u64 = 300, 0..=31_536_000, Live;
    }
    /// The record of all calls.
    LedgerSettings {
        /// Whether calls are recorded at all.
        enabled: bool = true, Free, Restart;
        /// `power`: synced to disk before the end of the answer is sent. `buffered`: a power cut may lose the
        /// last calls. `off`: no call is written.
        durability: Durability = Durability::Power, Free, Restart;
        /// `serve`: if the ledger fails while edged runs, answer and say so. `refuse`: answer 503 until it works
        /// again.
        on_failure: LedgerFailure = LedgerFailure::Serve, Free, Live;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerFailure {
    /// Answer, and say `lost`.
    Serve,
    /// Refuse calls with 503 until the ledger works again.
    Refuse,
}

/// Declares the whole: which tables there are, in the order of the documentation.
macro_rules! whole {
    ($($name:literal $field:ident: $Table:ident),* $(,)?) => {
        /// A value for everything that can be set.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct Settings {
            $(pub(crate) $field: $Table,)*
        }

        impl Settings {
            pub(crate) fn tables(&self) -> Vec<(&'static str, &dyn Table)> {
                vec![$(($name, &self.$field)),*]
            }

            pub(super) fn tables_mut(&mut self) -> Tables<'_> {
                vec![$(($name, &mut self.$field)),*]
            }

            /// Puts back what only a restart takes, and says which keys that are.
            pub(super) fn hold(&mut self, running: &Self) -> Vec<String> {
                let mut held = Vec::new();
                $(for key in self.$field.hold(&running.$field) {
                    held.push(path_of($name, key));
                })*
                held
            }
        }
    };
}

whole! {
    "" top: Top,
    "limits" limits: Limits,
    "worker" worker: Worker,
    "engine" engine: Engine,
    "shutdown" shutdown: Shutdown,
    "models" models: Models,
    "ledger" ledger: LedgerSettings,
    "tcp" tcp: Tcp,
}

impl Settings {
    /// What the bounds of one key do not say: which keys do not go together, and why.
    pub(super) fn conflict(&self, running: bool) -> Option<(&'static [&'static str], String)> {
        let Limits { body_bytes_max: one, body_bytes_in_flight_max: all, .. } = self.limits;
        let message = format!(
            "limits.body_bytes_in_flight_max is {all}, it must be at least \
             limits.body_bytes_max, which is {one}"
        );
        let keys = &["limits.body_bytes_in_flight_max", "limits.body_bytes_max"];
        (all < one).then_some((keys as &[_], message)).or_else(|| self.tcp.conflict(running))
    }

    pub(crate) fn queue(&self) -> edge_core::queue::Bounds {
        let Limits { queue_requests_max, queue_caller_percent_max, .. } = self.limits;
        edge_core::queue::Bounds {
            requests_max: queue_requests_max,
            // A caller has one place at least.
            caller_requests_max: (queue_requests_max * queue_caller_percent_max).div_ceil(100),
        }
    }

    pub(crate) fn timeouts(&self) -> edge_core::life::Timeouts {
        edge_core::life::Timeouts {
            start: Duration::from_millis(self.worker.start_timeout_ms),
            load: Duration::from_millis(self.worker.load_timeout_ms),
            first_step: Duration::from_millis(self.worker.first_step_timeout_ms),
            step: Duration::from_millis(self.worker.step_timeout_ms),
            exit: Duration::from_secs(5),
        }
    }
}
