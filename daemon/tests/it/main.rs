//! Drives the real `edged` and real `edge-worker --sim` processes on temporary sockets.
//!
//! `EDGED_TEST_ROUNDS` says how often the failure tests repeat (10 by default; 100 by hand).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod broken;
mod callers;
mod cancellation;
mod config;
mod daemon;
mod faults;
mod front;
mod golden;
mod ledger;
mod lifecycle;
mod limits;
mod models;
mod patience;
mod policy;
mod priority;
mod raw;
mod reload;
mod schemas;
mod tcp;
mod units;
mod wire;
mod workers;
