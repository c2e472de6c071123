//! Writing a plan by mutation: everything that can be written live, all of it or nothing, as often as one likes.

mod authors;
mod meeting;
mod refusals;

use super::{Group, actor, logged, row};
use crate::harness::{Person, Server, mistake};
use backend::live::store as log;
use backend::plan::store;
use serde_json::{Map, Value, json};
use shared::plan::FeatureKind;
use shared::plan::schema::{BODY, Kind, Table};
use shared::proposal::FundingSource;
use shared::value::{PlanId, ProposalId};
use uuid::Uuid;

on_both_databases! {
    every_field_of_the_document_can_be_written,
    rows_are_put_in_order_moved_and_removed,
    proposals_are_linked_in_their_order,
    writing_the_same_again_leaves_no_trace,
}

const UPDATE: &str = "mutation($input: UpdatePlanInput!) { answer: updatePlan(input: $input) {
    seq newRowIds errors { code field message } plan { id seq title summary budgetTotal sections { id heading body }
    objectives { id text } indicators { id name unit baseline target source } budget { id item volume unit price source }
    activities { id name start end partner after } features { id label kind note geometry } proposals { id } } } }";

/// What the mutation answers: its payload, or the whole answer when the request was refused.
pub async fn update(person: &Person, plan: PlanId, seq: Option<i64>, edits: Value) -> Value {
    let input = json!({ "planId": plan.to_string(), "seq": seq, "edits": edits });
    let answer = person.ask(UPDATE, json!({ "input": input })).await;
    if answer.get("errors").is_some() { answer } else { answer["data"]["answer"].clone() }
}

/// As [`update`], and it must be done.
pub async fn written(person: &Person, plan: PlanId, seq: Option<i64>, edits: Value) -> Value {
    let answer = update(person, plan, seq, edits).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer
}

/// The edits that put a row of the table, and take it away.
const fn edits_of(table: Table) -> (&'static str, &'static str) {
    match table {
        Table::Sections => ("putSection", "removeSection"),
        Table::Objectives => ("putObjective", "removeObjective"),
        Table::Indicators => ("putIndicator", "removeIndicator"),
        Table::Budget => ("putBudgetLine", "removeBudgetLine"),
        Table::Activities => ("putActivity", "removeActivity"),
        Table::Features => ("putFeature", "removeFeature"),
        Table::Proposals => ("linkProposal", "unlinkProposal"),
    }
}

/// Two values of a field: as they are sent, and as the document has them.
fn samples(kind: Kind, other: Uuid) -> [(Value, Value); 2] {
    let alike = |first: Value, second: Value| [(first.clone(), first), (second.clone(), second)];
    match kind {
        Kind::Line(_) => alike(json!("Satu"), json!("=Dua 🌾")),
        Kind::Block(_) => [(json!("satu\r\ndua"), json!("satu\ndua")), (json!("tiga"), json!("tiga"))],
        Kind::Quantity => [(json!(2.5), json!(2_500)), (json!(3), json!(3_000))],
        Kind::Money => alike(json!(65_000), json!(0)),
        Kind::Date => alike(json!("2028-03-01"), json!("2028-02-29")),
        Kind::Source => alike(json!(FundingSource::ALL[0]), json!(FundingSource::ALL[1])),
        Kind::FeatureKind => alike(json!(FeatureKind::ALL[1]), json!(FeatureKind::ALL[2])),
        Kind::Geometry => {
            let line = json!({ "type": "LineString", "coordinates": [[109.1, -7.4], [109.2, -7.4]] });
            alike(json!({ "type": "Point", "coordinates": [109.1, -7.4] }), line)
        }
        Kind::Rows => alike(json!([other]), json!([])),
        Kind::Order | Kind::Flag => unreachable!("no field of its own"),
    }
}

/// What an emptied field reads as; none where it may not be empty.
fn emptied(kind: Kind) -> Option<Value> {
    match kind {
        Kind::Line(_) | Kind::Block(_) => Some(json!("")),
        Kind::Quantity | Kind::Money | Kind::Date | Kind::Source => Some(Value::Null),
        Kind::Rows => Some(json!([])),
        Kind::FeatureKind | Kind::Geometry | Kind::Order | Kind::Flag => None,
    }
}

