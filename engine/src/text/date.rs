//! Today's date for templates that ask for it, in the words of `strftime`. The time is UTC: a sandboxed
//! worker knows no time zone. No clock is read here.

use std::time::{SystemTime, UNIX_EPOCH};

const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// A format longer than this is not one.
const FORMAT_BYTES_MAX: usize = 1024;
const DAY_SECONDS: u64 = 86_400;
const FOUR_CENTURIES_DAYS: u64 = 146_097;

/// `None` for a directive that is not known here.
pub(super) fn strftime(format: &str, now: SystemTime) -> Option<String> {
    if format.len() > FORMAT_BYTES_MAX {
        return None;
    }
    let date = Date::new(now);
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (padded, directive) = match chars.next()? {
            '-' => (false, chars.next()?),
            directive => (true, directive),
        };
        let text = date.directive(directive)?;
        out.push_str(if padded { &text } else { unpadded(&text) });
    }
    Some(out)
}

fn unpadded(text: &str) -> &str {
    let rest = text.trim_start_matches(['0', ' ']);
    if rest.is_empty() { "0" } else { rest }
}

struct Date {
    year: u64,
    /// From 0.
    month: usize,
    /// From 1.
    day: u64,
    /// From 1.
    day_of_year: u64,
    /// From 0, a Sunday.
    weekday: usize,
    hour: u64,
    minute: u64,
    second: u64,
}

impl Date {
    fn new(now: SystemTime) -> Self {
        let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let days = seconds / DAY_SECONDS;
        // The calendar repeats itself every 400 years; counting from 1970 on is enough within them.
        let mut year = 1970 + days / FOUR_CENTURIES_DAYS * 400;
        let mut day = days % FOUR_CENTURIES_DAYS;
        while day >= year_days(year) {
            day -= year_days(year);
            year += 1;
        }
        let day_of_year = day + 1;
        let mut month = 0;
        while day >= month_days(year, month) {
            day -= month_days(year, month);
            month += 1;
        }
        let rest = seconds % DAY_SECONDS;
        Self {
            year,
            month,
            day: day + 1,
            day_of_year,
            // The epoch was a Thursday.
            weekday: usize::try_from((days + 4) % 7).expect("below seven"),
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
        }
    }

    fn directive(&self, directive: char) -> Option<String> {
        let Self { year, day, hour, minute, second, .. } = self;
        let (month, half_day) = (self.month + 1, (hour + 11) % 12 + 1);
        let (month_name, day_name) = (MONTHS[self.month], DAYS[self.weekday]);
        Some(match directive {
            'Y' => year.to_string(),
            'y' => format!("{:02}", year % 100),
            'm' => format!("{month:02}"),
            'B' => month_name.to_owned(),
            'b' | 'h' => month_name[..3].to_owned(),
            'd' => format!("{day:02}"),
            'e' => format!("{day:2}"),
            'j' => format!("{:03}", self.day_of_year),
            'A' => day_name.to_owned(),
            'a' => day_name[..3].to_owned(),
            'w' => self.weekday.to_string(),
            'u' => (if self.weekday == 0 { 7 } else { self.weekday }).to_string(),
            'H' => format!("{hour:02}"),
            'I' => format!("{half_day:02}"),
            'p' => (if *hour < 12 { "AM" } else { "PM" }).to_owned(),
            'M' => format!("{minute:02}"),
            'S' => format!("{second:02}"),
            'F' => format!("{year}-{month:02}-{day:02}"),
            'T' => format!("{hour:02}:{minute:02}:{second:02}"),
            'R' => format!("{hour:02}:{minute:02}"),
            'D' => format!("{month:02}/{day:02}/{:02}", year % 100),
            // A time without a zone has no name and no offset.
            'Z' | 'z' => String::new(),
            'n' => "\n".to_owned(),
            't' => "\t".to_owned(),
            '%' => "%".to_owned(),
            _ => return None,
        })
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn year_days(year: u64) -> u64 {
    365 + u64::from(is_leap(year))
}

fn month_days(year: u64, month: usize) -> u64 {
    const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    DAYS[month] + u64::from(month == 1 && is_leap(year))
}
