//! What goes into a decoder graph and what comes out of it, by the names and kinds that the graph itself
//! has. Knows how one sequence is fed and how its outputs are told apart; runs nothing.

use crate::ort::{Element, RunError, Session, Value};
use std::collections::BTreeSet;
use std::iter::repeat_n;

#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) tokens: Port,
    pub(crate) attention_mask: Option<Port>,
    pub(crate) position_ids: Option<Port>,
    /// Of graphs that have a branch for the first run and one for all others.
    pub(crate) use_cache_branch: Option<Port>,
    /// Of graphs that can leave out the scores of all tokens but the last.
    pub(crate) num_logits_to_keep: Option<Port>,
    pub(crate) caches: Vec<Cache>,
    pub(crate) scores: Scores,
}

#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub(crate) name: String,
    pub(crate) element: Element,
}

/// Keys or values of one layer: `[1, heads, tokens, head_size]`.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    pub(crate) past: String,
    pub(crate) present: String,
    pub(crate) element: Element,
    pub(crate) heads: u32,
    pub(crate) head_size: u32,
}

/// The output that an answer is drawn from: `[1, tokens, vocabulary]`.
#[derive(Clone, Debug)]
pub(crate) struct Scores {
    pub(crate) name: String,
    pub(crate) element: Element,
    pub(crate) vocabulary: u32,
}

/// Where the outputs that matter stand among all outputs of a session.
#[derive(Debug)]
pub(super) struct Places {
    scores: usize,
    caches: Vec<usize>,
}

impl Signature {
    /// Finds the outputs of `session` if it is of a graph with this signature; else says what is not so.
    pub(super) fn places(&self, session: &Session) -> Result<Places, String> {
        let caches = || self.caches.iter();
        let ins: Vec<_> = self
            .ports()
            .map(|(_, port)| (port.name.as_str(), port.element))
            .chain(caches().map(|cache| (cache.past.as_str(), cache.element)))
            .collect();
        for outlet in session.inputs() {
            match ins.iter().filter(|(name, _)| *name == outlet.name).count() {
                0 => return Err(format!("nothing is known to feed its input {:?}", outlet.name)),
                1 => {}
                _ => return Err(format!("its input {:?} has two meanings", outlet.name)),
            }
        }
        for (name, element) in ins {
            if !session.inputs().any(|has| has.name == name && has.element == Some(element)) {
                return Err(format!("it has no input {name:?} of {element:?}"));
            }
        }
        let place = |name: &str, element: Element| {
            session
                .outputs()
                .position(|has| has.name == name && has.element == Some(element))
                .ok_or_else(|| format!("it has no output {name:?} of {element:?}"))
        };
        if !matches!(self.scores.element, Element::F32 | Element::F16) {
            return Err(format!("its scores are of {:?}", self.scores.element));
        }
        if self.scores.vocabulary == 0 {
            return Err("it has a vocabulary of 0 tokens".to_owned());
        }
        let scores = place(&self.scores.name, self.scores.element)?;
        let caches: Vec<_> =
            caches().map(|cache| place(&cache.present, cache.element)).collect::<Result<_, _>>()?;
        let all: BTreeSet<usize> = caches.iter().copied().chain([scores]).collect();
        if all.len() <= caches.len() {
            return Err("one of its outputs has two meanings".to_owned());
        }
        Ok(Places { scores, caches })
    }

    /// The caches of a sequence that has read nothing.
    pub(super) fn empty(&self) -> Result<Vec<Value>, RunError> {
        let shape = |cache: &Cache| [1, cache.heads as usize, 0, cache.head_size as usize];
        self.caches.iter().map(|cache| Value::empty(cache.element, &shape(cache))).collect()
    }

    /// All inputs but the caches, for a sequence that goes on by `tokens` after `past` others.
    pub(super) fn feed(&self, past: usize, tokens: &[u32]) -> Result<Vec<(&str, Value)>, RunError> {
        let (len, all) = (tokens.len(), past + tokens.len());
        let position = |at: usize| i64::try_from(at).expect("a sequence fits the memory");
        let value = |port: &Port, shape: &[usize], numbers: &mut dyn Iterator<Item = i64>| {
            Value::integers(port.element, shape, numbers)
        };
        self.ports()
            .map(|(role, port)| {
                let value = match role {
                    Role::Tokens => {
                        value(port, &[1, len], &mut tokens.iter().map(|token| i64::from(*token)))
                    }
                    Role::Mask => value(port, &[1, all], &mut repeat_n(1, all)),
                    Role::Positions => value(port, &[1, len], &mut (past..all).map(position)),
                    Role::CacheBranch => value(port, &[1], &mut [i64::from(past > 0)].into_iter()),
                    Role::LogitsToKeep => value(port, &[], &mut [1].into_iter()),
                };
                Ok((port.name.as_str(), value?))
            })
            .collect()
    }

    /// Takes the scores and the caches out of a run's outputs; after it a sequence has read `past` tokens.
    pub(super) fn sort(
        &self,
        places: &Places,
        outputs: Vec<Value>,
        past: usize,
    ) -> Result<(Value, Vec<Value>), RunError> {
        let mut outputs: Vec<_> = outputs.into_iter().map(Some).collect();
        let mut take = |place: usize, name: &str| {
            let output = outputs.get_mut(place).and_then(Option::take);
            output.ok_or_else(|| RunError::NoOutput { name: name.to_owned() })
        };
        let mut caches = Vec::with_capacity(self.caches.len());
        for (cache, place) in self.caches.iter().zip(&places.caches) {
            let value = take(*place, &cache.present)?;
            let expected = [1, cache.heads as usize, past, cache.head_size as usize];
            value.expect_shape(&cache.present, &expected)?;
            caches.push(value);
        }
        Ok((take(places.scores, &self.scores.name)?, caches))
    }

    fn ports(&self) -> impl Iterator<Item = (Role, &Port)> {
        let optional = [
            (Role::Mask, &self.attention_mask),
            (Role::Positions, &self.position_ids),
            (Role::CacheBranch, &self.use_cache_branch),
            (Role::LogitsToKeep, &self.num_logits_to_keep),
        ];
        let optional = optional.into_iter().filter_map(|(role, port)| Some((role, port.as_ref()?)));
        [(Role::Tokens, &self.tokens)].into_iter().chain(optional)
    }
}

#[derive(Clone, Copy, Debug)]
enum Role {
    Tokens,
    Mask,
    Positions,
    CacheBranch,
    LogitsToKeep,
}
