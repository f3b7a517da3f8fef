//! Giving places: at need, never ahead, so that no slow shard can sit on low numbers.

use sha2::{Digest as _, Sha256};

use crate::id::VisitorId;
use crate::room::{NumberAnswer, NumberRequest, NumberingRow, Room, Write};

/// The most places of one batch.
pub const BATCH_MAX: u32 = 1_000;

/// A batch that cannot be numbered. None of this happens between shards and rooms of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberingError {
    /// Empty, beyond [`BATCH_MAX`], or beyond the last place there is.
    #[error("a batch has 1 to {BATCH_MAX} places")]
    Count,
    /// The room has not heard what its shards know.
    #[error("the room has not heard its shards yet")]
    NotWhole,
}

/// What tells a batch of these visitors from any other one.
#[must_use]
pub fn mark_of(visitors: &[VisitorId]) -> u64 {
    let mut hash = Sha256::new();
    for visitor in visitors {
        hash.update(visitor.0.as_bytes());
    }
    let hash: [u8; 32] = hash.finalize().into();
    hash.iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}

impl Room {
    /// Gives the places of a batch, or repeats those that it was given. A batch that does not
    /// follow the last one is not numbered: one side was restored from a copy, and the shard is
    /// told to begin anew.
    ///
    /// # Errors
    /// A batch of no sensible size; a room that is not whole.
    pub fn number(&mut self, request: &NumberRequest) -> Result<NumberAnswer, NumberingError> {
        if !self.is_whole() {
            return Err(NumberingError::NotWhole);
        }
        let &NumberRequest { shard, born, seq, count, mark, general } = request;
        let epoch = self.row.epoch;
        let answer = |first, begin_after| Ok(NumberAnswer { epoch, first, begin_after });
        // A shard born since then has begun anew: its batch 1 is another than that of old.
        let last = self.numberings.get(&shard).filter(|last| !(born > last.born && seq == 1));
        if let Some(last) = last {
            let same_life = born == last.born;
            if same_life && (last.seq, last.count, last.mark) == (seq, count, mark) {
                return answer(last.first, None);
            }
            if !same_life || last.seq.checked_add(1) != Some(seq) {
                return answer(0, Some(born.max(last.born)));
            }
        }
        if count == 0 || count > BATCH_MAX {
            return Err(NumberingError::Count);
        }
        let first = self.row.joined;
        self.row.joined = first.checked_add(count).ok_or(NumberingError::Count)?;
        if let Some(life) = self.row.lives.last_mut() {
            life.gave = true;
        }
        if general {
            self.row.general_from.get_or_insert(first);
        }
        let row = NumberingRow { shard, born, seq, first, count, mark };
        self.writes.push(Write::Numbering(row.clone()));
        self.numberings.insert(shard, row);
        answer(first, None)
    }
}
