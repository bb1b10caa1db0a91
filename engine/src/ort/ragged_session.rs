//! The session of a ragged graph, fed by the backend.

use super::message::one_line;
use super::session::Session;
use crate::attention::ROW_COLUMNS;
use crate::backend::{Feeds, RunError, Steps};
use ::ort::session::SessionInputValue;
use ::ort::value::TensorRef;

#[derive(Debug)]
pub(crate) struct RaggedSession {
    session: Session,
}

impl RaggedSession {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    fn try_run(&mut self, feeds: &Feeds<'_>, out: &mut Vec<f32>) -> ::ort::Result<Vec<i64>> {
        let tokens = TensorRef::from_array_view(([1, feeds.tokens.len()], feeds.tokens))?;
        let rows = [feeds.rows.len() / ROW_COLUMNS, ROW_COLUMNS];
        let rows = TensorRef::from_array_view((rows, feeds.rows))?;
        let indices =
            TensorRef::from_array_view(([feeds.logits_indices.len()], feeds.logits_indices))?;
        let mut inputs =
            ::ort::inputs!["input_ids" => tokens, "rows" => rows, "logits_indices" => indices];
        if let Some(positions) = feeds.positions {
            let positions = TensorRef::from_array_view(([1, positions.len()], positions))?;
            inputs.push(("position_ids".into(), SessionInputValue::from(positions)));
        }
        let outputs = self.session.inner.run(inputs)?;
        let logits = outputs.get("logits").ok_or_else(|| ::ort::Error::new("logits is missing"))?;
        let (shape, values) = logits.try_extract_tensor::<f32>()?;
        out.clear();
        out.extend_from_slice(values);
        Ok(shape.to_vec())
    }
}

impl Steps for RaggedSession {
    fn run(&mut self, feeds: &Feeds<'_>, out: &mut Vec<f32>) -> Result<(), RunError> {
        let run = self.try_run(feeds, out);
        let failed = |error: ::ort::Error| RunError::Failed { reason: one_line(error.message()) };
        let shape = run.map_err(failed)?;
        let rows = feeds.logits_indices.len();
        match shape.as_slice() {
            [1, scored, _] if usize::try_from(*scored) == Ok(rows) => Ok(()),
            _ => Err(RunError::Shape { shape, rows }),
        }
    }
}
