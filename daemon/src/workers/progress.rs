//! How far a load or a check is, and whether that is further than before.

use edge_api::admin::ModelProgress;
use edge_api::worker::LoadStage;

/// The least part of a stage that counts.
const PROGRESS_MIN: f32 = 0.001;

/// As it is shown.
pub(crate) fn progress(stage: LoadStage, done: f32) -> ModelProgress {
    let done = if done.is_finite() { done.clamp(0.0, 1.0) } else { 0.0 };
    ModelProgress { stage: stage.as_str().to_owned(), done }
}

/// How far each stage has come. A worker also repeats itself, to show that it lives: that is not getting on,
/// and neither is going back and forth, so a load or a check that hangs has an end.
#[derive(Debug, Default)]
pub(crate) struct Reached(Vec<(LoadStage, f32)>);

impl Reached {
    pub(crate) fn further(&mut self, stage: LoadStage, done: f32) -> bool {
        match self.0.iter_mut().find(|(of, _)| *of == stage) {
            Some((_, reached)) if done < *reached + PROGRESS_MIN => false,
            Some((_, reached)) => {
                *reached = done;
                true
            }
            None => {
                self.0.push((stage, done));
                true
            }
        }
    }
}
