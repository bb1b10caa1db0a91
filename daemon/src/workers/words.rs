//! What a worker says of a model is shown, logged and kept. The worker may have been taken over by that very
//! model, so its words are bounded and plain before anybody sees them.

use edge_api::worker::{Capabilities, Card, LoadFailure, Runtime};

const REASON_BYTES_MAX: usize = 1024;
/// Of a name: an architecture, a backend, a version.
const NAME_BYTES_MAX: usize = 256;
const NAMES_MAX: usize = 64;
const DIGEST_PREFIX: &str = "sha256:";

/// What a worker may quote in its reason can be any name of a folder: one line, and not a long one.
pub(crate) fn plain(mut failure: LoadFailure) -> LoadFailure {
    bound(&mut failure.reason, REASON_BYTES_MAX);
    failure.hint.iter_mut().for_each(|hint| bound(hint, REASON_BYTES_MAX));
    failure
}

/// What it says that its sandbox denies it.
pub(super) fn plain_sandbox(mut said: Vec<(String, String)>) -> Vec<(String, String)> {
    said.truncate(NAMES_MAX);
    for (what, proof) in &mut said {
        name(what);
        name(proof);
    }
    said
}

/// Why it refuses a call, for the caller to read.
pub(super) fn plain_reason(reason: &str) -> String {
    let mut reason = reason.to_owned();
    bound(&mut reason, REASON_BYTES_MAX);
    reason
}

/// `None` if it names no digest: then it is no card.
pub(crate) fn plain_card(mut card: Box<Card>) -> Option<Box<Card>> {
    if !is_digest(&card.digest) {
        return None;
    }
    let Card { format, architecture, precision, end_tokens, .. } = card.as_mut();
    [Some(format), architecture.as_mut(), Some(precision)].into_iter().flatten().for_each(name);
    end_tokens.truncate(NAMES_MAX);
    Some(card)
}

/// `None` if it names a digest that is none.
pub(crate) fn plain_capabilities(mut said: Capabilities) -> Option<Capabilities> {
    if said.digest.as_deref().is_some_and(|digest| !is_digest(digest)) {
        return None;
    }
    for text in [&mut said.engine, &mut said.backend, &mut said.provider] {
        name(text);
    }
    for reason in [&mut said.backend_reason, &mut said.provider_reason].into_iter().flatten() {
        bound(reason, REASON_BYTES_MAX);
    }
    said.placement.truncate(NAMES_MAX);
    said.placement.iter_mut().for_each(|(provider, _)| name(provider));
    said.runtime = said.runtime.map(plain_runtime);
    Some(said)
}

pub(crate) fn plain_runtime(mut runtime: Runtime) -> Runtime {
    let mut library = runtime.library.to_string_lossy().into_owned();
    bound(&mut library, REASON_BYTES_MAX);
    runtime.library = library.into();
    name(&mut runtime.version);
    runtime.providers.truncate(NAMES_MAX);
    runtime.providers.iter_mut().for_each(name);
    runtime
}

fn is_digest(text: &str) -> bool {
    let hex = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    let digits = text.strip_prefix(DIGEST_PREFIX);
    digits.is_some_and(|digits| digits.len() == 64 && digits.bytes().all(hex))
}

fn name(text: &mut String) {
    bound(text, NAME_BYTES_MAX);
}

fn bound(text: &mut String, bytes_max: usize) {
    text.truncate(text.floor_char_boundary(bytes_max));
    if text.contains(char::is_control) {
        *text = text.replace(char::is_control, " ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEERS: &str = "\u{1b}[2Jx\n";

    #[test]
    fn a_card_is_plain_and_names_a_digest() {
        let digest = format!("{DIGEST_PREFIX}{}", "0a".repeat(32));
        let architecture = Some(STEERS.repeat(1000));
        let card = Card { digest: digest.clone(), architecture, ..Card::default() };
        let plain = plain_card(Box::new(card.clone())).unwrap();
        let architecture = plain.architecture.unwrap();
        assert!(architecture.len() <= NAME_BYTES_MAX && !architecture.contains(char::is_control));
        for digest in ["", "sha256:", &digest.to_uppercase(), &format!("{digest}0"), "../x"] {
            let card = Card { digest: digest.to_owned(), ..card.clone() };
            assert!(plain_card(Box::new(card)).is_none(), "{digest}");
        }
    }

    #[test]
    fn what_a_sandbox_denies_is_said_plainly() {
        let said = vec![(STEERS.repeat(1000), STEERS.repeat(1000)); 1000];
        let plain = plain_sandbox(said);
        assert_eq!(plain.len(), NAMES_MAX);
        for text in plain.iter().flat_map(|(what, proof)| [what, proof]) {
            assert!(text.len() <= NAME_BYTES_MAX && !text.contains(char::is_control), "{text}");
        }
    }

    #[test]
    fn what_a_model_can_do_is_said_plainly() {
        let said = Capabilities {
            backend: STEERS.to_owned(),
            backend_reason: Some(STEERS.repeat(10_000)),
            placement: vec![(STEERS.to_owned(), 1); 1000],
            ..Capabilities::default()
        };
        let plain = plain_capabilities(said.clone()).unwrap();
        assert_eq!(plain.backend, " [2Jx ");
        assert!(plain.backend_reason.unwrap().len() <= REASON_BYTES_MAX);
        assert_eq!(plain.placement.len(), NAMES_MAX);
        let long = STEERS.repeat(10_000);
        let library = long.clone().into();
        let runtime = Runtime { library, version: long, providers: vec![] };
        let said_so = Capabilities { runtime: Some(runtime), ..said.clone() };
        let runtime = plain_capabilities(said_so).unwrap().runtime.unwrap();
        for text in [runtime.library.to_str().unwrap(), &runtime.version] {
            assert!(text.len() <= REASON_BYTES_MAX && !text.contains(char::is_control), "{text}");
        }
        let digest = Some("no digest".to_owned());
        assert!(plain_capabilities(Capabilities { digest, ..said }).is_none());
    }
}
