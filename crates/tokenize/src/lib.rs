//! Articles to paragraphs, sentences, words and subwords
