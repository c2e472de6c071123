//! Scalars. They accept any number, so that the shared rules can say what is wrong with it, field by field.

use async_graphql::{Description, InputValueError, InputValueResult, Json, Number, Scalar, ScalarType, Value};
use shared::value;

/// An amount of money (rupiah): a whole number, a JSON integer from 0 to 2^53.
#[derive(Description, Clone, Copy)]
pub struct Rupiah(pub i64);

#[Scalar(use_type_description)]
impl ScalarType for Rupiah {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => number.as_i64().map(Self).ok_or_else(|| InputValueError::custom("Rupiah is a whole number")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

impl From<value::Rupiah> for Rupiah {
    fn from(amount: value::Rupiah) -> Self {
        Self(amount.get())
    }
}

/// How much of something (volume): a JSON number with at most three decimals.
#[derive(Description, Clone, Copy)]
pub struct Quantity(pub f64);

#[Scalar(use_type_description)]
impl ScalarType for Quantity {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => number.as_f64().map(Self).ok_or_else(|| InputValueError::custom("Quantity is a number")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Number::from_f64(self.0).map_or(Value::Null, Value::Number)
    }
}

impl From<value::Quantity> for Quantity {
    fn from(volume: value::Quantity) -> Self {
        Self(volume.as_f64())
    }
}

/// A GeoJSON geometry (geometri): Point, LineString or Polygon, of areas also MultiPolygon, in longitude and latitude.
#[derive(Description, Clone)]
pub struct GeoJson(pub serde_json::Value);

#[Scalar(name = "GeoJSON", use_type_description)]
impl ScalarType for GeoJson {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::Object(_) => Ok(Self(value.into_json()?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// Free-form JSON.
pub type AnyJson = Json<serde_json::Value>;
