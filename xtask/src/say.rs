//! Talking to the person at the terminal.

use std::fmt::Arguments;
use std::io::{Write, stdout};

/// Prints a line. Unlike `println!` it goes on when the reader went away: a run that ends because
/// its output was cut would leave its parts running.
macro_rules! say {
    ($($words:tt)*) => { $crate::say::line(format_args!($($words)*)) };
}

/// Prints one line; what [`say!`] calls.
pub(crate) fn line(words: Arguments<'_>) {
    let _ = writeln!(stdout(), "{words}");
}
