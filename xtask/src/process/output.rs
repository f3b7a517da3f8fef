//! What a part writes: all of it into its log, warnings and errors to the terminal too.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;

/// Copies a stream into the log, line by line, and shows its warnings and errors.
pub(crate) fn copy(
    stream: Option<impl Read + Send + 'static>,
    log: Arc<Mutex<File>>,
    shown_as: Option<String>,
) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut lines = BufReader::new(stream).split(b'\n');
        while let Some(Ok(line)) = lines.next() {
            if let Ok(mut log) = log.lock() {
                let _ = log.write_all(&line).and_then(|()| log.write_all(b"\n"));
            }
            let line = String::from_utf8_lossy(&line);
            if let Some(name) = shown_as.as_ref().filter(|_| is_warning(&line)) {
                say!("  {name}: {}", line.trim());
            }
        }
    });
}

fn is_warning(line: &str) -> bool {
    // Said once at every start without a route to Cloudflare; nothing here needs it.
    !line.contains("Request.cf")
        && ["WARN", "ERROR", "panicked at"].iter().any(|word| line.contains(word))
}
