use crate::api::{ApiError, send};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::plan::PlanDetail;
use shared::operations::plan_suggestion::{PlanSuggestionItem, PlanSuggestions, PlanSuggestionsVariables};
use shared::plan::SuggestionStatus;
use shared::value::{PlanId, SuggestionId};

/// What is compared word by word is long: an answer holds some twenty of the longest.
const PAGE_SIZE: i32 = 10;

/// The suggestions for one plan, as far as the page has them.
#[derive(Clone, Copy)]
pub struct Shelf {
    pub id: PlanId,
    pub plan: RwSignal<PlanDetail>,
    /// Latest first.
    pub items: RwSignal<Vec<PlanSuggestionItem>>,
    pub total: RwSignal<i64>,
    /// Whether those that were decided about are shown too.
    pub all: RwSignal<bool>,
    /// Where the next page begins; none when this is all.
    pub cursor: RwSignal<Option<String>>,
    pub known: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub error: RwSignal<Option<ApiError>>,
    /// The one whose form is open: to decline it, or to hide it.
    pub open: RwSignal<Option<(SuggestionId, Asked)>>,
    turn: StoredValue<u32>,
}

/// What has to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Decline,
    Hide,
}

impl Shelf {
    pub fn of(id: PlanId, plan: RwSignal<PlanDetail>) -> Self {
        Self {
            id,
            plan,
            items: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            all: RwSignal::new(false),
            cursor: RwSignal::new(None),
            known: RwSignal::new(false),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            open: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Asks for the suggestions after the cursor, or for the latest: as many as are shown.
    pub fn fetch(self, after: Option<String>) {
        let Some(turn) = self.turn.try_get_value().map(|turn| turn.wrapping_add(1)) else { return };
        self.turn.set_value(turn);
        self.busy.set(true);
        let is_first = after.is_none();
        let shown = self.items.with_untracked(Vec::len) as i32;
        let variables = PlanSuggestionsVariables {
            id: self.id,
            status: (!self.all.get_untracked()).then_some(SuggestionStatus::Open),
            first: if is_first { shown.clamp(PAGE_SIZE, 2 * PAGE_SIZE) } else { PAGE_SIZE },
            after,
        };
        spawn_local(async move {
            let answer = send::<PlanSuggestions>(&variables).await;
            // The page may have gone, or asked anew.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            self.error.set(answer.as_ref().err().cloned());
            let Some(page) = answer.ok().and_then(|data| data.answer).map(|found| found.suggestions) else { return };
            self.total.set(page.total_count);
            self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
            self.items.update(|items| {
                if is_first {
                    items.clear();
                }
                items.extend(page.nodes);
            });
            self.known.set(true);
        });
    }

    /// A suggestion was made here.
    pub fn add(self, item: PlanSuggestionItem) {
        self.items.update(|items| items.insert(0, item));
        self.total.update(|total| *total += 1);
    }

    /// A suggestion was changed here. It stays in sight, even where only open ones are shown.
    pub fn replace(self, item: PlanSuggestionItem) {
        self.items.update(|items| {
            if let Some(own) = items.iter_mut().find(|own| own.id == item.id) {
                *own = item;
            }
        });
    }
}
