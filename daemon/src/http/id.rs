//! The ids of calls, which are the ids of requests too: UUIDs of version 7, so in order of time.
//!
//! Of one daemon no two share their first eight bytes, not even when its clock is set back: the ledger's
//! key is made of them.

use http::HeaderValue;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Builder;

/// Below the milliseconds: what tells the calls of one of them apart.
const SEQUENCE_BITS: u32 = 12;

static LAST: AtomicU64 = AtomicU64::new(0);

pub(super) fn new_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    let random = getrandom::u64().unwrap_or(0);
    id(next(&LAST, millis, random), random)
}

pub(super) fn header(id: &str) -> HeaderValue {
    HeaderValue::from_str(id).expect("an id of ours is letters and digits")
}

/// A little more than the last one, or the time if that is later. Where in its millisecond it begins is by
/// chance, so that two daemons on one ledger, one after the other, do not meet.
fn next(last: &AtomicU64, millis: u64, random: u64) -> u64 {
    let begin = random >> (u64::BITS - SEQUENCE_BITS + 1);
    let now = (millis << SEQUENCE_BITS) | begin;
    let step = |last: u64| now.max(last.wrapping_add(1));
    let before = last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(step(last)));
    step(before.unwrap_or_default())
}

fn id(ordinal: u64, random: u64) -> String {
    let mut tail = [0; 10];
    let sequence = ordinal & ((1 << SEQUENCE_BITS) - 1);
    tail[..2].copy_from_slice(&sequence.to_be_bytes()[6..]);
    tail[2..].copy_from_slice(&random.to_be_bytes());
    let uuid = Builder::from_unix_timestamp_millis(ordinal >> SEQUENCE_BITS, &tail).into_uuid();
    uuid.simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use uuid::Uuid;

    #[test]
    fn an_id_is_a_uuid_of_version_7_with_its_time() {
        let id = Uuid::parse_str(&id(0x0123_4567_89ab << 12 | 0xcde, u64::MAX)).unwrap();
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        assert_eq!(id.as_u64_pair().0, 0x0123_4567_89ab_7cde);
    }

    #[test]
    fn the_first_half_is_never_given_twice_and_only_grows() {
        let last = AtomicU64::new(0);
        // A clock that stands, goes on and is set back; more calls than a millisecond has room for.
        let clock = (0..10_000).map(|_| 77).chain(77..500).chain((0..300).rev());
        let first_half = |ordinal| id(ordinal, 0)[..16].to_owned();
        let ids: Vec<_> = clock.map(|now| first_half(next(&last, now, u64::MAX / 3))).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    }
}
