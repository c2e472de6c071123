//! What a plan is not made to say.

use super::super::{Group, account, logged, row, typing};
use super::{update, written};
use crate::harness::{Server, mistake, refusal};
use backend::error::AppError;
use backend::live::{Author, Deed, Ordered, store as log};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::plan::document::Roots;
use shared::plan::edit::{TextOf, apply};
use shared::value::ProposalId;
use std::sync::Arc;
use uuid::Uuid;
use yrs::TransactionMut;

on_both_databases! {
    what_is_wrong_is_told_by_edit_and_nothing_of_the_rest_is_done,
    what_nobody_writes_by_accident_is_refused,
    a_full_plan_takes_no_more,
    from_an_old_copy_nothing_is_written_and_the_long_log_is_left_alone,
    what_changes_nothing_costs_the_room_no_look_at_the_log,
}

async fn what_is_wrong_is_told_by_edit_and_nothing_of_the_rest_is_done(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let mut editor = group.editor(0).await;
    editor.edit(&[typing(TextOf::Summary, 0, "a")]).await;
    editor.until_saved().await;
    let (before, head) = (logged(&server.app, plan).await, log::head(&server.app.db, plan).await.unwrap());
    let sound = json!({ "setTitle": "X" });
    let line = |fields: Value| json!({ "putBudgetLine": fields });
    // What is wrong in itself, all of it at once; and what the plan alone can tell.
    let wrong = json!([sound, line(json!({ "price": -1, "volume": 0 })), line(json!({ "item": "x".repeat(201) }))]);
    let answer = update(siti, plan, None, wrong).await;
    let told: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|error| (&error["field"], &error["code"])).collect();
    let wanted = [("edits.1.volume", "OUT_OF_RANGE"), ("edits.1.price", "NEGATIVE"), ("edits.2.item", "TOO_LONG")];
    let wanted = wanted.map(|(field, code)| (json!(field), json!(code)));
    assert_eq!(told, wanted.iter().map(|(field, code)| (field, code)).collect::<Vec<_>>(), "{answer}");
    assert_eq!((&answer["plan"], &answer["seq"]), (&Value::Null, &Value::Null));
    assert!(answer["errors"][2]["message"].as_str().unwrap().contains("200"), "{answer}");
    let unknown = json!([sound, line(json!({ "id": row(1) })), { "removeBudgetLine": row(9) }, line(json!({ "behind": row(8) }))]);
    let answer = update(siti, plan, None, unknown).await;
    let told: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(told, ["edits.2", "edits.3.behind"], "{answer}");
    assert_eq!((logged(&server.app, plan).await, log::head(&server.app.db, plan).await.unwrap()), (before.clone(), head));
    // Whoever was writing goes on, on the same connection.
    editor.edit(&[typing(TextOf::Summary, 0, "b")]).await;
    editor.until_saved().await;
    assert_eq!(editor.content(), shared::plan::Content { summary: "ba".into(), ..before });
}

