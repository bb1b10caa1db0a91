//! `[tcp]`: a port for programs that cannot speak over a Unix socket. Off unless asked for, never beyond this
//! machine, and never without a key.

use super::source::Source;
use super::table::tables;
use super::value::{Free, Is, Unread, Value, parsed};
use edge_core::request::valid_name;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use toml::Spanned;
use toml::de::DeValue;

/// More programs than this share keys.
const KEYS_MAX: usize = 64;
pub(crate) const HASH_BYTES: usize = 32;

const LISTEN: Is<String> =
    Is("an address of this machine alone and a port, as in `127.0.0.1:8455`, or empty", |listen| {
        listen.is_empty() || address(listen).is_some()
    });
const KEYS: Is<Vec<TcpKey>> = Is("a list of at most 64", |keys| keys.len() <= KEYS_MAX);
const NAME: Is<String> =
    Is("of a-z, 0-9, `.`, `_`, `-`, at most 64 of them", |name| valid_name(name));

tables! {
    /// Where programs that cannot speak over a Unix socket reach edged.
    Tcp {
        /// An address of this machine alone and a port, as in `127.0.0.1:8455`. Empty: nowhere.
        listen: String = String::new(), LISTEN, Restart;
        /// Who may come in there, each by the hash of its key; `edgectl keys new NAME` makes one. They may call
        /// models and tasks and look at the state, and change nothing unless a `[[policy]]` lets them `manage`.
        keys: Vec<TcpKey> = Vec::new(), KEYS, Live;
    }
    /// Who may come in, known by the hash of its key: the key itself is nowhere.
    TcpKey where Self::unfit; {
        /// What it is called in policies, events and logs.
        name: String = String::new(), NAME, Live;
        /// The SHA-256 of the key.
        sha256: Option<KeyHash> = None, Free, Live;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyHash(pub [u8; HASH_BYTES]);

impl Tcp {
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        address(&self.listen)
    }

    /// What the parts do not say.
    pub(super) fn conflict(&self, running: bool) -> Option<(&'static [&'static str], String)> {
        let mut names: Vec<&str> = self.keys.iter().map(|key| key.name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some((&["tcp.keys"], format!("tcp.keys has `{}` twice", twice[0])));
        }
        let twice = self.keys.iter().enumerate().find_map(|(at, key)| {
            let first = self.keys[..at].iter().find(|first| first.sha256 == key.sha256)?;
            Some(format!("tcp.keys has the same sha256 as `{}` and as `{}`", first.name, key.name))
        });
        if let Some(message) = twice {
            return Some((&["tcp.keys"], message));
        }
        // Who takes the last key away from a running edged means to shut the door.
        let lone = !running && !self.listen.is_empty() && self.keys.is_empty();
        let message = format!(
            "tcp.listen is `{}` and tcp.keys is empty, so nobody could come in: \
             `edgectl keys new NAME` makes a key",
            self.listen
        );
        lone.then_some((&["tcp.listen", "tcp.keys"], message))
    }
}

impl TcpKey {
    fn unfit(&self) -> Option<String> {
        let missing = match (self.name.is_empty(), self.sha256) {
            (true, _) => "name",
            (false, None) => "sha256",
            (false, Some(_)) => return None,
        };
        Some(format!("{missing} is missing"))
    }
}

impl Value for KeyHash {
    fn kind() -> String {
        "64 hexadecimal digits".to_owned()
    }

    fn read(
        value: &Spanned<DeValue<'_>>,
        key: &str,
        source: &mut Source<'_>,
    ) -> Result<Self, Unread> {
        // Not shown, as it may be the key itself.
        let wrong = || format!("must be {}", Self::kind());
        parsed(value, key, source, |text| hash(text).map(Self).ok_or_else(wrong))
    }

