//! How each root field and each route is asked: one line a field, or one for each status in which its rights differ.

use backend::journal::EventKind;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About {
    /// No single thing: asked once.
    Nothing,
    /// One's own account, another's, a missing one.
    Account,
    /// One's own role, another's, a missing one.
    Grant,
    /// One's own token, another's, a missing one.
    Token,
    /// One's own webhook, where one may have one; another's, a missing one.
    Webhook,
    /// An event that was given up for each of those.
    WebhookDelivery,
    /// One's own proposal, another's that is public, another's draft, a missing one.
    Proposal,
    /// A photo on each of those.
    Photo,
    /// A document on each of those.
    Document,
    /// A comment of one's own, another's, one that was hidden, a missing one; all on the public proposal.
    Comment,
    /// A plan in which one takes part, another's that is public, another's draft, a missing one.
    Plan,
    /// A comment of one's own, another's, one that was hidden, a missing one; all on the public plan.
    PlanComment,
    /// A suggestion of one's own, another's, one that was hidden, a missing one; all for the public plan.
    PlanSuggestion,
    /// A village that is there, and one that is not.
    Area,
}

/// Whose thing it is; each is one letter of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whose {
    Own,
    Others,
    Hidden,
    Missing,
}

pub const WHOSE: [Whose; 4] = [Whose::Own, Whose::Others, Whose::Hidden, Whose::Missing];

