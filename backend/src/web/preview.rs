//! What a page says of itself to those who do not run it: search engines, and chats that show where a link leads.

use super::html::escape;
use crate::app::App;
use crate::error::AppError;
use crate::{plan, proposal};
use shared::access::Actor;
use shared::area::AreaCode;
use shared::i18n::{self, Lang};

/// As much of a text as such places show, in characters.
const MAX_TEXT: usize = 200;
/// What frontend/index.html says while nothing better is known.
const TITLE: &str = "<title>Rembug</title>";
const DESCRIPTION: &str = "<meta name=\"description\" content=\"";

/// A page in a few words.
#[derive(Debug, PartialEq)]
pub struct Preview {
    pub title: String,
    pub text: String,
}

/// The page of a plan or a proposal, as anybody may know of it; nothing of a draft, whoever asks.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn of(app: &App, path: &str) -> Result<Option<Preview>, AppError> {
    let anybody = Actor::anonymous();
    let preview = |title: &str, stage: &'static str, area: &AreaCode, text: &str| {
        let area = app.areas.current().area(area).map(|area| area.full_name()).unwrap_or_default();
        let text = format!("{area} · {}. {text}", i18n::text(Lang::Id, stage));
        Preview { title: shortened(title), text: shortened(&text) }
    };
    if let Some(id) = path.strip_prefix("/rencana/").and_then(|id| id.parse().ok()) {
        let plan = plan::store::find(&app.db, id).await?.and_then(|guarded| guarded.read_as(&anybody).ok());
        return Ok(plan.map(|plan| {
            let untitled = i18n::text(Lang::Id, "plan.untitled");
            let title = if plan.title.trim().is_empty() { untitled } else { &plan.title };
            preview(title, plan.stage.message_key(), &plan.area, &plan.summary)
        }));
    }
    if let Some(id) = path.strip_prefix("/usulan/").and_then(|id| id.parse().ok()) {
        let found = proposal::store::find(&app.db, id).await?.and_then(|guarded| guarded.read_as(&anybody).ok());
        return Ok(found.map(|it| preview(&it.fields.title, it.status.message_key(), &it.fields.village, &it.fields.problem)));
    }
    Ok(None)
}

impl Preview {
    /// The app's page, with this in its head. `base` is empty where the server does not know its own address.
    pub fn put_into(&self, page: &str, base: &str, path: &str) -> String {
        let (title, text) = (escape(&self.title), escape(&self.text));
        let property = |name: &str, value: &str| format!("\n    <meta property=\"og:{name}\" content=\"{value}\">");
        let mut head = format!("<title>{title}</title>");
        for (name, value) in [("type", "article"), ("site_name", "Rembug"), ("title", &title), ("description", &text)] {
            head += &property(name, value);
        }
        if !base.is_empty() {
            head += &property("url", &escape(&format!("{base}{path}")));
            head += &property("image", &escape(&format!("{base}/icon-512.png")));
        }
        let page = page.replacen(TITLE, &head, 1);
        let Some((before, after)) = page.split_once(DESCRIPTION) else { return page };
        let rest = after.split_once('"').map_or(after, |(_, rest)| rest);
        format!("{before}{DESCRIPTION}{text}\"{rest}")
    }
}

/// On one line, and not too long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_TEXT {
        return line;
    }
    line.chars().take(MAX_TEXT - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apps_page_speaks_of_what_it_will_show_and_of_nothing_else() {
        let page = include_str!("../../../frontend/index.html");
        let preview = Preview { title: "Jalan \"baru\" <script>".into(), text: shortened(&"Sawah & kebun. ".repeat(30)) };
        let filled = preview.put_into(page, "https://rembug.id", "/rencana/pln_1");
        assert!(filled.contains("<title>Jalan &quot;baru&quot; &lt;script&gt;</title>"), "{filled}");
        assert!(filled.contains("<meta property=\"og:url\" content=\"https://rembug.id/rencana/pln_1\">"));
        assert!(filled.contains("<meta name=\"description\" content=\"Sawah &amp; kebun."));
        assert_eq!(preview.text.chars().count(), MAX_TEXT);
        assert!(!filled.contains(TITLE) && !filled.contains("dari warga sampai selesai"));
        assert_eq!(filled.matches("<script").count(), page.matches("<script").count());
        assert!(!preview.put_into(page, "", "/x").contains("og:url"));
    }
}
