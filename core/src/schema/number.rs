//! Numbers by their decimal value: 19.99 is a multiple of 0.01.

use edge_api::json;
use serde_json::Number;

/// `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

pub(super) fn is_whole(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

/// Of 0 there is none.
pub(super) fn is_multiple(number: &Number, step: &Number) -> bool {
    let (number, step) = (decimal(number), decimal(step));
    if number.exponent < step.exponent {
        // A step that does not fit is larger than the number.
        return scaled(step, number.exponent)
            .map_or(number.digits == 0, |step| number.digits.checked_rem(step) == Some(0));
    }
    let Some(mut rest) = number.digits.checked_rem(step.digits) else { return false };
    for _ in step.exponent..number.exponent {
        rest = rest * 10 % step.digits;
    }
    rest == 0
}

/// Its digits at a lower exponent, if they fit.
fn scaled(number: Decimal, exponent: i32) -> Option<i128> {
    if number.digits == 0 {
        return Some(0);
    }
    let power = u32::try_from(number.exponent - exponent).ok()?;
    10i128.checked_pow(power)?.checked_mul(number.digits)
}

/// What the number's shortest text says, but for whole numbers that are the same as one of 64 bits: those
/// are written in full. An `f64` has 17 digits at most, a `u64` 20.
fn decimal(number: &Number) -> Decimal {
    if let Some(digits) = json::whole(number) {
        return Decimal { digits, exponent: 0 };
    }
    let text = number.to_string();
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let fraction_digits = i32::try_from(fraction.len()).unwrap_or(0);
    Decimal {
        digits: format!("{whole}{fraction}").parse().unwrap_or(0),
        exponent: exponent - fraction_digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn multiples_are_exact() {
        for (n, step) in [
            ("19.99", "0.01"),
            ("0", "7"),
            ("-9", "3"),
            ("4.5", "1.5"),
            ("1e300", "2"),
            ("1e23", "10"),
            ("9223372036854775808.0", "8"),
        ] {
            assert!(is_multiple(&number(n), &number(step)), "{n} {step}");
        }
        for (n, step) in [
            ("19.995", "0.01"),
            ("1", "7"),
            ("0.5", "1e300"),
            ("1e300", "7"),
            ("9223372036854775808.0", "1000"),
        ] {
            assert!(!is_multiple(&number(n), &number(step)), "{n} {step}");
        }
    }

    #[test]
    fn whole_numbers() {
        for n in ["1", "1.0", "-3.00", "1e300", "1.5e1", "0.0", "18446744073709551615"] {
            assert!(is_whole(&number(n)), "{n}");
        }
        for n in ["1.5", "1e-1", "1e-300", "-0.1"] {
            assert!(!is_whole(&number(n)), "{n}");
        }
    }

    proptest! {
        #[test]
        fn every_number_is_a_multiple_of_itself(a in any::<f64>(), whole in any::<i64>()) {
            if let Some(x) = Number::from_f64(a) {
                prop_assert_eq!(is_multiple(&x, &x), a != 0.0);
            }
            prop_assert_eq!(is_multiple(&whole.into(), &whole.into()), whole != 0);
        }
    }
}
