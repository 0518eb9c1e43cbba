//! Distillation (Hinton et al. 2015): what an ensemble says of texts that nobody annotated, as a smaller net's lesson.
//! The texts may be annotated in part: where they are, the annotation holds.

use crate::data::{Annotated, Example, Soft, SoftLink, SoftTags, read};
use crate::ensemble::Ensemble;
use sayso_model::training::{CONTENT, CUE, LINK_TAGS, SOURCE, TAGS, ahead, log_softmax, spans};
use sayso_model::{Model, Thresholds};
use sayso_recognize::Recognizer;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Added to the logits of cues: the student is told of unlikely ones too.
const CUE_BONUS: f32 = 1.5;
/// Cues less likely than this are not linked.
const LEAST: f32 = 0.08;

/// The ensemble's labels of one run of tokens of one article.
struct Labels {
    document: usize,
    run: Range<usize>,
    soft: Soft,
}

/// Examples of the texts in these files for a student of this kind. The labels are read from `labels` if that file is
/// there, else they are made and written to it.
pub(crate) fn examples(
    files: &[PathBuf],
    teachers: &[PathBuf],
    labels: &Path,
    student: &Model,
    recognizer: &Recognizer,
    without: &[String],
) -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let mut documents = Vec::new();
    for file in files {
        documents.extend(read(file, recognizer)?);
    }
    for document in &mut documents {
        document.forget(without);
    }
    let all = if labels.exists() {
        from_bytes(&std::fs::read(labels)?).ok_or("the file of soft labels is damaged")?
    } else {
        let ensemble = Ensemble::read(teachers, Thresholds::NET)?;
        let made = make(&ensemble, &documents);
        std::fs::write(labels, to_bytes(&made))?;
        made
    };
    let fits = |labels: &Labels| {
        documents.get(labels.document).is_some_and(|document| labels.run.end <= document.tokens.tokens.len())
    };
    if !all.iter().all(fits) {
        return Err("the file of soft labels belongs to other texts".into());
    }
    Ok(all
        .into_iter()
        .map(|labels| {
            let example = documents[labels.document].example(student, labels.run);
            let soft = with_gold(labels.soft, &example);
            Example { soft: Some(soft), ..example }
        })
        .collect())
}

/// Labels of all articles, on two threads.
fn make(ensemble: &Ensemble, documents: &[Annotated]) -> Vec<Labels> {
    let half = documents.len().div_ceil(2).max(1);
    let label = |first: usize, documents: &[Annotated]| -> Vec<Labels> {
        let numbered = documents.iter().enumerate();
        numbered.flat_map(|(at, document)| labels(ensemble, first + at, document)).collect()
    };
    std::thread::scope(|scope| {
        let label = &label;
        let parts = documents.chunks(half).enumerate();
        let workers: Vec<_> = parts.map(|(nth, part)| scope.spawn(move || label(nth * half, part))).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    })
}

fn labels(ensemble: &Ensemble, number: usize, document: &Annotated) -> Vec<Labels> {
    let label = |averaged: crate::ensemble::Averaged| {
        let logits = &averaged.mean.tags;
        let heads = [CONTENT, SOURCE, CUE].map(|head| log_softmax(logits, TAGS, head, 0.0));
        let count = logits.len() / TAGS;
        let tags = (0..count).map(|at| [CONTENT, SOURCE, CUE].map(|head| packed(heads[head][at]))).collect();
        let cues = spans(&ahead(logits, TAGS, CUE, CUE_BONUS)).into_iter();
        let links = cues.filter(|cue| heads[CUE][cue.start][1].exp() >= LEAST).map(|cue| {
            let (_, logits) = ensemble.link(&averaged, &cue);
            let heads = [CONTENT, SOURCE].map(|head| log_softmax(&logits, LINK_TAGS, head, 0.0));
            let tags = (0..logits.len() / LINK_TAGS).map(|at| [packed(heads[0][at]), packed(heads[1][at])]);
            SoftLink { cue, tags: tags.collect() }
        });
        let soft = Soft { tags, links: links.collect() };
        Labels { document: number, run: averaged.mean.first..averaged.mean.first + count, soft }
    };
    ensemble.readings(document).into_iter().map(label).collect()
}

#[allow(clippy::cast_sign_loss, reason = "shares are at least 0")]
fn packed(logs: [f32; 3]) -> SoftTags {
    logs.map(|log| (log.exp() * 255.0).round() as u8)
}

const SURE: [SoftTags; 3] = [[255, 0, 0], [0, 255, 0], [0, 0, 255]];

