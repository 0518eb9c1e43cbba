//! Attributions as a site that people like to read and files that tools like to load
