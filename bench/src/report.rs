//! The report: the JSON that `CONTRACT` fixes, and the same as a table. It decides `ok` and nothing
//! else; what is compared with what is the suite's business.

use crate::machine::Machine;
use crate::stats::{Rounds, median, paired, range};
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema: u32,
    suite: &'static str,
    commit: Option<String>,
    profile: &'static str,
    machine: Machine,
    rows: Vec<Row>,
    ratios: Vec<Check>,
    absent: Vec<Absent>,
}

#[derive(Debug, Serialize)]
struct Row {
    case: &'static str,
    subject: &'static str,
    metric: &'static str,
    unit: &'static str,
    /// Over the rounds; of samples' p50 where a round has many.
    median: f64,
    p50: Option<f64>,
    p99: Option<f64>,
    rounds: Vec<f64>,
    rounds_p99: Option<Vec<f64>>,
    settings: Value,
}

/// A comparison with its target. `theirs` is what the target is measured by, if anything.
#[derive(Debug, Serialize)]
struct Check {
    case: &'static str,
    metric: &'static str,
    subject: &'static str,
    base: Option<&'static str>,
    unit: &'static str,
    ours: f64,
    theirs: Option<f64>,
    ratio: Option<f64>,
    /// Smallest and largest over the rounds of what the rule compares with the target.
    interval: [f64; 2],
    rule: Rule,
    target: f64,
    ok: bool,
}

#[derive(Clone, Copy, Debug, Serialize)]
enum Rule {
    #[serde(rename = "ratio <= target")]
    Ratio,
    #[serde(rename = "ours <= target")]
    Ours,
}

/// Something this machine could not run.
#[derive(Debug, Serialize)]
struct Absent {
    subject: &'static str,
    reason: String,
}

/// What a row or a check is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    pub(crate) case: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) metric: &'static str,
    pub(crate) unit: &'static str,
}

/// Another subject's rounds of the same metric.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base<'a> {
    pub(crate) subject: &'static str,
    pub(crate) rounds: &'a [f64],
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// At most so many times the base.
    Times(f64),
    /// At most this much, whatever the base is.
    AtMost(f64),
    /// At most the base and this much more.
    Above(f64),
}

impl Report {
    pub(crate) fn new(suite: &'static str, commit: Option<String>) -> Self {
        Self {
            schema: edge_api::SCHEMA,
            suite,
            commit,
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            machine: Machine::here(),
            rows: Vec::new(),
            ratios: Vec::new(),
            absent: Vec::new(),
        }
    }

    /// A metric of which each round has many samples.
    pub(crate) fn spread(&mut self, about: About, rounds: &Rounds, settings: &Value) {
        let (p50, p99) = (median(&rounds.p50), median(&rounds.p99));
        self.row(about, rounds.p50.clone(), settings);
        let row = self.rows.last_mut().expect("the row was just pushed");
        (row.p50, row.p99) = (Some(p50), Some(p99));
        row.rounds_p99 = Some(rounds.p99.clone());
    }

    /// A metric of which each round has one value.
    pub(crate) fn row(&mut self, about: About, rounds: Vec<f64>, settings: &Value) {
        let About { case, subject, metric, unit } = about;
        let (median, settings) = (median(&rounds), settings.clone());
        let (p50, p99, rounds_p99) = (None, None, None);
        self.rows.push(Row {
            case,
            subject,
            metric,
            unit,
            median,
            p50,
            p99,
            rounds,
            rounds_p99,
            settings,
        });
    }

    pub(crate) fn check(
        &mut self,
        about: About,
        ours: &[f64],
        base: Option<Base<'_>>,
        target: Target,
    ) {
        let About { case, subject, metric, unit } = about;
        let base_rounds = base.map(|base| base.rounds);
        let (ours_median, theirs) = (median(ours), base_rounds.map(median));
        let ratio = theirs.filter(|theirs| *theirs != 0.0).map(|theirs| ours_median / theirs);
        let (rule, compared, target) = match target {
            Target::Times(times) => (Rule::Ratio, ratio.unwrap_or(f64::INFINITY), times),
            Target::AtMost(most) => (Rule::Ours, ours_median, most),
            Target::Above(more) => (Rule::Ours, ours_median, theirs.unwrap_or(0.0) + more),
        };
        let interval = match (rule, base_rounds) {
            (Rule::Ratio, Some(theirs)) => {
                range(&paired(ours, theirs, |ours, theirs| ours / theirs))
            }
            (Rule::Ratio, None) | (Rule::Ours, _) => range(ours),
        };
        self.ratios.push(Check {
            case,
            metric,
            subject,
            base: base.map(|base| base.subject),
            unit,
            ours: ours_median,
            theirs,
            ratio,
            interval,
            rule,
            target,
            ok: compared <= target,
        });
    }

