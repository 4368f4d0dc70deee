//! Names and indices. Files speak in stable string ids; the engine speaks in indices.
//!
//! A [`Ref`] is written as a string and resolved once, by `content`, to an [`Ix`]. After a scenario
//! has been loaded without errors every `Ref` in it is resolved, so the engine never looks up a name.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const UNRESOLVED: u32 = u32::MAX;

/// Index of a `T` in the table of all `T` of a scenario.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The index `n`; tables are limited far below `u32::MAX` entries by `content`.
    pub const fn new(n: u32) -> Self {
        Self(n, PhantomData)
    }

    /// The index as a position in its table.
    pub const fn us(self) -> usize {
        self.0 as usize
    }

    /// The raw number, for keys of chance and for hashing.
    pub const fn raw(self) -> u32 {
        self.0
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
impl<T> Serialize for Ix<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}
impl<'de, T> Deserialize<'de> for Ix<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Self::new)
    }
}

/// A name of a `T`, as written in a file, and once resolved its index.
pub struct Ref<T> {
    /// The id as written.
    pub id: String,
    ix: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// An unresolved reference to `id`.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ix: UNRESOLVED, kind: PhantomData }
    }

    /// The index of the thing named. Stated invariant: called only after `content` resolved the scenario.
    pub fn ix(&self) -> Ix<T> {
        debug_assert!(self.is_resolved(), "reference to `{}` used before it was resolved", self.id);
        Ix::new(self.ix)
    }

    /// Whether `content` found the thing named.
    pub const fn is_resolved(&self) -> bool {
        self.ix != UNRESOLVED
    }

    /// Points the reference at its thing.
    pub fn resolve(&mut self, ix: Ix<T>) {
        self.ix = ix.0;
    }

    /// Name and raw index.
    pub(super) const fn parts(&mut self) -> (&mut String, &mut u32) {
        (&mut self.id, &mut self.ix)
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), ix: self.ix, kind: PhantomData }
    }
}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl<T> Eq for Ref<T> {}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.id)
    }
}
impl<T> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.id)
    }
}
impl<'de, T> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// A table: finds things by index.
pub trait Table<T> {
    /// The entry at `ix`.
    fn at(&self, ix: Ix<T>) -> &T;
    /// All indices in order; does not hold on to the table.
    fn indices(&self) -> Indices<T>;
}

/// The indices of a table, see [`Table::indices`].
pub type Indices<T> = std::iter::Map<std::ops::Range<u32>, fn(u32) -> Ix<T>>;

impl<T> Table<T> for Vec<T> {
    fn at(&self, ix: Ix<T>) -> &T {
        &self[ix.us()]
    }
    fn indices(&self) -> Indices<T> {
        (0..self.len() as u32).map(Ix::new)
    }
}
