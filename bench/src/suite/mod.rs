//! One module per suite; each owns its cases, its targets and its report.

pub(crate) mod socket;