/// The labels, but for cues that are annotated: those are as annotated.
fn with_gold(mut soft: Soft, example: &Example) -> Soft {
    for gold in &example.gold {
        let touches = |cue: &Range<usize>| cue.start < gold.cue.end && gold.cue.start < cue.end;
        soft.links.retain(|link| !touches(&link.cue));
        for at in gold.cue.clone() {
            soft.tags[at][CUE] = SURE[if at == gold.cue.start { 1 } else { 2 }];
        }
        for (head, parts) in gold.parts.iter().enumerate() {
            for at in parts.iter().cloned().flatten() {
                soft.tags[at][head] = SURE[usize::from(example.tags[at][head])];
            }
        }
        let window = crate::link::window_of(example, &gold.cue);
        let tags = crate::link::tags(Some(gold), &window);
        let tags = tags.into_iter().map(|row| row.map(|tag| SURE[usize::from(tag)])).collect();
        soft.links.push(SoftLink { cue: gold.cue.clone(), tags });
    }
    soft
}

/// Document, first token, tokens, their tags, links; each link its cue, tokens, their tags. Numbers are four bytes.
fn to_bytes(all: &[Labels]) -> Vec<u8> {
    let mut out = Vec::new();
    let number = |out: &mut Vec<u8>, number: usize| out.extend_from_slice(&(number as u32).to_le_bytes());
    for labels in all {
        number(&mut out, labels.document);
        number(&mut out, labels.run.start);
        number(&mut out, labels.soft.tags.len());
        out.extend(labels.soft.tags.iter().flatten().flatten());
        number(&mut out, labels.soft.links.len());
        for link in &labels.soft.links {
            number(&mut out, link.cue.start);
            number(&mut out, link.cue.end);
            number(&mut out, link.tags.len());
            out.extend(link.tags.iter().flatten().flatten());
        }
    }
    out
}

fn from_bytes(mut bytes: &[u8]) -> Option<Vec<Labels>> {
    fn number(bytes: &mut &[u8]) -> Option<usize> {
        let (number, rest) = bytes.split_first_chunk::<4>()?;
        *bytes = rest;
        Some(u32::from_le_bytes(*number) as usize)
    }
    fn rows<const HEADS: usize>(bytes: &mut &[u8], count: usize) -> Option<Vec<[SoftTags; HEADS]>> {
        let (rows, rest) = bytes.split_at_checked(count.checked_mul(HEADS * 3)?)?;
        *bytes = rest;
        let row = |row: &[u8]| std::array::from_fn(|head| std::array::from_fn(|tag| row[head * 3 + tag]));
        Some(rows.chunks(HEADS * 3).map(row).collect())
    }
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let (document, first, count) = (number(&mut bytes)?, number(&mut bytes)?, number(&mut bytes)?);
        let tags = rows::<3>(&mut bytes, count)?;
        let mut links = Vec::new();
        for _ in 0..number(&mut bytes)? {
            let cue = number(&mut bytes)?..number(&mut bytes)?;
            let count = number(&mut bytes)?;
            links.push(SoftLink { cue, tags: rows::<2>(&mut bytes, count)? });
        }
        out.push(Labels { document, run: first..first + count, soft: Soft { tags, links } });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_from_their_file() {
        let link = SoftLink { cue: 1..2, tags: vec![[[255, 0, 0], [0, 200, 55]]; 3] };
        let soft = Soft { tags: vec![[[1, 2, 252]; 3]; 4], links: vec![link.clone(), link] };
        let labels = Labels { document: 7, run: 30..34, soft };
        let bytes = to_bytes(&[labels]);
        let back = from_bytes(&bytes).expect("a whole file");
        assert_eq!((back.len(), back[0].document, back[0].run.clone()), (1, 7, 30..34));
        assert_eq!(to_bytes(&back), bytes);
        assert!(from_bytes(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn what_is_annotated_overrides_the_teachers() {
        let example = crate::data::tests::example();
        let count = example.tags.len();
        let wrong = SoftLink { cue: example.gold[1].cue.clone(), tags: vec![[[255, 0, 0]; 2]; count] };
        let soft = Soft { tags: vec![[[255, 0, 0]; 3]; count], links: vec![wrong] };
        let soft = with_gold(soft, &example);
        assert_eq!(soft.links.len(), example.gold.len());
        for (link, gold) in soft.links.iter().zip(&example.gold) {
            let window = crate::link::window_of(&example, &gold.cue);
            assert_eq!(link.cue, gold.cue);
            assert_eq!(link.tags[gold.parts[SOURCE][0].start - window.start][SOURCE], SURE[1]);
            assert_eq!(soft.tags[gold.cue.start][CUE], SURE[1]);
        }
    }
}
