//! What numbers count or measure, where several datasets say the same.

use super::Words;

pub const DEGREES: Words = ["derajat (WGS 84)", "degrees (WGS 84)"];
pub const PEOPLE: Words = ["orang", "people"];
pub const RUPIAH: Words = ["rupiah", "rupiah"];
