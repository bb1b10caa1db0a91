//! Numbers as people read them.

/// `18.2 MB`: decimal units, three digits.
pub(crate) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64;
    let mut unit = "B";
    for next in UNITS {
        // 999.95 would be shown as 1000.0.
        if value < 999.5 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if value < 99.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// `3 h 12 min`: the two largest units.
pub(crate) fn duration(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and a negative uptime is none"
    )]
    let seconds = seconds as u64;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, _, _) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}

/// As `duration`, for what may be over in no time: `35 ms`, `1.9 s`.
pub(crate) fn took(seconds: f64) -> String {
    match seconds {
        // 999.5 ms would be shown as 1000.
        ..0.9995 => format!("{:.0} ms", seconds.max(0.0) * 1000.0),
        ..10.0 => format!("{seconds:.1} s"),
        _ => duration(seconds),
    }
}

/// `12:03:04.125`, of a day in UTC.
pub(crate) fn time_of_day(since_epoch_s: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the remainder is within a day"
    )]
    let ms = (since_epoch_s.rem_euclid(86_400.0) * 1000.0) as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}.{ms:03}", s / 3600, s / 60 % 60, s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_about_three_digits() {
        for (number, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (18_234_567, "18.2 MB"),
            (999_499, "999 kB"),
            (999_960, "1.0 MB"),
            (123_456_789_012, "123 GB"),
            (5_000_000_000_000_000, "5000 TB"),
        ] {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn a_duration_has_two_units() {
        for (s, text) in [
            (-1.0, "0 s"),
            (59.9, "59 s"),
            (61.0, "1 min 1 s"),
            (11_530.0, "3 h 12 min"),
            (180_000.0, "2 d 2 h"),
        ] {
            assert_eq!(duration(s), text);
        }
    }

    #[test]
    fn what_took_no_time_is_told_in_smaller_parts() {
        for (s, text) in [
            (-1.0, "0 ms"),
            (0.0346, "35 ms"),
            (0.9994, "999 ms"),
            (0.9996, "1.0 s"),
            (1.94, "1.9 s"),
            (10.2, "10 s"),
            (75.2, "1 min 15 s"),
        ] {
            assert_eq!(took(s), text);
        }
    }

    #[test]
    fn the_time_of_day_has_milliseconds() {
        assert_eq!(time_of_day(1_700_000_000.125), "22:13:20.125");
        assert_eq!(time_of_day(86_400.0 * 3.0), "00:00:00.000");
    }
}
