//! Parts that keep running beside this process: started in a process group of their own, logged,
//! recorded so that a later run can end what a killed one left behind, and stopped in good order.

mod launch;
mod output;
mod pid_file;
pub(crate) mod port;
pub(crate) mod unprivileged;

use crate::checkout::made;
use crate::interrupt;
use anyhow::{Context, Result, bail};
use pid_file::PidFile;
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use unprivileged::Unprivileged;

/// How long a part may take to stop before it is killed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Lines of the log shown when a part dies.
const LAST_LINES: usize = 25;

/// A running part.
pub(crate) struct Part {
    name: String,
    child: Child,
    ending: Signal,
    log: PathBuf,
    pid_file: PidFile,
}

/// What to start, and how it wants to be stopped.
pub(crate) struct Plan<'a> {
    /// Its name in messages, and of its log and pid file.
    pub(crate) name: &'a str,
    /// The program.
    pub(crate) command: Command,
    /// The folder that gets `log/` and `pid/`.
    pub(crate) folder: &'a Path,
    /// The user it runs as.
    pub(crate) user: Unprivileged,
    /// The signal that ends it cleanly.
    pub(crate) ending: Signal,
    /// Whether warnings and errors that it writes are shown here too.
    pub(crate) show_warnings: bool,
}

impl Part {
    /// Starts a part, after ending what an earlier run left of it.
    ///
    /// It must be called by the main thread: the kernel ends the part when the thread that
    /// started it is gone.
    pub(crate) fn start(plan: &Plan<'_>) -> Result<Self> {
        let pid_file = PidFile::at(made(plan.folder.join("pid"))?.join(plan.name));
        pid_file.end_leftover(plan.ending, PATIENCE)?;
        let log = made(plan.folder.join("log"))?.join(format!("{}.log", plan.name));
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut child = launch::dying_with_us(&plan.command, plan.user, plan.ending)?
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", plan.name))?;
        pid_file.write(child.id())?;
        let file = Arc::new(Mutex::new(file));
        let shown_as = plan.show_warnings.then(|| plan.name.to_owned());
        output::copy(child.stdout.take(), Arc::clone(&file), shown_as.clone());
        output::copy(child.stderr.take(), file, shown_as);
        Ok(Self { name: plan.name.to_owned(), child, ending: plan.ending, log, pid_file })
    }

    /// Waits until the part answers.
    ///
    /// # Errors
    /// When it dies first, takes longer than `limit`, or this run was asked to stop.
    pub(crate) fn ready(&mut self, limit: Duration, answers: impl Fn() -> bool) -> Result<()> {
        let started = Instant::now();
        while !answers() {
            self.alive()?;
            if interrupt::asked() {
                bail!("stopped");
            }
            if started.elapsed() > limit {
                bail!("{} did not answer within {limit:?}; {}", self.name, self.last_lines());
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// # Errors
    /// When the part has ended by itself: which, how, and its last lines.
    pub(crate) fn alive(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("{} ended by itself ({status}); {}", self.name, self.last_lines());
        }
        Ok(())
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where its output goes.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    fn last_lines(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        let last = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n  ");
        format!("the end of {}:\n  {last}", self.log.display())
    }

    fn stop(&mut self) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let (Ok(None), Some(group)) = (self.child.try_wait(), group) {
            let _ = kill_process_group(group, self.ending);
            let asked = Instant::now();
            while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < PATIENCE {
                thread::sleep(LOOK);
            }
        }
        // Also for what the part itself started and did not stop.
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
        self.pid_file.remove();
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.stop();
    }
}
