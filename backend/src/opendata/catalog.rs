//! The catalogue that other portals read: DCAT, version 3, as JSON-LD. What columns mean is told in the words of CSV on the Web.

use super::dataset::{Field, Table, Type, Words};
use super::file::Format;
use super::http::Front;
use super::words::{KEYWORDS, LEAD, LICENCE, TITLE};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use shared::i18n::Lang;
use shared::value::time::in_wib;

pub const MEDIA_TYPE: &str = "application/ld+json";
/// How often data change, what they are about and in which language, in the vocabularies of Europe that DCAT portals share.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
const LANGUAGES: [&str; 2] = ["language/IND", "language/ENG"];
const GOVERNMENT: &str = "data-theme/GOVE";
const PLACES: &str = "data-theme/REGI";

pub fn catalog(front: &Front) -> Value {
    let at = |path: &str| id(format!("{}{path}", front.base));
    let pages: Vec<Value> = front.tables.iter().map(|table| id(front.address(table.about.name))).collect();
    json!({
        "@context": {
            "csvw": "http://www.w3.org/ns/csvw#",
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "qb": "http://purl.org/linked-data/cube#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "schema": "http://schema.org/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": format!("{}/open-data", front.base),
        "@type": "dcat:Catalog",
        "dct:title": both(TITLE),
        "dct:description": both(LEAD),
        "dct:language": LANGUAGES.map(known),
        "dct:license": licence(),
        "dct:publisher": { "@id": publisher(front), "@type": "foaf:Organization", "foaf:name": front.region },
        "dct:modified": instant(front.changed),
        "dcat:contactPoint": contact(front),
        "dcat:themeTaxonomy": known("data-theme"),
        "foaf:homepage": at("/"),
        "dcat:service": {
            "@id": format!("{}/graphql", front.base),
            "@type": "dcat:DataService",
            "dct:title": "GraphQL",
            "dcat:endpointURL": at("/graphql"),
            "dcat:endpointDescription": at("/graphql/schema.graphql"),
            "dcat:landingPage": at("/graphql/explorer"),
            "dcat:servesDataset": pages,
        },
        "dcat:dataset": front.tables.iter().map(|table| dataset(front, table)).collect::<Vec<_>>(),
    })
}

fn dataset(front: &Front, table: &Table) -> Value {
    let about = table.about;
    let page = front.address(about.name);
    let said = |words| json!({ "@type": "dct:ProvenanceStatement", "rdfs:label": both(words) });
    let mut dataset = json!({
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": about.name,
        "dct:title": both(about.title),
        "dct:description": both(about.definition),
        "dct:publisher": id(publisher(front)),
        "dct:language": known(LANGUAGES[0]),
        "dct:accrualPeriodicity": known("frequency/UPDATE_CONT"),
        "dct:spatial": { "@type": "dct:Location", "rdfs:label": front.region },
        "dct:modified": instant(front.changed),
        "dct:provenance": [said(about.source), said(about.method)],
        "dcat:contactPoint": contact(front),
        "dcat:keyword": keywords(table),
        "dcat:theme": if about.name == "areas" { vec![known(GOVERNMENT), known(PLACES)] } else { vec![known(GOVERNMENT)] },
        "dcat:landingPage": id(page.clone()),
        "dcat:distribution": Format::all_of(table).map(|format| distribution(front, table, format)).collect::<Vec<_>>(),
    });
    if let Some(since) = front.extent(table).since {
        let (from, until) = (day(since), day(front.changed.unwrap_or(since)));
        dataset["dct:temporal"] = json!({ "@type": "dct:PeriodOfTime", "dcat:startDate": from, "dcat:endDate": until });
    }
    give_away(&mut dataset, front, table);
    dataset
}

fn distribution(front: &Front, table: &Table, format: Format) -> Value {
    let page = front.address(table.about.name);
    let file = format!("{page}.{}", format.ending());
    let mut distribution = json!({
        "@id": file,
        "@type": "dcat:Distribution",
        "dct:title": format.name(),
        "dct:format": { "@type": "dct:MediaTypeOrExtent", "rdfs:label": format.media_type() },
        "dcat:accessURL": id(page),
        "dcat:downloadURL": id(file.clone()),
    });
    if format.is_registered() {
        let kind = format!("https://www.iana.org/assignments/media-types/{}", format.media_type());
        distribution["dcat:mediaType"] = json!({ "@id": kind, "@type": "dct:MediaType" });
    }
    if format == Format::Csv {
        distribution["@type"] = json!(["dcat:Distribution", "csvw:Table"]);
        distribution["csvw:url"] = json!({ "@type": "xsd:anyURI", "@value": file });
        distribution["csvw:tableSchema"] = schema(table);
    }
    give_away(&mut distribution, front, table);
    distribution
}

/// What a row is, and what its columns mean, in what they count.
fn schema(table: &Table) -> Value {
    json!({
        "@type": "csvw:Schema",
        "dct:description": both(table.about.row),
        "csvw:column": { "@list": table.fields.iter().map(|field| column(field)).collect::<Vec<_>>() },
    })
}

fn column(field: &Field) -> Value {
    let mut column = json!({
        "@type": "csvw:Column",
        "csvw:name": field.name,
        "csvw:title": both(field.title),
        "dct:description": both(field.definition),
        "csvw:datatype": id(datatype(field.kind).to_owned()),
    });
    if let Some(unit) = field.unit {
        column["schema:unitText"] = both(unit);
    }
    if let Some(codes) = field.codes {
        let concept =
            |((code, id), (_, en))| json!({ "@type": "skos:Concept", "skos:notation": code, "skos:prefLabel": both([id, en]) });
        let concepts: Vec<Value> = codes(Lang::Id).into_iter().zip(codes(Lang::En)).map(concept).collect();
        column["qb:codeList"] = json!({ "@type": "skos:ConceptScheme", "skos:hasTopConcept": concepts });
    }
    column
}

const fn datatype(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::Code => "xsd:string",
        Type::Whole => "xsd:integer",
        Type::Decimal => "xsd:decimal",
        Type::Flag => "xsd:boolean",
        Type::Instant => "xsd:dateTime",
    }
}

