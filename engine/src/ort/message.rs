//! A message of the library as it may be shown: one short line without the library's own source lines.
//! It can quote any name from a hostile file.

use std::borrow::Cow;

const CHARS_MAX: usize = 300;
/// Stands before the code, the code's name and the message of an error within an error.
const NESTED: &str = "[ONNXRuntimeError] : ";

pub(crate) fn one_line(message: &str) -> String {
    let message = message.rsplit_once(NESTED).map_or(message, |(_, nested)| {
        // `1 : FAIL : the message`
        nested.splitn(3, " : ").nth(2).unwrap_or(nested)
    });
    let message = without_source(message);
    let words = message.split(|c: char| c.is_whitespace() || c.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((end, _)) = line.char_indices().nth(CHARS_MAX) {
            line.truncate(end);
            line.push_str("..");
            break;
        }
    }
    line
}

/// Leaves out the place in the library's source and the C++ function that follows it, with its arguments:
/// `/src/core/model.cc:182 onnxruntime::Model::Model(int&&, f(*)(int))`.
fn without_source(text: &str) -> Cow<'_, str> {
    let place = text.split_inclusive(char::is_whitespace).scan(0, |end, word| {
        let start = *end;
        *end += word.len();
        Some((start, *end, word))
    });
    let mut place = place.filter(|(_, _, word)| is_source_line(word.trim_end()));
    let Some((start, end, _)) = place.next() else {
        return Cow::Borrowed(text);
    };
    let after = without_function(&text[end..]);
    Cow::Owned(format!("{}{after}", &text[..start]))
}

/// `tensorprotoutils.cc:1876`
fn is_source_line(word: &str) -> bool {
    let ends_in_number = |(file, line): (&str, &str)| {
        (file.ends_with(".cc") || file.ends_with(".h")) && line.bytes().all(|b| b.is_ascii_digit())
    };
    word.rsplit_once(':').is_some_and(ends_in_number)
}

fn without_function(text: &str) -> &str {
    let Some(open) = text.find('(').filter(|open| text[..*open].contains("::")) else {
        return text;
    };
    let mut depth = 0_u32;
    for (at, c) in text[open..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let after = &text[open + at + c.len_utf8()..];
        // A name in brackets is part of the type, not the end of it.
        if depth == 0 && !after.starts_with('(') {
            return after.strip_prefix(" const").unwrap_or(after);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_is_one_short_line() {
        assert_eq!(one_line("a\n\tb\u{1b}c  d\n"), "a b c d");
        assert_eq!(one_line(&"ä".repeat(400)), "ä".repeat(300) + "..");
        assert_eq!(one_line(&"ä ".repeat(200)).chars().count(), 302);
    }

    #[test]
    fn the_library_s_source_is_left_out() {
        let nested = "Exception during initialization: /src/core/initializer.cc:51 \
            onnxruntime::Initializer::Initializer(const onnx::TensorProto&, const path&) \
            [ONNXRuntimeError] : 1 : FAIL : tensorprotoutils.cc:1876 External initializer: w short";
        assert_eq!(one_line(nested), "External initializer: w short");
        let plain = "/src/core/model.cc:182 onnxruntime::Model::Model(int&&, f(*)(int)) Too new";
        assert_eq!(one_line(plain), "Too new");
        let condition = "/src/a.cc:9 void onnxruntime::f(int) const x == 1 was false.";
        assert_eq!(one_line(condition), "x == 1 was false.");
        let later = "Name:'Add_0' Message: /src/a.h:563 void onnxruntime::f(int) no room";
        assert_eq!(one_line(later), "Name:'Add_0' Message: no room");
        assert_eq!(one_line("node (a::b) failed"), "node (a::b) failed");
    }

    proptest! {
        #[test]
        fn any_message_is_bounded_and_printable(message in "(?s).{0,500}", cut in ".cc:[0-9]* a::b[()]*") {
            for text in [message.clone(), format!("{message}{cut}{message}")] {
                let line = one_line(&text);
                prop_assert!(line.chars().count() <= CHARS_MAX + 2);
                prop_assert!(!line.chars().any(char::is_control));
            }
        }
    }
}
