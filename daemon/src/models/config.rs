//! What becomes of the models when the configuration is another: what can be changed is changed under their
//! calls, and what cannot waits for these to end.

use super::shelf::{Outside, Shelf};
use super::standing::Standing;
use crate::config::{Config, ModelFiles, ModelSettings};
use crate::workers::Found;
use edge_api::worker::Source;
use edge_core::queue::ModelKey;
use std::collections::BTreeSet;
use std::time::Duration;

impl Shelf {
    pub(super) async fn on_config(&mut self, outside: &mut Outside, config: &Config) {
        let timeouts = config.settings.timeouts();
        outside.checker.step_ms_max = config.settings.engine.step_ms_max;
        outside.checker.start_timeout = timeouts.start;
        outside.checker.silence_max = timeouts.load;
        let before = std::mem::replace(&mut self.specs.files, config.models.clone());
        let names: BTreeSet<&String> = before.keys().chain(config.models.keys()).collect();
        for name in names {
            // `None`: nothing of its file was ever good.
            let of = |files: &ModelFiles| match files.get(name) {
                Some(file) => file.settings.clone(),
                None => Some(ModelSettings::default()),
            };
            let (old, new) = (of(&before), of(&config.models));
            if old == new {
                continue;
            }
            self.change_model(outside, name, &new.clone().unwrap_or_default()).await;
            let loads_as = |settings: &Option<ModelSettings>| {
                settings.as_ref().map(|settings| settings.context_tokens)
            };
            if loads_as(&old) != loads_as(&new) {
                self.look_anew(name);
                self.tell_of_sim(outside, name).await;
            }
        }
        self.publish();
    }

    async fn change_model(&self, outside: &Outside, name: &str, settings: &ModelSettings) {
        let Some(key) = self.key_of(name) else { return };
        let keep_alive = settings.keep_alive_s.map(Duration::from_secs);
        let kept = outside.workers.keep(key, keep_alive).await;
        let pinned = outside.workers.pin(key, settings.pinned || self.pins.has(name)).await;
        if let Err(error) = kept.and(pinned) {
            tracing::debug!(model = name, %error, "the supervisor does not hear of it");
        }
    }

    /// As if its files were others: it may have to be checked again, and what is loaded of it goes when its
    /// last row has ended.
    fn look_anew(&mut self, name: &str) {
        let Some(entry) = self.entries.get_mut(name) else { return };
        if matches!(entry.standing, Standing::Adding { .. } | Standing::NotAdded) {
            return;
        }
        entry.standing = Standing::New;
        self.jobs.drop_of(name);
        self.disturbed();
    }

    /// A simulated model has no files to look at: all there is to know of it is whether its settings are good.
    async fn tell_of_sim(&self, outside: &Outside, name: &str) {
        let Some((key, spec)) = self.sims.get(name) else { return };
        let found = self.specs.judged(name, Found::Good(Box::default()));
        let told = outside.workers.found(*key, Source::Sim(spec.clone()), found).await;
        if let Err(error) = told {
            tracing::debug!(model = name, %error, "the supervisor does not hear of it");
        }
    }

    fn key_of(&self, name: &str) -> Option<ModelKey> {
        let of_folder = self.entries.get(name).map(|entry| entry.key);
        self.sims.get(name).map(|(key, _)| *key).or(of_folder)
    }
}
