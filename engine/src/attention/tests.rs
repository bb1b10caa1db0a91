use super::pool::Attention;
use super::*;
use crate::model::Sequence;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

mod reference;
use reference::{Case, case};

/// What a test knows about a sequence: the tokens that it has read, each a seed of its vectors.
type Read = Vec<u64>;

#[derive(Clone, Debug)]
enum Act {
    /// Goes on with each of these sequences, by so many tokens.
    Step(Vec<(Sequence, usize)>),
    Fork(Sequence, Sequence),
    /// Ends the sequence; the next step begins it anew.
    Close(Sequence),
    /// Forgets all but so many percent of what was read.
    Rewind(Sequence, usize),
}

const SEQUENCES: Sequence = 4;

fn act() -> impl Strategy<Value = Act> {
    let sequence = || 0..SEQUENCES;
    prop_oneof![
        6 => vec((sequence(), prop_oneof![Just(1_usize), 1..80_usize]), 1..4).prop_map(Act::Step),
        2 => (sequence(), sequence()).prop_map(|(from, to)| Act::Fork(from, to)),
        1 => sequence().prop_map(Act::Close),
        1 => (sequence(), 0..100_usize).prop_map(|(sequence, percent)| Act::Rewind(sequence, percent)),
    ]
}

/// Plays `acts` and compares all that comes out with the reference.
fn play(case: &Case, acts: &[Act]) {
    let pool = case.pool(1000);
    let mut sequences: BTreeMap<Sequence, Read> = BTreeMap::new();
    let mut seeds = 1..;
    for act in acts {
        match act {
            Act::Step(rows) => {
                let mut step: Vec<(Sequence, usize, Read)> = Vec::new();
                for &(sequence, len) in rows {
                    if step.iter().any(|(taken, ..)| *taken == sequence) {
                        continue;
                    }
                    let read = sequences.entry(sequence).or_insert_with(|| {
                        pool.open(sequence);
                        Read::new()
                    });
                    let past = read.len();
                    read.extend(seeds.by_ref().take(len));
                    pool.reserve(sequence, read.len()).unwrap();
                    step.push((sequence, past, read.clone()));
                }
                let out = case.attend(&pool, &step);
                case.expect(&step, &out);
            }
            Act::Fork(from, to) => {
                if let Some(read) = sequences.get(from).cloned() {
                    pool.fork(*from, *to);
                    sequences.insert(*to, read);
                }
            }
            Act::Close(sequence) => {
                pool.close(*sequence);
                sequences.remove(sequence);
            }
            Act::Rewind(sequence, percent) => {
                if let Some(read) = sequences.get_mut(sequence) {
                    read.truncate(read.len() * percent / 100);
                    pool.rewind(*sequence, read.len());
                }
            }
        }
    }
    for sequence in 0..SEQUENCES {
        pool.close(sequence);
    }
    assert_eq!((pool.free_blocks(), pool.bytes()), (1000, 0), "all is given back");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_happens_each_row_sees_what_it_has_read(case in case(), acts in vec(act(), 1..12)) {
        play(&case, &acts);
    }

    #[test]
    fn chunks_make_no_difference(case in case(), cuts in vec(1..60_usize, 1..5)) {
        let read: Read = (1..=cuts.iter().sum::<usize>() as u64).collect();
        let pool = case.pool(100);
        let whole = case.read_in_chunks(&pool, 0, &read, &[read.len()]);
        prop_assert_eq!(&whole, &case.read_in_chunks(&pool, 1, &read, &cuts), "to the bit");
        let single = vec![1; read.len()];
        prop_assert_eq!(&whole, &case.read_in_chunks(&pool, 2, &read, &single), "to the bit");
    }

    #[test]
    fn company_makes_no_difference(case in case(), lens in vec(1..90_usize, 2..5)) {
        let pool = case.pool(100);
        let rows: Vec<_> = (0..).zip(&lens).map(|(sequence, &len)| {
            let read: Read = (0..len as u64).map(|at| at * 7 + u64::from(sequence)).collect();
            pool.open(sequence);
            pool.reserve(sequence, len).unwrap();
            (sequence, 0, read)
        }).collect();
        let mut alone = Vec::new();
        for row in &rows {
            alone.extend(case.attend(&pool, std::slice::from_ref(row)));
        }
        prop_assert_eq!(alone, case.attend(&pool, &rows), "to the bit");
    }

    #[test]
    fn no_rows_at_all_bring_it_down(
        rows in vec(prop_oneof![4 => 0..9_i32, 1 => any::<i32>()], 0..20),
        tokens in 0..9_usize,
    ) {
        let case = Case::plain(2, 2, 4);
        let pool = case.pool(4);
        pool.open(3);
        pool.reserve(3, 70).unwrap();
        _ = case.try_attend(&pool, &rows, &vec![1; tokens]);
    }
}

