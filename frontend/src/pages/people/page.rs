use super::person::PersonCard;
use crate::api::{ApiError, send};
use crate::i18n::name_of;
use crate::session::Session;
use crate::ui::{Empty, Failure, Heading, Icon, More, SkeletonRows};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Role, RoleScope};
use shared::operations::account::Account;
use shared::operations::people::{People, PeopleVariables, PersonFilter};

const PAGE_SIZE: i32 = 30;

/// The accounts that match, page by page.
#[derive(Clone, Copy)]
struct Found {
    accounts: RwSignal<Vec<Account>>,
    total: RwSignal<i64>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    known: RwSignal<bool>,
    cursor: RwSignal<Option<String>>,
    turn: StoredValue<u32>,
    session: Session,
}

impl Found {
    fn new() -> Self {
        Self {
            accounts: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            known: RwSignal::new(false),
            cursor: RwSignal::new(None),
            turn: StoredValue::new(0),
            session: Session::get(),
        }
    }

    fn fetch(self, filter: PersonFilter, after: Option<String>) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        spawn_local(async move {
            let is_first = after.is_none();
            let answer = send::<People>(&PeopleVariables { filter, first: PAGE_SIZE, after }).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            self.error.set(answer.as_ref().err().cloned());
            match answer {
                Ok(data) => {
                    let page = data.answer;
                    self.total.set(page.total_count);
                    self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
                    if is_first {
                        self.accounts.set(page.nodes);
                    } else {
                        self.accounts.update(|accounts| accounts.extend(page.nodes));
                    }
                    self.known.set(true);
                }
                Err(error) => self.session.notice(&error),
            }
        });
    }

    /// An account whose roles changed here.
    fn replace(self, account: Account) {
        self.accounts.update(|accounts| {
            if let Some(own) = accounts.iter_mut().find(|own| own.id == account.id) {
                *own = account;
            }
        });
    }
}

#[component]
pub fn PeoplePage() -> impl IntoView {
    let session = Session::get();
    let (text, role) = (RwSignal::new(String::new()), RwSignal::new(None::<Role>));
    let found = Found::new();
    let filter = Memo::new(move |_| PersonFilter { text: Some(text.get()).filter(|text| !text.is_empty()), role: role.get() });
    Effect::new(move |_| {
        if session.is_admin() {
            found.fetch(filter.get(), None);
        }
    });
    let typed = RwSignal::new(String::new());
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        text.set(typed.get_untracked().trim().to_owned());
    };
    let roles = Role::ALL.iter().copied().filter(|role| role.scope() != RoleScope::Everyone);
    let option = |own: Role| view! { <option value=own.as_str()>{move || name_of(own)}</option> };
    let waiting = move || !found.known.get() && found.error.with(Option::is_none);
    let nothing = move || found.known.get() && found.accounts.with(Vec::is_empty);
    let changed = Callback::new(move |account| found.replace(account));
    view! {
        <div class="page stack">
            <header class="page-head"><Heading text=t!("nav.people")/><p class="muted">{t!("people.lead")}</p></header>
            <Show when=move || session.is_admin() fallback=move || view! { <Show when=move || session.known.get()><Empty title=t!("people.admins_title") text=t!("people.admins_text")/></Show> }>
                <div class="desk-filters">
                    <form class="search" role="search" aria-label=t!("people.search") on:submit=search>
                        <Icon name="search"/>
                        <input type="search" name="peopleSearch" aria-label=t!("people.search") placeholder=t!("people.search") prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) on:change=move |_| text.set(typed.get_untracked().trim().to_owned())/>
                    </form>
                    <div class="chips">
                        <select class="chip" name="peopleRole" class:on=move || role.get().is_some() aria-label=t!("people.role") on:change=move |event| role.set(event_target_value(&event).parse().ok())>
                            <option value="">{t!("people.any_role")}</option>
                            {roles.clone().map(option).collect_view()}
                        </select>
                    </div>
                </div>
                <Failure error=found.error retry=Callback::new(move |()| found.fetch(filter.get_untracked(), None))/>
                <Show when=waiting><SkeletonRows/></Show>
                <Show when=nothing><Empty title=t!("people.none_title") text=t!("people.none_text")/></Show>
                <ul class="stack tight" role="list" aria-busy=move || found.busy.get().then_some("true")>
                    <For each=move || found.accounts.get() key=|account| (account.id, account.grants.iter().map(|grant| grant.id).collect::<Vec<_>>()) let(account)>
                        <li><PersonCard account changed/></li>
                    </For>
                </ul>
                <More shown=Signal::derive(move || found.accounts.with(Vec::len)) total=found.total has_more=Signal::derive(move || found.cursor.with(Option::is_some)) busy=found.busy on_more=Callback::new(move |()| found.fetch(filter.get_untracked(), found.cursor.get_untracked()))/>
            </Show>
        </div>
    }
    .into_any()
}
