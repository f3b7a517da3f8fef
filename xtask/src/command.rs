//! Running another program to its end: progress from what it prints, its last lines when it fails.

use crate::interrupt;
use crate::step::Step;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use std::{env, thread};

/// Lines shown when a program fails.
const TAIL: usize = 100;
/// How often a silent program is looked after.
const LOOK: Duration = Duration::from_millis(200);
/// How long lines may still come after a program has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A command that runs in the checkout's root and does not inherit what `cargo run` set for this
/// process alone (nested cargo and other toolchains would trip over it).
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::checkout::root()).stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.env_remove("CARGO").env_remove("LD_LIBRARY_PATH").env_remove("RUST_RECURSION_COUNT");
    // Queries are checked against the committed `.sqlx/`, whatever DATABASE_URL names.
    command.env("SQLX_OFFLINE", "true");
    command
}

/// The first program of that name on PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|p| p.is_file())
}

/// Puts folders in front of a command's PATH.
pub(crate) fn path_first(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let old = path_of(command);
    set_path(command, folders.iter().cloned().chain(env::split_paths(&old)))
}

/// Puts folders at the end of a command's PATH.
pub(crate) fn path_last(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let old = path_of(command);
    set_path(command, env::split_paths(&old).chain(folders.iter().cloned()))
}

fn path_of(command: &Command) -> OsString {
    let set = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, path)| path);
    set.map(OsStr::to_owned).or_else(|| env::var_os("PATH")).unwrap_or_default()
}

fn set_path(command: &mut Command, folders: impl Iterator<Item = PathBuf>) -> Result<()> {
    command.env("PATH", env::join_paths(folders).context("a folder's name cannot be in PATH")?);
    Ok(())
}

/// Runs a program to its end, its output as progress of the step.
///
/// # Errors
/// When it cannot start, ends with an error (the message carries its last lines), or this run was
/// asked to stop.
pub(crate) fn run(step: &Step, command: &mut Command) -> Result<()> {
    each_line(command, None, |line| step.progress(line))
}

/// [`run`] with a time limit.
pub(crate) fn run_within(step: &Step, limit: Duration, command: &mut Command) -> Result<()> {
    each_line(command, Some(limit), |line| step.progress(line))
}

/// Runs a program to its end and hands over each line that it prints on either stream.
pub(crate) fn each_line(
    command: &mut Command,
    limit: Option<Duration>,
    mut take: impl FnMut(&str),
) -> Result<()> {
    let name = shown(command);
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start `{name}`"))?;
    let (send, lines) = channel();
    read_into(child.stdout.take(), send.clone());
    read_into(child.stderr.take(), send);
    let mut tail = VecDeque::new();
    let mut ended = None;
    loop {
        match lines.recv_timeout(LOOK) {
            Ok(line) => {
                take(&line);
                if tail.len() == TAIL {
                    tail.pop_front();
                }
                tail.push_back(line);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            // Something that it left in the background may keep the pipes open.
            Err(RecvTimeoutError::Timeout) if child.try_wait()?.is_some() => {
                if ended.get_or_insert_with(Instant::now).elapsed() > LAST_WORDS {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if interrupt::asked() {
            stop_group(&mut child);
            bail!("stopped");
        }
        if limit.is_some_and(|limit| started.elapsed() > limit) {
            stop_group(&mut child);
            bail!("`{name}` did not end within {:?}", limit.unwrap_or_default());
        }
    }
    let status = child.wait()?;
    if status.success() {
        return Ok(());
    }
    if interrupt::asked() {
        bail!("stopped");
    }
    let last: Vec<_> = tail.into_iter().collect();
    bail!("`{name}` ended with {status}\n{}", last.join("\n"))
}

/// What a quick program prints on its standard output, without the last newline.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = shown(command);
    let output = command.output().with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` ended with {}: {}", output.status, words.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

fn read_into(stream: Option<impl Read + Send + 'static>, send: Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut lines = BufReader::new(stream).split(b'\n');
        while let Some(Ok(line)) = lines.next() {
            if send.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                break;
            }
        }
    });
}

fn stop_group(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // It may have ended by itself in this moment.
        let _ = kill_process_group(group, Signal::TERM);
    }
    let _ = child.wait();
}

/// Program and arguments, as one would type them.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
