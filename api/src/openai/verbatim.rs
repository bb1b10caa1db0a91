//! Values that are only looked at to be refused.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A JSON value as the text it was sent as. What it says is read when that is known to be short: a tree of it
/// could be many times as large. Equal to another if they are written the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verbatim(Box<RawValue>);

impl Verbatim {
    /// Without blanks around it.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// `None`: it is something else. What `T` holds is all that is kept of it.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.text()).ok()
    }
}

impl PartialEq for Verbatim {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}
