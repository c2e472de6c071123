//! A cursor names the last row, not a page: whatever is added, changed, hidden or taken away while somebody reads a list, each
//! thing that was there all the while comes exactly once. Every flat list in every order, from both ends; the same on SQLite and
//! PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::{Event, EventKind, append};
use harness::{Person, Server};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

on_both_databases! {
    what_is_there_all_the_while_is_read_exactly_once,
    the_record_is_read_on_while_it_grows,
    every_flat_list_is_looked_at,
}

/// A list, and what may happen to its rows while it is read.
struct Flat {
    field: &'static str,
    filter: &'static str,
    /// Each order, and whether what changes a row moves it there.
    orders: &'static [(&'static str, bool)],
    table: &'static str,
    /// The whole numbers that the orders look at.
    keys: &'static [&'static str],
    /// What a row that is made like another must have of its own, beside its id.
    own: &'static str,
    /// What happens to a row that was just read.
    change: &'static str,
}

const BY_TIME: &[(&str, bool)] = &[("NEWEST", false), ("OLDEST", false)];

const LISTS: &[Flat] = &[
    Flat {
        field: "proposals",
        filter: "",
        orders: &[
            ("NEWEST", false),
            ("OLDEST", false),
            ("RECENTLY_CHANGED", true),
            ("MOST_SUPPORTED", true),
            ("HIGHEST_COST", false),
            ("LOWEST_COST", false),
            ("LONGEST_WAITING", false),
        ],
        table: "proposals",
        keys: &["listed_at", "updated_at", "support_count", "estimated_cost", "status_since"],
        own: "client_key = NULL",
        change: "updated_at = updated_at + 500, support_count = support_count + 1",
    },
    Flat {
        field: "decisions",
        filter: "",
        orders: BY_TIME,
        table: "decisions",
        keys: &["decided_at"],
        own: "minutes_number = NULL",
        change: "",
    },
    Flat {
        field: "comments",
        filter: "",
        orders: BY_TIME,
        table: "comments",
        keys: &["created_at"],
        own: "path = HEX, depth = 0, parent_id = NULL",
        change: "body = '', hidden_at = 1, hidden_reason = 'Kasar.', hidden_by = 'Desa'",
    },
    Flat {
        field: "comments",
        filter: "hidden: false",
        orders: BY_TIME,
        table: "comments",
        keys: &["created_at"],
        own: "path = HEX, depth = 0, parent_id = NULL",
        change: "body = '', hidden_at = 1, hidden_reason = 'Kasar.', hidden_by = 'Desa'",
    },
    Flat {
        field: "plans",
        filter: "",
        orders: &[("RECENTLY_CHANGED", true), ("NEWEST", false), ("HIGHEST_BUDGET", true)],
        table: "plans",
        keys: &["created_at", "changed_at", "budget_total"],
        own: "client_key = NULL",
        change: "changed_at = changed_at + 500, budget_total = budget_total + 1",
    },
    Flat {
        field: "planComments",
        filter: "",
        orders: BY_TIME,
        table: "plan_comments",
        keys: &["created_at"],
        own: "path = HEX, depth = 0, parent_id = NULL",
        change: "resolved_at = 1, resolved_by = author_id",
    },
    Flat {
        field: "planComments",
        filter: "hidden: false",
        orders: BY_TIME,
        table: "plan_comments",
        keys: &["created_at"],
        own: "path = HEX, depth = 0, parent_id = NULL",
        change: "body = '', hidden_at = 1, hidden_reason = 'Kasar.', hidden_by = 'Desa'",
    },
    Flat {
        field: "planSuggestions",
        filter: "",
        orders: BY_TIME,
        table: "plan_suggestions",
        keys: &["created_at"],
        own: "status = 'OPEN'",
        change: "status = 'HIDDEN', proposed_text = '', decided_at = 1, decided_by = author",
    },
    Flat {
        field: "planSuggestions",
        filter: "statuses: [OPEN]",
        orders: BY_TIME,
        table: "plan_suggestions",
        keys: &["created_at"],
        own: "status = 'OPEN'",
        change: "status = 'DECLINED', decided_at = 1, decided_by = author",
    },
    Flat {
        field: "planVersions",
        filter: "",
        orders: BY_TIME,
        table: "plan_versions",
        keys: &["\"at\""],
        own: "name = ''",
        change: "",
    },
    Flat {
        field: "officials",
        filter: "",
        orders: BY_TIME,
        table: "grants",
        keys: &["granted_at"],
        own: "revoked_at = NULL",
        change: "revoked_at = 1",
    },
];

