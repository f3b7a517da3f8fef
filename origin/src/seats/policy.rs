//! Redis must say no when it is full: one that evicts would forget holds in silence.

use redis::Value;

use super::scripts::ScriptError;
use crate::redis::RedisHandle;

/// The only policy that keeps what was promised.
const WANTED: &str = "noeviction";

/// Why this Redis will not do.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It would forget holds when it is full.
    #[error(
        "Redis runs with maxmemory-policy {found}, which forgets holds when memory is short; \
         set it to noeviction"
    )]
    Evicts {
        /// Its policy.
        found: String,
    },
    /// It did not say.
    #[error(transparent)]
    Script(#[from] ScriptError),
}

/// Refuses a Redis, or any node of a cluster, that evicts.
///
/// # Errors
/// Another policy than `noeviction`; Redis away.
pub async fn refuse_eviction(redis: &RedisHandle) -> Result<(), PolicyError> {
    let texts = memory(redis).await?;
    let found = texts.iter().find_map(|text| evicting(text));
    found.map_or(Ok(()), |found| Err(PolicyError::Evicts { found: found.to_owned() }))
}

/// How full Redis is, its fullest node, in percent of `maxmemory`; nothing without a limit.
///
/// # Errors
/// Redis away.
pub async fn fullness(redis: &RedisHandle) -> Result<Option<u64>, PolicyError> {
    Ok(memory(redis).await?.iter().filter_map(|text| percent(text)).max())
}

/// What each node says of its memory.
async fn memory(redis: &RedisHandle) -> Result<Vec<String>, ScriptError> {
    let mut info = redis::cmd("INFO");
    info.arg("memory");
    let answer: Value = info.query_async(&mut redis.clone()).await?;
    let mut texts = Vec::new();
    gather(&answer, &mut texts);
    Ok(texts)
}

/// `used_memory` in percent of `maxmemory`, where there is one.
fn percent(text: &str) -> Option<u64> {
    let bytes = |name: &str| -> Option<u64> {
        text.lines().find_map(|line| line.strip_prefix(name))?.trim().parse().ok()
    };
    let max = bytes("maxmemory:").filter(|max| *max > 0)?;
    Some(bytes("used_memory:")?.saturating_mul(100) / max)
}

/// The texts of all nodes: a single node answers with one, a cluster with one for each node.
fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::BulkString(bytes) => texts.push(String::from_utf8_lossy(bytes).into_owned()),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => texts.push(text.clone()),
        Value::Array(values) | Value::Set(values) => {
            values.iter().for_each(|value| gather(value, texts));
        }
        Value::Map(pairs) => pairs.iter().for_each(|(_, value)| gather(value, texts)),
        _ => {}
    }
}

/// The policy that a text names, when it is a wrong one.
fn evicting(text: &str) -> Option<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("maxmemory_policy:"))
        .map(str::trim)
        .find(|policy| *policy != WANTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_evicting_node_is_found_among_many() {
        let node = |policy: &str| {
            let text = format!("# Memory\r\nused_memory:1\r\nmaxmemory_policy:{policy}\r\n");
            (Value::SimpleString("node".into()), Value::BulkString(text.into_bytes()))
        };
        let mut texts = Vec::new();
        gather(&Value::Map(vec![node("noeviction"), node("allkeys-lru")]), &mut texts);
        assert_eq!(texts.iter().find_map(|text| evicting(text)), Some("allkeys-lru"));
        assert_eq!(evicting("maxmemory_policy:noeviction\r\n"), None);
        assert_eq!(percent("used_memory:90\r\nmaxmemory:200\r\n"), Some(45));
        assert_eq!(percent("used_memory:90\r\nmaxmemory:0\r\n"), None);
    }
}
