//! In whose name a program writes a plan, and whether it may.

use super::super::{Group, VILLAGE, account, actor, logged, row};
use super::{update, written};
use crate::harness::{Server, refusal};
use backend::plan::stages::move_to;
use backend::plan::store;
use serde_json::{Value, json};
use shared::access::Role;
use shared::plan::Stage;
use shared::value::PlanId;
use uuid::Uuid;

on_both_databases! {
    who_may_write_live_may_write_by_mutation_and_nobody_else,
    the_log_knows_the_author_and_their_token,
    the_public_record_tells_of_it_as_of_what_is_typed,
}

async fn who_may_write_live_may_write_by_mutation_and_nobody_else(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let (siti, budi, plan) = (&group.people[0], &group.people[1], group.plan);
    let organiser = actor(&server.app, siti).await;
    let (tono, desa) =
        (server.person("tono", None).await, server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await);
    let title = |title: &str| json!([{ "setTitle": title }]);
    for (person, code) in [(&tono, "NOT_FOUND"), (&desa, "NOT_FOUND"), (&server.anonymous(), "NOT_FOUND")] {
        assert_eq!(refusal(&update(person, plan, None, title("X")).await), code);
    }
    move_to(&server.app, &organiser, plan, Stage::Open, None).await.unwrap();
    for (person, code) in [(&tono, "FORBIDDEN"), (&desa, "FORBIDDEN"), (&server.anonymous(), "UNAUTHENTICATED")] {
        // Rights before mistakes: a stranger learns nothing of what would be wrong.
        for edits in [title("X"), json!([{ "removeBudgetLine": "x" }])] {
            assert_eq!(refusal(&update(person, plan, None, edits).await), code);
        }
    }
    written(budi, plan, None, title("Dari penyunting")).await;
    for stage in [Stage::InReview, Stage::Open] {
        move_to(&server.app, &organiser, plan, stage, None).await.unwrap();
        let answer = update(siti, plan, None, title(stage.as_str())).await;
        if stage == Stage::Open {
            assert_eq!(answer["plan"]["title"], "OPEN", "{answer}");
        } else {
            assert_eq!(refusal(&answer), "FORBIDDEN", "{answer}");
        }
    }
    backend::plan::participants::remove(&server.app, &organiser, plan, account(budi).await).await.unwrap();
    assert_eq!(refusal(&update(budi, plan, None, title("X")).await), "FORBIDDEN");
    for nobody in [PlanId(Uuid::nil()), PlanId(row(5))] {
        assert_eq!(refusal(&update(siti, nobody, None, title("X")).await), "NOT_FOUND");
    }
    assert_eq!(logged(&server.app, plan).await.title, "OPEN");
}

async fn the_log_knows_the_author_and_their_token(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let (reader, (id, secret)) = (siti.token(&[]).await.1, siti.token(&["WRITE_PLANS"]).await);
    let title = |title: &str| json!([{ "setTitle": title }]);
    assert_eq!(refusal(&update(&siti.program(&reader), plan, None, title("X")).await), "FORBIDDEN");
    written(siti, plan, None, title("Dari orang")).await;
    let program = siti.program(&secret);
    written(&program, plan, None, title("Dari program")).await;
    let restore = "mutation($input: RestorePlanVersionInput!) { restorePlanVersion(input: $input) { errors { code } } }";
    program.get(restore, json!({ "input": { "planId": plan.to_string(), "seq": 1 } })).await;
    let steps = store::steps(&server.app.db, plan, 0, i64::MAX, 10).await.unwrap();
    let by: Vec<_> = steps.iter().map(|step| (step.account, step.token.map(|token| token.to_string()))).collect();
    let author = Some(account(siti).await);
    assert_eq!(by, [(author, Some(id.clone())), (author, Some(id.clone())), (author, None), (author, None)]);
    let begin = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let begun = program.get(begin, json!({ "input": { "area": VILLAGE, "title": "Lain" } })).await;
    let begun = begun["createPlan"]["plan"]["id"].as_str().unwrap().parse().unwrap();
    let steps = store::steps(&server.app.db, begun, 0, i64::MAX, 10).await.unwrap();
    assert_eq!(steps[0].token.map(|token| token.to_string()), Some(id.clone()));
    let history = "query($id: ID!) { planHistory(planId: $id, first: 10) { nodes { byProgram fromSeq untilSeq } } }";
    let told = siti.get(history, json!({ "id": plan.to_string() })).await["planHistory"]["nodes"].clone();
    let wanted = json!([
        { "byProgram": true, "fromSeq": 3, "untilSeq": 4 },
        { "byProgram": false, "fromSeq": 2, "untilSeq": 2 },
        { "byProgram": false, "fromSeq": 1, "untilSeq": 1 },
    ]);
    assert_eq!(told, wanted, "what a program wrote is told apart");
}

async fn the_public_record_tells_of_it_as_of_what_is_typed(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    written(siti, plan, None, json!([{ "setTitle": "Konsep" }])).await;
    assert_eq!(backend::live::tell_of_edits(&server.app).await.unwrap(), 0, "a draft is its participants' own");
    move_to(&server.app, &actor(&server.app, siti).await, plan, Stage::Open, None).await.unwrap();
    backend::live::tell_of_edits(&server.app).await.unwrap();
    let seq = written(siti, plan, None, json!([{ "setTitle": "Terbuka" }])).await["seq"].clone();
    assert_eq!(backend::live::tell_of_edits(&server.app).await.unwrap(), 1);
    written(siti, plan, None, json!([{ "setTitle": "Terbuka" }])).await;
    assert_eq!(backend::live::tell_of_edits(&server.app).await.unwrap(), 0, "nothing happened");
    let public = backend::journal::entries_after(&server.app.db, 0, 1_000, true).await.unwrap();
    let last = public.iter().rfind(|entry| entry.subject == plan.to_string()).unwrap();
    assert_eq!((last.kind.as_str(), last.actor), ("plan.edited", None));
    assert_eq!(serde_json::from_str::<Value>(&last.details).unwrap(), json!({ "seq": seq }));
}
