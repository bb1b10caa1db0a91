//! From a model folder to a model that steps.
//!
//! `assemble` puts together what `folder`, `graph` and `ort` make of it, `plain` and `ragged` are the two ways
//! to run a graph, `speech` is what both ask of the text side. Nothing of a folder is believed before it was
//! looked at, and what is wrong with it is a reason, never a panic.

mod assemble;
mod plain;
mod ragged;
mod speech;
#[cfg(test)]
mod tests;

pub(crate) use ragged::{Feeds, RunError, Steps};

use crate::folder;
use crate::loads::{Progress, broken};
use crate::model::{Batch, Logits, Model};
use assemble::Assembled;
use edge_api::worker::{
    Capabilities, Card, ChatTurn, Folder, LoadFailure, LoadStage, Prompt, Runtime, Sampling, Start,
};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many tokens a check lets a model read.
const TRIAL_TOKENS: u32 = 2;

/// What was found out about a folder by loading it once.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) card: Card,
    pub(crate) capabilities: Capabilities,
}

pub(crate) fn probe(library: Option<&Path>) -> Result<Runtime, LoadFailure> {
    Ok(crate::ort::Runtime::load(library)?.report())
}

pub(crate) fn open(
    folder: &Folder,
    library: Option<&Path>,
    progress: &Progress,
) -> Result<Box<dyn Model>, LoadFailure> {
    let digest = match &folder.digest {
        Some(digest) => digest.clone(),
        None => hash(&folder.dir, progress)?.digest,
    };
    Ok(assemble::assemble(folder, digest, library, progress)?.model)
}

/// Like `open`, of a folder that nobody has looked at yet, and with one step; copies it first if asked to.
pub(crate) fn check(
    mut folder: Folder,
    copy_to: Option<PathBuf>,
    library: Option<&Path>,
    progress: &Progress,
) -> Result<Checked, LoadFailure> {
    if let Some(to) = copy_to {
        folder::copy(&folder.dir, &to, &mut |done| told(progress, LoadStage::Copy, done))?;
        folder.dir = to;
    }
    let hashed = hash(&folder.dir, progress)?;
    let assembled = assemble::assemble(&folder, hashed.digest.clone(), library, progress)?;
    let Assembled { mut model, card } = assembled;
    step_once(model.as_mut())?;
    speak_once(model.as_ref());
    let capabilities = model.capabilities();
    let card = Card {
        digest: hashed.digest,
        files: hashed.files,
        bytes: hashed.bytes,
        context_tokens: capabilities.context_tokens,
        ..card
    };
    Ok(Checked { capabilities, card })
}

fn hash(dir: &Path, progress: &Progress) -> Result<folder::Digest, LoadFailure> {
    Ok(folder::digest(dir, &mut |done| told(progress, LoadStage::Hash, done))?)
}

fn told(progress: &Progress, stage: LoadStage, done: f32) -> ControlFlow<()> {
    progress.set(stage, done);
    if progress.given_up() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// A template may take all the memory there is. Better the check's than that of a worker which serves: what
/// only refuses these words may take others.
fn speak_once(model: &dyn Model) {
    let turn = ChatTurn { role: "user".to_owned(), content: "Hello!".to_owned() };
    _ = model.encode(&Prompt::Chat(vec![turn]));
}

/// What loads may still not run.
fn step_once(model: &mut dyn Model) -> Result<(), LoadFailure> {
    let tokens: Vec<u32> = (0..TRIAL_TOKENS.min(model.vocabulary())).collect();
    let start = Start {
        call: 0,
        prompt: Prompt::Tokens(tokens.clone()),
        choices: 1,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Sampling::default(),
        ignore_eos: false,
        return_tokens: false,
        logprobs: None,
    };
    let mut logits = Logits::new(model.vocabulary());
    let mut batch = Batch::default();
    batch.push(0, 0, &tokens, true);
    model.open(0, &start);
    model.step(&batch, &mut logits).map_err(|failure| broken(failure.to_string()))?;
    model.close(0);
    match logits.row(0).iter().all(|logit| logit.is_nan()) {
        true => Err(broken("its logits are not numbers")),
        false => Ok(()),
    }
}
