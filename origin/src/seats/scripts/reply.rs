//! Reading a script's answer word by word.

use std::collections::VecDeque;

use redis::{Value, from_redis_value};
use uuid::Uuid;

use super::ScriptError;
use crate::seats::record::HoldRecord;

/// What is left of an answer.
pub(super) struct Reply {
    script: &'static str,
    values: VecDeque<Value>,
}

impl Reply {
    pub(super) fn new(script: &'static str, values: Vec<Value>) -> Self {
        Self { script, values: values.into() }
    }

    /// An answer that the script's header does not name.
    pub(super) fn unreadable(&self) -> ScriptError {
        ScriptError::Unreadable { script: self.script }
    }

    /// The first word, left in place.
    pub(super) fn peek(&self) -> Result<&str, ScriptError> {
        match self.values.front() {
            Some(Value::BulkString(bytes)) => std::str::from_utf8(bytes).ok(),
            Some(Value::SimpleString(text)) => Some(text.as_str()),
            _ => None,
        }
        .ok_or_else(|| self.unreadable())
    }

    fn next<T: redis::FromRedisValue>(&mut self) -> Result<T, ScriptError> {
        let value = self.values.pop_front().ok_or_else(|| self.unreadable())?;
        from_redis_value(value).map_err(|_| self.unreadable())
    }

    pub(super) fn word(&mut self) -> Result<String, ScriptError> {
        self.next()
    }

    pub(super) fn int(&mut self) -> Result<i64, ScriptError> {
        self.next()
    }

    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, ScriptError> {
        self.next()
    }

    pub(super) fn uuid(&mut self) -> Result<Uuid, ScriptError> {
        let word = self.word()?;
        Uuid::try_parse(&word).map_err(|_| self.unreadable())
    }

    pub(super) fn record(&mut self) -> Result<HoldRecord, ScriptError> {
        let word = self.word()?;
        word.parse().map_err(|_| self.unreadable())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}
