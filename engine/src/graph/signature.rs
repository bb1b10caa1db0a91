//! What to feed a decoder and what it gives back, read from its graph: names, element types, shapes.

use super::error::{GraphError, Shown, at_most};
use super::index::{element_type, static_dims};
use super::proto::{GraphProto, ValueInfoProto, data_type};
use std::collections::{BTreeMap, HashSet};

/// Layers that keep keys and values.
pub(crate) const LAYERS_MAX: u64 = 512;

/// How exporters name what a layer keeps: before and after its number, going in and coming out.
const CACHE_STYLES: &[[&str; 2]] = &[["past_key_values.", "present."], ["past.", "present."]];

/// What a decoder takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) input_ids: Input,
    pub(crate) attention_mask: Option<Input>,
    pub(crate) position_ids: Option<Input>,
    /// Of a merged export: false for the first step of a sequence.
    pub(crate) use_cache_branch: Option<Input>,
    /// For how many of the last tokens logits are wanted; a scalar.
    pub(crate) num_logits_to_keep: Option<Input>,
    /// In the order of their numbers.
    pub(crate) layers: Vec<CacheLayer>,
    pub(crate) logits: Logits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) element: Element,
}

/// The keys and values of one layer, `[batch, heads, tokens, head_dim]` each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CacheLayer {
    /// As the names have it.
    pub(crate) number: u32,
    pub(crate) past_key: String,
    pub(crate) past_value: String,
    pub(crate) present_key: String,
    pub(crate) present_value: String,
    pub(crate) element: Element,
    /// Where the graph fixes them.
    pub(crate) kv_heads: Option<u32>,
    pub(crate) head_dim: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Logits {
    pub(crate) name: String,
    pub(crate) element: Element,
    pub(crate) vocabulary: Option<u32>,
}

/// The element types a decoder is fed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F32,
    F16,
    Bf16,
    I64,
    I32,
    Bool,
}

pub(crate) fn signature(graph: &GraphProto) -> Result<Signature, GraphError> {
    let defaults: HashSet<&str> = graph.initializer.iter().map(|tensor| tensor.name()).collect();
    let mut named = BTreeMap::new();
    let mut past: BTreeMap<u32, Kept<'_>> = BTreeMap::new();
    for info in graph.input.iter().filter(|info| !defaults.contains(info.name())) {
        match cached(info.name(), 0) {
            Some((layer, part)) => *past.entry(layer).or_default().place(part)? = Some(info),
            None => _ = named.insert(info.name(), info),
        }
    }
    let mut present: BTreeMap<u32, Kept<'_>> = BTreeMap::new();
    for info in &graph.output {
        if let Some((layer, part)) = cached(info.name(), 1) {
            *present.entry(layer).or_default().place(part)? = Some(info);
        }
    }
    let mut ids = |name, rank| take(&mut named, name, rank, &[Element::I64, Element::I32]);
    let input_ids = ids("input_ids", 2)?.ok_or(GraphError::NoInput("input input_ids"))?;
    let (attention_mask, position_ids) = (ids("attention_mask", 2)?, ids("position_ids", 2)?);
    let num_logits_to_keep = ids("num_logits_to_keep", 0)?;
    let use_cache_branch = take(&mut named, "use_cache_branch", 1, &[Element::Bool])?;
    if let Some(name) = named.keys().next() {
        return Err(GraphError::UnknownInput(Shown::new(name)));
    }
    if past.is_empty() {
        return Err(GraphError::NoInput("inputs for past keys and values"));
    }
    at_most("layers", LAYERS_MAX, past.len(), || "the graph".to_owned())?;
    let mut layers = Vec::with_capacity(past.len());
    for (number, past) in &past {
        layers.push(layer(*number, past, present.get(number))?);
    }
    Ok(Signature {
        input_ids,
        attention_mask,
        position_ids,
        use_cache_branch,
        num_logits_to_keep,
        layers,
        logits: logits(graph)?,
    })
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Key,
    Value,
}

/// What a layer keeps, as far as it was found.
#[derive(Debug, Default)]
struct Kept<'a> {
    key: Option<&'a ValueInfoProto>,
    value: Option<&'a ValueInfoProto>,
}

impl<'a> Kept<'a> {
    /// The place for one of the two; taken if two styles of names meet in one number.
    fn place(&mut self, part: Part) -> Result<&mut Option<&'a ValueInfoProto>, GraphError> {
        let place = match part {
            Part::Key => &mut self.key,
            Part::Value => &mut self.value,
        };
        match place {
            Some(taken) => Err(problem(taken.name(), "has a double".to_owned())),
            None => Ok(place),
        }
    }
}

