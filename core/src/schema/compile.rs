//! From the JSON of a schema to rules. A keyword that would not be honoured is a fault, so that no schema
//! promises more than is checked. Nothing here recurses: what is still to be read waits in a list.

use super::keywords::{Object, Read, decoded, range, read_types, refuse_unknown, strings, text};
use super::pattern::Pattern;
use super::{
    Bound, Fault, InPlace, OfArray, OfNumber, OfObject, OfString, PATTERNS_MAX, PLACE_BYTES_MAX,
    Part, PartId, Range, Rule, SCHEMA_PARTS_MAX, SHOWN_BYTES_MAX, shown,
};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn compile(document: &Value) -> Result<Vec<Part>, Fault> {
    let mut compiler = Compiler::new(document);
    while let Some((id, schema)) = compiler.pending.pop() {
        let rules = compiler.rules(id, schema);
        compiler.parts[id].rules =
            rules.map_err(|problem| Fault::new(&compiler.pointer(id), &problem))?;
    }
    compiler.refuse_circles()?;
    compiler.mark_constants();
    Ok(compiler.parts)
}

struct Compiler<'a> {
    document: &'a Value,
    parts: Vec<Part>,
    /// Of each part. A pointer is only put together when something is wrong there.
    places: Vec<Place<'a>>,
    /// The part that a schema of the document became: whatever pointer leads to it, it is one.
    by_schema: BTreeMap<*const Value, PartId>,
    /// Parts that have an id and no rules yet.
    pending: Vec<(PartId, &'a Value)>,
    patterns: BTreeMap<&'a str, Pattern>,
}

/// Where a part was found first.
enum Place<'a> {
    Pointer(String),
    Keyword(PartId, &'static str),
    Index(PartId, &'static str, usize),
    Name(PartId, &'static str, &'a str),
}

/// An object on its way to be a part.
#[derive(Clone, Copy)]
struct Node<'a> {
    id: PartId,
    object: &'a Object,
}

impl<'a> Compiler<'a> {
    fn new(document: &'a Value) -> Self {
        Self {
            document,
            parts: vec![Part::default()],
            places: vec![Place::Pointer(String::new())],
            by_schema: BTreeMap::from([(std::ptr::from_ref(document), 0)]),
            pending: vec![(0, document)],
            patterns: BTreeMap::new(),
        }
    }

    /// The part of a schema, whether it has been read already or not.
    fn part(&mut self, schema: &'a Value, place: Place<'a>) -> Read<PartId> {
        if let Some(id) = self.by_schema.get(&std::ptr::from_ref(schema)) {
            return Ok(*id);
        }
        let id = self.parts.len();
        if id == SCHEMA_PARTS_MAX {
            return Err(format!("the schema has more than {SCHEMA_PARTS_MAX} parts"));
        }
        self.parts.push(Part::default());
        self.places.push(place);
        self.by_schema.insert(std::ptr::from_ref(schema), id);
        self.pending.push((id, schema));
        Ok(id)
    }

    fn rules(&mut self, id: PartId, schema: &'a Value) -> Read<Vec<Rule>> {
        if let Value::Bool(anything) = schema {
            return Ok(if *anything { Vec::new() } else { vec![Rule::Never] });
        }
        let object = schema
            .as_object()
            .ok_or_else(|| "a schema must be an object, `true` or `false`".to_owned())?;
        refuse_unknown(object, id == 0)?;
        let node = Node { id, object };
        for defs in ["$defs", "definitions"] {
            self.map(node, defs)?;
        }
        let mut rules = Vec::new();
        if let Some(reference) = text(object, "$ref")? {
            rules.push(Rule::InPlace(InPlace::Ref(self.reference(reference)?)));
        }
        Self::of_any_value(object, &mut rules)?;
        Self::of_numbers(object, &mut rules)?;
        self.of_strings(object, &mut rules)?;
        self.of_arrays(node, &mut rules)?;
        self.of_objects(node, &mut rules)?;
        self.of_schemas(node, &mut rules)?;
        Ok(rules)
    }

    fn of_any_value(object: &'a Object, rules: &mut Vec<Rule>) -> Read<()> {
        if let Some(types) = object.get("type") {
            rules.push(Rule::Type(read_types(types)?));
        }
        if let Some(value) = object.get("const") {
            let shown = shown(&value.to_string(), SHOWN_BYTES_MAX);
            rules.push(Rule::Const { value: value.clone(), shown });
        }
        if let Some(values) = object.get("enum") {
            match values.as_array().filter(|values| !values.is_empty()) {
                Some(values) => rules.push(Rule::Enum(values.clone())),
                None => return Err("`enum` must be an array with at least one value".to_owned()),
            }
        }
        Ok(())
    }

