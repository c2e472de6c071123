//! Many people write one plan at once, and everything that can go wrong does: connections drop in the middle of a frame's
//! way, pages are loaded anew, rooms die at any moment, and on PostgreSQL two servers write the same plan. In the end all
//! have the same, nothing acknowledged is lost, and the log and the typed view say it too.
//!
//! `REMBUG_SEED` begins with another seed, `REMBUG_RUNS` makes more of them.

use super::document::Document;
use super::outbox;
use super::project::Progress;
use super::room::{Author, Message, Newcomer, Ordered, Room};
use super::world_tests::{Kind, World, beginning, setting};
use super::writer::Deed;
use crate::app::SharedApp;
use crate::error::AppError;
use axum::body::Bytes;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use shared::access::Actor;
use shared::plan::document::Roots;
use shared::plan::edit::{Edit, TextOf, apply};
use shared::plan::replica::{Now, Replica, Status};
use shared::plan::schema::{Table, Value};
use shared::plan::wire::Frame;
use shared::value::{AccountId, PlanId};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;
use yrs::TransactionMut;

const PATIENCE: Duration = Duration::from_secs(60);
const PEOPLE: usize = 24;

/// One server's room of the plan.
struct Server {
    app: SharedApp,
    plan: PlanId,
    room: mpsc::Sender<Message>,
    life: JoinHandle<()>,
}

impl Server {
    fn start(app: &SharedApp, plan: PlanId) -> Self {
        let (room, mailbox) = mpsc::channel(512);
        let own = SharedApp::clone(app);
        let life = tokio::spawn(async move { Room::open(own, plan).await.unwrap().live(mailbox).await.unwrap() });
        Self { app: SharedApp::clone(app), plan, room, life }
    }

    /// As the process would be: at any moment, without a word.
    async fn kill_and_restart(&mut self) {
        self.life.abort();
        let _ = (&mut self.life).await;
        *self = Self::start(&self.app, self.plan);
    }
}

struct Link {
    server: usize,
    id: u64,
    incoming: mpsc::Receiver<Bytes>,
    /// On the way to the server.
    outgoing: VecDeque<Frame>,
    places: Arc<Semaphore>,
}

struct Editor {
    account: AccountId,
    replica: Replica,
    link: Option<Link>,
}

fn now() -> Now {
    let ticks = AtomicU64::new(0);
    Arc::new(move || ticks.fetch_add(100, Ordering::Relaxed))
}

struct Simulation {
    rng: StdRng,
    servers: Vec<Server>,
    editors: Vec<Editor>,
    /// What use cases ordered, whether it was made or not.
    orders: Vec<oneshot::Receiver<Result<i64, AppError>>>,
    next: u64,
    seed: u64,
}

impl Simulation {
    async fn run(world: &World, others: &[SharedApp], seed: u64) {
        let plan = world.plan(&beginning()).await;
        let mut rng = StdRng::seed_from_u64(seed);
        let count = if seed.is_multiple_of(4) { rng.random_range(20..=PEOPLE) } else { rng.random_range(2..=8) };
        let apps = std::iter::once(&world.app).chain(others);
        let servers = apps.map(|app| Server::start(app, plan)).collect();
        let mut simulation = Self { rng, servers, editors: Vec::new(), orders: Vec::new(), next: 100, seed };
        for account in &world.people[..count] {
            let replica = Replica::new(simulation.number(), now());
            simulation.editors.push(Editor { account: *account, replica, link: None });
        }
        for _ in 0..simulation.rng.random_range(30..120) {
            simulation.step().await;
        }
        simulation.come_to_rest(seed).await;
        simulation.check(world, plan, seed).await;
        simulation.servers.iter().for_each(|server| server.life.abort());
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    async fn step(&mut self) {
        let who = self.rng.random_range(0..self.editors.len());
        match self.rng.random_range(0..100) {
            0..40 => {
                let edit = self.edit();
                self.editors[who].replica.edit(&[edit]);
                self.collect(who);
            }
            40..60 => self.carry_out(who, 1).await,
            60..80 => {
                let frames = self.rng.random_range(1..5);
                self.carry_in(who, frames).await;
            }
            80..90 => self.connect(who).await,
            90..93 => self.disconnect(who),
            93..95 => {
                self.disconnect(who);
                let client = self.number();
                let kept = self.editors[who].replica.keep();
                self.editors[who].replica =
                    kept.map_or_else(|| Replica::new(client, now()), |kept| Replica::restore(client, now(), &kept));
            }
            95..97 => {
                self.editors[who].replica.undo();
                self.collect(who);
            }
            97 => {
                let edit = self.edit();
                let author = Author { account: self.editors[who].account, office: None, token: None };
                let change = Box::new(move |roots: &Roots, txn: &mut TransactionMut<'_>| {
                    apply(roots, txn, &edit);
                    Ok(())
                });
                let deed: Deed = Arc::new(|_, _, _, _| Box::pin(async { Ok(()) }));
                let (answer, made) = oneshot::channel();
                self.orders.push(made);
                let ordered = Message::Change(Ordered { author, change, deed }, answer);
                let server = self.rng.random_range(0..self.servers.len());
                let _ = self.servers[server].room.send(ordered).await;
            }
            _ => self.kill().await,
        }
        if self.rng.random_bool(0.3) {
            tokio::task::yield_now().await;
        }
    }

