//! Whether a part answers.

use std::time::Duration;

/// How long a health check may take; the first request makes workerd load the Worker.
const LIMIT: Duration = Duration::from_secs(5);

/// Whether the address answers with a 2xx status.
pub(crate) fn is_well(address: &str) -> bool {
    let agent = ureq::Agent::config_builder().timeout_global(Some(LIMIT)).build().new_agent();
    agent.get(address).call().is_ok_and(|answer| answer.status().is_success())
}