    fn of_numbers(object: &'a Object, rules: &mut Vec<Rule>) -> Read<()> {
        for (name, bound) in [
            ("minimum", Bound::Minimum),
            ("exclusiveMinimum", Bound::ExclusiveMinimum),
            ("maximum", Bound::Maximum),
            ("exclusiveMaximum", Bound::ExclusiveMaximum),
        ] {
            match object.get(name) {
                None => {}
                Some(Value::Number(limit)) => {
                    rules.push(Rule::Number(OfNumber::Bound(bound, limit.clone())))
                }
                Some(_) => return Err(format!("`{name}` must be a number")),
            }
        }
        match object.get("multipleOf") {
            None => {}
            Some(Value::Number(step)) if step.as_f64().is_some_and(|step| step > 0.0) => {
                rules.push(Rule::Number(OfNumber::MultipleOf(step.clone())));
            }
            Some(_) => return Err("`multipleOf` must be a number above 0".to_owned()),
        }
        Ok(())
    }

    fn of_strings(&mut self, object: &'a Object, rules: &mut Vec<Rule>) -> Read<()> {
        let length =
            range(object, ["minLength", "maxLength"], ("minLength", 0))?.map(OfString::Length);
        rules.extend(length.map(Rule::String));
        if let Some(pattern) = text(object, "pattern")? {
            let pattern = self.pattern("pattern", pattern)?;
            rules.push(Rule::String(OfString::Pattern(pattern)));
        }
        Ok(())
    }

    fn of_arrays(&mut self, node: Node<'a>, rules: &mut Vec<Rule>) -> Read<()> {
        let object = node.object;
        let count = range(object, ["minItems", "maxItems"], ("minItems", 0))?.map(OfArray::Count);
        rules.extend(count.map(Rule::Array));
        if object.get("items").is_some_and(Value::is_array) {
            return Err(
                "`items` must be a schema; those of single places go into `prefixItems`".to_owned()
            );
        }
        let first = self.list(node, "prefixItems")?.unwrap_or_default();
        let rest = self.child(node, "items")?;
        if !first.is_empty() || rest.is_some() {
            rules.push(Rule::Array(OfArray::Items { first, rest }));
        }
        if let Some(item) = self.child(node, "contains")? {
            let names = ["minContains", "maxContains"];
            let one = Range { min: ("contains", 1), max: ("maxContains", None) };
            let range = range(object, names, one.min)?.unwrap_or(one);
            rules.push(Rule::Array(OfArray::Contains { item, range }));
        }
        match object.get("uniqueItems") {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => rules.push(Rule::Array(OfArray::Unique)),
            Some(_) => return Err("`uniqueItems` must be true or false".to_owned()),
        }
        Ok(())
    }

    fn of_objects(&mut self, node: Node<'a>, rules: &mut Vec<Rule>) -> Read<()> {
        let object = node.object;
        let names = ["minProperties", "maxProperties"];
        let count = range(object, names, (names[0], 0))?.map(OfObject::Count);
        rules.extend(count.map(Rule::Object));
        if let Some(required) = object.get("required") {
            let required = strings("required", required)?;
            rules.push(Rule::Object(OfObject::Required(required)));
        }
        match object.get("dependentRequired") {
            None => {}
            Some(Value::Object(lists)) => {
                let list = |(name, list): (&String, &Value)| {
                    Ok((name.clone(), strings("dependentRequired", list)?))
                };
                let lists = lists.iter().map(list).collect::<Read<_>>()?;
                rules.push(Rule::Object(OfObject::DependentRequired(lists)));
            }
            Some(_) => return Err("`dependentRequired` must be an object".to_owned()),
        }
        let named = self.map(node, "properties")?;
        let named = named.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
        let mut patterns = Vec::new();
        for (pattern, part) in self.map(node, "patternProperties")? {
            patterns.push((self.pattern("patternProperties", pattern)?, part));
        }
        let rest = self.child(node, "additionalProperties")?;
        if ["properties", "patternProperties", "additionalProperties"]
            .iter()
            .any(|k| object.contains_key(*k))
        {
            rules.push(Rule::Object(OfObject::Properties { named, patterns, rest }));
        }
        let names = self.child(node, "propertyNames")?.map(OfObject::Names);
        rules.extend(names.map(Rule::Object));
        Ok(())
    }

    fn of_schemas(&mut self, node: Node<'a>, rules: &mut Vec<Rule>) -> Read<()> {
        let mut add = |rule: Option<InPlace>| rules.extend(rule.map(Rule::InPlace));
        add(self.list(node, "allOf")?.map(InPlace::AllOf));
        add(self.list(node, "anyOf")?.map(InPlace::AnyOf));
        add(self.list(node, "oneOf")?.map(InPlace::OneOf));
        add(self.child(node, "not")?.map(InPlace::Not));
        if let Some(condition) = self.child(node, "if")? {
            let then = self.child(node, "then")?;
            let otherwise = self.child(node, "else")?;
            add(Some(InPlace::If { condition, then, otherwise }));
        }
        Ok(())
    }

    fn child(&mut self, node: Node<'a>, key: &'static str) -> Read<Option<PartId>> {
        let schema = node.object.get(key);
        schema.map(|schema| self.part(schema, Place::Keyword(node.id, key))).transpose()
    }

