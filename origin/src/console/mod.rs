//! The staff console: static files of `origin/console/`, in the binary. The pages hold nothing
//! secret; all they show comes from the staff API, under the rights of whoever signs in there.

mod headers;
pub mod routes;

use rust_embed::{EmbeddedFile, RustEmbed};

/// The files; a debug build reads them from the disk at every request, for quick editing.
#[derive(RustEmbed)]
#[folder = "console/"]
struct Files;

/// A folder's page.
const INDEX: &str = "index.html";

/// What an address under `/console/` leads to.
enum Found {
    /// This file.
    File(EmbeddedFile),
    /// A folder with a page, asked for without its closing slash.
    Folder,
}

/// Finds `path`, which is relative to the console's folder; a folder answers with its page.
fn find(path: &str) -> Option<Found> {
    if path.is_empty() || path.ends_with('/') {
        return Files::get(&format!("{path}{INDEX}")).map(Found::File);
    }
    match Files::get(path) {
        Some(file) => Some(Found::File(file)),
        None => Files::get(&format!("{path}/{INDEX}")).map(|_| Found::Folder),
    }
}
