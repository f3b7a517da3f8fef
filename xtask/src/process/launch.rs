//! How a part is started so that it cannot outlive this process.

use super::unprivileged::Unprivileged;
use crate::command::find;
use anyhow::Result;
use rustix::process::Signal;
use std::process::Command;

/// Has the kernel end the program when this process is killed without a chance to clean up; a
/// change of user would cancel that, so both are done in one place.
pub(crate) fn dying_with_us(
    command: &Command,
    user: Unprivileged,
    ending: Signal,
) -> Result<Command> {
    let signal = if ending == Signal::INT { "INT" } else { "TERM" };
    let mut options = user.options()?;
    if cfg!(target_os = "linux") && find("setpriv").is_some() {
        options.push(format!("--pdeathsig={signal}"));
    }
    let mut wrapped;
    if options.is_empty() {
        wrapped = Command::new(command.get_program());
    } else {
        wrapped = Command::new("setpriv");
        wrapped.args(options).arg(command.get_program());
    }
    wrapped.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    Ok(wrapped)
}
