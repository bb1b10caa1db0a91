//! The file, and the one transaction that writes to it.

use super::desk::Waiting;
use super::{Durability, OpenError, schema};
use rusqlite::{Connection, params};
use std::fs::File;
use std::ops::RangeInclusive;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Where a call's row may lie: at its key, or at one of those after it if others were there first.
const KEYS_PER_CALL: i64 = 64;

/// In the index `calls_open`, so that it takes no longer the more calls there are.
const SETTLE: &str = "UPDATE calls SET outcome = 'interrupted' WHERE outcome IS NULL";

const END: &str = "
    UPDATE calls SET outcome = ?2, code = ?3, engine = ?4, backend = ?5, provider = ?6, digest = ?7,
        prompt_tokens = ?8, completion_tokens = ?9, queue_ms = ?10, ttft_ms = ?11, total_ms = ?12,
        params = coalesce(?13, params)
    WHERE key BETWEEN ?1 AND ?15 AND call = ?14";

/// What is known when a call enters the queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct StartRow {
    pub call: String,
    pub started_ms: i64,
    pub uid: Option<u32>,
    pub kind: &'static str,
    pub endpoint: &'static str,
    pub task: Option<String>,
    pub model: String,
    /// The parameters of the call as they are known now, as JSON.
    pub params: String,
}

/// What is known when it ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndRow {
    pub call: String,
    pub outcome: &'static str,
    pub code: Option<&'static str>,
    pub engine: Option<String>,
    pub backend: Option<String>,
    pub provider: Option<String>,
    pub digest: Option<String>,
    pub prompt_tokens: Option<u32>,
    pub completion_tokens: u32,
    pub queue_ms: Option<f64>,
    pub ttft_ms: Option<f64>,
    pub total_ms: f64,
    /// The parameters that it ran with, where they are not those of the start.
    pub params: Option<String>,
}

pub(super) struct Store {
    connection: Connection,
    /// What an earlier daemon left open is marked as such. Until then nothing of ours is in the file, so
    /// it can be told apart.
    settled: bool,
}

/// What became of a group.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Written {
    pub(super) rows_added: u64,
    /// For each end, in order, whether it has found its row. One that has not is in the gaps.
    pub(super) ends_kept: Vec<bool>,
}

