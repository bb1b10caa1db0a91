//! How far a load or a check is, and whether that is further than before.

use edge_api::admin::ModelProgress;
use edge_api::worker::LoadStage;

/// The least part of a stage that counts.
const PROGRESS_MIN: f32 = 0.001;

/// As it is shown.
pub(crate) fn progress(stage: LoadStage, done: f32) -> ModelProgress {
    ModelProgress { stage: stage.as_str().to_owned(), done: part(done) }
}

/// A worker may say anything, and no number is further than all of a stage.
fn part(done: f32) -> f32 {
    if done.is_finite() { done.clamp(0.0, 1.0) } else { 0.0 }
}

/// How far each stage has come. A worker also repeats itself, to show that it lives: that is not getting on,
/// and neither is going back and forth, so a load or a check that hangs has an end.
#[derive(Debug, Default)]
pub(crate) struct Reached(Vec<(LoadStage, f32)>);

impl Reached {
    pub(crate) fn further(&mut self, stage: LoadStage, done: f32) -> bool {
        let done = part(done);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_repeats_itself_gets_nowhere() {
        for done in [0.0, 0.5, 1.0, -1.0, 1e9, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut reached = Reached::default();
            assert!(reached.further(LoadStage::Read, done), "{done}");
            assert!(!reached.further(LoadStage::Read, done), "{done}");
            assert!(reached.further(LoadStage::Session, 0.5), "{done}");
        }
        let mut reached = Reached::default();
        let steps = (0..10_000_u16).filter(|at| reached.further(LoadStage::Read, f32::from(*at)));
        assert_eq!(steps.count(), 2, "there is nothing behind all of a stage");
    }
}
