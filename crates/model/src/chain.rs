//! Spans as one path through a small automaton: a linear-chain conditional random field (Lafferty et al. 2001).
//!
//! What a net says of each token is weighed for the span as a whole: a content's edges are chosen together, and a cue has
//! one source or none.

use crate::fast_math::{exp, ln};
use std::ops::Range;

/// No path may pass a token at less than this share of the best tag's.
const LEAST: f32 = 1e-12;

/// States with the tag (O, B or I) that each shows, and the factor of each step from one to another.
#[derive(Clone, Debug)]
pub struct Chain<const STATES: usize> {
    /// The tag of each state.
    pub tags: [usize; STATES],
    /// By state and next state; 0 for what never follows.
    pub steps: [[f32; STATES]; STATES],
    /// Of the first token's states.
    pub starts: [f32; STATES],
}

/// Any number of spans; `weights` are added to the logits by tag and next tag (what all of them share changes nothing).
pub fn pieces(weights: &[f32; 9]) -> Chain<3> {
    let most = weights.iter().fold(f32::MIN, |most, weight| most.max(*weight));
    let mut steps: [[f32; 3]; 3] =
        std::array::from_fn(|from| std::array::from_fn(|to| exp(weights[3 * from + to] - most).max(LEAST)));
    steps[0][2] = 0.0;
    Chain { tags: [0, 1, 2], steps, starts: [1.0, 1.0, 0.0] }
}

/// One span or none: before it, its first token, its others, behind it.
pub fn one_or_none() -> Chain<4> {
    Chain {
        tags: [0, 1, 2, 0],
        steps: [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]],
        starts: [1.0, 1.0, 0.0, 0.0],
    }
}

/// What a chain says of every token.
#[derive(Clone, Debug, Default)]
pub struct Posterior<const STATES: usize> {
    /// Probabilities of O, B and I.
    pub tags: Vec<[f32; 3]>,
    /// Logarithm of the sum over all paths.
    pub log_total: f32,
    forward: Vec<[f32; STATES]>,
    backward: Vec<[f32; STATES]>,
}

impl<const STATES: usize> Chain<STATES> {
    /// Probabilities of the tags by forward and backward sums; `ahead` are the tags' logits, the best of each token's
    /// being 0.
    pub fn posterior(&self, ahead: &[[f32; 3]]) -> Posterior<STATES> {
        let shares: Vec<[f32; STATES]> = ahead
            .iter()
            .map(|row| {
                let shares = row.map(|logit| exp(logit).max(LEAST));
                self.tags.map(|tag| shares[tag])
            })
            .collect();
        let mut forward = Vec::with_capacity(shares.len());
        let mut log_total = 0.0;
        let mut before = self.starts;
        for (at, shares) in shares.iter().enumerate() {
            let mut now = if at == 0 { before } else { self.onward(&before) };
            now.iter_mut().zip(shares).for_each(|(now, share)| *now *= share);
            let sum = now.iter().sum::<f32>();
            log_total += ln(sum);
            now = now.map(|share| share / sum);
            forward.push(now);
            before = now;
        }
        let mut backward = vec![[1.0; STATES]; shares.len()];
        let mut tags = vec![[0.0; 3]; shares.len()];
        let mut after = [1.0; STATES];
        for at in (0..shares.len()).rev() {
            backward[at] = after;
            let mut sum = 0.0;
            for state in 0..STATES {
                let share = forward[at][state] * after[state];
                tags[at][self.tags[state]] += share;
                sum += share;
            }
            tags[at] = tags[at].map(|share| share / sum);
            let here: [f32; STATES] = std::array::from_fn(|state| shares[at][state] * after[state]);
            let most: f32 = here.iter().sum();
            let back =
                |from: usize| (0..STATES).map(|to| self.steps[from][to] * here[to]).sum::<f32>() / most;
            after = std::array::from_fn(back);
        }
        Posterior { tags, log_total, forward, backward }
    }

    fn onward(&self, before: &[f32; STATES]) -> [f32; STATES] {
        std::array::from_fn(|to| (0..STATES).map(|from| before[from] * self.steps[from][to]).sum())
    }

    /// The spans of the best path, by Viterbi's algorithm.
    pub fn spans(&self, ahead: &[[f32; 3]]) -> Vec<Range<usize>> {
        let log = |share: f32| if share > 0.0 { ln(share) } else { f32::NEG_INFINITY };
        let steps = self.steps.map(|row| row.map(log));
        let mut best = self.starts.map(log);
        let mut back: Vec<[u8; STATES]> = Vec::with_capacity(ahead.len());
        for (at, row) in ahead.iter().enumerate() {
            let mut from = [0_u8; STATES];
            if at > 0 {
                let before = best;
                for to in 0..STATES {
                    let mut top = 0;
                    for state in 1..STATES {
                        if before[state] + steps[state][to] > before[top] + steps[top][to] {
                            top = state;
                        }
                    }
                    best[to] = before[top] + steps[top][to];
                    from[to] = top as u8;
                }
            }
            for (best, tag) in best.iter_mut().zip(self.tags) {
                *best += row[tag];
            }
            back.push(from);
        }
        let mut state = (1..STATES).fold(0, |top, state| if best[state] > best[top] { state } else { top });
        let mut out = Vec::new();
        let mut end = None;
        for at in (0..ahead.len()).rev() {
            let tag = self.tags[state];
            if tag != 0 {
                let stop = *end.get_or_insert(at + 1);
                if tag == 1 {
                    out.push(at..stop);
                    end = None;
                }
            }
            state = usize::from(back[at][state]);
        }
        out.reverse();
        out
    }

