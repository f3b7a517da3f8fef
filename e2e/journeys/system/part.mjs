import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { until } from "./until.mjs";

const LAST_LINES = 30;
/** Parts that still run, so that a test run that is broken off leaves none behind. @type {Set<Part>} */
const running = new Set();
process.on("exit", () => running.forEach((part) => part.signal("SIGKILL")));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.once(signal, () => process.exit(130));

/** A program that runs beside the test, in a process group of its own, with its output in a log. */
export class Part {
  /**
   * @param {string} name @param {string} folder for the log
   * @param {{program: string, args: string[], env?: Record<string, string>, cwd?: string}} how
   */
  constructor(name, folder, how) {
    this.name = name;
    this.log = join(folder, `${name}.log`);
    this.how = how;
    this.start();
  }

  /** Starts it, again after it ended. */
  start() {
    const { program, args, env, cwd = root } = this.how;
    const log = openSync(this.log, "a");
    this.child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    this.over = new Promise((ended) => {
      this.child.once("error", (error) => ended((this.failure = `cannot be started: ${error.message}`)));
      this.child.once("exit", (code, signal) => ended((this.failure = `ended with ${signal ?? code}`)));
    }).finally(() => running.delete(this));
    this.failure = "";
    running.add(this);
  }

  /** Waits until it is well; dying meanwhile is told with its last lines. @param {() => Promise<unknown>} isWell @param {number} [limitMs] */
  async ready(isWell, limitMs = 60_000) {
    const look = async () => this.failure || (await isWell().catch(() => false));
    const seen = await until(`${this.name} is well (${this.log})`, look, limitMs);
    if (this.failure) throw new Error(`${this.name} ${seen}\n${this.lastLines()}`);
  }

  /** Ends it without a word, as a power cut would. */
  async kill() {
    this.signal("SIGKILL");
    await this.over;
  }

  /** Ends it in good order. */
  async stop() {
    this.signal("SIGTERM");
    const patience = setTimeout(() => this.signal("SIGKILL"), 5_000);
    await this.over;
    clearTimeout(patience);
    // What it started itself belongs to its group.
    this.signal("SIGKILL");
  }

  /** @param {NodeJS.Signals} signal */
  signal(signal) {
    try {
      if (this.child?.pid) process.kill(-this.child.pid, signal);
    } catch {
      // The group is empty already.
    }
  }

  lastLines() {
    return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  }
}
