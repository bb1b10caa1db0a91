//! One graph, ready to run. A session is made for the providers that the plan asks for, or says why not;
//! it never moves to another one silently. Weights outside of the graph are mapped into memory, not read;
//! those that the library packs anew for its kernels are let go of once they are packed.

use super::memory::GiveBack;
use super::message::one_line;
use super::providers::{self, Choice};
use super::readback::{self, RECORD_PLACEMENT};
use super::value::{self, Element, Value};
use super::{Runtime, log};
use crate::loads::broken;
use ::ort::ErrorCode;
use ::ort::operator::OperatorDomain;
use ::ort::session::builder::{AutoDevicePolicy, GraphOptimizationLevel, SessionBuilder};
use edge_api::worker::{Gpu, LoadFailure, Provider};
use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;

const EXTERNAL_FOLDER: &str = "session.model_external_initializers_file_folder_path";

/// What to run and how.
pub(crate) struct Plan<'a> {
    pub(crate) graph: GraphSource<'a>,
    /// 0: one per core that this process may use.
    pub(crate) threads: u16,
    /// In this order of preference.
    pub(crate) providers: &'a [Provider],
    pub(crate) gpu: Gpu,
    /// Operators of ours that the graph names.
    pub(crate) operators: Vec<OperatorDomain>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum GraphSource<'a> {
    File(&'a Path),
    /// A graph whose weights, if they are outside of it, are in files of `dir`.
    Memory {
        bytes: &'a [u8],
        dir: &'a Path,
    },
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(super) inner: ::ort::session::Session,
    provider: Provider,
    provider_reason: Option<String>,
    placement: Vec<(String, u32)>,
    /// Last, so that all else is gone by then.
    _after: GiveBack,
}

/// An input or an output of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outlet<'a> {
    pub(crate) name: &'a str,
    /// `None`: no tensor, or one of a kind that has no place here.
    pub(crate) element: Option<Element>,
    /// -1 is any number.
    pub(crate) shape: &'a [i64],
}

/// Why a run came to nothing. The session can be used again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error("the graph failed: {reason}")]
    Graph { reason: String },
    #[error("a tensor cannot be made or read: {reason}")]
    Value { reason: String },
    #[error("a tensor of {element:?} cannot hold integers")]
    NotIntegers { element: Element },
    #[error("output {name:?} is not of numbers")]
    NotNumbers { name: String },
    #[error("output {name:?} did not come")]
    NoOutput { name: String },
    #[error("output {name:?} has the shape {found:?}, not {expected:?}")]
    Shape { name: String, found: Vec<i64>, expected: Vec<usize> },
}

impl Runtime {
    pub(crate) fn open(&self, plan: Plan<'_>) -> Result<Session, LoadFailure> {
        log::begin();
        // Also if nothing comes of it.
        let after = GiveBack;
        let offered: Vec<&str> = self.report.providers.iter().map(String::as_str).collect();
        let Choice { attempts, mut reason } =
            providers::choose(plan.providers, plan.gpu, &offered)?;
        let operators: Vec<_> = plan.operators.into_iter().map(Arc::new).collect();
        let threads = threads(plan.threads);
        for attempt in attempts {
            let built = self.build(plan.graph, threads, &attempt, &operators);
            let Some(&first) = attempt.first() else {
                let inner = built.map_err(|error| broken(one_line(error.message())))?;
                return Ok(Session {
                    placement: placement(&inner)?,
                    inner,
                    provider: Provider::Cpu,
                    provider_reason: reason,
                    _after: after,
                });
            };
            let first = first.as_str();
            match built {
                Ok(inner) => {
                    let placement = placement(&inner)?;
                    let provider = attempt.into_iter().find(|one| has_nodes(&placement, *one));
                    if provider.is_none_or(|provider| provider.as_str() != first) {
                        reason.get_or_insert(format!("{first} takes no node of this graph"));
                    }
                    if let Some(provider) = provider {
                        return Ok(Session {
                            inner,
                            provider,
                            provider_reason: reason,
                            placement,
                            _after: after,
                        });
                    }
                }
                Err(error) if is_the_graph(error.code()) => {
                    return Err(broken(one_line(error.message())));
                }
                Err(error) => {
                    let message = one_line(error.message());
                    reason.get_or_insert(format!("{first} does not start: {message}"));
                }
            }
        }
        Err(providers::unavailable(reason.unwrap_or_else(|| "no provider was tried".to_owned())))
    }