impl Store {
    pub(super) fn open(path: &Path, durability: Durability) -> Result<Self, OpenError> {
        let open = |source| OpenError::Open { path: path.to_owned(), source };
        // SQLite gives its other files the mode of this one. What is wrong with the path, it says itself.
        _ = File::options().append(true).create(true).mode(0o600).open(path);
        let mut connection = Connection::open(path).map_err(open)?;
        // In WAL mode FULL syncs each commit; NORMAL leaves that to the checkpoint.
        let synchronous = match durability {
            Durability::Power => "FULL",
            Durability::Buffered | Durability::Off => "NORMAL",
        };
        connection
            .execute_batch(&format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
                 PRAGMA cache_size = -1024; PRAGMA busy_timeout = 1000;"
            ))
            .map_err(open)?;
        schema::migrate(&mut connection, path)?;
        Ok(Self { connection, settled: false })
    }

    /// All or nothing; the first one settles what an earlier daemon left open.
    pub(super) fn write(&mut self, waiting: &Waiting, lost: u64) -> rusqlite::Result<Written> {
        let nothing = waiting.starts.is_empty() && waiting.ends.is_empty() && lost == 0;
        if nothing && self.settled {
            return Ok(Written::default());
        }
        let written = self.transaction(waiting, lost);
        match &written {
            Ok(_) => self.settled = true,
            Err(_) if self.connection.is_autocommit() => {}
            // If this fails, the next transaction cannot begin, and this is tried again.
            Err(_) => _ = self.connection.execute_batch("ROLLBACK"),
        }
        written
    }

    fn transaction(&self, waiting: &Waiting, lost: u64) -> rusqlite::Result<Written> {
        let connection = &self.connection;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        if !self.settled {
            connection.execute(SETTLE, [])?;
        }
        let written = write_group(connection, waiting, lost)?;
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(written)
    }

    pub(super) fn rows(&self) -> rusqlite::Result<u64> {
        let count: i64 =
            self.connection.query_row("SELECT count(*) FROM calls", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

fn write_group(connection: &Connection, waiting: &Waiting, lost: u64) -> rusqlite::Result<Written> {
    let mut rows_added = 0;
    for row in waiting.starts.values() {
        // One without a place is in the gaps once its end finds no row.
        rows_added += u64::from(insert(connection, row, None)?);
    }
    let mut ends_kept = Vec::with_capacity(waiting.ends.len());
    for ending in &waiting.ends {
        ends_kept.push(match &ending.start {
            Some(start) => {
                let kept = insert(connection, start, Some(&ending.end))?;
                rows_added += u64::from(kept);
                kept
            }
            None => update(connection, &ending.end)?,
        });
    }
    let lost = lost + ends_kept.iter().filter(|kept| !**kept).count() as u64;
    if lost > 0 {
        connection.execute(
            "INSERT INTO gaps VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), ?1)",
            [i64::try_from(lost).unwrap_or(i64::MAX)],
        )?;
    }
    Ok(Written { rows_added, ends_kept })
}

/// The whole row if the end is known, else one that is still open. False if there is no place for it: a
/// clock that was set back between two daemons may give the keys of one to the other again.
fn insert(
    connection: &Connection,
    start: &StartRow,
    end: Option<&EndRow>,
) -> rusqlite::Result<bool> {
    for key in keys(&start.call) {
        if insert_at(connection, key, start, end)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// False if the key is another call's.
fn insert_at(
    connection: &Connection,
    key: i64,
    start: &StartRow,
    end: Option<&EndRow>,
) -> rusqlite::Result<bool> {
    let none = EndRow::default();
    let end_or_none = end.unwrap_or(&none);
    let mut insert = connection.prepare_cached(
        "INSERT INTO calls VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                                   ?16, ?17, ?18, ?19, ?20)
         ON CONFLICT (key) DO NOTHING",
    )?;
    let added = insert.execute(params![
        key,
        start.call,
        start.started_ms,
        start.uid,
        start.kind,
        start.endpoint,
        start.task,
        start.model,
        end_or_none.params.as_ref().unwrap_or(&start.params),
        end.map(|end| end.outcome),
        end_or_none.code,
        end_or_none.engine,
        end_or_none.backend,
        end_or_none.provider,
        end_or_none.digest,
        end_or_none.prompt_tokens,
        end.map(|end| end.completion_tokens),
        end_or_none.queue_ms,
        end_or_none.ttft_ms,
        end.map(|end| end.total_ms),
    ])?;
    Ok(added > 0)
}

/// False if the call has no row.
fn update(connection: &Connection, end: &EndRow) -> rusqlite::Result<bool> {
    let mut update = connection.prepare_cached(END)?;
    let keys = keys(&end.call);
    let changed = update.execute(params![
        keys.start(),
        end.outcome,
        end.code,
        end.engine,
        end.backend,
        end.provider,
        end.digest,
        end.prompt_tokens,
        end.completion_tokens,
        end.queue_ms,
        end.ttft_ms,
        end.total_ms,
        end.params,
        end.call,
        keys.end(),
    ])?;
    Ok(changed > 0)
}

/// From the first sixteen digits of its id, which is in hexadecimal.
fn keys(call: &str) -> RangeInclusive<i64> {
    let digits = call.chars().take(16).map(|digit| digit.to_digit(16).unwrap_or_default());
    let first = digits.fold(0, |key: i64, digit| (key << 4) | i64::from(digit));
    first..=first.saturating_add(KEYS_PER_CALL - 1)
}

/// On disk, with the write-ahead log.
pub(super) fn bytes(path: &Path) -> u64 {
    let len = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
    let mut wal = path.to_owned().into_os_string();
    wal.push("-wal");
    len(path) + len(Path::new(&wal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::desk::Ending;

    fn start(call: &str) -> StartRow {
        StartRow {
            call: call.to_owned(),
            kind: "agent",
            endpoint: "chat",
            model: "sim".to_owned(),
            params: "{}".to_owned(),
            ..StartRow::default()
        }
    }

    fn end(call: &str) -> EndRow {
        EndRow { call: call.to_owned(), outcome: "ok", ..EndRow::default() }
    }

    /// Starts and ends by name; an end without a start among them is a later commit's.
    fn waiting(starts: &[&str], ends: &[&str]) -> Waiting {
        let mut waiting = Waiting::default();
        waiting.starts = starts.iter().map(|call| ((*call).to_owned(), start(call))).collect();
        for call in ends {
            let (reply, _) = tokio::sync::oneshot::channel();
            let start = waiting.starts.remove(*call);
            waiting.ends.push(Ending { start, end: end(call), reply });
        }
        waiting
    }

    fn outcomes(store: &Store) -> Vec<(String, Option<String>)> {
        let mut all = store.connection.prepare("SELECT call, outcome FROM calls").unwrap();
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    fn gaps(store: &Store) -> i64 {
        let sum = "SELECT coalesce(sum(calls), 0) FROM gaps";
        store.connection.query_row(sum, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_call_cut_off_by_the_end_of_the_daemon_is_interrupted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ledger.db");
        let mut store = Store::open(&path, Durability::Power).unwrap();
        assert_eq!(store.write(&waiting(&["a", "b", "c"], &["a"]), 0).unwrap().rows_added, 3);
        assert_eq!(store.write(&waiting(&[], &["c"]), 0).unwrap().rows_added, 0);
        drop(store);
        let mut store = Store::open(&path, Durability::Power).unwrap();
        let own = |call: &str, outcome: Option<&str>| (call.to_owned(), outcome.map(str::to_owned));
        let (a, c) = (own("a", Some("ok")), own("c", Some("ok")));
        assert_eq!(outcomes(&store), [a.clone(), own("b", None), c.clone()], "opening is quick");
        store.write(&waiting(&["d"], &[]), 0).unwrap();
        let b = own("b", Some("interrupted"));
        assert_eq!(outcomes(&store), [a, b, c, own("d", None)], "only what was there before");
        store.write(&waiting(&["e"], &[]), 0).unwrap();
        assert_eq!(outcomes(&store)[3], own("d", None), "only once");
        assert_eq!(store.rows().unwrap(), 5);
    }

    #[test]
    fn the_parameters_of_the_end_win() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let ending = |starts: &[&str], call, params: Option<&str>| {
            let mut waiting = waiting(starts, &[call]);
            waiting.ends[0].end.params = params.map(str::to_owned);
            waiting
        };
        store.write(&ending(&["whole", "later", "same"], "whole", Some("1")), 0).unwrap();
        store.write(&ending(&[], "later", Some("2")), 0).unwrap();
        store.write(&ending(&[], "same", None), 0).unwrap();
        for (call, want) in [("whole", "1"), ("later", "2"), ("same", "{}")] {
            let params = "SELECT params FROM calls WHERE call = ?1";
            let got: String = store.connection.query_row(params, [call], |row| row.get(0)).unwrap();
            assert_eq!(got, want, "{call}");
        }
    }

    #[test]
    fn open_calls_are_found_without_looking_at_all_calls() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let plan = format!("EXPLAIN QUERY PLAN {SETTLE}");
        let step: String = store.connection.query_row(&plan, [], |row| row.get(3)).unwrap();
        assert!(step.contains("INDEX calls_open"), "{step}");
    }

    #[test]
    fn an_end_without_a_row_costs_itself_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let written = store.write(&waiting(&["a"], &["unknown", "a"]), 2).unwrap();
        assert_eq!(written, Written { rows_added: 1, ends_kept: vec![false, true] });
        assert_eq!(outcomes(&store), [("a".to_owned(), Some("ok".to_owned()))]);
        assert_eq!(gaps(&store), 3, "with the two that were lost before");
    }

    #[test]
    fn a_call_costs_little_more_than_one_page_of_the_log() {
        const CALLS: u64 = 300;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("l.db");
        let mut store = Store::open(&path, Durability::Buffered).unwrap();
        let log = || std::fs::metadata(dir.path().join("l.db-wal")).unwrap().len();
        let before = log();
        for number in 0..CALLS {
            let call = format!("{:016x}{:016x}", (number + 1) << 20, number * 7919);
            assert_eq!(store.write(&waiting(&[&call], &[&call]), 0).unwrap().rows_added, 1);
        }
        let frame_bytes = 4096 + 24;
        let frames = (log() - before) / frame_bytes;
        assert!((CALLS..CALLS * 5 / 4).contains(&frames), "{frames} frames for {CALLS} calls");
    }

    /// Ids of one key, which differ behind it.
    fn alike(number: i64) -> String {
        format!("{:016x}{number:016x}", 0x0123_4567_89ab_7cde_i64)
    }

    #[test]
    fn calls_of_one_key_lie_side_by_side_and_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let calls = [0, 1, 2].map(alike);
        let [whole, open, other] = calls.each_ref().map(String::as_str);
        assert_eq!(store.write(&waiting(&[whole], &[whole]), 0).unwrap().rows_added, 1);
        assert_eq!(store.write(&waiting(&[open], &[]), 0).unwrap().rows_added, 1);
        let written = store.write(&waiting(&[other], &[open, other]), 0).unwrap();
        assert_eq!(written, Written { rows_added: 1, ends_kept: vec![true, true] });
        let ok = |call: &str| (call.to_owned(), Some("ok".to_owned()));
        assert_eq!(outcomes(&store), [ok(whole), ok(open), ok(other)]);
        assert_eq!(gaps(&store), 0);
    }

    #[test]
    fn a_call_without_a_place_costs_itself_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        for call in (0..KEYS_PER_CALL).map(alike) {
            store.write(&waiting(&[&call], &[&call]), 0).unwrap();
        }
        let (last, whole, open) = (alike(KEYS_PER_CALL - 1), alike(100), alike(101));
        store.write(&waiting(&[&open], &[]), 0).unwrap();
        let written = store.write(&waiting(&["a", &whole], &[&whole, &open, &last]), 0).unwrap();
        assert_eq!(written, Written { rows_added: 1, ends_kept: vec![false, false, true] });
        assert_eq!(gaps(&store), 2);
        assert_eq!(store.rows().unwrap().cast_signed(), KEYS_PER_CALL + 1);
    }

    #[test]
    fn an_end_is_looked_for_near_its_key_only() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let mut plan = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {END}")).unwrap();
        let step: String = plan.query_row([rusqlite::types::Null; 15], |row| row.get(3)).unwrap();
        assert!(step.contains("PRIMARY KEY (rowid>? AND rowid<?)"), "{step}");
    }

    #[test]
    fn a_failed_group_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("l.db"), Durability::Power).unwrap();
        let full = "CREATE TRIGGER full BEFORE INSERT ON calls WHEN new.call = 'b'
                    BEGIN SELECT RAISE(ABORT, 'full'); END";
        store.connection.execute_batch(full).unwrap();
        assert!(store.write(&waiting(&["a", "b"], &["unknown", "b"]), 1).is_err());
        assert_eq!((outcomes(&store), gaps(&store)), (Vec::new(), 0));
        store.write(&waiting(&["a"], &[]), 1).unwrap();
        assert_eq!(
            (outcomes(&store).len(), gaps(&store)),
            (1, 1),
            "the next one is not in the way"
        );
    }
}
