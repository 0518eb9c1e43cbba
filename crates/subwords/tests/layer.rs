//! The layer against our tokens: with the byte-level vocabulary that we ship, and with one that normalises.
#![allow(missing_docs, clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_core::{Article, Tokens};
use sayso_subwords::{SubwordModel, Subwords};
use sayso_tokenize::Tokenizer;

const SHIPPED: &[u8] = include_bytes!("../../../data/subwords/small-bpe.json");

fn shipped() -> SubwordModel {
    SubwordModel::from_bytes(SHIPPED, "small-bpe.json").unwrap()
}

/// A word-piece vocabulary that lowercases and strips accents: its offsets must still be ours.
fn lowercasing() -> SubwordModel {
    let json = r###"{"version":"1.0","truncation":{"direction":"Right","max_length":2,"strategy":"LongestFirst","stride":0},
        "padding":null,"added_tokens":[],
        "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":true,"lowercase":true},
        "pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":null,"decoder":null,
        "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
        "vocab":{"[UNK]":0,"yo":1,"##ko":2,"said":3,"we":4,"agree":5,"##d":6,".":7,"“":8,"”":9,",":10}}}"###;
    SubwordModel::from_bytes(json.as_bytes(), "lowercasing").unwrap()
}

fn split(model: &SubwordModel, text: &str) -> (Article, Tokens, Subwords) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let pieces = model.split(&article, &tokens).unwrap();
    (article, tokens, pieces)
}

/// `word=piece|piece` for every word that has pieces.
fn shown(model: &SubwordModel, text: &str) -> String {
    let (article, tokens, layer) = split(model, text);
    let mut out = String::new();
    for piece in &layer.pieces {
        if piece.first {
            let word = tokens.tokens[piece.token as usize].span.of(&article.text);
            out.push_str(if out.is_empty() { "" } else { " " });
            out.push_str(word);
            out.push('=');
        } else {
            out.push('|');
        }
        out.push_str(piece.span.of(&article.text));
    }
    out
}

#[test]
fn pieces_carry_the_bytes_they_stand_for_through_normalisation() {
    assert_eq!(
        shown(&lowercasing(), "“We agreed,” Yōko said."),
        "“=“ We=We agreed=agree|d ,=, ”=” Yōko=Yō|ko said=said .=."
    );
}

#[test]
fn truncation_asked_for_by_the_file_is_not_done() {
    let (_, _, layer) = split(&lowercasing(), "We agreed. We agreed.");
    assert_eq!(layer.pieces.len(), 8);
    assert_eq!(layer.of_sentence(0).len(), 4);
    assert_eq!(layer.of_sentence(1).len(), 4);
    assert!(layer.of_sentence(2).is_empty());
}

#[test]
fn common_words_of_the_samples_are_one_piece_and_rare_ones_are_several() {
    let model = shipped();
    let text = "The glacier said Xylophonq.";
    let (article, tokens, layer) = split(&model, text);
    let pieces_of = |word: &str| {
        layer
            .pieces
            .iter()
            .filter(|piece| tokens.tokens[piece.token as usize].span.of(&article.text) == word)
            .count()
    };
    assert_eq!(pieces_of("The"), 1);
    assert_eq!(pieces_of("said"), 1);
    assert!(pieces_of("Xylophonq") > 3);
}

#[test]
fn a_file_that_is_no_tokenizer_is_refused_by_name() {
    let error = SubwordModel::from_bytes(b"{\"model\":7}", "odd.json").unwrap_err().to_string();
    assert!(error.starts_with("odd.json: is not a tokenizer.json"), "{error}");
    let error =
        SubwordModel::from_file(std::path::Path::new("no/such/tokenizer.json")).unwrap_err().to_string();
    assert!(error.contains("no/such/tokenizer.json: can't be read"), "{error}");
}

proptest! {
    #[test]
    fn every_word_has_pieces_that_cover_it(text in "([a-zA-Zé’ōß漢“”\"' .,\n-]|\\PC){0,120}") {
        let (article, tokens, layer) = split(&shipped(), &text);
        let mut covered = vec![false; article.text.len()];
        let mut last = 0;
        for piece in &layer.pieces {
            prop_assert!(article.text.get(piece.span.range()).is_some());
            prop_assert!(piece.span.start >= last);
            last = piece.span.start;
            covered[piece.span.range()].fill(true);
            let word = tokens.tokens[piece.token as usize].span;
            prop_assert!(piece.span.is_empty() || word.overlaps(piece.span));
        }
        for token in &tokens.tokens {
            prop_assert!(covered[token.span.range()].iter().all(|byte| *byte));
        }
        prop_assert_eq!(layer.sentence_ends.len(), tokens.sentences.len());
    }
}
