//! A table of the configuration, declared once: its keys, their types, built-in values, bounds, texts, and
//! when a new value is taken. What is read, checked, shown, documented and held back follows from it.

use super::source::{Source, may_be_key, short, told};
use super::value::{Unread, Value, out_of_bounds, unexpected};
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// When a new value is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// With the reload that brings it.
    Live,
    /// By the next daemon; until then the value stays as it is.
    Restart,
}

/// All there is to know of a key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub name: &'static str,
    pub about: String,
    pub expects: String,
    pub default: Json,
    pub when: When,
}

pub(crate) trait Table {
    /// For the documentation.
    #[cfg(test)]
    fn about(&self) -> String;

    fn keys(&self) -> Vec<Key>;

    /// False if it cannot be: then the fault has been noted. `path` is the key's name in messages.
    fn set(
        &mut self,
        name: &str,
        path: &str,
        value: &Spanned<DeValue<'_>>,
        source: &mut Source<'_>,
    ) -> bool;

    fn show(&self, name: &str) -> Json;

    /// Why its keys do not go together.
    fn unfit(&self) -> Option<String>;
}

pub(crate) trait Hold {
    /// Puts back what only a restart takes, and says which keys that are.
    fn hold(&mut self, running: &Self) -> Vec<&'static str>;
}

