//! One question to a Redis on this machine, for health checks; needs no client library.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long Redis may take.
const LIMIT: Duration = Duration::from_secs(2);

/// Whether Redis answers the command with something that holds `expected`.
pub(crate) fn answers(port: u16, password: &str, command: &str, expected: &str) -> bool {
    ask(port, password, command, expected).unwrap_or(false)
}

fn ask(port: u16, password: &str, command: &str, expected: &str) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(LIMIT))?;
    if !password.is_empty() {
        write!(stream, "AUTH {password}\r\n")?;
    }
    // QUIT makes Redis close, so that reading to the end is reading every answer.
    write!(stream, "{command}\r\nQUIT\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).contains(expected))
}
