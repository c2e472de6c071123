use super::*;

fn check(query: &str) -> bool {
    admit(&parse_query(query).unwrap(), &Variables::default()).is_ok()
}

#[test]
fn an_ordinary_query_fits() {
    assert!(check("{ proposals(first: 50) { nodes { id title village { name } decisions { reasonText } } totalCount } }"));
}

#[test]
fn changes_are_counted_where_fragments_hide_them() {
    let hidden = |count: usize| {
        let fields: Vec<_> = (0..count).map(|i| format!("a{i}: supportProposal")).collect();
        let document = parse_query(format!("mutation {{ ...F }} fragment F on Mutation {{ {} }}", fields.join(" "))).unwrap();
        admit(&document, &Variables::default())
    };
    let changes = |query: &str| admit(&parse_query(query).unwrap(), &Variables::default()).unwrap().changes;
    assert_eq!(hidden(3).unwrap().changes, 3);
    assert_eq!(hidden(21).unwrap_err(), Excess { limit: "rootFields", most: 20, requested: Some(21) });
    assert_eq!(changes("mutation { signOut changePassword a: signOutEverywhere b: hideComment }"), 1);
    assert_eq!(changes("{ viewer { mayPropose } }"), 0);
}

#[test]
fn a_bomb_of_nested_fragments_is_refused_at_once() {
    let mut query = String::from("{ ...F0 }");
    for level in 0..40 {
        query += &format!(" fragment F{level} on Query {{ ...F{} ...F{} }}", level + 1, level + 1);
    }
    query += " fragment F40 on Query { viewer { mayPropose } }";
    assert!(!check(&query));
}

#[test]
fn endless_deep_wide_and_hungry_queries_are_refused() {
    assert!(!check("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"));
    assert!(!check(&format!("{{ {}id{} }}", "a { ".repeat(20), " }".repeat(20))));
    assert!(!check(&format!(
        "{{ viewer {{ {} }} }}",
        (0..5000).map(|i| format!("a{i}: __typename")).collect::<Vec<_>>().join(" ")
    )));
    assert!(!check(&format!("{{ {} }}", (0..30).map(|i| format!("a{i}: viewer {{ mayPropose }}")).collect::<Vec<_>>().join(" "))));
    assert!(!check("{ proposals(first: 100) { nodes { comments(first: 100) { nodes { id body author { displayName } } } } } }"));
}

fn limit(query: &str, variables: serde_json::Value) -> &'static str {
    match read(query) {
        Err(excess) => excess.limit,
        Ok(document) => admit(&document.unwrap(), &Variables::from_json(variables)).map_or_else(|excess| excess.limit, |_| ""),
    }
}

fn cost(query: &str, variables: serde_json::Value) -> u64 {
    admit(&parse_query(query).unwrap(), &Variables::from_json(variables)).unwrap().cost
}

#[test]
fn each_limit_is_named() {
    let many = |count: usize, text: &str| (0..count).map(|i| text.replace('#', &i.to_string())).collect::<String>();
    let nothing = || serde_json::json!({});
    assert_eq!(limit(&format!("{{ a(b: {}{}) }}", "[".repeat(70), "]".repeat(70)), nothing()), "depth");
    assert_eq!(limit(&many(11, "query q# { region { code } } "), nothing()), "operations");
    assert_eq!(limit("{ region { code @skip(if: false) @skip(if: false) @include(if: true) } }", nothing()), "directives");
    assert_eq!(limit(&format!("{{ region {{ {} }} }}", many(900, "a#: code @skip(if: false) ")), nothing()), "fields");
    assert_eq!(
        limit(&format!("{{ region {{ code }} }} {}", many(300, "fragment F# on Region { a b c d e f g }")), nothing()),
        "fields"
    );
    assert_eq!(limit(&format!("{{ region {{ {}: code }} }}", "a".repeat(101)), nothing()), "name");
    assert_eq!(limit(&format!("{{ region {{ {}: code }} }}", "a".repeat(100)), nothing()), "");
    assert_eq!(limit(&format!("{{ a(b: [{}]) }}", "1 ".repeat(10_001)), nothing()), "values");
    assert_eq!(limit("query($a: [Int!]) { a(b: $a) }", serde_json::json!({ "a": vec![1; 10_001] })), "values");
    assert_eq!(limit(&format!("{{ {} }}", many(21, "a#: region { code } ")), nothing()), "rootFields");
    assert_eq!(limit("{ __schema { types { fields { type { fields { name } } } } } }", nothing()), "depth");
    assert_eq!(
        limit("{ __type(name: \"Query\") { ...T } } fragment T on __Type { fields { type { fields { name } } } }", nothing()),
        "depth"
    );
}

