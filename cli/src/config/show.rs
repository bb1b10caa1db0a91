//! `edgectl config show`: key by key what is in force and who said so. A list of tables, such as `[[policy]]`, has
//! a row for each of them.

use super::place;
use crate::args::Context;
use crate::failure::Failure;
use crate::output::{self, one_line};
use crate::style::{TITLE, paint};
use crate::table::{Cell, cut, table};
use edge_api::admin::{Config, ConfigKey, ConfigPlace, ConfigSource};
use serde_json::{Map, Value};
use std::io::{self, IsTerminal};
use unicode_width::UnicodeWidthStr;

const UNCHANGED: &str = "everything is as it was built in";
/// However wide the other columns are.
const VALUE_COLUMNS_MIN: usize = 16;
/// Between the three columns.
const GAPS: usize = 4;
const LABEL_WIDTH: usize = "built in  ".len();

pub(super) async fn run(
    context: &Context,
    wanted: Option<&str>,
    changed: bool,
) -> Result<(), Failure> {
    if context.json {
        let mut config: Value = context.client.get_json("/edge/v1/config").await?;
        if let Some(keys) = config["keys"].as_array_mut() {
            choose(keys, wanted, changed)?;
        }
        return output::json(&config);
    }
    let Config { keys, status, .. } = context.client.config().await?;
    let mut rows: Vec<Row<'_>> = keys.iter().flat_map(rows).collect();
    if let Some(wanted) = wanted {
        let wish = Wish::of(wanted, rows.iter().map(|row| (&*row.key.key, &*row.name)))?;
        rows.retain(|row| wish.is_for(&row.key.key, &row.name));
    }
    rows.retain(|row| !changed || is_changed(row.key));
    if wanted.is_some() && !rows.is_empty() {
        return output::lines(&rows.iter().flat_map(whole).collect::<Vec<_>>());
    }
    let stdout = io::stdout();
    let columns = if stdout.is_terminal() { output::columns(&stdout) } else { usize::MAX };
    let troubles = status.errors.iter().chain(&status.warnings);
    let troubles: Vec<_> =
        troubles.map(|error| (place(&error.file, error.line), &*error.message)).collect();
    let troubles = troubles.iter().map(|(place, message)| (&**place, *message));
    output::list(context, &lines(&rows, columns), UNCHANGED, troubles)
}

fn is_changed(key: &ConfigKey) -> bool {
    key.value != key.default || key.after_restart.is_some()
}

/// As for a person, of what the daemon says as it says it.
fn choose(keys: &mut Vec<Value>, wanted: Option<&str>, changed: bool) -> Result<(), Failure> {
    let name = |key: &Value| key["key"].as_str().unwrap_or_default().to_owned();
    if let Some(wanted) = wanted {
        let names: Vec<(String, Vec<String>)> =
            keys.iter().map(|key| (name(key), names(&name(key), &key["value"]))).collect();
        let pairs = names.iter().flat_map(|(key, rows)| rows.iter().map(|row| (&**key, &**row)));
        let wish = Wish::of(wanted, pairs.clone())?;
        let chosen: Vec<&str> =
            pairs.filter(|(key, row)| wish.is_for(key, row)).map(|(key, _)| key).collect();
        keys.retain(|key| chosen.contains(&&*name(key)));
    }
    let waits = |key: &Value| !key["after_restart"].is_null();
    keys.retain(|key| !changed || key["value"] != key["default"] || waits(key));
    Ok(())
}

/// What somebody wants to see: what is called so, else what begins so.
struct Wish<'a> {
    name: &'a str,
    exact: bool,
}

