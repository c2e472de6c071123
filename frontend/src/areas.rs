//! The names of every district and village, asked for when a list of areas first opens.

use crate::api::send;
use crate::session::Session;
use crate::storage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::area::{AreaCode, AreaKind};
use shared::operations::area::{AreaName, AreaTree, ByCode, District};
use std::sync::Arc;

/// Where the names are kept for a start without a connection.
const NAMES: &str = "rembug.areas";

/// The regency's areas by name.
#[derive(Clone, Copy)]
pub struct Areas {
    pub districts: RwSignal<Arc<Vec<District>>>,
    asked: StoredValue<bool>,
}

impl Areas {
    pub fn provide() -> Self {
        let areas = Self { districts: RwSignal::new(Arc::default()), asked: StoredValue::new(false) };
        provide_context(areas);
        areas
    }

    /// The areas, asked for now if nobody has yet.
    pub fn get() -> Self {
        let areas = use_context().unwrap_or_else(Self::provide);
        let session = Session::get();
        Effect::new(move |_| {
            if let Some(region) = session.region.get() {
                areas.ask(region.code);
            }
        });
        areas
    }

    fn ask(self, code: AreaCode) {
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        spawn_local(async move {
            match send::<AreaTree>(&ByCode { code }).await {
                Ok(data) => {
                    let districts = data.answer.map(|answer| answer.districts).unwrap_or_default();
                    storage::keep(NAMES, &districts);
                    self.districts.set(Arc::new(districts));
                }
                Err(_) => {
                    if let Some(districts) = storage::recall(NAMES) {
                        self.districts.set(Arc::new(districts));
                    }
                    // The next list that opens asks again.
                    self.asked.set_value(false);
                }
            }
        });
    }

    /// The name of a district or village, once the names are here.
    pub fn find(self, code: &AreaCode) -> Option<AreaName> {
        self.districts.with(|districts| {
            let district = districts.iter().find(|district| district.code.contains(code))?;
            if district.code == *code {
                return Some(AreaName { code: code.clone(), name: district.name.clone(), kind: AreaKind::Kecamatan });
            }
            district.villages.iter().find(|village| village.code == *code).cloned()
        })
    }
}
