//! People who do this and that: whatever the rules allow.

use crate::harness::{Person, Server, fields};
use backend::live::tell_of_edits;
use backend::plan::store;
use serde_json::{Value, json};
use shared::access::{Actor, Role};
use shared::operations::comment::{AddComment, HideComment};
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;
use shared::plan::edit::{Edit, TextOf};
use std::time::Duration;

pub const VILLAGE: &str = "33.02.17.2019";
pub const NEXT_VILLAGE: &str = "33.02.17.2018";

/// Enough for choosing what happens next, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Clone>(&mut self, among: &[T]) -> Option<T> {
        (!among.is_empty()).then(|| among[self.roll(among.len())].clone())
    }
}

pub struct World<'a> {
    pub server: &'a Server,
    pub residents: [Person; 3],
    pub desa: Person,
    pub camat: Person,
    /// Each with the resident who made it.
    proposals: Vec<(usize, Value)>,
    comments: Vec<Value>,
    plans: Vec<Value>,
    plan_comments: Vec<Value>,
    suggestions: Vec<Value>,
    dice: Dice,
}

impl<'a> World<'a> {
    pub async fn of(server: &'a Server, seed: u64) -> Self {
        Self {
            server,
            residents: [server.person("siti", None).await, server.person("budi", None).await, server.person("tono", None).await],
            desa: server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await,
            camat: server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await,
            proposals: Vec::new(),
            comments: Vec::new(),
            plans: Vec::new(),
            plan_comments: Vec::new(),
            suggestions: Vec::new(),
            dice: Dice(seed),
        }
    }

    /// Somebody does something; what the rules refuse does not happen.
    pub async fn act(&mut self) {
        let at = self.dice.roll(self.residents.len());
        match self.dice.roll(22) {
            0..=2 => self.propose(at).await,
            3 | 4 => {
                let Some((_, proposal)) = self.dice.pick(&self.proposals) else { return };
                let change = if self.dice.roll(3) > 0 { "supportProposal" } else { "withdrawSupport" };
                self.residents[at].mutate(change, "ProposalIdInput", json!({ "id": proposal })).await;
            }
            5 | 6 => {
                let Some((_, proposal)) = self.dice.pick(&self.proposals) else { return };
                let input = json!({ "proposalId": proposal, "body": "Setuju, jalannya licin." });
                let answer = self.residents[at].send::<AddComment>(input).await;
                self.comments.extend(answer.get("object").map(|comment| comment["id"].clone()));
            }
            7 => {
                let Some(comment) = self.dice.pick(&self.comments) else { return };
                self.desa.send::<HideComment>(json!({ "commentId": comment, "reason": "Menyebut nama orang." })).await;
            }
            8..=11 => {
                let Some((_, proposal)) = self.dice.pick(&self.proposals) else { return };
                self.review(&proposal).await;
            }
            12 => self.mend().await,
            13 => self.plan().await,
            14 | 15 => {
                let Some(plan) = self.dice.pick(&self.plans) else { return };
                let input = json!({ "planId": plan, "anchorKind": "PLAN", "body": "Kapan mulai?" });
                let answer = self.residents[at].send::<AddPlanComment>(input).await;
                self.plan_comments.extend(answer.get("object").map(|comment| comment["id"].clone()));
            }
            16 => {
                let Some(comment) = self.dice.pick(&self.plan_comments) else { return };
                if self.dice.roll(2) == 0 {
                    self.camat.send::<HidePlanComment>(json!({ "commentId": comment, "reason": "Kasar." })).await;
                } else {
                    self.desa.send::<ResolvePlanComment>(json!({ "commentId": comment, "resolved": true })).await;
                }
            }
            17 => {
                let Some(plan) = self.dice.pick(&self.plans) else { return };
                let words = Edit::Splice { text: TextOf::Title, at: 0, delete: 0, insert: "Ini ".into() };
                self.desa.write(self.server, &plan, vec![words]).await;
            }
            18 | 19 => self.suggest(at).await,
            20 => self.settle_suggestion().await,
            _ => {
                let name = json!({ "input": { "displayName": format!("Warga {}", self.dice.roll(1_000)) } });
                let rename = "mutation($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { code } } }";
                self.residents[at].get(rename, name).await;
            }
        }
    }

    async fn propose(&mut self, at: usize) {
        let input = json!({ "fields": fields(), "submit": self.dice.roll(4) > 0 });
        let answer = self.residents[at].mutate("createProposal", "CreateProposalInput", input).await;
        self.proposals.push((at, answer["proposal"]["id"].clone()));
    }

