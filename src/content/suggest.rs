//! "Did you mean": the known name nearest to an unknown one.

use super::limits;

/// The candidate nearest to `wrong`, if it is near enough to be a slip. A candidate that is `wrong` below a
/// site (`xa-001/pc-01` for `pc-01`) counts as near when it is the only one.
pub fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let mut below = candidates.clone().filter(|c| c.strip_suffix(wrong).is_some_and(|site| site.ends_with('/')));
    if let (Some(only), None) = (below.next(), below.next()) {
        return Some(only);
    }
    let length = wrong.chars().count();
    if length > limits::COMPARED_LENGTH {
        return None;
    }
    let farthest = (length / 3).clamp(1, 4);
    let same = |candidate: &&str| candidate.eq_ignore_ascii_case(wrong);
    let near = |candidate: &&'a str| candidate.chars().count().abs_diff(length) <= farthest;
    candidates.clone().find(same).or_else(|| {
        let measured = candidates.filter(near).map(|c| (strsim::damerau_levenshtein(wrong, c), c));
        measured.filter(|(distance, _)| *distance <= farthest).min().map(|(_, candidate)| candidate)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_name_and_strangers_none() {
        let names = ["ttthdl/portal-web-01", "ttthdl/portal-web-02", "xa-001/pc-01", "xa-002/pc-01", "DOI_KT"];
        let near = |wrong: &str| nearest(wrong, names.iter().copied());
        assert_eq!(near("ttthdl/portal-wbe-01"), Some("ttthdl/portal-web-01"));
        assert_eq!(near("portal-web-02"), Some("ttthdl/portal-web-02"));
        assert_eq!(near("doi_kt"), Some("DOI_KT"));
        assert_eq!(near("pc-01"), None);
        assert_eq!(near("something-else"), None);
        assert_eq!(near(""), None);
    }
}