pub enum Ask {
    /// A query's arguments as a document has them.
    Query(&'static str),
    /// A mutation's input in JSON; empty when it takes none.
    Mutation(&'static str),
    /// A path to read.
    Get(&'static str),
    /// A page of the app that may say what it is about to those who do not run it.
    Page(&'static str),
    /// GraphiQL's page.
    Explorer,
    /// The socket on which the plan is written: whoever may write gets a `+`, whoever may watch an `R`.
    Live,
    /// A path to send a file of this type to.
    Upload(&'static str, &'static str),
    /// What a subscription says of the thing, and the event that happens to it: whoever is told of it gets a `+`.
    Subscription { said: &'static str, after: EventKind },
}

/// In what is asked, `ID` is the thing, `ME` the name of who asks, `TARGET` a public proposal of somebody else under review,
/// `OTHER` the account of who made the plans, and `FIELDS` a complete form.
pub struct Case {
    /// The root field, or the route.
    pub name: &'static str,
    pub about: About,
    /// The status of one's own proposal and of the public one, or the stage of the plans, so that the answer is about rights and not about the status.
    /// Empty: one's own is a draft, the public one submitted or open.
    pub status: &'static str,
    pub ask: Ask,
}

const fn case(name: &'static str, about: About, status: &'static str, ask: Ask) -> Case {
    Case { name, about, status, ask }
}

pub const CASES: &[Case] = &[
    case("agencies", About::Nothing, "", Ask::Query("")),
    case("area", About::Area, "", Ask::Query(r#"(code: "ID")"#)),
    case("areaAt", About::Nothing, "", Ask::Query("(location: {longitude: 109.14727, latitude: -7.32942})")),
    case("areas", About::Nothing, "", Ask::Query("(first: 1)")),
    case("comments", About::Nothing, "", Ask::Query("(first: 1)")),
    case("decisions", About::Nothing, "", Ask::Query("(first: 1)")),
    case("journal", About::Nothing, "", Ask::Query("(first: 1)")),
    case("proposalStats", About::Nothing, "", Ask::Query("")),
    case("proposalStats", About::Nothing, "", Ask::Query("(filter: {mine: true})")),
    case("reviewStats", About::Nothing, "", Ask::Query("")),
    case("planStats", About::Nothing, "", Ask::Query("")),
    case("participationStats", About::Nothing, "", Ask::Query("")),
    case("identityProvider", About::Nothing, "", Ask::Query("")),
    case("desk", About::Nothing, "", Ask::Query("")),
    case("node", About::Proposal, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Account, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Area, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Comment, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Plan, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::PlanComment, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::PlanSuggestion, "", Ask::Query(r#"(id: "ID")"#)),
    // No things of their own, whoever has their ids.
    case("node", About::Token, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Webhook, "", Ask::Query(r#"(id: "ID")"#)),
    case("node", About::Photo, "", Ask::Query(r#"(id: "ID")"#)),
    case("nodes", About::Proposal, "", Ask::Query(r#"(ids: ["ID"])"#)),
    case("officials", About::Nothing, "", Ask::Query("(first: 1)")),
    case("nodes", About::Account, "", Ask::Query(r#"(ids: ["ID"])"#)),
    case("nodes", About::Plan, "", Ask::Query(r#"(ids: ["ID"])"#)),
    case("people", About::Nothing, "", Ask::Query("(first: 1)")),
    case("person", About::Account, "", Ask::Query(r#"(id: "ID")"#)),
    case("proposal", About::Proposal, "", Ask::Query(r#"(id: "ID")"#)),
    case("proposals", About::Nothing, "", Ask::Query("(first: 1)")),
    case("proposals", About::Nothing, "", Ask::Query("(first: 1, filter: {mine: true})")),
    case("proposals", About::Nothing, "", Ask::Query("(first: 1, filter: {supportedByMe: true})")),
    case("proposals", About::Nothing, "", Ask::Query("(first: 1, filter: {awaitingMe: true})")),
    case(
        "proposalsNear",
        About::Nothing,
        "",
        Ask::Query("(location: {longitude: 109.14727, latitude: -7.32942}, radiusMeters: 100)"),
    ),
    case("plan", About::Plan, "", Ask::Query(r#"(id: "ID")"#)),
    case("plans", About::Nothing, "", Ask::Query("(first: 1)")),
    case("plans", About::Nothing, "", Ask::Query("(first: 1, filter: {mine: true})")),
    case("planComments", About::Nothing, "", Ask::Query("(first: 1)")),
    case("planSuggestions", About::Nothing, "", Ask::Query("(first: 1)")),
    case("planVersions", About::Nothing, "", Ask::Query("(first: 1, filter: {stages: [OPEN]})")),
    case("planVersions", About::Plan, "", Ask::Query(r#"(planId: "ID", first: 1)"#)),
    case("planHistory", About::Plan, "", Ask::Query(r#"(planId: "ID", first: 1)"#)),
    case("planComparison", About::Plan, "", Ask::Query(r#"(planId: "ID", from: 1, until: 1)"#)),
    case("planContributors", About::Plan, "", Ask::Query(r#"(planId: "ID")"#)),
    case("proposalCatalog", About::Nothing, "", Ask::Query("")),
    case("region", About::Nothing, "", Ask::Query("")),
    case("reviewLevels", About::Nothing, "", Ask::Query("")),
    case("viewer", About::Nothing, "", Ask::Query("")),
    case(
        "signUp",
        About::Nothing,
        "",
        Ask::Mutation(r#"{"contact":"ME@baru.id","password":"tempe mendoan","displayName":"Baru"}"#),
    ),
    case("signIn", About::Nothing, "", Ask::Mutation(r#"{"contact":"ME@contoh.id","password":"mendoan hangat"}"#)),
    case("updateAccount", About::Nothing, "", Ask::Mutation(r#"{"displayName":"ME"}"#)),
    case(
        "changePassword",
        About::Nothing,
        "",
        Ask::Mutation(r#"{"currentPassword":"mendoan hangat","newPassword":"mendoan hangat"}"#),
    ),
    case("createToken", About::Nothing, "", Ask::Mutation(r#"{"name":"ME","scopes":[]}"#)),
    case("revokeToken", About::Token, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("webhooks", About::Nothing, "", Ask::Query("(first: 1)")),
    case("createWebhook", About::Nothing, "", Ask::Mutation(r#"{"name":"ME","url":"http://127.0.0.1:9/"}"#)),
    case("updateWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID","name":"ME","url":"http://127.0.0.1:9/"}"#)),
    case("rotateWebhookSecret", About::Webhook, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("replayWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID","after":"0"}"#)),
    case("testWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("resendWebhookDelivery", About::WebhookDelivery, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("resumeWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("pauseWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    // After it, one's own is a missing one.
    case("deleteWebhook", About::Webhook, "", Ask::Mutation(r#"{"id":"ID"}"#)),
    case(
        "grantRole",
        About::Account,
        "",
        Ask::Mutation(r#"{"accountId":"ID","role":"COMMUNITY_ORGANISER","area":"33.02.17.2001"}"#),
    ),
    case("revokeRole", About::Grant, "", Ask::Mutation(r#"{"grantId":"ID"}"#)),
    case("createProposal", About::Nothing, "", Ask::Mutation(r#"{"fields":FIELDS}"#)),
    case("updateProposal", About::Proposal, "RETURNED", Ask::Mutation(r#"{"id":"ID","version":1,"fields":FIELDS}"#)),
    case("submitProposal", About::Proposal, "RETURNED", Ask::Mutation(r#"{"id":"ID","version":1}"#)),
    case("withdrawProposal", About::Proposal, "SUBMITTED", Ask::Mutation(r#"{"id":"ID","version":1}"#)),
    case("supportProposal", About::Proposal, "SUBMITTED", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("withdrawSupport", About::Proposal, "SUBMITTED", Ask::Mutation(r#"{"id":"ID"}"#)),
    case("beginReview", About::Proposal, "SUBMITTED", Ask::Mutation(r#"{"id":"ID","version":1}"#)),
    case("beginReview", About::Proposal, "FORWARDED_KEC", Ask::Mutation(r#"{"id":"ID","version":1}"#)),
    case(
        "decideProposal",
        About::Proposal,
        "DESA_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"decision":"ACCEPTED","to":"FORWARDED_KEC","minutesNumber":"BA-1"}"#),
    ),
    case(
        "decideProposal",
        About::Proposal,
        "KEC_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"decision":"ACCEPTED","minutesNumber":"BA-1"}"#),
    ),
    case("decideProposal", About::Proposal, "MITRA_REVIEW", Ask::Mutation(r#"{"id":"ID","version":1,"decision":"ACCEPTED"}"#)),
    case(
        "decideProposal",
        About::Proposal,
        "OPD_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"decision":"ACCEPTED","reasonText":"Layak."}"#),
    ),
    case(
        "decideProposal",
        About::Proposal,
        "KAB_REVIEW",
        Ask::Mutation(
            r#"{"id":"ID","version":1,"decision":"ACCEPTED","to":"IN_RKPD","fundingSources":["APBD_KAB"],"minutesNumber":"BA-1"}"#,
        ),
    ),
    case(
        "returnProposal",
        About::Proposal,
        "KEC_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"reasonCode":"INCOMPLETE","reasonText":"Lengkapi RAB."}"#),
    ),
    case("forwardProposal", About::Proposal, "KEC_REVIEW", Ask::Mutation(r#"{"id":"ID","version":1,"minutesNumber":"BA-1"}"#)),
    case(
        "reassignProposal",
        About::Proposal,
        "OPD_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"agency":"dinkes","reasonText":"Bukan kewenangan kami."}"#),
    ),
    case(
        "mergeProposals",
        About::Proposal,
        "DESA_REVIEW",
        Ask::Mutation(r#"{"id":"ID","version":1,"into":"TARGET","reasonText":"Sama."}"#),
    ),
    case("advanceProposal", About::Proposal, "IN_RKPD", Ask::Mutation(r#"{"id":"ID","version":1,"to":"BUDGETED"}"#)),
    case("advanceProposal", About::Proposal, "BUDGETED", Ask::Mutation(r#"{"id":"ID","version":1,"to":"IN_EXECUTION"}"#)),
    case("addComment", About::Proposal, "SUBMITTED", Ask::Mutation(r#"{"proposalId":"ID","body":"Setuju."}"#)),
    case("hideComment", About::Comment, "", Ask::Mutation(r#"{"commentId":"ID","reason":"Kasar."}"#)),
    case("createPlan", About::Nothing, "", Ask::Mutation(r#"{"area":"33.02.17.2019","title":"Rencana"}"#)),
    case("movePlan", About::Plan, "OPEN", Ask::Mutation(r#"{"id":"ID","to":"IN_REVIEW"}"#)),
    case("signPlan", About::Plan, "IN_REVIEW", Ask::Mutation(r#"{"id":"ID","signed":true}"#)),
    case("addPlanParticipant", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","contact":"tamu@contoh.id","role":"EDITOR"}"#)),
    case("changePlanParticipant", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","accountId":"OTHER","role":"EDITOR"}"#)),
    case("removePlanParticipant", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","accountId":"OTHER"}"#)),
    case("namePlanVersion", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","name":"Musdes"}"#)),
    case("updatePlan", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","edits":[{"setTitle":"Rencana"}]}"#)),
    case("restorePlanVersion", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","seq":1}"#)),
    case(
        "suggestPlanChange",
        About::Plan,
        "OPEN",
        Ask::Mutation(r#"{"planId":"ID","sectionId":"00000000-0000-7000-8000-000000000001","seq":1,"body":"Sawah."}"#),
    ),
    case("decidePlanSuggestion", About::PlanSuggestion, "OPEN", Ask::Mutation(r#"{"suggestionId":"ID","accept":false}"#)),
    case("withdrawPlanSuggestion", About::PlanSuggestion, "OPEN", Ask::Mutation(r#"{"suggestionId":"ID"}"#)),
    case("hidePlanSuggestion", About::PlanSuggestion, "OPEN", Ask::Mutation(r#"{"suggestionId":"ID","reason":"Kasar."}"#)),
    case("addPlanComment", About::Plan, "OPEN", Ask::Mutation(r#"{"planId":"ID","anchorKind":"PLAN","body":"Setuju."}"#)),
    case("resolvePlanComment", About::PlanComment, "OPEN", Ask::Mutation(r#"{"commentId":"ID","resolved":true}"#)),
    case("hidePlanComment", About::PlanComment, "OPEN", Ask::Mutation(r#"{"commentId":"ID","reason":"Kasar."}"#)),
    // The public record shows nothing of the things themselves: what it tells depends on the event alone.
    case("journal", About::Nothing, "", Ask::Subscription { said: "subject", after: EventKind::DraftEdited }),
    case("journal", About::Nothing, "", Ask::Subscription { said: "subject", after: EventKind::ProposalEdited }),
    case("proposalChanged", About::Proposal, "", Ask::Subscription { said: "proposal { id }", after: EventKind::DraftEdited }),
    case("proposalChanged", About::Proposal, "", Ask::Subscription { said: "proposal { id }", after: EventKind::ProposalEdited }),
    case("planChanged", About::Plan, "OPEN", Ask::Subscription { said: "plan { id }", after: EventKind::PlanDraftChanged }),
    case("planChanged", About::Plan, "OPEN", Ask::Subscription { said: "plan { id }", after: EventKind::PlanOpened }),
    case("POST /media (photo)", About::Nothing, "", Ask::Upload("/media", "image/png")),
    case("POST /media (document)", About::Nothing, "", Ask::Upload("/media?kind=COVER_LETTER", "application/pdf")),
    case("GET /media/{id} (photo)", About::Photo, "", Ask::Get("/media/ID")),
    case("GET /media/{id} (document)", About::Document, "", Ask::Get("/media/ID")),
    case("GET /plans/{id}/export.json", About::Plan, "", Ask::Get("/plans/ID/export.json")),
    case("GET /plans/{id}/export.geojson", About::Plan, "", Ask::Get("/plans/ID/export.geojson")),
    case("GET /plans/{id}/export.xlsx", About::Plan, "", Ask::Get("/plans/ID/export.xlsx")),
    case("GET /plans/{id}/export.docx", About::Plan, "", Ask::Get("/plans/ID/export.docx")),
    case("socket /live/plans/{id}", About::Plan, "", Ask::Live),
    case("socket /live/plans/{id}", About::Plan, "OPEN", Ask::Live),
    case("socket /live/plans/{id}", About::Plan, "IN_REVIEW", Ask::Live),
    // The app's pages, as a search engine or a chat reads them: nothing of a draft, whoever asks.
    case("page /usulan/{id}", About::Proposal, "", Ask::Page("/usulan/ID")),
    case("page /rencana/{id}", About::Plan, "", Ask::Page("/rencana/ID")),
    case("GET /map/areas/village.geojson", About::Nothing, "", Ask::Get("/map/areas/village.geojson")),
    case("GET /map/areas/district.geojson", About::Nothing, "", Ask::Get("/map/areas/district.geojson")),
    case("GET /map/neighbours.geojson", About::Nothing, "", Ask::Get("/map/neighbours.geojson")),
    case("GET /map/proposals.geojson", About::Nothing, "", Ask::Get("/map/proposals.geojson")),
    case("GET /open-data", About::Nothing, "", Ask::Get("/open-data")),
    case("GET /open-data/", About::Nothing, "", Ask::Get("/open-data/")),
    case("GET /open-data/{dataset}", About::Nothing, "", Ask::Get("/open-data/plans")),
    case("GET /open-data/{dataset}.csv", About::Nothing, "", Ask::Get("/open-data/proposals.csv")),
    case("GET /open-data/{dataset}.xlsx", About::Nothing, "", Ask::Get("/open-data/journal.xlsx")),
    case("GET /open-data/{dataset}.json", About::Nothing, "", Ask::Get("/open-data/comments.json")),
    case("GET /open-data/{dataset}.jsonl", About::Nothing, "", Ask::Get("/open-data/participation.jsonl")),
    case("GET /open-data/{dataset}.geojson", About::Nothing, "", Ask::Get("/open-data/proposals.geojson")),
    case("GET /open-data/catalog.jsonld", About::Nothing, "", Ask::Get("/open-data/catalog.jsonld")),
    case("GET /graphql", About::Nothing, "", Ask::Get("/graphql")),
    case("GET /graphql/schema.graphql", About::Nothing, "", Ask::Get("/graphql/schema.graphql")),
    case("GET /graphql/explorer", About::Nothing, "", Ask::Explorer),
    // The server of the table knows no provider; what becomes of those who come back from one, tests/access says.
    case("GET /masuk/oidc", About::Nothing, "", Ask::Get("/masuk/oidc")),
    case("GET /masuk/oidc/kembali", About::Nothing, "", Ask::Get("/masuk/oidc/kembali")),
    case("GET /livez", About::Nothing, "", Ask::Get("/livez")),
    case("GET /readyz", About::Nothing, "", Ask::Get("/readyz")),
    // They end the session of who asks: nothing may come after them.
    case("signOutEverywhere", About::Nothing, "", Ask::Mutation("")),
    case("signOut", About::Nothing, "", Ask::Mutation("")),
];

impl Case {
    /// Where it is asked.
    pub fn path(&self) -> &'static str {
        match self.ask {
            Ask::Query(_) | Ask::Mutation(_) => "/graphql",
            Ask::Subscription { .. } => "/graphql/ws",
            Ask::Live => "/live/plans/ID",
            Ask::Explorer => "/graphql/explorer",
            Ask::Get(path) | Ask::Page(path) | Ask::Upload(path, _) => path,
        }
    }

    /// What may change something; the rest only reads.
    pub fn changes(&self) -> bool {
        matches!(self.ask, Ask::Mutation(_) | Ask::Upload(..) | Ask::Live)
    }

    /// Its line in the tables.
    pub fn title(&self) -> String {
        match self.ask {
            _ if ["node", "nodes"].contains(&self.name) => format!("{} ({:?})", self.name, self.about),
            Ask::Query(arguments) if self.about == About::Nothing && arguments.contains("filter") => {
                let filter = arguments.split_once('{').and_then(|(_, rest)| rest.split_once('}')).unwrap().0;
                format!("{} {filter}", self.name)
            }
            Ask::Subscription { after, .. } => format!("{} {}", self.name, after.as_str()),
            _ => format!("{} {}", self.name, self.status).trim_end().to_owned(),
        }
    }
}
