//! The message as it goes over the wire (RFC 5322).

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Body, Mailbox};
use uuid::Uuid;

use super::{Letter, MailFailure};

/// Whose turn it is to be named as sender, and under which domain messages are numbered.
#[derive(Debug, Clone)]
pub(super) struct Sender(Mailbox);

impl Sender {
    /// Reads `Name <address>`.
    pub(super) fn parse(text: &str) -> Result<Self, lettre::address::AddressError> {
        text.parse().map(Self)
    }

    /// The message of a letter. The same mail has the same Message-ID, so that a mailbox that
    /// got it twice can tell. `body` is the letter's text, encoded for where it goes.
    pub(super) fn message(
        &self,
        id: Uuid,
        letter: &Letter,
        body: Body,
    ) -> Result<Message, MailFailure> {
        let refused = |error: &dyn std::error::Error| MailFailure::Refused(error.to_string());
        let recipient: Mailbox = letter.recipient.parse().map_err(|error| refused(&error))?;
        Message::builder()
            .from(self.0.clone())
            .to(recipient)
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{}>", id.simple(), self.0.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| refused(&error))
    }
}
