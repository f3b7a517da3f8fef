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
                // 5yz: the server will never take it (RFC 5321, 4.2.1).
                Err(error) if error.is_permanent() => Err(MailFailure::Refused(told(&error))),
                Err(error) => Err(MailFailure::Later(told(&error))),
            }
        })
    }
}
