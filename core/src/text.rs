//! From a row's bytes to the text that may be shown: whole characters, and no part of a stop string.
//!
//! A stop string is met where it first ends; of several that end there the longest counts. So the outcome
//! does not depend on how the bytes were cut into tokens. Nothing here is ever taken back: what was
//! released stays.

/// What one push settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    pub text: String,
    /// A stop string was met; nothing follows.
    pub stopped: bool,
}

#[derive(Clone, Debug)]
pub struct TextStream {
    stops: Vec<Stop>,
    /// The start of a character whose rest has not come.
    partial: Vec<u8>,
    /// Whole characters that may be the start of a stop string.
    held: String,
    stopped: bool,
}

impl TextStream {
    /// An empty stop string is never met.
    pub fn new(stops: Vec<String>) -> Self {
        let stops = stops.into_iter().filter(|stop| !stop.is_empty()).map(Stop::new).collect();
        Self { stops, partial: Vec::new(), held: String::new(), stopped: false }
    }

    pub fn push(&mut self, bytes: &[u8]) -> Pushed {
        if self.stopped {
            return Pushed { text: String::new(), stopped: true };
        }
        let scanned = self.held.len();
        self.partial.extend_from_slice(bytes);
        let used = decode(&self.partial, &mut self.held);
        self.partial.drain(..used);
        self.release(scanned)
    }

    /// Releases what is left when no more bytes come. A character that never got whole is U+FFFD.
    pub fn finish(&mut self) -> String {
        if self.stopped {
            return String::new();
        }
        let scanned = self.held.len();
        if !self.partial.is_empty() {
            self.partial.clear();
            self.held.push(char::REPLACEMENT_CHARACTER);
        }
        let mut text = self.release(scanned).text;
        text.push_str(&std::mem::take(&mut self.held));
        self.stopped = true;
        text
    }

    /// Looks for stop strings in what was added to `held` after `scanned`.
    fn release(&mut self, scanned: usize) -> Pushed {
        for (at, byte) in self.held.bytes().enumerate().skip(scanned) {
            let met = self.stops.iter_mut().filter_map(|stop| stop.advance(byte)).max();
            if let Some(len) = met {
                self.held.truncate(at + 1 - len);
                self.stopped = true;
                return Pushed { text: std::mem::take(&mut self.held), stopped: true };
            }
        }
        let open = self.stops.iter().map(|stop| stop.matched).max().unwrap_or(0);
        let open = self.held.split_off(self.held.len() - open);
        Pushed { text: std::mem::replace(&mut self.held, open), stopped: false }
    }
}

/// Appends the characters of `bytes` to `text`, invalid ones as U+FFFD just as `String::from_utf8_lossy`
/// would, and says how many bytes that took: all but the start of an unfinished character.
fn decode(bytes: &[u8], text: &mut String) -> usize {
    let mut used = 0;
    loop {
        let error = match std::str::from_utf8(&bytes[used..]) {
            Ok(rest) => {
                text.push_str(rest);
                return bytes.len();
            }
            Err(error) => error,
        };
        let valid = &bytes[used..used + error.valid_up_to()];
        text.push_str(std::str::from_utf8(valid).expect("valid up to here"));
        used += valid.len();
        match error.error_len() {
            Some(invalid) => {
                text.push(char::REPLACEMENT_CHARACTER);
                used += invalid;
            }
            None => return used,
        }
    }
}

/// One stop string, searched byte by byte after Knuth, Morris and Pratt: a long stop string must not cost
/// more per token than a short one.
#[derive(Clone, Debug)]
struct Stop {
    bytes: Vec<u8>,
    /// For each prefix (by its length less one): its longest proper prefix that also ends it.
    borders: Vec<usize>,
    /// How much of the stop string the text so far ends with.
    matched: usize,
}

impl Stop {
    fn new(text: String) -> Self {
        let bytes = text.into_bytes();
        let mut borders = vec![0];
        for &byte in &bytes[1..] {
            let shorter = borders[borders.len() - 1];
            borders.push(longer(&bytes, &borders, shorter, byte));
        }
        Self { bytes, borders, matched: 0 }
    }

    /// The length of the stop string if this byte completes it.
    fn advance(&mut self, byte: u8) -> Option<usize> {
        self.matched = longer(&self.bytes, &self.borders, self.matched, byte);
        (self.matched == self.bytes.len()).then_some(self.matched)
    }
}

