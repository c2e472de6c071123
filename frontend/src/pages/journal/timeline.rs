use super::sentence::Line;
use crate::i18n::{language, name_of};
use crate::ui::{Icon, status_class};
use leptos::prelude::*;
use shared::value::time::format_instant;

/// What happened, newest first; each line with its fingerprint in the chain.
pub fn timeline(lines: Vec<Line>) -> impl IntoView {
    view! { <ol class="timeline">{lines.into_iter().rev().map(line).collect_view()}</ol> }
}

fn line(line: Line) -> impl IntoView {
    let Line { text, reason, status, icon, at, hash, link } = line;
    let short: String = hash.chars().take(12).collect();
    view! {
        <li class=format!("timeline-item {}", status.map_or("neutral", status_class))>
            <span class="timeline-mark" aria-hidden="true"><Icon name=icon/></span>
            <div class="timeline-body">
                <h3>{match link { Some(address) => view! { <a href=address>{text}</a> }.into_any(), None => text.into_any() }}</h3>
                <p class="timeline-meta">
                    <time datetime=at.to_rfc3339()>{format_instant(at, language())}</time>
                    {status.map(|status| view! { " · " {name_of(status)} })}
                </p>
                {reason.map(|reason| view! { <p class="timeline-reason">{reason}</p> })}
                <details class="hash"><summary>{t!("history.hash")} " " <code>{short}</code></summary><code class="whole">{hash}</code><p>{t!("history.hash_hint")}</p></details>
            </div>
        </li>
    }
}
