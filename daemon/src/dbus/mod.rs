//! What edged asks other services of this machine over D-Bus. Nothing is decided here, and nobody is waited for
//! longer than a limit with a name says.

mod systemd;

pub(crate) use systemd::{NoAnswer, Systemd};
