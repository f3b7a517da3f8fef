//! What tests need around them: throwaway stores, built programs, a browser. Each is brought when a
//! part first asks for it, and all end with the run.

use crate::command::path_last;
use crate::dev::{Binaries, binaries};
use crate::edge_build;
use crate::stores::{Keep, Mode, Postgres, Redis};
use crate::tools::{self, chromium};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// Brought so far.
pub(crate) struct Surroundings {
    folder: PathBuf,
    stores: Option<(Postgres, Redis, Redis)>,
    binaries: Option<Binaries>,
}

impl Surroundings {
    /// Nothing yet; data will be below `folder`.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, stores: None, binaries: None }
    }

    /// Names the stores to a command: DATABASE_URL, REDIS_URL and REDIS_CLUSTER_URL.
    pub(crate) fn stores(&mut self, command: &mut Command) -> Result<()> {
        if self.stores.is_none() {
            let redis = |name, mode| Redis::start(&self.folder, name, mode, Keep::Nothing, true);
            self.stores = Some((
                Postgres::start(&self.folder, Keep::Nothing, true)?,
                redis("redis", Mode::Plain)?,
                redis("redis-cluster", Mode::Cluster)?,
            ));
        }
        if let Some((postgres, redis, cluster)) = &self.stores {
            command.env("DATABASE_URL", postgres.url());
            command.env("REDIS_URL", redis.url()).env("REDIS_CLUSTER_URL", cluster.url());
        }
        // Tests that break a store start one of their own.
        let programs = [tools::redis::server()?.with_file_name(""), tools::postgres::binaries()?];
        path_last(command, &programs)
    }

    /// Names the built programs to a command: FRONTROW_BIN, TOSS_SIM_BIN and OIDC_SIM_BIN.
    pub(crate) fn programs(&mut self, command: &mut Command) -> Result<()> {
        if self.binaries.is_none() {
            self.binaries = Some(binaries()?);
        }
        if let Some(binaries) = &self.binaries {
            command.env("FRONTROW_BIN", &binaries.frontrow);
            command.env("TOSS_SIM_BIN", &binaries.toss_sim);
            command.env("OIDC_SIM_BIN", &binaries.oidc_sim);
        }
        Ok(())
    }

    /// The built Worker, and the browser as CHROMIUM.
    pub(crate) fn browser(&self, command: &mut Command) -> Result<()> {
        edge_build::build()?;
        command.env("CHROMIUM", chromium::program()?);
        Ok(())
    }
}
