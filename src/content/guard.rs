//! Looks over a text before any parser sees it: brackets nested too deep would overflow a recursive
//! reader's stack, lists too long its memory.

use super::limits;

/// What a text breaks, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// Brackets are nested deeper than [`limits::DEPTH`].
    Depth(usize),
    /// A list is longer than [`limits::LIST`].
    Length(usize),
    /// There are more than [`limits::PARTS`] values.
    Parts(usize),
}

/// Checks `text` against the limits on depth and length.
///
/// # Errors
/// The first breach.
pub fn check(text: &str) -> Result<(), Breach> {
    let mut commas: Vec<usize> = Vec::new();
    let mut parts = 0;
    for (at, byte) in code_bytes(text) {
        parts += usize::from(matches!(byte, b'(' | b'[' | b'{' | b','));
        if parts > limits::PARTS {
            return Err(Breach::Parts(at));
        }
        match byte {
            b'(' | b'[' | b'{' if commas.len() == limits::DEPTH => return Err(Breach::Depth(at)),
            b'(' | b'[' | b'{' => commas.push(0),
            b')' | b']' | b'}' => drop(commas.pop()),
            b',' => {
                if let Some(count) = commas.last_mut() {
                    *count += 1;
                    if *count > limits::LIST {
                        return Err(Breach::Length(at));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The bytes of `text` that are neither in a string or character nor in a comment, with their offsets.
pub fn code_bytes(text: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *bytes.get(at)?;
            let end = skip(bytes, at);
            let here = at;
            at = end.max(at + 1);
            if end == here {
                return Some((here, byte));
            }
        }
    })
}

/// The end of the string, character or comment that begins at `at`; `at` itself when none does.
fn skip(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest {
        [b'"', ..] => at + quoted(rest),
        [b'r', tail @ ..] if !continues_word(bytes, at) => {
            let hashes = tail.iter().take_while(|b| **b == b'#').count();
            match tail.get(hashes) {
                Some(b'"') => at + 2 + hashes + raw(tail.get(hashes + 1..).unwrap_or_default(), hashes),
                _ => at,
            }
        }
        [b'\'', b'\\', ..] => at + 3 + rest.iter().skip(3).take_while(|b| **b != b'\'').count() + 1,
        [b'\'', ..] => {
            // A character is at most four bytes; anything else is no character and left to the parser.
            let close = rest.iter().skip(2).take(4).position(|b| *b == b'\'');
            close.map_or(at, |close| at + 3 + close)
        }
        [b'/', b'/', ..] => at + rest.iter().take_while(|b| **b != b'\n').count(),
        [b'/', b'*', ..] => at + block_comment(rest),
        _ => at,
    }
}

/// Whether the byte before `at` makes the letter at `at` part of a longer word.
fn continues_word(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    // `br"…"` is a raw string too.
    before.is_some_and(|b| (b.is_ascii_alphanumeric() && *b != b'b') || *b == b'_')
}

/// Length of the string with escapes at the start of `rest`, with its quotes.
fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    loop {
        match rest.get(at) {
            None => return rest.len(),
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
        }
    }
}

/// Length of the content of a raw string up to and with its closing quote and `hashes`.
fn raw(content: &[u8], hashes: usize) -> usize {
    let closes = |at: usize| {
        content.get(at) == Some(&b'"')
            && content.get(at + 1..at + 1 + hashes).is_some_and(|tail| tail.iter().all(|b| *b == b'#'))
    };
    (0..content.len()).find(|at| closes(*at)).map_or(content.len(), |at| at + 1 + hashes)
}

/// Length of the comment, possibly with comments inside, at the start of `rest`.
fn block_comment(rest: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(pair) = rest.get(at..at + 2) {
        match pair {
            b"/*" => (at, depth) = (at + 2, depth + 1),
            b"*/" => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        code_bytes(text).map(|(_, byte)| byte as char).collect()
    }

    #[test]
    fn strings_characters_and_comments_are_not_code() {
        assert_eq!(code(r#"(a: "(\"[", b: '(', c: '\'')"#), "(a: , b: , c: )");
        assert_eq!(code("[r#\"a\" (\"#, br\"(\"] // (\n{/* ( /* [ */ ( */}"), "[, b] \n{}");
        assert_eq!(code("(unclosed: \"("), "(unclosed: ");
        assert_eq!(code("/* never closed ("), "");
    }

    #[test]
    fn nesting_is_limited_but_closed_brackets_do_not_count() {
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert_eq!(check(&deep(limits::DEPTH)), Ok(()));
        assert_eq!(check(&deep(limits::DEPTH + 1)), Err(Breach::Depth(limits::DEPTH)));
        assert_eq!(check(&"[]".repeat(1_000)), Ok(()));
    }

    #[test]
    fn long_lists_are_refused() {
        let list = |n: usize| format!("[{}]", "1,".repeat(n));
        assert_eq!(check(&list(limits::LIST)), Ok(()));
        assert!(matches!(check(&list(limits::LIST + 1)), Err(Breach::Length(_))));
    }
}
