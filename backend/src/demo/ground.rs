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

/// A road that bends a little at every corner.
fn line(start: Location, length: f64, dice: &Dice) -> Shape {
    let stretches = (length / STRETCH).ceil().max(1.0);
    let mut bearing = dice.between(0.0, TAU);
    let mut positions = vec![start];
    let mut here = start;
    for _ in 0..stretches as usize {
        bearing += dice.between(-0.4, 0.4);
        here = moved(here, bearing, length / stretches);
        positions.push(here);
    }
    Shape::Line(positions)
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
