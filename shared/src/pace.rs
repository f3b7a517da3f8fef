//! How fast somebody may ask: exact counts by address prefix and by person, in bounded memory.
//!
//! A pure state machine: whoever runs it hands it the time. A key may ask `burst` times at once
//! and then `a_minute` times a minute. Only keys that have asked of late are kept; when more of
//! them come than there is room for, those that have asked least are forgotten first, so that
//! nobody who is refused gets out of it by bringing a crowd of addresses along.

use std::collections::HashMap;
use std::hash::Hash;
use std::str::FromStr;

use crate::id::{AccountId, VisitorId};
use crate::subscriber;
use crate::time::UnixMillis;

/// How often a key may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub burst: u32,
    /// So many a minute after that.
    pub a_minute: u32,
}

/// A rate that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rate is `at once/a minute`, two whole numbers from 1 to 1000000, like 60/30")]
pub struct RateError;

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let number = |text: &str| match text.trim().parse() {
            Ok(number @ 1..=1_000_000) => Ok(number),
            _ => Err(RateError),
        };
        let (burst, a_minute) = text.split_once('/').ok_or(RateError)?;
        Ok(Self { burst: number(burst)?, a_minute: number(a_minute)? })
    }
}

/// Counts by key.
#[derive(Debug)]
pub struct Pace<K> {
    /// Per key: when it may ask its whole burst again, in microseconds.
    rested: HashMap<K, i64>,
    keys_max: usize,
}

impl<K: Eq + Hash> Pace<K> {
    /// Counts of at most `keys_max` keys.
    #[must_use]
    pub fn new(keys_max: usize) -> Self {
        Self { rested: HashMap::new(), keys_max }
    }

    /// `key` asks once.
    ///
    /// # Errors
    /// After how many ms it may ask again. Asking sooner takes nothing away.
    pub fn ask(&mut self, key: K, rate: Rate, now: UnixMillis) -> Result<(), i64> {
        let now = now.0.saturating_mul(1000);
        let each = 60_000_000 / i64::from(rate.a_minute.max(1));
        let whole = each.saturating_mul(i64::from(rate.burst.max(1)));
        // A clock that was put back locks nobody out for longer than the rate does.
        let from = self.rested.get(&key).copied().unwrap_or(now).clamp(now, now + whole);
        let rested = from.saturating_add(each);
        if rested > now.saturating_add(whole) {
            self.rested.insert(key, from);
            return Err((rested - now - whole + 999) / 1000);
        }
        self.make_room(now);
        self.rested.insert(key, rested);
        Ok(())
    }

    fn make_room(&mut self, now: i64) {
        if self.rested.len() < self.keys_max {
            return;
        }
        self.rested.retain(|_, rested| *rested > now);
        if self.rested.len() * 4 < self.keys_max * 3 {
            return;
        }
        let mut all: Vec<i64> = self.rested.values().copied().collect();
        let half = all.len() / 2;
        let (_, &mut median, _) = all.select_nth_unstable(half);
        self.rested.retain(|_, rested| *rested > median);
    }
}

/// How often the line may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRates {
    /// New places of people who are not signed in, by address prefix.
    pub new_anonymous: Rate,
    /// New places of people who are signed in, by address prefix.
    pub new_signed_in: Rate,
    /// Everything else, by address prefix.
    pub prefix: Rate,
    /// Everything, by person: the account, else the visitor.
    pub person: Rate,
}

impl LineRates {
    /// What holds unless the operator says otherwise. Mobile carriers put thousands of people
    /// behind one /24, so signed-in people of one prefix are many; each of them has one place
    /// anyway. Without a sign-in nobody can take a turn: such places are few, or one address
    /// could fill the front of a line with nobody.
    pub const DEFAULT: Self = Self {
        new_anonymous: Rate { burst: 60, a_minute: 30 },
        new_signed_in: Rate { burst: 3_000, a_minute: 6_000 },
        prefix: Rate { burst: 6_000, a_minute: 12_000 },
        person: Rate { burst: 60, a_minute: 120 },
    };
}

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    NewAnonymous(String),
    NewSignedIn(String),
    Prefix(String),
    Account(AccountId),
    Visitor(VisitorId),
    Thumbprint(String),
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// Somebody signed in.
    Account(AccountId),
    /// Whoever has this place's token.
    Visitor(VisitorId),
    /// A browser that may have no place yet.
    Thumbprint(String),
}