#[test]
fn work_that_does_not_show_costs_more() {
    let nothing = || serde_json::json!({});
    let plain = cost("{ proposals(first: 1) { nodes { id } } }", nothing());
    assert!(cost("{ proposals(first: 1) { nodes { id } totalCount } }", nothing()) > plain + 10);
    assert!(cost("{ proposals(first: 1, filter: {text: \"jalan\"}) { nodes { id } } }", nothing()) > plain + 100);
    let query = "query($f: ProposalFilter, $n: Int) { proposals(first: $n, filter: $f) { nodes { id } } }";
    assert!(cost(query, serde_json::json!({ "f": { "text": "jalan" }, "n": 1 })) > plain + 100);
    assert_eq!(cost(query, serde_json::json!({ "f": { "sectors": ["HEALTH"] }, "n": 1 })), plain);
    assert_eq!(cost(query, serde_json::json!({ "n": 100 })) - 1, 100 * (plain - 1));
    assert!(cost("{ areas(first: 1) { nodes { children { name } } } }", nothing()) > 30);
}

#[test]
fn a_fragment_costs_as_often_as_it_is_spread() {
    let nothing = || serde_json::json!({});
    let list = |selection: &str| format!("proposals(first: 10) {{ nodes {{ {selection} }} }}");
    let twice = |selection: &str| format!("{{ a: {0} b: {0} }}", list(selection));
    let fields = "title comments(first: 5) { nodes { id } }";
    let spread = format!("{} fragment F on Proposal {{ {fields} }}", twice("...F"));
    assert_eq!(cost(&spread, nothing()), cost(&twice(fields), nothing()));
}

#[test]
fn what_may_be_a_list_of_positions_costs_more_and_a_point_does_not() {
    let nothing = || serde_json::json!({});
    let ten = |fields: &str| cost(&format!("{{ proposals(first: 10) {{ nodes {{ {fields} }} }} }}"), nothing());
    assert_eq!(ten("geometry"), ten("title") + 10 * weights::work("geometry"));
    assert_eq!(ten("location { longitude latitude }"), ten("village { code name }"));
    assert!(cost("{ area { geometry } }", nothing()) > cost("{ area { name } }", nothing()));
}

#[test]
fn texts_that_are_compared_cost_more_each_time() {
    let nothing = || serde_json::json!({});
    let suggestions = |count: usize| {
        let hunks: String = (0..count).map(|at| format!("h{at}: hunks {{ fate }} ")).collect();
        format!("{{ planSuggestions(first: 100) {{ nodes {{ {hunks} }} }} }}")
    };
    assert!(cost(&suggestions(2), nothing()) > 20_000);
    assert_eq!(limit(&suggestions(3), nothing()), "cost");
    let between = "planComparison(planId: \"pln_1\", from: 1, until: 2)";
    let of = |fields: &str| cost(&format!("{{ {between} {{ rows {{ fields {{ {fields} }} }} }} }}"), nothing());
    assert!(of("hunks { text }") > of("field") + 3_000);
}

#[test]
fn a_default_counts_where_nothing_else_is_given() {
    let nothing = || serde_json::json!({});
    let page = |first: &str, selection: &str| format!("comments(first: {first}) {{ nodes {{ proposal {{ {selection} }} }} }}");
    let nest = page("$n", &page("$n", &page("$n", "id")));
    assert_eq!(limit(&format!("query($n: Int = 100) {{ {nest} }}"), nothing()), "cost");
    let bounded = format!("query($n: Int = 100) {{ {} }}", page("$n", "id"));
    assert_eq!(cost(&bounded, nothing()), cost(&format!("{{ {} }}", page("100", "id")), nothing()));
    // What is given goes before it, also when it is little or nothing.
    for given in [serde_json::json!({ "n": 1 }), serde_json::json!({ "n": null })] {
        assert_eq!(cost(&bounded, given), cost(&format!("{{ {} }}", page("1", "id")), nothing()));
    }
    // A fragment is measured once for all operations: the dearest default counts.
    let shared = "query a($n: Int = 2) { ...F } query b($n: Int = 100) { ...F } query c($n: Int) { ...F }
        fragment F on Query { comments(first: $n) { nodes { id } } }";
    assert_eq!(cost(shared, nothing()), cost("{ comments(first: 100) { nodes { id } } }", nothing()));
    let values = format!("query($a: [Int!] = [{}]) {{ a(b: $a) }}", "1 ".repeat(10_001));
    assert_eq!(limit(&values, nothing()), "values");
}

