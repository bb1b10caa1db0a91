//! Where a graph may run: what the library was built with, and which of it is tried in which order. The
//! choice is made here; registering and failing is the session's business.

use ::ort::ep::{self, ExecutionProvider, ExecutionProviderDispatch};
use edge_api::worker::{Gpu, LoadFailure, LoadFailureKind, Provider};

/// What to try, best first, and why it is not what was asked for first.
#[derive(Debug, PartialEq)]
pub(super) struct Choice {
    /// Each is a set of providers to register together; the CPU takes what they leave. The last set is
    /// empty unless a GPU is required.
    pub(super) attempts: Vec<Vec<Provider>>,
    pub(super) reason: Option<String>,
}

/// Says which attempts `wanted` and `gpu` come to with a library that has `offered`.
pub(super) fn choose(
    wanted: &[Provider],
    gpu: Gpu,
    offered: &[&str],
) -> Result<Choice, LoadFailure> {
    let gpus: Vec<Provider> = match gpu {
        Gpu::Off => Vec::new(),
        Gpu::Require => wanted.iter().copied().filter(|one| *one != Provider::Cpu).collect(),
        // The CPU takes everything, so that nothing after it would get a node.
        Gpu::Prefer => wanted.iter().copied().take_while(|one| *one != Provider::Cpu).collect(),
    };
    let (there, missing): (Vec<Provider>, Vec<Provider>) =
        gpus.iter().partition(|one| offered.contains(&one.as_str()));
    let reason = if gpu == Gpu::Off && wanted.first().is_some_and(|one| *one != Provider::Cpu) {
        Some("gpu = \"off\"".to_owned())
    } else {
        missing.first().map(|one| lacks(*one, offered))
    };
    let mut attempts: Vec<_> = (0..there.len()).map(|from| there[from..].to_vec()).collect();
    if gpu == Gpu::Require {
        if attempts.is_empty() {
            let reason = reason
                .unwrap_or_else(|| "gpu = \"require\", but providers names no GPU".to_owned());
            return Err(unavailable(reason));
        }
    } else {
        attempts.push(Vec::new());
    }
    Ok(Choice { attempts, reason })
}

pub(super) fn unavailable(reason: String) -> LoadFailure {
    let hint = "gpu = \"prefer\" in the model's own settings runs it on the CPU instead";
    LoadFailure { kind: LoadFailureKind::Provider, reason, hint: Some(hint.to_owned()) }
}

fn lacks(provider: Provider, offered: &[&str]) -> String {
    format!("this ONNX Runtime has no {} provider, only {}", provider.as_str(), offered.join(", "))
}

/// Those we know of that the library was built with, the fastest first.
pub(super) fn offered() -> Vec<&'static str> {
    fn has<E: ExecutionProvider>(provider: Provider) -> Option<&'static str> {
        // An error is a library that cannot even list them.
        E::is_available().unwrap_or(false).then_some(provider.as_str())
    }
    let all = [
        has::<ep::TensorRT>(Provider::Tensorrt),
        has::<ep::CUDA>(Provider::Cuda),
        has::<ep::CPU>(Provider::Cpu),
    ];
    all.into_iter().flatten().collect()
}

/// One that says so when it cannot be had: by itself the library would go on without.
pub(super) fn dispatch(provider: Provider) -> ExecutionProviderDispatch {
    let dispatch = match provider {
        // Without its arena, each step maps and unmaps memory for tensors that have grown by a token: a
        // 150 M model at a context of 1,000 takes twice as long. What it holds goes with the session.
        Provider::Cpu => ep::CPU::default().with_arena_allocator(true).build(),
        Provider::Cuda => ep::CUDA::default().build(),
        Provider::Tensorrt => ep::TensorRT::default().build(),
    };
    dispatch.error_on_failure()
}

/// The library's name of a provider, as the project says it: `CPUExecutionProvider` is `cpu`.
pub(super) fn short(name: &str) -> String {
    name.strip_suffix("ExecutionProvider").unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Provider::{Cpu, Cuda, Tensorrt};

    const ALL: [&str; 3] = ["tensorrt", "cuda", "cpu"];

    fn attempts(wanted: &[Provider], gpu: Gpu, offered: &[&str]) -> Vec<Vec<Provider>> {
        choose(wanted, gpu, offered).unwrap().attempts
    }

    #[test]
    fn providers_are_tried_in_their_order_and_the_cpu_last() {
        let wanted = [Tensorrt, Cuda, Cpu];
        let tried = attempts(&wanted, Gpu::Prefer, &ALL);
        assert_eq!(tried, [vec![Tensorrt, Cuda], vec![Cuda], vec![]]);
        assert_eq!(attempts(&wanted, Gpu::Require, &ALL), [vec![Tensorrt, Cuda], vec![Cuda]]);
        assert_eq!(attempts(&[Cpu, Cuda], Gpu::Prefer, &ALL), [vec![]]);
        assert_eq!(attempts(&[Cpu, Cuda], Gpu::Require, &ALL), [vec![Cuda]]);
        assert_eq!(attempts(&[], Gpu::Prefer, &ALL), [vec![]]);
    }

    #[test]
    fn off_is_the_cpu_and_says_why() {
        let off = choose(&[Cuda, Cpu], Gpu::Off, &ALL).unwrap();
        assert_eq!(off.attempts, [vec![]]);
        assert_eq!(off.reason.unwrap(), "gpu = \"off\"");
        assert_eq!(choose(&[Cpu], Gpu::Off, &ALL).unwrap().reason, None);
    }

    #[test]
    fn a_provider_the_library_lacks_is_passed_over_and_named() {
        let preferred = choose(&[Cuda, Cpu], Gpu::Prefer, &["cpu"]).unwrap();
        assert_eq!(preferred.attempts, [vec![]]);
        let reason = preferred.reason.unwrap();
        assert_eq!(reason, "this ONNX Runtime has no cuda provider, only cpu");
        let second = choose(&[Tensorrt, Cuda], Gpu::Prefer, &["cuda", "cpu"]).unwrap();
        assert_eq!(second.attempts, [vec![Cuda], vec![]]);
        assert!(second.reason.unwrap().contains("no tensorrt provider"));
    }

    #[test]
    fn a_required_gpu_that_is_not_there_is_a_failure() {
        let failure = choose(&[Cuda, Cpu], Gpu::Require, &["cpu"]).unwrap_err();
        assert_eq!(failure.kind, LoadFailureKind::Provider);
        assert_eq!(failure.reason, "this ONNX Runtime has no cuda provider, only cpu");
        let failure = choose(&[Cpu], Gpu::Require, &ALL).unwrap_err();
        assert_eq!(failure.reason, "gpu = \"require\", but providers names no GPU");
    }

    #[test]
    fn a_provider_has_one_name() {
        for provider in [Cpu, Cuda, Tensorrt] {
            assert_eq!(short(dispatch_name(provider)), provider.as_str());
        }
        assert_eq!(short("Custom"), "custom");
    }

    fn dispatch_name(provider: Provider) -> &'static str {
        match provider {
            Cpu => ep::CPU::NAME,
            Cuda => ep::CUDA::NAME,
            Tensorrt => ep::TensorRT::NAME,
        }
    }
}
