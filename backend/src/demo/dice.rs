//! Repeatable choices: the same seed makes the same sample data.

use crate::platform::ids::{IdSource, SeededIds};

pub struct Dice(SeededIds);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededIds::new(seed))
    }

    /// From 0 up to, but not including, 1.
    pub fn fraction(&self) -> f64 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }

    /// Whether something of this probability happens.
    pub fn happens(&self, probability: f64) -> bool {
        self.fraction() < probability
    }

    pub fn between(&self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.fraction()
    }

    /// One of `least`, `least + step`, … up to `most`.
    pub fn stepped(&self, [least, most, step]: [i32; 3]) -> i32 {
        let choices = (most - least) / step.max(1) + 1;
        least + step * (self.fraction() * f64::from(choices)) as i32
    }

    /// One of the choices; `None` when there is none.
    pub fn pick<'a, T>(&self, choices: &'a [T]) -> Option<&'a T> {
        choices.get((self.fraction() * choices.len() as f64) as usize)
    }

    /// One of the choices, the heavier the likelier.
    pub fn weigh<'a, T>(&self, choices: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
        let total: u32 = choices.iter().map(&weight).sum();
        let mut left = self.fraction() * f64::from(total);
        choices.iter().find(|choice| {
            left -= f64::from(weight(choice));
            left < 0.0
        })
    }
}
