//! Whether JSON values are the same, at a price: each value that is looked at is a step.

use edge_api::json;
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What it takes to take a value's hash.
const HASH_STEPS: u32 = 4;

/// Counts down. `None` from whatever takes steps means that they are used up.
#[derive(Debug)]
pub(super) struct Steps(u32);

impl Steps {
    pub(super) fn new(max: u32) -> Self {
        Self(max)
    }

    pub(super) fn take(&mut self, steps: u32) -> Option<()> {
        self.0 = self.0.checked_sub(steps)?;
        Some(())
    }

    pub(super) fn take_for(&mut self, bytes: usize) -> Option<()> {
        self.take(u32::try_from(bytes).ok()?)
    }
}

pub(super) fn equal(a: &Value, b: &Value, steps: &mut Steps) -> Option<bool> {
    json::same_within(a, b, &mut |looked_at| steps.take_for(looked_at))
}

/// Only those with the same hash are compared.
pub(super) fn unique(items: &[Value], steps: &mut Steps) -> Option<bool> {
    let hashed = |item| Some((hash(item, steps)?, item));
    let mut hashed: Vec<(u64, &Value)> = items.iter().map(hashed).collect::<Option<_>>()?;
    hashed.sort_unstable_by_key(|(hash, _)| *hash);
    for (index, (hash, item)) in hashed.iter().enumerate() {
        for (_, other) in hashed[index + 1..].iter().take_while(|(other, _)| other == hash) {
            if equal(item, other, steps)? {
                return Some(false);
            }
        }
    }
    Some(true)
}

/// The same for values that are equal.
fn hash(value: &Value, steps: &mut Steps) -> Option<u64> {
    steps.take(HASH_STEPS)?;
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(value).hash(&mut hasher);
    match value {
        Value::Null => {}
        Value::Bool(bool) => bool.hash(&mut hasher),
        Value::Number(number) => match json::whole(number) {
            Some(whole) => whole.hash(&mut hasher),
            None => number.as_f64().map(f64::to_bits).hash(&mut hasher),
        },
        Value::String(text) => {
            steps.take_for(text.len() / 64)?;
            text.hash(&mut hasher);
        }
        Value::Array(items) => {
            for item in items {
                hash(item, steps)?.hash(&mut hasher);
            }
        }
        Value::Object(object) => {
            let mut entries = 0u64;
            for (key, value) in object {
                steps.take_for(key.len() / 64)?;
                let mut of_entry = DefaultHasher::new();
                (key, hash(value, steps)?).hash(&mut of_entry);
                // In any order.
                entries = entries.wrapping_add(of_entry.finish());
            }
            entries.hash(&mut hasher);
        }
    }
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn same(a: &Value, b: &Value) -> bool {
        equal(a, b, &mut Steps::new(1000)).unwrap()
    }

    fn differ(items: &[Value]) -> bool {
        unique(items, &mut Steps::new(1000)).unwrap()
    }

    #[test]
    fn unique_means_of_different_values() {
        assert!(differ(&[json!(1), json!("1"), json!([1]), json!({"1": 1}), json!(true)]));
        assert!(differ(&[json!(0.5), json!(0), json!(-0.5), json!(1e300), json!(null)]));
        for (a, b) in [
            (json!(1), json!(1.0)),
            (json!(0), json!(-0.0)),
            (json!(9_223_372_036_854_775_808_u64), json!(9_223_372_036_854_775_808.0)),
            (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1})),
            (json!(1e300), json!(1e300)),
        ] {
            assert!(!differ(&[json!("x"), a.clone(), json!(2), b.clone()]), "{a} {b}");
        }
    }

    #[test]
    fn too_few_steps_are_no_answer() {
        let items: Vec<Value> = (0..100).map(|n| json!(n)).collect();
        assert_eq!(unique(&items, &mut Steps::new(400)), Some(true));
        assert_eq!(unique(&items, &mut Steps::new(399)), None);
        let twice = [json!(1), json!(1)];
        assert_eq!(unique(&twice, &mut Steps::new(9)), Some(false));
        assert_eq!(unique(&twice, &mut Steps::new(8)), None);
        assert_eq!(equal(&twice[0], &twice[1], &mut Steps::new(0)), None);
    }

    proptest! {
        #[test]
        fn two_are_unique_if_they_are_not_the_same(
            a in any::<i64>(), b in prop_oneof![Just(0), -2i64..3], float in any::<bool>(),
        ) {
            for (a, b) in [(a, a), (a, a.wrapping_add(b)), (b, 0)] {
                #[expect(clippy::cast_precision_loss, reason = "any float will do")]
                let b = if float { json!(b as f64) } else { json!(b) };
                let (a, b) = (json!([a, {"k": b}]), json!([b, {"k": b}]));
                prop_assert_eq!(differ(&[a.clone(), b.clone()]), !same(&a, &b), "{} {}", a, b);
            }
        }
    }
}
