//! The core as production runs it, and the limit of post_hold.

use super::parts::Variables;
use crate::command::{command, output};
use crate::dev::{TOSS_CLIENT_KEY, TOSS_SECRET_KEY};
use crate::process::unprivileged::Unprivileged;
use crate::process::{Part, Plan, port};
use crate::step::step;
use anyhow::Result;
use rustix::process::Signal;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const START: Duration = Duration::from_secs(60);

/// Makes the schema and starts the core; BENCH_CORE names it.
pub(crate) fn core(program: &Path, folder: &Path, variables: &mut Variables) -> Result<Part> {
    let (public, internal) = (port::free()?, port::free()?);
    variables.set("FRONTROW_PUBLIC_ADDR", format!("127.0.0.1:{public}"));
    variables.set("FRONTROW_INTERNAL_ADDR", format!("127.0.0.1:{internal}"));
    variables.set("BENCH_CORE", format!("127.0.0.1:{public}"));
    let mut migrate = command(program);
    variables.give(&mut migrate);
    step("database schema", |_| output(migrate.arg("migrate")))?;
    let mut serve = command(program);
    serve.arg("serve");
    begin("core", serve, folder, variables, public)
}

/// Starts toss-sim, which answers at once and tells nobody; TOSS_BASE_URL names it.
pub(crate) fn toss(program: &Path, folder: &Path, variables: &mut Variables) -> Result<Part> {
    let port = port::free()?;
    let url = format!("http://127.0.0.1:{port}");
    variables.set("TOSS_SDK_URL", format!("{url}/v2/standard"));
    variables.set("TOSS_BASE_URL", url);
    variables.set("TOSS_SECRET_KEY", TOSS_SECRET_KEY.to_owned());
    variables.set("TOSS_CLIENT_KEY", TOSS_CLIENT_KEY.to_owned());
    let mut serve = command(program);
    serve.args(["--listen", &format!("127.0.0.1:{port}")]);
    serve.args(["--secret-key", TOSS_SECRET_KEY, "--client-key", TOSS_CLIENT_KEY]);
    begin("toss-sim", serve, folder, variables, port)
}

/// Starts the bare handler; BENCH_BARE_HOLD names it.
pub(crate) fn bare_hold(program: &Path, folder: &Path, variables: &mut Variables) -> Result<Part> {
    let port = port::free()?;
    variables.set("BENCH_BARE_HOLD", format!("127.0.0.1:{port}"));
    let mut serve = command(program);
    serve.arg("bare_hold");
    begin("bare_hold", serve, folder, variables, port)
}

fn begin(
    name: &str,
    mut command: Command,
    folder: &Path,
    variables: &Variables,
    port: u16,
) -> Result<Part> {
    variables.give(&mut command);
    step(name, |_| {
        let mut part = Part::start(&Plan {
            name,
            command,
            folder,
            user: Unprivileged::own(),
            ending: Signal::TERM,
            show_warnings: true,
        })?;
        part.ready(START, || TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        Ok(part)
    })
}
