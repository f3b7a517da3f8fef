//! Mail leaves at least once: over SMTP, through crashes, until it is given up.

use std::sync::{Arc, Mutex};

use frontrow::config::SecretText;
use frontrow::mail::sender::{TRIES_MAX, forget, round};
use frontrow::serve::MAIL_WRITERS;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::accounts::{move_clock, sign_up};
use crate::harness::App;

/// A mail server that keeps what it takes (RFC 5321, without extensions but signing in).
#[derive(Clone, Default)]
struct MailServer {
    taken: Arc<Mutex<Vec<String>>>,
    /// Answers to the next messages instead of taking them, first one first.
    refusals: Arc<Mutex<Vec<&'static str>>>,
    /// Its answer to whoever signs in; it asks for that only where there is one.
    signing_in: Option<&'static str>,
}

impl MailServer {
    /// Starts it; answers with its address.
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        let user = if self.signing_in.is_some() { "shop:password@" } else { "" };
        format!("smtp://{user}{address}")
    }

    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.example.com\r\n").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                "EHLO" if self.signing_in.is_some() => {
                    "250-mail.example.com\r\n250 AUTH PLAIN".to_owned()
                }
                "EHLO" | "HELO" => "250 mail.example.com".to_owned(),
                "AUTH" => self.signing_in.unwrap_or("502 unknown").to_owned(),
                "MAIL" | "RCPT" | "RSET" | "NOOP" => "250 OK".to_owned(),
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let message = Self::message(&mut stream).await?;
                    let mut refusals = self.refusals.lock().unwrap();
                    if refusals.is_empty() {
                        self.taken.lock().unwrap().push(message);
                        "250 taken".to_owned()
                    } else {
                        refusals.remove(0).to_owned()
                    }
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "502 unknown".to_owned(),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    /// Lines up to the lone dot; a doubled dot at the beginning of a line is one.
    async fn message(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
        let mut message = String::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            if line == ".\r\n" {
                return Ok(message);
            }
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
    }
}

async fn app_with(server: &MailServer) -> App {
    let url = server.start().await;
    App::start_as("http://127.0.0.1:9", |config| {
        config.mail.mail_dir = None;
        config.mail.smtp_url = Some(SecretText::from(url.as_str()));
    })
    .await
}