    /// Most harm is done while the room has its hands full.
    async fn kill(&mut self) {
        for who in 0..self.editors.len().min(4) {
            let edit = self.edit();
            self.editors[who].replica.edit(&[edit]);
            self.collect(who);
            self.carry_out(who, usize::MAX).await;
        }
        for _ in 0..self.rng.random_range(0..4) {
            tokio::task::yield_now().await;
        }
        let server = self.rng.random_range(0..self.servers.len());
        self.servers[server].kill_and_restart().await;
    }

    fn edit(&mut self) -> Edit {
        let row = |rng: &mut StdRng| Uuid::from_u128(rng.random_range(1..8));
        let rng = &mut self.rng;
        let table = *[Table::Sections, Table::Budget, Table::Activities].choose(rng).unwrap();
        let after = rng.random_bool(0.7).then(|| row(rng));
        match rng.random_range(0..10) {
            0..5 => {
                let text =
                    if rng.random_bool(0.1) { TextOf::Title } else { TextOf::Section(Uuid::from_u128(rng.random_range(1..3))) };
                let insert: String = (0..rng.random_range(0..4)).map(|_| *['a', 'é', '🌾', ' '].choose(rng).unwrap()).collect();
                Edit::Splice { text, at: rng.random_range(0..20), delete: rng.random_range(0..3), insert }
            }
            5..7 => {
                Edit::Set { table: Table::Budget, row: row(rng), field: "price", value: Value::Number(rng.random_range(0..1000)) }
            }
            7 => Edit::Move { table, row: row(rng), after },
            8 => Edit::Remove { table: Table::Budget, row: row(rng) },
            _ => Edit::Add { table, row: row(rng), after, fields: Vec::new() },
        }
    }

    /// What the copy has to say goes on its way.
    fn collect(&mut self, who: usize) {
        let editor = &mut self.editors[who];
        let frames = editor.replica.to_send();
        if let Some(link) = &mut editor.link {
            link.outgoing.extend(frames);
        }
    }

    async fn connect(&mut self, who: usize) {
        if self.editors[who].link.is_some() {
            return;
        }
        let (server, id) = (self.rng.random_range(0..self.servers.len()), self.number());
        let (out, incoming) = mpsc::channel(outbox::WAITING);
        let editor = &mut self.editors[who];
        let actor = Actor::person(editor.account, Vec::new());
        let newcomer = Newcomer { id, actor, credential: None, name: "Siti".into(), out };
        if self.servers[server].room.send(Message::Join(newcomer)).await.is_ok() {
            let outgoing = VecDeque::from([editor.replica.connect()]);
            editor.link = Some(Link { server, id, incoming, outgoing, places: Arc::new(Semaphore::new(64)) });
        }
    }

    fn disconnect(&mut self, who: usize) {
        let editor = &mut self.editors[who];
        if let Some(link) = editor.link.take() {
            editor.replica.disconnect();
            let _ = self.servers[link.server].room.try_send(Message::Leave(link.id));
        }
    }

