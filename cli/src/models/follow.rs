//! Following work that goes on in the daemon, with a bar for who looks at a terminal.

use super::path_of;
use crate::args::Context;
use crate::bar::{self, Bar};
use crate::failure::Failure;
use edge_api::admin::{ModelProgress, ModelState, ModelStatus};
use std::time::Duration;

const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Waits until the model is neither copied, nor checked, nor loaded.
pub(super) async fn settled(context: &Context, name: &str) -> Result<ModelStatus, Failure> {
    let mut bar = Bar::new(context);
    let path = path_of(name)?;
    loop {
        let model: ModelStatus = context.client.get_json(&path).await?;
        if model.state != ModelState::Loading {
            return Ok(model);
        }
        bar.draw(|| line(&model));
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
}

fn line(model: &ModelStatus) -> String {
    let Some(ModelProgress { stage, done }) = &model.progress else {
        let what = model.reason.as_deref().unwrap_or("waiting for its turn");
        return format!("{}: {what}", model.name);
    };
    let doing = match stage.as_str() {
        "copy" => "copying",
        "hash" => "hashing",
        "read" => "reading",
        "session" => "loading",
        other => other,
    };
    let done = f64::from(done.clamp(0.0, 1.0));
    format!("{}: {doing:<8} {} {:>3.0} %", model.name, bar::cells(done), done * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_what_is_done_and_how_much_of_it() {
        let mut model = ModelStatus::named("tiny");
        assert_eq!(line(&model), "tiny: waiting for its turn");
        for (done, bar) in [
            (0.0, "tiny: hashing  [........................]   0 %"),
            (0.5, "tiny: hashing  [############............]  50 %"),
            (7.0, "tiny: hashing  [########################] 100 %"),
        ] {
            model.progress = Some(ModelProgress { stage: "hash".to_owned(), done });
            assert_eq!(line(&model), bar);
        }
    }
}
