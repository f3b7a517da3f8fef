//! A record of a started process, by which the next run can end it if this run was killed.

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{fs, thread};

/// One file with a process's id and the moment it started, so that a number given to another
/// process later is not mistaken for it.
pub(crate) struct PidFile(PathBuf);

impl PidFile {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(crate) fn write(&self, pid: u32) -> Result<()> {
        let born = born(pid).unwrap_or_default();
        fs::write(&self.0, format!("{pid} {born}"))
            .with_context(|| format!("cannot write {}", self.0.display()))
    }

    pub(crate) fn remove(&self) {
        let _ = fs::remove_file(&self.0);
    }

    /// Ends the recorded process and its group, if it still is the one that was recorded.
    pub(crate) fn end_leftover(&self, ending: Signal, patience: Duration) -> Result<()> {
        let text = fs::read_to_string(&self.0).unwrap_or_default();
        let recorded = text.split_once(' ').and_then(|(pid, b)| Some((pid.parse().ok()?, b)));
        let Some((pid, recorded_birth)) = recorded else { return Ok(()) };
        let ours = || born(pid).is_some_and(|born| born == recorded_birth);
        if ours() {
            let group = i32::try_from(pid).ok().and_then(Pid::from_raw);
            let group = group.context("the pid file holds no process id")?;
            let _ = kill_process_group(group, ending);
            let asked = Instant::now();
            while ours() {
                if asked.elapsed() > patience {
                    let _ = kill_process_group(group, Signal::KILL);
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        self.remove();
        Ok(())
    }
}

/// When a living process started, in the kernel's ticks since boot; nothing for a dead one, and
/// where there is no /proc.
fn born(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold spaces; state is the first field after it, birth the 20th.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    (state != "Z").then(|| fields.nth(18).map(str::to_owned)).flatten()
}

#[cfg(test)]
mod tests {
    use super::PidFile;
    use rustix::process::Signal;
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::time::Duration;

    #[test]
    fn ends_what_is_recorded_and_nothing_else() {
        let start = || Command::new("sleep").arg("60").process_group(0).spawn().unwrap();
        let (mut ours, mut other) = (start(), start());
        let path = std::env::temp_dir().join(format!("frontrow-pid-file-{}", ours.id()));

        let file = PidFile::at(path.clone());
        file.write(ours.id()).unwrap();
        file.end_leftover(Signal::TERM, Duration::from_secs(5)).unwrap();
        assert!(!ours.wait().unwrap().success());
        assert!(!path.exists());

        // The number is in use again, by a process that started at another moment.
        std::fs::write(&path, format!("{} 1", other.id())).unwrap();
        file.end_leftover(Signal::TERM, Duration::from_secs(5)).unwrap();
        assert!(other.try_wait().unwrap().is_none());
        other.kill().unwrap();
        other.wait().unwrap();
    }
}
