//! The conversation about a proposal, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::verify::{Verdict, verify};
use backend::journal::{EventKind, entries_after, private_texts};
use backend::migration::m0022_comment_search::fill;
use harness::{Person, Server, fields, mistake, refusal};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::comment::{AddComment, Comments, HideComment};

on_both_databases! {
    answers_follow_what_they_answer_page_after_page,
    the_deepest_answers_are_not_indented_further,
    an_answer_belongs_to_the_proposal_of_what_it_answers,
    a_comment_has_a_text_of_bounded_length,
    a_draft_takes_no_comment,
    only_those_who_moderate_the_area_hide_comments,
    nobody_hides_what_is_said_against_their_own_wish,
    a_hidden_text_is_gone_from_view_but_kept_beside_the_journal,
    officials_speak_as_their_office_in_their_own_area,
    one_account_cannot_flood_a_conversation,
    a_list_of_fifty_with_its_comment_counts_takes_at_most_five_queries,
    words_are_found_however_they_are_written,
}

async fn propose(person: &Person, submit: bool) -> String {
    let answer = person.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields(), "submit": submit })).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["proposal"]["id"].as_str().unwrap().to_owned()
}

async fn try_to_say(person: &Person, proposal: &str, parent: Option<&str>, body: &str) -> Value {
    person.send::<AddComment>(json!({ "proposalId": proposal, "parentId": parent, "body": body })).await
}

/// Says something that must be accepted; gives the comment's id.
async fn say(person: &Person, proposal: &str, parent: Option<&str>, body: &str) -> String {
    let answer = try_to_say(person, proposal, parent, body).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["object"]["id"].as_str().unwrap().to_owned()
}

async fn try_to_hide(person: &Person, comment: &str, reason: &str) -> Value {
    person.send::<HideComment>(json!({ "commentId": comment, "reason": reason })).await
}

async fn conversation(person: &Person, proposal: &str) -> Value {
    person.get(Comments::DOCUMENT, json!({ "id": proposal, "first": 100 })).await["answer"].clone()
}

fn bodies(page: &Value) -> Vec<(String, i64)> {
    let nodes = page["nodes"].as_array().unwrap().iter();
    nodes.map(|node| (node["body"].as_str().unwrap_or("-").to_owned(), node["depth"].as_i64().unwrap())).collect()
}

async fn answers_follow_what_they_answer_page_after_page(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = propose(&siti, true).await;
    let first = say(&budi, &proposal, None, "satu").await;
    let second = say(&siti, &proposal, None, "dua").await;
    let answer = say(&siti, &proposal, Some(&first), "satu, jawab").await;
    say(&budi, &proposal, Some(&second), "dua, jawab").await;
    say(&budi, &proposal, Some(&answer), "satu, jawab lagi").await;
    say(&budi, &proposal, Some(&first), "satu, jawab kedua").await;
    say(&budi, &proposal, None, "tiga").await;
    let order = [
        ("satu", 0),
        ("satu, jawab", 1),
        ("satu, jawab lagi", 2),
        ("satu, jawab kedua", 1),
        ("dua", 0),
        ("dua, jawab", 1),
        ("tiga", 0),
    ]
    .map(|(body, depth)| (body.to_owned(), depth));

    let anyone = server.anonymous();
    let whole = conversation(&anyone, &proposal).await;
    assert_eq!(bodies(&whole["comments"]), order);
    assert_eq!((&whole["commentCount"], &whole["comments"]["totalCount"]), (&json!(7), &json!(7)));
    assert_eq!(whole["comments"]["nodes"][1]["parent"], json!(first));
    assert_eq!(whole["comments"]["nodes"][0]["author"]["displayName"], "budi");

    let (mut seen, mut after, mut more) = (Vec::new(), Value::Null, true);
    while more {
        let asked = json!({ "id": proposal, "first": 2, "after": after });
        let page = anyone.get(Comments::DOCUMENT, asked).await["answer"]["comments"].clone();
        seen.extend(bodies(&page));
        (after, more) = (page["pageInfo"]["endCursor"].clone(), page["pageInfo"]["hasNextPage"] == true);
    }
    assert_eq!(seen, order);

    for wrong in [json!({ "first": 101 }), json!({ "first": 0 }), json!({}), json!({ "first": 1, "after": "bukan penanda" })] {
        let mut variables = json!({ "id": proposal });
        variables.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let query = "query($id: ID!, $first: Int, $after: String) { proposal(id: $id) { comments(first: $first, after: $after) { nodes { id } } } }";
        assert_eq!(refusal(&anyone.ask(query, variables).await), "BAD_INPUT", "{wrong}");
    }
}