/// Row by row: what a graph may not ask, with sequence 3 open and 70 positions of it reserved.
#[test]
fn rows_are_not_believed() {
    let case = Case::plain(2, 2, 4);
    let pool = case.pool(8);
    pool.open(3);
    pool.reserve(3, 70).unwrap();
    pool.open(4);
    pool.reserve(4, 70).unwrap();
    pool.fork(4, 5);
    let refused =
        |rows: &[i32], tokens| case.try_attend(&pool, rows, &vec![1; tokens]).unwrap_err();
    let cases: [(&[i32], usize, AttendError); 12] = [
        (&[3, 0, 0, 1], 1, AttendError::RowColumns { values: 4 }),
        (&[-1, 0, 0, 1, 0], 1, AttendError::RowValue { row: 0, column: 0, value: -1, min: 0 }),
        (&[3, -1, 0, 1, 0], 1, AttendError::RowValue { row: 0, column: 1, value: -1, min: 0 }),
        (&[3, 0, 0, 0, 0], 1, AttendError::RowValue { row: 0, column: 3, value: 0, min: 1 }),
        (&[3, 0, 1, 1, 0], 2, AttendError::RowStart { row: 0, start: 1, expected: 0 }),
        (&[3, 0, 0, 1, 0], 2, AttendError::RowsEnd { end: 1, tokens: 2 }),
        (&[], 2, AttendError::RowsEnd { end: 0, tokens: 2 }),
        (&[2, 0, 0, 1, 0], 1, AttendError::NotOpen { row: 0, sequence: 2 }),
        (&[9, 0, 0, 1, 0], 1, AttendError::NotOpen { row: 0, sequence: 9 }),
        (&[3, 69, 0, 2, 0], 2, AttendError::NotReserved { row: 0, end: 71, reserved: 70 }),
        (&[3, 0, 0, 1, 0, 3, 1, 1, 1, 0], 2, AttendError::Twice { row: 1, sequence: 3 }),
        (&[5, 69, 0, 1, 0], 1, AttendError::Shared { row: 0, block: 3 }),
    ];
    for (rows, tokens, error) in cases {
        assert_eq!(refused(rows, tokens), error);
    }
    let far = refused(&[3, i32::MAX, 0, i32::MAX, 0], 1);
    assert!(matches!(far, AttendError::NotReserved { .. }), "{far}");
    case.try_attend(&pool, &[3, 0, 0, 2, -1], &[1, 2]).unwrap();
}

#[test]
fn a_rotary_cache_ends_where_it_ends() {
    let case = Case::plain(2, 2, 4).turning(2, 10);
    let pool = case.pool(4);
    pool.open(0);
    pool.reserve(0, 11).unwrap();
    case.try_attend(&pool, &[0, 0, 0, 10, 0], &[1; 10]).unwrap();
    let error = case.try_attend(&pool, &[0, 10, 0, 1, 0], &[1]).unwrap_err();
    assert_eq!(error, AttendError::RotaryPositions { row: 0, end: 11, positions: 10 });

    let caches = [0.0; 12];
    let width = |width| Rotary::new(&caches, &caches, width, false, 4).map(|_| ());
    assert_eq!(width(0), Err(AttendError::RotaryWidth { width: 0, head_size: 4 }));
    assert_eq!(width(3), Err(AttendError::RotaryWidth { width: 3, head_size: 4 }));
    let uneven = Rotary::new(&caches, &caches[..11], 2, false, 4).map(|_| ());
    let error = AttendError::Length { name: "sin_cache", values: 11, expected: 12 };
    assert_eq!(uneven, Err(error));
}

