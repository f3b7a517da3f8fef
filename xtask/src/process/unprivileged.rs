//! PostgreSQL refuses to run as root: then its programs run as another user, in a folder which
//! that user can reach.

use crate::checkout::{made, root};
use crate::command::{command, output};
use anyhow::{Context, Result, bail};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Users to become when root, in this order.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// The user that programs run as which refuse root; `None` keeps the own one.
#[derive(Clone, Copy)]
pub(crate) struct Unprivileged(Option<&'static str>);

impl Unprivileged {
    /// Decides who to be.
    pub(crate) fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self(None));
        }
        let exists = |user: &&str| output(command("id").args(["-u", user])).is_ok();
        let user = USERS.into_iter().find(exists);
        user.map(|user| Self(Some(user)))
            .context("PostgreSQL does not run as root, and there is no user `postgres` to be")
    }

    /// The user who runs this.
    pub(crate) const fn own() -> Self {
        Self(None)
    }

    /// The options of `setpriv` that make a program run as this user.
    pub(crate) fn options(self) -> Result<Vec<String>> {
        let Some(user) = self.0 else { return Ok(Vec::new()) };
        let group = output(command("id").args(["-g", user]))?;
        let all = [format!("--reuid={user}"), format!("--regid={group}"), "--init-groups".into()];
        Ok(all.into())
    }

    /// A command that runs as this user.
    pub(crate) fn command(self, program: &Path) -> Result<Command> {
        let options = self.options()?;
        if options.is_empty() {
            return Ok(command(program));
        }
        let mut change = command("setpriv");
        change.args(options).arg(program).current_dir("/");
        Ok(change)
    }

    /// The folder itself, made and handed to this user; where the user cannot reach it (a checkout
    /// below a closed home folder), one in /var/tmp that belongs to this checkout.
    pub(crate) fn folder(self, wished: PathBuf) -> Result<PathBuf> {
        let Some(user) = self.0 else { return made(wished) };
        made(wished.clone())?;
        give(user, &wished)?;
        let reached = self.command(Path::new("test"))?.arg("-w").arg(&wished).status()?.success();
        if reached {
            return Ok(wished);
        }
        let mut hash = DefaultHasher::new();
        (root(), &wished).hash(&mut hash);
        let instead = PathBuf::from(format!("/var/tmp/frontrow-{:016x}", hash.finish()));
        if fs::create_dir(&instead).is_err() && !is_ours(&instead, user)? {
            bail!("{} belongs to somebody else: remove it", instead.display());
        }
        give(user, &instead)?;
        say!("  (PostgreSQL's data is in {}: {user} cannot reach .dev/)", instead.display());
        Ok(instead)
    }
}

/// Whether a folder that anybody could have made is the one of an earlier run.
fn is_ours(folder: &Path, user: &str) -> Result<bool> {
    let owner: u32 = output(command("id").args(["-u", user]))?.parse()?;
    let found = fs::symlink_metadata(folder)?;
    Ok(found.is_dir() && [0, owner].contains(&found.uid()))
}

fn give(user: &str, folder: &Path) -> Result<()> {
    output(command("chown").arg(format!("{user}:")).arg(folder))?;
    output(command("chmod").arg("700").arg(folder)).map(drop)
}
