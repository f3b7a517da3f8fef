//! What is wrong with a plan, line by line.

use std::fmt;

use serde::Serialize;

/// Most faults that are told at once.
pub(super) const FAULTS_MAX: usize = 20;
/// Most of them in one sentence.
const TOLD_MAX: usize = 3;

/// One thing that is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line of the text, from 1; none for the plan as a whole.
    pub line: Option<usize>,
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
}

impl Fault {
    /// A fault of one line.
    pub(super) fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    /// A fault of the plan as a whole.
    pub(super) fn of_all(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything that is wrong with a plan, in the order of its lines: one or more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", told(.0))]
pub struct Faults(pub Vec<Fault>);

fn told(faults: &[Fault]) -> String {
    let first: Vec<String> = faults.iter().take(TOLD_MAX).map(ToString::to_string).collect();
    let more = match faults.len().saturating_sub(TOLD_MAX) {
        0 => String::new(),
        n => format!("; and {n} more"),
    };
    format!("{}{more}", first.join("; "))
}

impl Faults {
    /// No faults, or all of them.
    pub(super) fn none_in(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}