async fn what_nobody_writes_by_accident_is_refused(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let own = written(siti, plan, None, json!([{ "putActivity": { "name": "Survei" } }])).await["newRowIds"][0].clone();
    let head = log::head(&server.app.db, plan).await.unwrap();
    let one = |name: &str, value: Value| json!([{ name: value }]);
    let line = |field: &str, value: Value| json!([{ "putBudgetLine": { field: value } }]);
    let shape = |geometry: Value| json!([{ "putFeature": { "geometry": geometry } }]);
    let after = |rows: Value| json!([{ "putActivity": { "id": own, "after": rows } }]);
    let many: Vec<_> = (0..501).map(|n| json!([109.0 + f64::from(n) * 1e-5, -7.4])).collect();
    let far = json!({ "type": "LineString", "coordinates": [[109, -7], [110, -7]] });
    for (edits, code, field) in [
        (one("setTitle", json!("x".repeat(201))), "TOO_LONG", "edits.0"),
        (one("setTitle", json!("🌾".repeat(101))), "TOO_LONG", "edits.0"),
        (one("setTitle", json!("satu\ndua")), "INVALID_TEXT", "edits.0"),
        (one("setTitle", json!("Jalan \u{202e}kasur")), "INVALID_TEXT", "edits.0"),
        (one("setSummary", json!("x".repeat(2_001))), "TOO_LONG", "edits.0"),
        (one("setSummary", json!("a\u{0}b")), "INVALID_TEXT", "edits.0"),
        (one("putSection", json!({ "body": "x".repeat(40_001) })), "TOO_LONG", "edits.0.body"),
        (one("putSection", json!({ "heading": "x".repeat(201) })), "TOO_LONG", "edits.0.heading"),
        (one("putSection", json!({ "id": "x" })), "INVALID_ID", "edits.0.id"),
        (one("putSection", json!({ "id": Uuid::nil() })), "INVALID_ID", "edits.0.id"),
        (one("putSection", json!({ "behind": row(77) })), "UNKNOWN_SECTION", "edits.0.behind"),
        (one("putSection", json!({ "id": row(1), "behind": row(1) })), "UNKNOWN_SECTION", "edits.0.behind"),
        (one("removeSection", json!(row(77))), "UNKNOWN_SECTION", "edits.0"),
        (one("removeSection", json!(own)), "UNKNOWN_SECTION", "edits.0"),
        (one("removeActivity", json!("'; DROP TABLE plans; --")), "UNKNOWN_ROW", "edits.0"),
        (one("unlinkProposal", json!(ProposalId(row(9)).to_string())), "UNKNOWN_PROPOSAL", "edits.0"),
        (line("volume", json!(-1)), "NEGATIVE", "edits.0.volume"),
        (line("volume", json!(0.0001)), "INVALID_NUMBER", "edits.0.volume"),
        (line("volume", json!(1e308)), "INVALID_NUMBER", "edits.0.volume"),
        (line("volume", json!(1e10)), "OUT_OF_RANGE", "edits.0.volume"),
        (line("price", json!(i64::MIN)), "NEGATIVE", "edits.0.price"),
        (line("price", json!(i64::MAX)), "OUT_OF_RANGE", "edits.0.price"),
        (line("unit", json!("x".repeat(51))), "TOO_LONG", "edits.0.unit"),
        (line("item", json!("Semen\u{1b}[31m")), "INVALID_TEXT", "edits.0.item"),
        (one("putFeature", json!({ "label": "Jalan" })), "REQUIRED", "edits.0.geometry"),
        (shape(Value::Null), "REQUIRED", "edits.0.geometry"),
        (shape(json!({})), "INVALID_GEOMETRY", "edits.0.geometry"),
        (shape(json!({ "type": "Point", "coordinates": [200, 0] })), "INVALID_GEOMETRY", "edits.0.geometry"),
        (shape(json!({ "type": "Polygon", "coordinates": [[[109, -7], [109.1, -7]]] })), "INVALID_GEOMETRY", "edits.0.geometry"),
        (shape(json!({ "type": "LineString", "coordinates": many })), "TOO_MANY_VERTICES", "edits.0.geometry"),
        (shape(far), "TOO_LARGE", "edits.0.geometry"),
        (after(json!([own])), "UNKNOWN_ROW", "edits.0.after"),
        (after(json!([row(77)])), "UNKNOWN_ROW", "edits.0.after"),
        (after(json!(["x"])), "UNKNOWN_ROW", "edits.0.after"),
        (after(json!(vec![row(77); 21])), "OUT_OF_RANGE", "edits.0.after"),
        (json!(vec![json!({ "setTitle": "" }); 1_001]), "OUT_OF_RANGE", "edits"),
    ] {
        let answer = update(siti, plan, None, edits).await;
        assert_eq!(mistake(&answer), (code, Some(field)), "{answer}");
    }
    for (edits, code) in [
        (json!(vec![json!({ "setTitle": "" }); 10_000]), "TOO_COMPLEX"),
        (json!(vec![json!({ "removeSection": "" }); 2_000]), "OUT_OF_RANGE"),
        (json!([{}]), "BAD_INPUT"),
        (json!([null]), "BAD_INPUT"),
        (json!([{ "setTitle": null }]), "BAD_INPUT"),
        (json!([{ "setTitle": "x", "setSummary": "x" }]), "BAD_INPUT"),
        (json!([{ "setBudget": 5 }]), "BAD_INPUT"),
        (line("price", json!("65000")), "BAD_INPUT"),
        (line("price", json!(1.5)), "BAD_INPUT"),
        (line("price", json!(u64::MAX)), "BAD_INPUT"),
        (line("source", json!("KAS")), "BAD_INPUT"),
        (json!([{ "putActivity": { "start": "2027-02-29" } }]), "BAD_INPUT"),
        (shape(json!("POINT(109 -7)")), "BAD_INPUT"),
    ] {
        let answer = update(siti, plan, None, edits).await;
        let told = if answer.get("plan").is_some() { mistake(&answer).0 } else { refusal(&answer) };
        assert_eq!(told, code, "{answer}");
    }
    for seq in [i64::MIN, -1, 0, head + 1, i64::MAX] {
        let answer = update(siti, plan, Some(seq), json!([{ "setTitle": "X" }])).await;
        assert_eq!(mistake(&answer), ("OUT_OF_RANGE", Some("seq")), "{seq}: {answer}");
    }
    assert_eq!(log::head(&server.app.db, plan).await.unwrap(), head, "nothing of it was written");
}

