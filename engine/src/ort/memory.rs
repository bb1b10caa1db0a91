//! Memory that a session leaves behind. The C library keeps what was freed for later, which after a model
//! is more than everything else that a worker needs; so it is told to let go of it.

/// Gives free memory back to the system when dropped: the last field of what frees a lot.
#[derive(Debug)]
pub(super) struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        #[cfg(target_env = "gnu")]
        malloc_trim(0);
    }
}

#[cfg(target_env = "gnu")]
#[expect(unsafe_code, reason = "only the C library can be told, and only by name")]
// SAFETY: the signature is glibc's; it takes no pointer, may be called at any time from any thread, and
// touches only memory that is free.
unsafe extern "C" {
    safe fn malloc_trim(pad: usize) -> std::ffi::c_int;
}
