//! The pages of open data, written by the server: they work without a script, on any phone.

use super::dataset::{Field, Table};
use super::file::Format;
use super::http::Front;
use super::words::*;
use crate::web::assets::style_sheet;
use crate::web::html::escape;
use shared::i18n::Lang;
use shared::value::number::group_thousands;
use shared::value::time::format_date;
use std::fmt::Write;

/// All datasets.
pub fn overview(front: &Front, lang: Lang) -> String {
    let say = |words| say(words, lang);
    let cards: String = front.tables.iter().map(|table| card(front, table, lang)).collect();
    let notes: String = NOTES.iter().map(|note| format!("<li>{}</li>", escape(say(*note)))).collect();
    let body = format!(
        "<header class=\"page-head\"><h1>{}</h1><p class=\"lead\">{}</p></header>\
         <ul class=\"grid\">{cards}</ul>\
         <section class=\"section\"><h2>{}</h2><ul>{notes}</ul></section>\
         <section class=\"section\"><h2>{}</h2><p>{} <a href=\"/graphql/explorer\">{}</a>.</p>\
         <p><a href=\"/open-data/catalog.jsonld\">{}</a></p></section>",
        say(TITLE),
        say(LEAD),
        say(USING),
        say(QUERYING),
        say(QUERYING_NOTE),
        say(EXPLORER),
        say(CATALOG),
    );
    whole(front, "", say(TITLE), say(LEAD), &body, lang)
}

fn card(front: &Front, table: &Table, lang: Lang) -> String {
    let about = table.about;
    format!(
        "<li class=\"card stack tight\"><h2><a href=\"/open-data/{name}{wish}\">{title}</a></h2><p>{definition}</p>\
         <p class=\"muted small\">{size} · {owner} · {licence}</p>{files}</li>",
        licence = if about.is_own { LICENCE_NAME } else { say(OF_SOURCE, lang) },
        name = about.name,
        wish = wish(lang),
        title = say(about.title, lang),
        definition = escape(say(about.definition, lang)),
        size = size(front, table, lang),
        owner = escape(&front.region),
        files = files(table, lang),
    )
}

/// One dataset: what it is, and what its columns mean.
pub fn dataset(front: &Front, table: &Table, lang: Lang) -> String {
    let say = |words| say(words, lang);
    let about = table.about;
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| format_date(at, lang)).unwrap_or_default();
    let since = front.extent(table).since;
    let period =
        if since.is_some() { format!("{} {} {}", day(since), say(UNTIL), day(front.changed)) } else { say(AS_OF_NOW).to_owned() };
    let own = || format!("<a href=\"{LICENCE}\" rel=\"license external\">{LICENCE_NAME}</a>");
    let licence = if about.is_own { own() } else { format!("{}: {}", say(OF_SOURCE), escape(&front.credit)) };
    let facts = [
        (DEFINITION, escape(say(about.definition))),
        (ONE_ROW, escape(say(about.row))),
        (COUNTED, size(front, table, lang)),
        (SOURCE, escape(say(about.source))),
        (METHOD, escape(say(about.method))),
        (PERIOD, period),
        (UPDATE, say(CONTINUOUS).to_owned()),
        (CHANGED, day(front.changed)),
        (OWNER, escape(&front.region)),
        (LICENCE_LABEL, licence),
    ];
    let facts: String = facts.iter().map(|(label, text)| format!("<div><dt>{}</dt><dd>{text}</dd></div>", say(*label))).collect();
    let rows: String = table.fields.iter().map(|field| row(field, lang)).collect();
    let heads: String = [COLUMN, TYPE, UNIT, MEANING].map(|head| format!("<th scope=\"col\">{}</th>", say(head))).concat();
    let body = format!(
        "<nav aria-label=\"{trail}\"><ol class=\"breadcrumb\"><li><a href=\"/open-data{wish}\">{trail}</a></li><li>{title}</li></ol></nav>\
         <header class=\"page-head\"><h1>{title}</h1>{files}</header>\
         <section class=\"section\"><h2>{metadata}</h2><dl class=\"facts card\">{facts}</dl></section>\
         <section class=\"section\"><h2>{dictionary}</h2>\
         <div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"{dictionary}\"><table class=\"table cards\">\
         <thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>\
         <section class=\"section\"><h2>{querying}</h2><p>{note} <code>{field}</code>, <a href=\"/graphql/explorer\">{explorer}</a>.</p></section>",
        trail = say(TITLE),
        wish = wish(lang),
        title = say(about.title),
        files = files(table, lang),
        metadata = say(METADATA),
        dictionary = say(DICTIONARY),
        querying = say(QUERYING),
        note = say(QUERYING_NOTE),
        field = about.field,
        explorer = say(EXPLORER),
    );
    let title = format!("{}: {}", say(TITLE), say(about.title));
    whole(front, &format!("/{}", about.name), &title, say(about.definition), &body, lang)
}

