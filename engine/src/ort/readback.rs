//! What the library says of itself and of a session, where the safe interface has no word for it: its
//! version, and which provider has how many nodes. The only unsafe code around the library; it reads
//! strings and counts, and keeps no pointer.

use super::providers;
use ::ort::AsPointer;
use ::ort::environment::Environment;
use ::ort::error::Error;
use ::ort::session::Session;
use ::ort::sys::{OrtEpAssignedNode, OrtEpAssignedSubgraph};
use std::ffi::{CStr, c_char};
use std::ptr;

/// The setting without which `placement` has nothing to read.
pub(super) const RECORD_PLACEMENT: (&str, &str) = ("session.record_ep_graph_assignment_info", "1");

/// The library's version, as its own CPU provider has it.
pub(super) fn version(environment: &Environment) -> ::ort::Result<String> {
    let device = environment
        .devices()
        .find(|device| device.ep().is_ok_and(|name| providers::short(name) == "cpu"))
        .ok_or_else(|| Error::new("it lists no CPU provider"))?;
    #[expect(unsafe_code, reason = "the safe interface does not read a provider's metadata")]
    // SAFETY: the device comes from this environment and lives as long; its metadata belongs to it and
    // is not changed; `GetKeyValue` returns null or a string of that metadata, copied before the end.
    let version = unsafe {
        let metadata = (::ort::api().EpDevice_EpMetadata)(device.ptr());
        if metadata.is_null() {
            None
        } else {
            copied((::ort::api().GetKeyValue)(metadata, c"version".as_ptr()))
        }
    };
    version.ok_or_else(|| Error::new("it does not say its version"))
}

/// How many nodes of the optimised graph each provider runs.
pub(super) fn placement(session: &Session) -> ::ort::Result<Vec<(String, u32)>> {
    let mut parts: *const *const OrtEpAssignedSubgraph = ptr::null();
    let mut count = 0;
    #[expect(unsafe_code, reason = "the safe interface does not read the assignment of a graph")]
    // SAFETY: the session is alive and was built with `RECORD_PLACEMENT`, else this is an error; both
    // places to write to are ours. What is written belongs to the session and lives as long.
    let parts = unsafe {
        let status = (::ort::api().Session_GetEpGraphAssignmentInfo)(
            session.ptr(),
            &raw mut parts,
            &raw mut count,
        );
        Error::result_from_status(status)?;
        listed(parts, count)
    };
    let mut placement: Vec<(String, u32)> = Vec::new();
    for &part in parts {
        #[expect(
            unsafe_code,
            reason = "the safe interface does not read the assignment of a graph"
        )]
        // SAFETY: the session has just listed it, and is borrowed until the end.
        let (provider, nodes) = unsafe { share(part)? };
        match placement.iter_mut().find(|(name, _)| *name == provider) {
            Some((_, count)) => *count = count.saturating_add(nodes),
            None => placement.push((provider, nodes)),
        }
    }
    Ok(placement)
}

/// One provider's share of a graph.
///
/// # Safety
/// `part` is one that a session lists which is alive.
#[expect(unsafe_code, reason = "the safe interface does not read the assignment of a graph")]
unsafe fn share(part: *const OrtEpAssignedSubgraph) -> ::ort::Result<(String, u32)> {
    let api = ::ort::api();
    let mut name: *const c_char = ptr::null();
    let mut nodes: *const *const OrtEpAssignedNode = ptr::null();
    let mut count = 0;
    // SAFETY: `part` is valid as the caller promises, the places to write to are ours; the name belongs
    // to the session and is copied. The nodes are only counted.
    let name = unsafe {
        Error::result_from_status((api.EpAssignedSubgraph_GetEpName)(part, &raw mut name))?;
        let status = (api.EpAssignedSubgraph_GetNodes)(part, &raw mut nodes, &raw mut count);
        Error::result_from_status(status)?;
        copied(name)
    };
    let provider = providers::short(&name.unwrap_or_default());
    Ok((provider, u32::try_from(count).unwrap_or(u32::MAX)))
}

/// # Safety
/// `text` is null or a string that ends in a zero byte and does not change during the call.
#[expect(unsafe_code, reason = "the library hands out C strings")]
unsafe fn copied(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: not null, and a string as the caller promises.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// # Safety
/// `list` is null or points to `count` entries that live for `'a` and do not change.
#[expect(unsafe_code, reason = "the library hands out arrays")]
unsafe fn listed<'a, T>(list: *const T, count: usize) -> &'a [T] {
    if list.is_null() || count == 0 {
        return &[];
    }
    let count = count + usize::from(cfg!(feature = "planted"));
    // SAFETY: not null, and as long as the caller promises; one more with `planted`, which is the point of it.
    unsafe { std::slice::from_raw_parts(list, count) }
}