    fn list(&mut self, node: Node<'a>, key: &'static str) -> Read<Option<Vec<PartId>>> {
        let Some(value) = node.object.get(key) else { return Ok(None) };
        let Some(schemas) = value.as_array().filter(|schemas| !schemas.is_empty()) else {
            return Err(format!("`{key}` must be an array with at least one schema"));
        };
        let part = |(index, schema)| self.part(schema, Place::Index(node.id, key, index));
        schemas.iter().enumerate().map(part).collect::<Read<_>>().map(Some)
    }

    fn map(&mut self, node: Node<'a>, key: &'static str) -> Read<Vec<(&'a str, PartId)>> {
        let Some(value) = node.object.get(key) else { return Ok(Vec::new()) };
        let Some(schemas) = value.as_object() else {
            return Err(format!("`{key}` must be an object of schemas"));
        };
        let part = |(name, schema): (&'a String, &'a Value)| {
            Ok((name.as_str(), self.part(schema, Place::Name(node.id, key, name))?))
        };
        schemas.iter().map(part).collect()
    }

    fn pattern(&mut self, key: &str, pattern: &'a str) -> Read<Pattern> {
        if let Some(known) = self.patterns.get(pattern) {
            return Ok(known.clone());
        }
        if self.patterns.len() == PATTERNS_MAX {
            return Err(format!("the schema has more than {PATTERNS_MAX} patterns"));
        }
        let compiled = Pattern::compile(pattern).map_err(|why| {
            let pattern = shown(pattern, SHOWN_BYTES_MAX);
            format!("`{key}` `{pattern}` cannot be used: {why}")
        })?;
        self.patterns.insert(pattern, compiled.clone());
        Ok(compiled)
    }

    fn reference(&mut self, reference: &str) -> Read<PartId> {
        let is = || format!("`$ref` is `{}`", shown(reference, SHOWN_BYTES_MAX));
        let Some(pointer) = reference.strip_prefix('#').and_then(decoded) else {
            let only = "and only `#` and `#/..`, into this document, can be followed";
            return Err(format!("{}, {only}", is()));
        };
        let Some(schema) = self.document.pointer(&pointer) else {
            return Err(format!("{}, which is not there", is()));
        };
        self.part(schema, Place::Pointer(pointer))
    }

    /// Of a part, as far as somebody reads it.
    fn pointer(&self, id: PartId) -> String {
        let (mut steps, mut place) = (Vec::new(), &self.places[id]);
        let start = loop {
            let (before, key, last) = match place {
                Place::Pointer(pointer) => break pointer,
                Place::Keyword(before, key) => (before, key, None),
                Place::Index(before, key, index) => (before, key, Some(index.to_string())),
                Place::Name(before, key, name) => {
                    let name = shown(name, PLACE_BYTES_MAX);
                    (before, key, Some(name.replace('~', "~0").replace('/', "~1")))
                }
            };
            steps.extend(last);
            steps.push((*key).to_owned());
            place = &self.places[*before];
        };
        steps.iter().rev().fold(start.clone(), |pointer, step| format!("{pointer}/{step}"))
    }

    /// Once there are no circles.
    fn mark_constants(&mut self) {
        for id in 0..self.parts.len() {
            let mut next = Some(id);
            while let Some(part) = next.map(|id| &self.parts[id]) {
                let constant = |rule: &Rule| matches!(rule, Rule::Const { .. } | Rule::Enum(_));
                if part.is_constant || part.rules.iter().any(constant) {
                    self.parts[id].is_constant = true;
                    break;
                }
                next = part.rules.iter().find_map(referred);
            }
        }
    }

    /// A schema that leads back to itself without going into the value would never be done.
    fn refuse_circles(&self) -> Result<(), Fault> {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            No,
            Open,
            Done,
        }
        let mut seen = vec![Seen::No; self.parts.len()];
        for start in 0..self.parts.len() {
            let mut path = vec![(start, false)];
            while let Some((id, left)) = path.pop() {
                if left {
                    seen[id] = Seen::Done;
                    continue;
                }
                match seen[id] {
                    Seen::Done => continue,
                    Seen::Open => {
                        let problem = "it leads back to itself without going into the value";
                        return Err(Fault::new(&self.pointer(id), problem));
                    }
                    Seen::No => seen[id] = Seen::Open,
                }
                path.push((id, true));
                let next = self.parts[id].rules.iter().flat_map(in_place);
                path.extend(next.filter(|id| seen[*id] != Seen::Done).map(|id| (id, false)));
            }
        }
        Ok(())
    }
}

fn referred(rule: &Rule) -> Option<PartId> {
    if let Rule::InPlace(InPlace::Ref(part)) = rule { Some(*part) } else { None }
}

/// The parts that a rule applies to the same value.
fn in_place(rule: &Rule) -> Vec<PartId> {
    let Rule::InPlace(rule) = rule else { return Vec::new() };
    match rule {
        InPlace::Ref(part) | InPlace::Not(part) => vec![*part],
        InPlace::AllOf(parts) | InPlace::AnyOf(parts) | InPlace::OneOf(parts) => parts.clone(),
        InPlace::If { condition, then, otherwise } => {
            [Some(*condition), *then, *otherwise].into_iter().flatten().collect()
        }
    }
}
