//! Over a million rows a statistic that reads the table takes ten times as long as one that reads its index: a dimension or a
//! measure that is in none is found here.

use crate::harness::{Kind, Server};
use backend::platform::database::Database;
use backend::proposal::list::ProposalFilter;
use backend::proposal::list::store::{acts, answers, arrivals, facts, standings};
use backend::stats::store::{Asked, Facts, participation};
use sea_orm::sea_query::SqliteQueryBuilder;
use sea_orm::{ConnectionTrait, Statement};
use shared::stats::{ParticipationDimension, ProposalDimension, ReviewDimension};

/// How SQLite goes about it, a line a step.
async fn steps(db: &Database, facts: &Facts, measures: usize) -> Vec<String> {
    let asked = Asked { people: true, sums: (0..measures).collect(), medians: (0..measures).collect() };
    let (query, values) = facts.grouped(&asked, true).build(SqliteQueryBuilder);
    let explain = Statement::from_sql_and_values(db.reader().get_database_backend(), format!("EXPLAIN QUERY PLAN {query}"), values);
    let rows = db.reader().query_all_raw(explain).await.unwrap();
    rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect()
}

fn assert_from_indexes(steps: &[String], what: &str) {
    let reads = |step: &&String| step.starts_with("SCAN ") || step.starts_with("SEARCH ");
    let of_tables: Vec<_> = steps.iter().filter(reads).filter(|step| step.contains(" USING ")).collect();
    assert!(!of_tables.is_empty(), "{what}: {steps:#?}");
    let tables = ["proposals", "decisions", "comments", "supports"];
    let from_table = |step: &&String| {
        let name = step.split_whitespace().nth(1).unwrap_or_default().trim_matches('"');
        tables.contains(&name) && !step.contains("COVERING INDEX")
    };
    let wrong: Vec<_> = steps.iter().filter(reads).filter(from_table).collect();
    assert!(wrong.is_empty(), "{what} reads rows of a table: {wrong:#?}");
}

#[tokio::test]
async fn statistics_read_an_index_and_no_table() {
    let server = Server::start(Kind::Sqlite).await;
    let (db, all) = (&server.app.db, ProposalFilter::default());
    let areas = server.app.areas.current();
    let (workflow, now) = (areas.workflow(), server.app.clock.now());
    for dimension in ProposalDimension::ALL {
        assert_from_indexes(&steps(db, &facts(&all, &[*dimension], true), 8).await, dimension.as_str());
    }
    for dimension in ReviewDimension::ALL {
        let (by, levels) = ([*dimension], workflow.levels().len());
        assert_from_indexes(&steps(db, &standings(&all, &by, workflow, now, true), 8).await, dimension.as_str());
        assert_from_indexes(&steps(db, &arrivals(&all, &by, workflow, true), levels).await, dimension.as_str());
        assert_from_indexes(&steps(db, &answers(&all, &by, true), 1).await, dimension.as_str());
    }
    for dimension in ParticipationDimension::ALL {
        assert_from_indexes(&steps(db, &participation(acts(&all), [], &[*dimension], true), 3).await, dimension.as_str());
    }
}
