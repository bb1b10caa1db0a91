//! Whether a value keeps to a schema. The first rule that it breaks is the violation; of an `anyOf` it is
//! the one of the branch that got furthest.

use super::equal::{Steps, equal, unique};
use super::number;
use super::violation::{At, Step, Violation};
use super::{
    Bound, CHECK_DEPTH_MAX, InPlace, OfArray, OfNumber, OfObject, OfString, Part, PartId, Range,
    Rule, SHOWN_BYTES_MAX, Types, shown,
};
use edge_api::json;
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What it takes to say what is wrong.
const VIOLATION_STEPS: u32 = 64;
/// What it takes to look at a number's digits.
const DIGITS_STEPS: u32 = 32;

/// Why a check goes no further.
enum Stop {
    Broken(Box<Violation>),
    /// No steps are left.
    Spent,
}

type Held = Result<(), Stop>;

pub(super) struct Check<'s, 'b> {
    parts: &'s [Part],
    steps: &'b mut Steps,
    nested: usize,
    /// Above 0, only whether a rule is broken matters.
    quiet: usize,
}

impl<'s, 'b> Check<'s, 'b> {
    pub(super) fn new(parts: &'s [Part], steps: &'b mut Steps) -> Self {
        Self { parts, steps, nested: 0, quiet: 0 }
    }

    pub(super) fn whole(mut self, value: &Value) -> Result<(), Violation> {
        let top = At::top();
        self.part(0, value, &top).map_err(|stop| match stop {
            Stop::Broken(violation) => *violation,
            Stop::Spent => Violation::too_much(),
        })
    }

    fn part(&mut self, id: PartId, value: &Value, at: &At<'_>) -> Held {
        self.take(1)?;
        if self.nested == CHECK_DEPTH_MAX {
            return Err(Stop::Spent);
        }
        self.nested += 1;
        let parts = self.parts;
        let held = parts[id].rules.iter().try_for_each(|rule| {
            self.take(1)?;
            self.rule(rule, value, at)
        });
        self.nested -= 1;
        held
    }

    /// Of the rules for other types than the value's, none is broken.
    fn rule(&mut self, rule: &'s Rule, value: &Value, at: &At<'_>) -> Held {
        match (rule, value) {
            (Rule::Never, _) => self.broken(at, || "nothing may be here".to_owned()),
            (Rule::Type(types), _) => self.r#type(*types, value, at),
            (Rule::Const { value: wanted, shown }, _) => {
                let is = || format!("`const` is {shown}");
                self.one_of_values(std::slice::from_ref(wanted), value, at, is)
            }
            (Rule::Enum(wanted), _) => {
                let is = || format!("`enum` has {} values, and this is none of them", wanted.len());
                self.one_of_values(wanted, value, at, is)
            }
            (Rule::InPlace(rule), _) => self.in_place(rule, value, at),
            (Rule::Number(rule), Value::Number(number)) => self.number(rule, number, at),
            (Rule::String(rule), Value::String(text)) => self.string(rule, text, at),
            (Rule::Array(rule), Value::Array(items)) => self.array(rule, items, at),
            (Rule::Object(rule), Value::Object(object)) => self.object(rule, object, at),
            (Rule::Number(_) | Rule::String(_) | Rule::Array(_) | Rule::Object(_), _) => Ok(()),
        }
    }

    fn in_place(&mut self, rule: &InPlace, value: &Value, at: &At<'_>) -> Held {
        match rule {
            InPlace::Ref(part) => self.part(*part, value, at),
            InPlace::AllOf(all) => all.iter().try_for_each(|part| self.part(*part, value, at)),
            InPlace::AnyOf(any) => self.first("anyOf", any, value, at).map(drop),
            InPlace::OneOf(one) => self.one_of(one, value, at),
            InPlace::Not(part) => match self.holds(*part, value, at)? {
                true => self.broken(at, || "`not` forbids it".to_owned()),
                false => Ok(()),
            },
            InPlace::If { condition, then, otherwise } => {
                let holds = self.holds(*condition, value, at)?;
                let next = if holds { then } else { otherwise };
                next.map_or(Ok(()), |part| self.part(part, value, at))
            }
        }
    }

