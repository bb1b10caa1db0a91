//! HTTP/1.1 on the Unix socket and, if asked for, on a port of this machine: parse, call `ops`, render.
//! Nothing is decided here.

mod alarm;
mod answer;
mod asked;
mod body;
mod connection;
mod door;
mod error;
mod feed;
mod head;
mod id;
mod keys;
mod listen;
mod openapi;
mod render;
mod routes;
mod socket;
mod stream;
mod tcp;
mod wire;

pub(crate) use listen::Listener;

use crate::ops::Ops;
use crate::platform::{self, Accounts};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// What every handler has at hand.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) ops: Ops,
    /// Bytes of request bodies that are held now.
    pub(crate) body_bytes: Arc<AtomicUsize>,
    /// Turns true when the daemon drains.
    pub(crate) draining: watch::Receiver<bool>,
}

/// Also comes back when the daemon is gone altogether.
async fn told_to_drain(draining: &mut watch::Receiver<bool>) {
    _ = draining.wait_for(|draining| *draining).await;
}

/// Connections beyond the limit that are being told so; more wait to be accepted.
const REFUSALS_AT_ONCE_MAX: usize = 1024;
/// Of these, how many there may be before callers who may ask for nothing but health, and all of whom nothing
/// more is known, are dropped untold: they must not keep others from being accepted.
const STRANGERS_REFUSED_AT_ONCE_MAX: usize = 64;
/// So long after a connection has ended, what it and those since have held goes back to the machine.
const GIVE_BACK_DELAY: Duration = Duration::from_secs(5);

/// Serves until told to drain, then until the last connection has ended.
pub(crate) async fn serve(listener: Listener, ops: Ops, mut draining: watch::Receiver<bool>) {
    let app = App { ops: ops.clone(), body_bytes: Arc::default(), draining: draining.clone() };
    let router = routes::router(app);
    let drained = draining.clone();
    let mut accounts = Accounts::of_this_machine();
    let mut connections = JoinSet::new();
    let mut refusals = JoinSet::new();
    let mut give_back_at = None;
    loop {
        let give_back = async {
            match give_back_at {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            accepted = listener.accept(&ops, &mut accounts), if refusals.len() < REFUSALS_AT_ONCE_MAX => match accepted {
                Ok((stream, door)) => match ops.connect(door.caller()) {
                    Ok(guard) => {
                        let entrance = (stream, door, guard);
                        let (router, ops, drained) = (router.clone(), ops.clone(), drained.clone());
                        connections.spawn(connection::serve(entrance, router, ops, drained));
                    }
                    Err(refusal) => {
                        let few = refusals.len() < STRANGERS_REFUSED_AT_ONCE_MAX;
                        let known = door.caller();
                        if few || known.is_some_and(|caller| ops.may_enter(caller).is_ok()) {
                            refusals.spawn(connection::refuse(stream, refusal));
                        }
                    }
                },
                Err(error) => {
                    // Out of file descriptors, most likely: give the others a moment to end.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {
                give_back_at.get_or_insert_with(|| Instant::now() + GIVE_BACK_DELAY);
            }
            Some(_) = refusals.join_next() => {}
            () = give_back => {
                give_back_at = None;
                platform::give_back();
            }
            () = told_to_drain(&mut draining) => break,
        }
    }
    platform::notify(&[sd_notify::NotifyState::Stopping]);
    listener.close();
    while connections.join_next().await.is_some() {}
}
