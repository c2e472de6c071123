//! A section's Markdown as a view. Nothing of it is ever taken for markup: each piece becomes an element of ours.

use leptos::prelude::*;
use shared::plan::markdown::{Block, Inline, parse};

pub fn text(text: &str) -> impl IntoView + use<> {
    view! { <div class="plan-text">{parse(text).into_iter().map(block).collect_view()}</div> }
}

fn block(block: Block) -> AnyView {
    let item = |item: Vec<Inline>| view! { <li>{inlines(item)}</li> };
    match block {
        // The page's own headings stand above these.
        Block::Heading(2, words) => view! { <h3>{inlines(words)}</h3> }.into_any(),
        Block::Heading(_, words) => view! { <h4>{inlines(words)}</h4> }.into_any(),
        Block::Paragraph(words) => view! { <p>{inlines(words)}</p> }.into_any(),
        Block::List { numbered: false, items } => view! { <ul>{items.into_iter().map(item).collect_view()}</ul> }.into_any(),
        Block::List { numbered: true, items } => view! { <ol>{items.into_iter().map(item).collect_view()}</ol> }.into_any(),
    }
}

fn inlines(parts: Vec<Inline>) -> AnyView {
    parts.into_iter().map(inline).collect_view().into_any()
}

fn inline(part: Inline) -> AnyView {
    match part {
        Inline::Text(text) => text.into_any(),
        Inline::Bold(parts) => view! { <strong>{inlines(parts)}</strong> }.into_any(),
        Inline::Italic(parts) => view! { <em>{inlines(parts)}</em> }.into_any(),
        Inline::Link { text, address } => view! { <a href=address rel="noopener nofollow ugc">{text}</a> }.into_any(),
    }
}
