//! Limit, ours, limit, ours …: short rounds in turns, because the machine is noisy and shared.
//! What counts is the median of the ratios of neighbours.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::report;

/// Pairs of rounds that one bench makes.
const PAIRS: usize = 9;
/// A bench that has used so much makes no further pair, once it has [`PAIRS_MIN`].
const BUDGET: Duration = Duration::from_secs(26);
/// How long ours runs alone, where a profiler is to look at it.
const ALONE: Duration = Duration::from_secs(30);
/// Fewer pairs have no median worth its name.
const PAIRS_MIN: usize = 3;

/// What a bench has measured: (limit, ours) a second, pair by pair.
pub(crate) struct Rounds(Vec<(f64, f64)>);

impl Rounds {
    /// Runs both in turns; each answers how many a second it did. The first pair warms up and
    /// is forgotten.
    pub(crate) async fn run(
        mut limit: impl AsyncFnMut() -> Result<f64>,
        mut ours: impl AsyncFnMut() -> Result<f64>,
    ) -> Result<Self> {
        if std::env::var_os("BENCH_ALONE").is_some() {
            let until = Instant::now() + ALONE;
            while Instant::now() < until {
                report::progress(&format!("alone {:.0}/s", ours().await?));
            }
        }
        let began = Instant::now();
        limit().await?;
        ours().await?;
        let mut pairs = Vec::new();
        while pairs.len() < PAIRS && (pairs.len() < PAIRS_MIN || began.elapsed() < BUDGET) {
            let pair = (limit().await?, ours().await?);
            report::progress(&format!("limit {:.0}/s, ours {:.0}/s", pair.0, pair.1));
            pairs.push(pair);
        }
        Ok(Self(pairs))
    }

    /// The median paces of limit and ours, a second.
    pub(crate) fn paces(&self) -> (f64, f64) {
        let of = |pick: fn(&(f64, f64)) -> f64| median(self.0.iter().map(pick).collect());
        (of(|pair| pair.0), of(|pair| pair.1))
    }

    /// Lowest, median and highest ratio.
    pub(crate) fn ratios(&self) -> (f64, f64, f64) {
        let ratios: Vec<f64> = self.0.iter().map(|(limit, ours)| ours / limit).collect();
        let low = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let high = ratios.iter().copied().fold(0.0, f64::max);
        (low, median(ratios), high)
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