/// The longest prefix that the text ends with after `byte`, if before it that was `matched` long.
fn longer(bytes: &[u8], borders: &[usize], mut matched: usize, byte: u8) -> usize {
    while matched > 0 && bytes[matched] != byte {
        matched = borders[matched - 1];
    }
    if bytes[matched] == byte { matched + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The whole answer at once: decode all, then cut at the stop string that ends first.
    fn whole(bytes: &[u8], stops: &[String]) -> (String, bool) {
        let text = String::from_utf8_lossy(bytes);
        for end in (1..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let met = stops.iter().filter(|stop| text[..end].ends_with(stop.as_str()));
            if let Some(len) = met.map(String::len).filter(|len| *len > 0).max() {
                return (text[..end - len].to_owned(), true);
            }
        }
        (text.into_owned(), false)
    }

    fn streamed(bytes: &[u8], stops: &[String], cuts: &[usize]) -> (String, bool) {
        let mut stream = TextStream::new(stops.to_vec());
        let (mut text, mut stopped, mut rest) = (String::new(), false, bytes);
        for cut in cuts.iter().copied().chain([usize::MAX]) {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            let pushed = stream.push(now);
            text.push_str(&pushed.text);
            stopped |= pushed.stopped;
            rest = later;
        }
        text.push_str(&stream.finish());
        (text, stopped)
    }

    /// Few different characters, so that stop strings are met, half met and overlap.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => "[ab]{1,3}".prop_map(String::into_bytes),
            2 => "[é€😀\u{fffd}]".prop_map(String::into_bytes),
            1 => prop::collection::vec(any::<u8>(), 1..4),
            1 => Just("😀".as_bytes()[..3].to_vec()),
        ]
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_lossy_text_cut_at_the_first_stop(
            pieces in prop::collection::vec(piece(), 0..20),
            stops in prop::collection::vec("[abé😀\u{fffd}]{0,4}", 0..4),
            cuts in prop::collection::vec(0_usize..6, 0..40),
        ) {
            let bytes = pieces.concat();
            let (text, stopped) = whole(&bytes, &stops);
            let (got, got_stopped) = streamed(&bytes, &stops, &cuts);
            prop_assert_eq!(&got, &text);
            // A stop string may also be completed by the U+FFFD of an unfinished character: too late to stop.
            prop_assert!(stopped || !got_stopped);
        }

        #[test]
        fn without_stops_ascii_is_released_at_once(text in "[ -~]{0,40}") {
            let mut stream = TextStream::new(Vec::new());
            for byte in text.bytes() {
                let pushed = stream.push(&[byte]);
                prop_assert_eq!(pushed, Pushed { text: char::from(byte).into(), stopped: false });
            }
            prop_assert_eq!(stream.finish(), "");
        }

        #[test]
        fn no_more_is_held_back_than_may_start_a_stop(
            text in "[abc]{0,40}",
            stop in "[ab]{1,6}",
        ) {
            let mut stream = TextStream::new(vec![stop.clone()]);
            let mut released = String::new();
            for at in 0..text.len() {
                let pushed = stream.push(&text.as_bytes()[at..=at]);
                released.push_str(&pushed.text);
                if pushed.stopped {
                    break;
                }
                let open = (0..stop.len()).rev().find(|n| text[..=at].ends_with(&stop[..*n]));
                prop_assert_eq!(released.len(), at + 1 - open.unwrap_or(0));
            }
        }
    }

    #[test]
    fn a_character_comes_whole() {
        let mut stream = TextStream::new(Vec::new());
        let released: Vec<String> = "é😀".bytes().map(|byte| stream.push(&[byte]).text).collect();
        assert_eq!(released, ["", "é", "", "", "", "😀"]);
    }

    #[test]
    fn an_invalid_byte_is_replaced_as_soon_as_it_is_certain() {
        let mut stream = TextStream::new(Vec::new());
        assert_eq!(stream.push(&[0xff]).text, "\u{fffd}");
        assert_eq!(stream.push(&[0xe2, 0x82]).text, "");
        assert_eq!(stream.push(b"a").text, "\u{fffd}a");
        assert_eq!(stream.push(&[0xe2]).text, "");
        assert_eq!(stream.finish(), "\u{fffd}");
    }

    #[test]
    fn nothing_follows_a_stop() {
        let mut stream = TextStream::new(vec!["END".into()]);
        assert_eq!(stream.push(b"one EN"), Pushed { text: "one ".into(), stopped: false });
        assert_eq!(stream.push(b"D two"), Pushed { text: String::new(), stopped: true });
        assert_eq!(stream.push(b"three"), Pushed { text: String::new(), stopped: true });
        assert_eq!(stream.finish(), "");
    }

    #[test]
    fn of_overlapping_stops_the_one_that_ends_first_is_met() {
        let stops = ["abc".to_owned(), "b".to_owned()];
        assert_eq!(streamed(b"xabc", &stops, &[]), ("xa".into(), true));
        let stops = ["ab".to_owned(), "b".to_owned()];
        assert_eq!(streamed(b"xab", &stops, &[]), ("x".into(), true));
    }
}
