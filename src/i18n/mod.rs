//! Words of the product in Vietnamese and English. All of them stand in `assets/<lang>/*.ftl` (Fluent),
//! none in code; a test holds both languages to the same keys.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::model::Lang;

macro_rules! message_files {
    ($($name:literal),* $(,)?) => {
        /// Every message file with its name and its text in Vietnamese and English.
        const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../assets/vi/", $name)),
            include_str!(concat!("../../assets/en/", $name)),
        )),*];
    };
}
message_files!(
    "core.ftl",
    "content.ftl",
    "cli.ftl",
    "balance.ftl",
    "trial.ftl",
    "shell.ftl",
    "panels.ftl",
    "debrief.ftl",
    "score.ftl",
    "live.ftl",
    "hall.ftl"
);

/// The words of one language.
pub struct Tr {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Tr {
    /// The words of `lang`. A message file that does not parse loses only its broken messages, which the
    /// tests of this module do not let pass.
    pub fn new(lang: Lang) -> Self {
        let tag = match lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        };
        let id = unic_langid::LanguageIdentifier::from_bytes(tag.as_bytes()).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for (_, vi, en) in FILES {
            let text = match lang {
                Lang::Vi => vi,
                Lang::En => en,
            };
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(parsed, _)| parsed);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `key`; the key itself when there is none.
    pub fn t(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The message `key` with arguments.
    pub fn with<'a>(&self, key: &str, args: &[(&'a str, FluentValue<'a>)]) -> String {
        let args: FluentArgs<'a> = args.iter().cloned().collect();
        self.format(key, Some(&args))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;

    /// Keys of a message file with the arguments each uses (`{ $name }`).
    fn keys(name: &str, text: &str) -> BTreeSet<String> {
        let resource = FluentResource::try_new(text.to_owned());
        assert!(resource.is_ok(), "{name} does not parse: {:?}", resource.err().map(|(_, errors)| errors));
        let mut key = String::new();
        let mut found = BTreeSet::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                key = name.trim().to_owned();
                assert!(found.insert(key.clone()), "`{key}` stands twice");
            }
            for part in line.split('$').skip(1) {
                let argument: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
                found.insert(format!("{key} ${argument}"));
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_keys_and_arguments() {
        for (name, vi, en) in FILES {
            let (vi, en) = (keys(name, vi), keys(name, en));
            assert_eq!(vi.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "only in vi/{name}");
            assert_eq!(en.difference(&vi).collect::<Vec<_>>(), Vec::<&String>::new(), "only in en/{name}");
        }
    }
}