/// Lists that nothing happens to while a server runs, or that only grow at their end.
const OTHERS: [&str; 2] = ["areas", "journal"];
/// Lists of what is one's own, or of one plan, or for admins.
const NOT_FLAT: [&str; 3] = ["people", "planHistory", "webhooks"];

/// How many pages something happens after; then the reader may come to an end.
const RESTLESS: usize = 4;

impl Flat {
    fn query(&self, order: &str, backward: bool, size: usize) -> String {
        let (size, cursor, more, end) = if backward {
            (format!("last: {size}"), "before", "hasPreviousPage", "startCursor")
        } else {
            (format!("first: {size}"), "after", "hasNextPage", "endCursor")
        };
        let Self { field, filter, .. } = self;
        format!(
            "query($c: String) {{ list: {field}({size}, {cursor}: $c, orderBy: {order}, filter: {{ {filter} }}) {{
               nodes {{ id }} pageInfo {{ more: {more} cursor: {end} }} }} }}"
        )
    }

    /// Rows like this one: with the same numbers, and with the next on either side.
    async fn insert_beside(&self, server: &Server, id: &str) {
        let sqlite = server.app.db.is_sqlite();
        let new = if sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
        let digits = if sqlite { "lower(hex(id))" } else { "replace(CAST(id AS text), '-', '')" };
        let Self { table, keys, .. } = self;
        let own = self.own.replace("HEX", digits);
        for shift in [0, 1, -1] {
            let keys: String = keys.iter().map(|key| format!(", {key} = {key} + ({shift})")).collect();
            let like = literal(id, sqlite);
            let statements = format!(
                "CREATE TEMPORARY TABLE more AS SELECT * FROM {table} WHERE id = {like};
                 UPDATE more SET id = {new}{keys};
                 UPDATE more SET {own};
                 INSERT INTO {table} SELECT * FROM more;
                 DROP TABLE more;"
            );
            server.app.db.writer().execute_unprepared(&statements).await.unwrap();
        }
    }

    async fn change(&self, server: &Server, id: &str) {
        if !self.change.is_empty() {
            let this = literal(id, server.app.db.is_sqlite());
            let statement = format!("UPDATE {} SET {} WHERE id = {this}", self.table, self.change);
            server.app.db.writer().execute_unprepared(&statement).await.unwrap();
        }
    }
}

fn literal(id: &str, sqlite: bool) -> String {
    let digits = id.split_once('_').unwrap().1;
    format!("{}'{digits}'", if sqlite { "X" } else { "uuid " })
}

