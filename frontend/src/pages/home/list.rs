use crate::api::{ApiError, send};
use crate::session::Session;
use crate::ui::{Failure, More, ProposalRow, SkeletonRows};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::proposal::{ProposalCard, ProposalFilter, Proposals, ProposalsVariables};
use shared::proposal::Order;
use shared::value::ProposalId;

/// As many as the map shows pins at once before it asks for more.
const PAGE_SIZE: i32 = 50;

/// A list of proposals that grows page by page.
#[derive(Clone, Copy)]
pub struct ProposalList {
    pub items: RwSignal<Vec<ProposalCard>>,
    pub total: RwSignal<i64>,
    pub busy: RwSignal<bool>,
    pub error: RwSignal<Option<ApiError>>,
    /// The first page has come.
    pub known: RwSignal<bool>,
    cursor: RwSignal<Option<String>>,
    turn: StoredValue<u32>,
    asked: StoredValue<Option<(ProposalFilter, Order)>>,
    session: Session,
}

/// A list that follows its filter; `None` waits.
pub fn use_list(asked: impl Fn() -> Option<(ProposalFilter, Order)> + 'static) -> ProposalList {
    let list = ProposalList {
        items: RwSignal::new(Vec::new()),
        total: RwSignal::new(0),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        known: RwSignal::new(false),
        cursor: RwSignal::new(None),
        turn: StoredValue::new(0),
        asked: StoredValue::new(None),
        session: Session::get(),
    };
    Effect::new(move |_| {
        if let Some(asked) = asked() {
            list.asked.set_value(Some(asked));
            list.fetch(None);
        }
    });
    list
}

impl ProposalList {
    /// The next page.
    pub fn more(self) {
        if let Some(cursor) = self.cursor.get_untracked().filter(|_| !self.busy.get_untracked()) {
            self.fetch(Some(cursor));
        }
    }

    pub fn retry(self) {
        self.fetch(self.cursor.get_untracked());
    }

    fn fetch(self, after: Option<String>) {
        let Some((filter, order_by)) = self.asked.get_value() else { return };
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        let is_first = after.is_none();
        spawn_local(async move {
            let answer = send::<Proposals>(&ProposalsVariables { filter, order_by, first: PAGE_SIZE, after }).await;
            // A newer filter, or another page of the app, has no use for this answer.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(data) => {
                    let page = data.answer;
                    self.error.set(None);
                    self.total.set(page.total_count);
                    self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
                    if is_first {
                        self.items.set(page.nodes)
                    } else {
                        self.items.update(|items| items.extend(page.nodes))
                    }
                    self.known.set(true);
                }
                Err(error) => {
                    self.session.notice(&error);
                    self.error.set(Some(error));
                }
            }
        });
    }
}

/// The list with its waiting, its failures, its end; `empty` says what to do when there is nothing.
#[component]
pub fn ListView(
    list: ProposalList,
    #[prop(optional, into)] chosen: Signal<Option<ProposalId>>,
    /// Told which row the reader points at.
    #[prop(optional)]
    pointed: Option<RwSignal<Option<ProposalId>>>,
    #[prop(optional)] boxed: bool,
    #[prop(into)] empty: ViewFn,
) -> impl IntoView {
    let waiting = move || !list.known.get() && list.error.with(Option::is_none);
    let nothing = move || list.known.get() && list.items.with(Vec::is_empty);
    view! {
        <Failure error=list.error retry=Callback::new(move |()| list.retry())/>
        <Show when=waiting><SkeletonRows/></Show>
        <Show when=nothing>{empty.run()}</Show>
        <ul class="list" class:boxed=boxed aria-busy=move || list.busy.get().then_some("true")>
            <For each=move || list.items.get() key=|proposal| (proposal.id, proposal.version, proposal.support_count) let(proposal)>
                {
                    let id = proposal.id;
                    let point = move |row| { if let Some(pointed) = pointed { pointed.set(row) } };
                    view! { <li id=format!("row-{id}") on:mouseenter=move |_| point(Some(id)) on:mouseleave=move |_| point(None) on:focusin=move |_| point(Some(id)) on:focusout=move |_| point(None)><ProposalRow proposal chosen=Signal::derive(move || chosen.get() == Some(id))/></li> }
                }
            </For>
        </ul>
        <More
            shown=Signal::derive(move || list.items.with(Vec::len))
            total=list.total
            has_more=Signal::derive(move || list.cursor.with(Option::is_some))
            busy=list.busy
            on_more=Callback::new(move |()| list.more())
        />
    }
}
