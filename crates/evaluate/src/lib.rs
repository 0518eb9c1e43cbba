//! Gold annotations against output
