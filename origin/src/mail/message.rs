//! The message as it goes over the wire (RFC 5322).

use lettre::Message;
use lettre::message::header::{ContentType, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox};
use uuid::Uuid;

use super::{Email, Letter, MailFailure};

/// Whose turn it is to be named as sender, and under which domain messages are numbered.
#[derive(Debug, Clone)]
pub(super) struct Sender(Mailbox);

impl Sender {
    /// Reads `Name <address>`.
    pub(super) fn parse(text: &str) -> Result<Self, lettre::address::AddressError> {
        let mut sender: Mailbox = text.parse()?;
        // The same spelling as every address: an international domain needs no SMTPUTF8.
        if let Ok(email) = Email::parse(sender.email.as_ref()) {
            sender.email = email.address();
        }
        Ok(Self(sender))
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
        let recipient = Email::parse(&letter.recipient).map_err(|error| refused(&error))?;
        Message::builder()
            .from(self.0.clone())
            .to(Mailbox::new(None, recipient.address()))
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{}>", id.simple(), self.0.email.domain())))
            // Without it a reader need not look at the two headers that follow (RFC 2045, 4).
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| refused(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(sender: &str, recipient: &str) -> String {
        let letter = Letter {
            recipient: recipient.to_owned(),
            subject: "예매가 끝났습니다".to_owned(),
            text: "안녕하세요.\n\nhttps://example.com/verify/#token\n".to_owned(),
        };
        let sender = Sender::parse(sender).unwrap();
        let body = Body::new(letter.text.clone());
        let message = sender.message(Uuid::nil(), &letter, body).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn a_message_says_all_that_readers_need_and_is_ascii() {
        let bytes = bytes("줄 맨 앞 <tickets@example.com>", "minji@예시.한국");
        let (head, _) = bytes.split_once("\r\n\r\n").unwrap();
        let has = |start: &str| {
            let found: Vec<&str> =
                head.split("\r\n").filter(|line| line.starts_with(start)).collect();
            assert_eq!(found.len(), 1, "{start} in {head}");
            found[0].to_owned()
        };
        assert_eq!(has("MIME-Version:"), "MIME-Version: 1.0");
        assert_eq!(has("To:"), "To: minji@xn--vv4b11d.xn--3e0b707e");
        assert!(has("From:").ends_with("<tickets@example.com>"));
        assert!(has("Date:").ends_with("+0000"));
        assert_eq!(has("Content-Type:"), "Content-Type: text/plain; charset=utf-8");
        let encoding = has("Content-Transfer-Encoding:");
        assert!(encoding.ends_with("base64") || encoding.ends_with("quoted-printable"));
        assert!(has("Message-ID:").ends_with("@example.com>"));
        has("Subject:");
        // Only the domain is international: no server needs SMTPUTF8 for it.
        assert!(bytes.is_ascii(), "{bytes}");
        assert!(bytes.split("\r\n").all(|line| line.len() <= 78), "{bytes}");
    }
}
