//! The tables of the file, and how an older file comes to them.

use super::OpenError;
use rusqlite::Connection;
use std::path::Path;

/// Forward only; a released step never changes.
const MIGRATIONS: &[&str] = &[CALLS_BY_ID, CALLS_BY_TIME];

const CALLS_BY_ID: &str = "
    CREATE TABLE calls (
        call              TEXT PRIMARY KEY,
        started_ms        INTEGER NOT NULL,
        uid               INTEGER,
        kind              TEXT NOT NULL,
        endpoint          TEXT NOT NULL,
        task              TEXT,
        model             TEXT NOT NULL,
        params            TEXT NOT NULL,
        outcome           TEXT,
        code              TEXT,
        engine            TEXT,
        backend           TEXT,
        provider          TEXT,
        digest            TEXT,
        prompt_tokens     INTEGER,
        completion_tokens INTEGER,
        queue_ms          REAL,
        ttft_ms           REAL,
        total_ms          REAL
    ) WITHOUT ROWID;
    CREATE INDEX calls_open ON calls (call) WHERE outcome IS NULL;
    CREATE TABLE gaps (
        ended_ms INTEGER NOT NULL,
        calls    INTEGER NOT NULL
    );
";

/// A call's key is the beginning of its id, so that a row goes to the end of the table and costs one page of
/// the log: an index on the id would cost two. Where two ids begin alike, the later takes the next key, and
/// so on: `max(first - place) + place` is the least key that is neither below its own nor taken before it.
const CALLS_BY_TIME: &str = "
    DROP INDEX calls_open;
    ALTER TABLE calls RENAME TO calls_by_id;
    CREATE TABLE calls (
        key               INTEGER PRIMARY KEY,
        call              TEXT NOT NULL,
        started_ms        INTEGER NOT NULL,
        uid               INTEGER,
        kind              TEXT NOT NULL,
        endpoint          TEXT NOT NULL,
        task              TEXT,
        model             TEXT NOT NULL,
        params            TEXT NOT NULL,
        outcome           TEXT,
        code              TEXT,
        engine            TEXT,
        backend           TEXT,
        provider          TEXT,
        digest            TEXT,
        prompt_tokens     INTEGER,
        completion_tokens INTEGER,
        queue_ms          REAL,
        ttft_ms           REAL,
        total_ms          REAL
    );
    WITH
        digits (n) AS (
            VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)
        ),
        keyed AS MATERIALIZED (
            SELECT call, (
                SELECT sum(max(instr('0123456789abcdef', substr(call, n + 1, 1)) - 1, 0) << 60 - 4 * n)
                FROM digits
            ) AS first
            FROM calls_by_id
        ),
        placed AS (SELECT call, first, row_number() OVER (ORDER BY first, call) AS place FROM keyed),
        moved AS (SELECT call, max(first - place) OVER (ORDER BY place) + place AS key FROM placed)
    INSERT INTO calls
    SELECT key, call, started_ms, uid, kind, endpoint, task, model, params, outcome, code, engine, backend,
        provider, digest, prompt_tokens, completion_tokens, queue_ms, ttft_ms, total_ms
    FROM moved CROSS JOIN calls_by_id USING (call);
    DROP TABLE calls_by_id;
    CREATE INDEX calls_open ON calls (key) WHERE outcome IS NULL;
";

pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let open = |source| OpenError::Open { path: path.to_owned(), source };
    let found: i64 =
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(open)?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    if done > MIGRATIONS.len() {
        return Err(OpenError::Newer { path: path.to_owned(), found, known });
    }
    if done < MIGRATIONS.len() {
        let transaction = connection.transaction().map_err(open)?;
        for step in &MIGRATIONS[done..] {
            transaction.execute_batch(step).map_err(open)?;
        }
        transaction.pragma_update(None, "user_version", known).map_err(open)?;
        transaction.commit().map_err(open)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of version 1 as it was left: two calls of one millisecond, two whose ids begin alike, one that
    /// is open, and a gap.
    const OLD_FILE: &str = "
        CREATE TABLE calls (call TEXT PRIMARY KEY, started_ms INTEGER NOT NULL, uid INTEGER,
            kind TEXT NOT NULL, endpoint TEXT NOT NULL, task TEXT, model TEXT NOT NULL,
            params TEXT NOT NULL, outcome TEXT, code TEXT, engine TEXT, backend TEXT, provider TEXT,
            digest TEXT, prompt_tokens INTEGER, completion_tokens INTEGER, queue_ms REAL, ttft_ms REAL,
            total_ms REAL) WITHOUT ROWID;
        CREATE INDEX calls_open ON calls (call) WHERE outcome IS NULL;
        CREATE TABLE gaps (ended_ms INTEGER NOT NULL, calls INTEGER NOT NULL);
        INSERT INTO calls VALUES
            ('0123456789ab7001aaaa000000000000', 1, 1000, 'agent', 'chat', 't', 'm', '{}', 'error',
                'worker_lost', 'ort', 'ragged', 'cpu', 'sha256:0', 3, 4, 0.5, 1.5, 2.5),
            ('0123456789ab7fff9aaa000000000000', 2, NULL, 'human', 'chat', NULL, 'm', '{}', 'ok',
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            ('0123456789ac7000baaa000000000000', 3, NULL, 'agent', 'chat', NULL, 'm', '{}', 'ok',
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            ('0123456789ac7000aaaa000000000000', 3, NULL, 'agent', 'chat', NULL, 'm', '{}', NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            ('0123456789ac7001aaaa000000000000', 4, NULL, 'agent', 'chat', NULL, 'm', '{}', NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO gaps VALUES (5, 6);
        PRAGMA user_version = 1;
    ";

    fn open(path: &Path) -> Result<Connection, OpenError> {
        let mut connection = Connection::open(path).unwrap();
        migrate(&mut connection, path).map(|()| connection)
    }

    fn all<T: rusqlite::types::FromSql>(connection: &Connection, query: &str) -> Vec<T> {
        let mut rows = connection.prepare(query).unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn an_older_file_keeps_its_calls_and_becomes_like_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old.db"), dir.path().join("new.db"));
        Connection::open(&old).unwrap().execute_batch(OLD_FILE).unwrap();
        let (old, new) = (open(&old).unwrap(), open(&new).unwrap());

        let keys: Vec<i64> = all(&old, "SELECT key FROM calls ORDER BY call");
        let (ms, next_ms) = (0x0123_4567_89ab_7000, 0x0123_4567_89ac_7000);
        assert_eq!(keys, [ms + 1, ms + 0xfff, next_ms, next_ms + 1, next_ms + 2]);
        let open_calls: Vec<i64> = all(&old, "SELECT key FROM calls WHERE outcome IS NULL");
        assert_eq!(open_calls, [next_ms, next_ms + 2]);
        let columns = "call, started_ms, uid, kind, endpoint, task, model, params, outcome, code, \
            engine, backend, provider, digest, prompt_tokens, completion_tokens, queue_ms, ttft_ms, \
            total_ms";
        let first = format!("SELECT concat_ws(' ', {columns}) FROM calls ORDER BY key LIMIT 1");
        assert_eq!(
            all::<String>(&old, &first),
            ["0123456789ab7001aaaa000000000000 1 1000 agent chat t m {} error worker_lost ort \
              ragged cpu sha256:0 3 4 0.5 1.5 2.5"]
        );
        assert_eq!(all::<i64>(&old, "SELECT ended_ms * 10 + calls FROM gaps"), [56]);

        let tables = |connection| {
            let schema = "SELECT name || ': ' || sql FROM sqlite_schema ORDER BY name";
            let tables: Vec<String> = all(connection, schema);
            tables.iter().map(|sql| sql.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
        };
        let (of_old, of_new): (Vec<String>, Vec<String>) = (tables(&old), tables(&new));
        // The old file of this test is written in fewer lines.
        let blanks = |tables: Vec<String>| -> Vec<String> {
            tables.iter().map(|sql| sql.replace("( ", "(").replace(" )", ")")).collect()
        };
        assert_eq!(blanks(of_old), blanks(of_new));
        assert_eq!(all::<i64>(&old, "PRAGMA user_version"), [2]);
    }

    #[test]
    fn an_id_that_is_none_is_kept_too() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("l.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(OLD_FILE).unwrap();
        old.execute_batch(
            "UPDATE calls SET call = 'ffffffffffffffff' || 'x' WHERE started_ms = 1;
                           UPDATE calls SET call = 'no id' WHERE started_ms = 2",
        )
        .unwrap();
        let calls: Vec<String> = all(&open(&path).unwrap(), "SELECT call FROM calls ORDER BY key");
        assert_eq!(calls.len(), 5);
        assert_eq!(calls[0], "ffffffffffffffffx", "its key is below zero");
    }

    #[test]
    fn a_newer_file_is_refused_by_version() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("l.db");
        Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        let error = open(&path).err().unwrap();
        assert!(matches!(error, OpenError::Newer { found: 99, .. }), "{error}");
    }
}
