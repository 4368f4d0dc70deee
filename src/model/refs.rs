//! A walk over every reference of a file, with the path of each: the one place that `content` uses to
//! resolve names and to say which are unknown, and where.

use super::*;

/// One step of a path into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathStep {
    /// A field of a struct or of a struct-like variant.
    Field(&'static str),
    /// An element of a list or of a tuple (or the content of a variant: 0).
    Index(usize),
}

/// Where in a file something stands.
pub type Path = Vec<PathStep>;

/// A reference to any kind of thing.
pub enum AnyRef<'a> {
    /// To an agency.
    Agency(&'a mut Ref<Agency>),
    /// To a site.
    Site(&'a mut Ref<Site>),
    /// To a zone.
    Zone(&'a mut Ref<Zone>),
    /// To a host.
    Host(&'a mut Ref<Host>),
    /// To a system.
    System(&'a mut Ref<System>),
    /// To an account.
    Account(&'a mut Ref<Account>),
    /// To a data store.
    DataStore(&'a mut Ref<DataStore>),
    /// To a role.
    Role(&'a mut Ref<Role>),
    /// To an order.
    Order(&'a mut Ref<OrderKind>),
    /// To a form.
    Form(&'a mut Ref<Form>),
    /// To a channel.
    Channel(&'a mut Ref<Channel>),
    /// To a named condition.
    Cond(&'a mut Ref<NamedCond>),
    /// To a procedure.
    Procedure(&'a mut Ref<Procedure>),
    /// To an alert rule.
    Alert(&'a mut Ref<AlertRule>),
    /// To an attack step.
    Step(&'a mut Ref<AttackStep>),
    /// To an implant.
    Implant(&'a mut Ref<Implant>),
    /// To an indicator.
    Indicator(&'a mut Ref<Indicator>),
    /// To a weakness.
    Vulnerability(&'a mut Ref<Vulnerability>),
    /// To a flag.
    Flag(&'a mut Ref<Flag>),
    /// To an inject.
    Inject(&'a mut Ref<Inject>),
    /// To a backup.
    Backup(&'a mut Ref<Backup>),
}

/// Receives each reference with its path.
pub type Visit<'v> = dyn FnMut(&Path, AnyRef<'_>) + 'v;

/// Something that may hold references.
pub trait Refs {
    /// Calls `visit` for every reference inside; `at` is the path of `self`.
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>);
}

impl<T: Refs> Refs for Vec<T> {
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
        for (index, item) in self.iter_mut().enumerate() {
            under(at, PathStep::Index(index), |at| item.refs(at, visit));
        }
    }
}
impl<T: Refs> Refs for Option<T> {
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
        if let Some(item) = self {
            item.refs(at, visit);
        }
    }
}
impl<T: Refs> Refs for Box<T> {
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
        (**self).refs(at, visit);
    }
}
impl<A: Refs, B: Refs> Refs for (A, B) {
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
        under(at, PathStep::Index(0), |at| self.0.refs(at, visit));
        under(at, PathStep::Index(1), |at| self.1.refs(at, visit));
    }
}

impl<A: Refs, B: Refs, C: Refs> Refs for (A, B, C) {
    fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
        under(at, PathStep::Index(0), |at| self.0.refs(at, visit));
        under(at, PathStep::Index(1), |at| self.1.refs(at, visit));
        under(at, PathStep::Index(2), |at| self.2.refs(at, visit));
    }
}

fn under(at: &mut Path, step: PathStep, then: impl FnOnce(&mut Path)) {
    at.push(step);
    then(at);
    at.pop();
}

macro_rules! is_ref {
    ($($thing:ty => $variant:ident),* $(,)?) => {
        $(impl Refs for Ref<$thing> {
            fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
                visit(at, AnyRef::$variant(self));
            }
        })*

        impl AnyRef<'_> {
            /// Name and raw index of whatever it points at.
            pub(super) const fn parts(&mut self) -> (&mut String, &mut u32) {
                match self {
                    $(Self::$variant(reference) => reference.parts(),)*
                }
            }

            /// Keeps what it points at and forgets the name.
            pub fn forget_name(&mut self) {
                self.parts().0.clear();
            }
        }
    };
}
is_ref!(
    Agency => Agency, Site => Site, Zone => Zone, Host => Host, System => System, Account => Account,
    DataStore => DataStore, Role => Role, OrderKind => Order, Form => Form, Channel => Channel,
    NamedCond => Cond, Procedure => Procedure, AlertRule => Alert, AttackStep => Step, Implant => Implant,
    Indicator => Indicator, Vulnerability => Vulnerability, Flag => Flag, Inject => Inject,
    Backup => Backup,
);

/// Plain values without references.
macro_rules! no_refs {
    ($($plain:ty),* $(,)?) => {$(
        impl Refs for $plain {
            fn refs(&mut self, _: &mut Path, _: &mut Visit<'_>) {}
        }
    )*};
}
no_refs!(Span, SpanRange, Severity, Authority, BranchIs, String, u8, u32);

/// A struct's fields that hold references.
macro_rules! refs_in {
    ($($owner:ty { $($field:ident),* $(,)? })*) => {$(
        impl Refs for $owner {
            fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
                $(under(at, PathStep::Field(stringify!($field)), |at| self.$field.refs(at, visit));)*
            }
        }
    )*};
}
refs_in!(
    Province { sites, links, systems, accounts, backups, sensors }
    SiteSpec { agency, uplinks }
    Uplink { to }
    LinkSpec { a, b }
    System { owner, operator, users, components, data, needs }
    Component { hosts }
    DataStore { host }
    Account { site, system }
    Backup { system, store }
    Sensor { host, zones, seen_by }
    RolesFile { roles }
    RoleSpec { agency, sites, reports_to, deputies }
    OrdersFile { orders }
    OrderKind { by, needs, approval, verb, effects }
    SignalsFile { noise }
    Noise { alert, within }
    Plan { severity, profiles, conditions, clocks, channels, forms, procedures }
    RuleProfile { severity, steps, clocks }
    NamedCond { when }
    Clock { applies, stopped_by }
    Channel { system }
    Form { to_roles, fields }
    Field { truth }
    Procedure { steps, penalties }
    PlanStep { role, cond, judge }
    Penalty { when }
    ScenarioFile {
        ends_when, procedures, begins, seats, incident, conditions, variants, handicaps, starts_with, implants, vulnerabilities,
        noise, attack, injects, pass,
    }
    Incident { by_variant }
    Variant { one_of }
    Handicap { hands, effects }
    Pass { must }
    Implant { indicators, already_on }
    Vulnerability { hosts }
    AttackStep {
        only_if, from, to, exploits, account, steered_by, effects, signals, then, blocked,
    }
    Signal { alert }
    Blocked { instead }
    Next { step }
    Inject { to, when, only_if, effects, shows, choices, expects }
    InjectChoice { effects }
    Expected { by }
    CasesFile { cases }
    Case { seats, orders, expect }
    CaseOrder { seat, order, target, to }
);

/// An enum's variants: tuple variants list their parts, struct variants their fields.
macro_rules! refs_in_enum {
    ($($owner:ident {
        $($tuple:ident ( $($part:ident),* ))*
        $(; $($named:ident { $($field:ident),* })*)?
    })*) => {$(
        impl Refs for $owner {
            #[allow(unused_assignments, reason = "the last part of a variant need not count on")]
            fn refs(&mut self, at: &mut Path, visit: &mut Visit<'_>) {
                match self {
                    $(Self::$tuple($($part),*) => {
                        let mut index = 0;
                        $(under(at, PathStep::Index(index), |at| $part.refs(at, visit)); index += 1;)*
                    })*
                    $($(Self::$named { $($field,)* .. } => {
                        $(under(at, PathStep::Field(stringify!($field)), |at| $field.refs(at, visit));)*
                    })*)?
                    #[allow(unreachable_patterns, reason = "enums without plain variants")]
                    _ => {}
                }
            }
        }
    )*};
}
refs_in_enum!(
    Scope { Site(a) Zone(a) System(a) Hosts(a) }
    Where { Host(a) OneOf(a) TargetOf(a) ; Some { within } }
    Cond {
        All(a) Any(a) Not(a) Named(a) Flag(a) StepDone(a) StepFailed(a) InjectSent(a) SystemIs(a, _b)
        SystemOutage(a, _b) AccountUsable(a) AccountTaken(a) Leaked(a, _b) Reported(a) Chosen(a, _b)
        ; Hosts { within } HostsEver { within } Implant { implant, within } Done { orders, by, on }
        Knows { role, about }
    }
    Effect {
        Implant(a) Patch(a) Flood(a, _b) Overload(a, _b) CutLine(a, b) MendLine(a, b) Take(a) Leak(a, _b) SetFlag(a) ClearFlag(a) StartStep(a) StopStep(a)
        Send(a) Cancel(a) TellIndicator(a) On(a, b)
    }
    OnWhat { Within(a) }
    Criterion {
        Becomes(a) Through(a) All(a) Any(a)
        ; Order { kinds, by, on } Report { form, by } Message { from, to } Answer { inject } Classified { by }
    }
    Need { DoneHere(a) DoneBefore(a) }
    Verb { Report(a) }
    When { Once(a, _b) }
    Truth { Holds(a) }
    CaseTarget { Host(a) Zone(a) Site(a) System(a) Account(a) Indicator(a) Backup(a) Inject(a) }
    Expect { Never(a) Branch(a, _b) Sent(a) NotSent(a) ; Milestone { cond } }
);

impl Refs for SystemState {
    fn refs(&mut self, _: &mut Path, _: &mut Visit<'_>) {}
}
