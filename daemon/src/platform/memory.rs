//! Memory that is not needed any more goes back to the machine, where models need it.
//!
//! Left to itself the C library learns from each large block that is freed to keep such blocks, and a device
//! that once was asked by many would go on paying for it.

/// A larger block is mapped by itself, and gone when it is freed. Bodies and prompts are what is so large.
#[cfg(target_env = "gnu")]
const MAPPED_BYTES_MIN: libc::c_int = 128 * 1024;

/// To be called once, before there are threads.
#[cfg(target_env = "gnu")]
#[expect(unsafe_code, reason = "no library offers mallopt")]
pub(crate) fn keep_little() {
    // SAFETY: it takes two numbers; nobody else calls it, and there is one thread.
    let taken = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_BYTES_MIN) };
    debug_assert_eq!(taken, 1, "the C library knows this parameter and takes this value");
}

/// Gives back all that is free. It takes about a millisecond: for when many have left, not for each of them.
#[cfg(target_env = "gnu")]
#[expect(unsafe_code, reason = "no library offers malloc_trim")]
pub(crate) fn give_back() {
    // SAFETY: it takes a number, may be called at any time, and touches no memory that is in use.
    unsafe { libc::malloc_trim(0) };
}

/// Other C libraries keep little by themselves.
#[cfg(not(target_env = "gnu"))]
pub(crate) fn keep_little() {}

#[cfg(not(target_env = "gnu"))]
pub(crate) fn give_back() {}
