//! One number for the contents of files, by which a step knows that nothing changed.

use crate::checkout::root;
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// The fingerprint of these files and folders of the checkout, and of what else matters.
pub(crate) fn of(sources: &[&str], more: impl Hash) -> Result<String> {
    let mut hash = DefaultHasher::new();
    more.hash(&mut hash);
    for source in sources {
        hash_files(&root().join(source), &mut hash)?;
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// Whether the stamp holds this fingerprint.
pub(crate) fn is_stamped(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|last| last == fingerprint)
}

fn hash_files(path: &Path, hash: &mut DefaultHasher) -> Result<()> {
    path.hash(hash);
    if !path.is_dir() {
        fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(hash);
        return Ok(());
    }
    let mut entries: Vec<_> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash_files(entry, hash))
}
