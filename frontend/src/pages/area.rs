use super::home::{ListView, use_list};
use super::not_found::NotFoundPage;
use crate::api::load;
use crate::i18n::{fill, language, name_of, t};
use crate::routes;
use crate::ui::{Empty, Heading, Icon, SkeletonPage, family_class, family_icon, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::area::AreaCode;
use shared::operations::area::{AreaDetail, AreaPage as Page, AreaWithCount, ByCode};
use shared::operations::proposal::ProposalFilter;
use shared::proposal::{Order, StatusFamily};
use shared::value::number::group_thousands;

/// One area: what is happening in it, and in the areas below.
#[component]
pub fn AreaPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code")).and_then(|code| code.parse::<AreaCode>().ok()));
    let page = load::<Page>(move || code.get().map(|code| ByCode { code }));
    view! {
        <Show when=move || code.with(Option::is_some) fallback=NotFoundPage>
            {loaded(page, || view! { <div class="page"><SkeletonPage/></div> }.into_any(), |data| match data.answer {
                Some(area) => view! { <Body area/> }.into_any(),
                None => view! { <NotFoundPage/> }.into_any(),
            })}
        </Show>
    }
}

#[component]
fn Body(area: AreaDetail) -> impl IntoView {
    let AreaDetail { code, name, kind, parent, children, status_counts, postal_code, area_km2, boundary_approximate, .. } = area;
    let families: Vec<_> = StatusFamily::ALL
        .iter()
        .map(|family| {
            (*family, status_counts.iter().filter(|one| one.status.family() == *family).map(|one| one.count).sum::<i64>())
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let on_map_by = format!("/?wilayah={code}&status=");
    let list = use_list({
        let code = code.clone();
        move || Some((ProposalFilter { areas: vec![code.clone()], ..ProposalFilter::default() }, Order::Newest))
    });
    let on_map = format!("/?wilayah={code}");
    let title = move || format!("{} {name}", name_of(kind));
    view! {
        <div class="page-wide">
            <div class="stack loose">
                <header class="page-head">
                    {parent.map(|parent| view! { <ol class="breadcrumb"><li><a href=routes::area(&parent.code)>{parent.name}</a></li></ol> })}
                    <Heading text=title/>
                    <p class="muted" role="status">{move || list.known.get().then(|| fill(t("area.proposals"), &[("count", group_thousands(list.total.get(), language()))]))}</p>
                    <p><a class="btn" href=on_map>{t!("area.on_map")}</a></p>
                    {(!families.is_empty()).then(|| view! {
                        <ul class="stats" aria-label=t!("area.by_status")>{families.into_iter().map(|(family, count)| view! {
                            <li><a class="stat" href=format!("{on_map_by}{family}")>
                                <span class=format!("stat-label status-line {}", family_class(family))><Icon name=family_icon(family)/>{move || name_of(family)}</span>
                                <span class="stat-value">{move || group_thousands(count, language())}</span>
                            </a></li>
                        }).collect_view()}</ul>
                    })}
                </header>
                <section class="stack">
                    <h2>{t!("area.list")}</h2>
                    <ListView list boxed=true empty=|| view! { <Empty title=t!("home.empty_title") text=t!("home.empty_text")><a class="btn primary" href=routes::PROPOSE>{t!("nav.propose")}</a></Empty> }/>
                </section>
            </div>
            <aside class="page-aside stack">
                <dl class="facts">
                    <div><dt>{t!("area.code")}</dt><dd class="num">{code.to_string()}</dd></div>
                    {postal_code.map(|postal| view! { <div><dt>{t!("area.postal_code")}</dt><dd class="num">{postal}</dd></div> })}
                    {area_km2.map(|km2| view! { <div><dt>{t!("area.size")}</dt><dd class="num">{move || decimal(km2)} " km²"</dd></div> })}
                </dl>
                {boundary_approximate.then(|| view! { <p class="hint">{t!("about.approximate")}</p> })}
                {(!children.is_empty()).then(|| view! { <section class="stack tight"><h2>{t!("area.children")}</h2><ul class="list boxed">{children.into_iter().map(child).collect_view()}</ul></section> })}
            </aside>
        </div>
    }
}

fn child(area: AreaWithCount) -> impl IntoView {
    view! {
        <li><div class="list-row">
            <h3 class="list-row-title"><a href=routes::area(&area.code)>{area.name}</a></h3>
            <p class="list-row-meta">{move || name_of(area.kind)} " · " {move || fill(t("area.proposals"), &[("count", group_thousands(area.proposal_count, language()))])}</p>
        </div></li>
    }
}

/// Two decimals, with the comma of the language.
fn decimal(number: f64) -> String {
    let text = format!("{number:.2}");
    if language() == shared::i18n::Lang::Id { text.replace('.', ",") } else { text }
}