#[test]
fn shapes_are_not_believed() {
    let zeros = [0.0; 100];
    let length = |name, values, expected| Some(AttendError::Length { name, values, expected });
    let packed = |values| Projections::packed(&zeros[..values], 3, 2, 1, 4).err();
    assert_eq!(packed(48), None);
    assert_eq!(packed(47), length("qkv", 47, 48));
    let separate = |q, k, v| {
        let parts = [&zeros[..q], &zeros[..k], &zeros[..v]];
        Projections::separate(parts, 3, 2, 1, 4).err()
    };
    assert_eq!(separate(24, 12, 12), None);
    assert_eq!(separate(24, 11, 12), length("key", 11, 12));
    assert_eq!(separate(24, 12, 13), length("value", 13, 12));

    let pool = KvPool::new(KvShape::new(3, 2, 4).unwrap(), 1);
    let attention = |layer, heads| pool.attention(layer, heads, 0.0).map(|_: Attention| ());
    assert_eq!(attention(2, 4), Ok(()));
    assert_eq!(attention(3, 4), Err(AttendError::Layer { layer: 3, layers: 3 }));
    for heads in [0, 3, 2048] {
        let error = AttendError::Heads { heads, kv_heads: 2, max: 1024 };
        assert_eq!(attention(0, heads), Err(error));
    }
    let bad = [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1025, 1, 1), (1, 1025, 1), (1, 1, usize::MAX)];
    for (layers, kv_heads, head_size) in bad {
        KvShape::new(layers, kv_heads, head_size).unwrap_err();
    }
}

#[test]
fn a_pool_takes_memory_when_it_is_needed_and_gives_it_back() {
    let shape = KvShape::new(3, 2, 4).unwrap();
    let block = 3 * 2 * 2 * 4 * 64 * 4;
    assert_eq!(shape.block_bytes(), block);
    let pool = KvPool::new(shape, 4);
    assert_eq!(pool.bytes(), 0);
    pool.open(0);
    assert_eq!(pool.bytes(), 0);
    pool.reserve(0, 64).unwrap();
    assert_eq!(pool.bytes(), block);
    pool.reserve(0, 130).unwrap();
    assert_eq!((pool.bytes(), pool.free_blocks(), pool.len(0)), (3 * block, 1, 130));

    pool.fork(0, 1);
    assert_eq!((pool.bytes(), pool.free_blocks(), pool.len(1)), (3 * block, 1, 130), "shared");
    pool.reserve(1, 131).unwrap();
    assert_eq!((pool.bytes(), pool.free_blocks()), (4 * block, 0), "the last one is copied");
    let full = pool.reserve(1, 193).unwrap_err();
    assert_eq!(full.to_string(), "1 blocks of keys and values wanted, 0 free of 4");
    assert_eq!(pool.len(1), 131, "nothing has changed");
    pool.reserve(0, 131).unwrap();
    assert_eq!(pool.bytes(), 4 * block, "what nobody else reads is not copied");

    pool.close(0);
    assert_eq!((pool.bytes(), pool.free_blocks()), (4 * block, 1));
    pool.reserve(1, 193).unwrap();
    assert_eq!((pool.bytes(), pool.free_blocks()), (4 * block, 0), "freed blocks are used again");
    pool.fork(1, 1);
    assert_eq!((pool.len(1), pool.free_blocks()), (193, 0), "a copy of itself is itself");
    pool.rewind(1, 65);
    assert_eq!((pool.len(1), pool.free_blocks()), (65, 2));
    pool.reserve(1, 256).unwrap();
    pool.close(1);
    assert_eq!((pool.bytes(), pool.free_blocks(), pool.len(1)), (0, 4, 0));
}

#[test]
fn large_scores_stay_finite() {
    let case = Case { scale: 1e4, ..Case::plain(2, 2, 8) };
    let pool = case.pool(8);
    let read: Read = (1..=200).collect();
    let out = case.read_in_chunks(&pool, 0, &read, &[150, 50]);
    assert!(out.iter().all(|value| value.is_finite()));
}
