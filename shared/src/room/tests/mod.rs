//! The room in a small world of visitors, shards, storage and a core, with everything that
//! can go wrong between them.

mod examples;
mod losses;
mod properties;
mod shard;
mod world;