    /// The village takes a step that is open to it.
    async fn review(&mut self, proposal: &Value) {
        let query = "query($id: ID!) { proposal(id: $id) { version availableActions { action } } }";
        let read = self.desa.get(query, json!({ "id": proposal })).await["proposal"].clone();
        if read.is_null() {
            return;
        }
        let can = |action: &str| read["availableActions"].as_array().unwrap().iter().any(|one| one["action"] == action);
        let (name, extra) = if can("BEGIN_REVIEW") {
            ("beginReview", json!({}))
        } else if can("DECIDE") {
            let reason = json!({ "reasonCode": "NOT_PRIORITY", "reasonText": "Tahun depan." });
            match self.dice.roll(4) {
                0 => ("decideProposal", json!({ "decision": "REJECTED", "reasonCode": "NOT_PRIORITY", "reasonText": "Belum." })),
                1 => ("forwardProposal", json!({ "minutesNumber": "BA-1" })),
                2 => ("returnProposal", reason),
                _ => {
                    let Some((_, into)) = self.dice.pick(&self.proposals) else { return };
                    ("mergeProposals", json!({ "into": into, "reasonText": "Ruas yang sama." }))
                }
            }
        } else {
            return;
        };
        take(&self.desa, name, &json!({ "id": proposal, "version": read["version"] }), extra).await;
    }

    /// The proposer changes what came back and hands it in again, here or in the next village; or gives up.
    async fn mend(&mut self) {
        let Some((owner, proposal)) = self.dice.pick(&self.proposals) else { return };
        let person = &self.residents[owner];
        let query = "query($id: ID!) { proposal(id: $id) { id version } }";
        let read = person.get(query, json!({ "id": proposal })).await["proposal"].clone();
        if self.dice.roll(4) == 0 {
            take(person, "withdrawProposal", &read, json!({ "reason": "Sudah swadaya." })).await;
            return;
        }
        let mut form = fields();
        form["title"] = json!("Jalan yang diperbaiki");
        form["villageCode"] = json!(if self.dice.roll(2) == 0 { VILLAGE } else { NEXT_VILLAGE });
        let mended = take(person, "updateProposal", &read, json!({ "fields": form })).await;
        if mended["proposal"].is_object() {
            take(person, "submitProposal", &mended["proposal"], json!({})).await;
        }
    }

    /// A plan in whose draft something is said and named; most are opened.
    async fn plan(&mut self) {
        let input = json!({ "area": VILLAGE, "title": "Jalan usaha tani", "template": "SMALL_INFRASTRUCTURE" });
        let plan = self.desa.make::<CreatePlan>(input).await;
        let said = json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": "Ini rahasia." });
        let said = self.desa.make::<AddPlanComment>(said).await;
        self.plan_comments.push(said["id"].clone());
        self.desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "Konsep rahasia" })).await;
        if self.dice.roll(3) > 0 {
            self.desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
        }
        self.plans.push(plan["id"].clone());
    }

    async fn suggest(&mut self, at: usize) {
        let Some(plan) = self.dice.pick(&self.plans) else { return };
        let body = format!("Sawah {}.", self.dice.roll(1_000));
        let made = suggest(&self.residents[at], &plan, &body).await;
        self.suggestions.extend(made.get("object").map(|suggestion| suggestion["id"].clone()));
    }

    async fn settle_suggestion(&mut self) {
        let Some(id) = self.dice.pick(&self.suggestions) else { return };
        if self.dice.roll(4) == 0 {
            self.camat.send::<HidePlanSuggestion>(json!({ "suggestionId": id, "reason": "Kasar." })).await;
        } else {
            let accept = self.dice.roll(2) == 0;
            self.desa.send::<DecidePlanSuggestion>(json!({ "suggestionId": id, "accept": accept })).await;
        }
    }

    /// Waits until everything that was written is there to read, and the journal has told of it.
    pub async fn rest(&self) {
        let db = &self.server.app.db;
        let query = "{ plans(first: 100) { nodes { id } } }";
        let plans = self.server.anonymous().get(query, json!({})).await["plans"]["nodes"].clone();
        for plan in plans.as_array().unwrap() {
            let id = plan["id"].as_str().unwrap().parse().unwrap();
            for wait in 0.. {
                let plan = store::find(db, id).await.unwrap().unwrap().read_as(&Actor::anonymous()).unwrap();
                if plan.projected_seq == plan.head {
                    break;
                }
                assert!(wait < 600, "a plan is never read again");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        tell_of_edits(&self.server.app).await.unwrap();
    }
}

/// A step of a proposal: the whole answer.
pub async fn take(person: &Person, name: &str, proposal: &Value, extra: Value) -> Value {
    let input_type = match name {
        "submitProposal" | "beginReview" => "ProposalVersionInput".to_owned(),
        _ => format!("{}{}Input", name[..1].to_uppercase(), &name[1..]),
    };
    let mut input = json!({ "id": proposal["id"], "version": proposal["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    person.mutate(name, &input_type, input).await
}

/// Suggests how the first section of a plan should read.
pub async fn suggest(person: &Person, plan: &Value, body: &str) -> Value {
    let query = "query($id: ID!) { plan(id: $id) { seq sections { id } } }";
    let read = person.get(query, json!({ "id": plan })).await["plan"].clone();
    let section = &read["sections"][0]["id"];
    let input = json!({ "planId": plan, "sectionId": section, "seq": read["seq"], "body": body, "note": "Supaya jelas." });
    person.send::<SuggestPlanChange>(input).await
}