/// The layer's number and what of it `name` stands for; `side` 0 goes in, 1 comes out.
fn cached(name: &str, side: usize) -> Option<(u32, Part)> {
    CACHE_STYLES.iter().find_map(|style| {
        let (number, part) = name.strip_prefix(style[side])?.split_once('.')?;
        let part = match part {
            "key" => Part::Key,
            "value" => Part::Value,
            _ => return None,
        };
        let canonical = number == "0" || !number.starts_with(['0', '+']);
        canonical.then(|| number.parse().ok()).flatten().map(|number| (number, part))
    })
}

fn layer(
    number: u32,
    past: &Kept<'_>,
    present: Option<&Kept<'_>>,
) -> Result<CacheLayer, GraphError> {
    let half = || {
        let of = past.key.or(past.value).map_or("", |info| info.name());
        problem(
            of,
            format!(
                "is one of past and present key and value of layer {number}, and others are missing"
            ),
        )
    };
    let (Some(past_key), Some(past_value)) = (past.key, past.value) else { return Err(half()) };
    let Some(Kept { key: Some(present_key), value: Some(present_value) }) = present else {
        return Err(half());
    };
    let all = [past_key, past_value, present_key, present_value];
    let mut dims: [Option<u32>; 4] = [None; 4];
    let mut of = None;
    for info in all {
        let found = element(info, &[Element::F32, Element::F16, Element::Bf16])?;
        if *of.get_or_insert(found) != found {
            return Err(problem(info.name(), "is not of its layer's element type".to_owned()));
        }
        for (dim, found) in dims.iter_mut().zip(ranked(info, 4)?) {
            let Some(found) = found else { continue };
            let found = u32::try_from(found)
                .map_err(|_| problem(info.name(), format!("has a dimension of {found}")))?;
            *dim = dim.or(Some(found));
        }
        let fixed = ranked(info, 4)?;
        for place in [1, 3] {
            if fixed
                .get(place)
                .copied()
                .flatten()
                .is_some_and(|dim| dims[place].map(u64::from) != Some(dim))
            {
                return Err(problem(info.name(), "is not of its layer's shape".to_owned()));
            }
        }
    }
    Ok(CacheLayer {
        number,
        past_key: past_key.name().to_owned(),
        past_value: past_value.name().to_owned(),
        present_key: present_key.name().to_owned(),
        present_value: present_value.name().to_owned(),
        element: of.expect("four infos were looked at"),
        kv_heads: dims[1],
        head_dim: dims[3],
    })
}

fn logits(graph: &GraphProto) -> Result<Logits, GraphError> {
    let info = graph.output.iter().find(|info| info.name() == "logits");
    let info = info.ok_or(GraphError::NoInput("output logits"))?;
    let element = element(info, &[Element::F32, Element::F16, Element::Bf16])?;
    let vocabulary = match ranked(info, 3)?.last().copied().flatten() {
        None => None,
        Some(size) => Some(
            u32::try_from(size)
                .map_err(|_| problem(info.name(), format!("has a vocabulary of {size}")))?,
        ),
    };
    Ok(Logits { name: info.name().to_owned(), element, vocabulary })
}

/// The input `name`, if there is one.
fn take(
    named: &mut BTreeMap<&str, &ValueInfoProto>,
    name: &str,
    rank: usize,
    elements: &[Element],
) -> Result<Option<Input>, GraphError> {
    let Some(info) = named.remove(name) else { return Ok(None) };
    ranked(info, rank)?;
    Ok(Some(Input { name: name.to_owned(), element: element(info, elements)? }))
}

fn element(info: &ValueInfoProto, allowed: &[Element]) -> Result<Element, GraphError> {
    let data_type = element_type(info).unwrap_or(0);
    let found = match data_type {
        data_type::FLOAT => Some(Element::F32),
        data_type::FLOAT16 => Some(Element::F16),
        data_type::BFLOAT16 => Some(Element::Bf16),
        data_type::INT64 => Some(Element::I64),
        data_type::INT32 => Some(Element::I32),
        data_type::BOOL => Some(Element::Bool),
        _ => None,
    };
    found.filter(|found| allowed.contains(found)).ok_or_else(|| {
        problem(info.name(), format!("has element type {data_type}, not one of {allowed:?}"))
    })
}

/// The fixed dimensions, none of them if the graph is silent about the shape.
fn ranked(info: &ValueInfoProto, rank: usize) -> Result<Vec<Option<u64>>, GraphError> {
    match static_dims(info) {
        None => Ok(vec![None; rank]),
        Some(dims) if dims.len() == rank => Ok(dims),
        Some(dims) => {
            Err(problem(info.name(), format!("has {} dimensions, not {rank}", dims.len())))
        }
    }
}

fn problem(name: &str, problem: String) -> GraphError {
    GraphError::Signature { name: Shown::new(name), problem }
}

#[cfg(test)]
mod tests;
