//! Runs the filter as the kernel would, on calls that no test could dare to make.

use super::*;

const JUMP: u16 = 0x05;
const IF_AT_LEAST: u16 = 0x35;
const AND: u16 = 0x54;

const ALLOW: u32 = 0x7fff_0000;
const KILL: u32 = 0x8000_0000;
const EPERM: u32 = 0x0005_0000 | 1;
const ENOSYS: u32 = 0x0005_0000 | 38;

const OWN: u64 = 4321;

const I386: u32 = 0x4000_0003;

/// What the kernel would do with a call.
fn outcome(profile: Profile, architecture: u32, call: u32, arguments: &[u64]) -> u32 {
    let program = super::program(profile, Pid::from_raw(4321).unwrap()).unwrap();
    // struct seccomp_data, in words.
    let mut data = [0_u32; 16];
    data[0] = call;
    data[1] = architecture;
    for (at, argument) in arguments.iter().enumerate() {
        data[4 + 2 * at] = u32::try_from(argument & 0xffff_ffff).unwrap();
        data[5 + 2 * at] = u32::try_from(argument >> 32).unwrap();
    }
    let (mut at, mut held) = (0, 0);
    loop {
        let sock_filter { code, jt, jf, k } = program[at].clone();
        at += 1;
        let jump = |holds: bool| usize::from(if holds { jt } else { jf });
        match code {
            LOAD => held = data[k as usize / 4],
            JUMP => at += k as usize,
            IF_EQUAL => at += jump(held == k),
            IF_GREATER => at += jump(held > k),
            IF_AT_LEAST => at += jump(held >= k),
            0x45 => at += jump(held & k != 0),
            AND => held &= k,
            RETURN => return k,
            _ => panic!("instruction {code:#x} is new here"),
        }
    }
}

fn cpu(call: i64, arguments: &[u64]) -> u32 {
    outcome(Profile::Cpu, ARCHITECTURE, u32::try_from(call).unwrap(), arguments)
}

fn gpu(call: i64, arguments: &[u64]) -> u32 {
    outcome(Profile::Gpu, ARCHITECTURE, u32::try_from(call).unwrap(), arguments)
}

#[test]
fn what_a_worker_does_all_day_is_allowed() {
    for call in [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_sendto,
        libc::SYS_recvfrom,
        libc::SYS_ppoll,
        libc::SYS_futex,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_munmap,
        libc::SYS_madvise,
        libc::SYS_openat,
        libc::SYS_renameat2,
        libc::SYS_fsync,
        libc::SYS_sched_setaffinity,
        libc::SYS_exit_group,
    ] {
        assert_eq!(cpu(call, &[]), ALLOW, "{call}");
    }
}

#[test]
fn what_reaches_others_is_denied() {
    for call in [
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_bpf,
        libc::SYS_io_uring_setup,
        libc::SYS_fchmodat,
        libc::SYS_truncate,
        libc::SYS_shmget,
        STATMOUNT,
    ] {
        assert_eq!(cpu(call, &[]), EPERM, "{call}");
    }
}

const STATMOUNT: i64 = 457;

#[test]
fn threads_are_made_and_processes_are_not() {
    let thread = 0x003d_0f00;
    assert_eq!(cpu(libc::SYS_clone, &[thread]), ALLOW);
    assert_eq!(cpu(libc::SYS_clone, &[17]), EPERM, "fork");
    assert_eq!(cpu(libc::SYS_clone, &[0x4111]), EPERM, "posix_spawn");
    let new_net = 0x4000_0000;
    assert_eq!(cpu(libc::SYS_clone, &[thread | new_net]), EPERM);
    assert_eq!(cpu(libc::SYS_clone3, &[]), ENOSYS, "else glibc does not fall back on clone");
}

#[test]
fn signals_go_to_the_worker_itself_alone() {
    for call in [libc::SYS_kill, libc::SYS_tgkill] {
        assert_eq!(cpu(call, &[OWN, 6]), ALLOW);
        for other in [1, 0, u64::MAX, OWN + 1] {
            assert_eq!(cpu(call, &[other, 9]), EPERM, "{other}");
        }
    }
    assert_eq!(cpu(libc::SYS_tkill, &[OWN, 9]), EPERM);
    assert_eq!(cpu(libc::SYS_fcntl, &[0, 1]), ALLOW, "F_GETFD");
    assert_eq!(cpu(libc::SYS_fcntl, &[0, 8, 1]), EPERM, "F_SETOWN");
}

#[test]
fn arguments_decide_where_a_call_has_two_uses() {
    assert_eq!(cpu(libc::SYS_prlimit64, &[0]), ALLOW);
    assert_eq!(cpu(libc::SYS_prlimit64, &[1]), EPERM);
    assert_eq!(cpu(libc::SYS_setpriority, &[0, 0, 5]), ALLOW);
    assert_eq!(cpu(libc::SYS_setpriority, &[2, 0, 5]), EPERM, "all of the user");
    assert_eq!(cpu(libc::SYS_ioctl, &[0, 0x5413]), ALLOW, "TIOCGWINSZ");
    assert_eq!(cpu(libc::SYS_ioctl, &[0, 0x5412]), EPERM, "TIOCSTI");
    assert_eq!(cpu(libc::SYS_ioctl, &[0, 0xdead_0000_5412]), EPERM, "the kernel reads 32 bits");
    assert_eq!(cpu(libc::SYS_prctl, &[15]), ALLOW, "PR_SET_NAME");
    assert_eq!(cpu(libc::SYS_prctl, &[1, 0]), EPERM, "PR_SET_PDEATHSIG");
}

#[test]
fn a_gpu_gets_unix_sockets_and_no_others() {
    assert_eq!(gpu(libc::SYS_socket, &[1]), ALLOW);
    assert_eq!(gpu(libc::SYS_connect, &[]), ALLOW);
    for family in [2, 10, 16, 17] {
        assert_eq!(gpu(libc::SYS_socket, &[family]), EPERM, "{family}");
    }
    assert_eq!(gpu(libc::SYS_execve, &[]), EPERM);
}

#[test]
fn calls_that_are_newer_than_the_list_are_absent() {
    assert_eq!(outcome(Profile::Cpu, ARCHITECTURE, NEWEST_CALL, &[]), EPERM);
    for call in [NEWEST_CALL + 1, 1000, 0x3fff_ffff] {
        assert_eq!(outcome(Profile::Cpu, ARCHITECTURE, call, &[]), ENOSYS, "{call}");
    }
}

#[test]
fn another_architecture_is_the_end() {
    for call in 0..=NEWEST_CALL {
        assert_eq!(outcome(Profile::Cpu, I386, call, &[]), KILL, "{call}");
    }
    #[cfg(target_arch = "x86_64")]
    for call in [0, 41, 59, 520, NEWEST_CALL] {
        assert_eq!(outcome(Profile::Cpu, ARCHITECTURE, X32_BIT | call, &[]), KILL, "{call}");
    }
}
