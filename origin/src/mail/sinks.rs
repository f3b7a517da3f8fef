//! The two ports: a folder of files, and an SMTP server.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use lettre::message::Body;
use lettre::message::header::ContentTransferEncoding;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use uuid::Uuid;

use super::message::Sender;
use super::{Letter, MailFailure, MailPort, Pending};
use crate::config::MailConfig;

/// How long the server may take for one step of the conversation.
const STEP_TIMEOUT: Duration = Duration::from_secs(20);

/// The port that the settings name; none when they name none: then mail waits.
///
/// # Errors
/// A setting that cannot be used.
pub fn port_of(config: &MailConfig) -> anyhow::Result<Option<Arc<dyn MailPort>>> {
    let sender = Sender::parse(&config.mail_from)
        .context("FRONTROW_MAIL_FROM cannot be used; give Name <address@domain>")?;
    match (&config.mail_dir, &config.smtp_url) {
        (Some(_), Some(_)) => bail!("set FRONTROW_SMTP_URL or FRONTROW_MAIL_DIR, not both"),
        (Some(folder), None) => {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("FRONTROW_MAIL_DIR: cannot make {}", folder.display()))?;
            Ok(Some(Arc::new(Folder { folder: folder.clone(), sender })))
        }
        (None, Some(url)) => {
            // The address holds the password: the library's own words for it stay out of the log.
            let private = url.expose().parse().is_ok_and(|url| is_private(&url));
            ensure!(private, "FRONTROW_SMTP_URL: use smtps://, or smtp:// with ?tls=required");
            let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
                .ok()
                .context("FRONTROW_SMTP_URL cannot be used; give smtps://user:password@host")?;
            let transport = builder.timeout(Some(STEP_TIMEOUT)).build();
            Ok(Some(Arc::new(Smtp { transport, sender })))
        }
        (None, None) => Ok(None),
    }
}

/// One `.eml` file a mail, for development and tests.
struct Folder {
    folder: PathBuf,
    sender: Sender,
}

impl MailPort for Folder {
    fn send<'a>(&'a self, id: Uuid, letter: &'a Letter) -> Pending<'a, Result<(), MailFailure>> {
        Box::pin(async move {
            // Eight bits and lines of any length, so that links can be read and copied as they are.
            let text = letter.text.replace('\n', "\r\n").into_bytes();
            let body = Body::dangerous_pre_encoded(text, ContentTransferEncoding::EightBit);
            let bytes = self.sender.message(id, letter, body)?.formatted();
            let half = self.folder.join(format!(".{}.part", id.simple()));
            let whole = self.folder.join(format!("{}.eml", id.simple()));
            let later = |error: std::io::Error| MailFailure::Later(error.to_string());
            // Renamed when it is whole, so that who watches the folder never reads half a mail.
            tokio::fs::write(&half, bytes).await.map_err(later)?;
            tokio::fs::rename(&half, &whole).await.map_err(later)
        })
    }
}

/// What is said of a failure: the server's number alone, since its words repeat the address.
fn told(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the server answered {code}"),
        None => error.to_string(),
    }
}

/// Whether the server refuses this mail for good.
fn refuses_this(error: &lettre::transport::smtp::Error) -> bool {
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    error.status().is_some_and(|code| is_of_this_mail(code.into(), &words))
}

/// Whether a refusal is about the mail or its mailbox (RFC 5321, 4.2.2). Whatever is, or may be,
/// about us would meet every mail that waits: a wrong password (535), no right to send (530), no
/// service (554, which is a greeting, too), and, as servers say it in the enhanced code before
/// their words (RFC 3463), a sender that they do not take (1.7, 1.8) and their policy (7).
fn is_of_this_mail(code: u16, words: &str) -> bool {
    let about_us = ["5.1.7", "5.1.8", "5.7."].iter().any(|begin| words.starts_with(begin));
    matches!(code, 550..=553) && !about_us
}

/// Whether nobody on the way can read the mail and the password: TLS, or this machine alone.
fn is_private(url: &reqwest::Url) -> bool {
    let loopback = url.host_str().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    });
    let required = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    url.scheme() == "smtps" || required || loopback
}

/// A mail server.
struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
}

impl MailPort for Smtp {
    fn send<'a>(&'a self, id: Uuid, letter: &'a Letter) -> Pending<'a, Result<(), MailFailure>> {
        Box::pin(async move {
            let message = self.sender.message(id, letter, Body::new(letter.text.clone()))?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if refuses_this(&error) => Err(MailFailure::Refused(told(&error))),
                Err(error) => Err(MailFailure::Later(told(&error))),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_of_the_mail_or_its_mailbox_refuses_it() {
        for (code, words) in [(550, "5.1.1 no such mailbox"), (552, "too big"), (553, "5.1.3 bad")]
        {
            assert!(is_of_this_mail(code, words), "{code} {words}");
        }
        for (code, words) in [
            (451, "later"),
            (502, "unknown"),
            (530, "sign in first"),
            (535, "5.7.8 wrong password"),
            (550, "5.7.1 no relaying"),
            (553, "5.1.8 no such sender"),
            (554, "no service here"),
        ] {
            assert!(!is_of_this_mail(code, words), "{code} {words}");
        }
    }
}
