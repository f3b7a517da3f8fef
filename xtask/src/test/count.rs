//! How many tests passed, read from what the test runners print.

use std::ops::Add;

/// Passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// The count in one line of output, of cargo's runner or Node's. A skipped test counts as failed:
/// there are none here, so one is a mistake.
pub(crate) fn in_line(line: &str) -> Count {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("test result: ") {
        let of = |word: &str| {
            let mut parts = rest.split(['.', ';']).map(str::trim);
            parts.find_map(|part| part.strip_suffix(word)?.trim().parse().ok()).unwrap_or(0)
        };
        return Count { passed: of("passed"), failed: of("failed") + of("ignored") };
    }
    let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
        return Count::default();
    };
    match rest.split_once(' ').and_then(|(word, n)| Some((word, n.parse().ok()?))) {
        Some(("pass", passed)) => Count { passed, failed: 0 },
        Some(("fail" | "cancelled" | "skipped" | "todo", failed)) => Count { passed: 0, failed },
        _ => Count::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, in_line};

    #[test]
    fn reads_cargo() {
        let line =
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out";
        assert_eq!(in_line(line), Count { passed: 12, failed: 3 });
        assert_eq!(in_line("test wallet ... ok"), Count::default());
    }

    #[test]
    fn reads_node() {
        assert_eq!(in_line("ℹ pass 7"), Count { passed: 7, failed: 0 });
        assert_eq!(in_line("# skipped 1"), Count { passed: 0, failed: 1 });
        assert_eq!(in_line("ℹ duration_ms 15.2"), Count::default());
    }
}
