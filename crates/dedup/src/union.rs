/// Disjoint sets of `0..n` with path halving; the smaller index is always the root, so results do not depend on
/// the order of joins.
pub(crate) struct Union {
    parent: Vec<u32>,
}

impl Union {
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect() }
    }

    pub(crate) fn root(&mut self, mut of: u32) -> u32 {
        while self.parent[of as usize] != of {
            let up = self.parent[self.parent[of as usize] as usize];
            self.parent[of as usize] = up;
            of = up;
        }
        of
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}
