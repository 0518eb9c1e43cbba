/// Values by the number of their group, 0 to `groups`, those of one group in the order in which they come; and where each
/// group ends. A counting sort: `members` is read twice.
///
/// # Panics
/// A group's number is too large.
pub fn counting_sort<T: Copy + Default>(
    groups: usize,
    members: impl Iterator<Item = (usize, T)> + Clone,
) -> (Vec<T>, Vec<usize>) {
    let mut ends = vec![0; groups];
    members.clone().for_each(|(group, _)| ends[group] += 1);
    let mut end = 0;
    for count in &mut ends {
        end += std::mem::replace(count, end);
    }
    let mut values = vec![T::default(); end];
    for (group, value) in members {
        let place = &mut ends[group];
        values[*place] = value;
        *place += 1;
    }
    (values, ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let members = [(2, 'a'), (0, 'b'), (2, 'c'), (0, 'd')];
        assert_eq!(counting_sort(4, members.into_iter()), (vec!['b', 'd', 'a', 'c'], vec![2, 2, 4, 4]));
        assert_eq!(counting_sort(2, std::iter::empty::<(usize, u32)>()), (Vec::new(), vec![0, 0]));
    }
}
