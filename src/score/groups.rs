//! The same items seen by purpose, role, procedure, phase and agency.

use crate::model::{Purpose, Scenario, Text};

use super::result::{Group, Groups, Item, ShareKind};

/// The groups of `items`.
pub(super) fn groups(scenario: &Scenario, items: &[Item]) -> Groups {
    let purposes = [Purpose::People, Purpose::Plan, Purpose::Skills];
    Groups {
        // All three are reported, also when one of them has nothing.
        purposes: purposes
            .iter()
            .map(|purpose| group(items, purpose_id(*purpose), None, |item| item.purpose == Some(*purpose)))
            .collect(),
        roles: each(scenario.roles.iter().map(|role| (&role.id, &role.name)), items, |id, item| {
            item.role.as_ref().is_some_and(|role| role.id == id)
        }),
        procedures: each(scenario.plan.procedures.iter().map(|p| (&p.id, &p.name)), items, |id, item| {
            item.procedures.iter().any(|procedure| procedure.id == id)
        }),
        phases: scenario
            .plan
            .phases
            .iter()
            .map(|phase| {
                group(items, &format!("{:?}", phase.id), Some(&phase.name), |item| item.phase == Some(phase.id))
            })
            .filter(|group| !group.items.is_empty())
            .collect(),
        agencies: each(scenario.network.agencies.iter().map(|a| (&a.id, &a.name)), items, |id, item| {
            item.agency.as_ref().is_some_and(|agency| agency.id == id)
        }),
    }
}

/// The stable id of a purpose's group.
pub(super) const fn purpose_id(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::People => "people",
        Purpose::Plan => "plan",
        Purpose::Skills => "skills",
    }
}

fn each<'a>(
    names: impl Iterator<Item = (&'a String, &'a Text)>,
    items: &[Item],
    belongs: impl Fn(&str, &Item) -> bool,
) -> Vec<Group> {
    names
        .map(|(id, name)| group(items, id, Some(name), |item| belongs(id, item)))
        .filter(|group| !group.items.is_empty())
        .collect()
}

fn group(items: &[Item], id: &str, name: Option<&Text>, belongs: impl Fn(&Item) -> bool) -> Group {
    let mut group = Group { id: id.to_owned(), name: name.cloned(), worth_micro: 0, got_micro: 0, items: Vec::new() };
    for (place, item) in items.iter().enumerate() {
        if item.share != ShareKind::Penalties && belongs(item) {
            group.worth_micro += item.worth_micro;
            group.got_micro += item.got_micro;
            group.items.push(place);
        }
    }
    group
}
