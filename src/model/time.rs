//! Simulation time: integer milliseconds since the start, and a fictional calendar on top.

use std::fmt;
use std::ops::{Add, Sub};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is wrong with a text that should be a length of time; `content` tells by it what to say to the author.
pub const NO_SPAN: &str = "is no length of time; write it as in \"90s\", \"5m\", \"1h30m\" or \"3d\"";
/// What is wrong with a length of time beyond [`Span::MAX`].
pub const SPAN_TOO_LONG: &str = "is longer than 400 days";
/// What is wrong with a text that should be a moment of the calendar.
pub const NO_CALENDAR: &str = "is no calendar moment; write it as in \"2026-11-17 07:30\"";

/// A length of simulation time in milliseconds. Files write it as `"90s"`, `"5m"`, `"1h30m"`, `"3d"`, `"-2d"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

/// A moment: milliseconds of simulation time since the start of the exercise; negative before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SimTime(pub i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest length a file may write: 400 days.
    pub const MAX: Self = Self(400 * 24 * 3_600_000);

    /// A length of `n` seconds.
    pub const fn secs(n: i64) -> Self {
        Self(n * 1_000)
    }
    /// A length of `n` minutes.
    pub const fn mins(n: i64) -> Self {
        Self(n * 60_000)
    }
    /// A length of `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self(n * 3_600_000)
    }
    /// Whole minutes, rounded towards zero.
    pub const fn as_mins(self) -> i64 {
        self.0 / 60_000
    }

    /// Reads `"1h30m"`, `"45s"`, `"250ms"`, `"-3d"`.
    ///
    /// # Errors
    /// A sentence that says what is wrong and how to write it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` {NO_SPAN}");
        let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        if rest.is_empty() {
            return Err(wrong());
        }
        let mut total = 0_i64;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, tail) = rest.split_at(digits);
            let unit_len = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (unit, tail) = tail.split_at(unit_len);
            let factor = match unit {
                "ms" => 1,
                "s" => 1_000,
                "m" => 60_000,
                "h" => 3_600_000,
                "d" => 86_400_000,
                _ => return Err(wrong()),
            };
            let number: i64 = number.parse().map_err(|_| wrong())?;
            total = number
                .checked_mul(factor)
                .and_then(|part| total.checked_add(part))
                .filter(|sum| *sum <= Self::MAX.0)
                .ok_or_else(|| format!("`{text}` {SPAN_TOO_LONG}"))?;
            rest = tail;
        }
        Ok(Self(sign * total))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Span {
    /// The form that [`Span::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut left = self.0.saturating_abs();
        for (factor, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")] {
            if left >= factor {
                write!(f, "{}{unit}", left / factor)?;
                left %= factor;
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

impl SimTime {
    /// The start of the exercise.
    pub const START: Self = Self(0);

    /// The moment `span` after the start.
    pub const fn after_start(span: Span) -> Self {
        Self(span.0)
    }
}

impl fmt::Debug for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}{}", if self.0 < 0 { "" } else { "+" }, Span(self.0))
    }
}

impl Add<Span> for SimTime {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}
impl Sub<Span> for SimTime {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}
impl Sub for SimTime {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// A range of lengths `(shortest, longest)`; the engine draws one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanRange(pub Span, pub Span);

impl SpanRange {
    /// Exactly `span`.
    pub const fn exactly(span: Span) -> Self {
        Self(span, span)
    }
}

impl Default for SpanRange {
    fn default() -> Self {
        Self::exactly(Span::ZERO)
    }
}

/// A moment of the fictional calendar (+07:00, no daylight saving), written `"2026-11-17 07:30"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Calendar {
    /// Minutes since 1970-01-01 00:00 in +07:00.
    pub minutes: i64,
}

/// The parts of a calendar moment, ready to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarParts {
    /// Year of the common era.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 59.
    pub second: i64,
    /// 0 is Monday.
    pub weekday: i64,
}

impl Calendar {
    /// Reads `"2026-11-17 07:30"`.
    ///
    /// # Errors
    /// A sentence that says how to write it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` {NO_CALENDAR}");
        let (date, clock) = text.split_once(' ').ok_or_else(wrong)?;
        let number = |part: &str| part.parse::<i64>().map_err(|_| wrong());
        let date: Vec<i64> = date.split('-').map(number).collect::<Result<_, _>>()?;
        let clock: Vec<i64> = clock.split(':').map(number).collect::<Result<_, _>>()?;
        let ([year, month, day], [hour, minute]) = (&date[..], &clock[..]) else { return Err(wrong()) };
        let valid = (1970..=9999).contains(year)
            && (1..=12).contains(month)
            && (1..=31).contains(day)
            && (0..24).contains(hour)
            && (0..60).contains(minute);
        let moment = Self { minutes: days_from_civil(*year, *month, *day) * 1_440 + hour * 60 + minute };
        if valid && moment.at(SimTime::START).day == *day { Ok(moment) } else { Err(wrong()) }
    }

    /// What the calendar shows at `time`, when the exercise started at `self`.
    pub fn at(self, time: SimTime) -> CalendarParts {
        let seconds = self.minutes * 60 + time.0.div_euclid(1_000);
        let days = seconds.div_euclid(86_400);
        let of_day = seconds.rem_euclid(86_400);
        let (year, month, day) = civil_from_days(days);
        CalendarParts {
            year,
            month,
            day,
            hour: of_day / 3_600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
            weekday: (days + 3).rem_euclid(7),
        }
    }
}

impl Serialize for Calendar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let p = self.at(SimTime::START);
        serializer.collect_str(&format_args!("{:04}-{:02}-{:02} {:02}:{:02}", p.year, p.month, p.day, p.hour, p.minute))
    }
}

impl<'de> Deserialize<'de> for Calendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; years are counted from March so
/// that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_are_read_with_their_units() {
        assert_eq!(Span::parse("1h30m"), Ok(Span::mins(90)));
        assert_eq!(Span::parse("-3d"), Ok(Span::hours(-72)));
        assert_eq!(Span::parse("250ms"), Ok(Span(250)));
        for wrong in ["", "-", "5", "m", "5 m", "99999999999999999999s", "401d", "5x"] {
            assert!(Span::parse(wrong).is_err(), "{wrong:?} should be refused");
        }
    }

    #[test]
    fn the_calendar_crosses_months_and_leap_days() {
        let start = Calendar::parse("2028-02-28 23:30").unwrap();
        let later = start.at(SimTime::after_start(Span::mins(45)));
        assert_eq!((later.month, later.day, later.hour, later.minute), (2, 29, 0, 15));
        assert_eq!(Calendar::parse("2026-11-22 00:00").unwrap().at(SimTime::START).weekday, 6);
        assert!(Calendar::parse("2026-02-30 10:00").is_err());
    }

    proptest! {
        #[test]
        fn a_span_reads_back_what_it_prints(ms in -Span::MAX.0..=Span::MAX.0) {
            prop_assert_eq!(Span::parse(&Span(ms).to_string()), Ok(Span(ms)));
        }

        #[test]
        fn civil_days_round_trip(days in -700_000_i64..2_000_000) {
            let (year, month, day) = civil_from_days(days);
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
