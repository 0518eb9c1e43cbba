//! Mentions of people, organisations and places, and who is who in a document
