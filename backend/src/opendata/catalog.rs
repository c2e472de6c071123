//! The catalogue that other portals read: DCAT, version 3, as JSON-LD.

use super::dataset::{Table, Words};
use super::file::Format;
use super::http::Front;
use super::words::{LEAD, LICENCE, TITLE};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use shared::value::time::in_wib;

pub const MEDIA_TYPE: &str = "application/ld+json";
/// How often data change, in the words of the European vocabulary that DCAT portals share.
const CONTINUOUS: &str = "http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT";
const LANGUAGES: [&str; 2] = [
    "http://publications.europa.eu/resource/authority/language/IND",
    "http://publications.europa.eu/resource/authority/language/ENG",
];

pub fn catalog(front: &Front) -> Value {
    let at = |path: &str| json!({ "@id": format!("{}{path}", front.base) });
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": format!("{}/open-data", front.base),
        "@type": "dcat:Catalog",
        "dct:title": both(TITLE),
        "dct:description": both(LEAD),
        "dct:language": LANGUAGES.map(|language| json!({ "@id": language })),
        "dct:license": { "@id": LICENCE },
        "dct:publisher": { "@id": publisher(front), "@type": "foaf:Organization", "foaf:name": front.region },
        "dct:modified": instant(front.changed),
        "foaf:homepage": at("/"),
        "dcat:service": {
            "@id": format!("{}/graphql", front.base),
            "@type": "dcat:DataService",
            "dct:title": "GraphQL",
            "dcat:endpointURL": at("/graphql"),
            "dcat:endpointDescription": at("/graphql/schema.graphql"),
            "dcat:landingPage": at("/graphql/explorer"),
        },
        "dcat:dataset": front.tables.iter().map(|table| dataset(front, table)).collect::<Vec<_>>(),
    })
}

fn dataset(front: &Front, table: &Table) -> Value {
    let about = table.about;
    let page = front.address(about.name);
    let day =
        |at: Option<DateTime<Utc>>| at.map(|at| json!({ "@type": "xsd:date", "@value": in_wib(at).date_naive().to_string() }));
    let said = |words| json!({ "@type": "dct:ProvenanceStatement", "rdfs:label": both(words) });
    json!({
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": about.name,
        "dct:title": both(about.title),
        "dct:description": both(about.definition),
        "dct:publisher": { "@id": publisher(front) },
        "dct:license": licence(table),
        "dct:rights": (!about.is_own).then_some(&front.credit),
        "dct:language": { "@id": LANGUAGES[0] },
        "dct:accrualPeriodicity": { "@id": CONTINUOUS },
        "dct:spatial": { "@type": "dct:Location", "rdfs:label": front.region },
        "dct:temporal": { "@type": "dct:PeriodOfTime", "dcat:startDate": day(front.since), "dcat:endDate": day(front.changed) },
        "dct:modified": instant(front.changed),
        "dct:provenance": [said(about.source), said(about.method)],
        "dcat:landingPage": { "@id": page },
        "dcat:distribution": Format::all_of(table).map(|format| distribution(front, table, format)).collect::<Vec<_>>(),
    })
}

fn distribution(front: &Front, table: &Table, format: Format) -> Value {
    let file = format!("{}.{}", front.address(table.about.name), format.ending());
    json!({
        "@id": file,
        "@type": "dcat:Distribution",
        "dct:title": format.name(),
        "dct:license": licence(table),
        "dcat:accessURL": { "@id": front.address(table.about.name) },
        "dcat:downloadURL": { "@id": file },
        "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", format.media_type()) },
    })
}

/// What others made, their own terms are good for.
fn licence(table: &Table) -> Option<Value> {
    table.about.is_own.then(|| json!({ "@id": LICENCE }))
}

fn both([id, en]: Words) -> Value {
    json!([{ "@language": "id", "@value": id }, { "@language": "en", "@value": en }])
}

fn instant(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, |at| json!({ "@type": "xsd:dateTime", "@value": at.to_rfc3339_opts(SecondsFormat::Secs, true) }))
}

fn publisher(front: &Front) -> String {
    format!("{}/open-data#publisher", front.base)
}
