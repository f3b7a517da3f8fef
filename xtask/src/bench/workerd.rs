//! A bare workerd with the Worker and its limits beside each other, on ports of their own.

use super::parts::{ALONE, Variables};
use crate::checkout::{made, root};
use crate::command::command;
use crate::edge_build::{self, MODULE, NAMED};
use crate::process::unprivileged::Unprivileged;
use crate::process::{Part, Plan, port};
use crate::step::step;
use crate::tools::npm;
use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

const START: Duration = Duration::from_secs(60);
/// Limits, by the names of their services: `e2e/bench/workers/NAME.js`.
const LIMITS: [&str; 3] = ["hello", "pass_through", "bare_object"];

/// Starts it in an empty folder; the addresses join `variables` as BENCH_EDGE_URL and so on.
pub(crate) fn start(folder: &Path, variables: &mut Variables) -> Result<Part> {
    edge_build::build()?;
    let program = program()?;
    step("workerd", |step| {
        let place = folder.join("workerd");
        if place.exists() {
            fs::remove_dir_all(&place).context("cannot empty workerd's folder")?;
        }
        made(place.join("objects"))?;
        let built = root().join("edge/build");
        let module = variables.get(ALONE).map_or(MODULE, |_| NAMED);
        fs::copy(built.join("index.js"), place.join("index.js"))?;
        fs::copy(built.join(module), place.join(MODULE))?;
        for name in LIMITS {
            let file = format!("{name}.js");
            fs::copy(root().join("e2e/bench/workers").join(&file), place.join(&file))?;
        }
        let ports = [port::free()?, port::free()?, port::free()?, port::free()?];
        let core = format!("http://127.0.0.1:{}", port::free()?);
        fs::write(place.join("config.capnp"), config(&ports, &core, variables)?)?;
        let mut server = command(program);
        server.arg("serve").arg(place.join("config.capnp")).current_dir(&place);
        let mut part = Part::start(&Plan {
            name: "workerd",
            command: server,
            folder,
            user: Unprivileged::own(),
            ending: Signal::TERM,
            show_warnings: true,
        })?;
        part.ready(START, || TcpStream::connect(("127.0.0.1", ports[0])).is_ok())?;
        variables.set("BENCH_CORE_URL", core);
        let names = ["BENCH_EDGE_URL", "BENCH_HELLO_URL", "BENCH_PASS_URL", "BENCH_OBJECT_URL"];
        for (name, port) in names.into_iter().zip(ports) {
            variables.set(name, format!("http://127.0.0.1:{port}"));
        }
        step.result(format!("on port {}", ports[0]));
        Ok(part)
    })
}

/// npm puts the program for this machine into a package of its own.
fn program() -> Result<PathBuf> {
    npm::installed()?;
    let packages = root().join("node_modules/@cloudflare");
    for package in fs::read_dir(&packages).context("node_modules lacks workerd")? {
        let program = package?.path().join("bin/workerd");
        if program.is_file() {
            return Ok(program);
        }
    }
    bail!("there is no workerd for this machine below {}", packages.display())
}

fn config(ports: &[u16; 4], core: &str, variables: &Variables) -> Result<String> {
    let [edge, hello, pass_through, bare_object] = ports;
    let root_secret = variables.get("ROOT_SECRET")?;
    let names = variables.get(ALONE).map_or("", |_| r#""--perf-basic-prof""#);
    Ok(format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = [{names}],
  services = [
    (name = "edge", worker = .edge),
    (name = "hello", worker = .hello),
    (name = "pass_through", worker = .passThrough),
    (name = "bare_object", worker = .bareObject),
    (name = "objects", disk = (path = "objects", writable = true)),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [
    (name = "edge", address = "127.0.0.1:{edge}", http = (), service = "edge"),
    (name = "hello", address = "127.0.0.1:{hello}", http = (), service = "hello"),
    (name = "pass_through", address = "127.0.0.1:{pass_through}", http = (), service = "pass_through"),
    (name = "bare_object", address = "127.0.0.1:{bare_object}", http = (), service = "bare_object"),
  ],
);

const edge :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-10-01",
  bindings = [
    (name = "ROOT_SECRET", text = "{root_secret}"),
    (name = "KEY_ID", text = "k1"),
    (name = "CORE_URL", text = "{core}"),
    (name = "SITE_ORIGIN", text = "http://localhost"),
    (name = "LINE_NEW_ANONYMOUS", text = "1000000/1000000"),
    (name = "LINE_PREFIX", text = "1000000/1000000"),
    (name = "ROOM", durableObjectNamespace = "RoomObject"),
    (name = "SHARD", durableObjectNamespace = "ShardObject"),
  ],
  durableObjectNamespaces = [
    (className = "RoomObject", uniqueKey = "room", enableSql = true),
    (className = "ShardObject", uniqueKey = "shard", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);

const hello :Workerd.Worker = (
  modules = [(name = "hello.js", esModule = embed "hello.js")],
  compatibilityDate = "2026-10-01",
);

const passThrough :Workerd.Worker = (
  modules = [(name = "pass_through.js", esModule = embed "pass_through.js")],
  compatibilityDate = "2026-10-01",
  bindings = [(name = "CORE_URL", text = "{core}")],
);

const bareObject :Workerd.Worker = (
  modules = [(name = "bare_object.js", esModule = embed "bare_object.js")],
  compatibilityDate = "2026-10-01",
  bindings = [(name = "BARE", durableObjectNamespace = "BareObject")],
  durableObjectNamespaces = [(className = "BareObject", uniqueKey = "bare", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
);
"#
    ))
}
