use std::fmt;

/// More than this in one message helps nobody.
pub const MAX_PROBLEMS: usize = 20;

/// Which feature of the file, as the person who mends it can find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureName {
    /// Position in the file, from 0.
    pub index: usize,
    pub code: Option<String>,
    pub name: Option<String>,
}

impl fmt::Display for FeatureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "feature {}", self.index)?;
        match (&self.code, &self.name) {
            (Some(code), Some(name)) => write!(f, " ({code} {name})"),
            (Some(only), None) | (None, Some(only)) => write!(f, " ({only})"),
            (None, None) => Ok(()),
        }
    }
}

/// One thing to mend, with how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `None` when it is about the whole file.
    pub feature: Option<FeatureName>,
    pub what: String,
}

impl Problem {
    pub fn file(what: impl Into<String>) -> Self {
        Self { feature: None, what: what.into() }
    }

    pub fn feature(feature: &FeatureName, what: impl Into<String>) -> Self {
        Self { feature: Some(feature.clone()), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.feature {
            Some(feature) => write!(f, "{feature}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// Why a boundary file was refused: nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems {
    /// The first [`MAX_PROBLEMS`]; never empty.
    pub listed: Vec<Problem>,
    /// How many there were.
    pub total: usize,
}

impl Problems {
    /// `Ok(())` when there are none.
    pub fn check(mut found: Vec<Problem>) -> Result<(), Self> {
        if found.is_empty() {
            return Ok(());
        }
        let total = found.len();
        found.truncate(MAX_PROBLEMS);
        Err(Self { listed: found, total })
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { listed: vec![problem], total: 1 }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the boundaries were not imported; mend this first:")?;
        for problem in &self.listed {
            writeln!(f, "- {problem}")?;
        }
        match self.total - self.listed.len() {
            0 => Ok(()),
            more => writeln!(f, "- and {more} more"),
        }
    }
}
