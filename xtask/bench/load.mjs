/** People who type into plans at a given pace, and screens on which it appears. */

import * as Y from "yjs";

/** Copies that take in everything; the other connections hear it all, and only count it. More would measure this process. */
const SCREENS = 5;
const SETTLE_WITHIN = 10_000;
/** Keys of different people within a millisecond go out together. */
const TICK = 1;

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** One connection, the copy in which its person types, and maybe the screen they look at. */
class Editor {
  constructor(server, plan, who, isScreen, log) {
    this.log = log;
    this.plan = plan;
    this.who = who;
    this.own = new Y.Doc();
    this.screen = isScreen ? new Y.Doc() : undefined;
    this.screen?.on("afterTransaction", (transaction) => log.seen(transaction, this.own.clientID));
    this.sentAt = [];
    this.answered = 0;
    this.isHere = new Promise((here) => (this.here = here));
    this.connection = server.connect(plan, who, this);
  }

  async open() {
    await this.connection.isOpen;
    this.connection.enter?.();
    this.connection.greet(this.own.clientID);
    await this.isHere;
  }

  update(bytes) {
    if (this.text === undefined) this.begin(bytes);
    if (this.screen) Y.applyUpdate(this.screen, bytes);
  }

  /** Everyone types at the end of a section; who comes later takes the next one. */
  begin(bytes) {
    Y.applyUpdate(this.own, bytes);
    const sections = [...this.own.getMap("sections").values()];
    if (sections.length === 0) return;
    this.text = sections[this.who % sections.length].get("body");
    this.at = this.text.length;
    this.own.on("update", (update) => this.connection.update(update));
    this.here();
  }

  type() {
    this.sentAt.push(performance.now());
    this.text.insert(this.at++, "sawah basah di lereng "[this.at % 22]);
  }

  /** So many keys, counted from the first, have been answered. */
  answer(count) {
    const now = performance.now();
    while (this.answered < count) this.log.answers.push(now - this.sentAt[this.answered++]);
  }
}

/** What one measurement has seen. */
export class Load {
  constructor() {
    this.editors = [];
    this.delays = [];
    this.answers = [];
  }

  /** So many connections to each of the plans. */
  async open(server, plans, each) {
    this.each = each;
    for (const plan of plans) {
      const isScreen = (n) => n % Math.ceil(each / SCREENS) === 0;
      const editors = Array.from({ length: each }, (_, n) => {
        const editor = new Editor(server, plan, n, isScreen(n), this);
        this.editors.push(editor);
        return editor;
      });
      await Promise.all(editors.map((editor) => editor.open()));
    }
    this.byClient = new Map(this.editors.map((editor) => [editor.own.clientID, editor]));
  }

  /** A screen has taken in an update: how long ago were its keys pressed? */
  seen(transaction, viewer) {
    const now = performance.now();
    for (const [client, clock] of transaction.afterState) {
      const editor = client === viewer ? undefined : this.byClient?.get(client);
      if (!editor) continue;
      for (let n = transaction.beforeState.get(client) ?? 0; n < clock; n++) this.delays.push(now - editor.sentAt[n]);
    }
  }

  get traffic() {
    const sum = { sent: 0, received: 0 };
    for (const { connection } of this.editors) {
      sum.sent += connection.traffic.sent;
      sum.received += connection.traffic.received;
    }
    return sum;
  }

  /** The first of these people type for so long, by turns, whatever the server makes of it. */
  async type(typists, perSecond, seconds) {
    const before = { traffic: this.traffic, processor: process.cpuUsage(), at: performance.now() };
    const wanted = perSecond * seconds;
    let pressed = 0;
    while (pressed < wanted) {
      const due = Math.min(wanted, ((performance.now() - before.at) / 1_000) * perSecond);
      for (; pressed < due; pressed++) typists[pressed % typists.length].type();
      await sleep(TICK);
    }
    const typing = (performance.now() - before.at) / 1_000;
    const viewers = (typist) => this.editors.filter((editor) => editor.screen && editor !== typist && editor.plan === typist.plan).length;
    const expected = typists.reduce((sum, typist) => sum + typist.sentAt.length * viewers(typist), 0);
    const deadline = performance.now() + SETTLE_WITHIN;
    while ((this.delays.length < expected || this.answers.length < pressed) && performance.now() < deadline) await sleep(TICK);
    const elapsed = (performance.now() - before.at) / 1_000;
    const own = process.cpuUsage(before.processor);
    const traffic = this.traffic;
    const isComplete = this.delays.length >= expected && this.answers.length >= pressed;
    return {
      pressed,
      perSecond: pressed / typing,
      isComplete,
      seconds: elapsed,
      // Of what never came there is no delay: the rest would look better than it is.
      seen: isComplete ? percentiles(this.delays) : {},
      answered: isComplete ? percentiles(this.answers) : {},
      sentPerKey: (traffic.sent - before.traffic.sent) / pressed,
      receivedPerKey: (traffic.received - before.traffic.received) / pressed / this.each,
      client: (own.user + own.system) / 1e6 / elapsed,
    };
  }

  close() {
    for (const { connection } of this.editors) connection.socket.terminate();
  }
}

function percentiles(delays) {
  const sorted = Float64Array.from(delays).sort();
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
  return { p50: at(0.5), p95: at(0.95) };
}