    async fn carry_out(&mut self, who: usize, frames: usize) {
        let Some(link) = &mut self.editors[who].link else { return };
        let room = self.servers[link.server].room.clone();
        for _ in 0..frames {
            let Some(frame) = link.outgoing.pop_front() else { return };
            let place = Arc::clone(&link.places).acquire_owned().await.unwrap();
            if room.send(Message::Said(link.id, frame, place)).await.is_err() {
                return self.disconnect(who);
            }
        }
    }

    async fn carry_in(&mut self, who: usize, frames: usize) {
        for _ in 0..frames {
            let editor = &mut self.editors[who];
            let Some(link) = &mut editor.link else { return };
            match link.incoming.try_recv() {
                Ok(message) => {
                    let (answers, _) = editor.replica.receive(Frame::decode(&message).unwrap()).unwrap();
                    link.outgoing.extend(answers);
                    let status = editor.replica.status();
                    assert!(
                        !matches!(status, Status::Rejected(_)),
                        "REMBUG_SEED={}: {status:?} of {}",
                        self.seed,
                        editor.replica.client()
                    );
                }
                Err(mpsc::error::TryRecvError::Empty) => return,
                Err(mpsc::error::TryRecvError::Disconnected) => return self.disconnect(who),
            }
        }
    }

    async fn come_to_rest(&mut self, seed: u64) {
        let deadline = Instant::now() + PATIENCE;
        // No editor has these to say again: the log may get them as long as a server, or what it was writing when it died, lives.
        for made in std::mem::take(&mut self.orders) {
            let _ = made.await;
        }
        for server in &self.servers {
            server.app.rooms.settle(&server.app, server.plan).await.unwrap();
        }
        loop {
            // What the database would tell each server of the other.
            for server in &self.servers {
                let _ = server.room.try_send(Message::Heard(i64::MAX));
            }
            for who in 0..self.editors.len() {
                self.connect(who).await;
                self.collect(who);
                self.carry_out(who, usize::MAX).await;
                self.carry_in(who, 100).await;
            }
            let first = self.editors[0].replica.content();
            let at_rest = |editor: &Editor| {
                editor.replica.is_here() && editor.replica.status() == Status::Saved && editor.replica.content() == first
            };
            if self.editors.iter().all(at_rest) {
                return;
            }
            let states: Vec<_> = self.editors.iter().map(|editor| (editor.replica.is_here(), editor.replica.status())).collect();
            assert!(Instant::now() < deadline, "REMBUG_SEED={seed} never comes to rest: {states:?}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    async fn check(&self, world: &World, plan: PlanId, seed: u64) {
        let content = self.editors[0].replica.content();
        let stored = world.stored(plan).await;
        let seqs: Vec<i64> = stored.entries.iter().map(|entry| entry.seq).collect();
        assert!(seqs.iter().copied().eq(1..=stored.head()), "REMBUG_SEED={seed}: the log has gaps: {seqs:?}");
        let document = Document::rebuild(&stored, 7).unwrap();
        assert_eq!(document.content(), content, "REMBUG_SEED={seed}: the log says something else");
        let mut progress = Progress::new(0, 0);
        progress.project(&world.app, plan, stored.head(), &document).await.unwrap();
        while !progress.is_done() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            progress.look(Instant::now());
        }
        let row = crate::plan::store::find(&world.app.db, plan).await.unwrap().unwrap();
        let owner = Actor::person(world.people[0], Vec::new());
        let row = row.read_as(&owner).unwrap();
        assert_eq!(row.content, Some(content), "REMBUG_SEED={seed}: the typed view says something else");
    }
}

async fn simulate(kind: Kind, runs: u64) {
    let world = World::start(kind, PEOPLE).await;
    let other = match kind {
        Kind::Sqlite => None,
        Kind::Postgres => Some(crate::app::App::start(world.app.config.clone()).await.unwrap()),
    };
    let seed = setting("REMBUG_SEED", 1);
    for seed in seed..seed + setting("REMBUG_RUNS", runs) {
        Simulation::run(&world, other.as_slice(), seed).await;
    }
}

#[tokio::test]
async fn editors_end_with_the_same_plan_on_sqlite() {
    simulate(Kind::Sqlite, 1000).await;
}

#[tokio::test]
async fn editors_of_two_servers_end_with_the_same_plan_on_postgres() {
    simulate(Kind::Postgres, 300).await;
}