    /// Log-probability of the path that shows these tags, or none if no path does; where several do, of the first.
    pub fn log_share(&self, ahead: &[[f32; 3]], tags: impl Iterator<Item = usize>, total: f32) -> f32 {
        let mut sum = 0.0;
        let mut state: Option<usize> = None;
        for (row, tag) in ahead.iter().zip(tags) {
            let step = |to: usize| state.map_or(self.starts[to], |from| self.steps[from][to]);
            let Some(next) = (0..STATES).find(|to| self.tags[*to] == tag && step(*to) > 0.0) else {
                return f32::NEG_INFINITY;
            };
            sum += row[tag] + ln(step(next));
            state = Some(next);
        }
        sum - total
    }
}

impl<const STATES: usize> Posterior<STATES> {
    /// How often each state is expected to be followed by each, in one path.
    pub fn pairs(&self, chain: &Chain<STATES>, ahead: &[[f32; 3]]) -> [[f32; STATES]; STATES] {
        let mut out = [[0.0; STATES]; STATES];
        for at in 1..self.forward.len() {
            let mut here = [[0.0; STATES]; STATES];
            let mut sum = 0.0;
            for from in 0..STATES {
                for to in 0..STATES {
                    let share = exp(ahead[at][chain.tags[to]]).max(LEAST);
                    here[from][to] =
                        self.forward[at - 1][from] * chain.steps[from][to] * share * self.backward[at][to];
                    sum += here[from][to];
                }
            }
            for (out, here) in out.iter_mut().flatten().zip(here.iter().flatten()) {
                *out += here / sum;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logits(count: usize) -> Vec<[f32; 3]> {
        let number = |at: usize| ((at * 37 + 11) % 23) as f32 / 5.0;
        let rows = (0..count).map(|at| [number(3 * at), number(3 * at + 1), number(3 * at + 2)]);
        rows.map(|row| row.map(|logit| logit - row.iter().copied().fold(f32::MIN, f32::max))).collect()
    }

    /// Every path of states, with its tags and its score.
    fn paths<const STATES: usize>(chain: &Chain<STATES>, ahead: &[[f32; 3]]) -> Vec<(Vec<usize>, f32)> {
        let mut out: Vec<(Vec<usize>, f32)> = (0..STATES)
            .map(|state| (vec![state], chain.starts[state] * exp(ahead[0][chain.tags[state]])))
            .collect();
        for row in &ahead[1..] {
            let longer = |(path, score): &(Vec<usize>, f32)| {
                let (last, score) = (path[path.len() - 1], *score);
                let path = path.clone();
                (0..STATES).map(move |next| {
                    let step = chain.steps[last][next] * exp(row[chain.tags[next]]);
                    ([path.as_slice(), &[next]].concat(), score * step)
                })
            };
            out = out.iter().flat_map(longer).filter(|(_, score)| *score > 0.0).collect();
        }
        out
    }

    fn agrees<const STATES: usize>(chain: &Chain<STATES>) {
        let ahead = logits(6);
        let paths = paths(chain, &ahead);
        let total: f32 = paths.iter().map(|(_, score)| score).sum();
        let posterior = chain.posterior(&ahead);
        assert!((posterior.log_total - total.ln()).abs() < 1e-4);
        for at in 0..ahead.len() {
            for tag in 0..3 {
                let here = paths.iter().filter(|(path, _)| chain.tags[path[at]] == tag);
                let share = here.map(|(_, score)| score).sum::<f32>() / total;
                assert!((posterior.tags[at][tag] - share).abs() < 1e-4, "{at} {tag}");
            }
        }
        let pairs = posterior.pairs(chain, &ahead);
        for from in 0..STATES {
            for to in 0..STATES {
                let count =
                    |path: &[usize]| path.windows(2).filter(|pair| pair == &[from, to]).count() as f32;
                let share = paths.iter().map(|(path, score)| count(path) * score).sum::<f32>() / total;
                assert!((pairs[from][to] - share).abs() < 1e-4, "{from} {to}");
            }
        }
        let (best, score) = paths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are paths");
        let tags: Vec<usize> = best.iter().map(|state| chain.tags[*state]).collect();
        let begins: Vec<usize> = (0..tags.len()).filter(|at| tags[*at] == 1).collect();
        let found: Vec<usize> = chain.spans(&ahead).iter().map(|span| span.start).collect();
        assert_eq!(found, begins);
        let share = chain.log_share(&ahead, tags.into_iter(), posterior.log_total);
        assert!((share - (score / total).ln()).abs() < 1e-4);
    }

    #[test]
    fn sums_and_best_paths_are_those_of_all_paths() {
        agrees(&pieces(&[0.5, -0.3, 0.0, 0.1, -1.0, 0.7, -0.4, 0.2, 0.3]));
        agrees(&one_or_none());
    }

    #[test]
    fn a_source_is_one_span() {
        let ahead = [[-9.0, 0.0, -9.0], [0.0, -9.0, -9.0], [-9.0, 0.0, -9.0], [-4.0, -9.0, 0.0]];
        assert_eq!(pieces(&[0.0; 9]).spans(&ahead), vec![0..1, 2..4]);
        assert_eq!(one_or_none().spans(&ahead), vec![2..4]);
    }
}
