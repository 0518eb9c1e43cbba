//! Aliases that go round: rows of one file each of which has the next one's name as its alias, and the last the first's.
//! Which of them is meant by any of the names? Nobody can tell, so that the file is refused.

use sayso_core::EntityKind;

/// A row's name and another full or former one, as hashes.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Link {
    /// Where both must be equal for rows to be taken together: file and kind.
    pub(crate) group: (u32, EntityKind),
    pub(crate) own: u64,
    pub(crate) other: u64,
    /// The row's number.
    pub(crate) row: u32,
}

/// The last row of the round whose first row comes first; `None` where no alias goes round.
pub(crate) fn last_of_round(links: &[Link]) -> Option<u32> {
    let mut names: Vec<((u32, EntityKind), u64)> = links.iter().map(|link| (link.group, link.own)).collect();
    names.sort_unstable();
    names.dedup();
    let number = |group: (u32, EntityKind), name: u64| names.binary_search(&(group, name)).ok();
    // Only aliases that are names of rows lead anywhere.
    let mut edges: Vec<(usize, usize, u32)> = links
        .iter()
        .filter(|link| link.own != link.other)
        .filter_map(|link| Some((number(link.group, link.own)?, number(link.group, link.other)?, link.row)))
        .collect();
    edges.sort_unstable();
    let rounds = rounds(names.len(), &edges);
    let mut found: Vec<Option<(u32, u32)>> = vec![None; names.len()];
    for &(from, _, row) in edges.iter().filter(|(from, to, _)| rounds[*from] == rounds[*to]) {
        let known = &mut found[rounds[from]];
        *known = Some(known.map_or((row, row), |(first, last)| (first.min(row), last.max(row))));
    }
    found.into_iter().flatten().min().map(|(_, last)| last)
}

/// For each name the number of its strongly connected component (Tarjan 1972, without recursion); `edges` are sorted.
fn rounds(names: usize, edges: &[(usize, usize, u32)]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let (mut order, mut low, mut component) = (vec![NEW; names], vec![NEW; names], vec![NEW; names]);
    let (mut open, mut seen, mut components) = (Vec::new(), 0, 0);
    let first_edge = |name: usize| edges.partition_point(|edge| edge.0 < name);
    let mut walk: Vec<(usize, usize)> = Vec::new();
    for start in 0..names {
        if order[start] == NEW {
            walk.push((start, first_edge(start)));
        }
        while let Some((name, edge)) = walk.pop() {
            if order[name] == NEW {
                (order[name], low[name]) = (seen, seen);
                seen += 1;
                open.push(name);
            }
            match edges.get(edge).filter(|edge| edge.0 == name) {
                Some(&(_, to, _)) if order[to] == NEW => {
                    walk.push((name, edge));
                    walk.push((to, first_edge(to)));
                }
                Some(&(_, to, _)) => {
                    if component[to] == NEW {
                        low[name] = low[name].min(low[to]);
                    }
                    walk.push((name, edge + 1));
                }
                None if low[name] == order[name] => {
                    while let Some(last) = open.pop() {
                        component[last] = components;
                        if last == name {
                            break;
                        }
                    }
                    components += 1;
                }
                None => {}
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::{Link, last_of_round};
    use sayso_core::EntityKind;

    fn check(links: &[(u64, u64)], expect: Option<u32>) {
        let link = |(row, &(own, other)): (usize, &(u64, u64))| Link {
            group: (0, EntityKind::Place),
            own,
            other,
            row: row as u32,
        };
        let links: Vec<Link> = links.iter().enumerate().map(link).collect();
        assert_eq!(last_of_round(&links), expect, "{links:?}");
    }

    #[test]
    fn rounds_of_any_length_are_found() {
        check(&[], None);
        check(&[(1, 2), (2, 3), (4, 2)], None);
        check(&[(1, 1)], None);
        check(&[(1, 2), (2, 1)], Some(1));
        check(&[(9, 1), (3, 1), (1, 2), (5, 6), (2, 3)], Some(4));
        check(&[(7, 8), (8, 7), (1, 2), (2, 1)], Some(1));
    }

    #[test]
    fn a_long_chain_is_no_deep_recursion() {
        let chain: Vec<(u64, u64)> = (0..100_000).map(|at| (at, at + 1)).collect();
        check(&chain, None);
        let round: Vec<(u64, u64)> = (0..100_000).map(|at| (at, (at + 1) % 100_000)).collect();
        check(&round, Some(99_999));
    }
}
