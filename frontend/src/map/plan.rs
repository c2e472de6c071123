use super::canvas::{Canvas, Drawing, Listener};
use super::island::{from_js, to_js};
use crate::plan::Present;
use leptos::html::Div;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::area::AreaCode;
use shared::plan::{Feature, RowId};
use shared::value::Location;
use wasm_bindgen::JsValue;

/// What a press on the map does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Chooses, moves and reshapes.
    #[default]
    Select,
    Point,
    Line,
    Polygon,
}

impl Tool {
    pub const ALL: [Self; 4] = [Self::Select, Self::Point, Self::Line, Self::Polygon];

    /// As the island calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Point => "point",
            Self::Line => "line",
            Self::Polygon => "polygon",
        }
    }
}

/// What is being drawn at the moment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Progress {
    pub drawing: bool,
    /// How long or large it is, in words.
    pub measure: String,
    /// What is wrong with it, in words.
    pub warning: String,
}

/// What makes the map one to draw on, together with others.
#[derive(Clone, Copy)]
pub struct Pen {
    pub tool: RwSignal<Tool>,
    pub progress: RwSignal<Progress>,
    pub editable: Signal<bool>,
    /// What is shown until something is drawn.
    pub home: Signal<Option<AreaCode>>,
    /// The others, with or without a pointer.
    pub present: Signal<Vec<Present>>,
    /// A new shape is finished.
    pub on_draw: Callback<Value>,
    pub on_reshape: Callback<(RowId, Value)>,
    pub on_pointer: Callback<Option<Location>>,
}

/// The map of a plan, fetched when somebody scrolls near. Its element is a `div.map`.
#[derive(Clone, Copy)]
pub struct PlanMap(Canvas);

#[derive(Deserialize)]
struct Reshaped {
    id: RowId,
    shape: Value,
}

impl PlanMap {
    pub fn new(
        features: Signal<Vec<Feature>>,
        chosen: RwSignal<Option<RowId>>,
        // Set to one that a list wants to be seen.
        wanted: RwSignal<Option<RowId>>,
        pen: Option<Pen>,
        // Set to false once it turned out that this browser draws no map.
        works: RwSignal<bool>,
    ) -> Self {
        let canvas = Canvas::when_near(works, move || drawing(features, chosen, pen));
        canvas.follow("setFeatures", move || features.with(|all| to_js(&plain(all))));
        canvas.follow("select", move || id(chosen.get()));
        if let Some(pen) = pen {
            let pointers = Memo::new(move |_| pen.present.with(|present| pointers(present)));
            canvas.follow("setHome", move || pen.home.get().map_or(JsValue::NULL, |code| code.to_string().into()));
            canvas.follow("setEditable", move || pen.editable.get().into());
            canvas.follow("setTool", move || pen.tool.get().name().into());
            canvas.follow("setPeople", move || pointers.with(to_js));
        }
        Effect::new(move |_| {
            if let (true, Some(feature)) = (canvas.is_ready(), wanted.get()) {
                canvas.tell("show", id(Some(feature)));
            }
            // A map that waits to be near is brought near by the same.
            if let Some(element) = canvas.element.get_untracked().filter(|_| wanted.get_untracked().is_some()) {
                element.scroll_into_view_with_scroll_into_view_options(&centred());
            }
        });
        Self(canvas)
    }

    pub fn element(self) -> NodeRef<Div> {
        self.0.element
    }

    /// Shows what the plan says instead of what was drawn last.
    pub fn reset(self) {
        self.0.tell("reset", JsValue::UNDEFINED);
    }

    /// Presses the map at its centre: for those who move it by keyboard.
    pub fn place(self) {
        self.0.tell("place", JsValue::UNDEFINED);
    }

    pub fn finish(self) {
        self.0.tell("finish", JsValue::UNDEFINED);
    }

    /// Takes back the last point of what is being drawn.
    pub fn undo(self) {
        self.0.tell("undo", JsValue::UNDEFINED);
    }
}

fn id(feature: Option<RowId>) -> JsValue {
    feature.map_or(JsValue::NULL, |id| id.to_string().into())
}

fn centred() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    options
}

fn plain(features: &[Feature]) -> Value {
    let plain = |it: &Feature| json!({ "id": it.id, "label": it.label, "kind": it.kind, "geometry": it.geometry });
    features.iter().map(plain).collect()
}

fn pointers(present: &[Present]) -> Value {
    let pointer = |one: &Present| {
        let Location { longitude, latitude } = one.pointer?;
        Some(json!({ "client": one.client.to_string(), "name": one.name, "colour": one.colour, "at": [longitude, latitude] }))
    };
    present.iter().filter_map(pointer).collect()
}

fn drawing(features: Signal<Vec<Feature>>, chosen: RwSignal<Option<RowId>>, pen: Option<Pen>) -> Drawing {
    let on_select = Listener::new(move |value: JsValue| {
        chosen.try_set(value.as_string().and_then(|id| id.parse().ok()));
    });
    let mut listeners = vec![("onSelect", on_select)];
    if let Some(Pen { progress, on_draw, on_reshape, on_pointer, .. }) = pen {
        let draw = move |value: JsValue| {
            if let Some(shape) = from_js(&value) {
                on_draw.try_run(shape);
            }
        };
        let reshape = move |value: JsValue| {
            if let Some(Reshaped { id, shape }) = from_js(&value) {
                on_reshape.try_run((id, shape));
            }
        };
        let tell = move |value: JsValue| {
            let now = from_js::<Progress>(&value).unwrap_or_default();
            if progress.try_with_untracked(|before| *before != now) == Some(true) {
                progress.set(now);
            }
        };
        let point = move |value: JsValue| {
            let place = from_js::<[f64; 2]>(&value).and_then(|[x, y]| Location::new(x, y).ok());
            on_pointer.try_run(place);
        };
        listeners.extend([
            ("onDraw", Listener::new(draw)),
            ("onReshape", Listener::new(reshape)),
            ("onProgress", Listener::new(tell)),
            ("onPointer", Listener::new(point)),
        ]);
    }
    let options = vec![("features", features.with_untracked(|all| to_js(&plain(all))))];
    Drawing { maker: "createPlanMap", options, listeners }
}
