//! Which characters the terminal can show. Set once by `main`, like the colour; UTF-8 if nobody says
//! otherwise.

use edge_api::paths::Env;
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

static UTF8: AtomicBool = AtomicBool::new(true);

/// Takes the locale from the environment.
pub(crate) fn set(env: Env<'_>) {
    UTF8.store(names_utf8(env), Ordering::Relaxed);
}

pub(crate) fn is_utf8() -> bool {
    UTF8.load(Ordering::Relaxed)
}

/// A line of ours as the locale can show it.
pub(crate) fn signs(line: &str) -> Cow<'_, str> {
    if is_utf8() || line.is_ascii() { Cow::Borrowed(line) } else { Cow::Owned(in_ascii(line)) }
}

/// The first variable that is set decides. None set is no word against UTF-8: many services and containers
/// set none, and their terminals speak it.
fn names_utf8(env: Env<'_>) -> bool {
    let set = |name: &&str| env(name).filter(|value| !value.is_empty());
    let Some(value) = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set) else {
        return true;
    };
    let value = value.to_string_lossy().to_ascii_lowercase();
    value.contains("utf-8") || value.contains("utf8")
}

/// Our own signs have a likeness of the same width.
fn in_ascii(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '●' => '*',
            '◌' => 'o',
            '▲' => '!',
            '✖' => 'x',
            '·' => '-',
            '…' => '~',
            '→' | '⇥' => '>',
            '⏎' => '|',
            c if c.is_ascii() => c,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (set, utf8) in [
            (&[][..], true),
            (&[("LANG", "de_DE.UTF-8")], true),
            (&[("LANG", "C.utf8")], true),
            (&[("LANG", "de_DE")], false),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "C")], false),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "")], true),
            (&[("LANG", "C.UTF-8"), ("LC_CTYPE", "POSIX")], false),
        ] {
            let env = |name: &str| {
                set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
            };
            assert_eq!(names_utf8(&env), utf8, "{set:?}");
        }
    }

    #[test]
    fn our_signs_have_a_likeness() {
        assert_eq!(in_ascii("● ok · a…  é 好"), "* ok - a~  ? ?");
    }
}
