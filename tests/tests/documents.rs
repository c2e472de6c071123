//! The app's own documents: each is asked of the real server, and its answer read in the app's own types.

#[macro_use]
mod harness;

use harness::{Person, Server, fields};
use shared::access::{Role, TokenScope};
use shared::area::AreaLevel;
use shared::operations::account::*;
use shared::operations::area::*;
use shared::operations::catalog::*;
use shared::operations::comment::*;
use shared::operations::desk::*;
use shared::operations::draft::*;
use shared::operations::people::*;
use shared::operations::plan::*;
use shared::operations::plan_comment::*;
use shared::operations::plan_history::*;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;
use shared::operations::proposal::*;
use shared::operations::review::*;
use shared::operations::stats::*;
use shared::operations::token::*;
use shared::operations::webhook::*;
use shared::operations::{ALL, Answer, ById, Input, Nothing, Operation, Payload};
use shared::plan::{PlanAction, PlanAnchor, PlanOrder, PlanRole, Stage, SuggestionStatus, Template};
use shared::proposal::{DecisionKind, Order, ProposalForm, ReasonCode, Status};
use shared::stats::{ProposalDimension, ReviewDimension};
use shared::value::{Location, PlanId, ProposalId};
use shared::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};
use std::collections::BTreeSet;

on_both_databases! { the_app_and_the_server_understand_each_other }