    fn show(&self) -> Json {
        json!(self.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

/// Of this machine alone.
fn address(listen: &str) -> Option<SocketAddr> {
    listen.parse::<SocketAddr>().ok().filter(|address| address.ip().is_loopback())
}

fn hash(text: &str) -> Option<[u8; HASH_BYTES]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * HASH_BYTES {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut hash = [0; HASH_BYTES];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::super::load::tests::load_with;
    use super::*;

    fn read(text: &str) -> Result<Tcp, String> {
        load_with(&[("config/edged.toml", &format!("[tcp]\n{text}"))], &[])
            .map(|loaded| loaded.settings.tcp)
            .map_err(|mut faults| faults.remove(0))
    }

    fn key(name: &str) -> String {
        key_of(name, &"0A".repeat(HASH_BYTES))
    }

    fn key_of(name: &str, sha256: &str) -> String {
        format!("{{ name = \"{name}\", sha256 = \"{sha256}\" }}")
    }

    #[test]
    fn this_machine_with_a_key_is_good() {
        assert_eq!(read(""), Ok(Tcp::default()));
        assert_eq!(read("listen = \"\"\nkeys = []"), Ok(Tcp::default()));
        for listen in ["127.0.0.1:1", "127.1.2.3:0", "[::1]:8455"] {
            let tcp = read(&format!("listen = \"{listen}\"\nkeys = [{}]", key("app"))).unwrap();
            assert_eq!(tcp.address(), listen.parse().ok());
            let sha256 = Some(KeyHash([10; HASH_BYTES]));
            assert_eq!(tcp.keys, [TcpKey { name: "app".to_owned(), sha256 }]);
        }
    }

    /// Whoever may read the status reads what is wrong with the files.
    #[test]
    fn a_key_in_the_wrong_place_is_not_told() {
        let made = format!("edged-{}", "5d1f".repeat(16));
        for key in [made.as_str(), "a secret of one's own", "4711"] {
            for text in [
                "tcp = \"KEY\"",
                "tcp = [\"KEY\"]",
                "tcp.keys = \"KEY\"",
                "tcp.keys = [\"KEY\"]",
                "tcp.keys = [[\"KEY\"]]",
                "tcp.keys = { KEY = \"app\" }",
                "tcp.keys = { \"KEY\" = \"app\" }",
                "tcp.keys = [{ \"KEY\" = \"app\" }]",
                "tcp.keys = [{ name = \"app\", key = \"KEY\" }]",
                "tcp.keys = [{ name = \"app\", sha256 = \"KEY\" }]",
                "tcp.keys = [{ name = \"app\", sha256 = [\"KEY\"] }]",
                "tcp.keys = [{ name = { x = \"KEY\" }, sha256 = \"\" }]",
                "tcp.keys = [{ name = \"KEY \", sha256 = \"KEY\" }]",
                "tcp.key = \"KEY\"",
                "tcp.\"KEY\" = \"app\"",
                "[tcp]\nkey = \"KEY\"",
                "[[tcp]]\nkey = \"KEY\"",
                "[tcp.keys]\n\"KEY\" = \"app\"",
                "[tcp.\"KEY\"]\nname = \"app\"",
                "[[tcp.keys]]\nname = \"KEY!\"",
                // None of these is TOML.
                "tcp.keys = KEY",
                "tcp.keys = [KEY]",
                "tcp.keys = \"KEY",
                "tcp.keys = 'KEY",
                "tcp.keys = [{ name = KEY }]",
                "[tcp]\nKEY",
                "[tcp.KEY",
                "tcp.keys.KEY = 1\ntcp.keys.KEY = 1",
                "tcp.keys = \"KEY\"\ntcp.keys = \"KEY\"",
                "tcp.keys = \"KEY\"\ntcp.keys.x = \"KEY\"",
                "tcp.keys = \"KEY\\q\"",
            ] {
                let text = text.replace("KEY", key);
                let faults = load_with(&[("config/edged.toml", &text)], &[]).unwrap_err();
                let told = faults.iter().any(|fault| fault.contains(&key[..key.len().min(16)]));
                assert!(!told, "{text}: {faults:?}");
            }
            // What is no value of TOML is taken as a text.
            for set in ["tcp.keys=KEY", "tcp=KEY", "tcp.keys=[KEY]"] {
                let faults = load_with(&[], &[&set.replace("KEY", key)]).unwrap_err();
                assert!(!faults.concat().contains(key), "{faults:?}");
            }
        }
        // One that is known by its looks is told nowhere.
        for text in [
            "tcp.listen = \"KEY\"",
            "tcp.listen = \"http://127.0.0.1:8455?KEY\"",
            "KEY = \"app\"",
            "limits.headers_max = \"KEY\"",
            "[[policy]]\nkey = \"app\"\ntasks = [\"KEY\"]",
            "[[policy]]\nkey = \"KEY\"",
        ] {
            let text = text.replace("KEY", &made);
            let faults = load_with(&[("config/edged.toml", &text)], &[]).unwrap_err();
            assert!(!faults.concat().contains("5d1f"), "{text}: {faults:?}");
        }
    }

    #[test]
    fn anything_else_is_named() {
        let many: Vec<String> = (0..=KEYS_MAX).map(|at| key(&format!("k{at}"))).collect();
        for (text, want) in [
            (
                "listen = \"0.0.0.0:80\"",
                "edged.toml:2: tcp.listen is `0.0.0.0:80`, it must be an address of this",
            ),
            ("listen = \"[::]:80\"", "tcp.listen is `[::]:80`"),
            ("listen = \"192.168.0.1:80\"", "this machine alone"),
            ("listen = \"localhost:80\"", "must be an address of this machine alone and a port"),
            ("listen = \"127.0.0.1\"", "must be an address of this machine alone and a port"),
            ("listen = \"127.0.0.1:1\"", "tcp.keys is empty"),
            ("keys = [{ name = \"A\", sha256 = \"\" }]", "tcp.keys[0].name must be of a-z"),
            ("keys = [{ name = \"a\", sha256 = \"0g\" }]", "tcp.keys[0].sha256 must be 64"),
            ("keys = [{ name = \"a\" }]", "tcp.keys[0]: sha256 is missing"),
            (&format!("keys = [{{ sha256 = \"{}\" }}]", "0A".repeat(32)), "name is missing"),
            ("keys = [{ name = \"a\", key = \"b\" }]", "tcp.keys[0]: unknown key, there are name"),
            ("key = \"b\"", "tcp: unknown key, there are listen and keys"),
            ("keys = \"b\"", "tcp.keys: expected a list, each of it a table, not a text"),
            (&format!("keys = [{0}, {0}]", key("a")), "tcp.keys has `a` twice"),
            (
                &format!("keys = [{}, {}, {}]", key_of("c", &"0b".repeat(32)), key("a"), key("b")),
                "edged.toml:2: tcp.keys has the same sha256 as `a` and as `b`",
            ),
            (&format!("keys = [{}]", many.join(", ")), "tcp.keys must be a list of at most 64"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(want), "{text}: {fault}");
        }
        let odd = format!("keys = [{{ name = \"a\", sha256 = \"{}\" }}]", "0x".repeat(32));
        let fault = read(&odd).unwrap_err();
        assert!(fault.contains("64 hexadecimal digits") && !fault.contains("0x0x"), "{fault}");
    }
}
