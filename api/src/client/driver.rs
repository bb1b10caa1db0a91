//! What moves the bytes of a connection.

use tokio::task::JoinHandle;

/// The task that moves them. It ends with whoever holds it, so that the daemon sees at once that a caller
/// has gone.
#[derive(Debug)]
pub struct Driver(JoinHandle<()>);

impl Driver {
    pub fn of<C>(connection: C) -> Self
    where
        C: Future<Output: Send> + Send + 'static,
    {
        Self(tokio::spawn(async move {
            // What goes wrong in here also reaches the call that waits, which reports it.
            _ = connection.await;
        }))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
