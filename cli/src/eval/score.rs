//! What the answers so far add up to. Pure: no clock, no daemon.
//!
//! A call that failed is a wrong answer: it is not exact, and none of its fields were found. So is one that
//! the task's schema refused, but that is no error: the model was measured.

use super::call::{Answer, Ran};
use super::compare::{self, Field, Hit};
use super::set::Item;
use crate::failure::Failure;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields beyond these count in the whole only: a model may invent any number of them.
const FIELDS_MAX: usize = 1000;
/// A wrong answer is kept up to here.
const GOT_CHARS_MAX: usize = 16 << 10;

#[derive(Debug, Default)]
pub(super) struct Score {
    pub(super) n: usize,
    pub(super) exact: usize,
    pub(super) errors: usize,
    /// What gave the first answer, and so all of them.
    pub(super) ran: Option<Ran>,
    pub(super) prompt_tokens: u64,
    pub(super) completion_tokens: u64,
    schema_checked: usize,
    schema_valid: usize,
    fields_all: Tally,
    fields: BTreeMap<String, Tally>,
    latency_ms: Vec<f64>,
    ttft_ms: Vec<f64>,
    energy_j: Vec<f64>,
    failures: Vec<(usize, Wrong)>,
}

/// A line that was not answered as it should be.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Wrong {
    pub(super) id: String,
    pub(super) expect: Value,
    /// The text as it came; `None` where none did.
    pub(super) got: Option<String>,
    pub(super) reason: String,
}

/// The answers of two models would be one result.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) before: Ran,
    pub(super) now: Ran,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    missed: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, hit: Hit) {
        match hit {
            Hit::Right => self.right += 1,
            Hit::Missed => self.missed += 1,
            Hit::Wrong => self.wrong += 1,
        }
    }

    fn f1(&self) -> Option<f64> {
        rate(2 * self.right, 2 * self.right + self.missed + self.wrong)
    }
}

impl Score {
    /// Counts the answer to the line at `place`.
    pub(super) fn answered(
        &mut self,
        place: usize,
        item: &Item,
        answer: Answer,
    ) -> Result<(), Box<Changed>> {
        let ran = self.ran.get_or_insert_with(|| answer.ran.clone());
        if *ran != answer.ran {
            return Err(Box::new(Changed { before: ran.clone(), now: answer.ran }));
        }
        self.n += 1;
        self.prompt_tokens += answer.usage.prompt_tokens;
        self.completion_tokens += answer.usage.completion_tokens;
        self.schema_checked += usize::from(answer.schema_valid.is_some());
        self.schema_valid += usize::from(answer.schema_valid == Some(true));
        self.latency_ms.push(answer.latency_ms);
        self.ttft_ms.extend(answer.ttft_ms);
        self.energy_j.extend(answer.energy_j);
        let verdict = compare::judge(&item.expect, &answer.text);
        self.count(verdict.fields);
        let Some(mut reason) = verdict.reason else {
            self.exact += 1;
            return Ok(());
        };
        if answer.cut {
            reason += "; it was cut off at the most tokens it may have";
        }
        let got = answer.text.chars().take(GOT_CHARS_MAX).collect();
        self.wrong(place, item, Some(got), reason);
        Ok(())
    }

    /// Counts that the line at `place` has no answer.
    pub(super) fn failed(&mut self, place: usize, item: &Item, failure: &Failure) {
        self.errors += 1;
        self.nothing(place, item, failure);
    }

    /// Counts that the task's schema refused the answer to the line at `place` (`on_invalid = "error"`): it
    /// was one, of which nothing else is known.
    pub(super) fn refused(&mut self, place: usize, item: &Item, failure: &Failure) {
        self.schema_checked += 1;
        self.nothing(place, item, failure);
    }

    fn nothing(&mut self, place: usize, item: &Item, failure: &Failure) {
        self.n += 1;
        self.count(compare::nothing(&item.expect));
        self.wrong(place, item, None, format!("{}: {failure}", failure.code()));
    }

    fn count(&mut self, fields: Vec<Field>) {
        for Field { name, hit } in fields {
            self.fields_all.add(hit);
            if self.fields.len() < FIELDS_MAX || self.fields.contains_key(&name) {
                self.fields.entry(name).or_default().add(hit);
            }
        }
    }

    fn wrong(&mut self, place: usize, item: &Item, got: Option<String>, reason: String) {
        let wrong = Wrong { id: item.id.clone(), expect: item.expect.clone(), got, reason };
        self.failures.push((place, wrong));
    }

    pub(super) fn exact_match(&self) -> Option<f64> {
        rate(self.exact, self.n)
    }

    /// Of the answers whose task has a schema, those it refused among them.
    pub(super) fn schema_valid(&self) -> Option<f64> {
        rate(self.schema_valid, self.schema_checked)
    }

    /// Of all fields together.
    pub(super) fn field_f1(&self) -> Option<f64> {
        self.fields_all.f1()
    }

    pub(super) fn field_f1_each(&self) -> BTreeMap<String, f64> {
        let each = self.fields.iter();
        each.filter_map(|(name, tally)| Some((name.clone(), tally.f1()?))).collect()
    }

    pub(super) fn latency_ms(&self, share: f64) -> Option<f64> {
        percentile(&self.latency_ms, share)
    }

    pub(super) fn ttft_ms(&self, share: f64) -> Option<f64> {
        percentile(&self.ttft_ms, share)
    }

    /// `None` unless every answer says what it took.
    pub(super) fn joules(&self) -> Option<f64> {
        let known = !self.energy_j.is_empty() && self.energy_j.len() == self.n - self.errors;
        known.then(|| self.energy_j.iter().sum())
    }

    pub(super) fn per_success(&self, total: f64) -> Option<f64> {
        (self.exact > 0).then(|| total / self.exact as f64)
    }

    /// In the order of the set.
    pub(super) fn into_failures(self) -> Vec<Wrong> {
        let mut failures = self.failures;
        failures.sort_by_key(|(place, _)| *place);
        failures.into_iter().map(|(_, wrong)| wrong).collect()
    }
}

fn rate(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The smallest value that `share` of all values do not exceed: one that was measured, never a mean.
fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank is a small whole number"
    )]
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

/// Between which rates the true one lies with 95 % confidence (Wilson's interval).
pub(super) fn interval(part: usize, whole: usize) -> Option<[f64; 2]> {
    const Z: f64 = 1.959_963_984_540_054;
    let p = rate(part, whole)?;
    let n = whole as f64;
    let z2 = Z * Z;
    let center = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Some([(center - half).max(0.0), (center + half).min(1.0)])
}

#[cfg(test)]
#[path = "score_tests.rs"]
pub(super) mod tests;