    fn r#type(&mut self, types: Types, value: &Value, at: &At<'_>) -> Held {
        let holds = match value {
            Value::Null => types.has(Types::NULL),
            Value::Bool(_) => types.has(Types::BOOLEAN),
            Value::Object(_) => types.has(Types::OBJECT),
            Value::Array(_) => types.has(Types::ARRAY),
            Value::String(_) => types.has(Types::STRING),
            Value::Number(n) => {
                types.has(Types::NUMBER) || types.has(Types::INTEGER) && number::is_whole(n)
            }
        };
        self.holds_or(holds, at, || format!("`type` is {}", types.names()))
    }

    fn one_of_values(
        &mut self,
        wanted: &[Value],
        value: &Value,
        at: &At<'_>,
        is: impl FnOnce() -> String,
    ) -> Held {
        for wanted in wanted {
            if equal(wanted, value, self.steps).ok_or(Stop::Spent)? {
                return Ok(());
            }
        }
        let mut broken = self.broken(at, is);
        if let Err(Stop::Broken(violation)) = &mut broken {
            violation.of_constant = true;
        }
        broken
    }

    fn number(&mut self, rule: &OfNumber, number: &Number, at: &At<'_>) -> Held {
        match rule {
            OfNumber::Bound(bound, limit) => {
                let order = json::order(number, limit);
                let (name, holds) = match bound {
                    Bound::Minimum => ("minimum", order != Ordering::Less),
                    Bound::ExclusiveMinimum => ("exclusiveMinimum", order == Ordering::Greater),
                    Bound::Maximum => ("maximum", order != Ordering::Greater),
                    Bound::ExclusiveMaximum => ("exclusiveMaximum", order == Ordering::Less),
                };
                self.holds_or(holds, at, || format!("`{name}` is {limit}"))
            }
            OfNumber::MultipleOf(step) => {
                self.take(DIGITS_STEPS)?;
                let holds = number::is_multiple(number, step);
                self.holds_or(holds, at, || format!("`multipleOf` is {step}"))
            }
        }
    }

    fn string(&mut self, rule: &OfString, text: &str, at: &At<'_>) -> Held {
        match rule {
            OfString::Length(range) => {
                self.steps.take_for(text.len() / 64).ok_or(Stop::Spent)?;
                self.range(*range, text.chars().count(), at)
            }
            OfString::Pattern(pattern) => {
                let matches = pattern.matches(text, self.steps).ok_or(Stop::Spent)?;
                let is = || format!("`pattern` is `{}`", shown(&pattern.text, SHOWN_BYTES_MAX));
                self.holds_or(matches, at, is)
            }
        }
    }

    fn array(&mut self, rule: &OfArray, items: &[Value], at: &At<'_>) -> Held {
        match rule {
            OfArray::Count(range) => self.range(*range, items.len(), at),
            OfArray::Unique => {
                let unique = unique(items, self.steps).ok_or(Stop::Spent)?;
                self.holds_or(unique, at, || "`uniqueItems` is true".to_owned())
            }
            OfArray::Items { first, rest } => {
                for (index, item) in items.iter().enumerate() {
                    let Some(part) = first.get(index).or(rest.as_ref()) else { break };
                    self.part(*part, item, &at.then(Step::Index(index)))?;
                }
                Ok(())
            }
            OfArray::Contains { item: part, range } => {
                let mut found = 0;
                for (index, item) in items.iter().enumerate() {
                    found += usize::from(self.holds(*part, item, &at.then(Step::Index(index)))?);
                }
                self.range(*range, found, at)
            }
        }
    }

    fn object(&mut self, rule: &'s OfObject, object: &Map<String, Value>, at: &At<'_>) -> Held {
        match rule {
            OfObject::Count(range) => self.range(*range, object.len(), at),
            OfObject::Required(names) => self.required(names, object, at, |name| {
                format!("`required` names `{}`", shown(name, SHOWN_BYTES_MAX))
            }),
            OfObject::DependentRequired(lists) => lists.iter().try_for_each(|(other, names)| {
                self.take_for_name(other)?;
                if !object.contains_key(other) {
                    return Ok(());
                }
                self.required(names, object, at, |name| {
                    let [name, other] = [name, other].map(|name| shown(name, SHOWN_BYTES_MAX));
                    format!("`dependentRequired` names `{name}`, as `{other}` is there")
                })
            }),
            OfObject::Names(part) => object.keys().try_for_each(|name| {
                self.take_for_name(name)?;
                self.part(*part, &Value::from(name.as_str()), &at.then(Step::Other))
            }),
            OfObject::Properties { named, patterns, rest } => {
                self.named(named, object, at)?;
                if patterns.is_empty() && rest.is_none() {
                    return Ok(());
                }
                for (name, value) in object {
                    self.take_for_name(name)?;
                    let at = match named.get_key_value(name) {
                        Some((name, _)) => at.then(Step::Named(name)),
                        None => at.then(Step::Other),
                    };
                    let mut meant = named.contains_key(name);
                    for (pattern, part) in patterns {
                        if pattern.matches(name, self.steps).ok_or(Stop::Spent)? {
                            meant = true;
                            self.part(*part, value, &at)?;
                        }
                    }
                    if let (false, Some(part)) = (meant, rest) {
                        self.part(*part, value, &at)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// What tells one shape from another comes first.
    fn named(
        &mut self,
        named: &'s BTreeMap<String, PartId>,
        object: &Map<String, Value>,
        at: &At<'_>,
    ) -> Held {
        for constant in [true, false] {
            for (name, part) in named {
                self.take_for_name(name)?;
                if self.parts[*part].is_constant == constant
                    && let Some(value) = object.get(name)
                {
                    self.part(*part, value, &at.then(Step::Named(name)))?;
                }
            }
        }
        Ok(())
    }

    fn required(
        &mut self,
        names: &[String],
        object: &Map<String, Value>,
        at: &At<'_>,
        is: impl Fn(&str) -> String,
    ) -> Held {
        names.iter().try_for_each(|name| {
            self.take_for_name(name)?;
            self.holds_or(object.contains_key(name), at, || is(name))
        })
    }

    /// The first branch that holds, or the violation of the one that got furthest. If all are left where
    /// they began, none of them is what was meant.
    fn first(
        &mut self,
        keyword: &str,
        branches: &[PartId],
        value: &Value,
        at: &At<'_>,
    ) -> Result<usize, Stop> {
        let mut furthest: Option<Box<Violation>> = None;
        for (index, part) in branches.iter().enumerate() {
            match self.part(*part, value, at) {
                Ok(()) => return Ok(index),
                Err(Stop::Spent) => return Err(Stop::Spent),
                Err(Stop::Broken(violation)) => {
                    let reach = |v: &Violation| (v.depth, !v.of_constant);
                    if furthest.as_ref().is_none_or(|other| reach(&violation) > reach(other)) {
                        furthest = Some(violation);
                    }
                }
            }
        }
        if let Some(violation) = furthest.filter(|violation| violation.depth > at.depth) {
            return Err(Stop::Broken(violation));
        }
        let none = || format!("none of {} branches of `{keyword}` holds", branches.len());
        self.broken(at, none).map(|()| branches.len())
    }

    /// Up to the first that holds, it is an `anyOf`: no branch is looked at twice.
    fn one_of(&mut self, one: &[PartId], value: &Value, at: &At<'_>) -> Held {
        let first = self.first("oneOf", one, value, at)?;
        for (index, part) in one.iter().enumerate().skip(first + 1) {
            if self.holds(*part, value, at)? {
                let both = || format!("more than one branch of `oneOf` holds: {first} and {index}");
                return self.broken(at, both);
            }
        }
        Ok(())
    }

    fn holds(&mut self, part: PartId, value: &Value, at: &At<'_>) -> Result<bool, Stop> {
        self.quiet += 1;
        let held = self.part(part, value, at);
        self.quiet -= 1;
        match held {
            Ok(()) => Ok(true),
            Err(Stop::Broken(_)) => Ok(false),
            Err(Stop::Spent) => Err(Stop::Spent),
        }
    }

    fn range(&mut self, range: Range, count: usize, at: &At<'_>) -> Held {
        let held = u64::try_from(count).unwrap_or(u64::MAX);
        for (name, limit, holds) in [
            (range.min.0, range.min.1, held >= range.min.1),
            (range.max.0, range.max.1.unwrap_or(u64::MAX), held <= range.max.1.unwrap_or(u64::MAX)),
        ] {
            let is = || match name {
                "contains" => "`contains` must hold for an item, and holds for none".to_owned(),
                name => format!("`{name}` is {limit}, and there are {count}"),
            };
            self.holds_or(holds, at, is)?;
        }
        Ok(())
    }

    fn holds_or(&mut self, holds: bool, at: &At<'_>, is: impl FnOnce() -> String) -> Held {
        if holds { Ok(()) } else { self.broken(at, is) }
    }

    fn broken(&mut self, at: &At<'_>, is: impl FnOnce() -> String) -> Held {
        self.take(VIOLATION_STEPS)?;
        let mut violation = Violation::at(at);
        if self.quiet == 0 {
            self.steps.take_for(4 * at.depth).ok_or(Stop::Spent)?;
            violation.say(at, &is());
        }
        Err(Stop::Broken(Box::new(violation)))
    }

    /// To look a name up.
    fn take_for_name(&mut self, name: &str) -> Held {
        self.steps.take_for(1 + name.len() / 64).ok_or(Stop::Spent)
    }

    fn take(&mut self, steps: u32) -> Held {
        self.steps.take(steps).ok_or(Stop::Spent)
    }
}
