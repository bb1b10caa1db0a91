use super::*;
use proptest::prelude::*;

/// Closer than this to a filter's edge, single and double precision may disagree on which side a token is.
const MARGIN: f64 = 1e-4;

/// What may be drawn and how likely it is, ordered by id: slowly, in double precision, step by step as
/// the documentation of the parameters has it. `None` where a filter's edge is too close to call.
fn reference(logits: &[f32], params: &Sampling, drawn: &[u32]) -> Option<Vec<(usize, f64)>> {
    let mut scores: Vec<f64> = logits.iter().map(|logit| f64::from(*logit)).collect();
    for (id, score) in scores.iter_mut().enumerate() {
        let count = drawn.iter().filter(|token| **token as usize == id).count();
        if count > 0 {
            let repetition = f64::from(params.repetition_penalty);
            *score = if *score > 0.0 { *score / repetition } else { *score * repetition };
            *score -= f64::from(params.presence_penalty);
            *score -= f64::from(params.frequency_penalty) * count as f64;
        }
        for (_, bias) in params.logit_bias.iter().filter(|(token, _)| *token as usize == id) {
            *score += f64::from(*bias);
        }
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let tied = |a: usize, b: usize| {
        let gap = (scores[order[a]] - scores[order[b]]).abs();
        if gap == 0.0 || gap > MARGIN { Some(()) } else { None }
    };
    if params.temperature == 0.0 {
        if order.len() > 1 {
            tied(0, 1)?;
        }
        return Some(vec![(order[0], 1.0)]);
    }
    let temperature = f64::from(params.temperature);
    let weight = |id: usize| ((scores[id] - scores[order[0]]) / temperature).exp();
    let mut kept = order.clone();
    let top_k = params.top_k as usize;
    if top_k > 0 && top_k < kept.len() {
        tied(top_k - 1, top_k)?;
        kept.truncate(top_k);
    }
    if params.top_p < 1.0 {
        let total: f64 = kept.iter().map(|id| weight(*id)).sum();
        let mut share = 0.0;
        let mut count = 0;
        while count < kept.len() && share < f64::from(params.top_p) {
            share += weight(kept[count]) / total;
            count += 1;
            if (share - f64::from(params.top_p)).abs() < MARGIN {
                return None;
            }
        }
        if count < kept.len() {
            tied(count - 1, count)?;
        }
        kept.truncate(count);
    }
    let min_p = f64::from(params.min_p);
    if kept.iter().any(|id| (weight(*id) - min_p).abs() < MARGIN * min_p) {
        return None;
    }
    kept.retain(|id| weight(*id) >= min_p);
    kept.sort_unstable();
    let total: f64 = kept.iter().map(|id| weight(*id)).sum();
    Some(kept.into_iter().map(|id| (id, weight(id) / total)).collect())
}

fn logits() -> impl Strategy<Value = Vec<f32>> {
    // Whole numbers make ties.
    let logit = prop_oneof![-8.0_f32..8.0, (-3_i8..4).prop_map(f32::from)];
    prop::collection::vec(logit, 1..300)
}

fn or<T: Clone + std::fmt::Debug>(
    off: T,
    on: impl Strategy<Value = T>,
) -> impl Strategy<Value = T> {
    prop_oneof![Just(off), on]
}

prop_compose! {
    fn sampling()(
        seed in any::<u64>(),
        temperature in prop_oneof![1 => Just(0.0), 2 => Just(1.0), 3 => 0.2_f32..2.0],
        top_p in or(1.0, 0.05_f32..1.0),
        min_p in or(0.0, 0.001_f32..0.9),
        top_k in or(0, 1_u32..40),
        presence_penalty in or(0.0, -2.0_f32..2.0),
        frequency_penalty in or(0.0, -2.0_f32..2.0),
        repetition_penalty in or(1.0, 0.5_f32..2.0),
        logit_bias in prop::collection::vec((0_u32..310, -10.0_f32..10.0), 0..5),
    ) -> Sampling {
        Sampling {
            seed, temperature, top_p, min_p, top_k, presence_penalty, frequency_penalty,
            repetition_penalty, logit_bias,
        }
    }
}

proptest! {
    #[test]
    fn draws_are_those_of_the_reference(
        logits in logits(),
        params in sampling(),
        choice in any::<u16>(),
    ) {
        let mut sampler = Sampler::new(&params, choice);
        let mut drawn = Vec::new();
        for position in 0..8 {
            let token = sampler.draw(&logits, None).token;
            if let Some(tokens) = reference(&logits, &params, &drawn) {
                let point = uniform(params.seed, choice, position);
                let before: f64 =
                    tokens.iter().take_while(|(id, _)| *id < token as usize).map(|(_, p)| p).sum();
                let own = tokens.iter().find(|(id, _)| *id == token as usize);
                prop_assert!(own.is_some(), "token {} was filtered out", token);
                let share = own.map_or(0.0, |(_, share)| *share);
                if params.temperature > 0.0 {
                    prop_assert!(point > before - MARGIN && point < before + share + MARGIN,
                        "token {token} has {before}+{share}, the point is {point}");
                }
            }
            drawn.push(token);
        }
    }

    #[test]
    fn logprobs_are_those_of_the_raw_logits(
        logits in logits(),
        params in sampling(),
        top in 0_u8..30,
    ) {
        let draw = Sampler::new(&params, 0).draw(&logits, Some(top));
        let total: f64 = logits.iter().map(|logit| f64::from(*logit).exp()).sum();
        let exact = |id: u32| f64::from(logits[id as usize]) - total.ln();
        let got = draw.logprobs.unwrap();
        prop_assert!((f64::from(got.chosen) - exact(draw.token)).abs() < MARGIN);
        let mut order: Vec<u32> = (0..).take(logits.len()).collect();
        order.sort_by(|a, b| logits[*b as usize].total_cmp(&logits[*a as usize]).then(a.cmp(b)));
        order.truncate(usize::from(top));
        prop_assert_eq!(got.top.iter().map(|(id, _)| *id).collect::<Vec<_>>(), order);
        for (id, logprob) in got.top {
            prop_assert!((f64::from(logprob) - exact(id)).abs() < MARGIN);
        }
    }

    #[test]
    fn exp_is_close_to_the_librarys(x in -87.0_f32..=0.0) {
        let exact = f64::from(x).exp();
        prop_assert!((f64::from(exp(x)) / exact - 1.0).abs() < 1e-5);
    }

    #[test]
    fn no_logits_make_it_panic(
        logits in prop::collection::vec(any::<f32>(), 1..100),
        params in sampling(),
    ) {
        let token = Sampler::new(&params, 0).draw(&logits, Some(5)).token;
        prop_assert!((token as usize) < logits.len());
    }
}

const LOGITS: [f32; 10] = [0.0, 1.0, 2.0, 0.5, -1.0, 1.5, 0.0, 2.5, -0.5, 1.0];

/// Pearson's statistic of 50,000 draws; with nine degrees of freedom one in a thousand fair runs
/// exceeds 27.9.
fn chi_square(mut draw: impl FnMut(u64) -> u32) -> f64 {
    let draws = 50_000_u32;
    let mut counts = [0.0_f64; 10];
    for index in 0..u64::from(draws) {
        counts[draw(index) as usize] += 1.0;
    }
    let total: f64 = LOGITS.iter().map(|logit| f64::from(*logit).exp()).sum();
    let terms = counts.iter().zip(LOGITS).map(|(count, logit)| {
        let expected = f64::from(draws) * f64::from(logit).exp() / total;
        (count - expected).powi(2) / expected
    });
    terms.sum()
}

#[test]
fn tokens_come_as_often_as_the_softmax_says() {
    let mut sampler = Sampler::new(&Sampling::default(), 0);
    let along_one_answer = chi_square(|_| sampler.draw(&LOGITS, None).token);
    assert!(along_one_answer < 27.9, "{along_one_answer}");
    let over_seeds = chi_square(|seed| {
        Sampler::new(&Sampling { seed, ..Sampling::default() }, 0).draw(&LOGITS, None).token
    });
    assert!(over_seeds < 27.9, "{over_seeds}");
    let over_choices = chi_square(|index| {
        let params = Sampling { seed: index / 100, ..Sampling::default() };
        let choice = u16::try_from(index % 100).unwrap();
        Sampler::new(&params, choice).draw(&LOGITS, None).token
    });
    assert!(over_choices < 27.9, "{over_choices}");
}

fn run(params: &Sampling, choice: u16, draws: usize) -> Vec<u32> {
    let mut sampler = Sampler::new(params, choice);
    (0..draws).map(|_| sampler.draw(&LOGITS, None).token).collect()
}

#[test]
fn the_same_seed_gives_the_same_tokens_and_another_choice_others() {
    let params = Sampling { seed: 7, ..Sampling::default() };
    assert_eq!(run(&params, 0, 50), run(&params, 0, 50));
    assert_ne!(run(&params, 0, 50), run(&params, 1, 50));
    let other = Sampling { seed: 8, ..Sampling::default() };
    assert_ne!(run(&params, 0, 50), run(&other, 0, 50));
}

#[test]
fn greedy_takes_the_lowest_id_of_a_tie() {
    let params = Sampling { temperature: 0.0, ..Sampling::default() };
    let mut sampler = Sampler::new(&params, 0);
    assert_eq!(sampler.draw(&[1.0, 3.0, 3.0, 2.0], None).token, 1);
    assert_eq!(sampler.draw(&[f32::NAN, f32::NEG_INFINITY, -5.0], None).token, 2);
}

#[test]
fn a_banned_token_is_never_drawn_but_its_logprob_is_the_models() {
    let banned = Sampling { logit_bias: vec![(0, f32::NEG_INFINITY)], ..Sampling::default() };
    let mut sampler = Sampler::new(&banned, 0);
    for _ in 0..1000 {
        let draw = sampler.draw(&[20.0, 0.0, 0.0], Some(1));
        assert_ne!(draw.token, 0);
        let top = draw.logprobs.unwrap().top;
        assert!(top[0].0 == 0 && top[0].1 > -0.001, "{top:?}");
    }
}

#[test]
fn penalties_spread_the_answer() {
    let logits = [5.0_f32, 4.0, 3.0, 2.0];
    let greedy = Sampling { temperature: 0.0, ..Sampling::default() };
    let tokens = |params: Sampling| -> Vec<u32> {
        let mut sampler = Sampler::new(&params, 0);
        (0..5).map(|_| sampler.draw(&logits, None).token).collect()
    };
    assert_eq!(tokens(greedy.clone()), [0, 0, 0, 0, 0]);
    // Once only, however often the token was drawn.
    assert_eq!(tokens(Sampling { presence_penalty: 1.5, ..greedy.clone() }), [0, 1, 0, 0, 0]);
    // Once for every time.
    assert_eq!(tokens(Sampling { frequency_penalty: 0.7, ..greedy.clone() }), [0, 0, 1, 0, 1]);
    // 5 / 2 is under 4, and 4 / 2 under 3.
    assert_eq!(tokens(Sampling { repetition_penalty: 2.0, ..greedy }), [0, 1, 2, 0, 0]);
}

#[test]
fn min_p_of_one_leaves_only_the_likeliest() {
    let params = Sampling { min_p: 1.0, ..Sampling::default() };
    assert!(run(&params, 0, 100).iter().all(|token| *token == 7));
}