/// The counts of one shard of a line.
#[derive(Debug)]
pub struct LinePace {
    pace: Pace<Key>,
}

/// The most keys of a line's counts: some 20 MB at the worst.
const KEYS_MAX: usize = 100_000;

impl Default for LinePace {
    fn default() -> Self {
        Self { pace: Pace::new(KEYS_MAX) }
    }
}

impl LinePace {
    /// Somebody at `client` asks for anything.
    ///
    /// # Errors
    /// After how many ms it may ask again.
    pub fn asks(
        &mut self,
        person: Person,
        client: &str,
        rates: &LineRates,
        now: UnixMillis,
    ) -> Result<(), i64> {
        let key = match person {
            Person::Account(id) => Key::Account(id),
            Person::Visitor(id) => Key::Visitor(id),
            Person::Thumbprint(text) => Key::Thumbprint(text),
        };
        self.pace.ask(key, rates.person, now)?;
        self.pace.ask(Key::Prefix(subscriber::prefix_of_text(client)), rates.prefix, now)
    }

    /// Somebody at `client` is about to get a place who had none.
    ///
    /// # Errors
    /// After how many ms it may ask again.
    pub fn is_new(
        &mut self,
        signed_in: bool,
        client: &str,
        rates: &LineRates,
        now: UnixMillis,
    ) -> Result<(), i64> {
        let prefix = subscriber::prefix_of_text(client);
        match signed_in {
            true => self.pace.ask(Key::NewSignedIn(prefix), rates.new_signed_in, now),
            false => self.pace.ask(Key::NewAnonymous(prefix), rates.new_anonymous, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, a_minute: 60 };

    fn at(ms: i64) -> UnixMillis {
        UnixMillis(1_800_000_000_000 + ms)
    }

    #[test]
    fn a_burst_then_the_rate_exactly_and_refusals_cost_nothing() {
        let mut pace = Pace::new(10);
        let mut good = 0;
        for ms in 0..10_000 {
            good += u32::from(pace.ask("a", RATE, at(ms)).is_ok());
        }
        assert_eq!(good, 3 + 9);
        assert_eq!(pace.ask("a", RATE, at(9_999)), Err(1));
        assert_eq!(pace.ask("b", RATE, at(9_999)), Ok(()));
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let mut pace = Pace::new(10);
        assert_eq!(pace.ask("a", RATE, at(3_600_000)), Ok(()));
        assert_eq!(pace.ask("a", RATE, at(0)), Err(1_000));
        assert_eq!(pace.ask("a", RATE, at(1_000)), Ok(()));
    }

    #[test]
    fn a_crowd_of_keys_stays_bounded_and_frees_nobody_who_is_refused() {
        let mut pace = Pace::new(100);
        for _ in 0..3 {
            pace.ask(0, RATE, at(0)).unwrap();
        }
        for key in 1..10_000 {
            pace.ask(key, RATE, at(0)).unwrap();
            assert!(pace.rested.len() <= 100);
            assert!(pace.ask(0, RATE, at(0)).is_err(), "{key}");
        }
    }

    #[test]
    fn prefixes_and_persons_are_counted_apart() {
        let one = Rate { burst: 1, a_minute: 1 };
        let rates = LineRates { new_anonymous: one, person: one, ..LineRates::DEFAULT };
        let mut line = LinePace::default();
        assert!(line.is_new(false, "203.0.113.1", &rates, at(0)).is_ok());
        assert_eq!(line.is_new(false, "203.0.113.250", &rates, at(0)), Err(60_000));
        assert!(line.is_new(true, "203.0.113.250", &rates, at(0)).is_ok());
        assert!(line.is_new(false, "203.0.114.1", &rates, at(0)).is_ok());
        assert!(line.is_new(false, "2001:db8::1", &rates, at(0)).is_ok());
        assert!(line.is_new(false, "2001:db8::ffff:0:0:2", &rates, at(0)).is_err());
        let person = || Person::Thumbprint("t".to_owned());
        assert!(line.asks(person(), "203.0.113.1", &rates, at(0)).is_ok());
        assert!(line.asks(person(), "198.51.100.1", &rates, at(0)).is_err());
    }

    #[test]
    fn rates_are_read() {
        assert_eq!("60/30".parse(), Ok(Rate { burst: 60, a_minute: 30 }));
        for wrong in ["", "60", "0/1", "1/0", "x/1", "1/1000001", "-1/5"] {
            assert_eq!(wrong.parse::<Rate>(), Err(RateError), "{wrong}");
        }
    }
}
