//! Ctrl-C and SIGTERM, noticed without dying, so that everything started is stopped again.

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Starts listening. A second signal ends the process at once.
pub(crate) fn listen() -> Result<()> {
    let asked = Arc::clone(ASKED.get_or_init(Default::default));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_conditional_shutdown(signal, 130, Arc::clone(&asked))
            .and_then(|_| flag::register(signal, Arc::clone(&asked)))
            .context("cannot listen to signals")?;
    }
    Ok(())
}

/// Whether somebody asked this run to stop.
pub(crate) fn asked() -> bool {
    ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed))
}
