//! What a bench says: tab-separated lines on standard output, read by `cargo xtask bench`.

use std::io::Write;

use crate::rounds::Rounds;

/// `figure`, name, unit, limit a second, ours a second, median ratio, lowest, highest.
pub(crate) fn figure(name: &str, unit: &str, rounds: &Rounds) {
    let (limit, ours) = rounds.paces();
    let (low, median, high) = rounds.ratios();
    line(&format!(
        "figure\t{name}\t{unit}\t{limit:.0}\t{ours:.0}\t{median:.3}\t{low:.3}\t{high:.3}"
    ));
}

/// `note`, name, a sentence.
pub(crate) fn note(name: &str, sentence: &str) {
    line(&format!("note\t{name}\t{sentence}"));
}

/// What is going on, for people who wait.
pub(crate) fn progress(words: &str) {
    line(words);
}

fn line(words: &str) {
    // Nobody who reads means nobody to tell.
    let _ = writeln!(std::io::stdout(), "{words}");
}