impl<'a> Wish<'a> {
    /// Of keys and their rows.
    fn of<'k>(
        name: &'a str,
        mut all: impl Iterator<Item = (&'k str, &'k str)> + Clone,
    ) -> Result<Self, Failure> {
        let exact = all.clone().any(|(key, row)| key == name || row == name);
        let wish = Self { name, exact };
        if all.any(|(key, row)| wish.is_for(key, row)) {
            return Ok(wish);
        }
        let failure = Failure::NotFound(format!("there is no setting `{}`", one_line(name)));
        Err(failure.hint_at("`edgectl config show` lists them"))
    }

    fn is_for(&self, key: &str, row: &str) -> bool {
        match self.exact {
            true => key == self.name || row == self.name,
            false => row.starts_with(self.name),
        }
    }
}

/// A key, or one table of a list of them.
struct Row<'a> {
    key: &'a ConfigKey,
    name: String,
    value: String,
    from: Option<String>,
}

fn rows(key: &ConfigKey) -> Vec<Row<'_>> {
    let Some(tables) = tables(&key.value) else { return vec![row(key)] };
    let names = names(&key.key, &key.value);
    let told = |(at, (name, table))| Row {
        key,
        name,
        value: one_line(&inline(table)),
        // Where the key was said last is not where each of its tables was.
        from: key.items.get(at).map(place_of),
    };
    names.into_iter().zip(tables).enumerate().map(told).collect()
}

fn row(key: &ConfigKey) -> Row<'_> {
    let value = match &key.after_restart {
        Some(next) => format!("{} ({next} after a restart)", key.value),
        None => key.value.to_string(),
    };
    let from = match (key.source, &key.from) {
        (ConfigSource::Default, _) | (_, None) => None,
        (_, Some(from)) => Some(place(from, key.line)),
    };
    let from = match &key.after_restart_place {
        Some(next) => {
            let now = from.as_deref().unwrap_or("-");
            Some(format!("{now} ({} after a restart)", place_of(next)))
        }
        None => from,
    };
    Row { key, name: key.key.clone(), value: one_line(&value), from }
}

fn place_of(at: &ConfigPlace) -> String {
    place(&at.from, at.line)
}

/// The names of a key's rows.
fn names(key: &str, value: &Value) -> Vec<String> {
    match tables(value) {
        Some(tables) => (0..tables.len()).map(|at| format!("{key}[{at}]")).collect(),
        None => vec![key.to_owned()],
    }
}

/// `None` if it is no list of tables, or an empty one.
fn tables(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let list = value.as_array().filter(|list| !list.is_empty())?;
    list.iter().map(Value::as_object).collect()
}

/// As it could stand in a file: what was not said is left out.
fn inline(table: &Map<String, Value>) -> String {
    let said = table.iter().filter(|(_, value)| !value.is_null());
    let said: Vec<String> = said.map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", said.join(", "))
}

/// The values take what room the other columns leave.
fn lines(rows: &[Row<'_>], columns: usize) -> Vec<String> {
    let names = rows.iter().map(|row| row.name.width()).max().unwrap_or_default();
    let places = rows.iter().filter_map(|row| row.from.as_deref()).map(UnicodeWidthStr::width);
    let places = places.max().unwrap_or_default();
    let room = columns.saturating_sub(names + places + GAPS).max(VALUE_COLUMNS_MIN);
    let cells = |row: &Row<'_>| {
        [Cell::new(&row.name), Cell::new(cut(&row.value, room)), Cell::or_dash(row.from.as_deref())]
    };
    let rows: Vec<_> = rows.iter().map(cells).collect();
    table(["KEY", "VALUE", "FROM"], &rows, usize::MAX)
}

/// All there is to know of it.
fn whole(row: &Row<'_>) -> Vec<String> {
    let Row { key, name, value, from } = row;
    let mut lines = vec![paint(TITLE, &one_line(name))];
    let mut fact = |label: &str, text: &str| {
        lines.push(format!("  {label:<LABEL_WIDTH$}{}", one_line(text)));
    };
    fact("value", value);
    fact("from", from.as_deref().unwrap_or("-"));
    fact("built in", &key.default.to_string());
    fact("must be", &key.expects);
    fact("about", &key.about);
    lines
}