    fn build(
        &self,
        graph: GraphSource<'_>,
        threads: usize,
        gpus: &[Provider],
        operators: &[Arc<OperatorDomain>],
    ) -> ::ort::Result<::ort::session::Session> {
        let with_cpu = gpus.iter().chain([&Provider::Cpu]);
        let dispatches: Vec<_> = with_cpu.map(|one| providers::dispatch(*one)).collect();
        let mut builder = SessionBuilder::new(&self.environment)?
            // Only what is registered below, whatever devices the library finds.
            .with_auto_device(AutoDevicePolicy::PreferCPU)?
            .with_execution_providers(dispatches)?
            .with_optimization_level(GraphOptimizationLevel::All)?
            .with_intra_threads(threads)?
            .with_inter_threads(1)?
            // A pattern is kept per shape of the inputs, and each step has another: it would only grow.
            .with_memory_pattern(false)?
            .with_config_entry(RECORD_PLACEMENT.0, RECORD_PLACEMENT.1)?;
        for domain in operators {
            builder = builder.with_operators(Arc::clone(domain))?;
        }
        match graph {
            GraphSource::File(path) => builder.commit_from_file(path),
            GraphSource::Memory { bytes, dir } => {
                builder.with_config_entry(EXTERNAL_FOLDER, utf8(dir)?)?.commit_from_memory(bytes)
            }
        }
    }
}

impl Session {
    pub(crate) fn provider(&self) -> Provider {
        self.provider
    }

    /// Why it is not the provider that was asked for first.
    pub(crate) fn provider_reason(&self) -> Option<&str> {
        self.provider_reason.as_deref()
    }

    /// How many nodes each provider has.
    pub(crate) fn placement(&self) -> &[(String, u32)] {
        &self.placement
    }

    pub(crate) fn inputs(&self) -> impl Iterator<Item = Outlet<'_>> {
        self.inner.inputs().iter().map(outlet)
    }

    pub(crate) fn outputs(&self) -> impl Iterator<Item = Outlet<'_>> {
        self.inner.outputs().iter().map(outlet)
    }

    /// Runs the graph once and returns its outputs in their order.
    pub(crate) fn run(&mut self, inputs: &[(&str, &Value)]) -> Result<Vec<Value>, RunError> {
        let inputs: Vec<_> = inputs.iter().map(|(name, value)| (*name, &value.0)).collect();
        let outputs = self
            .inner
            .run(inputs)
            .map_err(|error| RunError::Graph { reason: one_line(error.message()) })?;
        Ok(outputs.into_iter().map(|(_, value)| Value(value)).collect())
    }
}

fn placement(session: &::ort::session::Session) -> Result<Vec<(String, u32)>, LoadFailure> {
    readback::placement(session)
        .map_err(|error| broken(format!("where it runs: {}", one_line(error.message()))))
}

fn has_nodes(placement: &[(String, u32)], provider: Provider) -> bool {
    placement.iter().any(|(name, nodes)| *nodes > 0 && name == provider.as_str())
}

/// Whether another provider would fail just the same.
fn is_the_graph(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::InvalidProtobuf
            | ErrorCode::InvalidGraph
            | ErrorCode::NoSuchFile
            | ErrorCode::NoModel
    )
}

fn outlet(outlet: &::ort::value::Outlet) -> Outlet<'_> {
    let dtype = outlet.dtype();
    let shape = dtype.tensor_shape().map_or(&[][..], |shape| &**shape);
    Outlet { name: outlet.name(), element: value::element(dtype), shape }
}

fn threads(wanted: u16) -> usize {
    match wanted {
        0 => available_parallelism().map_or(1, usize::from),
        _ => usize::from(wanted),
    }
}

/// The library takes the folder as a setting, and settings are text.
fn utf8(dir: &Path) -> ::ort::Result<&str> {
    dir.to_str()
        .ok_or_else(|| ::ort::Error::new(format!("the folder's name is not UTF-8: {dir:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_graph_is_not_tried_elsewhere() {
        assert!(is_the_graph(ErrorCode::InvalidProtobuf));
        assert!(is_the_graph(ErrorCode::InvalidGraph));
        assert!(!is_the_graph(ErrorCode::ExecutionProviderFailure));
        // Also what a provider says that finds no device.
        assert!(!is_the_graph(ErrorCode::GenericFailure));
    }

    #[test]
    fn a_model_gets_the_threads_it_asks_for() {
        assert_eq!(threads(3), 3);
        assert!(threads(0) >= 1);
    }
}
