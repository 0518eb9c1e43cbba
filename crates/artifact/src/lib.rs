//! Versioned, checksummed files that carry the output of one stage to the next
