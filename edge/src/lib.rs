//! The gatekeeper Worker.
