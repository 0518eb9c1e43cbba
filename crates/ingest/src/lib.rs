//! Bytes in any format to articles
