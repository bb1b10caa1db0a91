//! One configuration file as written: every key optional, an unknown key an error.

use crate::ledger::Durability;
use serde::Deserialize;
use std::time::Duration;

/// Declares a table of the configuration once: its keys, their types, built-in values and bounds, and in a
/// second pair of braces its texts, which are empty unless set. The fragment (all optional), the settings
/// (all present) and the checks follow from it.
macro_rules! tables {
    ($($table:ident: $Fragment:ident => $Settings:ident {
        $($(#[$doc:meta])* $key:ident: $type:ty = $default:expr, $min:expr, $max:expr;)*
    } $({ $($(#[$text_doc:meta])* $text:ident;)* })?)*) => {
        $(
            #[derive(Clone, Debug, Default, Deserialize)]
            #[serde(deny_unknown_fields, expecting = "a table")]
            pub(crate) struct $Fragment {
                $($(#[$doc])* pub(crate) $key: Option<$type>,)*
                $($($(#[$text_doc])* pub(crate) $text: Option<String>,)*)?
            }

            #[derive(Clone, Debug, PartialEq, Eq)]
            pub(crate) struct $Settings {
                $($(#[$doc])* pub(crate) $key: $type,)*
                $($($(#[$text_doc])* pub(crate) $text: String,)*)?
            }

            impl Default for $Settings {
                fn default() -> Self {
                    Self { $($key: $default,)* $($($text: String::new(),)*)? }
                }
            }

            impl $Settings {
                fn apply(&mut self, fragment: &$Fragment) -> Result<(), OutOfBounds> {
                    $(if let Some(value) = fragment.$key {
                        if !($min..=$max).contains(&value) {
                            return Err(OutOfBounds {
                                key: concat!(stringify!($table), ".", stringify!($key)),
                                value: value.to_string(),
                                min: $min.to_string(),
                                max: $max.to_string(),
                            });
                        }
                        self.$key = value;
                    })*
                    $($(if let Some(text) = &fragment.$text {
                        self.$text.clone_from(text);
                    })*)?
                    Ok(())
                }
            }
        )*
    };
}

#[derive(Debug, thiserror::Error)]
#[error("{key} is {value}, it must be between {min} and {max}")]
pub(crate) struct OutOfBounds {
    key: &'static str,
    value: String,
    min: String,
    max: String,
}

tables! {
    limits: LimitsFragment => Limits {
        /// Connections served at once; one more is answered 503.
        connections_max: usize = 256, 1, 16_384;
        /// Calls that may wait for a row; one more is answered 429.
        queue_requests_max: usize = 64, 1, 65_536;
        /// A longer request body is answered 413.
        body_bytes_max: usize = 4_194_304, 1_024, 15_728_640;
        /// Bodies being read or waiting to be answered, together; one more is answered 429.
        body_bytes_in_flight_max: usize = 33_554_432, 1_024, 1_073_741_824;
        /// What answers hold until their clients have read them, together; the call that needs more is
        /// ended with 503.
        answer_bytes_in_flight_max: usize = 33_554_432, 65_536, 1_073_741_824;
        headers_max: usize = 100, 8, 1_000;
        header_timeout_ms: u64 = 5_000, 10, 600_000;
        body_timeout_ms: u64 = 10_000, 10, 600_000;
        /// A client that takes nothing of its answer for so long loses its connection.
        write_timeout_ms: u64 = 30_000, 10, 600_000;
    }
    worker: WorkerFragment => Worker {
        /// A worker that never says hello is lost after this long.
        start_timeout_ms: u64 = 10_000, 100, 600_000;
        /// The longest silence while a model loads.
        load_timeout_ms: u64 = 120_000, 100, 3_600_000;
        first_step_timeout_ms: u64 = 60_000, 50, 3_600_000;
        /// Or 20 times the median step, whichever is longer.
        step_timeout_ms: u64 = 10_000, 50, 3_600_000;
        /// Failures in a row, without any work done in between, before a model counts as failed.
        restarts_max: u32 = 5, 0, 1_000;
    }
    engine: EngineFragment => Engine {
        /// How long one step may take while it reads prompts.
        step_ms_max: u32 = 50, 1, 10_000;
        /// Threads of a worker that computes on the CPU; 0: one per core.
        threads: u16 = 0, 0, 1_024;
        /// Choices that one model answers at once, if `kv_bytes_max` holds as many.
        rows_max: u16 = 8, 1, 256;
        /// What a model's keys and values may take in memory.
        kv_bytes_max: u64 = 2_147_483_648, 1_048_576, 1_099_511_627_776_u64;
    } {
        /// The ONNX Runtime to use; empty: the first one found.
        library;
    }
    shutdown: ShutdownFragment => Shutdown {
        /// How long running calls may take to end after SIGTERM.
        drain_ms: u64 = 10_000, 0, 600_000;
    }
    models: ModelsFragment => Models {
        /// An unused model is unloaded after this long; 0: at once.
        keep_alive_s: u64 = 300, 0, 31_536_000;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LedgerFailure {
    /// Answer, and say `lost`.
    Serve,
    /// Refuse calls with 503 until the ledger works again.
    Refuse,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct LedgerFragment {
    pub enabled: Option<bool>,
    pub durability: Option<Durability>,
    pub on_failure: Option<LedgerFailure>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct Fragment {
    #[serde(default)]
    pub limits: LimitsFragment,
    #[serde(default)]
    pub worker: WorkerFragment,
    #[serde(default)]
    pub engine: EngineFragment,
    #[serde(default)]
    pub shutdown: ShutdownFragment,
    #[serde(default)]
    pub models: ModelsFragment,
    #[serde(default)]
    pub ledger: LedgerFragment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LedgerSettings {
    pub durability: Durability,
    pub on_failure: LedgerFailure,
    pub enabled: bool,
}

impl Default for LedgerSettings {
    fn default() -> Self {
        Self { durability: Durability::Power, on_failure: LedgerFailure::Serve, enabled: true }
    }
}

/// Everything that can be set, with a value for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub limits: Limits,
    pub worker: Worker,
    pub engine: Engine,
    pub shutdown: Shutdown,
    pub models: Models,
    pub ledger: LedgerSettings,
}

impl Settings {
    /// What the fragment sets wins; a value out of bounds changes nothing after it.
    pub(crate) fn apply(&mut self, fragment: &Fragment) -> Result<(), OutOfBounds> {
        self.limits.apply(&fragment.limits)?;
        self.worker.apply(&fragment.worker)?;
        self.engine.apply(&fragment.engine)?;
        self.shutdown.apply(&fragment.shutdown)?;
        self.models.apply(&fragment.models)?;
        let LedgerFragment { enabled, durability, on_failure } = fragment.ledger;
        self.ledger.enabled = enabled.unwrap_or(self.ledger.enabled);
        self.ledger.durability = durability.unwrap_or(self.ledger.durability);
        self.ledger.on_failure = on_failure.unwrap_or(self.ledger.on_failure);
        Ok(())
    }

    /// What a range does not say.
    pub(super) fn conflict(&self) -> Option<String> {
        let Limits { body_bytes_max: one, body_bytes_in_flight_max: all, .. } = self.limits;
        if all < one {
            return Some(format!(
                "limits.body_bytes_in_flight_max is {all}, it must be at least \
                 limits.body_bytes_max, which is {one}"
            ));
        }
        let library = &self.engine.library;
        (!library.is_empty() && !library.starts_with('/'))
            .then(|| format!("engine.library is `{library}`, it must be an absolute path"))
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
