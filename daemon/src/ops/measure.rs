//! What `/metrics` tells: what was counted, and how things stand.

use super::{Caller, Ops};
use crate::metrics::Now;
use edge_api::error::ApiError;
use edge_core::policy::Action;

impl Ops {
    /// A call that was refused before it was known what it is for.
    pub(crate) fn count_refused(&self, error: &ApiError) {
        self.inner.metrics.refused(error, "", "");
    }

    pub(crate) async fn metrics(&self, caller: &Caller) -> Result<String, ApiError> {
        self.may(caller, Action::ReadStatus)?;
        let snapshot = self.inner.workers.snapshot().await?;
        Ok(self.inner.metrics.text(Now {
            queue_waiting: snapshot.queue.waiting,
            rows_running: snapshot.rows_running,
            worker_restarts: snapshot.restarts,
            ledger_rows: self.inner.ledger.status().rows,
        }))
    }
}