/// Which documents have been asked.
#[derive(Default)]
struct Asked(BTreeSet<&'static str>);

impl Asked {
    async fn run<O: Operation>(&mut self, person: &Person, variables: O::Variables) -> O::Data {
        self.0.insert(O::NAME);
        person.run::<O>(variables).await
    }

    /// A mutation that must succeed, and the object it gives.
    async fn make<O, V, T>(&mut self, person: &Person, input: V) -> T
    where
        O: Operation<Variables = Input<V>, Data = Answer<Payload<T>>>,
    {
        self.run::<O>(person, Input { input }).await.answer.into_result().unwrap_or_else(|errors| panic!("{}: {errors:?}", O::NAME))
    }

    /// A step on a proposal as it was read, and the proposal after it.
    async fn step<O>(&mut self, person: &Person, proposal: &ProposalDetail) -> ProposalDetail
    where
        O: Operation<Variables = Input<Versioned>, Data = Answer<Payload<ProposalDetail>>>,
    {
        self.make::<O, _, _>(person, Versioned { id: proposal.id, version: proposal.version }).await
    }
}

async fn the_app_and_the_server_understand_each_other(server: Server) {
    let mut asked = Asked::default();
    let resident = server.person("siti", None).await;
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    places(&mut asked, &resident).await;
    people(&mut asked, &server, &resident).await;
    let proposals = proposing(&mut asked, &server, &resident).await;
    planning(&mut asked, &resident, &village, &proposals[0]).await;
    telling(&mut asked, &server).await;
    reviewing(&mut asked, &server, &village, proposals).await;
    asked.run::<shared::operations::desk::DeskCounts>(&village, Nothing {}).await;
    counting(&mut asked, &server.anonymous()).await;
    hiding(&mut asked, &server, &village).await;
    let all: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
    let left: Vec<_> = all.difference(&asked.0).collect();
    assert!(left.is_empty(), "documents that no test asks: {left:?}");
}

async fn places(asked: &mut Asked, person: &Person) {
    let code = || "33.02.17".parse().unwrap();
    let location = Location { longitude: 109.14727, latitude: -7.32942 };
    assert_eq!(asked.run::<Start>(person, Nothing {}).await.region.code.as_str(), "33.02");
    assert!(asked.run::<AreaTree>(person, ByCode { code: "33.02".parse().unwrap() }).await.answer.unwrap().districts.len() > 20);
    assert_eq!(asked.run::<AreaPage>(person, ByCode { code: code() }).await.answer.unwrap().name, "Cilongok");
    assert!(asked.run::<AreaAt>(person, AtLocation { location }).await.answer.is_some());
    let areas = AreasVariables { filter: AreaFilter { parent: Some(code()), ..Default::default() }, first: 5, after: None };
    assert_eq!(asked.run::<Areas>(person, areas).await.answer.nodes.len(), 5);
    assert!(!asked.run::<Agencies>(person, Nothing {}).await.answer.is_empty());
    assert!(!asked.run::<ReviewLevels>(person, Nothing {}).await.answer.is_empty());
}

async fn telling(asked: &mut Asked, server: &Server) {
    let official = &server.person("opd", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let areas = vec!["33.02.17".parse().unwrap()];
    let kinds = vec!["proposal.*".to_owned()];
    let form = CreateWebhookInput { name: "Portal".into(), url: "http://127.0.0.1:9/".into(), kinds, areas };
    let made = asked.run::<CreateWebhook>(official, Input { input: form }).await.answer;
    assert!(made.secret.is_some_and(|secret| secret.starts_with("whsec_")));
    let webhook = made.object.unwrap();
    assert_eq!((webhook.host.as_str(), webhook.areas[0].name.as_str()), ("127.0.0.1", "Cilongok"));
    let id = webhook.id;
    let found = asked.run::<Webhooks>(official, Nothing {}).await.answer.unwrap().account.webhooks;
    assert_eq!(found, std::slice::from_ref(&webhook));
    let (name, url, kinds, areas) = ("Data".into(), webhook.url.unwrap(), vec![], vec![]);
    assert_eq!(asked.make::<UpdateWebhook, _, _>(official, UpdateWebhookInput { id, name, url, kinds, areas }).await.name, "Data");
    assert_eq!(asked.make::<PauseWebhook, _, _>(official, WebhookInput { id }).await.state, WebhookState::Paused);
    assert_eq!(asked.make::<ResumeWebhook, _, _>(official, WebhookInput { id }).await.state, WebhookState::Active);
    let rotated = asked.run::<RotateWebhookSecret>(official, Input { input: WebhookInput { id } }).await.answer;
    assert!(rotated.secret.is_some());
    assert_eq!(asked.make::<ReplayWebhook, _, _>(official, ReplayWebhookInput { id, after: "0".into() }).await.cursor, "0");
    let tested = asked.run::<TestWebhook>(official, Input { input: WebhookInput { id } }).await.answer;
    assert_eq!((tested.delivered, tested.problem), (false, Some(WebhookProblem::Unreachable)));
    let delivery = server.give_up(&id.to_string()).await;
    let again = asked.make::<ResendWebhookDelivery, _, _>(official, ResendWebhookDeliveryInput { id: delivery }).await;
    assert_eq!(again.state, WebhookDeliveryState::Waiting);
    let admin = &server.person("pengelola", Some((Role::Admin, Some("33.02"), None))).await;
    let all = asked.run::<AllWebhooks>(admin, Nothing {}).await.answer.nodes;
    assert_eq!((all[0].id, &all[0].url, all[0].deliveries.nodes[0].id), (id, &None, delivery));
    assert_eq!(asked.make::<DeleteWebhook, _, _>(official, WebhookInput { id }).await.id, id);
}

/// The questions of the data page, asked by nobody in particular.
async fn counting(asked: &mut Asked, anyone: &Person) {
    let filter = || ProposalFilter { areas: vec!["33.02.17".parse().unwrap()], ..Default::default() };
    let by_area = StatsVariables { filter: filter(), group_by: vec![ReviewDimension::Village] };
    let funnel = asked.run::<Funnel>(anyone, by_area.clone()).await.answer;
    assert!(funnel.total.count > 0 && funnel.total.levels[0].reached == funnel.total.count);
    assert_eq!(funnel.groups[0].keys.len(), 1);
    let times = asked.run::<LevelDays>(anyone, by_area).await.answer;
    assert_eq!((times.total.levels.len(), times.groups.len()), (funnel.total.levels.len(), funnel.groups.len()));
    let years = asked.run::<FiscalYears>(anyone, Nothing {}).await.answer.groups;
    assert!(!years.is_empty() && years.iter().all(|group| group.year().is_some()));
    let refused = ProposalFilter { decided: Some(DecisionCriteria { kinds: vec![DecisionKind::Rejected] }), ..filter() };
    let by_reason = vec![ProposalDimension::ReasonCode, ProposalDimension::ReviewLevel];
    let refusals = asked.run::<Refusals>(anyone, StatsVariables { filter: refused, group_by: by_reason }).await;
    assert_eq!(refusals.answer.groups.iter().map(|group| group.count).sum::<i64>(), refusals.answer.total.count);
    let by_sector = StatsVariables { filter: filter(), group_by: vec![ProposalDimension::Sector] };
    assert_eq!(asked.run::<MoneyAsked>(anyone, by_sector).await.answer.total.count, funnel.total.count);
    let areas = AreaFilter { level: Some(AreaLevel::Village), parent: "33.02.17".parse().ok(), text: None };
    let villages = AreaVariables { filter: filter(), group_by: vec![ProposalDimension::Village], areas };
    assert_eq!(asked.run::<Fairness>(anyone, villages).await.areas.nodes.len(), 20);
}

async fn people(asked: &mut Asked, server: &Server, resident: &Person) {
    let contact = || "tarno@contoh.id".to_owned();
    let form =
        SignUpInput { contact: contact(), password: "getuk goreng".into(), display_name: "Tarno".into(), ..Default::default() };
    assert!(asked.run::<SignUp>(&server.anonymous(), Input { input: form }).await.answer.accepted);
    let input = SignInInput { contact: contact(), password: "getuk goreng".into() };
    let viewer = asked.make::<SignIn, _, _>(&server.anonymous(), input).await;
    let change = UpdateAccountInput { display_name: Some("Siti Aminah".into()), ..Default::default() };
    assert_eq!(asked.make::<UpdateAccount, _, _>(resident, change).await.display_name, "Siti Aminah");
    let change = ChangePasswordInput { current_password: "mendoan hangat".into(), new_password: "soto sokaraja".into() };
    asked.make::<ChangePassword, _, _>(resident, change).await;
    let token = CreateTokenInput { name: "Portal data".into(), scopes: vec![TokenScope::WriteProposals], days: Some(30) };
    let made = asked.run::<CreateToken>(resident, Input { input: token }).await.answer;
    assert!(made.secret.is_some_and(|secret| secret.starts_with("rbg_")));
    let id = made.object.unwrap().id;
    assert_eq!(asked.run::<Tokens>(resident, Nothing {}).await.answer.unwrap().account.tokens[0].id, id);
    assert!(!asked.make::<RevokeToken, _, _>(resident, RevokeTokenInput { id }).await.is_valid);
    assert!(asked.run::<SignInProvider>(resident, Nothing {}).await.answer.is_none());
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let filter = PersonFilter { text: Some("tarno".into()), role: None };
    assert_eq!(asked.run::<People>(&admin, PeopleVariables { filter, first: 5, after: None }).await.answer.total_count, 1);
    let area = Some("33.02.17".parse().unwrap());
    let role =
        GrantRoleInput { account_id: viewer.account.id, role: Role::DistrictOfficer, area, agency: None, office_title: None };
    let granted = asked.make::<GrantRole, _, _>(&admin, role).await;
    let revoked = asked.make::<RevokeRole, _, _>(&admin, RevokeRoleInput { grant_id: granted.grants[0].id }).await;
    assert!(revoked.grants.is_empty());
    assert!(asked.run::<SignOut>(&server.person("wati", None).await, Nothing {}).await.answer.signed_out);
    assert!(asked.run::<SignOutEverywhere>(&server.person("joko", None).await, Nothing {}).await.answer.signed_out);
}

/// Proposals that have been handed in, for the reviews.
async fn proposing(asked: &mut Asked, server: &Server, resident: &Person) -> Vec<ProposalDetail> {
    let form = || serde_json::from_value::<ProposalForm>(fields()).unwrap();
    let mut made = Vec::new();
    for _ in 0..6 {
        let input = CreateInput { client_key: None, fields: form(), submit: false };
        let draft = asked.make::<CreateProposal, _, _>(resident, input).await;
        let input = UpdateInput { id: draft.id, version: draft.version, fields: ProposalForm { urgency: Some(5), ..form() } };
        let draft = asked.make::<UpdateProposal, _, _>(resident, input).await;
        made.push(asked.step::<SubmitProposal>(resident, &draft).await);
    }
    let last = made.pop().unwrap();
    let input = WithdrawInput { id: last.id, version: last.version, reason: Some("Sudah ada.".into()) };
    assert_eq!(asked.make::<WithdrawProposal, _, _>(resident, input).await.status, Status::Withdrawn);

    let neighbour = server.person("budi", None).await;
    let id = made[0].id;
    assert_eq!(asked.make::<SupportProposal, _, _>(&neighbour, ById { id }).await.support_count, 1);
    assert_eq!(asked.make::<WithdrawSupport, _, _>(&neighbour, ById { id }).await.support_count, 0);
    let said = AddCommentInput { proposal_id: id, parent_id: None, body: "Setuju.".into() };
    let comment = asked.make::<AddComment, _, _>(&neighbour, said).await;
    let inspector = server.person("inspektorat", Some((Role::Inspectorate, Some("33.02"), None))).await;
    let hide = HideCommentInput { comment_id: comment.id, reason: "Salah tempat.".into() };
    assert!(asked.make::<HideComment, _, _>(&inspector, hide).await.hidden);
    let page = CommentsVariables { id, first: 10, after: None };
    assert_eq!(asked.run::<Comments>(&neighbour, page).await.answer.unwrap().comments.total_count, 1);

    let list = ProposalsVariables { filter: ProposalFilter::default(), order_by: Order::Newest, first: 10, after: None };
    assert_eq!(asked.run::<Proposals>(&neighbour, list).await.answer.total_count, 6);
    let near = NearVariables { location: Location { longitude: 109.14727, latitude: -7.32942 }, radius_meters: 100 };
    assert_eq!(asked.run::<ProposalsNear>(&neighbour, near).await.answer.len(), 6);
    assert!(asked.run::<ProposalGlance>(&neighbour, ById { id }).await.answer.is_some());
    assert!(asked.run::<ProposalPage>(&neighbour, ById { id }).await.answer.is_some());
    assert!(!asked.run::<ProposalCatalog>(&neighbour, Nothing {}).await.answer.is_empty());
    let history = asked.run::<ProposalHistory>(&neighbour, HistoryVariables { id, first: 10, after: None }).await;
    assert!(history.answer.unwrap().history.nodes.len() > 2);
    made
}

async fn hiding(asked: &mut Asked, server: &Server, village: &Person) {
    let filter = PlanFilter::default();
    let list = PlansVariables { filter, order_by: PlanOrder::RecentlyChanged, first: 1, after: None };
    let id = asked.run::<Plans>(village, list).await.answer.nodes[0].id;
    let page = PlanPartVariables { id, first: 10, after: None };
    let comment = asked.run::<PlanComments>(village, page).await.answer.unwrap().comments.nodes[0].comment.id;
    let district = server.person("kecamatan", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let hide = HidePlanCommentInput { comment_id: comment, reason: "Kasar.".into() };
    assert!(asked.make::<HidePlanComment, _, _>(&district, hide).await.comment.hidden);
    let page = PlanSuggestionsVariables { id, status: Some(SuggestionStatus::Withdrawn), first: 10, after: None };
    let suggestion_id = asked.run::<PlanSuggestions>(village, page).await.answer.unwrap().suggestions.nodes[0].id;
    let hide = HidePlanSuggestionInput { suggestion_id, reason: "Kasar.".into() };
    assert_eq!(asked.make::<HidePlanSuggestion, _, _>(&district, hide).await.after, None);
}

async fn planning(asked: &mut Asked, resident: &Person, village: &Person, proposal: &ProposalDetail) {
    let input = CreatePlanInput {
        client_key: Some("a".into()),
        area: "33.02.17.2019".parse().unwrap(),
        sector: None,
        fiscal_year: None,
        title: String::new(),
        template: Template::SmallInfrastructure,
        proposals: vec![proposal.id],
    };
    let plan = asked.make::<CreatePlan, _, _>(village, input).await;
    assert_eq!((&plan.title, plan.stage, plan.features.len(), plan.budget.len()), (&proposal.title, Stage::Draft, 1, 1));
    assert!(plan.may(PlanAction::Lead) && plan.content().budget_total() == proposal.estimated_cost.get());
    let id = plan.id;
    let invited =
        AddPlanParticipantInput { plan_id: id, contact: Some("siti@contoh.id".into()), account_id: None, role: PlanRole::Editor };
    let with_siti = asked.make::<AddPlanParticipant, _, _>(village, invited).await;
    let account_id = with_siti.participants[1].person.id;
    let change = ChangePlanParticipantInput { plan_id: id, account_id, role: PlanRole::Owner };
    assert_eq!(asked.make::<ChangePlanParticipant, _, _>(village, change).await.participants[1].role, PlanRole::Owner);
    let named = NamePlanVersionInput { plan_id: id, name: "Sebelum dibuka".into() };
    assert_eq!(asked.make::<NamePlanVersion, _, _>(resident, named).await.seq, 1);
    asked_about_its_history(asked, resident, id).await;
    for to in [Stage::Open, Stage::InReview] {
        let input = MovePlanInput { id, to, superseded_by: None };
        assert_eq!(asked.make::<MovePlan, _, _>(village, input).await.stage, to);
        if to == Stage::Open {
            suggesting(asked, resident, village, &plan).await;
        }
    }
    let signed = asked.make::<SignPlan, _, _>(resident, SignPlanInput { id, signed: true }).await;
    assert!(signed.participants[1].signed && !signed.participants[0].signed);
    let said = AddPlanCommentInput {
        plan_id: id,
        parent_id: None,
        anchor_kind: PlanAnchor::Section,
        anchor_id: Some(plan.sections[0].id),
        body: "Jelas.".into(),
    };
    let comment = asked.make::<AddPlanComment, _, _>(resident, said).await;
    let settled = ResolvePlanCommentInput { comment_id: comment.comment.id, resolved: true };
    assert!(asked.make::<ResolvePlanComment, _, _>(village, settled).await.resolved_at.is_some());
    let page = || PlanPartVariables { id, first: 10, after: None };
    assert_eq!(asked.run::<PlanComments>(resident, page()).await.answer.unwrap().comments.total_count, 1);
    assert_eq!(asked.run::<PlanVersions>(resident, page()).await.answer.nodes.len(), 4);
    assert_eq!(asked.run::<PlanEvents>(resident, page()).await.answer.unwrap().history.nodes[0].kind, "plan.opened");
    assert_eq!(asked.run::<PlanPage>(resident, ById { id }).await.answer.unwrap().comment_count, 1);
    let list = PlansVariables {
        filter: PlanFilter { mine: true, ..Default::default() },
        order_by: PlanOrder::Newest,
        first: 10,
        after: None,
    };
    assert_eq!(asked.run::<Plans>(resident, list).await.answer.total_count, 1);
    assert_eq!(asked.run::<ProposalPlans>(resident, ById { id: proposal.id }).await.answer.unwrap().plans[0].id, id);
    let left = RemovePlanParticipantInput { plan_id: id, account_id };
    assert_eq!(asked.make::<RemovePlanParticipant, _, _>(resident, left).await.participants.len(), 1);
}

async fn suggesting(asked: &mut Asked, resident: &Person, village: &Person, plan: &PlanDetail) {
    let wanted = |body: &str| SuggestPlanChangeInput {
        plan_id: plan.id,
        section_id: plan.sections[0].id,
        seq: plan.seq,
        body: body.into(),
        note: Some("Lebih jelas.".into()),
    };
    let first = asked.make::<SuggestPlanChange, _, _>(resident, wanted("Sawah.")).await;
    let decided = DecidePlanSuggestionInput { suggestion_id: first.id, accept: false, note: Some("Sudah ada.".into()) };
    let declined = asked.make::<DecidePlanSuggestion, _, _>(village, decided).await;
    assert_eq!((declined.status, declined.settled_note.as_deref()), (SuggestionStatus::Declined, Some("Sudah ada.")));
    let second = asked.make::<SuggestPlanChange, _, _>(resident, wanted("Kebun.")).await;
    assert!(second.can_withdraw && second.hunks.iter().any(|hunk| hunk.text.contains("Kebun")));
    let back = WithdrawPlanSuggestionInput { suggestion_id: second.id };
    assert_eq!(asked.make::<WithdrawPlanSuggestion, _, _>(resident, back).await.status, SuggestionStatus::Withdrawn);
}

async fn asked_about_its_history(asked: &mut Asked, person: &Person, id: PlanId) {
    let page = PlanPartVariables { id, first: 10, after: None };
    let written = asked.run::<PlanHistory>(person, page).await.answer.unwrap().nodes.remove(0);
    assert_eq!((written.count, written.by_program), (1, false));
    let same = PlanComparisonVariables { id, from: 1, until: 1 };
    assert!(asked.run::<PlanComparison>(person, same).await.answer.unwrap().rows.is_empty());
    assert_eq!(asked.run::<PlanContributors>(person, ById { id }).await.answer.unwrap()[0].count, 1);
    let restored = RestorePlanVersionInput { plan_id: id, seq: 1 };
    assert_eq!(asked.make::<RestorePlanVersion, _, _>(person, restored).await.restored_from, Some(1));
}

async fn reviewing(asked: &mut Asked, server: &Server, village: &Person, mut waiting: Vec<ProposalDetail>) {
    let mut take = async |asked: &mut Asked| asked.step::<BeginReview>(village, &waiting.pop().unwrap()).await;
    let returned = take(asked).await;
    let input = ReturnInput {
        id: returned.id,
        version: returned.version,
        reason_code: ReasonCode::Incomplete,
        reason_text: "Lengkapi foto.".into(),
    };
    assert_eq!(asked.make::<ReturnProposal, _, _>(village, input).await.status, Status::Returned);

    let (kept, merged) = (take(asked).await, take(asked).await);
    let input = MergeInput { id: merged.id, version: merged.version, into: kept.id, reason_text: "Jalan yang sama.".into() };
    assert_eq!(asked.make::<MergeProposals, _, _>(village, input).await.merged_into.unwrap().id, kept.id);

    let planned = decide(asked, village, &kept, Status::InRkpdes).await;
    let input = AdvanceInput {
        id: planned.id,
        version: planned.version,
        to: Status::Budgeted,
        note: None,
        document_number: None,
        funding_sources: None,
    };
    assert_eq!(asked.make::<AdvanceProposal, _, _>(village, input).await.status, Status::Budgeted);

    let taken = take(asked).await;
    let mut sent = decide(asked, village, &taken, Status::ForwardedKec).await;
    let district = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    sent = asked.step::<BeginReview>(&district, &sent).await;
    for person in [&district, &planner] {
        let input =
            ForwardInput { id: sent.id, version: sent.version, reason_text: None, minutes_number: Some("BA-02/2027".into()) };
        sent = asked.make::<ForwardProposal, _, _>(person, input).await;
    }
    let agency = server.person("dpu", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let other = asked.run::<Agencies>(&agency, Nothing {}).await.answer.into_iter().find(|other| other.code != "dpu").unwrap();
    let input =
        ReassignInput { id: sent.id, version: sent.version, agency: other.code.clone(), reason_text: "Bukan urusan kami.".into() };
    assert_eq!(asked.make::<ReassignProposal, _, _>(&agency, input).await.final_agency.unwrap().code, other.code);
}

/// Accepts into the status.
async fn decide(asked: &mut Asked, person: &Person, proposal: &ProposalDetail, to: Status) -> ProposalDetail {
    let id: ProposalId = proposal.id;
    let input = DecideInput {
        id,
        version: proposal.version,
        decision: DecisionKind::Accepted,
        to: Some(to),
        reason_code: None,
        reason_text: None,
        quantity: None,
        cost: None,
        funding_sources: Some(vec![shared::proposal::FundingSource::ApbdesDd]),
        minutes_number: Some("BA-01/2027".into()),
    };
    asked.make::<DecideProposal, _, _>(person, input).await
}
