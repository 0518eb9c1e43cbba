//! The stages over shards: cache, parallelism, progress, resume
