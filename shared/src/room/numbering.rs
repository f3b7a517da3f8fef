//! Giving places: at need, never ahead, so that no slow shard can sit on low numbers.

use crate::room::{NumberAnswer, NumberRequest, NumberingRow, Room, Write};

/// The most places of one batch.
pub const BATCH_MAX: u32 = 1_000;

/// A batch that cannot be numbered. None of this happens between shards and rooms of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberingError {
    /// Neither the last batch again nor the one after it.
    #[error("batch {seq} does not follow {last}; send the batches one after the other")]
    OutOfOrder {
        /// The batch that was sent.
        seq: u64,
        /// The last one numbered.
        last: u64,
    },
    /// The batch number of before, with another count.
    #[error("this batch was numbered before with another count")]
    Changed,
    /// From a shard that has lost its storage and begun anew since.
    #[error("this shard has begun anew since this batch was sent")]
    FormerLife,
    /// Empty, beyond [`BATCH_MAX`], or beyond the last place there is.
    #[error("a batch has 1 to {BATCH_MAX} places")]
    Count,
}

impl Room {
    /// Gives the places of a batch, or repeats those that it was given.
    ///
    /// # Errors
    /// A batch out of order, changed, or of no sensible size.
    pub fn number(&mut self, request: &NumberRequest) -> Result<NumberAnswer, NumberingError> {
        let &NumberRequest { shard, born, seq, count } = request;
        let epoch = self.row.epoch;
        // A shard born since then has lost what it knew: its batch 1 is another than that of old.
        let last = self.numberings.get(&shard).filter(|last| !(born > last.born && seq == 1));
        if let Some(last) = last {
            if born < last.born {
                return Err(NumberingError::FormerLife);
            }
            if last.seq == seq {
                let same = last.count == count;
                let answer = NumberAnswer { epoch, first: last.first };
                return if same { Ok(answer) } else { Err(NumberingError::Changed) };
            }
            if last.seq.checked_add(1) != Some(seq) {
                return Err(NumberingError::OutOfOrder { seq, last: last.seq });
            }
        }
        if count == 0 || count > BATCH_MAX {
            return Err(NumberingError::Count);
        }
        let first = self.row.joined;
        self.row.joined = first.checked_add(count).ok_or(NumberingError::Count)?;
        let row = NumberingRow { shard, born, seq, first, count };
        self.writes.push(Write::Numbering(row.clone()));
        self.numberings.insert(shard, row);
        Ok(NumberAnswer { epoch, first })
    }
}