async fn the_deepest_answers_are_not_indented_further(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = propose(&siti, true).await;
    let mut parent = say(&siti, &proposal, None, "0").await;
    for body in ["1", "2", "3", "4"] {
        parent = say(&siti, &proposal, Some(&parent), body).await;
    }
    let found = bodies(&conversation(&siti, &proposal).await["comments"]);
    assert_eq!(found, [("0", 0), ("1", 1), ("2", 2), ("3", 2), ("4", 2)].map(|(body, depth)| (body.to_owned(), depth)));
}

async fn an_answer_belongs_to_the_proposal_of_what_it_answers(server: Server) {
    let siti = server.person("siti", None).await;
    let (here, there) = (propose(&siti, true).await, propose(&siti, true).await);
    let elsewhere = say(&siti, &there, None, "Di sana.").await;
    for parent in [elsewhere.as_str(), "cmt_00000000000070008000000000000001", "bukan id"] {
        let answer = try_to_say(&siti, &here, Some(parent), "Di sini.").await;
        assert_eq!(mistake(&answer), ("NOT_FOUND", Some("parentId")), "{answer}");
    }
    assert_eq!(conversation(&siti, &here).await["commentCount"], 0);
}

async fn a_comment_has_a_text_of_bounded_length(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = propose(&siti, true).await;
    for (body, code) in [(" \n ".to_owned(), "REQUIRED"), ("é".repeat(2_001), "TOO_LONG"), ("a\u{202e}b".into(), "INVALID_TEXT")] {
        assert_eq!(mistake(&try_to_say(&siti, &proposal, None, &body).await), (code, Some("body")));
    }
    say(&siti, &proposal, None, &"é".repeat(2_000)).await;
    say(&siti, &proposal, None, "  Baris satu\r\nbaris dua  ").await;
    let found = conversation(&siti, &proposal).await;
    assert_eq!((&found["commentCount"], &found["comments"]["nodes"][1]["body"]), (&json!(2), &json!("Baris satu\nbaris dua")));
    assert_eq!(refusal(&try_to_say(&server.anonymous(), &proposal, None, "Halo").await), "UNAUTHENTICATED");
    assert_eq!(refusal(&try_to_say(&siti, "bukan id", None, "Halo").await), "NOT_FOUND");
}

async fn a_draft_takes_no_comment(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let draft = propose(&siti, false).await;
    for stranger in [&budi, &admin] {
        assert_eq!(refusal(&try_to_say(stranger, &draft, None, "Bagus.").await), "NOT_FOUND");
    }
    assert_eq!(refusal(&try_to_say(&siti, &draft, None, "Catatan saya.").await), "FORBIDDEN");
    let actions = "query($id: ID!) { proposal(id: $id) { availableActions { action } commentCount } }";
    let own = siti.get(actions, json!({ "id": draft })).await["proposal"].clone();
    assert_eq!(own["commentCount"], 0);
    assert!(!own["availableActions"].as_array().unwrap().contains(&json!({ "action": "COMMENT" })), "{own}");
}

