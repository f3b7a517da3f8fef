//! What this process logs, kept to be searched.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged so far, by whichever test.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins to keep what is logged, at a level finer than production's.
    pub(super) fn keep() -> Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        let log = LOG.get_or_init(|| {
            let log = Log::default();
            let filter = "info,frontrow=trace,tower_http=trace,axum=trace";
            let kept = tracing_subscriber::fmt().json().with_env_filter(filter);
            kept.with_writer(log.clone()).init();
            log
        });
        log.clone()
    }

    /// The lines with any of these words.
    pub(super) fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let kept = self.0.lock().expect("nobody panicked while logging");
        let text = String::from_utf8_lossy(&kept);
        assert!(text.contains("answered"), "the log is kept");
        let told = |line: &&str| words.iter().any(|word| line.contains(word));
        text.lines().filter(told).map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked while logging").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
