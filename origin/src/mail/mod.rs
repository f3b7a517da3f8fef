//! Mail: rows in the transaction of what they tell, sent by a job, at least once.
//!
//! Whoever has something to tell calls [`post`] in its own transaction. The text is written
//! only when the mail is sent, by the capability whose name stands before the dot of `kind`:
//! so a link's secret is never in the table, and who has gone meanwhile gets no mail. A mail
//! that cannot be sent waits longer each time and is given up after [`sender::TRIES_MAX`].

pub mod address;
pub mod language;
mod message;
pub mod port;
pub mod sender;
mod sinks;
mod store;

pub use address::{Email, EmailError};
pub use language::Language;
pub use port::{MailFailure, MailPort, Pending};
pub use sender::{Compose, Writers, start_jobs};
pub use sinks::port_of;
pub use store::{NewMail, Waiting, forget, post};

/// What a mail says. Plain text: it reads the same everywhere and hides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address, as whoever it belongs to gave it: never as a stranger typed it.
    pub recipient: String,
    /// The subject line.
    pub subject: String,
    /// The text; lines end in `\n`.
    pub text: String,
}
