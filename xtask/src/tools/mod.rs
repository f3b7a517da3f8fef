//! The tools that building, running and testing need: each is looked for first, and installed
//! where it is missing, in a folder that all checkouts share or by the system's package manager.

pub(crate) mod apt;
pub(crate) mod cargo_tool;
pub(crate) mod chromium;
pub(crate) mod npm;
pub(crate) mod postgres;
pub(crate) mod redis;
pub(crate) mod rust_component;
pub(crate) mod schemathesis;
pub(crate) mod wasm;

use anyhow::Result;

/// Everything that any command needs.
pub(crate) fn everything() -> Result<()> {
    redis::server()?;
    postgres::binaries()?;
    for component in rust_component::ALL {
        rust_component::ensure(component)?;
    }
    wasm::toolchain()?;
    for tool in cargo_tool::ALL {
        tool.program()?;
    }
    npm::installed()?;
    chromium::program()?;
    schemathesis::program()?;
    Ok(())
}
