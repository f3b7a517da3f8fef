//! A connection that speaks as much HTTP/1.1 as the benches need.

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::crowd::Wire;

/// Headers in an answer, at most.
const HEADERS_MAX: usize = 64;

/// The connection, and the answer that came last.
pub(crate) struct HttpWire {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Wire for HttpWire {
    async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.context("nobody listens")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(8_192) })
    }

    async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.answer.clear();
        self.stream.write_all(request).await?;
        while !is_whole(&self.answer)? {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("closed: {}", String::from_utf8_lossy(&self.answer));
            }
        }
        Ok(&self.answer)
    }
}

/// A request with a body, which may be empty.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    let mut bytes = (head + "\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Whether the answer's status is 200 or 201.
pub(crate) fn is_done(answer: &[u8]) -> bool {
    answer.starts_with(b"HTTP/1.1 200") || answer.starts_with(b"HTTP/1.1 201")
}

/// The body of an answer that came in one piece.
pub(crate) fn body(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n");
    head.and_then(|head| answer.get(head + 4..)).unwrap_or_default()
}

fn is_whole(answer: &[u8]) -> Result<bool> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(answer)? else { return Ok(false) };
    let named = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.and_then(|header| std::str::from_utf8(header.value).ok())
    };
    if let Some(length) = named("content-length") {
        return Ok(answer.len() >= head + length.trim().parse::<usize>()?);
    }
    // One answer at a time: the empty chunk at the end is the end of what was read.
    Ok(match named("transfer-encoding") {
        Some(_) => answer.ends_with(b"0\r\n\r\n"),
        None => true,
    })
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn an_answer_is_whole_with_its_body() {
        for whole in [
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
        ] {
            assert!(is_whole(whole.as_bytes()).unwrap(), "{whole}");
            assert!(!is_whole(&whole.as_bytes()[..whole.len() - 1]).unwrap(), "{whole}");
        }
    }
}
