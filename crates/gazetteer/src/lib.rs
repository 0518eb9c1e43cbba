//! Lists of names, compiled and matched in text