async fn every_field_of_the_document_can_be_written(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let mut editor = group.editor(0).await;
    written(siti, plan, None, json!([{ "setTitle": "Jembatan" }, { "setSummary": "Satu\r\nDua" }])).await;
    for table in Table::ALL.iter().copied().filter(|table| *table != Table::Proposals) {
        let (put, _) = edits_of(table);
        let (own, other) = (row(1), row(2));
        let shape = if table == Table::Features { samples(Kind::Geometry, other)[0].0.clone() } else { Value::Null };
        let beside = if shape.is_null() { json!({ "id": other }) } else { json!({ "id": other, "geometry": shape }) };
        let mut fields = table.fields().to_vec();
        fields.extend(table.has_body().then_some((BODY, Kind::Block(0))));
        let sent = fields.iter().map(|(field, kind)| ((*field).to_owned(), samples(*kind, other)[0].0.clone()));
        let mut whole: Map<String, Value> = sent.collect();
        whole.insert("id".into(), json!(own));
        whole.insert("behind".into(), Value::Null);
        written(siti, plan, None, json!([{ put: beside }, { put: whole }])).await;
        let kept = fields.iter().map(|(field, kind)| ((*field).to_owned(), samples(*kind, other)[0].1.clone()));
        let mut model: Map<String, Value> = kept.collect();
        model.insert("id".into(), json!(own));
        let says = async || json!(logged(&server.app, plan).await)[table.as_str()][0].clone();
        assert_eq!(says().await, json!(model), "{table}");
        // One field after the other, and what is not named stays.
        for (field, kind) in &fields {
            let (sent, kept) = samples(*kind, other)[1].clone();
            written(siti, plan, None, json!([{ put: { "id": own, (*field): sent } }])).await;
            model.insert((*field).into(), kept);
            assert_eq!(says().await, json!(model), "{table}.{field}");
            let answer = update(siti, plan, None, json!([{ put: { "id": own, (*field): null } }])).await;
            match emptied(*kind) {
                Some(empty) => drop(model.insert((*field).into(), empty)),
                None => assert_eq!(mistake(&answer), ("REQUIRED", Some(&format!("edits.0.{field}")[..])), "{answer}"),
            }
            assert_eq!(says().await, json!(model), "{table}.{field} emptied");
        }
    }
    // Whoever has it open sees it at once, and the typed view says it too.
    let content = logged(&server.app, plan).await;
    assert_eq!((&content.title[..], &content.summary[..]), ("Jembatan", "Satu\nDua"));
    editor.until(|editor| editor.content() == content).await;
    let found = store::find(&server.app.db, plan).await.unwrap().unwrap();
    let found = found.read_as(&actor(&server.app, siti).await).unwrap();
    assert_eq!((found.content.as_ref(), found.projected_seq), (Some(&content), found.head));
}

async fn rows_are_put_in_order_moved_and_removed(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    for section in logged(&server.app, plan).await.sections {
        written(siti, plan, None, json!([{ "removeSection": section.id }])).await;
    }
    for table in Table::ALL.iter().copied().filter(|table| *table != Table::Proposals) {
        let (put, remove) = edits_of(table);
        let place = json!({ "type": "Point", "coordinates": [109.1, -7.4] });
        let new = |id: Value, behind: Option<Value>| {
            let mut fields = Map::new();
            fields.extend((!id.is_null()).then(|| ("id".to_owned(), id)));
            fields.extend(behind.map(|behind| ("behind".to_owned(), behind)));
            fields.extend((table == Table::Features).then(|| ("geometry".to_owned(), place.clone())));
            json!({ put: fields })
        };
        let ids = |answer: &Value| {
            let rows = answer["plan"][table.as_str()].as_array().unwrap();
            rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
        };
        let (one, two, three) = (json!(row(1)), json!(row(2)), json!(row(3)));
        let made =
            written(siti, plan, None, json!([new(two.clone(), None), new(one.clone(), Some(Value::Null)), new(Value::Null, None)]))
                .await;
        let unnamed = made["newRowIds"][0].clone();
        assert_eq!(made["newRowIds"].as_array().unwrap().len(), 1);
        assert_eq!(ids(&made), [one.clone(), two.clone(), unnamed.clone()], "{table}");
        // A row behind one that the same edits make.
        let moved = written(
            siti,
            plan,
            None,
            json!([
                new(three.clone(), Some(one.clone())),
                new(two.clone(), Some(Value::Null)),
                new(unnamed.clone(), Some(three.clone()))
            ]),
        )
        .await;
        assert_eq!(ids(&moved), [two.clone(), one.clone(), three.clone(), unnamed.clone()], "{table}");
        let removed = written(siti, plan, None, json!([{ remove: one }, { remove: two }, { remove: unnamed }])).await;
        assert_eq!(ids(&removed), std::slice::from_ref(&three), "{table}");
        let again = written(siti, plan, None, json!([{ remove: one }, { remove: three }])).await;
        assert_eq!(ids(&again), Vec::<Value>::new(), "{table}");
        let back = written(siti, plan, None, json!([new(one.clone(), None)])).await;
        assert_eq!(ids(&back), [one], "{table}");
    }
}

