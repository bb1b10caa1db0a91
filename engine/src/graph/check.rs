//! What must hold for a graph before anything else looks at it, ONNX Runtime included.
//!
//! Nodes are sorted, every name is made once and before it is read, every tensor has its bytes, and only
//! operators of known families appear. What we do not understand is refused, not passed on.

use super::error::{GraphError, Shown, at_most};
use super::external::Files;
use super::proto::{
    AttributeProto, GraphProto, ModelProto, NodeProto, TypeValue, ValueInfoProto,
    attribute_type as a,
};
use super::tensor::{self, DIMS_MAX};
use std::collections::HashSet;
use std::path::Path;

/// Nodes of a graph, its subgraphs included.
pub(crate) const NODES_MAX: u64 = 200_000;
/// Initializers of a graph, its subgraphs included.
pub(crate) const INITIALIZERS_MAX: u64 = 100_000;
/// Graphs inside each other.
pub(crate) const SUBGRAPH_DEPTH_MAX: u64 = 4;
/// The name of a node, a value or an attribute.
pub(crate) const NAME_BYTES_MAX: u64 = 1024;
/// Operator sets a file imports.
pub(crate) const OPSETS_MAX: u64 = 64;
const IR_VERSIONS: std::ops::RangeInclusive<i64> = 3..=14;
/// Operators that make ONNX Runtime open a file, or run what is not in the graph.
const REFUSED_OPS: &[&str] = &["EPContext"];
const DOMAINS: &[&str] = &["", "com.microsoft"];

/// Returns how many bytes the tensors take, subgraphs included.
pub(crate) fn check(model: &ModelProto, dir: &Path) -> Result<u64, GraphError> {
    check_with(model, dir, DOMAINS)
}

/// The same with other families of operators; for graphs that we made.
pub(crate) fn check_with(
    model: &ModelProto,
    dir: &Path,
    domains: &[&str],
) -> Result<u64, GraphError> {
    let version = model.ir_version.unwrap_or(0);
    if !IR_VERSIONS.contains(&version) {
        return Err(GraphError::Unsupported(format!("IR version {version}")));
    }
    let unsupported = |what: &str| Err(GraphError::Unsupported(what.to_owned()));
    if !model.training_info.is_empty() {
        return unsupported("a graph for training");
    }
    if !model.functions.is_empty() {
        return unsupported("a graph with functions of its own");
    }
    let Some(graph) = &model.graph else {
        return Err(GraphError::Malformed("it has no graph".to_owned()));
    };
    at_most("opsets", OPSETS_MAX, model.opset_import.len(), || "the file".to_owned())?;
    let mut imported = HashSet::new();
    for opset in &model.opset_import {
        if !imported.insert(domain(opset.domain())) {
            let value = Shown::new(opset.domain());
            return Err(GraphError::Duplicate { place: "opset_import".to_owned(), value });
        }
    }
    let files = Files::new(dir);
    let mut check = Check { domains, imported, files, nodes: 0, initializers: 0, bytes: 0 };
    check.graph(graph, None, 1)?;
    if graph.output.is_empty() {
        return Err(GraphError::NoInput("output"));
    }
    check.files.finish()?;
    Ok(check.bytes)
}

/// `ai.onnx` is the domain without a name.
pub(crate) fn domain(domain: &str) -> &str {
    if domain == "ai.onnx" { "" } else { domain }
}

/// How a message names a node.
pub(crate) fn node_place(node: &NodeProto, index: usize) -> String {
    match node.name() {
        "" => format!("{index} ({})", Shown::new(node.op_type())),
        name => Shown::new(name).to_string(),
    }
}

struct Check<'a> {
    domains: &'a [&'a str],
    imported: HashSet<&'a str>,
    files: Files<'a>,
    nodes: usize,
    initializers: usize,
    bytes: u64,
}

/// The names one graph has made so far, and those it will make; then those of the graph around it.
struct Scope<'a> {
    made: HashSet<&'a str>,
    later: HashSet<&'a str>,
    outer: Option<&'a Scope<'a>>,
}

