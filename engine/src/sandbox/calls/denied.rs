//! The list itself.

use super::Profile;
use rustix::process::Pid;
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::{BackendError, SeccompCmpOp, SeccompCondition};

/// Calls, and what each is denied for: any of these arguments.
pub(super) type ByArgument = Vec<(i64, Vec<Result<SeccompCondition, BackendError>>)>;

/// A worker has its one socket from the start, and neither makes another nor passes anything but bytes. It
/// writes with `sendto`, which needs a socket to be of any use.
const SOCKETS: [i64; 11] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvmsg,
    libc::SYS_recvmmsg,
];

/// Other programs, other processes, and what is shared with them.
const PROCESSES: [i64; 40] = [
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
    libc::SYS_ioprio_set,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
    libc::SYS_perf_event_open,
    libc::SYS_inotify_add_watch,
    libc::SYS_fanotify_init,
    libc::SYS_fanotify_mark,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
];

/// What Landlock does not look at: whose a file is, who may open it, when it was changed; to cut it off by
/// name, which its older versions let pass; and ways to a file that do without a path.
const FILES: [i64; 19] = [
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    SETXATTRAT,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    REMOVEXATTRAT,
    FILE_SETATTR,
    libc::SYS_utimensat,
    libc::SYS_truncate,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_lookup_dcookie,
];

/// The system, and much of the kernel that has had holes.
const SYSTEM: [i64; 57] = [
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    OPEN_TREE_ATTR,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    STATMOUNT,
    LISTMOUNT,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_userfaultfd,
    libc::SYS_personality,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_quotactl_fd,
    libc::SYS_syslog,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_vhangup,
    libc::SYS_nfsservctl,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_setfsuid,
    libc::SYS_setfsgid,
    libc::SYS_setgroups,
    libc::SYS_capset,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    libc::SYS_mq_notify,
    libc::SYS_mq_timedsend,
    libc::SYS_mq_timedreceive,
];

/// Older names of calls above, and what only this processor has.
#[cfg(target_arch = "x86_64")]
const OF_THIS_PROCESSOR: [i64; 13] = [
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_uselib,
    libc::SYS_modify_ldt,
    libc::SYS_ioperm,
    libc::SYS_iopl,
    libc::SYS__sysctl,
];
#[cfg(not(target_arch = "x86_64"))]
const OF_THIS_PROCESSOR: [i64; 0] = [];

// Not all of them are in every libc crate; the numbers are those of all architectures.
const FCHMODAT2: i64 = 452;
const STATMOUNT: i64 = 457;
const LISTMOUNT: i64 = 458;
const SETXATTRAT: i64 = 463;
const REMOVEXATTRAT: i64 = 466;
const OPEN_TREE_ATTR: i64 = 467;
const FILE_SETATTR: i64 = 469;

/// Each of them would take a thread out of what the process shares.
const NEW_NAMESPACES: [i32; 7] = [
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
];

/// What is denied whatever its arguments.
pub(super) fn always(profile: Profile) -> Vec<i64> {
    let sockets = match profile {
        Profile::Cpu => &SOCKETS[..],
        Profile::Gpu => &[],
    };
    [sockets, &PROCESSES, &FILES, &SYSTEM, &OF_THIS_PROCESSOR].concat()
}

/// What a worker does, but not with these arguments. `own` is the one process that signals may go to.
pub(super) fn by_argument(profile: Profile, own: Pid) -> ByArgument {
    let own = u64::from(own.as_raw_nonzero().get().unsigned_abs());
    let mut clone = vec![bits(0, libc::CLONE_THREAD, 0)];
    clone.extend(NEW_NAMESPACES.map(|flag| bits(0, flag, flag)));
    let mut calls = vec![
        // Threads, yes; processes, no.
        (libc::SYS_clone, clone),
        (libc::SYS_kill, vec![differs(0, own)]),
        (libc::SYS_tgkill, vec![differs(0, own)]),
        // Limits and priorities of others. 0 is the caller.
        (libc::SYS_prlimit64, vec![differs(0, 0)]),
        (libc::SYS_setpriority, vec![differs(0, 0), differs(1, 0)]),
        // Signals that are sent by a file that becomes readable.
        (libc::SYS_fcntl, [F_SETOWN, F_SETSIG, F_SETOWN_EX].map(|to| is(1, to)).into()),
        // To type into a terminal, and again such signals.
        (
            libc::SYS_ioctl,
            [libc::TIOCSTI, libc::TIOCLINUX, FIOSETOWN, SIOCSPGRP].map(|to| is(1, to)).into(),
        ),
        // To outlive edged.
        (libc::SYS_prctl, vec![is(0, u64::from(libc::PR_SET_PDEATHSIG.unsigned_abs()))]),
    ];
    match profile {
        Profile::Cpu => {}
        Profile::Gpu => {
            let unix = u64::from(libc::AF_UNIX.unsigned_abs());
            calls.push((libc::SYS_socket, vec![differs(0, unix)]));
        }
    }
    calls
}

const F_SETOWN: u64 = 8;
const F_SETSIG: u64 = 10;
const F_SETOWN_EX: u64 = 15;
const FIOSETOWN: u64 = 0x8901;
const SIOCSPGRP: u64 = 0x8902;

/// The kernel takes no more than 32 bits of any of these arguments.
fn is(argument: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, Dword, SeccompCmpOp::Eq, value)
}

fn differs(argument: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, Dword, SeccompCmpOp::Ne, value)
}

/// Whether of `flags`, just `set` are set.
fn bits(argument: u8, flags: i32, set: i32) -> Result<SeccompCondition, BackendError> {
    let operator = SeccompCmpOp::MaskedEq(u64::from(flags.unsigned_abs()));
    SeccompCondition::new(argument, Qword, operator, u64::from(set.unsigned_abs()))
}
