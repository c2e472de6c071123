//! Places for proposals: points, lines and plots that lie inside a village.

use super::content::Outline;
use super::dice::Dice;
use crate::area::catalogue::{Area, Catalogue};
use crate::error::AppError;
use shared::value::{Location, Shape};
use std::f64::consts::TAU;

const METERS_PER_DEGREE: f64 = 111_320.0;
const ATTEMPTS: u32 = 80;
/// Metres between the corners of a line.
const STRETCH: f64 = 45.0;
/// The longest line drawn, in metres: a longer work is several roads.
const LONGEST: f64 = 1_200.0;
/// Clearings that are looked for in a village, how large they may be, and in how many directions each is tried.
const CLEARINGS: usize = 24;
const REACHES: [f64; 6] = [600.0, 350.0, 200.0, 110.0, 60.0, 25.0];
const RAYS: u32 = 12;

/// Something drawn within `village`, about as large as `size` (metres of a line, square metres of a plot).
///
/// # Errors
/// `INTERNAL` when the village does not even hold its own point.
pub fn draw(areas: &Catalogue, village: &Area, outline: Outline, size: f64, dice: &Dice) -> Result<Shape, AppError> {
    let reach = 0.5 * (village.square_meters as f64).max(1.0).sqrt();
    let lies_inside = |place: &Location| areas.village_at(*place).is_some_and(|found| found.code == village.code);
    let fits = |shape: &Shape| shape.positions().iter().all(lies_inside) && areas.check_shape(shape).is_ok();
    for attempt in 0..ATTEMPTS {
        // Nearer and nearer to the village's own point, which lies among its houses.
        let radius = reach * (1.0 - f64::from(attempt) / f64::from(ATTEMPTS)) * dice.fraction().sqrt();
        let start = moved(village.location, dice.between(0.0, TAU), radius);
        let shape = match outline {
            Outline::Point => Shape::Point(start),
            Outline::Line => line(start, size.min(LONGEST), dice),
            Outline::Area => plot(start, size, dice),
        };
        if fits(&shape) {
            return Ok(shape);
        }
    }
    Some(Shape::Point(village.location))
        .filter(fits)
        .ok_or_else(|| AppError::damaged(format!("{} does not hold its own point", village.code)))
}

/// A place with room around it: whatever is drawn within its reach lies in the village. Finding room is slow, drawing is not.
pub struct Clearing {
    center: Location,
    reach: f64,
}

impl Clearing {
    /// Some clearings of the village; the village's own point, without room, where there is none.
    pub fn some(areas: &Catalogue, village: &Area, dice: &Dice) -> Vec<Self> {
        let spread = 0.5 * (village.square_meters as f64).max(1.0).sqrt();
        let is_inside = |place: Location| areas.village_at(place).is_some_and(|found| found.code == village.code);
        let is_clear = |center: Location, reach: f64| {
            is_inside(center) && (0..RAYS).all(|ray| is_inside(moved(center, TAU * f64::from(ray) / f64::from(RAYS), reach)))
        };
        let found = (0..CLEARINGS).filter_map(|_| {
            let center = moved(village.location, dice.between(0.0, TAU), spread * dice.fraction().sqrt());
            // Well within what was tried: a border has notches between the rays.
            let reach = REACHES.into_iter().find(|reach| is_clear(center, 1.5 * reach))?;
            Some(Self { center, reach })
        });
        let found: Vec<_> = found.collect();
        if found.is_empty() { vec![Self { center: village.location, reach: 0.0 }] } else { found }
    }

    /// As [`draw`], smaller where there is less room.
    pub fn draw(&self, outline: Outline, size: f64, dice: &Dice) -> Shape {
        let bearing = dice.between(0.0, TAU);
        match outline {
            _ if self.reach == 0.0 => Shape::Point(self.center),
            Outline::Point => Shape::Point(moved(self.center, bearing, self.reach * dice.fraction().sqrt())),
            Outline::Line => {
                let half = size.min(LONGEST).min(2.0 * self.reach) / 2.0;
                let mut positions = from(self.center, bearing, half, dice);
                positions.reverse();
                positions.extend(from(self.center, bearing + TAU / 2.0, half, dice).into_iter().skip(1));
                Shape::Line(positions)
            }
            Outline::Area => plot(self.center, size.min((self.reach / 1.9).powi(2) * 1.5), dice),
        }
    }
}

/// A road that bends a little at every corner.
fn line(start: Location, length: f64, dice: &Dice) -> Shape {
    Shape::Line(from(start, dice.between(0.0, TAU), length, dice))
}

fn from(start: Location, mut bearing: f64, length: f64, dice: &Dice) -> Vec<Location> {
    let stretches = (length / STRETCH).ceil().max(1.0);
    let mut positions = vec![start];
    let mut here = start;
    for _ in 0..stretches as usize {
        bearing += dice.between(-0.4, 0.4);
        here = moved(here, bearing, length / stretches);
        positions.push(here);
    }
    positions
}

/// A rectangle half again as long as wide.
fn plot(corner: Location, square_meters: f64, dice: &Dice) -> Shape {
    let width = (square_meters / 1.5).sqrt();
    let bearing = dice.between(0.0, TAU);
    let second = moved(corner, bearing, width * 1.5);
    let third = moved(second, bearing + TAU / 4.0, width);
    let fourth = moved(corner, bearing + TAU / 4.0, width);
    Shape::Polygon(vec![corner, second, third, fourth, corner])
}

/// `from`, so many metres away; rounded to what is stored.
fn moved(from: Location, bearing: f64, meters: f64) -> Location {
    let north = meters * bearing.cos() / METERS_PER_DEGREE;
    let east = meters * bearing.sin() / (METERS_PER_DEGREE * from.latitude.to_radians().cos());
    let (longitude, latitude) = Location { longitude: from.longitude + east, latitude: from.latitude + north }.to_e7();
    Location::from_e7(longitude, latitude)
}
