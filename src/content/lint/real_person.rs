//! `real-person`: nobody real is named or can be called: no telephone number, no e-mail address outside the reserved
//! names, no person's name. People appear by their function. Looks at every text of every file.

use super::not_documentation_address::is_reserved_name;
use super::{Context, Found};
use crate::content::tree::Body;
use crate::content::words::Words;

/// Digits of a telephone number at least; the first is 0 or the country code stands before.
const DIGITS: usize = 9;
/// What stands before a person's name.
const HONORIFICS: [&str; 14] =
    ["ông", "bà", "anh", "chị", "cô", "chú", "bác", "đồng chí", "đ/c", "mr", "mr.", "mrs.", "ms.", "ms"];
/// Family names that nine of ten Vietnamese have one of.
const FAMILY_NAMES: [&str; 20] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Đoàn", "Lương",
];
/// Middle names that make a family name a person's.
const MIDDLE_NAMES: [&str; 2] = ["Văn", "Thị"];

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |field, node| {
            // Values of indicators are another rule's matter.
            let Body::Text(text) = &node.body else { return };
            if field == Some("value") {
                return;
            }
            let problem = telephone(text)
                .map(|what| ("content-real-telephone", what))
                .or_else(|| mail(text).map(|what| ("content-real-mail", what)))
                .or_else(|| name(text).map(|what| ("content-real-name", what)));
            if let Some((message, what)) = problem {
                found.error_at(Words::new(message).text("what", what), kind, node);
                found.help(Words::new("content-real-person-help"));
            }
        });
    }
}

/// A telephone number in a text: digits with single spaces, dots or hyphens between groups.
fn telephone(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize| match chars.get(at) {
        Some('0') => true,
        Some('+') => chars.get(at + 1) == Some(&'8') && chars.get(at + 2) == Some(&'4'),
        _ => false,
    };
    let is_inside = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| chars.get(before))
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '/' | '_'))
    };
    (0..chars.len()).filter(|at| starts(*at) && !is_inside(*at)).find_map(|at| {
        let mut end = at + 1;
        while let Some(c) = chars.get(end) {
            let next = |after: usize| chars.get(end + after);
            let is_gap = matches!(c, ' ' | '.' | '-' | ')')
                && (next(1).is_some_and(char::is_ascii_digit)
                    || *c == ')' && next(1) == Some(&' ') && next(2).is_some_and(char::is_ascii_digit));
            if !c.is_ascii_digit() && !is_gap {
                break;
            }
            end += 1;
        }
        let number: String = chars.get(at..end)?.iter().collect();
        let is_word = chars.get(end).is_some_and(|c| c.is_alphanumeric() || *c == ':');
        let digits = number.chars().filter(char::is_ascii_digit).count();
        (!is_word && (DIGITS..=12).contains(&digits)).then_some(number)
    })
}

/// An e-mail address whose domain is not reserved.
fn mail(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    let words = text.split(|c: char| !is_part(c)).map(|word| word.trim_matches('.'));
    words
        .filter_map(|word| word.split_once('@').map(|(user, domain)| (word, user, domain)))
        .find(|(_, user, domain)| !user.is_empty() && domain.contains('.') && !is_reserved_name(domain))
        .map(|(word, ..)| word.to_owned())
}

/// A person's name: an honorific, a family name and another name, or a family name with a middle name.
fn name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    (0..words.len()).find_map(|at| {
        let family = plain(words.get(at)?);
        if !FAMILY_NAMES.contains(&family.as_str()) || ends_sentence(words.get(at)?) {
            return None;
        }
        let next = plain(words.get(at + 1)?);
        let before = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| word.to_lowercase());
        let two_before = at.checked_sub(2).and_then(|n| words.get(n)).map(|word| word.to_lowercase());
        let pair = two_before.zip(before.clone()).map(|(first, second)| format!("{first} {second}"));
        let titled = [before, pair].into_iter().flatten().any(|title| {
            HONORIFICS.contains(&title.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '.'))
        });
        let third = words.get(at + 2).map(|word| plain(word)).unwrap_or_default();
        let full = MIDDLE_NAMES.contains(&next.as_str()) && is_capital(&third);
        (is_capital(&next) && (titled || full)).then(|| format!("{family} {next}"))
    })
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', ',', ';', ':', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_told_from_other_numbers() {
        for number in ["Gọi 0912 345 678 ngay", "+84 912 345 678", "(024) 3823 4567", "0987.654.321", "số 0912345678."]
        {
            assert!(telephone(number).is_some(), "{number}");
        }
        let others = [
            "203.0.113.7",
            "2026-11-17 07:30",
            "07:02",
            "1022",
            "0 hỏng",
            "198.51.100.200",
            "0x09123456789",
            "9c1d5f0e7ab2436688d1f3c4",
            "00:15:22",
            "0,5",
            "T+0",
            "2001:db8::7",
            "0 1",
            "đợt 01 02 03",
        ];
        for other in others {
            assert_eq!(telephone(other), None, "{other}");
        }
    }

    #[test]
    fn mail_addresses_end_in_a_reserved_name() {
        assert_eq!(mail("gửi tới a.b@tinh.vn."), Some("a.b@tinh.vn".to_owned()));
        assert_eq!(mail("ke-toan@so-tai-chinh.tinh-mau.test, x@y, @ai-do"), None);
    }

    #[test]
    fn names_of_persons_are_told_from_streets_functions_and_sentences() {
        for name_in in ["ông Nguyễn Hải", "đồng chí Trần Thị Mai đề nghị", "Bà Lê Hoa", "do Phạm Văn Nam ký"]
        {
            assert!(name(name_in).is_some(), "{name_in}");
        }
        for other in ["Ông trưởng phòng", "Chị kế toán", "Hồ sơ sự cố", "Lý do khác", "bà Hồ, người dân", "Võ đường"]
        {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
