//! Taking part as a file.

use super::harness::Server;
use super::{bytes, readers, rows, sql};
use serde_json::json;
use shared::operations::comment::AddComment;

pub async fn few_people_are_not_counted_out(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await;
    let told = async || {
        let file = rows(&server, "participation.json").await;
        assert_eq!(file.len(), 1);
        let row = &file[0];
        (row["proposals"].as_i64(), row["supports"].as_i64(), row["people"].as_i64())
    };
    assert_eq!(told().await, (Some(1), Some(0), None));
    for number in 1..=4 {
        let neighbour = server.person(&format!("tetangga{number}"), None).await;
        let answer = neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
        assert_eq!(answer["errors"], json!([]));
        // Who supports is not among the people; who says something is.
        assert_eq!(told().await, (Some(1), Some(number), None));
        neighbour.make::<AddComment>(json!({ "proposalId": proposal["id"], "body": "Setuju." })).await;
        let people = (number == 4).then_some(5);
        assert_eq!(told().await, (Some(1), Some(number), people));
    }
    let table = readers::csv(&bytes(&server, "/open-data/participation.csv").await);
    assert_eq!(table[1].last().unwrap(), "5");
}

pub async fn however_many_months_there_are_the_file_holds_them(server: Server) {
    let siti = server.person("siti", None).await;
    let district = "{ area(code: \"33.02.17\") { children { code } } }";
    let villages = siti.get(district, json!({})).await["area"]["children"].as_array().unwrap().clone();
    for village in &villages {
        siti.propose(json!({ "villageCode": village["code"] })).await;
    }
    // Months of 31 days: no two of them begin in the same month.
    let months = 5_000 / villages.len() + 1;
    let id = if server.app.db.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    let said = format!(
        "INSERT INTO comments (id, proposal_id, depth, path, author_id, body, created_at)
         WITH RECURSIVE past(months) AS (SELECT 1 UNION ALL SELECT months + 1 FROM past WHERE months < {months})
         SELECT {id}, p.id, 0, 'm' || months, p.owner_id, 'Kapan?', p.created_at - months * 2678400000
         FROM proposals p, past"
    );
    sql(&server, &said).await;
    let file = rows(&server, "participation.json").await;
    assert_eq!(file.len(), villages.len() * (months + 1));
    assert_eq!(file.iter().filter_map(|row| row["comments"].as_u64()).sum::<u64>(), (villages.len() * months) as u64);
    let one = villages[3]["code"].as_str().unwrap();
    let own: Vec<_> = file.into_iter().filter(|row| row["village_code"] == one).collect();
    assert_eq!(rows(&server, &format!("participation.json?area={one}")).await, own);
}