    pub(crate) fn all_ok(&self) -> bool {
        self.ratios.iter().all(|check| check.ok)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        std::fs::write(path, json).with_context(|| format!("writing {}", path.display()))
    }

    pub(crate) fn table(&self) -> String {
        let mut table = format!(
            "{:<19} {:<9} {:<14} {:<8} {:>8} {:>8}  rounds\n",
            "case", "subject", "metric", "unit", "median", "p99"
        );
        for row in &self.rows {
            let rounds: Vec<String> = row.rounds.iter().map(|value| short(*value)).collect();
            let line = format!(
                "{:<19} {:<9} {:<14} {:<8} {:>8} {:>8}  {}",
                row.case,
                row.subject,
                row.metric,
                row.unit,
                short(row.median),
                row.p99.map_or_else(|| "-".into(), short),
                rounds.join(" "),
            );
            let _ = writeln!(table, "{line}");
        }
        let _ = writeln!(
            table,
            "\n{:<11} {:<9} {:<20} {:>8} {:>8} {:>6} {:>15} {:>9} {:<6}",
            "check", "subject", "metric", "ours", "theirs", "ratio", "[min, max]", "target", ""
        );
        for check in &self.ratios {
            let [low, high] = check.interval.map(short);
            let times = if matches!(check.rule, Rule::Ratio) { "x" } else { "" };
            let _ = writeln!(
                table,
                "{:<11} {:<9} {:<20} {:>8} {:>8} {:>6} {:>15} {:>9} {:<6}",
                check.case,
                check.subject,
                check.metric,
                short(check.ours),
                check.theirs.map_or_else(|| "-".into(), short),
                check.ratio.map_or_else(|| "-".into(), |ratio| format!("{ratio:.2}")),
                format!("[{low}, {high}]"),
                format!("{}{times}", short(check.target)),
                if check.ok { "ok" } else { "MISSED" },
            );
        }
        table
    }
}

/// At most seven characters for anything a person compares by eye.
fn short(value: f64) -> String {
    match value.abs() {
        large if large >= 1e6 => format!("{:.1}M", value / 1e6),
        middle if middle >= 1000.0 => format!("{value:.0}"),
        small if small >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About =
        About { case: "one-caller", subject: "edged-off", metric: "latency_p50", unit: "us" };

    fn checked(ours: &[f64], theirs: Option<&[f64]>, target: Target) -> Check {
        let mut report = Report::new("socket", None);
        let base = theirs.map(|rounds| Base { subject: "echo", rounds });
        report.check(ABOUT, ours, base, target);
        assert_eq!(report.all_ok(), report.ratios[0].ok);
        report.ratios.remove(0)
    }

    #[test]
    fn a_ratio_is_of_medians_and_its_interval_of_rounds() {
        let check = checked(&[100.0, 300.0, 200.0], Some(&[50.0, 50.0, 100.0]), Target::Times(4.0));
        assert_eq!((check.ratio, check.interval, check.ok), (Some(4.0), [2.0, 6.0], true));
        assert!(!checked(&[201.0], Some(&[50.0]), Target::Times(4.0)).ok);
    }

    #[test]
    fn absolute_targets_include_their_bound() {
        assert!(checked(&[250.0], None, Target::AtMost(250.0)).ok);
        assert!(!checked(&[250.1], None, Target::AtMost(250.0)).ok);
        let above = checked(&[150.1], Some(&[50.0]), Target::Above(100.0));
        assert_eq!((above.target, above.interval, above.ok), (150.0, [150.1; 2], false));
    }

    #[test]
    fn the_json_has_the_contracts_keys() {
        let mut report = Report::new("socket", Some("abc".into()));
        let rounds = Rounds { p50: vec![1.0, 3.0, 2.0], p99: vec![4.0, 9.0, 5.0] };
        report.spread(ABOUT, &rounds, &serde_json::json!({"calls": 10}));
        report.row(ABOUT, vec![1.0], &Value::Null);
        report.check(ABOUT, &rounds.p50, None, Target::AtMost(5.0));
        let json = serde_json::to_value(&report).unwrap();
        for key in ["schema", "suite", "commit", "profile", "machine", "rows", "ratios", "absent"] {
            assert!(json.get(key).is_some(), "{key}");
        }
        let row = &json["rows"][0];
        assert_eq!((&row["median"], &row["p99"]), (&2.0.into(), &5.0.into()));
        assert_eq!(row["rounds"], serde_json::json!([1.0, 3.0, 2.0]));
        assert_eq!(json["rows"][1]["p50"], Value::Null);
        assert_eq!(json["ratios"][0]["rule"], "ours <= target");
        assert!(report.table().lines().all(|line| line.len() <= 100), "{}", report.table());
    }
}
