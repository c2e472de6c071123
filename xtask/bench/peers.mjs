/** The two servers as the load sees them: how to come in, and how a frame of y-sync is wrapped. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";

const PASSWORD = "mendoan hangat";
const AREA = "33.02.17.2019";

/** What a server says to an update: ours that it is safe, Hocuspocus that it is taken. */
const ANSWERS = { rembug: 101, hocuspocus: 8 };

function write(...parts) {
  const encoder = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

function join(start, end) {
  const both = new Uint8Array(start.length + end.length);
  both.set(start);
  both.set(end, start.length);
  return both;
}

/** One connection to one document. `hear` is told of each `update`, and how many of its own have been `answer`ed so far. */
class Connection {
  constructor(socket, prefix, answer, hear) {
    this.socket = socket;
    this.prefix = prefix;
    this.answered = 0;
    this.isOpen = new Promise((done, fail) => socket.once("open", done).once("error", fail));
    socket.on("message", (bytes) => {
      const decoder = decoding.createDecoder(bytes);
      if (prefix.length > 0) decoding.readVarString(decoder);
      const kind = decoding.readVarUint(decoder);
      if (kind === 0 || kind === 4) {
        const step = decoding.readVarUint(decoder);
        if (step > 0) hear.update(decoding.readVarUint8Array(decoder));
      } else if (kind === 102) throw new Error("an update was refused");
      else if (kind === answer) {
        // Ours counts; theirs comes once an update.
        const isCount = answer === ANSWERS.rembug;
        this.answered = isCount ? decoding.readVarUint(decoding.createDecoder(decoding.readVarUint8Array(decoder))) : this.answered + 1;
        hear.answer(this.answered);
      }
    });
  }

  send(frame) {
    this.socket.send(this.prefix.length > 0 ? join(this.prefix, frame) : frame);
  }

  /** Asks for everything, and says who is here. */
  greet(client) {
    this.send(write(0, 0, new Uint8Array([0])));
    this.send(write(1, write(1, client, 1, JSON.stringify({ at: null }))));
  }

  update(bytes) {
    this.send(write(0, 2, bytes));
  }

  /** Bytes of the connection so far. */
  get traffic() {
    const tcp = this.socket._socket;
    return { sent: tcp.bytesWritten, received: tcp.bytesRead };
  }
}

function open(address, path, options, prefix, answer, hear) {
  const socket = new WebSocket(`ws://${address}${path}`, { perMessageDeflate: false, maxPayload: 1 << 28, ...options });
  socket.binaryType = "nodebuffer";
  return new Connection(socket, prefix, answer, hear);
}

/** Rembug, with the people who write: `orang0@contoh.id` and so on, all of them organisers. */
export class Rembug {
  /** What it answered is on the disk. */
  storesWithin = 0;

  constructor(address) {
    this.address = address;
    this.people = [];
    this.begun = 0;
  }

  async signIn(count) {
    for (let n = 0; n < count; n++) {
      const query = "mutation($input: SignInInput!) { answer: signIn(input: $input) { errors { code } } }";
      const { cookie } = await this.ask(undefined, query, { contact: `orang${n}@contoh.id`, password: PASSWORD });
      this.people.push(cookie);
    }
  }

  async ask(cookie, query, input) {
    const headers = { "content-type": "application/json", ...(cookie ? { cookie } : {}) };
    const body = JSON.stringify({ query, variables: { input } });
    const response = await fetch(`http://${this.address}/graphql`, { method: "POST", headers, body });
    const { data, errors } = await response.json();
    if (errors || data.answer.errors.length > 0) throw new Error(JSON.stringify(errors ?? data.answer.errors));
    return { answer: data.answer, cookie: response.headers.get("set-cookie")?.split(";")[0] };
  }

  /** A plan that so many people write; the first of them, who began it, is another one each time. */
  async begin(editors) {
    const first = this.begun++ % this.people.length;
    const create = "mutation($input: CreatePlanInput!) { answer: createPlan(input: $input) { plan { id } errors { code field } } }";
    const made = await this.ask(this.people[first], create, { area: AREA, title: "Jalan usaha tani", template: "SMALL_INFRASTRUCTURE" });
    const planId = made.answer.plan.id;
    const add = "mutation($input: AddPlanParticipantInput!) { answer: addPlanParticipant(input: $input) { errors { code field } } }";
    for (let n = 1; n < editors; n++) {
      const contact = `orang${(first + n) % this.people.length}@contoh.id`;
      await this.ask(this.people[first], add, { planId, contact, role: "EDITOR" });
    }
    return { id: planId, first };
  }

  connect(plan, who, hear) {
    const cookie = this.people[(plan.first + who) % this.people.length];
    return open(this.address, `/live/plans/${plan.id}`, { headers: { cookie } }, new Uint8Array(), ANSWERS.rembug, hear);
  }
}

/** Hocuspocus, whose documents begin as the same plan. */
export class Hocuspocus {
  /** Its longest pause is ten seconds, in milliseconds. */
  storesWithin = 12_000;

  constructor(address, beginning) {
    this.address = address;
    this.beginning = beginning;
    this.begun = 0;
  }

  async begin() {
    const plan = { id: `plan-${this.begun++}` };
    await new Promise((taken, fail) => {
      const connection = this.connect(plan, 0, { update() {}, answer: taken });
      const begin = () => {
        connection.enter();
        connection.update(this.beginning);
      };
      connection.isOpen.then(begin, fail);
      this.beginner = connection;
    });
    this.beginner.socket.close();
    return plan;
  }

  connect(plan, _who, hear) {
    const connection = open(this.address, "/", {}, write(plan.id), ANSWERS.hocuspocus, hear);
    // Anybody may come in, but has to say so.
    connection.enter = () => connection.send(write(2, 0, "", ""));
    return connection;
  }
}
