//! An inject as text: how one that was made up or worded anew during an exercise gets into its scenario.

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::Serialize;

use crate::model::{Cond, Effect, Expected, Inject, InjectChoice, InjectKind, Ref, Role, Scope, Text, When};

/// The fields of an inject, without those that have the value they have when left out.
#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    kind: InjectKind,
    from: &'a Text,
    title: &'a Text,
    body: &'a Text,
    to: &'a [Ref<Role>],
    when: &'a When,
    #[serde(skip_serializing_if = "is_always")]
    only_if: &'a Cond,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    effects: &'a [Effect],
    #[serde(skip_serializing_if = "Option::is_none")]
    shows: Option<&'a Scope>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    choices: &'a [InjectChoice],
    #[serde(skip_serializing_if = "Option::is_none")]
    expects: Option<&'a Expected>,
    #[serde(skip_serializing_if = "is_false")]
    red_herring: bool,
}

fn is_always(cond: &&Cond) -> bool {
    **cond == Cond::Always
}

const fn is_false(value: &bool) -> bool {
    !*value
}

/// An inject as it stands in `injects: [...]` of a `scenario.ron`, with a comma behind it.
///
/// # Errors
/// When it holds something that the format cannot write.
pub fn inject_text(inject: &Inject) -> Result<String, ron::Error> {
    let written = Written {
        id: &inject.id,
        kind: inject.kind,
        from: &inject.from,
        title: &inject.title,
        body: &inject.body,
        to: &inject.to,
        when: &inject.when,
        only_if: &inject.only_if,
        effects: &inject.effects,
        shows: inject.shows.as_ref(),
        choices: &inject.choices,
        expects: inject.expects.as_ref(),
        red_herring: inject.red_herring,
    };
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let text = options.to_string_pretty(&written, PrettyConfig::new().struct_names(false))?;
    Ok(format!("{text},\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{fixture, load};
    use crate::model::{Ix, SimTime, Span};
    use crate::sim::{AdHoc, Wanted, WantedDeed, Wording};

    /// Loads the small scenario with more text in its list of injects.
    fn with(more: &str) -> crate::model::Scenario {
        let (path, _) = fixture::FILES[6];
        let source = fixture::source();
        let text = String::from_utf8(source.files[path].clone()).unwrap();
        assert!(text.contains("    injects: [\n"));
        let text = text.replacen("    injects: [\n", &format!("    injects: [\n{more}"), 1);
        let outcome = load(&source.with(path, text), fixture::SCENARIO);
        outcome.scenario.unwrap_or_else(|| panic!("{:?}\n{more}", outcome.diagnostics))
    }

    #[test]
    fn an_inject_made_up_is_taken_into_the_scenario() {
        let scenario = fixture::tiny();
        let text = |vi: &str, en: &str| Text { vi: vi.to_owned(), en: en.to_owned() };
        let words = Wording {
            kind: InjectKind::Call,
            from: text("Trực ban Sở", "Duty officer"),
            title: text("Gọi \"gấp\"", "Urgent"),
            body: text("Dòng một.\nDòng hai \\ hết.", "Line one."),
        };
        let to = scenario.role_named("SOC").unwrap();
        let deeds = [
            WantedDeed::Order { kinds: vec![scenario.order_named("isolate-host").unwrap()], by: vec![to] },
            WantedDeed::Report { form: Ix::new(0), by: Vec::new() },
            WantedDeed::Message { from: vec![to], to: Vec::new() },
        ];
        for deed in deeds {
            let wanted = Wanted { action: text("Làm.", "Do."), by: Some(deed), within: Span::mins(15), points: 4 };
            let at = Some(SimTime::after_start(Span::mins(42)));
            let made_up = AdHoc { words: words.clone(), to: vec![to], at, wanted: Some(wanted) };
            let inject = made_up.to_inject(&scenario, Ix::new(2));
            let loaded = with(&inject_text(&inject).unwrap());
            assert_eq!(loaded.file.injects[0], inject);
            assert_eq!(loaded.file.injects.len(), scenario.file.injects.len() + 1);
        }
    }

    #[test]
    fn every_inject_of_a_scenario_is_written_as_it_was_read() {
        let scenario = fixture::tiny();
        for inject in &scenario.file.injects {
            let renamed = Inject { id: format!("{}-2", inject.id), ..inject.clone() };
            assert_eq!(with(&inject_text(&renamed).unwrap()).file.injects[0], renamed);
        }
    }
}