impl<'a> Check<'a> {
    fn graph<'g>(
        &mut self,
        graph: &'g GraphProto,
        outer: Option<&'g Scope<'g>>,
        depth: u64,
    ) -> Result<(), GraphError> {
        if depth > SUBGRAPH_DEPTH_MAX {
            let (limit, place) = ("subgraph_depth", "the graph".to_owned());
            return Err(GraphError::Limit { limit, place, value: depth, max: SUBGRAPH_DEPTH_MAX });
        }
        if !graph.sparse_initializer.is_empty() {
            return Err(GraphError::Unsupported("a sparse initializer".to_owned()));
        }
        self.nodes += graph.node.len();
        at_most("nodes", NODES_MAX, self.nodes, || "the graph".to_owned())?;
        self.initializers += graph.initializer.len();
        at_most("initializers", INITIALIZERS_MAX, self.initializers, || "the graph".to_owned())?;
        let later = graph.node.iter().flat_map(|node| &node.output).map(String::as_str);
        let mut scope = Scope { made: HashSet::new(), later: later.collect(), outer };
        for value in graph.input.iter().chain(&graph.output).chain(&graph.value_info) {
            value_info(value)?;
        }
        for input in &graph.input {
            scope.make("the list of inputs", input.name())?;
        }
        let mut initializers = HashSet::new();
        for initializer in &graph.initializer {
            let name = initializer.name();
            self.bytes = self.bytes.saturating_add(tensor::check(initializer, &mut self.files)?);
            if !initializers.insert(name) {
                let (place, value) = ("the list of initializers".to_owned(), Shown::new(name));
                return Err(GraphError::Duplicate { place, value });
            }
            // An input of the same name has this as its default.
            if !scope.made.contains(name) {
                scope.make("the list of initializers", name)?;
            }
        }
        for (index, node) in graph.node.iter().enumerate() {
            self.node(node, index, &scope, depth)?;
            let place = node_place(node, index);
            for output in node.output.iter().filter(|output| !output.is_empty()) {
                scope.make(&format!("node {place}"), output)?;
            }
        }
        let mut outputs = HashSet::new();
        for output in &graph.output {
            let (place, value) = ("the list of outputs".to_owned(), Shown::new(output.name()));
            if !scope.has(output.name()) {
                return Err(GraphError::Missing { place, value });
            }
            if !outputs.insert(output.name()) {
                return Err(GraphError::Duplicate { place, value });
            }
        }
        Ok(())
    }

    fn node(
        &mut self,
        node: &NodeProto,
        index: usize,
        scope: &Scope<'_>,
        depth: u64,
    ) -> Result<(), GraphError> {
        let place = || node_place(node, index);
        at_most("name_bytes", NAME_BYTES_MAX, node.name().len(), || format!("node {index}"))?;
        let domain = domain(node.domain());
        if !self.domains.contains(&domain) {
            return Err(GraphError::Domain { node: place(), domain: Shown::new(domain) });
        }
        if !self.imported.contains(domain) {
            return Err(GraphError::NotImported { node: place(), domain: Shown::new(domain) });
        }
        if REFUSED_OPS.contains(&node.op_type()) {
            return Err(GraphError::Unsupported(format!("operator {}", node.op_type())));
        }
        for input in node.input.iter().filter(|input| !input.is_empty()) {
            if scope.has(input) {
                continue;
            }
            let value = Shown::new(input);
            return Err(match scope.comes_later(input) {
                true => GraphError::Unsorted { node: place(), value },
                false => GraphError::Missing { place: format!("node {}", place()), value },
            });
        }
        let mut names = HashSet::new();
        for attribute in &node.attribute {
            let problem = match kind_problem(attribute) {
                None if !names.insert(attribute.name()) => Some("is there twice"),
                problem => problem,
            };
            if let Some(problem) = problem {
                let (node, attribute) = (place(), Shown::new(attribute.name()));
                return Err(GraphError::Attribute { node, attribute, problem });
            }
            for tensor in attribute.t.as_deref().into_iter().chain(&attribute.tensors) {
                self.bytes = self.bytes.saturating_add(tensor::check(tensor, &mut self.files)?);
            }
            for graph in attribute.g.as_deref().into_iter().chain(&attribute.graphs) {
                self.graph(graph, Some(scope), depth + 1)?;
            }
        }
        Ok(())
    }
}

impl<'a> Scope<'a> {
    fn make(&mut self, place: &str, name: &'a str) -> Result<(), GraphError> {
        at_most("name_bytes", NAME_BYTES_MAX, name.len(), || {
            format!("{} in {place}", Shown::new(name))
        })?;
        let place = place.to_owned();
        if name.is_empty() {
            return Err(GraphError::Missing { place, value: Shown::new("") });
        }
        if !self.made.insert(name) {
            return Err(GraphError::Duplicate { place, value: Shown::new(name) });
        }
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.made.contains(name) || self.outer.is_some_and(|outer| outer.has(name))
    }

    fn comes_later(&self, name: &str) -> bool {
        self.later.contains(name) || self.outer.is_some_and(|outer| outer.comes_later(name))
    }
}

fn value_info(value: &ValueInfoProto) -> Result<(), GraphError> {
    let Some(TypeValue::Tensor(tensor)) = value.r#type.as_ref().and_then(|t| t.value.as_ref())
    else {
        return Ok(());
    };
    let dims = tensor.shape.as_ref().map_or(0, |shape| shape.dim.len());
    at_most("dims", DIMS_MAX, dims, || Shown::new(value.name()).to_string())
}

/// An attribute holds what its type says and nothing else: two readers must not see two things.
fn kind_problem(attribute: &AttributeProto) -> Option<&'static str> {
    let held = [
        (a::FLOAT, attribute.f.is_some()),
        (a::INT, attribute.i.is_some()),
        (a::STRING, attribute.s.is_some()),
        (a::TENSOR, attribute.t.is_some()),
        (a::GRAPH, attribute.g.is_some()),
        (a::FLOATS, !attribute.floats.is_empty()),
        (a::INTS, !attribute.ints.is_empty()),
        (a::STRINGS, !attribute.strings.is_empty()),
        (a::TENSORS, !attribute.tensors.is_empty()),
        (a::GRAPHS, !attribute.graphs.is_empty()),
        (a::TYPE_PROTO, attribute.tp.is_some()),
        (a::TYPE_PROTOS, !attribute.type_protos.is_empty()),
    ];
    let kind = attribute.r#type.unwrap_or(0);
    if attribute.sparse_tensor.is_some() || !attribute.sparse_tensors.is_empty() {
        Some("is a sparse tensor")
    } else if !attribute.ref_attr_name().is_empty() {
        Some("refers to a function's")
    } else if !held.iter().any(|&(of, _)| of == kind) {
        Some("has no known type")
    } else if attribute.name().is_empty() || attribute.name.as_ref()?.len() > 256 {
        Some("has no usable name")
    } else if held.iter().any(|&(of, is)| is && of != kind) {
        Some("holds something else than its type says")
    } else {
        let single = matches!(kind, a::TENSOR | a::GRAPH | a::TYPE_PROTO);
        (single && !held.contains(&(kind, true))).then_some("holds nothing")
    }
}

#[cfg(test)]
mod tests;