/// Declares tables: `KEY: TYPE = BUILT-IN, BOUND, WHEN;`, each with its text, which is what people read. What
/// a function behind `where` says of a table that is the value of a key is a fault of it.
macro_rules! tables {
    ($($(#[doc = $about:literal])* $Table:ident $(where $unfit:expr;)? {
        $($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr, $bound:expr, $when:ident;)*
    })*) => {$(
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct $Table {
            $($(#[doc = $doc])* pub(crate) $key: $type,)*
        }

        impl Default for $Table {
            fn default() -> Self {
                Self { $($key: $default,)* }
            }
        }

        impl $crate::config::table::Table for $Table {
            #[cfg(test)]
            fn about(&self) -> String {
                $crate::config::table::text(&[$($about),*])
            }

            fn keys(&self) -> Vec<$crate::config::table::Key> {
                use $crate::config::value::{Bound, Value};
                vec![$($crate::config::table::Key {
                    name: stringify!($key),
                    about: $crate::config::table::text(&[$($doc),*]),
                    expects: Bound::<$type>::expects(&$bound, &<$type as Value>::kind()),
                    default: <$type as Value>::show(&$default),
                    when: $crate::config::table::When::$when,
                }),*]
            }

            fn set(
                &mut self,
                name: &str,
                path: &str,
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                source: &mut $crate::config::source::Source<'_>,
            ) -> bool {
                use $crate::config::value::{Bound, Value};
                match name {
                    $(stringify!($key) => {
                        let bound = $bound;
                        let read = <$type as Value>::read(value, path, source);
                        let holds = |value: &$type| Bound::<$type>::holds(&bound, value);
                        let must_be = || {
                            Bound::<$type>::must_be(&bound).or_else(<$type as Value>::range)
                        };
                        match $crate::config::table::bounded(read, holds, must_be, path, value, source) {
                            Some(value) => self.$key = value,
                            None => return false,
                        }
                        true
                    })*
                    _ => false,
                }
            }

            fn show(&self, name: &str) -> serde_json::Value {
                match name {
                    $(stringify!($key) => $crate::config::value::Value::show(&self.$key),)*
                    _ => serde_json::Value::Null,
                }
            }

            fn unfit(&self) -> Option<String> {
                let unfit: Option<fn(&Self) -> Option<String>> = None;
                $(let unfit = unfit.or(Some($unfit));)?
                unfit.and_then(|unfit| unfit(self))
            }
        }

        impl $crate::config::table::Hold for $Table {
            fn hold(&mut self, running: &Self) -> Vec<&'static str> {
                let mut held = Vec::new();
                $(if $crate::config::table::When::$when == $crate::config::table::When::Restart
                    && self.$key != running.$key
                {
                    self.$key.clone_from(&running.$key);
                    held.push(stringify!($key));
                })*
                held
            }
        }
    )*};
}

pub(super) use tables;

/// The lines of a doc comment as one.
pub(super) fn text(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}

/// What was read, if it keeps to its bound.
pub(super) fn bounded<T>(
    read: Result<T, Unread>,
    holds: impl Fn(&T) -> bool,
    must_be: impl Fn() -> Option<String>,
    path: &str,
    value: &Spanned<DeValue<'_>>,
    source: &mut Source<'_>,
) -> Option<T> {
    match read {
        Ok(value) if holds(&value) => return Some(value),
        Err(Unread::Noted) => return None,
        Ok(_) | Err(Unread::TooFar) => {}
    }
    source.fault(&value.span(), out_of_bounds(path, value.get_ref(), must_be()));
    None
}

/// The tables of a file by name. The one without a name is what stands above all of them.
pub(crate) type Tables<'t> = Vec<(&'static str, &'t mut dyn Table)>;

/// Reads a whole file into its tables; what is wrong with it is in `source` afterwards.
pub(crate) fn read_file(mut tables: Tables<'_>, source: &mut Source<'_>) {
    let Some(written) = source.parse() else { return };
    let names = Names::of(&tables);
    for (name, value) in written.get_ref() {
        if source.is_told_enough() {
            break;
        }
        let (at, name) = (name.span(), name.get_ref().as_ref());
        let top = tables.iter_mut().find(|(table, _)| table.is_empty());
        if let Some((_, top)) = top.filter(|_| names.has("", name)) {
            if top.set(name, name, value, source) {
                source.say(name.to_owned(), &at);
            }
            continue;
        }
        let known = tables.iter_mut().find(|(table, _)| *table == name && !table.is_empty());
        match (known, value.get_ref()) {
            (Some((_, table)), DeValue::Table(inner)) => {
                source.say(name.to_owned(), &at);
                read_table(*table, name, inner, &names, source);
            }
            (Some(_), other) => {
                let message = format!("{name}: expected a table, not {}", told(name, other));
                source.fault(&value.span(), message);
            }
            (None, other) => {
                let what = if other.is_table() { "table" } else { "key" };
                let near = names.near_top(name, other.is_table());
                source.fault(&at, unknown(what, name, near));
            }
        }
    }
    source.sort_faults();
}

/// Reads one table, which is `path` in messages.
fn read_table(
    table: &mut dyn Table,
    path: &str,
    written: &DeTable<'_>,
    names: &Names,
    source: &mut Source<'_>,
) {
    for (name, value) in written {
        if source.is_told_enough() {
            break;
        }
        let (at, name) = (name.span(), name.get_ref().as_ref());
        let key = path_of(path, name);
        if !names.has(path, name) {
            let message = match may_be_key(&key) {
                true => format!("{path}: unknown key, there are {}", names.listed(path)),
                false => unknown("key", &key, names.near(path, name)),
            };
            source.fault(&at, message);
        } else if table.set(name, &key, value, source) {
            source.say(key, &at);
        }
    }
}

/// A table that is the value of a key: `Vec<Rule>` of a declared `Rule` is what `[[rule]]` writes.
impl<T: Table + Default> Value for T {
    fn kind() -> String {
        "a table".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        let DeValue::Table(written) = value.get_ref() else {
            return Err(unexpected(value, key, &Self::kind(), source));
        };
        let (mut table, faults) = (T::default(), source.faults.len());
        let keys = table.keys().iter().map(|key| key.name).collect();
        let names = Names(vec![(key.to_owned(), keys)]);
        read_table(&mut table, key, written, &names, source);
        if let Some(why) = table.unfit().filter(|_| source.faults.len() == faults) {
            source.fault(&value.span(), format!("{key}: {why}"));
        }
        if source.faults.len() > faults {
            return Err(Unread::Noted);
        }
        source.say(key.to_owned(), &value.span());
        Ok(table)
    }

    fn show(&self) -> Json {
        let keys = self.keys().into_iter();
        keys.map(|key| (key.name.to_owned(), Table::show(self, key.name))).collect()
    }
}

fn unknown(what: &str, path: &str, near: Option<String>) -> String {
    let path = short(path);
    match near {
        Some(near) => format!("{path}: unknown {what}, did you mean {near}?"),
        None => format!("{path}: unknown {what}"),
    }
}

/// A key with its table in front.
pub(crate) fn path_of(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

/// Which keys there are, by table.
struct Names(Vec<(String, Vec<&'static str>)>);

impl Names {
    fn of(tables: &Tables<'_>) -> Self {
        let keys = |table: &dyn Table| table.keys().iter().map(|key| key.name).collect();
        Self(tables.iter().map(|(name, table)| ((*name).to_owned(), keys(&**table))).collect())
    }

    fn keys(&self, table: &str) -> impl Iterator<Item = &'static str> {
        let found = self.0.iter().find(|(name, _)| name == table);
        found.into_iter().flat_map(|(_, keys)| keys.iter().copied())
    }

    fn listed(&self, table: &str) -> String {
        self.keys(table).collect::<Vec<_>>().join(" and ")
    }

    fn has(&self, table: &str, name: &str) -> bool {
        self.keys(table).any(|key| key == name)
    }

    /// For a key that this table does not have.
    fn near(&self, table: &str, name: &str) -> Option<String> {
        let here = nearest(name, self.keys(table)).map(str::to_owned);
        here.or_else(|| self.namesake(name))
    }

    /// For what stands above all tables and is not known there.
    fn near_top(&self, name: &str, is_table: bool) -> Option<String> {
        let key = || nearest(name, self.keys("")).map(str::to_owned);
        let table = || nearest(name, self.0.iter().map(|(table, _)| &**table)).map(str::to_owned);
        let inside = || {
            let near = |(table, keys): &(String, Vec<&'static str>)| {
                nearest(name, keys.iter().copied()).map(|key| path_of(table, key))
            };
            self.0.iter().find_map(near)
        };
        match is_table {
            true => table().or_else(key),
            false => self.namesake(name).or_else(key).or_else(inside).or_else(table),
        }
    }

    /// The key of this name in another table.
    fn namesake(&self, name: &str) -> Option<String> {
        let (table, _) = self.0.iter().find(|(_, keys)| keys.contains(&name))?;
        Some(path_of(table, name))
    }
}

/// What somebody may have meant who wrote this: a slip in three letters, at most.
pub(super) fn nearest<'a>(name: &str, of: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    let slips_max = |other: &str| letters.max(other.chars().count()) / 3;
    // To compare letter by letter takes long where one of the two is.
    let alike = |other: &&str| letters.abs_diff(other.chars().count()) <= slips_max(other);
    let slips = |other: &&str| strsim::damerau_levenshtein(name, other);
    let near = of.filter(|other| !other.is_empty()).filter(alike).min_by_key(slips)?;
    (slips(&near) <= slips_max(near)).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::super::source::FAULTS_MAX;
    use super::super::value::Free;
    use super::*;
    use std::path::Path;

    tables! {
        /// Who may.
        Rule {
            /// By number.
            uid: Option<u32> = None, 1..=9, Live;
            /// By name.
            user: Option<String> = None, Free, Live;
        }
        /// What stands above all tables.
        Top {
            /// The first that fits counts.
            rule: Vec<Rule> = Vec::new(), Free, Live;
        }
    }

    /// A list of tables needs no more than the declaration of one of them.
    #[test]
    fn a_list_of_tables_is_read_like_any_table() {
        let read = |text: &str| {
            let (mut top, mut source) = (Top::default(), Source::file(Path::new("f"), text));
            read_file(vec![("", &mut top)], &mut source);
            let faults: Vec<_> = source.faults.into_iter().map(|f| (f.line, f.message)).collect();
            (top, faults)
        };
        let (top, faults) = read("[[rule]]\nuid = 1\n[[rule]]\nuser = \"ada\"\n");
        assert_eq!(faults, []);
        let rule = |uid, user: Option<&str>| Rule { uid, user: user.map(str::to_owned) };
        assert_eq!(top.rule, [rule(Some(1), None), rule(None, Some("ada"))]);
        let shown = serde_json::json!([{"uid": 1, "user": null}, {"uid": null, "user": "ada"}]);
        assert_eq!(Table::show(&top, "rule"), shown);
        for (text, line, says) in [
            ("[[rule]]\n[[rule]]\nuid = 10\n", 3, "rule[1].uid is 10, it must be between 1 and 9"),
            ("[[rule]]\n\nusr = 1\n", 3, "rule[0].usr: unknown key, did you mean user?"),
            ("rule = [1]\n", 1, "rule[0]: expected a table, not the number 1"),
            ("[rule]\nuid = 1\n", 1, "rule: expected a list, each of it a table, not a table"),
            ("[[rul]]\n", 1, "rul: unknown key, did you mean rule?"),
        ] {
            assert_eq!(read(text).1, [(Some(line), says.to_owned())], "{text}");
        }
    }

    /// Such a file is read in no time, and what is said of it is no longer than somebody reads.
    #[test]
    fn what_is_told_of_a_file_has_an_end() {
        let keys: String = (0..100_000).map(|at| format!("k{at} = 1\n")).collect();
        let rules = format!("rule = [{}]", "1,".repeat(100_000));
        for text in [keys, rules] {
            let (mut top, mut source) = (Top::default(), Source::file(Path::new("f"), &text));
            read_file(vec![("", &mut top)], &mut source);
            assert_eq!(source.faults.len(), FAULTS_MAX);
            let last = &source.faults[FAULTS_MAX - 1].message;
            assert_eq!(last, "there is more that is wrong");
        }
    }

    #[test]
    fn a_long_key_is_not_compared_letter_by_letter() {
        let name = "k".repeat(1_000_000);
        assert_eq!(nearest(&name, std::iter::repeat_n("connections_max", 100)), None);
    }

    #[test]
    fn the_nearest_is_near() {
        let keys = || ["connections_max", "headers_max", "drain_ms"].into_iter();
        for (name, near) in [
            ("conections_max", Some("connections_max")),
            ("connection_max", Some("connections_max")),
            ("header_max", Some("headers_max")),
            ("drian_ms", Some("drain_ms")),
            ("darin", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, keys()), near, "{name}");
        }
    }
}
