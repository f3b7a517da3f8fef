//! One step of work: its name while it runs, its last word, its time.

use anyhow::Result;
use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

/// How often a step speaks where no terminal can be rewritten, as in CI.
const QUIET_FOR: Duration = Duration::from_secs(20);
/// Progress is cut to this many characters, to stay on one line.
const WIDTH: usize = 100;

/// A running step; shows progress on the line it was announced on.
pub(crate) struct Step {
    title: String,
    started: Instant,
    spoke: Cell<Instant>,
    result: RefCell<String>,
    terminal: bool,
}

/// Runs one step: announces it, and says how it ended and how long it took.
pub(crate) fn step<T>(title: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
    let now = Instant::now();
    let step = Step {
        title: title.to_owned(),
        started: now,
        spoke: Cell::new(now),
        result: RefCell::default(),
        terminal: stdout().is_terminal(),
    };
    if step.terminal {
        step.rewrite(&format!("▸ {title} …"));
    }
    let done = work(&step);
    let mark = if done.is_ok() { "▸" } else { "✗" };
    let result = match (&done, step.result.borrow().as_str()) {
        (Err(_), _) => "failed after".to_owned(),
        (Ok(_), "") => "done in".to_owned(),
        (Ok(_), result) => format!("{result} in"),
    };
    if step.terminal {
        step.rewrite("");
    }
    say!("{mark} {title} … {result} {}", seconds(step.started.elapsed()));
    done
}

impl Step {
    /// What is being done right now, one line; in CI only every 20 s.
    pub(crate) fn progress(&self, now: &str) {
        let now = now.trim();
        if now.is_empty() {
            return;
        }
        let line: String = format!("▸ {} … {now}", self.title).chars().take(WIDTH).collect();
        if self.terminal {
            self.rewrite(&line);
        } else if self.spoke.get().elapsed() >= QUIET_FOR {
            self.spoke.set(Instant::now());
            say!("{line} ({})", seconds(self.started.elapsed()));
        }
    }

    /// The word for how the step ended, such as "installed"; without it "done".
    pub(crate) fn result(&self, word: impl Into<String>) {
        *self.result.borrow_mut() = word.into();
    }

    fn rewrite(&self, line: &str) {
        let mut out = stdout();
        // A terminal that went away is no reason to stop.
        let _ = write!(out, "\r\x1b[2K{line}").and_then(|()| out.flush());
    }
}

/// A duration as people read it: `3.1 s`, `2 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    if time.as_secs() < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}