/// The ids of a page, and where to go on; nowhere after the last.
async fn page(person: &Person, query: &str, cursor: Option<String>) -> (Vec<String>, Option<String>) {
    let list = person.get(query, json!({ "c": cursor })).await["list"].clone();
    let ids = list["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
    let more = list["pageInfo"]["more"] == true;
    (ids, more.then(|| list["pageInfo"]["cursor"].as_str().unwrap().to_owned()))
}

/// All of a list while nothing happens.
async fn all(person: &Person, flat: &Flat, order: &str) -> BTreeSet<String> {
    let query = flat.query(order, false, 100);
    let (mut found, mut cursor) = (BTreeSet::new(), None);
    loop {
        let (ids, next) = page(person, &query, cursor).await;
        let count = found.len() + ids.len();
        found.extend(ids);
        assert_eq!(found.len(), count, "{query}: nothing happened, and something came twice");
        cursor = next;
        if cursor.is_none() {
            return found;
        }
    }
}

async fn what_is_there_all_the_while_is_read_exactly_once(server: Server) {
    backend::demo::load(&server.app, 7, 12).await.unwrap();
    let reader = server.anonymous();
    for flat in LISTS {
        let (first, _) = flat.orders[0];
        let few = all(&reader, flat, first).await;
        for id in few.iter().cycle().take(5) {
            flat.insert_beside(&server, id).await;
        }
        for (order, moves) in flat.orders {
            for backward in [false, true] {
                let what = format!("{} {{{}}} {order}, backward: {backward}", flat.field, flat.filter);
                let before = all(&reader, flat, order).await;
                assert!(before.len() > 3 * RESTLESS, "{what}: only {} rows", before.len());
                let query = flat.query(order, backward, 3);
                let (mut seen, mut touched): (BTreeMap<String, usize>, BTreeSet<String>) = Default::default();
                let (mut cursor, mut pages) = (None, 0);
                loop {
                    let (ids, next) = page(&reader, &query, cursor).await;
                    ids.iter().for_each(|id| *seen.entry(id.clone()).or_default() += 1);
                    pages += 1;
                    // Of all rows, that one whose place the cursor remembers, and one beside it.
                    let at = if backward { ids.first() } else { ids.last() };
                    if let Some(id) = at.filter(|_| pages <= RESTLESS) {
                        flat.insert_beside(&server, id).await;
                        flat.change(&server, id).await;
                        touched.insert(id.clone());
                    }
                    cursor = next;
                    if cursor.is_none() {
                        break;
                    }
                }
                assert!(pages > RESTLESS, "{what}: over before everything had happened");
                let after = all(&reader, flat, order).await;
                let moved = |id: &String| *moves && touched.contains(id);
                for id in before.intersection(&after).filter(|id| !moved(id)) {
                    assert_eq!(seen.get(id), Some(&1), "{what}: {id}");
                }
                let twice: Vec<_> = seen.iter().filter(|(id, times)| **times > 1 && !moved(id)).collect();
                assert!(twice.is_empty(), "{what}: {twice:?} came more than once");
            }
        }
    }
    for backward in [false, true] {
        let (size, cursor, more, end) = if backward {
            ("last: 50", "before", "hasPreviousPage", "startCursor")
        } else {
            ("first: 50", "after", "hasNextPage", "endCursor")
        };
        let query = format!(
            "query($c: String) {{ list: areas({size}, {cursor}: $c) {{ nodes {{ id: code }} pageInfo {{ more: {more} cursor: {end} }} }} }}"
        );
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let (ids, next) = page(&reader, &query, cursor).await;
            seen.extend(ids);
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (359, 359));
    }
}

async fn the_record_is_read_on_while_it_grows(server: Server) {
    backend::demo::load(&server.app, 7, 12).await.unwrap();
    let reader = server.anonymous();
    let query = "query($c: String) { list: journal(first: 20, after: $c) {
        nodes { id: cursor } pageInfo { more: hasNextPage cursor: endCursor } } }";
    let (mut seen, mut cursor, mut grown) = (Vec::new(), None, 0);
    loop {
        let (ids, next) = page(&reader, query, cursor).await;
        seen.extend(ids.iter().map(|id| id.parse::<i64>().unwrap()));
        if grown < RESTLESS {
            grown += 1;
            let mut tx = server.app.db.begin().await.unwrap();
            let event = Event::new(EventKind::RoleGranted, "33.02");
            append(&server.app, &mut tx, event).await.unwrap();
            tx.commit().await.unwrap();
        }
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    let all = backend::journal::entries_after(&server.app.db, 0, 10_000, true).await.unwrap();
    assert_eq!(seen, all.iter().map(|entry| entry.seq).collect::<Vec<_>>());
}

async fn every_flat_list_is_looked_at(server: Server) {
    let kinds = "{ __schema { queryType { fields { name type { name ofType { name } } } } } }";
    let schema = server.anonymous().get(kinds, json!({})).await["__schema"]["queryType"]["fields"].clone();
    let is_list = |field: &&Value| {
        let name = [&field["type"]["name"], &field["type"]["ofType"]["name"]].into_iter().find_map(Value::as_str);
        name.is_some_and(|name| name.ends_with("Connection"))
    };
    let lists: BTreeSet<&str> =
        schema.as_array().unwrap().iter().filter(is_list).map(|field| field["name"].as_str().unwrap()).collect();
    let looked_at: BTreeSet<&str> = LISTS.iter().map(|flat| flat.field).chain(OTHERS).chain(NOT_FLAT).collect();
    assert_eq!(lists, looked_at);
}
