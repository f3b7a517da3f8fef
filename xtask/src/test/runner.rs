//! Runs test programs and single checks as steps, counts them, and shows what failed.

use super::count::{Count, in_line};
use crate::checkout::made;
use crate::command::each_line;
use crate::dev::target_folder;
use crate::interrupt;
use crate::step::step;
use anyhow::{Context, Result};
use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

/// Nothing may hang longer than this in one step.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Runs the steps of one part.
pub(crate) struct Runner {
    part: String,
    pub(crate) count: Count,
}

impl Runner {
    pub(crate) fn new(part: &str) -> Self {
        Self { part: part.to_owned(), count: Count::default() }
    }

    /// Runs a test program; its tests are counted from what it prints, all of which is kept in
    /// `target/test-log/`.
    ///
    /// # Errors
    /// Only when the log cannot be written or this run was asked to stop; failed tests are counted.
    pub(crate) fn tests(&mut self, title: &str, command: &mut Command) -> Result<()> {
        let folder = made(target_folder().join("test-log"))?;
        let path = folder.join(format!("{}-{}.log", self.part, title.replace([':', ' '], "-")));
        let mut log = File::create(&path).with_context(|| format!("no log {}", path.display()))?;
        let mut count = Count::default();
        let ended = step(title, |step| {
            let ended = each_line(command, Some(LIMIT), |line| {
                let _ = writeln!(log, "{line}");
                count = count + in_line(line);
                step.progress(line);
            });
            step.result(format!("{} passed", count.passed));
            ended
        });
        // A program that does not compile or dies has failed without saying of how many.
        if ended.is_err() && count.failed == 0 {
            count.failed = 1;
        }
        self.count = self.count + count;
        self.tell(ended, &format!("the whole output is in {}", path.display()))
    }

    /// One check: it passes or it does not.
    pub(crate) fn check(&mut self, title: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
        let ended = step(title, |_| check());
        self.one(ended)
    }

    /// One check that is a program.
    pub(crate) fn program(&mut self, title: &str, command: &mut Command) -> Result<()> {
        let ended = step(title, |step| each_line(command, Some(LIMIT), |line| step.progress(line)));
        self.one(ended)
    }

    fn one(&mut self, ended: Result<()>) -> Result<()> {
        let (passed, failed) = if ended.is_ok() { (1, 0) } else { (0, 1) };
        self.count = self.count + Count { passed, failed };
        self.tell(ended, "")
    }

    fn tell(&self, ended: Result<()>, more: &str) -> Result<()> {
        if interrupt::asked() {
            return ended;
        }
        if let Err(error) = ended {
            say!("{error:#}\n{more}");
        }
        Ok(())
    }
}