/// Under which terms. What others made, their own are good for.
fn give_away(thing: &mut Value, front: &Front, table: &Table) {
    if table.about.is_own {
        thing["dct:license"] = licence();
    } else {
        thing["dct:rights"] = json!({ "@type": "dct:RightsStatement", "rdfs:label": front.credit });
    }
}

/// What one looks for: what it is called, what a row is, and what all of it is about.
fn keywords(table: &Table) -> Vec<Value> {
    let mut told = Vec::new();
    for words in [table.about.title, table.about.row].into_iter().chain(KEYWORDS) {
        for (language, word) in ["id", "en"].into_iter().zip(words) {
            let keyword = json!({ "@language": language, "@value": word.to_lowercase() });
            if !told.contains(&keyword) {
                told.push(keyword);
            }
        }
    }
    told
}

fn contact(front: &Front) -> Value {
    json!({ "@type": "vcard:Organization", "vcard:fn": front.region, "vcard:hasURL": id(format!("{}/tentang", front.base)) })
}

fn licence() -> Value {
    id(LICENCE.to_owned())
}

fn id(address: String) -> Value {
    json!({ "@id": address })
}

/// A word of a shared vocabulary.
fn known(word: &str) -> Value {
    id(format!("{AUTHORITY}/{word}"))
}

fn both([id, en]: Words) -> Value {
    json!([{ "@language": "id", "@value": id }, { "@language": "en", "@value": en }])
}

fn day(at: DateTime<Utc>) -> Value {
    json!({ "@type": "xsd:date", "@value": in_wib(at).date_naive().to_string() })
}

fn instant(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, |at| json!({ "@type": "xsd:dateTime", "@value": at.to_rfc3339_opts(SecondsFormat::Secs, true) }))
}

fn publisher(front: &Front) -> String {
    format!("{}/open-data#publisher", front.base)
}