async fn a_full_plan_takes_no_more(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let lines = |count: usize| json!(vec![json!({ "putBudgetLine": { "item": "Semen", "price": 1 } }); count]);
    let refused = update(siti, plan, None, lines(301)).await;
    assert_eq!(mistake(&refused), ("PLAN_FULL", Some("edits.300")), "{refused}");
    let full = written(siti, plan, None, lines(300)).await;
    assert_eq!(
        full["newRowIds"],
        json!(full["plan"]["budget"].as_array().unwrap().iter().map(|line| &line["id"]).collect::<Vec<_>>())
    );
    assert_eq!(mistake(&update(siti, plan, None, lines(1)).await), ("PLAN_FULL", Some("edits.0")));
    // What goes makes room.
    let exchange = json!([{ "removeBudgetLine": full["newRowIds"][0] }, { "putBudgetLine": { "id": row(1), "item": "Pasir" } }]);
    let exchanged = written(siti, plan, None, exchange).await;
    assert_eq!(
        (exchanged["plan"]["budget"].as_array().unwrap().len(), &exchanged["plan"]["budget"][299]["item"]),
        (300, &json!("Pasir"))
    );
}

/// More than 5,000 entries ago: nobody looks who touched what, so all that would be changed is told.
async fn from_an_old_copy_nothing_is_written_and_the_long_log_is_left_alone(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan, last) = (&group.people[0], group.plan, 5_100);
    assert_eq!(log::head(&server.app.db, plan).await.unwrap(), 1);
    let sql = async |statement: &str| server.app.db.writer().execute_unprepared(statement).await.map(drop).unwrap();
    let nothing = if server.app.db.is_sqlite() { "X'0000'" } else { "'\\x0000'::bytea" };
    sql(&format!(
        "INSERT INTO plan_updates (plan_id, seq, at, touched, bytes)
         WITH RECURSIVE entries(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM entries WHERE seq < {last})
         SELECT plans.id, entries.seq, 0, '[]', {nothing} FROM plans, entries"
    ))
    .await;
    sql("INSERT INTO plan_snapshots (plan_id, seq, at, bytes) SELECT plan_id, 5000, 0, bytes FROM plan_updates WHERE seq = 1")
        .await;
    sql(&format!("UPDATE plans SET head = {last}, projected_seq = {last}")).await;
    // Whoever reads this far back falls over it.
    sql("UPDATE plan_updates SET touched = 'rusak' WHERE seq = 2").await;
    let edits = json!([{ "setTitle": "Jembatan" }, { "setSummary": "Kokoh." }]);
    for base in [1, last - 5_000] {
        let answer = update(siti, plan, Some(base), edits.clone()).await;
        assert_eq!(refusal(&answer), "CONFLICT", "{answer}");
        let told = &answer["errors"][0]["extensions"];
        let fields: Vec<_> = told["current"].as_array().unwrap().iter().map(|said| (&said["field"], &said["value"])).collect();
        assert_eq!(fields, [(&json!("title"), &json!("Jalan usaha tani")), (&json!("summary"), &json!(""))], "{answer}");
        assert_eq!((&told["yourVersion"], &told["currentVersion"]), (&json!(base), &json!(last)), "{answer}");
    }
    let within_reach = written(siti, plan, Some(last - 4_999), edits).await;
    assert_eq!((&within_reach["seq"], &within_reach["plan"]["title"]), (&json!(last + 1), &json!("Jembatan")));
}

async fn what_changes_nothing_costs_the_room_no_look_at_the_log(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let plan = group.plan;
    let author = Author { account: account(&group.people[0]).await, office: None, token: None };
    let refuse = async |begins: bool| {
        let change = Box::new(move |roots: &Roots, txn: &mut TransactionMut| {
            if begins {
                apply(roots, txn, &typing(TextOf::Title, 0, "X"));
            }
            Err::<(), AppError>(ErrorCode::NothingChanged.into())
        });
        let deed: Deed = Arc::new(|_, _, _, _| Box::pin(async { Ok(()) }));
        let ordered = Ordered { author: author.clone(), change, deed };
        assert!(server.app.rooms.change(&server.app, plan, ordered).await.is_err());
    };
    // How many statements it costs: the room has done with one once it answers the next.
    let cost = async |begins: bool| {
        let before = server.app.db.queries().count();
        refuse(begins).await;
        refuse(false).await;
        server.app.db.queries().count() - before
    };
    // The room is opened first; what else it does may come between.
    refuse(false).await;
    let (mut nothing, mut something) = (u64::MAX, u64::MAX);
    for _ in 0..5 {
        nothing = nothing.min(cost(false).await);
        something = something.min(cost(true).await);
    }
    assert!(nothing < something, "{nothing} statements, {something} when the document must be read again");
    // What was begun is not in the plan, and the room goes on.
    let title = written(&group.people[0], plan, None, json!([{ "setSummary": "Kokoh." }])).await["plan"]["title"].clone();
    assert_eq!((title, logged(&server.app, plan).await.summary), (json!("Jalan usaha tani"), "Kokoh.".to_owned()));
}
