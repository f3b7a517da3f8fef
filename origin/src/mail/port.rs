//! The port through which mail leaves: files for development, SMTP for production.

use std::future::Future;
use std::pin::Pin;

use uuid::Uuid;

use super::Letter;

/// A pending answer.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a mail was not taken. Whether it was delivered nobody here can know.
#[derive(Debug, thiserror::Error)]
pub enum MailFailure {
    /// This mail will never be taken: trying again is of no use.
    #[error("the mail was refused for good: {0}")]
    Refused(String),
    /// It may be taken later.
    #[error("the mail was not taken: {0}")]
    Later(String),
}

/// Where mail goes.
pub trait MailPort: Send + Sync {
    /// Hands over one mail; `id` is the same when it is tried again.
    fn send<'a>(&'a self, id: Uuid, letter: &'a Letter) -> Pending<'a, Result<(), MailFailure>>;
}
