//! Where the daemon has what a person calls by its name.

use crate::failure::Failure;
use crate::output::one_line;

/// The path of the `noun` ("model", "task") of this name.
pub(crate) fn path_of(noun: &str, name: &str) -> Result<String, Failure> {
    // What is no name is no path either, and must not become one.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        let failure = Failure::NotFound(format!("there is no {noun} `{}`", one_line(name)));
        return Err(failure.hint_at(format!("`edgectl {noun}s list` lists the names")));
    }
    Ok(format!("/edge/v1/{noun}s/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;

    #[test]
    fn a_path_has_a_name_at_its_end_and_nothing_else() {
        assert_eq!(path_of("task", "a.b_C-1").unwrap(), "/edge/v1/tasks/a.b_C-1");
        for name in ["", ".", "..", ".a", "a/b", "a?b", "a b", "a%2f", "é", "a\n"] {
            assert_eq!(path_of("model", name).unwrap_err().exit(), Exit::NotFound, "{name}");
        }
        let text = path_of("model", "a\nb").unwrap_err().to_string();
        assert_eq!(text, "there is no model `a⏎b`");
    }
}