/// State, tries and failure of the only mail.
async fn row(app: &App) -> (String, i32, Option<String>) {
    sqlx::query_as("select state, tries, failure from mails")
        .fetch_one(&app.state.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_mail_goes_out_over_smtp_and_what_it_said_is_not_kept() {
    let server = MailServer::default();
    let app = app_with(&server).await;
    sign_up(&app, "minji@example.com").await.expect(201);
    round(&app.state, MAIL_WRITERS).await.unwrap();
    round(&app.state, MAIL_WRITERS).await.unwrap();
    let taken = server.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 1, "once is enough when the server has said yes");
    for header in ["From: Frontrow <tickets@example.com>", "To: minji@example.com", "Message-ID: <"]
    {
        assert!(taken[0].contains(header), "{header} in {}", taken[0]);
    }
    assert_eq!(row(&app).await, ("sent".to_owned(), 1, None));
    let kept: (String, serde_json::Value) = sqlx::query_as("select recipient, payload from mails")
        .fetch_one(&app.state.db)
        .await
        .unwrap();
    assert_eq!(kept, (String::new(), serde_json::json!({})));
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let server = MailServer::default();
    let app = app_with(&server).await;
    sign_up(&app, "minji@example.com").await.expect(201);
    server.refusals.lock().unwrap().push("451 <minji@example.com> may come back later");
    round(&app.state, MAIL_WRITERS).await.unwrap();
    let (state, tries, failure) = row(&app).await;
    assert_eq!((state.as_str(), tries), ("waiting", 1));
    let failure = failure.unwrap();
    assert!(failure.contains("451") && !failure.contains("minji"), "{failure}");
    // Not before its time …
    move_clock(&app, -60_000).await;
    round(&app.state, MAIL_WRITERS).await.unwrap();
    assert_eq!(row(&app).await.1, 1);
    // … and then again.
    move_clock(&app, 60_000).await;
    server.refusals.lock().unwrap().push("550 no such mailbox");
    round(&app.state, MAIL_WRITERS).await.unwrap();
    let (state, tries, _) = row(&app).await;
    assert_eq!((state.as_str(), tries), ("given_up", 2));
    assert!(server.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn mail_waits_while_the_password_of_the_server_is_wrong() {
    let wrong = Some("535 5.7.8 authentication failed");
    let server = MailServer { signing_in: wrong, ..MailServer::default() };
    let app = app_with(&server).await;
    sign_up(&app, "minji@example.com").await.expect(201);
    round(&app.state, MAIL_WRITERS).await.unwrap();
    let (state, tries, failure) = row(&app).await;
    assert_eq!((state.as_str(), tries), ("waiting", 1));
    assert!(failure.unwrap().contains("535"), "refused for another reason");
    let recipient: String =
        sqlx::query_scalar("select recipient from mails").fetch_one(&app.state.db).await.unwrap();
    assert_eq!(recipient, "minji@example.com", "it can still be sent");
}

#[tokio::test]
async fn what_a_crash_left_half_sent_is_sent_again() {
    let app = App::start().await;
    sign_up(&app, "minji@example.com").await.expect(201);
    // As a sender leaves it that died between taking the mail up and putting it down.
    sqlx::query("update mails set tries = 1, next_try_at = frontrow_now() + interval '2 minutes'")
        .execute(&app.state.db)
        .await
        .unwrap();
    assert!(app.mail().await.is_empty(), "leased to whom has it in hand");
    move_clock(&app, 121_000).await;
    assert_eq!(app.mail().await.len(), 1);
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_given_up_after_the_last_try() {
    let app = App::start_as("http://127.0.0.1:9", |config| {
        config.mail.mail_dir = None;
        // Nothing listens on the discard port.
        config.mail.smtp_url = Some(SecretText::from("smtp://127.0.0.1:9"));
    })
    .await;
    sign_up(&app, "minji@example.com").await.expect(201);
    for hour in 0..i64::from(TRIES_MAX) {
        assert_eq!(row(&app).await.0, "waiting");
        move_clock(&app, hour * 3_601_000).await;
        round(&app.state, MAIL_WRITERS).await.unwrap();
    }
    assert_eq!(row(&app).await.0, "given_up");
}

#[tokio::test]
async fn what_cannot_be_sent_for_a_day_is_forgotten_with_its_address() {
    let app = App::start_as("http://127.0.0.1:9", |config| config.mail.mail_dir = None).await;
    let body = serde_json::json!({"email": "nobody@example.com"});
    app.edge.post("/api/v1/auth/password/forgot", body).await.expect(202);
    let left = async || {
        forget(&app.state).await.unwrap();
        let count = sqlx::query_scalar::<_, i64>("select count(*) from mails");
        count.fetch_one(&app.state.db).await.unwrap()
    };
    assert_eq!(left().await, 1);
    move_clock(&app, 25 * 3_600_000).await;
    assert_eq!(left().await, 0);
}

#[tokio::test]
async fn many_senders_at_once_send_each_mail_once() {
    let app = App::start().await;
    for n in 0..12 {
        sign_up(&app, &format!("p{n}@example.com")).await.expect(201);
    }
    let send = || round(&app.state, MAIL_WRITERS);
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    assert!([a, b, c, d].iter().all(Result::is_ok));
    let tries: Vec<i32> =
        sqlx::query_scalar("select tries from mails").fetch_all(&app.state.db).await.unwrap();
    assert_eq!(tries, vec![1; 12]);
    assert_eq!(app.mailbox.take().len(), 12);
}