async fn proposals_are_linked_in_their_order(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let ids: [Value; 3] = [
        siti.propose(json!({})).await["id"].clone(),
        siti.propose(json!({})).await["id"].clone(),
        siti.propose(json!({})).await["id"].clone(),
    ];
    let linked = |answer: &Value| {
        let rows = answer["plan"]["proposals"].as_array().unwrap();
        rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    let [first, second, third] = &ids;
    let link = |id: &Value| json!({ "linkProposal": { "proposalId": id } });
    let all = written(siti, plan, None, json!([link(first), link(second), link(third)])).await;
    assert_eq!(linked(&all), ids);
    let moved = json!([{ "linkProposal": { "proposalId": third, "behind": null } }, { "unlinkProposal": second }]);
    assert_eq!(linked(&written(siti, plan, None, moved).await), [third.clone(), first.clone()]);
    let plans = "query($id: ID!) { proposal(id: $id) { plans { id } } }";
    let answered = siti.get(plans, json!({ "id": first })).await;
    assert_eq!(answered["proposal"]["plans"], json!([{ "id": plan.to_string() }]), "{answered}");
    // A stranger's draft is nobody's to name.
    let form = json!({ "fields": crate::harness::fields() });
    let draft = server.person("tono", None).await.mutate("createProposal", "CreateProposalInput", form).await;
    for unknown in [&draft["proposal"]["id"], &json!(ProposalId(row(9)).to_string()), &json!("prp_x")] {
        let refused = update(siti, plan, None, json!([{ "setTitle": "X" }, link(unknown)])).await;
        assert_eq!(mistake(&refused), ("UNKNOWN_PROPOSAL", Some("edits.1.proposalId")), "{refused}");
    }
    assert_ne!(logged(&server.app, plan).await.title, "X");
}

async fn writing_the_same_again_leaves_no_trace(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let point = json!({ "type": "Point", "coordinates": [109.1, -7.4, 12.5], "bbox": [109, -8, 110, -7] });
    let edits = json!([
        { "setTitle": "Jembatan" },
        { "putSection": { "id": row(1), "heading": "Latar", "body": "Sawah.\r\nJalan." } },
        { "putBudgetLine": { "id": row(2), "item": "Semen", "volume": 12.5, "price": 65_000, "behind": null } },
        { "putBudgetLine": { "id": row(3), "item": "Pasir", "source": null, "behind": row(2) } },
        { "putFeature": { "id": row(4), "geometry": point } },
    ]);
    let first = written(siti, plan, None, edits.clone()).await;
    assert_eq!(first["newRowIds"], json!([]));
    for seq in [None, Some(1)] {
        let again = written(siti, plan, seq, edits.clone()).await;
        assert_eq!((&again["seq"], &again["plan"]), (&first["seq"], &first["plan"]), "with {seq:?}");
    }
    assert_eq!(log::head(&server.app.db, plan).await.unwrap(), first["seq"].as_i64().unwrap());
    assert_eq!(first["plan"]["seq"], first["seq"]);
    assert_eq!(first["plan"]["features"][0]["geometry"], json!({ "type": "Point", "coordinates": [109.1, -7.4] }));
    // Nothing to write is nothing written.
    let nothing = written(siti, plan, None, json!([])).await;
    assert_eq!((&nothing["seq"], &nothing["plan"]), (&first["seq"], &first["plan"]));
}
