/// The steps, in the order in which people think of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Where,
    What,
    HowMuch,
    ForWhom,
    Check,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Where, Self::What, Self::HowMuch, Self::ForWhom, Self::Check];

    /// Counts from 1, as in the address.
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// The step of an address; the first where it names none.
    pub fn from_query(number: Option<&str>) -> Self {
        let number = number.and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
        Self::ALL.into_iter().find(|step| step.number() == number).unwrap_or(Self::Where)
    }

    pub fn next(self) -> Self {
        Self::ALL.get(self.number()).copied().unwrap_or(Self::Check)
    }

    pub fn previous(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|index| Self::ALL[index])
    }

    /// The key of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Where => "step.where",
            Self::What => "step.what",
            Self::HowMuch => "step.how_much",
            Self::ForWhom => "step.for_whom",
            Self::Check => "step.check",
        }
    }

    /// The key of its heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Where => "step.where_heading",
            Self::What => "step.what_heading",
            Self::HowMuch => "step.how_much_heading",
            Self::ForWhom => "step.for_whom_heading",
            Self::Check => "step.check_heading",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_step_and_nonsense_names_the_first() {
        for step in Step::ALL {
            assert_eq!(Step::from_query(Some(&step.number().to_string())), step);
        }
        for number in [None, Some(""), Some("0"), Some("6"), Some("dua")] {
            assert_eq!(Step::from_query(number), Step::Where);
        }
    }

    #[test]
    fn steps_lead_to_each_other() {
        assert_eq!(Step::Where.previous(), None);
        assert_eq!(Step::Check.next(), Step::Check);
        for pair in Step::ALL.windows(2) {
            assert_eq!((pair[0].next(), pair[1].previous()), (pair[1], Some(pair[0])));
        }
    }
}