async fn only_those_who_moderate_the_area_hide_comments(server: Server) {
    let siti = server.person("siti", None).await;
    let operator = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let elsewhere = server.person("desa2", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await;
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    let proposal = propose(&siti, true).await;
    let comment = say(&siti, &proposal, None, "Kasar sekali.").await;

    let anyone = server.anonymous();
    for (person, code) in [(&anyone, "UNAUTHENTICATED"), (&siti, "FORBIDDEN"), (&elsewhere, "FORBIDDEN"), (&planner, "FORBIDDEN")] {
        assert_eq!(refusal(&try_to_hide(person, &comment, "Kasar.").await), code);
        assert_eq!(conversation(person, &proposal).await["comments"]["nodes"][0]["canHide"], false);
    }
    assert_eq!(refusal(&try_to_hide(&operator, "cmt_00000000000070008000000000000001", "Kasar.").await), "NOT_FOUND");
    assert_eq!(mistake(&try_to_hide(&operator, &comment, " ").await), ("REQUIRED", Some("reason")));
    assert_eq!(mistake(&try_to_hide(&operator, &comment, &"x".repeat(501)).await), ("TOO_LONG", Some("reason")));
    assert_eq!(conversation(&operator, &proposal).await["comments"]["nodes"][0]["canHide"], true);

    let actions = "query($id: ID!) { proposal(id: $id) { availableActions { action office } } }";
    let office = json!({ "action": "MODERATE", "office": "Pemerintah Desa Gununglurah" });
    for (person, may) in [(&operator, true), (&elsewhere, false), (&siti, false), (&anyone, false)] {
        let found = person.get(actions, json!({ "id": proposal })).await["proposal"]["availableActions"].clone();
        assert_eq!(found.as_array().unwrap().contains(&office), may, "{found}");
    }
}

async fn nobody_hides_what_is_said_against_their_own_wish(server: Server) {
    let siti = server.person("siti", None).await;
    let operator = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let colleague = server.person("sekdes", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let own = propose(&operator, true).await;
    let against = say(&siti, &own, None, "Jalannya menuju rumah Anda sendiri.").await;
    assert_eq!(refusal(&try_to_hide(&operator, &against, "Tidak sopan.").await), "FORBIDDEN");
    assert_eq!(conversation(&operator, &own).await["comments"]["nodes"][0]["canHide"], false);
    let actions = "query($id: ID!) { proposal(id: $id) { availableActions { action } } }";
    let open = operator.get(actions, json!({ "id": own })).await;
    assert!(!open.to_string().contains("MODERATE"), "{open}");
    assert_eq!(try_to_hide(&colleague, &against, "Menyebut alamat.").await["errors"], json!([]));

    // What the office proposes is the office's to look after.
    let offices = operator.propose(json!({ "proposerType": "VILLAGE" })).await["id"].as_str().unwrap().to_owned();
    let rude = say(&siti, &offices, None, "Kasar sekali.").await;
    assert_eq!(try_to_hide(&operator, &rude, "Kasar.").await["errors"], json!([]));
}

async fn a_hidden_text_is_gone_from_view_but_kept_beside_the_journal(server: Server) {
    const TEXT: &str = "Nomor telepon tetangga saya 0812";
    let siti = server.person("siti", None).await;
    let operator = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let proposal = propose(&siti, true).await;
    let comment = say(&siti, &proposal, None, TEXT).await;
    say(&siti, &proposal, Some(&comment), "Jawaban tetap terbaca.").await;

    let hidden = try_to_hide(&operator, &comment, "Memuat data pribadi.").await["object"].clone();
    assert_eq!((&hidden["body"], &hidden["hidden"]), (&Value::Null, &json!(true)), "{hidden}");
    assert_eq!(mistake(&try_to_hide(&operator, &comment, "Lagi.").await).0, "ALREADY_HIDDEN");

    for reader in [&server.anonymous(), &siti, &operator] {
        let found = conversation(reader, &proposal).await;
        assert_eq!((&found["commentCount"], &found["comments"]["totalCount"]), (&json!(1), &json!(2)));
        let shown = &found["comments"]["nodes"][0];
        assert_eq!(shown["hiddenReason"], "Memuat data pribadi.");
        assert_eq!((&shown["hiddenBy"], &shown["canHide"]), (&json!("Pemerintah Desa Gununglurah"), &json!(false)));
        assert_eq!(found["comments"]["nodes"][1]["body"], "Jawaban tetap terbaca.");
        let history = "query($id: ID!, $comment: ID!) {
            proposal(id: $id) { history(first: 100) { nodes { kind office details } } }
            node(id: $comment) { id ... on Comment { body hiddenReason } }
        }";
        let history = reader.get(history, json!({ "id": proposal, "comment": comment })).await;
        assert_eq!(history["node"]["hiddenReason"], "Memuat data pribadi.");
        assert!(history.to_string().contains("comment.hidden") && history.to_string().contains(&comment));
        assert!(!format!("{found}{history}").contains(TEXT));
    }

    let db = &server.app.db;
    let entries = entries_after(db, 0, 1_000, false).await.unwrap();
    assert!(entries.iter().all(|entry| !entry.details.contains(TEXT)));
    let added = entries.iter().find(|entry| entry.kind == EventKind::CommentAdded).unwrap();
    let kept = private_texts(db, added.seq, added.seq).await.unwrap();
    assert_eq!(kept[0].2, TEXT);
    assert!(matches!(verify(db).await.unwrap(), Verdict::Intact { .. }));
}

async fn officials_speak_as_their_office_in_their_own_area(server: Server) {
    let siti = server.person("siti", None).await;
    let operator = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let elsewhere = server.person("desa2", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await;
    let (proposal, own) = (propose(&siti, true).await, propose(&operator, true).await);
    for person in [&siti, &operator, &elsewhere] {
        say(person, &proposal, None, "Halo.").await;
    }
    let found = conversation(&siti, &proposal).await;
    let offices: Vec<_> = found["comments"]["nodes"].as_array().unwrap().iter().map(|node| node["office"].clone()).collect();
    assert_eq!(offices, [Value::Null, json!("Pemerintah Desa Gununglurah"), Value::Null]);
    // For what they wish themselves they speak as themselves.
    say(&operator, &own, None, "Ini usulan saya.").await;
    assert_eq!(conversation(&siti, &own).await["comments"]["nodes"][0]["office"], Value::Null);
}

async fn one_account_cannot_flood_a_conversation(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = propose(&siti, true).await;
    let mut said = 0;
    let refused = loop {
        let answer = try_to_say(&siti, &proposal, None, "Lagi!").await;
        if answer["object"].is_null() || said == 100 {
            break answer;
        }
        said += 1;
    };
    assert_eq!(refusal(&refused), "RATE_LIMITED", "after {said}: {refused}");
    say(&budi, &proposal, None, "Saya belum bicara.").await;
    assert_eq!(conversation(&budi, &proposal).await["commentCount"], said + 1);
}

async fn a_list_of_fifty_with_its_comment_counts_takes_at_most_five_queries(server: Server) {
    let siti = server.person("siti", None).await;
    for _ in 0..50 {
        propose(&siti, true).await;
    }
    let before = server.app.db.queries().count();
    let query =
        "{ proposals(first: 50) { nodes { title commentCount proposer { displayName } decisions { office } } totalCount } }";
    let list = server.anonymous().get(query, json!({})).await;
    let queries = server.app.db.queries().count() - before;
    assert_eq!(list["proposals"]["nodes"].as_array().unwrap().len(), 50);
    assert!(queries <= 5, "{queries} queries");
}

async fn words_are_found_however_they_are_written(server: Server) {
    let siti = server.person("siti", None).await;
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let proposal = propose(&siti, true).await;
    let cafe = say(&siti, &proposal, None, "Dekat CAFÉ Élok, jalan licin.").await;
    say(&siti, &proposal, None, "Dekat BALAI desa.").await;
    let anyone = server.anonymous();
    let found = async |text: &str| {
        let query = "query($text: String!) { comments(first: 10, filter: { text: $text }) { nodes { id } totalCount } }";
        let answer = anyone.get(query, json!({ "text": text })).await["comments"].clone();
        assert_eq!(answer["totalCount"], answer["nodes"].as_array().unwrap().len(), "{answer}");
        answer["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = async || {
        for text in ["café", "CAFÉ", "élok licin", "ÉLOK"] {
            assert_eq!(found(text).await, std::slice::from_ref(&cafe), "{text}");
        }
        assert_eq!((found("balai").await.len(), found("dekat").await.len(), found("%").await.len()), (1, 2, 0));
    };
    all().await;
    // What was said before the words were kept in small letters.
    server.app.db.writer().execute_unprepared("UPDATE comments SET search_text = ''").await.unwrap();
    assert!(found("dekat").await.is_empty());
    fill(server.app.db.writer()).await.unwrap();
    all().await;
    assert_eq!(try_to_hide(&desa, &cafe, "Promosi.").await["errors"], json!([]));
    assert!(found("élok").await.is_empty(), "what is hidden is found by nobody");
}
