//! A connection to Redis without a client library in the way.

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::crowd::Wire;

/// The connection, and the answer that came last.
pub(crate) struct RedisWire {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Wire for RedisWire {
    async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.context("Redis is away")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(4_096) })
    }

    async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.answer.clear();
        self.stream.write_all(request).await?;
        while length(&self.answer).is_none() {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("Redis closed the connection");
            }
        }
        Ok(&self.answer)
    }
}

/// A command as it goes over the wire.
pub(crate) fn command(words: &[&str]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend_from_slice(format!("${}\r\n{word}\r\n", word.len()).as_bytes());
    }
    bytes
}

/// The length of the value at the start, if all of it is there.
fn length(bytes: &[u8]) -> Option<usize> {
    let line = bytes.iter().position(|byte| *byte == b'\n')? + 1;
    let number = || std::str::from_utf8(bytes.get(1..line - 2)?).ok()?.parse::<i64>().ok();
    match bytes.first()? {
        b'$' => {
            let whole = usize::try_from(number()?).map_or(line, |text| line + text + 2);
            (bytes.len() >= whole).then_some(whole)
        }
        b'*' => {
            let mut end = line;
            for _ in 0..number()? {
                end += length(bytes.get(end..)?)?;
            }
            Some(end)
        }
        _ => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn an_answer_ends_where_its_last_value_ends() {
        let whole = b"*3\r\n$4\r\nheld\r\n:7\r\n$-1\r\n";
        assert_eq!(length(whole), Some(whole.len()));
        assert!((0..whole.len()).all(|cut| length(&whole[..cut]).is_none()));
    }
}
