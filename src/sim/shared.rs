//! An entry that many lists hold. A message lies on the desks of all whom it reached, and each client of theirs has
//! two screens with it: a copy of such a list costs a pointer an entry.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is copied by pointer, and written as what it is.
pub struct Shared<T>(Arc<T>);

impl<T: Clone> Shared<T> {
    /// The value to change; others who hold it keep it as it was.
    pub fn make_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_changes_an_entry_changes_nobody_elses() {
        let mut one = Shared::from(vec![1]);
        let other = one.clone();
        one.make_mut().push(2);
        assert_eq!((&*one, &*other), (&vec![1, 2], &vec![1]));
    }

    #[test]
    fn an_entry_is_written_as_what_it_is() {
        let bytes = postcard::to_stdvec(&Shared::from("một".to_owned())).unwrap();
        assert_eq!(bytes, postcard::to_stdvec("một").unwrap());
        assert_eq!(*postcard::from_bytes::<Shared<String>>(&bytes).unwrap(), "một");
    }
}
