//! The TCP door, off unless `tcp.listen` names an address: this machine only, and nobody without a key.

use super::door::Door;
use super::keys::Keys;
use super::listen::ListenError;
use super::wire::Wire;
use crate::config::Live;
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Debug)]
pub(super) struct Port {
    listener: TcpListener,
    address: SocketAddr,
    keys: Keys,
}

impl Port {
    pub(super) fn open(live: &Live) -> Result<Option<Self>, ListenError> {
        let Some(address) = live.now().settings.tcp.address() else { return Ok(None) };
        let failed = |source| ListenError::Port { address, source };
        // A socket of the standard library may be bound again at once after we have ended.
        let listener = std::net::TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let listener = TcpListener::from_std(listener).map_err(failed)?;
        // The kernel chooses the port where the settings say 0.
        let address = listener.local_addr().map_err(failed)?;
        Ok(Some(Self { listener, address, keys: Keys::new(live.clone()) }))
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) async fn accept(&self) -> io::Result<(Wire, Door)> {
        let (stream, _) = self.listener.accept().await?;
        // A token is worth a packet. Who is gone already does not mind.
        _ = stream.set_nodelay(true);
        Ok((Wire::Tcp(stream), Door::Tcp(self.keys.clone())))
    }
}
