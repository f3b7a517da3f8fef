import { spawn } from "node:child_process";

/** A database of its own for one system, in the server that DATABASE_URL names. */
export class Database {
  /** @param {string} name */
  constructor(name) {
    const server = process.env.DATABASE_URL;
    if (!server) throw new Error("set DATABASE_URL to a PostgreSQL in which databases may be made, or use `cargo xtask test journeys`");
    this.name = `journey_${name.replaceAll("-", "_")}_${process.pid}`;
    this.server = server;
    this.url = Object.assign(new URL(server), { pathname: `/${this.name}` }).href;
  }

  create = () => psql(this.server, `create database ${this.name}`);
  drop = () => psql(this.server, `drop database if exists ${this.name} with (force)`);

  /**
   * The rows of a query.
   * @param {string} sql one select @param {Record<string, string|number>} [values] for `:'name'` in it
   * @returns {Promise<any[]>}
   */
  async rows(sql, values) {
    return JSON.parse(await psql(this.url, `select coalesce(json_agg(one), '[]') from (${sql}) as one`, values));
  }

  /** Changes something. @param {string} sql @param {Record<string, string|number>} [values] */
  run = (sql, values) => psql(this.url, sql, values);

  /** Moves the clock of all deadlines. @param {number} ms from the true time */
  setClock = (ms) => this.run("insert into frontrow_settings values ('clock_offset_ms', :'ms') on conflict (name) do update set value = excluded.value", { ms });
}

/** What psql prints. @returns {Promise<string>} */
function psql(url, sql, values = {}) {
  const set = Object.entries(values).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
  const child = spawn("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", ...set, "-d", url, "-f", "-"], { stdio: "pipe" });
  const [out, err] = [child.stdout, child.stderr].map((stream) => stream.setEncoding("utf8").toArray());
  child.stdin.end(sql);
  return new Promise((answer, failed) => {
    child.once("error", failed);
    child.once("close", async (code) => (code === 0 ? answer((await out).join("").trim()) : failed(new Error(`psql: ${(await err).join("")}\n${sql}`))));
  });
}
