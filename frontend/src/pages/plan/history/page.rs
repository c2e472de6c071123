use super::compare::Compare;
use super::entries::Entries;
use super::events::Events;
use super::moment::Moment;
use super::people::Contributors;
use super::versions::Versions;
use crate::api::{ApiError, Load, load, send, watch_plan};
use crate::i18n::{language, t};
use crate::pages::plan::one::{Loaded, newest, of_one_plan};
use crate::routes;
use crate::session::Session;
use crate::ui::{Heading, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::operations::plan::{PlanDetail, PlanPartVariables, PlanVersion, PlanVersions};
use shared::operations::plan_history::{PlanHistory, PlanHistoryEntry};
use shared::operations::{Answer, Page};
use shared::plan::PlanAction;
use shared::value::PlanId;

const PAGE_SIZE: i32 = 30;
/// As many as a plan is likely to have in its life.
const MOST_VERSIONS: i32 = 100;

/// The past of one plan, as far as the page has it.
#[derive(Clone, Copy)]
pub struct Past {
    pub id: PlanId,
    pub plan: RwSignal<PlanDetail>,
    pub versions: Load<Answer<Page<PlanVersion>>>,
    /// Latest first.
    pub entries: RwSignal<Vec<PlanHistoryEntry>>,
    /// Where the next page begins; none when this is all.
    pub cursor: RwSignal<Option<String>>,
    pub known: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub error: RwSignal<Option<ApiError>>,
    /// The two moments in the address.
    pub chosen: Memo<(Option<i64>, Option<i64>)>,
    page: Loaded,
    turn: StoredValue<u32>,
}

impl Past {
    fn of(plan: PlanDetail, page: Loaded) -> Self {
        let (id, query) = (plan.id, use_query_map());
        let get = move |name: &str| query.with(|query| query.get(name)).and_then(|text| text.parse().ok());
        let versions = load::<PlanVersions>(move || {
            // Versions that nobody named are named in the language of the request.
            language();
            Some(PlanPartVariables { id, first: MOST_VERSIONS, after: None })
        });
        Self {
            id,
            plan: newest(plan, page),
            versions,
            entries: RwSignal::new(Vec::new()),
            cursor: RwSignal::new(None),
            known: RwSignal::new(false),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            chosen: Memo::new(move |_| (get("a"), get("b"))),
            page,
            turn: StoredValue::new(0),
        }
    }

    /// Asks for the entries after the cursor, or for the latest.
    pub fn fetch(self, after: Option<String>) {
        let Some(turn) = self.turn.try_get_value().map(|turn| turn.wrapping_add(1)) else { return };
        self.turn.set_value(turn);
        self.busy.set(true);
        spawn_local(async move {
            let is_first = after.is_none();
            let answer = send::<PlanHistory>(&PlanPartVariables { id: self.id, first: PAGE_SIZE, after }).await;
            // The page may have gone, or asked anew.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            self.error.set(answer.as_ref().err().cloned());
            let Some(page) = answer.ok().and_then(|data| data.answer) else { return };
            self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
            self.entries.update(|entries| {
                if is_first {
                    entries.clear();
                }
                entries.extend(page.nodes);
            });
            self.known.set(true);
        });
    }

    pub fn reload(self) {
        self.page.reload();
        self.versions.reload();
        self.fetch(None);
    }

    pub fn may_edit(self) -> bool {
        self.plan.with(|plan| plan.may(PlanAction::Edit))
    }

    /// The last entry of the log that this page knows of.
    pub fn now(self) -> i64 {
        let latest = self.entries.with(|entries| entries.first().map(|entry| entry.until_seq)).unwrap_or_default();
        self.plan.with(|plan| plan.seq).max(latest)
    }

    pub fn all_versions(self) -> Vec<PlanVersion> {
        self.versions.data.with(|data| data.as_ref().map(|data| data.answer.nodes.clone())).unwrap_or_default()
    }

    /// All moments that one may choose from, latest first.
    pub fn moments(self) -> Vec<Moment> {
        let (from, until) = self.chosen.get();
        let chosen: Vec<i64> = [from, until].into_iter().flatten().collect();
        self.entries.with(|entries| Moment::all(&self.all_versions(), entries, self.now(), &chosen))
    }

    /// What the moment after this entry of the log is called.
    pub fn name_of(self, seq: i64) -> String {
        self.moments().into_iter().find(|moment| moment.seq == seq).map_or_else(String::new, |moment| moment.name())
    }
}

#[component]
pub fn HistoryPage() -> impl IntoView {
    of_one_plan(|plan, page| view! { <Whole past=Past::of(plan, page)/> }.into_any())
}

#[component]
fn Whole(past: Past) -> impl IntoView {
    let session = Session::get();
    // What was written in a draft is told its participants only.
    Effect::new(move |_| {
        session.viewer.track();
        past.fetch(None);
    });
    watch_plan(past.id, Callback::new(move |()| past.reload()));
    let title = move || {
        let title = past.plan.with(|plan| plan.title.clone());
        if title.is_empty() { t("plan.untitled").to_owned() } else { title }
    };
    view! {
        <div class="page-wide plan-history">
            <div class="stack loose">
                <header class="stack tight">
                    <nav class="breadcrumb-back" aria-label=t!("plan.to_reading")><a href=routes::plan(past.id)><Icon name="arrow-left"/>{title}</a></nav>
                    <Heading text=t!("history.plan")/>
                    <p class="muted">{t!("history.plan_lead")}</p>
                </header>
                <Compare past/>
                <Entries past/>
                <Events past/>
            </div>
            <aside class="page-aside stack">
                <Versions past/>
                <Contributors past/>
            </aside>
        </div>
    }
}
