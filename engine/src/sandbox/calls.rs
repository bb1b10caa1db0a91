//! Which system calls a worker gives up: all that reach other machines, other processes or the system's own
//! settings. What they were asked to do fails with `EPERM`.
//!
//! A list of what is denied, not of what is allowed: which calls a runtime and a driver make is theirs to
//! change. Calls that are newer than the list are therefore answered as by a kernel that lacks them.

mod denied;
#[cfg(test)]
mod tests;

use super::{Profile, SandboxError};
use rustix::io::Errno;
use rustix::process::{Pid, getpid};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompFilter, SeccompRule, sock_filter,
};
use std::collections::BTreeMap;
use std::path::Path;

/// There since there are filters, unless the kernel was built without them.
const ACTIONS: &str = "/proc/sys/kernel/seccomp/actions_avail";

/// The last system call that this list was made with. Since number 424 all architectures share them.
const NEWEST_CALL: u32 = 469; // file_setattr
#[cfg(target_arch = "x86_64")]
const X32_BIT: u32 = 0x4000_0000;

// From linux/audit.h.
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;

// Where things are in `struct seccomp_data`, in bytes.
const NUMBER_AT: u32 = 0;
const ARCHITECTURE_AT: u32 = 4;

// The instructions of a filter, from linux/bpf_common.h.
const LOAD: u16 = 0x20; // BPF_LD | BPF_W | BPF_ABS
const IF_EQUAL: u16 = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const IF_GREATER: u16 = 0x25; // BPF_JMP | BPF_JGT | BPF_K
#[cfg(target_arch = "x86_64")]
const IF_BITS: u16 = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const RETURN: u16 = 0x06; // BPF_RET | BPF_K

/// Filters the calls of this thread and of all it will start, and says so.
pub(super) fn filter(profile: Profile) -> Result<String, SandboxError> {
    match seccompiler::apply_filter(&program(profile, getpid())?) {
        Ok(()) => Ok("filtering".to_owned()),
        Err(error) => match why_absent(&error) {
            Some(reason) => Ok(format!("absent: {reason}")),
            None => Err(SandboxError::Calls(error)),
        },
    }
}

/// Whether a kernel without filters is why it failed.
fn why_absent(error: &seccompiler::Error) -> Option<String> {
    let seccompiler::Error::Seccomp(error) = error else {
        return None;
    };
    match Errno::from_io_error(error)? {
        Errno::NOSYS => Some("not in this kernel".to_owned()),
        // Also what a bad filter is answered with.
        Errno::INVAL if !Path::new(ACTIONS).exists() => {
            Some("no filters in this kernel".to_owned())
        }
        _ => None,
    }
}

/// The filter as the kernel takes it. `own` is the one process that signals may go to.
fn program(profile: Profile, own: Pid) -> Result<BpfProgram, BackendError> {
    let by_argument = denied::by_argument(profile, own).into_iter().map(|(call, cases)| {
        let cases = cases.into_iter().map(|case| SeccompRule::new(vec![case?]));
        Ok((call, cases.collect::<Result<_, _>>()?))
    });
    let by_argument = SeccompFilter::new(
        by_argument.collect::<Result<BTreeMap<_, _>, BackendError>>()?,
        SeccompAction::Allow,
        refused_with(Errno::PERM),
        std::env::consts::ARCH.try_into()?,
    )?;
    let by_argument: BpfProgram = by_argument.try_into()?;
    // What the first part does not answer, the second does.
    Ok([by_number(denied::always(profile)), by_argument].concat())
}

/// What a number is enough for. By hand: seccompiler has no words for ranges of calls or for a second answer,
/// and where two instructions do it takes seven, which the kernel goes through for each call there is.
fn by_number(denied: Vec<i64>) -> BpfProgram {
    let number = |call| u32::try_from(call).expect("the numbers of system calls are small");
    let (kill, absent) = (SeccompAction::KillProcess, refused_with(Errno::NOSYS));
    let mut program = vec![instruction(LOAD, ARCHITECTURE_AT)];
    // The same numbers mean something else elsewhere.
    program.extend([instruction_if(IF_EQUAL, ARCHITECTURE, 1, 0), answer(kill.clone())]);
    program.push(instruction(LOAD, NUMBER_AT));
    // The x32 names of the same calls would go past the list.
    #[cfg(target_arch = "x86_64")]
    program.extend([instruction_if(IF_BITS, X32_BIT, 0, 1), answer(kill)]);
    // Its flags lie in memory, where no filter can look. Without it, threads are made by clone.
    let clone3 = number(libc::SYS_clone3);
    program.extend([instruction_if(IF_EQUAL, clone3, 0, 1), answer(absent.clone())]);
    program.extend([instruction_if(IF_GREATER, NEWEST_CALL, 0, 1), answer(absent)]);
    for call in denied {
        let refused = answer(refused_with(Errno::PERM));
        program.extend([instruction_if(IF_EQUAL, number(call), 0, 1), refused]);
    }
    program
}

fn refused_with(errno: Errno) -> SeccompAction {
    SeccompAction::Errno(errno.raw_os_error().unsigned_abs())
}

fn answer(action: SeccompAction) -> sock_filter {
    instruction(RETURN, action.into())
}

fn instruction(code: u16, k: u32) -> sock_filter {
    instruction_if(code, k, 0, 0)
}

/// `jt` and `jf`: how many instructions to skip if it holds and if it does not.
fn instruction_if(code: u16, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code, jt, jf, k }
}