#[test]
fn the_larger_page_and_the_number_of_ids_count() {
    let nothing = || serde_json::json!({});
    let whole = cost("{ comments(first: 100) { nodes { id } } }", nothing());
    for arguments in ["last: null, first: 100", "first: 1, last: 100", "last: 100, first: null"] {
        assert_eq!(cost(&format!("{{ comments({arguments}) {{ nodes {{ id }} }} }}"), nothing()), whole, "{arguments}");
    }
    let one = cost("{ nodes(ids: [\"prp_1\"]) { id } }", nothing());
    let ids: Vec<_> = (0..100).map(|number| format!("prp_{number}")).collect();
    let literal = format!("{{ nodes(ids: {}) {{ id }} }}", serde_json::json!(ids));
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let by_default = format!("query($ids: [ID!]! = {}) {{ nodes(ids: $ids) {{ id }} }}", serde_json::json!(ids));
    for hundred in [cost(&literal, nothing()), cost(query, serde_json::json!({ "ids": ids })), cost(&by_default, nothing())] {
        assert_eq!(hundred - 1, 100 * (one - 1));
    }
    assert_eq!(cost("{ nodes(ids: \"prp_1\") { id } }", nothing()), one);
    // Those of a connection have been counted where it is.
    assert!(one > 10 && cost("{ a { nodes { id } } }", nothing()) == 3);
}

#[test]
fn words_count_wherever_they_hide() {
    let nothing = || serde_json::json!({});
    let (plain, words) = (cost("{ decisions(first: 1) { nodes { id } } }", nothing()), weights::WORDS);
    let asks = |filter: &str| format!("{{ decisions(first: 1, filter: {filter}) {{ nodes {{ id }} }} }}");
    assert_eq!(cost(&asks("{ proposals: { text: \"jalan\" } }"), nothing()), plain + words);
    assert_eq!(cost(&asks("{ proposals: { text: null, areas: [\"text\"] } }"), nothing()), plain);
    for (variables, inside) in [
        ("$t: String = \"jalan\"", "{ proposals: { text: $t } }"),
        ("$p: ProposalFilter = { text: \"jalan\" }", "{ proposals: $p }"),
        ("$f: DecisionFilter = { proposals: { text: \"jalan\" } }", "$f"),
    ] {
        let query = format!("query({variables}) {}", asks(inside));
        assert_eq!(cost(&query, nothing()), plain + words, "{query}");
    }
    let query = format!("query($f: DecisionFilter) {}", asks("$f"));
    assert_eq!(cost(&query, serde_json::json!({ "f": { "proposals": { "text": "jalan" } } })), plain + words);
    assert_eq!(cost(&query, nothing()), plain);
    let catalogue = |variables| cost("query($t: String = \"a\") { proposalCatalog(text: $t) { code } }", variables);
    assert_eq!(catalogue(nothing()), catalogue(serde_json::json!({ "t": null })) + words);
}

#[test]
fn of_several_operations_the_dearest_is_paid_for() {
    let nothing = || serde_json::json!({});
    let dear = "{ comments(first: 100) { nodes { id } } }";
    let cheap: String = (0..9).map(|at| format!("query q{at} {{ region {{ code }} }} ")).collect();
    // In which order they come is chance, each time anew.
    for _ in 0..20 {
        assert_eq!(cost(&format!("query dear {dear} {cheap}"), nothing()), cost(dear, nothing()));
    }
}

#[test]
fn what_is_too_dear_says_how_dear() {
    let document =
        parse_query("{ proposals(first: 100) { nodes { comments(first: 100) { nodes { id body author { id } } } } } }").unwrap();
    let excess = admit(&document, &Variables::default()).unwrap_err();
    assert_eq!((excess.limit, excess.most), ("cost", MAX_COST));
    assert!(excess.requested > Some(MAX_COST));
}

#[test]
fn a_defence_alone_is_known_as_one() {
    let defends = |query: &str| admit(&parse_query(query).unwrap(), &Variables::default()).unwrap().defends;
    assert!(defends("mutation { signOutEverywhere { signedOut } }"));
    assert!(!defends("mutation { signOut { signedOut } supportProposal { errors { code } } }"));
    assert!(!defends("{ region { code } }"));
    assert!(!defends("mutation a { signOut { signedOut } } query b { region { code } }"));
}

#[test]
fn what_tools_ask_about_the_schema_fits() {
    let reference = "name ofType { name ofType { name ofType { name ofType { name ofType { name ofType { name } } } } } }";
    let query = format!(
        "query {{ __schema {{ queryType {{ name }} types {{ ...T }} directives {{ name args {{ ...I }} }} }} }}
         fragment T on __Type {{ kind name fields(includeDeprecated: true) {{ name args {{ ...I }} type {{ ...R }} }}
           inputFields {{ ...I }} interfaces {{ ...R }} enumValues(includeDeprecated: true) {{ name }} possibleTypes {{ ...R }} }}
         fragment I on __InputValue {{ name type {{ ...R }} defaultValue }} fragment R on __Type {{ kind {reference} }}"
    );
    assert!(check(&query));
}