fn row(field: &Field, lang: Lang) -> String {
    let label = |words| say(words, lang);
    let codes = field.codes.map(|codes| codes(lang)).unwrap_or_default();
    let codes = if codes.is_empty() {
        String::new()
    } else {
        let list: String = codes.iter().map(|(code, name)| format!("<li><code>{code}</code> {}</li>", escape(name))).collect();
        format!("<details><summary>{} ({})</summary><ul>{list}</ul></details>", label(CODES), codes.len())
    };
    let unit = field.unit.map_or("–", |unit| say(unit, lang));
    format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td data-label=\"{}\">{}</td><td data-label=\"{}\">{unit}</td>\
         <td class=\"meaning\"><strong>{}</strong><br>{}{codes}</td></tr>",
        field.name,
        label(TYPE),
        label(type_name(field.kind)),
        label(UNIT),
        escape(label(field.title)),
        escape(label(field.definition)),
    )
}

/// A link a format.
fn files(table: &Table, lang: Lang) -> String {
    let about = table.about;
    let (download, title) = (say(DOWNLOAD, lang), say(about.title, lang));
    let links = Format::all_of(table).fold(String::new(), |mut links, format| {
        // Writing to a string does not fail.
        let _ = write!(
            links,
            "<a class=\"chip\" href=\"/open-data/{}.{}\" download><span class=\"visually-hidden\">{download} {title}: </span>{}</a>",
            about.name,
            format.ending(),
            format.name()
        );
        links
    });
    format!("<div class=\"chips\">{links}</div>")
}

fn size(front: &Front, table: &Table, lang: Lang) -> String {
    let count = front.extent(table).rows.and_then(|count| i64::try_from(count).ok());
    count.map_or_else(
        || say(UNCOUNTED, lang).to_owned(),
        |count| {
            format!(
                "<span class=\"num\">{} {}</span>",
                group_thousands(count, lang),
                say(if count == 1 { ROW } else { ROWS }, lang)
            )
        },
    )
}

/// What keeps a chosen language from page to page.
fn wish(lang: Lang) -> String {
    format!("?lang={}", lang.tag())
}

/// The app's frame around a page.
fn whole(front: &Front, path: &str, title: &str, description: &str, body: &str, lang: Lang) -> String {
    let say = |words| say(words, lang);
    let style = style_sheet().map(|address| format!("<link rel=\"stylesheet\" href=\"{}\">", escape(&address))).unwrap_or_default();
    let (other, name) = if lang == Lang::Id { (Lang::En, "English") } else { (Lang::Id, "Bahasa Indonesia") };
    let here = format!("{}/open-data{path}", front.base);
    let twins: String = [Lang::Id, Lang::En]
        .map(|lang| format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}{}\">", lang.tag(), escape(&here), wish(lang)))
        .concat();
    let sample = format!("<aside aria-label=\"{}\"><p class=\"banner\">{}</p></aside>", say(NOTICE), say(SAMPLE));
    let sample = if front.is_sample { sample } else { String::new() };
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · Rembug</title>\n\
         <meta name=\"description\" content=\"{description}\">\n{style}\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n{twins}\n\
         <link rel=\"alternate\" type=\"{kind}\" href=\"/open-data/catalog.jsonld\" title=\"DCAT\">\n</head>\n<body>\n\
         <a class=\"skip-link\" href=\"#main\">{skip}</a>\n{sample}\n\
         <header class=\"top\"><a class=\"brand\" href=\"/\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#brand\"></use></svg>\
         Rem<b>bug</b></a><nav class=\"top-nav\" aria-label=\"{main}\"><a href=\"/\">{home}</a>\
         <a href=\"/open-data{wish}\"{current}>{open_data}</a><a href=\"/tentang\">{about}</a></nav>\
         <div class=\"top-actions\"><a class=\"btn quiet\" href=\"/open-data{path}{other_wish}\" hreflang=\"{other}\" lang=\"{other}\">{name}</a></div>\
         </header>\n<main id=\"main\" tabindex=\"-1\"><div class=\"page open-data\">{body}</div></main>\n</body>\n</html>\n",
        tag = lang.tag(),
        title = escape(title),
        description = escape(description),
        kind = super::catalog::MEDIA_TYPE,
        skip = say(SKIP),
        main = say(MAIN),
        home = say(HOME),
        wish = wish(lang),
        current = if path.is_empty() { " aria-current=\"page\"" } else { "" },
        open_data = say(TITLE),
        about = say(ABOUT),
        other_wish = wish(other),
        other = other.tag(),
    )
}
