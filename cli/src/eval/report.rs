//! The result: as JSON with all failures, or for people with the first few. Pure functions.

use super::compare;
use super::score::{Score, Wrong, interval};
use super::set::Set;
use crate::output::one_line;
use crate::style::{self, BAD, FAINT, GOOD, PASSING, TITLE};
use crate::{models, units};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

const SCHEMA: u32 = 1;
const FAILURES_SHOWN: usize = 5;
const FIELDS_SHOWN: usize = 5;
/// An expected or given text is shown up to here.
const TEXT_LINES_MAX: usize = 6;
const LABEL_WIDTH: usize = 14;

/// `eval --json`. What is not known is null.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    schema: u32,
    task: String,
    model: Option<String>,
    digest: Option<String>,
    adapter: Option<String>,
    generation: Option<u64>,
    set: String,
    set_sha256: String,
    /// Of the whole set; `n` of them were asked.
    set_lines: usize,
    /// The run did not get to its end.
    partial: bool,
    n: usize,
    errors: usize,
    exact_match: Option<f64>,
    exact_match_95: Option<[f64; 2]>,
    schema_valid: Option<f64>,
    field_f1: FieldF1,
    latency_ms: Latency,
    ttft_ms: Ttft,
    tokens: Tokens,
    joules: Option<Joules>,
    wall_s: f64,
    failures: Vec<Wrong>,
    #[serde(skip)]
    exact: usize,
}

#[derive(Debug, Serialize)]
struct FieldF1 {
    micro: Option<f64>,
    fields: BTreeMap<String, f64>,
}

