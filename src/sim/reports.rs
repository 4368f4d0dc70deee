//! Reports: each field compared with the truth, and with what the seat could know when it wrote.

use super::effects::Actor;
use super::event::{FieldVerdict, What};
use super::exercise::Exercise;
use super::fact::FactKind;
use super::order::{FieldValue, Params};
use super::view::{RecordKind, ReportView};
use super::work::Work;
use crate::model::{Cause, Field, FieldKind, Form, Ix, Mishap, Role, System, Table, Truth, Where};

impl Exercise {
    pub(super) fn send_report(&mut self, id: Ix<Work>, role: Ix<Role>, form: Ix<Form>, params: &Params) {
        let scenario = self.scenario.clone();
        let spec = scenario.plan.forms.at(form);
        let fields: Vec<_> = spec
            .fields
            .iter()
            .map(|field| {
                let value = params.fields.get(&field.id);
                (value.cloned(), self.compare(role, field, value))
            })
            .collect();
        let actor = Actor::Role(role, Some(id));
        // Reassuring or alarming without ground is a false statement; being too careful is only wrong.
        let false_statement = spec.fields.iter().zip(&fields).any(|(field, (value, verdict))| {
            *verdict == FieldVerdict::Wrong
                && *value == Some(FieldValue::YesNo(true))
                && matches!(field.truth, Truth::PersonalDataLeaked | Truth::Contained)
        });
        if false_statement {
            self.mishap(Mishap::FalseStatement, actor, None);
        }
        self.note_channel(params.channel, actor);
        if self.reported[form.us()].is_none() {
            self.reported[form.us()] = Some(self.now);
        }
        let view = ReportView {
            at: self.now,
            role,
            form,
            channel: params.channel,
            fields: params.fields.iter().map(|(id, value)| (id.clone(), value.clone())).collect(),
        };
        self.team.reports.push(view);
        self.record(role, RecordKind::Reported(form));
        self.emit(What::Reported { role, form, channel: params.channel, fields });
        self.update_clocks();
        self.stirred = true;
    }

    fn compare(&self, role: Ix<Role>, field: &Field, value: Option<&FieldValue>) -> FieldVerdict {
        let Some(value) = value else { return FieldVerdict::Missing };
        if field.truth == Truth::Filled {
            return FieldVerdict::Filled;
        }
        if *value == FieldValue::Unknown {
            return if self.could_know(role, &field.truth) {
                FieldVerdict::Withheld
            } else {
                FieldVerdict::HonestUnknown
            };
        }
        if self.is_true(field, value) { FieldVerdict::Right } else { FieldVerdict::Wrong }
    }

    fn is_true(&self, field: &Field, value: &FieldValue) -> bool {
        match (&field.truth, value) {
            (Truth::DetectedAt(tolerance), FieldValue::Time(given)) => {
                self.detected.is_some_and(|at| (*given - at).0.saturating_abs() <= tolerance.0)
            }
            (Truth::Severity, FieldValue::Severity(given)) => *given == self.severity_truth(),
            (Truth::Group, FieldValue::One(given)) => *given == self.incident().0,
            (Truth::Cause, FieldValue::One(given)) => *given == self.incident().1,
            (Truth::TouchedSystems, FieldValue::Systems(given)) => {
                let mut given = given.clone();
                given.sort_unstable();
                given.dedup();
                given == self.touched_systems()
            }
            (Truth::TouchedHosts(percent), FieldValue::Count(given)) => {
                near(u64::from(*given), self.touched_hosts().len() as u64, *percent)
            }
            (Truth::PersonalDataLeaked, FieldValue::YesNo(given)) => *given == (self.subjects_leaked() > 0),
            (Truth::Subjects(percent), FieldValue::Count(given)) => {
                near(u64::from(*given), self.subjects_leaked(), *percent)
            }
            (Truth::Contained, FieldValue::YesNo(given)) => *given == self.contained(),
            (Truth::Holds(cond), FieldValue::YesNo(given)) => *given == self.holds(cond),
            // A free text in a judged field is not compared; `content` refuses such forms.
            _ => field.kind == FieldKind::Text,
        }
    }

    /// Whether the seat had what it needs to say more than "not yet known".
    fn could_know(&self, role: Ix<Role>, truth: &Truth) -> bool {
        let facts = &self.seats[role.us()].facts;
        match truth {
            Truth::Filled => false,
            Truth::DetectedAt(_) => self.team.t0.is_some(),
            Truth::Severity => self.team.severity.is_some(),
            Truth::Group | Truth::TouchedSystems | Truth::TouchedHosts(_) => {
                facts.iter().any(|known| known.fact.kind.is_of_attack())
            }
            // The cause lies in how the adversary came in: in the traces of a step from outside, or in those of
            // what was no attack.
            Truth::Cause => facts.iter().any(|known| match known.fact.kind {
                FactKind::Trace(step, _) => {
                    let step = self.scenario.file.attack.at(step);
                    step.from == Where::Internet || step.cause != Cause::Attack
                }
                _ => false,
            }),
            Truth::PersonalDataLeaked | Truth::Subjects(_) => {
                facts.iter().any(|known| matches!(known.fact.kind, FactKind::Leaked(..)))
            }
            Truth::Contained | Truth::Holds(_) => true,
        }
    }

    /// Group and cause of the incident as the seed drew it.
    fn incident(&self) -> (&str, &str) {
        let incident = &self.scenario.file.incident;
        let drawn = incident.by_variant.iter().find(|(flag, ..)| self.world.flags[flag.ix().us()]);
        drawn.map_or((&incident.group, &incident.cause), |(_, group, cause)| (group, cause))
    }

    fn touched_systems(&self) -> Vec<Ix<System>> {
        let touched =
            |ix: &Ix<System>| self.index.system_hosts[ix.us()].iter().any(|host| self.world.host(*host).touched);
        self.scenario.network.systems.indices().filter(touched).collect()
    }

    /// Persons whose data have leaked: of each store in the proportion of its records.
    fn subjects_leaked(&self) -> u64 {
        let stores = self.scenario.stores.iter().zip(&self.world.leaked);
        stores
            .map(|((_, store), leaked)| {
                u64::from(store.subjects) * u64::from(*leaked) / u64::from(store.records.max(1))
            })
            .sum()
    }
}

fn near(given: u64, truth: u64, percent: u8) -> bool {
    given.abs_diff(truth) * 100 <= truth * u64::from(percent)
}
