//! One map on a page: drawn once the region is known, told of what changes, gone with its page.

use super::island::{call, load, object, to_box, until_near};
use crate::i18n::language_now;
use crate::session::Session;
use js_sys::{Array, Promise, Reflect};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::area::Region;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the island calls when something happens on the map.
pub type Listener = Closure<dyn FnMut(JsValue)>;

/// What kind of map to draw, beside what all maps share.
pub struct Drawing {
    /// The island's function that makes it.
    pub maker: &'static str,
    pub options: Vec<(&'static str, JsValue)>,
    pub listeners: Vec<(&'static str, Listener)>,
}

/// The island's handle with the closures that it calls; they live as long as it does.
struct Drawn {
    handle: JsValue,
    _listeners: Vec<(&'static str, Listener)>,
}

/// A place on the page for a map.
#[derive(Clone, Copy)]
pub struct Canvas {
    pub element: NodeRef<Div>,
    drawn: StoredValue<Option<Drawn>, LocalStorage>,
    ready: RwSignal<bool>,
}

impl Canvas {
    /// Draws when element and region are there; sets `works` to false once it turned out that this browser draws no map.
    pub fn new(works: RwSignal<bool>, drawing: impl FnOnce() -> Drawing + 'static) -> Self {
        Self::build(works, false, drawing)
    }

    /// As [`Self::new`], but not before somebody scrolls there.
    pub fn when_near(works: RwSignal<bool>, drawing: impl FnOnce() -> Drawing + 'static) -> Self {
        Self::build(works, true, drawing)
    }

    fn build(works: RwSignal<bool>, waits: bool, drawing: impl FnOnce() -> Drawing + 'static) -> Self {
        let session = Session::get();
        let canvas = Self { element: NodeRef::new(), drawn: StoredValue::new_local(None), ready: RwSignal::new(false) };
        let mut drawing = Some(drawing);
        Effect::new(move |_| {
            let (Some(element), Some(region)) = (canvas.element.get(), session.region.get()) else { return };
            let Some(drawing) = drawing.take() else { return };
            spawn_local(async move {
                if waits {
                    until_near(&element).await;
                }
                if canvas.drawn.is_disposed() {
                    return;
                }
                let drawing = untrack(drawing);
                match draw(&element, &region, drawing).await {
                    // The page may have gone while the map was drawn.
                    Some(map) if canvas.drawn.is_disposed() => drop(call(&map.handle, "destroy", &[])),
                    Some(map) => {
                        canvas.drawn.set_value(Some(map));
                        canvas.ready.set(true);
                    }
                    None => drop(works.try_set(false)),
                }
            });
        });
        on_cleanup(move || {
            if let Some(Some(map)) = canvas.drawn.try_update_value(Option::take) {
                call(&map.handle, "destroy", &[]);
            }
        });
        canvas
    }

    /// Whether the map is drawn, and can be told something.
    pub fn is_ready(self) -> bool {
        self.ready.get()
    }

    /// Calls the map's method.
    pub fn tell(self, method: &str, argument: JsValue) {
        self.drawn.with_value(|drawn| drawn.as_ref().and_then(|drawn| call(&drawn.handle, method, &[argument])));
    }

    /// Calls the map's method once it is drawn, and again whenever the argument changes.
    pub fn follow(self, method: &'static str, argument: impl Fn() -> JsValue + 'static) {
        Effect::new(move |_| {
            if self.is_ready() {
                self.tell(method, argument());
            }
        });
    }
}

async fn draw(element: &web_sys::HtmlDivElement, region: &Region, drawing: Drawing) -> Option<Drawn> {
    let island = load().await?;
    let center = [region.center.longitude, region.center.latitude].into_iter().map(JsValue::from_f64).collect::<Array>();
    let mut options = drawing.options;
    options.extend([
        ("center", center.into()),
        ("bbox", to_box(&region.bounding_box)),
        ("locale", language_now().tag().into()),
        ("attribution", region.boundary_attribution.as_deref().map_or(JsValue::NULL, JsValue::from_str)),
    ]);
    options.extend(drawing.listeners.iter().map(|(name, listener)| (*name, listener.as_ref().clone())));
    let making: Promise = call(&island, drawing.maker, &[element.into(), object(&options).into()])?.dyn_into().ok()?;
    let handle = JsFuture::from(making).await.ok()?;
    call(&handle, "setAreas", &["/map/areas/village.geojson".into(), "/map/areas/district.geojson".into()]);
    // Browser tests wait for the map's own "idle" and ask it what it has drawn.
    let _ = Reflect::set(element, &"map".into(), &handle);
    Some(Drawn { handle, _listeners: drawing.listeners })
}