#[derive(Debug, Serialize)]
struct Latency {
    p50: Option<f64>,
    p90: Option<f64>,
    p99: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Ttft {
    p50: Option<f64>,
    p99: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Tokens {
    prompt: u64,
    completion: u64,
    per_success: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Joules {
    total: f64,
    per_success: Option<f64>,
}

impl Report {
    pub(super) fn new(task: &str, set: &Set, score: Score, wall: Duration, partial: bool) -> Self {
        let ran = &score.ran;
        let (prompt, completion) = (score.prompt_tokens, score.completion_tokens);
        Self {
            schema: SCHEMA,
            task: task.to_owned(),
            model: ran.as_ref().map(|ran| ran.model.clone()),
            digest: ran.as_ref().and_then(|ran| ran.digest.clone()),
            adapter: ran.as_ref().and_then(|ran| ran.adapter.clone()),
            generation: ran.as_ref().and_then(|ran| ran.generation),
            set: set.name.clone(),
            set_sha256: set.sha256.clone(),
            set_lines: set.lines,
            partial,
            n: score.n,
            errors: score.errors,
            exact_match: score.exact_match(),
            exact_match_95: interval(score.exact, score.n),
            schema_valid: score.schema_valid(),
            field_f1: FieldF1 { micro: score.field_f1(), fields: score.field_f1_each() },
            latency_ms: Latency {
                p50: score.latency_ms(0.5),
                p90: score.latency_ms(0.9),
                p99: score.latency_ms(0.99),
            },
            ttft_ms: Ttft { p50: score.ttft_ms(0.5), p99: score.ttft_ms(0.99) },
            tokens: Tokens {
                prompt,
                completion,
                per_success: score.per_success((prompt + completion) as f64),
            },
            joules: score
                .joules()
                .map(|total| Joules { total, per_success: score.per_success(total) }),
            wall_s: wall.as_secs_f64(),
            exact: score.exact,
            failures: score.into_failures(),
        }
    }

    /// What people read, in lines of at most `width`.
    pub(super) fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = vec![style::paint(TITLE, &self.task) + &self.heading()];
        let mut fact = |label: &str, text: String| {
            lines.push(format!("  {label:<LABEL_WIDTH$}{text}"));
        };
        fact("model", self.ran());
        fact("set", self.asked());
        fact("exact match", self.exact());
        if let Some(valid) = self.schema_valid {
            fact("schema valid", percent(valid));
        }
        if let Some(micro) = self.field_f1.micro {
            fact("field F1", percent(micro));
            for (name, f1) in self.worst_fields() {
                fact("", format!("{:>7}  {}", percent(f1), one_line(name)));
            }
        }
        let Latency { p50, p90, p99 } = self.latency_ms;
        fact("latency", format!("p50 {}, p90 {}, p99 {}", ms(p50), ms(p90), ms(p99)));
        fact("first token", format!("p50 {}, p99 {}", ms(self.ttft_ms.p50), ms(self.ttft_ms.p99)));
        fact("tokens", self.spent_tokens());
        if let Some(Joules { total, per_success }) = &self.joules {
            let each =
                per_success.map_or(String::new(), |each| format!(", {each:.3} J per exact answer"));
            fact("energy", format!("{total:.1} J{each}"));
        }
        let errors = self.errors.to_string();
        fact("errors", if self.errors > 0 { style::paint(BAD, &errors) } else { errors });
        fact("took", units::took(self.wall_s));
        lines.extend(self.failure_lines(width));
        lines
    }

    /// How to see what `lines` leaves out.
    pub(super) fn hint(&self) -> Option<String> {
        let hidden = self.failures.len() > FAILURES_SHOWN;
        let hint = style::paint(TITLE, "hint:");
        hidden
            .then(|| format!("{hint} `--json` lists all {} under `failures`", self.failures.len()))
    }

    fn heading(&self) -> String {
        let partial = style::paint(PASSING, "partial: the run did not get to its end");
        if self.partial { format!("  {partial}") } else { String::new() }
    }

    fn ran(&self) -> String {
        let Some(model) = &self.model else { return style::paint(FAINT, "-") };
        let mut text = model.clone();
        if let Some(adapter) = &self.adapter {
            text += &format!(" with adapter {adapter}");
        }
        if let Some(generation) = self.generation {
            text += &format!(", generation {generation}");
        }
        if let Some(digest) = &self.digest {
            text += &format!("  {}", style::paint(FAINT, &models::short(digest)));
        }
        text
    }

    fn asked(&self) -> String {
        let lines = match (self.n == self.set_lines, self.set_lines) {
            (true, 1) => "1 line".to_owned(),
            (true, n) => format!("{n} lines"),
            (false, all) => format!("{} of {all} lines", self.n),
        };
        format!("{}, {lines}", one_line(&self.set))
    }

    fn exact(&self) -> String {
        let (Some(rate), Some([low, high])) = (self.exact_match, self.exact_match_95) else {
            return style::paint(FAINT, "-");
        };
        let style = if self.exact == self.n { GOOD } else { TITLE };
        let rate = style::paint(style, &percent(rate));
        let (low, high) = (percent(low), percent(high));
        format!("{rate}  {} of {}, {low} to {high} with 95 % confidence", self.exact, self.n)
    }

    /// The worst first; a field that is always right is not among them.
    fn worst_fields(&self) -> Vec<(&str, f64)> {
        let fields = self.field_f1.fields.iter();
        let mut worst: Vec<_> =
            fields.filter(|(_, f1)| **f1 < 1.0).map(|(name, f1)| (name.as_str(), *f1)).collect();
        worst.sort_by(|a, b| a.1.total_cmp(&b.1));
        worst.truncate(FIELDS_SHOWN);
        worst
    }

    fn spent_tokens(&self) -> String {
        let Tokens { prompt, completion, per_success } = &self.tokens;
        let each =
            per_success.map_or(String::new(), |each| format!(", {each:.1} per exact answer"));
        format!("{prompt} prompt, {completion} completion{each}")
    }

    fn failure_lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let shown = self.failures.len().min(FAILURES_SHOWN);
        if shown == 0 {
            return lines;
        }
        let first = if self.failures.len() > shown {
            format!(", the first {shown}")
        } else {
            String::new()
        };
        lines.push(String::new());
        lines.push(style::paint(TITLE, &format!("{} not exact{first}", self.failures.len())));
        for Wrong { id, expect, got, reason } in self.failures.iter().take(shown) {
            let reason = style::paint(FAINT, &one_line(&cut(reason, width)));
            lines.push(format!("  {}  {reason}", one_line(id)));
            let expect = expect.as_str().map_or_else(|| expect.to_string(), alike);
            lines.extend(block("expected", &expect, width));
            if let Some(got) = got {
                lines.extend(block("got", &alike(got), width));
            }
        }
        lines
    }
}

/// `    got       TEXT`, its later lines below its first.
fn block(label: &str, text: &str, width: usize) -> impl Iterator<Item = String> {
    const INDENT: usize = 14;
    let rows = rows(text, width.saturating_sub(INDENT).max(1));
    let label = label.to_owned();
    rows.into_iter().enumerate().map(move |(n, row)| {
        let label = if n == 0 { label.as_str() } else { "" };
        format!("    {label:<10}{row}")
    })
}

/// JSON as all JSON is written here, so that only what differs looks different; other text as it is.
fn alike(text: &str) -> String {
    match compare::parse(text) {
        Ok(value) if value.is_object() || value.is_array() => value.to_string(),
        _ => text.to_owned(),
    }
}

/// The text in rows of `width`, broken wherever they end: blanks are shown as they are, since they may be
/// what differs. Control characters never reach the terminal, and what is too long ends in `…`.
fn rows(text: &str, width: usize) -> Vec<String> {
    let shown_max = TEXT_LINES_MAX * width;
    let chars: Vec<char> = one_line(&cut(text, shown_max)).chars().collect();
    if chars.is_empty() {
        return vec![style::paint(FAINT, "(nothing)")];
    }
    chars.chunks(width).map(|row| row.iter().collect()).collect()
}

fn cut(text: &str, chars_max: usize) -> String {
    if text.chars().nth(chars_max).is_none() {
        return text.to_owned();
    }
    text.chars().take(chars_max - 1).chain(['…']).collect()
}

fn percent(rate: f64) -> String {
    // What is not all is never shown as 100 %, nor something as nothing.
    let tenths = match (rate * 1000.0).round() {
        1000.0 if rate < 1.0 => 999.0,
        0.0 if rate > 0.0 => 1.0,
        tenths => tenths,
    };
    format!("{:.1} %", tenths / 10.0)
}

fn ms(value: Option<f64>) -> String {
    match value {
        None => "-".to_owned(),
        Some(ms) if ms < 9.95 => format!("{ms:.2} ms"),
        Some(ms) if ms < 999.5 => format!("{ms:.0} ms"),
        Some(ms) => format!("{:.1} s", ms / 1000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::score::tests::{answer, item};
    use super::*;
    use serde_json::{Value, json};

    fn set(lines: usize) -> Set {
        Set { name: "s.jsonl".to_owned(), sha256: "ab".to_owned(), items: Vec::new(), lines }
    }

    fn plain(report: &Report, width: usize) -> Vec<String> {
        let lines = report.lines(width);
        lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn json_has_the_promised_shape_with_null_for_the_unknown() {
        let report = Report::new("t", &set(2), Score::default(), Duration::from_secs(2), true);
        let expected = json!({
            "schema": 1, "task": "t", "model": null, "digest": null, "adapter": null,
            "generation": null, "set": "s.jsonl", "set_sha256": "ab", "set_lines": 2,
            "partial": true, "n": 0, "errors": 0, "exact_match": null, "exact_match_95": null,
            "schema_valid": null, "field_f1": {"micro": null, "fields": {}},
            "latency_ms": {"p50": null, "p90": null, "p99": null},
            "ttft_ms": {"p50": null, "p99": null},
            "tokens": {"prompt": 0, "completion": 0, "per_success": null}, "joules": null,
            "wall_s": 2.0, "failures": [],
        });
        assert_eq!(serde_json::to_value(&report).unwrap(), expected);
        let mut score = Score::default();
        score.answered(0, &item("a", json!("x")), answer("y")).unwrap();
        let report = Report::new("t", &set(1), score, Duration::ZERO, false);
        let failures = serde_json::to_value(&report).unwrap()["failures"].take();
        let wrong = json!([{"id": "a", "expect": "x", "got": "y", "reason": "differs"}]);
        assert_eq!(failures, wrong);
    }

    #[test]
    fn people_read_the_rates_the_worst_fields_and_the_first_failures() {
        let mut score = Score::default();
        for n in 0..7 {
            let given = if n == 0 { "{\"a\":1,\"b\":\"x\"}" } else { "{ \"b\": \"y\", \"a\": 1 }" };
            let line = item(&format!("id-{n}"), json!({"a": 1, "b": "x"}));
            score.answered(n, &line, answer(given)).unwrap();
        }
        let report = Report::new("t", &set(9), score, Duration::from_secs(75), false);
        let lines = plain(&report, 80);
        let expected = [
            "t",
            "  model         m  sha256:0123456789ab",
            "  set           s.jsonl, 7 of 9 lines",
            "  exact match   14.3 %  1 of 7, 2.6 % to 51.3 % with 95 % confidence",
            "  field F1      57.1 %",
            "                 14.3 %  b",
            "  latency       p50 10 ms, p90 10 ms, p99 10 ms",
            "  first token   p50 4.00 ms, p99 4.00 ms",
            "  tokens        140 prompt, 35 completion, 175.0 per exact answer",
            "  errors        0",
            "  took          1 min 15 s",
            "",
            "6 not exact, the first 5",
            "  id-1  differs at b",
            "    expected  {\"a\":1,\"b\":\"x\"}",
            "    got       {\"a\":1,\"b\":\"y\"}",
        ];
        assert_eq!(lines[..expected.len()], expected);
        assert_eq!(lines.len(), 13 + 5 * 3);
        let hint = anstream::adapter::strip_str(&report.hint().unwrap()).to_string();
        assert_eq!(hint, "hint: `--json` lists all 6 under `failures`");
    }

    #[test]
    fn a_perfect_run_shows_no_failures_and_a_broken_one_says_so() {
        let mut score = Score::default();
        score.answered(0, &item("a", json!({"a": 1})), answer("{\"a\":1}")).unwrap();
        let report = Report::new("t", &set(1), score, Duration::ZERO, true);
        let lines = plain(&report, 80);
        assert_eq!(lines[0], "t  partial: the run did not get to its end");
        assert_eq!(lines[2], "  set           s.jsonl, 1 line");
        assert_eq!(
            lines[3],
            "  exact match   100.0 %  1 of 1, 20.7 % to 100.0 % with 95 % confidence"
        );
        assert_eq!(lines[4], "  field F1      100.0 %");
        assert!(lines[5].starts_with("  latency"), "{lines:?}");
        assert!(lines.last().unwrap().starts_with("  took"), "{lines:?}");
        assert_eq!(report.hint(), None);
    }

    #[test]
    fn long_texts_stay_within_the_width_and_cannot_steer_the_terminal() {
        let mut score = Score::default();
        let long = format!("a  b\n\x1b[2J{}", "x".repeat(2000));
        score.answered(0, &item("a", Value::from("é".repeat(60))), answer(&long)).unwrap();
        let report = Report::new("t", &set(1), score, Duration::ZERO, false);
        let lines = plain(&report, 44);
        let shown: Vec<_> = lines.iter().skip_while(|line| !line.contains("expected")).collect();
        assert_eq!(*shown[0], format!("    expected  {}", "é".repeat(30)));
        assert_eq!(*shown[1], format!("              {}", "é".repeat(30)));
        assert_eq!(*shown[2], format!("    got       a  b⏎\u{fffd}[2J{}", "x".repeat(21)));
        assert_eq!(shown.len(), 2 + TEXT_LINES_MAX);
        assert!(shown.last().unwrap().ends_with("x…"), "{shown:?}");
        assert!(shown.iter().all(|line| line.chars().count() <= 44), "{shown:?}");
        assert_eq!(rows("", 10).len(), 1);
    }

    #[test]
    fn nothing_is_rounded_to_all_or_none() {
        for (rate, text) in [
            (1.0, "100.0 %"),
            (0.9999, "99.9 %"),
            (0.0001, "0.1 %"),
            (0.0, "0.0 %"),
            (0.5, "50.0 %"),
        ] {
            assert_eq!(percent(rate), text);
        }
        for (value, text) in
            [(Some(1.234), "1.23 ms"), (Some(42.4), "42 ms"), (Some(1234.0), "1.2 s"), (None, "-")]
        {
            assert_eq!(ms(value), text);
        }
    }
}
